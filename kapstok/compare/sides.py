"""Two editions held against each other to work out what follows: what is in both, and what a change is due to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kapstok.compare.editions import Edition
from kapstok.compare.naming import Naming, naming_of
from kapstok.compare.tree import differing
from kapstok.compare.values import ThingChange
from kapstok.core.model import Item, Key, Model
from kapstok.reckon.facts import Ground


@dataclass(frozen=True, kw_only=True)
class Sides:
    """The two editions, what is called what in them, and the things that changed."""

    old: Edition
    new: Edition
    naming: Naming
    things: tuple[ThingChange, ...]

    def is_same(self, was: Item, now: Item) -> bool:
        """Whether a thing and all that is nested in it are the very same in both versions, by the same rules."""
        return was is now and now.path not in self._files and self.old.kinds is self.new.kinds

    @cached_property
    def _files(self) -> frozenset[str]:
        return differing(self.old.version.tree, self.new.version.tree)

    @cached_property
    def both(self) -> tuple[tuple[Item, Item], ...]:
        """Everything that is in both versions: as it was and as it is, in the order of the newer one."""
        was = {self.naming.today(key): item for key, item in self.old.view.items.items()}
        return tuple((was[key], item) for key, item in self.new.view.items.items() if key in was)

    def because(self, *keys: Key | None) -> tuple[Key, ...]:
        """The changed things among these (by any name), else those next to them, else all that changed: the cause is
        among them."""
        wanted = {root for key in keys if key is not None for root in self._roots(key)}
        return self._changed(wanted) or self._changed(self._next_to(wanted)) or tuple(t.key for t in self.things)

    def because_of(self, grounds: Iterable[Ground], *keys: Key) -> tuple[Key, ...]:
        """The changed things that a fact rests on."""
        return self.because(*keys, *(key for ground in grounds for key in (ground.item, ground.source)))

    def _changed(self, wanted: set[Key]) -> tuple[Key, ...]:
        return tuple(t.key for t in self.things if t.key in wanted or t.was_key in wanted)

    def _roots(self, key: Key) -> Iterator[Key]:
        for view in (self.old.view, self.new.view):
            yield from root_of(key, view)

    def _next_to(self, keys: set[Key]) -> set[Key]:
        return {other for key in keys for other in self._neighbours.get(key, ())}

    @cached_property
    def _neighbours(self) -> dict[Key, set[Key]]:
        """What each thing refers to or is referred to by, in either version, file by file."""
        found: dict[Key, set[Key]] = {}
        for view in (self.old.view, self.new.view):
            for reference in view.references:
                ends = [root for end in (reference.source, reference.target) for root in root_of(end, view)]
                for end in ends:
                    found.setdefault(end, set()).update(ends)
        return found


def root_of(key: Key, view: Model) -> Iterator[Key]:
    """The thing with a file of its own that a thing is (a part of); nothing when the view does not hold it."""
    item = view.items.get(key)
    while item is not None and item.parent is not None:
        item = view.items.get(item.parent)
    if item is not None:
        yield item.key


def sides_of(old: Edition, new: Edition, things: Sequence[ThingChange], naming: Naming | None = None) -> Sides:
    """The two sides of a comparison."""
    return Sides(old=old, new=new, naming=naming or naming_of(old, new), things=tuple(things))
