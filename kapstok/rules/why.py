"""What a test read of an item: every field that its expressions name, with what stands there. Plain values; `reckon`
makes grounds of them, for the page, the data and `kapstok waarom`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kapstok.core.model import Item, Model, Outcome
from kapstok.kinds.schema import Kinds, Shape
from kapstok.rules.message import in_words
from kapstok.rules.placement import STATE_WORDS, UNKNOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """One field that was looked at: its name, its label, and what stands there in words."""

    field: str
    label: str
    value: str


def what_was_read(outcome: Outcome, model: Model, kinds: Kinds) -> Iterator[Read]:
    """The fields of the item that the test of an outcome looked at, in the order of its expressions."""
    item = model.items[outcome.item]
    shapes = kinds[item.key.kind].shape.fields
    for name in outcome.test.fields:
        if name in shapes:
            told = not _hidden(item, name, shapes[name], model)
            value = in_words(item.fields.get(name), shapes[name], model) if told else STATE_WORDS[UNKNOWN]
            yield Read(field=name, label=shapes[name].title, value=value)


def _hidden(item: Item, name: str, shape: Shape, model: Model) -> bool:
    """Whether a view shows less of a field than there may be: then what stands there says nothing."""
    narrow = shape.audiences is not None and model.audience not in shape.audiences
    return bool(model.audience) and (narrow or (item.key, name) in model.cut)
