"""Lists of things as pages show them: under headings, counted, those that say something, and what is said of one.

Filters: `dingen | onder_kop('veld')` (each with `of`, the value of that field or nothing, and `things`),
`dingen | zonder('veld', …)` (those with none of these filled), `blokken | over(ding)` (the blocks that name a thing)
`dingen | titels` and `dingen | hoeveel_of_geen('doel', 'doelen')` (`nog geen doel`, `1 doel`, `3 doelen`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from kapstok.reckon.tally import many
from kapstok.render.offers.printing import group
from kapstok.render.offers.things import Block, Thing, is_filled


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What stands under one heading: `of` is what they have in common, None for those that say nothing of it."""

    of: object
    things: tuple[Thing, ...]


def filters() -> dict[str, Callable[..., object]]:
    """The filters by the names that templates use."""
    return {
        "onder_kop": under_headings,
        "zonder": lambda things, *names: tuple(t for t in things if not _says(t, names)),
        "titels": lambda things: tuple(thing._item.title for thing in things),
        "over": about,
        "hoeveel_of_geen": many_or_none,
    }


def under_headings(things: Iterable[Thing], name: str) -> tuple[Heading, ...]:
    """Things under what a field of theirs says, in order of first appearance; those that say nothing come last."""
    found = [Heading(of=of, things=tuple(several)) for of, several in group(things, name)]
    return tuple(sorted(found, key=lambda heading: heading.of is None))


def about(blocks: Iterable[Block], thing: Thing) -> tuple[Block, ...]:
    """The blocks of a list that name a thing in one of their fields."""
    return tuple(block for block in blocks if thing._item.key in block._fields.values())


def many_or_none(things: Collection[object], one: str, several: str) -> str:
    """How many there are, with their name."""
    return many(len(things), one, several) if things else f"nog geen {one}"


def _says(thing: Thing, names: Iterable[str]) -> bool:
    return any(is_filled(getattr(thing, name)) for name in names)
