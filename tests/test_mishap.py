"""Whatever goes wrong, nobody sees a traceback: it is a finding, with a report that holds nothing of the agenda."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from workbench import copy_base

from kapstok import cli
from kapstok.commands.mishap import disk_trouble, mishap, report_of

SECRET = "Geheim-woord"


def fail(*_: object, **__: object) -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as first:
        raise TypeError(f"{SECRET} in /home/iemand/agenda") from first


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("kapstok.running.load", fail)
    return copy_base(tmp_path)


def test_what_nobody_foresaw_is_a_finding_with_its_own_exit_code(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", "--workspace", str(broken)]) == 2
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert "[onvoorzien]" in out
    assert "TypeError in " in out
    assert SECRET not in out


def test_it_has_the_form_that_was_asked_for(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--workspace", str(broken), "--format", "json"]) == 2
    (found,) = json.loads(capsys.readouterr().out)
    assert found["code"] == "onvoorzien"


def test_the_report_says_where_and_nothing_of_the_agenda(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["check", "--workspace", str(broken)])
    (report,) = (broken / ".kapstok").glob("storing-*.txt")
    assert report.name in capsys.readouterr().out
    text = report.read_text(encoding="utf-8")
    assert "TypeError" in text
    assert "KeyError" in text
    assert "running.py:" in text
    for hidden in (SECRET, "/home", str(broken), str(Path(__file__).parent)):
        assert hidden not in text
    cli.main(["check", "--workspace", str(broken)])
    assert len(list((broken / ".kapstok").glob("storing-*.txt"))) == 1


def test_without_a_place_for_a_report_there_is_still_a_finding(tmp_path: Path) -> None:
    (tmp_path / ".kapstok").symlink_to(tmp_path / "elders")
    found = mishap(ValueError(SECRET), tmp_path, tmp_path / ".kapstok")
    assert found.code == "onvoorzien"
    assert "storing" not in found.hint
    assert not (tmp_path / "elders").exists()


def deep(number: int) -> int:
    return deep(number + 1)


def test_a_recursion_without_end_gives_a_short_report() -> None:
    with pytest.raises(RecursionError) as found:
        deep(0)
    assert len(report_of(found.value).splitlines()) < 60


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "geen ruimte"),
        (errno.EACCES, "mag niet bij"),
        (errno.EROFS, "mag niet bij"),
        (errno.ENOENT, "weggehaald"),
        (errno.ENAMETOOLONG, "te lang"),
        (errno.EMFILE, "te veel open bestanden"),
        (errno.EIO, "De schijf geeft een fout"),
    ],
)
def test_a_disk_that_refuses_says_which_file_and_what_to_do(number: int, words: str, tmp_path: Path) -> None:
    found = mishap(OSError(number, "x", str(tmp_path / "agenda" / "a.yaml")), tmp_path, None)
    assert (found.path, found.code) == ("agenda/a.yaml", "schijf")
    assert words in found.message
    assert found.hint.endswith("De uitvoer is niet veranderd.")


def test_nothing_is_told_of_a_path_outside_the_workspace(tmp_path: Path) -> None:
    found = disk_trouble(OSError(errno.EACCES, "x", "/etc/geheim/sleutel"), tmp_path)
    assert "geheim" not in found.message + found.hint + found.path
    assert "buiten de werkruimte" in found.message
