"""On the site: what changed and when, how far each decision is, where moved pages went, and help for who got lost."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from papers_git import built, change, codes, commit, git
from playwright.sync_api import Page, Route
from test_past import GOAL, MEAL, NORMS, WORK, repository
from workbench import copy_base, write

pytestmark = pytest.mark.langzaam  # nearly every test builds a workspace

HOST = "https://agenda.voorbeeld.nl"
BASE = "/sociaal/"
AGENDA = "agenda/agenda.yaml"
OPEN = """status: ter-inzage
ter_inzage:
  van: '2026-06-01'
  tot: '2026-07-12'
  reageren: Schrijf naar het college
  adres: Postbus 1
"""


def files_of(root: Path, **options: object) -> dict[str, bytes]:
    """Every file of the site; only that papers were not made may be said."""
    made = built(root, parts=("site", "data"), **options)  # type: ignore[arg-type]
    assert codes(made.findings) == []
    return {o.path: o.content if isinstance(o.content, bytes) else o.content.read_bytes() for o in made.outputs}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = repository(tmp_path_factory.mktemp("geschiedenis"))
    change(root, AGENDA, "status: concept\n", f"adres: {HOST}{BASE}\n{OPEN}")
    change(root, MEAL, "voortgang: gestart", "voortgang: loopt")
    commit(root, "2026-02-01")
    for month, place in enumerate(("De *school*", "Het plein", "De <hal> & het veld"), start=3):
        text = (root / MEAL).read_text(encoding="utf-8")
        old = text.partition("waar: ")[2].partition("\n")[0]
        change(root, MEAL, f"waar: {old}", f"waar: '{place}'")
        commit(root, f"2026-{month:02d}-01")
    change(root, WORK, "waarde: 37,7", "waarde: 38,5")
    commit(root, "2026-05-02")
    git(root, "mv", GOAL, "agenda/doelen/samen.yaml")
    change(root, "agenda/doelen/samen.yaml", "nummer:", "vorige_ids: [niemand-alleen, eenzaam]\nnummer:")
    change(root, MEAL, "- niemand-alleen", "- samen")
    change(root, "agenda/begrippen/wederkerigheid.yaml", "term:", "vorige_ids: [tegenprestatie]\nterm:")
    change(root, NORMS, "id: keuzevrijheid", "id: kiezen\n    vorige_ids: [keuzevrijheid]")
    steps = "besluitvorming:\n  - status: ingetrokken\n    datum: 5 mei 2026\n"
    gone = f"status: ingetrokken\n{steps}vervangen_door: doel:samen\n"
    change(root, "agenda/doelen/werk-naar-vermogen.yaml", "opgave:", f"{gone}opgave:")
    change(root, "agenda/doelen/samen.yaml", "opgave:", f"{OPEN.replace('07-12', '06-05')}opgave:")
    change(
        root,
        "agenda/effecten/inwoners-doen-mee.yaml",
        "titel:",
        "status: vastgesteld\nbesluitvorming: [{status: vastgesteld, datum: 1 mei 2025, orgaan: gemeenteraad}]\ntitel:",
    )
    commit(root, "2026-06-10")
    return root


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    return files_of(root)


def tree(files: dict[str, bytes], path: str) -> html.HtmlElement:
    return html.document_fromstring(files[path])


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# --- what changed ---


def changed(page: html.HtmlElement) -> list[str]:
    """Every change in the lists of a page, with the day that stands above it."""
    days = page.xpath("//article//ul[contains(@class, 'veranderd')]/li")
    return [f"{words(day.xpath('./p')[0])} {words(row)}" for day in days for row in day.xpath("./ul/li")]


def test_a_page_says_what_changed_the_newest_first_and_folds_the_rest_away(files: dict[str, bytes]) -> None:
    page = tree(files, "activiteiten/buurtmaaltijd/index.html")
    [heading] = page.xpath("//h2[.='Wat is er veranderd?']")
    [first, folded] = page.xpath("//h2[.='Wat is er veranderd?']/following-sibling::*[self::ul or self::details]")
    assert heading.get("id") == "wat-is-er-veranderd"
    assert [words(li) for li in first.xpath("./li")] == [
        "1 mei 2026 Waar gebeurt het: was Het plein, is nu De <hal> & het veld",
        "1 april 2026 Waar gebeurt het: was De *school*, is nu Het plein",
        "1 maart 2026 Waar gebeurt het: was Het dorpshuis, is nu De *school*",
    ]
    assert words(folded.xpath("./summary")[0]) == "Eerdere wijzigingen (2)"
    assert words(folded.xpath("./ul/li")[0]) == "1 februari 2026 Voortgang: was gestart, is nu loopt"
    assert words(folded.xpath("./ul/li")[1]) == "1 januari 2026: gepubliceerd"


def test_the_overview_goes_by_month_and_leads_to_each_page(files: dict[str, bytes]) -> None:
    page = tree(files, "wijzigingen/index.html")
    months = [words(h) for h in page.xpath("//article//h2")]
    assert months == ["Juni 2026", "Mei 2026", "April 2026", "Maart 2026", "Februari 2026", "Januari 2026"]
    rows = changed(page)
    days = [words(day) for day in page.xpath("//article//time")]
    assert len(days) == len(set(days)) > 5  # each day stands there once
    assert days[:2] == ["10 juni 2026", "2 mei 2026"]
    meting = "Meting december 2024 aangepast (Waarde: was 37,7, is nu 38,5)"
    assert f"2 mei 2026 Mensen die vanuit een uitkering aan het werk gaan: {meting}" in rows
    assert rows[-1].startswith("1 januari 2026 Gepubliceerd: Buurtmaaltijd in elk dorp; ")
    links = page.xpath("//article//ul[contains(@class, 'veranderd')]//a/@href")
    assert "../indicatoren/mensen-aan-het-werk/#meting-2024" in links
    assert page.xpath("//article//a[@href='../wijzigingen.xml']")


def test_a_field_that_was_filled_reads_as_a_sentence(files: dict[str, bytes]) -> None:
    page = tree(files, "doelen/werk-naar-vermogen/index.html")
    [heading] = page.xpath("//h2[.='Wat is er veranderd?']")
    said = words(heading.xpath("./following-sibling::ul[1]/li")[0])
    assert said.startswith("10 juni 2026")
    assert "Status: is nu ingetrokken" in said
    assert "ingevuld: " not in "".join(words(tree(files, p)) for p in files if p.endswith("wijzigingen/index.html"))


def test_a_template_can_show_the_newest_in_short(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopie"
    git(tmp_path, "clone", "-q", str(root), str(copy))
    text = "{% import 'macros/wijzigingen.md.j2' as w with context %}\n# Kort\n\n{{ w.laatste(2) }}\n"
    write(copy, {"templates/overzicht/kort.md.j2": text, "templates/pagina/_onder.md.j2": "Eigen onderkant.\n"})
    files = files_of(copy, day=date(2026, 2, 1))
    page = tree(files, "kort/index.html")
    assert changed(page) == [
        "1 februari 2026 Buurtmaaltijd in elk dorp: Voortgang: was gestart, is nu loopt",
        "1 februari 2026 Agenda van Voorbeeldstad: Status: was concept, is nu ter inzage; Ter inzage: ingevuld",
    ]
    assert [words(day) for day in page.xpath("//article//time")] == ["1 februari 2026"]
    assert [words(h) for h in page.xpath("//article//h2")] == ["Wat er laatst is veranderd"]
    assert "Eigen onderkant." in words(tree(files, "opgaven/meedoen/index.html"))


def test_the_feed_is_atom_with_full_addresses_and_names_that_stay(files: dict[str, bytes]) -> None:
    space = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(files["wijzigingen.xml"])
    entries = feed.findall(f"{space}entry")
    assert feed.findtext(f"{space}updated") == "2026-06-10T00:00:00Z"
    assert len({entry.findtext(f"{space}id") for entry in entries}) == len(entries) > 5
    [entry] = [e for e in entries if "2026-05-01" in (e.findtext(f"{space}id") or "")]
    assert entry.findtext(f"{space}title") == "Buurtmaaltijd in elk dorp"
    assert entry.findtext(f"{space}summary") == "Waar gebeurt het: was Het plein, is nu De <hal> & het veld."
    link = entry.find(f"{space}link")
    assert link is not None
    assert link.get("href") == f"{HOST}{BASE}activiteiten/buurtmaaltijd/"
    assert entry.findtext(f"{space}id") == "tag:agenda.voorbeeld.nl,2026-05-01:activiteiten/buurtmaaltijd/"


def test_papers_and_data_do_not_tell_what_changed(files: dict[str, bytes]) -> None:
    assert all(b"is nu loopt" not in content for path, content in files.items() if path.startswith("data/"))


def test_without_history_or_address_there_is_a_page_that_says_so_and_no_feed(tmp_path: Path) -> None:
    files = files_of(copy_base(tmp_path), day=date(2026, 2, 1))
    assert "nog niet bekend" in words(tree(files, "wijzigingen/index.html").xpath("//article")[0])
    assert "wijzigingen.xml" not in files
    assert not tree(files, "doelen/niemand-alleen/index.html").xpath("//h2[.='Wat is er veranderd?']")
    lost = tree(files, "404.html")
    assert not lost.xpath("//a | //form | //script | //link[@rel='stylesheet']")
    assert "Op de site vindt u: Wat we willen" in words(lost)


def test_a_second_build_gives_the_same_bytes(root: Path, files: dict[str, bytes]) -> None:
    assert files_of(root) == files


# --- how far the decision is ---


def test_every_page_says_that_the_agenda_is_open_and_how_to_respond(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith(".html") and b'http-equiv="refresh"' not in content:
            [bar] = tree(files, path).xpath("//aside[@aria-label='Stand van deze agenda']")
            assert words(bar) == (
                "Ter inzage Deze agenda ligt ter inzage en is nog niet vastgesteld. "
                "U kunt nu reageren, tot en met 12 juli 2026. Schrijf naar het college. "
                "Stuur uw reactie naar Postbus 1. Zo kunt u reageren."
            ), path


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 1), "komt ter inzage en is nog niet vastgesteld. U kunt reageren van 1 juni 2026 tot en met"),
        (date(2026, 7, 13), "lag ter inzage en is nog niet vastgesteld. Reageren kon van 1 juni 2026 tot en met"),
    ],
)
def test_before_and_after_it_says_so_as_well(root: Path, day: date, expected: str) -> None:
    home = tree(files_of(root, day=day), "index.html")
    assert f"Deze agenda {expected} 12 juli 2026." in words(
        home.xpath("//aside[@aria-label='Stand van deze agenda']")[0]
    )


def note(files: dict[str, bytes], path: str) -> str:
    return " ".join(words(found) for found in tree(files, path).xpath("//*[@role='note']"))


def test_an_item_says_its_own_standing_and_an_adopted_one_none(files: dict[str, bytes]) -> None:
    assert note(files, "doelen/samen/index.html") == (
        "Ter inzage. Dit onderwerp lag ter inzage en is nog niet vastgesteld. "
        "Reageren kon van 1 juni 2026 tot en met 5 juni 2026."
    )
    assert note(files, "effecten/inwoners-doen-mee/index.html") == ""
    assert note(files, "opgaven/meedoen/index.html") == ""


def test_what_is_open_just_like_the_agenda_says_so_in_one_note(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopie"
    git(tmp_path, "clone", "-q", str(root), str(copy))
    change(
        copy,
        "agenda/effecten/inwoners-doen-mee.yaml",
        "status: vastgesteld\nbesluitvorming: [{status: vastgesteld, datum: 1 mei 2025, orgaan: gemeenteraad}]",
        "status: ter-inzage",
    )
    files = files_of(copy, day=date(2026, 7, 1))
    page = tree(files, "effecten/inwoners-doen-mee/index.html")
    [bar] = page.xpath("//aside[@aria-label='Stand van deze agenda']")
    assert "is nog niet vastgesteld. Dat geldt ook voor dit onderwerp. U kunt nu reageren" in words(bar)
    assert note(files, "effecten/inwoners-doen-mee/index.html") == ""
    assert [words(sign) for sign in page.xpath("//p[@class='soort']/span")] == ["Maatschappelijk effect", "Ter inzage"]
    other = tree(files, "doelen/samen/index.html")  # open in days of its own
    assert "onderwerp" not in words(other.xpath("//aside[@aria-label='Stand van deze agenda']")[0])
    assert [words(sign) for sign in other.xpath("//p[@class='soort']/span")] == ["Doel"]


def test_what_was_withdrawn_stays_and_says_since_when_and_what_holds_now(files: dict[str, bytes]) -> None:
    path = "doelen/werk-naar-vermogen/index.html"
    assert note(files, path) == (
        "Ingetrokken. Dit onderwerp geldt niet meer sinds 5 mei 2026. Nu geldt: Niemand staat er alleen voor. "
        "De tekst hieronder blijft staan om na te lezen."
    )
    assert tree(files, path).xpath("//*[contains(@class, 'stand--geldt-niet')]//a/@href") == ["../samen/"]
    overview = tree(files, "doelen/index.html")
    [after] = overview.xpath("//h2[.='Geldt niet meer']/following-sibling::ul")
    assert words(after) == "Inwoners werken naar vermogen ingetrokken"
    assert len(overview.xpath("//article//a[contains(@href, 'werk-naar-vermogen')]")) == 1
    marked = tree(files, "opgaven/meedoen/index.html").xpath("//a[contains(@href, 'werk-naar-vermogen')]")
    assert any(words(a.getparent()).find("ingetrokken") > 0 for a in marked)


# --- where moved pages went ---


@pytest.mark.parametrize("old", ["niemand-alleen", "eenzaam"])
def test_an_old_address_leads_on_under_any_base(files: dict[str, bytes], old: str) -> None:
    page = tree(files, f"doelen/{old}/index.html")
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../samen/"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{HOST}{BASE}doelen/samen/"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//main//a/@href") == ["../samen/"]
    assert "verhuisd" in words(page)
    assert page.xpath("//script/@src") == ["../../assets/stijl/verhuisd.js"]
    assert not page.xpath("//script[not(@src)] | //@*[starts-with(name(), 'on')]")
    listed = [content for path, content in files.items() if path.startswith("zoeken/") and path.endswith(".json")]
    assert f"doelen/{old}".encode() not in b"".join([files["sitemap.xml"], *listed])
    assert len(listed) > 1


def test_an_old_anchor_stays_where_the_thing_is_now(files: dict[str, bytes]) -> None:
    assert tree(files, "begrippen/index.html").xpath("//*[@id='wederkerigheid']//*[@id='tegenprestatie']")
    assert tree(files, "kaderlijsten/kader-inkoop/index.html").xpath(
        "//*[@id='kader-kiezen']//*[@id='kader-keuzevrijheid']"
    )


def test_a_written_page_may_link_to_an_old_address(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopie"
    git(tmp_path, "clone", "-q", str(root), str(copy))
    text = "---\ntitel: Eigen\n---\n# Eigen\n\nZie [dit](../doelen/eenzaam/) en [dat](../begrippen/#tegenprestatie).\n"
    write(copy, {"docs/site/eigen.md": text})
    assert "eigen/index.html" in files_of(copy)


def visit(page: Page, files: dict[str, bytes]) -> None:
    """Serve the files below the base, as a host does."""
    types = {"html": "text/html", "js": "text/javascript", "css": "text/css", "json": "application/json"}

    def answer(route: Route) -> None:
        path = route.request.url.partition(HOST + BASE)[2].partition("?")[0].partition("#")[0]
        found = path if path in files else path + "index.html"
        status = 200 if found in files else 404
        name = found if status == 200 else "404.html"
        kind = types.get(name.rpartition(".")[2], "application/octet-stream")
        route.fulfill(
            status=status,
            body=files[name],
            headers={"Content-Type": f"{kind}; charset=utf-8"},
        )

    page.route("**/*", answer)


def test_a_browser_ends_up_at_the_new_page_and_at_the_same_place_on_it(page: Page, files: dict[str, bytes]) -> None:
    visit(page, files)
    page.goto(f"{HOST}{BASE}doelen/eenzaam/#in-het-kort")
    page.wait_for_url(f"{HOST}{BASE}doelen/samen/#in-het-kort")
    assert page.locator("h1").inner_text().endswith("Niemand staat er alleen voor")


def test_without_scripts_a_browser_gets_there_too(page: Page, files: dict[str, bytes]) -> None:
    visit(page, files | {"assets/stijl/verhuisd.js": b""})
    page.goto(f"{HOST}{BASE}doelen/eenzaam/")
    page.wait_for_url(f"{HOST}{BASE}doelen/samen/")


# --- help for who got lost ---


def test_who_got_lost_can_search_and_start_again(page: Page, files: dict[str, bytes]) -> None:
    visit(page, files)
    page.goto(f"{HOST}{BASE}doelen/bestaat/niet/")
    assert page.locator("main h1, article h1").first.inner_text() == "Deze pagina is er niet"
    page.get_by_label("Wat zoekt u?").fill("werk & inkomen")
    with page.expect_navigation():
        page.get_by_role("button", name="Zoek", exact=True).click()
    assert page.url == f"{HOST}{BASE}zoeken/?q=werk+%26+inkomen"
    page.go_back()
    page.locator("article").get_by_role("link", name="Doelen", exact=True).click()
    assert page.url == f"{HOST}{BASE}doelen/"
