"""What a part of a test can be, as far as the schemas say: the types of the language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce

from kapstok.kinds.schema import ANY_KIND, Shape


class Sort(StrEnum):
    """What a value is, in the words of a message."""

    TEXT = "tekst"
    NUMBER = "een getal"
    DATE = "een datum"
    TRUTH = "ja of nee"
    ITEM = "een onderdeel van de agenda"
    BLOCK = "een blok met velden"


_DATES = frozenset({"datum", "dag"})
_DATE_PARTS = ("tekst", "soort", "vroegst", "laatst")
_NUMBERS = frozenset({"integer", "number"})
DECIMAL, LINE = "decimaal", "regel"


@dataclass(frozen=True, kw_only=True, slots=True)
class Type:
    """All that a value can be. Without `sorts` nothing is known of it, and everything is allowed.

    `many`: a list of these. `kinds`: the kinds of an item. `fields`: the fields of a block, the parts of a date.
    `texts`: the texts that it can be, None for any text. `open_texts`: those of them that still have to be filled in.
    `required`: the fields without which a block is not filled.
    """

    sorts: frozenset[Sort] = frozenset()
    many: bool = False
    kinds: frozenset[str] = frozenset()
    fields: Mapping[str, Shape] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    texts: frozenset[str] | None = frozenset()
    open_texts: frozenset[str] = frozenset()

    @property
    def one(self) -> Type:
        """An element of the list."""
        return replace(self, many=False)

    @property
    def known(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.sorts)

    @property
    def closed(self) -> bool:
        """Whether it is a text of a closed list."""
        return bool(self.texts) and Sort.TEXT in self.sorts

    def in_words(self) -> str:
        """`een getal`, `een lijst`, `tekst of een datum`."""
        return "een lijst" if self.many else " of ".join(sort for sort in Sort if sort in self.sorts)


UNKNOWN = Type(texts=None)
TRUTH = Type(sorts=frozenset({Sort.TRUTH}))
NUMBER = Type(sorts=frozenset({Sort.NUMBER}))
DATE = Type(sorts=frozenset({Sort.DATE}))
TEXT = Type(sorts=frozenset({Sort.TEXT}), texts=None)


def items_of(kinds: Iterable[str], *, many: bool = False) -> Type:
    """An item of one of these kinds, or a list of them."""
    return Type(sorts=frozenset({Sort.ITEM}), kinds=frozenset(kinds), many=many)


def of_shape(shape: Shape, every_kind: frozenset[str]) -> Type:
    """The type of a place in a document; a reference to `*` may be of every kind."""
    if shape.nested:
        return items_of([shape.nested])
    if shape.items is not None:
        inner = of_shape(shape.items, every_kind)
        if shape.fields or shape.targets:  # one, or a list of them
            inner = union([inner, _single(shape, every_kind)])
        return replace(inner, many=True)
    return replace(_single(shape, every_kind), many="array" in shape.types)


def union(types: Iterable[Type]) -> Type:
    """What any of these can be; unknown as soon as one of them is."""
    return reduce(_join, types)


def _join(one: Type, other: Type) -> Type:
    if one == other:
        return one
    many = one.many or other.many
    if not one.known or not other.known:
        return replace(UNKNOWN, many=many)
    return Type(
        sorts=one.sorts | other.sorts,
        many=many,
        kinds=one.kinds | other.kinds,
        fields={**other.fields, **one.fields},
        required=one.required & other.required,
        texts=None if one.texts is None or other.texts is None else one.texts | other.texts,
        open_texts=one.open_texts | other.open_texts,
    )


def _single(shape: Shape, every_kind: frozenset[str]) -> Type:
    if shape.form in _DATES:
        return replace(DATE, fields={name: shape.fields[name] for name in _DATE_PARTS if name in shape.fields})
    texts = _texts(shape)
    closed = texts - shape.open_values if texts is not None else texts
    sorts = {
        Sort.TEXT: closed is None or bool(closed),
        Sort.NUMBER: bool(shape.types & _NUMBERS) or any(_is_number(value) for value in shape.values),
        Sort.TRUTH: "boolean" in shape.types or any(isinstance(value, bool) for value in shape.values),
        Sort.ITEM: bool(shape.targets),
        Sort.BLOCK: bool(shape.fields),
    }
    if not any(sorts.values()):
        return UNKNOWN
    return Type(
        sorts=frozenset(sort for sort, present in sorts.items() if present),
        kinds=every_kind if ANY_KIND in shape.targets else frozenset(shape.targets),
        fields=shape.fields,
        required=shape.required,
        texts=texts,
        open_texts=shape.open_values,
    )


def _texts(shape: Shape) -> frozenset[str] | None:
    """The texts that a place can hold; a reference and a decimal with a comma are no text."""
    free = "string" in shape.types and shape.form != DECIMAL and (not shape.targets or shape.form == LINE)
    return None if free else frozenset(value for value in shape.values if isinstance(value, str))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
