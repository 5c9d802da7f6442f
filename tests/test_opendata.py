"""Open data: the same row for every kind, tables that read back, and the counts of the shipped agenda."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from functools import cache
from typing import Any

import pytest
from workbench import BASE, REPOSITORY, good_model, load_from, shipped_kinds

from kapstok.core.model import Model
from kapstok.pipeline import Loaded
from kapstok.render.data.opendata import render_data
from kapstok.view import view

DAY = date(2025, 3, 1)


@cache
def shipped() -> Loaded:
    return load_from(REPOSITORY)


def files_of(model: Model, audience: str = "besloten") -> dict[str, bytes]:
    return dict(render_data(view(model, shipped_kinds(), audience), shipped_kinds(), DAY))


def rows(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files[f"data/{name}.json"])
    return found


def table(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"data/{name}.csv"].decode(), newline="")))


@pytest.fixture(scope="module")
def base() -> dict[str, bytes]:
    return files_of(load_from(BASE).model, "inwoners")


def test_every_kind_has_a_list_and_a_table_and_there_is_one_whole(base: dict[str, bytes]) -> None:
    for kind in shipped_kinds():
        assert (f"data/{kind.folder}.json" in base) == (not kind.file)
        assert (f"data/{kind.folder}.csv" in base) == (not kind.file)
    whole = json.loads(base["data/agenda.json"])
    assert (whole["uitgave"], whole["peildatum"]) == ("inwoners", "2025-03-01")
    assert whole["instellingen"]["titel"] == "Agenda van Voorbeeldstad"
    assert whole["doelen"] == rows(base, "doelen")


def test_every_row_says_what_it_is_and_where(base: dict[str, bytes]) -> None:
    for kind in shipped_kinds():
        for row in rows(base, kind.folder) if not kind.file else ():
            assert list(row)[:4] == ["id", "soort", "url", "voorbeeld"]
            assert row["soort"] == kind.name
            assert isinstance(row["voorbeeld"], bool)


def test_a_row_has_its_own_fields(base: dict[str, bytes]) -> None:
    [first, _] = rows(base, "doelen")
    assert first == {
        "id": "werk-naar-vermogen",
        "soort": "doel",
        "url": "doelen/werk-naar-vermogen/",
        "voorbeeld": False,
        "nummer": "1",
        "titel": "Inwoners werken naar vermogen",
        "publicatie": "openbaar",
        "opgave": "meedoen",
        "toelichting": "Werk is meer dan een inkomen.",
        "indicatoren": ["mensen-aan-het-werk"],
    }


def test_a_nested_row_names_its_parent_and_its_anchor(base: dict[str, bytes]) -> None:
    [reading] = rows(base, "metingen")
    assert reading["indicator"] == "mensen-aan-het-werk"
    assert reading["url"] == "indicatoren/mensen-aan-het-werk/#meting-2024"
    assert reading["waarde"] == 37.7
    assert reading["peil"] == {
        "tekst": "december 2024",
        "soort": "maand",
        "vroegst": "2024-12-01",
        "laatst": "2024-12-31",
    }
    [below] = rows(base, "subkaders")
    assert below["kader"] == "kader-inkoop.vier-jaar"


def test_a_field_named_like_one_of_ours_keeps_its_value(base: dict[str, bytes]) -> None:
    [row] = rows(base, "indicatoren")
    assert (row["soort"], row["soort_indicator"]) == ("indicator", "outcome")


def test_the_kind_stands_before_an_id_where_it_could_be_another() -> None:
    text = (
        "titel: B\njaar: 2025\nsoort: begroting\nregels:\n"
        "  - {id: a, titel: A, hangt_aan: 'opgave:o', bedrag: 0, soort: lasten, stand: begroot}\n"
    )
    files = files_of(good_model({"begroting/b.yaml": text, "opgaven/o.yaml": "nummer: '1'\ntitel: O\n"}))
    [line] = rows(files, "begrotingsregels")
    assert (line["hangt_aan"], line["bedrag"], line["soort_begrotingsregel"]) == ("opgave:o", 0, "lasten")
    assert table(files, "begrotingsregels")[0]["bedrag"] == "0"


def test_a_table_reads_back() -> None:
    name = 'Praktijk "Jij & Ik"; (18+), de 18^e'
    text = f"naam: '{name}'\nsoort: praktijk\nrol: |\n  Eerste regel.\n\n  - punt, een\naliassen:\n  - J&I\n  - Jij\n"
    files = files_of(good_model({"organisaties/jij-en-ik.yaml": text}))
    [row] = table(files, "organisaties")
    assert row["naam"] == name
    assert row["rol"] == "Eerste regel.\n\n- punt, een"
    assert row["aliassen"] == "J&I; Jij"
    assert row["voorbeeld"] == "false"
    assert row["soort_organisatie"] == "praktijk"
    assert files["data/organisaties.csv"].count(b"\r\n") == 2


def test_groups_become_columns_with_a_dot(base: dict[str, bytes]) -> None:
    [row] = table(base, "activiteiten")
    assert (row["kosten.bedrag"], row["kosten.jaar"], row["wanneer.laatst"]) == ("58400", "2025", "2025-06-20")


def test_an_empty_kind_has_a_head_and_no_rows(base: dict[str, bytes]) -> None:
    assert rows(base, "moties") == []
    head, *others = base["data/moties.csv"].decode().split("\r\n")
    assert others == [""]
    assert head.startswith("id,soort,url,voorbeeld,nummer,titel,datum.tekst,")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("-cmd", "'-cmd"),
        ("-", "-"),
        ("-3,5", "-3,5"),
        ("+31", "+31"),
        ("18-", "18-"),
        ("a=b", "a=b"),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    files = files_of(good_model({"bronnen/b.yaml": f"titel: '{text}'\nstand: onbekend\naliassen: ['{text}', x]\n"}))
    [row] = table(files, "bronnen")
    assert row["titel"] == cell
    assert row["aliassen"] == f"{cell}; x"
    assert rows(files, "bronnen")[0]["titel"] == text


def test_data_is_the_same_every_time() -> None:
    assert files_of(load_from(BASE).model) == files_of(load_from(BASE).model)


def test_the_shipped_agenda_has_no_findings() -> None:
    assert [f for f in shipped().findings if f.code not in ("peildatum-ondiep",)] == []


def test_the_shipped_agenda_is_counted_as_in_the_paper() -> None:
    files = files_of(shipped().model, "inwoners")
    counts = {name: len([r for r in rows(files, name) if not r["voorbeeld"]]) for name in (
        "effecten", "opgaven", "doelen", "uitgangspunten", "ontwikkelopdrachten", "kaderlijsten", "kaders", "subkaders",
        "begrippen",
    )}  # fmt: skip
    assert counts == {
        "effecten": 4,
        "opgaven": 4,
        "doelen": 11,
        "uitgangspunten": 11,
        "ontwikkelopdrachten": 10,
        "kaderlijsten": 11,
        "kaders": 77,
        "subkaders": 3,
        "begrippen": 20,
    }


def test_the_shipped_assignments_run_from_one_to_ten() -> None:
    files = files_of(shipped().model, "inwoners")
    assert [r["nummer"] for r in rows(files, "ontwikkelopdrachten")] == [f"6.{n}" for n in range(1, 11)]
    lists = {r["id"]: r["ontwikkelopdracht"] for r in rows(files, "kaderlijsten")}
    numbers = {r["id"]: r["nummer"] for r in rows(files, "ontwikkelopdrachten")}
    per_number: dict[str, list[int]] = {}
    for name, assignment in lists.items():
        here = sum(r["kaderlijst"] == name for r in rows(files, "kaders"))
        per_number.setdefault(numbers[assignment], []).append(here)
    assert {n: sorted(c) for n, c in per_number.items()} == {
        "6.1": [8], "6.2": [8, 18], "6.3": [5], "6.4": [6], "6.5": [4], "6.6": [4], "6.7": [6], "6.8": [9], "6.9": [4],
        "6.10": [5],
    }  # fmt: skip
