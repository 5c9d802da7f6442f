"""The shipped agenda in memory, with some files put in or in the place of others; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from workbench import REPOSITORY

from kapstok.check.structure import check
from kapstok.core.finding import Finding, sort_findings
from kapstok.core.model import Document, Judgement, Model
from kapstok.core.workspace import open_workspace
from kapstok.kinds.schema import Kind
from kapstok.link.gates import with_gates
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.pipeline import Loaded, load
from kapstok.read.reader import read_text
from kapstok.rules.frames import judge

DAY = date(2026, 11, 1)  # a day on which the exemptions in the agenda count


@cache
def shipped() -> Loaded:
    """The agenda as it is, read once."""
    return load(open_workspace(REPOSITORY), day=DAY)


@cache
def _placed() -> Mapping[str, tuple[Document, Kind]]:
    found, _ = validate(shipped().model.documents.values(), shipped().kinds)
    return {document.path: (document, kind) for document, kind in found}


def with_files(texts: Mapping[str, str]) -> tuple[Model, Judgement, list[Finding]]:
    """The agenda with these files, by their path; and every finding that it did not have without them."""
    loaded = shipped()
    files = dict(_placed())
    findings: list[Finding] = []
    for path, text in texts.items():
        document, found = read_text(path, text.encode())
        findings += found
        if document is not None:
            placed, found = validate([document], loaded.kinds)
            findings += found
            files |= {one.path: (one, kind) for one, kind in placed}
    model, found = resolve(files.values(), loaded.kinds)
    model = with_gates(model, loaded.kinds)
    judgement, broken = judge(model, loaded.kinds, loaded.day)
    findings += [*found, *check(model, loaded.kinds), *broken]
    return model, judgement, sort_findings([f for f in findings if f not in loaded.findings])
