"""What is in force and what no longer is, since when and by what: one fact for pages, papers, trees and counts.

A thing lapsed when the decision about it says so as of the day (`ingetrokken`, `vervallen`): see `adoption`. What is a
part of something that lapsed, lapsed with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.core.status import WITHDRAWN
from kapstok.reckon.adoption import STATUS, STEPS, Adoption
from kapstok.reckon.facts import Ground
from kapstok.reckon.roles import Roles
from kapstok.reckon.rows import rows

SUCCESSOR = "opvolger"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lapse:
    """That a thing is no longer in force: its `status` in words, since when, and what came in its place.

    `whole` is the thing that it is a part of, when it lapsed together with that.
    """

    item: Item
    status: str
    since: VagueDate | None
    heir: Key | None
    grounds: tuple[Ground, ...]
    whole: Key | None = None

    @property
    def words(self) -> str:
        """`vervallen`, `ingetrokken (1 maart 2024)`."""
        return f"{self.status} ({self.since.text})" if self.since else self.status


def lapses(roles: Roles, adoption: Callable[[Item], Adoption]) -> Mapping[Key, Lapse]:
    """Everything of a view that is no longer in force, by key; the parts of such a thing too."""
    found: dict[Key, Lapse] = {}
    for item in roles.model.items.values():
        if _may_have_lapsed(item, roles) and (said := adoption(item)).withdrawn:
            heir = roles.value(item, SUCCESSOR)
            found[item.key] = Lapse(
                item=item,
                status=said.status,
                since=said.day,
                heir=heir if isinstance(heir, Key) and heir in roles.model.items else None,
                grounds=said.grounds,
            )
    if found:
        for item in roles.model.items.values():
            whole = _lapsed_whole(item, found, roles)
            if whole and item.key not in found:
                base = found[whole]
                found[item.key] = Lapse(
                    item=item, status=base.status, since=base.since, heir=None, grounds=base.grounds, whole=whole
                )
    return found


def _may_have_lapsed(item: Item, roles: Roles) -> bool:
    """Whether a status of a thing, now or in a step, says that it holds no more: only then there is more to ask."""
    if not roles.kind(item).fields_with_role(STATUS):
        return False
    return roles.value(item, STATUS) in WITHDRAWN or any(
        row.text(STATUS) in WITHDRAWN for row in rows(item, STEPS, roles)
    )


def _lapsed_whole(item: Item, found: Mapping[Key, Lapse], roles: Roles) -> Key | None:
    here = item.parent
    while here is not None and here not in found:
        above = roles.model.items.get(here)
        here = above.parent if above else None
    return here
