"""Two budgets that overlap: every output prints the newest amount, and both where papers are compared."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from workbench import building, copy_base, write

from kapstok.render.data.opendata import render_data

GOAL = "doel:niemand-alleen"
OLD, NEW = "€\u00a01.000.000", "€\u00a01.100.000"


def budget(title: str, year: int, lines: str) -> str:
    return f"titel: {title}\njaar: {year}\nsoort: begroting\npublicatie: openbaar\nregels:\n{lines}"


def line(name: str, amount: object, more: str = "", on: str = "opgave:meedoen") -> str:
    return (
        f"  - {{id: {name}, titel: Meedoen in {name}, hangt_aan: '{on}', bedrag: {amount}, "
        f"soort: lasten, stand: begroot{more}}}\n"
    )


FILES = {
    "agenda/begroting/begroting-2019-2020.yaml": budget(
        "Begroting 2019-2020", 2019, line("a", 900000) + line("b", 1000000, ", jaar: 2020")
    ),
    "agenda/begroting/begroting-2020-2021.yaml": budget(
        "Begroting 2020-2021",
        2020,
        line("c", 1100000)
        + line("d", 1200000, ", jaar: 2021")
        + line("e", "PM", ", jaar: 2021", "doel:niemand-alleen"),
    ),
    "agenda/jaarplannen/jaarplan-2020.yaml": "titel: Jaarplan 2020\njaar: 2020\npublicatie: openbaar\n",
}


@cache
def made() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The Markdown of the pages, of the papers, and the open data of a workspace with the two budgets."""
    with TemporaryDirectory() as folder:
        root = copy_base(Path(folder))
        write(root, FILES)
        with building(root) as build:
            pages = {page.address: page.markdown for page in build._pages()}
            papers = {draft.planned.stem: draft.paper.markdown for draft in build.drafts()}
            assert build.findings == []
            data = {path: text.decode() for path, text in render_data(build.model, build.kinds, build.day)}
    return pages, papers, data


def rows(text: str) -> list[list[str]]:
    return [[c.strip(" *") for c in row.strip("|").split("|")] for row in text.splitlines() if row.startswith("|")]


def test_the_page_of_the_task_prints_the_newest_and_says_what_gave_way() -> None:
    page = made()[0]["opgaven/meedoen/"]
    assert "2.100.000" not in page
    assert NEW in page
    assert OLD not in page
    assert "Telt voor 2020 niet meer mee: Meedoen in b. Daarvoor geldt Begroting 2020-2021." in page


def test_the_overview_of_the_budgets_has_a_column_for_each_year_and_paper() -> None:
    table = rows(made()[0]["begroting/"])
    head = next(row for row in table if "2019 begroot" in row)
    assert head[1:] == [
        "2019 begroot",
        "2020 begroot (Begroting 2019-2020)",
        "2020 begroot (Begroting 2020-2021)",
        "2021 begroot",
    ]
    values = table[table.index(head) + 2]
    assert values[1:] == ["€\u00a0900.000", OLD, NEW, "€\u00a01.200.000 + PM"]


def test_the_book_has_the_same_columns_and_the_balance_in_the_sign_of_a_budget() -> None:
    table = rows(made()[1]["begrotingsboek-agenda"])
    heads = [row for row in table if "2020 begroot (Begroting 2020-2021)" in row]
    posts = [row for row in table if row[:2] == ["Meedoen in c", "Uitgaven"]]
    assert heads
    assert posts == [["Meedoen in c", "Uitgaven", "–", "–", NEW, "–"]]
    total = next(row for row in table if row[0] == "Totaal uitgaven")
    assert total[2:] == ["€\u00a0900.000", OLD, NEW, "€\u00a01.200.000 + PM"]


def test_the_plan_of_the_year_compares_the_papers_and_ends_with_the_newest() -> None:
    plan = made()[1]["jaarplan-jaarplan-2020"]
    assert "2.100.000" not in plan
    table = rows(plan)
    head = next(row for row in table if row[0] == "Post")
    assert head[2:] == ["2020 begroot (Begroting 2019-2020)", "2020 begroot (Begroting 2020-2021)"]
    assert next(row for row in table if row[0] == "Totaal saldo")[-1] == "€\u00a0-1.100.000"


@pytest.mark.parametrize("where", ["pages", "papers", "data"])
def test_nowhere_are_the_two_budgets_added_up(where: str) -> None:
    outputs = dict(zip(("pages", "papers", "data"), made(), strict=True))[where]
    assert outputs
    assert not [name for name, text in outputs.items() if "2.100.000" in text or "2100000" in text]


def test_the_data_say_of_each_line_whether_it_counts_and_of_the_task_what_it_costs() -> None:
    data = made()[2]
    lines = {row["id"]: row for row in json.loads(data["data/begrotingsregels.json"])}
    told = {
        name: [a["woorden"] for a in row.get("afgeleid", ()) if a["wat"] == "Telt mee"] for name, row in lines.items()
    }
    assert told["begroting-2019-2020.b"] == ["nee: voor 2020 geldt Begroting 2020-2021"]
    assert told["begroting-2020-2021.c"] == ["ja"]
    (task,) = [row for row in json.loads(data["data/opgaven.json"]) if row["id"] == "meedoen"]
    money = {a["wat"]: a["woorden"] for a in task["afgeleid"]}
    assert money["Geld, 2020 begroot"] == f"uitgaven {NEW}, resultaat €\u00a0-1.100.000"
    assert money["Geld, 2021 begroot"] == "uitgaven €\u00a01.200.000 + PM, resultaat €\u00a0-1.200.000 + PM"
