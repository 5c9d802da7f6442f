"""A value that its schema refused is used nowhere: whatever stands there, a check ends in findings about that value."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from workbench import model_of, places, shipped_kinds, the

from kapstok.check.structure import check
from kapstok.core.audience import PUBLIC
from kapstok.core.finding import Severity
from kapstok.link.refused import doubles
from kapstok.rules.frames import judge
from kapstok.view import view

DAY = date(2026, 11, 1)
AGENDA = {"titel": "Agenda", "gemeente": "Proefstad", "status": "concept"}
GOAL = {"titel": "Samen eten", "nummer": "1", "opgave": "meedoen", "publicatie": "openbaar"}
FILES = {"opgaven/meedoen.yaml": "titel: Meedoen\nnummer: '1'\npublicatie: openbaar\n"}


def checked(path: str, data: Any) -> tuple[Any, list[Any]]:
    """The model with one more file, and all errors; everything that a check does was done."""
    files = {"agenda.yaml": yaml.safe_dump(AGENDA), **FILES, path: yaml.safe_dump(data, allow_unicode=True)}
    model, findings = model_of(files)
    kinds = shipped_kinds()
    findings = [*findings, *check(model, kinds), *judge(model, kinds, DAY)[1]]
    return model, [f for f in findings if f.severity is Severity.ERROR]


ODD = {"block": {"a": 1}, "list": ["x"], "nested": [[{}]], "number": 5, "word": "blauw", "long": "vanaf " * 500}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("field", ["status", "publicatie", "besluitvorming", "samenvatting", "titel", "vorige_ids"])
def test_a_field_of_another_form_is_left_out_and_told(field: str, odd: str) -> None:
    model, errors = checked("doelen/eten.yaml", {**GOAL, field: ODD[odd]})
    if (odd, field) in (("word", "samenvatting"), ("word", "titel"), ("list", "vorige_ids")):
        assert errors == []  # that is what belongs there
        return
    assert {f.path for f in errors} == {"agenda/doelen/eten.yaml"}, errors
    assert len(errors) == 1
    assert the(model, "doel", "eten").fields.get(field, ()) == ()


@pytest.mark.parametrize(
    "more",
    [
        {"huisstijl": {"kleuren": "blauw"}},
        {"huisstijl": {"kleuren": {"hoofd": "blauw"}}},
        {"huisstijl": "blauw"},
        {"peildatum": ["x"]},
        {"peildatum": "9999-12-31"},
        {"status": {"a": 1}},
        {"titel": "1" * 5000},
        {"kernen": {"a": 1}},
    ],
    ids=lambda more: f"{more}"[:40],
)
def test_a_setting_of_another_form_ends_in_a_finding(more: dict[str, Any]) -> None:
    _, errors = checked("agenda.yaml", {**AGENDA, **more})
    assert [f.path for f in errors] == ["agenda/agenda.yaml"], errors


def test_the_places_of_what_is_right_stay_when_one_of_a_list_is_refused() -> None:
    lists = {"titel": "Kaders", "ontwikkelopdracht": "x", "kaders": [{"id": "A!"}, {"id": "goed", "tekst": "Goed"}]}
    model, errors = checked("kaderlijsten/kader.yaml", lists)
    item = the(model, "kader", "kader.goed")
    assert item.pointer == ("kaders", 1)
    assert item.position.line == 3
    assert errors


@pytest.mark.parametrize("level", [["openbaar"], "openbar", {"a": 1}, 5], ids=repr)
def test_who_may_see_it_said_wrongly_hides_it(level: Any) -> None:
    model, errors = checked("doelen/eten.yaml", {**GOAL, "publicatie": level})
    assert len(errors) == 1
    assert the(model, "doel", "eten").publication == "vertrouwelijk"
    assert not [key for key in view(model, shipped_kinds(), PUBLIC).items if key.id == "eten"]


def test_of_a_list_that_says_something_twice_the_first_stays() -> None:
    goals = {"titel": "Buurtsoep", "doelen": ["eten", "eten"], "publicatie": "openbaar"}
    model, findings = model_of(
        {"doelen/eten.yaml": yaml.safe_dump(GOAL), "activiteiten/soep.yaml": yaml.safe_dump(goals)}
    )
    assert ("agenda/activiteiten/soep.yaml", 3, 3, "waarde-dubbel") in places(findings)
    assert [key.id for key in the(model, "activiteit", "soep").fields["doelen"]] == ["eten"]


def test_doubles_are_what_a_schema_calls_the_same() -> None:
    assert list(doubles([1, 1.0, True, "1", {"a": 1, "b": [2]}, {"b": [2.0], "a": 1}, None, None])) == [1, 5, 7]
