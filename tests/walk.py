"""A walk with Tab over the page that is open: where the focus comes, and how that is seen."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

_LISTEN = """() => {
  window.stops = [];
  window.last = null;
  const wordsOf = (e) => (e.getAttribute("aria-label") || e.textContent).trim().slice(0, 40);
  const nameOf = (e) => e.tagName.toLowerCase() + "." + e.className + " " + wordsOf(e);
  document.addEventListener("focusin", ({ target }) => {
    const box = target.getBoundingClientRect();
    const style = getComputedStyle(target);
    const field = target.closest("form");
    const ring = style.outlineStyle !== "none" ? style : field && getComputedStyle(field);
    const outline = ring && ring.outlineStyle !== "none" ? parseFloat(ring.outlineWidth) : 0;
    const seen = target.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      && box.width > 1 && box.height > 1
      && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
    const piece = target.getClientRects()[0] || box; // of a link over two lines the first
    const spot = document.elementFromPoint(
      Math.min(innerWidth - 1, Math.max(0, piece.left + Math.min(piece.width / 2, 8))),
      Math.min(innerHeight - 1, Math.max(0, piece.top + Math.min(piece.height / 2, 8))));
    const bare = !spot || target.contains(spot) || spot.contains(target);
    const last = window.last;
    const inOrder = !last || Boolean(last.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING);
    window.last = target;
    window.stops.push({ name: nameOf(target), seen, bare, outline, inOrder,
      hidden: Boolean(target.closest("[hidden], [aria-hidden=true]")),
      inside: Boolean(target.closest("main")) });
  });
}"""
# A box that has nothing to scroll is no stop: the script finds that out when the page is first drawn.
_SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_TABBABLE = """() => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex]")].filter((e) =>
  e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true })).length"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """One place where the focus came."""

    name: str
    seen: bool
    bare: bool
    outline: float
    inOrder: bool  # noqa: N815 (the name in the page)
    hidden: bool
    inside: bool


def walk(page: Page) -> tuple[list[Stop], int]:
    """Press Tab until the page is out of places; gives those, and how many there should be."""
    page.evaluate(_SETTLED)
    page.evaluate(_LISTEN)
    expected = int(page.evaluate(_TABBABLE))
    for _ in range(expected + 3):
        page.keyboard.press("Tab")
    return [Stop(**stop) for stop in page.evaluate("window.stops")], expected


def complaints(page: Page) -> list[str]:
    """What is wrong with the walk."""
    stops, expected = walk(page)
    round_one = stops[:expected]
    wrong = [f"{s.name}: not to be seen" for s in round_one if not s.seen or s.hidden]
    wrong += [f"{s.name}: something lies over it" for s in round_one if not s.bare]
    wrong += [f"{s.name}: no ring" for s in round_one if s.outline < 2]
    wrong += [f"{s.name}: out of order" for s in round_one if not s.inOrder]
    if len(round_one) < expected:
        wrong.append(f"only {len(round_one)} of {expected} places")
    if len({s.name for s in round_one}) < min(3, expected):
        wrong.append("the focus does not move on")
    return wrong
