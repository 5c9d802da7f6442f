"""Norms that test the agenda: levels, exemptions, places, what each audience may know, the same figures everywhere."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from workbench import copy_base, good_model, places, shipped_kinds, write

from kapstok.cli import main
from kapstok.commands.frame_table import frames_as_json, frames_as_text
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Judgement, Key, Model
from kapstok.core.progress import Nobody
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load, render
from kapstok.render.data.opendata import render_data
from kapstok.rules.frames import judge
from kapstok.rules.placement import Tally, tally
from kapstok.view import view

DAY = date(2026, 1, 15)
SETTINGS = "titel: Agenda\ngemeente: G\nstatus: {0}\npublicatie: openbaar\n"
LIST = """titel: Zes vragen
publicatie: openbaar
ontwikkelopdracht: o
kaders:
  - id: start
    nummer: '1'
    tekst: Een activiteit start pas met haar antwoorden
"""
TEST = """    toets:
      - voor: activiteit
        wanneer: voortgang in ['gestart', 'loopt']
        eis: gevuld(wat)
        melding: '{titel} is {voortgang} zonder antwoord.'
        uitleg: Wie is gestart, zegt wat er gebeurt.
"""
SECOND = """  - id: vrij
    nummer: '2'
    tekst: In een noodgeval mag het anders
    niet_toetsbaar: {reden: Wat een noodgeval is staat er niet, voorstel: Vraag het, aanvaard_door: raad}
"""
ASSIGNMENT = "nummer: '1'\ntitel: O\npublicatie: openbaar\nkaderlijsten: [k]\nopdracht: Doe.\n"
NORM = Key(kind="kader", id="k.start")


def agenda(lists: str = LIST + TEST + SECOND, status: str = "vastgesteld", **activities: str) -> dict[str, str]:
    """A small agenda with one list of norms; each activity is its lines after the title and the publication."""
    return {
        "agenda.yaml": SETTINGS.format(status),
        "kaderlijsten/k.yaml": lists,
        "ontwikkelopdrachten/o.yaml": ASSIGNMENT,
        **{
            f"activiteiten/{name}.yaml": f"titel: Activiteit {name}\npublicatie: openbaar\n{text}"
            for name, text in activities.items()
        },
    }


def judged(files: dict[str, str], day: date = DAY) -> tuple[Model, Judgement, list[Finding]]:
    model = good_model(files)
    judgement, findings = judge(model, shipped_kinds(), day)
    return model, judgement, findings


def findings_of(files: dict[str, str], day: date = DAY) -> list[Finding]:
    return judged(files, day)[2]


def counts(row: Tally) -> tuple[str, int, int, int, int]:
    return row.place, row.applies, len(row.keeps), len(row.breaks), len(row.exempt)


def exemption(**fields: str) -> str:
    lines = {"kader": "k.start", "reden": "Het kon niet anders.", "door": "college", **fields}
    return "voortgang: gestart\nafwijking:\n" + "".join(f"  {name}: {value}\n" for name, value in lines.items())


def test_a_breach_stands_at_its_item_in_the_words_of_the_norm() -> None:
    _, judgement, [finding] = judged(agenda(a="voortgang: gestart\n", b="voortgang: loopt\nwat: Samen eten.\n"))
    assert places([finding]) == [("agenda/activiteiten/a.yaml", 3, 1, "kader-k-start")]
    assert finding.severity is Severity.ERROR
    assert finding.message == "Activiteit a is gestart zonder antwoord."
    assert finding.hint == "Vul wat in. Kader 1 van Zes vragen: Een activiteit start pas met haar antwoorden"
    assert counts(tally(judgement, NORM)) == ("getoetst", 2, 1, 1, 0)


def test_a_breach_stands_at_the_field_that_the_requirement_names_first() -> None:
    lists = LIST + TEST.replace("gevuld(wat)", "waar == 'overal'")
    [finding] = findings_of(agenda(lists, a="waar: ergens\nvoortgang: loopt\n"))
    assert places([finding]) == [("agenda/activiteiten/a.yaml", 3, 1, "kader-k-start")]


@pytest.mark.parametrize(
    ("status", "own", "level", "expected"),
    [
        ("concept", "voortgang: gestart\n", "fout", Severity.ERROR),
        ("concept", "voortgang: voorgesteld\n", "fout", Severity.WARNING),
        ("vastgesteld", "voortgang: voorgesteld\n", "fout", Severity.WARNING),
        ("vastgesteld", "voortgang: voorgesteld\nstatus: concept\n", "fout", Severity.WARNING),
        ("concept", "voortgang: voorgesteld\nstatus: vastgesteld\n", "fout", Severity.ERROR),
        ("concept", "voortgang: gestart\n", "waarschuwing", Severity.WARNING),
        ("concept", "voortgang: gestart\n", "opmerking", Severity.NOTE),
        ("concept", "voortgang: voorgesteld\n", "opmerking", Severity.NOTE),
    ],
)
def test_the_level_follows_the_state(status: str, own: str, level: str, expected: Severity) -> None:
    test = TEST.replace("        wanneer: voortgang in ['gestart', 'loopt']\n", f"        niveau: {level}\n")
    [finding] = findings_of(agenda(LIST + test, status, a=own))
    assert finding.severity is expected


@pytest.mark.parametrize(("status", "expected"), [("concept", Severity.WARNING), ("vastgesteld", Severity.ERROR)])
def test_an_item_without_a_state_takes_that_of_the_agenda(status: str, expected: Severity) -> None:
    lists = LIST + "    toets:\n      - {voor: begrip, eis: gevuld(herkomst)}\n"
    files = agenda(lists, status) | {"begrippen/b.yaml": "term: B\ndefinitie: Een woord.\n"}
    [finding] = findings_of(files)
    assert (finding.severity, finding.path) == (expected, "agenda/begrippen/b.yaml")
    assert finding.message == "B houdt zich niet aan kader 1 van Zes vragen."


@pytest.mark.parametrize(("state", "expected"), [("voorgesteld", Severity.WARNING), ("loopt", Severity.ERROR)])
def test_a_part_takes_the_state_of_the_whole(state: str, expected: Severity) -> None:
    lists = LIST + "    toets:\n      - {voor: resultaat, eis: gevuld(indicatoren)}\n"
    own = f"voortgang: {state}\nwat: Iets.\nresultaten:\n  - id: r\n    tekst: Meer buren\n"
    [finding] = findings_of(agenda(lists, "vastgesteld", a=own))
    assert (finding.severity, finding.line) == (expected, 6)


def test_an_exemption_makes_it_no_breach() -> None:
    _, judgement, findings = judged(agenda(a=exemption(tot="'2026-01-15'")))
    assert findings == []
    assert counts(tally(judgement, NORM)) == ("getoetst", 1, 0, 0, 1)
    [written] = judgement.exemptions
    assert (written.reason, written.by, written.until) == ("Het kon niet anders.", "college", "15 januari 2026")


def test_an_exemption_ends_by_its_date() -> None:
    _, judgement, findings = judged(agenda(a=exemption(tot="'2026-01-14'")))
    path = "agenda/activiteiten/a.yaml"
    assert places(findings) == [(path, 8, 8, "afwijking-verlopen"), (path, 3, 1, "kader-k-start")]
    assert [f.severity for f in findings] == [Severity.WARNING, Severity.ERROR]
    assert judgement.exemptions[0].state == "verlopen"


def test_several_exemptions_stand_in_a_list() -> None:
    own = (
        "voortgang: gestart\nafwijking:\n  - {kader: k.start, reden: Nood., door: college}\n"
        "  - {kader: k.vrij, reden: Nood., door: college}\n"
    )
    [finding] = findings_of(agenda(a=own))
    assert (finding.severity, finding.code, finding.line) == (Severity.NOTE, "afwijking-onnodig", 6)


def test_an_exemption_that_nothing_needs_is_told() -> None:
    _, judgement, [finding] = judged(agenda(a=exemption() + "wat: Samen eten.\n"))
    assert (finding.severity, finding.code, finding.line) == (Severity.NOTE, "afwijking-onnodig", 4)
    assert judgement.exemptions[0].state == "onnodig"


@pytest.mark.parametrize("suspends", ["kader:k.start", "kaderlijst:k"])
def test_an_exemption_may_lean_on_a_norm_that_suspends_the_other(suspends: str) -> None:
    lists = LIST + TEST + SECOND + f"    schort_op: ['{suspends}']\n"
    assert findings_of(agenda(lists, a=exemption(op_grond_van="k.vrij"))) == []


def test_an_exemption_may_not_lean_on_any_other_norm() -> None:
    findings = findings_of(agenda(a=exemption(op_grond_van="k.vrij")))
    assert [f.code for f in findings] == ["afwijking-grond", "kader-k-start"]
    assert (findings[0].line, findings[0].column, findings[0].severity) == (8, 17, Severity.ERROR)


def test_the_norm_may_have_an_exception_of_its_own() -> None:
    lists = LIST + TEST + "        behalve: {als: experiment, reden: Een proef staat nog open.}\n"
    _, judgement, findings = judged(agenda(lists, a="voortgang: gestart\nexperiment: true\n"))
    assert findings == []
    assert counts(tally(judgement, NORM)) == ("getoetst", 1, 0, 0, 1)


def test_every_norm_has_a_place() -> None:
    verdict = "    oordeel: {datum: '2025-03-01', rol: adviseur, uitkomst: voldoet, grond: Bekeken.}\n"
    lists = LIST + TEST + SECOND + "  - {id: geen, tekst: Iets}\n  - id: mens\n    tekst: Gezien\n" + verdict
    _, judgement, [finding] = judged(agenda(lists))
    assert {key.id: place for key, place in judgement.placements.items()} == {
        "k.start": "nu-niet-van-toepassing",
        "k.vrij": "niet-toetsbaar",
        "k.geen": "",
        "k.mens": "oordeel",
    }
    assert (finding.code, finding.severity, finding.line) == ("kader-zonder-plaats", Severity.WARNING, 18)


def test_another_kind_of_norm_may_be_tested_too() -> None:
    text = "titel: Preventie\nvolgorde: 1\ntekst: Eerst dit.\ntoets:\n  - {voor: activiteit, eis: gevuld(wat)}\n"
    files = agenda(a="voortgang: loopt\n")
    files |= {"uitgangspunten/p.yaml": text, "uitgangspunten/q.yaml": "titel: Q\nvolgorde: 2\ntekst: Dat.\n"}
    _, judgement, findings = judged(files)
    assert {f.code for f in findings} == {"kader-k-start", "uitgangspunt-p"}
    assert "q" not in {key.id for key in judgement.placements}
    assert (
        next(f for f in findings if f.code == "uitgangspunt-p").hint
        == "Vul wat in. Uitgangspunt ‘Preventie’: Preventie"
    )


@pytest.mark.parametrize(
    ("old", "new", "place", "code", "hint"),
    [
        ("activiteit\n", "activiteiten\n", (9, 15), "toets-soort", "Bedoelde u activiteit?"),
        ("activiteit\n", "draak\n", (9, 15), "toets-soort", "Noem een soort"),
        ("gevuld(wat)", "gevuld(wat) and gevuld(waarr)", (11, 37), "toets-veld", "waar"),
        ("{titel}", "{titl}", (12, 19), "toets-melding", "Bedoelde u {titel}?"),
        ("{titel}", "{titel.x}", (12, 19), "toets-melding", ""),
        ("{titel}", "{{ titel }}", (12, 19), "toets-melding", ""),
    ],
)
def test_a_mistake_in_a_test_stands_at_its_own_place(
    old: str, new: str, place: tuple[int, int], code: str, hint: str
) -> None:
    findings = findings_of(agenda(LIST + TEST.replace(old, new), a="voortgang: gestart\n"))
    assert findings[0].code == code
    assert (findings[0].line, findings[0].column) == place
    assert hint in findings[0].hint
    assert all(f.severity is Severity.ERROR for f in findings)
    assert "kader-k-start" not in {f.code for f in findings}


def seen(files: dict[str, str], audience: str) -> tuple[Judgement, dict[str, Any]]:
    """What an audience knows of the norms: the judgement, and its row in the data."""
    model, judgement, _ = judged(files)
    smaller = view(replace(model, judgement=judgement), shipped_kinds(), audience)
    assert smaller.judgement is not None
    rows = json.loads(dict(render_data(smaller, shipped_kinds(), DAY))["data/kaders.json"])
    return smaller.judgement, next((row for row in rows if row["id"] == "k.start"), {})


def test_what_is_hidden_is_not_counted() -> None:
    files = agenda(a="voortgang: gestart\n", b="voortgang: gestart\nwat: Iets.\n", c="voortgang: gestart\n")
    files["activiteiten/c.yaml"] = files["activiteiten/c.yaml"].replace("openbaar", "intern")
    judgement, row = seen(files, "inwoners")
    assert counts(tally(judgement, NORM)) == ("getoetst", 2, 1, 1, 0)
    assert row["toetsing"] == {
        "plaats": "getoetst",
        "toepasselijk": 2,
        "houdt": {"aantal": 1, "ids": ["activiteit:b"]},
        "breekt": {"aantal": 1, "ids": ["activiteit:a"]},
        "afwijking": {"aantal": 0, "ids": []},
    }
    assert counts(tally(seen(files, "bestuur")[0], NORM)) == ("getoetst", 3, 1, 2, 0)


def test_a_hidden_norm_is_held_against_nothing_in_public() -> None:
    files = agenda(LIST.replace("openbaar", "intern") + TEST, a="voortgang: gestart\n")
    judgement, row = seen(files, "inwoners")
    assert (judgement.outcomes, judgement.tests, row) == ((), (), {})
    assert seen(files, "bestuur")[0].outcomes


def test_an_exemption_on_a_hidden_item_is_not_told() -> None:
    files = agenda(a=exemption())
    files["activiteiten/a.yaml"] = files["activiteiten/a.yaml"].replace("openbaar", "intern")
    judgement, row = seen(files, "inwoners")
    assert judgement.exemptions == ()
    assert row["toetsing"]["plaats"] == "nu-niet-van-toepassing"
    assert len(seen(files, "bestuur")[0].exemptions) == 1


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The base workspace with one more list of norms and a few activities, one of them hidden."""
    root = copy_base(tmp_path)
    settings = (root / "agenda/agenda.yaml").read_text(encoding="utf-8")
    write(
        root,
        {
            "agenda/agenda.yaml": settings + "poorten:\n  - {poort: zes-antwoorden, uit: true, reden: Te streng.}\n",
            "agenda/kaderlijsten/starten.yaml": LIST.replace("opdracht: o\n", "opdracht: inkoop-en-subsidie\n")
            + TEST.replace("        melding", "        niveau: waarschuwing\n        melding")
            + SECOND,
            "agenda/ontwikkelopdrachten/inkoop-en-subsidie.yaml": (
                root / "agenda/ontwikkelopdrachten/inkoop-en-subsidie.yaml"
            )
            .read_text(encoding="utf-8")
            .replace("  - kader-inkoop\n", "  - kader-inkoop\n  - starten\n"),
            "agenda/activiteiten/dansen.yaml": "titel: Dansen\npublicatie: openbaar\nvoortgang: gestart\n",
            "agenda/activiteiten/zingen.yaml": "titel: Zingen\npublicatie: openbaar\n"
            + exemption(kader="starten.start", tot="'2030-12-31'"),
            "agenda/activiteiten/stiekem.yaml": "titel: Stiekem\npublicatie: intern\nvoortgang: gestart\n",
        },
    )
    return root


def build(root: Path, audience: str = "inwoners") -> dict[str, str]:
    with ThreadPoolExecutor(1) as executor:
        made = render(
            load(open_workspace(root)), audience=audience, parts=("site", "data"), executor=executor, watcher=Nobody()
        )
    assert [f for f in made.findings if f.code != "onderdelen-ontbreken"] == []
    texts = {o.path: o.content if isinstance(o.content, bytes) else o.content.read_bytes() for o in made.outputs}
    return {path: text.decode() for path, text in texts.items() if path.endswith((".html", ".json", ".csv"))}


def table(root: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    main(["kaders", "--workspace", str(root), "--format", "json", *more])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_table_pages_and_data_agree_to_the_figure(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = build(root)
    [row] = [r for r in table(root, capsys, "--audience", "inwoners") if r["id"] == "starten.start"]
    [told] = [r["toetsing"] for r in json.loads(made["data/kaders.json"]) if r["id"] == "starten.start"]
    assert row["toepasselijk"] == told["toepasselijk"] == 3
    for state, names in (("houdt", ["buurtmaaltijd"]), ("breekt", ["dansen"]), ("afwijking", ["zingen"])):
        assert row[state] == told[state]["ids"] == [f"activiteit:{name}" for name in names]
    said = "Getoetst: geldt voor 3 onderdelen. 1 houdt zich eraan, 1 niet, 1 mag afwijken."
    assert said in made["kaderlijsten/starten/index.html"]
    assert said in made["ontwikkelopdrachten/inkoop-en-subsidie/index.html"]
    overview = made["toetsing/index.html"]
    totals = re.findall(r"<strong>Samen</strong></td>(.*?)</tr>", overview, re.DOTALL)
    figures = [re.findall(r">(\d+)<", total) for total in totals]
    assert figures == [["4", "1", "1", "0", "2"], ["3", "1", "1", "1"]]
    assert [r["toepasselijk"] for r in table(root, capsys) if r["id"] == "starten.start"] == [4]


@pytest.mark.langzaam
def test_pages_name_what_breaks_and_what_is_exempt_but_nothing_hidden(root: Path) -> None:
    made = build(root)
    page = made["kaderlijsten/starten/index.html"]
    assert "Dansen is gestart zonder antwoord." in page
    assert 'href="../../activiteiten/dansen/"' in page
    assert "Het kon niet anders. Toegestaan door college tot en met 31 december 2030." in page
    assert "Exclusief niet-openbare onderdelen" in page
    assert "Exclusief niet-openbare onderdelen" in made["toetsing/index.html"]
    assert not [path for path, text in made.items() if "stiekem" in text.casefold()]
    inside = build(root, "bestuur")
    assert "Stiekem is gestart zonder antwoord." in inside["kaderlijsten/starten/index.html"]
    assert "Exclusief" not in inside["kaderlijsten/starten/index.html"]


def test_the_page_of_an_item_shows_what_it_was_held_against(root: Path) -> None:
    made = build(root)
    for name, said in (
        ("buurtmaaltijd", "houdt zich eraan"),
        ("dansen", "houdt zich er niet aan: Dansen is gestart zonder antwoord."),
        ("zingen", "mag afwijken: Het kon niet anders. Toegestaan door college tot en met 31 december 2030."),
    ):
        page = made[f"activiteiten/{name}/index.html"]
        assert "Getoetst aan" in page
        assert said in page
        assert "kaderlijsten/starten/#kader-start" in page
    assert "Getoetst aan" not in made["doelen/niemand-alleen/index.html"]


def test_the_table_in_the_terminal(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kaders", "--workspace", str(root)]) == 0
    printed = capsys.readouterr()
    assert re.search(
        r"^1 +Een activiteit start pas met haar antwoorden +getoetst +4 +1 +2 +1$", printed.out, re.MULTILINE
    )
    assert "Zes vragen\n" in printed.out
    assert "4 normen: 1 getoetst, 1 nu-niet-van-toepassing, 2 niet-toetsbaar." in printed.out
    assert "Zie kapstok check." in printed.err
    text = (root / "agenda/kaderlijsten/starten.yaml").read_text(encoding="utf-8")
    write(root, {"agenda/kaderlijsten/starten.yaml": text.replace("niveau: waarschuwing", "niveau: fout")})
    assert main(["kaders", "--workspace", str(root)]) == 1


@pytest.mark.langzaam
def test_an_advisers_change_shows_everywhere(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One test beside a norm in one file, and no change of Python."""
    path = "agenda/kaderlijsten/kader-inkoop.yaml"
    old = "    niet_toetsbaar: Wat inwoners kiezen, staat niet in de agenda\n"
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    test = (
        "    toets:\n      - voor: doel\n        eis: gevuld(indicatoren)\n        niveau: opmerking\n"
        "        melding: '{titel} heeft geen indicator.'\n"
    )
    write(root, {path: text.replace(old, test)})
    capsys.readouterr()
    main(["check", "--workspace", str(root), "--format", "json"])
    [found] = [f for f in json.loads(capsys.readouterr().out) if f["code"] == "kader-kader-inkoop-keuzevrijheid"]
    assert (found["path"], found["line"]) == ("agenda/doelen/niemand-alleen.yaml", 1)
    assert found["message"] == "Niemand staat er alleen voor heeft geen indicator."
    assert found["hint"] == "Vul indicatoren in. Kader 1 van Kader inkoop: Inwoners kunnen kiezen"
    made = build(root)
    for page in (
        "doelen/niemand-alleen",
        "kaderlijsten/kader-inkoop",
        "ontwikkelopdrachten/inkoop-en-subsidie",
        "toetsing",
    ):
        assert found["message"] in made[f"{page}/index.html"], page
    [row] = [r for r in json.loads(made["data/kaders.json"]) if r["id"] == "kader-inkoop.keuzevrijheid"]
    assert row["toetsing"]["breekt"] == {"aantal": 1, "ids": ["doel:niemand-alleen"]}


def test_a_norm_in_force_that_cannot_be_tested_says_who_accepted_that() -> None:
    """A remark at most: a reason alone was always enough."""
    block = SECOND.partition("    niet_toetsbaar")[0]
    for said, told in (
        ("Daarom", "hoe het dan wel wordt gevolgd en wie dit aanvaardde zijn nog niet bekend."),
        ("{reden: Daarom, voorstel: Vraag het}", "wie dit aanvaardde is nog niet bekend."),
        ("{reden: Daarom, aanvaard_door: raad}", "hoe het dan wel wordt gevolgd is nog niet bekend."),
    ):
        [found] = findings_of(agenda(f"{LIST}{TEST}{block}    niet_toetsbaar: {said}\n"))
        assert found.code == "kader-niet-aanvaard"
        assert found.severity is Severity.NOTE
        assert found.message == f"Van kader 2 van Zes vragen: {told}"
    assert findings_of(agenda(f"{LIST}{TEST}{block}    niet_toetsbaar: Daarom\n", status="concept")) == []
    assert findings_of(agenda()) == []


def test_the_table_of_norms_says_why_one_cannot_be_tested() -> None:
    model, judgement, _ = judged(agenda())
    model = replace(model, judgement=judgement)
    text = frames_as_text(model, shipped_kinds())
    said = "Wat een noodgeval is staat er niet. Voorstel: Vraag het. Aanvaard door raad."
    assert f"kader 2 van Zes vragen: {said}" in text
    [row] = [row for row in json.loads(frames_as_json(model, shipped_kinds())) if row["plaats"] == "niet-toetsbaar"]
    assert list(row["niet_toetsbaar"].values()) == ["Wat een noodgeval is staat er niet", "Vraag het", "raad"]
