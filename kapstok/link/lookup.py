"""Every reference that was written finds its item, or becomes a finding that says what was meant.

A reference is `id` or `soort:id`; the kind may be left out where a field allows only one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kapstok.core.finding import Finding
from kapstok.core.model import Document, Item, Key, Position, Reference
from kapstok.core.names import plain_stem
from kapstok.core.places import offset_of, replacing
from kapstok.core.printable import quoted
from kapstok.core.text import enumerate_words, nearest, shortened, some_of
from kapstok.core.writing import plain_signs, squashed
from kapstok.kinds.former import former_keys
from kapstok.kinds.schema import ANY_KIND, Kinds


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """A reference as written, before it is looked up: what it may be to, and where it stands."""

    source: Key
    field: str
    text: str
    targets: tuple[str, ...]
    document: Document
    position: Position
    in_prose: bool = False

    @property
    def path(self) -> str:
        """The file that it stands in."""
        return self.document.path

    def cured(self, code: str, message: str, becomes: str) -> Finding:
        """What is wrong with it when it is certain what is meant."""
        source = self.document.source
        at = offset_of(source, self.position)
        quote = source[at : at + 1] if source[at : at + 1] in "'\"" and not self.in_prose else ""
        was = f"{quote}{self.text}{quote}"
        fix = replacing(self.position, was, f"{quote}{becomes}{quote}") if source.startswith(was, at) else None
        return Finding.at(self, code, message, f"Schrijf: {becomes}", fix=fix)


def split_address(text: str, targets: tuple[str, ...]) -> tuple[str, str]:
    """Split `soort:id`; the kind may be left out where only one is allowed."""
    kind, colon, target = text.strip().partition(":")
    if colon:
        return kind.strip(), target.strip()
    only = targets[0] if len(targets) == 1 and targets[0] != ANY_KIND else ""
    return only, text.strip()


def look_up(
    wanted: Iterable[Wanted], items: Mapping[Key, Item], kinds: Kinds, unread: frozenset[str]
) -> tuple[list[Reference], list[Finding]]:
    """Match every reference with an item; those without become findings, unless they are to a file among `unread`."""
    return _Lookup(items, kinds, unread).run(wanted)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """The ids of a kind, the id of each title, and what to say when none of them comes near."""

    ids: tuple[str, ...]
    titles: Mapping[str, str]
    all: str


class _Lookup:
    """What the items are called, and were called, for as long as references are looked up."""

    def __init__(self, items: Mapping[Key, Item], kinds: Kinds, unread: frozenset[str]) -> None:
        self.items, self.kinds, self.unread = items, kinds, unread
        self.squashed: dict[str, dict[str, set[Key]]] = {}
        self.known: dict[str, _Known] = {}
        self.suggested: dict[tuple[str, str], str] = {}
        self.former: Mapping[Key, Key] | None = None  # filled when a reference leads nowhere

    def run(self, wanted: Iterable[Wanted]) -> tuple[list[Reference], list[Finding]]:
        found, findings = [], []
        for want in wanted:
            kind, target = split_address(want.text, want.targets)
            key = Key(kind=kind, id=target)
            if key in self.items and (ANY_KIND in want.targets or kind in want.targets):
                found.append(
                    Reference(
                        source=want.source,
                        field=want.field,
                        target=key,
                        path=want.document.path,
                        position=want.position,
                        in_prose=want.in_prose,
                    )
                )
            elif target.partition(".")[0] not in self.unread and not (kind in want.targets and kind not in self.kinds):
                findings.append(self._dangling(want, kind, target))
        return found, findings

    def _dangling(self, want: Wanted, kind: str, target: str) -> Finding:
        allowed = [k.name for k in self.kinds] if ANY_KIND in want.targets else list(want.targets)
        if not kind or kind not in allowed:
            return self._wrong_kind(want, kind, target, allowed)
        if present := self._renamed(Key(kind=kind, id=target)):
            message = f"{target} heet nu {present.id} ({shortened(self.items[present].title, 60)})."
            return want.cured("verwijzing-hernoemd", message, self._written(want, present))
        others = sorted(key.kind for key in self.items if key.id == target)
        if others:
            names = enumerate_words(self.kinds[other].title.lower() for other in others)
            return Finding.at(
                want,
                "verwijzing-verkeerde-soort",
                f"{quoted(target)} is een {names}, maar hier hoort een {self.kinds[kind].title.lower()}.",
                self._suggest(target, kind),
            )
        message = f"Er is geen {self.kinds[kind].title.lower()} met de id {shortened(target, 60)}."
        if meant := self._same(target, kind):
            return want.cured("verwijzing-bestaat-niet", message, self._written(want, meant))
        return Finding.at(want, "verwijzing-bestaat-niet", message, self._suggest(target, kind))

    def _written(self, want: Wanted, key: Key) -> str:
        """A reference as it is written where it is wanted: with its kind when that stands there now."""
        return str(key) if ":" in want.text else key.id

    def _same(self, target: str, kind: str) -> Key | None:
        """The one thing with the same id but for capitals, spaces and signs, or with these words as its title."""
        if kind not in self.squashed:
            known: dict[str, set[Key]] = {}
            for key, item in self.items.items():
                if key.kind == kind:
                    for name in {squashed(key.id), squashed(item.title)}:
                        known.setdefault(name, set()).add(key)
            self.squashed[kind] = known
        found = self.squashed[kind].get(squashed(plain_stem(plain_signs(target))), set())
        return next(iter(found)) if len(found) == 1 else None

    def _renamed(self, key: Key) -> Key | None:
        if self.former is None:
            self.former = former_keys(self.items, self.kinds)
        return self.former.get(key)

    def _wrong_kind(self, want: Wanted, kind: str, target: str, allowed: list[str]) -> Finding:
        known = sorted(key.kind for key in self.items if key.id == target and key.kind in allowed)
        guess = (nearest(kind, allowed) if kind else "") or next(iter(known), "")
        listed = some_of(sorted(allowed), f"zie handleiding/velden/{want.source.kind}")
        example = f"Bedoelde u {Key(kind=guess, id=target)}? " if guess else "Schrijf soort:id. "
        if kind in self.kinds:
            message = f"Hier mag niet naar een {self.kinds[kind].title.lower()} verwezen worden."
        elif kind:
            message = f"De soort {quoted(kind)} bestaat niet."
        else:
            message = f"Bij {quoted(target)} ontbreekt de soort."
        meant = self._certain(kind, target, allowed)
        if meant:
            return want.cured("verwijzing-soort", message, str(meant))
        hint = example + f"Soorten die hier mogen: {listed}"
        return Finding.at(want, "verwijzing-soort", message, hint)

    def _certain(self, kind: str, target: str, allowed: list[str]) -> Key | None:
        """The one thing that can be meant: the kind was left out, or its folder or its name in words was written."""
        named = [k.name for k in self.kinds if not kind or kind in (k.folder, k.title.lower(), k.plural.lower())]
        found = [Key(kind=name, id=target) for name in named if name in allowed]
        found = [key for key in found if key in self.items]
        return found[0] if len(found) == 1 else None

    def _suggest(self, target: str, kind: str) -> str:
        """What is meant by an id that is not there; worked out once, however often it is written."""
        if (target, kind) not in self.suggested:
            self.suggested[target, kind] = self._guess(target, kind)
        return self.suggested[target, kind]

    def _guess(self, target: str, kind: str) -> str:
        known = self._known(kind)
        by_words = nearest(target.replace("-", " "), known.titles, cutoff=0.75)
        guess = nearest(target, known.ids) or known.titles.get(by_words, "")
        if guess:
            return f"Bedoelde u {guess} ({shortened(self.items[Key(kind=kind, id=guess)].title, 60)})?"
        return known.all

    def _known(self, kind: str) -> _Known:
        """What the things of a kind are called; gathered once."""
        if kind not in self.known:
            ids = sorted(key.id for key in self.items if key.kind == kind)
            titles = {self.items[Key(kind=kind, id=name)].title: name for name in ids}
            listed = f"Kies uit: {some_of(ids, f'zie agenda/{self.kinds[kind].folder}/')}"
            some = listed if ids else "Maak eerst een bestand met deze id."
            self.known[kind] = _Known(ids=tuple(ids), titles=titles, all=some)
        return self.known[kind]
