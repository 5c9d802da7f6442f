"""What a model lacks because of a mistake that was told already: nothing may be concluded from what is not there.

A file that could not be read, or a field that is wrong, makes no item break a norm: the one mistake has its one
finding. The norms are held against all that is sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Document, Item, Key, Model, Pointer
from kapstok.kinds.schema import Kinds


def with_gaps(model: Model, kinds: Kinds, unread: Iterable[str], findings: Iterable[Finding]) -> Model:
    """A model that knows of which kinds a file is missing (`unread` are their paths) and which fields are wrong."""
    missing = {kind.name for path in unread if (kind := kinds.by_path(path)) is not None}
    missing |= {name for kind in tuple(missing) for name in _inside(kind, kinds)}
    wrong: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR and finding.path in model.documents:
            wrong.setdefault(finding.path, []).append(finding)
    if not missing and not wrong:
        return model
    items: dict[str, list[Item]] = {}
    for item in model.items.values():
        if item.path in wrong:
            items.setdefault(item.path, []).append(item)
    cut = frozenset(
        place for path, found in wrong.items() for place in _fields(model.documents[path], items.get(path, ()), found)
    )
    return replace(model, unread=frozenset(missing), cut=cut)


def _inside(name: str, kinds: Kinds) -> Iterator[str]:
    """The kinds of the items that live inside files of a kind."""
    todo, seen = [name], {name}
    while todo:
        for shape in kinds[todo.pop()].shape.fields.values():
            nested = shape.items.nested if shape.items else ""
            if nested in kinds and nested not in seen:
                seen.add(nested)
                todo.append(nested)
                yield nested


def _fields(document: Document, items: Iterable[Item], findings: Iterable[Finding]) -> Iterator[tuple[Key, str]]:
    """The fields in which these findings stand, each with the innermost item that has it."""
    places = sorted((place.line, place.column, pointer) for pointer, place in document.keys.items())
    by_pointer = {item.pointer: item for item in items}
    for finding in findings:
        before = [pointer for line, column, pointer in places if (line, column) <= (finding.line, finding.column)]
        owner = _owner(before[-1], by_pointer) if before else None
        if owner is not None:
            yield owner


def _owner(pointer: Pointer, items: dict[Pointer, Item]) -> tuple[Key, str] | None:
    for length in range(len(pointer) - 1, -1, -1):
        item = items.get(pointer[:length])
        if item is not None:
            return item.key, str(pointer[length])
    return None
