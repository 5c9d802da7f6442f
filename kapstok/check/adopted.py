"""What was adopted is whole: nothing in it is still to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.core.finding import Finding
from kapstok.core.model import Item
from kapstok.core.places import field_place
from kapstok.kinds.facets import Adopted, Measurement
from kapstok.reckon.door import Facts
from kapstok.reckon.open import Sort, open_points
from kapstok.reckon.roles import Roles

_NOT_IN_THE_SOURCE = ("-", ".")  # an older paper left it open: nobody can fill that in any more


def what_is_adopted_has_nothing_open(facts: Facts) -> Iterator[Finding]:
    """Nothing is adopted while a value of it is still open: the council decides on what stands there.

    A measurement that is still to come keeps nothing open. Slecht: een begroting met status: vastgesteld en een regel
    met bedrag: PM. Goed: het bedrag invullen, of de status ter-inzage laten.
    """
    for point in open_points(facts.roles):
        if point.sort is Sort.QUESTION or point.now in _NOT_IN_THE_SOURCE:
            continue
        whole = _adopted(point.item, facts.roles)
        if whole is None or facts.kinds[point.item.key.kind].facet(Measurement) is not None:
            continue
        now = f" (nu {point.now})" if point.now else ""
        here = "" if whole is point.item else f" van {point.item.title}"
        yield Finding.at(
            field_place(facts.model, point.item, point.field) if point.field else point.item,
            "vastgesteld-open",
            f"{whole.title} is vastgesteld, maar {point.what.lower()}{here} is nog open{now}.",
            "Vul de waarde in, of zet de status terug tot zij er is.",
        )


def _adopted(item: Item, roles: Roles) -> Item | None:
    """What was adopted of an item and its wholes: the first that has a status, when that is in force."""
    here: Item | None = item
    while here is not None:
        kind = roles.kind(here)
        facet = kind.facet(Adopted)
        status = facet.status.of(here.fields) if facet is not None else ""
        if facet is not None and status:
            return here if status in kind.shape.fields[facet.status.name].in_force else None
        here = roles.model.items.get(here.parent) if here.parent else None
    return None
