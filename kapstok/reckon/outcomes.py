"""What was decided about a proposal, amendment or motion as of a day: when, by which body and with how many votes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.reckon.facts import Ground
from kapstok.reckon.meetings import Meetings
from kapstok.reckon.roles import Roles
from kapstok.reckon.rows import come
from kapstok.reckon.votes import ADOPTED, Vote, vote_on

OUTCOME, DECIDED, DEALT, IN_MEETING = "uitslag", "besloten-op", "behandeld-op", "in-vergadering"
POINTS = "te-besluiten"
NONE_YET = "nog niet besloten"
SUBMITTED, HELD_OVER, WITHDRAWN, DONE = "ingediend", "aangehouden", "ingetrokken", "afgedaan"
_UNDECIDED = (SUBMITTED, HELD_OVER)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of something that is decided about; `result` is '' while nothing has.

    `meeting` is the meeting that decided, when it is known, and `body` the overleg that met. `vote` is None when nobody
    noted the votes, or when they were cast after the day. `has_points` is true for what is decided point by point.
    """

    item: Item
    result: str
    day: VagueDate | None
    meeting: Key | None
    body: Key | None
    vote: Vote | None
    has_points: bool
    grounds: tuple[Ground, ...]

    @property
    def words(self) -> str:
        """ "aangenomen, met 14 stemmen voor en 7 tegen", or that nothing was decided yet."""
        if not self.result:
            return NONE_YET
        return f"{self.result}, {self.vote.words}" if self.vote else self.result

    @property
    def adopted(self) -> bool:
        """Whether it was adopted; a motion that was carried out was adopted before."""
        return self.result in (ADOPTED, DONE)

    @property
    def decided(self) -> bool:
        """Whether it came to a decision: what was only submitted or held over did not."""
        return bool(self.result) and self.result not in _UNDECIDED

    @property
    def exact_day(self) -> VagueDate | None:
        """The day, when it is one day and not a period."""
        return self.day if self.day and self.day.kind == "dag" else None


def has_outcome(item: Item, roles: Roles) -> bool:
    """Whether this is a thing that is decided about."""
    return bool(roles.kind(item).fields_with_role(OUTCOME))


def outcome_of(item: Item, day: date, roles: Roles, meetings: Meetings) -> Outcome:
    """What was decided about an item as of a day. A decision of a later day is not there yet."""
    meeting = _meeting(item, day, roles, meetings)
    moment = decision_day(item, roles, meetings, meeting)
    written = roles.value(item, OUTCOME)
    result = written if isinstance(written, str) and come(moment, day) else ""
    vote = vote_on(item, roles) if result else None
    return Outcome(
        item=item,
        result=result,
        day=moment,
        meeting=meeting.key if meeting else None,
        body=meetings.body(meeting) if meeting else None,
        vote=vote,
        has_points=bool(roles.kind(item).fields_with_role(POINTS)),
        grounds=tuple(_grounds(item, roles, result, moment, vote)),
    )


def decision_day(item: Item, roles: Roles, meetings: Meetings, meeting: Item | None) -> VagueDate | None:
    """The day of the decision: as written, else the day it was to be dealt with, else that of the meeting."""
    for role in (DECIDED, DEALT):
        if (found := roles.moment(item, role)) is not None:
            return found
    return meetings.moment(meeting) if meeting else None


def _meeting(item: Item, day: date, roles: Roles, meetings: Meetings) -> Item | None:
    """The meeting that decided: the one that is named, else one of the day of the decision that dealt with the item,
    else the last one before the peildatum that did."""
    named = roles.refers(item, IN_MEETING)
    if named:
        return roles.model.items[named[0]]
    dealt = [m for m in meetings.about(item) if come(meetings.moment(m), day)]
    written = roles.moment(item, DECIDED) or roles.moment(item, DEALT)
    if written is not None:
        return next((m for m in dealt if meetings.is_on(m, written)), None)
    return dealt[-1] if dealt else None


def _grounds(item: Item, roles: Roles, result: str, moment: VagueDate | None, vote: Vote | None) -> Iterator[Ground]:
    fields = roles.kind(item).fields_with_role
    for name in fields(OUTCOME):
        rule = "uitslag" if result else "nog geen uitslag op de peildatum"
        yield Ground(rule=rule, value=str(result), item=item.key, field=name)
    for name in (*fields(DECIDED), *fields(DEALT)):
        if name in item.fields:
            yield Ground(rule="dag van het besluit", value=str(moment or ""), item=item.key, field=name)
    if vote:
        yield from vote.grounds
