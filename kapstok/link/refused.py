"""What a schema refused is taken out of the data, in one place: nothing after it meets a value of another form.

A field goes, an element of a list becomes nothing (so that the others keep their places), and of a list that is too
long the first ones stay. What is only missing takes nothing away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kapstok.core.model import Document, Plain, Pointer
from kapstok.core.values import as_list
from kapstok.link.breach import Breach

_NOTHING_TO_TAKE = frozenset({"required", "minProperties", "minItems", "dependentRequired", "contains"})


def without_refused(document: Document, breaches: Iterable[Breach]) -> Document:
    """The document as far as its schema accepts it; `refused` says what went."""
    gone = {pointer for breach in breaches for pointer in _refused(breach, ()) if pointer}
    if not gone:
        return document
    data = document.data
    for pointer in sorted(gone, key=len, reverse=True):
        data = _without(data, pointer)
    return replace(document, data=data, refused=frozenset(gone))


def _refused(breach: Breach, base: Pointer) -> Iterator[Pointer]:
    """The places of the values that are refused."""
    pointer = base + breach.path
    if breach.keyword in _NOTHING_TO_TAKE:
        return
    if breach.keyword == "additionalProperties" and isinstance(breach.instance, dict):
        yield from ((*pointer, name) for name in breach.instance if name not in breach.known)
    elif breach.keyword == "propertyNames":
        yield (*pointer, str(breach.instance))
    elif breach.keyword in ("anyOf", "oneOf") and len(branches := fitting_branches(breach)) == 1:
        for inner in branches[0]:
            yield from _refused(inner, pointer)
    elif breach.keyword == "maxItems" and isinstance(breach.instance, list):
        yield from ((*pointer, index) for index in range(int(breach.limit), len(breach.instance)))
    elif breach.keyword == "uniqueItems" and isinstance(breach.instance, list):
        yield from ((*pointer, index) for index in doubles(breach.instance))
    else:
        yield pointer


def fitting_branches(breach: Breach) -> list[list[Breach]]:
    """What is wrong by each branch of an `anyOf` that is meant for a value of this type."""
    branches: dict[int, list[Breach]] = {}
    for inner in breach.context:
        branches.setdefault(int(inner.steps[0]), []).append(inner)
    return [errors for errors in branches.values() if not any(is_of_another_type(e) for e in errors)]


def is_of_another_type(breach: Breach) -> bool:
    """Whether a branch failed because it is meant for another type of value."""
    if breach.path:
        return False
    texts = breach.keyword == "enum" and len(breach.names) == len(as_list(breach.wanted))
    return breach.keyword == "type" or (texts and not isinstance(breach.instance, str))


def doubles(values: list[Plain]) -> Iterator[int]:
    """The places of the values that stand earlier in the list too."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        mark = _mark(value)
        if mark in seen:
            yield index
        seen.add(mark)


def _mark(value: Plain) -> str:
    """A text that is the same for values that a schema calls the same: 1 and 1.0 are, true and 1 are not."""
    if isinstance(value, dict):
        return f"{{{','.join(sorted(f'{name!r}:{_mark(inner)}' for name, inner in value.items()))}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_mark, value))}]"
    return repr(int(value)) if isinstance(value, float) and value.is_integer() else repr(value)


def _without(data: Plain, pointer: Pointer) -> Plain:
    """A copy of data without one value; data itself where it is not there."""
    head, *rest = pointer
    if isinstance(data, dict) and head in data:
        if not rest:
            return {name: value for name, value in data.items() if name != head}
        return {**data, head: _without(data[head], tuple(rest))}
    if isinstance(data, list) and isinstance(head, int) and head < len(data):
        inner = None if not rest else _without(data[head], tuple(rest))
        return [*data[:head], inner, *data[head + 1 :]]
    return data
