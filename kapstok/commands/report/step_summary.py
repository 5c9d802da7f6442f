"""The summary of a step: all findings as Markdown, for the page of a run on GitHub and Forgejo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kapstok.commands.report.text import WORDS, summary
from kapstok.commands.report.where import NOWHERE, Where
from kapstok.core.finding import Finding, Severity
from kapstok.core.forge_text import plain

LARGEST = 900_000  # bytes; a step may write 1 MiB, and what is larger is not shown at all
_HEADS = {Severity.ERROR: "Fouten", Severity.WARNING: "Waarschuwingen", Severity.NOTE: "Opmerkingen"}
_OPEN = 25  # findings of a level that are seen at once; more are folded


def as_step_summary(findings: Sequence[Finding], where: Where = NOWHERE) -> str:
    """Errors first, each level in a table of its own; it says what no longer fits."""
    parts = [f"## Kapstok: {summary(findings)}"]
    left = LARGEST - len(parts[0].encode())
    for level in Severity:
        rows = [_row(finding, where) for finding in findings if finding.severity is level]
        if rows:
            text, left = _table(level, rows, left)
            parts.append(text)
    return "\n\n".join(parts)


def _table(level: Severity, rows: Sequence[str], left: int) -> tuple[str, int]:
    kept = list(_fitting(rows, left))
    head = ["| Waar | Wat | Wat te doen |", "| --- | --- | --- |"]
    gone = len(rows) - len(kept)
    more = [] if not gone else ["", f"Nog {gone} keer een {WORDS[level]}; dat past hier niet. Draai kapstok check."]
    title = f"{_HEADS[level]} ({len(rows)})"
    table = "\n".join([*head, *kept, *more])
    if len(kept) > _OPEN:
        text = f"<details><summary>{title}</summary>\n\n{table}\n\n</details>"
    else:
        text = f"### {title}\n\n{table}"
    return text, left - len(text.encode())


def _fitting(rows: Sequence[str], left: int) -> Iterator[str]:
    for row in rows:
        left -= len(row.encode()) + 1
        if left < 1_000:
            return
        yield row


def _row(finding: Finding, where: Where) -> str:
    place = plain(f"{where.path(finding)}, regel {finding.line}")
    return f"| {place} | {plain(finding.message)} ({plain(finding.code)}) | {plain(finding.hint)} |"
