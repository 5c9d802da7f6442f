"""The order of things, the same everywhere."""

from __future__ import annotations

from workbench import good_model, shipped_kinds

from kapstok.kinds.order import ordered


def titles(files: dict[str, str], kind: str) -> list[str]:
    model = good_model(files)
    return [item.title for item in ordered(model.of_kind(kind), model, shipped_kinds())]


def test_assignments_are_in_the_order_of_their_numbers() -> None:
    numbers = ["6.10", "6.2", "6.9", "6.1"]
    files = {
        f"ontwikkelopdrachten/o{i}.yaml": f"nummer: '{n}'\ntitel: Deel {n}\nkaderlijsten: [k{i}]\nopdracht: Doe.\n"
        for i, n in enumerate(numbers)
    }
    files |= {
        f"kaderlijsten/k{i}.yaml": f"titel: K\nontwikkelopdracht: o{i}\nkaders:\n  - id: a\n    tekst: t\n"
        for i, _ in enumerate(numbers)
    }
    assert titles(files, "ontwikkelopdracht") == ["Deel 6.1", "Deel 6.2", "Deel 6.9", "Deel 6.10"]


def test_goals_follow_their_parent_first() -> None:
    files = {f"opgaven/o{n}.yaml": f"nummer: '{n}'\ntitel: Opgave {n}\n" for n in (1, 2)}
    files |= {
        f"doelen/d{o}-{n}.yaml": f"nummer: '{n}'\ntitel: Doel {o}.{n}\nopgave: o{o}\n"
        for n in (1, 2, 10)
        for o in (1, 2)
    }
    assert titles(files, "doel") == [f"Doel {o}.{n}" for o in (1, 2) for n in (1, 2, 10)]


def test_nested_items_keep_the_order_of_their_file() -> None:
    text = "titel: K\nontwikkelopdracht: o\nkaders:\n" + "".join(f"  - id: {n}\n    tekst: {n}\n" for n in "zab")
    model_files = {
        "kaderlijsten/k.yaml": text,
        "ontwikkelopdrachten/o.yaml": "nummer: '1'\ntitel: O\nkaderlijsten: [k]\nopdracht: Doe.\n",
    }
    assert titles(model_files, "kader") == ["z", "a", "b"]


def test_dates_sort_on_their_last_day_and_unknown_ones_come_last() -> None:
    dates = {"a": "'2020'", "b": "zomer 2019", "c": "{tekst: t.z.t., soort: onbekend}", "d": "2019-01-01"}
    files = {f"gebeurtenissen/{n}.yaml": f"titel: {n}\ndatum: {d}\n" for n, d in dates.items()}
    assert titles(files, "gebeurtenis") == ["d", "b", "a", "c"]
