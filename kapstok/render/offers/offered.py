"""Everything that templates may ask, by area: one line for each. The words of an area stand in its own module."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from kapstok.reckon.door import Facts
from kapstok.render.offers.home import Home
from kapstok.render.offers.lists import All, Back, Lists
from kapstok.render.offers.measures import Measures
from kapstok.render.offers.money import MoneyOffers
from kapstok.render.offers.monitor import Monitoring
from kapstok.render.offers.norms import Norms
from kapstok.render.offers.participation import Participating
from kapstok.render.offers.planning import PlanningOffers
from kapstok.render.offers.still_open import StillOpen
from kapstok.render.offers.things import World

Filters = Mapping[str, Callable[..., object]]


class Offer(Protocol):
    """One area: its filters and its globals, by the names that templates use."""

    def filters(self) -> Filters:
        """The filters."""

    def globals(self) -> Mapping[str, object]:
        """The globals."""


def offered(world: World, facts: Facts, every: All, back: Back) -> Iterator[Offer]:
    """The offers of one view; of a name that is offered twice the later one counts."""
    yield Lists(world, every, back)
    yield MoneyOffers(world, facts)
    yield PlanningOffers(world, facts)
    yield StillOpen(world, facts)
    yield Measures(world, facts)
    yield Monitoring(world, facts, back)
    yield Home(world, facts, every)
    yield Participating(world, facts)
    yield Norms(world)
