"""What templates and the feed see of what changed: each change in words, by item and by day.

The names are Dutch, because template authors type them. Everything comes from the view, which holds no more than its
audience may know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kapstok.core.collation import natural_key
from kapstok.core.dates import MONTHS
from kapstok.core.model import Change, FieldChange, PartChange
from kapstok.core.text import enumerate_words
from kapstok.history.difference import CHANGED, EMPTIED, FILLED
from kapstok.kinds.order import sort_key
from kapstok.kinds.schema import Kind
from kapstok.reckon.council import Council
from kapstok.render.offers.things import Thing, World

_HOW = {"gewijzigd": "aangepast", "verwijderd": "weggehaald"}
_LINE = 4  # changes that fit on a line
_FEW = 3  # things that are named; of more the number is told


@dataclass(frozen=True, kw_only=True, slots=True)
class Veld:
    """One field that changed: its `naam` and `woorden` such as: was concept, is nu vastgesteld."""

    naam: str
    woorden: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Deel:
    """One nested item that came, changed or went (`hoe`). `ding` is the item itself, when it is still there."""

    soort: str
    naam: str
    hoe: str
    ding: Thing | None
    velden: tuple[Veld, ...]

    @property
    def woord(self) -> str:
        """What happened to it, as a sentence says it."""
        return _HOW.get(self.hoe, self.hoe)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wijziging:
    """What one day changed about a thing; `gepubliceerd` says that it can be read here since then, `akkoord` in which
    role it was approved."""

    ding: Thing
    dag: date
    gepubliceerd: bool
    akkoord: str
    velden: tuple[Veld, ...]
    delen: tuple[Deel, ...]

    @property
    def iso(self) -> str:
        """The day for machines."""
        return self.dag.isoformat()


@dataclass(frozen=True, kw_only=True, slots=True)
class Regel:
    """One line of what happened on a day: a thing that changed, or by kind all things that were published."""

    dag: date
    wijziging: Wijziging | None = None
    groepen: tuple[tuple[Kind, tuple[Thing, ...]], ...] = ()

    @property
    def aantal(self) -> int:
        """How many things were published."""
        return sum(len(things) for _, things in self.groepen)


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """The things of one kind that were published on a day; many are told as a number."""

    kind: Kind
    title: str
    things: tuple[Thing, ...]
    many: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ShortLine:
    """One line of a day, cut to what fits: `rest` is the number of changes that are not told here.

    A line is of a `thing` that changed or of what was `published`; `only_count` says that just its number fits.
    """

    thing: Thing | None = None
    fields: tuple[Veld, ...] = ()
    parts: tuple[Deel, ...] = ()
    rest: int = 0
    published: int = 0
    groups: tuple[Published, ...] = ()
    only_count: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DayOfChanges:
    """What happened on a day."""

    day: date
    lines: tuple[ShortLine, ...]

    @property
    def iso(self) -> str:
        """The day for machines."""
        return self.day.isoformat()


@dataclass(frozen=True, kw_only=True, slots=True)
class Months:
    """What happened by month, newest first; `cut` says that there was more."""

    months: tuple[tuple[str, tuple[DayOfChanges, ...]], ...]
    cut: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """What changed about one thing: what is told at once, what can be unfolded, and who adopted it and when, if so."""

    newest: tuple[Wijziging, ...]
    earlier: tuple[Wijziging, ...]
    decided: str


class Changes:
    """The changes of a view."""

    def __init__(self, world: World, council: Council) -> None:
        self._world, self._council = world, council
        self._lines: tuple[Regel, ...] | None = None

    def of(self, thing: Thing) -> list[Wijziging]:
        """What changed about a thing, newest first."""
        return [self._change(change) for change in self._world.model.changes.get(thing._item.key, ())]

    def latest(self, most: int | None = None) -> list[Regel]:
        """The newest lines over all things; on one day what changed comes before what was published."""
        if self._lines is None:
            self._lines = tuple(self._in_lines())
        return list(self._lines[:most])

    def history(self, thing: Thing, most: int) -> History:
        """What changed about a thing, the `most` newest apart."""
        changes = tuple(self.of(thing))
        adoption = self._council.adoption(thing._item)
        decided = adoption.words if adoption.in_force and adoption.day else ""
        return History(newest=changes[:most], earlier=changes[most:], decided=decided)

    def months(self, most: int) -> Months:
        """The `most` newest lines by month and day."""
        lines = self.latest()
        months = tuple((name, by_day(some)) for name, some in by_month(lines[:most]))
        return Months(months=months, cut=len(lines) > most)

    def _in_lines(self) -> Iterator[Regel]:
        for day, changes in sorted(self._by_day().items(), reverse=True):
            published: dict[str, list[Thing]] = {}
            for change in sorted(changes, key=self._place):
                if change.published:
                    published.setdefault(change.item.kind, []).append(self._world.thing(change.item))
                else:
                    yield Regel(dag=day, wijziging=self._change(change))
            if published:
                groups = tuple((self._world.kinds[name], tuple(things)) for name, things in published.items())
                yield Regel(dag=day, groepen=groups)

    def _by_day(self) -> dict[date, list[Change]]:
        found: dict[date, list[Change]] = {}
        for changes in self._world.model.changes.values():
            for change in changes:
                found.setdefault(change.day, []).append(change)
        return found

    def _place(self, change: Change) -> tuple[object, ...]:
        model, kinds = self._world.model, self._world.kinds
        kind = kinds[change.item.kind]
        return (natural_key(kind.plural), kind.name, sort_key(model.items[change.item], model, kinds))

    def _change(self, change: Change) -> Wijziging:
        return Wijziging(
            ding=self._world.thing(change.item),
            dag=change.day,
            gepubliceerd=change.published,
            akkoord=change.approved,
            velden=tuple(map(_field, change.fields)),
            delen=tuple(map(self._part, change.parts)),
        )

    def _part(self, part: PartChange) -> Deel:
        return Deel(
            soort=self._world.kinds[part.key.kind].title,
            naam=part.title,
            hoe=part.how,
            ding=self._world.thing(part.key) if part.key in self._world.model.items else None,
            velden=tuple(map(_field, part.fields)),
        )


def by_day(lines: Iterable[Regel], most: int = _LINE) -> tuple[DayOfChanges, ...]:
    """Lines by day, newest first, each with `most` changes at most."""
    days: dict[date, list[ShortLine]] = {}
    for line in lines:
        days.setdefault(line.dag, []).append(_short(line, most))
    return tuple(DayOfChanges(day=day, lines=tuple(days[day])) for day in sorted(days, reverse=True))


def _short(line: Regel, most: int) -> ShortLine:
    change = line.wijziging
    if change is not None:
        fields = change.velden[:most]
        parts = change.delen[: max(0, most - len(change.velden))]
        rest = len(change.velden) + len(change.delen) - most
        return ShortLine(thing=change.ding, fields=fields, parts=parts, rest=max(0, rest))
    groups = tuple(
        Published(kind=kind, title=kind.plural.lower(), things=things, many=len(things) > _FEW)
        for kind, things in line.groepen
    )
    return ShortLine(published=line.aantal, groups=groups, only_count=most < len(groups) and most < _LINE)


def _field(change: FieldChange) -> Veld:
    return Veld(naam=change.label.rstrip("?"), woorden=_words(change))


def _words(change: FieldChange) -> str:
    """What became of a field, as a reader says it after its name."""
    if change.how == FILLED:
        return f"is nu {change.after}" if change.after else "ingevuld"
    if change.how == CHANGED and change.before:
        return f"was {change.before}, is nu {change.after}"
    came = f"erbij: {enumerate_words(change.added, 'en')}" if change.added else ""
    went = f"weg: {enumerate_words(change.removed, 'en')}" if change.removed else ""
    return "; ".join(filter(None, (came, went))) or ("weggehaald" if change.how == EMPTIED else "aangepast")


def in_one_text(change: Wijziging) -> str:
    """All of a change as plain text, for a feed."""
    if change.gepubliceerd:
        return "Gepubliceerd."
    return " ".join([*(_sentence(field.naam, field.woorden) for field in change.velden), *map(_of_part, change.delen)])


def _of_part(part: Deel) -> str:
    inside = ", ".join(f"{field.naam}: {field.woorden}" for field in part.velden)
    return _sentence(f"{part.soort} {part.naam}", f"{part.hoe} ({inside})" if inside else part.hoe)


def _sentence(name: str, words: str) -> str:
    return f"{name}: {words}" + ("" if words.endswith((".", "!", "?")) else ".")


def by_month(lines: Iterable[Regel]) -> list[tuple[str, list[Regel]]]:
    """Lines by the month of their day, in words, in the order in which they come."""
    months: dict[str, list[Regel]] = {}
    for line in lines:
        name = f"{MONTHS[line.dag.month - 1].capitalize()} {line.dag.year}"
        months.setdefault(name, []).append(line)
    return list(months.items())
