"""Planning: what begins, runs and ends in a year, what to start and stop at budget time, and what to look back on.

A thing that begins has a date with the role `begin` (a period tells its end as well) and perhaps one with `einde`.
A thing whose end state is written down is meant to end: it is phased out, never behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.reckon.roles import Roles
from kapstok.reckon.words import JOINED, at

PROPOSED, STARTED, RUNS, DONE, ENDED = "voorgesteld", "gestart", "loopt", "afgerond", "beëindigd"
_YEARS_TO_EVALUATION = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """When a thing runs: its first and last year as far as they are known, and how far it is."""

    item: Item
    begin: VagueDate | None
    end: VagueDate | None
    first: int | None
    last: int | None
    progress: str
    phased_out: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """What begins, runs on and ends in a year; a thing that begins and ends in it stands in both lists."""

    year: int
    begins: tuple[Span, ...]
    runs: tuple[Span, ...]
    ends: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One line of the start or stop list of a budget, with the reason it is there."""

    span: Span
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LookBack:
    """An evaluation: its item when there is one, when it is due, and whether it is overdue at the peildatum."""

    item: Item | None
    of: Item | None
    due: date | None
    words: str
    derived: bool
    has_outcome: bool
    overdue: bool


def spans(roles: Roles) -> tuple[Span, ...]:
    """Everything that begins at some time and has a progress, in order."""
    return tuple(_span(item, roles) for item in roles.items("begin", "voortgang"))


def _span(item: Item, roles: Roles) -> Span:
    begin, end = roles.value(item, "begin"), roles.value(item, "einde")
    if end is None and isinstance(begin, VagueDate) and begin.kind == "periode":
        end = begin
    return Span(
        item=item,
        begin=begin,
        end=end,
        first=_year(begin, "earliest", "latest"),
        last=_year(end, "latest", "earliest"),
        progress=str(roles.value(item, "voortgang") or ""),
        phased_out=bool(roles.value(item, "eindbeeld")),
    )


def _year(moment: Any, *sides: str) -> int | None:
    days = (getattr(moment, side, None) for side in sides)
    return next((day.year for day in days if day), None)


def in_year(year: int, every: Iterable[Span]) -> Year:
    """What begins, runs on and ends in a year. What is only proposed may begin, but does not run or end."""
    begins, runs, ends = [], [], []
    for span in every:
        if span.first is None or (span.progress == PROPOSED and span.first != year):
            continue
        if span.first == year:
            begins.append(span)
        if span.last == year and span.progress != PROPOSED:
            ends.append(span)
        stopped = span.last is None and span.progress in (DONE, ENDED)
        if span.first < year and (span.last is None or span.last > year) and not stopped:
            runs.append(span)
    return Year(year=year, begins=tuple(begins), runs=tuple(runs), ends=tuple(ends))


def to_start(year: int, every: Iterable[Span], roles: Roles) -> tuple[Choice, ...]:
    """What is proposed and could begin in a budget year, with when that is said to be."""
    found = []
    for span in every:
        if span.progress != PROPOSED:
            continue
        planned = _planned_years(span.item, roles)
        if span.first is not None:
            reason = f"begint {_when(span)}" if span.first == year else f"zou {_when(span)} beginnen"
            fits = span.first <= year
        elif planned:
            reason, fits = f"geld gevraagd voor {min(planned)}", min(planned) <= year
        else:
            reason, fits = "begin nog niet bekend", True
        if fits:
            found.append(Choice(span=span, reason=reason))
    return tuple(found)


def to_stop(year: int, every: Iterable[Span]) -> tuple[Choice, ...]:
    """What ends in or before a budget year or was ended; the latest end first, and then what has no end date."""
    found = []
    for span in every:
        over = span.last is not None and span.last <= year
        if span.progress == PROPOSED or not (over or span.progress == ENDED):
            continue
        found.append(Choice(span=span, reason=_stop_reason(span)))
    return tuple(sorted(found, key=lambda choice: -(choice.span.last or 0)))


def _stop_reason(span: Span) -> str:
    when = f", {span.end.text}" if span.end and span.end != span.begin else f", {span.last}" if span.last else ""
    if span.progress in (DONE, ENDED):
        return span.progress + when
    return ("bouwt af, zoals bedoeld" if span.phased_out else "loopt af") + when


def overdue(every: Iterable[Span], day: date) -> tuple[Span, ...]:
    """What should have ended by the peildatum and still runs; never what is phased out on purpose."""
    late = []
    for span in every:
        last = span.end.latest if span.end else None
        if last and last < day and span.progress in (STARTED, RUNS) and not span.phased_out:
            late.append(span)
    return tuple(late)


def _when(span: Span) -> str:
    """When a thing begins: in its own words where these are one moment, else its year."""
    return at(span.begin) if span.begin and span.begin.kind in JOINED else f"in {span.first}"


def _planned_years(item: Item, roles: Roles) -> set[int]:
    """The years for which money is asked: the budget years, and the year of its costs."""
    years = [*(roles.value(item, "begrotingsjaren") or ())]
    shapes = roles.kind(item).shape.fields
    for name, value in item.fields.items():
        if isinstance(value, Mapping):
            inner = shapes[name].fields
            years += [value[part] for part, shape in inner.items() if "boekjaar" in shape.roles and part in value]
    return {year for year in years if isinstance(year, int)}


def look_backs(day: date, roles: Roles) -> tuple[LookBack, ...]:
    """Every evaluation, the one of the agenda itself first: as agreed, else two years after its start."""
    reports = roles.items("uitkomst")
    found = []
    met: set[Key] = set()
    for item in roles.items("ingang", "terugblik"):
        moment, start = roles.value(item, "terugblik"), roles.value(item, "ingang")
        due, words = _due(moment), moment.text if moment else ""
        derived = due is None
        if derived and start is not None and (start.latest or start.earliest):
            due, words = _after(start), f"{_YEARS_TO_EVALUATION} jaar na de start ({start.text})"
        if due is None:
            continue
        report = next((r for r in reports if _report_year(r, roles) == due.year), None)
        met |= {report.key} if report else set()
        found.append(_look_back(report, item, due, words, derived, day, roles))
    for report in reports:
        if report.key not in met:
            moment = roles.value(report, "kalender")
            year = roles.value(report, "boekjaar")
            due = _due(moment) or (date(year, 12, 31) if isinstance(year, int) else None)
            words = moment.text if moment else str(year or "")
            found.append(_look_back(report, None, due, words, False, day, roles))
    return tuple(found)


def _look_back(
    report: Item | None, of: Item | None, due: date | None, words: str, derived: bool, day: date, roles: Roles
) -> LookBack:
    outcome = report is not None and bool(roles.value(report, "uitkomst"))
    return LookBack(
        item=report,
        of=of,
        due=due,
        words=words,
        derived=derived,
        has_outcome=outcome,
        overdue=due is not None and due < day and not outcome,
    )


def _due(moment: VagueDate | None) -> date | None:
    return (moment.latest or moment.earliest) if moment else None


def _report_year(report: Item, roles: Roles) -> int | None:
    year = roles.value(report, "boekjaar")
    if isinstance(year, int):
        return year
    due = _due(roles.value(report, "kalender"))
    return due.year if due else None


def _after(start: VagueDate) -> date:
    """Two years after a start; a start on 29 February counts to the 28th."""
    first = start.latest or start.earliest
    assert first is not None
    year = first.year + _YEARS_TO_EVALUATION
    return first.replace(year=year, day=28) if (first.month, first.day) == (2, 29) else first.replace(year=year)
