"""Findings as text for people, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from kapstok.commands.report.where import NOWHERE, Where
from kapstok.core.finding import Finding, Severity

LANGUAGE = "taal-"  # how the code of every note about language begins
_NOTES, _FILES = 3, 10  # notes about language in a short text: in each file, and the files that are named
WORDS = {Severity.ERROR: "fout", Severity.WARNING: "waarschuwing", Severity.NOTE: "opmerking"}


def as_text(findings: Sequence[Finding], _: Where = NOWHERE) -> str:
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
    place = f"{f.path}:{f.line}:{f.column}: {WORDS[f.severity]}: {f.message} [{f.code}]"
    return f"{place}\n    {f.hint}" if f.hint else place


def summary(findings: Sequence[Finding]) -> str:
    """How many findings of each severity: `2 fouten, 1 waarschuwing`."""
    plural = {Severity.ERROR: "fouten", Severity.WARNING: "waarschuwingen", Severity.NOTE: "opmerkingen"}
    counts = {s: sum(f.severity is s for f in findings) for s in Severity}
    said = [f"{n} {WORDS[s] if n == 1 else plural[s]}" for s, n in counts.items() if n]
    return ", ".join(said) or "Geen bevindingen."


def as_json(findings: Sequence[Finding], _: Where = NOWHERE) -> str:
    """A list of objects with the fields of a finding."""
    return json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=2)
