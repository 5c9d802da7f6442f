"""Comparisons: what can never be true is found when the test is read, the rest is made into a closure.

Absent equals absent and nothing else; it is neither smaller nor greater than anything. Of two dates that may be vague
`a < b` says that a is over before b begins, `a <= b` that a's last day is not later than b's.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from kapstok.core.dates import VagueDate, parse_day
from kapstok.core.model import Item
from kapstok.core.text import nearest, some_of
from kapstok.rules.names import always
from kapstok.rules.parse import short
from kapstok.rules.scope import Holds, Run, Seen, World, exact, number
from kapstok.rules.sorts import Sort, Type


class _Missing(Enum):
    """That a part is no constant: absent is a constant too."""

    MISSING = "missing"


MISSING = _Missing.MISSING
Constant: TypeAlias = "bool | int | float | str | None"
_EQUALITIES = frozenset({"eq", "ne"})
MEMBERS = frozenset({"in", "notin"})
_NUMBERS: Mapping[str, Callable[[float, float], bool]] = {
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A part of a test as compiled: its type, how it runs, and where it stands in the text.

    `constant` is its value when it is one (a list of constants has them in `parts`). `roots` are the names of
    the item under test that it rests on, `condition` is the compiled text of a condition over a list.
    """

    type: Type
    run: Run
    offset: int
    found: str
    constant: Constant | _Missing = MISSING
    parts: tuple[Made, ...] | None = None
    roots: frozenset[str] = frozenset()
    condition: Holds | None = None

    @property
    def is_constant(self) -> bool:
        """Whether it stands in the text itself."""
        return self.constant is not MISSING


@dataclass(frozen=True, kw_only=True, slots=True)
class Wrong:
    """A part that cannot be what is asked of it."""

    part: Made
    message: str
    hint: str = ""


def check(op: str, left: Made, right: Made) -> Wrong | None:
    """Why this comparison can never be of use, if so."""
    if op in MEMBERS:
        return _check_member(left, right)
    for side in (left, right):
        if side.type.many:
            return Wrong(part=side, message=f"{short(side.found)} is een lijst.", hint=_LIST_HINT)
    return _check_equal(left, right) if op in _EQUALITIES else _check_order(left, right)


_LIST_HINT = "Gebruik 'waarde' in lijst, aantal(lijst), sommige(lijst, '…') of alle(lijst, '…')."


def _check_member(left: Made, right: Made) -> Wrong | None:
    if right.parts is not None:
        if left.type.many:
            return Wrong(part=left, message=f"{short(left.found)} is een lijst.", hint=_LIST_HINT)
        return next((wrong for part in right.parts if (wrong := _fit(part, left.type, left))), None)
    if right.type.known and not right.type.many:
        hint = "Schrijf in ['a', 'b'], of bevat(tekst, 'deel')."
        return Wrong(part=right, message=f"{short(right.found)} is geen lijst.", hint=hint)
    return _check_equal(left, _with_type(right, right.type.one))


def _with_type(made: Made, new: Type) -> Made:
    return Made(type=new, run=made.run, offset=made.offset, found=made.found)


def _check_equal(left: Made, right: Made) -> Wrong | None:
    if right.is_constant:
        return _fit(right, left.type, left)
    if left.is_constant:
        return _fit(left, right.type, right)
    one, other = left.type, right.type
    if not one.known or not other.known:
        return None
    common = one.sorts & other.sorts - {Sort.BLOCK}
    if not common:
        return Wrong(part=right, message=_differ(left, right))
    if common == {Sort.TEXT} and one.texts is not None and other.texts is not None and not one.texts & other.texts:
        return Wrong(part=right, message=f"{short(left.found)} en {short(right.found)} zijn nooit hetzelfde.")
    if common == {Sort.ITEM} and not one.kinds & other.kinds:
        return Wrong(part=right, message=f"{short(left.found)} en {short(right.found)} zijn nooit hetzelfde.")
    return None


def _differ(left: Made, right: Made) -> str:
    return f"{short(left.found)} is {left.type.in_words()}, {short(right.found)} is {right.type.in_words()}."


def _fit(constant: Made, kind: Type, of: Made) -> Wrong | None:
    """Why a value can never have this constant, if so."""
    value = constant.constant
    if not kind.known or value is None:
        return None
    if isinstance(value, bool):
        fits = Sort.TRUTH in kind.sorts
    elif isinstance(value, (int, float)):
        fits = Sort.NUMBER in kind.sorts
    else:
        return _fit_text(constant, kind, of)
    hint = "Gebruik jaar(datum) voor het jaartal." if Sort.DATE in kind.sorts else ""
    return None if fits else Wrong(part=constant, message=_differ(of, constant), hint=hint)


def _fit_text(constant: Made, kind: Type, of: Made) -> Wrong | None:
    value = str(constant.constant)
    if kind.texts is None or value in kind.texts or Sort.ITEM in kind.sorts:
        return None
    if Sort.DATE in kind.sorts:
        hint = "Schrijf een dag als '2024-03-01'."
        return None if parse_day(value) else Wrong(part=constant, message=f"{short(value)} is geen dag.", hint=hint)
    if Sort.TEXT not in kind.sorts:
        return Wrong(part=constant, message=_differ(of, constant))
    guess = nearest(value, kind.texts) if len(value) <= 40 else ""
    hint = f"Bedoelde u {guess}?" if guess else f"Kies uit: {some_of(sorted(kind.texts), 'zie handleiding/velden')}"
    return Wrong(part=constant, message=f"{short(of.found)} kan nooit {short(value)} zijn.", hint=hint)


def _check_order(left: Made, right: Made) -> Wrong | None:
    for side, other in ((left, right), (right, left)):
        if side.is_constant and (side.constant is None or isinstance(side.constant, bool)):
            message = f"{short(side.found)} is niet kleiner of groter dan iets."
            return Wrong(part=side, message=message, hint="Gebruik == of !=, of gevuld(veld).")
        if side.is_constant and other.type.known and not other.is_constant and Sort.DATE in other.type.sorts:
            return _fit(side, other.type, other)
    for side in (left, right):
        if side.type.known and not side.type.sorts & {Sort.NUMBER, Sort.DATE}:
            message = f"{short(side.found)} is {side.type.in_words()} en heeft geen volgorde."
            return Wrong(part=side, message=message, hint="Alleen getallen en datums zijn kleiner of groter.")
    if left.type.known and right.type.known and not left.type.sorts & right.type.sorts:
        return Wrong(part=right, message=_differ(left, right))
    return None


def make(op: str, left: Made, right: Made) -> Run:
    """The comparison as a closure over the world and the item."""
    if op in MEMBERS:
        member = _member(left, right)
        return member if op == "in" else lambda world, item: not member(world, item)
    if op in _EQUALITIES:
        equal = _equal(dated(left, right.type), dated(right, left.type))
        return equal if op == "eq" else lambda world, item: not equal(world, item)
    return _order(op, dated(left, right.type), dated(right, left.type))


def dated(made: Made, other: Type) -> Run:
    """A text that is compared with a date is a day."""
    if isinstance(made.constant, str) and Sort.DATE in other.sorts:
        day = parse_day(made.constant)
        return always(exact(day)) if day else made.run
    return made.run


def _equal(left: Run, right: Run) -> Run:
    return lambda world, item: equals(left(world, item), right(world, item))


def _member(left: Made, right: Made) -> Run:
    one = left.run
    if right.parts is not None:
        runs = [dated(part, left.type) for part in right.parts]

        def among(world: World, item: Seen) -> bool:
            value = one(world, item)
            return any(equals(value, run(world, item)) for run in runs)

        return among
    one, many = dated(left, right.type), right.run

    def within(world: World, item: Seen) -> bool:
        value, listed = one(world, item), many(world, item)
        if type(listed) is not tuple:
            return False
        world.spend(len(listed))
        return any(equals(value, inner) for inner in listed)

    return within


def equals(one: Seen, other: Seen) -> bool:
    """Whether two values are the same; an item is also its id, with or without its kind, and its days make a date."""
    if isinstance(one, Item) or isinstance(other, Item):
        return _same_item(one, other)
    if isinstance(one, VagueDate) and isinstance(other, VagueDate):
        return (one.earliest, one.latest) == (other.earliest, other.latest) and one.latest is not None
    return bool(one == other)


def _same_item(one: Seen, other: Seen) -> bool:
    if isinstance(one, Item) and isinstance(other, Item):
        return one.key == other.key
    item, text = (one, other) if isinstance(one, Item) else (other, one)
    return isinstance(item, Item) and isinstance(text, str) and text in (item.key.id, str(item.key))


def _order(op: str, left: Run, right: Run) -> Run:
    of_numbers, of_dates = _NUMBERS[op], _DATES[op]

    def compare(world: World, item: Seen) -> bool:
        one, other = left(world, item), right(world, item)
        if isinstance(one, VagueDate) and isinstance(other, VagueDate):
            return of_dates(one, other)
        first, second = number(one), number(other)
        return first is not None and second is not None and of_numbers(first, second)

    return compare


def before(one: VagueDate, other: VagueDate) -> bool:
    """Whether one is wholly over before the other begins."""
    return one.latest is not None and other.earliest is not None and one.latest < other.earliest


def _not_later(one: VagueDate, other: VagueDate) -> bool:
    return one.latest is not None and other.latest is not None and one.latest <= other.latest


def _not_earlier(one: VagueDate, other: VagueDate) -> bool:
    return one.earliest is not None and other.earliest is not None and one.earliest >= other.earliest


_DATES: Mapping[str, Callable[[VagueDate, VagueDate], bool]] = {
    "lt": before,
    "lteq": _not_later,
    "gt": lambda one, other: before(other, one),
    "gteq": _not_earlier,
}
