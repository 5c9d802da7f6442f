"""One schema file: read, held against JSON Schema, and laid over another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

import jsonschema_rs

from kapstok.core.door import Shut, shut_finding
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Block, Plain
from kapstok.core.places import Place
from kapstok.core.values import as_block, as_list, as_number

OWN = "x-eigen"  # made by us, on each field that an overlay adds
META_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
OVERLAY_SUFFIX = ".extra.json"


def read_schema(path: str, content: bytes | Shut, *, sound: bool = False) -> tuple[Block | None, str, list[Finding]]:
    """The schema or overlay in a file and its text; None when it is not to be used. `path` is what findings call it.

    With `sound` it is known that it is a JSON Schema.
    """
    if isinstance(content, Shut):
        return None, "", [shut_finding(path, content)]
    try:
        text = content.decode("utf-8-sig")
        schema = json.loads(text)
    except json.JSONDecodeError as error:
        return (
            None,
            "",
            [
                Finding.at(
                    Place.on(path, error.lineno, error.colno),
                    "schema-json",
                    "Dit schema is geen geldige JSON.",
                    "Kijk naar een ontbrekende komma, haak of aanhalingsteken.",
                )
            ],
        )
    except (ValueError, RecursionError):  # not UTF-8, numbers without end, or boxes in boxes in boxes
        return (
            None,
            "",
            [
                Finding.at(
                    Place(path),
                    "schema-onleesbaar",
                    "Dit schema kan niet gelezen worden.",
                    "Sla het bestand op als UTF-8, en nest niet te diep.",
                )
            ],
        )
    if not isinstance(schema, dict):
        return None, "", [Finding.at(Place(path), "schema-json", "Een schema is een JSON-object tussen accolades.", "")]
    if path.endswith(OVERLAY_SUFFIX):
        return schema, text, []
    problems = [] if sound else _meta_findings(path, schema)
    return (None if problems else schema), text, problems


def _meta_findings(path: str, schema: Block) -> list[Finding]:
    """What makes this no JSON Schema at all: jsonschema-rs says quickly whether, jsonschema says why."""
    if _is_sound(schema):
        return []
    import jsonschema  # late: only who made a mistake in a schema waits for it
    from jsonschema.exceptions import SchemaError

    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        where = "/".join(str(part) for part in error.absolute_path) or "het begin"
        return [
            Finding.at(
                Place(path),
                "schema-ongeldig",
                f"Dit is geen geldig JSON Schema 2020-12, bij {where}.",
                "Vergelijk de plek met een ander schema.",
            )
        ]
    return []


def _is_sound(schema: Block) -> bool:
    """Whether this is surely a JSON Schema; jsonschema-rs does not try regular expressions as Python reads them."""
    try:
        for pattern in _patterns(schema):
            re.compile(pattern)
        return _meta().is_valid(schema)
    except (ValueError, RecursionError, re.error):  # a number that JSON has not, say
        return False


@cache
def _meta() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$ref": META_SCHEMA})


def _patterns(value: Plain) -> Iterator[str]:
    """Everything that may be a regular expression."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "pattern" and isinstance(inner, str):
                yield inner
            elif name == "patternProperties" and isinstance(inner, dict):
                yield from inner
            yield from _patterns(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _patterns(inner)


def older(path: str, old: Block, new: Block) -> list[Finding]:
    """That a schema stands in the place of a newer one."""
    before, after = as_number(old.get("x-versie")) or 0, as_number(new.get("x-versie")) or 0
    if after >= before:
        return []
    return [
        Finding.at(
            Place(path),
            "schema-verouderd",
            f"Dit schema (versie {after}) vervangt een nieuwer schema (versie {before}).",
            "Zet uw eigen velden in een aanvulling (….extra.json) en verwijder de kopie.",
            Severity.WARNING,
        )
    ]


def lay(path: str, base: Block, overlay: Block, *, sound: bool = False) -> tuple[Block, list[Finding]]:
    """Lay an overlay over a schema; one that would break it is left out."""
    merged = as_block(_merge(base, _marked(base, overlay)))
    problems = [] if sound else _meta_findings(path, merged)
    return (base if problems else merged), problems


def _marked(base: Block, overlay: Block) -> Block:
    """The overlay with a mark on each field that the schema did not have."""
    fields, known = overlay.get("properties"), as_block(base.get("properties"))
    if not isinstance(fields, dict):
        return overlay
    marked: Block = {n: f | {OWN: True} if isinstance(f, dict) and n not in known else f for n, f in fields.items()}
    return {**overlay, "properties": marked}


def _merge(base: Plain, extra: Plain) -> Plain:
    """Lay `extra` over `base`: objects merge, lists of values grow, anything else is replaced.

    Only who may see a field gets narrower: an overlay can hide a field from more readers, never show it to more.
    """
    if isinstance(base, dict) and isinstance(extra, dict):
        merged = dict(base)
        for key, value in extra.items():
            if key == "x-zichtbaar-voor" and key in base:
                merged[key] = [audience for audience in as_list(base[key]) if audience in as_list(value)]
            else:
                merged[key] = _merge(base[key], value) if key in base else value
        return merged
    if isinstance(base, list) and isinstance(extra, list):
        return base + [value for value in extra if value not in base]
    return extra
