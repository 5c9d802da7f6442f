"""A new kind is one schema and one template, no Python: here comes the buurthuis."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from workbench import copy_base, load_from, places, write

from kapstok.core.progress import Nobody
from kapstok.pipeline import render

REGEL = "gemeenschappelijk.json#/$defs/regel"
BUURTHUIS = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "buurthuis.json",
    "title": "Buurthuis",
    "description": "Een plek in de buurt waar iedereen binnen kan lopen.",
    "x-map": "buurthuizen",
    "x-meervoud": "Buurthuizen",
    "x-versie": 1,
    "x-titelveld": "naam",
    "x-weergave": "pagina",
    "x-sorteer": ["naam"],
    "x-groep": "Wijk en dorp",
    "type": "object",
    "additionalProperties": False,
    "required": ["naam", "opgave"],
    "properties": {
        "naam": {"$ref": REGEL, "title": "Naam", "description": "De naam op de gevel."},
        "opgave": {
            "title": "Opgave",
            "description": "De opgave waar het buurthuis aan bijdraagt.",
            "type": "string",
            "x-verwijst-naar": ["opgave"],
        },
        "zalen": {
            "title": "Zalen",
            "description": "De zalen die te huur zijn.",
            "type": "array",
            "items": {"$ref": "zaal.json"},
        },
        "publicatie": {"$ref": "gemeenschappelijk.json#/$defs/publicatie"},
        "voorbeeld": {"$ref": "gemeenschappelijk.json#/$defs/voorbeeld"},
        "samenvatting": {"$ref": "gemeenschappelijk.json#/$defs/samenvatting"},
    },
}
ZAAL = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "zaal.json",
    "title": "Zaal",
    "description": "Een zaal in een buurthuis.",
    "x-map": "zalen",
    "x-meervoud": "Zalen",
    "x-versie": 1,
    "x-titelveld": "naam",
    "x-weergave": "anker",
    "x-sorteer": [],
    "x-groep": "Wijk en dorp",
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "naam"],
    "properties": {
        "id": {"$ref": "gemeenschappelijk.json#/$defs/id"},
        "naam": {"$ref": REGEL, "title": "Naam", "description": "De naam van de zaal."},
    },
}
OVERLAY = {"properties": {"wijkcode": {"title": "Wijkcode", "description": "De code van het CBS.", "type": "string"}}}
TEMPLATE = """# {{ ding.naam }}

Welkom in dit buurthuis, dat bijdraagt aan {{ ding.opgave | link }}.

{% for zaal in ding.zalen or () %}
<h2 id="{{ zaal | ankernaam }}">{{ zaal.naam }}</h2>
{% endfor %}
"""
FILE = """naam: De Eik & de Linde
publicatie: openbaar
opgave: meedoen
samenvatting: Het kloppend hart van de buurt.
zalen:
  - id: grote-zaal
    naam: Grote zaal
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_base(tmp_path_factory.mktemp("soort"))
    goal = (root / "agenda/doelen/niemand-alleen.yaml").read_text(encoding="utf-8")
    write(
        root,
        {
            "schemas/buurthuis.json": json.dumps(BUURTHUIS),
            "schemas/zaal.json": json.dumps(ZAAL),
            "schemas/doel.extra.json": json.dumps(OVERLAY),
            "templates/pagina/buurthuis.md.j2": TEMPLATE,
            "agenda/buurthuizen/de-eik.yaml": FILE,
            "agenda/doelen/niemand-alleen.yaml": goal + "wijkcode: WK0001\n"
            "zieook:\n  - buurthuis:de-eik\n  - zaal:de-eik.grote-zaal\n",
        },
    )
    return root


@pytest.fixture(scope="module")
def made(root: Path) -> Mapping[str, bytes]:
    loaded = load_from(root)
    assert loaded.findings == ()
    with ThreadPoolExecutor(1) as executor:
        rendered = render(loaded, parts=("site", "data"), executor=executor, watcher=Nobody())
    assert [f for f in rendered.findings if f.code != "onderdelen-ontbreken"] == []
    return {o.path: o.content if isinstance(o.content, bytes) else o.content.read_bytes() for o in rendered.outputs}


def data(made: Mapping[str, bytes], name: str) -> Any:
    return json.loads(made[f"data/{name}.json"])


def test_it_gets_a_page_by_its_own_template(made: Mapping[str, bytes]) -> None:
    page = made["buurthuizen/de-eik/index.html"].decode()
    assert "De Eik &amp; de Linde" in page
    assert "Welkom in dit buurthuis" in page
    assert 'href="../../opgaven/meedoen/"' in page
    assert 'id="zaal-grote-zaal"' in page


def test_it_gets_an_overview(made: Mapping[str, bytes]) -> None:
    page = made["buurthuizen/index.html"].decode()
    assert "Buurthuizen" in page
    assert 'href="de-eik/"' in page


def test_it_gets_open_data_with_its_nested_items(made: Mapping[str, bytes]) -> None:
    assert data(made, "buurthuizen") == [
        {
            "id": "de-eik",
            "soort": "buurthuis",
            "url": "buurthuizen/de-eik/",
            "voorbeeld": False,
            "naam": "De Eik & de Linde",
            "publicatie": "openbaar",
            "opgave": "meedoen",
            "samenvatting": "Het kloppend hart van de buurt.",
            "zalen": ["de-eik.grote-zaal"],
        }
    ]
    [room] = data(made, "zalen")
    assert (room["id"], room["buurthuis"]) == ("de-eik.grote-zaal", "de-eik")
    assert room["url"] == "buurthuizen/de-eik/#zaal-grote-zaal"
    [row] = csv.DictReader(io.StringIO(made["data/buurthuizen.csv"].decode()))
    assert row["naam"] == "De Eik & de Linde"
    assert data(made, "agenda")["buurthuizen"] == data(made, "buurthuizen")


def test_it_can_be_found(made: Mapping[str, bytes]) -> None:
    index = json.loads(made["zoeken/index.json"])
    rows = {row[0]: index["soorten"][row[2]] for row in index["rijen"]}
    assert rows["buurthuizen/de-eik/"] == ["Buurthuis", "Buurthuizen"]
    assert rows["buurthuizen/de-eik/#zaal-grote-zaal"] == ["Zaal", "Zalen"]


def test_others_can_refer_to_it_and_it_shows_there(made: Mapping[str, bytes]) -> None:
    page = made["doelen/niemand-alleen/index.html"].decode()
    assert 'href="../../buurthuizen/de-eik/"' in page
    assert 'href="../../buurthuizen/de-eik/#zaal-grote-zaal"' in page


def test_an_overlay_field_is_checked_and_published(root: Path, made: Mapping[str, bytes]) -> None:
    goal = next(row for row in data(made, "doelen") if row["id"] == "niemand-alleen")
    assert goal["wijkcode"] == "WK0001"


def test_it_is_not_shown_to_who_may_not_see_it(root: Path, tmp_path: Path) -> None:
    hidden = copy_base(tmp_path)
    for part in ("schemas", "templates"):
        write(hidden, {f"{part}/{p.relative_to(root / part)}": p.read_text(encoding="utf-8")
                       for p in (root / part).rglob("*") if p.is_file()})  # fmt: skip
    write(hidden, {"agenda/buurthuizen/de-eik.yaml": FILE.replace("openbaar", "intern")})
    with ThreadPoolExecutor(1) as executor:
        rendered = render(load_from(hidden), parts=("data",), executor=executor, watcher=Nobody())
    assert all(b"Linde" not in o.content for o in rendered.outputs if isinstance(o.content, bytes))


def test_its_faults_are_found_as_those_of_any_kind(root: Path, tmp_path: Path) -> None:
    broken = copy_base(tmp_path)
    path = "agenda/buurthuizen/de-eik.yaml"
    write(
        broken,
        {
            "schemas/buurthuis.json": json.dumps(BUURTHUIS),
            "schemas/zaal.json": json.dumps(ZAAL),
            path: FILE.replace("opgave: meedoen", "opgave: medoen").replace("naam: Grote", "nam: Grote"),
            "agenda/buurthuis/ergens.yaml": FILE,
        },
    )
    findings = load_from(broken).findings
    assert places(findings) == [
        ("agenda/buurthuis/ergens.yaml", 1, 1, "map-onbekend"),
        (path, 3, 9, "verwijzing-bestaat-niet"),
        (path, 7, 5, "veld-onbekend"),
    ]
    assert findings[0].hint == "Bedoelde u buurthuizen?"
    assert findings[1].hint == "Bedoelde u meedoen (Meedoen)?"
