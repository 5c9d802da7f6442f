"""Typical slips: each is found once, at its place, and who follows the cure to the letter has what was meant."""

from __future__ import annotations

import random
import re
from functools import cache
from typing import Any

import pytest
from slips import BASES, SLIPS, Slip
from workbench import BASE, shipped_kinds

from kapstok.check.structure import check
from kapstok.commands.mend import apply_fixes
from kapstok.core.dates import VagueDate
from kapstok.core.finding import Finding, Severity, without_echoes, without_remarks
from kapstok.core.model import Document, Key, Model
from kapstok.kinds.schema import Kind
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.read.reader import read_text

_LINE = re.compile(r"Bedoelde u ‘(?P<cure>[^’]+)’\?")
_MEANT = re.compile(r"Bedoelde u (?P<guess>[^ ?]+)(?: \([^?]*\))?\?")
_WRITE = re.compile(r"Schrijf: (?P<cure>.+)")


@cache
def base_documents() -> tuple[tuple[Document, Kind], ...]:
    """The small agenda that the files with slips refer to, read and validated once."""
    files = sorted((BASE / "agenda").rglob("*.yaml"))
    read = [read_text(file.relative_to(BASE).as_posix(), file.read_bytes()) for file in files]
    placed, findings = validate([document for document, _ in read if document is not None], shipped_kinds())
    assert findings == []
    return tuple(placed)


def text_of(slip: Slip, lines: str) -> str:
    """The whole file: the base of its kind without the fields that the slip fills in itself, and then the slip."""
    own = {match[1] for match in re.finditer(r"^([a-z_]+):", slip.right, re.MULTILINE)}
    kept = [line for line in BASES[slip.folder].splitlines() if line.partition(":")[0] not in own]
    return "\n".join([*kept, lines]) + "\n"


def checked(slip: Slip, text: str) -> tuple[Model, list[Finding]]:
    """What is found in the file, beside the base; notes left out."""
    path = f"agenda/{slip.folder}/slip.yaml"
    document, findings = read_text(path, text.encode())
    kinds = shipped_kinds()
    placed, breaches = validate([document] if document else [], kinds)
    model, dangling = resolve([*base_documents(), *placed], kinds, unread=[] if document else ["slip"])
    rules = check(model, kinds) if document else []
    found = [*findings, *without_echoes(breaches, findings), *dangling, *rules]
    found = [f for f in without_remarks(found) if f.path == path and f.severity is not Severity.NOTE]
    return model, sorted(found, key=lambda f: (f.line, f.column))


def follow(text: str, finding: Finding) -> str:
    """The text after the cure, as `kapstok herstel` or an obedient reader does it."""
    if finding.fix is not None:
        return apply_fixes(text.encode(), [finding.fix]).decode()
    lines = text.split("\n")
    line, at = lines[finding.line - 1], finding.column - 1
    if guess := _MEANT.search(finding.hint) if not _LINE.search(finding.hint) else None:
        lines[finding.line - 1] = line[:at] + re.sub(
            r"^[^\s\]:,]+(?::[^\s\],]+)?(?=[\],]|$)|^[^:]+", guess["guess"], line[at:]
        )
    elif cure := _LINE.search(finding.hint) or _WRITE.search(finding.hint):
        indent = line[: len(line) - len(line.lstrip(" "))]
        lines[finding.line - 1] = indent + cure["cure"] if ": " in cure["cure"] else line[:at] + cure["cure"]
    return "\n".join(lines)


def value_at(model: Model, slip: Slip) -> Any:
    """The value that the agenda has then; a reference as it is written, a date by its words."""
    kind = next(k for k in shipped_kinds() if k.folder == slip.folder and not k.nested)
    value: Any = model.items[Key(kind=kind.name, id="slip")].fields
    for step in slip.path.split("."):
        if isinstance(value, Key):
            value = model.items[value].fields
        value = value[int(step)] if step.isdigit() else value[step]
    if isinstance(value, Key):
        return value.id if ":" not in str(slip.meant) else f"{value.kind}:{value.id}"
    return value.text if isinstance(value, VagueDate) else value


def damaged(text: str, chance: random.Random) -> str:
    """The text with one sign more, less or other, as fingers do."""
    at = chance.randrange(len(text))
    sign = chance.choice(
        ["'", '"', "#", ":", " ", "\t", "{", "]", ",", "-", "*", "&", "€", "“", "\u00a0", "0", "e", ""]
    )
    return text[:at] + sign + text[at + chance.choice([0, 1]) :]


@pytest.mark.parametrize("seed", range(8))
def test_a_cure_cures_whatever_was_damaged(seed: int) -> None:
    chance = random.Random(seed)
    right = [(slip, text_of(slip, slip.right)) for slip in SLIPS if not slip.by_hand]
    cured = 0
    for slip, text in chance.choices(right, k=40):
        wrong = damaged(text, chance)
        for finding in checked(slip, wrong)[1]:
            assert max(len(finding.message), len(finding.hint)) <= 200, finding
            if finding.fix is not None and finding.fix.edits:
                cured += 1
                after = apply_fixes(wrong.encode(), [finding.fix]).decode()
                places = [(f.line, f.column, f.code) for f in checked(slip, after)[1]]
                assert (finding.line, finding.column, finding.code) not in places, (wrong, finding)
    assert cured


def test_the_slips_are_many_and_of_many_kinds() -> None:
    assert len(SLIPS) >= 150
    assert len({slip.wrong for slip in SLIPS}) == len(SLIPS)
    assert len({slip.folder for slip in SLIPS}) >= 10
    assert len({slip.code for slip in SLIPS}) >= 20
    assert sum(slip.by_hand for slip in SLIPS) <= 12


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.wrong.replace("\n", "⏎"))
def test_a_slip_is_found_once_and_its_cure_gives_what_was_meant(slip: Slip) -> None:
    marked = text_of(slip, slip.wrong)
    text, at = marked.replace("«", ""), marked.index("«")
    place = (marked.count("\n", 0, at) + 1, at - marked.rfind("\n", 0, at))
    _, findings = checked(slip, text)
    assert [(f.line, f.column, f.code) for f in findings] == [(*place, slip.code)]
    [finding] = findings
    assert len(finding.message) <= 200
    assert 0 < len(finding.hint) <= 200
    right = text_of(slip, slip.right)
    if not slip.by_hand:
        assert follow(text, finding) == right
        cure = _WRITE.search(finding.hint)
        assert cure is None or cure["cure"] in right  # the hint and the fix say the same
    model, left = checked(slip, right)
    assert left == []
    assert value_at(model, slip) == slip.meant
