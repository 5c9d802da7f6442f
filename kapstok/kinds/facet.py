"""What a facet is: a name, a sentence, and parts of which each is read by a typed reader.

The facets themselves stand in `kinds/facets.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import ClassVar, Self, TypeVar

from kapstok.core.model import Block
from kapstok.core.values import as_block, as_text
from kapstok.kinds.readers import Reader

R = TypeVar("R", bound=Reader)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of a facet: its name in a schema, what it is, its role, what reads it and whether it must be there."""

    name: str
    sentence: str
    role: str
    reader: type[Reader]
    attribute: str
    required: bool = False


def part(reader: type[R], name: str, sentence: str, role: str = "", *, required: bool = False) -> R:
    """Declare a part; until a schema names its field it reads as nothing."""
    told = {"reader": reader, "name": name, "sentence": sentence, "role": role or name, "required": required}
    made: R = field(default=reader(), metadata=told)
    return made


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """What every facet knows of itself: its name in a schema, a sentence, and its parts.

    Of the parts in `one_of` at least one must be named.
    """

    name: ClassVar[str] = ""
    sentence: ClassVar[str] = ""
    one_of: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parts(cls) -> tuple[Part, ...]:
        """The parts in the order in which they are declared."""
        return _PARTS.get(cls) or _PARTS.setdefault(cls, tuple(_parts(cls)))

    @classmethod
    def of_fields(cls, names: Mapping[str, str]) -> Self | None:
        """The facet whose parts are played by these fields, by the names of the parts; None when it is not whole."""
        if any(part.required and part.name not in names for part in cls.parts()):
            return None
        if cls.one_of and not any(name in names for name in cls.one_of):
            return None
        return cls(**{part.attribute: part.reader(names.get(part.name, "")) for part in cls.parts()})


_PARTS: dict[type[Facet], tuple[Part, ...]] = {}  # of each facet that was asked for them


def _parts(facet: type[Facet]) -> Iterator[Part]:
    return (Part(attribute=each.name, **each.metadata) for each in fields(facet))


def facets_of(node: Block) -> dict[str, dict[str, str]]:
    """What `x-facet` of a place in a schema says: by the name of each facet, the field that plays each part."""
    named = as_block(node.get("x-facet"))
    return {facet: {part: as_text(field) for part, field in as_block(parts).items()} for facet, parts in named.items()}
