"""What the functions of a test do: each maker gets the arguments as compiled and gives the closure that runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from types import MappingProxyType

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item
from kapstok.rules.compare import Made, before, dated
from kapstok.rules.names import Names
from kapstok.rules.scope import Run, Seen, World, as_list, number
from kapstok.rules.sorts import DATE

_DAYS_IN_YEAR = 365.25
_DECIMALS = 6  # what is left of 0.1 + 0.2 beyond these is noise
_UNKNOWN_DATE = "onbekend"


def is_filled(value: Seen, open_texts: frozenset[str], required: frozenset[str] = frozenset()) -> bool:
    """Whether something is filled in: 0 and false are, PM is not, a block is when its `required` fields are."""
    if value is None:
        return False
    if isinstance(value, str):
        return bool(value.strip()) and value.strip() not in open_texts
    if type(value) is tuple:
        return any(is_filled(inner, open_texts, required) for inner in value)
    if isinstance(value, VagueDate):
        return value.kind != _UNKNOWN_DATE
    if type(value) is MappingProxyType:
        if required:
            return all(is_filled(value.get(name), open_texts) for name in required)
        return any(is_filled(inner, open_texts) for inner in value.values())
    return True


def _filled(argument: Made, names: Names) -> Run:
    kind = argument.type
    open_texts = kind.open_texts if kind.closed else names.open_texts
    return lambda world, item: is_filled(argument.run(world, item), open_texts, kind.required)


def all_filled(arguments: Sequence[Made], names: Names) -> Run:
    """Each of the arguments is filled in."""
    runs = [_filled(argument, names) for argument in arguments]
    return lambda world, item: all(run(world, item) for run in runs)


def is_empty(arguments: Sequence[Made], names: Names) -> Run:
    """The argument is not filled in."""
    filled = _filled(arguments[0], names)
    return lambda world, item: not filled(world, item)


def _listed(argument: Made) -> Callable[[World, Seen], tuple[Seen, ...]]:
    """The elements of an argument, each of them counted as a visit."""
    run = argument.run

    def listed(world: World, item: Seen) -> tuple[Seen, ...]:
        found = as_list(run(world, item))
        world.spend(len(found))
        return found

    return listed


def count(arguments: Sequence[Made], _: Names) -> Run:
    """How many elements there are."""
    listed = _listed(arguments[0])
    return lambda world, item: len(listed(world, item))


def count_different(arguments: Sequence[Made], _: Names) -> Run:
    """How many different elements there are."""
    listed = _listed(arguments[0])
    return lambda world, item: len({_identity(value) for value in listed(world, item)})


def _identity(value: Seen) -> Hashable:
    """Something that is equal for equal values and can be counted."""
    if isinstance(value, Item):
        return value.key
    if type(value) is MappingProxyType:
        return tuple((name, _identity(inner)) for name, inner in sorted(value.items()))
    if type(value) is tuple:
        return tuple(_identity(inner) for inner in value)
    return (value.earliest, value.latest) if isinstance(value, VagueDate) and value.latest else value


def add_up(arguments: Sequence[Made], _: Names) -> Run:
    """The sum of the numbers in a list."""
    listed = _listed(arguments[0])
    return lambda world, item: total(listed(world, item))


def total(values: Sequence[Seen]) -> int | float | None:
    """The sum of the numbers among the values; None when it is too large to be a number."""
    found = [value for value in map(number, values) if value is not None]
    if all(isinstance(value, int) for value in found):
        return sum(found)
    try:
        return round(math.fsum(found), _DECIMALS)
    except (OverflowError, ValueError):
        return None


def quantifier(judge: Callable[[Iterator[bool]], Seen]) -> Callable[[Sequence[Made], Names], Run]:
    """A function that judges the outcomes of a condition over a list."""

    def make(arguments: Sequence[Made], _: Names) -> Run:
        listed = _listed(arguments[0])
        condition = arguments[1].condition
        assert condition is not None  # every text that is wanted as a condition has been compiled
        return lambda world, item: judge(condition(world, element) for element in listed(world, item))

    return make


def of_dates(give: Callable[..., Seen]) -> Callable[[Sequence[Made], Names], Run]:
    """A function of dates; anything that is no date makes its value absent."""

    def make(arguments: Sequence[Made], _: Names) -> Run:
        runs = [dated(argument, DATE) for argument in arguments]

        def run(world: World, item: Seen) -> Seen:
            values = [run(world, item) for run in runs]
            return give(*values, world.day) if all(isinstance(value, VagueDate) for value in values) else None

        return run

    return make


def is_before(one: VagueDate, other: VagueDate, _: date) -> bool:
    """Whether one is wholly over before the other begins."""
    return before(one, other)


def is_after(one: VagueDate, other: VagueDate, _: date) -> bool:
    """Whether one begins after the other is over."""
    return before(other, one)


def earliest(arguments: Sequence[Made], _: Names) -> Run:
    """The date of a list that begins first; absent when the list has no date with a beginning."""
    listed = _listed(arguments[0])

    def run(world: World, item: Seen) -> VagueDate | None:
        found = [value for value in listed(world, item) if isinstance(value, VagueDate) and value.earliest]
        return min(found, key=lambda value: value.earliest or date.max, default=None)

    return run


def years_between(one: VagueDate, other: VagueDate, _: date) -> float | None:
    """Years from the first day of one to the last of the other, both counted, to one decimal."""
    if one.earliest is None or other.latest is None:
        return None
    return round(((other.latest - one.earliest).days + 1) / _DAYS_IN_YEAR, 1)


def year(value: VagueDate, _: date) -> int | None:
    """The year of the last day."""
    last = value.latest or value.earliest
    return last.year if last else None


def days_until(value: VagueDate, today: date) -> int | None:
    """Days from today to the last day; negative when that has been."""
    last = value.latest or value.earliest
    return (last - today).days if last else None


def contains(arguments: Sequence[Made], _: Names) -> Run:
    """Whether a piece of text stands in a text or in one of a list; capitals do not matter."""
    listed, piece = _listed(arguments[0]), str(arguments[1].constant).casefold()
    return lambda world, item: any(isinstance(text, str) and piece in text.casefold() for text in listed(world, item))


def kind_of(arguments: Sequence[Made], _: Names) -> Run:
    """The name of the kind of what is referred to; of a list that of the first."""
    run = arguments[0].run

    def name_of_kind(world: World, item: Seen) -> str | None:
        found = next(iter(as_list(run(world, item))), None)
        return found.key.kind if isinstance(found, Item) else None

    return name_of_kind


def refers(arguments: Sequence[Made], _: Names) -> Run:
    """Whether something of a kind is referred to."""
    listed, kind = _listed(arguments[0]), arguments[1].constant
    return lambda world, item: any(isinstance(x, Item) and x.key.kind == kind for x in listed(world, item))
