"""Typed readers: a part of a facet knows which field plays it and reads that field as what it is.

A reader takes the fields of an item or of a block. A part that no field plays reads as nothing: an empty text, None,
no keys. `fits` says whether a field can hold what the part holds, which loading checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Protocol

from kapstok.core.dates import VagueDate
from kapstok.core.figure import exact
from kapstok.core.model import Fields, Key, Value, keys_in
from kapstok.core.values import as_number, as_text, as_values


class Looks(Protocol):
    """What a reader asks of the shape of a field."""

    @property
    def form(self) -> str:
        """Its `x-vorm`."""

    @property
    def types(self) -> frozenset[str]:
        """The JSON types that it may have."""

    @property
    def refers(self) -> bool:
        """Whether it, or each entry of it, names another thing."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A part that any field can play. `name` is the field, empty when the schema names none."""

    name: str = ""
    holds: ClassVar[str] = "een waarde"

    @classmethod
    def fits(cls, shape: Looks) -> bool:
        """Whether a field of this shape can play the part."""
        return True

    def raw(self, fields: Fields) -> Value:
        """What stands in the field, unread; None when it is not filled in."""
        return fields.get(self.name) if self.name else None

    def filled(self, fields: Fields) -> bool:
        """Whether the field is there; 0, false and `PM` are."""
        return self.raw(fields) is not None


@dataclass(frozen=True, slots=True)
class Text(Reader):
    """A part in words."""

    def of(self, fields: Fields) -> str:
        """The text, empty when there is none."""
        return as_text(self.raw(fields))


@dataclass(frozen=True, slots=True)
class Number(Reader):
    """A part that is a number, or says in words why there is none yet."""

    holds: ClassVar[str] = "een getal"

    @classmethod
    def fits(cls, shape: Looks) -> bool:
        """Numbers have the type of one, or the form of one when they may be written with a comma."""
        return shape.form in ("decimaal", "euro") or not {"number", "integer"}.isdisjoint(shape.types)

    def of(self, fields: Fields) -> Decimal | None:
        """The number as it was written; None when there is none. 0 is a number."""
        value = as_number(self.raw(fields))
        return None if value is None else exact(value)


@dataclass(frozen=True, slots=True)
class Moment(Reader):
    """A part that is a day, or a date that is less precise."""

    holds: ClassVar[str] = "een datum"

    @classmethod
    def fits(cls, shape: Looks) -> bool:
        """Dates have the form of one; of a list each entry has."""
        return shape.form in ("datum", "dag")

    def of(self, fields: Fields) -> VagueDate | None:
        """The date; None when there is none."""
        value = self.raw(fields)
        return value if isinstance(value, VagueDate) else None


@dataclass(frozen=True, slots=True)
class Things(Reader):
    """A part that names other things."""

    holds: ClassVar[str] = "een verwijzing"

    @classmethod
    def fits(cls, shape: Looks) -> bool:
        """References say which kinds they may name."""
        return shape.refers

    def of(self, fields: Fields) -> tuple[Key, ...]:
        """The keys of the things, in the order of the file."""
        return tuple(keys_in(self.raw(fields)))


@dataclass(frozen=True, slots=True)
class Flag(Reader):
    """A part that is so or is not so."""

    holds: ClassVar[str] = "ja of nee (true of false)"

    @classmethod
    def fits(cls, shape: Looks) -> bool:
        """Only a boolean is one."""
        return "boolean" in shape.types

    def of(self, fields: Fields) -> bool:
        """Whether it is so; not filled in is no."""
        return self.raw(fields) is True


@dataclass(frozen=True, slots=True)
class Blocks(Reader):
    """A part that is a block of fields, or a list of them."""

    holds: ClassVar[str] = "een blok of een lijst met blokken"

    @classmethod
    def fits(cls, shape: Looks) -> bool:
        """A block is an object; a list of nested items is one too."""
        return not {"object", "array"}.isdisjoint(shape.types)

    def of(self, fields: Fields) -> tuple[Fields, ...]:
        """The blocks in the order of the file."""
        return tuple(block for block in as_values(self.raw(fields)) if isinstance(block, Mapping))
