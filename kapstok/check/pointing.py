"""A finding at the field of an item that plays a part: what is checked is known by its role, not by its name."""

from __future__ import annotations

from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Item
from kapstok.core.places import finding_at, value_place
from kapstok.reckon.door import Facts


def at_role(
    facts: Facts, item: Item, role: str, severity: Severity, code: str, message: str, hint: str, *, instead: str = ""
) -> Finding:
    """At the first filled field with this role; without one at the field `instead`, or at the item itself."""
    field = facts.roles.field(item, role) or instead
    place = value_place(facts.model, item, *filter(None, [field]))
    return finding_at(item.path, place, code, message, hint, severity)


def at_role_or_id(
    facts: Facts, item: Item, role: str, severity: Severity, code: str, message: str, hint: str
) -> Finding:
    """The same; without such a field at the id, by which a reader knows the part that lacks it."""
    return at_role(facts, item, role, severity, code, message, hint, instead="id")
