"""`kapstok herstel`: mend what has exactly one cure, at the exact place; comments and layout stay.

The cures are those of the findings themselves (`Finding.fix`), so that a hint and this command cannot disagree. A file
is mended in rounds, for one fault in YAML hides the next; what would make a file unreadable is not done.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kapstok.core.finding import Edit, Finding, Fix
from kapstok.core.workspace import Workspace
from kapstok.read.reader import read_text

ROUNDS = 20
_BOM = "\ufeff"
_LINE = re.compile(r"\r\n|\r|\n")
_SHOWN = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One line as it was and as it becomes; `line` is 0 for what is about the whole file."""

    line: int
    was: str
    becomes: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mending:
    """What will be done to one file: its new bytes, its new path (the same when it keeps its name), line by line."""

    path: str
    new_path: str
    content: bytes
    changes: tuple[Change, ...]


def plan_mendings(workspace: Workspace, findings: Iterable[Finding]) -> Iterator[Mending]:
    """A mending for every file that has something with one cure, in order."""
    fixes: dict[str, list[Fix]] = {}
    for finding in findings:
        if finding.fix is not None:
            fixes.setdefault(finding.path, []).append(finding.fix)
    marked = [path for path in _with_mark(workspace) if path not in fixes]
    for path in sorted([*fixes, *marked]):
        if mending := _mending(workspace.root, path, list(dict.fromkeys(fixes.get(path, ())))):
            yield mending


def carry_out(root: Path, mending: Mending) -> None:
    """Write one file whole, under its new name; raises OSError, and then nothing has changed."""
    file, target = root / mending.path, root / mending.new_path
    if target != file and target.exists() and not target.samefile(file):
        raise FileExistsError(17, "bestaat al", str(target))
    if mending.content != file.read_bytes():
        beside = file.with_name(f".{file.name}.nieuw")
        try:
            beside.write_bytes(mending.content)
            os.replace(beside, file)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
    if target != file:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.rename(file, target)


def in_words(mending: Mending) -> Iterator[str]:
    """What will change, for who has to say yes or no."""
    yield mending.path
    for change in mending.changes:
        where = f"regel {change.line}" if change.line else "bestand"
        yield f"  {where}  was:   {_short(change.was)}"
        yield f"  {' ' * len(where)}  wordt: {_short(change.becomes)}"


def apply_fixes(raw: bytes, fixes: Iterable[Fix]) -> bytes:
    """The bytes of a file with every fix whose text still stands there; line ends stay, the file becomes UTF-8."""
    listed = list(fixes)
    encoding = next((fix.encoding for fix in listed if fix.encoding), "utf-8")
    text = raw.decode(encoding)
    mark = _BOM if text.startswith(_BOM) and encoding == "utf-8" else ""
    text = text.lstrip(_BOM)
    starts = [0, *(match.end() for match in _LINE.finditer(text))]
    end = "\r\n" if "\r\n" in text else "\n"
    spans = [span for fix in listed for edit in fix.edits if (span := _span(text, starts, edit, end))]
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    for start, stop, becomes in reversed(kept):
        text = text[:start] + becomes + text[stop:]
    return (mark + text).encode()


def _span(text: str, starts: list[int], edit: Edit, end: str) -> tuple[int, int, str] | None:
    """Where an edit begins and ends in the text; None when something else stands there."""
    if edit.line > len(starts):
        return None
    start = starts[edit.line - 1] + edit.column - 1
    was = edit.was.replace("\n", end)
    return (start, start + len(was), edit.becomes.replace("\n", end)) if text.startswith(was, start) else None


def _mending(root: Path, path: str, fixes: list[Fix]) -> Mending | None:
    try:
        raw = (root / path).read_bytes()
        content = apply_fixes(raw, fixes)
    except (OSError, UnicodeDecodeError):
        return None
    yaml = path.startswith("agenda/")
    content = content.removeprefix(_BOM.encode()) if yaml else content
    if yaml and _reads(path, raw) and not _reads(path, content):
        return None
    new_path = next((fix.rename for fix in fixes if fix.rename), path)
    changes = [*_file_changes(path, new_path, raw, fixes), *_line_changes(raw, content, fixes)]
    return Mending(path=path, new_path=new_path, content=content, changes=tuple(changes)) if changes else None


def _reads(path: str, raw: bytes) -> bool:
    return read_text(path, raw)[0] is not None


def _file_changes(path: str, new_path: str, raw: bytes, fixes: list[Fix]) -> Iterator[Change]:
    """What changes about a file besides its lines."""
    if new_path != path:
        yield Change(line=0, was=path, becomes=new_path)
    encoding = next((fix.encoding for fix in fixes if fix.encoding), "")
    if encoding:
        yield Change(line=0, was=f"opgeslagen als {encoding}", becomes="opgeslagen als UTF-8")
    elif raw.startswith(_BOM.encode()):
        yield Change(line=0, was="een onzichtbaar teken aan het begin", becomes="zonder dat teken")


def _line_changes(raw: bytes, content: bytes, fixes: list[Fix]) -> Iterator[Change]:
    """The lines that differ, by the lines that the edits touch."""
    encoding = next((fix.encoding for fix in fixes if fix.encoding), "utf-8")
    old = _LINE.split(raw.decode(encoding).lstrip(_BOM))
    new = _LINE.split(content.decode("utf-8").lstrip(_BOM))
    if len(old) == len(new):
        yield from (
            Change(line=n, was=a, becomes=b) for n, (a, b) in enumerate(zip(old, new, strict=True), 1) if a != b
        )
        return
    first = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    tail = 0
    while tail < min(len(old), len(new)) - first and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    was, becomes = old[first : len(old) - tail], new[first : len(new) - tail]
    yield Change(line=first + 1, was=" ⏎ ".join(was), becomes=" ⏎ ".join(becomes))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _with_mark(workspace: Workspace) -> Iterator[str]:
    """YAML files that begin with a byte order mark: harmless to us, but not to every program."""
    for path in workspace.yaml_files():
        with contextlib.suppress(OSError), path.open("rb") as file:
            if file.read(3) == _BOM.encode():
                yield path.relative_to(workspace.root).as_posix()
