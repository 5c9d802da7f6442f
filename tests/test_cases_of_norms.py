"""Cases beside a test: they are tried by every check, and what comes out otherwise is told at the case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from workbench import REPOSITORY, copy_base, load_from, model_of, places, shipped_kinds, write

from kapstok.core.finding import Finding
from kapstok.core.model import Model, NormTest
from kapstok.link.cases import try_cases
from kapstok.rules.reading import read_tests

DAY = date(2026, 11, 30)
GATES = "agenda/kaderlijsten/poort.yaml"
KEPT, BROKEN = {"houdt"}, {"breekt"}


def gates() -> Model:
    """The gates that ship with Kapstok, as an agenda of their own."""
    text = (REPOSITORY / "poorten/kaderlijsten/poort.yaml").read_text(encoding="utf-8")
    model, findings = model_of({"kaderlijsten/poort.yaml": text})
    assert findings == []
    return model


def tried(model: Model) -> list[Finding]:
    ready, mistakes = read_tests(model, shipped_kinds())
    assert mistakes == []
    return list(try_cases(ready, model, shipped_kinds(), DAY))


def listed(model: Model) -> list[NormTest]:
    return [one.test for one in read_tests(model, shipped_kinds())[0]]


def test_every_gate_does_what_its_cases_say() -> None:
    assert tried(gates()) == []


def test_every_test_of_a_gate_has_a_good_and_a_bad_case() -> None:
    for test in listed(gates()):
        states = {case.state for case in test.cases}
        assert states >= KEPT | BROKEN, f"{test.norm}, toets {test.index + 1}: {states}"


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("gevuld(stopreden)", "waar", "De toets zegt: houdt zich eraan. Hier staat: houdt zich er niet aan."),
        ("kosten: { bedrag: 0 }", "kosten: { bedrag: PM }", "De toets zegt: houdt zich er niet aan"),
        ("mist: [stopreden]", "mist: [titel]", "De toets mist hier: stopreden."),
        ("meldt: zonder nulmeting", "meldt: zonder alles", "De melding zegt dit niet: Samen eten is gestart zonder"),
        (
            "behalve:\n          als: experiment\n",
            "behalve:\n          als: voortgang == 'beëindigd'\n",
            "De toets zegt",
        ),
    ],
)
def test_a_gate_or_case_that_is_changed_is_told(was: str, becomes: str, said: str) -> None:
    text = (REPOSITORY / "poorten/kaderlijsten/poort.yaml").read_text(encoding="utf-8")
    assert was in text
    model, _ = model_of({"kaderlijsten/poort.yaml": text.replace(was, becomes)})
    found = tried(model)
    assert found, "nothing was told"
    assert any(finding.message.startswith(said) for finding in found), [f.message for f in found]
    assert {finding.code for finding in found} == {"geval-anders"}


def test_in_the_shipped_agenda_several_norms_have_good_and_bad_cases(shipped_tests: list[NormTest]) -> None:
    both = {test.norm for test in shipped_tests if {case.state for case in test.cases} >= KEPT | BROKEN}
    assert len(both) >= 10


@pytest.fixture(scope="module")
def shipped_tests() -> list[NormTest]:
    """The tests of the agenda of this repository, as its check reads them."""
    loaded = load_from(REPOSITORY)
    assert loaded.model.judgement is not None
    return list(loaded.model.judgement.tests)


LIST = """titel: Afspraken
publicatie: openbaar
kaders:
  - id: antwoorden
    nummer: '1'
    tekst: Wat start, heeft antwoorden
    toets:
      - voor: activiteit
        wanneer: voortgang == 'gestart'
        eis: gevuld(wat, kosten.bedrag)
        gevallen:
{}"""


def check(tmp_path: Path, cases: str) -> list[Finding]:
    root = copy_base(tmp_path)
    write(root, {"agenda/kaderlijsten/afspraken.yaml": LIST.format(cases)})
    return [f for f in load_from(root).findings if "afspraken" in f.path]


@pytest.mark.parametrize(
    ("cases", "line", "code"),
    [
        ("          - {geval: a, velden: {voortgang: gestart}, uitkomst: houdt}\n", 12, "geval-anders"),
        ("          - {geval: a, velden: {voortgang: gestrat}, uitkomst: breekt}\n", 12, "waarde-onbekend"),
        ("          - {geval: a, velden: {watt: x}, uitkomst: geldt-niet}\n", 12, "veld-onbekend"),
        ("          - {geval: a, velden: {wanneer: ooit eens}, uitkomst: geldt-niet}\n", 12, "datum-onduidelijk"),
        ("          - {geval: a, velden: {kosten: {bedrag: 58.000}}, uitkomst: geldt-niet}\n", 12, "getal-vorm"),
        ("          - {geval: a, uitkomst: geldt-niet}\n", 12, "veld-ontbreekt"),
        (
            "          - geval: a\n            velden: {}\n            uitkomst: geldt-niet\n"
            "            erbij:\n              - {soort: meting, id: x, velden: {}}\n",
            16,
            "geval-soort",
        ),
        (
            "          - geval: a\n            velden: {}\n            uitkomst: geldt-niet\n"
            "            erbij:\n              - {soort: indicatro, id: x, velden: {}}\n",
            16,
            "geval-soort",
        ),
    ],
)
def test_what_is_wrong_in_a_case_is_one_finding_at_its_place(tmp_path: Path, cases: str, line: int, code: str) -> None:
    found = check(tmp_path, cases)
    assert [(f.line, f.code) for f in found] == [(line, code)], [(f.line, f.code, f.message) for f in found]


def test_a_good_case_is_silent_and_reaches_no_data(tmp_path: Path) -> None:
    cases = "          - {geval: Nog niets, velden: {voortgang: gestart, werknotitie: geheim}, uitkomst: breekt}\n"
    root = copy_base(tmp_path)
    write(root, {"agenda/kaderlijsten/afspraken.yaml": LIST.format(cases)})
    loaded = load_from(root)
    assert places([f for f in loaded.findings if "afspraken" in f.path]) == []
    assert not any("geheim" in repr(item.fields) for item in loaded.model.items.values())


def test_a_reference_to_a_gate_takes_no_cases(tmp_path: Path) -> None:
    text = """titel: Afspraken
publicatie: openbaar
kaders:
  - id: einde
    nummer: '1'
    tekst: Wat eindigt, zegt waarom
    toets:
      - poort: einde-met-reden
        gevallen: [{geval: a, velden: {}, uitkomst: geldt-niet}]
"""
    root = copy_base(tmp_path)
    write(root, {"agenda/kaderlijsten/afspraken.yaml": text})
    found = [f for f in load_from(root).findings if "afspraken" in f.path]
    assert places(found) == [("agenda/kaderlijsten/afspraken.yaml", 9, 9, "geval-bij-poort")]


def test_a_case_plays_on_its_own_day(tmp_path: Path) -> None:
    case = "          - {{geval: a, velden: {{einde: '2026-05-01'}}, uitkomst: houdt, peildatum: '{}'}}\n"
    text = LIST.replace("wanneer: voortgang == 'gestart'", "wanneer: gevuld(einde)").replace(
        "gevuld(wat, kosten.bedrag)", "na(einde, peildatum)"
    )
    for day, codes in (("2026-04-30", []), ("2026-05-02", ["geval-anders"])):
        root = copy_base(tmp_path / day)
        write(
            root,
            {"agenda/kaderlijsten/afspraken.yaml": text.replace("activiteit", "contract").format(case.format(day))},
        )
        found = [f for f in load_from(root).findings if "afspraken" in f.path]
        assert [f.code for f in found] == codes
