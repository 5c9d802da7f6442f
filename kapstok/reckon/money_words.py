"""What the money of a thing comes to, in words and with the lines that it rests on, for whoever asks why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kapstok.core.model import Item, Key
from kapstok.reckon.budget import Column, Sums, columns
from kapstok.reckon.facts import Ground
from kapstok.reckon.money import Line, Money, is_complete
from kapstok.reckon.roles import Roles

_HIDDEN = ", exclusief niet-openbare posten"


@dataclass(frozen=True, kw_only=True, slots=True)
class Spending:
    """The money of a thing, with what hangs below it, in one year and state as it counts."""

    column: Column
    sums: Sums
    complete: bool

    @property
    def words(self) -> str:
        """`uitgaven € 1.100.000, resultaat € -1.100.000`; staff apart."""
        return f"uitgaven {self.sums.costs.words}, resultaat {self.sums.result.words}{'' if self.complete else _HIDDEN}"

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """The lines that were added up."""
        return tuple(line_ground(line) for line in self.sums.lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counting:
    """Whether a line is in the totals, and what holds instead when it is not."""

    line: Line

    @property
    def words(self) -> str:
        """`ja`, `nee: voor 2020 geldt Begroting 2020-2021`, `nee: het stuk geldt niet`."""
        if self.line.counts:
            return "ja"
        heir = self.line.replaced_by
        return f"nee: voor {self.line.year} geldt {heir.title}" if heir else "nee: het stuk geldt niet"

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """The rule, and the paper that holds instead."""
        heir = self.line.replaced_by
        rule = "van een jaar telt het nieuwste stuk, in de volgorde van de jaarcyclus"
        return (Ground(rule=rule, value=heir.title if heir else "", item=heir.key if heir else self.line.item.key),)


def line_ground(line: Line) -> Ground:
    """A line as the ground of a sum: its name, its amount and the paper that it stands in."""
    words = f"{line.item.title}: {line.amount.words}"
    return Ground(
        rule=line.sort or "inzet", value=words, item=line.item.key, source=line.paper.item.key if line.paper else None
    )


def spending(key: Key, money: Money, roles: Roles) -> Iterator[Spending]:
    """The money of a thing in each year and state in which it has any, earliest first."""
    lines = money.of(key, roles)
    for column in columns(money, lines, compare=False, differ=False):
        yield Spending(column=column, sums=column.sums(lines), complete=is_complete(key, roles))


def counting(item: Item, money: Money) -> Counting | None:
    """Whether a line counts; None for what is no line."""
    line = money.line(item.key)
    return Counting(line=line) if line else None
