"""Targets that ask less than they did, by the way that is better; and terms that move."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kapstok.compare.editions import Edition
from kapstok.compare.signs.sides import Sides
from kapstok.compare.values import Sign, SignKind
from kapstok.core.dates import VagueDate
from kapstok.core.model import Item
from kapstok.kinds.facet import Facet
from kapstok.kinds.facets import Aim, Course, Promise
from kapstok.kinds.readers import Moment
from kapstok.reckon.targets import Target
from kapstok.reckon.words import words_of

_TERMS: tuple[tuple[type[Facet], str], ...] = (
    (Aim, "term"),
    (Promise, "term"),
    (Course, "begin"),
    (Course, "end"),
)


def a_target_asks_less(sides: Sides) -> Iterator[Sign]:
    """A target asks at least what it asked; which way is better, the indicator says.

    Slecht: een streefwaarde van ten minste 45% wordt ten minste 40%. Goed: dat staat bovenaan, met was en wordt.
    """
    for was, now in sides.pairs:
        if sides.new.kinds[now.key.kind].facet(Aim) is not None:
            old, new = _target(was, sides.old), _target(now, sides.new)
            if old is not None and new is not None and (told := _weaker(old, new)):
                yield sides.sign(SignKind.LOWER, now, told)
    for item in sides.gone:
        if item.parent and sides.old.kinds[item.key.kind].facet(Aim) is not None:
            target = _target(item, sides.old)
            if target is not None and not target.lapsed and sides.naming.today(item.parent) in sides.new.view.items:
                yield sides.sign(SignKind.LOWER, item, f"de streefwaarde is weg; zij was {target.dated}.")


def _target(item: Item, edition: Edition) -> Target | None:
    """What a target says, as the facts have it."""
    indicator = edition.view.items.get(item.parent) if item.parent else None
    if indicator is None:
        return None
    standings = edition.facts.indicators.of(indicator).targets
    return next((s.target for s in standings if s.target and s.target.item.key == item.key), None)


def _weaker(old: Target, new: Target) -> str:
    """What is less about a target, in words; empty when nothing is."""
    changed = f"was {old.words} en wordt {new.words}"
    if new.lapsed and not old.lapsed:
        return f"de streefwaarde vervalt; zij was {old.dated}."
    if old.limits is not None and new.limits is None:
        return f"{changed}: of zij is gehaald, is niet meer te zeggen."
    if old.limits is None or new.limits is None or old.limits == new.limits:
        return ""
    way = new.direction if new.direction is not None else old.direction
    low = _less(old.limits.low, new.limits.low, -1)
    high = _less(old.limits.high, new.limits.high, 1)
    sides = {1: low, -1: high}
    has = {1: old.limits.low, -1: old.limits.high}
    weaker = sides[way] if way in sides and has[way] is not None else low or high
    if not weaker:
        return f"{changed}: minder streng." if new.limits.strict < old.limits.strict else ""
    return f"{changed}."


def _less(old: Decimal | None, new: Decimal | None, way: int) -> bool:
    """Whether a limit moved the way that is easier, or is gone."""
    if old is None:
        return False
    return new is None or (new - old) * way > 0


def a_term_moves(sides: Sides) -> Iterator[Sign]:
    """What was to be done by a day is to be done by that day.

    Slecht: een termijn gaat van 2027 naar 2030 in een regel YAML. Goed: dat staat bovenaan, met was en wordt.
    """
    for was, now in sides.pairs:
        kind = sides.new.kinds[now.key.kind]
        for sort, part in _TERMS:
            facet = kind.facet(sort)
            reader: object = getattr(facet, part) if facet is not None else None
            if not isinstance(reader, Moment) or not reader.name:
                continue
            told = _moved(reader.of(was.fields), reader.of(now.fields))
            if told:
                label = kind.shape.fields[reader.name].title
                yield sides.sign(SignKind.TERM, now, f"{label.rstrip('?').lower()} {told}.", fields=(label,))


def _moved(old: VagueDate | None, new: VagueDate | None) -> str:
    if old is None or words_of(old) == words_of(new):
        return ""
    if new is None:
        return f"was {words_of(old)} en is weg"
    before, after = (moment.latest or moment.earliest for moment in (old, new))
    way = "" if before is None or after is None or before == after else " (later)" if after > before else " (eerder)"
    return f"was {words_of(old)} en wordt {words_of(new)}{way}"
