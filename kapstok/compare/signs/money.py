"""Money and staff: what goes from where to where, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kapstok.compare.fields import in_words
from kapstok.compare.signs.sides import Sides
from kapstok.compare.values import Sign, SignKind
from kapstok.core.model import Item, Key, Value
from kapstok.core.text import NBSP, enumerate_words, format_number
from kapstok.core.values import as_fields
from kapstok.kinds.facets import MoneyLine
from kapstok.kinds.schema import Kinds, Shape
from kapstok.reckon.money import Line

_EURO = "euro"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pot:
    """Lines that may be added up: of one year, state and sort, money or staff."""

    year: int | None
    state: str
    sort: str
    is_staff: bool

    @property
    def words(self) -> str:
        what = "inzet" if self.is_staff else self.sort
        return ", ".join(str(part) for part in (self.year, what, self.state) if part)


def money_or_staff_moves(sides: Sides) -> Iterator[Sign]:
    """What a place in the agenda has for a year is what it had.

    Slecht: € 20.000 gaat van de ene regel naar de andere, en alleen de cijfers in twee bestanden laten dat zien. Goed:
    bovenaan staat van waar naar waar, en wat het samen wordt.
    """
    lines = _changed_lines(sides)
    pots: dict[_Pot, dict[Key | None, Decimal]] = {}
    touched: dict[_Pot, list[Item]] = {}
    unknown: dict[_Pot, list[str]] = {}
    for was, now in lines:
        for line, way in ((was, -1), (now, 1)):
            if line is None:
                continue
            pot = _Pot(year=line.year, state=line.state, sort=line.sort, is_staff=line.is_staff)
            touched.setdefault(pot, []).append(line.item)
            place = sides.naming.today(line.on) if line.on else None
            if line.value is not None:
                places = pots.setdefault(pot, {})
                places[place] = places.get(place, Decimal(0)) + way * line.value
            elif way == 1 and (was is None or was.raw != line.raw):
                unknown.setdefault(pot, []).append(f"{sides.naming.names.title(line.item.key)} wordt {line.raw}")
    for pot in touched:
        moves = {place: change for place, change in pots.get(pot, {}).items() if change}
        told = [*_moves_words(moves, pot, sides), *unknown.get(pot, ())]
        if told:
            yield _sign(touched[pot][-1], pot, "; ".join(told), moves, sides)


def _sign(item: Item, pot: _Pot, words: str, moves: Mapping[Key | None, Decimal], sides: Sides) -> Sign:
    root = sides.edition_of(item).view.items.get(item.parent) if item.parent else None
    places = [place for place in moves if place is not None]
    return sides.sign(SignKind.MONEY, root or item, f"{pot.words}: {words}.", because=places)


def _changed_lines(sides: Sides) -> list[tuple[Line | None, Line | None]]:
    """The lines that came, went or became something else."""
    kinds = (sides.old.kinds, sides.new.kinds)
    pairs = [(was, now) for was, now in sides.pairs if _is_line(now, kinds[1]) and now.key in sides.fields]
    gone = [item for item in sides.gone if _is_line(item, kinds[0])]
    came = [item for item in sides.came if _is_line(item, kinds[1])]
    if not (pairs or gone or came):
        return []
    old = {line.item.key: line for line in sides.old.facts.money.lines}
    new = {line.item.key: line for line in sides.new.facts.money.lines}
    found = [(old.get(was.key), new.get(now.key)) for was, now in pairs]
    found += [(old.get(item.key), None) for item in gone]
    return found + [(None, new.get(item.key)) for item in came]


def _is_line(item: Item, kinds: Kinds) -> bool:
    return kinds[item.key.kind].facet(MoneyLine) is not None


def _moves_words(moves: Mapping[Key | None, Decimal], pot: _Pot, sides: Sides) -> list[str]:
    """`van Doel A (− € 20.000) naar Doel B (+ € 20.000); samen gelijk`."""
    if not moves:
        return []
    total = sum(moves.values())
    less = [_place(place, change, pot, sides) for place, change in moves.items() if change < 0]
    more = [_place(place, change, pot, sides) for place, change in moves.items() if change > 0]
    if less and more:
        together = "samen gelijk" if not total else f"samen {_signed(total, pot)}"
        return [f"van {enumerate_words(less, 'en')} naar {enumerate_words(more, 'en')}", together]
    return [enumerate_words([*less, *more], "en")]


def _place(place: Key | None, change: Decimal, pot: _Pot, sides: Sides) -> str:
    name = sides.naming.names.title(place) or place.id if place else "geen plek in de agenda"
    return f"{name} ({_signed(change, pot)})"


def _signed(change: Decimal, pot: _Pot) -> str:
    """A difference with its sign: `− € 20.000`, `+ 0,5 fte`."""
    number = format_number(abs(change))
    return f"{'−' if change < 0 else '+'}{NBSP}" + (f"{number}{NBSP}fte" if pot.is_staff else f"€{NBSP}{number}")


def an_amount_of_a_thing_changes(sides: Sides) -> Iterator[Sign]:
    """An amount that a thing names itself is what it was.

    Slecht: kosten van een activiteit gaan van € 80.000 naar PM. Goed: dat staat bovenaan, met was en wordt.
    """
    for was, now in sides.pairs:
        kind = sides.new.kinds[now.key.kind]
        if kind.facet(MoneyLine) is not None:
            continue
        before = dict(_amounts(was.fields, kind.shape.fields, ""))
        after = dict(_amounts(now.fields, kind.shape.fields, ""))
        for label in dict.fromkeys((*after, *before)):
            first, last = (_in_words(side.get(label), sides) for side in (before, after))
            if first != last:
                yield sides.sign(SignKind.MONEY, now, f"{label.lower()} was {first} en wordt {last}.", fields=(label,))


def _amounts(fields: Mapping[str, Value], shapes: Mapping[str, Shape], before: str) -> Iterator[tuple[str, Value]]:
    """The amounts of a thing and of the blocks in it, by what they are called."""
    for name, shape in shapes.items():
        label, value = f"{before}{shape.title or name}", fields.get(name)
        if shape.form == _EURO and value is not None:
            yield label, value
        elif shape.fields and not shape.items:
            yield from _amounts(as_fields(value), shape.fields, f"{label.rstrip('?')}: ")


def _in_words(value: Value, sides: Sides) -> str:
    return in_words(value, Shape(form=_EURO), sides.naming.names) or "niet ingevuld"
