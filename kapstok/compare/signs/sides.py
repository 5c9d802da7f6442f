"""Both sides of a change as the rules ask for them: what stayed, came and went in the files that are told of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kapstok.compare.editions import Edition
from kapstok.compare.naming import Naming
from kapstok.compare.values import FieldDifference, Sign, SignKind, ThingChange
from kapstok.core.model import Item, Judgement, Key
from kapstok.history.difference import part_title, plain_title
from kapstok.kinds.facets import Norm
from kapstok.rules.frames import judge

_SHOWN = 3  # names in a sentence


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Two editions of one audience, the things that changed between them, and what is called what."""

    old: Edition
    new: Edition
    things: tuple[ThingChange, ...]
    naming: Naming

    @cached_property
    def pairs(self) -> tuple[tuple[Item, Item], ...]:
        """What is there on both sides, in the files that are told of: as it was, and as it is."""
        now = self._now
        return tuple((was, now[self.naming.today(was.key)]) for was in self._was if self.naming.today(was.key) in now)

    @cached_property
    def came(self) -> tuple[Item, ...]:
        """What was not there, in order."""
        known = {self.naming.today(item.key) for item in self._was}
        return tuple(item for key, item in self._now.items() if key not in known)

    @cached_property
    def gone(self) -> tuple[Item, ...]:
        """What is no longer there, in order."""
        return tuple(item for item in self._was if self.naming.today(item.key) not in self._now)

    @cached_property
    def fields(self) -> Mapping[Key, tuple[FieldDifference, ...]]:
        """What differs in each thing that stayed, nested or not, by its name of today."""
        parts = {part.key: part.fields for thing in self.things for part in thing.parts}
        return {**{thing.key: thing.fields for thing in self.things}, **parts}

    @cached_property
    def _now(self) -> dict[Key, Item]:
        paths = {thing.path for thing in self.things}
        return {key: item for key, item in self.new.view.items.items() if item.path in paths}

    @cached_property
    def _was(self) -> list[Item]:
        paths = {thing.was_path or thing.path for thing in self.things}
        return [item for item in self.old.view.items.values() if item.path in paths]

    @cached_property
    def by_old_norms(self) -> Judgement:
        """The new agenda held against the norms and the choices of gates that the old one had."""
        items = dict(self.new.view.items)
        for was in (*(was for was, _ in self.pairs), *self.gone):
            kind = self.old.kinds[was.key.kind]
            if kind.facet(Norm) is not None or kind.file:
                items.pop(self.naming.today(was.key), None)
                items[was.key] = was
        for item in list(items.values()):  # a norm that is gone may have been part of a list that is gone too
            if item.parent is not None and item.parent not in items:
                items[item.key] = replace(item, parent=None)
        return judge(replace(self.new.view, items=items), self.new.kinds, self.new.version.loaded.day)[0]

    def edition_of(self, item: Item) -> Edition:
        """The side that an item is of; the newer one for what is in both."""
        return self.new if self.new.view.items.get(item.key) is item else self.old

    def name(self, item: Item) -> str:
        """`Doel Meedoen naar vermogen`; of a nested thing with what it is part of."""
        edition = self.edition_of(item)
        kind = edition.kinds[item.key.kind]
        if item.parent is None:
            title = plain_title(item.title)
            return title if title.casefold().startswith(kind.title.casefold()) else f"{kind.title} {title}"
        return f"{kind.title} {part_title(item, kind)} van {plain_title(self.whole_of(item).title)}"

    def whole_of(self, item: Item) -> Item:
        """The thing with a file of its own that an item is, or is part of."""
        items = self.edition_of(item).view.items
        while item.parent is not None and item.parent in items:
            item = items[item.parent]
        return item

    def names(self, keys: Iterable[Key]) -> str:
        """Titles of things in a sentence: at most three, and how many more."""
        titles = [self.naming.names.title(key) or key.id for key in dict.fromkeys(keys)]
        more = f" en nog {len(titles) - _SHOWN}" if len(titles) > _SHOWN else ""
        return ", ".join(titles[:_SHOWN]) + more

    def sign(
        self,
        kind: SignKind,
        item: Item,
        words: str,
        *,
        fields: Iterable[str] = (),
        because: Iterable[Key] = (),
        hint: str = "",
    ) -> Sign:
        """A sign about a thing of either side."""
        return Sign(
            kind=kind,
            thing=self.naming.today(item.key),
            title=self.name(item),
            words=words,
            path=item.path,
            fields=tuple(dict.fromkeys(fields)),
            because=tuple(dict.fromkeys(because)),
            hint=hint,
        )
