"""Findings that are dear to find: kept in the cache, as data, until something that they rest on changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Self

from kapstok.core.cache import Cache, content_key
from kapstok.core.finding import Edit, Finding, Fix, Severity
from kapstok.core.model import Block, Document
from kapstok.core.values import as_block, as_list, as_number, as_text

_FORM = "bevindingen 1"


def kept_findings(cache: Cache, about: Iterable[str | bytes], look: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What `look` finds, or found when all that it is `about` was as it is now."""
    key = findings_key(about)
    kept = cache.get(key)
    if kept is not None:
        return [finding_of(row) for row in json.loads(kept)]
    findings = list(look())
    keep_findings(cache, key, findings)
    return findings


def keep_findings(cache: Cache, key: str, findings: Iterable[Finding]) -> None:
    """Keep these findings under a key of `findings_key`."""
    cache.put(key, json.dumps([row_of(finding) for finding in findings]).encode())


def findings_key(about: Iterable[str | bytes]) -> str:
    """Under what the findings are kept that are `about` all this."""
    return content_key(_FORM, *about)


class KeptByFile:
    """Findings that rest on one file each, and on a few things besides: all in one blob of the cache.

    Of every file the findings are held together with the digest of its text. `state` names the code that finds them
    and whatever lies beside the agenda.
    """

    def __init__(self, cache: Cache | None = None, name: str = "", state: str = "") -> None:
        self._cache, self._about = cache or Cache(None), (_FORM, name, state)
        self._key, self._digests = "", dict[str, str]()
        self._rows: dict[str, tuple[str, list[Block]]] = {}
        self.findings: dict[str, list[Finding]] = {}
        self.fresh: tuple[str, ...] = ()

    def under(self, said: str, documents: Mapping[str, Document]) -> Self:
        """Look up what is known of these files: `findings` of those that did not change; the others are `fresh`."""
        self._key = content_key(*self._about, said)
        kept = self._cache.get(self._key)
        self._rows = json.loads(kept) if kept is not None else {}
        self._digests = {path: content_key(document.source) for path, document in documents.items()}
        known = {path: rows for path, (digest, rows) in self._rows.items() if self._digests.get(path) == digest}
        self.findings = {path: [finding_of(row) for row in rows] for path, rows in known.items()}
        self.fresh = tuple(path for path in documents if path not in known)
        return self

    def keep(self, found: Mapping[str, Sequence[Finding]]) -> None:
        """Keep what was found in the files that were fresh, and forget those that are gone."""
        if not self.fresh and len(self._rows) == len(self._digests):
            return
        rows = {path: row for path, row in self._rows.items() if path in self.findings}
        rows |= {
            path: (self._digests[path], [row_of(finding) for finding in findings])
            for path, findings in found.items()
            if path in self._digests
        }
        self._cache.put(self._key, json.dumps(rows).encode())


def row_of(finding: Finding) -> Block:
    """A finding as plain data."""
    return asdict(finding)


def finding_of(row: Block) -> Finding:
    """The finding of a row."""
    fix = row["fix"]
    return Finding(
        path=as_text(row["path"]),
        line=int(as_number(row["line"]) or 0),
        column=int(as_number(row["column"]) or 0),
        severity=Severity(as_text(row["severity"])),
        code=as_text(row["code"]),
        message=as_text(row["message"]),
        hint=as_text(row["hint"]),
        fix=_fix_of(fix) if isinstance(fix, dict) else None,
    )


def _fix_of(row: Block) -> Fix:
    return Fix(
        edits=tuple(map(_edit_of, map(as_block, as_list(row["edits"])))),
        rename=as_text(row["rename"]),
        encoding=as_text(row["encoding"]),
    )


def _edit_of(row: Block) -> Edit:
    return Edit(
        line=int(as_number(row["line"]) or 0),
        column=int(as_number(row["column"]) or 0),
        was=as_text(row["was"]),
        becomes=as_text(row["becomes"]),
    )
