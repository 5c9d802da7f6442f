"""Planning: what begins, runs and ends in a year, what to start and stop at budget time, and what to look back on.

A thing that begins has a date with the role `begin` (a period tells its end as well) and perhaps one with `einde`.
Where a date is not known, the years of the budgets that it stands in tell when it begins and whether it goes on.
A thing whose end state is written down is meant to end: it is phased out, never behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key, Value
from kapstok.core.values import as_values
from kapstok.kinds.facets import Course
from kapstok.reckon.facts import Ground
from kapstok.reckon.roles import Roles
from kapstok.reckon.words import at, ending, joins, words_of

PROPOSED, STARTED, RUNS, DONE, ENDED = "voorgesteld", "gestart", "loopt", "afgerond", "beëindigd"
_YEARS_TO_EVALUATION = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """When a thing runs: its first and last year as far as they are known, and how far it is.

    `first` and `last` come from its dates; `years` are those of the budgets in which it stands.
    """

    item: Item
    begin: VagueDate | None
    end: VagueDate | None
    first: int | None
    last: int | None
    progress: str
    phased_out: bool
    years: tuple[int, ...]
    grounds: tuple[Ground, ...]

    @property
    def when(self) -> str:
        """From when until when in its own words; empty when nothing is known of it."""
        begin = words_of(self.begin)
        if self.end is None or self.end == self.begin or (self.begin and self.begin.is_period):
            return begin
        return ending(self.end, begin)

    @property
    def until(self) -> str:
        """Until when it runs, in its own words; empty when no end is known."""
        if self.end is None or self.end == self.begin:
            return words_of(self.end)
        return ending(self.end)

    @property
    def words(self) -> str:
        """When it runs and how far it is: `voorjaar 2026; loopt`."""
        return "; ".join(part for part in (self.when, self.progress) if part)

    @property
    def has_begun(self) -> bool:
        """Whether work on it has begun, also when it is over by now; what was only proposed or broken off has not."""
        return self.progress in (STARTED, RUNS, DONE)

    @property
    def starts_in(self) -> int | None:
        """The year in which it begins: of its date, else the first year of a budget it stands in."""
        return self.first if self.first is not None else min(self.years, default=None)

    @property
    def look(self) -> str:
        """How it is drawn: `plan` (not begun), `nu` (runs) or `klaar` (over)."""
        return {PROPOSED: "plan", DONE: "klaar", ENDED: "klaar"}.get(self.progress, "nu")

    def stops_in(self, year: int) -> bool:
        """Whether it ends in a year, or without an end date stands in the budgets until then and no longer."""
        if self.progress == PROPOSED:
            return False
        if self.last is not None:
            return self.last == year
        return self.progress not in (DONE, ENDED) and max(self.years, default=None) == year - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One line of the start or stop list of a budget, with the reason it is there."""

    span: Span
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """What begins, runs on and ends in a year; a thing that begins and ends in it stands in both lists."""

    year: int
    begins: tuple[Choice, ...]
    runs: tuple[Choice, ...]
    ends: tuple[Choice, ...]

    @property
    def words(self) -> str:
        """How many begin, run on and end: `beginnen er 3, loopt er 1 door en eindigt er geen`."""
        begin, run, end = (
            _counted(len(some), *verbs)
            for some, verbs in zip(
                (self.begins, self.runs, self.ends),
                (("begint", "beginnen"), ("loopt", "lopen"), ("eindigt", "eindigen")),
                strict=True,
            )
        )
        return f"{begin}, {run} door en {end}"


def _counted(count: int, one: str, more: str) -> str:
    return f"{one if count < 2 else more} er {count or 'geen'}"


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
    return tuple(span_of(item, roles) for item in roles.items("begin", "voortgang"))


def span_of(item: Item, roles: Roles) -> Span:
    """When one thing runs; of a thing without any date or progress nothing is known."""
    course = roles.facet(item, Course) or Course()
    begin, end = course.begin.of(item.fields), course.end.of(item.fields)
    if end is None and begin and begin.is_period:
        end = begin
    parts = (
        ("begin", course.begin),
        ("einde", course.end),
        ("voortgang", course.progress),
        ("reden van de looptijd", course.reason),
    )
    grounds = tuple(
        Ground(rule=rule, value=_as_written(part.raw(item.fields)), item=item.key, field=part.name)
        for rule, part in parts
        if part.filled(item.fields)
    )
    return Span(
        item=item,
        begin=begin,
        end=end,
        first=_year(begin, "earliest", "latest"),
        last=_year(end, "latest", "earliest"),
        progress=course.progress.of(item.fields),
        phased_out=course.end_state.filled(item.fields),
        years=tuple(sorted(year for year in as_values(course.years.raw(item.fields)) if isinstance(year, int))),
        grounds=grounds,
    )


def _year(moment: object, *sides: str) -> int | None:
    days = (getattr(moment, side, None) for side in sides)
    return next((day.year for day in days if day), None)


def _as_written(value: Value) -> str:
    return value.text if isinstance(value, VagueDate) else str(value)


def in_year(year: int, every: Iterable[Span]) -> Year:
    """What begins, runs on and ends in a year. What is only proposed may begin, but does not run or end."""
    begins, runs, ends = [], [], []
    for span in every:
        first = span.starts_in
        if span.stops_in(year):
            ends.append(Choice(span=span, reason=_stop_reason(span)))
        if first is None or (span.progress == PROPOSED and first != year):
            continue
        if first == year:
            begins.append(Choice(span=span, reason=span.until))
        stopped = span.last is None and span.progress in (DONE, ENDED)
        if first < year and (span.last is None or span.last > year) and not stopped and not span.stops_in(year):
            runs.append(Choice(span=span, reason=span.until))
    return Year(year=year, begins=tuple(begins), runs=tuple(runs), ends=tuple(ends))


def to_start(year: int, every: Iterable[Span], roles: Roles) -> tuple[Choice, ...]:
    """What is proposed and could begin in a budget year, with when that is said to be."""
    found = []
    for span in every:
        if span.progress != PROPOSED:
            continue
        planned = {*span.years, *_asked_years(span.item, roles)}
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
    """What ends in a budget year, and nothing that ended before it."""
    return in_year(year, every).ends


def _stop_reason(span: Span) -> str:
    if span.last is None:
        return f"staat na {max(span.years)} in geen begroting meer"
    when = f", {span.end.text}" if span.end and span.end != span.begin else f", {span.last}"
    if span.progress in (DONE, ENDED):
        return span.progress + when
    return ("bouwt af, zoals bedoeld" if span.phased_out else "loopt af") + when


def overdue(every: Iterable[Span], day: date) -> tuple[Choice, ...]:
    """What should have ended by the peildatum and still runs; never what is phased out on purpose."""
    late = []
    for span in every:
        last = span.end.latest if span.end else None
        if last and last < day and span.progress in (STARTED, RUNS) and not span.phased_out:
            late.append(Choice(span=span, reason=span.until))
    return tuple(late)


def _when(span: Span) -> str:
    """When a thing begins: in its own words where these are one moment, else its year."""
    return at(span.begin) if span.begin and joins(span.begin) else f"in {span.first}"


def _asked_years(item: Item, roles: Roles) -> set[int]:
    """The years for which its costs are asked."""
    shapes = roles.kind(item).shape.fields
    years: list[object] = []
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
        moment, start = roles.moment(item, "terugblik"), roles.moment(item, "ingang")
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
            moment = roles.moment(report, "kalender")
            year = roles.whole(report, "boekjaar")
            due = _due(moment) or (date(year, 12, 31) if year is not None else None)
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
    year = roles.whole(report, "boekjaar")
    if year is not None:
        return year
    due = _due(roles.moment(report, "kalender"))
    return due.year if due else None


def _after(start: VagueDate) -> date:
    """Two years after a start; a start on 29 February counts to the 28th."""
    first = start.latest or start.earliest
    assert first is not None
    year = first.year + _YEARS_TO_EVALUATION
    return first.replace(year=year, day=28) if (first.month, first.day) == (2, 29) else first.replace(year=year)
