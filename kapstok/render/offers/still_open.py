"""What is still open, as the page prints it: questions per thing, and values with the part that they stand in.

Globals: `open_punten()` (every `reckon.open.OpenPoint`), `open_vragen()` and `open_waarden()`. Filters:
`dingen | met_ja('veld')` (those for which a field says yes) and `dingen | gehelen` (what they are parts of, each once).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.reckon.door import Facts
from kapstok.reckon.open import OpenPoint, Sort, open_points
from kapstok.render.offers.things import Thing, World


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenQuestions:
    """The questions of one thing that have no answer, in one line, and who answers for it."""

    item: Item
    words: str
    owner: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenValue:
    """A value that is still to come: at which thing, in which part of it (if any), and what stands there now."""

    about: Item
    part: str
    what: str
    now: str
    owner: str


class StillOpen:
    """What is open in one view."""

    def __init__(self, world: World, facts: Facts) -> None:
        self.world, self.facts = world, facts

    def filters(self) -> dict[str, Callable[..., object]]:
        """The filters by the names that templates use."""
        return {
            "met_ja": lambda things, name: tuple(thing for thing in things if getattr(thing, name) is True),
            "gehelen": self._wholes,
        }

    def globals(self) -> dict[str, Callable[..., object]]:
        """The globals by the names that templates use."""
        show = self.world.show
        return {
            "open_punten": lambda: show(self._points),
            "open_vragen": lambda: show(tuple(self._questions())),
            "open_waarden": lambda: show(tuple(self._value(p) for p in self._points if p.sort is not Sort.QUESTION)),
        }

    @cached_property
    def _points(self) -> tuple[OpenPoint, ...]:
        return tuple(p for p in open_points(self.facts.roles) if p.item.key not in self.facts.lapses)

    def _questions(self) -> Iterator[OpenQuestions]:
        by_item: dict[Key, list[OpenPoint]] = {}
        for point in self._points:
            if point.sort is Sort.QUESTION:
                by_item.setdefault(point.item.key, []).append(point)
        for points in by_item.values():
            yield OpenQuestions(item=points[0].item, words=_in_a_row(p.what for p in points), owner=points[0].owner)

    def _value(self, point: OpenPoint) -> OpenValue:
        item = point.item
        whole = self.facts.model.items.get(item.parent) if item.parent else None
        part = ""
        if whole is not None:
            dates = [value.text for value in item.fields.values() if isinstance(value, VagueDate)]
            part = " ".join([self.facts.roles.kind(item).title.lower(), *dates])
        return OpenValue(about=whole or item, part=part, what=point.what.lower(), now=point.now, owner=point.owner)

    def _wholes(self, things: Iterable[Thing]) -> tuple[Thing, ...]:
        parents = dict.fromkeys(thing._item.parent for thing in things if thing._item.parent)
        return tuple(self.world.thing(key) for key in parents)


def _in_a_row(questions: Iterable[str]) -> str:
    """Questions one after another: a question mark parts them, else a semicolon does."""
    said = ""
    for question in questions:
        said += ("" if not said else " " if said.endswith("?") else "; ") + question
    return said
