"""What the own organisation takes part in: which consultations run, at what level, and what time they cost.

A consultation of the own bodies (council and board) is no taking part: it counts only when somebody wrote down what
it is worth. Hours are added up by group; a consultation without hours is not asked for any, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.model import Item
from kapstok.kinds.facets import Participation, StaffTime
from kapstok.reckon.roles import Roles

REGIONAL, OTHERWISE = "regionaal", "overig"
OWN_BODIES = frozenset({"raad en college", "eigen bestuur"})
NO_GROUP = "niet genoemd"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One consultation: its level in words, whether it runs, and the hours a year it costs (None: not said)."""

    item: Item
    level: str
    regional: bool
    closed: bool
    counts: bool
    hours: Decimal | None = None
    group: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """The hours a year of one group."""

    group: str
    hours: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """Every consultation: those that run, the regional ones first, those that ended, and the hours by group.

    `called` is what one is called and what more are.
    """

    called: tuple[str, str]
    running: tuple[Part, ...]
    ended: tuple[Part, ...]
    hours: tuple[Hours, ...]

    @property
    def total(self) -> Decimal:
        """All hours a year together."""
        return sum((each.hours for each in self.hours), Decimal(0))

    @property
    def not_said(self) -> str:
        """Of how many that run nobody said what they cost, in a sentence; empty when that is known of all."""
        several = sum(part.hours is None for part in self.running)
        if not several:
            return ""
        of = f"één {self.called[0]}" if several == 1 else f"{several} {self.called[1]}"
        return f"Van {of} is nog niet bekend hoeveel tijd dat kost; die tijd telt hier niet mee."

    @property
    def several_groups(self) -> bool:
        """Whether more than one group puts time in."""
        return len(self.hours) > 1

    def __bool__(self) -> bool:
        return bool(self.running or self.ended)


def overview(roles: Roles) -> Overview:
    """Every consultation of the view, in order."""
    kinds = [(kind, facet) for kind in roles.kinds if (facet := kind.facet(Participation))]
    parts = [_part(item, facet, roles) for kind, facet in kinds for item in roles.model.of_kind(kind.name)]
    order = {item.key: place for place, item in enumerate(roles.ordered(part.item for part in parts))}
    listed = sorted(parts, key=lambda part: order[part.item.key])
    running = [part for part in listed if part.counts and not part.closed]
    called = next(((kind.title.lower(), kind.plural.lower()) for kind, _ in kinds), ("", ""))
    return Overview(
        called=called,
        running=tuple(sorted(running, key=lambda part: not part.regional)),
        ended=tuple(part for part in listed if part.closed),
        hours=_by_group(running),
    )


def _part(item: Item, facet: Participation, roles: Roles) -> Part:
    level = facet.level.of(item.fields)
    hours, group = _staff(item, facet, roles)
    return Part(
        item=item,
        level=level or OTHERWISE,
        regional=level == REGIONAL,
        closed=facet.closed.of(item.fields),
        counts=level not in OWN_BODIES or facet.worth.filled(item.fields),
        hours=hours,
        group=group,
    )


def part_of(item: Item, roles: Roles) -> Part | None:
    """The taking part in one consultation; None for anything that is no consultation."""
    facet = roles.kind(item).facet(Participation)
    return _part(item, facet, roles) if facet else None


def _staff(item: Item, facet: Participation, roles: Roles) -> tuple[Decimal | None, str]:
    shape = roles.kind(item).shape.fields.get(facet.staff.name)
    time = shape.facet(StaffTime) if shape else None
    for block in facet.staff.of(item.fields) if time else ():
        assert time is not None
        return time.hours.of(block), time.group.of(block)
    return None, ""


def _by_group(parts: Iterable[Part]) -> tuple[Hours, ...]:
    found: dict[str, Decimal] = {}
    for part in parts:
        if part.hours is not None:
            group = part.group or NO_GROUP
            found[group] = found.get(group, Decimal(0)) + part.hours
    return tuple(Hours(group=group, hours=found[group]) for group in sorted(found, key=str.casefold))
