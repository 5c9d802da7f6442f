"""The small closures that a test is made of, other than comparisons and functions."""

from __future__ import annotations

from collections.abc import Sequence

from kapstok.core.model import Item
from kapstok.rules.compare import Constant, Made
from kapstok.rules.names import Keyed, always
from kapstok.rules.reckon import total
from kapstok.rules.scope import Holds, Run, Seen, World, number, truth
from kapstok.rules.sorts import NUMBER, TEXT, TRUTH, UNKNOWN

_LIGHT = 4  # a condition of so few nodes is sooner run again than looked up


def constant(value: Constant, offset: int, found: str) -> Made:
    """A value that stands in the text itself."""
    if isinstance(value, bool):
        kind = TRUTH
    elif isinstance(value, (int, float)):
        kind = NUMBER
    else:
        kind = UNKNOWN if value is None else TEXT
    return Made(type=kind, run=always(value), offset=offset, found=found, constant=value)


def constant_text(text: str, start: int) -> str:
    """The constant that begins here, as it is written."""
    if text[start] in "'\"":
        return text[start : text.index(text[start], start + 1) + 1]
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] in "._"):
        end += 1
    return text[start:end]


def every(runs: Sequence[Run]) -> Run:
    """All of them hold."""
    if len(runs) == 1:
        return runs[0]
    return lambda world, item: all(run(world, item) for run in runs)


def some(runs: Sequence[Run]) -> Run:
    """One of them holds."""
    return lambda world, item: any(run(world, item) for run in runs)


def negated(run: Run) -> Run:
    """It does not hold."""
    return lambda world, item: not run(world, item)


def added(signed: Sequence[tuple[int, Run]]) -> Run:
    """The sum of numbers; absent as soon as one of them is absent, open, or the sum too large."""

    def total_of(world: World, item: Seen) -> int | float | None:
        values = [number(run(world, item)) for _, run in signed]
        parts = [sign * value for (sign, _), value in zip(signed, values, strict=True) if value is not None]
        return total(parts) if len(parts) == len(signed) else None

    return total_of


def per_element(run: Run, size: int) -> Holds:
    """A condition over a list: true or false, with its steps counted, and of an item remembered."""
    mark = object()

    def condition(world: World, element: Seen) -> bool:
        if not isinstance(element, Item) or size <= _LIGHT:
            world.spend(size)
            return truth(run(world, element))

        def once() -> bool:
            world.spend(size)
            return truth(run(world, element))

        return bool(world.remember(mark, element.key, once))

    return condition


def remembered(run: Run, keys: Sequence[tuple[str, Keyed]]) -> Run:
    """What rests on something that many items share, such as their parent, is run once for all of them."""
    mark = object()

    def once(world: World, item: Seen) -> Seen:
        if not isinstance(item, Item):
            return run(world, item)
        key = tuple((by(item), world.lacks(item, name)) for name, by in keys)
        return world.remember(mark, key, lambda: run(world, item))

    return once
