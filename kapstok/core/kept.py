"""Findings that are dear to find: kept in the cache, as data, until something that they rest on changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Self

from kapstok.core.cache import Cache, content_key
from kapstok.core.finding import Edit, Finding, Fix, Severity
from kapstok.core.model import Document

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
        self._rows: dict[str, tuple[str, list[dict[str, Any]]]] = {}
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


def row_of(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    return asdict(finding)


def finding_of(row: Mapping[str, Any]) -> Finding:
    """The finding of a row."""
    fix = row["fix"]
    cure = fix and Fix(
        edits=tuple(Edit(**edit) for edit in fix["edits"]), rename=fix["rename"], encoding=fix["encoding"]
    )
    return Finding(**{**row, "severity": Severity(row["severity"]), "fix": cure})
