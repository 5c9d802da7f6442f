"""What refers to a thing and is not on its page yet, by kind: the end of every page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from kapstok.core.model import Key
from kapstok.kinds.order import ordered
from kapstok.kinds.schema import Kind
from kapstok.render.offers.things import Thing, World

Referring = Callable[[Key], Iterable[Key]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mentions:
    """The things of one kind that refer to a thing; `title` is what the kind is called for so many."""

    kind: Kind
    title: str
    things: tuple[Thing, ...]

    @property
    def only(self) -> Thing | None:
        """The thing, when there is just one."""
        return self.things[0] if len(self.things) == 1 else None


def mentions(
    world: World, referring: Referring, thing: Thing, without: Collection[str] = (), *, shown: bool = True
) -> tuple[Mentions, ...]:
    """What refers to a thing by kind, in the order of the kinds' names.

    Left out are kinds that the page shows itself (`without`) and, where `shown` counts, what the thing refers to (that
    is on the page) and the parts of the thing.
    """
    hidden = {thing._item.key, *(_named_by(thing) if shown else ())}
    found: dict[str, list[Key]] = {}
    for key in dict.fromkeys(referring(thing._item.key)):
        item = world.model.items[key]
        mine = shown and item.parent == thing._item.key
        if key.kind not in without and key not in hidden and not mine and not world.kinds[key.kind].file:
            found.setdefault(key.kind, []).append(key)
    return tuple(_group(world, world.kinds[name], keys) for name, keys in sorted(found.items()))


def named_at(world: World, referring: Referring, thing: Thing) -> tuple[Thing, ...]:
    """Where a thing is named: what refers to it, by kind, with the whole in the place of a part; each once."""
    named = (one for group in mentions(world, referring, thing, shown=False) for one in group.things)
    return tuple(world.thing(key) for key in dict.fromkeys(one._item.parent or one._item.key for one in named))


def _group(world: World, kind: Kind, keys: list[Key]) -> Mentions:
    things = tuple(_ordered(world, keys))
    return Mentions(kind=kind, title=kind.plural if len(things) > 1 else kind.title, things=things)


def _ordered(world: World, keys: Iterable[Key]) -> list[Thing]:
    return [world.thing(i.key) for i in ordered((world.model.items[k] for k in keys), world.model, world.kinds)]


def _named_by(thing: Thing) -> Iterable[Key]:
    for value in thing._item.fields.values():
        yield from (v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, Key))
