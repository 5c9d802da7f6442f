"""Which of the six and the eight questions are open: one answer for the page, the list, the reports and the gates."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product
from pathlib import Path

import pytest
from workbench import building, copy_base, good_model, shipped_kinds, small_kinds, write

from kapstok.core.model import Key, Model
from kapstok.link.gates import with_gates
from kapstok.reckon.door import reckon
from kapstok.reckon.open import unanswered
from kapstok.rules.frames import judge

DAY = date(2026, 1, 15)
OPEN = "publicatie: openbaar\n"
WHO = {"organisaties/buurt.yaml": f"naam: Buurtwerk\n{OPEN}"}
SIX = {
    "wat": "wat: Samen koken.\n",
    "wie": "wie: [buurt]\n",
    "wie_anders": "wie_anders: [buren]\n",
    "waar": "waar: In het dorpshuis\n",
    "kernen": "kernen: [Lexmond]\n",
    "wanneer": "wanneer: vanaf januari 2026\n",
    "bereiken": "bereiken: Buren kennen elkaar.\n",
}
_COSTS = ("bedrag: 0", "bedrag: PM", "bedrag: n.v.t.", "bedrag: 10, jaar: 2026")
COSTS = ("", *(f"kosten: {{{costs}}}\n" for costs in _COSTS))
EIGHT = {
    "waarom": "waarom: Inwoners vinden de weg niet.\n",
    "voor_wie": "voor_wie: Iedereen\n",
    "bereiken": "bereiken: Iedereen vindt de weg.\n",
    "regie": "regie: beleidsadviseur\n",
    "tijd_en_capaciteit": "tijd_en_capaciteit: Acht uur per week\n",
    "betrokkenen": "betrokkenen: [buurt]\n",
    "tevreden": "tevreden: Als iedereen de weg vindt.\n",
}


def started(kind: str, answers: dict[str, str]) -> dict[str, str]:
    """A file for every way in which the questions can be answered, each with every way to fill in the costs."""
    subsets = [some for size in range(len(answers) + 1) for some in combinations(answers, size)]
    files = {}
    for number, (some, costs) in enumerate(product(subsets, COSTS)):
        told = "".join(answers[name] for name in some)
        files[f"{kind}/n{number}.yaml"] = f"titel: N{number}\nvoortgang: gestart\n{OPEN}{told}{costs}"
    return files


def lacks(model: Model, gate: str) -> dict[Key, tuple[str, ...]]:
    """What a gate misses of each item, by its titles."""
    judgement, _ = judge(with_gates(model, shipped_kinds()), shipped_kinds(), DAY)
    return {
        outcome.item: tuple(lack.label for lack in outcome.lacks)
        for outcome in judgement.gates
        if outcome.test.norm.id.endswith(gate)
    }


@pytest.mark.parametrize(
    ("folder", "kind", "answers", "gate"),
    [("activiteiten", "activiteit", SIX, "zes-antwoorden"), ("opdrachten", "opdracht", EIGHT, "acht-antwoorden")],
)
def test_a_question_is_open_exactly_when_the_gate_misses_its_answer(
    folder: str, kind: str, answers: dict[str, str], gate: str
) -> None:
    model = good_model(WHO | started(folder, answers))
    roles, missed = reckon(model, shipped_kinds(), DAY).roles, lacks(model, gate)
    for item in model.of_kind(kind):
        assert sorted(unanswered(item, roles)) == sorted(missed[item.key]), dict(item.fields)


def test_an_answer_in_the_second_field_is_on_no_list_and_on_the_page(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    told = f"titel: Naaicafé\nvoortgang: voorgesteld\nwie_anders: [buren]\nkernen: [Lexmond]\n{OPEN}"
    write(root, {"agenda/activiteiten/naaien.yaml": told})
    with building(root) as build:
        pages = {page.address: page.markdown for page in build._pages()}
    [line] = [line for line in pages["nog-te-bepalen/"].splitlines() if "Naaicafé" in line]
    assert "Waar gebeurt het?" not in line
    assert "Wie is erbij betrokken?" not in line
    assert "Wat gaan we doen?" in line
    page = pages["activiteiten/naaien/"]
    assert page.count("nog niet beantwoord") == 4  # wat, wanneer, bereiken, kosten
    assert "Lexmond" in page


def test_a_question_that_names_no_field_is_told_at_its_place(tmp_path: Path) -> None:
    schema = {
        "$id": "idee.json",
        "title": "Idee",
        "x-map": "ideeen",
        "type": "object",
        "properties": {
            "titel": {"type": "string"},
            "waar": {"type": "string", "x-rol": "zes-vragen", "x-beantwoord-door": ["waar", "kernn"]},
            "kernen": {"type": "string"},
        },
    }
    _, findings = small_kinds(tmp_path / "schemas", {"idee.json": schema})
    assert [(f.code, f.message, f.hint) for f in findings] == [
        (
            "schema-veld",
            "Het veld kernn bij x-beantwoord-door staat niet in de eigenschappen.",
            "Bedoelde u kernen?",
        )
    ]
