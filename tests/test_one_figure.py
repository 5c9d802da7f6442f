"""One indicator says one thing everywhere: home page, monitor, its own page, the tree, papers and data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest
from workbench import building, copy_base, write

from kapstok.render.build import Build
from kapstok.render.data.opendata import render_data
from kapstok.render.site.pages import render_pages

DAY = date(2026, 1, 15)
NEWEST_FIRST = """titel: Bewegers
publicatie: openbaar
soort: outcome
eenheid: '%'
richting: hoger-beter
doelen: [niemand-alleen]
metingen:
  - {id: m2025, waarde: 85, peil: '2025'}
  - {id: m2020, waarde: 50, peil: '2020', nulmeting: true}
  - {id: m2026, waarde: 99, peil: 1 juni 2026}
streefwaarden:
  - {id: doel, soort: absoluut, waarde: 80, termijn: '2025'}
"""
ONLY_GROUPS = """titel: Lezers
publicatie: openbaar
soort: outcome
eenheid: '%'
richting: hoger-beter
doelen: [werk-naar-vermogen]
metingen:
  - {id: a, waarde: 82, peil: '2025', uitsplitsing: senioren}
streefwaarden:
  - {id: doel, soort: aandeel, vergelijking: '>=', waarde: 80, termijn: '2025', uitsplitsing: senioren}
"""
BUDGET = "titel: Begroting 2025\npublicatie: openbaar\njaar: 2025\nsoort: jaarrekening\n"
SAID = "Gehaald: 85% in 2025, gevraagd was ten minste 80%."
UNSAID = "Niet te bepalen voor het geheel: er is alleen gemeten per groep (senioren)."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    root = copy_base(tmp_path_factory.mktemp("eens"))
    (root / "agenda/indicatoren/mensen-aan-het-werk.yaml").unlink()
    goal = root / "agenda/doelen/werk-naar-vermogen.yaml"
    goal.write_text(goal.read_text().replace("indicatoren:\n  - mensen-aan-het-werk\n", ""))
    files = {
        "agenda/indicatoren/bewegers.yaml": NEWEST_FIRST,
        "agenda/indicatoren/lezers.yaml": ONLY_GROUPS,
        "agenda/begroting/begroting-2025.yaml": BUDGET,
    }
    write(root, files)
    with building(root, day=DAY) as build:
        yield build


@pytest.fixture(scope="module")
def pages(built: Build) -> dict[str, str]:
    found = {page.address: page.markdown for page in render_pages(built.library, built.model, built.kinds)}
    assert not built.library.troubles.findings()
    return found


@pytest.fixture(scope="module")
def papers(built: Build) -> dict[str, str]:
    return {draft.planned.stem: draft.paper.markdown for draft in built.drafts()}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", SAID),
        ("monitor/", SAID),
        ("monitor/", UNSAID),
        ("indicatoren/bewegers/", SAID),
        ("indicatoren/lezers/", UNSAID),
        ("doelen/niemand-alleen/", SAID),
        ("doelen/werk-naar-vermogen/", UNSAID),
        ("opgaven/meedoen/", SAID),
    ],
)
def test_every_page_says_the_same_sentence(pages: dict[str, str], address: str, said: str) -> None:
    assert said in pages[address]


def test_home_shows_the_newest_figure_big_and_the_counts_agree_with_the_monitor(pages: dict[str, str]) -> None:
    assert re.search(r"85%\n\{: \.kaartje__getal \}", pages[""])
    assert "1 gehaald" in pages[""]
    assert "1 niet te bepalen" in pages[""]
    assert re.search(r"Gehaald</dt>\n<dd markdown=\"span\">1</dd>", pages["monitor/"])
    assert "– gehaald" in pages["doelenboom/"]
    assert "– niet te bepalen" in pages["doelenboom/"]


@pytest.mark.parametrize("address", ["", "monitor/", "indicatoren/", "indicatoren/bewegers/", "doelen/niemand-alleen/"])
def test_what_was_not_measured_yet_is_on_no_page(pages: dict[str, str], address: str) -> None:
    assert "99" not in re.sub(r"<svg.*?</svg>", "", pages[address], flags=re.S)


def test_the_papers_say_it_too(papers: dict[str, str]) -> None:
    report = papers["voortgangsrapportage-begroting-2025"]
    assert SAID in report
    assert UNSAID in report
    assert "Gehaald voor senioren: 82% in 2025, gevraagd was ten minste 80%." in report
    whole = next(text for stem, text in papers.items() if stem.startswith("beleidsagenda"))
    assert "| Bewegers | 2020: 50% | 2025: 85% | 2025: 80% | gehaald |" in re.sub(r" +", " ", whole)
    assert "alleen per groep: senioren 2025: 82%" in whole
    for text in (report, whole):
        assert "99" not in re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)


def test_the_data_say_it_too(built: Build) -> None:
    files = dict(render_data(built.model, built.kinds, DAY))
    rows = {row["id"]: row for row in json.loads(files["data/indicatoren.json"])}
    assert (rows["bewegers"]["stand"]["woorden"], rows["bewegers"]["stand"]["staat"]) == (SAID, "gehaald")
    assert rows["lezers"]["stand"]["woorden"] == UNSAID
    assert [a["woorden"] for a in rows["lezers"]["afgeleid"]][:1] == [UNSAID]


def test_a_reader_can_unfold_why(pages: dict[str, str]) -> None:
    text = pages["indicatoren/bewegers/"]
    folded = text[text.index(">Waarom?") :]
    assert (
        "- Na de termijn beslist de meting over het jaar van de termijn, of anders de eerste daarna: gehaald" in folded
    )
    assert "- Meting: 2025: 85%" in folded
    assert "- Peildatum: 15 januari 2026" in folded
