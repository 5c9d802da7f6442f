"""The changes that a reviewer may not miss, on the shipped agenda: the right was and becomes, and the right sign."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from changing import compared, part_fields, put_back, replace_in, shipped_repository, the_thing, told, words_of

from kapstok.compare.values import Comparison, How, SignKind


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shipped_repository(tmp_path_factory.mktemp("verschil"))


@pytest.fixture
def root(repository: Path) -> Iterator[Path]:
    yield repository
    put_back(repository)


def kinds(comparison: Comparison) -> set[SignKind]:
    return {sign.kind for sign in comparison.signs}


def test_nothing_changed_tells_nothing(root: Path) -> None:
    assert compared(root).is_empty
    assert compared(root, "besloten").is_empty


def test_a_target_that_is_lowered(root: Path) -> None:
    replace_in(root, "agenda/indicatoren/ondersteuning-past.yaml", ("waarde: 80", "waarde: 72,5"))
    found = compared(root)
    fields = part_fields(found, "indicator:ondersteuning-past", "streefwaarde:ondersteuning-past.doel-2026")
    assert fields == {"Waarde": ("80", "72,5")}
    assert kinds(found) == {SignKind.LOWER}
    assert "was ten minste 80% en wordt ten minste 72,5%" in words_of(found, SignKind.LOWER)


def test_a_frame_that_is_loosened_names_what_passes_only_by_that(root: Path) -> None:
    frame = "agenda/kaderlijsten/uitvoeringsteam.yaml"
    replace_in(root, frame, (") >= 3", ") >= 1"))
    found = compared(root)
    assert kinds(found) == {SignKind.WEAKER}
    assert ">= 1" in words_of(found, SignKind.WEAKER)
    assert len(found.things) == 1


def test_an_activity_that_ended(root: Path) -> None:
    replace_in(
        root,
        "agenda/activiteiten/taalhuis.yaml",
        ("voortgang: loopt", "voortgang: beëindigd\nstopreden: Het geld is op.\nevaluatie: Gedaan."),
    )
    found = compared(root)
    assert told(the_thing(found, "activiteit:taalhuis").fields)["Voortgang"] == ("loopt", "beëindigd")
    assert "is beëindigd (was loopt)" in words_of(found, SignKind.ENDED)


def test_a_paper_that_is_withdrawn(root: Path) -> None:
    replace_in(root, "agenda/raadsvoorstellen/vaststellen-agenda.yaml", ("status: vastgesteld", "status: ingetrokken"))
    found = compared(root)
    assert told(the_thing(found, "raadsvoorstel:vaststellen-agenda").fields)["Status"] == ("vastgesteld", "ingetrokken")
    assert "is ingetrokken" in words_of(found, SignKind.ENDED)


def test_twenty_thousand_euros_that_move(root: Path) -> None:
    replace_in(
        root,
        "agenda/begroting/begroting-2026.yaml",
        ("bedrag: 640000", "bedrag: 620000"),
        ("bedrag: 38000", "bedrag: 58000"),
    )
    found = compared(root)
    assert part_fields(found, "begroting:begroting-2026", "begrotingsregel:begroting-2026.talentenmarkt") == {
        "Bedrag": ("€ 38.000", "€ 58.000")
    }
    told_of = words_of(found, SignKind.MONEY)
    assert "(− € 20.000) naar" in told_of
    assert "(+ € 20.000)" in told_of
    assert "samen gelijk" in told_of


def test_secrecy_that_is_lifted(root: Path) -> None:
    replace_in(root, "agenda/geheimhoudingen/bijlage-inkoop.yaml", ("publicatie: intern", "publicatie: openbaar"))
    found = compared(root)
    assert the_thing(found, "geheimhouding:bijlage-inkoop").how is How.PUBLISHED
    assert kinds(found) == {SignKind.WIDER}
    assert "was niet te zien voor inwoners en wordt dat wel" in words_of(found, SignKind.WIDER)
    inside = compared(root, "besloten")
    assert told(the_thing(inside, "geheimhouding:bijlage-inkoop").fields) == {"Publicatie": ("intern", "openbaar")}
    assert "was intern, wordt openbaar: iedereen ziet dit nu ook" in words_of(inside, SignKind.WIDER)
