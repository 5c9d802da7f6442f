"""What a meeting came to: who were there, what was decided at each point, and how far its minutes are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.core.text import NBSP
from kapstok.reckon.facts import Ground
from kapstok.reckon.matters import DECISION, SORT, Matter
from kapstok.reckon.meetings import ABOUT
from kapstok.reckon.outcomes import Outcome
from kapstok.reckon.roles import Roles
from kapstok.reckon.rows import Row, come, rows

AGREED, STARTS = "afspraken", "aanvang"
MINUTES, MINUTES_ON = "verslagstatus", "verslag-vastgesteld-op"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dealt:
    """One point of an agenda: what was decided at it (`outcomes` by vote, `decisions` as noted) and agreed.

    `number` is as the agenda gives it, '' when it gives none. `is_empty` says that nothing was written down about it:
    no text, part, question, link or agreement, and no decision either.
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
class Gathering:
    """A meeting as of a day. The sentences about people are '' when nobody was noted.

    `minutes` says how far the minutes are; '' when nothing is known of them. `noted` says that something was written
    down of what was said or decided. `sent_here` is what earlier meetings sent on to this body and was still open then,
    `kept` everything that was noted at a point, and `papers` what it is about under another name than its own.
    """

    meeting: Item
    held: bool
    time: str
    chairs: str
    present: str
    absent: str
    minutes: str
    adopted_on: VagueDate | None
    points: tuple[Dealt, ...]
    decisions: int
    agreed: int
    sent_here: tuple[Matter, ...]
    next_said: str
    grounds: tuple[Ground, ...]

    @property
    def words(self) -> str:
        """How far the minutes are."""
        return self.minutes

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
        return bool(self.present or self.absent) or any(not point.is_empty for point in self.points)


def gathering(
    meeting: Item,
    held: bool,
    points: tuple[tuple[Item, tuple[Outcome, ...]], ...],
    sent_here: tuple[Matter, ...],
    day: date,
    roles: Roles,
) -> Gathering:
    """What a meeting came to, given its points with what was decided at each, and what was sent on to it."""
    dealt = tuple(_dealt(point, outcomes, roles) for point, outcomes in points)
    adopted = roles.moment(meeting, MINUTES_ON)
    adopted = adopted if adopted and come(adopted, day) else None
    status = roles.text(meeting, MINUTES) if held else ""
    return Gathering(
        meeting=meeting,
        held=held,
        time=_time(roles.text(meeting, STARTS)),
        chairs="; ".join(map(_chair, rows(meeting, "voorzitters", roles))),
        present="; ".join(map(_present, rows(meeting, "aanwezig", roles))),
        absent="; ".join(map(_absent, rows(meeting, "afwezig", roles))),
        minutes=f"vastgesteld op {adopted.text}" if adopted else status,
        adopted_on=adopted,
        points=dealt,
        decisions=sum(len(p.decisions) for p in dealt) + sum(1 for p in dealt for o in p.outcomes if o.decided),
        agreed=sum(len(p.agreed) for p in dealt),
        sent_here=sent_here,
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


def _time(written: str) -> str:
    return f"{written.replace(':', '.')}{NBSP}uur" if written else ""


def _named(row: Row) -> str:
    behalf = row.text("mens-namens") or row.text("mens-bij")
    return f"{row.text('mens-wie')} ({behalf})" if behalf else row.text("mens-wie")


def _chair(row: Row) -> str:
    start, end = row.text("mens-van"), row.text("mens-tot")
    if start and end:
        return f"{_named(row)}, {start} tot {end}"
    return f"{_named(row)}{f', vanaf {start}' if start else ''}{f', tot {end}' if end else ''}"


def _present(row: Row) -> str:
    late, early = _time(row.text("mens-later")), _time(row.text("mens-eerder"))
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
        _time(roles.text(found, STARTS)),
        roles.text(found, "vergaderplaats"),
    )
    return ", ".join(part for part in parts if part)


def _grounds(meeting: Item, roles: Roles) -> Iterator[Ground]:
    rules = {"aanwezig": "wie er waren", "afwezig": "wie er niet waren", "voorzitters": "wie voorzat"}
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
