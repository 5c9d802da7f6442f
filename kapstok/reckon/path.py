"""The straight path from a baseline to a target: what it asks at a day on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from kapstok.reckon.targets import Target
from kapstok.reckon.words import PLACES

_COUNTED = (PLACES, "aantal")


def path_at(day: date, target: Target, between: Sequence[Target]) -> Decimal | None:
    """What the straight path from the baseline to the target asks at a day, by way of the targets in between.

    None when there is no baseline with a date, no term, or the day lies outside the path.
    """
    end, aim, zero = target.end, target.aim, target.baseline
    if zero is None or zero.day is None or target.start is None or end is None or aim is None:
        return None
    begin = zero.day
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
    digits = max([*places, 0 if target.measured_in in _COUNTED else 1])
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
