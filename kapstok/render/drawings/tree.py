"""The goal tree as a drawing: columns from left to right, every parent in the middle of its children.

It fits a page, and on the site its boxes are links that a keyboard reaches. A nested list says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from kapstok.render.drawings.drawing import LINE, Colours, box, drawing, lines, path, wrap

_PAD = 8
_GAP = 10
_BETWEEN = 34
_COLUMNS = (150, 250, 240, 240, 240)
_LOOKS = (("hoofd", "hoofd", "op"), ("vlak", "hoofd", "tekst"), ("kaart", "rand", "tekst"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A box of the tree: its text, where it leads (may be empty) and what hangs under it."""

    text: str
    address: str = ""
    children: tuple[Node, ...] = ()


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

    @property
    def bottom(self) -> float:
        """The lowest point of the box and of everything under it."""
        return max((self.top + self.height, *(child.bottom for child in self.children)))


def tree_svg(roots: Sequence[Node], *, title: str, description: str, colours: Colours, links: bool = True) -> bytes:
    """Draw the tree. `links=False` leaves the links out, for paper."""
    top, placed = 1.0, []
    for root in roots:
        one, top = _place(root, 0, top)
        placed.append(one)
        top += _GAP
    depth = max((_depth(one) for one in placed), default=0)
    width = _left(depth) + _COLUMNS[min(depth, 4)] + 1
    height = max((one.bottom for one in placed), default=LINE) + 1
    parts = [part for one in placed for part in _edges(one, colours)]
    parts += [part for one in placed for part in _boxes(one, colours, links)]
    return drawing(
        parts,
        width,
        height,
        name="boom",
        kind="boom",
        title=title,
        description=description,
        role="group" if links else "img",
    )


def _place(node: Node, depth: int, top: float) -> tuple[_Box, float]:
    """Place a box and what is under it from `top` down; gives back the box and where the next may begin."""
    rows = wrap(node.text, _COLUMNS[min(depth, 4)] - 2 * _PAD, bold=depth < 1)
    own = len(rows) * LINE + 2 * _PAD - 3
    children, below = [], top
    for child in node.children:
        one, below = _place(child, depth + 1, below)
        children.append(one)
    if not children:
        return _Box(node, depth, top, own, rows, ()), top + own + _GAP
    middle = (children[0].middle + children[-1].middle) / 2
    start = max(top, middle - own / 2)
    return _Box(node, depth, start, own, rows, tuple(children)), max(below, start + own + _GAP)


def _depth(one: _Box) -> int:
    return max((_depth(child) for child in one.children), default=one.depth)


def _left(depth: int) -> float:
    return 1 + sum(_COLUMNS[min(d, 4)] for d in range(depth)) + _BETWEEN * depth


def _edges(one: _Box, colours: Colours) -> Iterable[str]:
    """The lines from a box to its children."""
    start = _left(one.depth) + _COLUMNS[min(one.depth, 4)]
    half = start + _BETWEEN / 2
    for child in one.children:
        yield path(f"M{start:g} {one.middle:.1f}H{half:g}V{child.middle:.1f}H{_left(child.depth):g}", colours, "rand")
        yield from _edges(child, colours)


def _boxes(one: _Box, colours: Colours, links: bool) -> Iterable[str]:
    fill, line, tone = _LOOKS[min(one.depth, 2)]
    left = _left(one.depth)
    inside = box(left, one.top, _COLUMNS[min(one.depth, 4)], one.height, colours, fill, line)
    inside += lines(left + _PAD, one.top + _PAD + 9, one.lines, colours, tone, bold=one.depth < 1)
    yield f"<a href={quoteattr(one.node.address)}>{inside}</a>" if links and one.node.address else f"<g>{inside}</g>"
    for child in one.children:
        yield from _boxes(child, colours, links)
