"""Money and staff by what they hang on: realised, budgeted and framework letter apart, each amount counted once.

A line is an item with an amount (or fte) that hangs on something. What hangs on a thing counts with everything
above it in the tree of goals; a thing under several tops counts once, in a row of its own, so that the rows add
up to the total and the total to the list of lines. `PM` and `n.n.b.` are open, not 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.model import Item, Key
from kapstok.kinds.order import TREE_ROLE
from kapstok.reckon.roles import NOT_APPLICABLE, Roles, number

HANGS_ON, AMOUNT, STAFF = "hangt-aan", "bedrag", "fte"
COSTS, INCOME, RESERVE = "lasten", "baten", "reserve"
_STATES = ("realisatie", "begroot", "kadernota")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line: what it hangs on, its year and state, and its amount or fte (None while it is still open)."""

    item: Item
    on: Key | None
    year: int | None
    state: str
    sort: str
    is_staff: bool
    value: Decimal | None
    is_open: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Sums:
    """Lines added up, in whole euros and fte; `open` counts the lines that have no value yet."""

    costs: int = 0
    income: int = 0
    reserve: int = 0
    fte: Decimal = Decimal(0)
    open: int = 0
    lines: tuple[Line, ...] = ()

    @property
    def balance(self) -> int:
        """Costs less income, before any reserve."""
        return self.costs - self.income

    @property
    def net(self) -> int:
        """What is left to pay: costs less income less what comes from a reserve."""
        return self.costs - self.income - self.reserve

    @property
    def money(self) -> tuple[Line, ...]:
        """The lines with an amount."""
        return tuple(line for line in self.lines if not line.is_staff)

    @property
    def staff(self) -> tuple[Line, ...]:
        """The lines with fte."""
        return tuple(line for line in self.lines if line.is_staff)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The money of one thing in one year and state: its own lines and those of what hangs below it.

    `shared` are the things below that hang under something else as well: elsewhere their money shows again.
    """

    year: int | None
    state: str
    own: Sums
    below: Sums
    total: Sums
    shared: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a table by top of the tree. `top` is None for what hangs on none; `several` for more than one."""

    top: Item | None
    several: bool
    sums: Sums


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Lines of one year and state in rows that add up to the total."""

    year: int | None
    state: str
    rows: tuple[Row, ...]
    total: Sums


def lines(roles: Roles) -> tuple[Line, ...]:
    """Every line of the view with money or staff, in order."""
    found = [_line(item, AMOUNT, roles) for item in roles.items(HANGS_ON, AMOUNT)]
    found += [_line(item, STAFF, roles) for item in roles.items(HANGS_ON, STAFF)]
    return tuple(found)


def _line(item: Item, role: str, roles: Roles) -> Line:
    whole = roles.model.items.get(item.parent) if item.parent else None
    year = roles.value(item, "boekjaar")
    if year is None and whole is not None:
        year = roles.value(whole, "boekjaar")
    raw = roles.value(item, role)
    value = number(raw)
    return Line(
        item=item,
        on=next(iter(roles.refers(item, HANGS_ON)), None),
        year=year if isinstance(year, int) else None,
        state=str(roles.value(item, "stand") or ""),
        sort=str(roles.value(item, "geldsoort") or COSTS),
        is_staff=role == STAFF,
        value=value,
        is_open=value is None and raw != NOT_APPLICABLE,
    )


def add(some: Iterable[Line]) -> Sums:
    """Add lines up, each once."""
    once = tuple({(line.item.key, line.is_staff): line for line in some}.values())
    amounts = dict.fromkeys((COSTS, INCOME, RESERVE), 0)
    for line in once:
        if not line.is_staff and line.value is not None:
            amounts[line.sort] = amounts.get(line.sort, 0) + int(line.value)
    return Sums(
        costs=amounts[COSTS],
        income=amounts[INCOME],
        reserve=amounts[RESERVE],
        fte=sum((line.value for line in once if line.is_staff and line.value is not None), Decimal(0)),
        open=sum(line.is_open for line in once),
        lines=once,
    )


def of_thing(key: Key, every: Sequence[Line], roles: Roles, year: int | None = None) -> tuple[Part, ...]:
    """The money of a thing, by year (latest first) and state; `year` keeps one year."""
    below = roles.below(key)
    mine = [line for line in every if line.on is not None and (line.on == key or line.on in below)]
    parts = []
    for when, state in _periods(mine):
        if year is not None and when != year:
            continue
        here = [line for line in mine if (line.year, line.state) == (when, state)]
        shared = {line.on for line in here if line.on in below and _is_shared(line.on, key, below, roles)}
        parts.append(
            Part(
                year=when,
                state=state,
                own=add(line for line in here if line.on == key),
                below=add(line for line in here if line.on != key),
                total=add(here),
                shared=tuple(roles.ordered(roles.model.items[k] for k in shared if k)),
            )
        )
    return tuple(parts)


def _is_shared(on: Key | None, key: Key, below: frozenset[Key], roles: Roles) -> bool:
    """Whether a thing below `key` also hangs, somewhere on its way up, under something outside `key`."""
    todo, seen = [on], set()
    while todo:
        here = todo.pop()
        if here is None or here == key or here in seen:
            continue
        seen.add(here)
        if here not in below:
            return True
        todo += roles.parents(roles.model.items[here])
    return False


def tables(some: Sequence[Line], roles: Roles) -> tuple[Table, ...]:
    """Lines as one table for each year (earliest first) and state, with a row for each top of the tree."""
    found = []
    tops = [item.key for item in roles.tree_tops()]
    for year, state in sorted(_periods(some), key=lambda period: period[0] or 0):
        here = [line for line in some if (line.year, line.state) == (year, state)]
        places = [(_place(line, tops, roles), line) for line in here]
        rows = [
            Row(
                top=roles.model.items[place] if isinstance(place, Key) else None,
                several=place is True,
                sums=add(line for where, line in places if where == place),
            )
            for place in (*tops, True, None)
            if any(where == place for where, _ in places)
        ]
        found.append(Table(year=year, state=state, rows=tuple(rows), total=add(here)))
    return tuple(found)


def _place(line: Line, tops: Sequence[Key], roles: Roles) -> Key | bool | None:
    """The top that a line counts with; True for several, None for none of them."""
    mine = roles.tops(line.on) & set(tops) if line.on else frozenset()
    return True if len(mine) > 1 else next(iter(mine), None)


def _periods(some: Iterable[Line]) -> list[tuple[int | None, str]]:
    found = {(line.year, line.state) for line in some}

    def order(period: tuple[int | None, str]) -> tuple[int, int]:
        return -(period[0] or 0), _STATES.index(period[1]) if period[1] in _STATES else len(_STATES)

    return sorted(found, key=order)


def is_complete(key: Key | None, roles: Roles, measure: str = "") -> bool:
    """Whether no line is hidden from this audience (that hangs on the thing or below it, unless `key` is None).

    `measure` keeps to lines with an amount or with fte.
    """
    hidden = roles.model.incomplete
    wanted = (HANGS_ON, measure) if measure else (HANGS_ON,)
    kinds = {k.name for k in roles.kinds if roles.has(k, *wanted)}
    if key is None:
        return not any(place is None and kind in kinds for place, kind in hidden)
    kinds |= {k.name for k in roles.kinds if roles.has(k, TREE_ROLE)}
    places = roles.below(key) | {key}
    return not any(place in places and kind in kinds for place, kind in hidden)
