"""What GitHub asks of a SARIF file before it shows anything of it, from its public page on SARIF support."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

_LEVELS = {"note", "warning", "error"}


def complaints(text: str) -> Iterator[str]:
    """Every rule of GitHub that this file breaks."""
    if len(gzip.compress(text.encode())) > 10 * 1024 * 1024:
        yield "larger than 10 MB when zipped"
    log = json.loads(text)
    if log.get("$schema") != "https://json.schemastore.org/sarif-2.1.0.json" or log.get("version") != "2.1.0":
        yield "not version 2.1.0"
    if not 1 <= len(log["runs"]) <= 20:
        yield "no run, or more than 20"
    for run in log["runs"]:
        yield from _of_run(run)


def _of_run(run: dict[str, Any]) -> Iterator[str]:
    driver = run["tool"]["driver"]
    if not driver.get("name"):
        yield "no name of the tool"
    if len(driver["rules"]) > 25_000:
        yield "more than 25,000 rules"
    if len(run["results"]) > 5_000:
        yield "more results than are shown"
    if not re.fullmatch(r"\d+\.\d+\.\d+([-+].+)?", driver["semanticVersion"]):
        yield "no semantic version"
    if run["automationDetails"]["id"].count("/") < 1:
        yield "no category"
    ids = [rule["id"] for rule in driver["rules"]]
    if len(set(ids)) != len(ids):
        yield "a rule twice"
    for rule in driver["rules"]:
        yield from _of_rule(rule)
    for result in run["results"]:
        yield from _of_result(result, ids)
    names = [
        (result["ruleId"], _place(result)["artifactLocation"]["uri"], str(result["partialFingerprints"]))
        for result in run["results"]
    ]
    if len(set(names)) != len(names):
        yield "two results with one fingerprint"


def _of_rule(rule: dict[str, Any]) -> Iterator[str]:
    name = rule["id"]
    if len(rule.get("name", "")) > 255:
        yield f"{name}: name too long"
    for part in ("shortDescription", "fullDescription"):
        if not 1 <= len(rule[part]["text"]) <= 1024:
            yield f"{name}: {part}"
    if not rule["help"]["text"] or not rule["help"]["markdown"]:
        yield f"{name}: help"
    if rule["defaultConfiguration"]["level"] not in _LEVELS:
        yield f"{name}: level"
    properties = rule["properties"]
    if len(properties["tags"]) > 10 or properties["precision"] not in {"very-high", "high", "medium", "low"}:
        yield f"{name}: properties"
    if properties["problem.severity"] not in {"error", "warning", "recommendation"}:
        yield f"{name}: severity"


def _of_result(result: dict[str, Any], ids: list[str]) -> Iterator[str]:
    if ids[result["ruleIndex"]] != result["ruleId"] or result["level"] not in _LEVELS:
        yield "a result without its rule or level"
    if not result["message"]["text"] or len(result["locations"]) != 1:
        yield "a result without a message or one place"
    place = _place(result)
    uri, region = place["artifactLocation"]["uri"], place["region"]
    if re.match(r"[a-z]+:|/|\.\.", uri) or not re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri):
        yield f"{uri} does not lead to a file from the top of the repository"
    if any(region[part] < 1 for part in ("startLine", "startColumn", "endLine", "endColumn")):
        yield "a region from 0"
    if (region["endLine"], region["endColumn"]) <= (region["startLine"], region["startColumn"]):
        yield "a region of nothing"
    if not re.fullmatch(r"[0-9a-f]{16,}:\d+", result["partialFingerprints"]["primaryLocationLineHash"]):
        yield "no fingerprint that GitHub uses"


def _place(result: dict[str, Any]) -> dict[str, Any]:
    place: dict[str, Any] = result["locations"][0]["physicalLocation"]
    return place
