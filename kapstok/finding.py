"""A mistake is a value: every stage returns findings, one place prints them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How bad a finding is; only errors (and, with --strict, warnings) stop a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing to mend, at the exact place, in Dutch, with what to do.

    `path` is relative to the workspace with forward slashes; `line` and `column` count from 1,
    columns in code points. `code` names the rule and never changes, so that it can be searched for.
    """

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings by place and drop exact doubles."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (f.path, f.line, f.column, f.code, f.message))


def has_errors(findings: Iterable[Finding], *, strict: bool = False) -> bool:
    """Tell whether these findings stop a build; `strict` counts warnings as errors."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(finding.severity in bad for finding in findings)
