"""Every kader that is tested can turn red: one small change of the agenda breaks that kader and no other.

The agenda is read once. A mutation changes one file in memory, as plain data, and the model is made again of all
files; nothing is written. Without a change no kader is broken.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import pytest
from mutations import MUTATIONS, Change, Data, Mutation
from workbench import REPOSITORY

from kapstok.core.finding import Finding
from kapstok.core.model import Document, Judgement, Key, Model
from kapstok.core.workspace import open_workspace
from kapstok.kinds.schema import Kind
from kapstok.link.gates import with_gates
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.pipeline import Loaded, load
from kapstok.read.reader import read_text
from kapstok.rules.frames import judge
from kapstok.rules.placement import BREAKS, TESTED, UNTESTABLE

DAY = date(2026, 11, 1)


@cache
def agenda() -> Loaded:
    """The real agenda, read once, as it stood on a day on which its exemptions counted."""
    return load(open_workspace(REPOSITORY), day=DAY)


@cache
def placed() -> Mapping[str, tuple[Document, Kind]]:
    """Every file of the agenda with its kind, by its path."""
    found, findings = validate(agenda().model.documents.values(), agenda().kinds)
    assert not findings
    return {document.path: (document, kind) for document, kind in found}


def changed(path: str, change: Change) -> tuple[Document, Kind]:
    """One file of the agenda after a change, or a new one."""
    known = placed().get(f"agenda/{path}")
    data: Data = copy.deepcopy(dict(known[0].data)) if known else {}
    change(data)
    text = json.dumps(data, ensure_ascii=False, indent=1)  # JSON is YAML too
    document, findings = read_text(f"agenda/{path}", text.encode())
    assert document is not None
    assert not findings
    found, findings = validate([document], agenda().kinds)
    assert not findings, findings
    return found[0]


def judged(changes: Mapping[str, Change]) -> tuple[Model, Judgement, Sequence[Finding]]:
    """The agenda with some files changed, and how it keeps its kaders."""
    files = dict(placed())
    for path, change in changes.items():
        files[f"agenda/{path}"] = changed(path, change)
    model, findings = resolve(files.values(), agenda().kinds)
    assert not findings, findings
    model = with_gates(model, agenda().kinds)
    judgement, broken = judge(model, agenda().kinds, agenda().day)
    return model, judgement, broken


def mutated(mutation: Mutation) -> tuple[Model, Judgement, Sequence[Finding]]:
    """The agenda after one mutation."""
    return judged({mutation.path: mutation.change, **mutation.also})


def broken_norms(judgement: Judgement) -> dict[Key, set[Key]]:
    """The norms that are broken, each with the items that break it."""
    found: dict[Key, set[Key]] = {}
    for outcome in judgement.outcomes:
        if outcome.state == BREAKS:
            found.setdefault(outcome.test.norm, set()).add(outcome.item)
    return found


def test_the_agenda_itself_keeps_every_kader() -> None:
    _, judgement, findings = judged({})
    assert broken_norms(judgement) == {}
    assert list(findings) == []


def test_every_kader_has_a_place() -> None:
    _, judgement, _ = judged({})
    places = {norm: place for norm, place in judgement.placements.items() if norm.kind == "kader"}
    assert len(places) == 77
    assert all(places.values())
    assert sum(place == TESTED for place in places.values()) >= 25
    assert any(place == UNTESTABLE for place in places.values())


@pytest.mark.langzaam
def test_every_test_of_every_kader_is_broken_by_a_mutation() -> None:
    _, judgement, _ = judged({})
    broken: set[tuple[Key, int]] = set()
    for mutation in MUTATIONS:
        outcomes = mutated(mutation)[1].outcomes
        broken |= {(outcome.test.norm, outcome.test.index) for outcome in outcomes if outcome.state == BREAKS}
    assert broken == {(test.norm, test.index) for test in judgement.tests}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.kader} {m.path}")
def test_a_mutation_breaks_its_kader_and_no_other(mutation: Mutation) -> None:
    model, judgement, findings = mutated(mutation)
    broken = broken_norms(judgement)
    assert set(broken) == {mutation.norm}
    assert mutation.breaker in broken[mutation.norm]
    code = f"kader-{mutation.kader.replace('.', '-')}"
    found = [f for f in findings if f.code == code and f.path == model.items[mutation.breaker].path]
    assert found
    assert all(f.line > 0 and f.message and f.hint for f in found)
