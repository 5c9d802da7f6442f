"""Indicators for templates: how one stands, how many stand how, and what is to be reported.

Filters: `indicator | stand` (the fact `reckon.indicators.Indicator`), `indicator | stand_over(jaar)` (as the report
over a year says it), `indicator | standen` (its targets one by one), `ding | cijfers_van` (those of a thing, or of
several things, each once), `indicatoren | standtelling`, `activiteiten | voortgangtelling`, `stand | stip`,
`meldingen | afwijkend` and `getal | in_eenheid('%')`.
Global: `rapporteren(moment)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kapstok.core.model import Item
from kapstok.reckon.door import Facts
from kapstok.reckon.reports import to_report
from kapstok.reckon.tally import Count, tally
from kapstok.reckon.verdict import JUDGED
from kapstok.reckon.words import in_unit
from kapstok.render.offers.things import Shown, Thing, World

_PROGRESS = ("voorgesteld", "gestart", "loopt", "afgerond", "beëindigd")
_MARKS = {
    "gehaald": "vol",
    "op schema": "vol",
    "loopt achter": "let-op",
    "niet gehaald": "let-op",
    "loopt": "vol",
    "gestart": "vol",
    "afgerond": "klaar",
    "beëindigd": "klaar",
}


class Measures:
    """What templates ask of the indicators of one view."""

    def __init__(self, world: World, facts: Facts) -> None:
        self.world, self.facts = world, facts

    def filters(self) -> dict[str, Callable[..., object]]:
        """The filters by the names that templates use."""
        return {
            "stand": self._standing,
            "stand_over": self._standing,
            "standen": lambda thing: self.world.show(self.facts.indicators.of(thing._item).targets),
            "cijfers_van": self._indicators,
            "standtelling": self._states,
            "voortgangtelling": self._progress,
            "stip": lambda state: _MARKS.get(str(state), "leeg"),
            "afwijkend": lambda reports: tuple(report.item for report in reports if report.deviates),
            "in_eenheid": lambda value, unit=None: in_unit(value, unit),
        }

    def globals(self) -> dict[str, Callable[..., object]]:
        """The globals by the names that templates use."""
        return {"rapporteren": lambda moment: self.world.show(to_report(moment._item, self.facts.indicators))}

    def _standing(self, thing: Thing, year: int | None = None) -> Shown:
        shown: Shown = self.world.show(self.facts.indicators.of(thing._item, year=year))
        return shown

    def _indicators(self, things: Thing | Iterable[Thing]) -> tuple[Thing, ...]:
        several = [things] if isinstance(things, Thing) else list(things)
        found = self.facts.indicators.at_any(thing._item for thing in several)
        return tuple(self.world.thing(item.key) for item in found)

    def _states(self, things: Iterable[Thing]) -> tuple[Shown, ...]:
        """How many indicators are in each state."""
        shown = [self.facts.indicators.of(thing._item) for thing in things]
        for one in shown:
            self.world.rest_on(one)
        return self._counts(tally(JUDGED, ((one.item, one.state.value) for one in shown)))

    def _progress(self, things: Iterable[Thing]) -> tuple[Shown, ...]:
        """How many things are how far."""
        return self._counts(tally(_PROGRESS, ((thing._item, self._how_far(thing._item)) for thing in things)))

    def _how_far(self, item: Item) -> str:
        for name in self.facts.roles.kind(item).fields_with_role("voortgang"):
            self.world.note(item.key, name)
        return self.facts.roles.text(item, "voortgang")

    def _counts(self, counts: tuple[Count, ...]) -> tuple[Shown, ...]:
        shown: tuple[Shown, ...] = self.world.show(counts)
        return shown
