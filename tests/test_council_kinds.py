"""What a griffie keeps beside decisions: questions, letters, opinions, mail, who were there, and what is followed."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from workbench import building, copy_base, good_model, load_from, loose_days, shipped_kinds, the, write

from kapstok.reckon.council import Council
from kapstok.reckon.door import reckon
from kapstok.reckon.terms import LATE, UNDATED
from kapstok.render.data.opendata import render_data

DAY = date(2022, 6, 30)
OPEN = "publicatie: openbaar\n"
QUESTIONS = """titel: Wachttijd voor hulp
datum: 1 februari 2022
vragenstellers: [Fractie A, Fractie B]
portefeuillehouder: wethouder sociaal domein
vragen:
  - {vraag: Hoe lang duurt het?, antwoord: Zes weken.}
  - {nummer: '1a', vraag: En daarna?}
einddatum: 3 maart 2022
"""
ANSWERED = QUESTIONS.replace("En daarna?", "En daarna?, antwoord: Vier weken.") + "beantwoord_op: 10 maart 2022\n"
MEETINGS = ("januari", "februari", "maart", "april")


def meeting(month: str, more: str = "") -> str:
    return f"titel: Overleg van {month}\noverleg: groep\ndatum: 10 {month} 2022\nvertrouwelijk: false\n{more}"


ACTION = """agendapunten:
  - id: punt
    titel: Punt
    acties:
      - id: folder
        soort: actiepunt
        nummer: '2022-3'
        tekst: Een folder te maken.
        wanneer: december 2022
        verloop:
          - {vergadering: april, stand: afgerond}
          - {vergadering: februari, stand: open, noot: er is nog geen tekst}
          - {vergadering: maart, stand: deels gedaan, noot: de tekst is er}
"""
EMPTY = "agendapunten: [{id: open, titel: Opening}]\n"
FOLLOWED = {
    "overleggen/groep.yaml": "naam: Groep\nniveau: gemeente\n",
    "vergaderingen/januari.yaml": meeting("januari", ACTION),
    **{f"vergaderingen/{month}.yaml": meeting(month, EMPTY) for month in MEETINGS[1:]},
}
COUNTED = """aanwezig:
  - {wie: wethouder}
  - {namens: Fractie Zonder Naam}
gasten: [{wie: onderzoeker, namens: Hogeschool}]
opkomst:
  - {namens: Leusden, aanwezig: 3, van: 4}
  - {namens: Landerd, aanwezig: 0, van: 2}
wijzigingen_verslag:
  - {vergadering: januari, waar: punt 1, was: drie, wordt: vier}
eindtijd: '22:15'
"""
MAIL = """ingekomen_stukken:
  - {id: brief, nummer: A1, titel: Een bank bij de halte, van: een inwoner, behandeling: ter afhandeling, door: college}
  - {id: nota, titel: Nota van de regio, van: de regio, behandeling: agenderen, besluit: 'anders: over een maand terug'}
"""
OPINION = """titel: Ontwerpbegroting omgevingsdienst
regeling: omgevingsdienst
aan: algemeen bestuur
stuk: ontwerpbegroting 2023
termijn: 1 juni 2022
strekking: afwijzend
punten: [De bijdrage stijgt te veel.]
"""
LETTER = """nummer: '2022-4'
titel: Start van het project
vorm: mededeling
datum: 1 mei 2022
kernboodschap: Het project is begonnen.
"""


def council(files: dict[str, str], day: date = DAY) -> Council:
    return reckon(good_model(files), shipped_kinds(), day).council


def matter_words(day: date) -> str:
    facts = council(FOLLOWED, day)
    return facts.matter(the(facts.roles.model, "actiepunt", "januari.punt.folder")).words


# --- an action that is followed from meeting to meeting ---


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2022, 1, 20), "openstaand"),
        (date(2022, 2, 20), "openstaand"),
        (date(2022, 3, 20), "openstaand: deels gedaan"),
        (date(2022, 4, 20), "afgehandeld"),
    ],
)
def test_an_action_stands_as_the_last_meeting_by_the_day_said(day: date, words: str) -> None:
    assert matter_words(day) == words


def test_each_meeting_tells_how_it_stood_then() -> None:
    facts = council(FOLLOWED, date(2022, 12, 31))
    told = {
        month: [step.words for step in facts.gathering(the(facts.roles.model, "vergadering", month)).followed]
        for month in MEETINGS
    }
    assert told == {
        "januari": [],
        "februari": ["open: er is nog geen tekst"],
        "maart": ["deels gedaan: de tekst is er"],
        "april": ["afgerond"],
    }


def test_a_meeting_that_is_to_come_tells_nothing() -> None:
    facts = council(FOLLOWED, date(2022, 3, 1))
    assert facts.gathering(the(facts.roles.model, "vergadering", "april")).followed == ()


def test_an_action_that_is_late_stays_late_until_a_meeting_says_it_is_done() -> None:
    late = {**FOLLOWED, "vergaderingen/januari.yaml": meeting("januari", ACTION.replace("december", "februari"))}
    facts = council(late, date(2022, 3, 20))
    assert facts.matter(the(facts.roles.model, "actiepunt", "januari.punt.folder")).state == "verlopen"


# --- who were there ---


def test_delegations_are_added_up_and_nobody_is_not_unknown() -> None:
    facts = council({**FOLLOWED, "vergaderingen/februari.yaml": meeting("februari", EMPTY + COUNTED)})
    found = facts.gathering(the(facts.roles.model, "vergadering", "februari"))
    assert [(one.behalf, one.words) for one in found.turnout.rows] == [
        ("Leusden", "3 van 4"),
        ("Landerd", "0 van 2"),
        ("Totaal", "3 van 6"),
    ]
    assert found.present == "wethouder; Fractie Zonder Naam"
    assert found.guests == "onderzoeker (Hogeschool)"
    assert found.ends == "22.15\N{NO-BREAK SPACE}uur"


def test_a_total_of_members_needs_every_delegation_to_tell_its_own() -> None:
    counted = EMPTY + COUNTED.replace(", van: 2", "")
    facts = council({**FOLLOWED, "vergaderingen/februari.yaml": meeting("februari", counted)})
    found = facts.gathering(the(facts.roles.model, "vergadering", "februari")).turnout
    assert found.words == "3 leden"


def test_where_nobody_counted_there_is_no_number() -> None:
    facts = council(FOLLOWED)
    assert facts.gathering(the(facts.roles.model, "vergadering", "februari")).turnout.words == ""


def test_a_correction_of_minutes_shows_in_both_meetings_and_not_before() -> None:
    files = {**FOLLOWED, "vergaderingen/februari.yaml": meeting("februari", EMPTY + COUNTED)}
    for day, expected in ((date(2022, 2, 1), []), (DAY, ["februari"])):
        facts = council(files, day)
        corrected = facts.gathering(the(facts.roles.model, "vergadering", "januari")).corrected
        assert [one.meeting.id for one in corrected] == expected
    corrects = facts.gathering(the(facts.roles.model, "vergadering", "februari")).corrects
    assert [(one.meeting.id, one.where, one.before, one.after) for one in corrects] == [
        ("januari", "punt 1", "drie", "vier")
    ]


# --- the agenda of terms ---


def test_terms_begin_with_what_is_late_and_end_with_what_has_no_day() -> None:
    files = FOLLOWED | {
        "schriftelijke-vragen/hulp.yaml": QUESTIONS,
        "zienswijzen/dienst.yaml": OPINION.replace("1 juni 2022", "1 augustus 2022"),
        "toezeggingen/later.yaml": "titel: Een brief\ndatum: 1 mei 2022\ntekst: Er komt een brief.\n",
        "vergaderingen/straks.yaml": meeting("september", EMPTY),
    }
    facts = reckon(good_model(files), shipped_kinds(), DAY)
    told = [(part.heading, [term.item.key.id for term in part.terms]) for part in facts.terms]
    assert told == [
        (LATE, ["hulp"]),
        ("Juli tot en met september 2022", ["dienst", "straks"]),
        (UNDATED, ["later"]),
    ]


def test_what_is_done_is_on_no_agenda_of_terms() -> None:
    answered = QUESTIONS + "beantwoord_op: 1 maart 2022\n"
    facts = reckon(good_model({"schriftelijke-vragen/hulp.yaml": answered}), shipped_kinds(), DAY)
    assert facts.terms == ()


# --- page, paper and data of each ---


class Printed:
    """The papers, pages and data of one workspace with one of each."""

    def __init__(self, root: Path, day: date) -> None:
        with building(root, day=day) as build:
            self.papers = {d.planned.stem: loose_days(d.paper.markdown) for d in build.drafts()}
            self.pages = {page.address: loose_days(page.markdown) for page in build._pages()}
            self.data = dict(render_data(build.model, build.kinds, build.day))
            assert not build.library.troubles


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    root = copy_base(tmp_path_factory.mktemp("griffie"))
    files = FOLLOWED | {
        "vergaderingen/februari.yaml": meeting("februari", EMPTY + COUNTED + MAIL),
        "schriftelijke-vragen/hulp.yaml": ANSWERED,
        "schriftelijke-vragen/open.yaml": QUESTIONS.replace("Wachttijd", "Nog een wachttijd"),
        "zienswijzen/dienst.yaml": OPINION,
        "informatiebrieven/start.yaml": LETTER,
    }
    write(root, {f"agenda/{path}": text + OPEN for path, text in files.items()})
    return Printed(root, DAY)


def test_questions_have_a_paper_and_the_answer_is_another_that_comes_later(printed: Printed) -> None:
    assert {"raadsvraag-hulp", "raadsvraag-open", "beantwoording-hulp", "raadsvragenlijst-agenda"} <= set(
        printed.papers
    )
    assert "beantwoording-open" not in printed.papers
    assert "Zes weken." not in printed.papers["raadsvraag-hulp"]
    answer = printed.papers["beantwoording-hulp"]
    assert re.findall(r"^#+ (.*)$", answer, re.M)[1:5] == [
        "Vraag 1",
        "Antwoord op vraag 1",
        "Vraag 1a",
        "Antwoord op vraag 1a",
    ]
    assert "Vier weken." in answer
    assert "afgehandeld" in printed.pages["schriftelijke-vragen/hulp/"]
    assert "nog niet beantwoord" in printed.pages["schriftelijke-vragen/open/"]


def test_an_answer_that_leaves_a_question_open_is_told_at_the_questions(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    half = QUESTIONS + "beantwoord_op: 10 maart 2022\n"
    write(root, {"agenda/schriftelijke-vragen/half.yaml": half + OPEN})
    told = [(f.code, f.message) for f in load_from(root).findings]
    assert told == [
        (
            "kader-poort-antwoord-op-elke-vraag",
            "Wachttijd voor hulp is beantwoord, maar niet elke vraag heeft een antwoord.",
        )
    ]


def test_the_list_of_questions_says_what_is_late(printed: Printed) -> None:
    text = printed.papers["raadsvragenlijst-agenda"]
    late, done = text.split("# Beantwoord")
    assert "# Verlopen" in late
    assert "Nog een wachttijd voor hulp" in late
    assert "10 maart 2022" in done


def test_mail_is_listed_with_proposal_and_decision(printed: Printed) -> None:
    text = printed.papers["ingekomen-stukken-februari"]
    assert (
        "| A1 | Een bank bij de halte | een inwoner | geen datum | ter afhandeling (college) | nog niet besloten |"
        in text
    )
    assert "| 2 | Nota van de regio | de regio | geen datum | agenderen | over een maand terug |" in text
    assert "Een bank bij de halte" in printed.pages["vergaderingen/februari/"]
    assert [row["van"] for row in json.loads(printed.data["data/ingekomen-stukken.json"])] == [
        "een inwoner",
        "de regio",
    ]


def test_minutes_tell_the_turnout_the_corrections_and_what_was_followed(printed: Printed) -> None:
    text = printed.papers["verslag-februari"]
    assert "| Opkomst | 3 van 6 leden |" in text
    assert "| Overleg van januari | punt 1 | drie | vier |" in text
    assert "| 2022-3 Een folder te maken. | open: er is nog geen tekst |" in text
    assert "| Overleg van februari | punt 1 | drie | vier |" in printed.papers["verslag-januari"]
    assert "Totaal" in printed.papers["presentielijst-februari"]
    assert "presentielijst-maart" not in printed.papers


def test_an_opinion_and_a_letter_are_papers(printed: Printed) -> None:
    opinion, letter = printed.papers["zienswijze-dienst"], printed.papers["informatiebrief-start"]
    assert "| Strekking | Afwijzend |" in opinion
    assert "| Verzonden op | nog niet |" in opinion
    assert "1. De bijdrage stijgt te veel." in opinion
    assert "| Vorm | Mededeling |" in letter
    assert "# Kernboodschap" in letter


def test_the_agenda_of_terms_is_page_and_paper_and_they_agree(printed: Printed) -> None:
    paper, page = printed.papers["termijnagenda-agenda"], printed.pages["termijnagenda/"]
    for heading in ("Over tijd", "Oktober tot en met december 2022"):
        assert heading in paper or heading == "Oktober tot en met december 2022"
        assert (heading in paper) == (heading in page)
    assert "Nog een wachttijd voor hulp" in paper
    assert "Ontwerpbegroting omgevingsdienst" in paper


def test_every_kind_stands_in_the_open_data(printed: Printed) -> None:
    assert {
        f"data/{name}.json"
        for name in ("schriftelijke-vragen", "informatiebrieven", "zienswijzen", "ingekomen-stukken")
    } <= set(printed.data)
