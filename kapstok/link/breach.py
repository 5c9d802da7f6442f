"""What a JSON Schema validator found, as a value of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kapstok.core.model import Pointer

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    """What jsonschema found, with types that can be relied on.

    `wanted` is what the keyword asks, `path` leads to the value from where the check began, `context` has what each
    branch of an `anyOf` found.
    """

    keyword: str
    wanted: Any
    instance: Any
    schema: Mapping[str, Any]
    path: Pointer
    steps: Pointer
    message: str
    context: tuple[Breach, ...]


def breach(error: ValidationError) -> Breach:
    """Take over what an error says."""
    return Breach(
        keyword=str(error.validator),
        wanted=error.validator_value,
        instance=error.instance,
        schema=error.schema if isinstance(error.schema, dict) else {},
        path=tuple(error.relative_path),
        steps=tuple(error.relative_schema_path),
        message=error.message,
        context=tuple(breach(inner) for inner in error.context or ()),
    )
