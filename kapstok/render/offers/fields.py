"""The fields of a thing by its schema, sorted out for a page that knows nothing of its kind.

What is short becomes a fact, running text and long lists get a heading of their own, parts become a table where all
fits in cells. Fields that a municipality added itself (`own`) are offered apart, so that no template can forget them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kapstok.core.model import Prose
from kapstok.kinds.schema import Shape
from kapstok.render.offers.printing import in_words
from kapstok.render.offers.things import Block, Thing, Used, is_filled

# Fields that every page shows in a fixed place, or that say nothing to a reader.
_ELSEWHERE = frozenset(
    {"publicatie", "voorbeeld", "vaststelling", "samenvatting", "toets", "oordeel", "niet-toetsbaar", "afwijking"}
    | {"vorige-id", "inzage", "opvolger", "vaste-plek", "nagegaan"}
)
_SHORT_LIST, _SHORT_TEXT = 4, 40  # a list of at most so many words of at most so many signs is a fact


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A filled field: its name, its title, and its value with the shape that says how to show it."""

    name: str
    title: str
    shape: Shape
    value: object

    @property
    def is_prose(self) -> bool:
        """Whether it holds running text."""
        return isinstance(self.value, Prose)

    @property
    def is_parts(self) -> bool:
        """Whether it holds blocks; other things that it refers to are named, not told."""
        return is_blocks(self.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One block or nested thing of a list: what heads it, its facts and its long fields."""

    block: Block
    is_thing: bool
    head: Entry | None
    facts: tuple[Entry, ...]
    long: tuple[Entry, ...]

    def cell(self, name: str) -> Entry | None:
        """The fact with this name, for its place in a table."""
        return next((entry for entry in (*self.facts, *self.long) if entry.name == name), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """The parts of a list and how they are best shown: under headings, as one list, or as a table of `columns`."""

    parts: tuple[Part, ...]
    columns: tuple[Entry, ...]
    under_headings: bool
    one_column: bool

    @property
    def rows(self) -> tuple[tuple[Part, tuple[Entry | None, ...]], ...]:
        """Every part with its cells, column by column."""
        return tuple((part, tuple(part.cell(column.name) for column in self.columns)) for part in self.parts)


def filters() -> dict[str, Callable[..., object]]:
    """The filters by the names that templates use."""
    return {
        "feiten": lambda thing, title="": tuple(e for e in _plain(thing, title) if not is_long(e)),
        "lange_velden": lambda thing, title="": tuple(e for e in _plain(thing, title) if is_long(e)),
        "teksten": lambda thing, title="": tuple(e for e in _plain(thing, title) if e.is_prose),
        "andere_velden": lambda thing, title="": tuple(e for e in _plain(thing, title) if not e.is_prose),
        "delen": parts,
        "getoond": lambda entry: in_words(entry.value, entry.shape),
        "is_adres": lambda shape: shape.form == "adres",
        "eigen_velden": own_fields,
    }


def own_fields(thing: Thing, used: Collection[str] = ()) -> tuple[Entry, ...]:
    """The filled fields that the workspace added to the schema, without those that were shown already."""
    fields, shapes = thing._fields, thing._shape.fields
    names = [name for name, shape in shapes.items() if shape.own and name in fields and name not in used]
    entries = (Entry(name=n, title=shapes[n].title, shape=shapes[n], value=getattr(thing, n)) for n in names)
    return tuple(entry for entry in entries if not _is_elsewhere(entry, "") and is_filled(entry.value))


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnFields:
    """The own fields of one thing that a paper did not show."""

    thing: Thing
    entries: tuple[Entry, ...]


def own_of(things: Iterable[Thing], used: Used) -> tuple[OwnFields, ...]:
    """The own fields that nothing showed yet, of things in order; things without any are left out."""
    found = ((thing, own_fields(thing, used.get(thing._item.key, ()))) for thing in things)
    return tuple(OwnFields(thing=thing, entries=entries) for thing, entries in found if entries)


def is_long(entry: Entry) -> bool:
    """Whether a field deserves a heading: running text, nested things, and lists of more than some loose words."""
    if entry.is_prose or (entry.shape.items and entry.shape.items.nested):
        return True
    if not isinstance(entry.value, tuple) or not entry.value:
        return False
    first = entry.value[0]
    wordy = isinstance(first, str) and len(first) > _SHORT_TEXT
    return len(entry.value) > _SHORT_LIST or isinstance(first, Prose) or _is_block(first) or wordy


def parts(values: tuple[Block, ...]) -> Parts:
    """The blocks or nested things of a list, sorted out."""
    entries = [_by_name(block) for block in values]
    columns: dict[str, Entry] = {}
    for named in entries:
        columns |= {name: entry for name, entry in named.items() if name not in columns}
    long = any(is_long(entry) for named in entries for entry in named.values())
    return Parts(
        parts=tuple(_part(block, named, long) for block, named in zip(values, entries, strict=True)),
        columns=tuple(columns.values()),
        under_headings=long,
        one_column=len(columns) == 1,
    )


def _part(block: Block, named: Mapping[str, Entry], under_heading: bool) -> Part:
    """A part; under a heading of its own its title, or else its first field, is that heading and no fact."""
    first = next(iter(named.values()), None)
    title = block._kind.title_field if isinstance(block, Thing) else first.name if first else ""
    rest = [entry for entry in named.values() if entry.name != title or not under_heading]
    return Part(
        block=block,
        is_thing=isinstance(block, Thing),
        head=None if isinstance(block, Thing) else first,
        facts=tuple(entry for entry in rest if not is_long(entry)),
        long=tuple(entry for entry in rest if is_long(entry)),
    )


def _by_name(block: Block) -> Mapping[str, Entry]:
    return {e.name: e for e in _entries(block) if not _is_elsewhere(e, "") and is_filled(e.value)}


def _plain(thing: Block, title: str) -> Iterator[Entry]:
    return (e for e in _entries(thing) if not _is_elsewhere(e, title) and is_filled(e.value) and not e.shape.own)


def _entries(block: Block) -> Iterator[Entry]:
    for name, shape, value in block._world.fields(block):
        yield Entry(name=name, title=shape.title, shape=shape, value=value)


def _is_elsewhere(entry: Entry, title: str) -> bool:
    roles = set(entry.shape.role.split())
    return entry.name == title or entry.shape.form == "id" or bool(roles & _ELSEWHERE)


def is_blocks(value: object) -> bool:
    """Whether a value is a list of blocks that are no things of their own."""
    return isinstance(value, tuple) and bool(value) and _is_block(value[0])


def _is_block(value: object) -> bool:
    return isinstance(value, Block) and not isinstance(value, Thing)
