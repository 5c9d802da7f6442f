"""Who carries the agenda out: the own organisation, the strategic partners and the others, by their roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kapstok.render.offers.things import Thing

OWN, STRATEGIC = "eigen-organisatie", "strategische-partner"


@dataclass(frozen=True, kw_only=True, slots=True)
class Partners:
    """Organisations in three groups, each in the order in which they came."""

    own: tuple[Thing, ...]
    strategic: tuple[Thing, ...]
    others: tuple[Thing, ...]


def filters() -> dict[str, Callable[..., object]]:
    """The filters by the names that templates use."""
    return {"partners": partners}


def partners(things: Iterable[Thing]) -> Partners:
    """Sort organisations out; one that is the own organisation is no partner."""
    listed = tuple(things)
    own = tuple(thing for thing in listed if _says(thing, OWN))
    strategic = tuple(thing for thing in listed if thing not in own and _says(thing, STRATEGIC))
    return Partners(
        own=own,
        strategic=strategic,
        others=tuple(thing for thing in listed if thing not in own and thing not in strategic),
    )


def _says(thing: Thing, role: str) -> bool:
    return any(getattr(thing, name) is True for name in thing._kind.fields_with_role(role))
