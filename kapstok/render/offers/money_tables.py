"""Tables of money and staff as they are printed: a heading for each column, posts with their cells, and the sums below.

A table holds words only; the things in it are there to link to. Pages and papers print the same cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kapstok.core.model import Key
from kapstok.core.text import enumerate_words
from kapstok.reckon.amounts import Amount
from kapstok.reckon.budget import Column, Group, Sums, rows
from kapstok.reckon.money import COSTS, INCOME, RESERVE, Line
from kapstok.reckon.roles import Roles
from kapstok.render.offers.things import Thing, World

SORT_WORDS = {COSTS: "uitgaven", INCOME: "inkomsten", RESERVE: "reserve"}
HIDDEN = "Exclusief niet-openbare posten."
SIGN = "Het saldo is de inkomsten min de uitgaven: met een minteken kost het geld."
RESERVE_SIGN = (
    "Een reserve zonder minteken wordt ingezet, met een minteken aangevuld. Het resultaat is saldo plus reserve."
)
ADVANTAGE = "Een verschil zonder minteken is een voordeel, met een minteken een nadeel."

_SUMS: Sequence[tuple[str, Callable[[Sums], Amount]]] = (
    ("Totaal uitgaven", lambda sums: sums.costs),
    ("Totaal inkomsten", lambda sums: sums.income),
    ("Saldo", lambda sums: sums.balance),
    ("Totaal reserve", lambda sums: sums.reserve),
    ("Resultaat", lambda sums: sums.result),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PostRow:
    """One post: its name, the lines that it holds, where it hangs when that is not told already, and its cells.

    `line` is the latest of its lines, the one to link to and to ask for an explanation; `lines` are for the anchors.
    """

    name: str
    line: Thing
    lines: tuple[Thing, ...]
    place: Thing | None
    is_named_after_place: bool
    sort: str
    cells: tuple[str, ...]

    @property
    def is_alone(self) -> bool:
        """Whether one line makes up the whole row."""
        return len(self.lines) == 1


@dataclass(frozen=True, kw_only=True, slots=True)
class SumRow:
    """What cells add up to, or a row of a table by place in the tree; `thing` is what it is about."""

    words: str
    cells: tuple[str, ...]
    thing: Thing | None = None
    strong: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class MoneyTable:
    """A table: the headings of its columns with numbers, its posts, what they add up to and what to know of it."""

    heads: tuple[str, ...]
    posts: tuple[PostRow, ...] = ()
    sums: tuple[SumRow, ...] = ()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.posts or self.sums)


class Tables:
    """Makes tables of the lines of one view."""

    def __init__(self, world: World, roles: Roles) -> None:
        self.world, self.roles = world, roles

    def posts(self, some: Sequence[Line], among: Sequence[Column], page: Key | None = None) -> MoneyTable:
        """The posts of these lines over the columns, with the sums of each sort; `page` is what they are shown at.

        Money and staff never stand in one table: the columns decide which of the lines are in it.
        """
        shown = frozenset(key for column in among for key in column.lines)
        lines = [line for line in some if line.item.key in shown]
        made = rows(lines, among)
        posts = tuple(self._post(row.lines, row.name, row.cells, page) for row in made)
        staff = any(line.is_staff for line in lines)
        sums = _staff_sums(lines, among) if staff else _sums(lines, among)
        return MoneyTable(heads=_heads(among), posts=posts, sums=sums if len(posts) > 1 else ())

    def _post(self, lines: Sequence[Line], name: str, cells: Iterable[Amount], page: Key | None) -> PostRow:
        last = lines[-1]
        title = self.roles.model.items[last.on].title if last.on else ""
        place = self.world.thing(last.on) if last.on and last.on != page and title != last.item.title else None
        return PostRow(
            name=name,
            line=self.world.thing(last.item.key),
            lines=tuple(self.world.thing(each.item.key) for each in lines),
            place=place,
            is_named_after_place=bool(last.on) and title == last.item.title,
            sort=SORT_WORDS.get(last.sort, last.sort),
            cells=tuple(cell.words for cell in cells),
        )

    def by_place(self, some: Sequence[Group], among: Sequence[Column], pick: Callable[[Sums], Amount]) -> MoneyTable:
        """A row for each place in the tree, a cell for each column and the total below: one figure of each."""
        made = tuple(
            SumRow(
                words=group.words,
                thing=self._of(group),
                strong=False,
                cells=tuple(pick(column.sums(group.lines)).words for column in among),
            )
            for group in some
            if any(not pick(column.sums(group.lines)).is_empty for column in among)
        )
        every = [line for group in some for line in group.lines]
        closing = SumRow(words="Totaal", cells=tuple(pick(column.sums(every)).words for column in among))
        return MoneyTable(heads=_heads(among), sums=(*made, closing) if len(made) > 1 else made)

    def balance(self, some: Sequence[Group], among: Sequence[Column]) -> MoneyTable:
        """The balance of each place over the columns, and below it the total, the reserves and the result."""
        made = self.by_place(some, among, lambda sums: sums.balance)
        every = [line for group in some for line in group.lines]
        total = SumRow(words="Totaal saldo", cells=_cells(every, among, lambda sums: sums.balance))
        rest = tuple(row for row in _sums(every, among) if row.words in ("Totaal reserve", "Resultaat"))
        body = tuple(row for row in made.sums if not row.strong)
        return replace(made, sums=(*body, total, *rest), notes=signs(every, among))

    def across(self, some: Sequence[Group], column: Column) -> MoneyTable:
        """One column told in full: a row for each place, with costs, income, balance and perhaps reserve and result."""
        every = [line for group in some for line in group.lines]
        reserves = not column.sums(every).reserve.is_empty
        told = [(head, pick) for head, pick in _SUMS if reserves or head not in ("Totaal reserve", "Resultaat")]
        made = [
            SumRow(words=group.words, thing=self._of(group), strong=False, cells=_across(group.lines, column, told))
            for group in some
            if any(line.item.key in column.lines for line in group.lines)
        ]
        closing = SumRow(words="Totaal", cells=_across(every, column, told))
        heads = tuple(head.removeprefix("Totaal ").capitalize() for head, _ in told)
        return MoneyTable(heads=heads, sums=(*made, closing), notes=signs(every, [column]))

    def _of(self, group: Group) -> Thing | None:
        item = group.place.item
        return self.world.thing(item.key) if item else None


def _across(
    some: Sequence[Line], column: Column, told: Sequence[tuple[str, Callable[[Sums], Amount]]]
) -> tuple[str, ...]:
    sums = column.sums(some)
    return tuple(pick(sums).words for _, pick in told)


def _heads(among: Sequence[Column]) -> tuple[str, ...]:
    return tuple(column.words for column in among)


def _cells(some: Sequence[Line], among: Sequence[Column], pick: Callable[[Sums], Amount]) -> tuple[str, ...]:
    return tuple(pick(column.sums(some)).words for column in among)


def _sums(some: Sequence[Line], among: Sequence[Column]) -> tuple[SumRow, ...]:
    """The sums that say something: of each sort that is there, the balance with income, the result with reserves."""
    sorts = {line.sort for line in some}
    asked = {
        "Totaal uitgaven": COSTS in sorts,
        "Totaal inkomsten": INCOME in sorts,
        "Saldo": sorts != {COSTS} and sorts != {RESERVE},
        "Totaal reserve": RESERVE in sorts,
        "Resultaat": RESERVE in sorts,
    }
    return tuple(SumRow(words=head, cells=_cells(some, among, pick)) for head, pick in _SUMS if asked[head])


def _staff_sums(some: Sequence[Line], among: Sequence[Column]) -> tuple[SumRow, ...]:
    return (SumRow(words="Samen", cells=_cells(some, among, lambda sums: sums.staff)),)


def signs(some: Iterable[Line], among: Sequence[Column]) -> tuple[str, ...]:
    """What the reader must know of the signs in a table with these lines and columns."""
    sorts = {line.sort for line in some if not line.is_staff}
    notes = [SIGN] if sorts else []
    notes += [RESERVE_SIGN] if RESERVE in sorts else []
    notes += [ADVANTAGE] if any(column.budget for column in among) else []
    return tuple(notes)


def reservations(some: Iterable[Line], *, complete: bool) -> tuple[str, ...]:
    """What a total does not hold: amounts that are still to come, and lines that this reader does not see."""
    count = sum(line.is_open for line in some)
    notes = []
    if count:
        many = f"{count} posten zijn nog niet bekend en tellen niet mee."
        notes.append("1 post is nog niet bekend en telt niet mee." if count == 1 else many)
    return (*notes, HIDDEN) if not complete else tuple(notes)


def given_way(some: Iterable[Line]) -> tuple[str, ...]:
    """Which lines count no more, and which paper holds instead: a sentence for each year and paper."""
    found: dict[tuple[int | None, str], list[str]] = {}
    for line in some:
        if line.replaced_by is not None:
            found.setdefault((line.year, line.replaced_by.title), []).append(line.item.title)
    return tuple(
        f"Telt voor {year} niet meer mee: {enumerate_words(dict.fromkeys(names), 'en')}. Daarvoor geldt {title}."
        for (year, title), names in found.items()
    )
