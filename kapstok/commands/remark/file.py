"""The comment as a file. Whoever reads it takes it for written by a stranger: its form, its sizes, every address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kapstok.commands.remark.printing import Preview, as_comment
from kapstok.commands.remark.values import (
    LONGEST_PATH,
    LONGEST_TEXT,
    MOST_LINES,
    MOST_PARTS,
    MOST_PIECES,
    PAGE,
    Bit,
    Ink,
    Line,
    Part,
    Remark,
)
from kapstok.core.audience import AUDIENCES
from kapstok.core.text import cut
from kapstok.core.workspace import WorkspaceError

LARGEST = 4_000_000  # bytes
_SHOWN = 200_000  # bytes of a comment in the summary of a step
_FORM = 1
_KEYS = {"kapstok-opmerking", "publiek", "kop", "taak", "delen"}


class RemarkError(WorkspaceError):
    """This file is no comment of Kapstok; the message is Dutch."""


def write_remark(remark: Remark, file: Path) -> None:
    """Write a comment, within the limits that a reader holds it to; raises WorkspaceError when that fails."""
    try:
        file.write_text(as_text(remark), encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(f"Schrijven lukt niet: {file}.", "Noem een bestand in een map die er is.") from error


def show_remark(remark: Remark, file: Path) -> None:
    """Put a comment behind what a file holds, as Markdown; raises WorkspaceError when that fails."""
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(as_comment(remark, Preview(), _SHOWN))
    except OSError as error:
        raise WorkspaceError(f"Schrijven lukt niet: {file}.", "Noem een bestand in een map die er is.") from error


def as_text(remark: Remark) -> str:
    """The JSON of a comment; lines that are too many are left out of the last parts, and counted."""
    left, room = MOST_LINES, LARGEST - 100_000
    parts = []
    for part in remark.parts[:MOST_PARTS]:
        lines = []
        for line in (_line(line) for line in part.lines[:left]):
            room -= len(json.dumps(line)) + 200  # the indentation counts as well
            if room < 0:
                break
            lines.append(line)
        left -= len(lines)
        gone = part.left_out + len(part.lines) - len(lines)
        parts.append({"titel": cut(part.title, 200), "dicht": part.folded, "weg": gone, "regels": lines})
    said = {
        "kapstok-opmerking": _FORM,
        "publiek": remark.audience,
        "kop": cut(remark.head, LONGEST_TEXT),
        "taak": remark.job,
        "delen": parts,
    }
    return json.dumps(said, ensure_ascii=True, indent=1) + "\n"


def _line(line: Line) -> Mapping[str, object]:
    bits = [[bit.ink.value, cut(bit.text, LONGEST_TEXT)] for bit in line.bits[:MOST_PIECES]]
    return {"niveau": line.level, "pagina": line.page, "woorden": bits}


def read_remark(file: Path) -> Remark:
    """The comment in a file of a stranger; raises RemarkError when it is anything else."""
    try:
        with file.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise RemarkError(f"Het bestand {file} is niet te lezen.", "Heeft de taak ervoor het bewaard?") from error
    if len(raw) > LARGEST:
        raise _refused("het is te groot")
    try:
        said = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _refused("het is geen JSON") from error
    return _remark(said)


def _remark(said: object) -> Remark:
    if not isinstance(said, dict) or set(said) != _KEYS or said["kapstok-opmerking"] != _FORM:
        raise _refused("het heeft een andere vorm")
    parts = said["delen"]
    if said["publiek"] not in AUDIENCES or not isinstance(parts, list) or len(parts) > MOST_PARTS:
        raise _refused("het publiek of het aantal delen klopt niet")
    remark = Remark(
        audience=said["publiek"],
        head=_words(said["kop"]),
        job=_number(said["taak"], 10**15),
        parts=tuple(_part(part) for part in parts),
    )
    if sum(len(part.lines) for part in remark.parts) > MOST_LINES:
        raise _refused("het heeft te veel regels")
    return remark


def _part(said: object) -> Part:
    if not isinstance(said, dict) or set(said) != {"titel", "dicht", "weg", "regels"}:
        raise _refused("een deel heeft een andere vorm")
    lines = said["regels"]
    if not isinstance(lines, list) or len(lines) > MOST_LINES or not isinstance(said["dicht"], bool):
        raise _refused("een deel heeft een andere vorm")
    return Part(
        title=_words(said["titel"]),
        folded=said["dicht"],
        left_out=_number(said["weg"], 10**6),
        lines=tuple(_read_line(line) for line in lines),
    )


def _read_line(said: object) -> Line:
    if not isinstance(said, dict) or set(said) != {"niveau", "pagina", "woorden"}:
        raise _refused("een regel heeft een andere vorm")
    page, bits = said["pagina"], said["woorden"]
    if not isinstance(page, str) or len(page) > LONGEST_PATH or not PAGE.fullmatch(page):
        raise _refused("een regel leidt naar buiten")
    if not isinstance(bits, list) or len(bits) > MOST_PIECES:
        raise _refused("een regel is te lang")
    return Line(bits=tuple(_bit(bit) for bit in bits), level=_number(said["niveau"], 1), page=page)


def _bit(said: object) -> Bit:
    if not isinstance(said, list) or len(said) != 2 or said[0] not in {ink.value for ink in Ink}:
        raise _refused("een stukje tekst heeft een andere vorm")
    return Bit(ink=Ink(said[0]), text=_words(said[1]))


def _words(said: object) -> str:
    if not isinstance(said, str) or len(said) > LONGEST_TEXT:
        raise _refused("een tekst is te lang, of is geen tekst")
    return said


def _number(said: object, most: int) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= most:
        raise _refused("een getal klopt niet")
    return said


def _refused(why: str) -> RemarkError:
    return RemarkError(
        f"Dit is geen opmerking van Kapstok: {why}.",
        "Er is niets geplaatst. Maak het bestand opnieuw met kapstok opmerking, met dezelfde versie.",
    )
