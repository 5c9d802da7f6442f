"""Schemas for the editor: whole in one file, with the ids that exist, and never stricter than the check."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kapstok.cli import main
from kapstok.core.model import Item, Key, Model, Position
from kapstok.core.workspace import open_workspace
from kapstok.kinds.editor import editor_schemas, editor_settings, refresh
from kapstok.kinds.schema import Kinds, load_kinds
from kapstok.pipeline import Loaded, load

ROOT = Path(__file__).resolve().parent.parent


@cache
def shipped() -> Loaded:
    return load(open_workspace(ROOT))


@cache
def composed() -> dict[str, Any]:
    return {name: json.loads(text) for name, text in editor_schemas(shipped().kinds, shipped().model)}


def refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from refs(value)


def choices(schema: dict[str, Any], field: dict[str, Any]) -> dict[str, str]:
    """The values a reference field offers, each with what the editor says about it."""
    offered = schema["$defs"][field["anyOf"][0]["$ref"].removeprefix("#/$defs/")]
    assert len(offered["enum"]) == len(offered["enumDescriptions"])
    return dict(zip(offered["enum"], offered["enumDescriptions"], strict=True))


def item(kind: str, name: str) -> Item:
    return Item(
        key=Key(kind=kind, id=name),
        title=name.title(),
        number="",
        fields={},
        path="",
        pointer=(),
        order=0,
        position=Position(line=1, column=1),
        parent=None,
        publication="intern",
        example=False,
    )


def kinds_with(overlay: dict[str, Any] | None = None, *, folder: Path) -> Kinds:
    if overlay is not None:
        (folder / "doel.extra.json").write_text(json.dumps(overlay), encoding="utf-8")
    kinds, findings = load_kinds([("schemas (Kapstok)", ROOT / "schemas"), ("schemas", folder)])
    assert not findings
    return kinds


def test_every_kind_with_files_has_a_schema_and_no_other() -> None:
    assert set(composed()) == {f"{kind.name}.json" for kind in shipped().kinds if not kind.nested}


def test_no_reference_leaves_its_file_or_leads_nowhere() -> None:
    for name, schema in composed().items():
        Draft202012Validator.check_schema(schema)
        for reference in refs(schema):
            assert reference.removeprefix("#/$defs/") in schema["$defs"], f"{name}: {reference}"


def test_what_only_the_engine_reads_is_left_out() -> None:
    for name, schema in composed().items():
        assert not {key for key in schema if key.startswith("x-")}, name
        assert "$id" not in json.dumps(schema), name


def test_every_shipped_file_satisfies_its_schema() -> None:
    loaded = shipped()
    assert loaded.model.documents
    for document in loaded.model.documents.values():
        kind = loaded.kinds.by_file(f"{document.stem}.yaml") or loaded.kinds.by_folder(document.folder.split("/")[-1])
        assert kind is not None, document.path
        errors = [
            error.message for error in Draft202012Validator(composed()[f"{kind.name}.json"]).iter_errors(document.data)
        ]
        assert not errors, f"{document.path}: {errors}"


def test_a_reference_offers_the_ids_with_their_titles() -> None:
    schema = composed()["doel.json"]
    assert choices(schema, schema["properties"]["opgave"])["meedoen"] == "Opgave 1: Meedoen"
    listed = composed()["activiteit.json"]
    offered = choices(listed, listed["properties"]["doelen"]["items"])
    assert offered["meedoen-naar-vermogen"] == "Doel 2: Inwoners doen mee naar vermogen in de samenleving"


def test_a_reference_to_several_kinds_offers_kind_and_id_also_of_parts() -> None:
    schema = composed()["doel.json"]
    offered = choices(schema, schema["$defs"]["gemeenschappelijk-zieook"]["items"])
    assert offered["opgave:meedoen"] == "Opgave 1: Meedoen"
    assert offered["meting:voldoende-bewegen.m2021"] == "Meting: m2021 (Volwassenen die genoeg bewegen)"


def test_an_id_that_does_not_exist_is_left_to_the_check_but_a_wrong_field_is_not() -> None:
    validator = Draft202012Validator(composed()["doel.json"])
    good = {"nummer": "1", "titel": "Iets", "opgave": "bestaat-nog-niet"}
    assert validator.is_valid(good)
    assert not validator.is_valid({**good, "opgaaf": "meedoen"})
    assert not validator.is_valid({**good, "opgave": ["meedoen"]})


def test_a_shape_that_holds_itself_is_brought_along_once() -> None:
    schema = composed()["kaderlijst.json"]
    part = schema["$defs"]["subkader"]
    assert part["properties"]["subkaders"]["items"] == {"$ref": "#/$defs/subkader"}


def resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """A node with what its `$ref` brings; its own words go first."""
    found = schema["$defs"][node["$ref"].removeprefix("#/$defs/")] if "$ref" in node else {}
    return {**(resolved(schema, found) if found else {}), **node}


def test_the_editor_helps_to_write_a_test() -> None:
    schema = composed()["kaderlijst.json"]
    norm = resolved(schema, schema["properties"]["kaders"]["items"])
    tests = resolved(schema, norm["properties"]["toets"])
    fields = {name: resolved(schema, field) for name, field in tests["items"]["properties"].items()}
    assert tests["description"]
    assert set(fields) == {"voor", "wanneer", "eis", "behalve", "poort", "niveau", "melding", "uitleg", "gevallen"}
    assert all(field["title"] and field["description"] for field in fields.values())
    assert all(fields[name]["examples"] for name in ("voor", "wanneer", "eis", "melding", "uitleg"))
    assert {"activiteit", "meting", "begrotingsregel"} <= set(fields["voor"]["anyOf"][0]["enum"])
    assert fields["niveau"]["enum"] == ["fout", "waarschuwing", "opmerking"]
    exemption = schema["$defs"]["gemeenschappelijk-afwijking_een"]["properties"]
    assert "sturingsstrategie.nulmeting-bij-start" in choices(schema, exemption["kader"])
    validator = Draft202012Validator(schema)
    test = {"voor": "activiteit", "eis": "gevuld(wat)"}
    norms: dict[str, Any] = {
        "titel": "Proef",
        "ontwikkelopdracht": "sturingsstrategie",
        "kaders": [{"id": "a", "tekst": "Een norm"}],
    }
    assert validator.is_valid({**norms, "kaders": [{**norms["kaders"][0], "toets": [test]}]})
    for wrong in ({"voor": "activiteit"}, {**test, "als": "x"}, {**test, "niveau": "ernstig"}):
        assert not validator.is_valid({**norms, "kaders": [{**norms["kaders"][0], "toets": [wrong]}]}), wrong


def test_the_fields_of_a_municipality_are_in_it(tmp_path: Path) -> None:
    overlay = {
        "properties": {
            "wethouder": {"title": "Wethouder", "description": "Wie.", "type": "string", "x-verwijst-naar": ["opgave"]}
        }
    }
    kinds = kinds_with(overlay, folder=tmp_path)
    model = Model(items={Key(kind="opgave", id="x"): item("opgave", "x")}, references=())
    schema = json.loads(dict(editor_schemas(kinds, model))["doel.json"])
    assert choices(schema, schema["properties"]["wethouder"]) == {"x": "Opgave: X"}


def test_with_nothing_to_choose_from_a_reference_is_plain_text(tmp_path: Path) -> None:
    schema = json.loads(dict(editor_schemas(kinds_with(folder=tmp_path), Model(items={}, references=())))["doel.json"])
    assert schema["properties"]["opgave"]["type"] == ["string"]
    assert "anyOf" not in schema["properties"]["opgave"]


def test_a_list_too_long_to_choose_from_leaves_out_parts_and_then_everything(tmp_path: Path) -> None:
    kinds = kinds_with(folder=tmp_path)

    def offered(*items: Item) -> dict[str, str]:
        model = Model(items={i.key: i for i in items}, references=())
        schema = json.loads(dict(editor_schemas(kinds, model))["doel.json"])
        field = schema["$defs"]["gemeenschappelijk-zieook"]["items"]
        return choices(schema, field) if "anyOf" in field else {}

    parts = [item("meting", f"i.m{number}") for number in range(1000)]
    assert list(offered(item("opgave", "een"), *parts)) == ["opgave:een"]
    assert offered(*(item("opgave", f"o{number}") for number in range(1001))) == {}


def test_every_kind_is_bound_to_its_files_in_this_repository() -> None:
    kinds = shipped().kinds
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    for kind in kinds:
        if not kind.nested:
            files = settings["yaml.schemas"][f"./.vscode/schemas/{kind.name}.json"]
            assert files == (f"agenda/{kind.file}" if kind.file else f"agenda/{kind.folder}/*.yaml")
    assert settings == json.loads(editor_settings(kinds))


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    refresh(tmp_path, [("a.json", b"1"), ("b.json", b"1")])
    for name in ("a.json", "b.json"):
        os.utime(tmp_path / "schemas" / name, ns=(1, 1))
    refresh(tmp_path, [("a.json", b"1"), ("b.json", b"2")])
    assert (tmp_path / "schemas/a.json").stat().st_mtime_ns == 1
    assert (tmp_path / "schemas/b.json").read_bytes() == b"2"
    assert sorted(path.name for path in (tmp_path / "schemas").iterdir()) == ["a.json", "b.json"]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "in-de-weg").write_text("", encoding="utf-8")
    refresh(tmp_path / "in-de-weg", [("a.json", b"1")])
    (tmp_path / "staat/schemas/a.json").mkdir(parents=True)
    refresh(tmp_path / "staat", [("a.json", b"1")])
    assert [path.name for path in (tmp_path / "staat/schemas").iterdir()] == ["a.json"]


@pytest.mark.parametrize("link", ["staat", "staat/schemas"])
def test_a_link_is_not_followed(tmp_path: Path, link: str) -> None:
    outside = tmp_path / "elders"
    (outside / "schemas").mkdir(parents=True)
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(outside if link == "staat" else outside / "schemas", target_is_directory=True)
    refresh(tmp_path / "staat", [("a.json", b"1")])
    assert not list((outside / "schemas").iterdir())


def test_a_check_brings_the_choices_up_to_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "agenda" / "opgaven"
    folder.mkdir(parents=True)
    (tmp_path / "agenda/agenda.yaml").write_text(
        "titel: A\ngemeente: B\nstatus: concept\npeildatum: '2026-01-01'\npublicatie: openbaar\n", encoding="utf-8"
    )
    for name in ("wonen", "werken"):
        (folder / f"{name}.yaml").write_text(f"nummer: '{len(name)}'\ntitel: {name.title()}\n", encoding="utf-8")
        assert main(["check", "--workspace", str(tmp_path)]) == 0, capsys.readouterr()
        schema = json.loads((tmp_path / ".kapstok/schemas/doel.json").read_text(encoding="utf-8"))
        assert choices(schema, schema["properties"]["opgave"])[name] == f"Opgave {len(name)}: {name.title()}"
