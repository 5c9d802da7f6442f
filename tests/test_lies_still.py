"""What a page needs to keep its shape while it loads: the size of its pictures, and its choices before their script."""

from __future__ import annotations

import base64

import pytest
from lxml import html
from playwright.sync_api import Browser

from kapstok.render.drawings.picture_size import picture_size
from kapstok.render.site.choices import with_choices

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><rect width="9" height="9"/></svg>'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAYAAAAb4BS0AAAADklEQVR4nGP4TwAwEFABAGn2A/0h7ZnPAAAAAElFTkSuQmCC"
)
SIZES = [
    (SVG.format('viewBox="0 0 64 64"').encode(), (200, 200)),
    (SVG.format('viewBox="-5,-5 300 , 120"').encode(), (500, 200)),
    (SVG.format('width="12cm" height="4cm" viewBox="0 0 10 10"').encode(), (600, 200)),
    (SVG.format('width="1in" height="72pt"').encode(), (200, 200)),
    (SVG.format('width="100%" height="50%" viewBox="0 0 3 1"').encode(), (600, 200)),
    (SVG.format('width="900" viewBox="0 0 1 2"').encode(), (200, 400)),
    (SVG.format("").encode(), (400, 200)),
    (SVG.format('viewBox="0 0 nan 1"').encode(), (400, 200)),
    (SVG.format('viewBox="0 0 0 40"').encode(), (400, 200)),
    (SVG.format('viewBox="0 0 1e400 1"').encode(), (400, 200)),
    (PNG, (600, 200)),
    (b"\x89PNG\r\n\x1a\n", (400, 200)),
]


@pytest.mark.parametrize(("data", "size"), SIZES)
def test_the_size_of_a_picture_has_its_proportions(data: bytes, size: tuple[int, int]) -> None:
    assert picture_size(data) == size


def test_a_browser_gives_a_picture_the_same_proportions(chromium: Browser) -> None:
    page = chromium.new_page()
    for data, (width, height) in [*SIZES[:6], SIZES[10]]:
        kind = "png" if data == PNG else "svg+xml"
        address = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
        page.set_content(f"<img style='height:200px' src='{address}'>", wait_until="load")
        shown = page.locator("img").evaluate("img => img.complete && img.naturalWidth && img.clientWidth / 200")
        assert shown == pytest.approx(width / height, rel=0.01), data
    page.close()


TABLE = """<p>Voor</p><div class="filterlijst rijen" data-filter="Soort Datum Kleur" data-wat="stukken"><table>
<thead><tr><th>Datum</th><th>Stuk</th><th> Soort </th><th>Kleur</th></tr></thead><tbody>
<tr><td>3 mei 2025</td><td>A</td><td>Verslag &amp; meer</td><td>rood</td></tr>
<tr><td>onbekend</td><td>B</td><td>Éénmalig\n besluit</td><td>rood</td></tr>
<tr><td>1 juni 2026</td><td>C</td><td>verslag 10</td><td></td></tr>
<tr><td>2 juni 2026</td><td>D</td><td>verslag 9</td><td>rood</td></tr></tbody></table></div><p>Na</p>"""
CARDS = """<div id="a>b" class="filterlijst" data-filter="Voor wie|Waar" data-wat="plekken">
<div data-filterregel="ja"><dl><dt>Voor wie</dt><dd><span data-waarde="ja">jeugd</span> en
<span data-waarde="ja">ouders</span>, en meer</dd><dt>Waar</dt><dd>Ons dorp</dd></dl></div>
<div data-filterregel="ja"><dl><dt>Voor wie</dt><dd>iedereen</dd></dl></div></div>"""


def choices(page: str) -> dict[str, list[str]]:
    made = html.fromstring(f"<main>{with_choices(page.encode()).decode()}</main>")
    labels = made.xpath(".//form[@hidden]/label")
    return {
        label.text.strip(): [option.get("value") for option in label.xpath(".//option")]
        for label in labels
        if label.xpath("select/@data-keuze")
    }


def test_a_table_gets_a_choice_for_each_column_with_more_than_one_value_and_years_for_days() -> None:
    soort = ["", "Éénmalig besluit", "Verslag & meer", "verslag 9", "verslag 10"]
    assert choices(TABLE) == {"Soort": soort, "Jaar": ["", "2026", "2025"]}


def test_a_card_can_have_more_values_under_one_name() -> None:
    assert choices(CARDS) == {"Voor wie": ["", "iedereen", "jeugd", "ouders"]}


def test_only_the_form_is_added_and_to_its_own_list() -> None:
    one_value = TABLE.replace('data-filter="Soort Datum Kleur"', 'data-filter="Kleur"')
    page = (one_value + CARDS + TABLE).encode()
    made = with_choices(page)
    forms = html.fromstring(made).xpath("//form")
    assert [form.getparent().get("data-wat") for form in forms] == ["plekken", "stukken"]
    assert [form.xpath("string(p)") for form in forms] == ["2 van 2 plekken", "4 van 4 stukken"]
    for form in forms:
        start, end = made.index(b"<form"), made.index(b"</form>") + len(b"</form>")
        assert form.get("class") == "filterlijst__keuze"
        made = made[:start] + made[end:]
    assert made == page


def test_a_page_without_a_list_stays_as_it_is() -> None:
    page = b'<p class="filterlijst">geen lijst</p><div class="filterlijst__keuze">ook niet</div>\xe2\x82\xac'
    assert with_choices(page) == page
