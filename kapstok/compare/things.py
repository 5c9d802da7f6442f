"""Per thing what changed: its fields, what is nested in it, the files it names, its name and its place.

A thing is told of when its own file changed, or the schemas did. That another thing came or went is told there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kapstok.compare.editions import Edition
from kapstok.compare.enclosed import attachment_differences
from kapstok.compare.fields import all_shapes, field_differences
from kapstok.compare.naming import Naming, naming_of
from kapstok.compare.tree import differing
from kapstok.compare.values import FieldDifference, How, PartDifference, ThingChange
from kapstok.core.model import Item, Key
from kapstok.history.difference import part_title, plain_title
from kapstok.kinds.order import ordered
from kapstok.kinds.schema import Shape


def things_changed(old: Edition, new: Edition, naming: Naming | None = None) -> tuple[ThingChange, ...]:
    """Everything with a file of its own that changed, in the order of the agenda; what is gone comes last."""
    pair = _Pair(old=old, new=new, naming=naming or naming_of(old, new))
    found = {change.key: change for root in pair.roots() if (change := pair.change(root)) is not None}
    present = [item.key for item in ordered(_items(found, new), new.view, new.kinds)]
    gone = [item.key for item in ordered(_items(found.keys() - set(present), old), old.view, old.kinds)]
    return tuple(found[key] for key in (*present, *gone))


def _items(keys: Iterable[Key], edition: Edition) -> list[Item]:
    return [edition.view.items[key] for key in sorted(keys) if key in edition.view.items]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Root:
    """A thing with a file of its own in both versions, by its name of today; either may be missing."""

    key: Key
    before: list[Item]
    after: list[Item]

    @property
    def was(self) -> Item | None:
        """The thing itself, as it was."""
        return self.before[0] if self.before else None

    @property
    def now(self) -> Item | None:
        """The thing itself, as it is."""
        return self.after[0] if self.after else None


class _Pair:
    """Two editions while they are held against each other."""

    def __init__(self, *, old: Edition, new: Edition, naming: Naming) -> None:
        self.old, self.new, self.naming = old, new, naming
        self.changed = differing(old.version.tree, new.version.tree)
        self.files_changed = _attached(self.changed)
        self.same_rules = old.kinds is new.kinds

    def roots(self) -> Iterator[_Root]:
        """What may have changed: by its own file, the schemas, or a file that it names."""
        was, now = self._by_root(self.old, today=True), self._by_root(self.new, today=False)
        unread = self.old.version.unread | self.new.version.unread
        for key in dict.fromkeys((*now, *was)):
            before, after = was.get(key, []), now.get(key, [])
            if any(items[0].path in unread for items in (before, after) if items):
                continue  # of the other version nobody knows what it says
            if not self.same_rules or self._touched(before) or self._touched(after):
                yield _Root(key=key, before=before, after=after)

    def _touched(self, items: list[Item]) -> bool:
        return bool(items) and (items[0].path in self.changed or any(map(self._names_changed_file, items)))

    def _names_changed_file(self, item: Item) -> bool:
        """Whether a file that the item names may have changed; only asked when files beside the agenda did."""
        return bool(self.files_changed) and any(name in self.files_changed for name in _texts(item.fields))

    def _by_root(self, edition: Edition, *, today: bool) -> dict[Key, list[Item]]:
        """The items of each file, the one that the file is of first."""
        roots: dict[str, Key] = {}
        found: dict[Key, list[Item]] = {}
        for key, item in edition.view.items.items():
            if item.parent is None:
                roots[item.path] = self.naming.today(key) if today else key
            found.setdefault(roots[item.path], []).append(item)
        return found

    def change(self, root: _Root) -> ThingChange | None:
        """What became of one thing; None when its reader sees no difference."""
        item = root.now or root.was
        assert item is not None
        how = self._how(root)
        was_key = root.was.key if root.was and root.was.key != root.key else None
        was_path = root.was.path if root.was and root.now and root.was.path != root.now.path else ""
        fields = tuple(self._fields(root.was, root.now))
        parts = tuple(self._parts(root))
        attachments = tuple(attachment_differences(root.before, root.after, self.old, self.new))
        if how is How.CHANGED and not (fields or parts or attachments or was_path):
            return None
        kind = (self.new if root.now else self.old).kinds[item.key.kind]
        return ThingChange(
            key=root.key,
            was_key=was_key,
            kind_title=kind.title,
            title=plain_title(item.title),
            how=how,
            fields=fields,
            parts=parts,
            attachments=attachments,
            path=item.path,
            was_path=was_path,
        )

    def _how(self, root: _Root) -> How:
        if root.was is None:
            return How.PUBLISHED if root.key in self.old.version.loaded.model.items else How.ADDED
        if root.now is None:
            return How.HIDDEN if root.was.key in self.new.version.loaded.model.items else How.REMOVED
        return How.RENAMED if root.was.key != root.now.key else How.CHANGED

    def _fields(self, was: Item | None, now: Item | None) -> Iterator[FieldDifference]:
        item = now or was
        assert item is not None
        shapes = all_shapes(self._shapes(self.old, item.key), self._shapes(self.new, item.key))
        return field_differences(was.fields if was else {}, now.fields if now else {}, shapes, self.naming.names)

    def _shapes(self, edition: Edition, key: Key) -> Mapping[str, Shape]:
        return edition.kinds[key.kind].shape.fields if key.kind in edition.kinds else {}

    def _parts(self, root: _Root) -> Iterator[PartDifference]:
        """The nested things that came, changed or went; they are told one by one, each with its fields."""
        old = {self.naming.today(item.key): item for item in root.before[1:]}
        new = {item.key: item for item in root.after[1:]}
        for key in (*new, *(key for key in old if key not in new)):
            was, now = old.get(key), new.get(key)
            item = now or was
            assert item is not None
            fields = tuple(self._fields(was, now))
            how = How.ADDED if was is None else How.REMOVED if now is None else How.CHANGED
            was_key = was.key if was and now and was.key.id.partition(".")[2] != now.key.id.partition(".")[2] else None
            if was_key:
                how = How.RENAMED
            if fields or how is not How.CHANGED:
                kind = (self.new if now else self.old).kinds[item.key.kind]
                yield PartDifference(
                    key=key,
                    was_key=was_key,
                    kind_title=kind.title,
                    title=part_title(item, kind),
                    how=how,
                    fields=fields,
                )


def _attached(changed: Iterable[str]) -> frozenset[str]:
    """The files in the folder of attachments that changed, by the names that an item may give them."""
    names = (path for path in changed if path.startswith("bijlagen/"))
    return frozenset(name for path in names for name in (path, path.removeprefix("bijlagen/")))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, Mapping)):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)
