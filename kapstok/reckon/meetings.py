"""Meetings: on which day, of which body, about what, and who was there."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.reckon.roles import Roles
from kapstok.reckon.rows import come

ON, BODY, POINTS, ABOUT, PROPOSAL = "vergaderd-op", "vergadert-als", "op-de-agenda", "besproken", "bij-voorstel"


class Meetings:
    """Every meeting of a view, by what it is about; the oldest first."""

    def __init__(self, roles: Roles) -> None:
        self.roles = roles
        found = roles.items(ON, POINTS)
        self.all: tuple[Item, ...] = tuple(sorted(found, key=lambda m: (self.sort_key(m), m.key)))
        self._points: dict[Key, list[Item]] = defaultdict(list)
        for meeting in self.all:
            for point in self.points(meeting):
                for key in roles.refers(point, ABOUT):
                    self._points[key].append(point)

    def moment(self, meeting: Item) -> VagueDate | None:
        """The day of a meeting."""
        return self.roles.moment(meeting, ON)

    def body(self, meeting: Item) -> Key | None:
        """The overleg that meets."""
        return next(iter(self.roles.refers(meeting, BODY)), None)

    def points(self, meeting: Item) -> tuple[Item, ...]:
        """The items on the agenda of a meeting, in order."""
        return tuple(self.roles.model.items[key] for key in self.roles.refers(meeting, POINTS))

    def points_about(self, item: Item) -> tuple[Item, ...]:
        """The points of agendas that are about an item itself, the oldest meeting first."""
        return tuple(self._points.get(item.key, ()))

    def about(self, item: Item) -> tuple[Item, ...]:
        """The meetings that dealt with an item, or with the proposal it belongs to, the oldest first."""
        named = [item, *(self.roles.model.items[key] for key in self.roles.refers(item, PROPOSAL))]
        found = {p.parent for one in named for p in self.points_about(one) if p.parent}
        return tuple(meeting for meeting in self.all if meeting.key in found)

    def is_on(self, meeting: Item, moment: VagueDate) -> bool:
        """Whether a meeting is on the day (or the last day) of a moment."""
        own = self.moment(meeting)
        return own is not None and own.sort_key == moment.sort_key

    def held(self, meeting: Item, day: date) -> bool:
        """Whether a meeting has taken place by a day, the day itself included."""
        return come(self.moment(meeting), day)

    def of_part(self, item: Item) -> Item | None:
        """The meeting in whose file an item stands."""
        here: Item | None = item
        while here is not None and not self.roles.has(self.roles.kind(here), ON, POINTS):
            here = self.roles.model.items.get(here.parent) if here.parent else None
        return here

    def sort_key(self, meeting: Item) -> date:
        """The day to sort a meeting on."""
        own = self.moment(meeting)
        return own.sort_key if own else date.max
