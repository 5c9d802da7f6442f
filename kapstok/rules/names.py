"""What each name in a test means, by the schemas: its type, and how it is read when the test runs.

In the scope of an item, in this order: a field of it, `peildatum`, `ouder` (what it is part of), `agenda` (the
settings) and a folder (the items of that kind that refer to it). Everything belongs to the settings, so a folder of
theirs holds every item of its kind. After a dot the same names are known but `peildatum` and `agenda`; of a list they
are read from every element.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.core.same import Same
from kapstok.kinds.schema import ANY_KIND, Kinds, Shape
from kapstok.rules.scope import Run, Seen, World, exact, flat, over, part
from kapstok.rules.sorts import DATE, Sort, Type, items_of, of_shape, union

DAY, PARENT, SETTINGS = "peildatum", "ouder", "agenda"
Keyed = Callable[[Item], Hashable]
_ReadItem = Callable[[World, Item], Seen]


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """What a name is and how it is read of an item or a block.

    `by` says on what the value rests when that is less than the whole item, so that equal ones are reckoned once.
    `audiences` are those that may see it (None: all who see the item).
    """

    type: Type
    read: Run
    is_field: bool = False
    by: Keyed | None = None
    audiences: frozenset[str] | None = None


class Names:
    """The names that the schemas make; build it once for all tests."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self.every = frozenset(kind.name for kind in kinds)
        self.settings = kinds.settings_kind
        self.folders = {kind.folder.replace("-", "_"): kind.name for kind in kinds}
        self.parents: dict[str, set[str]] = defaultdict(set)
        self.sources: dict[str, set[str]] = defaultdict(set)
        self.open_texts: frozenset[str] = frozenset()
        for kind in kinds:
            for shape in _shapes(kind.shape):
                self.open_texts |= shape.open_values
                if shape.nested:
                    self.parents[shape.nested].add(kind.name)
                for target in self.every if ANY_KIND in shape.targets else shape.targets:
                    self.sources[target].add(kind.name)
        self._attributes: dict[tuple[frozenset[str], str], Meaning | None] = {}

    def scope(self, here: Type, name: str) -> Meaning | None:
        """What a name means by itself, where `here` is the item or block under test."""
        found = self.attribute(here, name, only_fields=True)
        if found is not None:
            return found
        if name == DAY:
            return Meaning(type=DATE, read=_today, by=_nothing)
        if name == SETTINGS and self.settings:
            return Meaning(type=items_of([self.settings]), read=_settings, by=_nothing)
        return self.attribute(here, name)

    def attribute(self, of: Type, name: str, *, only_fields: bool = False) -> Meaning | None:
        """What a name means after a dot, of one element when it is a list."""
        found = [self._of_items(of.kinds, name, only_fields)] if of.kinds else []
        if name in of.fields:
            found.append(self._of_block(of, name))
        known = [meaning for meaning in found if meaning is not None]
        if len(known) < 2:
            return known[0] if known else None
        seen = _seen_by(known)
        return Meaning(type=union(m.type for m in known), read=_either(*known), is_field=True, audiences=seen)

    def known_in(self, here: Type) -> set[str]:
        """Every name that means something by itself; for a suggestion."""
        return self.known_of(here) | {DAY} | ({SETTINGS} if self.settings else set())

    def known_of(self, here: Type) -> set[str]:
        """Every name that means something after a dot."""
        found = self.fields_of(here)
        for kind in here.kinds:
            found |= {PARENT} if self.parents[kind] else set()
            found |= {folder for folder, source in self.folders.items() if self._hangs_on(source, kind)}
        return found

    def fields_of(self, here: Type) -> set[str]:
        """The fields of an item or a block, without what refers to it."""
        return set(here.fields).union(*(self.kinds[kind].shape.fields for kind in here.kinds))

    def _hangs_on(self, source: str, kind: str) -> bool:
        return kind == self.settings or source in self.sources[kind]

    def _of_items(self, kinds: frozenset[str], name: str, only_fields: bool) -> Meaning | None:
        if only_fields and not any(name in self.kinds[kind].shape.fields for kind in kinds):
            return None
        place = (kinds, name)
        if place not in self._attributes:
            by_kind = {kind: meaning for kind in sorted(kinds) if (meaning := self._of_kind(kind, name))}
            self._attributes[place] = _combined(by_kind) if by_kind else None
        return self._attributes[place]

    def _of_kind(self, kind: str, name: str) -> Meaning | None:
        shape = self.kinds[kind].shape.fields.get(name)
        if shape is not None:
            made = of_shape(shape, self.every)
            by = _key_in(name) if Sort.ITEM in made.sorts and not made.many else None
            read = _of(kind, _field(name, shape, made))
            return Meaning(type=made, read=read, is_field=True, by=by, audiences=shape.audiences)
        if name == PARENT and self.parents[kind]:
            return Meaning(type=items_of(self.parents[kind]), read=_of(kind, _parent), by=lambda item: item.parent)
        source = self.folders.get(name, "")
        if kind == self.settings and source:
            return Meaning(type=items_of([source], many=True), read=_of(kind, _all(source)), by=_nothing)
        if source and self._hangs_on(source, kind):
            return Meaning(type=items_of([source], many=True), read=_of(kind, _referring(source)))
        return None

    def _of_block(self, of: Type, name: str) -> Meaning:
        if Sort.DATE in of.sorts and Sort.BLOCK not in of.sorts:
            return Meaning(type=of_shape(of.fields[name], self.every), read=_date_part(name), is_field=True)
        shape = of.fields[name]
        read = _block_field(name, shape.audiences)
        return Meaning(type=of_shape(shape, self.every), read=read, is_field=True, audiences=shape.audiences)


def names_of(kinds: Kinds) -> Names:
    """The names of these schemas, made once."""
    return _names_of(Same(kinds))


@lru_cache(maxsize=4)
def _names_of(kinds: Same[Kinds]) -> Names:
    return Names(kinds.value)


def always(value: Seen) -> Run:
    """Reads the same whatever the item."""
    return lambda world, item: value


def attribute_run(base: Run, meaning: Meaning) -> Run:
    """Reads a name of what `base` gives."""
    read = meaning.read
    return lambda world, item: over(world, base(world, item), read)


def _shapes(shape: Shape) -> Iterator[Shape]:
    yield shape
    children: Iterable[Shape] = [*shape.fields.values(), *([shape.items] if shape.items else [])]
    for child in children:
        yield from _shapes(child)


def _combined(by_kind: Mapping[str, Meaning]) -> Meaning:
    """The meaning of a name that several kinds know."""
    if len(by_kind) == 1:
        return next(iter(by_kind.values()))
    readers = {kind: meaning.read for kind, meaning in by_kind.items()}

    def read(world: World, item: Seen) -> Seen:
        reader = readers.get(item.key.kind) if isinstance(item, Item) else None
        return reader(world, item) if reader else None

    meanings = by_kind.values()
    every_one = all(m.is_field for m in meanings)
    return Meaning(type=union(m.type for m in meanings), read=read, is_field=every_one, audiences=_seen_by(meanings))


def _seen_by(meanings: Iterable[Meaning]) -> frozenset[str] | None:
    """The audiences that may see all of these; None when nothing is narrowed."""
    narrowed = [meaning.audiences for meaning in meanings if meaning.audiences is not None]
    return frozenset.intersection(*narrowed) if narrowed else None


def _of(kind: str, read: _ReadItem) -> Run:
    return lambda world, item: read(world, item) if isinstance(item, Item) and item.key.kind == kind else None


def _field(name: str, shape: Shape, made: Type) -> _ReadItem:
    deep, narrowed = shape.items is not None and shape.items.items is not None, shape.audiences
    if deep:
        return lambda world, item: world.look_up(flat(world.field(item, name, narrowed)))
    if Sort.ITEM in made.sorts or not made.known:
        return lambda world, item: world.look_up(world.field(item, name, narrowed))
    return lambda world, item: world.field(item, name, narrowed)


def _key_in(name: str) -> Keyed:
    """What a single reference names; anything else, against the schema, is like nothing else."""

    def key(item: Item) -> Hashable:
        value = item.fields.get(name)
        return value if value is None or isinstance(value, (Key, str)) else object()

    return key


def _block_field(name: str, narrowed: frozenset[str] | None) -> Run:
    def read(world: World, block: Seen) -> Seen:
        if world.is_narrow(narrowed):
            world.unsure = True
        return world.look_up(flat(part(block, name)))

    return read


def _date_part(name: str) -> Run:
    """The own words and the bounds of a date that may be vague."""

    def read(_: World, value: Seen) -> Seen:
        if not isinstance(value, VagueDate):
            return None
        parts: Mapping[str, str | date | None] = {
            "tekst": value.text,
            "soort": value.kind,
            "vroegst": value.earliest,
            "laatst": value.latest,
        }
        found = parts[name]
        return exact(found) if isinstance(found, date) else found

    return read


def _either(items: Meaning, blocks: Meaning) -> Run:
    return lambda world, value: items.read(world, value) if isinstance(value, Item) else blocks.read(world, value)


def _today(world: World, _: Seen) -> Seen:
    return world.today


def _settings(world: World, _: Seen) -> Seen:
    return world.settings


def _parent(world: World, item: Item) -> Seen:
    return world.items.get(item.parent) if item.parent else None


def _nothing(_: Item) -> None:
    return None


def _all(kind: str) -> _ReadItem:
    return lambda world, item: world.of_kind(kind)


def _referring(kind: str) -> _ReadItem:
    return lambda world, item: world.referring(item, kind)
