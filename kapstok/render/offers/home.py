"""The home page: what this agenda is about, what changed last, what is coming, and the way to the rest.

Globals: `kern(opgaven, werk, afspraken, voorbeelden, programmas, bijeenkomsten)`, `laatst(soorten, hoeveel)`,
`komt_eraan(hoeveel)`, `wegwijzer(soorten, altijd_een_lijst)`, `open_terugblikken()`, `open_afspraken('soort')`.
Filters: `tekst | inleiding`, `ding | inzage`,
`evaluatie | terugblik`, `dingen | eerste(2)` and `dingen | laatste(2)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item
from kapstok.kinds.schema import Kind
from kapstok.reckon.door import Facts
from kapstok.render.offers.lists import All
from kapstok.render.offers.standing import Response, response_of
from kapstok.render.offers.things import Shown, Thing, World

_MANY_EXAMPLES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Core:
    """What an agenda is about: one of these is filled, the others are empty."""

    tasks: tuple[Thing, ...] = ()
    agreements: tuple[Thing, ...] = ()
    programmes: tuple[Thing, ...] = ()
    meetings: tuple[Thing, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tasks or self.agreements or self.programmes or self.meetings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Introduction:
    """A text in its first paragraph and the rest; a list that the first leads in is left to the cards below it."""

    begin: str
    rest: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Recent:
    """Something that happened by the peildatum, and when."""

    item: Item
    moment: VagueDate


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """One line of the signpost: the only thing of a kind that deserves it, or the overview of the kind."""

    thing: Thing | None
    kind: Kind


class Home:
    """The parts of the home page of one view."""

    def __init__(self, world: World, facts: Facts, every: All) -> None:
        self.world, self.facts, self._every = world, facts, every

    def filters(self) -> dict[str, Callable[..., object]]:
        """The filters by the names that templates use."""
        return {
            "inleiding": introduction,
            "inzage": self._response,
            "terugblik": self._look_back,
            "eerste": lambda things, number=1: tuple(things)[:number],
            "laatste": lambda things, number=1: tuple(things)[::-1][:number],
        }

    def globals(self) -> dict[str, Callable[..., object]]:
        """The globals by the names that templates use."""
        return {
            "kern": core,
            "laatst": self._recent,
            "komt_eraan": self._ahead,
            "wegwijzer": self._signs,
            "open_terugblikken": lambda: self.world.show([b for b in self.facts.look_backs if not b.has_outcome]),
            "open_afspraken": lambda kind: self.world.show([m for m in self.facts.council.matters(kind) if m.is_open]),
        }

    def _response(self, thing: Thing) -> Response:
        return response_of(thing._item, self.facts.council)

    def _look_back(self, thing: Thing) -> Shown:
        """The evaluation that a thing reports on, or is planned as."""
        shown: Shown = self.world.show(next(b for b in self.facts.look_backs if b.item == thing._item))
        return shown

    def _recent(self, kinds: Sequence[tuple[str, Sequence[str]]], number: int) -> tuple[Shown, ...]:
        """The things that happened last, by the first of their fields that says a day that has come."""
        found = []
        for kind, names in kinds:
            for thing in self._every(kind):
                moments = (thing._item.fields.get(name) for name in names)
                past = (m for m in moments if isinstance(m, VagueDate) and m.sort_key <= self.facts.day)
                found += [Recent(item=thing._item, moment=moment) for moment in [*past][:1]]
        newest = sorted(found, key=lambda recent: recent.moment.sort_key, reverse=True)[:number]
        shown: tuple[Shown, ...] = self.world.show(newest)
        return shown

    def _ahead(self, number: int) -> tuple[Shown, ...]:
        """What comes first on the calendar, of what has a day."""
        dated = (
            entry for entry in self.facts.calendar if entry.ahead and (entry.moment.latest or entry.moment.earliest)
        )
        shown: tuple[Shown, ...] = self.world.show(tuple(dated)[:number])
        return shown

    def _signs(self, kinds: Iterable[str], as_list: Iterable[str] = ()) -> tuple[Sign, ...]:
        """A line for each of these kinds that this view holds something of."""
        found = []
        for name in kinds:
            kind = self.world.kinds.by_name.get(name)
            things = self._every(name) if kind else []
            if kind is None or not things:
                continue
            only = things[0] if len(things) == 1 and kind.has_page and name not in as_list else None
            found.append(Sign(thing=only, kind=kind))
        return tuple(found)


def core(
    tasks: Iterable[Thing],
    work: Iterable[Thing],
    agreements: Iterable[Thing],
    examples: Iterable[Thing],
    programmes: Iterable[Thing],
    meetings: Iterable[Thing],
) -> Core:
    """What the agenda is about: its tasks with work on them, else agreements, meetings that exchange, or programmes."""
    tasks, agreements, programmes, meetings = map(tuple, (tasks, agreements, programmes, meetings))
    if tasks and (any(True for _ in work) or not agreements):
        return Core(tasks=tasks)
    if agreements:
        return Core(agreements=agreements)
    exchanges = len(tuple(examples)) > _MANY_EXAMPLES
    if programmes and not (exchanges and meetings):
        return Core(programmes=programmes)
    return Core(meetings=meetings)


def introduction(text: str | None) -> Introduction:
    """The first paragraph of a text and what follows it."""
    paragraphs = (text or "").strip().split("\n\n")
    first = paragraphs[0]
    if not first.endswith(":"):
        return Introduction(begin=first, rest=tuple(paragraphs[1:]))
    return Introduction(begin=f"{first.rpartition('. ')[0]}.", rest=tuple(paragraphs[2:]))
