"""Workflow commands: what GitHub and Forgejo show beside a line. GitHub takes ten of a level in a step, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kapstok.commands.report.where import NOWHERE, Where
from kapstok.core.finding import Finding, Severity

MOST = 10  # of each level in one step; what comes after is dropped without a word
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_PLURALS = {Severity.ERROR: "fouten", Severity.WARNING: "waarschuwingen", Severity.NOTE: "opmerkingen"}


def as_github(findings: Sequence[Finding], where: Where = NOWHERE) -> str:
    """At most ten annotations of each level; the last one says how many more there are, and where."""
    return "\n".join(line for level in Severity for line in _of_level(level, findings, where))


def _of_level(level: Severity, findings: Sequence[Finding], where: Where) -> Iterator[str]:
    listed = [f for f in findings if f.severity is level]
    shown = listed if len(listed) <= MOST else listed[: MOST - 1]
    for finding in shown:
        said = " ".join(part for part in (finding.message, finding.hint) if part)
        place = f"file={_value(where.path(finding))},line={finding.line},col={finding.column}"
        yield f"::{_LEVELS[level]} {place},title={_value(finding.code)}::{_text(said)}"
    if left := len(listed) - len(shown):
        yield (
            f"::{_LEVELS[level]} title=Nog {left} {_PLURALS[level]}::"
            f"Hier passen er {MOST}. Alle {len(listed)} staan in de samenvatting van deze stap en in het voorstel."
        )


def _text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
