"""Contradictions in budgets and plans: each bad example is found at its place, and the good one beside it is not."""

from __future__ import annotations

from datetime import date

import pytest
from workbench import good_model, shipped_kinds

from kapstok.check.budgets import BUDGETS
from kapstok.check.plans import PLANS
from kapstok.reckon.door import reckon

DAY = date(2026, 7, 1)
TREE = {
    "opgaven/a.yaml": "nummer: '1'\ntitel: A\n",
    "doelen/a1.yaml": "nummer: '1'\ntitel: A1\nopgave: a\n",
    "activiteiten/een.yaml": "titel: Een\nvoortgang: loopt\ndoelen: [a1]\n",
}


def found(files: dict[str, str]) -> list[tuple[str, int, str]]:
    model = good_model(TREE | files)
    facts = reckon(model, shipped_kinds(), DAY)
    every = [finding for rule in (*BUDGETS, *PLANS) for finding in rule(facts)]
    return [(f.path.removeprefix("agenda/"), f.line, f.code) for f in every]


def budget(amount: str, year: int = 2026, on: str = "activiteit:een", more: str = "", sort: str = "begroting") -> str:
    return (
        f"titel: Stuk\njaar: {year}\nsoort: {sort}\n{more}regels:\n"
        f"  - id: x\n    titel: Post\n    hangt_aan: '{on}'\n    bedrag: {amount}\n"
        "    soort: lasten\n    stand: begroot\n"
    )


ACTIVITY = TREE["activiteiten/een.yaml"]


@pytest.mark.parametrize(
    ("costs", "line", "said"),
    [
        ("{bedrag: 48000, jaar: 2026}", "50000", True),
        ("{bedrag: 48000, jaar: 2026}", "48000", False),
        ("{bedrag: 48000, jaar: 2026}", "PM", False),
        ("{bedrag: PM, jaar: 2026}", "50000", False),
        ("{bedrag: 48000, jaar: 2027}", "50000", False),
        ("{bedrag: 48000}", "50000", False),
        ("{bedrag: 0, jaar: 2026}", "50000", True),
    ],
)
def test_an_amount_that_is_typed_twice_is_the_same(costs: str, line: str, said: bool) -> None:
    files = {"activiteiten/een.yaml": ACTIVITY + f"kosten: {costs}\n", "begroting/x.yaml": budget(line)}
    assert found(files) == ([("activiteiten/een.yaml", 4, "kosten-anders-begroot")] if said else [])


def test_the_costs_agree_with_the_budget_as_it_was_changed() -> None:
    files = {
        "activiteiten/een.yaml": ACTIVITY + "kosten: {bedrag: 60, jaar: 2026}\n",
        "begroting/x.yaml": budget("50"),
        "begroting/y.yaml": budget("60", sort="voorjaarsnota"),
    }
    assert found(files) == []


def test_money_after_the_end_is_found_and_nothing_is_not() -> None:
    ended = {"activiteiten/een.yaml": ACTIVITY.replace("loopt", "afgerond") + "wanneer: '2024'\neinde: '2025-06-30'\n"}
    assert found(ended | {"begroting/x.yaml": budget("5")}) == [("begroting/x.yaml", 8, "bedrag-na-einde")]
    assert found(ended | {"begroting/x.yaml": budget("0")}) == []
    assert found(ended | {"begroting/x.yaml": budget("PM")}) == []


def test_two_papers_of_one_place_with_one_post_are_asked_for_their_day() -> None:
    two = {"begroting/x.yaml": budget("5"), "begroting/y.yaml": budget("6")}
    assert found(two) == [("begroting/y.yaml", 8, "post-dubbel")]
    assert found({**two, "begroting/y.yaml": budget("6", on="doel:a1")}) == []
    day = "besluitvorming:\n  - {{status: vastgesteld, datum: '{}'}}\n"
    dated = [budget(n, more=day.format(f"2025-1{n}-01")) for n in ("1", "2")]
    assert found({"begroting/x.yaml": dated[0], "begroting/y.yaml": dated[1]}) == []


@pytest.mark.parametrize(
    ("year", "title", "said"), [(2064, "Meerjaren", False), (2066, "Meerjaren", True), (2057, "B", True)]
)
def test_a_line_outside_the_years_of_its_budget(year: int, title: str, said: bool) -> None:
    text = budget("0", 2060).replace("Stuk", title) + f"    jaar: {year}\n"
    assert found({"begroting/x.yaml": text}) == ([("begroting/x.yaml", 11, "regel-buiten-begroting")] if said else [])


def test_a_goal_under_a_lapsed_task_is_found_and_one_under_two_of_which_one_holds_is_not() -> None:
    gone = {"opgaven/a.yaml": TREE["opgaven/a.yaml"] + "status: vervallen\nvervangen_door: opgave:b\n"}
    heir = {"opgaven/b.yaml": "nummer: '2'\ntitel: B\n", "doelen/b1.yaml": "nummer: '1'\ntitel: B1\nopgave: b\n"}
    assert found(gone | heir) == [("doelen/a1.yaml", 3, "hangt-aan-vervallen")]
    lapsed = {"doelen/a1.yaml": TREE["doelen/a1.yaml"] + "status: vervallen\n"}
    assert found(gone | heir | lapsed) == [("activiteiten/een.yaml", 3, "hangt-aan-vervallen")]
    both = {"activiteiten/een.yaml": ACTIVITY.replace("[a1]", "[a1, b1]")}
    assert found(gone | heir | lapsed | both) == []


def test_an_end_before_the_begin_is_found_for_whatever_runs() -> None:
    contract = "titel: C\nsoort: subsidie\nvoortgang: loopt\nstart: '2026-01-01'\neinde: '2025-01-01'\n"
    assert found({"contracten/c.yaml": contract}) == [("contracten/c.yaml", 5, "einde-voor-begin")]
    assert found({"contracten/c.yaml": contract.replace("2025-01-01", "2026-01-01")}) == []
    vague = ACTIVITY + "wanneer: '2026'\neinde: voorjaar 2026\n"
    assert found({"activiteiten/een.yaml": vague}) == []


def test_what_is_over_has_its_end_behind_it() -> None:
    over = ACTIVITY.replace("loopt", "afgerond") + "wanneer: '2024'\neinde: '2027'\n"
    assert found({"activiteiten/een.yaml": over}) == [("activiteiten/een.yaml", 5, "voorbij-voor-einde")]
    assert found({"activiteiten/een.yaml": over.replace("2027", "2026")}) == []
    assert found({"activiteiten/een.yaml": over.replace("afgerond", "loopt")}) == []
