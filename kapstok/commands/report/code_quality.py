"""A GitLab code quality report: what a merge request shows as new and as mended."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kapstok.commands.report.where import NOWHERE, Where
from kapstok.core.finding import Finding, Severity

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def as_gitlab(findings: Sequence[Finding], where: Where = NOWHERE) -> str:
    """One object a finding; GitLab takes those with one fingerprint for one, so no two are alike."""
    rows = [
        {
            "description": " ".join(part for part in (finding.message, finding.hint) if part),
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": _LEVELS[finding.severity],
            "location": {
                "path": where.path(finding),
                "positions": {
                    "begin": {"line": finding.line, "column": finding.column},
                    "end": {"line": finding.line, "column": finding.column},
                },
            },
        }
        for finding, fingerprint in zip(findings, where.fingerprints(findings), strict=True)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
