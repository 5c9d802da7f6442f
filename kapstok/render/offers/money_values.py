"""What the money of an agenda is made into for pages and papers: values that a template only prints, in order."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.render.offers.money_tables import MoneyTable
from kapstok.render.offers.things import Thing

Bars = tuple[tuple[str, tuple[tuple[str, int, bool], ...]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The money of a thing in one year and state; `split` says what is its own and what hangs below it.

    `shared` are the things below that hang under something else as well: elsewhere their money shows again.
    """

    heading: str
    table: MoneyTable
    split: str
    shared: tuple[Thing, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Glance:
    """The money of a thing in one fact: `Geld in 2026`, the amount in words, and what it is."""

    name: str
    words: str
    below: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OfThing:
    """The money of a thing and all below it: by year (the latest first) and state, and the staff in one table."""

    parts: tuple[Part, ...]
    staff: MoneyTable
    course: MoneyTable
    bars: Bars
    said: str
    glance: Glance | None
    notes: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.parts or self.staff)


@dataclass(frozen=True, kw_only=True, slots=True)
class Places:
    """The posts of one place in the tree; `top` is the thing of that place.

    `lines` are those with an amount, of the year that is asked for or of every year.
    """

    words: str
    top: Thing | None
    several: bool
    table: MoneyTable
    staff: MoneyTable
    lines: tuple[Thing, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """One year and state of one budget: each place in a row, and then the posts of each place."""

    heading: str
    words: str
    summary: MoneyTable
    places: tuple[Places, ...]
    staff: MoneyTable
    glance: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    place_name: str

    @property
    def has_money(self) -> bool:
        """Whether there are amounts, and not only staff."""
        return bool(self.places)


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """All money: the costs of each place over the years with their bars, then each budget with its periods."""

    costs: MoneyTable
    bars: Bars
    said: str
    papers: tuple[tuple[Thing, tuple[Period, ...]], ...]
    notes: tuple[str, ...]
    by_place: bool
    place_name: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """Budgets side by side: the balance of each place, then the posts of each place, over the same columns.

    `examples` are the budgets that are examples, for a paper that is none itself; `several` says that there is more
    than one place with money.
    """

    summary: MoneyTable
    places: tuple[Places, ...]
    notes: tuple[str, ...]
    papers: tuple[Thing, ...]
    examples: tuple[Thing, ...]
    by_place: bool
    several: bool
    place_name: str

    def __bool__(self) -> bool:
        return bool(self.places)


@dataclass(frozen=True, kw_only=True, slots=True)
class Short:
    """A small table of words: its headings, and its cells row by row; the last column holds numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The money of a report over a year: its book, and how far the year is accounted for.

    Without outcomes of the year itself those of the year before stand beside it: `earlier` is then that year.
    """

    book: Book
    accounted: bool
    has_budget: bool
    earlier: int | None
