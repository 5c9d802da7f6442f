"""One stream of findings in many forms."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from kapstok.commands.report import FORMATS, NOWHERE, as_github, as_gitlab, as_json, as_sarif, as_text, summary
from kapstok.core.finding import Edit, Finding, Fix, Severity, has_errors, sort_findings

ERROR = Finding(
    path="agenda/doelen/a.yaml",
    line=5,
    column=9,
    severity=Severity.ERROR,
    code="veld-onbekend",
    message="Het veld ‘opgaaf’ is hier niet bekend.",
    hint="Bedoelde u opgave?",
)
WARNING = replace(ERROR, line=2, severity=Severity.WARNING, code="nummer-dubbel", message="Dubbel.", hint="")
NOTE = replace(ERROR, path="agenda/b.yaml", severity=Severity.NOTE, code="yaml-bijzonder-teken", message="Teken.")
ALL = [ERROR, WARNING, NOTE]


def test_text_has_place_words_code_and_hint() -> None:
    assert as_text([ERROR, WARNING]).split("\n") == [
        "agenda/doelen/a.yaml:5:9: fout: Het veld ‘opgaaf’ is hier niet bekend. [veld-onbekend]",
        "    Bedoelde u opgave?",
        "agenda/doelen/a.yaml:2:9: waarschuwing: Dubbel. [nummer-dubbel]",
        "1 fout, 1 waarschuwing",
    ]


def test_the_summary_counts_in_dutch() -> None:
    assert summary([]) == "Geen bevindingen."
    assert summary([ERROR, ERROR, WARNING, NOTE, NOTE]) == "2 fouten, 1 waarschuwing, 2 opmerkingen"


def test_json_reads_back_to_the_same_findings() -> None:
    read = [Finding(**{**row, "severity": Severity(row["severity"])}) for row in json.loads(as_json(ALL))]
    assert read == ALL


def test_sarif_has_what_the_standard_requires() -> None:
    log = json.loads(as_sarif(ALL))
    assert log["version"] == "2.1.0"
    assert "sarif-2.1.0" in log["$schema"]
    [run] = log["runs"]
    assert run["tool"]["driver"]["name"] == "Kapstok"
    assert run["columnKind"] == "unicodeCodePoints"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules) == 3
    assert len(run["results"]) == 3
    for result, finding in zip(run["results"], ALL, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == finding.code
        assert result["level"] in {"none", "note", "warning", "error"}
        assert finding.message in result["message"]["text"]
        [location] = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"] == {"uri": finding.path, "uriBaseId": "%SRCROOT%"}
        start = (place["region"]["startLine"], place["region"]["startColumn"])
        assert start == (finding.line, finding.column)


def test_sarif_and_json_carry_the_one_cure() -> None:
    cured = replace(ERROR, fix=Fix(edits=(Edit(line=2, column=9, was="x\nyz", becomes="y"),)))
    [fix] = json.loads(as_sarif([cured]))["runs"][0]["results"][0]["fixes"]
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"] == {"uri": ERROR.path, "uriBaseId": "%SRCROOT%"}
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 9, "endLine": 3, "endColumn": 3},
            "insertedContent": {"text": "y"},
        }
    ]
    [row] = json.loads(as_json([cured]))
    assert row["fix"]["edits"] == [{"line": 2, "column": 9, "was": "x\nyz", "becomes": "y"}]


def test_sarif_addresses_are_valid_uris() -> None:
    log = json.loads(as_sarif([replace(ERROR, path="agenda/begrippen/Regie voeren?#é.yaml")]))
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri), uri


def test_github_commands_are_escaped() -> None:
    odd = replace(ERROR, path="agenda/a,b:c.yaml", message="100% fout:\nregel,", hint="")
    assert as_github([odd]) == (
        "::error file=agenda/a%2Cb%3Ac.yaml,line=5,col=9,title=veld-onbekend::100%25 fout: regel,"
    )
    assert [line.split(" ")[0] for line in as_github(ALL).split("\n")] == ["::error", "::warning", "::notice"]


def test_gitlab_fingerprints_are_stable_and_distinct() -> None:
    first, again = json.loads(as_gitlab(ALL)), json.loads(as_gitlab(ALL))
    prints = [row["fingerprint"] for row in first]
    assert prints == [row["fingerprint"] for row in again]
    assert len(set(prints)) == 3
    assert [row["severity"] for row in first] == ["major", "minor", "info"]
    for row, finding in zip(first, ALL, strict=True):
        assert set(row) >= {"description", "check_name", "fingerprint", "severity", "location"}
        assert row["location"]["path"] == finding.path
        assert row["location"]["positions"]["begin"] == {"line": finding.line, "column": finding.column}


def test_nothing_found_is_valid_in_every_form() -> None:
    for name, form in FORMATS.items():
        text = form([], NOWHERE)
        if name not in ("text", "github", "samenvatting"):
            json.loads(text)
        assert "None" not in text


def test_findings_sort_by_place_and_doubles_fall_away() -> None:
    assert sort_findings([NOTE, ERROR, WARNING, ERROR]) == [NOTE, WARNING, ERROR]


def test_only_errors_stop_a_build_unless_strict() -> None:
    assert has_errors([ERROR])
    assert not has_errors([WARNING, NOTE])
    assert has_errors([WARNING], strict=True)
    assert not has_errors([NOTE], strict=True)
