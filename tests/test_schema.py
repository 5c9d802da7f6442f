"""Schemas are the data model: overlays, new kinds, old copies, and everything that can be wrong in one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from workbench import model_of, shipped_kinds, small_kinds

from kapstok.core.finding import Severity
from kapstok.core.workspace import resource
from kapstok.kinds import schema_file
from kapstok.kinds.schema import Kinds, load_kinds

PLACE: dict[str, Any] = {
    "title": "Plek",
    "description": "Een plek.",
    "x-map": "plekken",
    "x-meervoud": "Plekken",
    "x-versie": 2,
    "x-titelveld": "naam",
    "x-sorteer": ["naam"],
    "type": "object",
    "additionalProperties": False,
    "required": ["naam"],
    "properties": {"naam": {"title": "Naam", "type": "string", "x-vorm": "regel"}},
}


def place(**changes: Any) -> dict[str, Any]:
    return {**PLACE, **changes}


def codes(folder: Path, schemas: dict[str, dict[str, Any]]) -> list[str]:
    return [finding.code for finding in small_kinds(folder / "schemas", schemas)[1]]


def layered(folder: Path, own: dict[str, dict[str, Any]]) -> tuple[Kinds, list[Any]]:
    base, extra = folder / "mee", folder / "eigen"
    base.mkdir()
    extra.mkdir()
    (base / "plek.json").write_text(json.dumps(PLACE), encoding="utf-8")
    for name, schema in own.items():
        (extra / name).write_text(json.dumps(schema), encoding="utf-8")
    return load_kinds([("schemas (Kapstok)", base), ("schemas", extra)])


def test_the_shipped_schemas_have_no_findings_and_say_everything() -> None:
    kinds = shipped_kinds()
    assert len(list(kinds)) >= 58
    for kind in kinds:
        assert kind.title, kind.name
        assert kind.plural, kind.name
        assert kind.description, kind.name
        assert kind.group, kind.name
        assert kind.title_field in kind.shape.fields, kind.name
        for name, shape in kind.shape.fields.items():
            assert shape.title or shape.nested, f"{kind.name}.{name}"


def test_a_schema_knows_its_folder_and_its_nested_kinds() -> None:
    kinds = shipped_kinds()
    assert kinds.by_folder("doelen") is kinds["doel"]
    assert kinds.by_folder("kaders") is None  # lives inside another one's file
    assert kinds["kader"].nested
    assert not kinds["kader"].has_page
    assert kinds.by_file("agenda.yaml") is kinds["beleidsagenda"]
    assert "kaders" not in kinds.folders
    assert "doel" in kinds
    assert "draak" not in kinds


def test_a_kind_that_holds_itself_ends() -> None:
    kinds = shipped_kinds()
    inner = kinds["subkader"].shape.fields["subkaders"]
    assert inner.items is not None
    assert inner.items.nested == "subkader"


def test_annotations_come_through_references_to_shared_shapes() -> None:
    fields = shipped_kinds()["activiteit"].shape.fields
    assert fields["wat"].form == "proza"
    assert fields["wat"].title == "Wat gaan we doen?"
    assert fields["wat"].role == "zes-vragen"
    assert fields["wanneer"].form == "datum"
    assert fields["kosten"].fields["bedrag"].form == "euro"
    assert fields["kosten"].fields["bedrag"].open_values == {"PM", "n.n.b.", "n.v.t.", "-", "."}
    assert fields["werknotitie"].audiences == {"werkvloer", "management", "bestuur", "besloten"}
    assert fields["voortgang"].values == ("voorgesteld", "gestart", "loopt", "afgerond", "beëindigd")


def test_an_overlay_adds_a_field(tmp_path: Path) -> None:
    kinds, findings = layered(
        tmp_path,
        {"plek.extra.json": {"required": ["wijk"], "properties": {"wijk": {"title": "Wijk", "type": "string"}}}},
    )
    assert findings == []
    assert list(kinds["plek"].shape.fields) == ["naam", "wijk"]
    _, [finding] = model_of({"plekken/a.yaml": "naam: A\n"}, kinds)
    assert (finding.code, finding.message) == ("veld-ontbreekt", "Het verplichte veld wijk ontbreekt.")


def test_an_overlay_without_a_base_is_a_finding(tmp_path: Path) -> None:
    kinds, [finding] = layered(tmp_path, {"plak.extra.json": {"properties": {}}})
    assert (finding.path, finding.code) == ("schemas/plak.extra.json", "schema-overlay")
    assert "plak.json" in finding.message
    assert list(kinds.by_name) == ["plek"]


def test_an_overlay_that_would_break_its_schema_is_left_out(tmp_path: Path) -> None:
    kinds, [finding] = layered(tmp_path, {"plek.extra.json": {"properties": ["wijk"]}})
    assert (finding.path, finding.code) == ("schemas/plek.extra.json", "schema-ongeldig")
    assert list(kinds["plek"].shape.fields) == ["naam"]


def test_a_new_kind_needs_only_a_schema(tmp_path: Path) -> None:
    kinds, findings = layered(tmp_path, {"bank.json": place(**{"title": "Bank", "x-map": "banken"})})
    assert findings == []
    assert kinds.by_folder("banken") is kinds["bank"]
    _, findings = model_of({"banken/a.yaml": "naam: A\n", "plekken/b.yaml": "naam: B\n"}, kinds)
    assert findings == []


@pytest.mark.parametrize(("version", "warned"), [(1, True), (2, False), (3, False)])
def test_an_older_copy_of_a_schema_is_a_warning(tmp_path: Path, version: int, warned: bool) -> None:
    _, findings = layered(tmp_path, {"plek.json": place(**{"x-versie": version})})
    assert [(f.code, f.severity) for f in findings] == [("schema-verouderd", Severity.WARNING)] * warned


def test_bad_json_is_found_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "plek.json").write_text('{\n  "title": "Plek",\n  "x-map" "plekken"\n}\n', encoding="utf-8")
    kinds, [finding] = load_kinds([("schemas", tmp_path)])
    assert (finding.path, finding.line, finding.column, finding.code) == ("schemas/plek.json", 3, 11, "schema-json")
    assert list(kinds) == []


def test_a_schema_that_is_no_text_or_no_object(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'{"title": "\xe9"}')
    (tmp_path / "b.json").write_text("[]", encoding="utf-8")
    _, findings = load_kinds([("schemas", tmp_path)])
    assert [f.code for f in findings] == ["schema-onleesbaar", "schema-json"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "objekt"}, "schema-ongeldig"),
        ({"x-map": 5}, "schema-aantekening"),
        ({"x-map": ""}, "schema-aantekening"),
        ({"x-versie": "2"}, "schema-aantekening"),
        ({"x-weergave": "popup"}, "schema-aantekening"),
        ({"properties": {"naam": {"type": "string", "x-vorm": "dagg"}}}, "schema-aantekening"),
        ({"x-sorteer": "naam"}, "schema-aantekening"),
        ({"x-tietelveld": "naam"}, "schema-aantekening"),
        ({"x-titelveld": "titel"}, "schema-veld"),
        ({"x-sorteer": ["jaar"]}, "schema-veld"),
        ({"properties": {"naam": {"type": "string", "x-verwijst-naar": ["draak"]}}}, "schema-verwijzing"),
        ({"properties": {"naam": {"type": "string", "x-verwijst-naar": "plek"}}}, "schema-aantekening"),
        ({"properties": {"naam": {"type": "string", "x-zichtbaar-vor": ["besloten"]}}}, "schema-aantekening"),
        ({"properties": {"naam": {"$ref": "gemeenschappelijk.json#/$defs/regel"}}}, "schema-ref"),
        ({"properties": {"naam": {"$ref": "https://example.org/naam.json"}}}, "schema-ref"),
        ({"properties": {"naam": {"$ref": "#/$defs/naam"}}}, "schema-ref"),
    ],
)
def test_one_thing_wrong_is_one_finding_and_no_crash(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    kinds, findings = small_kinds(tmp_path / "schemas", {"plek.json": place(**change)})
    assert [f.code for f in findings] == [code]
    assert findings[0].path == "schemas/plek.json"
    model_of({"plekken/a.yaml": "naam: A\n"}, kinds)


def test_a_mistyped_annotation_is_guessed(tmp_path: Path) -> None:
    change = {"properties": {"naam": {"type": "string", "x-zichtbaar-vor": ["besloten"]}}}
    _, [finding] = small_kinds(tmp_path / "schemas", {"plek.json": place(**change)})
    assert finding.message == "x-zichtbaar-vor is niet bekend, bij properties/naam."
    assert finding.hint == "Bedoelde u x-zichtbaar-voor?"


def test_two_kinds_cannot_share_a_folder(tmp_path: Path) -> None:
    assert codes(tmp_path, {"plek.json": PLACE, "veld.json": PLACE}) == ["schema-map-dubbel"]


def test_a_shape_inside_itself_ends(tmp_path: Path) -> None:
    tree = {"type": "object", "properties": {"naam": {"type": "string"}, "onder": {"$ref": "#/$defs/boom"}}}
    schema = place(**{"$defs": {"boom": tree}})
    schema["properties"] = {**schema["properties"], "boom": {"title": "Boom", "$ref": "#/$defs/boom"}}
    kinds, findings = small_kinds(tmp_path / "schemas", {"plek.json": schema})
    assert findings == []
    _, findings = model_of({"plekken/a.yaml": "naam: A\nboom:\n  onder:\n    onder:\n      naam: x\n"}, kinds)
    assert findings == []


def test_kapstok_finds_its_own_schemas() -> None:
    assert (resource("schemas") / "gemeenschappelijk.json").is_file()


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"naam": {"type": "string", "pattern": "^[a-z]+$"}}},
        {"type": "objekt"},
        {"type": 3},
        {"$schema": "nonsense:x"},
        {"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "string"}]},
        {"properties": {"a": {"pattern": "("}}},
        {"patternProperties": {"(": {}}},
        {"properties": {"pattern": {"type": "string"}}},
        {"$defs": {"x": {"items": 5}}},
        {"$ref": "a b"},
        {"$id": "a b"},
        {"$anchor": "é"},
        {"required": ["a", "a"]},
        {"minLength": 1.0},
        {"minimum": 10**400},
        {"additionalProperties": "x"},
        {"enum": [{"pattern": "gewoon"}]},
    ],
)
def test_the_quick_reader_and_the_explaining_one_agree_on_what_is_a_schema(schema: dict[str, Any]) -> None:
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
        good = True
    except jsonschema.SchemaError:
        good = False
    assert schema_file._is_sound(schema) is good


def test_a_shape_that_is_referred_to_twice_is_the_same_and_a_circle_ends(tmp_path: Path) -> None:
    address = {"type": "object", "properties": {"straat": {"type": "string"}, "bij": {"$ref": "deel.json#/$defs/lid"}}}
    member = {"type": "object", "properties": {"naam": {"type": "string"}, "woont": {"$ref": "#/$defs/adres"}}}
    fields = {"een": {"$ref": "deel.json#/$defs/lid"}, "twee": {"$ref": "deel.json#/$defs/adres"}}
    kinds, findings = small_kinds(
        tmp_path / "schemas",
        {
            "deel.json": {"$id": "deel.json", "$defs": {"adres": address, "lid": member}},
            "plek.json": {
                "$id": "plek.json",
                "title": "Plek",
                "type": "object",
                "x-map": "plekken",
                "properties": fields,
            },
            "pand.json": {
                "$id": "pand.json",
                "title": "Pand",
                "type": "object",
                "x-map": "panden",
                "properties": fields,
            },
        },
    )
    assert [f for f in findings if f.severity is Severity.ERROR] == []
    one, two = (kinds[name].shape.fields for name in ("plek", "pand"))
    assert one == two
    assert list(one["een"].fields["woont"].fields["bij"].fields) == []
    assert list(one["twee"].fields["bij"].fields["woont"].fields) == []
    assert list(one["een"].fields["woont"].fields) == ["straat", "bij"]
