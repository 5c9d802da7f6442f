"""Amounts that are added up without losing what is not known: open (`PM`, `n.n.b.`) is a state of its own, never 0.

The sign is that of a Dutch budget: the balance (*saldo*) is income less costs, before reserves, so what costs money is
negative; what comes out of a reserve is positive and what is put into one negative; the result (*resultaat*) is the
balance with the reserves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.text import format_euro, format_number
from kapstok.reckon.facts import Unknown

NOTHING = "–"


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """A sum: of `known` lines with a value, and `open` the words of the lines without one (`PM`, `n.n.b.`).

    `value` is in whole euros, or in fte where `is_staff`; it is 0 while nothing is known, and then it is not printed.
    `told` are words that stand instead of all this: of a difference that cannot be said, for one.
    """

    value: Decimal = Decimal(0)
    known: int = 0
    open: tuple[str, ...] = ()
    is_staff: bool = False
    told: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there was no line at all."""
        return not self.known and not self.open and not self.told

    @property
    def is_known(self) -> bool:
        """Whether the whole amount is known, so that it can be compared as a number."""
        return bool(self.known) and not self.open

    @property
    def number(self) -> Decimal | Unknown:
        """The value, or why there is none; never 0 for what is not known."""
        return self.value if self.known else Unknown.OPEN

    @property
    def words(self) -> str:
        """`€ 1.000`, `€ 1.000 + PM`, `PM`, `0,5 fte`, or a dash where there is no line."""
        if self.told:
            return self.told
        parts = [self._figure()] if self.known else []
        parts += dict.fromkeys(self.open)
        return " + ".join(parts) or NOTHING

    def _figure(self) -> str:
        if self.is_staff:
            return f"{format_number(self.value)} fte"
        return format_euro(int(self.value))

    def __add__(self, other: Amount) -> Amount:
        return self._with(other, self.value + other.value)

    def __sub__(self, other: Amount) -> Amount:
        return self._with(other, self.value - other.value)

    def _with(self, other: Amount, value: Decimal) -> Amount:
        return Amount(
            value=value,
            known=self.known + other.known,
            open=self.open + other.open,
            is_staff=self.is_staff or other.is_staff,
            told="" if self.known or other.known or self.open or other.open else self.told or other.told,
        )


def total(amounts: Iterable[Amount], *, is_staff: bool = False) -> Amount:
    """Amounts added up; without any the empty amount."""
    found = Amount(is_staff=is_staff)
    for amount in amounts:
        found = found + amount
    return found


def difference(one: Amount, less: Amount) -> Amount:
    """What one amount is more than another, where both are wholly known: what is open is never taken for a number."""
    if one.is_empty or less.is_empty:
        return Amount(is_staff=one.is_staff)
    if not one.is_known or not less.is_known:
        return Amount(is_staff=one.is_staff, told="niet te bepalen")
    return one - less
