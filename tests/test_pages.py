"""What a reader meets on the pages: the home page answers, pages begin with their facts, lists can be chosen from,
drawings say what their table says, and nothing is cut off.
"""

from __future__ import annotations

import functools
import http.server
import json
import posixpath
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser
from workbench import build_of

from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load
from kapstok.render.build import Build
from kapstok.render.site.builder import plan_menu
from kapstok.render.templates.library import Sheet

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 1)
EXAMPLES = ("leusden", "landerd", "gooi-en-vechtstreek")
SVG = "{http://www.w3.org/2000/svg}"


def opened(root: Path, executor: ThreadPoolExecutor, audience: str = "inwoners") -> Build:
    return build_of(load(open_workspace(root), day=DAY), executor, audience)


@pytest.fixture(scope="module")
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as one:
        yield one


@pytest.fixture(scope="module")
def files(executor: ThreadPoolExecutor) -> dict[str, bytes]:
    outputs, findings = opened(ROOT, executor).run(["site", "data"])
    assert not [f for f in findings if f.code != "onderdelen-ontbreken"]
    return {output.path: bytes(output.content) for output in outputs if isinstance(output.content, bytes)}


@pytest.fixture(scope="module")
def address(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site on a port of this computer."""
    folder = tmp_path_factory.mktemp("site")
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the name is the library's
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def overview(build: Build, name: str) -> str:
    """The Markdown of one overview."""
    address = "" if name == "index" else f"{name}/"
    return build.library.render(build.library.template(f"overzicht/{name}"), Sheet(address=address), soort=None)


def article(files: dict[str, bytes], path: str) -> html.HtmlElement:
    return html.document_fromstring(files[f"{path}index.html"]).xpath("//article")[0]


def rows(files: dict[str, bytes], folder: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(files[f"data/{folder}.json"])
    return found


def facts(page: html.HtmlElement) -> dict[str, str]:
    """What stands at the top of a page, by name."""
    found = page.xpath(".//dl[@class='oogopslag']/div")
    return {one.xpath("dt")[0].text_content(): one.xpath("dd")[0].text_content().strip() for one in found}


# --- home ---


def test_home_answers_five_questions_before_anything_else(files: dict[str, bytes]) -> None:
    home = article(files, "")
    heads = [h.text_content() for h in home.xpath(".//h2")]
    assert heads[:4] == [
        "Wat we willen, en hoe het gaat",
        "Laatst besproken en besloten",
        "Wat eraan komt",
        "Praat mee",
    ]
    cards = home.xpath("(.//div[contains(@class, 'band--kern')])[1]//div[@class='kaartje']")
    assert len(cards) == len(rows(files, "opgaven"))
    for card in cards:
        assert "Cijfers:" in card.text_content()
    assert len(home.xpath(".//div[contains(@class, 'band--kort')]//a[@href='meedoen/']")) == 1


def test_home_answers_in_one_screen(address: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    for link in ("Bekijk de doelen", "Leven lang ontwikkelen", "Alle stukken", "Naar de planning en de kalender"):
        place = page.get_by_role("article").get_by_role("link", name=link).first.bounding_box()
        assert place is not None
        assert place["y"] + place["height"] <= 900, link
    page.close()


@pytest.mark.parametrize("name", EXAMPLES)
def test_home_of_a_small_agenda_promises_nothing_that_is_not_there(name: str, executor: ThreadPoolExecutor) -> None:
    build = opened(ROOT / "examples" / name, executor)
    home = overview(build, "index")
    assert home.count('class="kaartje"') >= 4
    assert "0 doel" not in home
    if name != "leusden":
        assert "opgave" not in home.casefold()
        assert "Bekijk de doelen" not in home
    assert not any(line.endswith(":") for line in home.partition('class="band band--kern')[0].splitlines()[3:])


# --- pages ---


def test_an_opgave_begins_with_counts_that_are_those_of_the_data(files: dict[str, bytes]) -> None:
    goals, acts = rows(files, "doelen"), rows(files, "activiteiten")
    for opgave in rows(files, "opgaven"):
        told = facts(article(files, f"opgaven/{opgave['id']}/"))
        mine = {goal["id"] for goal in goals if goal["opgave"] == opgave["id"]}
        assert told["Doelen"] == str(len(mine))
        assert told["Activiteiten"] == str(sum(bool(mine & set(act["doelen"])) for act in acts))  # type: ignore[call-overload]
        assert told["Geld in 2026"].startswith("€")


def test_the_words_under_a_count_add_up_to_it(files: dict[str, bytes]) -> None:
    counted = 0
    for opgave in rows(files, "opgaven"):
        page = article(files, f"opgaven/{opgave['id']}/")
        for one in page.xpath(".//dl[@class='oogopslag']/div[dd/span[@class='telling']]"):
            total = int(one.xpath("dd")[0].text_content())
            words = [span.text_content().split()[0] for span in one.xpath(".//span[@class='telling']")]
            assert sum(map(int, words)) == total == len(one.xpath(".//span[contains(@class, 'stip ')]"))
            counted += 1
    assert counted == 8


def test_breadcrumbs_follow_the_tree(files: dict[str, bytes]) -> None:
    page = html.document_fromstring(files["activiteiten/taalhuis/index.html"])
    trail = [a.get("href") for a in page.xpath("//nav[@class='kruimels']//a")]
    assert trail == [
        "../../",
        "../../opgaven/",
        "../../opgaven/leven-lang-ontwikkelen/",
        "../../doelen/doorgaande-leerlijn/",
    ]
    here = page.xpath("//nav[@class='zijmenu']//a[@class='is-hier']")
    assert [a.text_content() for a in here] == ["Activiteiten"]


def test_the_first_breadcrumb_is_called_what_its_overview_is_called(files: dict[str, bytes]) -> None:
    pages = {path: html.document_fromstring(data) for path, data in files.items() if path.endswith("/index.html")}
    titles = {path: page.xpath("string(//h1)").strip() for path, page in pages.items()}
    called = {}
    for path, page in pages.items():
        for link in page.xpath("//nav[@class='kruimels']//li[2]/a"):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link.get("href"), "index.html"))
            called[link.text_content().strip()] = titles.get(target)
    assert {"Kaders", "Sociale kaart", "Opgaven"} <= called.keys()
    assert [(crumb, title) for crumb, title in called.items() if crumb != title] == []


def test_the_only_item_of_a_kind_stands_in_the_menu_itself(executor: ThreadPoolExecutor) -> None:
    build = opened(ROOT, executor)
    pages = build._pages()
    menu = {entry.address: entry.title for entry in plan_menu(pages)}
    assert menu["raadsvoorstellen/vaststellen-agenda/"] == "Raadsvoorstel"
    assert menu["programmas/transformatieprogramma/"] == "Transformatieprogramma sociaal domein"
    assert not {"raadsvoorstellen/", "programmas/", "moties/"} & set(menu)
    assert {"begroting/", "doelen/"} <= set(menu)
    assert {"raadsvoorstellen/", "programmas/"} <= {page.address for page in pages}


@pytest.mark.parametrize("audience", ["bestuur", "management", "werkvloer", "partners", "inwoners"])
def test_a_monitor_holds_the_figures_of_its_readers_each_once(audience: str, executor: ThreadPoolExecutor) -> None:
    build = opened(ROOT, executor, audience)
    monitor = overview(build, "monitor")
    items = build.model.of_kind("indicator")
    mine = {i.title for i in items if not i.fields.get("publiek") or audience in i.fields["publiek"]}
    assert 0 < len(mine) < len(items)
    named = [line.split("[")[1].split("]")[0] for line in monitor.splitlines() if line.startswith("#### ")]
    assert sorted(named) == sorted(mine)


# --- lists to choose from ---


def test_the_whole_social_map_is_there_without_a_script(files: dict[str, bytes]) -> None:
    page = article(files, "voorzieningen/")
    cards = page.xpath(".//div[@data-filterregel]")
    assert len(cards) == len(rows(files, "voorzieningen"))
    for row, card in zip(rows(files, "voorzieningen"), cards, strict=True):
        values = {value.text_content() for value in card.xpath(".//span[@data-waarde]")}
        assert {row["kern"], f"{row['lijn']} lijn", *row["doelgroep"]} <= values  # type: ignore[misc]
    assert page.xpath(".//select") == page.xpath(".//form[@hidden]//select")  # what only a script can use


def test_a_reader_chooses_from_the_social_map_and_hears_how_many_are_left(
    files: dict[str, bytes], address: str, chromium: Browser
) -> None:
    places = rows(files, "voorzieningen")
    page = chromium.new_page()
    page.goto(f"{address}voorzieningen/")
    shown, said = page.locator("[data-filterregel]:visible"), page.locator(".filterlijst [role=status]")
    assert said.inner_text() == f"{len(places)} van {len(places)} voorzieningen"
    page.get_by_label("Voor wie").select_option("volwassenen")
    adults = [place for place in places if "volwassenen" in place["doelgroep"]]  # type: ignore[operator]
    assert 1 < shown.count() == len(adults) < len(places)
    page.get_by_label("Waar").select_option("Leerdam")
    both = [place for place in adults if place["kern"] == "Leerdam"]
    assert shown.count() == len(both)
    assert said.inner_text() == f"{len(both)} van {len(places)} voorzieningen"
    page.close()


# --- drawings ---


def test_every_drawing_has_a_name_and_words_and_its_ids_are_its_own(files: dict[str, bytes]) -> None:
    kinds = set()
    for path, content in files.items():
        if not path.endswith(".html") or b"figuur" not in content:
            continue
        page = html.document_fromstring(content)
        ids = [e.get("id") for e in page.iter() if e.get("id")]
        assert len(ids) == len(set(ids)), path
        for svg in page.xpath("//div[@class='figuur']/*[local-name()='svg']"):
            kinds.add(svg.get("class"))
            assert svg.get("role") == ("group" if svg.xpath(".//*[local-name()='a']") else "img")
            for name in ("aria-labelledby", "aria-describedby"):
                assert page.get_element_by_id(svg.get(name)).text_content().strip(), path
            assert not svg.xpath(".//@style")
    assert kinds == {"boom", "lijn", "balken", "stembalken", "tijdbalken"}


def test_the_bars_of_the_budget_are_the_amounts_of_its_table(files: dict[str, bytes]) -> None:
    page = article(files, "begroting/")
    (svg,) = page.xpath(".//*[local-name()='svg'][@class='balken']")
    drawn = [t.text_content() for t in svg.xpath(".//*[local-name()='text']") if "€" in t.text_content()]
    table = page.xpath(".//table")[0]
    cells = [[cell.text_content().strip() for cell in row.xpath("td")] for row in table.xpath(".//tbody/tr")]
    *parts, total = cells
    assert drawn == [amount for row in parts for amount in row[1:] if amount]
    for column in range(1, len(total)):
        amounts = [row[column] for row in cells]
        values = [int(a.replace("€", "").replace(".", "").strip() or 0) for a in amounts]
        assert sum(values[:-1]) == values[-1] > 0


def test_a_line_names_the_numbers_of_the_table_beside_it(files: dict[str, bytes]) -> None:
    page = article(files, "indicatoren/voldoende-bewegen/")
    (svg,) = page.xpath(".//*[local-name()='svg'][@class='lijn']")
    drawn = {t.text_content() for t in svg.xpath(".//*[@font-weight='bold']")}
    cells = " ".join(td.text_content() for td in page.xpath(".//table//td"))
    assert drawn == {"58,4%", "60,1%", "61,2%"}
    assert all(number in cells for number in drawn)
    assert "nulmeting" in svg.text_content()
    opgave = article(files, "opgaven/vitaliteit/")
    reading = opgave.xpath(".//p[@class='meetstand']")
    assert any("Loopt achter: 61,2% in 2025" in p.text_content() for p in reading)
    assert "64%" in " ".join(td.text_content() for td in opgave.xpath(".//details//td"))


def test_the_timeline_says_what_its_list_says(files: dict[str, bytes]) -> None:
    page = article(files, "programmas/transformatieprogramma/")
    (svg,) = page.xpath(".//*[local-name()='svg'][@class='tijdbalken']")
    drawn = " ".join(" ".join(t.itertext()) for t in svg.xpath(".//*[local-name()='text']"))
    listed = page.text_content().casefold()
    for words in ("zeker de komende 3 tot 5 jaar", "harmonisatiejaar", "evaluatie van de agenda"):
        assert words in " ".join(drawn.casefold().split())
        assert words in listed
    for assignment in rows(files, "ontwikkelopdrachten"):
        assert f"{assignment['nummer']} " in drawn
    assert len(svg.xpath(".//*[local-name()='rect']")) == 16


@pytest.mark.parametrize("font", ["DejaVu Sans", "sans-serif", "Liberation Sans, Arial"])
def test_the_words_of_the_tree_stay_in_their_boxes(font: str, address: str, chromium: Browser) -> None:
    page = chromium.new_page(bypass_csp=True)  # the style put in here is the one thing its policy forbids
    page.goto(f"{address}doelenboom/")
    page.add_style_tag(content=f".figuur svg, .figuur svg g {{ font-family: {font} !important }}")
    out = page.evaluate(
        """() => [...document.querySelectorAll('.boom a')].filter((box) => {
             const rect = box.querySelector('rect').getBBox(), text = box.querySelector('text').getBBox();
             return text.x < rect.x || text.y < rect.y || text.x + text.width > rect.x + rect.width
               || text.y + text.height > rect.y + rect.height;
           }).map((box) => box.textContent)"""
    )
    assert page.locator(".boom a").count() > 20
    assert out == []
    page.close()


@pytest.mark.langzaam
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_at_1280_and_no_page_is_wider_than_a_phone(
    scheme: str, files: dict[str, bytes], address: str, chromium: Browser
) -> None:
    """Every overview, and one page of each kind."""
    folders: dict[str, str] = {}
    for path in sorted(files):
        if path.endswith("/index.html") and path.count("/") == 2:
            folders.setdefault(path.partition("/")[0], path.removesuffix("index.html"))
    paths = [p.removesuffix("index.html") for p in files if p.endswith("index.html") and p.count("/") < 2]
    wrong = []
    for width in (1280, 390):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        for path in [*paths, *folders.values()]:
            page.goto(address + path)
            wrong += page.evaluate(
                """([where, all]) => [
                     ...(document.documentElement.scrollWidth > innerWidth ? [where] : []),
                     ...(all ? [...document.querySelectorAll('.tabelvak, .figuur, .lopend dd')] : [])
                       .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => where + box.className),
                   ]""",
                [f"{width} {path} ", width == 1280],
            )
        context.close()
    assert wrong == []


def test_no_markup_is_left_in_the_words_of_a_page(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith("index.html"):
            text = html.document_fromstring(content).xpath("string(//article)")
            assert not [mark for mark in ("{:", "{%", "{{", "**", "<span", "<dd", "](") if mark in text], path
