"""The place of a thing in the tree: under one top, under several, at the agenda as a whole, or none of these.

Money, activities and whatever else is told by opgave share this: something stands in the same row everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kapstok.core.model import Item, Key
from kapstok.reckon.roles import Roles


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One place: `top` is the top of the tree that it is, `whole` the agenda itself."""

    words: str
    top: Item | None = None
    several: bool = False
    whole: Item | None = None

    @property
    def item(self) -> Item | None:
        """What the place is, when it is a thing."""
        return self.top or self.whole


def by_place(keys: Iterable[Key | None], roles: Roles) -> tuple[tuple[Place, tuple[Key | None, ...]], ...]:
    """Things by place: every top in the order of the tree, also without anything, then several, whole and none.

    None among the keys is what hangs on something that this reader does not see.
    """
    tops = roles.tree_tops()
    names = {item.key for item in tops}
    found: dict[object, list[Key | None]] = {item.key: [] for item in tops}
    for key in keys:
        found.setdefault(_place(key, names, roles) if key else None, []).append(key)
    ranked = sorted(found.items(), key=lambda pair: _rank(pair[0], names))
    return tuple((_told(place, tops, names, roles), tuple(inside)) for place, inside in ranked)


def _place(key: Key, tops: set[Key], roles: Roles) -> object:
    above = roles.tops(key) & tops
    if above:
        return next(iter(above)) if len(above) == 1 else "several"
    return key if roles.kinds[key.kind].file else None


def _rank(place: object, tops: set[Key]) -> int:
    return 0 if place in tops else 1 if place == "several" else 2 if place else 3


def _told(place: object, tops: list[Item], names: set[Key], roles: Roles) -> Place:
    kind = roles.kind(tops[0]) if tops else None
    if place == "several":
        return Place(words=f"Bij meer {kind.plural.lower() if kind else ''} tegelijk", several=True)
    if isinstance(place, Key):
        item = roles.model.items[place]
        if place in names:
            return Place(words=item.title, top=item)
        return Place(words=f"Bij de agenda als geheel: {item.title}", whole=item)
    return Place(words=f"Niet bij één {kind.title.lower()}" if kind else "")
