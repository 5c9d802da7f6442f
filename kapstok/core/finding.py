"""A mistake is a value: every stage returns findings, one place prints them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, Self

from kapstok.core.printable import LONGEST_HINT, LONGEST_MESSAGE, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapstok.core.model import Position


class Severity(StrEnum):
    """How bad a finding is; only errors (and, with --strict, warnings) stop a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """Text that stands at this place (line and column from 1, in code points) and what it becomes.

    `was` has line feeds for line ends, whatever the file has; empty means that `becomes` is put in.
    """

    line: int
    column: int
    was: str
    becomes: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fix:
    """The one cure of a mistake, for a machine: changes of the text, another name for the file, or both.

    `rename` is the new path from the workspace. `encoding` is how the file is saved now: it is saved anew as UTF-8.
    """

    edits: tuple[Edit, ...] = ()
    rename: str = ""
    encoding: str = ""


class Where(Protocol):
    """What stands somewhere in a file: an item of the agenda, or a place (`core/places.py`)."""

    @property
    def path(self) -> str:
        """The file, from the workspace."""

    @property
    def position(self) -> Position:
        """The place in the file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing to mend, at the exact place, in Dutch, with what to do.

    `path` is relative to the workspace with forward slashes; `line` and `column` count from 1,
    columns in code points. `code` names the rule and never changes, so that it can be searched for. `fix` is there
    when there is exactly one cure; who makes the finding takes the words of its hint from it. Whatever was quoted in
    it, each of its texts is one line that commands nothing.
    """

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""
    fix: Fix | None = None

    @classmethod
    def at(
        cls,
        where: Where,
        code: str,
        message: str,
        hint: str = "",
        severity: Severity = Severity.ERROR,
        fix: Fix | None = None,
    ) -> Self:
        """What is wrong with an item, or at a place: how every finding is made."""
        return cls(
            path=where.path,
            line=where.position.line,
            column=where.position.column,
            severity=severity,
            code=code,
            message=message,
            hint=hint,
            fix=fix,
        )

    def __post_init__(self) -> None:
        for name, most in _LONGEST.items():
            text = getattr(self, name)
            if (safe := one_line(text, most)) != text:
                object.__setattr__(self, name, safe)


_LONGEST = {"path": 400, "message": LONGEST_MESSAGE, "hint": LONGEST_HINT}


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Order findings by place and drop exact doubles."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (f.path, f.line, f.column, f.code, f.message))


def without_echoes(later: Iterable[Finding], first: Iterable[Finding]) -> list[Finding]:
    """Leave out what follows from an earlier error: one on the same line, or a field that a broken file lacks."""
    errors = [f for f in first if f.severity is Severity.ERROR]
    lines, files = {(f.path, f.line) for f in errors}, {f.path for f in errors}
    return [f for f in later if (f.path, f.line) not in lines and not (f.path in files and f.code == "veld-ontbreekt")]


def without_remarks(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out notes on a line where something is wrong: who mends that sees the rest as well."""
    listed = list(findings)
    lines = {(f.path, f.line) for f in listed if f.severity is Severity.ERROR}
    return [f for f in listed if f.severity is not Severity.NOTE or (f.path, f.line) not in lines]


def has_errors(findings: Iterable[Finding], *, strict: bool = False) -> bool:
    """Tell whether these findings stop a build; `strict` counts warnings as errors."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(finding.severity in bad for finding in findings)
