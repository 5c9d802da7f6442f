"""Money and staff: each amount once, what is open is not 0, and a total that is not whole says so."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from workbench import REPOSITORY, good_model, shipped_kinds, the

from kapstok.core.audience import AUDIENCES
from kapstok.core.model import Key, Model
from kapstok.core.workspace import open_workspace
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.read.reader import read_files
from kapstok.reckon.door import reckon
from kapstok.reckon.money import add, is_complete, lines, of_thing, tables
from kapstok.reckon.roles import Roles
from kapstok.render.offers.figures_api import Figures
from kapstok.render.offers.things import World
from kapstok.view import view

OPEN = "publicatie: openbaar\n"
TREE = {
    "opgaven/a.yaml": f"nummer: '1'\ntitel: A\n{OPEN}",
    "opgaven/b.yaml": f"nummer: '2'\ntitel: B\n{OPEN}",
    "doelen/a1.yaml": f"nummer: '1'\ntitel: A1\nopgave: a\n{OPEN}",
    "doelen/a2.yaml": f"nummer: '2'\ntitel: A2\nopgave: a\n{OPEN}",
    "doelen/b1.yaml": f"nummer: '1'\ntitel: B1\nopgave: b\n{OPEN}",
    "activiteiten/een.yaml": f"titel: Een\nvoortgang: loopt\ndoelen: [a1, a2]\n{OPEN}",
    "activiteiten/over.yaml": f"titel: Over\nvoortgang: loopt\ndoelen: [a2, b1]\n{OPEN}",
    "programmas/p.yaml": f"titel: P\nsoort: programma\nvoortgang: loopt\n{OPEN}",
}


def line(name: str, on: str, amount: Any, more: str = "") -> str:
    return (
        f"  - {{id: {name}, titel: {name}, hangt_aan: '{on}', bedrag: {amount}, "
        f"soort: lasten, stand: begroot{', ' + more if more else ''}}}\n"
    )


def roles_of(regels: str, inzet: str = "") -> Roles:
    budget = f"titel: Begroting\njaar: 2026\nsoort: begroting\n{OPEN}"
    budget += f"regels:\n{regels}" if regels else ""
    budget += f"inzet:\n{inzet}" if inzet else ""
    return Roles(good_model(TREE | {"begroting/x.yaml": budget}), shipped_kinds())


LINES = (
    line("top", "opgave:a", 1000)
    + line("mid", "doel:a1", 200)
    + line("leaf", "activiteit:een", 30)
    + line("both", "activiteit:over", 4)
    + line("beside", "programma:p", 500)
)


def test_own_and_below_add_up_and_a_thing_under_two_goals_counts_once() -> None:
    roles = roles_of(LINES)
    (part,) = of_thing(Key(kind="opgave", id="a"), lines(roles), roles)
    assert (part.own.costs, part.below.costs, part.total.costs) == (1000, 234, 1234)
    assert [item.title for item in part.shared] == ["Over"]
    (goal,) = of_thing(Key(kind="doel", id="a1"), lines(roles), roles)
    assert (goal.own.costs, goal.below.costs) == (200, 30)
    assert [item.title for item in goal.shared] == ["Een"]


def test_rows_add_up_to_the_total_and_the_total_to_the_lines() -> None:
    roles = roles_of(LINES)
    (table,) = tables(lines(roles), roles)
    assert [(row.top.title if row.top else None, row.several, row.sums.costs) for row in table.rows] == [
        ("A", False, 1230),
        (None, True, 4),
        (None, False, 500),
    ]
    assert table.total.costs == sum(row.sums.costs for row in table.rows) == 1734
    assert Counter(ln.item.key for row in table.rows for ln in row.sums.lines) == Counter(
        ln.item.key for ln in lines(roles)
    )


def test_what_is_open_is_counted_and_not_taken_for_nothing() -> None:
    roles = roles_of(
        line("pm", "opgave:a", "PM")
        + line("nnb", "opgave:a", "n.n.b.")
        + line("streep", "opgave:a", "'-'")
        + line("nvt", "opgave:a", "n.v.t.")
        + line("nul", "opgave:a", 0)
        + line("vijf", "opgave:a", 5)
    )
    sums = add(lines(roles))
    assert (sums.costs, sums.open, len(sums.lines)) == (5, 3, 6)


def test_years_and_states_stay_apart_and_a_line_has_the_year_of_its_paper() -> None:
    regels = line("a", "opgave:a", 1) + line("b", "opgave:a", 2, "jaar: 2027")
    regels += line("c", "opgave:a", 4).replace("begroot", "realisatie") + line("d", "opgave:a", 8).replace(
        "begroot", "kadernota"
    )
    roles = roles_of(regels)
    parts = of_thing(Key(kind="opgave", id="a"), lines(roles), roles)
    assert [(p.year, p.state, p.total.costs) for p in parts] == [
        (2027, "begroot", 2),
        (2026, "realisatie", 4),
        (2026, "begroot", 1),
        (2026, "kadernota", 8),
    ]
    assert len(of_thing(Key(kind="opgave", id="a"), lines(roles), roles, 2026)) == 3


def test_income_reserve_and_staff_have_sums_of_their_own() -> None:
    regels = line("a", "opgave:a", 100) + line("b", "opgave:a", 30).replace("lasten", "baten")
    regels += line("c", "opgave:a", 20).replace("lasten", "reserve")
    staff = "".join(
        f"  - {{id: i{n}, titel: I, hangt_aan: 'opgave:a', fte: {fte}, stand: begroot}}\n"
        for n, fte in enumerate(["0.1", "'0,2'", "0", "n.n.b."])
    )
    roles = roles_of(regels, staff)
    sums = add(lines(roles))
    assert (sums.costs, sums.income, sums.reserve, sums.balance, sums.net) == (100, 30, 20, 70, 50)
    assert (sums.fte, sums.open) == (Decimal("0.3"), 1)
    assert (len(sums.money), len(sums.staff)) == (3, 4)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_total_says_that_lines_are_hidden(audience: str) -> None:
    regels = line("open", "opgave:a", 1) + line("dicht", "activiteit:een", 2, "publicatie: intern")
    seen = Roles(view(roles_of(regels).model, shipped_kinds(), audience), shipped_kinds())
    whole = "intern" in AUDIENCES[audience]
    for key in (None, Key(kind="opgave", id="a"), Key(kind="doel", id="a1"), Key(kind="activiteit", id="een")):
        assert is_complete(key, seen) == whole
    assert is_complete(Key(kind="opgave", id="b"), seen)
    assert is_complete(None, seen, "fte")
    assert is_complete(None, seen, "bedrag") == whole
    money = Figures(World(seen.model, seen.kinds), reckon(seen.model, seen.kinds, date(2026, 1, 1))).filters()["geld"]
    found = money(World(seen.model, seen.kinds).thing(Key(kind="opgave", id="a")))
    assert (found.volledig, found.delen[0].totaal.uitgaven) == (whole, 3 if whole else 1)


def test_a_hidden_activity_makes_the_goal_above_it_incomplete() -> None:
    files = TREE | {
        "activiteiten/een.yaml": "titel: Een\nvoortgang: loopt\ndoelen: [a1]\n",
        "begroting/x.yaml": f"titel: B\njaar: 2026\nsoort: begroting\n{OPEN}regels:\n" + line("x", "opgave:a", 1),
    }
    seen = Roles(view(good_model(files), shipped_kinds(), "inwoners"), shipped_kinds())
    assert not is_complete(Key(kind="opgave", id="a"), seen)


@cache
def shipped() -> Model:
    """The agenda of this repository."""
    workspace = open_workspace(REPOSITORY)
    documents, _ = read_files(workspace.root, workspace.yaml_files())
    placed, _ = validate(documents, shipped_kinds())
    model, findings = resolve(placed, shipped_kinds())
    assert findings == []
    return model


def written(levels: frozenset[str]) -> Counter[tuple[int, str, str]]:
    """The amounts of the shipped budgets, added up from the YAML itself by year, state and sort."""
    sums: Counter[tuple[int, str, str]] = Counter()
    for file in sorted(Path(REPOSITORY / "agenda" / "begroting").glob("*.yaml")):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        for row in data.get("regels", ()):
            seen = {data.get("publicatie", "intern"), row.get("publicatie", data.get("publicatie", "intern"))}
            if seen <= levels and isinstance(row["bedrag"], int):
                sums[row.get("jaar", data["jaar"]), row["stand"], row["soort"]] += row["bedrag"]
    return sums


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_shipped_budgets_reconcile_with_their_lines(audience: str) -> None:
    roles = Roles(view(shipped(), shipped_kinds(), audience), shipped_kinds())
    expected = written(AUDIENCES[audience])
    assert expected
    for table in tables(lines(roles), roles):
        for sort, got, rows in (
            ("lasten", table.total.costs, [row.sums.costs for row in table.rows]),
            ("baten", table.total.income, [row.sums.income for row in table.rows]),
            ("reserve", table.total.reserve, [row.sums.reserve for row in table.rows]),
        ):
            assert got == sum(rows) == expected.pop((table.year or 0, table.state, sort), 0)
        assert table.total.fte == sum((row.sums.fte for row in table.rows), Decimal(0))
    assert not expected


def test_the_shipped_goals_add_up_to_their_opgave() -> None:
    roles = Roles(shipped(), shipped_kinds())
    every = lines(roles)
    by_top = {(t.year, t.state, row.top.key): row.sums for t in tables(every, roles) for row in t.rows if row.top}
    for top in roles.tree_tops():
        for part in of_thing(top.key, every, roles):
            assert part.total.costs == part.own.costs + part.below.costs
            assert part.total.costs == by_top[part.year, part.state, top.key].costs
    assert the(shipped(), "opgave", "meedoen").key in {key for _, _, key in by_top}
