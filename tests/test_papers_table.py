"""`kapstok stukken`: which papers there are, and of every other one why it is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_council_kinds import EMPTY, FOLLOWED, OPEN, QUESTIONS, meeting
from workbench import copy_base, write

from kapstok.cli import main

FILES = FOLLOWED | {
    "vergaderingen/december.yaml": meeting("december", EMPTY),
    "schriftelijke-vragen/open.yaml": QUESTIONS,
    "schriftelijke-vragen/intern.yaml": QUESTIONS + "publicatie: intern\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = copy_base(tmp_path)
    texts = {path: text if "publicatie" in text else text + OPEN for path, text in FILES.items()}
    write(found, {f"agenda/{path}": text for path, text in texts.items()})
    return found


def told(root: Path, capsys: pytest.CaptureFixture[str], audience: str = "inwoners") -> dict[str, list[dict[str, str]]]:
    asked = ["stukken", "--format", "json", "--audience", audience, "--date", "2022-06-30", "--workspace", str(root)]
    assert main(asked) == 0
    found: dict[str, list[dict[str, str]]] = json.loads(capsys.readouterr().out)
    return found


def test_a_paper_that_is_not_made_says_what_it_lacks(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    why = {(one["stuk"], one["onderdeel"]): one["waarom"] for one in told(root, capsys)["niet_gemaakt"]}
    assert why["beantwoording", "raadsvraag:open"] == "Beantwoord op is niet ingevuld"
    assert why["verslag", "vergadering:december"] == "Datum is pas 10 december 2022"
    assert why["presentielijst", "vergadering:maart"] == (
        "niets is ingevuld van: Aanwezig; Afwezig; Opkomst in aantallen; Gasten"
    )
    assert why["motielijst", "beleidsagenda:agenda"] == "er is nog geen motie"


def test_what_is_made_and_what_nothing_is_there_for(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(root, capsys)
    assert {"raadsvraag-open", "termijnagenda-agenda"} <= {one["stuk"] for one in found["gemaakt"]}
    assert {"stuk": "memo", "van": "memo"} in found["zonder_onderdeel"]


def test_another_audience_has_other_papers(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {who: json.dumps(told(root, capsys, who)) for who in ("inwoners", "bestuur")}
    assert "raadsvraag:intern" not in names["inwoners"]
    assert "raadsvraag:intern" in names["bestuur"]


def test_the_text_says_the_same(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stukken", "--date", "2022-06-30", "--workspace", str(root)]) == 0
    text = capsys.readouterr().out
    assert "beantwoording van raadsvraag:open: Beantwoord op is niet ingevuld" in text
    assert "memo: er is nog geen memo" in text
