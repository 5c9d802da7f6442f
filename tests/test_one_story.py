"""What two outputs used to tell differently, in one small agenda: pages, papers and lists beside each other."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from workbench import building, loose_days, write

DAY = date(2026, 6, 1)
OPEN = "publicatie: openbaar\n"
FILES = {
    "agenda.yaml": "titel: Agenda\ngemeente: Voorbeeldstad\nstatus: vastgesteld\n"
    "besluitvorming: [{status: vastgesteld, datum: 1 maart 2021, orgaan: de gemeenteraad}]\n",
    "opgaven/een.yaml": "nummer: '1'\ntitel: Opgave een\n",
    "opgaven/twee.yaml": "nummer: '2'\ntitel: Opgave twee\n",
    "doelen/a.yaml": "nummer: '1'\ntitel: Doel A\nopgave: een\n",
    "doelen/b.yaml": "nummer: '1'\ntitel: Doel B\nopgave: twee\n",
    "activiteiten/samen.yaml": "titel: Samen optrekken\nvoortgang: voorgesteld\ndoelen: [a, b]\n"
    "wanneer: '2026'\nwat: Elke week een dag.\n",
    "activiteiten/alleen.yaml": "titel: Alleen voor een\nvoortgang: loopt\ndoelen: [a]\nwanneer: vanaf maart 2025\n"
    "einde: juni 2027\nwat: Elke maand een dag.\nwie_anders: [buren]\nkernen: [Lexmond]\nbereiken: Rust.\n"
    "kosten: {bedrag: 0}\n",
    "begroting/b26.yaml": "titel: Begroting 2026\njaar: 2026\nsoort: begroting\nregels:\n"
    "  - {id: s, titel: Samen, hangt_aan: 'activiteit:samen', bedrag: 20000, soort: lasten, stand: begroot}\n"
    "  - {id: pm, titel: Losse post, hangt_aan: 'doel:a', bedrag: PM, soort: lasten, stand: begroot}\n"
    "  - {id: pm2, titel: Losse post, hangt_aan: 'doel:a', bedrag: 100000, soort: lasten, stand: begroot}\n"
    "  - {id: dom, titel: Domein, hangt_aan: 'beleidsagenda:agenda', bedrag: 7000, soort: lasten, stand: begroot}\n",
    "jaarplannen/j.yaml": "titel: Jaarplan 2026\njaar: 2026\n",
    "overleggen/raad.yaml": "naam: Gemeenteraad\nniveau: raad en college\n",
    "vergaderingen/raad.yaml": """titel: Raad
overleg: raad
datum: 10 januari 2026
vertrouwelijk: false
agendapunten:
  - id: p
    titel: Punt
    acties:
      - {id: a1, soort: actiepunt, tekst: Eerste actie., wanneer: februari 2026}
      - {id: a2, soort: actiepunt, tekst: Tweede actie., wanneer: december 2026}
      - {id: a3, soort: actiepunt, tekst: Derde actie., afgedaan_op: 1 februari 2026}
      - {id: a5, soort: besluit, tekst: Vijfde besluit.}
""",
    "indicatoren/i.yaml": """titel: Deelname
soort: outcome
eenheid: '%'
richting: hoger-beter
doelen: [a]
metingen:
  - {id: m1, waarde: 50, peil: '2020', nulmeting: true, noot: Andere vraag dan later.}
  - {id: m2, waarde: 55, peil: '2024', bron: br}
streefwaarden:
  - {id: s, soort: absoluut, waarde: 60, termijn: '2027'}
""",
    "bronnen/br.yaml": "titel: Peiling 2024\nstand: vastgesteld\n",
}


class Told:
    """The pages by address and the papers by name, as Markdown."""

    def __init__(self, root: Path) -> None:
        write(root, {f"agenda/{path}": text + OPEN for path, text in FILES.items()})
        with building(root, day=DAY) as build:
            self.papers = {d.planned.stem: loose_days(d.paper.markdown) for d in build.drafts()}
            self.pages = {page.address: page.markdown for page in build._pages()}
            assert build.findings == []
            assert not build.library.troubles


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(tmp_path_factory.mktemp("verhaal"))


def part(text: str, heading: str) -> str:
    """What stands under a heading, down to the next one of its level or above."""
    found = re.search(rf"(?m)^(#+) {re.escape(heading)}.*$", text)
    assert found, heading
    rest = text[found.end() :]
    end = re.search(rf"(?m)^#{{1,{len(found[1])}}} ", rest)
    return rest[: end.start()] if end else rest


def rows(text: str) -> dict[str, str]:
    """The last cell of each row of tables by the words of its first."""
    cells = (
        line.replace("\u00a0", " ").strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")
    )
    return {re.sub(r"\[([^\]]*)\]\([^)]*\)|\*", r"\1", row[0]): row[-1].strip("* ") for row in cells}


def test_what_hangs_under_two_tasks_has_the_same_row_on_page_and_paper(told: Told) -> None:
    page = rows(part(told.pages["begroting/"], "Uitgaven per opgave en jaar"))
    book = rows(part(told.papers["begrotingsboek-agenda"], "Alle opgaven bij elkaar"))
    assert page["Bij meer opgaven tegelijk"] == "€ 20.000"
    assert book["Bij meer opgaven tegelijk"] == "€ -20.000"
    assert page["Bij de agenda als geheel: Agenda"] == "€ 7.000"
    assert book["Bij de agenda als geheel: Agenda"] == "€ -7.000"
    assert page["Opgave een"] == "€ 100.000 + PM"
    assert book["Opgave een"] == "€ -100.000 + PM"
    assert page["Totaal"] == "€ 127.000 + PM"


@pytest.mark.parametrize("paper", ["jaarplan-j", "voortgangsrapportage-b26"])
def test_a_plan_tells_of_each_task_what_its_page_tells(told: Told, paper: str) -> None:
    assert "Samen optrekken" in told.pages["opgaven/twee/"]
    text = told.papers[paper]
    assert "geen activiteiten gepland" not in text
    assert "| Alleen voor een |" in part(text, "Opgave een")
    for task in ("Opgave een", "Opgave twee"):
        assert "‘Bij meer opgaven tegelijk’: Samen optrekken." in part(text, task)
    assert "| Samen optrekken |" in part(text, "Bij meer opgaven tegelijk")
    whole = part(text, "Agenda")
    assert "Domein" in whole
    assert "opgave" not in whole


def test_the_agenda_tells_what_an_activity_is_also_without_a_summary(told: Told) -> None:
    assert "| Samen optrekken | Elke week een dag. |" in told.papers["beleidsagenda-agenda"]


def test_an_action_stands_under_the_same_heading_on_page_and_paper(told: Told) -> None:
    page, paper = told.pages["acties/"], told.papers["actielijst-agenda"]
    for state, action in (("Verlopen", "Eerste"), ("Openstaand", "Tweede"), ("Afgehandeld", "Derde")):
        assert re.findall(r"\w+ actie\.", part(paper, state)) == [f"{action} actie."]
        assert set(re.findall(r"\w+ actie\.", part(page, state))) == {f"{action} actie."}
    assert "Vijfde besluit." in part(page, "Besluiten")
    assert "Vijfde besluit." not in paper


def test_notes_and_sources_of_a_figure_stand_in_papers_as_on_the_page(told: Told) -> None:
    for text in (
        told.pages["indicatoren/i/"],
        told.papers["voortgangsrapportage-b26"],
        told.papers["beleidsagenda-agenda"],
    ):
        assert "Andere vraag dan later." in text
        assert "Peiling 2024" in text
    assert "- 2024: bron Peiling 2024." in told.papers["voortgangsrapportage-b26"]
    assert "- Deelname, 2020: Andere vraag dan later." in told.papers["beleidsagenda-agenda"]


def test_the_adoption_stands_on_a_page_and_in_the_paper(told: Told) -> None:
    step = "de gemeenteraad"
    assert step in part(told.papers["beleidsagenda-agenda"], "Besluitvorming")
    telling = [address for address, text in told.pages.items() if step in text and "1 maart 2021" in text]
    assert telling


def test_who_owns_a_line_is_not_known_and_not_nobody(told: Told) -> None:
    assert "geen eigenaar" not in told.pages["begroting/b26/"]
    assert "eigenaar nog niet bekend" in told.pages["begroting/b26/"]
