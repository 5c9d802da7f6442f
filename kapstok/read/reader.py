"""YAML files → documents: plain data with a place for every key and value, and findings."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kapstok.core.door import Door, Shut
from kapstok.core.finding import Finding, sort_findings
from kapstok.core.model import Document
from kapstok.core.places import Place
from kapstok.read.syntax import messages
from kapstok.read.syntax.build import Builder
from kapstok.read.syntax.messages import Words
from kapstok.read.syntax.text import decode

MAX_BYTES = 1_048_576

_LINK_OUTSIDE: Words = (
    "yaml-koppeling",
    "Dit bestand is een koppeling naar een plaats buiten de eigen map en is niet gelezen.",
    "Zet het bestand zelf in de map.",
)
_NOT_A_FILE: Words = (
    "yaml-onleesbaar",
    "Dit is geen gewoon bestand en is niet gelezen.",
    "Geef de map of het apparaat een naam zonder .yaml, of haal het weg.",
)
_UNREADABLE: Words = (
    "yaml-onleesbaar",
    "Dit bestand kan niet worden gelezen.",
    "Kijk of het bestand bestaat en of u het mag openen.",
)
_SHUT = {Shut.OUTSIDE: _LINK_OUTSIDE, Shut.NO_FILE: _NOT_A_FILE, Shut.TOO_LARGE: messages.TOO_LARGE}


def read_text(path: str, raw: bytes) -> tuple[Document | None, list[Finding]]:
    """Read the bytes of one file; `path` is relative to the workspace, with forward slashes.

    The document is None when the file has no usable data: not UTF-8, not YAML, over a limit or not
    a mapping. Beside a document there can still be errors: of a repeated field the first counts, a
    field without a name in text is left out, a tag is ignored and a second document is not read.
    """
    if len(raw) > MAX_BYTES:
        return None, [Finding.at(Place(path), *messages.TOO_LARGE)]
    text, findings = decode(path, raw)
    if text is None:
        return None, findings
    builder = Builder(path, text)
    data = builder.build()
    findings += builder.findings
    if len(findings) > 1:
        findings = sort_findings(findings)
    if data is None:
        return None, findings
    folder, _, name = path.rpartition("/")
    document = Document(
        path=path,
        folder=folder.rpartition("/")[2],
        stem=name.rpartition(".")[0] or name,
        data=data,
        positions=builder.tables.positions,
        keys=builder.tables.keys,
        raws=builder.tables.raws,
        source=text,
        torn=builder.tables.torn,
        remarks=builder.tables.remarks,
        flows=frozenset(builder.tables.flows),
        told=frozenset(builder.tables.told),
    )
    return document, findings


def read_files(root: Path, paths: Iterable[Path]) -> tuple[list[Document], list[Finding]]:
    """Read files below `root`, in the order given; a broken file is a finding and stops nothing.

    Paths are absolute, or relative to `root`, or start with `root` itself.
    """
    doors: dict[str, Door] = {}
    documents: list[Document] = []
    findings: list[Finding] = []
    for given in paths:
        path = given if given.is_relative_to(root) else root / given
        name = _relative_name(root, path)
        raw = _read_bytes(root, path, doors)
        if isinstance(raw, bytes):
            document, found = read_text(name, raw)
            findings += found
            if document is not None:
                documents.append(document)
        else:
            findings.append(Finding.at(Place(name), *_SHUT.get(raw, _UNREADABLE)))
    return documents, findings


def _read_bytes(root: Path, path: Path, doors: dict[str, Door]) -> bytes | Shut:
    """Read a file by the door of the folder at the top of the workspace that it lies in."""
    if not path.is_relative_to(root) or ".." in path.relative_to(root).parts:
        return Shut.OUTSIDE
    folder, *rest = path.relative_to(root).parts
    if not rest:
        folder, rest = "", [folder]
    if folder not in doors:
        doors[folder] = Door(root, folder, limit=MAX_BYTES)
    return doors[folder].read("/".join(rest))


def _relative_name(root: Path, path: Path) -> str:
    """Give the name of a file in findings; bytes that are no UTF-8 become U+FFFD."""
    inside = path.relative_to(root) if path.is_relative_to(root) else path
    name = inside.as_posix()
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "replace")
