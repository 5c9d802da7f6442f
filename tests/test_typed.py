"""The house is typed at its doors: what is untyped stays little, and what is made in one way is made there only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import kapstok

HOUSE = Path(kapstok.__file__).parent
MOST_UNTYPED = 60  # lines that name Any: where Jinja, MkDocs and jsonschema hand over what they do not type
MAKER = HOUSE / "core" / "finding.py"
BESIDE = "compare/"  # has makers of its own still
KEEPER = HOUSE / "core" / "kept.py"  # reads findings back that were kept as data


def _files() -> Iterator[Path]:
    yield from sorted(HOUSE.rglob("*.py"))


def _calls(file: Path) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))


def test_few_lines_are_untyped() -> None:
    lines = [line for file in _files() for line in file.read_text("utf-8").splitlines() if re.search(r"\bAny\b", line)]
    assert len(lines) <= MOST_UNTYPED, "\n".join(lines)


def test_nothing_is_silenced_that_has_a_type() -> None:
    """No `cast` and no `type: ignore` of arguments, attributes or values in the place of a type."""
    silenced = re.compile(r"type: ignore\[(?:arg-type|attr-defined|call-overload|assignment)|\bcast\(\s*[\"']?\w*Any")
    found = [file for file in _files() if silenced.search(file.read_text("utf-8"))]
    assert found == []


def test_the_name_of_a_thing_is_joined_in_one_place() -> None:
    """`str(key)` writes `soort:id`; nobody puts a kind and an id together by hand."""
    joined = re.compile(r"kind\w*(?:\.name)?\}:\{|\.kind\}:|\{\w*(?:kind|soort)\w*\}:\{")
    found = [file for file in _files() if len(joined.findall(file.read_text("utf-8"))) > (file.name == "model.py")]
    assert found == []


def test_findings_are_made_in_one_way() -> None:
    """`Finding.at` makes every finding, at an item or at a `Place`."""
    made = {
        file.relative_to(HOUSE).as_posix()
        for file in _files()
        if file not in (MAKER, KEEPER)
        for call in _calls(file)
        if isinstance(call.func, ast.Name) and call.func.id == "Finding"
    }
    assert {name for name in made if not name.startswith(BESIDE)} == set()
