"""Facets and roles: whole at load, read by type, and every wrong name found at its line."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tables import PAGE, filled
from workbench import shipped_kinds, small_kinds

from kapstok.core.dates import parse_date
from kapstok.core.model import Key
from kapstok.kinds.facets import FACETS, PART_ROLES, Amending, Course, Measurement, MoneyLine, Norm, Publication
from kapstok.kinds.json_places import json_places
from kapstok.kinds.roles import Role
from kapstok.kinds.schema import load_kinds

METER: dict[str, Any] = {
    "title": "Meterstand",
    "description": "Wat een meter aanwees.",
    "x-map": "meterstanden",
    "x-meervoud": "Meterstanden",
    "x-titelveld": "naam",
    "x-facet": {"meting": {"waarde": "stand", "peil": "wanneer"}},
    "type": "object",
    "properties": {
        "naam": {"title": "Naam", "type": "string"},
        "stand": {"title": "Stand", "type": "number"},
        "wanneer": {"title": "Wanneer", "type": "string", "x-vorm": "datum"},
    },
}


def found(folder: Path, schema: dict[str, Any]) -> list[tuple[int, str, str, str]]:
    """What is wrong with a schema: line, code, message and hint of every finding."""
    text = json.dumps(schema, ensure_ascii=False, indent=2)
    (folder / "meterstand.json").write_text(text, encoding="utf-8")
    return [(f.line, f.code, f.message, f.hint) for f in load_kinds([("schemas", folder)])[1]]


def line_of(schema: dict[str, Any], word: str) -> int:
    lines = json.dumps(schema, ensure_ascii=False, indent=2).splitlines()
    return next(number for number, line in enumerate(lines, start=1) if word in line)


def test_a_kind_of_ones_own_says_what_it_is_and_is_read_by_type(tmp_path: Path) -> None:
    kinds, findings = small_kinds(tmp_path / "schemas", {"meterstand.json": METER})
    assert findings == []
    facet = kinds["meterstand"].facet(Measurement)
    assert facet is not None
    fields = {"stand": 7.5, "wanneer": parse_date("maart 2024")}
    assert facet.value.of(fields) == Decimal("7.5")
    assert str(facet.moment.of(fields)) == "maart 2024"
    assert facet.source.of(fields) == ()  # no field plays this part
    assert kinds["meterstand"].facet(MoneyLine) is None


def test_a_part_is_also_found_by_its_role(tmp_path: Path) -> None:
    kinds, _ = small_kinds(tmp_path / "schemas", {"meterstand.json": METER})
    assert kinds["meterstand"].fields_with_role("meetwaarde") == ("stand",)
    assert kinds["meterstand"].fields_with_role("nulwaarde") == ()


@pytest.mark.parametrize(
    ("facets", "word", "said", "hint"),
    [
        ({"metign": {"waarde": "stand"}}, "metign", "Het facet metign is er niet.", "Bedoelde u meting?"),
        (
            {"meting": {"waarde": "stand", "peil": "wanneer", "nulmetng": "stand"}},
            "nulmetng",
            "Het facet meting heeft geen deel nulmetng.",
            "Bedoelde u nulmeting?",
        ),
        (
            {"meting": {"waarde": "stnd", "peil": "wanneer"}},
            "stnd",
            "Het veld stnd staat niet in de eigenschappen.",
            "Bedoelde u stand?",
        ),
        (
            {"meting": {"waarde": "stand"}},
            '"meting"',
            "Bij het facet meting ontbreekt peil.",
            "Zeg bij x-facet welk veld dat is, of haal het facet weg.",
        ),
        (
            {"meting": {"waarde": "naam", "peil": "wanneer"}},
            '"waarde"',
            "Het veld naam kan meting.waarde niet zijn: daar hoort een getal.",
            "Noem een ander veld, of geef naam de vorm daarvan.",
        ),
        (
            {"geldregel": {"hangt_aan": "naam"}},
            '"geldregel"',
            "Bij het facet geldregel ontbreekt bedrag of fte.",
            "Zeg bij x-facet welk veld dat is, of haal het facet weg.",
        ),
    ],
)
def test_a_wrong_facet_is_found_at_its_line(
    tmp_path: Path, facets: dict[str, Any], word: str, said: str, hint: str
) -> None:
    schema = {**METER, "x-facet": facets}
    assert (line_of(schema, word), "schema-facet", said, hint) in found(tmp_path, schema)


def test_a_wrong_role_is_found_at_its_line(tmp_path: Path) -> None:
    schema = json.loads(json.dumps(METER))
    schema["properties"]["naam"]["x-rol"] = "samenvating"
    [(line, code, said, hint)] = found(tmp_path, schema)
    assert (line, code) == (line_of(schema, "samenvating"), "schema-rol")
    assert said == "De rol samenvating is er niet, bij properties/naam."
    assert hint == "Bedoelde u samenvatting?"


def test_an_overlay_gives_a_facet_and_is_told_of_its_own_mistake(tmp_path: Path) -> None:
    bare = {key: value for key, value in METER.items() if key != "x-facet"}
    (tmp_path / "meterstand.json").write_text(json.dumps(bare), encoding="utf-8")
    extra = tmp_path / "meterstand.extra.json"
    extra.write_text(
        '{\n  "x-facet": {\n    "meting": {"waarde": "stand", "peil": "wanneer"}\n  }\n}', encoding="utf-8"
    )
    kinds, findings = load_kinds([("schemas", tmp_path)])
    assert findings == []
    assert kinds["meterstand"].facet(Measurement) is not None
    extra.write_text('{\n  "x-facet": {\n    "metting": {"waarde": "stand"}\n  }\n}', encoding="utf-8")
    [finding] = load_kinds([("schemas", tmp_path)])[1]
    assert (finding.path, finding.line) == ("schemas/meterstand.extra.json", 3)


def test_a_field_of_an_overlay_that_leads_nowhere_is_told_in_the_overlay(tmp_path: Path) -> None:
    (tmp_path / "meterstand.json").write_text(json.dumps(METER), encoding="utf-8")
    extra = '{\n "properties": {\n  "bij": {\n   "type": "string",\n   "x-verwijst-naar": ["meterstnd"]\n  }\n }\n}'
    (tmp_path / "meterstand.extra.json").write_text(extra, encoding="utf-8")
    [finding] = load_kinds([("schemas", tmp_path)])[1]
    assert (finding.path, finding.line) == ("schemas/meterstand.extra.json", 5)
    assert finding.hint == "Bedoelde u meterstand?"


def test_the_shipped_kinds_are_what_they_say() -> None:
    kinds = shipped_kinds()
    assert kinds["contract"].facet(Course) is not None
    assert kinds["kader"].facet(Norm) is not None
    assert kinds["doel"].facet(Publication) is not None  # by a shared field that names its role
    block = kinds["amendement"].shape.fields["wijzigt"].items
    assert block is not None
    amending = block.facet(Amending)
    assert amending is not None
    assert amending.point.of({"beslispunt": Key(kind="beslispunt", id="a.b")}) == (Key(kind="beslispunt", id="a.b"),)


def test_every_facet_and_role_carries_its_sentence() -> None:
    for facet in FACETS.values():
        assert facet.sentence
        assert all(part.sentence for part in facet.parts())
    assert all(role.sentence for role in Role)
    assert not set(Role) & PART_ROLES, "a role is loose, or a part, and not both"


def test_the_tables_in_the_documentation_are_those_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page) == page, "run: python tests/tables.py"


def test_the_places_in_a_json_text_are_those_of_keys_and_entries() -> None:
    places = json_places('{\n  "a": [1, {"b\\"": null}],\n  "c": "{,]"\n}')
    found = {pointer: (place.line, place.column) for pointer, place in places.items()}
    assert found == {
        (): (1, 1),
        ("a",): (2, 3),
        ("a", 0): (2, 9),
        ("a", 1): (2, 12),
        ("a", 1, 'b"'): (2, 13),
        ("c",): (3, 3),
    }
