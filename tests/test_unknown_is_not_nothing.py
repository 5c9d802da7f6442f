"""What is not known is said wherever amounts, hours and minutes are added up: it is never taken for nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from workbench import good_model, shipped_kinds

from kapstok.reckon.door import reckon
from kapstok.render.offers.council import with_total
from kapstok.render.offers.printing import to_markdown, total

OPEN = "publicatie: openbaar\n"
DAY = date(2026, 1, 15)


def things(*amounts: object) -> list[SimpleNamespace]:
    return [SimpleNamespace(bedrag=amount) for amount in amounts]


@pytest.mark.parametrize(
    ("amounts", "printed", "number"),
    [
        ((100, 50), "€\u00a0150", 150),
        ((100, "PM"), "€\u00a0100 + PM", 100),
        ((100, "PM", "n.n.b.", "PM"), "€\u00a0100 + PM + n.n.b.", 100),
        (("PM",), "PM", 0),
        ((0,), "€\u00a00", 0),
        ((None, 20), "€\u00a020", 20),
        ((), "–", 0),
        ((None,), "–", 0),
        ((True, 5), "€\u00a05", 5),
    ],
)
def test_the_sum_of_a_template_says_what_is_open(amounts: tuple[object, ...], printed: str, number: int) -> None:
    found = total(things(*amounts), "bedrag")
    assert str(to_markdown(found)).replace("\\", "") == printed
    assert found == number


def rows(*minutes: object) -> list[SimpleNamespace]:
    return [SimpleNamespace(deel=f"deel {n}", minuten=m) for n, m in enumerate(minutes, 1)]


@pytest.mark.parametrize(
    ("minutes", "last"),
    [
        ((40, 35), ("**Totaal**", "**75**")),
        ((40, None), ("**Totaal van 1 van de 2**", "**40**")),
        ((None, None), ("deel 2", None)),
        ((40,), ("deel 1", 40)),
        ((0, 0), ("**Totaal**", "**0**")),
    ],
)
def test_minutes_are_added_up_as_far_as_they_are_known(minutes: tuple[object, ...], last: tuple[object, ...]) -> None:
    assert with_total(rows(*minutes), "deel", "minuten", total="minuten")[-1] == last


def consultation(name: str, hours: str) -> tuple[str, str]:
    return f"overleggen/{name}.yaml", f"naam: {name}\nniveau: regionaal\n{OPEN}{hours}"


@pytest.mark.parametrize(
    ("hours", "total_hours", "said"),
    [
        (("120", "40"), 160, ""),
        (("120", ""), 120, "Van één overleg is nog niet bekend hoeveel tijd dat kost; die tijd telt hier niet mee."),
        (
            ("120", "", ""),
            120,
            "Van 2 overleggen is nog niet bekend hoeveel tijd dat kost; die tijd telt hier niet mee.",
        ),
        (("0", "120"), 120, ""),
    ],
)
def test_hours_say_of_how_many_they_are_not_known(hours: tuple[str, ...], total_hours: int, said: str) -> None:
    blocks = [f"capaciteit: {{uren_per_jaar: {one}, groep: beleid}}\n" if one else "" for one in hours]
    files = dict(consultation(f"overleg-{n}", block) for n, block in enumerate(blocks))
    overview = reckon(good_model(files), shipped_kinds(), DAY).participation
    assert (overview.total, overview.not_said) == (Decimal(total_hours), said)
