"""Suspect links: what refers to a thing that changed in what matters, and was not looked at since.

Nothing is kept of it in the files but what an adviser writes there: git tells when a thing changed and when whoever
refers to it did. Who changes a thing after what it refers to has seen that; who only looked writes down the day
(`nagegaan`), for one reference or for the whole thing. Days count: what changed on one day was seen together.

What was decided or is no longer in force stays as it was, whatever it refers to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.markdown import named_in
from kapstok.core.model import FieldChange, Fields, Item, Key, Model, Reference
from kapstok.core.values import as_fields
from kapstok.history.difference import FILLED, Names, part_title, plain_title
from kapstok.history.material import material_changes
from kapstok.history.version_files import Data, VersionFile, VersionFiles
from kapstok.history.versions import Past
from kapstok.kinds.former import former_keys
from kapstok.kinds.schema import Kinds, Shape
from kapstok.kinds.walk import walk
from kapstok.reckon.door import Facts
from kapstok.reckon.outcomes import has_outcome

CHECKED = "nagegaan"
_START, ADDED, GONE = -1, "toegevoegd", "weggehaald"

Items = Mapping[Key, Item]


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One change that matters: when it came, of which thing and what. `part` is the nested thing that it is about, by
    its title; `how` says that one came or went, and else `change` what became of a field. `day` is None for what is
    not in git yet."""

    place: int
    day: date | None
    part: str
    how: str = ""
    change: FieldChange | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspect:
    """A reference to look at: where it stands, and what changed since the last look, oldest first."""

    reference: Reference
    turns: tuple[Turn, ...]


def find_suspects(past: Past, data: Data, facts: Facts, *, every: bool = False) -> tuple[Suspect, ...]:
    """Every suspect link of the whole agenda, in the order of the files; with `every` other changes count as well."""
    model, kinds = facts.model, facts.kinds
    walk = _Walk(past=past, data=data, model=model, kinds=kinds, every=every)
    walk.run()
    return tuple(suspects(facts, walk.turns, walk.touched))


def suspects(facts: Facts, turns: Mapping[Key, Sequence[Turn]], touched: Mapping[Key, int]) -> Iterator[Suspect]:
    """The references whose target turned after their source was touched."""
    model, kinds = facts.model, facts.kinds
    said: set[tuple[Key, Key]] = set()
    looked: dict[Key, Mapping[Key | None, date]] = {}
    for reference in model.references:
        source, target = model.items[reference.source], reference.target
        if target not in turns or (reference.source, target) in said or not _counts(reference, model, kinds):
            continue
        if source.key not in looked:
            looked[source.key] = dict(_looked(source, kinds))
        since = touched.get(source.key, _START)
        checked = max((d for k in (None, target) if (d := looked[source.key].get(k))), default=date.min)
        found = tuple(t for t in turns[target] if t.place > since and (t.day or facts.day) > checked)
        if found and not _is_settled(source, facts):
            said.add((reference.source, target))
            yield Suspect(reference=reference, turns=found)


def _counts(reference: Reference, model: Model, kinds: Kinds) -> bool:
    """Whether a reference leans on another thing: not on its own file, and not only to say that it was looked at."""
    shape = kinds[reference.source.kind].shape.fields.get(reference.field, Shape())
    same = model.items[reference.source].path == model.items[reference.target].path
    return not same and CHECKED not in shape.roles


def _is_settled(item: Item, facts: Facts) -> bool:
    """Whether a thing is left as it was: decided, or no longer in force."""
    here: Item | None = item
    while here is not None:
        if here.key in facts.lapses:
            return True
        if has_outcome(here, facts.roles) and facts.council.outcome(here).decided:
            return True
        here = facts.model.items.get(here.parent) if here.parent else None
    return False


def _looked(item: Item, kinds: Kinds) -> Iterator[tuple[Key | None, date]]:
    """When it was written down that references were looked at: to one thing, or (None) all of the item."""
    found: dict[Key | None, date] = {}
    for keys, day in _days(item.fields, kinds[item.key.kind].shape):
        for key in keys:
            found[key] = max(day, found.get(key, date.min))
    yield from found.items()


def _days(fields: Fields, shape: Shape) -> Iterator[tuple[Sequence[Key | None], date]]:
    for pointer, block, here in walk(fields, shape):
        for name, value in block.items() if isinstance(block, Mapping) else ():
            checked = name in here.fields and CHECKED in here.fields[name].roles
            if checked and isinstance(value, VagueDate) and (day := value.latest or value.earliest):
                yield (list(named_in(as_fields(block))) if pointer else [None]), day


class Turns:
    """What turned and what was touched, change by change; `turns` go up to whatever a nested thing is in."""

    def __init__(self, model: Model, kinds: Kinds, names: Names, *, every: bool) -> None:
        self.model, self.kinds, self.names, self.every = model, kinds, names, every
        self.turns: dict[Key, list[Turn]] = {}
        self.touched: dict[Key, int] = {}

    def note(self, before: VersionFile, after: VersionFile, place: int, day: date | None) -> None:
        """A file became another one."""
        old, new = self._today(before), self._today(after)
        unsure = before.unsure | after.unsure
        for key in dict.fromkeys((*new, *old)):
            was, now = old.get(key), new.get(key)
            item = now or was
            assert item is not None
            if was is not None and now is not None:
                self._compare(key, was, now, place, day, unsure, odd=before.odd)
                continue
            self.touched[key] = place
            whole = self.names.present(item.parent) if item.parent is not None else None
            if whole in old and whole in new and self._list_counts(item):
                how = ADDED if now is not None else GONE
                self._turn(key, item, Turn(place=place, day=day, part=self._part(item), how=how))

    def _today(self, file: VersionFile) -> Items:
        """The items of a version by what they are called today."""
        return {self.names.present(key): item for key, item in file.items.items()}

    def _compare(
        self, key: Key, was: Item, now: Item, place: int, day: date | None, unsure: frozenset[str], *, odd: bool
    ) -> None:
        shapes = {n: s for n, s in self.kinds[key.kind].shape.fields.items() if n not in unsure and not _nests(s)}
        every = material_changes(was.fields, now.fields, shapes, self.names, every=self.every)
        # A field that today's schema does not know may be the same under an older name.
        found = [change for change in every if not (odd and change.how == FILLED)]
        for change in found:
            part = self._part(now) if now.parent is not None else ""
            self._turn(key, now, Turn(place=place, day=day, part=part, change=change))
        if found or self._named(was, shapes) != self._named(now, shapes):
            self.touched[key] = place

    def _named(self, item: Item, shapes: Mapping[str, Shape]) -> set[Key]:
        return {
            self.names.present(key) for name, value in item.fields.items() if name in shapes for key in named_in(value)
        }

    def _turn(self, key: Key, item: Item, turn: Turn) -> None:
        """A turn of a thing is one of all that it is in, as far as that goes by the schema."""
        here: Item | None = item
        while here is not None:
            self.turns.setdefault(key, []).append(turn)
            if here.parent is None or not self._list_counts(here):
                return
            key = self.names.present(here.parent)
            here = self.model.items.get(key)

    def _list_counts(self, item: Item) -> bool:
        """Whether it matters what becomes of a nested thing: unless the schema says of its list that it does not."""
        assert item.parent is not None
        shape = self.kinds[item.parent.kind].shape.fields.get(str(item.pointer[-2]), Shape())
        return self.every or shape.material is not False

    def _part(self, item: Item) -> str:
        kind = self.kinds[item.key.kind]
        return f"{kind.title.lower()} {part_title(item, kind)}"


def _nests(shape: Shape) -> bool:
    return bool(shape.items and shape.items.nested)


@dataclass(kw_only=True)
class _Walk:
    """Goes from the oldest step to what is in the folder now."""

    past: Past
    data: Data
    model: Model
    kinds: Kinds
    every: bool
    turns: Mapping[Key, Sequence[Turn]] = field(default_factory=dict)
    touched: Mapping[Key, int] = field(default_factory=dict)

    def run(self) -> None:
        former = former_keys(self.model.items, self.kinds)

        def title(key: Key) -> str:
            item = self.model.items.get(key)
            return plain_title(item.title) if item else ""

        names = Names(present=lambda key: former.get(key, key), title=title)
        versions = VersionFiles(self.data, self.kinds, names)
        noted = Turns(self.model, self.kinds, names, every=self.every)
        files: dict[str, VersionFile] = {}
        for path, blob in self.past.start.items():
            if found := versions.at(path, blob):
                files[path] = found
        for place, step in enumerate(self.past.steps):
            for path, blob in step.files.items():
                found = versions.at(path, blob)
                if found or not blob:
                    noted.note(files.pop(path, _NOTHING), found or _NOTHING, place, step.day)
                if found:  # what cannot be read tells nothing: the version before it stays
                    files[path] = found
        now: dict[str, dict[Key, Item]] = {}
        for key, item in self.model.items.items():
            now.setdefault(item.path, {})[key] = item
        for path in sorted((now.keys() | files.keys()) - self.past.steady):
            noted.note(files.get(path, _NOTHING), VersionFile(items=now.get(path, {})), len(self.past.steps), None)
        self.turns, self.touched = noted.turns, noted.touched


_NOTHING = VersionFile(items={})
