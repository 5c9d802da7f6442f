"""What a change does to totals of money and staff: of the whole agenda, and of everything that money hangs under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kapstok.compare.editions import Edition
from kapstok.compare.effects import Effect
from kapstok.compare.fact_effects import title, told
from kapstok.compare.sides import Sides
from kapstok.compare.values import Consequence
from kapstok.core.model import Key
from kapstok.reckon.amounts import Amount, difference
from kapstok.reckon.budget import Sums, columns
from kapstok.reckon.money import Line, is_complete

_HIDDEN = ", exclusief niet-openbare posten"
Columns = Mapping[str, Sums]  # by what a column is called: `2026 begroot`


def money(sides: Sides) -> Iterator[Consequence]:
    """Every total that differs, and by how much."""
    old, new = sides.old.facts.money, sides.new.facts.money
    yield from _totals(sides, None, _columns(sides.old, old.lines), _columns(sides.new, new.lines))
    for was, now in sides.both:
        before, after = old.of(was.key, sides.old.facts.roles), new.of(now.key, sides.new.facts.roles)
        if before or after:
            yield from _totals(sides, now.key, _columns(sides.old, before), _columns(sides.new, after))


def _columns(edition: Edition, lines: tuple[Line, ...]) -> Columns:
    """The columns that count, money and staff."""
    found: dict[str, Sums] = {}
    for staff in (False, True):
        for column in columns(edition.facts.money, lines, staff=staff, compare=False, differ=False):
            found[f"{column.words}, inzet" if staff else column.words] = column.sums(
                line for line in lines if line.is_staff == staff
            )
    return found


def _totals(sides: Sides, key: Key | None, old: Columns, new: Columns) -> Iterator[Consequence]:
    for name in dict.fromkeys((*old, *new)):
        before, after = _parts(old.get(name)), _parts(new.get(name))
        for part in dict.fromkeys((*before, *after)):
            was, becomes = before.get(part, Amount()), after.get(part, Amount())
            if was.words != becomes.words:
                lines = (*_lines(old.get(name)), *_lines(new.get(name)))
                yield _total(sides, key, f"{part} {name}", was, becomes, lines)


def _parts(sums: Sums | None) -> dict[str, Amount]:
    """What is summed up, by what it is called; what has no line is left out."""
    if sums is None:
        return {}
    found = {"uitgaven": sums.costs, "inkomsten": sums.income, "reserves": sums.reserve, "fte": sums.staff}
    return {name: amount for name, amount in found.items() if not amount.is_empty}


def _lines(sums: Sums | None) -> Iterable[Line]:
    return sums.lines if sums is not None else ()


def _total(
    sides: Sides, key: Key | None, what: str, was: Amount, becomes: Amount, lines: Iterable[Line]
) -> Consequence:
    named = "Hele agenda" if key is None else title(sides.new.view.items[key])
    more = _more(was, becomes)
    hidden = "" if is_complete(key, sides.new.facts.roles) else _HIDDEN
    before, after = ("" if amount.is_empty else amount.words for amount in (was, becomes))
    return Consequence(
        kind=Effect.MONEY,
        subject=key,
        was=before,
        becomes=after,
        words=f"{named}, {what}{hidden}: {told(before, after)}{more}",
        because=sides.because(*(key for line in _differing(sides, lines) for key in (line.item.key, line.on))),
    )


def _differing(sides: Sides, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that are in only one of the two totals, or with another amount."""
    once: dict[tuple[Key, str, bool], Line] = {}
    for line in lines:
        place = (sides.naming.today(line.item.key), line.amount.words, line.is_staff)
        if once.pop(place, None) is None:
            once[place] = line
    yield from once.values()


def _more(was: Amount, becomes: Amount) -> str:
    """What it is more or less, where both are known."""
    less = difference(becomes, was)
    if not less.is_known or less.told:
        return ""
    size = Amount(value=abs(less.value), known=1, is_staff=was.is_staff or becomes.is_staff).words
    return f" Dat is {size} {'meer' if less.value > 0 else 'minder'}."
