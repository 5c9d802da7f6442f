"""Money and staff: each amount once, the newest paper counts, what is open is not 0, hidden lines are told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from workbench import REPOSITORY, good_model, model_of, shipped_kinds

from kapstok.core.audience import AUDIENCES
from kapstok.core.model import Key, Model
from kapstok.core.workspace import open_workspace
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.read.reader import read_files
from kapstok.reckon.amounts import Amount, difference
from kapstok.reckon.budget import Column, add, columns, groups, own_columns, rows
from kapstok.reckon.door import Facts, reckon
from kapstok.reckon.facts import Unknown
from kapstok.reckon.money import Line, is_complete
from kapstok.render.offers.money import MoneyOffers
from kapstok.render.offers.things import World
from kapstok.view import view

DAY = date(2026, 1, 1)
OPEN = "publicatie: openbaar\n"
TREE = {
    "agenda.yaml": f"titel: Agenda\ngemeente: G\nstatus: concept\n{OPEN}",
    "opgaven/a.yaml": f"nummer: '1'\ntitel: A\n{OPEN}",
    "opgaven/b.yaml": f"nummer: '2'\ntitel: B\n{OPEN}",
    "doelen/a1.yaml": f"nummer: '1'\ntitel: A1\nopgave: a\n{OPEN}",
    "doelen/a2.yaml": f"nummer: '2'\ntitel: A2\nopgave: a\n{OPEN}",
    "doelen/b1.yaml": f"nummer: '1'\ntitel: B1\nopgave: b\n{OPEN}",
    "activiteiten/een.yaml": f"titel: Een\nvoortgang: loopt\ndoelen: [a1, a2]\n{OPEN}",
    "activiteiten/over.yaml": f"titel: Over\nvoortgang: loopt\ndoelen: [a2, b1]\n{OPEN}",
    "programmas/p.yaml": f"titel: P\nsoort: programma\nvoortgang: loopt\n{OPEN}",
}
A = Key(kind="opgave", id="a")


def line(name: str, on: str, amount: Any, more: str = "", *, sort: str = "lasten", state: str = "begroot") -> str:
    return (
        f"  - {{id: {name}, titel: {name}, hangt_aan: '{on}', bedrag: {amount}, "
        f"soort: {sort}, stand: {state}{', ' + more if more else ''}}}\n"
    )


def paper(title: str, year: int, lines: str, sort: str = "begroting", more: str = "", staff: str = "") -> str:
    text = f"titel: {title}\njaar: {year}\nsoort: '{sort}'\n{OPEN}{more}"
    return text + (f"regels:\n{lines}" if lines else "") + (f"inzet:\n{staff}" if staff else "")


def facts_of(*papers: str, day: date = DAY) -> Facts:
    files = TREE | {f"begroting/x{n}.yaml": text for n, text in enumerate(papers)}
    return reckon(good_model(files), shipped_kinds(), day)


def budget_of(lines: str, staff: str = "") -> Facts:
    return facts_of(paper("Begroting", 2026, lines, staff=staff))


def seen_by(facts: Facts, audience: str) -> Facts:
    return reckon(view(facts.model, shipped_kinds(), audience), shipped_kinds(), facts.day)


def told(facts: Facts, *, key: Key | None = None, staff: bool = False) -> dict[str, str]:
    """The costs (or staff) in each column, by its heading."""
    lines = facts.money.of(key, facts.roles) if key else facts.money.lines
    found = columns(facts.money, lines, staff=staff)
    return {
        c.words: (c.sums(lines).staff if staff else c.sums(lines).costs).words.replace("\u00a0", " ") for c in found
    }


def counted(facts: Facts, year: int, state: str = "begroot") -> Amount:
    return add(ln for ln in facts.money.counted if ln.period == (year, state)).costs


LINES = (
    line("top", "opgave:a", 1000)
    + line("mid", "doel:a1", 200)
    + line("leaf", "activiteit:een", 30)
    + line("both", "activiteit:over", 4)
    + line("beside", "programma:p", 500)
    + line("all", "beleidsagenda:agenda", 60000)
)


def test_of_two_budgets_that_overlap_the_newest_counts_and_both_are_shown() -> None:
    first = paper(
        "Begroting 2019-2020", 2019, line("n", "opgave:a", 900000) + line("v", "opgave:a", 1000000, "jaar: 2020")
    )
    second = paper("Begroting 2020-2021", 2020, line("w", "opgave:a", 1100000))
    facts = facts_of(first, second)
    assert told(facts, key=A) == {
        "2019 begroot": "€ 900.000",
        "2020 begroot (Begroting 2019-2020)": "€ 1.000.000",
        "2020 begroot (Begroting 2020-2021)": "€ 1.100.000",
    }
    assert counted(facts, 2020).words == "€\u00a01.100.000"
    (old,) = [ln for ln in facts.money.lines if ln.item.title == "v"]
    assert old.replaced_by is not None
    assert old.replaced_by.title == "Begroting 2020-2021"


def test_a_post_that_the_newer_budget_drops_is_gone_but_a_budget_of_something_else_stays() -> None:
    first = paper("Oud", 2019, line("x", "opgave:a", 10, "jaar: 2020") + line("y", "opgave:b", 5, "jaar: 2020"))
    programme = paper("Programma", 2019, line("z", "programma:p", 700, "jaar: 2020"))
    facts = facts_of(first, programme, paper("Nieuw", 2020, line("n", "doel:a1", 20)))
    assert counted(facts, 2020).value == 720


def test_a_change_names_the_posts_that_change_and_leaves_the_others() -> None:
    base = paper("Begroting 2020", 2020, line("x", "opgave:a", 100) + line("y", "opgave:a", 40))
    note = paper("Voorjaarsnota 2020", 2020, line("x", "opgave:a", 130), "voorjaarsnota")
    facts = facts_of(note, base)
    assert told(facts) == {
        "2020 begroot, primair (Begroting 2020)": "€ 140",
        "2020 na wijziging (Voorjaarsnota 2020)": "€ 170",
    }
    older = paper(
        "Begroting 2019", 2019, line("x", "opgave:a", 100, "jaar: 2020") + line("y", "opgave:a", 40, "jaar: 2020")
    )
    assert counted(facts_of(older, note), 2020).value == 170


@pytest.mark.parametrize(
    "sort", ["bestuursrapportage", "begrotingswijziging", "najaarsnota", "anders: tweede wijziging"]
)
def test_the_order_is_that_of_the_cycle_and_not_of_the_files(sort: str) -> None:
    change = paper("A", 2020, line("x", "opgave:a", 130), sort)
    last = paper("A0", 2020, line("x", "opgave:a", 90, state="realisatie"), "jaarrekening")
    facts = facts_of(change, last, paper("Z", 2020, line("x", "opgave:a", 100)))
    assert told(facts) == {
        "2020 begroot, primair (Z)": "€ 100",
        "2020 na wijziging (A)": "€ 130",
        "2020 gerealiseerd": "€ 90",
        "2020 verschil": "€ 40",
    }


def test_two_changes_stand_in_the_order_of_the_days_they_were_decided() -> None:
    decided = "status: vastgesteld\nbesluitvorming: [{{status: vastgesteld, datum: '{}'}}]\n"
    change = "begrotingswijziging"
    one = paper("Tweede", 2020, line("x", "opgave:a", 3), change, decided.format("2020-09-01"))
    two = paper("Zie de eerste", 2020, line("x", "opgave:a", 2), change, decided.format("2020-05-01"))
    base = paper("B", 2020, line("x", "opgave:a", 1))
    assert counted(facts_of(one, two, base), 2020).value == 3
    assert counted(facts_of(one, two, base, day=date(2020, 8, 1)), 2020).value == 2
    assert counted(facts_of(one, two, base, day=date(2020, 2, 1)), 2020).value == 1


def test_what_is_realised_is_told_anew_and_what_was_withdrawn_does_not_count() -> None:
    half = paper("Berap", 2020, line("x", "opgave:a", 50, state="realisatie"), "bestuursrapportage")
    whole = paper("Rekening", 2020, line("ander", "opgave:a", 120, state="realisatie"), "jaarrekening")
    assert counted(facts_of(half, whole), 2020, "realisatie").value == 120
    gone = paper("Begroting 2020", 2020, line("x", "opgave:a", 999), more="status: ingetrokken\n")
    facts = facts_of(gone, paper("Begroting 2019", 2019, line("x", "opgave:a", 7, "jaar: 2020")))
    assert told(facts) == {"2020 begroot": "€ 7"}


def test_own_and_below_add_up_and_a_thing_under_two_goals_counts_once() -> None:
    facts = budget_of(LINES)
    lines = facts.money.of(A, facts.roles)
    assert add(lines).costs.value == 1234
    assert add(ln for ln in lines if ln.on == A).costs.value == 1000
    offered = MoneyOffers(World(facts.model, facts.kinds), facts)
    (part,) = offered.of_thing(offered.world.thing(A)).parts
    assert [thing.titel for thing in part.shared] == ["Over"]
    (goal,) = offered.of_thing(offered.world.thing(Key(kind="doel", id="a1"))).parts
    assert [thing.titel for thing in goal.shared] == ["Een"]
    assert goal.split.replace("\u00a0", " ") == (
        "Het resultaat is € -230: € -200 rechtstreeks en € -30 bij wat eronder hangt."
    )


def test_every_line_keeps_its_place_and_its_name() -> None:
    facts = budget_of(LINES)
    made = groups(facts.money.lines, facts.roles)
    assert [(g.words, add(g.lines).costs.value) for g in made] == [
        ("A", 1230),
        ("Bij meer opgaven tegelijk", 4),
        ("Bij de agenda als geheel: Agenda", 60000),
        ("Niet bij één opgave", 500),
    ]
    assert Counter(ln.item.title for g in made for ln in g.lines) == Counter(
        ["top", "mid", "leaf", "both", "all", "beside"]
    )


def test_what_is_open_is_printed_as_it_is_and_never_taken_for_nothing() -> None:
    facts = budget_of(
        line("pm", "opgave:a", "PM")
        + line("nnb", "opgave:a", "n.n.b.")
        + line("nvt", "opgave:a", "n.v.t.")
        + line("nul", "opgave:a", 0)
        + line("vijf", "opgave:a", 5)
    )
    sums = add(facts.money.lines)
    assert (sums.costs.words.replace("\u00a0", " "), sums.open, len(sums.lines)) == ("€ 5 + PM + n.n.b.", 2, 5)
    only = add(budget_of(line("pm", "opgave:a", "PM")).money.lines)
    assert (only.costs.words, only.result.words, only.costs.number) == ("PM", "PM", Unknown.OPEN)
    assert add(budget_of(line("x", "opgave:a", "n.v.t.")).money.lines).costs.words == "n.v.t."
    assert [r.cells[0].words for r in rows_of(facts)] == ["PM", "n.n.b.", "n.v.t.", "€\u00a00", "€\u00a05"]


def rows_of(facts: Facts) -> tuple[Any, ...]:
    return rows(facts.money.lines, columns(facts.money, facts.money.lines))


def test_two_lines_of_one_post_and_year_are_both_shown() -> None:
    twin = line("x", "doel:a1", "PM") + line("x", "doel:a1", 100000).replace("id: x", "id: y")
    found = rows_of(budget_of(twin))
    assert [(r.name, r.cells[0].words) for r in found] == [("x", "PM"), ("x", "€\u00a0100.000")]
    years = twin + twin.replace("id: ", "id: later-").replace("stand: begroot", "stand: begroot, jaar: 2027")
    assert [[c.words for c in r.cells] for r in rows_of(budget_of(years))] == [["PM"] * 2, ["€\u00a0100.000"] * 2]


def test_an_open_amount_is_never_compared_as_a_number() -> None:
    real = paper("R", 2026, line("x", "opgave:a", 5, state="realisatie"), "jaarrekening")
    facts = facts_of(paper("B", 2026, line("x", "opgave:a", "PM")), real)
    assert told(facts)["2026 verschil"] == "niet te bepalen"
    assert difference(Amount(), Amount(value=Decimal(5), known=1)).words == "–"
    assert difference(Amount(value=Decimal(5), known=1), Amount(value=Decimal(7), known=1)).words == "€\u00a0-2"


def test_the_sign_is_that_of_a_dutch_budget() -> None:
    facts = budget_of(
        line("a", "opgave:a", 100) + line("b", "opgave:a", 30, sort="baten") + line("c", "opgave:a", 20, sort="reserve")
    )
    sums = add(facts.money.lines)
    assert [a.value for a in (sums.costs, sums.income, sums.balance, sums.reserve, sums.result)] == [
        100,
        30,
        -70,
        20,
        -50,
    ]
    filled = add(budget_of(line("c", "opgave:a", -20, sort="reserve")).money.lines)
    assert filled.result.value == -20


def test_a_difference_is_an_advantage_for_costs_and_income_alike() -> None:
    plan = paper("B", 2026, line("k", "opgave:a", 100) + line("o", "opgave:a", 30, sort="baten"))
    real = paper(
        "R",
        2026,
        line("k", "opgave:a", 90, state="realisatie") + line("o", "opgave:a", 25, sort="baten", state="realisatie"),
        "jaarrekening",
    )
    facts = facts_of(plan, real)
    gap = columns(facts.money, facts.money.lines)[-1].sums(facts.money.lines)
    assert [a.value for a in (gap.costs, gap.income, gap.balance, gap.result)] == [10, -5, 5, 5]


def test_a_balance_as_a_sort_of_line_is_refused_at_its_place() -> None:
    _, findings = model_of(TREE | {"begroting/x.yaml": paper("B", 2026, line("x", "opgave:a", 5, sort="saldo"))})
    (found,) = findings
    assert (found.code, found.line, found.message) == (
        "waarde-onbekend",
        6,
        "saldo is geen geldige waarde voor soort.",
    )


def test_staff_is_counted_apart_and_in_its_own_columns() -> None:
    staff = "".join(
        f"  - {{id: i{n}, titel: I, hangt_aan: 'opgave:a', fte: {fte}, stand: begroot}}\n"
        for n, fte in enumerate(["0.1", "'0,2'", "0", "n.n.b."])
    )
    facts = budget_of(line("a", "opgave:a", 100), staff)
    assert told(facts, staff=True) == {"2026 begroot": "0,3 fte + n.n.b."}
    assert told(facts) == {"2026 begroot": "€ 100"}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_total_says_that_lines_are_hidden(audience: str) -> None:
    lines = line("open", "opgave:a", 1) + line("dicht", "activiteit:een", 2, "publicatie: intern")
    seen = seen_by(budget_of(lines), audience)
    whole = "intern" in AUDIENCES[audience]
    for key in (None, A, Key(kind="doel", id="a1"), Key(kind="activiteit", id="een")):
        assert is_complete(key, seen.roles) == whole
    assert is_complete(Key(kind="opgave", id="b"), seen.roles)
    assert is_complete(None, seen.roles, "fte")
    assert is_complete(None, seen.roles, "bedrag") == whole
    offers = MoneyOffers(World(seen.model, seen.kinds), seen)
    found = offers.of_thing(offers.world.thing(A))
    assert ("Exclusief niet-openbare posten." in found.notes) == (not whole)
    assert found.glance is not None
    assert found.glance.words == ("€\u00a03" if whole else "€\u00a01")


def test_a_hidden_activity_makes_the_goal_above_it_incomplete() -> None:
    files = TREE | {
        "activiteiten/een.yaml": "titel: Een\nvoortgang: loopt\ndoelen: [a1]\n",
        "begroting/x.yaml": paper("B", 2026, line("x", "opgave:a", 1)),
    }
    seen = seen_by(reckon(good_model(files), shipped_kinds(), DAY), "inwoners")
    assert not is_complete(A, seen.roles)


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
def test_the_shipped_budgets_reconcile_with_their_lines_at_every_level(audience: str) -> None:
    facts = reckon(view(shipped(), shipped_kinds(), audience), shipped_kinds(), date(2026, 11, 30))
    expected = written(AUDIENCES[audience])
    assert expected
    lines = facts.money.lines
    made = groups(lines, facts.roles)
    for column in columns(facts.money, lines, differ=False):
        total = column.sums(lines)
        parts = [column.sums(group.lines) for group in made]
        posts = [(r.sort, cell) for r in rows(lines, [column]) for cell in r.cells]
        for sort, whole, some in (
            ("lasten", total.costs, [p.costs for p in parts]),
            ("baten", total.income, [p.income for p in parts]),
            ("reserve", total.reserve, [p.reserve for p in parts]),
        ):
            wanted = expected.pop((column.year or 0, column.state, sort), 0)
            assert whole.value == sum(p.value for p in some) == wanted
            assert sum(cell.value for each, cell in posts if each == sort) == wanted
        assert total.balance.value == sum(p.balance.value for p in parts)
        assert total.result.value == total.balance.value + total.reserve.value
    assert not expected


def test_four_levels_reconcile() -> None:
    """Agenda, opgave, goal and activity: what is below adds up to what is above, whatever hangs under several."""
    facts = budget_of(LINES + line("b", "doel:b1", 7))
    every, roles = facts.money.lines, facts.roles
    for item in facts.model.items.values():
        if item.parent is None and item.key.kind in ("opgave", "doel", "activiteit"):
            lines = facts.money.of(item.key, roles)
            children = [k for k in roles.below(item.key) if item.key in roles.parents(facts.model.items[k])]
            below = {ln.item.key for k in children for ln in facts.money.of(k, roles)}
            own = {ln.item.key for ln in every if ln.on == item.key}
            assert {ln.item.key for ln in lines} == own | below
    assert sum(add(g.lines).costs.value for g in groups(every, roles)) == add(every).costs.value == 61741


def test_a_paper_shows_its_own_lines_also_when_they_count_no_more() -> None:
    first = paper("Begroting 2019-2020", 2019, line("v", "opgave:a", 1000000, "jaar: 2020"))
    facts = facts_of(first, paper("Begroting 2020-2021", 2020, line("w", "opgave:a", 1100000)))
    offers = MoneyOffers(World(facts.model, facts.kinds), facts)
    (old,) = offers.periods(offers.world.thing(Key(kind="begroting", id="x0")))
    assert old.notes == ("Telt voor 2020 niet meer mee: v. Daarvoor geldt Begroting 2020-2021.",)
    (new,) = offers.periods(offers.world.thing(Key(kind="begroting", id="x1")))
    assert new.notes == ()
    shown: tuple[Column, ...] = own_columns(facts.money.lines)
    assert [c.words for c in shown] == ["2020 begroot"]
    assert all(isinstance(ln, Line) for ln in facts.money.lines)
