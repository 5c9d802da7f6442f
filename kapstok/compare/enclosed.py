"""The files in `bijlagen/` that a thing names, was and becomes: their size and checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kapstok.compare.editions import Edition
from kapstok.compare.values import AttachmentDifference, FieldHow
from kapstok.core.model import Item
from kapstok.files.attachments import FOLDER, FORM
from kapstok.kinds.schema import Shape


@dataclass(frozen=True, kw_only=True, slots=True)
class _File:
    """A file as an item names it, with what it is called there."""

    name: str
    title: str

    @property
    def path(self) -> str:
        return self.name if self.name.startswith(f"{FOLDER}/") else f"{FOLDER}/{self.name}"


def attachment_differences(
    was: list[Item], now: list[Item], old: Edition, new: Edition
) -> Iterator[AttachmentDifference]:
    """The files that a thing (with what is nested in it) named or names now, and that came, changed or went."""
    before, after = _files(was, old), _files(now, new)
    for path in dict.fromkeys((*after, *before)):
        had, has = old.version.tree.blobs.get(path), new.version.tree.blobs.get(path)
        if path in before and path in after and had == has and had:
            continue
        first = _content(old, path) if path in before else None
        last = _content(new, path) if path in after else None
        if first == last:
            continue
        how = FieldHow.FILLED if first is None else FieldHow.EMPTIED if last is None else FieldHow.CHANGED
        named = after.get(path) or before[path]
        yield AttachmentDifference(
            title=named.title,
            file=named.path,
            how=how,
            was_size=None if first is None else len(first),
            size=None if last is None else len(last),
            was_checksum=_checksum(first),
            checksum=_checksum(last),
        )


def _content(edition: Edition, path: str) -> bytes | None:
    return edition.version.tree.read(path)


def _checksum(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _files(items: list[Item], edition: Edition) -> dict[str, _File]:
    """The files that items name, by their path in the workspace; the first that names one gives it its title."""
    found: dict[str, _File] = {}
    for item in items:
        for file in _named(item.fields, edition.kinds[item.key.kind].shape):
            found.setdefault(file.path, file)
    return found


def _named(value: Any, shape: Shape) -> Iterator[_File]:
    if isinstance(value, tuple):
        for inner in value:
            yield from _named(inner, shape.items or Shape())
    elif isinstance(value, Mapping):
        name = next((value[n] for n, s in shape.fields.items() if s.form == FORM and isinstance(value.get(n), str)), "")
        if name:
            title = next((v for n, v in value.items() if shape.fields[n].form == "regel"), name)
            yield _File(name=name, title=str(title))
        for field, inner in value.items():
            if isinstance(inner, (tuple, Mapping)):
                yield from _named(inner, shape.fields.get(field, Shape()))
