"""Bars: amounts per group and year from a common zero, and when things run on an axis of years.

Every bar says its own number or words beside it, so nobody has to tell colours apart; a table or list says the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.text import format_euro
from kapstok.render.drawings.drawing import LINE, Colours, box, drawing, label, lines, path, width_of, wrap

_WIDTH = 540.0
_PAD = 8.0
_BAR = 16.0
_NAMES = 170.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """One bar: what it is of (`2026, begroot`), its amount, and whether it is drawn filled."""

    name: str
    value: int
    solid: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The bars that belong together, under one name."""

    name: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """When something runs: the first and last day that are meant (either may be unknown), and words beside it.

    `look` is how far it is: `plan` (not begun), `nu` (runs) or `klaar` (over).
    """

    name: str
    words: str
    first: date | None
    last: date | None
    look: str = "nu"


def amounts_svg(groups: Sequence[Group], *, title: str, description: str, colours: Colours, name: str) -> bytes:
    """Draw amounts as bars, all from the same zero and on the same scale."""
    values = [amount.value for group in groups for amount in group.amounts]
    words = [amount.name for group in groups for amount in group.amounts]
    named = max((width_of(word) for word in words), default=0) + _PAD
    said = max((width_of(format_euro(value), bold=True) for value in values), default=0) + 2 * _PAD
    low, high = min((0, *values)), max((0, *values)) or 1
    left = named + (said if low < 0 else 0)
    scale = (_WIDTH - left - said) / (high - low)
    zero = left - low * scale
    parts: list[str] = []
    y = 4.0
    for group in groups:
        rows = wrap(group.name, _WIDTH - _PAD, bold=True)
        parts.append(lines(0, y + 11, rows, colours, bold=True))
        y += len(rows) * LINE + 4
        top = y
        for amount in group.amounts:
            parts += _amount(amount, y, zero, scale, colours)
            y += _BAR + 5
        parts.append(path(f"M{zero:.1f} {top - 2:.1f}V{y - 3:.1f}", colours, "rand"))
        y += 10
    return drawing(parts, _WIDTH, y - 4, name=name, kind="balken", title=title, description=description, role="img")


def _amount(amount: Amount, y: float, zero: float, scale: float, colours: Colours) -> Iterator[str]:
    length = abs(amount.value) * scale
    start = zero if amount.value >= 0 else zero - length
    yield label(0, y + 12, amount.name, colours, "zacht")
    yield box(start, y, max(length, 1), _BAR, colours, "hoofd" if amount.solid else "vlak", "hoofd")
    if amount.value >= 0:
        yield label(zero + length + 6, y + 12.5, format_euro(amount.value), colours, bold=True)
    else:
        yield label(start - 6, y + 12.5, format_euro(amount.value), colours, anchor="end", bold=True)


def runs(rows: Iterable[Sequence[object]]) -> list[Run]:
    """Runs of rows of a name, words, a begin, an end and a look; what has no last day runs on."""
    found = []
    for name, words, begin, end, look in rows:
        first, last = _day(begin, "earliest", "latest"), _day(end, "latest")
        found.append(Run(name=str(name), words=str(words), first=first, last=last, look=str(look)))
    return found


def _day(moment: object, *sides: str) -> date | None:
    days = (getattr(moment, side) for side in sides) if isinstance(moment, VagueDate) else ()
    return next((day for day in days if isinstance(day, date)), None)


def runs_svg(
    some: Sequence[Run], *, title: str, description: str, colours: Colours, name: str, today: date, now: str
) -> bytes:
    """Draw when things run, with a line at `today` that is called `now`; what has no date keeps its words only."""
    days = [day for run in some for day in (run.first, run.last) if day] or [today]
    first, after = min(day.year for day in days), max(day.year for day in days) + 1
    with_today = first - 1 <= today.year <= after
    if with_today:
        first, after = min(first, today.year), max(after, today.year + 1)
    axis = _Axis(first=first, after=after)
    parts: list[str] = []
    y = 30.0
    for run in some:
        rows = wrap(run.name, _NAMES - _PAD, bold=True)
        said = wrap(run.words, _WIDTH - _NAMES - _PAD)
        parts.append(lines(0, y + 12, rows, colours, bold=True))
        parts += _run(run, y, axis, colours)
        parts.append(lines(_NAMES, y + _BAR + 14, said, colours, "zacht"))
        y += max(len(rows) * LINE, _BAR + 4 + len(said) * LINE) + 12
    grid = list(_years(axis, y - 6, colours))
    if with_today:
        x = axis.x(today)
        grid.append(path(f"M{x:.1f} 24V{y - 6:.1f}", colours, "nadruk", width=2, dashes="2 3"))
        half = width_of(now) / 2
        middle = min(max(x, _NAMES + half), _WIDTH - half)
        grid.append(label(middle, y + 8, now, colours, "nadruk", "middle"))
    return drawing(
        [*grid, *parts], _WIDTH, y + 16, name=name, kind="tijdbalken", title=title, description=description, role="img"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Axis:
    """Days as places between the names and the right edge."""

    first: int
    after: int

    def x(self, day: date) -> float:
        share = (day.year + (day.timetuple().tm_yday - 1) / 366 - self.first) / (self.after - self.first)
        return _NAMES + share * (_WIDTH - _NAMES - 1)

    @property
    def year(self) -> float:
        return (_WIDTH - _NAMES - 1) / (self.after - self.first)


def _years(axis: _Axis, bottom: float, colours: Colours) -> Iterator[str]:
    every = math.ceil((width_of("2000") + 6) / axis.year)
    for year in range(axis.first, axis.after + 1):
        x = axis.x(date(year, 1, 1))
        yield path(f"M{x:.1f} 22V{bottom:.1f}", colours, "raster")
        if year < axis.after and (year - axis.first) % every == 0:
            yield label(x + axis.year / 2, 14, str(year), colours, "zacht", "middle")


def _run(run: Run, y: float, axis: _Axis, colours: Colours) -> Iterator[str]:
    if run.first is None and run.last is None:
        return
    start = axis.x(run.first) if run.first else _NAMES
    end = axis.x(run.last) + axis.year / 366 if run.last else _WIDTH - 1
    fill = {"plan": "kaart", "klaar": "vlak"}.get(run.look, "hoofd")
    dashes = ' stroke-dasharray="4 3"' if run.look == "plan" else ""
    yield box(start, y, max(end - start, 3), _BAR, colours, fill, "hoofd", more=dashes)
