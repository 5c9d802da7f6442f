"""Drawings as SVG, made at build time, with a title and a description; a list or table beside each says the same.

The goal tree is laid out by ourselves: columns from left to right, every parent in the middle of its children,
text wrapped to the width of its column. It fits a page and its boxes are links that a keyboard reaches.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_LINE = 15
_PAD = 8
_GAP = 10
_BETWEEN = 34
_COLUMNS = (150, 180, 250, 250, 250)
_CHAR = 6.4


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A box of the tree: its text, where it leads (may be empty) and what hangs under it."""

    text: str
    address: str = ""
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Colours:
    """The colours of a drawing, as `#rrggbb`."""

    main: str = "#1d4f60"
    accent: str = "#9a3b1f"
    background: str = "#f4f1ea"
    text: str = "#1b1b1b"


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
