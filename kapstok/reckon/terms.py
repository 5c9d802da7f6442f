"""The agenda of terms: everything that still has a moment, over all kinds.

Two things stand in it. What is on the calendar and is not over: meetings, moments of the cycle, steps that are not
done. And what was agreed, promised, asked or moved and is not done, by its last day: what is late comes first, and
what has no last day is told as such instead of being left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item
from kapstok.reckon.calendar import Entry
from kapstok.reckon.council import Council
from kapstok.reckon.facts import Ground
from kapstok.reckon.matters import SETTLED, Matter, State, is_matter

LATE, UNDATED = "Over tijd", "Zonder datum"
_PLANNED = "gepland-op"


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One thing with a moment: what it is, when in its own words ('' when nobody said), and who does it."""

    item: Item
    words: str
    who: str
    moment: VagueDate | None
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quarter:
    """The terms of one quarter, of what is late, or of what has no day; never empty."""

    heading: str
    terms: tuple[Term, ...]


def agenda_of_terms(calendar: Iterable[Entry], council: Council) -> tuple[Quarter, ...]:
    """What is late, then every quarter with something in it, then what has no day."""
    open_matters = sorted(_open(council), key=lambda one: one.due.sort_key if one.due else date.max)
    late = [_of(one) for one in open_matters if one.state == State.LATE]
    undated = [_of(one) for one in open_matters if one.state != State.LATE and one.due is None]
    dated = [_of(one) for one in open_matters if one.state != State.LATE and one.due is not None]
    dated += [_entry(entry) for entry in calendar if entry.ahead and not _is_done(entry, council)]
    quarters: dict[str, list[Term]] = {LATE: late}
    for term in sorted(dated, key=lambda one: one.moment.sort_key if one.moment else date.max):
        assert term.moment is not None  # only those of the calendar and with a last day are in this list
        quarters.setdefault(quarter_of(term.moment.sort_key), []).append(term)
    quarters[UNDATED] = undated
    return tuple(Quarter(heading=heading, terms=tuple(terms)) for heading, terms in quarters.items() if terms)


def quarter_of(day: date) -> str:
    """The quarter of a day as a heading: `Januari tot en met maart 2027`."""
    months = ("Januari tot en met maart", "April tot en met juni", "Juli tot en met september")
    return f"{(*months, 'Oktober tot en met december')[(day.month - 1) // 3]} {day.year}"


def _open(council: Council) -> Iterator[Matter]:
    """Everything that still has to be done, in the order of the agenda."""
    for item in council.roles.items(SETTLED):
        if is_matter(item, council.roles):
            matter = council.matter(item)
            if matter.is_there and matter.is_open and matter.asks:
                yield matter


def _of(matter: Matter) -> Term:
    return Term(item=matter.item, words=matter.deadline, who=matter.who, moment=matter.due, grounds=matter.grounds)


def _entry(entry: Entry) -> Term:
    return Term(item=entry.item, words=entry.words, who="", moment=entry.moment, grounds=entry.grounds)


def _is_done(entry: Entry, council: Council) -> bool:
    """Whether it is a step of a process that was taken before its day."""
    return bool(council.roles.kind(entry.item).fields_with_role(_PLANNED)) and council.step(entry.item).done
