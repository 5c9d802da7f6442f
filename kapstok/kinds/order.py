"""The order of items, the same in site, papers and data: by the fields that the kind sorts on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import TypeAlias

from kapstok.core.collation import Collated, natural_key
from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key, Model, Value
from kapstok.kinds.schema import Kinds

SortKey: TypeAlias = "tuple[_Part, ...]"
_Part: TypeAlias = "tuple[int, float | str | tuple[date, date] | Collated | SortKey]"
TREE_ROLE = "boom"
_DEPTH = 6


def ordered(items: Iterable[Item], model: Model, kinds: Kinds) -> list[Item]:
    """Sort items: nested ones by parent and place, others by tree parent and then by `x-sorteer`.

    A model is asked with the kinds that it was made with; all its items are put in order once.
    """
    listed = list(items)
    if len(listed) < 2:
        return listed
    if any(model.items.get(item.key) is not item for item in listed):  # of another version
        return sorted(listed, key=lambda item: sort_key(item, model, kinds))
    places = model.places or _put_in_order(model, kinds)
    return sorted(listed, key=lambda item: places[item.key])


def _put_in_order(model: Model, kinds: Kinds) -> dict[Key, int]:
    """The place of every item among all; those with the same key have the same place."""
    keys = {item.key: sort_key(item, model, kinds) for item in model.items.values()}
    for _, same in groupby(sorted(keys, key=keys.__getitem__), key=keys.__getitem__):
        model.places.update(dict.fromkeys(same, len(model.places)))
    return model.places


def sort_key(item: Item, model: Model, kinds: Kinds, depth: int = 0) -> SortKey:
    """A key that compares with every other item's; references sort as what they refer to."""
    kind = kinds[item.key.kind]
    if item.parent is not None and item.parent in model.items and depth < _DEPTH:
        return (*sort_key(model.items[item.parent], model, kinds, depth + 1), (1, item.order), (9, item.key.id))
    names = (*kind.fields_with_role(TREE_ROLE), *kind.sort)
    parts = [_part(item.fields.get(name), model, kinds, depth) for name in names]
    return (*parts, (2, natural_key(item.title)), (9, item.key.id))


def _part(value: Value, model: Model, kinds: Kinds, depth: int) -> _Part:
    """A comparable pair: numbers before dates before texts before references before nothing."""
    if isinstance(value, tuple):
        value = value[0] if value else None
    if isinstance(value, (bool, int, float)):
        return (1, float(value))
    if isinstance(value, VagueDate):
        return (3, (value.sort_key, value.earliest or date.min))
    if isinstance(value, Key):
        target = model.items.get(value)
        return (5, sort_key(target, model, kinds, depth + 1)) if target and depth < _DEPTH else (8, value.id)
    if isinstance(value, str):
        return (2, natural_key(value))
    return (10, 0)
