"""The gates that ship with Kapstok: norms for every municipality, written like those of an agenda of its own.

They stand in `poorten/`, in the folder of their kind. They are no items of the agenda: no page shows them and nothing
counts them; `rules` holds the agenda against them unless a norm of the agenda itself refers to one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from kapstok.core.model import Item, Key, Model
from kapstok.core.workspace import resource
from kapstok.kinds.facets import Norm
from kapstok.kinds.schema import Kinds
from kapstok.link.resolve import items_of
from kapstok.read.reader import read_files

FOLDER = "poorten"


def with_gates(model: Model, kinds: Kinds) -> Model:
    """A model that knows the gates."""
    return replace(model, gates=shipped_gates(kinds))


def shipped_gates(kinds: Kinds) -> Mapping[Key, Item]:
    """The gates by their key; an item of an agenda cannot have the same one."""
    root = resource(FOLDER)
    documents, _ = read_files(root.parent, sorted(root.glob("*/*.yaml")))
    found: dict[Key, Item] = {}
    for document in documents:
        kind = kinds.by_folder(document.folder)
        for item in items_of(document, kind, kinds).values() if kind is not None else ():
            if kinds[item.key.kind].facet(Norm) is not None:
                key = Key(kind=item.key.kind, id=item.key.id.replace(".", ":"))
                found[key] = replace(item, key=key, parent=None)
    return MappingProxyType(found)
