"""Reading a model by the roles of its schemas: fields, the tree of goals, and who owns what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeVar

from kapstok.core.dates import VagueDate
from kapstok.core.figure import exact
from kapstok.core.model import Item, Key, Model, Value, keys_in
from kapstok.core.values import as_number
from kapstok.kinds.facet import Facet
from kapstok.kinds.order import TREE_ROLE, ordered
from kapstok.kinds.schema import Kind, Kinds

F = TypeVar("F", bound=Facet)
OWNER = "eigenaar"
NOT_APPLICABLE = "n.v.t."


class Roles:
    """A view, read by role. Everything it gives comes from the view: what is hidden does not exist."""

    def __init__(self, model: Model, kinds: Kinds) -> None:
        self.model, self.kinds = model, kinds
        self._facets: dict[tuple[str, type[Facet]], Facet | None] = {}
        self._parts: dict[Key, list[Item]] = {}
        self._children: dict[Key, list[Key]] = {}
        self._items: dict[tuple[str, ...], tuple[Item, ...]] = {}
        self._referring: dict[str, dict[Key, list[Item]]] = {}
        for item in model.items.values():
            if item.parent is not None:
                self._parts.setdefault(item.parent, []).append(item)
            for parent in self.parents(item):
                self._children.setdefault(parent, []).append(item.key)

    def kind(self, item: Item) -> Kind:
        """The kind of an item."""
        return self.kinds[item.key.kind]

    def facet(self, item: Item, sort: type[F]) -> F | None:
        """What an item is in one way, with typed readers of its parts; None when it is no such thing."""
        place = (item.key.kind, sort)
        if place not in self._facets:
            self._facets[place] = self.kind(item).facet(sort)
        found = self._facets[place]
        return found if isinstance(found, sort) else None

    def seen(self, keys: Iterable[Key]) -> tuple[Key, ...]:
        """Those of some keys that this view holds."""
        return tuple(key for key in keys if key in self.model.items)

    def value(self, item: Item, role: str) -> Value:
        """The first filled field with this role; None when there is none."""
        return next((item.fields[n] for n in self.kind(item).fields_with_role(role) if n in item.fields), None)

    def text(self, item: Item, role: str) -> str:
        """What is written with this role; empty when nothing is."""
        return str(self.value(item, role) or "")

    def moment(self, item: Item, role: str) -> VagueDate | None:
        """The date with this role; None when there is none."""
        found = self.value(item, role)
        return found if isinstance(found, VagueDate) else None

    def whole(self, item: Item, role: str) -> int | None:
        """The whole number with this role, a year say; None when there is none."""
        found = self.value(item, role)
        return found if isinstance(found, int) else None

    def field(self, item: Item, *roles: str) -> str:
        """The name of the first filled field with one of these roles, to point at; empty when none is filled."""
        names = (name for role in roles for name in self.kind(item).fields_with_role(role))
        return next((name for name in names if name in item.fields), "")

    def refers(self, item: Item, role: str) -> tuple[Key, ...]:
        """The items that the fields with this role name."""
        found = (item.fields.get(name) for name in self.kind(item).fields_with_role(role))
        return tuple(key for value in found for key in keys_in(value) if key in self.model.items)

    def has(self, kind: Kind, *roles: str) -> bool:
        """Whether a kind has a field for each of these roles."""
        return all(kind.fields_with_role(role) for role in roles)

    def measures(self, kind: Kind) -> bool:
        """Whether the items of a kind hold measurements."""
        nested = (shape.items.nested for shape in kind.shape.fields.values() if shape.items and shape.items.nested)
        return any(self.has(self.kinds[name], "meetwaarde", "peilmoment") for name in nested)

    def items(self, *roles: str) -> list[Item]:
        """Every item whose kind has these roles, in order."""
        if roles not in self._items:
            found = (i for k in self.kinds if self.has(k, *roles) for i in self.model.of_kind(k.name))
            self._items[roles] = tuple(self.ordered(found))
        return list(self._items[roles])

    def referring(self, key: Key, role: str) -> list[Item]:
        """Every item that names this one in a field with this role, in order."""
        if role not in self._referring:
            index: dict[Key, list[Item]] = {}
            for item in self.items(role):
                for target in dict.fromkeys(self.refers(item, role)):
                    index.setdefault(target, []).append(item)
            self._referring[role] = index
        return list(self._referring[role].get(key, ()))

    def parts(self, item: Item, *roles: str) -> list[Item]:
        """The nested items of an item whose kind has these roles, in the order of the file."""
        return [part for part in self._parts.get(item.key, ()) if self.has(self.kind(part), *roles)]

    def ordered(self, items: Iterable[Item]) -> list[Item]:
        """Items in the order that site, papers and data share."""
        return ordered(items, self.model, self.kinds)

    def parents(self, item: Item) -> tuple[Key, ...]:
        """What an item hangs under in the tree of goals."""
        return self.refers(item, TREE_ROLE)

    def below(self, key: Key) -> frozenset[Key]:
        """Everything that hangs under an item in the tree, each once, without the item itself."""
        return frozenset(self._walk(key, lambda k: self._children.get(k, ()))) - {key}

    def tops(self, key: Key) -> frozenset[Key]:
        """The tops of the tree above an item; the item itself when nothing is above it."""
        above = {*self._walk(key, lambda k: self.parents(self.model.items[k]))}
        return frozenset(k for k in above if not self.parents(self.model.items[k]))

    def tree_tops(self) -> list[Item]:
        """What the tree of goals begins with: items of a kind that others hang under and that hangs under none."""
        named = {t for kind in self.kinds for n in kind.fields_with_role(TREE_ROLE) for t in _targets(kind, n)}
        tops = [self.kinds[name] for name in sorted(named) if not self.kinds[name].fields_with_role(TREE_ROLE)]
        return self.ordered(item for kind in tops for item in self.model.of_kind(kind.name))

    def owner(self, item: Item) -> str:
        """Who answers for an item: its own owner, else that of the whole it is a part of; empty when unknown."""
        found = self.value(item, OWNER)
        if isinstance(found, str):
            return found
        whole = self.model.items.get(item.parent) if item.parent else None
        return self.owner(whole) if whole else ""

    def _walk(self, start: Key, step: Callable[[Key], Iterable[Key]]) -> Iterator[Key]:
        seen, todo = {start}, [start]
        while todo:
            here = todo.pop()
            yield here
            fresh = [key for key in step(here) if key not in seen]
            seen.update(fresh)
            todo += fresh


def _targets(kind: Kind, name: str) -> tuple[str, ...]:
    shape = kind.shape.fields[name]
    return shape.targets or (shape.items.targets if shape.items else ())


def number(value: Value) -> Decimal | None:
    """A number as it was written, digits and all; None for anything else. 0 is a number."""
    found = as_number(value)
    return None if found is None else exact(found)


def end_of(moment: Value) -> date | None:
    """The last day that a date can mean, else its first; None when nothing is known of it."""
    return (moment.latest or moment.earliest) if isinstance(moment, VagueDate) else None
