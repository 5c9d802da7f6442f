"""`kapstok verschil --vastgesteld`: what is there now beside what was decided, for a griffie to add to a proposal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from papers import pdf_text, word_text
from papers_git import change, commit
from test_freeze import GOAL, ITEM, TASK, kept
from workbench import write

from kapstok.cli import main


def told(root: Path, *more: str, audience: str = "inwoners") -> dict[str, object]:
    """The comparison as JSON, from a file beside the workspace."""
    place = root.parent / "verschil.json"
    asked = ["verschil", "--vastgesteld", ITEM, "--format", "json", "--audience", audience, "--out", str(place)]
    assert main([*asked, *more, "--workspace", str(root)]) == 0
    found: dict[str, object] = json.loads(place.read_text(encoding="utf-8"))
    return found


def names(found: dict[str, object]) -> list[str]:
    things = found["dingen"]
    assert isinstance(things, list)
    return [thing["onderdeel"] for thing in things]


def test_only_what_the_decision_rests_on_is_compared(tmp_path: Path) -> None:
    root, _ = kept(tmp_path)
    assert names(told(root)) == []
    change(root, GOAL, "titel: ", "titel: Nog meer ")
    assert names(told(root)) == []
    change(root, TASK, "Iedereen", "Elke inwoner")
    assert names(told(root)) == [ITEM]


def test_the_base_is_the_version_that_was_adopted_and_not_the_main_branch(tmp_path: Path) -> None:
    root, _ = kept(tmp_path)
    change(root, TASK, "Iedereen", "Elke inwoner")
    commit(root, "2026-05-01")
    found = told(root)
    assert names(found) == [ITEM]
    base = found["basis"]
    assert isinstance(base, dict)
    assert base["naam"] == "wat is vastgesteld op 2 april 2026 (de raad)"
    assert names(told(root, "HEAD~1")) == []


def test_the_table_is_a_paper_in_word_and_in_pdf(tmp_path: Path) -> None:
    root, _ = kept(tmp_path)
    change(root, TASK, "Iedereen", "Elke inwoner")
    for form in ("docx", "pdf"):
        place = tmp_path / f"verschil.{form}"
        asked = ["verschil", "--vastgesteld", ITEM, "--format", form, "--out", str(place), "--workspace", str(root)]
        assert main(asked) == 0
        made = place.read_bytes()
        text = " ".join((word_text(made) if form == "docx" else pdf_text(made, tmp_path)).split())
        assert "wat is vastgesteld op 2 april 2026 (de raad)" in text
        assert "Elke inwoner" in text
        assert "Iedereen" in text


@pytest.mark.parametrize(
    ("asked", "cure"),
    [
        (["--vastgesteld", "opgave:medoen"], "Bedoelde u opgave:meedoen?"),
        (["--vastgesteld", ITEM, "HEAD~1", "HEAD"], "Noem alleen de nieuwe versie"),
        (["--vastgesteld", ITEM, "--format", "pdf"], "--out verschil.pdf"),
    ],
)
def test_what_cannot_be_compared_is_said_with_its_cure(
    asked: list[str], cure: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, _ = kept(tmp_path)
    assert main(["verschil", *asked, "--workspace", str(root)]) == 2
    assert cure in capsys.readouterr().err


def test_a_decision_for_the_council_is_not_told_to_inhabitants(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, _ = kept(tmp_path)
    record = next((root / "vastgesteld").glob("*.json"))
    write(root, {f"vastgesteld/{record.name}": record.read_text(encoding="utf-8").replace('"inwoners"', '"bestuur"')})
    assert main(["verschil", "--vastgesteld", ITEM, "--workspace", str(root)]) == 2
    assert "--audience bestuur" in capsys.readouterr().err
    assert names(told(root, audience="bestuur")) == []


def test_without_any_kept_decision_the_cure_is_to_keep_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from papers_git import workspace

    assert main(["verschil", "--vastgesteld", ITEM, "--workspace", str(workspace(tmp_path))]) == 2
    assert f"kapstok vaststellen {ITEM}" in capsys.readouterr().err
