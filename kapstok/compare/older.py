"""The model of an older version, made out of that of the newer one: what stayed is not read or resolved again."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kapstok.compare.tree import Tree
from kapstok.core.model import Document, Item, Key, Model, Reference
from kapstok.core.workspace import CONTENT
from kapstok.kinds.schema import Kind, Kinds
from kapstok.link.resolve import resolve, resolve_among
from kapstok.link.validate import validate
from kapstok.pipeline import Loaded
from kapstok.read.reader import read_text

Placed = list[tuple[Document, Kind]]


def is_content(path: str) -> bool:
    """Whether a file of a version is one of the agenda."""
    return path.startswith(f"{CONTENT}/") and path.endswith((".yaml", ".yml"))


def older_model(newer: Loaded, tree: Tree, changed: frozenset[str], kinds: Kinds) -> Model:
    """The model of the version with the files of `tree`, of which `changed` differ from those of `newer`."""
    placed = _placed(newer, tree, changed, kinds)
    if kinds is not newer.kinds:
        return resolve(placed, kinds)[0]
    known = newer.model.documents
    fresh = [(document, kind) for document, kind in placed if known.get(document.path) is not document]
    return _with_few(newer.model, placed, fresh, kinds) or resolve(placed, kinds)[0]


def _placed(newer: Loaded, tree: Tree, changed: frozenset[str], kinds: Kinds) -> Placed:
    """The documents of the older version with their kinds, in the order in which files are read."""
    known = newer.model.documents
    same_rules = kinds is newer.kinds
    paths = [path for path in tree.blobs if is_content(path)]
    kept = {
        path: known[path]
        for path in paths
        if path not in changed and path in known and (same_rules or not known[path].refused)
    }
    read = tree.read_all(path for path in paths if path not in kept)
    fresh = {path: found for path, raw in read.items() if (found := read_text(path, raw)[0]) is not None}
    judged = {d.path: (d, kind) for d, kind in validate(_in_order(fresh if same_rules else kept | fresh), kinds)[0]}
    if same_rules:
        judged |= {path: (kept[path], kind) for path in kept if (kind := kinds.by_path(path)) is not None}
    return [judged[path] for path in sorted(judged, key=_place)]


def _in_order(documents: Mapping[str, Document]) -> list[Document]:
    return [documents[path] for path in sorted(documents, key=_place)]


def _place(path: str) -> list[str]:
    return path.split("/")


def _with_few(newer: Model, placed: Placed, fresh: Placed, kinds: Kinds) -> Model | None:
    """The model when only `fresh` are other documents; None when a thing is gone from the newer version: then nobody
    knows what referred to it."""
    items: dict[Key, Item] = {}
    by_path: dict[str, list[Item]] = {}
    for item in newer.items.values():
        by_path.setdefault(item.path, []).append(item)
    made, referred = resolve_among(fresh, kinds, newer.items)
    for document, _ in fresh:
        by_path[document.path] = []
    for item in made.values():
        by_path[item.path].append(item)
    for document, _ in placed:
        items.update((item.key, item) for item in by_path.get(document.path, ()))
    if items.keys() - newer.items.keys():
        return None
    return Model(
        items=MappingProxyType(items),
        references=_references(newer, placed, {document.path for document, _ in fresh}, referred, items),
        documents=MappingProxyType({document.path: document for document, _ in placed}),
        settings_kind=kinds.settings_kind,
    )


def _references(
    newer: Model, placed: Placed, fresh: set[str], referred: list[Reference], items: Mapping[Key, Item]
) -> tuple[Reference, ...]:
    """The references in the order of the files: those of what did not change as they are in the newer version."""
    found: dict[str, list[Reference]] = {}
    for reference in (*(r for r in newer.references if r.path not in fresh), *referred):
        if reference.target in items:
            found.setdefault(reference.path, []).append(reference)
    return tuple(reference for document, _ in placed for reference in found.get(document.path, ()))
