"""Money in the columns and rows of a budget: year and paper side by side, posts below each other, and their sums.

A column is what a year looked like after a paper: `2020 begroot`, then `2020 na wijziging`, then `2020 gerealiseerd`
and the difference of the two. The last column of a year and state is the one that counts; the others are to compare.
A difference without a minus sign is an advantage: less spent or more received than budgeted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kapstok.core.model import Item, Key
from kapstok.core.text import enumerate_words
from kapstok.reckon.amounts import Amount, difference, total
from kapstok.reckon.money import (
    AVAILABLE,
    BUDGETED,
    COSTS,
    FRAMEWORK,
    INCOME,
    REALISED,
    RESERVE,
    STATES,
    Line,
    Money,
    Paper,
    Step,
)
from kapstok.reckon.places import Place, by_place
from kapstok.reckon.roles import Roles

_STATE_WORDS = {FRAMEWORK: "kadernota", AVAILABLE: "beschikbaar", BUDGETED: "begroot", REALISED: "gerealiseerd"}
DIFFERENCE = "verschil"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sums:
    """Lines added up: what is open keeps its own words in every sum."""

    costs: Amount
    income: Amount
    balance: Amount
    reserve: Amount
    result: Amount
    staff: Amount
    lines: tuple[Line, ...] = ()

    @property
    def open(self) -> int:
        """How many lines have no value yet."""
        return sum(line.is_open for line in self.lines)


def add(some: Iterable[Line]) -> Sums:
    """Add lines up, each once."""
    once = tuple({(line.item.key, line.is_staff): line for line in some}.values())
    by_sort = {
        sort: total(line.amount for line in once if not line.is_staff and line.sort == sort)
        for sort in (COSTS, INCOME, RESERVE)
    }
    balance = by_sort[INCOME] - by_sort[COSTS]
    return Sums(
        costs=by_sort[COSTS],
        income=by_sort[INCOME],
        balance=balance,
        reserve=by_sort[RESERVE],
        result=balance + by_sort[RESERVE],
        staff=total((line.amount for line in once if line.is_staff), is_staff=True),
        lines=once,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A year in one state, as it was after `papers`; `lines` are those that made it up then.

    `counts` says whether it is what holds of that year and state. The column of a difference has no lines of its own,
    but the two columns that it compares.
    """

    year: int | None
    state: str
    words: str
    papers: tuple[Item, ...] = ()
    lines: frozenset[Key] = field(default=frozenset(), repr=False)
    counts: bool = True
    budget: Column | None = field(default=None, repr=False)
    outcome: Column | None = field(default=None, repr=False)

    def sums(self, some: Iterable[Line]) -> Sums:
        """What the lines among `some` add up to in this column."""
        lines = tuple(some)
        if self.budget is None or self.outcome is None:
            return add(line for line in lines if line.item.key in self.lines)
        planned, real = self.budget.sums(lines), self.outcome.sums(lines)
        return Sums(
            costs=difference(planned.costs, real.costs),
            income=difference(real.income, planned.income),
            balance=difference(real.balance, planned.balance),
            reserve=difference(real.reserve, planned.reserve),
            result=difference(real.result, planned.result),
            staff=difference(planned.staff, real.staff),
        )


def columns(
    money: Money, some: Sequence[Line], *, staff: bool = False, compare: bool = True, differ: bool = True
) -> tuple[Column, ...]:
    """The columns in which these lines stand, in the order of the years and within a year from plan to outcome.

    `compare` gives a column for each paper, and not only for the one that counts; `differ` adds what outcome and
    budget of a year differ.
    """
    mine = frozenset(line.item.key for line in some if line.is_staff == staff)
    periods = {line.period for line in some if line.is_staff == staff}
    found: list[Column] = []
    for year in sorted({year for year, _ in periods}, key=lambda year: (year is None, year or 0)):
        of_year: dict[str, Column] = {}
        states = sorted({state for when, state in periods if when == year}, key=_state_order)
        for state in states:
            made = _columns_of(money, (year, state), mine, staff=staff, named=compare)
            found += made if compare else made[-1:]
            if made:
                of_year[state] = made[-1]
        budget, outcome = of_year.get(BUDGETED), of_year.get(REALISED)
        if differ and budget and outcome:
            found.append(
                Column(year=year, state=DIFFERENCE, words=f"{year} {DIFFERENCE}", budget=budget, outcome=outcome)
            )
    return tuple(found)


def own_columns(some: Iterable[Line], *, staff: bool = False) -> tuple[Column, ...]:
    """A column for each year and state of these lines as they stand in their own paper, whether they count or not."""
    mine = [line for line in some if line.is_staff == staff]
    periods = sorted({line.period for line in mine}, key=lambda p: (p[0] is None, p[0] or 0, _state_order(p[1])))
    return tuple(
        Column(
            year=year,
            state=state,
            words=f"{year} {state_words(state)}" if year else f"{state_words(state)}, jaar onbekend",
            lines=frozenset(line.item.key for line in mine if line.period == (year, state)),
        )
        for year, state in periods
    )


def _columns_of(
    money: Money, period: tuple[int | None, str], mine: frozenset[Key], *, staff: bool, named: bool
) -> list[Column]:
    """A column for each paper that changed something about these lines; `named` says which, where there are more."""
    steps: list[Step] = []
    for step in money.steps.get((period, staff), ()):
        before = steps[-1].lines & mine if steps else frozenset()
        if step.lines & mine != before:
            steps.append(step)
    return [
        Column(
            year=period[0],
            state=period[1],
            words=_column_words(period, steps, n, named=named),
            papers=tuple(paper.item for paper in step.papers),
            lines=step.lines & mine,
            counts=n == len(steps) - 1,
        )
        for n, step in enumerate(steps)
    ]


def _column_words(period: tuple[int | None, str], steps: Sequence[Step], n: int, *, named: bool) -> str:
    """`2020 begroot`, and where more papers tell of the year also which: `2020 na wijziging (Voorjaarsnota 2020)`."""
    year, state = period
    word = state_words(state)
    if state == BUDGETED and _is_change(steps, n):
        word = "na wijziging"
    elif state == BUDGETED and n + 1 < len(steps) and _is_change(steps, n + 1):
        word = "begroot, primair"
    head = f"{year} {word}" if year else f"{word}, jaar onbekend"
    titles = enumerate_words((paper.item.title for paper in steps[n].papers), "en")
    return f"{head} ({titles})" if named and len(steps) > 1 and titles else head


def _is_change(steps: Sequence[Step], n: int) -> bool:
    """Whether the papers of a step change what stood there, rather than begin anew."""
    if n == 0:
        return False
    papers: tuple[Paper, ...] = steps[n].papers
    return all(paper.changes or paper.year == steps[n - 1].papers[-1].year for paper in papers)


def _state_order(state: str) -> tuple[int, str]:
    return (STATES.index(state) if state in STATES else len(STATES), state)


def state_words(state: str) -> str:
    """How a state of an amount is called: `begroot`, `gerealiseerd`, `kadernota`."""
    return _STATE_WORDS.get(state, state)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A post over the columns; `lines` are those that stand in it, the latest last.

    Two lines with the same post in one column are two rows.
    """

    name: str
    sort: str
    on: Key | None
    lines: tuple[Line, ...]
    cells: tuple[Amount, ...]


def rows(some: Sequence[Line], among: Sequence[Column]) -> tuple[Row, ...]:
    """The posts of these lines in the order of the lines, a cell for each column."""
    places: dict[tuple[object, int], list[Line]] = {}
    for line in some:
        n = 0
        while any(_together(line, other, among) for other in places.get((line.post, n), ())):
            n += 1
        places.setdefault((line.post, n), []).append(line)
    return tuple(
        Row(
            name=lines[-1].name,
            sort=lines[-1].sort,
            on=lines[-1].on,
            lines=tuple(lines),
            cells=tuple(_cell(lines, column) for column in among),
        )
        for lines in places.values()
    )


def _together(one: Line, other: Line, among: Sequence[Column]) -> bool:
    """Whether two lines stand in one column, so that they cannot stand in one row."""
    return any({one.item.key, other.item.key} <= column.lines for column in among) or (
        one.period == other.period and (one.paper == other.paper)
    )


def _cell(lines: Sequence[Line], column: Column) -> Amount:
    sums = column.sums(lines)
    if lines[-1].is_staff:
        return sums.staff
    return {COSTS: sums.costs, INCOME: sums.income, RESERVE: sums.reserve}.get(
        lines[-1].sort, total(line.amount for line in lines if line.item.key in column.lines)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Lines that belong together in the tree."""

    place: Place
    lines: tuple[Line, ...]

    @property
    def words(self) -> str:
        """What the place is called; without a tree there is only one."""
        return self.place.words or "Bedragen en inzet"


def groups(some: Sequence[Line], roles: Roles) -> tuple[Group, ...]:
    """Lines by their place in the tree; each line once, and the lines in the order from top to leaf."""
    by_thing: dict[Key | None, list[Line]] = {}
    for line in some:
        by_thing.setdefault(line.on, []).append(line)
    made = []
    order = {line.item.key: n for n, line in enumerate(some)}
    for place, keys in by_place(by_thing, roles):
        lines = [(_depth(line, roles), order[line.item.key], line) for key in keys for line in by_thing[key]]
        if lines:
            made.append(Group(place=place, lines=tuple(line for *_, line in sorted(lines, key=lambda row: row[:2]))))
    return tuple(made)


def _depth(line: Line, roles: Roles) -> int:
    """How deep in the tree a line hangs: the top first, then what is below it."""
    depth, here = 0, {line.on} if line.on else set()
    while here and depth < 9:
        here = {parent for key in here if key for parent in roles.parents(roles.model.items[key])}
        depth += bool(here)
    return depth
