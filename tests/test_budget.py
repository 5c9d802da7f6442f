"""How heavy the pages are, and that nothing on them jumps. How fast they are, says benchmarks/site.py."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route
from public_site import Sites, each_workspace, served
from test_house_files import real_font

from kapstok.files.house.letters import Face, Letters

HOME_BYTES, HOME_REQUESTS = 100_000, 8  # the promise is 350 kB; what is needed is far less
PAGE_BYTES = 350_000
SHIFT = 0.02
PAUSE = 0.15  # seconds between the two halves of a page: a reader sees the first one before the second is there
LATE = re.compile(r"\.(svg|png|woff2?|ttf|otf)$|/(?!weergave)[\w-]+\.js$")  # what a page shows itself without
_WATCH = """
window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shift += entry.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""


def visit(chromium: Browser, url: str, width: int = 412) -> tuple[int, int, float]:
    """Bytes as they came, uncompressed; the number of requests; and how much the page shifted.

    Pictures, fonts and scripts come only when the page is seen, as on a slow line or a busy computer.
    """
    context = chromium.new_context(viewport={"width": width, "height": 823}, locale="nl-NL")
    page = context.new_page()
    page.add_init_script(_WATCH)
    sizes: list[int] = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    held: list[Route] = []
    seen = False
    page.route(LATE, lambda route: route.continue_() if seen else held.append(route))
    page.goto(url, wait_until="commit")
    _wait_until_seen(page)
    seen = True
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    shift = float(page.evaluate("window.shift"))
    context.close()
    return sum(sizes), len(sizes), shift


def _wait_until_seen(page: Page) -> None:
    end = time.monotonic() + 20
    while not page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
        assert time.monotonic() < end, f"{page.url} shows nothing without its scripts"
        page.wait_for_timeout(20)


@each_workspace
def test_the_home_page_is_light_and_lies_still(sites: Sites, chromium: Browser, name: str) -> None:
    with served(sites[name].folder, pause=PAUSE) as base:
        for width in (412, 1280):
            size, count, shift = visit(chromium, base, width)
            assert 5_000 < size <= HOME_BYTES
            assert 4 < count <= HOME_REQUESTS
            assert shift < SHIFT


@pytest.mark.langzaam
@each_workspace
def test_no_page_is_heavy_and_none_shifts(sites: Sites, chromium: Browser, name: str) -> None:
    site, wrong = sites[name], []
    with served(site.folder, pause=PAUSE) as base:
        for address in site.one_of_each_type().values():
            size, _, shift = visit(chromium, base + address)
            if size > PAGE_BYTES or shift >= SHIFT:
                wrong.append(f"{address}: {size} bytes, shift {shift:.3f}")
        for question in ("wonen", "xqzxqz"):  # something and nothing to be found; its index is no part of the page
            *_, shift = visit(chromium, f"{base}zoeken/?q={question}")
            if shift >= SHIFT:
                wrong.append(f"{question}: shift {shift:.3f}")
    assert wrong == []


def test_a_font_that_comes_late_moves_nothing(tmp_path: Path, chromium: Browser) -> None:
    """The rule of the house style itself, with a font of quite other widths."""
    face = Face(cut="gewoon", weight="400", italic=False, form="ttf", site=tmp_path, paper=None)
    (tmp_path / "letters").mkdir()
    (tmp_path / face.address).write_bytes(real_font())
    rule = Letters(family="Stad Sans", faces=(face,)).css()
    for name, css in (("index", rule), ("swap", rule.replace("optional", "swap"))):
        text = f"<p style='font: 30px \"Stad Sans\", monospace'>{'Wij willen iets. ' * 9}</p>" * 5
        page = f"<!doctype html><link rel=icon href='data:,'><style>{css}</style>{text}"
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    with served(tmp_path) as base:
        moved = [visit(chromium, base + name)[2] for name in ("", "swap.html")]
    assert moved[0] == 0
    assert moved[1] > SHIFT


def test_weight_and_shift_are_measured(tmp_path: Path, chromium: Browser) -> None:
    body = f"<!doctype html><link rel=icon href='data:,'><p style='height:200px'>{'x' * 120_000}</p>"
    late = "const box = document.createElement('div'); box.style.height = '300px'; document.body.prepend(box)"
    (tmp_path / "index.html").write_text(f"{body}<script src='late.js'></script>", encoding="utf-8")
    (tmp_path / "late.js").write_text(f"/* {'x' * 300_000} */ {late}", encoding="utf-8")
    (tmp_path / "picture.html").write_text(f"<!doctype html><img src='b.svg'>{body}", encoding="utf-8")
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><path d="M0 0h9v9z"/></svg>'
    (tmp_path / "b.svg").write_text(picture, encoding="utf-8")
    with served(tmp_path) as base:
        size, count, shift = visit(chromium, base)
        *_, picture = visit(chromium, base + "picture.html")
    assert size > HOME_BYTES
    assert count == 2
    assert min(shift, picture) > SHIFT
