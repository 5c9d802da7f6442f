"""`kapstok rename`: give something another id everywhere at once, and keep the old one so that its address leads on.

Only the ids themselves are replaced, at the places where the model says that they stand: comments, quotes and layout
stay. The result is read and checked before anything is written, and it is written whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kapstok.check.structure import check
from kapstok.core.finding import Finding, Severity, has_errors
from kapstok.core.model import Document, Item, Key, Model, Position, Reference
from kapstok.core.places import START, Place
from kapstok.core.text import nearest
from kapstok.core.values import as_texts
from kapstok.core.workspace import WorkspaceError
from kapstok.kinds.former import ROLE
from kapstok.kinds.schema import Kind
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.pipeline import Loaded
from kapstok.read.reader import read_text
from kapstok.rules.frames import judge

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BOM = "\ufeff"
_LEFT = ("docs/site", "templates")  # where people write addresses themselves


@dataclass(frozen=True, kw_only=True, slots=True)
class Renaming:
    """What will be written: the new text of every file, how many references change in it, and the file that moves.

    `mentions` are other files in which the old id stands; nobody but their author knows whether it is meant there.
    """

    old: Key
    new: Key
    texts: Mapping[str, str]
    counts: Mapping[str, int]
    moved: tuple[str, str] | None
    mentions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Edit:
    """Replace the text from `start` to `end`."""

    start: int
    end: int
    text: str


class _RefusedError(Exception):
    """A place that cannot be changed by a machine."""

    def __init__(self, path: str, place: Position, message: str) -> None:
        super().__init__(message)
        self.finding = Finding.at(
            Place(path, place),
            "hernoemen-lukt-niet",
            message,
            "Wijzig deze plek eerst zelf, of hernoem met de hand en zet de oude id bij vorige_ids.",
        )


def plan_rename(loaded: Loaded, name: str, new_id: str) -> tuple[Renaming | None, list[Finding]]:
    """Everything that must change to call the thing `name` (`soort:id`) `new_id`; or the places that stand in the way.

    Raises WorkspaceError when there is no such thing, or when it cannot be called so.
    """
    item, kind = _find(loaded, name)
    new = _new_key(loaded, item, new_id)
    if has_errors(loaded.findings, strict=False):
        raise WorkspaceError("De agenda heeft nog fouten.", "Herstel eerst wat kapstok check noemt.")
    if any(frozen.item == item.key for frozen in loaded.frozen):
        raise WorkspaceError(
            f"Van {name} is een stuk vastgesteld; dat houdt zijn naam.", "Laat de id zoals zij is en wijzig de titel."
        )
    try:
        texts, counts = _new_texts(loaded, item, kind, new)
    except _RefusedError as refused:
        return None, [refused.finding]
    moved = (item.path, _moved(item.path, new.id)) if item.parent is None else None
    problems = _problems(loaded, texts, moved, item.key, new)
    if problems:
        return None, problems
    mentions = tuple(_mentions(loaded.workspace.root, item.key))
    return Renaming(old=item.key, new=new, texts=texts, counts=counts, moved=moved, mentions=mentions), []


def carry_out(root: Path, renaming: Renaming) -> None:
    """Write it: everything beside the files first, then each in its place; what fails is put back."""
    beside: dict[Path, Path] = {}
    before = {root / path: (root / path).read_bytes() for path in renaming.texts}
    try:
        for path, text in renaming.texts.items():
            file = root / path
            beside[file] = file.with_name(f".{file.name}.nieuw")
            beside[file].write_text(text, encoding="utf-8", newline="")
        for file, fresh in beside.items():
            os.replace(fresh, file)
        if renaming.moved:
            os.rename(root / renaming.moved[0], root / renaming.moved[1])
    except OSError:
        for fresh in beside.values():
            fresh.unlink(missing_ok=True)
        for file, content in before.items():
            if not file.is_file() or file.read_bytes() != content:
                file.write_bytes(content)
        raise


def in_words(renaming: Renaming) -> Iterator[str]:
    """What was done, for who asked for it."""
    old, new = renaming.old, renaming.new
    yield f"{old} heet nu {new}."
    if renaming.moved:
        yield f"Bestand: {renaming.moved[0]} heet nu {renaming.moved[1]}."
    for path, count in sorted(renaming.counts.items()):
        yield f"Aangepast: {path} ({count} {'verwijzing' if count == 1 else 'verwijzingen'})."
    yield "Het oude adres op de site leidt naar het nieuwe."
    if renaming.mentions:
        yield f"De oude id staat ook nog in: {', '.join(renaming.mentions)}. Kijk zelf of dat klopt."


def _find(loaded: Loaded, name: str) -> tuple[Item, Kind]:
    item = loaded.model.items.get(Key.of(name))
    if item is None:
        guess = nearest(name, map(str, loaded.model.items))
        raise WorkspaceError(f"Er is geen {name}.", f"Bedoelde u {guess}?" if guess else "Schrijf soort:id.")
    kind = loaded.kinds[item.key.kind]
    if kind.file:
        raise WorkspaceError(f"{kind.title} heeft altijd dezelfde id.", "")
    if not kind.fields_with_role(ROLE):
        raise WorkspaceError(
            f"{kind.title} heeft geen veld voor een vorige id.", "Geef het schema een veld met x-rol vorige-id."
        )
    return item, kind


def _new_key(loaded: Loaded, item: Item, new_id: str) -> Key:
    local = new_id.partition(":")[2] or new_id
    above = f"{item.parent.id}." if item.parent else ""
    local = local.removeprefix(above) if above else local
    if not _ID.fullmatch(local):
        raise WorkspaceError(f"{new_id} kan geen id zijn.", "Gebruik kleine letters, cijfers en streepjes.")
    new = Key(kind=item.key.kind, id=above + local)
    other = loaded.model.items.get(new)
    if other is not None:
        same = "Zo heet het al." if other is item else f"Er is al een {new} ({other.title})."
        raise WorkspaceError(same, "Kies een andere id.")
    return new


def _moved(path: str, stem: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/{stem}{name[name.rindex('.') :]}"


def _new_texts(loaded: Loaded, item: Item, kind: Kind, new: Key) -> tuple[dict[str, str], dict[str, int]]:
    model, edits = loaded.model, dict[str, set[_Edit]]()
    counts: Counter[str] = Counter()
    for reference in model.references:
        if _is_of(reference.target, item, model):
            document = model.documents[reference.path]
            edit = _edit_reference(document, reference, item, new.id)
            if edit is not None and edit not in edits.setdefault(document.path, set()):
                edits[document.path].add(edit)
                counts[document.path] += 1
    own = edits.setdefault(item.path, set())
    document = model.documents[item.path]
    if item.parent is not None:
        own.add(_edit_id(document, item, new))
    own |= set(_keep_old(document, item, kind, new))
    root = loaded.workspace.root
    texts = {path: _apply(model.documents[path], root / path, found) for path, found in edits.items()}
    return texts, dict(counts)


def _is_of(key: Key, item: Item, model: Model) -> bool:
    """Whether this is the item itself or something nested in it."""
    if item.parent is None:
        return model.items[key].path == item.path
    return key == item.key or (model.items[key].path == item.path and key.id.startswith(f"{item.key.id}."))


def _edit_reference(document: Document, reference: Reference, item: Item, new: str) -> _Edit | None:
    """The change of one reference; None where it names a thing in its own file by its short id, which stays."""
    at, old = _offset(document, reference.position), item.key.id
    mark = rf"(['\"]?(?:{re.escape(reference.target.kind)}\s*:\s*)?)"
    match = re.compile(rf"{mark}{re.escape(old)}(?![a-z0-9-])").match(document.source, at)
    if match is not None:
        return _Edit(start=match.end(1), end=match.end(), text=new)
    short = reference.target.id.rpartition(".")[2]
    match = re.compile(rf"{mark}{re.escape(short)}(?![a-z0-9-])").match(document.source, at)
    if match is None or reference.path != item.path:
        raise _RefusedError(document.path, reference.position, f"De verwijzing naar {old} staat hier niet letterlijk.")
    if reference.target != item.key:
        return None
    return _Edit(start=match.end(1), end=match.end(), text=new.rpartition(".")[2])


def _edit_id(document: Document, item: Item, new: Key) -> _Edit:
    place = document.positions[(*item.pointer, "id")]
    local = item.key.id.rpartition(".")[2]
    at = _offset(document, place)
    match = re.compile(rf"(['\"]?){re.escape(local)}(?![a-z0-9-])").match(document.source, at)
    if match is None:
        raise _RefusedError(document.path, place, f"De id {local} staat hier niet letterlijk.")
    return _Edit(start=match.end(1), end=match.end(), text=new.id.rpartition(".")[2])


def _keep_old(document: Document, item: Item, kind: Kind, new: Key) -> Iterator[_Edit]:
    """The old id is added to the former ones, and the new id is no longer one of them."""
    field = kind.fields_with_role(ROLE)[0]
    old, again = item.key.id.rpartition(".")[2], new.id.rpartition(".")[2]
    listed = as_texts(item.fields.get(field))
    pointer = (*item.pointer, field)
    if listed:
        kept = [old, *(name for name in listed if name != again)]
        yield _rewrite_list(document, document.positions[pointer], kept)
    elif pointer in document.positions:
        raise _RefusedError(document.path, document.positions[pointer], f"{field} is leeg.")
    elif item.parent is None:
        source = document.source
        yield _Edit(
            start=len(source), end=len(source), text=f"{'' if source.endswith(chr(10)) else chr(10)}{field}: [{old}]\n"
        )
    else:
        yield _below_id(document, item, f"{field}: [{old}]")


def _rewrite_list(document: Document, place: Position, names: Iterable[str]) -> _Edit:
    """Lists of ids are short: on one line between brackets, or one on each line."""
    at = _offset(document, place)
    listed = list(names)
    flow = re.compile(r"\[[^\[\]#]*\]").match(document.source, at)
    if flow:
        return _Edit(start=at, end=flow.end(), text=f"[{', '.join(listed)}]")
    indent = " " * (place.column - 1)
    block = re.compile(rf"- [a-z0-9'\"-]+[ \t]*(?:\r?\n{indent}- [a-z0-9'\"-]+[ \t]*(?=\r?\n|$))*").match(
        document.source, at
    )
    if block is None:
        raise _RefusedError(document.path, place, "Deze lijst kan niet vanzelf worden aangevuld.")
    return _Edit(start=at, end=block.end(), text=f"\n{indent}".join(f"- {name}" for name in listed))


def _below_id(document: Document, item: Item, line: str) -> _Edit:
    """A line of its own below the id of a nested item."""
    key, value = document.keys[(*item.pointer, "id")], document.positions[(*item.pointer, "id")]
    at = _offset(document, value)
    rest = re.compile(r"['\"]?[a-z0-9-]+['\"]?[ \t]*(#[^\r\n]*)?(?=\r?\n|$)").match(document.source, at)
    if rest is None or key.line != value.line:
        raise _RefusedError(document.path, value, "Hier kan vanzelf geen regel onder.")
    return _Edit(start=rest.end(), end=rest.end(), text=f"\n{' ' * (key.column - 1)}{line}")


def _offset(document: Document, place: Position) -> int:
    lines = document.source.split("\n")
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1


def _apply(document: Document, file: Path, edits: Iterable[_Edit]) -> str:
    """The text of a file with these edits; its own line ends and byte order mark stay."""
    raw = file.read_bytes().decode("utf-8")
    text = raw.lstrip(_BOM)
    if text != document.source:
        raise _RefusedError(document.path, START, "Dit bestand heeft vreemde regeleinden.")
    end = "\r\n" if "\r\n" in text else "\n"
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        text = text[: edit.start] + edit.text.replace("\n", end) + text[edit.end :]
    return raw[: len(raw) - len(raw.lstrip(_BOM))] + text


def _problems(
    loaded: Loaded, texts: Mapping[str, str], moved: tuple[str, str] | None, old: Key, new: Key
) -> list[Finding]:
    """What would be wrong afterwards and is not wrong now."""
    documents, before = [], list(loaded.model.documents.values())
    findings: list[Finding] = []
    for document in before:
        if document.path not in texts:
            documents.append(document)
            continue
        path = moved[1] if moved and document.path == moved[0] else document.path
        changed, found = read_text(path, texts[document.path].encode())
        findings += found
        if changed:
            documents.append(changed)
    model, more = _examined(loaded, documents)
    known = {(finding.code, finding.message) for finding in _examined(loaded, before)[1]}
    fresh = [f for f in (*findings, *more) if (f.code, f.message) not in known and f.severity is not Severity.NOTE]
    expected = {_renamed(key, old, new, item, loaded.model) for key, item in loaded.model.items.items()}
    if not fresh and expected != set(model.items):
        item = loaded.model.items[old]
        fresh = [_RefusedError(item.path, item.position, "Dit bestand kan niet vanzelf worden aangepast.").finding]
    return fresh


def _examined(loaded: Loaded, documents: Iterable[Document]) -> tuple[Model, list[Finding]]:
    placed, findings = validate(documents, loaded.kinds)
    model, more = resolve(placed, loaded.kinds)
    return model, [*findings, *more, *check(model, loaded.kinds), *judge(model, loaded.kinds, loaded.day)[1]]


def _renamed(key: Key, old: Key, new: Key, item: Item, model: Model) -> Key:
    inside = key == old or (item.path == model.items[old].path and key.id.startswith(f"{old.id}."))
    return Key(kind=key.kind, id=new.id + key.id[len(old.id) :]) if inside else key


def _mentions(root: Path, old: Key) -> Iterator[str]:
    """Files in which the id stands as a word of its own, and which are not ours to change."""
    word = re.compile(rf"(?<![a-z0-9-]){re.escape(old.id.rpartition('.')[2])}(?![a-z0-9-])")
    for folder in _LEFT:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in (".md", ".j2", ".yaml", ".html") and file.is_file() and not file.is_symlink():
                with contextlib.suppress(OSError, UnicodeDecodeError):
                    if "-" in old.id and word.search(file.read_text(encoding="utf-8")):
                        yield file.relative_to(root).as_posix()
