"""What a meeting came to: who were there, what was decided at each point, and how far its minutes are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.core.text import NBSP
from kapstok.reckon.facts import Ground
from kapstok.reckon.matters import DECISION, SORT, Followed, Matter
from kapstok.reckon.meetings import ABOUT
from kapstok.reckon.outcomes import Outcome
from kapstok.reckon.roles import Roles
from kapstok.reckon.rows import Row, come, rows

AGREED, STARTS, ENDS = "afspraken", "aanvang", "eindtijd"
MINUTES, MINUTES_ON = "verslagstatus", "verslag-vastgesteld-op"
CORRECTIONS, MINUTES_OF = "verslagwijzigingen", "verslag-van"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dealt:
    """One point of an agenda: what was decided at it (`outcomes` by vote, `decisions` as noted) and agreed.

    `number` is as the agenda gives it, '' when it gives none. `is_empty` says that nothing was written down about it:
    no text, part, question, link or agreement, and no decision either. `kept` is everything that was noted at it, and
    `papers` what it is about under another name than its own.
    """

    item: Item
    number: str
    outcomes: tuple[Outcome, ...]
    decisions: tuple[Item, ...]
    agreed: tuple[Item, ...]
    kept: tuple[Item, ...]
    papers: tuple[Item, ...]
    is_empty: bool

    @property
    def decided(self) -> bool:
        """Whether anything was decided at this point."""
        return bool(self.outcomes or self.decisions)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """Numbers of a meeting; None for none."""

    points: int | None
    decisions: int | None
    agreed: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Delegation:
    """How many of a delegation or party were there; `members` is None when nobody wrote how many it has."""

    behalf: str
    present: int
    members: int | None

    @property
    def words(self) -> str:
        """How many were there, and of how many: `3 van 4`."""
        return str(self.present) if self.members is None else f"{self.present} van {self.members}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Turnout:
    """The members that were there by delegation, and added up; a total of members only when each tells its own.

    Untrue when nobody counted.
    """

    delegations: tuple[Delegation, ...]

    def __bool__(self) -> bool:
        return bool(self.delegations)

    @property
    def total(self) -> Delegation:
        """All delegations together."""
        members = [one.members for one in self.delegations]
        return Delegation(
            behalf="Totaal",
            present=sum(one.present for one in self.delegations),
            members=None if None in members else sum(number for number in members if number is not None),
        )

    @property
    def rows(self) -> tuple[Delegation, ...]:
        """The delegations, with the total below when there are several."""
        return (*self.delegations, self.total) if len(self.delegations) > 1 else self.delegations

    @property
    def words(self) -> str:
        """The total: `12 van 15 leden`; '' when nobody counted."""
        return f"{self.total.words} leden" if self else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """Who were there, who were not and who were guests, each in words and in the order of the file."""

    present: tuple[str, ...]
    absent: tuple[str, ...]
    guests: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected:
    """One correction of minutes: where, what was written and what comes instead, and the other meeting."""

    meeting: Key
    where: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathering:
    """A meeting as of a day. The sentences about people are '' when nobody was noted.

    `minutes` says how far the minutes are; '' when nothing is known of them. `noted` says that something was written
    down of what was said or decided. `sent_here` is what earlier meetings sent on to this body and was still open then,
    `followed` how earlier matters stood at this meeting. `corrects` is what it changed in earlier minutes, `corrected`
    what a later meeting that was held by the day changed in the minutes of this one.
    """

    meeting: Item
    held: bool
    time: str
    ends: str
    chairs: str
    people: People
    turnout: Turnout
    corrects: tuple[Corrected, ...]
    corrected: tuple[Corrected, ...]
    minutes: str
    adopted_on: VagueDate | None
    points: tuple[Dealt, ...]
    decisions: int
    agreed: int
    sent_here: tuple[Matter, ...]
    followed: tuple[Followed, ...]
    next_said: str
    grounds: tuple[Ground, ...]

    @property
    def words(self) -> str:
        """How far the minutes are."""
        return self.minutes

    @property
    def present(self) -> str:
        """Who were there, in one sentence."""
        return "; ".join(self.people.present)

    @property
    def absent(self) -> str:
        """Who were not there, in one sentence."""
        return "; ".join(self.people.absent)

    @property
    def guests(self) -> str:
        """Who were there without being a member, in one sentence."""
        return "; ".join(self.people.guests)

    @property
    def counted(self) -> Counted:
        """How many points, decisions and agreements there are; None where there are none, for then nobody asks."""
        return Counted(points=len(self.points) or None, decisions=self.decisions or None, agreed=self.agreed or None)

    @property
    def numbered(self) -> bool:
        """Whether any point of the agenda has a number; none is made up."""
        return any(point.number for point in self.points)

    @property
    def noted(self) -> bool:
        """Whether anything was written down of what was said or decided, or who were there."""
        return bool(self.present or self.absent or self.guests or self.turnout) or any(
            not point.is_empty for point in self.points
        )


def gathering(
    meeting: Item,
    held: bool,
    points: tuple[tuple[Item, tuple[Outcome, ...]], ...],
    sent_here: tuple[Matter, ...],
    followed: tuple[Followed, ...],
    later: Iterable[Item],
    day: date,
    roles: Roles,
) -> Gathering:
    """What a meeting came to, given its points with what was decided at each, what was sent on to it, how
    earlier matters stood at it, and the meetings that were held by the day."""
    dealt = tuple(_dealt(point, outcomes, roles) for point, outcomes in points)
    adopted = roles.moment(meeting, MINUTES_ON)
    adopted = adopted if adopted and come(adopted, day) else None
    status = roles.text(meeting, MINUTES) if held else ""
    return Gathering(
        meeting=meeting,
        held=held,
        time=clock(roles.text(meeting, STARTS)),
        ends=clock(roles.text(meeting, ENDS)) if held else "",
        chairs="; ".join(map(_chair, rows(meeting, "voorzitters", roles))),
        people=People(
            present=tuple(map(_present, rows(meeting, "aanwezig", roles))),
            absent=tuple(map(_absent, rows(meeting, "afwezig", roles))),
            guests=tuple(map(_present, rows(meeting, "gasten", roles))),
        ),
        turnout=_turnout(meeting, roles) if held else Turnout(delegations=()),
        corrects=tuple(_corrections(meeting, roles)) if held else (),
        corrected=tuple(
            Corrected(meeting=other.key, where=one.where, before=one.before, after=one.after)
            for other in later
            for one in _corrections(other, roles)
            if one.meeting == meeting.key
        ),
        minutes=f"vastgesteld op {adopted.text}" if adopted else status,
        adopted_on=adopted,
        points=dealt,
        decisions=sum(len(p.decisions) for p in dealt) + sum(1 for p in dealt for o in p.outcomes if o.decided),
        agreed=sum(len(p.agreed) for p in dealt),
        sent_here=sent_here,
        followed=followed if held else (),
        next_said=_next(meeting, roles),
        grounds=tuple(_grounds(meeting, roles)),
    )


def _dealt(point: Item, outcomes: tuple[Outcome, ...], roles: Roles) -> Dealt:
    kept = [roles.model.items[key] for key in roles.refers(point, AGREED)]
    decisions = tuple(one for one in kept if roles.value(one, SORT) == DECISION)
    return Dealt(
        item=point,
        number=point.number,
        outcomes=outcomes,
        decisions=decisions,
        agreed=tuple(one for one in kept if one not in decisions),
        kept=tuple(kept),
        papers=tuple(i for k in roles.refers(point, ABOUT) if (i := roles.model.items[k]).title != point.title),
        is_empty=not (outcomes or kept or _written(point, roles)),
    )


def _written(point: Item, roles: Roles) -> bool:
    """Whether running text, parts, questions or links stand at a point."""
    shapes = roles.kind(point).shape.fields
    filled = [shapes[name] for name, value in point.fields.items() if value not in (None, "", ()) and name in shapes]
    return any(shape.form == "proza" or (shape.items is not None and bool(shape.items.fields)) for shape in filled)


def clock(written: str) -> str:
    """A time as it is printed: `20.45 uur`; an empty text stays empty."""
    return f"{written.replace(':', '.')}{NBSP}uur" if written else ""


def _named(row: Row) -> str:
    who, behalf = row.text("mens-wie"), row.text("mens-namens") or row.text("mens-bij")
    return f"{who} ({behalf})" if who and behalf else who or behalf


def _turnout(meeting: Item, roles: Roles) -> Turnout:
    found = [
        Delegation(behalf=row.text("mens-namens"), present=int(present), members=_whole(row.values.get("mens-leden")))
        for row in rows(meeting, "opkomst", roles)
        if (present := _whole(row.values.get("mens-aantal"))) is not None
    ]
    return Turnout(delegations=tuple(found))


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _corrections(meeting: Item, roles: Roles) -> Iterator[Corrected]:
    """What a meeting changed in the minutes of others; `meeting` of each is the one whose minutes they are."""
    for row in rows(meeting, CORRECTIONS, roles):
        of = row.values.get(MINUTES_OF)
        if isinstance(of, Key):
            where, before, after = (row.text(f"verslag-{part}") for part in ("waar", "was", "wordt"))
            yield Corrected(meeting=of, where=where, before=before, after=after)


def _chair(row: Row) -> str:
    start, end = row.text("mens-van"), row.text("mens-tot")
    if start and end:
        return f"{_named(row)}, {start} tot {end}"
    return f"{_named(row)}{f', vanaf {start}' if start else ''}{f', tot {end}' if end else ''}"


def _present(row: Row) -> str:
    late, early = clock(row.text("mens-later")), clock(row.text("mens-eerder"))
    return f"{_named(row)}{f', vanaf {late}' if late else ''}{f', tot {early}' if early else ''}"


def _absent(row: Row) -> str:
    notice, reason = row.text("mens-kennisgeving"), row.text("mens-reden")
    said = f", {notice} kennisgeving" if notice in ("met", "zonder") else ""
    return f"{_named(row)}{said}{f', {reason}' if reason else ''}"


def _next(meeting: Item, roles: Roles) -> str:
    """The next meeting in a sentence: its name, and the day, time and place that the name does not tell."""
    found = next((roles.model.items[key] for key in roles.refers(meeting, "volgende")), None)
    if found is None:
        return ""
    moment = roles.value(found, "vergaderd-op")
    day = str(moment) if isinstance(moment, VagueDate) and moment.text not in found.title else ""
    parts = (
        found.title,
        day,
        clock(roles.text(found, STARTS)),
        roles.text(found, "vergaderplaats"),
    )
    return ", ".join(part for part in parts if part)


def _grounds(meeting: Item, roles: Roles) -> Iterator[Ground]:
    rules = {"aanwezig": "wie er waren", "afwezig": "wie er niet waren", "voorzitters": "wie voorzat"}
    rules |= {"gasten": "wie er verder waren", "opkomst": "hoeveel leden er waren", CORRECTIONS: "wijzigingen"}
    rules |= {MINUTES: "stand van het verslag", MINUTES_ON: "verslag vastgesteld", "vergaderd-op": "dag"}
    for role, rule in rules.items():
        for name in roles.kind(meeting).fields_with_role(role):
            if name in meeting.fields:
                yield Ground(rule=rule, item=meeting.key, field=name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """Meetings that come, the first of them first, and those that were, the last first."""

    coming: tuple[Gathering, ...]
    past: tuple[Gathering, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted:
    """A decision that was only written down, and the meeting that took it."""

    item: Item
    meeting: Key | None
    grounds: tuple[Ground, ...]

    @property
    def words(self) -> str:
        """The decision itself."""
        return self.item.title
