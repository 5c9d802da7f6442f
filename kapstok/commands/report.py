"""Findings as text, JSON, SARIF, GitHub or GitLab annotations. A formatter returns a string; only the CLI prints."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from kapstok import __version__
from kapstok.core.finding import Finding, Severity

LANGUAGE = "taal-"  # how the code of every note about language begins
_NOTES, _FILES = 3, 10  # notes about language in a short text: in each file, and the files that are named
_WORDS = {Severity.ERROR: "fout", Severity.WARNING: "waarschuwing", Severity.NOTE: "opmerking"}


def as_text(findings: Sequence[Finding]) -> str:
    """One block a finding: place, what is wrong, what to do; and a count at the end."""
    return "\n".join([*map(_block, findings), summary(findings)])


def as_short_text(findings: Sequence[Finding]) -> str:
    """The same with few notes about language: there can be many, and none of them is urgent."""
    notes = [f for f in findings if f.code.startswith(LANGUAGE)]
    counts = Counter(f.path for f in notes)
    # Where there is most to win comes first; files with as many keep the order of the findings.
    chosen = {path for path, _ in counts.most_common(_FILES)}
    left, lines = Counter(counts), []
    for f in findings:
        if not f.code.startswith(LANGUAGE):
            lines.append(_block(f))
        elif f.path in chosen and counts[f.path] - left[f.path] < _NOTES:
            lines.append(_block(f))
            left[f.path] -= 1
            if counts[f.path] - left[f.path] == _NOTES and left[f.path]:
                more = "1 opmerking" if left[f.path] == 1 else f"{left[f.path]} opmerkingen"
                lines.append(f"    In dit bestand nog {more} over de taal.")
    hidden = left.total()
    if others := [path for path in counts if path not in chosen]:
        lines.append(f"En nog {sum(counts[path] for path in others)} opmerkingen over de taal in andere bestanden.")
    if hidden:
        lines.append("Alle opmerkingen: --opmerkingen alle. De moeilijkste teksten eerst: kapstok leesbaarheid.")
    return "\n".join([*lines, summary(findings)])


def _block(f: Finding) -> str:
    place = f"{f.path}:{f.line}:{f.column}: {_WORDS[f.severity]}: {f.message} [{f.code}]"
    return f"{place}\n    {f.hint}" if f.hint else place


def summary(findings: Sequence[Finding]) -> str:
    """How many findings of each severity: `2 fouten, 1 waarschuwing`."""
    plural = {Severity.ERROR: "fouten", Severity.WARNING: "waarschuwingen", Severity.NOTE: "opmerkingen"}
    counts = {s: sum(f.severity is s for f in findings) for s in Severity}
    said = [f"{n} {_WORDS[s] if n == 1 else plural[s]}" for s, n in counts.items() if n]
    return ", ".join(said) or "Geen bevindingen."


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects with the fields of a finding."""
    return json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=2)


def as_sarif(findings: Sequence[Finding]) -> str:
    """SARIF 2.1.0, for code scanning."""
    rules = sorted({f.code for f in findings})
    results = [
        {
            "ruleId": f.code,
            "ruleIndex": rules.index(f.code),
            "level": f.severity.value,
            "message": {"text": " ".join(part for part in (f.message, f.hint) if part)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(f.path), "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": f.line, "startColumn": f.column},
                    }
                }
            ],
            **_sarif_fix(f),
        }
        for f in findings
    ]
    driver = {"name": "Kapstok", "version": __version__, "rules": [{"id": rule} for rule in rules]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps(
        {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]},
        ensure_ascii=False,
        indent=2,
    )


def _sarif_fix(f: Finding) -> dict[str, Any]:
    """The one cure, for a tool that can carry it out; another name or encoding of a file is none of its business."""
    if f.fix is None or not f.fix.edits:
        return {}
    replacements = []
    for edit in f.fix.edits:
        lines = edit.was.split("\n")
        end = edit.column + len(edit.was) if len(lines) == 1 else len(lines[-1]) + 1
        region = {
            "startLine": edit.line,
            "startColumn": edit.column,
            "endLine": edit.line + len(lines) - 1,
            "endColumn": end,
        }
        replacements.append({"deletedRegion": region, "insertedContent": {"text": edit.becomes}})
    location = {"uri": quote(f.path), "uriBaseId": "%SRCROOT%"}
    change = {"artifactLocation": location, "replacements": replacements}
    return {"fixes": [{"description": {"text": f.hint}, "artifactChanges": [change]}]}


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands that GitHub shows beside the line."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}

    def value(text: str, extra: bool) -> str:
        text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        return text.replace(":", "%3A").replace(",", "%2C") if extra else text

    return "\n".join(
        f"::{words[f.severity]} file={value(f.path, True)},line={f.line},col={f.column},title={value(f.code, True)}"
        f"::{value(' '.join(part for part in (f.message, f.hint) if part), False)}"
        for f in findings
    )


def as_gitlab(findings: Sequence[Finding]) -> str:
    """A GitLab code quality report."""
    words = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
    return json.dumps(
        [
            {
                "description": " ".join(part for part in (f.message, f.hint) if part),
                "check_name": f.code,
                "fingerprint": hashlib.blake2b(
                    f"{f.path}|{f.line}|{f.column}|{f.code}|{f.message}".encode(), digest_size=16
                ).hexdigest(),
                "severity": words[f.severity],
                "location": {"path": f.path, "positions": {"begin": {"line": f.line, "column": f.column}}},
            }
            for f in findings
        ],
        ensure_ascii=False,
        indent=2,
    )


FORMATS: Mapping[str, Callable[[Sequence[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
    "gitlab": as_gitlab,
}
