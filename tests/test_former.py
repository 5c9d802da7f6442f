"""Former ids: what they mean, who may claim them, and where they lead."""

from __future__ import annotations

from pathlib import Path

from test_schema import place
from workbench import good_model, model_of, places, shipped_kinds, small_kinds

from kapstok.check.structure import check
from kapstok.core.model import Key
from kapstok.kinds.former import former_keys
from kapstok.render.site.redirects import Move, add_anchors, find_anchors, find_moves
from kapstok.view import view

AGENDA = {"agenda.yaml": "titel: T\ngemeente: G\nstatus: concept\npublicatie: openbaar\n"}
WORK = {"ontwikkelopdrachten/o.yaml": "nummer: '1'\ntitel: O\nkaderlijsten: [lijst]\nopdracht: Doe.\n"}
TASK = "nummer: '1'\ntitel: Meedoen\npublicatie: openbaar\nomschrijving: Iedereen.\n"


def goal(more: str = "", title: str = "Een doel") -> str:
    return f"nummer: '1'\ntitel: {title}\nopgave: meedoen\npublicatie: openbaar\n{more}"


def norms(more: str, inner: str) -> str:
    return (
        f"titel: Lijst\npublicatie: openbaar\nontwikkelopdracht: o\n{more}"
        f"kaders:\n  - id: nieuw\n{inner}    tekst: Een kader\n"
        "    niet_toetsbaar: Nee\n    subkaders:\n      - id: diep\n        tekst: Diep\n"
    )


def test_a_nested_item_also_had_the_names_that_its_file_gave_it() -> None:
    files = {"kaderlijsten/lijst.yaml": norms("vorige_ids: [oude-lijst]\n", "    vorige_ids: [oud]\n")}
    found = former_keys(good_model(WORK | files).items, shipped_kinds())
    assert {(old.kind, old.id): new.id for old, new in found.items()} == {
        ("kaderlijst", "oude-lijst"): "lijst",
        ("kader", "oude-lijst.nieuw"): "lijst.nieuw",
        ("kader", "oude-lijst.oud"): "lijst.nieuw",
        ("kader", "lijst.oud"): "lijst.nieuw",
        ("subkader", "oude-lijst.nieuw.diep"): "lijst.nieuw.diep",
        ("subkader", "oude-lijst.oud.diep"): "lijst.nieuw.diep",
        ("subkader", "lijst.oud.diep"): "lijst.nieuw.diep",
    }


def test_a_former_id_that_is_in_use_or_claimed_twice_is_told_at_its_line() -> None:
    files = {
        "opgaven/meedoen.yaml": TASK,
        "doelen/a.yaml": goal("vorige_ids: [oud, b]\n", "A"),
        "doelen/b.yaml": goal("vorige_ids:\n  - b\n  - oud\n", "B").replace("'1'", "'2'"),
    }
    findings = check(good_model(AGENDA | files), shipped_kinds())
    assert places(findings) == [
        ("agenda/doelen/a.yaml", 5, 19, "vorige-id-bestaat"),
        ("agenda/doelen/b.yaml", 6, 5, "vorige-id-bestaat"),
        ("agenda/doelen/b.yaml", 7, 5, "vorige-id-dubbel"),
    ]
    assert [f.message for f in findings] == [
        "b is nog steeds de id van B.",
        "b is nog steeds de id van B.",
        "oud staat ook al bij A als vorige id.",
    ]
    assert findings[0].hint == "Haal b hier weg, of pas agenda/doelen/b.yaml aan."
    assert findings[1].hint == "Haal b hier weg."


def test_one_former_id_may_be_of_things_of_two_kinds() -> None:
    files = {"opgaven/meedoen.yaml": TASK + "vorige_ids: [oud]\n", "doelen/a.yaml": goal("vorige_ids: [oud]\n")}
    assert check(good_model(AGENDA | files), shipped_kinds()) == []


def test_a_reference_to_a_former_id_says_what_it_is_called_now() -> None:
    files = {
        "opgaven/meedoen.yaml": TASK,
        "doelen/a.yaml": goal("vorige_ids: [oud]\n").replace(
            "opgave: meedoen", "opgave: meedoen\nzieook: ['doel:oud']"
        ),
        "activiteiten/x.yaml": "titel: X\nvoortgang: loopt\ndoelen: [oud]\nwat: Zie [dit](doel:oud).\n",
    }
    _, findings = model_of(files)
    assert places(findings) == [
        ("agenda/doelen/a.yaml", 4, 10, "verwijzing-hernoemd"),
        ("agenda/activiteiten/x.yaml", 3, 10, "verwijzing-hernoemd"),
        ("agenda/activiteiten/x.yaml", 4, 16, "verwijzing-hernoemd"),
    ]
    assert [(f.message, f.hint) for f in findings] == [
        ("oud heet nu a (Een doel).", "Schrijf: doel:a"),
        ("oud heet nu a (Een doel).", "Schrijf: a"),
        ("oud heet nu a (Een doel).", "Schrijf: doel:a"),
    ]


def test_pages_lead_on_from_every_name_and_anchors_stay() -> None:
    files = {
        "opgaven/meedoen.yaml": TASK,
        "doelen/a.yaml": goal("vorige_ids: [oud, ouder]\n"),
        "doelen/b.yaml": goal("vorige_ids: [geheim]\n").replace("openbaar", "intern").replace("'1'", "'2'"),
        "begrippen/term.yaml": "term: Term\npublicatie: openbaar\ndefinitie: X.\nvorige_ids: [woord]\n",
        "kaderlijsten/lijst.yaml": norms("vorige_ids: [oude-lijst]\n", "    vorige_ids: [oud]\n"),
    }
    shown = view(good_model(WORK | files), shipped_kinds(), "inwoners")
    assert find_moves(shown, shipped_kinds(), {"doelen/ouder/"}) == [
        Move(old="doelen/oud/", new="doelen/a/", title="Een doel"),
        Move(old="kaderlijsten/oude-lijst/", new="kaderlijsten/lijst/", title="Lijst"),
    ]
    assert find_anchors(shown, shipped_kinds()) == {
        "begrippen/": {"term": ["woord"]},
        "kaderlijsten/lijst/": {"kader-nieuw": ["kader-oud"], "subkader-nieuw-diep": ["subkader-oud-diep"]},
    }


def test_a_kind_that_had_another_folder_leads_on_from_there(tmp_path: Path) -> None:
    kinds, findings = small_kinds(tmp_path, {"plek.json": place(**{"x-vorige-mappen": ["oude-plekken"]})})
    assert findings == []
    model = good_model({"plekken/hal.yaml": "naam: Hal\n"}, kinds)
    assert [(m.old, m.new) for m in find_moves(model, kinds, ())] == [
        ("oude-plekken/", "plekken/"),
        ("oude-plekken/hal/", "plekken/hal/"),
    ]
    assert kinds.by_path("agenda/oude-plekken/hal.yaml") == kinds["plek"]


def test_a_former_folder_is_a_folder_that_no_other_kind_has(tmp_path: Path) -> None:
    wrong = {"plek.json": place(**{"x-vorige-mappen": ["Geen map"]})}
    assert [finding.code for finding in small_kinds(tmp_path / "a", wrong)[1]] == ["schema-aantekening"]
    taken = {"plek.json": place(**{"x-vorige-mappen": ["zalen"]}), "zaal.json": place(**{"x-map": "zalen"})}
    assert [(f.code, f.message) for f in small_kinds(tmp_path / "b", taken)[1]] == [
        ("schema-map-dubbel", "x-vorige-mappen noemt zalen, maar die map is al van zaal.")
    ]


def test_old_anchors_stand_inside_the_new_place() -> None:
    page = b'<h2 class="a" id="nieuw">Kop</h2><p id="nieuwer">x</p>'
    assert add_anchors(page, {"nieuw": ["oud", "nieuwer"], "weg": ["er"]}) == (
        b'<h2 class="a" id="nieuw"><span id="oud"></span>Kop</h2><p id="nieuwer">x</p>'
    )


def test_a_key_that_was_never_used_is_what_it_is() -> None:
    items = good_model({"opgaven/meedoen.yaml": TASK}).items
    assert former_keys(items, shipped_kinds()) == {}
    assert Key(kind="opgave", id="meedoen") in items
