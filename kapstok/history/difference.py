"""What differs between two versions of an item, in the words of its schema.

Both versions are already cut down to what their reader may know: this module hides nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kapstok.core.dates import VagueDate
from kapstok.core.markdown import plain_text, with_links
from kapstok.core.markdown.tree import Inline, ItemLink
from kapstok.core.model import FieldChange, Fields, Item, Key, Prose, Value
from kapstok.core.text import cut, format_euro, format_number
from kapstok.kinds.schema import Kind, Shape

FILLED, CHANGED, EMPTIED = "ingevuld", "gewijzigd", "weggehaald"
LONGEST = 100  # characters of a value that is shown in full

_SILENT_ROLES = frozenset({"publicatie", "vertrouwelijk", "vorige-id", "beheer", "nagegaan"})
_SILENT_FORMS = frozenset({"id"})
_UNSHOWN_FORMS = frozenset({"adres", "uitdrukking", "bestand"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What things are called now: `present` gives the key that a thing has today, `title` its title ('' for none)."""

    present: Callable[[Key], Key]
    title: Callable[[Key], str]


def differences(
    old: Fields,
    new: Fields,
    shapes: Mapping[str, Shape],
    names: Names,
    *,
    unsure: Collection[str] = (),
    before: str = "",
) -> Iterator[FieldChange]:
    """Every field that differs, in the order of the schema. `unsure` are fields of which a version is unknown."""
    for name, shape in shapes.items():
        if name in unsure or shape.form in _SILENT_FORMS or _SILENT_ROLES & shape.roles:
            continue
        if shape.items is not None and shape.items.nested:
            continue  # nested items are told one by one
        label = f"{before.rstrip('?')}: {shape.title[:1].lower()}{shape.title[1:]}" if before else shape.title
        yield from _difference(as_today(old.get(name), names), as_today(new.get(name), names), shape, label, names)


def _difference(old: Value, new: Value, shape: Shape, label: str, names: Names) -> Iterator[FieldChange]:
    old, new = (None if value == () else value for value in (old, new))
    if old == new and isinstance(old, bool) is isinstance(new, bool):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from differences(old, new, shape.fields, names, before=label)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield _list_change(old, new, shape.items or Shape(), label, names)
    elif old is None:
        yield FieldChange(label=label, how=FILLED, after=_shown(new, shape, names))
    elif new is None:
        yield FieldChange(label=label, how=EMPTIED)
    else:
        was, becomes = _shown(old, shape, names), _shown(new, shape, names)
        told = bool(was and becomes and was != becomes)
        yield FieldChange(label=label, how=CHANGED, before=was if told else "", after=becomes if told else "")


def _list_change(old: tuple[Value, ...], new: tuple[Value, ...], shape: Shape, label: str, names: Names) -> FieldChange:
    """What came and went, when everything in the list can be named; of the rest only that it changed."""
    was, becomes = ([_shown(value, shape, names) for value in values] for values in (old, new))
    if not all(was) or not all(becomes):
        return FieldChange(label=label, how=CHANGED)
    return FieldChange(
        label=label,
        how=CHANGED,
        added=tuple(dict.fromkeys(text for text in becomes if text not in was)),
        removed=tuple(dict.fromkeys(text for text in was if text not in becomes)),
    )


def as_today(value: Value, names: Names) -> Value:
    """A value in which everything is called what it is called today: a new name is no change of who refers to it."""
    if isinstance(value, Key):
        return names.present(value)
    if isinstance(value, Prose):
        return Prose(with_links(value, lambda link: _link(link, names)))
    if isinstance(value, tuple):
        return tuple(as_today(inner, names) for inner in value)
    if isinstance(value, Mapping):
        return {name: as_today(inner, names) for name, inner in value.items()}
    return value


def _link(link: ItemLink, names: Names) -> list[Inline]:
    present = names.present(link.key)
    return [replace(link, kind=present.kind, id=present.id)]


def _shown(value: Value, shape: Shape, names: Names) -> str:
    """A plain and short value in words; an empty string for anything else."""
    text = ""
    if isinstance(value, Key):
        text = names.title(value)
    elif isinstance(value, bool):
        text = "ja" if value else "nee"
    elif isinstance(value, int) and shape.form == "euro":
        text = format_euro(value)
    elif isinstance(value, (float, Decimal)):
        text = format_number(value)
    elif isinstance(value, (int, VagueDate)):
        text = str(value)
    elif isinstance(value, str) and not isinstance(value, Prose) and shape.form not in _UNSHOWN_FORMS:
        text = value.replace("-", " ") if value in shape.values else value
    return text if len(text) <= LONGEST and "\n" not in text else ""


def plain_title(text: str) -> str:
    """A title on one line: without the addresses of links and not longer than a reader can take in."""
    return cut(plain_text(text), LONGEST)


def part_title(item: Item, kind: Kind) -> str:
    """The title of a nested item; one that has only an id is known by its date."""
    if kind.title_field in item.fields and kind.shape.fields[kind.title_field].form != "id":
        return plain_title(item.title)
    dates = (value.text for value in item.fields.values() if isinstance(value, VagueDate))
    return next(dates, item.key.id.rpartition(".")[2])
