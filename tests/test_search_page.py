"""The search in a real browser: the sixty questions, typing errors, groups, announcements, and life without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from searching import Question, made_site, questions, served
from workbench import REPOSITORY

from kapstok.core import dutch

ENGINE = """async ([root, asked]) => {
  const {zoekmachine} = await import(root + "assets/stijl/zoekmachine.js");
  const engine = zoekmachine(await (await fetch(root + "zoeken/index.json")).json());
  return asked.map((question) => engine.zoek(question).treffers.map((row) => row.adres));
}"""
SITE = "agenda/"  # a path below the host, as on a forge


@pytest.fixture(scope="module")
def sites() -> dict[str, dict[str, bytes]]:
    """The site of every shipped workspace by the path it is served under."""
    names = dict.fromkeys(question.workspace for question in questions())
    return {SITE if name == "." else f"{name.rpartition('/')[2]}/": made_site(REPOSITORY / name) for name in names}


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def host(sites: Mapping[str, Mapping[str, bytes]], asked: list[str]) -> Iterator[str]:
    with served(sites, asked) as address:
        yield address


def prefix(question: Question) -> str:
    return SITE if question.workspace == "." else f"{question.workspace.rpartition('/')[2]}/"


def search(page: Page, host: str, text: str) -> None:
    """Open the page with this question and wait until it is answered."""
    page.goto(f"{host}{SITE}zoeken/")
    page.get_by_role("searchbox").fill(text)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_contain_text(text[:20])


def first_links(page: Page, count: int) -> list[str]:
    links = page.locator("#zoek-treffers h3 a")
    return [str(links.nth(n).get_attribute("href")) for n in range(min(count, links.count()))]


@pytest.mark.langzaam
def test_of_sixty_questions_at_least_fifty_five_have_the_right_page_in_the_first_three(page: Page, host: str) -> None:
    good: dict[bool, int] = {True: 0, False: 0}
    lines = []
    for place in dict.fromkeys(prefix(question) for question in questions()):
        mine = [question for question in questions() if prefix(question) == place]
        page.goto(f"{host}{place}zoeken/")
        found = page.evaluate(ENGINE, [f"{host}{place}", [question.text for question in mine]])
        for question, addresses in zip(mine, found, strict=True):
            rank = next((n for n, address in enumerate(addresses, 1) if address in question.right), 0)
            good[question.kept_apart] += 0 < rank <= 3
            half = "apart" if question.kept_apart else "geschaafd"
            lines.append(f"{question.number:2}  {half:9}  {question.text:36}  plaats {rank or '–'}")
    print("\n".join([*lines, f"geschaafd {good[False]} van 30, apart {good[True]} van 30"]))
    assert len(lines) == 60
    assert sum(good.values()) >= 55


def test_the_page_shows_the_first_three_as_the_engine_ranks_them(page: Page, host: str) -> None:
    page.goto(f"{host}{SITE}zoeken/?q=opgave")
    expect(page.get_by_role("status")).to_contain_text("treffers voor ‘opgave’")
    [ranked] = page.evaluate(ENGINE, [f"{host}{SITE}", ["opgave"]])
    assert first_links(page, 3) == [f"{host}{SITE}{address}" for address in ranked[:3]]


def test_the_first_eight_come_with_what_they_quote(page: Page, host: str, asked: list[str]) -> None:
    """A quote that comes later pushes down what is being read."""
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
          const place = document.querySelector("#zoek-treffers");
          const texts = () => [...place.querySelectorAll(".treffer__tekst")].map((text) => text.textContent);
          new MutationObserver(() => (window.first ??= texts())).observe(place, { childList: true });
        });"""
    )
    before = len(asked)
    page.goto(f"{host}{SITE}zoeken/?q=wonen")
    expect(page.get_by_role("status")).to_contain_text("treffers voor ‘wonen’")
    first = page.evaluate("window.first.slice(0, 8)")
    page.wait_for_load_state("networkidle")
    later = page.locator("#zoek-treffers .treffer__tekst").all_text_contents()[:8]
    assert first == later
    assert all(first)
    assert len(first) == 8
    assert any("zoeken/tekst-" in address for address in asked[before:])


def test_who_comes_with_a_question_sees_the_overviews_only_when_nothing_is_found(page: Page, host: str) -> None:
    for question, found in (("wonen", True), ("xqzxqz", False)):
        page.goto(f"{host}{SITE}zoeken/?q={question}")
        expect(page.get_by_role("status")).to_contain_text(f"‘{question}’")
        assert page.locator("#zoek-overzichten").is_visible() is not found
        assert page.locator(".zoek-bezig").count() == 0


def test_the_browser_reads_dutch_as_the_build_does(page: Page, host: str, sites: Mapping[str, Any]) -> None:
    """One set of rules, run by two programs: over every word of the agenda and some awkward ones."""
    index = json.loads(sites[SITE]["zoeken/index.json"])
    spoken = [w for w in index["woorden"].split(" ") if w != "-"] + index["stammen"].split(" ")
    awkward = ["foto's", "ideeën", "coöperatie", "6.10", "a", "heden", "jes", "zzz", "0de", "co2", "x" * 400]
    tried = [dutch.fold(word) for word in spoken + awkward]
    texts = ["Eén coöperatie’s plan", "0,5 fte", "(wijk)teams – zie §6.10", "A-B", "Straße Ångström İstanbul"]
    texts += ["Łódź Øre đak æ œ", "ΟΔΟΣ οδός", "Жизнь й", "مَدينة العربية", "हिन्दी", "日本語 東京"]
    page.goto(f"{host}{SITE}zoeken/")
    stems, folded, split, compounds = page.evaluate(
        """async ([root, tried, texts, known]) => {
          const {taal} = await import(root + "assets/stijl/zoekmachine.js");
          const language = taal((await (await fetch(root + "zoeken/index.json")).json()).taal);
          const all = new Set(known);
          return [tried.map(language.stam), texts.map(language.vouw), texts.map(language.woorden),
                  tried.map((word) => language.delen(word, (stem) => all.has(stem)).map(language.stam))];
        }""",
        [f"{host}{SITE}", tried, texts, index["stammen"].split(" ")],
    )
    assert stems == [dutch.stem(word) for word in tried]
    assert folded == [dutch.fold(text) for text in texts]
    for text, found in zip(texts, split, strict=True):
        assert set(found) <= set(dutch.words(text))
        assert len(found) >= len(text.split()) - text.count("–")
    known = set(index["stammen"].split(" "))
    assert compounds == [dutch.parts(word, known.__contains__) for word in tried]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("wijk", "wijk", True),
        ("wijk", "wij", True),
        ("wijk", "wijkt", True),
        ("wijk", "wiki", False),
        ("wijk", "wikj", True),
        ("wijk", "wolk", False),
        ("wijk", "wink", True),
        ("", "a", True),
        ("ab", "ba", True),
        ("abc", "cba", False),
    ],
)
def test_one_letter_more_less_other_or_swapped(page: Page, host: str, one: str, other: str, apart: bool) -> None:
    page.goto(f"{host}{SITE}zoeken/")
    for left, right in ((one, other), (other, one)):
        assert (
            page.evaluate(
                "async ([root, a, b]) => (await import(root + 'assets/stijl/zoekmachine.js')).scheeltEen(a, b)",
                [f"{host}{SITE}", left, right],
            )
            is apart
        )


def test_a_typing_error_is_forgiven_and_said(page: Page, host: str) -> None:
    search(page, host, "eenzaamhied")
    expect(page.get_by_role("status")).to_contain_text("Gezocht op ‘eenzaamheid’")
    better = page.get_by_role("link", name="eenzaamheid", exact=True)
    expect(page.locator(".zoek-bedoelde")).to_have_text("Bedoelde u eenzaamheid? Hieronder staat wat daarbij past.")
    better.click()
    expect(page.get_by_role("searchbox")).to_have_value("eenzaamheid")
    expect(page.get_by_role("status")).to_contain_text("voor ‘eenzaamheid’")
    expect(page.locator(".zoek-bedoelde")).to_have_count(0)


def test_what_is_found_is_grouped_by_kind_with_the_best_on_top(page: Page, host: str) -> None:
    search(page, host, "eenzaamheid")
    heads = page.locator("#zoek-treffers h2").all_inner_texts()
    assert heads[0] == "Beste treffers"
    assert len(heads) > 3
    assert len({re.sub(r" \(\d+\)$", "", head) for head in heads}) == len(heads)
    for section in page.locator("#zoek-treffers section").all()[1:]:
        count = int(str(re.search(r"\((\d+)\)", section.locator("h2").inner_text())[1]))  # type: ignore[index]
        assert section.locator("li").count() == min(5, count)


def test_the_rest_of_a_group_comes_when_asked_and_takes_the_focus(page: Page, host: str) -> None:
    search(page, host, "kader")
    more = page.get_by_role("button", name=re.compile("Toon nog .* bij Kaderlijsten"))
    group = page.locator("section", has=more)
    before = group.locator("li").count()
    more.press("Enter")
    after = page.locator("section", has_text="Kaderlijsten (").locator("li")
    assert after.count() > before
    assert page.evaluate("document.activeElement.href") == after.nth(before).locator("a").first.get_attribute("href")


def test_the_words_are_marked_and_quoted_from_the_text(page: Page, host: str) -> None:
    search(page, host, "ranglijst")
    marked = {text.casefold() for text in page.locator("#zoek-treffers mark").all_inner_texts()}
    assert "ranglijst" in marked
    expect(page.locator("#zoek-treffers .treffer__tekst mark").first).to_be_visible()


def test_another_name_is_shown_when_it_was_found_by_it(page: Page, host: str) -> None:
    search(page, host, "gezond leven")
    best = page.locator("#zoek-treffers li").first
    expect(best.locator("a")).to_have_text("Vitaliteit")
    expect(best).to_contain_text("ook bekend als: Gezond leven")
    expect(best).to_contain_text("Opgave")


def test_results_come_while_typing_and_the_address_follows_without_filling_the_history(page: Page, host: str) -> None:
    page.goto(f"{host}{SITE}zoeken/")
    before = page.evaluate("history.length")
    page.get_by_role("searchbox").press_sequentially("vitalit", delay=20)
    expect(page.get_by_role("status")).to_contain_text("voor ‘vitalit’")
    assert page.url.endswith("?q=vitalit")
    assert page.evaluate("history.length") == before
    expect(page.get_by_role("link", name="Vitaliteit").first).to_be_visible()
    page.get_by_role("searchbox").fill("dorpshuis")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("voor ‘dorpshuis’")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("vitalit")
    expect(page.get_by_role("status")).to_contain_text("voor ‘vitalit’")
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_role("heading", name="Alle overzichten")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("")


def test_nothing_found_gives_advice_and_the_overviews(page: Page, host: str) -> None:
    search(page, host, "qwxyz")
    expect(page.get_by_role("status")).to_have_text("Niets gevonden voor ‘qwxyz’.")
    expect(page.get_by_text("Kijk of er een typefout in staat.")).to_be_visible()
    expect(page.get_by_role("heading", name="Alle overzichten")).to_be_visible()


def test_a_very_long_question_is_cut_and_said(page: Page, host: str) -> None:
    page.goto(f"{host}{SITE}zoeken/?q=" + "+".join(["eenzaamheid", *["dorp"] * 400]))
    expect(page.get_by_role("status")).to_contain_text("eerste tien woorden")
    assert len(page.get_by_role("status").inner_text()) < 200


def test_a_question_is_text_and_never_a_part_of_the_page(page: Page, host: str) -> None:
    page.goto(f"{host}{SITE}zoeken/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20doel")
    expect(page.get_by_role("status")).to_contain_text("‘<img src=x onerror=alert(1)> doel’")
    assert page.locator("main img, #zoek-treffers img").count() == 0


def test_the_form_in_the_head_of_a_page_leads_to_the_answer(page: Page, host: str, asked: list[str]) -> None:
    """With the keyboard alone, and the index is fetched only now."""
    asked.clear()
    page.goto(f"{host}{SITE}doelen/meedoen-naar-vermogen/")
    page.wait_for_load_state("networkidle")
    assert not [path for path in asked if "zoek" in path]
    field = page.get_by_role("search").get_by_role("searchbox")
    field.focus()
    field.press_sequentially("moties")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{host}{SITE}zoeken/?q=moties")
    expect(page.get_by_role("status")).to_contain_text("voor ‘moties’")
    assert f"{SITE}zoeken/index.json" in asked
    assert page.title().startswith("moties – Zoeken")


@pytest.mark.langzaam
def test_every_result_leads_to_a_place_that_exists(sites: Mapping[str, Mapping[str, bytes]]) -> None:
    for prefix_, files in sites.items():
        for row in json.loads(files["zoeken/index.json"])["rijen"]:
            address, _, anchor = row[0].partition("#")
            page_ = files[f"{address}index.html"].decode()
            assert not anchor or f'id="{anchor}"' in page_, (prefix_, row[0])


def test_the_status_is_a_live_region_and_the_search_a_landmark_with_a_name(page: Page, host: str) -> None:
    page.goto(f"{host}{SITE}zoeken/")
    assert page.get_by_role("status").count() == 1  # there before anything is said, so that it is announced
    expect(page.get_by_role("search", name="Zoeken op deze site")).to_have_count(1)
    expect(page.get_by_role("searchbox", name="Zoek in de agenda")).to_be_visible()
    levels = page.evaluate("[...document.querySelectorAll('main h1, main h2, main h3')].map((h) => +h.tagName[1])")
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_without_javascript_the_page_says_so_and_leads_on(chromium: Browser, host: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    window = context.new_page()
    window.goto(f"{host}{SITE}doelen/")
    window.locator("header input[name=q]").fill("opgaven")
    window.locator("header button[type=submit]").click()
    expect(window).to_have_url(f"{host}{SITE}zoeken/?q=opgaven")
    expect(window.get_by_text("Zoeken werkt alleen met JavaScript")).to_be_visible()
    window.get_by_role("main").get_by_role("link", name="Begrippen", exact=True).click()
    expect(window).to_have_url(f"{host}{SITE}begrippen/")
    context.close()


def test_when_the_index_cannot_be_fetched_the_page_says_so(page: Page, host: str) -> None:
    page.route("**/zoeken/index.json", lambda route: route.abort())
    page.goto(f"{host}{SITE}zoeken/?q=doel")
    expect(page.get_by_role("status")).to_contain_text("Zoeken lukt nu niet")
    expect(page.get_by_role("heading", name="Alle overzichten")).to_be_visible()


def test_it_works_at_the_root_of_a_host_and_for_another_audience(page: Page) -> None:
    files = made_site(REPOSITORY / "examples" / "landerd", "raad")
    with served({"": files}) as address:
        page.goto(f"{address}zoeken/?q=zorgcooperatie")
        expect(page.get_by_role("status")).to_contain_text("treffers")
        assert all(link.startswith(f"{address}organisaties/zorgcooperatie-") for link in first_links(page, 2))
        page.locator("#zoek-treffers h3 a").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Zorgcoöperatie")
