"""A workspace of any size, made of a real one: every file a number of times, with ids and references of its own.

What there is one of stays single: the settings, the lists of frames, and the glossary, which every text is held
against. Everything else comes back with `-k2`, `-k3` … behind its id and its title and without its number
where that may be, and a copy refers to what was copied with it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from kapstok.core.model import Document, Item, Model, Position
from kapstok.core.workspace import open_workspace
from kapstok.kinds.schema import Kinds
from kapstok.pipeline import load

SINGLE = ("agenda.yaml", "kaderlijsten", "begrippen")  # files and folders of the agenda
BESIDE = ("bijlagen", "docs", "huisstijl", "mkdocs.yml", "schemas")


def enlarge(source: Path, target: Path, items: int) -> int:
    """Make a workspace of about so many items in `target`; gives how many there are.

    The sizes of what can be made are those of whole copies; the last one is left out when it would be too much.
    """
    loaded = load(open_workspace(source))
    shutil.copytree(source / "agenda", target / "agenda")
    for name in BESIDE:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).is_file():
            shutil.copy2(source / name, target / name)
    model = loaded.model
    copied = {path for path in model.documents if path.split("/")[1] not in SINGLE}
    each = sum(item.path in copied for item in model.items.values())
    copies = max(0, round((items - len(model.items)) / each))
    references = _references(model, copied)
    titles = {path: _title_end(model, loaded.kinds, path) for path in copied}
    numbers = {path: _number_line(model, loaded.kinds, path) for path in copied}
    for number in range(2, copies + 2):
        for path in sorted(copied):
            text = _copy(model.documents[path], references.get(path, {}), titles[path], numbers[path], number)
            file = target / path
            file.with_name(f"{file.stem}-k{number}.yaml").write_text(text, encoding="utf-8", newline="")
    return len(model.items) + copies * each


def _references(model: Model, copied: set[str]) -> dict[str, dict[int, None]]:
    """Where in each text an id stands that gets a number: the offset of its end, by file."""
    found: dict[str, dict[int, None]] = {}
    for reference in model.references:
        target = model.items[reference.target]
        if target.path not in copied or reference.path not in copied:
            continue
        document = model.documents[reference.path]
        stem = Path(target.path).stem
        mark = re.compile(rf"['\"]?(?:{re.escape(reference.target.kind)}\s*:\s*)?{re.escape(stem)}(?![a-z0-9-])")
        if match := mark.match(document.source, _offset(document, reference.position)):
            found.setdefault(reference.path, {})[match.end()] = None
    return found


def _title_end(model: Model, kinds: Kinds, path: str) -> int | None:
    """Where the title of a file ends; None when it is not written on the line of its key."""
    item: Item = next(i for i in model.items.values() if i.path == path and i.parent is None)
    document = model.documents[path]
    place = document.positions.get((kinds[item.key.kind].title_field,))
    if place is None:
        return None
    start = _offset(document, place)
    line = document.source[start : document.source.find("\n", start)]
    if line.rstrip().rstrip("'\"").endswith(item.title):
        return start + line.index(item.title) + len(item.title)
    return None


def _number_line(model: Model, kinds: Kinds, path: str) -> tuple[int, int]:
    """From where to where the line with the number of a file stands; nothing when there is none, or it has to stay."""
    item = next(i for i in model.items.values() if i.path == path and i.parent is None)
    document, kind = model.documents[path], kinds[item.key.kind]
    place = document.keys.get((kind.number_field,))
    if place is None or kind.number_field in kind.shape.required:
        return 0, 0
    start = _offset(document, place)
    return start, document.source.find("\n", start) + 1


def _copy(document: Document, ends: dict[int, None], title: int | None, line: tuple[int, int], number: int) -> str:
    changes = [(end, end, f"-k{number}") for end in ends] + [(*line, "")]
    if title is not None:
        changes.append((title, title, f" deel {number}"))
    parts: list[str] = []
    last = 0
    for start, end, text in sorted(changes):
        parts += [document.source[last:start], text]
        last = end
    return "".join((*parts, document.source[last:]))


def _offset(document: Document, place: Position) -> int:
    lines = document.source.splitlines(keepends=True)
    return sum(map(len, lines[: place.line - 1])) + place.column - 1
