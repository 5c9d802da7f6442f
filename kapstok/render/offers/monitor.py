"""The monitor: how it goes with the goals, part by part, for the readers of this edition.

Global: `monitor(opgaven, 'doel', 'opgave', 'outcome')` with the tops of the tree, the kind that hangs under them and
its field that says so, and the sort of indicator that every goal should have one of. An indicator stands at the first
goal that it belongs to; at the others it is named. `uitgelicht(opgaven, 'doel', 'opgave', 4)` picks one for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kapstok.core.model import Item, Key
from kapstok.core.values import as_values
from kapstok.reckon.door import Facts
from kapstok.reckon.indicators import Indicator
from kapstok.reckon.tally import Count, tally
from kapstok.reckon.verdict import JUDGED, Verdict
from kapstok.render.offers.things import Shown, Thing, World

Back = Callable[[Thing, str, str | None], Iterable[Thing]]
_EVERYTHING = "besloten"
_READERS = {"griffie": "raad"}
_NAMED = {
    "besloten": "alle lezers",
    "partners": "maatschappelijke partners",
    "raad": "de raad",
    "bestuur": "het bestuur",
    "management": "het management",
    "werkvloer": "de werkvloer",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    """One goal: the indicators that stand here, those that stand above already, and whether others may see more."""

    item: Item
    here: tuple[Item, ...]
    above: tuple[Item, ...]
    for_others: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One top of the tree with its goals."""

    item: Item
    goals: tuple[Goal, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Monitor:
    """The whole monitor; `counts` are per state, `behind` deviates, `better` is behind and yet better than before."""

    readers: str
    has_others: bool
    counts: tuple[Count, ...]
    behind: tuple[Item, ...]
    better: tuple[Item, ...]
    parts: tuple[Part, ...]
    rest: tuple[Item, ...]
    mine: tuple[Item, ...]
    lacking: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Highlight:
    """A figure that stands for one top of the tree."""

    top: Item
    indicator: Indicator


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """An indicator that stands with the first top that it belongs to."""

    indicator: Item
    top: Item


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """The indicators that stand with one top of the tree, and those that stand elsewhere already."""

    here: tuple[Item, ...]
    elsewhere: tuple[Elsewhere, ...]

    def __bool__(self) -> bool:
        return bool(self.here or self.elsewhere)


class Monitoring:
    """Makes the monitor of one view; `back` gives the things of a kind that refer to one in a field."""

    def __init__(self, world: World, facts: Facts, back: Back) -> None:
        self.world, self.facts, self._back = world, facts, back

    def filters(self) -> dict[str, Callable[..., object]]:
        """The filters by the names that templates use."""
        return {"zonder_indicator": self._lacking, "verslagcijfers": self._divided}

    def globals(self) -> dict[str, Callable[..., object]]:
        """The globals by the names that templates use."""
        return {"monitor": self._monitor, "uitgelicht": self._highlights}

    def _monitor(self, tops: Iterable[Thing], kind: str, field: str, sort: str) -> Shown:
        mine = [one for one in self.facts.indicators.all if self._is_for_reader(one.item)]
        for one in mine:
            self.world.rest_on(one)
        under = {top: tuple(self._back(top, kind, field)) for top in tops}
        goals = [goal for several in under.values() for goal in several]
        placed: set[Key] = set()
        allowed = {one.item.key for one in mine}
        parts = tuple(self._part(top, several, allowed, placed) for top, several in under.items())
        audience = self._reader
        shown: Shown = self.world.show(
            Monitor(
                readers=_NAMED.get(audience, audience),
                has_others=len(mine) < len(self.facts.indicators.all),
                counts=tally(JUDGED, ((one.item, one.state.value) for one in mine)),
                behind=tuple(one.item for one in mine if one.deviates),
                better=tuple(one.item for one in mine if one.deviates and one.whole.goal is Verdict.YES),
                parts=parts,
                rest=tuple(one.item for one in mine if one.item.key not in placed),
                mine=tuple(one.item for one in mine),
                lacking=tuple(self._without(goals, sort)),
            )
        )
        return shown

    def _highlights(self, tops: Iterable[Thing], kind: str, field: str, number: int) -> tuple[Shown, ...]:
        """Of each top of the tree the first indicator with a number that stands for none before it."""
        found: dict[Key, Highlight] = {}
        for top in tops:
            goals = self._back(top, kind, field)
            several = map(self.facts.indicators.of, self.facts.indicators.at_any(goal._item for goal in goals))
            fit = (one for one in several if one.latest and one.latest.figure and one.item.key not in found)
            if (first := next(fit, None)) is not None:
                found[first.item.key] = Highlight(top=top._item, indicator=first)
        shown: tuple[Shown, ...] = self.world.show(tuple(found.values())[:number])
        return shown

    def _divided(self, top: Thing, kind: str, field: str) -> Shown:
        """The indicators of one top that stand with it, and those that stand with a top before it."""
        found: dict[Key, Elsewhere] = {}
        mine: tuple[Item, ...] = ()
        for item in self.facts.roles.ordered(self.facts.model.of_kind(top._item.key.kind)):
            goals = self._back(self.world.thing(item.key), kind, field)
            here = self.facts.indicators.at_any(goal._item for goal in goals)
            mine = here if item == top._item else mine
            for one in here:
                found.setdefault(one.key, Elsewhere(indicator=one, top=item))
        placed = [found[one.key] for one in mine]
        shown: Shown = self.world.show(
            Division(
                here=tuple(one.indicator for one in placed if one.top == top._item),
                elsewhere=tuple(one for one in placed if one.top != top._item),
            )
        )
        return shown

    @property
    def _reader(self) -> str:
        audience = self.world.model.audience
        return _READERS.get(audience, audience)

    def _is_for_reader(self, item: Item) -> bool:
        """Whether a figure is meant for the readers of this edition: it says nothing of readers, or names them."""
        readers = as_values(self.facts.roles.value(item, "lezers"))
        return self._reader == _EVERYTHING or not readers or self._reader in readers

    def _part(self, top: Thing, goals: Iterable[Thing], allowed: set[Key], placed: set[Key]) -> Part:
        found = []
        for goal in goals:
            every = self.facts.indicators.at(goal._item)
            mine = [item for item in every if item.key in allowed]
            here = tuple(item for item in mine if item.key not in placed)
            above = tuple(item for item in mine if item.key in placed)
            placed.update(item.key for item in here)
            found.append(Goal(item=goal._item, here=here, above=above, for_others=bool(every) and not mine))
        return Part(item=top._item, goals=tuple(found))

    def _lacking(self, goals: Iterable[Thing], sort: str = "") -> tuple[Thing, ...]:
        """The goals without any indicator, or without one of a sort."""
        return tuple(self.world.thing(item.key) for item in self._without(goals, sort))

    def _without(self, goals: Iterable[Thing], sort: str) -> Iterator[Item]:
        for goal in goals:
            if goal._item.key in self.facts.lapses:
                continue
            found: Iterable[Indicator] = map(self.facts.indicators.of, self.facts.indicators.at(goal._item))
            if not any(not sort or self.facts.roles.value(one.item, "meetsoort") == sort for one in found):
                yield goal._item
