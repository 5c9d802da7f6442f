"""Something wrong with the house style: at a field of the settings, or in a file that the settings name."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.core.finding import Severity


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """`field` is where in the settings it stands; with a `path` it stands in that file, at the line and column."""

    field: tuple[str, ...]
    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR
    path: str = ""
    line: int = 1
    column: int = 1
