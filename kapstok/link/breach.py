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


LONGEST_INSTANCE = 1_000  # characters of a text that are looked at to explain it


def breach(error: ValidationError) -> Breach:
    """Take over what an error says."""
    return Breach(
        keyword=str(error.validator),
        wanted=error.validator_value,
        instance=_short(error.instance),
        schema=error.schema if isinstance(error.schema, dict) else {},
        path=tuple(error.relative_path),
        steps=tuple(error.relative_schema_path),
        message=error.message,
        context=tuple(breach(inner) for inner in error.context or ()),
    )


def _short(value: Any) -> Any:
    """A value to explain: of a text without end its beginning says enough."""
    return value[:LONGEST_INSTANCE] if isinstance(value, str) else value
