"""The gates that ship with Kapstok hold for every agenda, and a workspace can tailor them with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from workbench import good_model, model_of, places, shipped_kinds, the

from kapstok.check.adopted import what_is_adopted_has_nothing_open
from kapstok.commands.frame_table import frames_as_text
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Judgement
from kapstok.link.gates import shipped_gates, with_gates
from kapstok.reckon.door import reckon
from kapstok.reckon.why import why
from kapstok.rules.frames import judge

DAY = date(2026, 11, 30)
SETTINGS = "titel: Agenda\ngemeente: Voorbeeldstad\nstatus: concept\n"
ANSWERS = (
    "titel: Naaicafé\nvoortgang: gestart\nwat: Kleding herstellen.\nwie_anders: [buren]\nkernen: [Lexmond]\n"
    "wanneer: '2026'\nbereiken: Buren kennen elkaar.\nkosten: {bedrag: 0}\n"
)
NORM = """\
titel: Afspraken
kaders:
  - id: vooraf
    tekst: Eerst antwoorden
    toets:
      - poort: zes-antwoorden
"""


def judged(files: dict[str, str], settings: str = "") -> tuple[Judgement, list[Finding]]:
    """How a small agenda keeps the gates; nothing but the gates may be wrong with it."""
    model, findings = model_of({"agenda.yaml": SETTINGS + settings, **files})
    assert findings == []
    return judge(with_gates(model, shipped_kinds()), shipped_kinds(), DAY)


def test_every_gate_reads_and_is_in_the_list_of_the_schema() -> None:
    gates = shipped_gates(shipped_kinds())
    assert len(gates) >= 9
    _, findings = judged({})
    assert findings == []
    block = shipped_kinds()["beleidsagenda"].shape.fields["poorten"].items
    assert block is not None
    assert list(block.fields["poort"].values) == [key.id.partition(":")[2] for key in gates]


def test_an_activity_with_only_a_title_cannot_start_and_each_missing_answer_is_named() -> None:
    _, findings = judged({"activiteiten/naaicafe.yaml": "titel: Naaicafé\nvoortgang: gestart\n"})
    path = "agenda/activiteiten/naaicafe.yaml"
    assert places(findings) == [(path, 2, 1, "kader-poort-zes-antwoorden")] * 6
    assert {f.severity for f in findings} == {Severity.ERROR}
    said = {f.message.removeprefix("Naaicafé is gestart zonder antwoord op: "): f.hint for f in findings}
    assert list(said) == [
        "Wat gaan we doen?",
        "Wie is erbij betrokken?",
        "Waar gebeurt het?",
        "Wanneer gebeurt het?",
        "Wat willen we bereiken?",
        "Wat mag het kosten?",
    ]
    assert said["Waar gebeurt het?"].startswith("Vul waar in. Poort zes-antwoorden: Een activiteit start pas als")


def test_an_open_answer_stands_at_its_own_line_with_what_is_there_now() -> None:
    text = ANSWERS.replace("{bedrag: 0}", "\n  toelichting: huur\n  bedrag: PM")
    _, [finding] = judged({"activiteiten/a.yaml": text})
    assert (finding.line, finding.column) == (10, 3)
    assert finding.message == "Naaicafé is gestart zonder antwoord op: Wat mag het kosten? (nu PM)"


def test_all_answers_open_the_gate_also_where_two_fields_can_hold_one() -> None:
    judgement, findings = judged({"activiteiten/a.yaml": ANSWERS})
    assert findings == []
    assert {o.state for o in judgement.gates} == {"houdt"}
    assert judgement.outcomes == ()  # no page and no count of the norms of the agenda itself


def test_an_experiment_may_start_with_less_and_a_proposal_too() -> None:
    text = "titel: Proef\nvoortgang: gestart\nexperiment: true\n"
    assert (
        judged({"activiteiten/a.yaml": text, "activiteiten/b.yaml": "titel: Plan\nvoortgang: voorgesteld\n"})[1] == []
    )


def test_a_workspace_switches_a_gate_off_or_changes_its_level_with_a_reason() -> None:
    files = {"activiteiten/a.yaml": ANSWERS.replace("wat: Kleding herstellen.\n", "")}
    assert [f.severity for f in judged(files)[1]] == [Severity.ERROR]
    softer = "poorten:\n  - {poort: zes-antwoorden, niveau: opmerking, reden: Nog even niet.}\n"
    assert [f.severity for f in judged(files, softer)[1]] == [Severity.NOTE]
    off = "poorten:\n  - {poort: zes-antwoorden, uit: true, reden: Dat doen wij anders.}\n"
    assert judged(files, off)[1] == []


def test_a_choice_needs_a_reason_and_a_gate_that_exists() -> None:
    _, findings = model_of({"agenda.yaml": SETTINGS + "poorten:\n  - poort: zes-antwoorden\n    uit: true\n"})
    assert [(f.line, f.code) for f in findings] == [(5, "veld-ontbreekt")]
    wrong = "poorten:\n  - poort: zes-antworden\n    uit: true\n    reden: Anders.\n"
    _, [finding] = model_of({"agenda.yaml": SETTINGS + wrong})
    assert (finding.line, finding.column) == (5, 12)
    assert "zes-antwoorden" in finding.hint


def test_a_norm_that_refers_to_a_gate_takes_it_over() -> None:
    files = {"kaderlijsten/k.yaml": NORM, "activiteiten/a.yaml": ANSWERS.replace("wat: Kleding herstellen.\n", "")}
    judgement, [finding] = judged(files)
    assert finding.code == "kader-k-vooraf"
    assert finding.hint == "Vul wat in. Kader ‘Eerst antwoorden’ van Afspraken: Eerst antwoorden"
    assert [o.state for o in judgement.outcomes] == ["breekt"]
    assert {o.test.norm.id for o in judgement.gates} == {"poort:nulmeting-vooraf"}
    assert judgement.outcomes[0].test.explanation.startswith("Een activiteit start met zes antwoorden")


def test_a_norm_cannot_lean_on_a_gate_that_is_off() -> None:
    off = "poorten:\n  - {poort: zes-antwoorden, uit: true, reden: Anders.}\n"
    _, [finding] = judged({"kaderlijsten/k.yaml": NORM}, off)
    assert (finding.code, finding.line, finding.column) == ("poort-staat-uit", 6, 16)


def test_an_ended_activity_and_a_closed_meeting_say_why() -> None:
    ended = {"activiteiten/a.yaml": ANSWERS.replace("gestart", "beëindigd")}
    assert [f.message for f in judged(ended)[1]] == ["Naaicafé is beëindigd zonder reden."]
    closed = {"overleggen/o.yaml": "naam: Overleg vervoer\nniveau: regionaal\nafgesloten: true\n"}
    assert [f.message for f in judged(closed)[1]] == ["Overleg vervoer is gestopt zonder reden."]


BUDGET = """\
titel: Begroting 2027
jaar: 2027
soort: begroting
status: vastgesteld
regels:
  - id: bus
    titel: Buurtbus
    hangt_aan: opgave:meedoen
    bedrag: PM
    soort: lasten
    stand: begroot
"""
BRANCH = {
    "opgaven/meedoen.yaml": "nummer: '1'\ntitel: Meedoen\neffecten: [e]\n",
    "effecten/e.yaml": "nummer: '1'\ntitel: E\n",
}


def contradicted(files: dict[str, str]) -> list[Finding]:
    model, findings = model_of({"agenda.yaml": SETTINGS, **BRANCH, **files})
    assert findings == []
    return list(what_is_adopted_has_nothing_open(reckon(model, shipped_kinds(), DAY)))


def test_nothing_is_adopted_while_a_value_of_it_is_open() -> None:
    [finding] = contradicted({"begroting/b.yaml": BUDGET})
    assert places([finding]) == [("agenda/begroting/b.yaml", 9, 5, "vastgesteld-open")]
    assert finding.message == "Begroting 2027 is vastgesteld, maar bedrag van Buurtbus is nog open (nu PM)."
    assert contradicted({"begroting/b.yaml": BUDGET.replace("vastgesteld", "concept")}) == []
    assert contradicted({"begroting/b.yaml": BUDGET.replace("PM", "0")}) == []


def test_an_adopted_indicator_has_targets_but_may_wait_for_a_measurement() -> None:
    text = (
        "titel: Plezier\nsoort: output\neenheid: '%'\nrichting: hoger-beter\nstatus: vastgesteld\n"
        "metingen:\n  - {id: m, waarde: null, peil: '2026', status_meting: n.n.b.}\n"
        "streefwaarden:\n  - {id: s, soort: onbekend, plaatshouder: x %, termijn: '2028'}\n"
    )
    [finding] = contradicted({"indicatoren/i.yaml": text})
    assert finding.line == 9
    assert "nog open (nu x %)" in finding.message


def test_a_gate_tells_why_with_what_was_read_and_where() -> None:
    model = good_model({"agenda.yaml": SETTINGS, "activiteiten/a.yaml": ANSWERS.replace("bedrag: 0", "bedrag: PM")})
    model = with_gates(model, shipped_kinds())
    judgement, _ = judge(model, shipped_kinds(), DAY)
    facts = reckon(replace(model, judgement=judgement), shipped_kinds(), DAY)
    told = next(a for a in why(facts, the(model, "activiteit", "a")) if a.what == "Poort zes-antwoorden")
    assert told.words.startswith("Naaicafé is gestart zonder antwoord op: Wat mag het kosten?")
    read = {ground.field: ground.value for ground in told.grounds if ground.day}
    assert read["kosten"] == "PM"
    assert read["wie"] == "niet ingevuld"
    assert read["kernen"] == "Lexmond"


def test_the_table_of_norms_tells_of_the_gates_as_well() -> None:
    model = with_gates(good_model({"agenda.yaml": SETTINGS, "activiteiten/a.yaml": ANSWERS}), shipped_kinds())
    judgement, _ = judge(model, shipped_kinds(), DAY)
    said = frames_as_text(replace(model, judgement=judgement), shipped_kinds())
    assert "poort zes-antwoorden: 1 keer; houdt 1, breekt 0." in said
