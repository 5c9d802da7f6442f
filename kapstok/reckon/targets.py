"""One target of one indicator: which values reach it, from which baseline, along which path.

The kinds of target are those of the papers: an absolute number, from one number to another, a rank, a range, a
limit, a share, the same as or better than the baseline or an earlier year, words, and values that are still open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item
from kapstok.reckon.roles import NOT_APPLICABLE, Roles, end_of, number
from kapstok.reckon.words import PLACES, Limits

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DIRECTIONS = {"hoger-beter": 1, "lager-beter": -1, "gelijk": 0}
KEEP, RELATIVE, WORDS, UNKNOWN, RANGE = "gelijk-houden", "relatief", "kwalitatief", "onbekend", "bereik"
_COUNTED = (PLACES, "aantal")


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """One measurement that happened by the peildatum: its item, number (None: only words) and last day."""

    item: Item
    value: Decimal | None
    moment: VagueDate
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What a target says. `limits` is None when it cannot be judged, and `why` then says why not."""

    item: Item | None
    kind: str
    unit: str
    direction: int | None
    limits: Limits | None
    why: str
    start: Decimal | None
    baseline: Measured | None
    term: VagueDate | None

    @property
    def end(self) -> date | None:
        """The last day of its term."""
        return end_of(self.term)

    @property
    def keeps(self) -> bool:
        """Whether it asks to keep what there is: that can only be said to be reached at its term."""
        return self.kind == KEEP

    @property
    def aim(self) -> Decimal | None:
        """The value that a path from the start leads to: the nearest limit, or the start when it lies within."""
        if self.limits is None:
            return None
        low, high = self.limits.low, self.limits.high
        if self.start is None:
            return low if self.direction == 1 or high is None else high
        if low is not None and self.start < low:
            return low
        return high if high is not None and self.start > high else self.start


def series(indicator: Item, split: str, day: date, roles: Roles) -> list[Measured]:
    """The measurements of one group (empty: the whole) that say something and lie at or before `day`, by date."""
    found = []
    for item in roles.parts(indicator, "meetwaarde", "peilmoment"):
        moment = roles.value(item, "peilmoment")
        last = end_of(moment)
        value = number(roles.value(item, "meetwaarde"))
        says = value is not None or (
            roles.value(item, "in-woorden") and roles.value(item, "meetstatus") != NOT_APPLICABLE
        )
        if says and last is not None and last <= day and (roles.value(item, "uitsplitsing") or "") == split:
            found.append(Measured(item=item, value=value, moment=moment, day=last))
    return sorted(found, key=lambda m: (m.day, m.item.order))


def baseline_of(measured: Sequence[Measured], roles: Roles) -> Measured | None:
    """The first measurement that is marked as the baseline."""
    return next((m for m in measured if roles.value(m.item, "nulwaarde") is True), None)


def read_target(indicator: Item, item: Item | None, measured: Sequence[Measured], roles: Roles) -> Target:
    """A target with what it needs of its indicator; `item` None stands for an indicator without any."""
    unit = str(roles.value(indicator, "eenheid") or "")
    zero = baseline_of(measured, roles)
    base = zero.value if zero else None
    wish = _DIRECTIONS.get(str(roles.value(indicator, "richting")))
    if item is None:
        why = "er is nog geen streefwaarde"
        return _target(None, "", unit, wish, None, why, base, zero, None)
    kind = str(roles.value(item, "streefsoort") or "")
    before = number(roles.value(item, "streefgetal-van")) if kind != RANGE else None
    direction = _direction(item, kind, wish, before, roles)
    limits: Limits | None = None
    why = _not_to_judge(item, kind, unit, roles)
    if not why:
        limits, why = _limits(item, kind, direction, base, measured, roles)
    start = before if before is not None else base
    return _target(item, kind, unit, direction, limits, why, start, zero, roles.value(item, "streefmoment"))


def _target(
    item: Item | None,
    kind: str,
    unit: str,
    direction: int | None,
    limits: Limits | None,
    why: str,
    start: Decimal | None,
    baseline: Measured | None,
    term: VagueDate | None,
) -> Target:
    return Target(
        item=item,
        kind=kind,
        unit=unit,
        direction=direction,
        limits=limits,
        why=why,
        start=start,
        baseline=baseline,
        term=term,
    )


def _direction(item: Item, kind: str, wish: int | None, before: Decimal | None, roles: Roles) -> int | None:
    """Which way is better: as the indicator says, else as the target shows; a lower rank is better."""
    if wish is not None:
        return wish
    sign = str(roles.value(item, "vergelijking") or "")
    value = number(roles.value(item, "streefgetal"))
    if sign[:1] in ("<", ">"):
        return 1 if sign[0] == ">" else -1
    if before is not None and value is not None and value != before:
        return 1 if value > before else -1
    if kind == PLACES:
        return -1
    return 0 if kind == KEEP else None


def _not_to_judge(item: Item, kind: str, unit: str, roles: Roles) -> str:
    """Why a target cannot be compared with any number; empty when it can."""
    own = roles.value(item, "eenheid")
    if own and own != unit:
        return f"de streefwaarde is in een andere eenheid ({own}) dan de metingen ({unit})"
    if kind == WORDS or unit == WORDS:
        return "deze streefwaarde is in woorden, daar hoort een oordeel van mensen bij"
    numbers = (roles.value(item, role) for role in ("streefgetal", "streefgetal-van", "streefgetal-tot"))
    if kind == UNKNOWN or (roles.value(item, "open") and all(number(n) is None for n in numbers)):
        holder = roles.value(item, "open")
        return "de streefwaarde is nog niet bepaald" + (f" ({holder})" if holder else "")
    return ""


def _limits(
    item: Item, kind: str, direction: int | None, base: Decimal | None, measured: Sequence[Measured], roles: Roles
) -> tuple[Limits | None, str]:
    if kind == RANGE:
        ends = [number(roles.value(item, role)) for role in ("streefgetal-van", "streefgetal", "streefgetal-tot")]
        low, high = (ends[0] if ends[0] is not None else ends[1]), ends[2]
        if low is None and high is None:
            return None, "de grenzen van het bereik zijn nog niet bepaald"
        return Limits(low=low, high=high), ""
    value = number(roles.value(item, "streefgetal"))
    why = ""
    if value is None:
        value, why = _compared(item, kind, base, measured, roles)
    if value is None:
        return None, why
    sign = str(roles.value(item, "vergelijking") or "=")
    if sign == "=" and direction in (1, -1):
        strict = (
            kind == RELATIVE and number(roles.value(item, "streefgetal")) is None and not _earlier_year(item, roles)
        )
        sign = (">" if direction == 1 else "<") + ("" if strict else "=")
    if sign == "=":
        return Limits(low=value, high=value), ""
    strict = "=" not in sign
    return (Limits(low=value, strict=strict) if sign[0] == ">" else Limits(high=value, strict=strict)), ""


def _compared(
    item: Item, kind: str, base: Decimal | None, measured: Sequence[Measured], roles: Roles
) -> tuple[Decimal | None, str]:
    """The number of a target that names something to compare with instead of a number."""
    against = str(roles.value(item, "vergeleken-met") or "")
    year = _earlier_year(item, roles)
    if "nulmeting" in against.casefold() or (not against and kind in (KEEP, RELATIVE)):
        return base, "er is geen nulmeting om mee te vergelijken"
    if year:
        found = [m.value for m in measured if m.value is not None and m.day.year == year]
        return (found[-1] if found else None), f"de waarde van {year} staat niet bij de metingen"
    if against:
        return None, f"het getal waarmee wordt vergeleken ({against}) is niet ingevuld"
    if roles.value(item, "tussendoel"):
        return None, "dit tussendoel heeft nog geen waarde"
    return None, "de streefwaarde heeft nog geen waarde"


def _earlier_year(item: Item, roles: Roles) -> int | None:
    """The year that a target compares with, unless that is the year of the baseline."""
    against = str(roles.value(item, "vergeleken-met") or "")
    year = _YEAR.search(against)
    return int(year[0]) if year and "nulmeting" not in against.casefold() else None


def path_at(day: date, target: Target, between: Sequence[Target]) -> Decimal | None:
    """What the straight path from the baseline to the target asks at a day, by way of the targets in between.

    None when there is no baseline with a date, no term, or the day lies outside the path.
    """
    end, aim = target.end, target.aim
    if target.baseline is None or target.start is None or end is None or aim is None:
        return None
    begin = target.baseline.day
    if not begin < day or not begin < end:
        return None
    stops = sorted({t.end: t.aim for t in between if t.end and t.aim is not None and begin < t.end < end}.items())
    points = [(begin, target.start), *stops, (end, aim)]
    if day >= end:
        return aim
    for (first, low), (last, high) in pairwise(points):
        if first <= day <= last:
            share = Decimal((day - first).days) / Decimal((last - first).days)
            return _rounded(low + (high - low) * share, target, [p for _, p in points])
    return None


def _rounded(value: Decimal, target: Target, known: Sequence[Decimal]) -> Decimal:
    """A value on the path with as many decimals as its ends have, and one at least where that is usual."""
    places = [max(0, -int(n.normalize().as_tuple().exponent)) for n in known]
    digits = max([*places, 0 if target.unit in _COUNTED else 1])
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
