"""The command line: exit codes, Dutch words, and what is printed where."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from workbench import copy_base, write

from kapstok import __version__
from kapstok.cli import main

FAULT = {"agenda/doelen/fout.yaml": "nummer: '9'\ntitel: Fout\nopgave: medoen\n"}
WARNING = {"agenda/doelen/dubbel.yaml": "nummer: '1'\ntitel: Dubbel\nopgave: meedoen\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_base(tmp_path)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What an unusable call says; it ends with code 2."""
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    last = printed.err.strip().split("\n")[-1]
    assert last.startswith("kapstok: deze aanroep klopt niet: ")
    assert not re.search(r"\b(invalid|argument|expected|required|unrecognized|choose|choice|error)\b", last)
    return last


def test_a_good_workspace_gives_nought(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--workspace", str(root)]) == 0
    assert capsys.readouterr().out == "Geen bevindingen.\n"


def test_a_fault_gives_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, FAULT)
    assert main(["check", "--workspace", str(root)]) == 1
    assert capsys.readouterr().out == (
        "agenda/doelen/fout.yaml:3:9: fout: Er is geen opgave met de id medoen. [verwijzing-bestaat-niet]\n"
        "    Bedoelde u meedoen (Meedoen)?\n1 fout\n"
    )


def test_a_warning_counts_only_when_strict(root: Path) -> None:
    write(root, WARNING)
    assert main(["check", "--workspace", str(root)]) == 0
    assert main(["check", "--workspace", str(root), "--strict"]) == 1


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab"])
def test_forms_for_machines_stand_alone_on_standard_output(
    form: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--workspace", str(root), "--format", form]) == 0
    json.loads(capsys.readouterr().out)
    write(root, FAULT)
    assert main(["check", "--workspace", str(root), "--format", form]) == 1
    json.loads(capsys.readouterr().out)


def test_a_build_with_a_fault_makes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, FAULT)
    assert main(["build", "--workspace", str(root)]) == 1
    assert not (root / "public").exists()
    assert "Er is niets gemaakt; de vorige uitvoer staat er nog." in capsys.readouterr().err


def test_data_alone_is_built_for_the_public_and_for_others_inside(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--workspace", str(root), "--only", "data", "--date", "2024-01-31"]) == 0
    said = capsys.readouterr().err
    assert "Peildatum 2024-01-31, publiek: inwoners." in said
    assert json.loads((root / "public/data/agenda.json").read_text(encoding="utf-8"))["peildatum"] == "2024-01-31"
    assert not (root / "public/index.html").exists()
    assert main(["build", "--workspace", str(root), "--only", "data", "--audience", "bestuur", "--jobs", "1"]) == 0
    inside = json.loads((root / "intern/bestuur/data/agenda.json").read_text(encoding="utf-8"))
    assert inside["uitgave"] == "bestuur"
    assert main(["build", "--workspace", str(root), "--only", "data", "--out", str(root.parent / "uit")]) == 0
    assert (root.parent / "uit/data/doelen.csv").is_file()


@pytest.mark.parametrize("target", ["agenda", "agenda/doelen", "."])
def test_output_never_goes_over_the_sources(target: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--workspace", str(root), "--only", "data", "--out", str(root / target)]) == 2
    assert capsys.readouterr().err.count("kapstok: ") == 1
    assert (root / "agenda/doelen/niemand-alleen.yaml").is_file()


def test_a_folder_that_is_no_workspace_gives_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--workspace", str(tmp_path / "weg")]) == 2
    assert main(["build", "--workspace", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "bestaat niet. " not in said.err
    assert "Controleer de naam achter --workspace." in said.err
    assert "kapstok new" in said.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "er ontbreekt: COMMANDO"),
        (("bouw",), "bouw"),
        (("build", "--only", "pdf"), "pdf kan niet; kies uit site, documents, data"),
        (("build", "--only", ","), "kies uit site, documents, data"),
        (("build", "--only"), "hier hoort een waarde achter"),
        (("check", "--date", "31-01-2026"), "31-01-2026 is geen dag; schrijf jaar-maand-dag"),
        (("check", "--date", "2026-02-30"), "2026-02-30 is geen dag"),
        (("build", "--audience", "iedereen"), "iedereen"),
        (("build", "--jobs", "0"), "noem een getal van 1 tot en met 64"),
        (("build", "--jobs", "veel"), "veel kan niet"),
        (("check", "--format", "xml"), "xml"),
        (("check", "--snel"), "onbekend: --snel"),
        (("serve", "--port", "hoog"), "hoog"),
        (("new",), "er ontbreekt: MAP"),
    ],
)
def test_an_unusable_call_is_refused_in_dutch(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in refused(capsys, *arguments)


def test_help_is_dutch_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["build", "--help"], ["check", "--help"]):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 0
        text = capsys.readouterr().out
        assert all(name in text for name in ("build", "check", "serve", "new")) or arguments != ["--help"]
        assert not re.search(r"\b(usage|options|show this help|positional|optional arguments|default:)\b", text), text


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"kapstok {__version__}\n"


def test_an_interrupted_run_says_what_is_left(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kapstok.running.load", stop)
    assert main(["check", "--workspace", str(root)]) == 2
    assert "afgebroken; de vorige uitvoer staat er nog" in capsys.readouterr().err


@pytest.mark.parametrize(("settle", "code"), [("settle_interrupt()", 0), ("pass", -signal.SIGINT)])
def test_ctrl_c_in_code_from_a_text_ends_with_our_own_code(settle: str, code: int) -> None:
    """Such code makes every dataclass; without our settling the process ends as if it was killed."""
    script = f"""
from kapstok.core.interrupt import settle_interrupt
try:
    exec("raise KeyboardInterrupt")
except KeyboardInterrupt:
    {settle}
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == code
