"""What changed about the items and when, as an audience may know it.

Every version in git is held to the same rules as the agenda of today: at each step the view of that day is made and
compared with the view of the step before, so that what was hidden on either day is in neither. On top of that nothing
is told of what is hidden now, and nothing of what came before the last day on which an item was hidden: something
that was made public begins on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kapstok.core.audience import AUDIENCES
from kapstok.core.model import Change, FieldChange, Item, Key, Model, PartChange
from kapstok.history.difference import FILLED, Names, differences, part_title, plain_title
from kapstok.history.version_files import Data, VersionFile, VersionFiles
from kapstok.history.versions import Past, Step
from kapstok.kinds.former import former_keys
from kapstok.kinds.schema import Kinds, Shape
from kapstok.link.resolve import items_of
from kapstok.view import cut_item, visible_keys

MOST_CHANGES = 50  # days that are kept of one item
ADDED, CHANGED, REMOVED = "toegevoegd", "gewijzigd", "verwijderd"


def find_changes(
    past: Past, data: Data, whole: Model, shown: Model, kinds: Kinds, rules: Sequence[Kinds | None] = ()
) -> Mapping[Key, tuple[Change, ...]]:
    """The changes of every item of the view `shown` that has any, newest first.

    `whole` is the model that the view was made of. `rules` are the kinds as they were before the first step and after
    each step (None when nobody can say): what their schemas hid on that day stays hidden. Without them it was as now.
    """
    walk = _Walk(past=past, data=data, whole=whole, shown=shown, kinds=kinds)
    then = rules or [kinds] * (len(past.steps) + 1)
    known: dict[int, _Rules] = {}
    for found in then:
        if found is not None and id(found) not in known:
            known[id(found)] = (
                _Rules(kinds=kinds) if found is kinds else _Rules(kinds=_stricter(kinds, found), then=found)
            )
    return walk.run([None if found is None else known[id(found)] for found in then])


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rules:
    """Who may see what on a day: `kinds` are those of today, narrowed; `then` those of that day when they differ."""

    kinds: Kinds
    then: Kinds | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _State:
    """Everything on one day: the files, what the audience saw of them, and the rules that say so.

    `roots` are the files by the item that each is of; `visible` are keys as they stand in those files, `seen` the same
    by what they are called today.
    """

    files: Mapping[str, VersionFile]
    roots: Mapping[Key, VersionFile]
    visible: frozenset[Key]
    seen: frozenset[Key]
    rules: _Rules | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Mask:
    """What was visible on a day and still is."""

    then: frozenset[Key]
    now: Mapping[Key, Item]
    names: Names

    def __contains__(self, key: object) -> bool:
        return isinstance(key, Key) and (present := self.names.present(key)) in self.then and present in self.now


@dataclass(kw_only=True)
class _Walk:
    """Goes from the oldest step to the newest; `told` is what may be told so far."""

    past: Past
    data: Data
    whole: Model
    shown: Model
    kinds: Kinds
    told: dict[Key, list[Change]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._former = former_keys(self.whole.items, self.kinds)
        self._seen: dict[tuple[int, int], frozenset[Key]] = {}
        self._titles: dict[str, str] | None = None
        self._names = Names(present=lambda key: self._former.get(key, key), title=self._title)
        self._files = VersionFiles(self.data, self.kinds, self._names)
        self._now: dict[str, dict[Key, Item]] = {}
        for key, item in self.whole.items.items():
            self._now.setdefault(item.path, {})[key] = item

    def run(self, rules: Sequence[_Rules | None]) -> Mapping[Key, tuple[Change, ...]]:
        known = self.whole.documents
        steady = {path: items for path, items in self._now.items() if path in self.past.steady}
        files = {path: VersionFile(items=items, document=known.get(path)) for path, items in steady.items()}
        files |= {path: found for path, blob in self.past.start.items() if (found := self._files.at(path, blob))}
        before = self._state(files, rules[0])
        for step, ruled in zip(self.past.steps, rules[1:], strict=True):
            files = dict(before.files)
            for path, blob in step.files.items():
                found = self._files.at(path, blob)
                if found:
                    files[path] = found
                elif not blob:
                    files.pop(path, None)  # what cannot be read was never published: the version before it stays
            after = self._state(files, ruled)
            self._step(before, after, step)
            before = after
        kept = {key: tuple(reversed(changes))[:MOST_CHANGES] for key, changes in self.told.items() if changes}
        return {key: kept[key] for key in self.shown.items if key in kept}

    def _state(self, files: Mapping[str, VersionFile], rules: _Rules | None) -> _State:
        visible: set[Key] = set()
        if rules is not None and self._is_open(files):
            for file in files.values():
                visible |= self._visible(file, rules)
        seen = map(self._names.present, visible) if self._former else visible
        roots = {next(iter(file.items)): file for file in files.values() if file.items}  # parents come first
        return _State(files=files, roots=roots, visible=frozenset(visible), seen=frozenset(seen), rules=rules)

    def _visible(self, file: VersionFile, rules: _Rules) -> frozenset[Key]:
        place = (id(file), id(rules))
        if place not in self._seen:
            self._seen[place] = self._visible_of(file, rules)
        return self._seen[place]

    def _visible_of(self, file: VersionFile, rules: _Rules) -> frozenset[Key]:
        """What the audience may see of a file by the rules of today, and by those of that day as well."""
        audience = self.shown.audience
        if any(key.kind not in rules.kinds for key in file.items):
            return frozenset()
        visible = visible_keys(file.items, rules.kinds, audience)
        if rules.then is not None and file.document is not None:
            kind = rules.then.by_path(file.document.path)
            items = items_of(file.document, kind, rules.then) if kind else {}
            visible &= visible_keys(items, rules.then, audience)
        return visible

    def _is_open(self, files: Mapping[str, VersionFile]) -> bool:
        """Whether there was anything for this audience: not without settings of the agenda that it may see."""
        levels = AUDIENCES[self.shown.audience]
        settings = (
            item
            for path, file in files.items()
            if (kind := self.kinds.by_path(path)) and kind.file
            for item in file.items.values()
            if item.parent is None
        )
        return any(item.publication in levels for item in settings)

    def _step(self, before: _State, after: _State, step: Step) -> None:
        day = step.day
        found = {path: self._files.root(path, kind) for path in step.files if (kind := self.kinds.by_path(path))}
        roots = set(found.values())
        approved = {root: self._role(step.approved.get(path, "")) for path, root in found.items()}
        roots |= {key for key in before.visible ^ after.visible if "." not in key.id}
        for root in sorted(roots):
            if root not in self.shown.items or root not in after.visible:
                self.told.pop(root, None)
            elif root not in before.visible:
                self.told[root] = [Change(item=root, day=day, published=True, approved=approved.get(root, ""))]
            else:
                self._compare(root, before, after, day, approved.get(root, ""))

    def _role(self, said: str) -> str:
        """Who approved, in the words of the agenda; '' for what it does not name, which may be a person."""
        if said and self._titles is None:
            self._titles = {item.title.casefold(): item.title for item in self.shown.items.values() if item.title}
        return (self._titles or {}).get(said.casefold(), "")

    def _compare(self, root: Key, before: _State, after: _State, day: date, approved: str) -> None:
        old, new = before.roots[root], after.roots[root]
        self._forget(root, {self._names.present(key) for key in new.items if key not in after.visible})
        unsure = old.unsure | new.unsure
        fields = self._fields(old, new, root, before, after, unsure)
        parts = list(self._parts(old, new, before, after, unsure))
        if fields or parts:
            self.told.setdefault(root, []).append(
                Change(item=root, day=day, fields=fields, parts=tuple(parts), approved=approved)
            )

    def _fields(
        self,
        old: VersionFile,
        new: VersionFile,
        key: Key,
        before: _State,
        after: _State,
        unsure: frozenset[str] = frozenset(),
    ) -> tuple[FieldChange, ...]:
        was, becomes = self._cut(old.items[key], before), self._cut(new.items[key], after)
        shapes = self.kinds[key.kind].shape.fields
        found = differences(was.fields, becomes.fields, shapes, self._names, unsure=unsure)
        # A field that today's schema does not know may be the same under an older name.
        return tuple(change for change in found if not (old.odd and change.how == FILLED))

    def _parts(
        self, old: VersionFile, new: VersionFile, before: _State, after: _State, unsure: frozenset[str]
    ) -> Iterable[PartChange]:
        """The nested items that came, changed or went; what is in one that came or went, goes without saying."""
        was, becomes = self._nested(old), self._nested(new)
        whole: set[Key] = set()
        for key in (*becomes, *(key for key in was if key not in becomes)):
            had, has = was.get(key), becomes.get(key)
            item = has or had
            assert item is not None
            if item.pointer[0] in unsure or (key in self.whole.items and key not in self.shown.items):
                continue
            seen = (had is not None and had.key in before.visible, has is not None and has.key in after.visible)
            how = {(True, True): CHANGED, (False, True): ADDED}.get(seen, REMOVED if seen[0] and not has else "")
            fields: tuple[FieldChange, ...] = ()
            if how in (ADDED, REMOVED):
                whole.add(item.key)
            if how == CHANGED and had and has:
                fields = self._part_fields(old, had, has, before, after)
            if fields or (how in (ADDED, REMOVED) and item.parent not in whole):
                title = part_title(self._cut(item, after if has else before), self.kinds[key.kind])
                yield PartChange(key=key, title=title, how=how, fields=fields)

    def _part_fields(
        self, old: VersionFile, had: Item, has: Item, before: _State, after: _State
    ) -> tuple[FieldChange, ...]:
        was, becomes = self._cut(had, before), self._cut(has, after)
        shapes = self.kinds[has.key.kind].shape.fields
        return tuple(
            change
            for change in differences(was.fields, becomes.fields, shapes, self._names)
            if not (old.odd and change.how == FILLED)
        )

    def _nested(self, file: VersionFile) -> dict[Key, Item]:
        """The nested items of a file by what they are called today."""
        return {self._names.present(key): item for key, item in file.items.items() if item.parent is not None}

    def _cut(self, item: Item, state: _State) -> Item:
        assert state.rules is not None  # only asked for what was visible
        mask = _Mask(then=state.seen, now=self.shown.items, names=self._names)
        return cut_item(item, mask, state.rules.kinds, self.shown.audience)

    def _forget(self, root: Key, hidden: set[Key]) -> None:
        """Tell nothing any more of nested items that were hidden on a later day."""
        kept = (
            replace(change, parts=tuple(part for part in change.parts if part.key not in hidden))
            for change in self.told.get(root, ())
        )
        self.told[root] = [change for change in kept if change.published or change.fields or change.parts]

    def _title(self, key: Key) -> str:
        item = self.shown.items.get(key)
        return plain_title(item.title) if item else ""


def _stricter(now: Kinds, then: Kinds) -> Kinds:
    """The kinds of today without those that were not there then, each field narrowed to who may see it on both days."""
    kinds = {
        name: replace(kind, shape=_narrow(kind.shape, then[name].shape))
        for name, kind in now.by_name.items()
        if name in then
    }
    return replace(now, by_name=kinds)


def _narrow(now: Shape, then: Shape) -> Shape:
    """A shape with the audiences of both; what the older one does not know is as it is now."""
    both = [found for found in (now.audiences, then.audiences) if found is not None]
    return replace(
        now,
        audiences=frozenset.intersection(*both) if both else None,
        fields={name: _narrow(shape, then.fields.get(name, Shape())) for name, shape in now.fields.items()},
        items=_narrow(now.items, then.items or Shape()) if now.items else None,
    )
