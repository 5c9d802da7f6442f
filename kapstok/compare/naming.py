"""What is called what in two versions: every thing by the name that it has today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kapstok.compare.editions import Edition
from kapstok.compare.likeness import alike
from kapstok.core.model import Item, Key
from kapstok.history.difference import Names, plain_title
from kapstok.kinds.former import former_keys


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """`present` has the name of today of everything that had another one; `names` reads values with it.

    `guessed` are those that were recognised by what they say, and that nobody wrote down.
    """

    present: Mapping[Key, Key]
    names: Names = field(repr=False)
    guessed: frozenset[Key] = frozenset()

    def today(self, key: Key) -> Key:
        """What a thing of the older version is called in the newer one."""
        return self.present.get(key, key)


def naming_of(old: Edition, new: Edition) -> Naming:
    """The names of two editions. Only what both audiences' views hold is held against each other."""
    was, becomes = old.view.items, new.view.items
    present = {key: now for key, now in former_keys(becomes, new.kinds).items() if key in was}
    guessed = _guesses(old, new, present)
    present |= guessed

    def title(key: Key) -> str:
        item = becomes.get(key) or was.get(key)
        return plain_title(item.title) if item else ""

    names = Names(present=lambda key: present.get(key, key), title=title)
    return Naming(present=present, names=names, guessed=frozenset(guessed))


def _guesses(old: Edition, new: Edition, present: Mapping[Key, Key]) -> dict[Key, Key]:
    """Names of things with a file of their own, and then of what is nested in things that stayed."""
    was, becomes = old.view.items, new.view.items
    taken = set(present.values())
    gone = [item for key, item in was.items() if key not in becomes and key not in present and not _hidden(item, new)]
    came = [item for key, item in becomes.items() if key not in was and key not in taken and not _hidden(item, old)]
    found = alike(_roots(gone), _roots(came))
    for was_root, root in found.items():
        found = found | _carried(gone, came, was_root, root)
    known = {**present, **found}
    for parent, (left, right) in _by_parent(gone, came, known).items():
        if parent in becomes:
            found = found | alike(left, right)
    return found


def _hidden(item: Item, edition: Edition) -> bool:
    """Whether a thing of the other version is there, but not for this audience, or in a file that cannot be read."""
    return item.key in edition.version.loaded.model.items or item.path in edition.version.unread


def _roots(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if item.parent is None]


def _carried(gone: Iterable[Item], came: Iterable[Item], was_root: Key, root: Key) -> dict[Key, Key]:
    """What is nested in a thing with another name, and kept its own."""
    new = {(item.key.kind, item.key.id.removeprefix(f"{root.id}.")): item.key for item in came if item.parent}
    return {
        item.key: new[item.key.kind, item.key.id.removeprefix(f"{was_root.id}.")]
        for item in gone
        if item.parent
        and item.key.id.startswith(f"{was_root.id}.")
        and (item.key.kind, item.key.id.removeprefix(f"{was_root.id}.")) in new
    }


def _by_parent(
    gone: Iterable[Item], came: Iterable[Item], known: Mapping[Key, Key]
) -> dict[Key, tuple[list[Item], list[Item]]]:
    """What went and what came, by the thing (of today) that it is nested in."""
    taken = set(known.values())
    found: dict[Key, tuple[list[Item], list[Item]]] = {}
    for item in gone:
        if item.parent is not None and item.key not in known:
            found.setdefault(known.get(item.parent, item.parent), ([], []))[0].append(item)
    for item in came:
        if item.parent is not None and item.key not in taken:
            found.setdefault(item.parent, ([], []))[1].append(item)
    return found
