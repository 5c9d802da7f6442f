"""Readers for values of which nobody says what they are: each gives one type, and nothing where something else stands.

Those of `Plain` read what stands in a file; those of `Value` read the fields of an item.
"""

from __future__ import annotations

from collections.abc import Mapping

from kapstok.core.model import Block, Fields, Plain, Pointer, Value


def as_text(value: Plain | Value, otherwise: str = "") -> str:
    """The text; something else, or nothing, when this is none."""
    return value if isinstance(value, str) else otherwise


def as_texts(value: Plain | Value) -> tuple[str, ...]:
    """The texts in a list; a single one is a list of one, and what is no text is left out."""
    if isinstance(value, str):
        return (value,)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, (list, tuple)) else ()


def as_number(value: Plain | Value) -> int | float | None:
    """The number; None when this is none. True and false are no numbers."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def as_block(value: Plain) -> Block:
    """The block of fields in a file; an empty one when this is none."""
    return value if isinstance(value, dict) else {}


def as_list(value: Plain) -> list[Plain]:
    """The list in a file; an empty one when this is none."""
    return value if isinstance(value, list) else []


def at_pointer(data: Plain, pointer: Pointer) -> Plain:
    """What stands at this place in the data of a file; None when nothing does."""
    for step in pointer:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def as_fields(value: Value) -> Fields:
    """The block of fields; an empty one when this is none."""
    return value if isinstance(value, Mapping) else {}


def as_values(value: Value) -> tuple[Value, ...]:
    """The values of a list; a single one is a list of one, and nothing a list of none."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)
