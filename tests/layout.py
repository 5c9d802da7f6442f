"""Is everything of the page that is open to be read: nothing sticks out, nothing is cut off, nothing moves?"""

from __future__ import annotations

from playwright.sync_api import Page

_STICKS_OUT = """(room) => {
  const wide = document.documentElement.scrollWidth;
  const found = wide > room ? [`the page is ${wide} wide`] : [];
  const mayScroll = (e) => e.closest(".tabelvak, .figuur, pre");
  for (const e of document.body.querySelectorAll("*")) {
    if (mayScroll(e.parentElement) || !e.checkVisibility({ visibilityProperty: true })) continue;
    const box = e.getBoundingClientRect();
    const style = getComputedStyle(e);
    if (style.clipPath !== "none" || box.width < 2) continue;
    if (box.right > room + 1 || box.left < -1) found.push(`${e.tagName}.${e.className} to ${box.right}`);
  }
  return found.slice(0, 8);
}"""
_CUT_OFF = """() => {
  const found = [];
  for (const e of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(e);
    if (style.clipPath !== "none" || !e.innerText || !e.checkVisibility({ visibilityProperty: true })) continue;
    const clips = (value) => value === "hidden" || value === "clip";
    const tall = clips(style.overflowY) && e.scrollHeight > e.clientHeight + 1;
    const wide = clips(style.overflowX) && e.scrollWidth > e.clientWidth + 1;
    if (tall || wide) found.push(`${e.tagName}.${e.className} is cut off`);
  }
  return found.slice(0, 8);
}"""
# What WCAG 2.2 (1.4.12) says that a reader may set.
_SPACIOUS = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
_MOVES = """() => [...document.querySelectorAll("*")]
  .flatMap((e) => ["", "::before", "::after"].map((part) => [e, getComputedStyle(e, part)]))
  .filter(([, s]) => (s.animationName !== "none" && parseFloat(s.animationDuration) > 0)
    || s.scrollBehavior === "smooth" || s.transitionDuration.split(",").some((t) => parseFloat(t) > 0))
  .map(([e]) => `${e.tagName}.${e.className} moves`).slice(0, 8)"""


def sticks_out(page: Page) -> list[str]:
    """What is wider than the window, but for the boxes that may be moved sideways."""
    return list(page.evaluate(_STICKS_OUT, page.viewport_size["width"] if page.viewport_size else 0))


def cut_off(page: Page) -> list[str]:
    """Texts of which a part is cut off by their own box."""
    return list(page.evaluate(_CUT_OFF))


def space_out(page: Page) -> None:
    """Set the spaces between lines, letters and words that a reader may need."""
    page.evaluate(_SPACIOUS)


def moving(page: Page) -> list[str]:
    """What moves by itself or when something changes."""
    return list(page.evaluate(_MOVES))
