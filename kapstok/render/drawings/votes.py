"""Votes per party as bars from a common zero: for, against and abstained side by side, with the numbers in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kapstok.reckon.votes import Party
from kapstok.render.drawings.drawing import LINE, Colours, box, drawing, label, lines, width_of, wrap

_WIDTH = 330.0  # narrow, so that the letters stay readable on a phone
_PAD = 8.0
_BAR = 16.0
_LOOKS = (("voor", "hoofd"), ("tegen", "kaart"), ("onthouden", "vlak"))


def votes_svg(parties: Sequence[Party], *, title: str, description: str, colours: Colours, name: str) -> bytes:
    """Draw the votes of each party on one scale; what a bar says stands in words beside it."""
    most = max((sum(_numbers(party)) for party in parties), default=0) or 1
    scale = (_WIDTH - max(width_of(party.words) for party in parties) - 2 * _PAD) / most
    parts = list(_legend(parties, colours))
    y = 4.0 + LINE + _PAD
    for party in parties:
        rows = wrap(party.name, _WIDTH - _PAD, bold=True)
        parts.append(lines(0, y + 11, rows, colours, bold=True))
        y += len(rows) * LINE + 2
        x = 0.0
        for number, (_, look) in zip(_numbers(party), _LOOKS, strict=True):
            if number:
                parts.append(box(x, y, number * scale, _BAR, colours, look, "hoofd"))
                x += number * scale
        parts.append(label(x + 6, y + 12.5, party.words, colours))
        y += _BAR + 8
    return drawing(parts, _WIDTH, y - 4, name=name, kind="stembalken", title=title, description=description, role="img")


def _numbers(party: Party) -> tuple[int, int, int]:
    return party.in_favour, party.against, party.abstained


def _legend(parties: Sequence[Party], colours: Colours) -> Iterator[str]:
    x = 0.0
    for place, (word, look) in enumerate(_LOOKS):
        if any(_numbers(party)[place] for party in parties):
            yield box(x, 4, 12, 12, colours, look, "hoofd")
            yield label(x + 18, 14, word, colours, "zacht")
            x += 18 + width_of(word) + 18
