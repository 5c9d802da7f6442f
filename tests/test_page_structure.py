"""Headings, landmarks, tables, names and titles of every page."""

from __future__ import annotations

from collections import Counter

import pytest
from harmless import LONE_PAGE
from lxml import html
from page_facts import complaints
from public_site import Sites, each_workspace


@each_workspace
def test_every_page_is_well_built(sites: Sites, name: str) -> None:
    site, wrong = sites[name], []
    for address in sorted(site.types):
        wrong += [f"{address}: {found}" for found in complaints((site.folder / address / "index.html").read_bytes())]
    assert wrong == []


@each_workspace
def test_no_two_pages_have_the_same_title(sites: Sites, name: str) -> None:
    site = sites[name]
    files = [*(site.folder / address / "index.html" for address in site.types), site.folder / LONE_PAGE]
    titles = Counter(html.document_fromstring(file.read_bytes()).findtext(".//title") for file in files)
    assert [title for title, count in titles.items() if count > 1 or not title] == []


GOOD = """<html lang="nl"><body><a href="#t">Ga naar de inhoud</a><header>x</header><nav aria-label="Hoofdmenu">
<a href="." aria-current="page">x</a></nav><main id="t"><h1>Goed</h1><h2>Ook</h2><div class="tabelvak"><table><tr><th>a
</th></tr></table></div><img alt="" src="x"></main><footer>x</footer></body></html>"""


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('lang="nl"', 'lang="en"'),
        ("<h1>Goed</h1>", ""),
        ("<h1>Goed</h1>", "<h1>Goed</h1><h1>Nog een</h1>"),
        ("<h2>Ook</h2>", "<h3>Te diep</h3>"),
        ("<h2>Ook</h2>", "<h2> </h2>"),
        ('<main id="t">', '<main id="u">'),
        ("<footer>x</footer>", ""),
        (' aria-label="Hoofdmenu"', ""),
        ("<header>x</header>", '<header>x</header><nav aria-label="Hoofdmenu">y</nav>'),
        (' class="tabelvak"', ""),
        ("<th>a\n</th>", "<td>a</td>"),
        ('alt=""', ""),
        ("<h2>Ook</h2>", "<h2>Ook</h2><p id='t'>x</p>"),
        ("<h2>Ook</h2>", "<h2>Ook</h2><a href='x'></a>"),
        ("<h2>Ook</h2>", "<h2>Ook</h2><svg><text>x</text></svg>"),
    ],
)
def test_a_badly_built_page_is_found(good: str, bad: str) -> None:
    assert list(complaints(GOOD.encode())) == []
    assert list(complaints(GOOD.replace(good, bad).encode()))
