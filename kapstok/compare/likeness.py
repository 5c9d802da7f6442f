"""What a thing was called before: by its own word (`vorige_ids`), else by how much of it stayed the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kapstok.core.model import Item, Key

ALIKE = 0.6  # of everything that two things hold, what they hold both
_MOST_PAIRS = 20_000  # that are held against each other


def alike(gone: Iterable[Item], came: Iterable[Item]) -> dict[Key, Key]:
    """The things that went, each with the thing of its kind that came in its place; the most alike first."""
    old = [(item, _contents(item)) for item in gone]
    new = [(item, _contents(item)) for item in came]
    if len(old) * len(new) > _MOST_PAIRS:
        return {}
    pairs = [
        (-score, was.key, becomes.key)
        for was, held in old
        for becomes, holds in new
        if was.key.kind == becomes.key.kind and (score := _score(held, holds)) >= ALIKE
    ]
    found: dict[Key, Key] = {}
    for _, was_key, key in sorted(pairs):
        if was_key not in found and key not in found.values():
            found[was_key] = key
    return found


def _score(old: Counter[str], new: Counter[str]) -> float:
    """How much two things share, from 0 to 1; two without anything share nothing."""
    whole = old.total() + new.total()
    return 2 * (old & new).total() / whole if whole else 0.0


def _contents(item: Item) -> Counter[str]:
    """Everything that a thing says, each word of a text by itself."""
    return Counter(
        f"{place}={part}"
        for name, value in item.fields.items()
        if name != "id"
        for place, said in _said(name, value)
        for part in said.split()
    )


def _said(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _said(f"{place}.{name}", inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _said(place, inner)
    elif isinstance(value, Key):
        yield place, value.id.rpartition(".")[2]  # what is nested in it may bear another name with it
    else:
        yield place, str(value)
