"""Taking part in consultations, for templates. Filter: `overleg | deelname`. Global: `deelnames()`."""

from __future__ import annotations

from collections.abc import Callable

from kapstok.reckon.door import Facts
from kapstok.reckon.participation import part_of
from kapstok.render.offers.things import World


class Participating:
    """What templates ask of the consultations of one view."""

    def __init__(self, world: World, facts: Facts) -> None:
        self.world, self.facts = world, facts

    def filters(self) -> dict[str, Callable[..., object]]:
        """The filters by the names that templates use."""
        return {"deelname": lambda thing: self.world.show(part_of(thing._item, self.facts.roles))}

    def globals(self) -> dict[str, Callable[..., object]]:
        """The globals by the names that templates use."""
        return {"deelnames": lambda: self.world.show(self.facts.participation)}
