"""Lists of things as pages and papers print them: in which order, whether numbered, and what is in them at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.markdown import links_to_items
from kapstok.render.offers.things import Thing, World, is_filled

Back = Callable[..., Sequence[Thing]]
All = Callable[..., Sequence[Thing]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Twigs:
    """What hangs under a thing in two steps, each once; `has_examples` says that some of the `leaves` are examples."""

    branches: tuple[Thing, ...]
    leaves: tuple[Thing, ...]
    has_examples: bool


class Lists:
    """The lists of one view."""

    def __init__(self, world: World, every: All, back: Back) -> None:
        self._world, self._every, self._back = world, every, back

    def filters(self) -> dict[str, Callable[..., object]]:
        """The filters by the names that templates use."""
        return {
            "met_gevuld": with_any,
            "op_tijd": in_time,
            "doorgenummerd": runs_on,
            "genoemde": self.named,
            "boomtakken": self.twigs,
        }

    def globals(self) -> dict[str, Callable[..., object]]:
        """The globals by the names that templates use."""
        return {
            "aanwezig": lambda pairs: [word for kind, word in pairs if self._every(kind)],
            "heeft_voorbeeld": lambda *kinds: any(t._item.example for kind in kinds for t in self._every(kind)),
            "alles_voorbeeld": lambda *kinds: all(t._item.example for kind in kinds for t in self._every(kind)),
        }

    def named(self, text: str | None, kind: str, least: int = 1) -> tuple[Thing, ...]:
        """The things of a kind that running text links to, in their order; nothing for fewer than `least`."""
        wanted = {link.id for link in links_to_items(text or "") if link.kind == kind}
        things = tuple(thing for thing in self._every(kind) if thing._item.key.id in wanted)
        return things if len(things) >= least else ()

    def twigs(self, top: Thing, branch: str, leaf: str) -> Twigs:
        """What hangs under a thing: the things of one kind, and under those the things of another."""
        branches = tuple(self._back(top, branch))
        leaves = tuple(dict.fromkeys(one for each in branches for one in self._back(each, leaf)))
        return Twigs(branches=branches, leaves=leaves, has_examples=any(one._item.example for one in leaves))


def with_any(things: Iterable[Thing] | None, *names: str) -> tuple[Thing, ...]:
    """The things in which one of these fields is filled in."""
    return tuple(thing for thing in things or () if any(_filled(getattr(thing, name)) for name in names))


def _filled(value: object) -> bool:
    return is_filled(value)


def in_time(things: Iterable[Thing], name: str) -> tuple[Thing, ...]:
    """Things by the date in a field; those without one come first, as they are."""

    def order(thing: Thing) -> tuple[bool, date]:
        moment = getattr(thing, name)
        return isinstance(moment, VagueDate), moment.sort_key if isinstance(moment, VagueDate) else date.min

    return tuple(sorted(things, key=order))


def runs_on(things: Iterable[Thing]) -> bool:
    """Whether the own numbers of things are 1, 2, 3 and so on, so that a numbered list prints them."""
    return all(thing._item.number == str(place) for place, thing in enumerate(things, 1))
