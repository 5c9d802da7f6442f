"""Schemas that others made public, as they come with packages from PyPI: nothing is fetched."""

from __future__ import annotations

import json
import sqlite3
from functools import cache
from importlib.metadata import distribution
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for

_SARIF = "Static Analysis Results Format (SARIF) Version 2.1.0-rtm.5 JSON Schema"


@cache
def sarif() -> Validator:
    """The schema of SARIF 2.1.0 from the store of schemas."""
    with sqlite3.connect(distribution("schemastore").locate_file("schemastore/cache.sqlite")) as store:
        rows = [bytes(value) for (value,) in store.execute("select value from responses")]
    (found,) = [row for row in rows if _SARIF.encode() in row[:400]]
    text = found[found.index(b'{\r\n  "$schema"') :].decode("utf-8", "replace")
    schema, _ = json.JSONDecoder().raw_decode(text)
    return validator_for(schema, default=Draft7Validator)(schema)


@cache
def of_pipeline(name: str) -> Validator:
    """A schema for the files of a pipeline: `github-workflows` or `gitlab-ci`."""
    place = distribution("check-jsonschema").locate_file(f"check_jsonschema/builtin_schemas/vendor/{name}.json")
    with open(str(place), encoding="utf-8") as file:
        schema: dict[str, Any] = json.load(file)
    return validator_for(schema, default=Draft7Validator)(schema)
