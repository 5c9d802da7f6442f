"""Figures in Dutch words: a value in its unit, the moment of a measurement, what a target asks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.dates import VagueDate
from kapstok.core.text import NBSP, format_number

PLACES = "rang"
_BARE = ("aantal", "score", "rapportcijfer", "hoeveelheid", "kwalitatief", "")
JOINED = {"dag": "op", "maand": "in", "jaar": "in", "kwartaal": "in het"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The values that reach a target: from `low` to `high`, either of them absent; `strict` leaves the ends out."""

    low: Decimal | None = None
    high: Decimal | None = None
    strict: bool = False

    def hold(self, value: Decimal) -> bool:
        """Whether a value reaches the target."""
        if self.strict:
            return (self.low is None or value > self.low) and (self.high is None or value < self.high)
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def distance(self, value: Decimal) -> Decimal:
        """How far a value is from the target; 0 at or within its limits."""
        if self.low is not None and value < self.low:
            return self.low - value
        return value - self.high if self.high is not None and value > self.high else Decimal(0)


def in_unit(value: Decimal | int | float | str, unit: str | None) -> str:
    """A value as it is printed: `61,2%`, `plaats 20`, `€ 1.200`, `23,1 per 1.000`; `PM` and its like as they are."""
    if isinstance(value, str):
        return value
    shown = format_number(value)
    if unit == "%":
        return f"{shown}%"
    if unit == PLACES:
        return f"plaats {shown}"
    if unit == "euro":
        return f"€{NBSP}{shown}"
    return shown if (unit or "") in _BARE else f"{shown} {unit}"


def at(moment: VagueDate) -> str:
    """A moment as a sentence says it: `in 2025`, `op 31 december 2025`, `(najaar 2025)`."""
    joined = JOINED.get(moment.kind)
    return f"{joined} {moment.text}" if joined else f"({moment.text})"


def asked(limits: Limits, unit: str) -> str:
    """What a target asks: `ten minste 80%`, `plaats 20 of beter`, `tussen 20% en 24%`."""
    low, high = limits.low, limits.high
    if low is not None and high is not None:
        return in_unit(low, unit) if low == high else f"tussen {in_unit(low, unit)} en {in_unit(high, unit)}"
    if low is not None:
        return f"{'meer dan' if limits.strict else 'ten minste'} {in_unit(low, unit)}"
    assert high is not None
    if unit == PLACES and not limits.strict:
        return f"{in_unit(high, unit)} of hoger op de lijst"
    return f"{'minder dan' if limits.strict else 'hoogstens'} {in_unit(high, unit)}"
