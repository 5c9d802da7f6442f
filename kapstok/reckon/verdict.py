"""How one target stands at a day: one rule for every kind of target.

1. What counts: the newest measurement of the same group that is there at the day. After the term of a target it is
   the last one of the year of the term, or else the first after it.
2. Without a number to hold against, or without a measurement, nothing can be said, and the reason is said instead.
3. After the term: the measurement reaches the limits of the target (reached) or not (missed).
4. While the term lies ahead, nothing is called reached: a figure can fall back. What meets the target already is on
   schedule. Only what cannot fall back (`blijvend`: a building that stands, a count that only grows) is reached as
   soon as one measurement meets it. A target without any term is reached when it is met.
5. While the term lies ahead and the figure does not meet the target: it must lie on the straight path from the
   baseline, by way of the steps in between, to the target (on schedule), else it is behind. What is to be kept has no
   path: not kept is behind. The baseline itself proves nothing.

*Goal*: is it better than the baseline? *Result*: was the target reached? From 150 to 100 aimed and 120 reached means
goal yes, result no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kapstok.reckon.measured import Measurement, of_group
from kapstok.reckon.path import path_at
from kapstok.reckon.targets import Target
from kapstok.reckon.words import asked, at, in_unit


class State(StrEnum):
    """How a target stands; the last two are no longer judged."""

    REACHED = "gehaald"
    ON_TRACK = "op schema"
    BEHIND = "loopt achter"
    MISSED = "niet gehaald"
    UNKNOWN = "niet te bepalen"
    REPLACED = "vervangen"
    LAPSED = "vervallen"


class Verdict(StrEnum):
    """A judgement that may be impossible."""

    YES = "ja"
    NO = "nee"
    UNKNOWN = "niet te bepalen"


JUDGED = (State.REACHED, State.ON_TRACK, State.BEHIND, State.MISSED, State.UNKNOWN)
DEVIATES = (State.BEHIND, State.MISSED)
_LEADS = {
    State.REACHED: "Gehaald",
    State.ON_TRACK: "Ligt op schema",
    State.BEHIND: "Loopt achter",
    State.MISSED: "Niet gehaald",
    State.UNKNOWN: "Niet te bepalen",
}
_OVER = "Na de termijn beslist de meting over het jaar van de termijn, of anders de eerste daarna"
_FOR_GOOD = "Wat niet kan terugvallen, is gehaald zodra een meting voldoet"
_AHEAD = "Wat voor de termijn al voldoet, kan nog terugvallen en heet op schema"
_KEPT = "Wat gelijk moet blijven, hoort tot de termijn bij elke meting te voldoen"
_PATH = "Voor de termijn hoort het cijfer op de rechte lijn van de nulmeting naar de streefwaarde te liggen"
_NO_TERM = "Zonder termijn is de streefwaarde gehaald zodra het cijfer voldoet"
_NOT = "Zonder getal, meting, nulmeting of termijn om aan te toetsen is er geen oordeel"


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """What became of one target: its state by which rule, the measurement that decided, and one sentence."""

    state: State
    rule: str
    goal: Verdict
    result: Verdict
    words: str
    measured: Measurement | None
    path: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Case:
    """One target beside the measurements that can be held against it, oldest first, all with a number."""

    target: Target
    measured: tuple[Measurement, ...]
    between: tuple[Target, ...]
    day: date

    @property
    def is_over(self) -> bool:
        return self.target.end is not None and self.target.end <= self.day

    @property
    def latest(self) -> Measurement | None:
        return self.measured[-1] if self.measured else None

    @property
    def decisive(self) -> Measurement | None:
        """The measurement to judge by."""
        end, limits = self.target.end, self.target.limits
        if self.target.for_good and limits is not None:
            held = next((m for m in self.measured if m.value is not None and limits.hold(m.value)), None)
            if held is not None and (held.day is None or end is None or held.day <= end):
                return held
        if not self.is_over or end is None:
            return self.latest
        dated = [m for m in self.measured if m.day is not None]
        of_year = [m for m in dated if m.day and m.day.year == end.year]
        after = [m for m in dated if m.day and m.day.year > end.year]
        return of_year[-1] if of_year else after[0] if after else None

    @property
    def only_baseline(self) -> bool:
        zero, found = self.target.baseline, self.decisive
        return zero is not None and found is not None and found.item == zero.item


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    """A state with the rule that gives it; `why` it cannot be said, and what the path asked."""

    state: State
    rule: str
    why: str = ""
    path: Decimal | None = None


def judge_target(target: Target, steps: Sequence[Target], measured: Sequence[Measurement], day: date) -> Judged:
    """How a target stands at a day; `steps` are the targets in between that count, `measured` is of all groups."""
    mine = of_group(measured, target.group)
    case = _Case(
        target=target,
        measured=tuple(m for m in mine if m.value is not None),
        between=tuple(steps),
        day=day,
    )
    found = _state(case)
    result = {State.REACHED: Verdict.YES, State.MISSED: Verdict.NO}.get(found.state, Verdict.UNKNOWN)
    told = mine[-1] if mine else None
    return Judged(
        state=found.state,
        rule=found.rule,
        goal=goal_of(target, case.decisive or case.latest),
        result=result,
        words=_reading(case, found),
        measured=case.decisive or case.latest or told,
        path=found.path,
    )


def _state(case: _Case) -> _Found:
    target, found = case.target, case.decisive
    if target.limits is None:
        return _Found(state=State.UNKNOWN, rule=_NOT, why=target.why)
    if case.latest is None:
        group = f"voor {target.group} " if target.group else ""
        return _Found(state=State.UNKNOWN, rule=_NOT, why=f"er is {group}nog niet gemeten")
    if found is None or found.value is None:
        return _Found(state=State.UNKNOWN, rule=_OVER, why=f"er is nog niet gemeten na de termijn ({target.term})")
    reached = target.limits.hold(found.value)
    if target.for_good and reached:
        return _Found(state=State.REACHED, rule=_FOR_GOOD)
    if case.is_over:
        return _Found(state=State.REACHED if reached else State.MISSED, rule=_OVER)
    if case.only_baseline:
        return _Found(state=State.UNKNOWN, rule=_NOT, why="er is na de nulmeting nog niet gemeten")
    if target.end is None:
        if reached:
            return _Found(state=State.REACHED, rule=_NO_TERM)
        return _Found(state=State.UNKNOWN, rule=_NOT, why="er is geen termijn")
    if target.keeps:
        return _Found(state=State.ON_TRACK if reached else State.BEHIND, rule=_KEPT)
    return _Found(state=State.ON_TRACK, rule=_AHEAD) if reached else _on_path(case, found)


def _on_path(case: _Case, found: Measurement) -> _Found:
    """Whether a figure that does not meet its target yet lies on the path to it."""
    target = case.target
    if target.baseline is None:
        return _Found(state=State.UNKNOWN, rule=_NOT, why="zonder nulmeting is er geen pad naar de streefwaarde")
    path = path_at(found.day, target, case.between) if found.day else None
    if path is None or target.aim is None or target.start is None or target.limits is None or found.value is None:
        undated = target.baseline.day is None
        why = (
            "van de nulmeting is geen datum bekend"
            if undated
            else "er is geen pad van de nulmeting naar de streefwaarde"
        )
        return _Found(state=State.UNKNOWN, rule=_NOT, why=why)
    if target.aim == target.start:
        return _Found(state=State.BEHIND, rule=_PATH, path=path)
    up, value = target.aim > target.start, found.value
    beyond = target.limits.high if up else target.limits.low
    past = beyond is not None and (value > beyond if up else value < beyond)
    in_time = (value >= path if up else value <= path) and not past
    return _Found(state=State.ON_TRACK if in_time else State.BEHIND, rule=_PATH, path=path)


def goal_of(target: Target, found: Measurement | None) -> Verdict:
    """Whether it goes the right way: better than the baseline or, for what is to be kept, within its limits."""
    if found is None or found.value is None:
        return Verdict.UNKNOWN
    zero, limits = target.baseline, target.limits
    base = zero.value if zero else target.start
    if base is None or (zero is not None and found.item == zero.item):
        return Verdict.UNKNOWN
    if target.keeps and limits is not None:
        return _verdict(limits.hold(found.value))
    if target.direction:
        return better(found.value, base, target.direction)
    if limits is not None:
        return _verdict(limits.hold(found.value) or limits.distance(found.value) < limits.distance(base))
    return _verdict(found.value == base) if target.direction == 0 else Verdict.UNKNOWN


def better(value: Decimal, base: Decimal, direction: int | None) -> Verdict:
    """Whether a value is better than the baseline; `direction` 0 asks for the same, None knows no better."""
    if direction is None:
        return Verdict.UNKNOWN
    return _verdict(value == base if direction == 0 else value > base if direction == 1 else value < base)


def _verdict(holds: bool) -> Verdict:
    return Verdict.YES if holds else Verdict.NO


def _reading(case: _Case, told: _Found) -> str:
    """One sentence: `Ligt op schema: 61,2% in 2025, het pad vraagt 60,5%.`"""
    target, found, unit = case.target, case.decisive, case.target.measured_in
    lead = _LEADS[told.state] + (f" voor {target.group}" if target.group else "")
    if told.state is State.UNKNOWN or found is None or found.value is None or target.limits is None:
        return f"{lead}: {told.why}."
    value = f"{in_unit(found.value, unit)} {at(found.moment)}"
    if told.path is not None:
        return f"{lead}: {value}, het pad vraagt {in_unit(told.path, unit)}."
    wanted = asked(target.limits, unit)
    term = f" {at(target.term)}" if target.term and target.term.text != found.moment.text else ""
    if told.rule == _AHEAD:
        return f"{lead}: {value}, nu al wat is gevraagd: {wanted}{term}."
    sentence = f"{lead}: {value}, gevraagd {'was' if case.is_over else 'is'} {wanted}{term}"
    base = target.baseline
    if told.state is State.MISSED and base and base.value is not None and goal_of(target, found) is Verdict.YES:
        sentence += f"; wel beter dan de nulmeting ({in_unit(base.value, unit)})"
    return sentence + "."
