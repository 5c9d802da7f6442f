"""Every output of the council says what the facts say: one awkward workspace, its papers, its pages and its data."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_council_facts import ADDS, ADOPTED, PROPOSAL
from workbench import building, copy_base, loose_days, write

from kapstok.render.data.opendata import render_data

DAY = date(2022, 6, 30)
OPEN = "publicatie: openbaar\n"
VOTES = "stemmen: [{fractie: Fractie A, voor: 14}, {fractie: Fractie B, voor: 14}]\n"
FILES = {
    "overleggen/raad": "naam: Gemeenteraad\nniveau: raad en college\n",
    "raadsvoorstellen/voorstel": PROPOSAL + ADOPTED + VOTES + "status: vastgesteld\n"
    "besluitvorming: [{status: vastgesteld, datum: 3 december 2019, orgaan: de gemeenteraad}]\n",
    "amendementen/ouderen": ADDS,
    "vergaderingen/raad": """titel: Raad van 3 december
overleg: raad
datum: 3 december 2019
vertrouwelijk: false
agendapunten:
  - {id: open, titel: Opening}
  - id: punt
    nummer: '4'
    titel: Het voorstel
    over: ['raadsvoorstel:voorstel']
    acties:
      - {id: gedaan, soort: actiepunt, tekst: Een brief te sturen., afgedaan_op: 1 mei 2022}
      - {id: later, soort: actiepunt, tekst: Een gesprek te voeren., afgedaan_op: 1 december 2022}
      - {id: laat, soort: actiepunt, tekst: Een lijst te maken., wanneer: maart 2022}
      - {id: eigen, soort: 'anders: verzoek', tekst: Iets te vragen., voortgang_actie: 'anders: ligt bij de regio'}
      - {id: besloten, soort: besluit, tekst: De termijn is een jaar.}
      - {id: beloofd, soort: toezegging, tekst: De raad te bellen.}
""",
    "vergaderingen/straks": """titel: Raad van juli
overleg: raad
datum: 5 juli 2022
vertrouwelijk: false
agendapunten: [{id: open, titel: Opening, tekst: Wat er komt.}]
""",
    "moties/eigen": "titel: Eigen woorden\ndatum: 3 december 2019\nverzoek: Doe iets.\n"
    "uitslag: 'anders: overgenomen'\n",
    "moties/later": "titel: Van later\ndatum: 1 december 2022\nverzoek: Doe iets.\nuitslag: aangenomen\n",
}
NESTED = [("1", ""), ("1a", "1"), ("1b", "1"), ("1c", "1"), ("2", "")]


class Printed:
    """The papers and pages of the awkward workspace, and its open data."""

    def __init__(self, root: Path) -> None:
        with building(root, day=DAY) as build:
            self.papers = {d.planned.stem: loose_days(d.paper.markdown) for d in build.drafts()}
            self.days = {d.planned.stem: d.paper.date_text for d in build.drafts()}
            self.pages = {page.address: page.markdown for page in build._pages()}
            self.data = dict(render_data(build.model, build.kinds, build.day))
            assert build.findings == []
            assert not build.library.troubles


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    root = copy_base(tmp_path_factory.mktemp("raad"))
    write(root, {f"agenda/{path}.yaml": text + OPEN for path, text in FILES.items()})
    return Printed(root)


def numbers(markdown: str) -> list[tuple[str, str]]:
    """Numbers of points with the number above each, as the indentation says."""
    found: list[tuple[str, str]] = []
    above = {0: ""}
    for indent, number in re.findall(r"^( *)- (?:<[^>]*></span>)?\*\*(\w+)\*\*", markdown, re.M):
        depth = len(indent) // 4
        found.append((number, above.get(depth, "")))
        above[depth + 1] = number
    return found


def test_the_numbers_of_the_decision_are_those_of_the_proposal(printed: Printed) -> None:
    assert numbers(printed.papers["raadsvoorstel-voorstel"]) == [row for row in NESTED if row[0] != "1c"]
    assert numbers(printed.papers["raadsbesluit-voorstel"]) == NESTED
    assert numbers(printed.papers["besluitenlijst-raad"]) == NESTED
    before, after = printed.pages["raadsvoorstellen/voorstel/"].split("## Wat de raad besloot")
    assert numbers(before) == [row for row in NESTED if row[0] != "1c"]
    assert numbers(after) == NESTED
    for text in (*printed.papers.values(), printed.pages["raadsvoorstellen/voorstel/"]):
        assert "Verslag te doen van 1a." in text or "Verslag te doen" not in text


def test_no_point_of_an_agenda_gets_a_number_that_it_has_not(printed: Printed) -> None:
    for text in (printed.papers["verslag-raad"], printed.papers["besluitenlijst-raad"]):
        assert re.search(r"^# Opening", text, re.M)
        assert re.search(r"^# 4\. Het voorstel", text, re.M)
    page = printed.pages["vergaderingen/raad/"]
    assert re.search(r"^## Opening", page, re.M)
    assert re.search(r"^## 4\. Het voorstel", page, re.M)
    assert "|  | Opening |" in printed.papers["vergaderagenda-raad"]


STATES = {
    "Een brief te sturen.": "afgehandeld op 1 mei 2022",
    "Een gesprek te voeren.": "openstaand",
    "Een lijst te maken.": "verlopen",
    "Iets te vragen.": "openstaand: ligt bij de regio",
}


@pytest.mark.parametrize("text", STATES)
def test_an_action_has_the_same_state_in_paper_page_and_meeting(printed: Printed, text: str) -> None:
    row = next(line for line in printed.papers["actielijst-agenda"].splitlines() if text in line)
    assert row.split(" | ")[3] == STATES[text]
    page = printed.pages["acties/"].partition(text)[2]
    assert re.search(r"Stand</dt>\n<dd[^>]*>([^<]*)<", page)[1] == STATES[text]  # type: ignore[index]
    meeting = printed.pages["vergaderingen/raad/"].partition(text)[2].partition("</dd>")[0]
    assert f"Stand: {STATES[text]}\n" in meeting


def test_a_decision_is_no_action_and_a_promise_stands_in_its_own_list(printed: Printed) -> None:
    assert "De termijn is een jaar." not in printed.papers["actielijst-agenda"]
    assert "De raad te bellen." not in printed.papers["actielijst-agenda"]
    assert "De raad te bellen." in printed.papers["toezeggingenlijst-agenda"]
    assert "De termijn is een jaar." in printed.pages["acties/"].partition("## Besluiten")[2]
    assert "De termijn is een jaar." in printed.papers["besluitenlijst-raad"]


def test_own_words_stand_in_a_list_without_their_marker(printed: Printed) -> None:
    assert "# Andere uitslag" in printed.papers["motielijst-agenda"]
    assert "| Eigen woorden |" in printed.papers["motielijst-agenda"]
    for text in (*printed.papers.values(), *printed.pages.values()):
        assert "anders:" not in text


def test_what_comes_after_the_day_is_not_there(printed: Printed) -> None:
    assert "Van later" not in printed.papers["motielijst-agenda"]
    assert "1 december 2022" not in printed.papers["actielijst-agenda"]
    assert not any(stem.endswith("-straks") and not stem.startswith("vergaderagenda") for stem in printed.papers)


def test_papers_bear_their_own_day(printed: Printed) -> None:
    for stem in ("raadsbesluit-voorstel", "verslag-raad", "besluitenlijst-raad", "vergaderagenda-raad"):
        assert printed.days[stem].startswith("3 december 2019")
    assert printed.days["raadsvoorstel-voorstel"].startswith("5 november 2019")
    assert (
        printed.days["actielijst-agenda"].startswith("30 juni 2022")
        or "30 juni 2022" in printed.days["actielijst-agenda"]
    )


def test_minutes_tell_what_was_decided_where_nobody_wrote_anything_down(printed: Printed) -> None:
    minutes = printed.papers["verslag-raad"]
    assert "- **Raadsvoorstel Voorstel:** aangenomen, met 28 stemmen voor en 0 tegen." in minutes
    assert "| Aanwezig | niet genoteerd |" in minutes
    point = minutes.partition("# 4. Het voorstel")[2]
    assert "niets genoteerd" not in point


def test_the_place_on_the_agenda_is_the_same_on_page_and_paper(printed: Printed) -> None:
    assert "| Agendapunt | 4 |" in printed.papers["raadsvoorstel-voorstel"]
    page = printed.pages["raadsvoorstellen/voorstel/"]
    assert re.search(r"Agendapunt</dt>\n<dd[^>]*>4<", page)


def told(row: dict[str, Any]) -> dict[str, str]:
    return {one["wat"]: one["woorden"] for one in row.get("afgeleid", ())}


def test_the_data_carry_the_facts_beside_the_fields(printed: Printed) -> None:
    rows = {row["id"]: row for row in json.loads(printed.data["data/actiepunten.json"])}
    assert told(rows["raad.punt.gedaan"]) == {"Stand": "afgehandeld op 1 mei 2022"}
    assert told(rows["raad.punt.besloten"]) == {}
    assert rows["raad.punt.eigen"]["voortgang_actie"] == "ligt bij de regio"
    (proposal,) = json.loads(printed.data["data/raadsvoorstellen.json"])
    assert told(proposal)["Uitslag"] == "aangenomen, met 28 stemmen voor en 0 tegen"
    assert re.findall(r"\b(1|1a|1b|1c|2) [A-Z]", told(proposal)["Besluit"]) == ["1", "1a", "1b", "1c", "2"]
