"""Schemas for a YAML editor: each kind whole in one file, with Dutch messages; and what there is to refer to now.

The validator follows references between schema files and judges ids itself; an editor can do neither. So
a schema for the editor brings every shape along in its own `$defs`, and a reference lists the ids that
exist with their titles. Other text stays possible there: `kapstok check` judges, the editor only helps.

They stand in two places. Those in `.vscode/schemas` go along in git and know no ids, so that a fresh clone and an
editor in a browser have them before any command ran; beside them stands a list of names to complete, which is not in
git. Those in the folder of the state are made at every check and know the ids, for editors that are pointed there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kapstok import __version__
from kapstok.core.collation import natural_key
from kapstok.core.model import Block, Item, Key, Model, Plain
from kapstok.core.values import as_block, as_list, as_text, as_texts, at_pointer
from kapstok.kinds.editor_words import first_lines, in_dutch
from kapstok.kinds.schema import ANY_KIND, Kind, Kinds

FOLDER = "schemas"
KEPT = ".vscode"
NAMES = "kapstok.code-snippets"
_MARK = "stand.txt"  # what the files beside it were made of
_MOST_CHOICES = 1_000
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REFERENCE = "x-verwijst-naar"
_NAMED = ("properties", "patternProperties")
_ONE_NAME = "Schrijf hier alleen een id, als tekst."
_ANY_NAME: Block = {"type": ["string"], "errorMessage": _ONE_NAME}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


def editor_schemas(kinds: Kinds, model: Model) -> Iterator[tuple[str, bytes]]:
    """The (file name, JSON) of every kind that has files of its own. No `$ref` in them leaves the file."""
    choices = _Choices(kinds, model)
    for kind in kinds:
        if not kind.nested:
            schema = _Composer(kinds.schemas, choices).compose(f"{kind.name}.json", kind.title)
            yield f"{kind.name}.json", json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode()


def kept_schemas(kinds: Kinds) -> Iterator[tuple[str, bytes]]:
    """The same without any ids, for in git: they only change with the schemas."""
    for name, text in editor_schemas(kinds, Model(items={}, references=())):
        yield name, _by_line(json.loads(text)).encode()


def _by_line(schema: Mapping[str, Plain]) -> str:
    """JSON with every key and every shape on a line of its own, so that git shows what changed."""

    def lines(block: Mapping[str, Plain]) -> str:
        return ",\n".join(
            f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
            for name, value in block.items()
        )

    own = {name: value for name, value in schema.items() if name != "$defs"}
    return f'{{\n{lines(own)},\n"$defs": {{\n{lines(as_block(schema["$defs"]))}\n}}\n}}\n'


def names_to_complete(kinds: Kinds, model: Model) -> bytes:
    """A snippet for VS Code of every item: who types its id or a word of its title gets the id."""
    found = {
        str(item.key): {
            "scope": "yaml",
            "prefix": [item.key.id, item.title],
            "body": item.key.id.replace("$", "\\$"),
            "description": _label(item, model, kinds),
        }
        for item in sorted(model.items.values(), key=lambda item: natural_key(str(item.key)))
        if not kinds[item.key.kind].file
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def editor_settings(kinds: Kinds) -> bytes:
    """Settings for VS Code that bind the files of each kind to its schema in `.vscode/schemas`.

    Other editors read the same language server settings under the same names.
    """
    settings = {
        "yaml.schemas": {f"./{KEPT}/{FOLDER}/{kind.name}.json": _files_of(kind) for kind in kinds if not kind.nested},
        "[yaml]": {"editor.snippetSuggestions": "bottom", "editor.tabSize": 2},
        "yaml.schemaStore.enable": False,
        "redhat.telemetry.enabled": False,
    }
    return (json.dumps(settings, ensure_ascii=False, indent=2) + "\n").encode()


def _files_of(kind: Kind) -> str:
    return f"agenda/{kind.file}" if kind.file else f"agenda/{kind.folder}/*.yaml"


def keep_up(state: Path, kinds: Kinds, model: Model) -> None:
    """Put the schemas under the folder `state`, if anything that they say may have changed since the last time.

    Where a workspace has schemas in `.vscode`, these are brought up to date too.
    """
    mark, files = _mark(kinds, model), {f"{kind.name}.json" for kind in kinds if not kind.nested}
    folder = state / FOLDER
    with contextlib.suppress(OSError):
        if (folder / _MARK).read_text(encoding="utf-8") == mark and files <= {path.name for path in folder.iterdir()}:
            return
    refresh(state, editor_schemas(kinds, model))
    kept = state.parent / KEPT
    if (kept / FOLDER).is_dir() and not kept.is_symlink():
        refresh(kept, kept_schemas(kinds))
        with contextlib.suppress(OSError):
            _write(kept / NAMES, names_to_complete(kinds, model))
    refresh(state, [(_MARK, mark.encode())])


def _mark(kinds: Kinds, model: Model) -> str:
    """What the schemas are made of, as one number: the schemas, and the id, number, title and whole of every item."""
    items = [(str(i.key), i.number, i.title, str(i.parent)) for i in model.items.values()]
    said = json.dumps([__version__, kinds.schemas, sorted(items)], default=str, sort_keys=True)
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def refresh(state: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Put the schemas under the folder `state`, writing only what changed; a failure is no error.

    A link in the way is not followed, for it may lead out of the workspace.
    """
    folder = state / FOLDER
    with contextlib.suppress(OSError):
        if state.is_symlink() or folder.is_symlink():
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files:
            _write(folder / name, content)


def _write(path: Path, content: bytes) -> None:
    """Replace a file at once, so that an editor never reads half of it."""
    with contextlib.suppress(OSError):
        if path.read_bytes() == content:
            return
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with beside.open("xb") as file:
            file.write(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


class _Choices:
    """The ids to choose from at a reference, made once for each set of kinds."""

    def __init__(self, kinds: Kinds, model: Model) -> None:
        self._kinds = kinds
        self._ids: dict[str, list[tuple[str, str]]] = {}
        items = sorted(model.items.values(), key=lambda item: natural_key(item.key.id))
        for item in items:
            self._ids.setdefault(item.key.kind, []).append((item.key.id, _label(item, model, kinds)))

    def schema(self, targets: tuple[str, ...]) -> Block | None:
        """An `enum` of ids described by their titles; None when there are none, or too many to choose from."""
        names = [kind.name for kind in self._kinds] if ANY_KIND in targets else [t for t in targets if t in self._kinds]
        plain = len(targets) == 1 and ANY_KIND not in targets
        found = self._listed(names, plain=plain)
        if len(found) > _MOST_CHOICES:
            found = self._listed([name for name in names if not self._kinds[name].nested], plain=plain)
        if not 0 < len(found) <= _MOST_CHOICES:
            return None
        return _choice([value for value, _ in found], [label for _, label in found])

    def kinds(self) -> Block:
        """An `enum` of the names of the kinds, described by what they are."""
        kinds = [kind for kind in self._kinds if not kind.file]
        return _choice([kind.name for kind in kinds], [kind.title for kind in kinds])

    def _listed(self, names: Iterable[str], *, plain: bool) -> list[tuple[str, str]]:
        return [
            (i if plain else str(Key(kind=name, id=i)), label) for name in names for i, label in self._ids.get(name, ())
        ]


def _choice(names: list[Plain], labels: list[Plain]) -> Block:
    return {"enum": names, "enumDescriptions": labels, "errorMessage": _ONE_NAME}


def _label(item: Item, model: Model, kinds: Kinds) -> str:
    """What an item is called where it is chosen: `Doel 2: Meedoen`; a part also names what it is part of."""
    number = f" {item.number}" if item.number else ""
    label = f"{kinds[item.key.kind].title}{number}: {item.title}"
    top: Key | None = item.parent
    while top is not None and (above := model.items[top].parent) is not None:
        top = above
    return f"{label} ({model.items[top].title})" if top is not None else label


class _Composer:
    """Makes one schema self-contained: everything it refers to comes along under `$defs`."""

    def __init__(self, schemas: Mapping[str, Block], choices: _Choices) -> None:
        self._schemas, self._choices = schemas, choices
        self._defs: Block = {}

    def compose(self, file: str, title: str) -> Block:
        """The whole schema of a file."""
        root = self._schema(self._schemas[file], file)
        required = [one for one in as_list(self._schemas[file].get("required")) if isinstance(one, str)]
        if lines := first_lines(root, required, self._defs, title):
            root["defaultSnippets"] = lines
        return {"$schema": _DIALECT, **root, "$defs": dict(sorted(self._defs.items()))}

    def _node(self, node: Plain, file: str) -> Plain:
        """Copy a schema node; what only the engine reads, and names of the source file, are left out."""
        if isinstance(node, list):
            return [self._node(value, file) for value in node]
        return self._schema(node, file) if isinstance(node, dict) else node

    def _schema(self, node: Block, file: str) -> Block:
        made: Block = {
            key: self._fields(as_block(value), file) if key in _NAMED else self._node(value, file)
            for key, value in node.items()
            if key not in ("$schema", "$id", "$defs", "$ref") and not key.startswith("x-")
        }
        if reference := as_text(node.get("$ref")):
            made["$ref"] = self._bring(reference, file)
        if _REFERENCE in node:
            self._offer(made, as_texts(node[_REFERENCE]))
        if node.get("x-vorm") == "soort":
            made["anyOf"] = [self._choices.kinds(), _ANY_NAME]
        return in_dutch(made, as_text(node.get("x-vorm")), self._defs)

    def _fields(self, fields: Block, file: str) -> Block:
        return {name: self._node(field, file) for name, field in fields.items()}

    def _offer(self, made: Block, targets: tuple[str, ...]) -> None:
        """Let a reference offer what there is, and keep room for what the check has to judge."""
        name = "keuze-" + "-".join("alles" if target == ANY_KIND else target for target in targets)
        if name not in self._defs:
            self._defs[name] = self._choices.schema(targets)
        if self._defs[name] is None:
            del self._defs[name]
            return
        made["anyOf"] = [{"$ref": f"#/$defs/{name}"}, _ANY_NAME, *as_list(made.get("anyOf"))]

    def _bring(self, reference: str, file: str) -> str:
        """Take along what a `$ref` points at; gives the `$ref` that finds it in the composed file."""
        target, _, fragment = reference.partition("#")
        source = target or file
        parts = [part for part in fragment.split("/") if part and part != "$defs"]
        name = _UNSAFE.sub("-", "-".join([source.removesuffix(".json"), *parts]))
        if name not in self._defs:
            self._defs[name] = {}  # holds the place while the shape refers to itself
            self._defs[name] = self._node(_find(self._schemas.get(source, {}), fragment), source)
        return f"#/$defs/{name}"


def _find(schema: Plain, fragment: str) -> Block:
    """The node that a JSON pointer names; a pointer to nothing finds what allows everything."""
    return as_block(at_pointer(schema, tuple(filter(None, fragment.split("/")))))
