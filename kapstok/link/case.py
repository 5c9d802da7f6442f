"""A document that breaks its schema, with what an explanation needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.core.finding import Fix
from kapstok.core.model import Document, Plain, Pointer, Position
from kapstok.core.places import START, Place, replacing, source_of
from kapstok.core.text import shortened
from kapstok.kinds.schema import Kind, Kinds, Shape
from kapstok.link.shapes import kind_at, shape_at

_LONGEST = 110
_WORDS = {True: "true", False: "false", None: "niets"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """The document and its kind. A pointer leads from the top of the document to a value."""

    document: Document
    kind: Kind
    kinds: Kinds

    def shape(self, pointer: Pointer) -> Shape:
        """What the schema says of a value; an empty shape where it says nothing."""
        return shape_at(self.kind, self.kinds, pointer) or Shape()

    def read_on(self, pointer: Pointer) -> str:
        """The page of the handbook that has all fields and all values of the item that a value belongs to."""
        return f"zie handleiding/velden/{kind_at(self.kind, self.kinds, pointer).name}"

    def place(self, pointer: Pointer, *, key: bool = False) -> Position:
        """Where a value stands, or its key, or as near above it as there is a place."""
        places = self.document.keys if key else self.document.positions
        place = places.get(pointer)
        while place is None and pointer:
            pointer = pointer[:-1]
            place = self.document.positions.get(pointer)
        return place or START

    def at(self, pointer: Pointer, *, key: bool = False) -> Place:
        """The same, with the path of the file: for a finding."""
        return Place(self.document.path, self.place(pointer, key=key))

    def written(self, pointer: Pointer, value: Plain) -> str | None:
        """A value exactly as it stands in the file, when that is on one line."""
        text = self.document.raws.get(pointer) or (value if isinstance(value, str) else None)
        return source_of(self.document, pointer, text) if text else None

    def replace(self, pointer: Pointer, value: Plain, becomes: str) -> Fix | None:
        """The fix that writes something else in the place of a value; None when it stands on more than one line."""
        was = self.written(pointer, value)
        return replacing(self.place(pointer), was, becomes) if was else None

    def show(self, pointer: Pointer, value: Plain) -> str:
        """A value as a message quotes it."""
        text = self.document.raws.get(pointer)
        if text is None:
            text = _in_words(value)
        return shortened(text)


def _in_words(value: Plain) -> str:
    """A value that stands in the file in no other words."""
    if isinstance(value, (dict, list)):
        return "een lijst" if isinstance(value, list) else "een blok met velden"
    return _WORDS[value] if value is None or isinstance(value, bool) else str(value)


def field_of(pointer: Pointer) -> str:
    """The field as the reader knows it: the nearest key in the file."""
    return next((str(step) for step in reversed(pointer) if isinstance(step, str)), "het document")


def told(description: str) -> str:
    """As many sentences of an explanation as fit in a hint."""
    said = ""
    for sentence in description.replace("bijvoorbeeld: ", "bijvoorbeeld:\u00a0").split(". "):
        longer = f"{said}. {sentence}" if said else sentence
        if len(longer) > _LONGEST:
            break
        said = longer
    return (said or shortened(description, _LONGEST)).replace("\u00a0", " ").rstrip(". ") + "." if description else ""
