"""Why: every derived statement unfolds into its rule and its inputs, in the terminal and as data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from workbench import copy_base, write

from kapstok.cli import main

Ask = Callable[..., str]
FIGURE = "indicator:mensen-aan-het-werk"
FILE = "agenda/indicatoren/mensen-aan-het-werk.yaml"


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    root = copy_base(tmp_path)
    day = ["--date", "2026-11-01"]

    def run(*words: str, code: int = 0) -> str:
        assert main(["waarom", *words, "--workspace", str(root), *day]) == code
        said = capsys.readouterr()
        return said.out + said.err

    return run


def test_an_indicator_unfolds_into_rule_target_measurement_source_and_day(ask: Ask) -> None:
    said = ask(FIGURE)
    assert said.splitlines() == [
        f"{FIGURE}: Mensen die vanuit een uitkering aan het werk gaan",
        f"{FILE}:1",
        "",
        "Stand: Niet te bepalen: er is na de nulmeting nog niet gemeten.",
        "  - Zonder getal, meting, nulmeting of termijn om aan te toetsen is er geen oordeel: niet te bepalen",
        f"  - streefwaarde: 2027: ten minste 45,5% ({FILE}:16)",
        f"  - nulmeting: december 2024: 37,7% ({FILE}:8, uit Jaarstukken 2024, 31 december 2024)",
        "  - peildatum: 1 november 2026",
    ]


def test_the_same_as_data(ask: Ask) -> None:
    row = json.loads(ask(FIGURE, "--format", "json"))
    (stand,) = row["afgeleid"]
    assert (row["onderdeel"], row["pad"], stand["wat"]) == (FIGURE, FILE, "Stand")
    assert stand["gronden"][1] == {
        "regel": "streefwaarde",
        "waarde": "2027: ten minste 45,5%",
        "onderdeel": "streefwaarde:mensen-aan-het-werk.2027",
        "veld": "waarde",
        "plek": f"{FILE}:16",
    }


def test_one_target_can_be_asked_after(ask: Ask) -> None:
    said = ask("streefwaarde:mensen-aan-het-werk.2027")
    assert "Stand: Niet te bepalen: er is na de nulmeting nog niet gemeten." in said


def test_a_goal_says_how_its_figures_stand_and_where_to_ask_on(ask: Ask) -> None:
    lines = ask("doel:werk-naar-vermogen").splitlines()
    assert lines[-2:] == [
        f"{FIGURE}: Niet te bepalen: er is na de nulmeting nog niet gemeten.",
        f"  Waarom: kapstok waarom {FIGURE}",
    ]


def test_what_is_not_derived_says_so(ask: Ask) -> None:
    assert "Hierover leidt Kapstok niets af" in ask("begrip:wederkerigheid")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("indicator:mensen-aan-werk", f"Bedoelde u {FIGURE}?"),
        ("indicatr:mensen-aan-het-werk", f"Bedoelde u {FIGURE}?"),
        ("mensen-aan-het-werk", "Schrijf soort:id."),
        ("indicator:x", "Kies uit: mensen-aan-het-werk."),
        ("motie:x", "De agenda heeft er geen van de soort motie."),
    ],
)
def test_a_wrong_name_gets_the_nearest(ask: Ask, name: str, hint: str) -> None:
    assert hint in ask(name, code=2)


def test_an_audience_sees_only_its_own_grounds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_base(tmp_path)
    file = root / FILE
    file.write_text(file.read_text().replace("    nulmeting: true\n", "    nulmeting: true\n    publicatie: intern\n"))
    call = ["waarom", FIGURE, "--workspace", str(root), "--date", "2026-11-01"]
    assert main(call) == 0
    assert "37,7%" in capsys.readouterr().out
    assert main([*call, "--audience", "inwoners"]) == 0
    shown = capsys.readouterr().out
    assert "Niet te bepalen: er is nog niet gemeten." in shown
    assert "37,7" not in shown


NORMS = """titel: Onze afspraken
publicatie: openbaar
kaders:
  - id: start
    nummer: '1'
    tekst: Een activiteit begint pas als duidelijk is wat er gebeurt.
    toets:
      - voor: activiteit
        wanneer: voortgang == 'gestart'
        eis: gevuld(wat)
"""
BREAKS = "titel: Soepmiddag\npublicatie: openbaar\nvoortgang: gestart\n"
EXEMPT = (
    BREAKS + "afwijking:\n  kader: afspraken.start\n  reden: Een proef.\n  door: het college\n  tot: '2026-12-31'\n"
)


def test_a_norm_unfolds_into_its_text_its_test_and_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_base(tmp_path)
    files = {"kaderlijsten/afspraken": NORMS, "activiteiten/soep": BREAKS, "activiteiten/proef": EXEMPT}
    write(root, {f"agenda/{path}.yaml": text for path, text in files.items()})

    def asked(name: str) -> str:
        assert main(["waarom", name, "--workspace", str(root), "--date", "2026-11-01"]) == 0
        return capsys.readouterr().out

    broken = asked("activiteit:soep")
    assert "Kader 1 van Onze afspraken: Soepmiddag houdt zich niet aan kader 1 van Onze afspraken" in broken
    text = "Een activiteit begint pas als duidelijk is wat er gebeurt."
    assert f"  - {text}: breekt (agenda/kaderlijsten/afspraken.yaml:4)" in broken
    for line in ("geldt als: voortgang == 'gestart'", "vraagt: gevuld(wat)", "niet ingevuld: Wat gaan we doen?"):
        assert f"  - {line}" in broken
    allowed = asked("activiteit:proef")
    assert "Kader 1 van Onze afspraken: Wijkt af, en dat mag." in allowed
    assert "  - reden van de uitzondering: Een proef. (agenda/activiteiten/proef.yaml:5)" in allowed
    assert "  - toegestaan door: het college" in allowed
    assert "  - tot en met: 31 december 2026" in allowed
    assert "Toetsing: 1 houdt zich eraan, 1 breekt het en 1 wijkt af." in asked("kader:afspraken.start")
