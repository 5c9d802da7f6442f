"""Everything in an agenda has a greatest length, also where a schema names none: nothing grows without end.

The limits are far above what a person writes (the longest title of the papers has 288 characters), and far below what
makes a converter slow. A schema that names its own keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST_TITLE = 500  # characters
LONGEST_ID = 100
LONGEST_LIST = 2_000  # items
_LONGEST = {
    "proza": 20_000,
    "regel": 1_000,
    "adres": 2_000,
    "bestand": 300,
    "id": LONGEST_ID,
    "nummer": 40,
    "dag": 200,
    "datum": 200,
    "soort": 100,
    "uitdrukking": 5_000,  # the language of tests has a limit of its own, with words of its own
}
_LONGEST_TEXT = 2_000
_LONGEST_ADDRESS = 250  # a kind, and the ids of a file and of what stands in it


def bounded(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a kind with a limit on every text and every list."""
    made: dict[str, Any] = _bounded(schema)
    title = schema.get("x-titelveld") or next((n for n in ("titel", "naam") if n in schema.get("properties", {})), "")
    node = made.get("properties", {}).get(title) if isinstance(made.get("properties"), dict) else None
    if isinstance(node, dict) and "maxLength" not in node:
        made["properties"] = {**made["properties"], title: {**node, "maxLength": LONGEST_TITLE}}
    return made


def _bounded(node: Any) -> Any:
    if isinstance(node, list):
        return [_bounded(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    made = {name: _bounded(inner) for name, inner in node.items()}
    types = _types(node)
    if "string" in types and not {"maxLength", "enum", "const"} & node.keys():
        shortest = _LONGEST_ADDRESS if "x-verwijst-naar" in node and "x-vorm" not in node else _LONGEST_TEXT
        made["maxLength"] = _LONGEST.get(node.get("x-vorm", ""), shortest)
    if "array" in types and "maxItems" not in node:
        made["maxItems"] = LONGEST_LIST
    return made


def _types(node: Mapping[str, Any]) -> frozenset[str]:
    """The types that a node allows; the names of a list of properties are no types."""
    found = node.get("type")
    if isinstance(found, str):
        return frozenset({found})
    return frozenset(one for one in found if isinstance(one, str)) if isinstance(found, list) else frozenset()
