"""SARIF 2.1.0, as GitHub takes it: every rule explained, every result with a fingerprint, and within the limits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from kapstok import __version__
from kapstok.commands.report.codes import explain
from kapstok.commands.report.where import NOWHERE, Where
from kapstok.core.finding import Edit, Finding, Severity
from kapstok.core.forge_text import plain
from kapstok.core.printable import printable
from kapstok.core.text import cut

MOST = 5_000  # results: GitHub shows no more of a run, the gravest first
LONGEST = 1_024  # characters of a description
_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}
_ORDER = {level: number for number, level in enumerate(Severity)}

Json = Mapping[str, object]


def as_sarif(findings: Sequence[Finding], where: Where = NOWHERE) -> str:
    """One run; beyond the limit the gravest findings, and a notice that says how many are left out."""
    named = list(zip(findings, where.fingerprints(findings), strict=True))
    kept = sorted(named, key=lambda pair: _ORDER[pair[0].severity])[:MOST] if len(named) > MOST else named
    rules = {finding.code: finding for finding, _ in reversed(kept)}
    numbers = {code: number for number, code in enumerate(sorted(rules))}
    driver = {
        "name": "Kapstok",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rules[code]) for code in numbers],
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"kapstok/{where.folder}"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _left_out(len(named) - len(kept))}],
        "results": [_result(finding, name, numbers[finding.code], where) for finding, name in kept],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return printable(json.dumps(log, ensure_ascii=False, indent=2))  # a sign by its number is the same sign in JSON


def _rule(finding: Finding) -> Json:
    said = explain(finding)
    example = f"Kapstok zegt bijvoorbeeld: {said.example}"
    return {
        "id": finding.code,
        "name": cut(finding.code, 255),
        "shortDescription": {"text": cut(said.about, LONGEST)},
        "fullDescription": {"text": cut(f"{said.about} {example}", LONGEST)},
        "help": {
            "text": f"{said.cure} {example}",
            "markdown": f"**Wat u doet.** {plain(said.cure)}\n\n**Voorbeeld.** {plain(said.example)}",
        },
        "defaultConfiguration": {"level": finding.severity.value},
        "properties": {"tags": ["agenda"], "precision": "high", "problem.severity": _SEVERITIES[finding.severity]},
    }


def _result(finding: Finding, fingerprint: str, rule: int, where: Where) -> Json:
    location = {"uri": quote(where.path(finding)), "uriBaseId": "%SRCROOT%"}
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.line,
        "endColumn": finding.column + 1,
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": " ".join(part for part in (finding.message, finding.hint) if part)},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
        **_fix(finding, location),
    }


def _fix(finding: Finding, location: Mapping[str, str]) -> Json:
    """The one cure, for a tool that can carry it out; another name or encoding of a file is none of its business."""
    if finding.fix is None or not finding.fix.edits:
        return {}
    change = {"artifactLocation": location, "replacements": [_replacement(edit) for edit in finding.fix.edits]}
    return {"fixes": [{"description": {"text": finding.hint}, "artifactChanges": [change]}]}


def _replacement(edit: Edit) -> Json:
    lines = edit.was.split("\n")
    end = edit.column + len(edit.was) if len(lines) == 1 else len(lines[-1]) + 1
    region = {
        "startLine": edit.line,
        "startColumn": edit.column,
        "endLine": edit.line + len(lines) - 1,
        "endColumn": end,
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit.becomes}}


def _left_out(count: int) -> list[Json]:
    if not count:
        return []
    said = f"{count} bevindingen passen hier niet; dit zijn de ernstigste {MOST}. Alle staan in kapstok check."
    return [{"level": "warning", "message": {"text": said}}]
