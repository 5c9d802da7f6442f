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


def shown(sites: Sites, name: str, address: str) -> html.HtmlElement:
    return html.document_fromstring((sites[name].folder / address / "index.html").read_bytes()).xpath("//article")[0]


def test_a_step_of_which_the_day_has_passed_is_not_what_comes_next(sites: Sites) -> None:
    past = " ".join(shown(sites, "leusden", "akkoorden/jeugdhulp/").text_content().split())
    assert "Stond gepland Bijeenkomst met ouders 13 juni 2019" in past
    assert "Bijeenkomst met ouders (stond gepland, nog niet als gedaan gemeld)" in past
    assert "Hierna" not in past
    ahead = " ".join(shown(sites, "leusden", "akkoorden/leusden-werkt-samen/").text_content().split())
    assert "Hierna Een nieuwe koppeling elke maand" in ahead


def test_the_formula_of_a_test_is_there_for_who_opens_it(sites: Sites) -> None:
    page = shown(sites, "vijfheerenlanden", "kaderlijsten/inkoop-en-subsidie/")
    formulas = page.xpath(".//*[@class='toets-regel']")
    assert len(formulas) > 5
    assert all(formula.getparent().tag == "details" for formula in formulas)


def test_what_nobody_filled_in_is_said_once(sites: Sites) -> None:
    page = shown(sites, "gooi-en-vechtstreek", "regionale-agenda/")
    assert page.xpath(".//h2[contains(., 'Stuurgroep')]/following-sibling::dl") == []
    assert page.text_content().count("Wat we hier halen en brengen, is nog niet ingevuld.") == 2


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
