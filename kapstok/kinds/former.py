"""What things were called before: a field with the role `vorige-id` names the ids that an item had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kapstok.core.model import Item, Key
from kapstok.kinds.schema import Kinds

ROLE = "vorige-id"


def own_former_ids(item: Item, kinds: Kinds) -> Iterator[tuple[str, int, str]]:
    """The former ids that the item itself names: the field, the place in it, and the id."""
    for name in kinds[item.key.kind].fields_with_role(ROLE):
        value = item.fields.get(name, ())
        for index, former in enumerate(value if isinstance(value, tuple) else (value,)):
            yield name, index, str(former)


def former_keys(items: Mapping[Key, Item], kinds: Kinds) -> dict[Key, Key]:
    """What each former name means now; a nested item also had the names that its parents gave it.

    A name that is in use means the thing that has it, and of two claimants the first has the name.
    """
    found: dict[Key, Key] = {}
    earlier: dict[Key, tuple[str, ...]] = {}
    for key, item in items.items():  # parents come before their children
        former = [name for _, _, name in own_former_ids(item, kinds)]
        if item.parent is None:
            earlier[key] = tuple(former)
        else:
            local = key.id.removeprefix(f"{item.parent.id}.")
            above = (item.parent.id, *earlier.get(item.parent, ()))
            names = (f"{parent}.{name}" for parent in above for name in (local, *former))
            earlier[key] = tuple(name for name in names if name != key.id)
        for name in earlier[key]:
            old = Key(kind=key.kind, id=name)
            if old not in items:
                found.setdefault(old, key)
    return found
