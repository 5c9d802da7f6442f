"""What must be reported at a moment of the planning and control cycle: what is missing, and what deviates.

A moment names what it is about (`rapporteren-over`); an indicator names the moments at which it is reported
(`rapporteren-bij`). What hangs under a named thing in the tree of goals comes along with its indicators.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kapstok.core.model import Item, Key
from kapstok.reckon.indicators import DEVIATES, Standing, State, is_indicator, standing
from kapstok.reckon.open import unanswered
from kapstok.reckon.roles import Roles

BY, ABOUT = "rapporteren-bij", "rapporteren-over"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One thing to report: how it stood then (for an indicator), for whom, what is missing and whether it deviates."""

    item: Item
    standing: Standing | None
    readers: tuple[str, ...]
    missing: tuple[str, ...]
    deviates: bool


def indicators_of(key: Key, roles: Roles) -> list[Item]:
    """The indicators that name a thing, or something below it in the tree, or are named by one of those."""
    about = roles.below(key) | {key}
    found: set[Key] = set()
    for reference in roles.model.references:
        if not reference.in_prose:
            found |= {reference.source} if reference.target in about else set()
            found |= {reference.target} if reference.source in about else set()
    return roles.ordered(roles.model.items[k] for k in found if is_indicator(roles.model.items[k], roles))


def to_report(moment: Item, day: date, roles: Roles) -> tuple[Report, ...]:
    """Everything to report at a moment, judged at the end of its year or at the peildatum if that comes first."""
    when = _judged_at(moment, day, roles)
    named = [roles.model.items[key] for key in roles.refers(moment, ABOUT)]
    coupled = [item for item in roles.items(BY) if moment.key in roles.refers(item, BY)]
    items: dict[Key, Item] = {}
    for item in named:
        items.setdefault(item.key, item)
        items.update((i.key, i) for i in indicators_of(item.key, roles))
    items.update((item.key, item) for item in coupled)
    return tuple(_report(item, when, roles) for item in items.values())


def _judged_at(moment: Item, day: date, roles: Roles) -> date:
    year = roles.value(moment, "boekjaar")
    own = roles.value(moment, "kalender")
    last = (own.latest or own.earliest) if own else None
    ends = [d for d in (day, last or (date(year, 12, 31) if isinstance(year, int) else None)) if d]
    return min(ends)


def _report(item: Item, when: date, roles: Roles) -> Report:
    if not is_indicator(item, roles):
        return Report(item=item, standing=None, readers=(), missing=unanswered(item, roles), deviates=False)
    found = standing(item, when, roles)
    return Report(
        item=item,
        standing=found,
        readers=tuple(str(reader) for reader in roles.value(item, "lezers") or ()),
        missing=_missing(found, item, roles),
        deviates=found.state in DEVIATES,
    )


def _missing(found: Standing, indicator: Item, roles: Roles) -> tuple[str, ...]:
    """What an indicator lacks to be reported, in the words of the schemas: a baseline, a new measurement, a target."""
    only_base = found.measured is not None and found.measured == found.baseline and found.state is State.UNKNOWN
    measurement, target = (_part_name(indicator, role, roles) for role in ("peilmoment", "streefmoment"))
    missing = []
    if found.measured is None or only_base:
        missing.append(measurement)
    elif found.baseline is None:
        missing.append("nulmeting")
    if found.target is None or (found.state is State.UNKNOWN and roles.value(found.target, "open")):
        missing.append(target)
    return tuple(missing)


def _part_name(indicator: Item, role: str, roles: Roles) -> str:
    """What the nested items with this role are called."""
    fields = roles.kind(indicator).shape.fields.values()
    nested = [roles.kinds[shape.items.nested] for shape in fields if shape.items and shape.items.nested]
    return next((kind.title.lower() for kind in nested if roles.has(kind, role)), role)
