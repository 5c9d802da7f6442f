"""The door to the facts: `reckon(model, kinds, day)` gives every derived statement of a view at a peildatum.

A sort of facts is worked out when it is first asked for and then kept, so `check` pays for nothing that it does not
ask. The view is all that is read: what is hidden from its audience does not exist, and counts are those of the view.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from kapstok.core.model import Model
from kapstok.kinds.schema import Kinds
from kapstok.reckon.council import Council
from kapstok.reckon.indicators import Indicators
from kapstok.reckon.roles import Roles


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


def reckon(model: Model, kinds: Kinds, day: date) -> Facts:
    """The facts of a view at a day; the same view and day give the same facts."""
    return Facts(model, kinds, day)
