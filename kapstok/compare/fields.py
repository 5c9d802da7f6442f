"""The fields of a thing, was and becomes, in the words of its schema and with the digits that were published.

Both sides are already cut down to what their reader may know. How something is typed (quotes, the order of keys, where
a line breaks) makes no difference; the order of a list does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from kapstok.compare.prose import is_same_text, pieces_of, readable
from kapstok.compare.values import FieldDifference, FieldHow, Piece
from kapstok.core.dates import VagueDate
from kapstok.core.model import Key, Prose
from kapstok.core.text import format_euro, format_number
from kapstok.history.difference import Names, as_today
from kapstok.kinds.former import ROLE as FORMER
from kapstok.kinds.schema import Shape
from kapstok.reckon.words import words_of

_SHORT = 4  # words of a text that is shown whole, was and becomes
_EMPTY = Shape()


def field_differences(
    old: Mapping[str, Any], new: Mapping[str, Any], shapes: Mapping[str, Shape], names: Names
) -> Iterator[FieldDifference]:
    """Every field that differs, in the order of the schema; ids and former ids are told by who tells of the thing."""
    for name, shape in shapes.items():
        if shape.form != "id" and FORMER not in shape.roles:
            yield from _difference(
                as_today(old.get(name), names), new.get(name), shape, shape.title or name, name, names
            )


def all_shapes(old: Mapping[str, Shape], new: Mapping[str, Shape]) -> Mapping[str, Shape]:
    """The fields of two versions of a schema, those of today first."""
    return {**new, **{name: shape for name, shape in old.items() if name not in new}}


def _difference(old: Any, new: Any, shape: Shape, label: str, field: str, names: Names) -> Iterator[FieldDifference]:
    old, new = (None if value == () else value for value in (old, new))
    if _is_nested(shape):
        yield from _nested_order(old, new, label, field)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for name, inner in shape.fields.items():
            yield from _difference(
                old.get(name), new.get(name), inner, _below(label, inner.title or name), field, names
            )
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _list_difference(old, new, shape.items or _EMPTY, label, field, names)
    else:
        yield from _plain_difference(old, new, shape, label, field, names)


def _plain_difference(
    old: Any, new: Any, shape: Shape, label: str, field: str, names: Names
) -> Iterator[FieldDifference]:
    was, becomes = in_words(old, shape, names), in_words(new, shape, names)
    if isinstance(old, Prose) and isinstance(new, Prose):
        if is_same_text(old, new):
            return
        if was == becomes:  # only the markup differs: an address of a link, or emphasis
            was, becomes = str(old), str(new)
    elif was == becomes and isinstance(old, VagueDate) and isinstance(new, VagueDate) and old != new:
        was, becomes = _bounds(old), _bounds(new)
    elif was == becomes and (was or old == new):
        return
    how = FieldHow.FILLED if old is None else FieldHow.EMPTIED if new is None else FieldHow.CHANGED
    yield FieldDifference(
        field=field, label=label, how=how, was=was, becomes=becomes, pieces=_pieces(old, new, was, becomes)
    )


def _pieces(old: Any, new: Any, was: str, becomes: str) -> tuple[Piece, ...]:
    """Word by word, for texts that are longer than a name."""
    if not (isinstance(old, str) and isinstance(new, str)) or max(len(was.split()), len(becomes.split())) <= _SHORT:
        return ()
    return pieces_of(was, becomes)


def _is_nested(shape: Shape) -> bool:
    return shape.items is not None and bool(shape.items.nested)


def _nested_order(old: Any, new: Any, label: str, field: str) -> Iterator[FieldDifference]:
    """The nested things are told one by one; here only that those that stayed changed places."""
    was, becomes = old or (), new or ()
    both = set(was) & set(becomes)
    if [key for key in was if key in both] != [key for key in becomes if key in both]:
        yield FieldDifference(field=field, label=label, how=FieldHow.REORDERED)


def _list_difference(
    old: tuple[Any, ...], new: tuple[Any, ...], shape: Shape, label: str, field: str, names: Names
) -> Iterator[FieldDifference]:
    was, becomes = ([in_words(value, shape, names) for value in values] for values in (old, new))
    if was == becomes:
        for one, other in zip(old, new, strict=True) if shape.fields else ():
            yield from _difference(one, other, shape, label, field, names)  # what the words of a whole leave out
    elif Counter(was) == Counter(becomes):
        yield FieldDifference(
            field=field, label=label, how=FieldHow.REORDERED, was="; ".join(was), becomes="; ".join(becomes)
        )
    elif shape.fields and any(isinstance(value, Mapping) for value in (*old, *new)):
        yield from _blocks_difference(old, new, shape, label, field, names)
    else:
        gone, came = Counter(was) - Counter(becomes), Counter(becomes) - Counter(was)
        yield FieldDifference(
            field=field,
            label=label,
            how=FieldHow.CHANGED,
            removed=tuple(text for text in dict.fromkeys(was) if text in gone),
            added=tuple(text for text in dict.fromkeys(becomes) if text in came),
        )


def _blocks_difference(
    old: tuple[Any, ...], new: tuple[Any, ...], shape: Shape, label: str, field: str, names: Names
) -> Iterator[FieldDifference]:
    """A list of blocks: those at the same place between two that stayed are held against each other."""
    was, becomes = ([in_words(value, shape, names) for value in values] for values in (old, new))
    for how, begin, end, other, last in SequenceMatcher(None, was, becomes, autojunk=False).get_opcodes():
        if how == "equal":
            continue
        paired = min(end - begin, last - other)
        for step in range(paired):
            place = f"{label} {other + step + 1}" if max(len(old), len(new)) > 1 else label
            yield from _difference(old[begin + step], new[other + step], shape, place, field, names)
        gone, came = was[begin + paired : end], becomes[other + paired : last]
        if gone or came:
            yield FieldDifference(
                field=field, label=label, how=FieldHow.CHANGED, removed=tuple(gone), added=tuple(came)
            )


def _below(label: str, title: str) -> str:
    return f"{label.rstrip('?')}: {title[:1].lower()}{title[1:]}"


def in_words(value: Any, shape: Shape, names: Names) -> str:
    """A value of a field in words, whole; an empty string for none."""
    if value is None:
        return ""
    if isinstance(value, Key):
        return names.title(value) or value.id
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, VagueDate):
        return words_of(value)
    if isinstance(value, int) and shape.form == "euro":
        return format_euro(value)
    if isinstance(value, (float, Decimal)):
        return format_number(value)
    if isinstance(value, Prose):
        return readable(value)
    if isinstance(value, str):
        return value.replace("-", " ") if value in shape.values else value
    return _many_words(value, shape, names)


def _many_words(value: Any, shape: Shape, names: Names) -> str:
    if isinstance(value, tuple):
        return "; ".join(filter(None, (in_words(inner, shape.items or _EMPTY, names) for inner in value)))
    if isinstance(value, Mapping):
        told = ((inner.title or name, in_words(value.get(name), inner, names)) for name, inner in shape.fields.items())
        return ", ".join(f"{title.rstrip('?').lower()}: {text}" for title, text in told if text)
    return str(value)


def _bounds(value: VagueDate) -> str:
    """A date in its own words with its first and last day, for who wants to tell two apart that read alike."""
    days = [day.isoformat() if day else "onbekend" for day in (value.earliest, value.latest)]
    return f"{words_of(value)} ({' tot en met '.join(days)})"
