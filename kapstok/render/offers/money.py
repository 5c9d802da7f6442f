"""Money as pages and papers ask for it: of a thing with what hangs below it, of one budget, and of all together.

Filters: `ding | geld`, `ding | geldwoorden(jaar)`, `begroting | geldtabellen`, `ding | eigenaar`. Globals:
`geldoverzicht()`, `geldboek(…)`, `maatregelen(begrotingen)` and `geld_compleet()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from kapstok.core.model import Item, Key
from kapstok.reckon import budget
from kapstok.reckon.amounts import Amount
from kapstok.reckon.budget import Column, Group
from kapstok.reckon.door import Facts
from kapstok.reckon.money import AVAILABLE, BUDGETED, FRAMEWORK, REALISED, Line, is_complete
from kapstok.render.offers.money_tables import (
    HIDDEN,
    MoneyTable,
    Tables,
    given_way,
    reservations,
    signs,
)
from kapstok.render.offers.money_values import (
    Account,
    Bars,
    Book,
    Glance,
    OfThing,
    Overview,
    Part,
    Period,
    Places,
    Short,
)
from kapstok.render.offers.things import Euro, Thing, World

_HEADINGS = {
    FRAMEWORK: "Kadernota voor",
    AVAILABLE: "Beschikbaar in",
    BUDGETED: "Begroot voor",
    REALISED: "Uitgegeven en ontvangen in",
}
_GLANCE = {
    BUDGETED: "begrote uitgaven",
    AVAILABLE: "beschikbaar",
    REALISED: "uitgegeven",
    FRAMEWORK: "uitgaven in de kadernota",
}
_RESULT = "Resultaat"
_FIRST = (BUDGETED, REALISED, AVAILABLE, FRAMEWORK)


class MoneyOffers:
    """The money of one view, for templates."""

    def __init__(self, world: World, facts: Facts) -> None:
        self.world, self.facts = world, facts
        self.tables = Tables(world, facts.roles)

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
            "maatregelen_van": _measures,
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
            heading=_heading(column),
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
            f"{column.words}: {_RESULT.lower()} {column.sums(lines).result.words}"
            for column in self._columns(lines, compare=False, differ=False)
            if year in (None, column.year)
        ]
        hidden = "" if is_complete(key, self.facts.roles) else " (exclusief niet-openbare posten)"
        return f"{'; '.join(told)}{hidden}." if told else ""

    @cached_property
    def _place_name(self) -> str:
        """What the places are called that money is told by: the kind of the tops of the tree; empty without a tree."""
        tops = self.facts.roles.tree_tops()
        return self.facts.roles.kind(tops[0]).title if tops else ""

    @cached_property
    def _every(self) -> tuple[Line, ...]:
        return self.facts.money.lines

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
        glance = [("Uitgaven", sums.costs), (_RESULT, sums.result)] if money else []
        complete = is_complete(None, self.facts.roles, "bedrag" if money else "fte")
        return Period(
            heading=_heading(column),
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


def _heading(column: Column) -> str:
    return f"{_HEADINGS.get(column.state, column.state)} {column.year or 'een onbekend jaar'}"


def _latest_first(some: Iterable[Column]) -> list[Column]:
    order = (REALISED, BUDGETED, AVAILABLE, FRAMEWORK)
    return sorted(
        some, key=lambda c: (-(c.year or 0), order.index(c.state) if c.state in order else len(order), c.state)
    )


def _in_use(some: Sequence[Line], among: Sequence[Column]) -> list[Column]:
    """The columns in which one of these lines stands, or a difference of two that are in use."""
    keys = frozenset(line.item.key for line in some)
    used = [column for column in among if keys & column.lines]
    return [c for c in among if c in used or (c.budget in used and c.outcome in used)]


def _measures(*papers: Thing) -> list[tuple[Thing, object]]:
    """The measures in some budgets, each with its budget."""
    return [(paper, measure) for paper in papers for measure in paper.maatregelen or ()]


def _counted(some: Iterable[Line]) -> list[Line]:
    return [line for line in some if line.counts]


def _has_balance(some: Iterable[Line]) -> bool:
    """Whether there is anything but costs, so that a balance is worth its explanation."""
    return len({line.sort for line in some}) > 1
