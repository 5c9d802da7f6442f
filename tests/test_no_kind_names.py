"""The engine knows no kind by name: no text in it is the name or the folder of a schema."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench import REPOSITORY

from kapstok.kinds.facets import FACETS

PARTS = {part.name for facet in FACETS.values() for part in facet.parts()}
ENGINE = REPOSITORY / "kapstok"
# What argparse calls the things on a command line, and one of our commands, is by accident also the name of a kind.
# A facet is a word of the schema language: the kind that was named after the same thing may be called otherwise.
ACCIDENTS = {"cli.py": {"argument", "argumenten", "opdrachten", "kaders"}, "facets.py": {*FACETS, *PARTS}}


def names() -> set[str]:
    """The name and the folder of every kind that Kapstok brings along."""
    found = set()
    for file in (REPOSITORY / "schemas").glob("*.json"):
        schema = json.loads(file.read_text(encoding="utf-8"))
        if "x-map" in schema:
            found |= {file.stem, schema["x-map"]}
    return found


def texts(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every text in the code but docstrings, and the fixed parts of f-strings too."""
    docs = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                docs.add(first.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs:
            yield node


def named_in(source: str, accidents: Iterable[str] = ()) -> list[tuple[int, str]]:
    wanted = names() - set(accidents)
    return [(t.lineno, str(t.value)) for t in texts(ast.parse(source)) if str(t.value).strip(" /:") in wanted]


def test_there_are_names_to_look_for() -> None:
    assert {"doel", "doelen", "kader", "rollen", "beleidsagenda"} <= names()


def test_the_search_finds_a_name_and_passes_a_docstring() -> None:
    source = '"""doel"""\ndef f():\n    "doelen"\n    return kind == "doel" or f"{x}/doelen/"\n'
    assert named_in(source) == [(4, "doel"), (4, "/doelen/")]


def test_no_kind_is_named_in_the_engine() -> None:
    files: list[Path] = sorted(ENGINE.rglob("*.py"))
    assert len(files) > 25
    found = [
        f"{file.relative_to(REPOSITORY)}:{line}: {text!r}"
        for file in files
        for line, text in named_in(file.read_text(encoding="utf-8"), ACCIDENTS.get(file.name, ()))
    ]
    assert found == []
