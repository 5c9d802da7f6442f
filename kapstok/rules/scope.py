"""Everything that a test can see when it runs: the model, its references backwards and the peildatum.

A test may not hang, also when everything refers to everything: items in a list count once, so that no list is longer
than the agenda, and whoever visits too many of them is stopped.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from kapstok.core.dates import VagueDate, format_day
from kapstok.core.model import Item, Key, Model, Value
from kapstok.kinds.schema import Kinds

MOST_STEPS = 10_000_000  # of a test over all its items: some seconds
# What a test reckons with: what a field holds, with items for the references.
Seen: TypeAlias = "bool | int | float | str | VagueDate | Key | Item | tuple[Seen, ...] | Mapping[str, Value] | None"
Run: TypeAlias = "Callable[[World, Seen], Seen]"
Holds: TypeAlias = "Callable[[World, Seen], bool]"


class TooMuchWork(Exception):  # noqa: N818 (not an error of ours: the test is to blame)
    """A test takes too many steps; never leaves this package."""


class World:
    """The model as tests see it. Build it once and hold every item against every test with it.

    `settings` is the item with the settings of the agenda, if there is one. `tired` are the tests that were
    stopped because they asked too much work: what they said of an item has no meaning. `unsure` becomes true
    as soon as a test looks where a view does not show its audience all there is, or where something is wrong that was
    told already: then the answer says nothing.
    """

    def __init__(self, model: Model, kinds: Kinds, day: date) -> None:
        self.items: Mapping[Key, Item] = model.items
        self.kinds, self.day = kinds, day
        self.today = exact(day)
        self.settings = next(iter(model.settings), None)
        self.memo: dict[Hashable, dict[Hashable, tuple[Seen, bool]]] = {}
        self.most = self.left = MOST_STEPS
        self.lefts: dict[Hashable, int] = {}
        self.unsure = False
        self._audience, self._cut, self._incomplete = model.audience, model.cut, model.incomplete
        self._unread = model.unread
        self._partial = bool(model.audience or model.cut)
        self._referring = _backwards(model)
        self._model = model

    @property
    def tired(self) -> frozenset[Hashable]:
        """The expressions that were stopped."""
        return frozenset(expression for expression, left in self.lefts.items() if left < 0)

    def of_kind(self, kind: str) -> tuple[Item, ...]:
        """Every item of a kind, in the order of the files."""
        if (None, kind) in self._incomplete or kind in self._unread:
            self.unsure = True
        return self._model.of_kind(kind)

    def referring(self, item: Item, kind: str) -> tuple[Item, ...]:
        """The items of a kind that refer to this one, each once; links in running text do not count."""
        if (item.key, kind) in self._incomplete or kind in self._unread:
            self.unsure = True
        return self._referring.get(item.key, {}).get(kind, ())

    def field(self, item: Item, name: str, narrowed: frozenset[str] | None) -> Value:
        """What a field of an item holds; `narrowed` are the audiences that may see it (None: all)."""
        if self._partial and self.hides(item, name, narrowed):
            self.unsure = True
        return item.fields.get(name)

    def hides(self, item: Item, name: str, narrowed: frozenset[str] | None) -> bool:
        """Whether a field may hold more than this audience sees."""
        return self.lacks(item, name) or (narrowed is not None and self.is_narrow(narrowed))

    def lacks(self, item: Item, name: str) -> bool:
        """Whether something hidden was left out of a field."""
        return bool(self._cut) and (item.key, name) in self._cut

    def is_narrow(self, narrowed: frozenset[str] | None) -> bool:
        """Whether what only these audiences see (None: all) is hidden from that of this view."""
        return bool(self._audience) and narrowed is not None and self._audience not in narrowed

    def remember(self, mark: Hashable, key: Hashable, run: Callable[[], Seen]) -> Seen:
        """What `run` gives, asked once for a key, and whether it is sure."""
        known = self.memo.setdefault(mark, {})
        if key not in known:
            before, self.unsure = self.unsure, False
            known[key] = (run(), self.unsure)
            self.unsure = before
        value, unsure = known[key]
        self.unsure = self.unsure or unsure
        return value

    def look_up(self, value: Seen) -> Seen:
        """What a field holds, with items for the references; after one that leads nowhere nothing is sure."""
        if isinstance(value, Key):
            self.unsure = self.unsure or value not in self.items
            return self.items.get(value)
        if type(value) is tuple:
            if any(isinstance(inner, Key) and inner not in self.items for inner in value):
                self.unsure = True
            found = (self.items.get(inner) if isinstance(inner, Key) else inner for inner in value)
            return tuple(inner for inner in found if inner is not None)
        return value

    def spend(self, steps: int) -> None:
        """Count the steps of a test through lists; raises TooMuchWork when there is no end to them."""
        self.left -= steps
        if self.left < 0:
            raise TooMuchWork


def exact(day: date) -> VagueDate:
    """A day as a date of the agenda."""
    return VagueDate(text=format_day(day), kind="dag", earliest=day, latest=day)


def as_list(value: Seen) -> tuple[Seen, ...]:
    """A list, also of one or none."""
    if type(value) is tuple:
        return value
    return () if value is None else (value,)


def truth(value: Seen) -> bool:
    """Whether a value counts as yes: not when it is absent, false, an empty text or an empty list."""
    return value is not None and value is not False and value != "" and value != ()


def number(value: Seen) -> int | float | None:
    """A number that can be reckoned with; PM and n.n.b. are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if isinstance(value, int) or math.isfinite(value) else None


def flat(value: Seen) -> Seen:
    """Lists of lists become one list."""
    if type(value) is not tuple or not any(type(inner) is tuple for inner in value):
        return value
    return tuple(deep for inner in value for deep in as_list(flat(inner)))


def over(world: World, value: Seen, read: Run) -> Seen:
    """Read something of a value, or of every element of a list: one flat list in which an item stands once."""
    if value is None:
        return None
    if type(value) is not tuple:
        return read(world, value)
    world.spend(len(value))
    seen: set[int] = set()
    found: list[Seen] = []
    for element in value:
        got = as_list(read(world, element))
        world.spend(len(got))
        for inner in got:
            if isinstance(inner, Item):
                if id(inner) in seen:
                    continue
                seen.add(id(inner))
            found.append(inner)
    return tuple(found)


def part(block: Seen, name: str) -> Value:
    """A field of a block; a value that is no block, against the schema, has none."""
    return block.get(name) if type(block) is MappingProxyType else None


def _backwards(model: Model) -> Mapping[Key, Mapping[str, tuple[Item, ...]]]:
    """Who refers to each item, by kind, in the order of the files."""
    found: dict[Key, dict[str, dict[Key, Item]]] = {}
    for reference in model.references:
        if not reference.in_prose:
            of_kind = found.setdefault(reference.target, {}).setdefault(reference.source.kind, {})
            of_kind[reference.source] = model.items[reference.source]
    return {target: {kind: tuple(by.values()) for kind, by in kinds.items()} for target, kinds in found.items()}
