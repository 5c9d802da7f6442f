"""Each gate that the papers name, held by the shipped kaders: one case file that keeps it and one that breaks it.

A case in `cases/poorten/` is one or more files of an agenda, each beginning with `# pad:`, put in the shipped agenda
all at once. What must be found stands with it in the words of `test_cases.py`; with a path in front of the line when
it is found in a file that is not in the case. Lines count from the top of the case file. A keeper (`…-goed`) gives
no finding at all, a breaker (`…-fout`) those that it names and no other.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from shipped import DAY, shipped, with_files
from workbench import REPOSITORY

from kapstok.cli import main
from kapstok.core.finding import Finding, Severity

CASES = Path(__file__).parent / "cases" / "poorten"
SEVERITIES = {"": Severity.ERROR, "waarschuwing ": Severity.WARNING, "opmerking ": Severity.NOTE}
EXPECTED = re.compile(r"# verwacht: (waarschuwing |opmerking |)(?:(\S+\.yaml):)?(\d+):(\d+) ([a-z0-9-]+) \| (.+)")
GATES = {
    "activiteit-doel",
    "activiteit-gestopt",
    "activiteit-indicatoren",
    "activiteit-resultaten",
    "activiteit-zes-antwoorden",
    "begroting-binnen-grens",
    "begroting-delen-tellen-op",
    "bron-niet-vastgesteld",
    "contract-afwijking",
    "contract-anticyclisch",
    "contract-inhoud",
    "contract-meer-partijen",
    "contract-vier-jaar",
    "euro-eigenaar",
    "euro-plaats",
    "fte-eigenaar",
    "fte-plaats",
    "metingen-beperkt",
    "metingen-vooraf-bekend",
    "norm-na-nulmeting",
    "nulmeting-op-tijd",
    "nulmeting-voor-start",
    "open-bedrag",
    "open-bedrag-concept",
    "open-streefwaarde",
    "opdracht-acht-antwoorden",
    "opdracht-twee-partijen",
    "overleg-capaciteit",
    "overleg-doel",
    "overleg-opgave",
    "overleg-rol",
    "partners-beperkt",
    "vraagstuk-analyse",
    "vraagstuk-cijfers",
    "vraagstuk-erkend",
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case file: the files that it puts in the agenda, and what must be found then."""

    name: str
    files: Mapping[str, str]
    expected: tuple[tuple[str, Severity, int, int, str], ...]
    messages: tuple[str, ...]


def read_case(file: Path) -> Case:
    files: dict[str, list[str]] = {}
    expected, messages, path = [], [], ""
    lines = file.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if line.startswith("# pad: "):
            path = line.removeprefix("# pad: ")
            assert path not in files, file.name
            files[path] = [""] * number  # so that lines count from the top of the case
        assert path, file.name
        files[path].append(line)
        if line.startswith("# verwacht"):
            match = EXPECTED.fullmatch(line)
            assert match, f"{file.name}: {line}"
            severity, elsewhere, row, column, code, message = match.groups()
            expected.append((elsewhere or path, SEVERITIES[severity], int(row), int(column), code))
            messages.append(message)
    texts = {name: "\n".join(found) + "\n" for name, found in files.items()}
    return Case(name=file.stem, files=texts, expected=tuple(expected), messages=tuple(messages))


ALL = [read_case(file) for file in sorted(CASES.glob("*.yaml"))]


NORMS = {
    f"kader-{key.id.replace('.', '-')}": str(item.fields["tekst"])
    for key, item in shipped().model.items.items()
    if key.kind == "kader"
}


def places(findings: list[Finding]) -> list[tuple[str, Severity, int, int, str]]:
    return [(f.path, f.severity, f.line, f.column, f.code) for f in findings]


def test_each_gate_has_a_case_that_keeps_it_and_one_that_breaks_it() -> None:
    names = {case.name for case in ALL}
    assert {f"{gate}-{end}" for gate in GATES for end in ("goed", "fout")} <= names
    assert all(name.endswith(("-goed", "-fout")) for name in names)
    assert len(ALL) >= 40
    assert all(bool(case.expected) == case.name.endswith("-fout") for case in ALL)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_case_gives_the_findings_that_it_names_and_no_other(case: Case) -> None:
    findings = with_files(case.files)[2]
    assert sorted(places(findings)) == sorted(case.expected), findings
    said = dict(zip(places(findings), findings, strict=True))
    for place, message in zip(case.expected, case.messages, strict=True):
        finding = said[place]
        assert message in finding.message
        if finding.code.startswith("kader-"):
            assert NORMS[finding.code] in finding.hint


def copy_agenda(folder: Path) -> Path:
    for part in ("agenda", "huisstijl"):
        shutil.copytree(REPOSITORY / part, folder / part)
    return folder


def test_a_case_on_disk_says_the_same_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = next(case for case in ALL if case.name == "opdracht-acht-antwoorden-fout")
    root = copy_agenda(tmp_path)
    for path, text in case.files.items():
        (root / path).write_text(text, encoding="utf-8")
    assert main(["check", "--workspace", str(root), "--date", DAY.isoformat()]) == 1
    said = capsys.readouterr().out
    [(path, _, line, column, code)] = case.expected
    assert f"{path}:{line}:{column}: fout: {case.messages[0]}" in said
    assert f"[{code}]" in said


def test_a_started_activity_without_its_baseline_breaks_the_build_in_the_words_of_the_kader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_agenda(tmp_path)
    path = "agenda/indicatoren/volwassenen-die-leren.yaml"
    text = (root / path).read_text(encoding="utf-8")
    assert text.count("    nulmeting: true\n") == 1
    (root / path).write_text(text.replace("    nulmeting: true\n", ""), encoding="utf-8")
    assert main(["build", "--workspace", str(root), "--date", DAY.isoformat()]) == 1
    printed = capsys.readouterr()
    said = " ".join((printed.out + printed.err).split())
    activity = "agenda/activiteiten/taalhuis.yaml:30:1: fout: Taalhuis is gestart zonder nulmeting bij elke indicator."
    assert f"{activity} [kader-sturingsstrategie-nulmeting-bij-start]" in said
    norm = NORMS["kader-sturingsstrategie-nulmeting-bij-start"]
    assert f"Kader 3 van Kader Sturingsstrategie: {norm}" in said
    assert not (root / "public").exists()
