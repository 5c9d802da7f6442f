"""Findings in every form that people and machines ask. A formatter returns a string; only the CLI prints.

A form gets the findings and `Where`: what it may need to know of the files that they stand in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kapstok.commands.report.annotations import as_github
from kapstok.commands.report.code_quality import as_gitlab
from kapstok.commands.report.sarif import as_sarif
from kapstok.commands.report.step_summary import as_step_summary
from kapstok.commands.report.text import LANGUAGE, as_json, as_short_text, as_text, summary
from kapstok.commands.report.where import NOWHERE, Where, where_of
from kapstok.core.finding import Finding
from kapstok.core.workspace import WorkspaceError

__all__ = [
    "FORMATS",
    "LANGUAGE",
    "NOWHERE",
    "Where",
    "as_github",
    "as_gitlab",
    "as_json",
    "as_sarif",
    "as_short_text",
    "as_step_summary",
    "as_text",
    "summary",
    "where_of",
    "write_report",
]

FORMATS: Mapping[str, Callable[[Sequence[Finding], Where], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
    "gitlab": as_gitlab,
    "samenvatting": as_step_summary,
}


def write_report(findings: Sequence[Finding], form: str, file: Path, where: Where) -> None:
    """Write the findings in one form to a file; a summary goes behind what is there already.

    Raises WorkspaceError when the file cannot be written.
    """
    text = FORMATS[form](findings, where) + "\n"
    try:
        with file.open("a" if form == "samenvatting" else "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise WorkspaceError(f"Schrijven lukt niet: {file}.", "Noem een bestand in een map die er is.") from error
