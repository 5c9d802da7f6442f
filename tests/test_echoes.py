"""One mistake gives one finding: what a broken file or a wrong field lacks is not told once more elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from workbench import copy_base

from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load

DAY = date(2026, 11, 30)
NORMS = """\
titel: Afspraken
publicatie: openbaar
kaders:
  - id: bijdragen
    tekst: Elke activiteit draagt bij
    toets:
      - {voor: activiteit, eis: gevuld(doelen), melding: '{titel} draagt aan geen enkel doel bij.'}
      - {voor: activiteit, eis: gevuld(doelen.opgave), melding: '{titel} hoort bij geen opgave.'}
      - {voor: opgave, eis: gevuld(doelen), melding: '{titel} heeft geen doel.'}
      - {voor: beleidsagenda, eis: aantal(doelen) > 0, melding: Er zijn geen doelen.}
"""
GOAL = "agenda/doelen/niemand-alleen.yaml"
ACTIVITY = "agenda/activiteiten/{}.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The base workspace with norms that look at its only goal, and twenty activities under it."""
    root = copy_base(tmp_path)
    (root / "agenda/kaderlijsten/afspraken.yaml").write_text(NORMS, encoding="utf-8")
    for number in range(20):
        text = f"titel: Activiteit {number}\npublicatie: openbaar\nvoortgang: voorgesteld\ndoelen: [niemand-alleen]\n"
        (root / ACTIVITY.format(f"a{number}")).write_text(text, encoding="utf-8")
    assert codes(root) == []
    return root


def codes(root: Path) -> list[tuple[str, str]]:
    return [(finding.path, finding.code) for finding in load(open_workspace(root), day=DAY).findings]


@pytest.mark.parametrize(
    "fault",
    [
        lambda text: text.replace("titel: ", 'titel: "', 1),
        lambda text: text + "kapot: [\n",
        lambda text: text + "\tx: 1\n",
        lambda text: text.replace("titel: ", "titel ", 1),
        lambda text: "",
    ],
)
def test_a_file_that_cannot_be_read_makes_no_echo(root: Path, fault: Callable[[str], str]) -> None:
    file = root / GOAL
    file.write_text(fault(file.read_text(encoding="utf-8")), encoding="utf-8")
    [(path, _)] = codes(root)
    assert path == GOAL


def test_a_reference_that_leads_nowhere_is_told_once(root: Path) -> None:
    file = root / ACTIVITY.format("a3")
    file.write_text(file.read_text(encoding="utf-8").replace("niemand-alleen", "niemand-alleenn"), encoding="utf-8")
    assert codes(root) == [(ACTIVITY.format("a3"), "verwijzing-bestaat-niet")]


def test_a_wrong_field_is_told_once_and_what_else_is_missing_as_well(root: Path) -> None:
    text = (
        "titel: Dansen\npublicatie: openbaar\nvoortgang: gestart\ndoelen: [niemand-alleen]\nwie_anders: [buren]\n"
        "waar: Hier\nwanneer: '2026'\nbereiken: Plezier.\nkosten: {bedrag: duizend}\n"
    )
    (root / ACTIVITY.format("dansen")).write_text(text, encoding="utf-8")
    found = load(open_workspace(root), day=DAY).findings
    assert [(f.line, f.code) for f in found] == [(3, "kader-poort-zes-antwoorden"), (9, "waarde-past-niet")]
    assert "Wat gaan we doen?" in found[0].message


def test_a_broken_list_of_norms_leaves_its_gates_alone(root: Path) -> None:
    text = "titel: Dansen\npublicatie: openbaar\nvoortgang: gestart\ndoelen: [niemand-alleen]\n"
    (root / ACTIVITY.format("dansen")).write_text(text, encoding="utf-8")
    file = root / "agenda/kaderlijsten/afspraken.yaml"
    file.write_text(NORMS + "kapot: [\n", encoding="utf-8")
    assert [path for path, _ in codes(root)] == ["agenda/kaderlijsten/afspraken.yaml"]
