"""The place of the field of an item that plays a part: what is checked is known by its role, not by its name."""

from __future__ import annotations

from kapstok.core.model import Item
from kapstok.core.places import Place, value_place
from kapstok.reckon.door import Facts


def role_place(facts: Facts, item: Item, role: str, *, instead: str = "") -> Place:
    """The first filled field with this role; without one the field `instead`, or the item itself.

    The field `id` is where a reader knows a part that lacks something by.
    """
    field = facts.roles.field(item, role) or instead
    return value_place(facts.model, item, *filter(None, [field]))
