"""The calendar: everything with a moment, in the order of the days, and whether it is still to come at a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item
from kapstok.reckon.facts import Ground
from kapstok.reckon.roles import Roles
from kapstok.reckon.words import words_of

CALENDAR = "kalender"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing on the calendar, at a moment; `ahead` says that its last day is not over yet."""

    item: Item
    moment: VagueDate
    ahead: bool
    grounds: tuple[Ground, ...]

    @property
    def words(self) -> str:
        """The moment in its own words, with the year when those do not say it."""
        said = words_of(self.moment)
        year = self.moment.year
        return f"{said} ({year})" if year and str(year) not in self.moment.text else said


def calendar(roles: Roles, day: date) -> tuple[Entry, ...]:
    """Everything with a moment, earliest first; what is of one day in the order of the agenda."""
    found = []
    for item in roles.items(CALENDAR):
        for name in roles.kind(item).fields_with_role(CALENDAR):
            moment = item.fields.get(name)
            if isinstance(moment, VagueDate):
                ground = Ground(rule="datum", value=moment.text, item=item.key, field=name)
                ahead = moment.sort_key >= day
                found.append(Entry(item=item, moment=moment, ahead=ahead, grounds=(ground,)))
    return tuple(sorted(found, key=lambda entry: entry.moment.sort_key))
