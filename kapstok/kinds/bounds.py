"""Everything in an agenda has a greatest length, also where a schema names none: nothing grows without end.

The limits are far above what a person writes (the longest title of the papers has 288 characters), and far below what
makes a converter slow. A schema that names its own keeps it.
"""

from __future__ import annotations

from kapstok.core.model import Block, Plain
from kapstok.core.values import as_block, as_text, as_texts

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


def bounded(schema: Block) -> Block:
    """The schema of a kind with a limit on every text and every list."""
    made = as_block(_bounded(schema))
    fields = as_block(made.get("properties"))
    title = title_field(schema)
    node = fields.get(title)
    if isinstance(node, dict) and "maxLength" not in node:
        made["properties"] = {**fields, title: {**node, "maxLength": LONGEST_TITLE}}
    return made


def title_field(schema: Block) -> str:
    """The field with the title: the one that the schema names, else the one that is most likely it."""
    fields = as_block(schema.get("properties"))
    return as_text(schema.get("x-titelveld")) or next((name for name in ("titel", "naam") if name in fields), "")


def _bounded(node: Plain) -> Plain:
    if isinstance(node, list):
        return [_bounded(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    made: Block = {name: _bounded(inner) for name, inner in node.items()}
    types = _types(node)
    if "string" in types and not {"maxLength", "enum", "const"} & node.keys():
        shortest = _LONGEST_ADDRESS if "x-verwijst-naar" in node and "x-vorm" not in node else _LONGEST_TEXT
        made["maxLength"] = _LONGEST.get(as_text(node.get("x-vorm")), shortest)
    if "array" in types and "maxItems" not in node:
        made["maxItems"] = LONGEST_LIST
    return made


def _types(node: Block) -> frozenset[str]:
    """The types that a node allows; the names of a list of properties are no types."""
    return frozenset(as_texts(node.get("type")))
