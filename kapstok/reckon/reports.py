"""What must be reported at a moment of the planning and control cycle: what is missing, and what deviates.

A moment names what it is about (`rapporteren-over`); an indicator names the moments at which it is reported
(`rapporteren-bij`). What hangs under a named thing in the tree of goals comes along with its indicators. A moment of a
year is judged against the targets of that year, with what was known at its own day or at the end of the year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kapstok.core.model import Item, Key
from kapstok.core.values import as_texts
from kapstok.reckon.facts import Ground
from kapstok.reckon.indicators import Indicator, Indicators
from kapstok.reckon.open import unanswered
from kapstok.reckon.roles import Roles, end_of
from kapstok.reckon.verdict import State

BY, ABOUT = "rapporteren-bij", "rapporteren-over"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One thing to report: how it stood then (for an indicator), for whom, what is missing and whether it deviates."""

    item: Item
    indicator: Indicator | None
    readers: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def deviates(self) -> bool:
        """Whether it is behind or was missed."""
        return self.indicator is not None and self.indicator.deviates

    @property
    def words(self) -> str:
        """How an indicator stands; empty for anything else."""
        return self.indicator.words if self.indicator else ""

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """On what the standing rests."""
        return self.indicator.grounds if self.indicator else ()


def to_report(moment: Item, indicators: Indicators) -> tuple[Report, ...]:
    """Everything to report at a moment, each thing once: what it names, their indicators, and what names it."""
    roles = indicators.roles
    named = [roles.model.items[key] for key in roles.refers(moment, ABOUT)]
    coupled = [item for item in roles.items(BY) if moment.key in roles.refers(item, BY)]
    items: dict[Key, Item] = {}
    for item in named:
        below = roles.ordered(roles.model.items[key] for key in roles.below(item.key))
        items.setdefault(item.key, item)
        items.update((i.key, i) for i in roles.ordered(indicators.at_any([item, *below])))
    items.update((item.key, item) for item in coupled)
    year = roles.whole(moment, "boekjaar")
    day = end_of(roles.value(moment, "kalender"))
    return tuple(_report(item, day, year, indicators) for item in items.values())


def _report(item: Item, day: date | None, year: int | None, indicators: Indicators) -> Report:
    roles = indicators.roles
    if not roles.measures(roles.kind(item)):
        return Report(item=item, indicator=None, readers=(), missing=unanswered(item, roles))
    found = indicators.of(item, day, year)
    return Report(
        item=item,
        indicator=found,
        readers=as_texts(roles.value(item, "lezers")),
        missing=_missing(found, roles),
    )


def _missing(found: Indicator, roles: Roles) -> tuple[str, ...]:
    """What an indicator lacks to be reported, in the words of the schemas: a baseline, a new measurement, a target."""
    measured = any(m.says for m in found.measured)
    only_base = found.latest is not None and found.latest == found.baseline and found.state is State.UNKNOWN
    measurement, target = (_part_name(found.item, role, roles) for role in ("peilmoment", "streefmoment"))
    missing = []
    if not measured or only_base:
        missing.append(measurement)
    elif not any(m.is_baseline for m in found.measured):
        missing.append("nulmeting")
    current = [s for s in found.targets if s.in_force and s.target]
    still_open = found.whole.target is not None and bool(roles.value(found.whole.target.item, "open"))
    if not current or (found.state is State.UNKNOWN and still_open):
        missing.append(target)
    return tuple(missing)


def _part_name(indicator: Item, role: str, roles: Roles) -> str:
    """What the nested items with this role are called."""
    fields = roles.kind(indicator).shape.fields.values()
    nested = [roles.kinds[shape.items.nested] for shape in fields if shape.items and shape.items.nested]
    return next((kind.title.lower() for kind in nested if roles.has(kind, role)), role)
