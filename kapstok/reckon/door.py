"""The door to the facts: `reckon(model, kinds, day)` gives every derived statement of a view at a peildatum.

A sort of facts is worked out when it is first asked for and then kept, so `check` pays for nothing that it does not
ask. The view is all that is read: what is hidden from its audience does not exist, and counts are those of the view.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from kapstok.core.model import Key, Model
from kapstok.kinds.schema import Kinds
from kapstok.reckon.calendar import Entry, calendar
from kapstok.reckon.council import Council
from kapstok.reckon.in_force import Lapse, lapses
from kapstok.reckon.indicators import Indicators
from kapstok.reckon.money import Money, money
from kapstok.reckon.participation import Overview, overview
from kapstok.reckon.planning import LookBack, Span, look_backs, spans
from kapstok.reckon.roles import Roles
from kapstok.reckon.terms import Quarter, agenda_of_terms


class Facts:
    """Every fact of one view at one day, by sort."""

    def __init__(self, model: Model, kinds: Kinds, day: date) -> None:
        self.model, self.kinds, self.day = model, kinds, day

    @cached_property
    def roles(self) -> Roles:
        """The view, read by the parts that its fields play."""
        return Roles(self.model, self.kinds)

    @cached_property
    def council(self) -> Council:
        """Decisions, votes, meetings, agreements, promises and adoption."""
        return Council(self.roles, self.day)

    @cached_property
    def indicators(self) -> Indicators:
        """How the indicators stand, now, at an earlier day or as the report over a year says it."""
        return Indicators(self.roles, self.day)

    @cached_property
    def money(self) -> Money:
        """Every line of money and staff, with whether it counts."""
        return money(self.roles, self.day, self.lapses)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """When everything runs that begins at some time, in order."""
        return spans(self.roles)

    @cached_property
    def calendar(self) -> tuple[Entry, ...]:
        """Everything with a moment, earliest first."""
        return calendar(self.roles, self.day)

    @cached_property
    def terms(self) -> tuple[Quarter, ...]:
        """Everything that still has a moment, by quarter; what is late first, what has no day last."""
        return agenda_of_terms(self.calendar, self.council)

    @cached_property
    def look_backs(self) -> tuple[LookBack, ...]:
        """Every evaluation, the one of the agenda itself first."""
        return look_backs(self.day, self.roles)

    @cached_property
    def lapses(self) -> Mapping[Key, Lapse]:
        """What is no longer in force, by key."""
        return lapses(self.roles, self.council.adoption)

    @cached_property
    def participation(self) -> Overview:
        """The consultations that the own organisation takes part in."""
        return overview(self.roles)


def reckon(model: Model, kinds: Kinds, day: date) -> Facts:
    """The facts of a view at a day; the same view and day give the same facts."""
    return Facts(model, kinds, day)
