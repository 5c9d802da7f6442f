"""What templates see of what is still open: Dutch names over `kapstok.reckon.open`. Global: `open_punten()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kapstok.reckon.door import Facts
from kapstok.reckon.open import open_points
from kapstok.render.offers.things import Thing, World


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenPunt:
    """Something that is still open; `nu` is what stands there now, `wie` is empty when nobody is named."""

    ding: Thing
    soort: str
    wat: str
    nu: str
    wie: str


class Figures:
    """The steering figures of one view at one peildatum, each worked out when it is first asked for."""

    def __init__(self, world: World, facts: Facts) -> None:
        self.world, self.facts = world, facts

    def filters(self) -> dict[str, Callable[..., Any]]:
        """There are none."""
        return {}

    def globals(self) -> dict[str, Callable[..., Any]]:
        """The globals by the names that templates use."""
        return {
            "open_punten": self._open,
        }

    def _open(self) -> list[OpenPunt]:
        return [
            OpenPunt(
                ding=self.world.thing(point.item.key),
                soort=point.sort.value,
                wat=point.what,
                nu=point.now,
                wie=point.owner,
            )
            for point in open_points(self.facts.roles)
        ]
