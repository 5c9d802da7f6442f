"""What an editor shows beside a file: Dutch messages, choices, an example, and the findings of a check as problems."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from workbench import copy_base, shipped_kinds

from kapstok.cli import main
from kapstok.commands.new import make_workspace
from kapstok.core.model import Model
from kapstok.core.workspace import open_workspace
from kapstok.kinds import editor
from kapstok.kinds.editor import editor_schemas, kept_schemas
from kapstok.pipeline import load

ROOT = Path(__file__).resolve().parent.parent
SERVER = "yaml-language-server@1.25.0"
EMPTY = Model(items={}, references=())
MAKES_ENGLISH = {
    "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "uniqueItems", "minProperties", "not",
    "required", "type", "enum", "const", "pattern", "additionalProperties",
}  # fmt: skip


@cache
def kept() -> dict[str, Any]:
    return {name: json.loads(text) for name, text in kept_schemas(shipped_kinds())}


def nodes(node: Any, inside: str = "") -> Any:
    """Every schema in a schema that is asked of a value, without the conditions and the examples."""
    if isinstance(node, dict):
        if inside not in ("properties", "patternProperties", "$defs"):
            yield node
        for name, value in node.items():
            if name not in ("if", "examples", "defaultSnippets", "default", "enum", "const") or inside == "properties":
                yield from nodes(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def test_the_schemas_in_the_repository_are_those_of_now() -> None:
    """Run `kapstok check` in the repository to bring them up to date."""
    folder = ROOT / ".vscode/schemas"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == dict(kept_schemas(shipped_kinds()))


def test_every_demand_has_a_dutch_message() -> None:
    without = {
        (name, key)
        for name, schema in kept().items()
        for node in nodes(schema)
        for key in MAKES_ENGLISH & node.keys()
        if not node.get("errorMessage") and not (key == "pattern" and node.get("patternErrorMessage"))
        if node[key] is not True and not ("type" in node and key == "properties")
    }
    assert without == set()


def test_a_message_is_short_and_names_what_is_asked() -> None:
    said = {node["errorMessage"] for schema in kept().values() for node in nodes(schema) if "errorMessage" in node}
    assert all(8 < len(message) <= 200 and message[0].isupper() for message in said)
    goal = kept()["doel.json"]
    assert {"required": ["opgave"], "errorMessage": goal["allOf"][3]["errorMessage"]} in goal["allOf"]
    assert any(message.startswith("Vul opgave in. De opgave waar dit doel onder hangt") for message in said)


def test_a_choice_says_what_it_means() -> None:
    field = kept()["doel.json"]["$defs"]["gemeenschappelijk-publicatie"]
    assert dict(zip(field["enum"], field["enumDescriptions"], strict=True))["raad"] == "raad en griffie"


def test_an_empty_file_can_be_filled_in() -> None:
    (offer,) = kept()["doel.json"]["defaultSnippets"]
    assert offer["label"] == "Nieuw: Doel"
    assert list(offer["body"]) == ["nummer", "titel", "opgave"]


def changed(data: Any, rng: random.Random) -> Any:
    """The same data with one value somewhere that is of another kind, gone, doubled or cut."""
    data = json.loads(json.dumps(data))
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, inner in list(pairs):
            places.append((value, key))
            walk(inner)

    walk(data)
    holder, key = rng.choice(places)
    if rng.random() < 0.2:
        del holder[key]
    else:
        others = [None, True, 0, -7, 3.5, "", "x", "Een Zin.", "2026-01-01", [], ["a", "a"], {}, {"tekst": "x"}, 99999]
        holder[key] = rng.choice(others)
    return data


def test_the_messages_change_nothing_of_what_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = {name: Draft202012Validator(schema) for name, schema in kept().items()}
    monkeypatch.setattr(editor, "in_dutch", lambda made, form, defs: made)
    plain = {name: Draft202012Validator(json.loads(text)) for name, text in editor_schemas(shipped_kinds(), EMPTY)}
    rng, refused = random.Random(11), 0
    loaded = load(open_workspace(ROOT))
    documents = list(loaded.model.documents.values())
    for _ in range(400):
        document = rng.choice(documents)
        kind = loaded.kinds.by_file(f"{document.stem}.yaml") or loaded.kinds.by_folder(document.folder.split("/")[-1])
        assert kind is not None
        data = changed(document.data, rng)
        accepted = plain[f"{kind.name}.json"].is_valid(data)
        assert spoken[f"{kind.name}.json"].is_valid(data) is accepted, (document.path, data)
        refused += not accepted
    assert refused > 100


def test_a_new_workspace_has_schemas_and_tasks_before_any_command_ran(tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    make_workspace(folder, "Ergens")
    shutil.rmtree(folder / ".kapstok")
    settings = json.loads((folder / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert all((folder / path).is_file() for path in settings["yaml.schemas"])
    assert (folder / ".vscode/tasks.json").read_bytes() == (ROOT / ".vscode/tasks.json").read_bytes()
    ignored = (folder / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert ".vscode/kapstok.code-snippets" in ignored
    assert ".vscode/" not in ignored


def test_a_check_renews_the_schemas_and_the_names_to_complete(tmp_path: Path) -> None:
    folder = tmp_path / "ws"
    make_workspace(folder, "Ergens")
    (folder / "schemas").mkdir()
    (folder / "schemas/doel.extra.json").write_text(
        json.dumps({"properties": {"kleur": {"title": "Kleur", "description": "Welke.", "type": "string"}}}), "utf-8"
    )
    assert main(["check", "--workspace", str(folder)]) == 0
    schema = json.loads((folder / ".vscode/schemas/doel.json").read_text(encoding="utf-8"))
    assert schema["properties"]["kleur"]["errorMessage"].startswith("Hier hoort tekst")
    names = json.loads((folder / ".vscode/kapstok.code-snippets").read_text(encoding="utf-8"))
    goal = names["doel:elkaar-ontmoeten"]
    assert goal["body"] == "elkaar-ontmoeten"
    assert goal["prefix"][0] == "elkaar-ontmoeten"
    assert goal["description"].startswith("Doel ")


def test_a_check_makes_no_schemas_where_there_are_none(tmp_path: Path) -> None:
    root = copy_base(tmp_path / "ws")
    (root / ".vscode").mkdir()
    assert main(["check", "--workspace", str(root)]) == 0
    assert list((root / ".vscode").iterdir()) == []


WRONG = """nummer: 1
titel: Inwoners bewegen
opgave: bestaat-niet
opgaaf: meedoen
"""


def test_the_task_reads_every_finding_of_a_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_base(tmp_path / "ws")
    (root / "agenda/doelen/fout.yaml").write_text(WRONG, encoding="utf-8")
    long = "Inwoners " * 60
    (root / "agenda/begrippen/lang.yaml").write_text(f"term: Lang\ndefinitie: {long}\n", encoding="utf-8")
    (root / "agenda/doelen/los.txt").write_text("x", encoding="utf-8")
    main(["check", "--workspace", str(root), "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    findings = told if isinstance(told, list) else told["bevindingen"]
    main(["check", "--workspace", str(root)])
    lines = capsys.readouterr().out.splitlines()
    tasks = json.loads((ROOT / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
    matchers = tasks[0]["problemMatcher"]
    found = []
    for line in lines:
        hits = [(matcher, re.search(matcher["pattern"]["regexp"], line)) for matcher in matchers]
        for matcher, hit in hits:
            if hit:
                part = matcher["pattern"]
                found.append((matcher["severity"], *(hit[part[name]] for name in ("file", "line", "column", "code"))))
        assert sum(hit is not None for _, hit in hits) <= 1
    assert len(found) == len(findings) >= 4
    assert {severity for severity, *_ in found} == {"error", "warning", "info"}
    assert ("error", "agenda/doelen/fout.yaml", "4", "1", "veld-onbekend") in found


@cache
def server() -> Path:
    """The program, from npm; it stays in the cache of the user."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("hier is geen npm")
    cached = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cached / "kapstok-tests" / SERVER.replace("@", "-")
    program = folder / "node_modules/yaml-language-server/bin/yaml-language-server"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}", encoding="utf-8")
        subprocess.run([npm, "install", "--no-audit", "--no-fund", SERVER], cwd=folder, check=True, capture_output=True)
    return program


def shown(root: Path, *files: str) -> list[dict[str, Any]]:
    schemas = json.loads((root / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    settings = root.parent / "settings.json"
    settings.write_text(json.dumps({"validate": True, "completion": True, "schemas": schemas}), encoding="utf-8")
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("editor_server.mjs")), str(server()), str(root), str(settings), *files],
        cwd=root, check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return list(json.loads(done.stdout))


ENGLISH = re.compile(
    r"\b(is not|expected|missing|property|value|string|incorrect|array|below|above|must|schema)\b", re.I
)


@pytest.mark.langzaam
def test_the_language_server_speaks_dutch(tmp_path: Path) -> None:
    root = tmp_path / "ws"
    make_workspace(root, "Ergens")
    shutil.rmtree(root / ".kapstok")
    files = {
        "agenda/doelen/goed.yaml": "nummer: '7'\ntitel: Bewegen\nopgave: x\n",
        "agenda/doelen/fout.yaml": "nummer: 1\ntitel: [a]\nopgaaf: x\npublicatie: openbar\nvorige_ids: [A B]\n",
        "agenda/activiteiten/fout.yaml": "titel: ''\nvoortgang: bezig\nkosten:\n  bedrag: -5.5\n"
        "doelen: meedoen\nwanneer: {soort: raar}\nbegrotingsjaren: [12, 12]\n",
        "agenda/indicatoren/fout.yaml": "titel: Bewegen\nmetingen:\n  - id: m\n    waarde: veel\n    peil: 2025\n",
        "agenda/doelen/leeg.yaml": "",
        "agenda/activiteiten/begin.yaml": "titel: Bewegen\nvoortgang: ",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    good, goal, activity, indicator, empty, begun = shown(root, *files)
    assert good["diagnostics"] == []
    for part in (goal, activity, indicator):
        assert part["diagnostics"]
        for line, column, message in part["diagnostics"]:
            assert not ENGLISH.search(message), (line, column, message)
    places = {(line, column): message for line, column, message in goal["diagnostics"]}
    assert places[3, 1].startswith("Dit veld is hier niet bekend.")
    assert places[4, 13] == "Kies uit openbaar, raad, partners, intern of vertrouwelijk."
    assert places[1, 1].startswith("Vul opgave in.")
    assert any(label == "Nieuw: Doel" and "opgave: " in text for label, text in empty["offered"])
    assert {"voorgesteld", "loopt"} <= {label for label, _ in begun["offered"]}
