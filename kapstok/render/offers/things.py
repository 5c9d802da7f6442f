"""What templates see: things with the fields of their schema, in words that a template author knows.

`doel.opgave` is the opgave itself, `opgave.omschrijving` running text, a missing field is nothing (a missing
list an empty one), and a field that no schema knows is an error. A thing has no attributes besides its fields:
everything else is asked with a filter (`doel | link`, `doel | terug('activiteit')`), so that no field name can collide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import is_dataclass
from typing import Any, TypeAlias

from kapstok.core.dates import VagueDate
from kapstok.core.model import Fields, Item, Key, Model, Value
from kapstok.kinds.schema import Kind, Kinds, Shape

# The value of a field as a template sees it: items as things, groups of fields as blocks.
Seen: TypeAlias = "bool | int | float | str | VagueDate | Block | tuple[Seen, ...] | None"
Used = dict[Key, set[str]]  # what a rendering took: items, and the names of the fields it looked at


class Euro(int):
    """Whole euros, printed as money."""


class Block:
    """A group of fields inside a thing."""

    __slots__ = ("_fields", "_shape", "_world")

    def __init__(self, fields: Fields, shape: Shape, world: World) -> None:
        self._fields, self._shape, self._world = fields, shape, world

    def __getattr__(self, name: str) -> Seen:
        if name in self._fields:
            return self._world.wrap(self._fields[name], self._shape.fields[name])
        if name in self._shape.fields:
            return None if self._shape.fields[name].items is None else ()
        raise AttributeError(name)

    def __bool__(self) -> bool:
        return bool(self._fields)


class Thing(Block):
    """One item of the view. Its own attributes start with an underscore, which no field does."""

    __slots__ = ("_item", "_kind")

    def __init__(self, item: Item, kind: Kind, world: World) -> None:
        super().__init__(item.fields, kind.shape, world)
        self._item, self._kind = item, kind

    def __getattr__(self, name: str) -> Seen:
        if name in self._shape.fields:
            self._world.note(self._item.key, name)
        return super().__getattr__(name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thing) and self._item.key == other._item.key

    def __hash__(self) -> int:
        return hash(self._item.key)


class Shown:
    """A fact as a template sees it: the same names, with things where the fact names items."""

    __slots__ = ("_fact", "_world")

    def __init__(self, fact: object, world: World) -> None:
        self._fact, self._world = fact, world

    def __getattr__(self, name: str) -> Any:
        return self._world.show(getattr(self._fact, name))

    def __bool__(self) -> bool:
        return bool(self._fact)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shown) and bool(self._fact == other._fact)

    def __hash__(self) -> int:
        return hash(self._fact)

    def __str__(self) -> str:
        return str(self._fact)


class World:
    """Makes things of the items of a view; one object for each item."""

    def __init__(self, model: Model, kinds: Kinds) -> None:
        self.model, self.kinds = model, kinds
        self._things: dict[Key, Thing] = {}
        self._used: Used | None = None

    @contextmanager
    def watch(self) -> Iterator[Used]:
        """Note, as long as this lasts, which items are used and which fields of them; so does a watch around it."""
        used: Used = {}
        before, self._used = self._used, used
        try:
            yield used
        finally:
            self._used = before
            if before is not None:
                for key, names in used.items():
                    before.setdefault(key, set()).update(names)

    def note(self, key: Key, field_name: str = "") -> None:
        """This item is used, and perhaps this field of it."""
        if self._used is not None:
            names = self._used.setdefault(key, set())
            if field_name:
                names.add(field_name)

    def thing(self, key: Key) -> Thing:
        """The thing with this key; KeyError when the view does not hold it."""
        self.note(key)
        if key not in self._things:
            self._things[key] = Thing(self.model.items[key], self.kinds[key.kind], self)
        return self._things[key]

    def wrap(self, value: Value, shape: Shape) -> Seen:
        """A value as a template sees it."""
        if isinstance(value, Key):
            return self.thing(value)
        if isinstance(value, tuple):
            return tuple(self.wrap(inner, shape.items or Shape()) for inner in value)
        if isinstance(value, Mapping):
            return Block(value, shape, self)
        if shape.form == "euro" and isinstance(value, int):
            return Euro(value)
        return value

    def show(self, value: object) -> Any:
        """A fact, or what a fact holds, as a template sees it: items and their keys as things, facts as `Shown`.

        A key that the view does not hold is nothing: what is hidden does not exist. What a fact rests on is used by
        whoever shows it: a paper says when its own sources changed last.
        """
        if isinstance(value, Item):
            return self.thing(value.key)
        if isinstance(value, Key):
            return self.thing(value) if value in self.model.items else None
        if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
            return tuple(self.show(inner) for inner in value)
        if isinstance(value, Mapping):
            return {self.show(key): self.show(inner) for key, inner in value.items()}
        if is_dataclass(value) and not isinstance(value, (type, VagueDate)):
            self.rest_on(value)
            return Shown(value, self)
        return value

    def rest_on(self, fact: object) -> None:
        """Whoever uses a fact, uses the fields that it rests on."""
        if self._used is None:
            return
        for ground in getattr(fact, "grounds", ()):
            if ground.item in self.model.items:
                self.note(ground.item, ground.field)

    def fields(self, thing: Block) -> Iterator[tuple[str, Shape, Seen]]:
        """The filled fields in the order of the schema: name, shape and value."""
        fields, shape = thing._fields, thing._shape
        for name, inner in shape.fields.items():
            if name in fields:
                if isinstance(thing, Thing):
                    self.note(thing._item.key, name)
                yield name, inner, self.wrap(fields[name], inner)


def seen_values(value: Seen) -> tuple[Seen, ...]:
    """The values of a list as a template sees it; none when nothing is filled in."""
    return value if isinstance(value, tuple) else ()


def seen_things(value: Seen) -> tuple[Thing, ...]:
    """The things in a list."""
    return tuple(one for one in seen_values(value) if isinstance(one, Thing))


def is_filled(value: object) -> bool:
    """Whether a value says something: 0 and `false` do, nothing and an empty list do not."""
    return value is not None and value != "" and value != ()
