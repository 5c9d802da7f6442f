"""The lines of a view, made ready for what pages and papers show: in columns, as bars, and noted as used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from kapstok.core.model import Item, Key
from kapstok.reckon import budget
from kapstok.reckon.amounts import Amount
from kapstok.reckon.budget import Column
from kapstok.reckon.door import Facts
from kapstok.reckon.money import AVAILABLE, BUDGETED, FRAMEWORK, REALISED, Line
from kapstok.render.offers.money_tables import (
    Tables,
)
from kapstok.render.offers.money_values import (
    Bars,
)
from kapstok.render.offers.things import Euro, Thing, World

_HEADINGS = {
    FRAMEWORK: "Kadernota voor",
    AVAILABLE: "Beschikbaar in",
    BUDGETED: "Begroot voor",
    REALISED: "Uitgegeven en ontvangen in",
}


class Purse:
    """All money of one view, with its tables."""

    def __init__(self, world: World, facts: Facts) -> None:
        self.world, self.facts = world, facts
        self.tables = Tables(world, facts.roles)

    @cached_property
    def _place_name(self) -> str:
        """What the places are called that money is told by: the kind of the tops of the tree; empty without a tree."""
        tops = self.facts.roles.tree_tops()
        return self.facts.roles.kind(tops[0]).title if tops else ""

    @cached_property
    def _every(self) -> tuple[Line, ...]:
        return self.facts.money.lines

    def _columns(
        self, some: Sequence[Line], *, staff: bool = False, compare: bool = True, differ: bool = True
    ) -> tuple[Column, ...]:
        return budget.columns(self.facts.money, some, staff=staff, compare=compare, differ=differ)

    def _bars(
        self, named: Sequence[tuple[str, Sequence[Line]]], among: Sequence[Column], *, income: bool = False
    ) -> Bars:
        """Bars by name, one for each column that has a known amount; a difference is no bar."""
        made = []
        for name, lines in named:
            bars = []
            for column in among:
                amount: Amount = column.sums(lines).income if income else column.sums(lines).costs
                if amount.known and column.budget is None:
                    bars.append((column.words, int(Euro(amount.value)), column.state == REALISED))
            if bars:
                made.append((name, tuple(bars)))
        return tuple(made)

    def _things(self, keys: Iterable[Key]) -> tuple[Thing, ...]:
        return tuple(self.world.thing(item.key) for item in self._ordered(keys))

    def _ordered(self, keys: Iterable[Key]) -> list[Item]:
        return self.facts.roles.ordered(self.facts.model.items[key] for key in keys)

    def _use(self, lines: Iterable[Line]) -> None:
        """Whoever shows money, uses its lines: a paper says when its own sources changed last."""
        for line in lines:
            for name in line.item.fields:
                self.world.note(line.item.key, name)
            if line.paper is not None:
                self.world.note(line.paper.item.key)


def heading(column: Column) -> str:
    """What stands above the money of one year and state."""
    return f"{_HEADINGS.get(column.state, column.state)} {column.year or 'een onbekend jaar'}"
