"""Budgets as they are told: each by itself, all of them over the years, and side by side in a book or a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kapstok.reckon import budget
from kapstok.reckon.budget import Column, Group
from kapstok.reckon.money import BUDGETED, REALISED, Line, is_complete
from kapstok.render.offers.money_purse import Purse, heading
from kapstok.render.offers.money_tables import (
    MoneyTable,
    given_way,
    reservations,
    signs,
)
from kapstok.render.offers.money_values import (
    Account,
    Book,
    Overview,
    Period,
    Places,
    Short,
)
from kapstok.render.offers.things import Thing, seen_values

RESULT = "Resultaat"


class Books(Purse):
    """The budgets of one view."""

    def overview(self) -> Overview:
        """All money of the view."""
        lines = self._every
        self._use(lines)
        amounts = [line for line in lines if not line.is_staff]
        columns = self._columns(amounts)
        made = budget.groups(amounts, self.facts.roles)
        complete = is_complete(None, self.facts.roles, "bedrag")
        papers = dict.fromkeys(line.paper.item.key for line in reversed(lines) if line.paper)
        told = [self.world.thing(item.key) for item in self._ordered(papers)]
        named = [
            ("Uitgaven" if len(made) == 1 and not made[0].place.top else group.words, group.lines) for group in made
        ]
        said = "; ".join(f"{column.words}: {column.sums(amounts).costs.words}" for column in columns)
        notes = [*signs((), columns), *given_way(amounts), *reservations(_counted(amounts), complete=complete)]
        return Overview(
            costs=self.tables.by_place(made, columns, lambda sums: sums.costs),
            bars=self._bars(named, columns) if len(columns) > 1 else (),
            said=said,
            papers=tuple((paper, self.periods(paper)) for paper in reversed(told)),
            notes=tuple(notes),
            by_place=bool(self.facts.roles.tree_tops()),
            place_name=self._place_name,
            title=f"Uitgaven per {self._place_name.lower()} en jaar" if self._place_name else "Uitgaven per jaar",
        )

    def periods(self, paper: Thing) -> tuple[Period, ...]:
        """The years and states of one budget, as they stand in it."""
        lines = [line for line in self._every if line.item.parent == paper._item.key]
        self._use(lines)
        money, staff = budget.own_columns(lines), budget.own_columns(lines, staff=True)
        by_words = {column.words: column for column in (*money, *staff)}
        return tuple(
            self._period(
                lines,
                next((c for c in money if c.words == words), None),
                next((c for c in staff if c.words == words), None),
            )
            for words in by_words
        )

    def _period(self, lines: Sequence[Line], money: Column | None, staff: Column | None) -> Period:
        column = money or staff
        assert column is not None
        here = [line for line in lines if line.period == (column.year, column.state)]
        amounts = [line for line in here if not line.is_staff]
        made = budget.groups(amounts, self.facts.roles) if money else ()
        sums = budget.add(amounts)
        glance = [("Uitgaven", sums.costs), (RESULT, sums.result)] if money else []
        complete = is_complete(None, self.facts.roles, "bedrag" if money else "fte")
        return Period(
            heading=heading(column),
            words=column.words,
            summary=self.tables.across(made, money) if money else MoneyTable(heads=()),
            places=tuple(self._place(group, [money], []) for group in made) if money else (),
            staff=self.tables.posts(here, [staff]) if staff else MoneyTable(heads=()),
            glance=tuple((f"{name}, {column.words}", amount.words) for name, amount in glance),
            notes=(*given_way(here), *reservations(here, complete=complete)),
            place_name=self._place_name,
        )

    def _place(self, group: Group, money: Sequence[Column], staff: Sequence[Column], year: int | None = None) -> Places:
        item = group.place.item
        key = item.key if item else None
        amounts = [line for line in group.lines if not line.is_staff]
        people = [line for line in group.lines if line.is_staff]
        return Places(
            words=group.words,
            top=self.world.thing(item.key) if item else None,
            several=group.place.several,
            table=self.tables.posts(amounts, _in_use(amounts, money), key),
            staff=self.tables.posts(people, _in_use(people, staff), key),
            lines=tuple(self.world.thing(line.item.key) for line in amounts if year in (None, line.year)),
        )

    def short(self, paper: Thing) -> tuple[Short, ...]:
        """A budget in a few lines: its amounts and its staff, each with its year and state.

        Are all lines about the same, then that stands above the column and not in every row.
        """
        lines = [line for line in self._every if line.item.parent == paper._item.key]
        self._use(lines)
        found: list[Short] = []
        for head, some in (
            ("Bedrag", [line for line in lines if not line.is_staff]),
            ("Inzet", [line for line in lines if line.is_staff]),
        ):
            names = list(dict.fromkeys(line.name for line in some))
            if len(names) == 1:
                same = tuple((str(line.year or ""), line.state, line.amount.words) for line in some)
                name = names[0] if head == "Bedrag" else names[0][:1].lower() + names[0][1:]
                found.append(Short(heads=("Jaar", "Stand", f"{head}: {name}"), rows=same))
            elif names:
                told = tuple((str(line.year or ""), line.item.title, line.state, line.amount.words) for line in some)
                found.append(Short(heads=("Jaar", "Waarvoor", "Stand", head), rows=told))
        return tuple(found)

    def book(
        self,
        year: int | None = None,
        on: Thing | None = None,
        budgets: Iterable[Thing] | None = None,
        plan: bool = False,
        also: Iterable[tuple[int, str]] = (),
    ) -> Book:
        """Budgets side by side: of one year (and `also` other periods), on one thing, of some budgets, only plans."""
        beside = frozenset(also)
        from_papers = {paper._item.key for paper in budgets} if budgets is not None else None
        lines = [
            line
            for line in self._every
            if (year is None or line.year == year or line.period in beside)
            and (on is None or line.on == on._item.key)
            and (from_papers is None or line.item.parent in from_papers)
            and not (plan and line.state == REALISED)
        ]
        self._use(lines)
        amounts = [line for line in lines if not line.is_staff]
        money, staff = self._columns(amounts), self._columns(lines, staff=True, differ=False)
        shown = frozenset(key for column in (*money, *staff) for key in column.lines)
        seen = [line for line in lines if line.item.key in shown]
        made = budget.groups(seen, self.facts.roles)
        with_money = [group for group in made if any(not line.is_staff for line in group.lines)]
        place = on._item.key if on else None
        complete = is_complete(place, self.facts.roles)
        papers = self._ordered(dict.fromkeys(line.paper.item.key for line in seen if line.paper))
        hidden = () if complete else ("De bedragen en de inzet zijn exclusief niet-openbare posten.",)
        return Book(
            summary=self.tables.balance(with_money, money) if with_money else MoneyTable(heads=()),
            places=tuple(self._place(group, money, staff, year) for group in made),
            notes=(*given_way(amounts), *reservations(_counted(seen), complete=True), *hidden),
            papers=tuple(self.world.thing(item.key) for item in papers),
            examples=tuple(self.world.thing(item.key) for item in papers if item.example),
            by_place=bool(self.facts.roles.tree_tops()),
            several=len(with_money) > 1,
            place_name=self._place_name,
        )

    def account(self, year: int) -> Account:
        """The money that a report over a year tells of: its budget and outcome, or the outcome of the year before."""
        states = {line.period for line in self._every if line.counts and not line.is_staff}
        accounted = (year, REALISED) in states
        before = year - 1 if not accounted and (year - 1, REALISED) in states else None
        extra = [(before, REALISED)] if before else []
        return Account(
            book=self.book(year, also=extra),
            accounted=accounted,
            has_budget=(year, BUDGETED) in states,
            earlier=before,
        )


def _in_use(some: Sequence[Line], among: Sequence[Column]) -> list[Column]:
    """The columns in which one of these lines stands, or a difference of two that are in use."""
    keys = frozenset(line.item.key for line in some)
    used = [column for column in among if keys & column.lines]
    return [c for c in among if c in used or (c.budget in used and c.outcome in used)]


def measures(*papers: Thing) -> list[tuple[Thing, object]]:
    """The measures in some budgets, each with its budget."""
    return [(paper, measure) for paper in papers for measure in seen_values(paper.maatregelen)]


def _counted(some: Iterable[Line]) -> list[Line]:
    return [line for line in some if line.counts]
