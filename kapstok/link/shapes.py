"""What the schema says about one place in a document."""

from __future__ import annotations

from kapstok.core.model import Pointer
from kapstok.kinds.schema import Kind, Kinds, Shape

_NUMBERS = frozenset({"integer", "number"})
_FREE_FORMS = ("", "regel", "proza")


def shape_at(kind: Kind, kinds: Kinds, pointer: Pointer) -> Shape | None:
    """The shape of a value, also within nested items; None where no schema knows of it."""
    shape: Shape | None = kind.shape
    for step in pointer:
        if shape is None:
            return None
        shape = shape.items if isinstance(step, int) else shape.fields.get(step)
        if shape is not None and shape.nested in kinds:
            shape = kinds[shape.nested].shape
    return shape


def kind_at(kind: Kind, kinds: Kinds, pointer: Pointer) -> Kind:
    """The kind of the item that a value belongs to: that of the file, or of the nested item it stands in."""
    shape: Shape | None = kind.shape
    for step in pointer:
        shape = None if shape is None else shape.items if isinstance(step, int) else shape.fields.get(step)
        if shape is not None and shape.nested in kinds:
            kind, shape = kinds[shape.nested], kinds[shape.nested].shape
    return kind


def is_number(shape: Shape) -> bool:
    """Whether a number belongs here, perhaps beside a word such as PM."""
    return bool(shape.types & _NUMBERS)


def is_whole(shape: Shape) -> bool:
    """Whether only whole numbers belong here."""
    return "integer" in shape.types and "number" not in shape.types


def is_free_text(shape: Shape) -> bool:
    """Whether any words may stand here: no id, no choice from a list, no date."""
    return (
        shape.form in _FREE_FORMS
        and not shape.values
        and not shape.targets
        and not shape.fields
        and not is_number(shape)
        and ("string" in shape.types or shape.form != "")
    )
