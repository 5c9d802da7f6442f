"""Everything in a value, each with what the schema says of it: the one way through the fields of an item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kapstok.core.model import Pointer, Value
from kapstok.kinds.shape import Shape

_NO_SHAPE = Shape()
Step = tuple[Pointer, Value, Shape]


def walk(
    value: Value, shape: Shape, pointer: Pointer = (), skip: Callable[[Shape], bool] | None = None
) -> Iterator[Step]:
    """The value itself and all that is in it, in the order of the file: where it stands, what it is, and its shape.

    `pointer` is where the value stands; what no schema knows has an empty shape. Where `skip` holds of a shape, the
    value and all that is in it are passed over. Nested items are named by their keys; what is in them is their own.
    """
    if skip is not None and skip(shape):
        return
    yield pointer, value, shape
    if isinstance(value, tuple):
        inside = shape.items or _NO_SHAPE
        for index, inner in enumerate(value):
            yield from walk(inner, inside, (*pointer, index), skip)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from walk(inner, shape.fields.get(name, _NO_SHAPE), (*pointer, name), skip)
