"""What plans are made into for pages and papers: values that a template only prints, in order."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.core.dates import VagueDate
from kapstok.reckon.calendar import Entry
from kapstok.render.offers.money_values import Places
from kapstok.render.offers.things import Shown, Thing

TimeRow = tuple[str, str, VagueDate | None, VagueDate | None, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """Things over time: the rows to draw, the same as spans in a list, and what has no begin yet."""

    rows: tuple[TimeRow, ...]
    spans: tuple[Shown, ...]
    without: tuple[Thing, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Things at one place in the tree: `top` is the thing of that place, if it is one."""

    words: str
    top: Thing | None
    several: bool
    things: tuple[Thing, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanPart:
    """One place of a plan or report: the things that are done there, and its money.

    `in_tree` says that its `top` is one of the tree of goals, and not the agenda as a whole. `shared` are the things
    that hang under this top and under others: they are told once, in a place of their own.
    """

    words: str
    top: Thing | None
    in_tree: bool
    things: tuple[Thing, ...]
    shared: tuple[Thing, ...]
    money: Places | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepsTaken:
    """How far a process is: in words, its steps, and the first one that is not done."""

    words: str
    steps: tuple[Shown, ...]
    next: Shown | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """What is to come on the calendar, and what was."""

    ahead: tuple[Entry, ...]
    past: tuple[Entry, ...]

    def __bool__(self) -> bool:
        return bool(self.ahead or self.past)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How much there is to report at a moment."""

    reported: int
    incomplete: int
    deviating: int
