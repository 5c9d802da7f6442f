"""A line of what was measured and, dashed, the way from there to what is aimed at.

Every number that is drawn stands in a table beside it; places that say nothing new are left without a number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.text import format_number
from kapstok.render.drawings.drawing import Colours, drawing, label, path, width_of

_WIDTH, _HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 30, 48, 44


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A value at a moment: `year` with its fraction (2021.5 is halfway 2021); a range runs from `low` to `high`."""

    year: float
    low: float
    high: float

    @property
    def middle(self) -> float:
        """The value itself, or the middle of the range."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scale:
    """Years and values as places in the drawing, and where the lines of the grid are."""

    years: tuple[int, int]
    ticks: tuple[float, ...]
    inverted: bool
    height: int = _HEIGHT

    def x(self, year: float) -> float:
        first, after = self.years
        return _LEFT + (year - first) / (after - first) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return _TOP + (share if self.inverted else 1 - share) * (self.height - _TOP - _BOTTOM)


def points(rows: Iterable[Sequence[object]]) -> list[Point]:
    """Points of rows of a moment, a number and perhaps the end of a range; rows without both are left out."""
    found = []
    for moment, low, *rest in rows:
        high = rest[0] if rest and isinstance(rest[0], (int, float)) else low
        days = [day for day in (moment.earliest, moment.latest) if day] if isinstance(moment, VagueDate) else []
        if days and isinstance(low, (int, float)) and isinstance(high, (int, float)):
            year = sum(map(_year, days)) / len(days)
            found.append(Point(year=year, low=float(low), high=float(high)))
    return sorted(found, key=lambda point: point.year)


def _year(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 0.5) / 366


def line_svg(
    measured: Sequence[Point],
    aims: Sequence[Point],
    *,
    title: str,
    description: str,
    colours: Colours,
    name: str,
    legend: tuple[str, str],
    sign: str = "",
    start: str = "",
    inverted: bool = False,
    height: int = _HEIGHT,
) -> bytes:
    """Draw what was measured as a line, and dashed the way from the first measurement to what is aimed at.

    `name` makes the ids in the drawing unique, `legend` names the two lines, `sign` follows every number, `start`
    is what the first measurement is called, `inverted` puts the lowest on top. A drawing of less `height` has fewer
    lines in its grid.
    """
    scale = _scale([*measured, *aims], inverted, height)
    parts = [
        *_grid(scale, colours, sign),
        *_legend(colours, legend if aims else legend[:1]),
        *_aimed(measured[:1], aims, scale, colours, sign),
        *_measured(measured, scale, colours, sign, start),
    ]
    return drawing(parts, _WIDTH, height, name=name, kind="lijn", title=title, description=description, role="img")


def _scale(all_points: Sequence[Point], inverted: bool, height: int) -> _Scale:
    low, high = min(p.low for p in all_points), max(p.high for p in all_points)
    if 0 <= low < high * 0.4:
        low = 0.0
    step = _step((high - low) or abs(high) or 1.0, lines=5 if height >= _HEIGHT else 3)
    first, last = math.floor(low / step), math.ceil(high / step)
    first -= first * step == low > 0
    last += last * step == high or first == last
    ticks = tuple(round(number * step, 6) for number in range(first, last + 1))
    years = [p.year for p in all_points]
    span = (math.floor(min(years)), math.floor(max(years)) + 1)
    return _Scale(years=span, ticks=ticks, inverted=inverted, height=height)


def _step(span: float, lines: int) -> float:
    """A round distance between the lines of the grid, with at most so many of them in the span."""
    power = 10.0 ** math.floor(math.log10(span / 4))
    return next(power * times for times in (1, 2, 5, 10, 20) if span / (power * times) <= lines)


def _grid(scale: _Scale, colours: Colours, sign: str) -> Iterator[str]:
    for tick in scale.ticks:
        y = scale.y(tick)
        yield path(f"M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}", colours, "raster")
        if tick or not scale.inverted:
            yield label(_LEFT - 8, y + 4, format_number(tick) + sign, colours, "zacht", "end")
    first, after = scale.years
    every = math.ceil((after - first) / 10)
    for year in range(first, after, every):
        yield label(scale.x(year + 0.5), scale.height - 12, str(year), colours, "zacht", "middle")


def _legend(colours: Colours, words: Sequence[str]) -> Iterator[str]:
    left = float(_LEFT)
    for number, word in enumerate(words):
        tone, dashes = (("hoofd", ""), ("nadruk", "5 4"))[number]
        yield path(f"M{left:.1f} 16h28", colours, tone, width=2.5, dashes=dashes)
        yield _diamond(left + 14, 16, colours) if number else _dot(left + 14, 16, colours)
        yield label(left + 36, 20, word, colours)
        left += 60 + width_of(word)


def _measured(found: Sequence[Point], scale: _Scale, colours: Colours, sign: str, start: str) -> Iterator[str]:
    places = [(scale.x(p.year), scale.y(p.middle)) for p in found]
    said = [format_number(p.middle) + sign for p in found]
    numbered = _with_room([x for x, _ in places], said)
    yield path(_path(places), colours, "hoofd", width=2.5)
    for number, (x, y) in enumerate(places):
        yield _dot(x, y, colours)
        if number in numbered:
            yield label(x, y - 9, said[number], colours, "hoofd", "middle", bold=True)
    if start and places:
        x, y = places[0]
        room = max(x - width_of(start) / 2, 2.0)
        yield label(room, min(y + 19, scale.height - _BOTTOM + 12), start, colours, "zacht")


def _with_room(xs: Sequence[float], said: Sequence[str]) -> set[int]:
    """The points whose number does not touch that of a later one; the first and the last always have theirs."""
    kept = {len(xs) - 1}
    limit = xs[-1] - width_of(said[-1], bold=True) / 2
    first_end = xs[0] + width_of(said[0], bold=True) / 2
    for number in range(len(xs) - 2, 0, -1):
        half = width_of(said[number], bold=True) / 2 + 2
        if xs[number] + half <= limit and xs[number] - half >= first_end:
            kept.add(number)
            limit = xs[number] - half
    return kept | {0}


def _aimed(start: Sequence[Point], aims: Sequence[Point], scale: _Scale, colours: Colours, sign: str) -> Iterator[str]:
    if not aims:
        return
    way = [(scale.x(p.year), scale.y(p.middle)) for p in (*start, *aims)]
    yield path(_path(way), colours, "nadruk", width=2, dashes="5 4")
    for point in aims:
        x, ends = scale.x(point.year), sorted((scale.y(point.low), scale.y(point.high)))
        if point.low != point.high:
            yield path(f"M{x:.1f} {ends[0]:.1f}V{ends[1]:.1f}", colours, "nadruk", width=6)
        yield _diamond(x, scale.y(point.middle), colours)
        limits = dict.fromkeys((point.low, point.high))
        said = " tot ".join(format_number(limit) + sign for limit in limits)
        x = min(x, _WIDTH - 2 - width_of(said) / 2)
        yield label(x, ends[1] + 19, said, colours, "nadruk", "middle")


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def _dot(x: float, y: float, colours: Colours) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="p-hoofd" fill="{colours.main}"/>'


def _diamond(x: float, y: float, colours: Colours) -> str:
    shape = f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z"
    return (
        f'<path d="{shape}" class="v-kaart l-nadruk" fill="{colours.named("kaart")}" stroke="{colours.accent}" '
        'stroke-width="2"/>'
    )
