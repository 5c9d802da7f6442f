"""Money as pages and papers ask for it: of a thing with what hangs below it, of one budget, and of all together.

Filters: `ding | geld`, `ding | geldwoorden(jaar)`, `begroting | geldtabellen`, `ding | eigenaar`. Globals:
`geldoverzicht()`, `geldboek(…)`, `geldverslag(jaar)`, `maatregelen_van(…)` and `geld_compleet()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kapstok.core.model import Key
from kapstok.reckon import budget
from kapstok.reckon.budget import Column
from kapstok.reckon.money import AVAILABLE, BUDGETED, FRAMEWORK, REALISED, Line, is_complete
from kapstok.render.offers.money_books import RESULT, Books, measures
from kapstok.render.offers.money_purse import heading
from kapstok.render.offers.money_tables import (
    HIDDEN,
    given_way,
    reservations,
    signs,
)
from kapstok.render.offers.money_values import (
    Glance,
    OfThing,
    Part,
)
from kapstok.render.offers.things import Thing

_GLANCE = {
    BUDGETED: "begrote uitgaven",
    AVAILABLE: "beschikbaar",
    REALISED: "uitgegeven",
    FRAMEWORK: "uitgaven in de kadernota",
}
_FIRST = (BUDGETED, REALISED, AVAILABLE, FRAMEWORK)


class MoneyOffers(Books):
    """The money of one view, for templates."""

    def filters(self) -> dict[str, Callable[..., object]]:
        """The filters by the names that templates use."""
        return {
            "geld": self.of_thing,
            "geldwoorden": self.in_words,
            "geldtabellen": self.periods,
            "geld_in_het_oog": lambda periods: [fact for period in periods for fact in period.glance][:4],
            "geld_kort": self.short,
            "verschillende": lambda things, field: tuple(
                dict.fromkeys(filter(None, (getattr(t, field) for t in things)))
            ),
            "eigenaar": lambda thing: self.facts.roles.owner(thing._item),
        }

    def globals(self) -> dict[str, Callable[..., object]]:
        """The globals by the names that templates use."""
        return {
            "geldoverzicht": self.overview,
            "geldboek": self.book,
            "geldverslag": self.account,
            "maatregelen_van": measures,
            "geld_compleet": lambda measure="": is_complete(None, self.facts.roles, measure),
        }

    def of_thing(self, thing: Thing) -> OfThing:
        """The money that hangs on a thing or below it, as far as it counts."""
        key = thing._item.key
        lines = self.facts.money.of(key, self.facts.roles)
        self._use(lines)
        money = self._columns(lines, compare=False, differ=False)
        staff = self._columns(lines, staff=True, compare=False, differ=False)
        notes = given_way(lines)
        if not is_complete(key, self.facts.roles):
            notes = (*notes, HIDDEN)
        bars, said = self._bars([("Uitgaven", lines)], money), ""
        if bars:
            income = self._bars([("Inkomsten", lines)], money, income=True)
            said = "; ".join(f"{column.words}: {column.sums(lines).costs.words}" for column in money)
            bars = (*bars, *income)
        return OfThing(
            parts=tuple(self._part(key, lines, column) for column in _latest_first(money)),
            staff=self.tables.posts(lines, staff, key),
            course=self.tables.posts(lines, money, key),
            bars=bars if len(money) > 1 else (),
            said=said,
            glance=self._glance(lines, money),
            notes=notes,
        )

    def _part(self, key: Key, lines: Sequence[Line], column: Column) -> Part:
        here = [line for line in lines if line.item.key in column.lines]
        own, below = ([line for line in here if (line.on == key) == mine] for mine in (True, False))
        split = ""
        if own and below:
            total, mine, rest = (budget.add(some).result.words for some in (here, own, below))
            split = f"Het resultaat is {total}: {mine} rechtstreeks en {rest} bij wat eronder hangt."
        shared = {line.on for line in below if line.on and self._is_shared(line.on, key)}
        return Part(
            heading=heading(column),
            table=self.tables.posts(here, [column], key),
            split=split,
            shared=self._things(shared),
            notes=(*reservations(here, complete=True), *(signs(here, [column]) if _has_balance(here) else ())),
        )

    def _is_shared(self, on: Key, key: Key) -> bool:
        """Whether a thing below `key` also hangs, somewhere on its way up, under something outside `key`."""
        roles = self.facts.roles
        below, todo, seen = roles.below(key), [on], set[Key]()
        while todo:
            here = todo.pop()
            if here == key or here in seen:
                continue
            seen.add(here)
            if here not in below:
                return True
            todo += roles.parents(roles.model.items[here])
        return False

    def _glance(self, lines: Sequence[Line], money: Sequence[Column]) -> Glance | None:
        """The costs of this year, or else of the latest year there is; what is budgeted before what is realised."""
        years = {column.year for column in money if column.year}
        if not years:
            return None
        year = self.facts.day.year if self.facts.day.year in years else max(years)
        among = [column for column in money if column.year == year]
        column = min(among, key=lambda c: _FIRST.index(c.state) if c.state in _FIRST else len(_FIRST))
        words = column.sums(lines).costs.words
        return Glance(name=f"Geld in {year}", words=words, below=_GLANCE.get(column.state, column.state))

    def in_words(self, thing: Thing, year: int | None = None) -> str:
        """The result of a thing in a year, by state, in one sentence; empty when there is no money in it."""
        key = thing._item.key
        lines = self.facts.money.of(key, self.facts.roles)
        self._use(lines)
        told = [
            f"{column.words}: {RESULT.lower()} {column.sums(lines).result.words}"
            for column in self._columns(lines, compare=False, differ=False)
            if year in (None, column.year)
        ]
        hidden = "" if is_complete(key, self.facts.roles) else " (exclusief niet-openbare posten)"
        return f"{'; '.join(told)}{hidden}." if told else ""


def _latest_first(some: Iterable[Column]) -> list[Column]:
    order = (REALISED, BUDGETED, AVAILABLE, FRAMEWORK)
    return sorted(
        some, key=lambda c: (-(c.year or 0), order.index(c.state) if c.state in order else len(order), c.state)
    )


def _has_balance(some: Iterable[Line]) -> bool:
    """Whether there is anything but costs, so that a balance is worth its explanation."""
    return len({line.sort for line in some}) > 1
