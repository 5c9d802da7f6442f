"""What was decided: the points of a proposal after the adopted amendments, in the order in which was voted.

A number is never made up and never changed: texts and other papers refer to it. A point that an amendment adds stands
where its number says (`1c` after `1b`, under `1`), and a point that lapses leaves a gap.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kapstok.core.collation import natural_key
from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.reckon.facts import Ground
from kapstok.reckon.meetings import PROPOSAL, Meetings
from kapstok.reckon.outcomes import HELD_OVER, POINTS, WITHDRAWN, Outcome, outcome_of
from kapstok.reckon.roles import Roles, number
from kapstok.reckon.rows import Row, rows
from kapstok.reckon.votes import REJECTED

CHANGES, ORDER = "wijzigt", "stemvolgorde"
ENDS, ENDS_OTHERS = "doet-vervallen", "doet-ook-vervallen"
_WORD = re.compile(r"[\w.]+")
_POINT, _JOINS = ("punt", "punten"), ("en", "of", "tot", "met")  # the word for a point may be longer at its front
AGENDA_NUMBER, MADE = "agendanummer", "gemaakt-op"


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One point: its number as it was given, its text, and the points below it (`1a` under `1`).

    `item` is the point of the proposal; None for one that an amendment adds. `by` is the amendment that changed or
    added it, None for the text as it was proposed. `ends` are decisions outside the agenda that lapse through it, in
    words; `ended_by` are adopted proposals by which this point lapsed itself.
    """

    number: str
    text: str
    item: Key | None = None
    by: Key | None = None
    ends: tuple[str, ...] = ()
    ended_by: tuple[Key, ...] = ()
    below: tuple[Point, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """A change of a text outside the points, in an annex: what stood there and what stands there now."""

    place: str
    before: str
    after: str
    by: Key

    @property
    def said(self) -> str:
        """The change in words."""
        if self.before and self.after:
            return f"‘{self.before}’ wordt ‘{self.after}’"
        return f"toegevoegd ‘{self.after}’" if self.after else f"vervallen ‘{self.before}’"


@dataclass(frozen=True, kw_only=True, slots=True)
class Clash:
    """Two adopted amendments that change one point, or add one number, with no order of voting between them."""

    number: str
    first: Key
    second: Key
    row: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A proposal and what was decided about it: the points as proposed and as adopted, both as trees.

    `points` are those of the proposal while nothing is decided. `agenda_number` is the place on the agenda of the
    meeting that deals with it, '' when it has none, and `proposed_on` the day of the proposal, when that is one
    day. `lapsed` are the points that amendments struck out.
    """

    proposal: Item
    outcome: Outcome
    agenda_number: str
    proposed_on: VagueDate | None
    proposed: tuple[Point, ...]
    points: tuple[Point, ...]
    lapsed: tuple[Key, ...]
    elsewhere: tuple[Elsewhere, ...]
    amendments: tuple[Outcome, ...]
    clashes: tuple[Clash, ...]
    doubles: tuple[tuple[Key, int], ...]
    grounds: tuple[Ground, ...]

    @property
    def changes(self) -> tuple[Item, ...]:
        """The amendments themselves, in the order in which was voted."""
        return tuple(one.item for one in self.amendments)

    @property
    def size(self) -> int | None:
        """How many points are proposed, those below others included; None when there are none."""
        return _size(self.proposed) or None

    @property
    def is_draft(self) -> bool:
        """Whether nothing has come of it yet: then the points are those that are proposed."""
        return not self.outcome.result

    @property
    def rejected(self) -> bool:
        """Whether it was voted down."""
        return self.outcome.result == REJECTED

    @property
    def held_over(self) -> bool:
        """Whether it waits for another meeting."""
        return self.outcome.result == HELD_OVER

    @property
    def withdrawn(self) -> bool:
        """Whether whoever proposed it took it back."""
        return self.outcome.result == WITHDRAWN

    @property
    def signed_on(self) -> VagueDate | None:
        """The day that stands above the signatures: that of the decision, once there is one."""
        return self.outcome.exact_day if self.outcome.result else None

    @property
    def said(self) -> str:
        """The points one after another, each with its number."""
        return " ".join(_said(self.points))

    @property
    def words(self) -> str:
        """The outcome, and whether it was changed on the way."""
        changed = self.outcome.adopted and any(one.adopted for one in self.amendments)
        return f"{self.outcome.words}{', zoals gewijzigd' if changed else ''}"


def is_proposal(item: Item, roles: Roles) -> bool:
    """Whether an item holds points to be decided."""
    return bool(roles.kind(item).fields_with_role(POINTS))


def decision_on(item: Item, day: date, roles: Roles, meetings: Meetings) -> Decision:
    """What was decided about a proposal as of a day. An amendment of a later day does not count."""
    outcome = outcome_of(item, day, roles, meetings)
    amendments = [outcome_of(one, day, roles, meetings) for one in _in_order(amendments_to(item, roles), roles)]
    adopted = [one.item for one in amendments if one.adopted]
    points = [roles.model.items[key] for key in roles.refers(item, POINTS)]
    flat = [_point(p, item, day, roles, meetings) for p in points]
    changed, lapsed, doubles = _changed(flat, adopted, roles)
    proposed = nested(flat)
    written = roles.moment(item, MADE)
    return Decision(
        proposal=item,
        outcome=outcome,
        agenda_number=_agenda_number(item, outcome, roles, meetings),
        proposed_on=written if written and written.kind == "dag" else None,
        proposed=proposed,
        points=nested(changed) if outcome.adopted else () if outcome.result else proposed,
        lapsed=tuple(lapsed),
        elsewhere=tuple(_elsewhere(adopted, roles)) if outcome.adopted else (),
        amendments=tuple(amendments),
        clashes=tuple(_clashes(adopted, roles)),
        doubles=tuple(doubles),
        grounds=(*outcome.grounds, *_grounds(item, points, adopted, roles)),
    )


def _point(point: Item, proposal: Item, day: date, roles: Roles, meetings: Meetings) -> Point:
    """A point as it was proposed, with what lapses through it and through what it lapsed itself."""
    return Point(
        number=point.number,
        text=point.title,
        item=point.key,
        ends=tuple(map(_former, rows(point, ENDS_OTHERS, roles))),
        ended_by=tuple(dict.fromkeys(_enders(point, proposal, day, roles, meetings))),
    )


def _former(row: Row) -> str:
    """A decision outside the agenda: `Beleidsplan Wmo 2016 (nummer 12, 5 november 2015)`."""
    day = row.values.get("ouder-besluit-datum")
    number_ = row.text("ouder-besluit-nummer")
    told = [f"nummer {number_}" if number_ else "", day.text if isinstance(day, VagueDate) else ""]
    more = ", ".join(filter(None, told))
    return f"{row.text('ouder-besluit')} ({more})" if more else row.text("ouder-besluit")


def _enders(point: Item, proposal: Item, day: date, roles: Roles, meetings: Meetings) -> Iterator[Key]:
    """The proposals that were adopted by a day with a point through which this one, or its whole proposal, lapsed."""
    for other in roles.items(ENDS):
        if {point.key, proposal.key}.isdisjoint(roles.refers(other, ENDS)) or other.parent in (None, proposal.key):
            continue
        whole = roles.model.items.get(other.parent) if other.parent else None
        if whole is not None and outcome_of(whole, day, roles, meetings).adopted:
            yield whole.key


def _agenda_number(item: Item, outcome: Outcome, roles: Roles, meetings: Meetings) -> str:
    """The number as it was written down, else that of the point of the meeting of that day; none is made up."""
    written = roles.value(item, AGENDA_NUMBER)
    if written or outcome.day is None:
        return str(written or "")
    for point in meetings.points_about(item):
        meeting = meetings.of_part(point)
        if point.number and meeting and meetings.is_on(meeting, outcome.day):
            return point.number
    return ""


def amendments_to(item: Item, roles: Roles) -> list[Item]:
    """Everything that would change the points of a proposal."""
    return [one for one in roles.referring(item.key, PROPOSAL) if roles.has(roles.kind(one), CHANGES)]


def nested(points: Iterable[Point]) -> tuple[Point, ...]:
    """Points as a tree: `1a` and `1.1` stand below the `1` before them, however deep."""
    flat = list(points)
    found: list[Point] = []
    while flat:
        head = flat.pop(0)
        below = []
        while flat and _is_below(flat[0].number, head.number):
            below.append(flat.pop(0))
        found.append(replace(head, below=nested(below)))
    return tuple(found)


def _size(points: tuple[Point, ...]) -> int:
    return sum(1 + _size(point.below) for point in points)


def _said(points: tuple[Point, ...]) -> Iterator[str]:
    for point in points:
        yield f"{point.number} {point.text}"
        yield from _said(point.below)


def decided_points(points: tuple[Point, ...]) -> Iterator[Point]:
    """Points with those below them, in the order in which they are read."""
    for point in points:
        yield point
        yield from decided_points(point.below)


def names_point(text: str, number_: str) -> bool:
    """Whether a text refers to a point: `1a` as a word of its own, a bare `1` only behind the word for a point
    (`punt 1`, `de punten 2 en 1`)."""
    words = [word.rstrip(".").casefold() for word in _WORD.findall(text)]
    for place, word in enumerate(words):
        if word == number_.casefold():
            before = place - 1
            while before >= 0 and (words[before] in _JOINS or words[before][:1].isdigit()):
                before -= 1
            if not number_.isdigit() or (before >= 0 and words[before].endswith(_POINT)):
                return True
    return False


def _is_below(inner: str, outer: str) -> bool:
    """Whether a number belongs under another: `1a` and `1.2` under `1`, but `12` not under `1`."""
    if not inner.startswith(outer) or inner == outer:
        return False
    rest = inner[len(outer) :]
    return not (rest[0].isdigit() and outer[-1].isdigit())


def _in_order(amendments: list[Item], roles: Roles) -> list[Item]:
    """Amendments in the order in which was voted: as it was written down, else by number."""

    def key(item: Item) -> tuple[bool, object, object, Key]:
        order = number(roles.value(item, ORDER))
        return (order is None, order or 0, natural_key(item.number), item.key)

    return sorted(amendments, key=key)


def _changed(
    points: list[Point], adopted: list[Item], roles: Roles
) -> tuple[list[Point], list[Key], list[tuple[Key, int]]]:
    """The points after every adopted amendment, which of them lapsed, and the rows that add a number that exists."""
    now, lapsed, doubles = list(points), [], []
    for amendment in adopted:
        for row in rows(amendment, CHANGES, roles):
            target = row.values.get("wijzigt-punt")
            text = row.text("wijzigt-wordt")
            if isinstance(target, Key):
                place = next((i for i, p in enumerate(now) if p.item == target), None)
                if place is not None and row.values.get("wijzigt-vervalt") is True:
                    lapsed.append(target)
                    del now[place]
                elif place is not None and text:
                    now[place] = replace(now[place], text=text, by=amendment.key)
            elif row.text("wijzigt-nummer") and text:
                point = Point(number=row.text("wijzigt-nummer"), text=text, by=amendment.key)
                if any(p.number == point.number for p in now):
                    doubles.append((amendment.key, row.index))
                now.insert(_place(point.number, now), point)
    return now, lapsed, doubles


def _place(new: str, points: list[Point]) -> int:
    """Where a new number goes: before the first number that is not lower."""
    key = natural_key(new)
    return next((i for i, p in enumerate(points) if natural_key(p.number) >= key), len(points))


def _touches(row: Row) -> str:
    """What a row changes, as one name: a point by its key, a new point by its number; '' for a text elsewhere."""
    target = row.values.get("wijzigt-punt")
    if isinstance(target, Key):
        return target.id
    return row.text("wijzigt-nummer") if row.text("wijzigt-wordt") else ""


def _clashes(adopted: list[Item], roles: Roles) -> Iterator[Clash]:
    seen: dict[str, list[Item]] = defaultdict(list)
    for amendment in adopted:
        for row in rows(amendment, CHANGES, roles):
            name = _touches(row)
            others = [one for one in seen[name] if one is not amendment] if name else []
            unordered = [one for one in others if not _ordered(one, amendment, roles)]
            if unordered:
                target = row.values.get("wijzigt-punt")
                point = roles.model.items.get(target) if isinstance(target, Key) else None
                shown = point.number if point else row.text("wijzigt-nummer")
                yield Clash(number=shown, first=unordered[0].key, second=amendment.key, row=row.index)
            seen[name].append(amendment)


def _ordered(one: Item, other: Item, roles: Roles) -> bool:
    orders = roles.value(one, ORDER), roles.value(other, ORDER)
    return None not in orders and orders[0] != orders[1]


def _elsewhere(adopted: list[Item], roles: Roles) -> Iterator[Elsewhere]:
    for amendment in adopted:
        for row in rows(amendment, CHANGES, roles):
            if row.text("wijzigt-onderdeel") and "wijzigt-punt" not in row.values:
                yield Elsewhere(
                    place=row.text("wijzigt-onderdeel"),
                    before=row.text("wijzigt-was"),
                    after=row.text("wijzigt-wordt"),
                    by=amendment.key,
                )


def _grounds(item: Item, points: list[Item], adopted: list[Item], roles: Roles) -> Iterator[Ground]:
    for name in roles.kind(item).fields_with_role(POINTS):
        yield Ground(rule="wat wordt besloten", item=item.key, field=name)
    for point in points:
        yield Ground(rule="een punt", value=point.number, item=point.key, field=roles.kind(point).title_field)
    for amendment in adopted:
        for name in roles.kind(amendment).fields_with_role(CHANGES):
            yield Ground(rule="aangenomen amendement", value=amendment.title, item=amendment.key, field=name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Amended:
    """One change that an amendment makes: where, what stands there, what comes there, and why."""

    place: str
    before: str
    after: str
    note: str
    grounds: tuple[Ground, ...]

    @property
    def words(self) -> str:
        """The change in a sentence."""
        return f"{self.place}: ‘{self.before}’ wordt ‘{self.after}’"


def changes_of(amendment: Item, roles: Roles) -> tuple[Amended, ...]:
    """What an amendment changes; the old text of a point comes from the proposal itself."""
    return tuple(_amended(row, amendment, roles) for row in rows(amendment, CHANGES, roles))


def _amended(row: Row, amendment: Item, roles: Roles) -> Amended:
    target = row.values.get("wijzigt-punt")
    point = roles.model.items.get(target) if isinstance(target, Key) else None
    grounds = [Ground(rule="wijziging", item=amendment.key, field=row.field)]
    if point:
        place = f"Beslispunt {point.number}"
        grounds.append(Ground(rule="tekst van het voorstel", item=point.key, field=roles.kind(point).title_field))
    else:
        place = row.text("wijzigt-onderdeel") or f"Nieuw beslispunt {row.text('wijzigt-nummer')}"
    lapses = row.values.get("wijzigt-vervalt") is True
    return Amended(
        place=place,
        before=row.text("wijzigt-was") or (point.title if point else "") or "niets",
        after="vervalt" if lapses else row.text("wijzigt-wordt") or "vervalt",
        note=row.text("wijzigt-reden"),
        grounds=tuple(grounds),
    )
