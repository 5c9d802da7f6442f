"""How far a decision is: until when to respond, since when it holds no more, and what came in its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from workbench import good_model, shipped_kinds, the

from kapstok.reckon.door import reckon
from kapstok.render.offers.standing import standing
from kapstok.view import view

DAY = date(2026, 7, 1)
TASK = "nummer: '1'\ntitel: Meedoen\npublicatie: openbaar\nomschrijving: Iedereen.\n"


def said(more: str, day: date = DAY, other: str = "openbaar") -> dict[str, Any]:
    files = {
        "opgaven/meedoen.yaml": TASK,
        "doelen/a.yaml": f"nummer: '1'\ntitel: A\nopgave: meedoen\npublicatie: openbaar\n{more}",
        "doelen/b.yaml": f"nummer: '2'\ntitel: B\nopgave: meedoen\npublicatie: {other}\n",
    }
    shown = view(good_model(files), shipped_kinds(), "inwoners")
    return standing(the(shown, "doel", "a"), reckon(shown, shipped_kinds(), day).council)


@pytest.mark.parametrize("more", ["", "status: vastgesteld\n"])
def test_what_is_adopted_or_says_nothing_has_nothing_to_say(more: str) -> None:
    assert said(more) == {}


@pytest.mark.parametrize("status", ["concept", "gepresenteerd", "voor-kennisgeving", "verlengd"])
def test_everything_else_says_its_status(status: str) -> None:
    assert said(f"status: {status}\n") == {"status": status}


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2026, 5, 31), "komt"),
        (date(2026, 6, 1), "loopt"),
        (date(2026, 7, 12), "loopt"),
        (date(2026, 7, 13), "voorbij"),
    ],
)
def test_the_time_to_respond_is_held_against_the_peildatum(day: date, phase: str) -> None:
    block = "ter_inzage:\n  van: '2026-06-01'\n  tot: '2026-07-12'\n  reageren: Schrijf ons\n"
    assert said(f"status: ter-inzage\n{block}", day) == {
        "status": "ter-inzage",
        "van": "1 juni 2026",
        "tot": "12 juli 2026",
        "hoe": "Schrijf ons",
        "tijdvak": phase,
    }


def test_without_days_there_is_no_phase_and_half_a_period_is_enough() -> None:
    assert said("status: ter-inzage\nter_inzage:\n  reageren: Bel\n") == {"status": "ter-inzage", "hoe": "Bel"}
    assert said("status: ter-inzage\nter_inzage:\n  tot: '2026-06-30'\n")["tijdvak"] == "voorbij"
    assert said("status: ter-inzage\nter_inzage:\n  van: '2026-07-02'\n")["tijdvak"] == "komt"


def test_once_adopted_nobody_is_asked_to_respond() -> None:
    assert said("status: vastgesteld\nter_inzage:\n  tot: '2026-12-31'\n") == {}


def test_what_was_withdrawn_says_since_when_and_what_came_instead() -> None:
    steps = "besluitvorming:\n  - status: vastgesteld\n    datum: 1 mei 2025\n"
    steps += "  - status: ingetrokken\n    datum: juni 2026\n"
    text = f"status: ingetrokken\n{steps}vervangen_door: doel:b\n"
    instead = {"titel": "B", "adres": "doelen/b/"}
    assert said(text) == {"status": "ingetrokken", "geldt_niet": True, "sinds": "juni 2026", "opvolger": instead}
    assert "opvolger" not in said(text, other="intern")
    assert said("status: vervallen\n") == {"status": "vervallen", "geldt_niet": True}
