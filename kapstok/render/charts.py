"""Drawings as SVG, made at build time, with a title and a description; a list or table beside each says the same.

The goal tree is laid out by ourselves: columns from left to right, every parent in the middle of its children,
text wrapped to the width of its column. It fits a page and its boxes are links that a keyboard reaches.

A line shows what was measured and, dashed, the way from there to what is aimed at.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from kapstok.dates import VagueDate
from kapstok.prose import escape_markdown
from kapstok.text import format_number

_LINE = 15
_PAD = 8
_GAP = 10
_BETWEEN = 34
_COLUMNS = (150, 180, 250, 250, 250)
_CHAR = 6.4
_WIDTH, _HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 30, 48, 44
_GRID = "#c4c4c4"


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A box of the tree: its text, where it leads (may be empty) and what hangs under it."""

    text: str
    address: str = ""
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Colours:
    """The colours of a drawing, as `#rrggbb`; `link` and `ground` are for the site only, which may lack the first."""

    main: str = "#1d4f60"
    accent: str = "#9a3b1f"
    background: str = "#f4f1ea"
    text: str = "#1b1b1b"
    link: str = ""
    ground: str = "#ffffff"


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    depth: int
    top: float
    height: float
    lines: tuple[str, ...]
    children: tuple[_Box, ...]

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def tree_svg(roots: Sequence[Node], *, title: str, description: str, colours: Colours, links: bool = True) -> bytes:
    """Draw the tree. `links=False` leaves the links out, for paper."""
    top, boxes = 0.0, []
    for root in roots:
        box, top = _place(root, 0, top)
        boxes.append(box)
        top += _GAP
    depth = max((_depth(box) for box in boxes), default=0) + 1
    width = sum(_COLUMNS[min(d, 4)] for d in range(depth)) + _BETWEEN * (depth - 1) + 2
    height = max(top - _GAP, _LINE) + 2
    size = f'viewBox="0 0 {width} {height:.0f}" width="{width}" height="{height:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'role="{"group" if links else "img"}" aria-labelledby="boom-titel boom-uitleg" lang="nl" class="boom">',
        f'<title id="boom-titel">{escape(title)}</title><desc id="boom-uitleg">{escape(description)}</desc>',
        '<g font-family="Noto Sans, Arial, sans-serif" font-size="12" transform="translate(1 1)">',
    ]
    for box in boxes:
        parts += _lines(box)
    for box in boxes:
        parts += _boxes(box, colours, links)
    return ("\n".join([*parts, "</g></svg>"]) + "\n").encode()


def _place(node: Node, depth: int, top: float) -> tuple[_Box, float]:
    """Place a box and what is under it from `top` down; gives back the box and where the next may begin."""
    lines = tuple(textwrap.wrap(node.text, int((_COLUMNS[min(depth, 4)] - 2 * _PAD) / _CHAR)) or [""])
    own = len(lines) * _LINE + 2 * _PAD - 3
    children, below = [], top
    for child in node.children:
        box, below = _place(child, depth + 1, below)
        children.append(box)
    if not children:
        return _Box(node, depth, top, own, lines, ()), top + own + _GAP
    middle = (children[0].middle + children[-1].middle) / 2
    start = max(top, middle - own / 2)
    return _Box(node, depth, start, own, lines, tuple(children)), max(below, start + own + _GAP)


def _depth(box: _Box) -> int:
    return max((_depth(child) for child in box.children), default=box.depth)


def _left(depth: int) -> float:
    return sum(_COLUMNS[min(d, 4)] for d in range(depth)) + _BETWEEN * depth


def _lines(box: _Box) -> Iterable[str]:
    """The lines from a box to its children."""
    start = _left(box.depth) + _COLUMNS[min(box.depth, 4)]
    half = start + _BETWEEN / 2
    for child in box.children:
        yield (
            f'<path d="M{start:g} {box.middle:.1f}H{half:g}V{child.middle:.1f}H{_left(child.depth):g}" '
            'fill="none" stroke="#8a8a8a"/>'
        )
        yield from _lines(child)


def _boxes(box: _Box, colours: Colours, links: bool) -> Iterable[str]:
    fill, stroke, text = (
        (colours.main, colours.main, "#ffffff"),
        (colours.background, colours.main, colours.text),
        ("#ffffff", colours.main, colours.text),
        ("#ffffff", "#8a8a8a", colours.text),
    )[min(box.depth, 3)]
    weight = ' font-weight="bold"' if box.depth < 2 else ""
    left, width = _left(box.depth), _COLUMNS[min(box.depth, 4)]
    open_link = f"<a href={quoteattr(box.node.address)}>" if links and box.node.address else "<g>"
    spaced = [*(f"{line} " for line in box.lines[:-1]), box.lines[-1]]
    rows = "".join(
        f'<tspan x="{left + _PAD:g}" dy="{_LINE if i else 0}">{escape(line)}</tspan>' for i, line in enumerate(spaced)
    )
    yield (
        f'{open_link}<rect x="{left:g}" y="{box.top:.1f}" width="{width}" height="{box.height:.1f}" rx="4" '
        f'fill="{fill}" stroke="{stroke}"/><text x="{left + _PAD:g}" y="{box.top + _PAD + 9:.1f}" '
        f'fill="{text}"{weight}>'
        f"{rows}</text>{'</a>' if open_link != '<g>' else '</g>'}"
    )
    for child in box.children:
        yield from _boxes(child, colours, links)


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

    def x(self, year: float) -> float:
        first, after = self.years
        return _LEFT + (year - first) / (after - first) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return _TOP + (share if self.inverted else 1 - share) * (_HEIGHT - _TOP - _BOTTOM)


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
    inverted: bool = False,
) -> bytes:
    """Draw what was measured as a line, and dashed the way from the first measurement to what is aimed at.

    `name` makes the ids in the drawing unique, `legend` names the two lines, `sign` follows every number,
    `inverted` puts the lowest on top.
    """
    scale = _scale([*measured, *aims], inverted)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" aria-labelledby="{name}-titel {name}-uitleg" lang="nl" class="lijn">',
        f'<title id="{name}-titel">{escape(title)}</title><desc id="{name}-uitleg">{escape(description)}</desc>',
        '<g font-family="Noto Sans, Arial, sans-serif" font-size="12">',
        *_grid(scale, colours, sign),
        *_legend(colours, legend if aims else legend[:1]),
        *_aimed(measured[:1], aims, scale, colours, sign),
        *_measured(measured, scale, colours, sign),
    ]
    return ("\n".join([*parts, "</g></svg>"]) + "\n").encode()


def _scale(all_points: Sequence[Point], inverted: bool) -> _Scale:
    low, high = min(p.low for p in all_points), max(p.high for p in all_points)
    if 0 <= low < high * 0.4:
        low = 0.0
    step = _step((high - low) or abs(high) or 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    first -= first * step == low > 0
    last += last * step == high or first == last
    ticks = tuple(round(number * step, 6) for number in range(first, last + 1))
    years = [p.year for p in all_points]
    return _Scale(years=(math.floor(min(years)), math.floor(max(years)) + 1), ticks=ticks, inverted=inverted)


def _step(span: float) -> float:
    """A round distance between the lines of the grid, with three to six of them in the span."""
    power = 10.0 ** math.floor(math.log10(span / 4))
    return next(power * times for times in (1, 2, 5, 10) if span / (power * times) <= 5)


def _grid(scale: _Scale, colours: Colours, sign: str) -> Iterator[str]:
    for tick in scale.ticks:
        y = scale.y(tick)
        yield f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="{_GRID}"/>'
        if tick or not scale.inverted:
            yield _text(_LEFT - 8, y + 4, format_number(tick) + sign, colours.text, "end")
    first, after = scale.years
    every = math.ceil((after - first) / 10)
    for year in range(first, after, every):
        yield _text(scale.x(year + 0.5), _HEIGHT - 12, str(year), colours.text, "middle")


def _legend(colours: Colours, words: Sequence[str]) -> Iterator[str]:
    for number, word in enumerate(words):
        left, colour, dashes = _LEFT + 120 * number, (colours.main, colours.accent)[number], ("", "5 4")[number]
        yield f'<path d="M{left} 16h28" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dashes or "none"}"/>'
        yield _diamond(left + 14, 16, colours) if number else _dot(left + 14, 16, colours)
        yield _text(left + 36, 20, word, colours.text)


def _measured(found: Sequence[Point], scale: _Scale, colours: Colours, sign: str) -> Iterator[str]:
    places = [(scale.x(p.year), scale.y(p.middle)) for p in found]
    yield f'<path d="{_path(places)}" fill="none" stroke="{colours.main}" stroke-width="2.5"/>'
    for (x, y), point in zip(places, found, strict=True):
        yield _dot(x, y, colours)
        yield _text(x, y - 9, format_number(point.middle) + sign, colours.main, "middle", bold=True)


def _aimed(start: Sequence[Point], aims: Sequence[Point], scale: _Scale, colours: Colours, sign: str) -> Iterator[str]:
    if not aims:
        return
    way = [(scale.x(p.year), scale.y(p.middle)) for p in (*start, *aims)]
    yield f'<path d="{_path(way)}" fill="none" stroke="{colours.accent}" stroke-width="2" stroke-dasharray="5 4"/>'
    for point in aims:
        x, ends = scale.x(point.year), sorted((scale.y(point.low), scale.y(point.high)))
        if point.low != point.high:
            yield f'<path d="M{x:.1f} {ends[0]:.1f}V{ends[1]:.1f}" stroke="{colours.accent}" stroke-width="6"/>'
        yield _diamond(x, scale.y(point.middle), colours)
        limits = dict.fromkeys((point.low, point.high))
        said = " tot ".join(format_number(limit) + sign for limit in limits)
        yield _text(x, ends[1] + 19, said, colours.accent, "middle")


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def _dot(x: float, y: float, colours: Colours) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colours.main}"/>'


def _diamond(x: float, y: float, colours: Colours) -> str:
    shape = f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z"
    return f'<path d="{shape}" fill="#ffffff" stroke="{colours.accent}" stroke-width="2"/>'


def _text(x: float, y: float, words: str, colour: str, anchor: str = "start", *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'


def place(svg: bytes, *, title: str, description: str, name: str, images: dict[str, bytes] | None) -> Markup:
    """A drawing as Markdown: on the site itself; on paper, where `images` collects them, by name with alt text."""
    if images is None:
        start = f'<div class="figuur" role="region" aria-label={quoteattr(title)} tabindex="0">\n'
        return Markup(start + svg.decode() + "</div>")
    file = f"{name}-{len(images) + 1}.svg"
    images[file] = svg
    return Markup(f"![{escape_markdown(description)}]({file})")


def plain_words(markdown: str) -> str:
    """The words of escaped Markdown as they are read, on one line: for alternative texts made in templates."""
    text = re.sub(r"\\([^\w\s])", r"\1", str(markdown))
    for sign, meant in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(sign, meant)
    return re.sub(r"[ \t\r\n]+", " ", text).strip()
