"""What was agreed, promised or asked for, and how far it is as of a day: one rule for actions, promises and motions.

What is done is told by the day on which it was done, before anything that was filled in by hand. What is not done is
late when the last day that was agreed is over. A decision asks for nothing more, so it is never open; a motion asks
for something once it is adopted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.core.other import Other
from kapstok.reckon.facts import Ground
from kapstok.reckon.meetings import Meetings
from kapstok.reckon.outcomes import DONE as MOTION_DONE
from kapstok.reckon.outcomes import SUBMITTED, has_outcome, outcome_of
from kapstok.reckon.roles import Roles
from kapstok.reckon.rows import Row, come, over, rows
from kapstok.reckon.words import at

DUE, SETTLED, SETTLED_WITH, BY_HAND = "uiterlijk", "afgedaan-op", "afgedaan-met", "afspraak-voortgang"
SORT, WHO, MADE, IN_MEETING = "afspraak-soort", "afspraak-wie", "gemaakt-op", "in-vergadering"
SENT_ON, SENT_WHEN = "doorverwezen-naar", "doorverwezen-moment"
COURSE, COURSE_MEETING, COURSE_STATE = "afspraak-verloop", "verloop-vergadering", "verloop-stand"
DECISION = "besluit"
_DONE_BY_HAND, _DROPPED_BY_HAND = ("afgerond", "afgehandeld", "dubbel"), ("vervallen",)


class State(StrEnum):
    """How far something is that was agreed."""

    LATE = "verlopen"
    OPEN = "openstaand"
    DONE = "afgehandeld"
    DROPPED = "vervallen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """How a matter stood at one later meeting, in the words of its minutes; `row` is where that was written."""

    item: Item
    meeting: Item
    state: str
    note: str
    row: Row

    @property
    def words(self) -> str:
        """The state and what was said: `deels gedaan: de folder is er`."""
        return f"{self.state}: {self.note}" if self.note else self.state


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """One action, promise or motion. `state` is a `State`, or for a motion that asks nothing its outcome.

    `group` is the list it belongs to: the state, and `anders` for an outcome in words of its own. `is_there` is
    untrue for what was agreed after the day. `said` is what was filled in about the progress, when that says more
    than the state. `meeting` is where it was agreed, and `meeting_said` what is left to say of that beside the day.
    `sent_on` is true when it goes to another body, or to a given meeting of the same one. `when` is the moment that
    was agreed, unless that is the meeting it was sent on to. `asks` is untrue for what nobody has to do: a
    decision, a motion that was rejected. `course` is how it stood at the later meetings that were held by the day, the
    oldest first; the last of them is how it stands, before what was filled in by hand.
    """

    item: Item
    sort: str
    state: str
    group: str
    is_there: bool
    said: str
    due: VagueDate | None
    made: VagueDate | None
    settled: VagueDate | None
    settled_with: Key | None
    who: str
    meeting: Key | None
    meeting_said: str
    sent_on: bool
    when: str
    asks: bool
    course: tuple[Followed, ...]
    grounds: tuple[Ground, ...]

    @property
    def is_part(self) -> bool:
        """Whether it stands in the minutes of a meeting, and not in a file of its own."""
        return self.item.parent is not None

    @property
    def words(self) -> str:
        """The state, with the day on which it was done: "afgehandeld op 12 mei 2022"."""
        if self.settled:
            return f"{self.state} {_on(self.settled)}"
        return f"{self.state}: {self.said}" if self.said else self.state

    @property
    def is_open(self) -> bool:
        """Whether something still has to be done."""
        return self.group in (State.OPEN, State.LATE)

    @property
    def deadline(self) -> str:
        """The last moment as it is printed, a year behind words that do not tell one; '' when there is none."""
        return due_words(self.due)


def due_words(moment: VagueDate | None) -> str:
    """A last moment in words: "dit najaar (2019)", and what it was before."""
    if moment is None:
        return ""
    year = moment.year and str(moment.year)
    shown = f"{moment.text} ({year})" if year and year not in moment.text else moment.text
    return f"{shown} (eerder: {moment.formerly})" if moment.formerly else shown


def is_matter(item: Item, roles: Roles) -> bool:
    """Whether something is asked here that can be done: not of a decision that was only written down."""
    kind = roles.kind(item)
    if not kind.fields_with_role(SETTLED):
        return False
    return bool(roles.value(item, SORT) != DECISION)


def matter_of(item: Item, day: date, roles: Roles, meetings: Meetings) -> Matter:
    """How far one action, promise or motion is as of a day."""
    meeting = meetings.of_part(item) or next((roles.model.items[k] for k in roles.refers(item, IN_MEETING)), None)
    made = roles.moment(item, MADE) or (meetings.moment(meeting) if meeting else None)
    settled = roles.moment(item, SETTLED)
    settled = settled if settled and come(settled, day) else None
    due = roles.moment(item, DUE)
    course = tuple(one for one in course_of(item, roles, meetings) if meetings.held(one.meeting, day))
    by_hand = _by_hand(item, course, roles)
    state = _state(item, day, roles, meetings, settled, due, by_hand)
    own = isinstance(state, Other)
    with_ = next(iter(roles.refers(item, SETTLED_WITH)), None)
    return Matter(
        item=item,
        sort=str(roles.value(item, SORT) or roles.kind(item).title.lower()),
        state=state,
        group="anders" if own else str(state),
        is_there=come(made, day),
        said=_said(by_hand, state),
        due=due,
        made=made,
        settled=settled if state == State.DONE else None,
        settled_with=with_ if state == State.DONE else None,
        who=roles.text(item, WHO),
        meeting=meeting.key if meeting else None,
        meeting_said=_said_of(meeting, item, made, roles, meetings),
        sent_on=_sent_on(item, meeting, roles, meetings),
        when="" if due and due.text == roles.value(item, SENT_WHEN) else moment_words(due),
        asks=is_matter(item, roles) and (not has_outcome(item, roles) or state in set(State)),
        course=course,
        grounds=tuple(_grounds(item, roles, settled)),
    )


def course_of(item: Item, roles: Roles, meetings: Meetings) -> tuple[Followed, ...]:
    """How a matter stood at every later meeting that names it, the oldest first, whatever the day is."""
    found = []
    for row in rows(item, COURSE, roles):
        key = row.values.get(COURSE_MEETING)
        if isinstance(key, Key) and key in roles.model.items:
            meeting = roles.model.items[key]
            said = row.values.get(COURSE_STATE)
            state = said if isinstance(said, str) else ""
            found.append(Followed(item=item, meeting=meeting, state=state, note=row.text("verloop-noot"), row=row))
    return tuple(sorted(found, key=lambda one: meetings.sort_key(one.meeting)))


def _by_hand(item: Item, course: tuple[Followed, ...], roles: Roles) -> object:
    """What was filled in about the progress: at the last meeting, else in general when no meeting ever told it."""
    if course:
        return course[-1].state
    return None if rows(item, COURSE, roles) else roles.value(item, BY_HAND)


def _said_of(meeting: Item | None, item: Item, made: VagueDate | None, roles: Roles, meetings: Meetings) -> str:
    """The body that met, for what stands in its minutes; else the meeting, unless its name is its day."""
    if meeting is None:
        return ""
    if item.parent is not None:
        body = meetings.body(meeting)
        return roles.model.items[body].title if body else ""
    return "" if made and made.text in meeting.title else meeting.title


def _sent_on(item: Item, meeting: Item | None, roles: Roles, meetings: Meetings) -> bool:
    body = next(iter(roles.refers(item, SENT_ON)), None)
    own = meetings.body(meeting) if meeting else None
    return body is not None and (roles.value(item, SENT_WHEN) is not None or body != own)


def moment_words(moment: VagueDate | None) -> str:
    """A moment with what belongs to it: a preference, or the day that it was before."""
    if moment is None:
        return ""
    shown = f"{moment.text}, {moment.preference}" if moment.preference else moment.text
    return f"{shown} (eerder: {moment.formerly})" if moment.formerly else shown


def matters(kind: str, day: date, roles: Roles, meetings: Meetings) -> tuple[Matter, ...]:
    """Every matter of a kind that was there at a day, in order; those in meetings by meeting, the oldest first."""
    items = [item for item in roles.ordered(roles.model.of_kind(kind)) if is_matter(item, roles)]
    found = [matter_of(item, day, roles, meetings) for item in items]
    place = {meeting.key: index for index, meeting in enumerate(meetings.all)}
    if items and items[0].parent is not None:
        found.sort(key=lambda m: place.get(m.meeting, -1) if m.meeting else -1)
    return tuple(one for one in found if one.is_there)


def _state(
    item: Item,
    day: date,
    roles: Roles,
    meetings: Meetings,
    settled: VagueDate | None,
    due: VagueDate | None,
    by_hand: object,
) -> str:
    if has_outcome(item, roles):
        outcome = outcome_of(item, day, roles, meetings)
        if not outcome.adopted:
            return outcome.result or SUBMITTED
        by_hand = "afgehandeld" if outcome.result == MOTION_DONE else by_hand
    if by_hand in _DROPPED_BY_HAND:
        return State.DROPPED
    if settled or (by_hand in _DONE_BY_HAND and roles.moment(item, SETTLED) is None):
        return State.DONE
    return State.LATE if over(due, day) else State.OPEN


def _said(written: object, state: str) -> str:
    """What was filled in about the progress, unless it says the same as the state or something that is past."""
    if not isinstance(written, str) or state not in (State.OPEN, State.LATE):
        return "dubbel" if written == "dubbel" else ""
    same = (*_DONE_BY_HAND, *_DROPPED_BY_HAND, "open", "openstaand")
    return "" if written in same and not isinstance(written, Other) else str(written)


def _on(moment: VagueDate) -> str:
    return at(moment) if moment.kind == "dag" else f"({moment.text})"


def _grounds(item: Item, roles: Roles, settled: VagueDate | None) -> Iterator[Ground]:
    rules = {
        SETTLED: "de dag waarop het klaar was",
        DUE: "de laatste dag",
        BY_HAND: "ingevulde voortgang",
        COURSE: "verloop",
    }
    for role, rule in rules.items():
        for name in roles.kind(item).fields_with_role(role):
            if name in item.fields:
                yield Ground(rule=rule, value=str(item.fields[name]), item=item.key, field=name)
    if settled is None and not any(roles.value(item, role) is not None for role in rules):
        yield Ground(rule="er is niets over ingevuld", item=item.key)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A step of a process: whether it is done, and if not, whether its day is behind us."""

    item: Item
    done: bool
    overdue: bool
    grounds: tuple[Ground, ...]

    @property
    def words(self) -> str:
        """Where the step stands."""
        if self.done:
            return "gedaan"
        return "stond gepland, nog niet als gedaan gemeld" if self.overdue else "nog te doen"

    @property
    def heading(self) -> str:
        """What the first step that is not done is called."""
        return "Stond gepland" if self.overdue else "Hierna"


def step_of(item: Item, day: date, roles: Roles) -> Step:
    """Where a step stands as of a day: one of a later day is not done yet, whatever was filled in since."""
    planned = roles.moment(item, "gepland-op")
    names = [n for role in ("gedaan", "gepland-op") for n in roles.kind(item).fields_with_role(role)]
    done = roles.value(item, "gedaan") is True and come(planned, day)
    grounds = [
        Ground(rule="stap", value=str(item.fields[n]), item=item.key, field=n) for n in names if n in item.fields
    ]
    return Step(item=item, done=done, overdue=not done and over(planned, day), grounds=tuple(grounds))
