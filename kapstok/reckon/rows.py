"""Rows of a field that is a list of blocks (votes, changes, steps), read by the roles of the fields inside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.model import Fields, Item, Value
from kapstok.kinds.schema import Shape
from kapstok.reckon.roles import Roles


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One block of a list: the field it stands in, its place there, and its values by the roles of their fields."""

    field: str
    index: int
    values: Fields
    names: Mapping[str, str]

    def text(self, role: str) -> str:
        """The value with this role as text; an empty string when it is not there."""
        found = self.values.get(role)
        return "" if found is None else str(found)


def rows(item: Item, role: str, roles: Roles) -> tuple[Row, ...]:
    """The blocks of every list of an item that has this role, in the order of the file."""
    kind = roles.kind(item)
    return tuple(
        row
        for name in kind.fields_with_role(role)
        for row in _rows(name, item.fields.get(name), kind.shape.fields[name].items or Shape())
    )


def _rows(name: str, value: Value, shape: Shape) -> Iterator[Row]:
    for index, block in enumerate(value if isinstance(value, tuple) else ()):
        if isinstance(block, Mapping):
            pairs = [(role, field) for field, inner in shape.fields.items() for role in sorted(inner.roles)]
            found = {role: block[field] for role, field in pairs if field in block}
            yield Row(field=name, index=index, values=found, names=dict(pairs))


def come(moment: Value, day: date) -> bool:
    """Whether something of this moment can be there at a day: a moment of which nothing is known can."""
    return not (isinstance(moment, VagueDate) and moment.earliest and moment.earliest > day)


def over(moment: Value, day: date) -> bool:
    """Whether the last day of a moment is before a day; a moment without a last day is never over."""
    return isinstance(moment, VagueDate) and moment.latest is not None and moment.latest < day
