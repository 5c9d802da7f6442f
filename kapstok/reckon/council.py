"""Everything that is decided, voted, agreed and promised in a view as of a day, each worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from kapstok.core.model import Item, Key
from kapstok.reckon import matters as agreed
from kapstok.reckon.adoption import Adoption, adoption_of
from kapstok.reckon.decisions import Amended, Decision, amendments_to, changes_of, decision_on, is_proposal
from kapstok.reckon.facts import Ground
from kapstok.reckon.gatherings import Calendar, Gathering, Noted, gathering
from kapstok.reckon.matters import Followed, Matter, Step
from kapstok.reckon.meetings import PROPOSAL, Meetings
from kapstok.reckon.outcomes import Outcome, has_outcome, outcome_of
from kapstok.reckon.roles import Roles
from kapstok.reckon.votes import Vote, vote_on


class Council:
    """The facts about decisions and agreements. Ask for another day with `as_of`."""

    def __init__(self, roles: Roles, day: date) -> None:
        self.roles, self.day = roles, day
        self._outcomes: dict[Key, Outcome] = {}
        self._decisions: dict[Key, Decision] = {}
        self._adoptions: dict[Key, Adoption] = {}
        self._matters: dict[Key, Matter] = {}
        self._others: dict[date, Council] = {day: self}

    def as_of(self, day: date) -> Council:
        """The same facts as of another day."""
        if day not in self._others:
            self._others[day] = other = Council(self.roles, day)
            other._others = self._others
            other.meetings = self.meetings
        return self._others[day]

    @cached_property
    def meetings(self) -> Meetings:
        """The meetings of the view."""
        return Meetings(self.roles)

    def outcome(self, item: Item) -> Outcome:
        """What was decided about a proposal, amendment or motion."""
        if item.key not in self._outcomes:
            self._outcomes[item.key] = outcome_of(item, self.day, self.roles, self.meetings)
        return self._outcomes[item.key]

    def decision(self, item: Item) -> Decision:
        """The points of a proposal, as proposed and as adopted."""
        if item.key not in self._decisions:
            self._decisions[item.key] = decision_on(item, self.day, self.roles, self.meetings)
        return self._decisions[item.key]

    def vote(self, item: Item) -> Vote | None:
        """The vote on an item; None when none was noted, or it was cast after the day."""
        return self.outcome(item).vote if has_outcome(item, self.roles) else vote_on(item, self.roles)

    def adoption(self, item: Item) -> Adoption:
        """How far the decision about an item is."""
        if item.key not in self._adoptions:
            self._adoptions[item.key] = adoption_of(item, self.day, self.roles, self.meetings)
        return self._adoptions[item.key]

    def matter(self, item: Item) -> Matter:
        """How far an action, promise or motion is."""
        if item.key not in self._matters:
            self._matters[item.key] = agreed.matter_of(item, self.day, self.roles, self.meetings)
        return self._matters[item.key]

    def matters(self, kind: str) -> tuple[Matter, ...]:
        """Every action, promise or motion of a kind that was there at the day, in order."""
        return agreed.matters(kind, self.day, self.roles, self.meetings)

    def step(self, item: Item) -> Step:
        """Where a step of a process stands."""
        return agreed.step_of(item, self.day, self.roles)

    def changes(self, item: Item) -> tuple[Amended, ...]:
        """What an amendment changes, row by row."""
        return changes_of(item, self.roles)

    def noted(self, kind: str) -> tuple[Noted, ...]:
        """The decisions of a kind that were only written down and were there at the day, the newest meeting first."""
        found = [
            item for item in self.roles.model.of_kind(kind) if self.roles.value(item, agreed.SORT) == agreed.DECISION
        ]
        pairs = [(item, self.meetings.of_part(item)) for item in found]
        there = [(item, m) for item, m in pairs if m is None or self.meetings.held(m, self.day)]
        place = {meeting.key: number for number, meeting in enumerate(self.meetings.all)}
        there.sort(key=lambda pair: -(place[pair[1].key] if pair[1] else -1))
        return tuple(
            Noted(item=item, meeting=m.key if m else None, grounds=(Ground(rule="besluit", item=item.key),))
            for item, m in there
        )

    def gathering(self, meeting: Item) -> Gathering:
        """What a meeting came to."""
        points = tuple(
            (point, tuple(self.outcome(item) for item in self.decided_at(point, meeting)))
            for point in self.meetings.points(meeting)
        )
        held = self.meetings.held(meeting, self.day)
        followed = tuple(self._followed.get(meeting.key, ()))
        by_now = [other for other in self.meetings.all if self.meetings.held(other, self.day)]
        return gathering(meeting, held, points, self.sent_to(meeting), followed, by_now, self.day, self.roles)

    @cached_property
    def _followed(self) -> dict[Key, list[Followed]]:
        """How matters stood at each meeting."""
        found: dict[Key, list[Followed]] = {}
        for item in self.roles.items(agreed.COURSE):
            for one in agreed.course_of(item, self.roles, self.meetings):
                found.setdefault(one.meeting.key, []).append(one)
        return found

    def sent_to(self, meeting: Item) -> tuple[Matter, ...]:
        """What earlier meetings sent on to the body of this one and was not done by then, the oldest first."""
        body, moment = self.meetings.body(meeting), self.meetings.moment(meeting)
        found = self.roles.referring(body, agreed.SENT_ON) if body else []
        by_then = self.as_of(min(self.day, moment.sort_key) if moment else self.day)
        pairs = [(by_then.matter(item), self.meetings.of_part(item)) for item in found]
        until = self.meetings.sort_key(meeting)
        return tuple(
            one for one, m in pairs if m and m.key != meeting.key and self.meetings.sort_key(m) <= until and one.is_open
        )

    def calendar(self, meetings: Iterable[Item]) -> Calendar:
        """Meetings in two lists: those of today and later, and those before."""
        listed = sorted(meetings, key=lambda m: self.meetings.sort_key(m))
        today = [m for m in listed if self.meetings.sort_key(m) >= self.day]
        return Calendar(
            coming=tuple(map(self.gathering, today)),
            past=tuple(self.gathering(m) for m in reversed(listed) if m not in today),
        )

    def decided_at(self, point: Item, meeting: Item) -> tuple[Item, ...]:
        """What a meeting decided about at one point of its agenda, in the order in which was voted: of each proposal
        the amendments, the proposal and the motions."""
        found: dict[Key, Item] = {}
        for key in self.roles.refers(point, "besproken"):
            for item in self._with_what_belongs(self.roles.model.items[key]):
                if has_outcome(item, self.roles) and self._is_of(item, meeting):
                    found[item.key] = item
        return tuple(found.values())

    def _with_what_belongs(self, item: Item) -> tuple[Item, ...]:
        if not is_proposal(item, self.roles):
            return (item,)
        changes = [one.item for one in self.decision(item).amendments]
        others = self.roles.referring(item.key, PROPOSAL)
        known = {one.key for one in amendments_to(item, self.roles)}
        return (*changes, item, *(other for other in others if other.key not in known))

    def _is_of(self, item: Item, meeting: Item) -> bool:
        """Whether a thing was decided about in this meeting."""
        outcome = self.outcome(item)
        if not outcome.result:
            return False
        if outcome.day is not None:
            return self.meetings.is_on(meeting, outcome.day)
        return outcome.meeting == meeting.key
