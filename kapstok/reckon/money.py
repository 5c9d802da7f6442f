"""Lines of money and staff, and which of them count: of a year the newest paper does, in the order of the cycle.

A line is an item with an amount (or fte) that hangs on something; the item that it is a part of is its *paper*. Papers
stand in the order of their own year, then of the yearly cycle (the order of the values of the field with the role
`geldstuk`), then of the day they were decided. Of a year and a state (`begroot` …):

- a paper of a later year takes the place of an earlier one where both are about the same things; papers that have no
  part of the tree in common stand beside each other;
- within one year a later paper changes the posts that it names and leaves the rest; so does a paper of a sort that the
  schema says changes others (`x-wijzigt`), whatever its year; what is realised is told anew, so there the later paper
  takes the place of the earlier one;
- what was withdrawn does not count, nor does what did not exist yet at the day.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from kapstok.core.collation import Collated, natural_key
from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.core.values import as_texts, at_pointer
from kapstok.kinds.order import TREE_ROLE
from kapstok.reckon.adoption import STEP_DAY, STEPS
from kapstok.reckon.amounts import Amount
from kapstok.reckon.roles import NOT_APPLICABLE, Roles, number
from kapstok.reckon.rows import come, rows

HANGS_ON, AMOUNT, STAFF, PAPER_SORT = "hangt-aan", "bedrag", "fte", "geldstuk"
COSTS, INCOME, RESERVE = "lasten", "baten", "reserve"
SORTS = (COSTS, INCOME, RESERVE)
FRAMEWORK, AVAILABLE, BUDGETED, REALISED = "kadernota", "beschikbaar", "begroot", "realisatie"
STATES = (FRAMEWORK, AVAILABLE, BUDGETED, REALISED)

Post = tuple[Key | None, bool, str, str]
Period = tuple[int | None, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """The paper that lines stand in: its own year, its place in the cycle and whether it only changes others."""

    item: Item
    year: int | None
    rank: int
    day: date
    changes: bool
    is_there: bool

    @property
    def place(self) -> tuple[int, int, date]:
        """Where it stands among the papers of the cycle; papers of one place are read as one."""
        return (self.year or 0, self.rank, self.day)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line: what it hangs on, its year and state, and its value (None while it is open or does not apply).

    `raw` is what stands there instead of a value. A line counts unless `replaced_by` names the paper that took its
    place, or its own paper is not there (any more, or yet).
    """

    item: Item
    on: Key | None
    year: int | None
    state: str
    sort: str
    is_staff: bool
    value: Decimal | None
    raw: str
    paper: Paper | None
    replaced_by: Item | None = None

    @property
    def is_open(self) -> bool:
        """Whether the value still has to come."""
        return self.value is None and self.raw != NOT_APPLICABLE

    @property
    def counts(self) -> bool:
        """Whether the line is in the totals."""
        return self.replaced_by is None and (self.paper is None or self.paper.is_there)

    @property
    def amount(self) -> Amount:
        """The line as an amount."""
        known = self.value is not None
        return Amount(
            value=self.value or Decimal(0),
            known=int(known),
            open=(self.raw,) if self.is_open else (),
            is_staff=self.is_staff,
            told="" if known or self.is_open else self.raw,
        )

    @property
    def name(self) -> str:
        """What the line is for, without its year: the same post in another year has the same name."""
        return re.sub(rf"\s*\b{self.year}\b", "", self.item.title).strip() or self.item.title

    @property
    def post(self) -> Post:
        """By what a line is known again in another year or paper."""
        return (self.on, self.is_staff, self.sort, self.name.casefold())

    @property
    def period(self) -> Period:
        """Its year and state."""
        return (self.year, self.state)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What made up the money of a year and state after the papers of one place in the cycle."""

    papers: tuple[Paper, ...]
    lines: frozenset[Key]


@dataclass(frozen=True, kw_only=True, slots=True)
class Money:
    """Every line of a view; `steps` tells for each (year, state) how the money came about, paper after paper.

    Money and staff have steps of their own: `steps[period, is_staff]`.
    """

    lines: tuple[Line, ...]
    steps: Mapping[tuple[Period, bool], tuple[Step, ...]] = field(repr=False)
    _places: dict[Key, list[int]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _lines: dict[Key, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for n, line in enumerate(self.lines):
            self._lines[line.item.key] = n
            if line.on is not None:
                self._places.setdefault(line.on, []).append(n)

    def of(self, key: Key, roles: Roles) -> tuple[Line, ...]:
        """The lines that hang on a thing or on what is below it in the tree, in order."""
        found = [n for place in (key, *roles.below(key)) for n in self._places.get(place, ())]
        return tuple(self.lines[n] for n in sorted(found))

    def line(self, key: Key) -> Line | None:
        """The line that an item is; None for anything else."""
        n = self._lines.get(key)
        return self.lines[n] if n is not None else None

    @property
    def counted(self) -> tuple[Line, ...]:
        """The lines that are in the totals."""
        return tuple(line for line in self.lines if line.counts)


def money(roles: Roles, day: date, lapsed: Collection[Key]) -> Money:
    """The lines of a view in order, each with whether it counts at a day; `lapsed` is what is no longer in force."""
    papers = _Papers(roles, day, lapsed)
    found = [_line(item, AMOUNT, roles, papers) for item in roles.items(HANGS_ON, AMOUNT)]
    found += [_line(item, STAFF, roles, papers) for item in roles.items(HANGS_ON, STAFF)]
    replaced: dict[Key, Item] = {}
    told: dict[tuple[Period, bool], tuple[Step, ...]] = {}
    for period, is_staff in dict.fromkeys((line.period, line.is_staff) for line in found):
        here = [line for line in found if line.period == period and line.is_staff == is_staff]
        layers = _Layers(here, period[1], roles)
        told[period, is_staff] = layers.steps
        replaced |= layers.replaced
    lines = tuple(replace(line, replaced_by=replaced.get(line.item.key)) for line in found)
    return Money(lines=lines, steps=told)


def _line(item: Item, role: str, roles: Roles, papers: _Papers) -> Line:
    paper = papers.of(item)
    year = roles.whole(item, "boekjaar")
    raw = roles.value(item, role)
    value = number(raw)
    sort = str(roles.value(item, "geldsoort") or COSTS)
    if role == AMOUNT and sort not in SORTS:
        value, raw = None, f"{raw} ({sort})"  # a sort of an own schema: shown, and in no sum
    return Line(
        item=item,
        on=next(iter(roles.refers(item, HANGS_ON)), None),
        year=year if year is not None else paper.year if paper else None,
        state=roles.text(item, "stand"),
        sort=sort if role == AMOUNT else "",
        is_staff=role == STAFF,
        value=value,
        raw="" if value is not None else str(raw or ""),
        paper=paper,
    )


class _Papers:
    """The papers that lines stand in, each read once."""

    def __init__(self, roles: Roles, day: date, lapsed: Collection[Key]) -> None:
        self.roles, self.day, self.lapsed = roles, day, lapsed
        self._known: dict[Key, Paper] = {}

    def of(self, line: Item) -> Paper | None:
        """The paper of a line; None for a line that stands by itself."""
        whole = self.roles.model.items.get(line.parent) if line.parent else None
        if whole is None:
            return None
        if whole.key not in self._known:
            self._known[whole.key] = self._read(whole)
        return self._known[whole.key]

    def _read(self, item: Item) -> Paper:
        kind = self.roles.kind(item)
        names = kind.fields_with_role(PAPER_SORT)
        values = list(kind.shape.fields[names[0]].values) if names else []
        changing = as_texts(at_pointer(kind.schema, ("properties", names[0], "x-wijzigt"))) if names else ()
        sort = self.roles.text(item, PAPER_SORT)
        moments = [row.values.get(STEP_DAY) for row in rows(item, STEPS, self.roles)]
        there = [moment for moment in moments if come(moment, self.day)]
        days = [m.earliest or m.latest for m in there if isinstance(m, VagueDate)]
        last = len(values) - 1
        return Paper(
            item=item,
            year=self.roles.whole(item, "boekjaar"),
            rank=values.index(sort) * 2 if sort in values else last * 2 - 1,  # a word of one's own: before the accounts
            day=max((day for day in days if day), default=date.min),
            changes=sort in changing,
            is_there=item.key not in self.lapsed and (not moments or bool(there)),
        )


class _Layers:
    """The papers of one year and state laid on each other, oldest first."""

    def __init__(self, lines: Sequence[Line], state: str, roles: Roles) -> None:
        self.roles, self.state = roles, state
        self.replaced: dict[Key, Item] = {}
        self.steps: tuple[Step, ...] = ()
        self._held: list[Line] = []
        loose = [line for line in lines if line.paper is None]
        by_paper: dict[Key, list[Line]] = {}
        for line in lines:
            if line.paper is not None and line.paper.is_there:
                by_paper.setdefault(line.paper.item.key, []).append(line)
        self._held += loose
        for group in sorted(by_paper.values(), key=lambda group: _order(group[0])):
            self._lay(group)
        if self._held and not self.steps:
            self.steps = (Step(papers=(), lines=frozenset(line.item.key for line in self._held)),)

    def _lay(self, group: list[Line]) -> None:
        paper = group[0].paper
        assert paper is not None
        whole = {line.item.key for line in self._held if self._gives_way(line, paper, group)}
        posts = {line.post for line in group if line.on is not None}
        gone = [held for held in self._held if held.item.key in whole or (held.paper and held.post in posts)]
        self.replaced.update((line.item.key, paper.item) for line in gone)
        self._held = [line for line in self._held if line not in gone] + group
        before = list(self.steps)
        papers: tuple[Paper, ...] = (paper,)
        if before and before[-1].papers[-1].place == paper.place:
            papers = (*before.pop().papers, paper)
        self.steps = (*before, Step(papers=papers, lines=frozenset(line.item.key for line in self._held)))

    def _gives_way(self, line: Line, paper: Paper, group: Sequence[Line]) -> bool:
        """Whether a later paper takes the place of the paper of this line as a whole."""
        old = line.paper
        if old is None or paper.changes:
            return False
        anew = old.year != paper.year or (self.state == REALISED and old.rank != paper.rank)
        if not anew:
            return False
        mine = {b for held in self._held if held.paper == old for b in self._branches(held)}
        return bool(mine & {branch for new in group for branch in self._branches(new)})

    def _branches(self, line: Line) -> frozenset[Key]:
        """The tops above what a line hangs on: what two papers must share to be about the same things."""
        return self.roles.tops(line.on) if line.on is not None else frozenset()


def _order(line: Line) -> tuple[tuple[int, int, date], Collated, str]:
    assert line.paper is not None
    return (line.paper.place, natural_key(line.paper.item.title), line.paper.item.key.id)


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
