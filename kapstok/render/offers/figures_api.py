"""What templates see of the steering figures: Dutch names over `kapstok.figures`, with things instead of items.

Filters: `ding | geld(jaar)`, `ding | geldtabellen`, `ding | eigenaar`. Globals: `planning(jaar)`, `startlijst(jaar)`,
`stoplijst(jaar)`, `te_laat()`, `terugblikken()`, `open_punten()` and `geld_compleet()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item
from kapstok.reckon import money, planning
from kapstok.reckon.door import Facts
from kapstok.reckon.open import open_points
from kapstok.reckon.roles import Roles
from kapstok.render.offers.things import Euro, Thing, World


@dataclass(frozen=True, kw_only=True, slots=True)
class Som:
    """Lines added up; `open` counts lines without an amount yet (`PM`, `n.n.b.`)."""

    uitgaven: Euro
    inkomsten: Euro
    reserve: Euro
    saldo: Euro
    per_saldo: Euro
    fte: Decimal
    open: int
    regels: tuple[Thing, ...]
    inzet: tuple[Thing, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Deel:
    """The money of a thing in one year and state; `gedeeld` are the things that show it elsewhere as well."""

    jaar: int | None
    stand: str
    eigen: Som
    eronder: Som
    totaal: Som
    gedeeld: tuple[Thing, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Geld:
    """The money of a thing by year and state; `volledig` is untrue when lines are hidden from this audience."""

    delen: tuple[Deel, ...]
    volledig: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Rij:
    """One row of a table: `ding` is the top of the tree, `meer` is true for what hangs under several."""

    ding: Thing | None
    meer: bool
    som: Som


@dataclass(frozen=True, kw_only=True, slots=True)
class Tabel:
    """Lines of one year and state, in rows that add up to `totaal`."""

    jaar: int | None
    stand: str
    rijen: tuple[Rij, ...]
    totaal: Som


@dataclass(frozen=True, kw_only=True, slots=True)
class Looptijd:
    """When a thing runs, as far as that is known, and why it stands in a list."""

    ding: Thing
    begin: VagueDate | None
    einde: VagueDate | None
    eerste: int | None
    laatste: int | None
    voortgang: str
    bouwt_af: bool
    reden: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Jaar:
    """What begins, runs on and ends in a year."""

    jaar: int
    begint: tuple[Looptijd, ...]
    loopt: tuple[Looptijd, ...]
    eindigt: tuple[Looptijd, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Terugblik:
    """An evaluation; `ding` is None while none was planned, `te_laat` true when it is past without an outcome."""

    ding: Thing | None
    van: Thing | None
    datum: date | None
    woorden: str
    afgeleid: bool
    klaar: bool
    te_laat: bool


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
        self.world, self.facts, self.day = world, facts, facts.day

    @property
    def roles(self) -> Roles:
        """The view, read by role."""
        return self.facts.roles

    @cached_property
    def _lines(self) -> tuple[money.Line, ...]:
        return money.lines(self.roles)

    @cached_property
    def _spans(self) -> tuple[planning.Span, ...]:
        return planning.spans(self.roles)

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by the names that templates use."""
        return {
            "geld": self._money,
            "geldtabellen": self._tables,
            "eigenaar": lambda thing: self.roles.owner(thing._item),
        }

    def globals(self) -> dict[str, Callable[..., Any]]:
        """The globals by the names that templates use."""
        return {
            "planning": self._year,
            "startlijst": lambda year: self._choices(planning.to_start(year, self._spans, self.roles)),
            "stoplijst": lambda year: self._choices(planning.to_stop(year, self._spans)),
            "looptijden": lambda: [self._run(span) for span in self._spans],
            "te_laat": lambda: [self._run(span) for span in planning.overdue(self._spans, self.day)],
            "terugblikken": self._look_backs,
            "open_punten": self._open,
            "geld_compleet": lambda measure="": money.is_complete(None, self.roles, measure),
        }

    def _thing(self, item: Item | None) -> Thing | None:
        return self.world.thing(item.key) if item else None

    def _things(self, items: Iterable[Item]) -> tuple[Thing, ...]:
        return tuple(self.world.thing(item.key) for item in items)

    def _sum(self, sums: money.Sums) -> Som:
        return Som(
            uitgaven=Euro(sums.costs),
            inkomsten=Euro(sums.income),
            reserve=Euro(sums.reserve),
            saldo=Euro(sums.balance),
            per_saldo=Euro(sums.net),
            fte=sums.fte,
            open=sums.open,
            regels=self._things(line.item for line in sums.money),
            inzet=self._things(line.item for line in sums.staff),
        )

    def _money(self, thing: Thing, year: int | None = None) -> Geld:
        key = thing._item.key
        parts = money.of_thing(key, self._lines, self.roles, year)
        return Geld(
            delen=tuple(
                Deel(
                    jaar=part.year,
                    stand=part.state,
                    eigen=self._sum(part.own),
                    eronder=self._sum(part.below),
                    totaal=self._sum(part.total),
                    gedeeld=self._things(part.shared),
                )
                for part in parts
            ),
            volledig=money.is_complete(key, self.roles),
        )

    def _tables(self, whole: Thing) -> list[Tabel]:
        mine = [line for line in self._lines if line.item.parent == whole._item.key]
        return [
            Tabel(
                jaar=table.year,
                stand=table.state,
                rijen=tuple(Rij(ding=self._thing(r.top), meer=r.several, som=self._sum(r.sums)) for r in table.rows),
                totaal=self._sum(table.total),
            )
            for table in money.tables(mine, self.roles)
        ]

    def _run(self, span: planning.Span, reason: str = "") -> Looptijd:
        return Looptijd(
            ding=self.world.thing(span.item.key),
            begin=span.begin,
            einde=span.end,
            eerste=span.first,
            laatste=span.last,
            voortgang=span.progress,
            bouwt_af=span.phased_out,
            reden=reason,
        )

    def _year(self, year: int) -> Jaar:
        found = planning.in_year(year, self._spans)
        begins, runs, ends = (tuple(map(self._run, spans)) for spans in (found.begins, found.runs, found.ends))
        return Jaar(jaar=year, begint=begins, loopt=runs, eindigt=ends)

    def _choices(self, choices: Iterable[planning.Choice]) -> list[Looptijd]:
        return [self._run(choice.span, choice.reason) for choice in choices]

    def _look_backs(self) -> list[Terugblik]:
        return [
            Terugblik(
                ding=self._thing(found.item),
                van=self._thing(found.of),
                datum=found.due,
                woorden=found.words,
                afgeleid=found.derived,
                klaar=found.has_outcome,
                te_laat=found.overdue,
            )
            for found in planning.look_backs(self.day, self.roles)
        ]

    def _open(self) -> list[OpenPunt]:
        return [
            OpenPunt(
                ding=self.world.thing(point.item.key),
                soort=point.sort.value,
                wat=point.what,
                nu=point.now,
                wie=point.owner,
            )
            for point in open_points(self.roles)
        ]
