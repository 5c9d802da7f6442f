"""Council papers: which there are for which data, what the council adopted, and the state that dates give."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from workbench import building, copy_base, loose_days, write

from kapstok.core.audience import PUBLIC
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 1)
COUNCIL = {
    *("raadsvoorstel", "raadsbesluit", "amendement", "motie", "stemuitslag", "geheimhouding", "vergaderagenda"),
    *("verslag", "besluitenlijst", "actielijst", "toezeggingenlijst", "motielijst"),
}
LISTS = {"actielijst-agenda", "toezeggingenlijst-agenda"}
EXPECTED = {
    ".": LISTS
    | {
        *("raadsvoorstel-vaststellen-agenda", "raadsbesluit-vaststellen-agenda", "stemuitslag-vaststellen-agenda"),
        *("amendement-evalueren-met-inwoners", "amendement-zonder-programma"),
        *("motie-ieder-half-jaar-een-gesprek", "motielijst-agenda"),
        *("vergaderagenda-raad-2020-12-17", "verslag-raad-2020-12-17", "besluitenlijst-raad-2020-12-17"),
    },
    "examples/leusden": LISTS
    | {
        *("motie-raad-informeren-over-akkoorden", "motie-snel-schakelen-over-kaders", "motielijst-agenda"),
        *("vergaderagenda-raad-2018-11-22", "vergaderagenda-uitwisseling-2018-12-13"),
        *("vergaderagenda-uitwisseling-2019-04-11", "vergaderagenda-uitwisseling-2019-06-13"),
        *("vergaderagenda-reflectiegroep-2019-05-16", "vergaderagenda-reflectiegroep-2019-06-20"),
        *("verslag-reflectiegroep-2019-05-16", "besluitenlijst-reflectiegroep-2019-05-16"),
        *("verslag-raad-2018-11-22", "besluitenlijst-raad-2018-11-22", "verslag-uitwisseling-2018-12-13"),
        *("verslag-uitwisseling-2019-04-11", "verslag-uitwisseling-2019-06-13"),
    },
    "examples/landerd": {"raadsvoorstel-leergeschiedenis-fase-1", "raadsbesluit-leergeschiedenis-fase-1"},
    "examples/gooi-en-vechtstreek": LISTS
    | {"vergaderagenda-2017-07-06", "verslag-2017-07-06", "besluitenlijst-2017-07-06"},
}


def drafts(root: Path, *, day: date | None = None, audience: str = PUBLIC) -> dict[str, str]:
    """The Markdown of every paper of a workspace by its name; nothing may be wrong."""
    with building(root, day=day, audience=audience) as build:
        assert build.findings == []
        return {draft.planned.stem: loose_days(draft.paper.markdown) for draft in build.drafts()}


@cache
def shipped(name: str, audience: str = PUBLIC) -> dict[str, str]:
    return drafts(ROOT / name, day=DAY if name == "." else None, audience=audience)


def made(tmp_path: Path, files: dict[str, str], day: date = DAY) -> dict[str, str]:
    """The papers of the base workspace with these files in its agenda."""
    root = copy_base(tmp_path)
    write(root, {f"agenda/{path}.yaml": text + "publicatie: openbaar\n" for path, text in files.items()})
    return drafts(root, day=day)


def headings(markdown: str) -> list[str]:
    return [re.sub(r"\s*\{#.*\}$", "", line).lstrip("# ") for line in markdown.splitlines() if line.startswith("#")]


def part(markdown: str, heading: str) -> str:
    """What stands under a heading of the first level, up to the next one."""
    return markdown.partition(f"\n# {heading}\n")[2].partition("\n# ")[0].partition("\n---\n")[0].strip()


# --- which papers there are ---


@pytest.mark.parametrize("name", EXPECTED)
def test_every_council_paper_is_there_when_its_data_are(name: str) -> None:
    assert {stem for stem in shipped(name) if stem.partition("-")[0] in COUNCIL} == EXPECTED[name]


def test_a_paper_of_secrecy_is_never_for_everybody() -> None:
    internal = shipped(".", "werkvloer")
    paper = internal["geheimhouding-bijlage-inkoop"]
    assert headings(paper) == ["Grond", "Reden", "Op deze stukken"]
    for row in (
        "Opgelegd op | 5 september 2023",
        "Bekrachtigd op | 21 september 2023",
        "Opgeheven op | 15 januari 2024",
    ):
        assert f"| {row} |" in paper
    assert "Artikel 87 van de Gemeentewet" in part(paper, "Grond")
    lines = part(paper, "Reden").splitlines()
    lifted = "De geheimhouding gold van 5 september 2023 tot 15 januari 2024. Bij het opleggen was dit de reden:"
    assert lines[0] == lifted
    assert part(paper, "Op deze stukken") == "- Opgroeien en opvoeden 2024-2028"
    assert not any("eheimhouding" in text for text in shipped(".").values())


def test_a_secret_that_is_still_kept_tells_its_reason_as_it_is(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    text = (
        "onderwerp: Bijlage\ngrond: Artikel 87 van de Gemeentewet.\nreden: De inkoop loopt nog.\npublicatie: intern\n"
        "opgelegd_door: college\nopgelegd_op: 5 september 2023\n"
    )
    write(root, {"agenda/geheimhoudingen/bijlage.yaml": text})
    paper = drafts(root, day=DAY, audience="werkvloer")["geheimhouding-bijlage"]
    assert part(paper, "Reden") == "De inkoop loopt nog."


# --- the decision ---


def test_the_decision_is_the_proposal_with_what_the_council_changed() -> None:
    papers = shipped(".")
    proposal, decision = papers["raadsvoorstel-vaststellen-agenda"], papers["raadsbesluit-vaststellen-agenda"]
    assert part(decision, "Besluit").splitlines() == [
        "1. De Sociaal Maatschappelijke Agenda vast te stellen, met als ingangsdatum 1 januari 2021.",
        "2. De tien ontwikkelopdrachten uit hoofdstuk 6 uit te voeren in één transformatieprogramma, "
        "dat uiterlijk op 1 juli 2021 begint.",
        "3. De kadernota 2021 en daarna de programmabegroting in te richten naar de opgaven en doelen van de agenda.",
        "4. De agenda in 2023 te evalueren, samen met inwoners en partners.",
    ]
    assert "uiterlijk op 1 juli 2021" not in proposal
    assert "De raad van de gemeente Vijfheerenlanden, in vergadering bijeen op 17 december 2020;" in decision
    assert "gelet op artikel 147, tweede lid, van de Gemeentewet;" in decision
    assert "Zo besloten in de vergadering van de raad van 17 december 2020." in decision
    assert "| **Totaal** | **19** | **2** |" in decision


VOTES = "stemmen:\n  - {fractie: Fractie A, voor: 1}\n  - {fractie: Fractie B, tegen: 4}\n"
PROPOSAL = """titel: Voorstel
beleidsprogramma: Sociaal Domein
portefeuillehouder: wethouder
zaaknummer: Z-1
aan: de raad
onderwerp: Onderwerp
beslispunten:
  - {id: een, nummer: '1', tekst: Het eerste te doen.}
  - {id: twee, nummer: '2', tekst: Het tweede te doen.}
  - {id: drie, nummer: '3', tekst: Het derde te doen.}
inleiding: Inleiding.
beoogd_effect: Effect.
datum: 5 november 2019
"""
CHANGE = """titel: Wijziging
nummer: A1
datum: 3 december 2019
raadsvoorstel: voorstel
wijzigt:
  - {beslispunt: voorstel.een, vervalt: true}
  - {beslispunt: voorstel.drie, wordt: Het derde later te doen.}
  - {nummer: '4', wordt: Ook iets nieuws te doen.}
  - {onderdeel: 'Bijlage 1, blz. 4', was: twee, wordt: drie}
"""


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (
            "aangenomen",
            ["- **2** Het tweede te doen.", "- **3** Het derde later te doen.", "- **4** Ook iets nieuws te doen."],
        ),
        ("verworpen", ["1. Het eerste te doen.", "2. Het tweede te doen.", "3. Het derde te doen."]),
    ],
)
def test_only_an_adopted_amendment_changes_the_decision(tmp_path: Path, result: str, expected: list[str]) -> None:
    files = {
        "raadsvoorstellen/voorstel": PROPOSAL + "uitslag: aangenomen\nbesluitdatum: 3 december 2019\n",
        "amendementen/wijziging": f"{CHANGE}uitslag: {result}\n",
    }
    papers = made(tmp_path, files)
    decision = papers["raadsbesluit-voorstel"]
    assert part(decision, "Besluit").splitlines() == expected
    changed = "- Bijlage 1, blz. 4: ‘twee’ wordt ‘drie’ (Amendement A1 Wijziging)."
    assert (changed in decision) is (result == "aangenomen")
    amendment = papers["amendement-wijziging"]
    assert "| Beslispunt 1 | Het eerste te doen. | vervalt |  |" in amendment
    assert "| Beslispunt 3 | Het derde te doen. | Het derde later te doen. |  |" in amendment
    assert "| Nieuw beslispunt 4 | niets | Ook iets nieuws te doen. |  |" in amendment


def test_a_decision_says_nothing_of_a_hidden_amendment(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    write(
        root,
        {
            "agenda/raadsvoorstellen/voorstel.yaml": PROPOSAL + "uitslag: aangenomen\npublicatie: openbaar\n",
            "agenda/amendementen/wijziging.yaml": CHANGE + "uitslag: aangenomen\npublicatie: intern\n",
        },
    )
    assert "amendement" not in drafts(root, day=DAY)["raadsbesluit-voorstel"].lower()
    assert "Amendement" in drafts(root, day=DAY, audience="werkvloer")["raadsbesluit-voorstel"]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("", "Dit is een ontwerp: de raad heeft nog niet besloten."),
        ("verworpen", "Het voorstel niet aan te nemen."),
        ("aangehouden", "De raad houdt het voorstel aan en heeft nog niet besloten."),
        ("ingetrokken", "Het voorstel is ingetrokken. De raad heeft niet besloten."),
    ],
)
def test_without_a_yes_the_decision_says_what_happened(tmp_path: Path, result: str, words: str) -> None:
    outcome = f"uitslag: {result}\n" if result else ""
    decision = made(tmp_path, {"raadsvoorstellen/voorstel": PROPOSAL + outcome})["raadsbesluit-voorstel"]
    assert words in part(decision, "Besluit")
    assert ("1. Het eerste te doen." in decision) is (result == "")


def test_votes_are_counted_and_a_missing_number_is_nought(tmp_path: Path) -> None:
    files = {"raadsvoorstellen/voorstel": PROPOSAL + "uitslag: verworpen\n" + VOTES}
    paper = made(tmp_path, files)["stemuitslag-voorstel"]
    assert "| Fractie A | 1 | 0 |" in paper
    assert "| **Totaal** | **1** | **4** |" in paper
    assert "Uitslag: verworpen, met 1 stem voor en 4 tegen." in paper


def test_an_amendment_that_changes_nothing_is_a_finding(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    text = CHANGE.replace("  - {beslispunt: voorstel.een, vervalt: true}\n", "  - {wordt: Iets anders te doen.}\n")
    write(
        root,
        {
            "agenda/raadsvoorstellen/voorstel.yaml": PROPOSAL,
            "agenda/amendementen/w.yaml": text + "uitslag: ingediend\n",
        },
    )
    found = load(open_workspace(root), day=DAY).findings
    assert [(f.path, f.line, f.code) for f in found] == [("agenda/amendementen/w.yaml", 6, "waarde-past-niet")]


# --- the proposal ---


def test_an_argument_and_an_objection_may_have_the_same_number() -> None:
    found = headings(shipped("examples/landerd")["raadsvoorstel-leergeschiedenis-fase-1"])
    assert [title for title in found if title.startswith("1.1 ")] == [
        "1.1 We realiseren impact op de vier thema's",
        "1.1 Het is nog geen duurzame samenwerking",
    ]
    assert found.index("Argumenten") < found.index("Kanttekeningen")


def test_an_empty_place_on_the_agenda_is_still_printed() -> None:
    papers = shipped("examples/landerd")
    for name in ("raadsvoorstel", "raadsbesluit"):
        assert "| Agendapunt |  |" in papers[f"{name}-leergeschiedenis-fase-1"]


@pytest.mark.parametrize(
    ("own", "day", "expected"),
    [
        ("", "10 december 2019", "7"),
        ("agendapunt: '4'\n", "10 december 2019", "4"),  # what was typed goes first
        ("", "3 december 2019", ""),  # a talk about the proposal on another day
    ],
)
def test_the_place_on_the_agenda_comes_from_the_meeting_of_that_day(
    own: str, day: str, expected: str, tmp_path: Path
) -> None:
    meeting = (
        f"titel: Raad\noverleg: raad\ndatum: {day}\nvertrouwelijk: false\n"
        "agendapunten:\n  - {id: een, nummer: '7', titel: Voorstel, over: ['raadsvoorstel:voorstel']}\n"
    )
    files = {
        "overleggen/raad": "naam: Raad\nniveau: raad en college\n",
        "vergaderingen/raad": meeting,
        "raadsvoorstellen/voorstel": PROPOSAL + own + "vergadering: 10 december 2019\n",
    }
    papers = made(tmp_path, files)
    for name in ("raadsvoorstel", "raadsbesluit"):
        assert f"| Agendapunt | {expected} |" in papers[f"{name}-voorstel"]


def test_every_role_under_a_proposal_ends_alike(tmp_path: Path) -> None:
    roles = "ondertekening:\n  - {rol: de secretaris}\n  - {rol: de burgemeester}\n"
    text = made(tmp_path, {"raadsvoorstellen/voorstel": PROPOSAL + roles})["raadsvoorstel-voorstel"]
    signed = [line.strip() for line in text.split("\n---\n")[1].strip().splitlines()]
    assert signed == [
        "5 november 2019",
        "Burgemeester en wethouders van Voorbeeldstad,",
        "de secretaris,",
        "&nbsp;",
        "de burgemeester,",
        "&nbsp;",
    ]


def test_those_who_move_an_amendment_or_a_motion_sign_it() -> None:
    papers = shipped(".")
    amendment, motion = papers["amendement-evalueren-met-inwoners"], papers["motie-ieder-half-jaar-een-gesprek"]
    assert "De indieners,  \nnamens Fractie A,  \n&nbsp;  \nnamens Fractie C,  \n&nbsp;\n" in amendment
    assert "De indiener,  \nnamens Fractie B,  \n&nbsp;\n" in papers["amendement-zonder-programma"]
    assert motion.index("De indieners,") < motion.index("# Stemming")
    assert "indiener" not in shipped("examples/leusden")["motie-snel-schakelen-over-kaders"]  # nobody is named
    assert "En gaat over tot de orde van de dag." in motion
    assert "orde van de dag" not in amendment  # those words close a motion


# --- meetings ---


def test_an_empty_point_of_a_meeting_is_still_printed() -> None:
    papers = shipped(".")
    assert "| 4 | Rondvraag |  |" in papers["vergaderagenda-raad-2020-12-17"]
    for name in ("verslag", "besluitenlijst"):
        points = [title for title in headings(papers[f"{name}-raad-2020-12-17"]) if re.match(r"\d\. ", title)]
        assert points == [
            "1. Opening en mededelingen",
            "2. Vaststellen van de agenda",
            "3. Sociaal Maatschappelijke Agenda",
            "4. Rondvraag",
            "5. Sluiting",
        ]


def test_minutes_say_so_where_nothing_is_written() -> None:
    text = shipped(".")["verslag-raad-2020-12-17"]
    found = re.findall(r"^# (\d)\. .*\n\nHierover is niets genoteerd\.$", text, re.MULTILINE)
    assert found == ["1", "4", "5"]
    assert "| Kenmerk |  |" not in text  # nobody said that the minutes have an empty one
    assert "niets genoteerd" not in shipped("examples/gooi-en-vechtstreek")["verslag-2017-07-06"]


def test_an_agenda_names_the_kind_only_of_what_its_name_does_not_tell() -> None:
    regional = shipped("examples/gooi-en-vechtstreek")["vergaderagenda-2017-07-06"]
    table = part(regional, "Agendapunten").splitlines()[2:]
    papers = [line.rpartition(" | ")[2].rstrip(" |") for line in table]
    assert papers[1] == "Wet publieke gezondheid"
    assert papers[3] == ""  # its name is the title of the point
    assert papers[5].startswith("Huishoudelijke hulp toelage (HHT); Concept-Zorgbanenpact; ")
    assert papers[9].startswith("Participatiewet; Beleidsplan economie en arbeidsmarkt; Praktijkvoorbeeld Plan 18; ")
    council = shipped("examples/leusden")["vergaderagenda-raad-2018-11-22"]
    assert "| Motie Snel schakelen als kaders moeten veranderen; Motie De raad informeren" in council


def test_the_agenda_of_a_meeting_tells_nothing_of_what_was_said() -> None:
    papers = shipped("examples/leusden")
    said = "Voor de zomer moet er een concreet plan zijn"
    assert said in " ".join(papers["verslag-reflectiegroep-2019-05-16"].split())
    agenda = papers["vergaderagenda-reflectiegroep-2019-05-16"]
    assert said not in " ".join(agenda.split())
    assert (
        "| 1 | Stand van zaken 4 samenlevingsakkoorden (Samen Sterk; Energie; Leusden werkt samen; Jeugd) |" in agenda
    )


def test_what_was_sent_on_stands_on_the_next_agenda_and_not_on_an_earlier_one() -> None:
    papers = shipped("examples/leusden")
    later = part(papers["vergaderagenda-uitwisseling-2019-06-13"], "Doorverwezen naar dit overleg")
    assert "Bij elke sessie is een wethouder aanwezig." in later
    assert "Doorverwezen" not in papers["vergaderagenda-uitwisseling-2019-04-11"]


def test_what_stays_in_the_same_meeting_is_not_called_sent_on() -> None:
    papers = shipped("examples/gooi-en-vechtstreek")
    said = "De uitkomsten van het onderzoek naar de fusie komen op de agenda van dit overleg."
    assert f"- **Toezegging:** {said} Wanneer: t.z.t." in papers["verslag-2017-07-06"]
    for name in ("besluitenlijst-2017-07-06", "toezeggingenlijst-agenda"):
        assert said in papers[name]
        assert f"{said} Doorverwezen" not in papers[name]
    assert "- **Actiepunt voor Stuurgroep 18-, eerstvolgende stuurgroep:**" in papers["verslag-2017-07-06"]
    later = shipped("examples/leusden")["verslag-reflectiegroep-2019-05-16"]
    assert "- **Actiepunt voor Reflectiegroep samenlevingsakkoorden, 20 juni 2019:**" in later


def test_the_minutes_have_attendance_questions_and_decisions() -> None:
    text = shipped("examples/leusden")["verslag-reflectiegroep-2019-05-16"]
    assert "| Afwezig | raadslid (GL/PvdA), met kennisgeving; griffier, met kennisgeving |" in text
    assert "(raadslid SP)" in text
    assert "(beide wethouders)" in text
    assert "- **Besluit:** Het verslag van 21 maart 2019 is akkoord en kan met de fracties worden gedeeld." in text
    assert part(text, "Volgende vergadering") == "Reflectiegroep samenlevingsakkoorden 20 juni 2019."


@pytest.mark.parametrize(
    ("more", "said"), [("", "(datum nog in te vullen)"), ("vastgesteld_op: 4 februari 2026\n", "4 februari 2026")]
)
def test_minutes_and_decisions_are_signed_where_a_meeting_does_so(more: str, said: str, tmp_path: Path) -> None:
    signing = "aanwezig: [{wie: leden}]\nondertekening: [de griffier, de voorzitter]\n"
    files = {"overleggen/raad": "naam: Raad\nniveau: gemeente\n", "vergaderingen/raad": MEETING + signing + more}
    papers = made(tmp_path, files)
    for name in ("verslag", "besluitenlijst"):
        signed = [line.strip() for line in papers[f"{name}-raad"].split("\n---\n")[-2].strip().splitlines()]
        assert signed == [
            f"Vastgesteld in de vergadering van {said}.",
            *("de griffier,", "&nbsp;", "de voorzitter,", "&nbsp;"),
        ]
    assert "Vastgesteld in" not in shipped("examples/leusden")["verslag-reflectiegroep-2019-05-16"]


def test_the_list_of_decisions_takes_votes_and_text_from_the_papers_themselves() -> None:
    text = shipped(".")["besluitenlijst-raad-2020-12-17"]
    titles = headings(text)
    assert titles[3:6] == [
        "Amendement A1 Evalueren samen met inwoners",
        "Amendement A2 Geen apart programma",
        "Raadsvoorstel Vaststellen Sociaal Maatschappelijke Agenda",
    ]
    assert titles[6] == "Motie M1 Ieder half jaar een gesprek over de voortgang"
    assert "4. De agenda in 2023 te evalueren, samen met inwoners en partners." in text
    assert "Overzicht van nulmetingen (wethouder sociaal domein)" in part(text, "Toezeggingen")


def test_a_meeting_does_not_take_the_decisions_of_another_day(tmp_path: Path) -> None:
    meeting = (
        "titel: Raad\noverleg: raad\ndatum: 10 december 2019\nvertrouwelijk: false\naanwezig: [{wie: leden}]\n"
        "agendapunten:\n  - {id: een, titel: Voorstel, over: ['raadsvoorstel:voorstel']}\n"
    )
    files = {
        "overleggen/raad": "naam: Raad\nniveau: raad en college\n",
        "vergaderingen/raad": meeting,
        "raadsvoorstellen/voorstel": PROPOSAL + "uitslag: aangenomen\nbesluitdatum: 3 december 2019\n",
    }
    text = made(tmp_path, files)["besluitenlijst-raad"]
    assert "Geen besluit." in text
    assert "aangenomen" not in text


# --- states on a day ---

PROMISE = "titel: Brief over wachttijd\ndatum: 5 januari 2026\ntekst: Er komt een brief.\neinddatum: maart 2026\n"
MOTION = (
    "titel: Meer overleg\ndatum: 5 januari 2026\nverzoek: Overleg meer.\nuitslag: aangenomen\neinddatum: maart 2026\n"
)
DONE = "afgedaan_op: 20 april 2026\n"
MEETING = """titel: Overleg 5 januari
overleg: raad
datum: 5 januari 2026
vertrouwelijk: false
agendapunten:
  - id: een
    titel: Iets
    acties:
      - {id: doen, soort: actiepunt, tekst: Een lijst maken., wanneer: maart 2026, afgedaan_op: 20 april 2026}
      - {id: weg, soort: actiepunt, tekst: Iets anders., wanneer: maart 2026, voortgang_actie: vervallen}
      - {id: besluit, soort: besluit, tekst: Wij doen het.}
      - {id: belofte, soort: toezegging, tekst: Er komt een memo., wanneer: maart 2026, afgedaan_op: 20 april 2026}
"""


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 3, 31), "Openstaand"),  # the last day of March is still in time
        (date(2026, 4, 1), "Verlopen"),
        (date(2026, 4, 20), "Afgehandeld"),
    ],
)
def test_the_state_follows_from_the_dates(tmp_path: Path, day: date, state: str) -> None:
    files = {
        "toezeggingen/brief": PROMISE + DONE,
        "moties/meer-overleg": MOTION + DONE,
        "overleggen/raad": "naam: Raad\nniveau: gemeente\n",
        "vergaderingen/overleg": MEETING,
    }
    papers = made(tmp_path, files, day)
    promises, motions, actions = (papers[f"{n}-agenda"] for n in ("toezeggingenlijst", "motielijst", "actielijst"))
    assert headings(promises) == headings(motions) == [state]
    assert "Brief over wachttijd" in promises
    assert "Er komt een memo." in promises
    assert headings(actions) == [state, "Vervallen"]
    assert "Een lijst maken." in part(actions, state)
    assert "Iets anders." in part(actions, "Vervallen")
    assert "Wij doen het." not in actions
    assert "memo" not in actions
    assert f"Stand op {day.day} {('maart', 'april')[day.month - 3]} 2026." in promises


@pytest.mark.parametrize(
    ("extra", "state"),
    [
        ("voortgang_toezegging: afgehandeld\n", "Afgehandeld"),
        ("voortgang_toezegging: vervallen\n", "Vervallen"),
        ("voortgang_toezegging: openstaand\n", "Verlopen"),
    ],
)
def test_dates_go_before_what_was_filled_in_by_hand(tmp_path: Path, extra: str, state: str) -> None:
    assert headings(made(tmp_path, {"toezeggingen/brief": PROMISE + extra})["toezeggingenlijst-agenda"]) == [state]


def test_the_promise_of_leusden_was_kept_with_the_memo() -> None:
    paper = shipped("examples/leusden")["toezeggingenlijst-agenda"]
    assert headings(paper) == ["Afgehandeld"]
    assert "dit najaar (2018)" in paper
    assert "Afgedaan op 4 december 2018 met: Memo Uitwisseling 13 december 2018." in paper


def test_a_municipality_puts_headings_in_its_own_words_and_order(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    own = "raadsvoorstel:\n  - {deel: inleiding, kop: Aanleiding}\n  - {deel: advies, kop: Gevraagd besluit}\n"
    write(root, {"agenda/raadsvoorstellen/voorstel.yaml": PROPOSAL + "publicatie: openbaar\n"})
    write(root, {"templates/stuk/koppen.yaml": own})
    found = headings(drafts(root, day=DAY)["raadsvoorstel-voorstel"])
    assert found == ["Aanleiding", "Gevraagd besluit", "Onderwerp", "Beoogd effect"]
