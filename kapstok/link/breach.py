"""What a JSON Schema validator found, as a value of our own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kapstok.core.model import Block, Plain, Pointer
from kapstok.core.values import as_block, as_number, as_texts

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    """What jsonschema found, with types that can be relied on.

    `wanted` is what the keyword asks, `path` leads to the value from where the check began, `context` has what each
    branch of an `anyOf` found.
    """

    keyword: str
    wanted: Plain
    instance: Plain
    schema: Block
    path: Pointer
    steps: Pointer
    message: str
    context: tuple[Breach, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the keyword asks for: fields, types, or words of a list."""
        return as_texts(self.wanted)

    @property
    def limit(self) -> int | float:
        """The number that the keyword asks for."""
        return as_number(self.wanted) or 0

    @property
    def known(self) -> Block:
        """The fields that the block with the mistake may have."""
        return as_block(self.schema.get("properties"))


LONGEST_INSTANCE = 1_000  # characters of a text that are looked at to explain it


def breach(error: ValidationError) -> Breach:
    """Take over what an error says."""
    return Breach(
        keyword=str(error.validator),
        wanted=_data(error.validator_value),
        instance=_short(_data(error.instance)),
        schema=error.schema if isinstance(error.schema, dict) else {},
        path=tuple(error.relative_path),
        steps=tuple(error.relative_schema_path),
        message=error.message,
        context=tuple(breach(inner) for inner in error.context or ()),
    )


def _data(value: Any) -> Plain:
    """What jsonschema, which knows no types, took from our own schemas and documents."""
    found: Plain = value
    return found


def _short(value: Plain) -> Plain:
    """A value to explain: of a text without end its beginning says enough."""
    return value[:LONGEST_INSTANCE] if isinstance(value, str) else value
