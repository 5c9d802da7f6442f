"""The values that travel through the stages: documents, references, items and the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self, TypeAlias

from kapstok.core.dates import VagueDate
from kapstok.core.finding import Severity

Pointer = tuple[str | int, ...]

# What a file of YAML or JSON holds, as it is read.
Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
Block: TypeAlias = "dict[str, Plain]"
# What a field of an item holds, once its schema said what it is: a text may be Prose or Other, a number a Figure.
Value: TypeAlias = "bool | int | float | str | VagueDate | Key | tuple[Value, ...] | Mapping[str, Value] | None"
Fields: TypeAlias = "Mapping[str, Value]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """A place in a file; both count from 1, columns in code points."""

    line: int
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One YAML file as read: plain data plus the place of every key and value.

    `positions` has the place of every value (`()` is the whole document), `keys` the place of every
    key (by the pointer of its value) and `raws` the source text of plain scalars that became a
    number, a boolean or null, so that a message can quote what stands in the file. `source` is the text of the
    file, to find a place within a longer text.

    `torn` has what was written where a comma between braces tore a value in two (`{waarde: 7,1}`), `flows` the lists
    and blocks that are written between brackets, and `remarks` what stands behind an unquoted text on its last line:
    the spaces and the `#` with all that YAML leaves out.
    `refused` are the places of the values that the schema of its kind refused; they are in `data` no more.
    `told` are values of which reading said already what is wrong.
    """

    path: str
    folder: str
    stem: str
    data: Plain
    positions: Mapping[Pointer, Position]
    keys: Mapping[Pointer, Position] = field(default_factory=dict)
    raws: Mapping[Pointer, str] = field(default_factory=dict)
    source: str = ""
    torn: Mapping[Pointer, str] = field(default_factory=dict)
    remarks: Mapping[Pointer, str] = field(default_factory=dict)
    flows: frozenset[Pointer] = frozenset()
    refused: frozenset[Pointer] = frozenset()
    told: frozenset[Pointer] = frozenset()

    @property
    def block(self) -> Block:
        """Its data when that is a block of fields; an empty one when it is something else."""
        return self.data if isinstance(self.data, dict) else {}


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Key:
    """The name of an item everywhere: its kind and its id (`<file>`, or `<file>.<local id>` when nested)."""

    kind: str
    id: str

    @classmethod
    def of(cls, text: str) -> Self:
        """The key that is written as `soort:id`."""
        kind, _, local = text.partition(":")
        return cls(kind=kind.strip(), id=local.strip())

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


class Prose(str):
    """Running text in the small common Markdown; renderers pass it on as Markdown, other text is escaped."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """One reference from `source` to `target`, made in the top-level field `field` of the source.

    `path` and `position` say where it stands. `in_prose` is true for a link in running text.
    """

    source: Key
    field: str
    target: Key
    path: str
    position: Position
    in_prose: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One thing of the agenda, frozen: its fields hold text, Prose, numbers, dates, Keys, tuples and mappings.

    A field that was left out in the file is left out here. `order` is its place among its siblings.
    """

    key: Key
    title: str
    number: str
    fields: Fields
    path: str
    pointer: Pointer
    position: Position
    parent: Key | None
    order: int
    publication: str
    example: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class NormCase:
    """A case beside a test, in `words`, and what the test has to say of it.

    `state` is one of an outcome, or `geldt-niet`. Of a breach `lacks` are the fields that must be missing, by their
    way with points in it, and `says` are words of its message; both may be left out. `pointer` is where it stands in
    the file of the norm.
    """

    words: str
    state: str
    pointer: Pointer
    lacks: tuple[str, ...] = ()
    says: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class NormTest:
    """One test that stands beside a norm: `requirement` must hold for the items of `kind` for which `when` holds.

    `index` is its place among the tests of the norm; `unless` and `reason` are the exception that belongs to the
    norm itself, and `message` is what is said of a breach, with `{field}` for the fields of the item tested.
    `asks_one` says that the requirement is one demand, so that a breach need not tell which. `gate` is the gate that
    the test comes from; a gate that no norm refers to is its own norm. `fields` are the fields of the item that it
    looks at, and `cases` the examples beside it.
    """

    norm: Key
    index: int
    kind: str
    when: str
    requirement: str
    unless: str
    reason: str
    level: Severity
    message: str
    explanation: str
    asks_one: bool = True
    gate: Key | None = None
    fields: tuple[str, ...] = ()
    cases: tuple[NormCase, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Exemption:
    """An exception for one item to one norm, as written on the item, and its `state`.

    The state is `geldt`, `verlopen` (its last day is past), `ongegrond` (what it leans on does not allow it) or
    `onnodig` (the item keeps the norm). `until` is that last day in words; `step` says where in `field` it stands.
    """

    item: Key
    norm: Key
    reason: str
    by: str
    until: str
    ground: Key | None
    state: str
    field: str
    step: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lack:
    """Something that a norm wants filled in and that is not: the way to the field, what it is called, and what stands
    there now (`PM`), if anything."""

    way: tuple[str, ...]
    label: str
    found: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one item under one test: `state` is `houdt`, `breekt`, `afwijking` or `onbekend`.

    `onbekend` is only known in a view: something that its audience may not see could change the answer. `level` is how
    bad a breach is, `exemption` the one on the item that counts; an exception of the norm itself has the state
    `afwijking` without one. Of a breach `lacks` is what is not filled in, and `others` says that more is wrong.
    """

    test: NormTest
    item: Key
    state: str
    level: Severity
    exemption: Exemption | None = None
    lacks: tuple[Lack, ...] = ()
    others: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """How the items keep the norms. `placements` says of each norm how it is held to: see `rules.placement`.

    `day` is the day on which they were held to them. `gates` are the outcomes of the gates that ship with Kapstok and
    that no norm of the agenda refers to.
    """

    tests: tuple[NormTest, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    gates: tuple[Outcome, ...] = ()
    placements: Mapping[Key, str] = field(default_factory=dict)
    day: date | None = None
    _norms: dict[Key, list[Outcome]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _items: dict[Key, list[Outcome]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for outcome in self.outcomes:
            self._norms.setdefault(outcome.test.norm, []).append(outcome)
            self._items.setdefault(outcome.item, []).append(outcome)

    def of_norm(self, norm: Key) -> tuple[Outcome, ...]:
        """Every outcome of the tests of a norm, test by test."""
        return tuple(self._norms.get(norm, ()))

    def of_item(self, item: Key) -> tuple[Outcome, ...]:
        """Every outcome of the tests that an item was held against."""
        return tuple(self._items.get(item, ()))


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldChange:
    """What became of one field: `how` is `ingevuld`, `gewijzigd` or `weggehaald`.

    `label` is the name of the field for a reader. `before` and `after` are the values in words, when they are plain
    and short; of a list `added` and `removed` are what is new in it and what is gone.
    """

    label: str
    how: str
    before: str = ""
    after: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PartChange:
    """What became of a nested item (`key`, as it is called now): `toegevoegd`, `gewijzigd` or `verwijderd`."""

    key: Key
    title: str
    how: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What one day changed about an item; `published` says that it can be read since that day, and nothing else.

    `approved` is the role or body that approved it, when that is one which the agenda itself names.
    """

    item: Key
    day: date
    published: bool = False
    approved: str = ""
    fields: tuple[FieldChange, ...] = ()
    parts: tuple[PartChange, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """Everything that is known: the items and the references between them, both ways.

    In a view `incomplete` names the (target, kind of the source) pairs where something hidden hangs on a
    visible item, so that a total can say that it is not the whole; `cut` names the top-level fields out of which
    something hidden was left, or in which something is wrong. Of the kinds in `unread` a file could not be read.
    `judgement` says how the items keep the norms, once they were judged; `gates` are the norms that ship with Kapstok,
    which are no items of the agenda. `changes` are those of every item that has any, newest first, as the audience of
    this view may know them. `settings_kind` is the kind of the file with the settings. `places` is what
    `kinds/order.py` knows of the order of the items.
    """

    items: Mapping[Key, Item]
    references: tuple[Reference, ...]
    documents: Mapping[str, Document] = field(default_factory=dict)
    audience: str = ""
    incomplete: frozenset[tuple[Key | None, str]] = frozenset()
    cut: frozenset[tuple[Key, str]] = frozenset()
    unread: frozenset[str] = frozenset()
    judgement: Judgement | None = None
    gates: Mapping[Key, Item] = field(default_factory=dict)
    changes: Mapping[Key, tuple[Change, ...]] = field(default_factory=dict)
    settings_kind: str = ""
    _of_kind: dict[str, tuple[Item, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _in_file: dict[str, tuple[Item, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)
    places: dict[Key, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def settings(self) -> tuple[Item, ...]:
        """The items with the settings of the agenda: one, unless something is wrong."""
        return self.of_kind(self.settings_kind)

    def of_kind(self, kind: str) -> tuple[Item, ...]:
        """All items of a kind, in the order of the files."""
        if not self._of_kind:
            found: dict[str, list[Item]] = {}
            for item in self.items.values():
                found.setdefault(item.key.kind, []).append(item)
            self._of_kind.update({name: tuple(items) for name, items in found.items()})
        return self._of_kind.get(kind, ())

    def in_file(self, path: str) -> tuple[Item, ...]:
        """All items of a file: parents come before their parts."""
        if not self._in_file:
            found: dict[str, list[Item]] = {}
            for item in self.items.values():
                found.setdefault(item.path, []).append(item)
            self._in_file.update({path: tuple(items) for path, items in found.items()})
        return self._in_file.get(path, ())


def texts_in(value: Plain, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Every text in the data of a document, and where it stands."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from texts_in(inner, (*pointer, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts_in(inner, (*pointer, number))


def keys_in(value: Value) -> Iterator[Key]:
    """The items that the value of a field names: one, or a list of them."""
    if isinstance(value, Key):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from keys_in(inner)
