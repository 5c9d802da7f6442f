"""The files of earlier versions as the schemas of today read them, each version once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapstok.core.model import Block, Document, Item, Key, Plain, Pointer
from kapstok.history.difference import Names
from kapstok.kinds.schema import Kind, Kinds, Shape
from kapstok.link.resolve import SECRET, items_of
from kapstok.link.validate import Misfits
from kapstok.view import ROLE_LEVEL

Data = Mapping[str, Plain]  # the plain data of a version by its blob; one that cannot be read is not there


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionFile:
    """The items of one version of a file. `unsure` are fields that do not fit today's schema, `odd` says that the
    version has fields of which today's schema does not know."""

    items: Mapping[Key, Item]
    document: Document | None = None
    unsure: frozenset[str] = frozenset()
    odd: bool = False


class VersionFiles:
    """Reads versions of files by their path and blob; `names` say what things are called today."""

    def __init__(self, data: Data, kinds: Kinds, names: Names) -> None:
        self._data, self._kinds, self._names = data, kinds, names
        self._misfits = Misfits(kinds)
        self._parsed: dict[tuple[str, str], VersionFile | None] = {}

    def at(self, path: str, blob: str) -> VersionFile | None:
        """A version of a file; None for what is no thing of the agenda, or cannot be read."""
        place = (path, blob)
        if place not in self._parsed:
            kind = self._kinds.by_path(path) if path.endswith((".yaml", ".yml")) else None
            data = self._data.get(blob)
            self._parsed[place] = self._items(path, kind, data) if kind and isinstance(data, dict) else None
        return self._parsed[place]

    def root(self, path: str, kind: Kind) -> Key:
        """The item of a file, by what it is called today."""
        return self._names.present(Key(kind=kind.name, id=path.rpartition("/")[2].rpartition(".")[0]))

    def _items(self, path: str, kind: Kind, data: Block) -> VersionFile:
        wrong = self._misfits.of(data, kind)
        if any(_says_who(kind.shape, place, self._kinds) for place in wrong):
            return VersionFile(items={})  # nobody can say who was to see this
        key = self.root(path, kind)
        document = Document(path=path, folder=kind.folder, stem=key.id, data=data, positions={})
        return VersionFile(
            items=items_of(document, kind, self._kinds),
            document=document,
            unsure=frozenset(str(place[0]) for place in wrong if place),
            odd=not set(data) <= set(kind.shape.fields),
        )


def _says_who(shape: Shape, place: Pointer, kinds: Kinds) -> bool:
    """Whether the value at this place says who may see something."""
    for part in place:
        if shape.nested and shape.nested in kinds:
            shape = kinds[shape.nested].shape
        shape = (shape.items if isinstance(part, int) else shape.fields.get(part)) or Shape()
    return bool({ROLE_LEVEL, SECRET} & shape.roles)
