"""Leaving out: what each audience may know, and that nothing hidden is left anywhere in its view."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from workbench import good_model, shipped_kinds, small_kinds, the

from kapstok.core.audience import AUDIENCES
from kapstok.core.finding import Severity
from kapstok.core.model import Key, Model
from kapstok.render.data.opendata import render_data
from kapstok.view import view

LEVELS = ("openbaar", "raad", "partners", "intern", "vertrouwelijk")
SEES = {
    "inwoners": {"openbaar"},
    "raad": {"openbaar", "raad"},
    "griffie": {"openbaar", "raad"},
    "partners": {"openbaar", "partners"},
    "werkvloer": {"openbaar", "raad", "partners", "intern"},
    "management": {"openbaar", "raad", "partners", "intern"},
    "bestuur": {"openbaar", "raad", "partners", "intern"},
    "besloten": set(LEVELS),
}


def see(model: Model, audience: str) -> Model:
    return view(model, shipped_kinds(), audience)


def everything_in(model: Model) -> str:
    """All data of a view as one text."""
    return "\n".join(content.decode() for _, content in render_data(model, shipped_kinds(), date(2025, 3, 1)))


def term(name: str, publication: str, text: str = "Een zin.", more: str = "") -> dict[str, str]:
    level = f"publicatie: {publication}\n" if publication else ""
    return {f"begrippen/{name}.yaml": f"term: Term {name}\n{level}definitie: {text}\n{more}"}


@pytest.mark.parametrize("audience", SEES)
def test_who_sees_which_level(audience: str) -> None:
    files: dict[str, str] = {}
    for level in LEVELS:
        files |= term(level, level)
    files |= term("zonder", "")
    seen = {key.id for key in see(good_model(files), audience).items}
    expected = SEES[audience] | ({"zonder"} if "intern" in SEES[audience] else set())
    assert seen == expected


def test_every_audience_is_in_the_table() -> None:
    assert set(AUDIENCES) == set(SEES)
    with pytest.raises(KeyError):
        see(good_model({}), "iedereen")


def frames(parent: str, child: str, deeper: str = "") -> Model:
    return good_model(
        {
            "kaderlijsten/k.yaml": f"titel: K\npublicatie: {parent}\nontwikkelopdracht: o\n"
            f"kaders:\n  - id: a\n    publicatie: {child}\n    tekst: Geheim kader\n"
            "    subkaders:\n      - id: b\n        tekst: Diep\n"
            + (f"        publicatie: {deeper}\n" if deeper else ""),
            "ontwikkelopdrachten/o.yaml": "nummer: '1'\ntitel: O\npublicatie: openbaar\n"
            "kaderlijsten: [k]\nopdracht: Doe.\n",
        }
    )


@pytest.mark.parametrize("audience", SEES)
@pytest.mark.parametrize("child", LEVELS)
@pytest.mark.parametrize("parent", LEVELS)
def test_a_nested_item_is_never_more_public_than_its_parent(parent: str, child: str, audience: str) -> None:
    seen = see(frames(parent, child, "openbaar"), audience)
    levels = SEES[audience]
    assert (Key(kind="kaderlijst", id="k") in seen.items) == (parent in levels)
    assert (Key(kind="kader", id="k.a") in seen.items) == (parent in levels and child in levels)
    assert (Key(kind="subkader", id="k.a.b") in seen.items) == (parent in levels and child in levels)


def test_what_is_hidden_is_nowhere_in_the_view() -> None:
    seen = see(frames("openbaar", "intern"), "inwoners")
    assert "kaders" not in the(seen, "kaderlijst", "k").fields
    assert "Geheim" not in everything_in(seen)
    assert "k.a" not in everything_in(seen)
    hidden_list = see(frames("intern", "openbaar"), "inwoners")
    assert "kaderlijsten" not in the(hidden_list, "ontwikkelopdracht", "o").fields
    assert hidden_list.references == ()
    assert hidden_list.documents == {}


def hiding(more: str = "", text: str = "Zie [stiekem](begrip:stiekem) en [open](begrip:open).") -> Model:
    return good_model(term("stiekem", "intern") | term("open", "openbaar") | term("a", "openbaar", text, more))


def test_a_link_in_prose_to_something_hidden_becomes_plain_text() -> None:
    seen = see(hiding(), "inwoners")
    assert the(seen, "begrip", "a").fields["definitie"] == "Zie stiekem en [open](begrip:open)."
    assert [r.target.id for r in seen.references] == ["open"]
    assert len(see(hiding(), "werkvloer").references) == 2


def test_a_list_of_references_loses_the_hidden_ones() -> None:
    model = hiding("zie_ook:\n  - stiekem\n  - open\nzieook:\n  - begrip:stiekem\n", "Zin.")
    fields = the(see(model, "inwoners"), "begrip", "a").fields
    assert fields["zie_ook"] == (Key(kind="begrip", id="open"),)
    assert "zieook" not in fields
    assert "stiekem" not in everything_in(see(model, "inwoners"))


def test_a_block_about_something_hidden_goes_as_a_whole() -> None:
    model = good_model(
        {
            "opgaven/stiekem.yaml": "nummer: '1'\ntitel: Geheim\n",
            "opgaven/open.yaml": "nummer: '2'\ntitel: Open\npublicatie: openbaar\n",
            "overleggen/o.yaml": "naam: Overleg\npublicatie: openbaar\nniveau: gemeente\nopgaven:\n"
            "  - opgave: stiekem\n    bijdrage: verraadt het stiekem\n  - opgave: open\n    bijdrage: helpt\n",
        }
    )
    assert len(the(see(model, "inwoners"), "overleg", "o").fields["opgaven"]) == 1
    assert "verraadt" not in everything_in(see(model, "inwoners"))
    assert "verraadt" in everything_in(see(model, "besloten"))


def test_a_field_can_be_narrowed_further() -> None:
    model = good_model(term("a", "openbaar", more="werknotitie: Nog nalezen met [a](begrip:a).\n"))
    for audience in SEES:
        shown = audience in {"werkvloer", "management", "bestuur", "besloten"}
        assert ("werknotitie" in the(see(model, audience), "begrip", "a").fields) == shown
        assert bool(see(model, audience).references) == shown


MEETING = """titel: Vergadering
overleg: o
datum: 2025-01-01
vertrouwelijk: {0}
publicatie: openbaar
afwezig:
  - wie: griffier
    reden: ziekte
agendapunten:
  - id: een
    titel: Opening
    publicatie: openbaar
"""
BODY = {"overleggen/o.yaml": "naam: Overleg\nniveau: gemeente\npublicatie: openbaar\n"}


def test_a_confidential_meeting_is_hidden_whatever_else_it_says() -> None:
    for flag, seen_by in (("true", {"besloten"}), ("false", set(SEES))):
        model = good_model({**BODY, "vergaderingen/v.yaml": MEETING.format(flag)})
        for audience in SEES:
            keys = see(model, audience).items
            assert (Key(kind="vergadering", id="v") in keys) == (audience in seen_by)
            assert (Key(kind="agendapunt", id="v.een") in keys) == (audience in seen_by)


def test_a_narrowed_field_deep_in_a_list_is_left_out() -> None:
    model = good_model({**BODY, "vergaderingen/v.yaml": MEETING.format("false")})
    assert dict(the(see(model, "bestuur"), "vergadering", "v").fields["afwezig"][0]) == {"wie": "griffier"}
    assert the(see(model, "besloten"), "vergadering", "v").fields["afwezig"][0]["reden"] == "ziekte"


def test_a_view_knows_that_it_is_not_the_whole() -> None:
    seen = see(hiding("zie_ook: [open]\n"), "inwoners")
    assert (None, "begrip") in seen.incomplete
    hidden_source = good_model(term("open", "openbaar") | term("stil", "intern", more="zie_ook: [open]\n"))
    assert (Key(kind="begrip", id="open"), "begrip") in see(hidden_source, "raad").incomplete
    assert see(hidden_source, "werkvloer").incomplete == frozenset()


def test_the_settings_are_always_there_but_not_their_hidden_fields() -> None:
    text = "titel: Agenda\ngemeente: G\nstatus: concept\nwerknotitie: Geheim\n"
    model = good_model({"agenda.yaml": text})
    [settings] = see(model, "inwoners").items.values()
    assert settings.title == "Agenda"
    assert "werknotitie" not in settings.fields


@pytest.fixture
def narrowed(tmp_path: Path) -> Any:
    """A kind whose title and whose nested items are only for the closed edition."""
    shown = {"title": "Publicatie", "type": "string", "x-rol": "publicatie"}
    closed = ["besloten"]
    kind = {
        "title": "Dossier",
        "description": "Een dossier.",
        "x-map": "dossiers",
        "x-titelveld": "naam",
        "x-nummerveld": "nummer",
        "type": "object",
        "properties": {
            "naam": {"title": "Naam", "type": "string", "x-zichtbaar-voor": closed},
            "nummer": {"title": "Nummer", "type": "string", "x-zichtbaar-voor": closed},
            "publicatie": shown,
            "stukken": {
                "title": "Stukken",
                "type": "array",
                "x-zichtbaar-voor": closed,
                "items": {"$ref": "deel.json"},
            },
            "open": {"title": "Open", "type": "array", "items": {"$ref": "deel.json"}},
        },
    }
    part = {
        "title": "Deel",
        "description": "Een deel.",
        "x-map": "delen",
        "x-titelveld": "tekst",
        "type": "object",
        "properties": {"id": {"type": "string"}, "tekst": {"title": "Tekst", "type": "string"}, "publicatie": shown},
    }
    kinds, findings = small_kinds(tmp_path / "schemas", {"dossier.json": kind, "deel.json": part})
    assert [f for f in findings if f.severity is Severity.ERROR] == []
    text = (
        "naam: Geheime naam\nnummer: G1\npublicatie: openbaar\n"
        "stukken:\n  - {id: a, tekst: Geheim stuk, publicatie: openbaar}\nopen:\n  - {id: b, tekst: Open stuk}\n"
    )
    return good_model({"dossiers/d.yaml": text}, kinds), kinds


def test_a_narrowed_title_and_number_do_not_live_on(narrowed: Any) -> None:
    model, kinds = narrowed
    item = the(view(model, kinds, "bestuur"), "dossier", "d")
    assert (item.title, item.number) == ("d", "")
    assert the(view(model, kinds, "besloten"), "dossier", "d").title == "Geheime naam"


def test_nested_items_in_a_narrowed_field_do_not_live_on(narrowed: Any) -> None:
    model, kinds = narrowed
    assert [key.id for key in view(model, kinds, "inwoners").items] == ["d", "d.b"]
    assert [key.id for key in view(model, kinds, "besloten").items] == ["d", "d.a", "d.b"]
