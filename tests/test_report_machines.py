"""Findings as machines take them: by the public schemas and rules, within the limits, and with names that last."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from kapstok.cli import main
from kapstok.commands.report import Where, as_github, as_gitlab, as_sarif, as_step_summary, where_of
from kapstok.commands.report.annotations import MOST
from kapstok.commands.report.sarif import MOST as MOST_RESULTS
from kapstok.commands.report.step_summary import LARGEST
from kapstok.core.finding import Finding, Severity
from tests.github_rules import complaints
from tests.public_schemas import sarif
from tests.test_cases import FAULTS
from tests.workbench import copy_base, load_from

ERROR = Finding(
    path="agenda/doelen/a.yaml",
    line=5,
    column=9,
    severity=Severity.ERROR,
    code="veld-onbekend",
    message="Het veld opgaaf is hier niet bekend.",
    hint="Bedoelde u opgave?",
)
HOSTILE = "<script>@wethouder</script> [x](https://kwaad.nl) ![b](//kwaad.nl/x.png) | `#1` <!-- kapstok --> </details>"


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with every fault of the case files at once."""
    root = copy_base(tmp_path_factory.mktemp("fouten"))
    for case in FAULTS:
        case.put(root)
    return root


def test_sarif_of_every_known_fault_is_valid_and_keeps_the_rules_of_github(faulty: Path) -> None:
    loaded = load_from(faulty)
    assert len({finding.code for finding in loaded.findings}) > 60
    text = as_sarif(loaded.findings, where_of(loaded))
    assert [error.message for error in sarif().iter_errors(json.loads(text))] == []
    assert list(complaints(text)) == []


def test_the_schema_and_the_rules_refuse_what_we_wrote_before() -> None:
    log = json.loads(as_sarif([ERROR]))
    del log["runs"][0]["results"][0]["message"]
    assert list(sarif().iter_errors(log))
    bare = json.loads(as_sarif([ERROR]))
    bare["runs"][0]["tool"]["driver"]["rules"][0]["shortDescription"]["text"] = ""
    bare["runs"][0]["results"][0]["partialFingerprints"]["primaryLocationLineHash"] = ""
    assert len(list(complaints(json.dumps(bare)))) == 2


def test_a_rule_tells_what_the_handbook_tells() -> None:
    [rule] = json.loads(as_sarif([ERROR]))["runs"][0]["tool"]["driver"]["rules"]
    assert "Het veld titl is hier niet bekend." in rule["fullDescription"]["text"]
    assert "Verbeter de naam. Kapstok noemt de naam die erop lijkt." in rule["help"]["text"]
    assert "opgaaf" not in json.dumps(rule), "a rule says nothing of one finding when the handbook knows the code"


def test_more_results_than_github_shows_are_cut_to_the_gravest_and_that_is_told() -> None:
    notes = [replace(ERROR, line=n, severity=Severity.NOTE, code="taal-lang") for n in range(1, MOST_RESULTS + 1)]
    text = as_sarif([*notes, ERROR])
    [run] = json.loads(text)["runs"]
    assert list(complaints(text)) == []
    assert run["results"][0]["level"] == "error"
    assert "1 bevindingen passen hier niet" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_every_fingerprint_survives_lines_above_it_and_no_two_are_alike(faulty: Path) -> None:
    before = load_from(faulty)
    names = where_of(before).fingerprints(before.findings)
    assert len(set(names)) == len(names)
    moved = {}
    for case in FAULTS:
        file = faulty / case.path
        if file.suffix == ".yaml" and b"\n" in case.content and not case.content.startswith((b"\xff", b"\xef")):
            moved[case.path] = file.read_bytes()
            file.write_bytes(b"# een regel\n# en nog een\n" + moved[case.path])
    after = load_from(faulty)
    for path, content in moved.items():
        (faulty / path).write_bytes(content)
    again = where_of(after).fingerprints(after.findings)
    assert len(moved) > 50
    lines = {(f.path, f.code, n): f.line for f, n in zip(before.findings, names, strict=True)}
    shifted = [
        f for f, n in zip(after.findings, again, strict=True) if f.line != lines.get((f.path, f.code, n), f.line)
    ]
    assert len(shifted) > 50, "the lines did move"
    new = {f"{f.path} {f.code} {f.message}" for f, n in zip(after.findings, again, strict=True) if n not in names}
    assert new == set()


def test_a_thing_above_in_the_same_list_changes_no_fingerprint(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    file = root / "agenda" / "kaderlijsten" / "zz.yaml"
    file.parent.mkdir(exist_ok=True)
    head, wrong = "titel: Onze kaders\nkaders:\n", "  - {id: start, nummer: '1', tekst: Iets, teks: x}\n"
    file.write_text(head + wrong, encoding="utf-8")
    before = load_from(root)
    file.write_text(head + "  - {id: eerst, nummer: '0', tekst: Iets}\n" + wrong, encoding="utf-8")
    after = load_from(root)
    names = [where_of(x).fingerprints(f for f in x.findings if f.code == "veld-onbekend") for x in (before, after)]
    assert names[0] == names[1] != []


def test_a_workspace_in_a_folder_of_the_repository_names_files_from_the_top(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    where = where_of(load_from(root))
    assert where.folder == "werkruimte/"
    uri = json.loads(as_sarif([ERROR], where))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert uri["artifactLocation"]["uri"] == "werkruimte/agenda/doelen/a.yaml"
    assert json.loads(as_gitlab([ERROR], where))[0]["location"]["path"] == "werkruimte/agenda/doelen/a.yaml"
    assert "file=werkruimte/agenda/doelen/a.yaml," in as_github([ERROR], where)
    assert "werkruimte/agenda/doelen/a.yaml" in as_step_summary([ERROR], where).replace("\\", "")


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (MOST, MOST), (MOST + 1, MOST), (500, MOST)])
def test_github_gets_at_most_ten_of_a_level_and_the_last_says_how_many_more(count: int, shown: int) -> None:
    many = [replace(ERROR, line=n, severity=level) for level in Severity for n in range(1, count + 1)]
    lines = as_github(many).split("\n")
    for word in ("error", "warning", "notice"):
        of_level = [line for line in lines if line.startswith(f"::{word} ")]
        assert len(of_level) == shown
        assert (f"Nog {count - MOST + 1} " in of_level[-1]) is (count > MOST)


def test_a_code_quality_report_holds_what_gitlab_reads() -> None:
    for row in json.loads(as_gitlab([ERROR, replace(ERROR, line=9), replace(ERROR, severity=Severity.NOTE)])):
        assert set(row) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert row["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert row["description"]
        assert not row["location"]["path"].startswith(("/", "./"))
        assert row["location"]["positions"]["begin"]["line"] >= 1


def test_a_summary_has_errors_first_folds_what_is_many_and_stays_small() -> None:
    many = [replace(ERROR, line=n, severity=Severity.WARNING, message="x" * 190) for n in range(1, 9_000)]
    text = as_step_summary([*many, ERROR])
    assert text.startswith("## Kapstok: 1 fout, 8999 waarschuwingen")
    assert text.index("### Fouten (1)") < text.index("<details><summary>Waarschuwingen (8999)</summary>")
    assert len(text.encode()) < LARGEST + 2_000
    assert "dat past hier niet" in text


def test_a_summary_of_hostile_texts_calls_nobody_and_leads_nowhere() -> None:
    odd = replace(ERROR, path="agenda/@raad](x)/#12.yaml", message=HOSTILE, hint=HOSTILE)
    text = as_step_summary([odd])
    for sign in ("<script", "](", "![", "@w", "@r", "#1", "<!--", "</details>", "//k", "/\\/k"):
        assert sign not in text, sign
    assert text.count("\n") == 6, "one row"


def test_the_command_line_writes_more_forms_in_one_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_base(tmp_path)
    (root / "agenda/begrippen/zz.yaml").write_text("term: Iets\nteks: x\n", encoding="utf-8")
    (tmp_path / "stap.md").write_text("Wat er al stond.\n", encoding="utf-8")
    also = [f"--ook=sarif={tmp_path / 'k.sarif'}", f"--ook=samenvatting={tmp_path / 'stap.md'}"]
    assert main(["check", "--workspace", str(root), "--format", "github", *also]) == 1
    assert "::error file=agenda/begrippen/zz.yaml" in capsys.readouterr().out
    assert list(complaints((tmp_path / "k.sarif").read_text(encoding="utf-8"))) == []
    summary = (tmp_path / "stap.md").read_text(encoding="utf-8")
    assert summary.startswith("Wat er al stond.\n## Kapstok: ")
    assert main(["check", "--workspace", str(root), f"--ook=json={tmp_path / 'er-niet' / 'x'}"]) == 2
    assert "Noem een bestand in een map die er is." in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["check", "--ook=pdf=x"])


def test_findings_without_a_known_file_still_have_names_of_their_own() -> None:
    assert len(set(Where().fingerprints([ERROR, ERROR, replace(ERROR, path="x")]))) == 3
