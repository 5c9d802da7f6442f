"""Every case file is one fault (or, in `goed/`, none) with the finding it must give written beside it.

A case says in its first lines where it is put (`# pad: agenda/doelen/x.yaml`) and what must be found there:
`# verwacht: 5:9 veld-onbekend | part of the message | part of the hint`, with `waarschuwing` or `opmerking` in
front when it is no error. Lines count from the top of the case file. Where the bytes matter, both stand in
`<case>.verwacht`.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from kapstok import pipeline
from kapstok.cli import main
from kapstok.core.finding import Finding, Severity
from kapstok.core.workspace import open_workspace
from kapstok.read.reader import MAX_BYTES

HERE = Path(__file__).parent
BASE = HERE / "basis"
SEVERITIES = {"": Severity.ERROR, "waarschuwing ": Severity.WARNING, "opmerking ": Severity.NOTE}
EXPECTED = re.compile(r"# verwacht: (waarschuwing |opmerking |)(\d+):(\d+) ([a-z0-9-]+)((?: \| .*)?)")
FOREIGN = re.compile(
    r"\b(is not|required|property|expected|invalid|failed|error|line|column|mapping|scalar|schema is|while|found"
    r"|does not|valid under|instance|Traceback|None|True|False|dict|list|str|int)\b"
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case file: where it goes and what must be found in it."""

    name: str
    path: str
    content: bytes
    expected: tuple[tuple[Severity, int, int, str, tuple[str, ...]], ...]

    def put(self, root: Path) -> None:
        file = root / self.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self.content)

    def assert_found(self, findings: list[Finding]) -> None:
        places = [(f.severity, f.line, f.column, f.code) for f in findings]
        assert places == [expected[:4] for expected in self.expected], self.name
        for finding, (*_, parts) in zip(findings, self.expected, strict=True):
            for part, said in zip(parts, (finding.message, finding.hint), strict=False):
                assert part in said, self.name


def read_case(file: Path) -> Case:
    beside = file.with_suffix(".verwacht")
    lines = (beside if beside.exists() else file).read_text(encoding="utf-8").split("\n")
    expected = []
    for line in lines:
        if line.startswith("# verwacht:"):
            match = EXPECTED.fullmatch(line)
            assert match, f"{file.name}: {line}"
            severity, row, column, code, said = match.groups()
            expected.append((SEVERITIES[severity], int(row), int(column), code, tuple(said.split(" | ")[1:])))
    assert lines[0].startswith("# pad: "), file.name
    path = lines[0].removeprefix("# pad: ")
    return Case(name=file.stem, path=path, content=file.read_bytes(), expected=tuple(expected))


TOO_LARGE = Case(
    name="te-groot",
    path="agenda/begrippen/te-groot.yaml",
    content=b"term: " + b"x" * MAX_BYTES,
    expected=((Severity.ERROR, 1, 1, "yaml-te-groot", ("groter dan 1 MiB", "kleinere bestanden")),),
)
FAULTS = [*(read_case(file) for file in sorted((HERE / "cases").glob("*.yaml"))), TOO_LARGE]
GOOD = [read_case(file) for file in sorted((HERE / "cases" / "goed").glob("*.yaml"))]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "werkruimte"))


@pytest.fixture(scope="module")
def schemas() -> object:
    """The schemas as loaded once: reading them is most of the time of a check."""
    return pipeline.load_kinds(open_workspace(BASE).schema_folders())


def test_the_cases_are_many_and_distinct() -> None:
    assert len(FAULTS) >= 36
    assert all(case.expected for case in FAULTS)
    paths = [case.path for case in FAULTS + GOOD]
    assert len(paths) == len(set(paths))


def test_one_run_reports_every_fault_at_its_own_place(base: Path) -> None:
    for case in FAULTS:
        case.put(base)
    findings = pipeline.load(open_workspace(base)).findings
    for case in FAULTS:
        case.assert_found([f for f in findings if f.path == case.path])
    assert {f.path for f in findings} == {case.path for case in FAULTS}


def test_good_cases_give_no_finding(base: Path) -> None:
    for case in GOOD:
        case.put(base)
    assert pipeline.load(open_workspace(base)).findings == ()


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case.name)
def test_a_fault_alone_says_the_same_on_the_command_line(
    case: Case, base: Path, schemas: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "load_kinds", lambda *_: schemas)
    case.put(base)
    code = main(["check", "--workspace", str(base), "--format", "json"])
    printed = capsys.readouterr()
    assert printed.err == ""
    findings = [Finding(**{**row, "severity": Severity(row["severity"])}) for row in json.loads(printed.out)]
    assert {f.path for f in findings} == {case.path}
    case.assert_found(findings)
    for finding in findings:
        own_words = re.sub(r"‘[^’]*’", "", f"{finding.message} {finding.hint}")
        assert not FOREIGN.search(own_words), own_words
        assert finding.message[-1] in ".?", finding.message
        assert max(len(finding.message), len(finding.hint)) <= 200, finding.message
    assert code == int(any(severity is Severity.ERROR for severity, *_ in case.expected))


def test_a_workspace_without_settings_says_so_once(base: Path) -> None:
    (base / "agenda" / "agenda.yaml").unlink()
    [finding] = [f for f in pipeline.load(open_workspace(base)).findings if f.severity is Severity.ERROR]
    assert (finding.path, finding.line, finding.code) == ("agenda/agenda.yaml", 1, "agenda-ontbreekt")
    assert finding.hint == "Maak het met ten minste: gemeente, status, titel."


def test_settings_that_cannot_be_read_are_not_called_missing(base: Path) -> None:
    (base / "agenda" / "agenda.yaml").write_text("titel: 'Agenda\n", encoding="utf-8")
    [finding] = [f for f in pipeline.load(open_workspace(base)).findings if f.severity is Severity.ERROR]
    assert finding.code == "yaml-aanhalingsteken-open"


def test_a_file_that_cannot_be_read_makes_no_reference_dangle(base: Path) -> None:
    (base / "agenda" / "opgaven" / "meedoen.yaml").write_text("titel: 'Meedoen\n", encoding="utf-8")
    [finding] = pipeline.load(open_workspace(base)).findings
    assert (finding.path, finding.line, finding.column) == ("agenda/opgaven/meedoen.yaml", 1, 8)
