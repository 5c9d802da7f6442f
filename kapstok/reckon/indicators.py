"""How an indicator stands at the peildatum: the state of each target, goal and result apart, and one sentence.

*Goal*: is it better than the baseline? *Result*: was the target reached? From 150 to 100 aimed and 120 reached
means goal yes, result no. A target whose term lies ahead is never called missed, and one that was replaced is
kept but not judged. A measurement counts from the last day that it can be of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kapstok.core.model import Item
from kapstok.reckon.roles import Roles, local_id
from kapstok.reckon.targets import Measured, Target, baseline_of, path_at, read_target, series
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


DEVIATES = (State.BEHIND, State.MISSED)
_LEADS = {
    State.REACHED: "Gehaald",
    State.ON_TRACK: "Ligt op schema",
    State.BEHIND: "Loopt achter",
    State.MISSED: "Niet gehaald",
    State.UNKNOWN: "Niet te bepalen",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How one target stands. `measured` is the measurement that decides, `path` what the path asked at its date."""

    target: Item | None
    state: State
    goal: Verdict
    result: Verdict
    reading: str
    measured: Item | None = None
    baseline: Item | None = None
    path: Decimal | None = None
    asked: str = ""
    replaced_by: Item | None = None
    split: str = ""

    @property
    def in_force(self) -> bool:
        """Whether the target still counts."""
        return self.state not in (State.REPLACED, State.LAPSED)


def is_indicator(item: Item, roles: Roles) -> bool:
    """Whether the kind of an item holds measurements."""
    fields = roles.kind(item).shape.fields.values()
    nested = (shape.items.nested for shape in fields if shape.items and shape.items.nested)
    return any(roles.has(roles.kinds[name], "meetwaarde", "peilmoment") for name in nested)


def standings(indicator: Item, day: date, roles: Roles) -> tuple[Standing, ...]:
    """Every target of an indicator in the order of the file, the replaced ones too."""
    targets = roles.parts(indicator, "streefmoment")
    heirs = {str(roles.value(t, "vervangt")): t for t in targets if roles.value(t, "vervangt")}
    current = [t for t in targets if local_id(t) not in heirs and roles.value(t, "vervallen") is not True]
    found = []
    for target in targets:
        if target in current:
            found.append(_judged(indicator, target, current, day, roles))
        else:
            found.append(_past(target, heirs.get(local_id(target)), roles))
    return tuple(found)


def standing(indicator: Item, day: date, roles: Roles) -> Standing:
    """How an indicator as a whole stands: by the first end target that lies ahead, else by the last one passed."""
    counted = [s for s in standings(indicator, day, roles) if s.in_force and s.target]
    ends = [s for s in counted if not roles.value(s.target, "tussendoel")] if counted else []  # type: ignore[arg-type]
    among = ends or counted
    among = [s for s in among if not s.split] or among
    if not among:
        return _judged(indicator, None, (), day, roles)
    dated = sorted(((_end(s, roles), n) for n, s in enumerate(among)), key=lambda pair: pair[0])
    ahead = [n for end, n in dated if end > day]
    return among[ahead[0] if ahead else dated[-1][1]]


def _end(standing: Standing, roles: Roles) -> date:
    term = roles.value(standing.target, "streefmoment") if standing.target else None
    return (term.latest or term.earliest or date.max) if term else date.max


def _past(target: Item, heir: Item | None, roles: Roles) -> Standing:
    """A target that no longer counts: kept, with what took its place and the document that says so."""
    words = "Telt niet meer mee: vervallen."
    if heir is not None:
        source = next((roles.model.items[k].title for k in roles.refers(heir, "herkomst")), "")
        term = roles.value(heir, "streefmoment")
        words = "Telt niet meer mee: vervangen door een nieuwe streefwaarde" + (f" voor {term.text}" if term else "")
        words += f", uit {source}." if source else "."
    return Standing(
        target=target,
        state=State.REPLACED if heir else State.LAPSED,
        goal=Verdict.UNKNOWN,
        result=Verdict.UNKNOWN,
        reading=words,
        replaced_by=heir,
        split=str(roles.value(target, "uitsplitsing") or ""),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Case:
    """One target beside the measurements that can be held against it."""

    target: Target
    measured: tuple[Measured, ...]
    between: tuple[Target, ...]
    day: date
    split: str

    @property
    def is_over(self) -> bool:
        return self.target.end is not None and self.target.end <= self.day

    @property
    def latest(self) -> Measured | None:
        return self.measured[-1] if self.measured else None

    @property
    def decisive(self) -> Measured | None:
        """The measurement to judge by: the latest, and for a past term that of its year or the first after it."""
        end = self.target.end
        if not self.is_over or end is None:
            return self.latest
        of_year = [m for m in self.measured if m.day.year == end.year]
        after = [m for m in self.measured if m.day.year > end.year]
        return of_year[-1] if of_year else after[0] if after else None


def _judged(indicator: Item, item: Item | None, current: Sequence[Item], day: date, roles: Roles) -> Standing:
    split = str(roles.value(item, "uitsplitsing") or "") if item else ""
    everything = series(indicator, split, day, roles)
    counted = [m for m in everything if m.value is not None]
    target = read_target(indicator, item, counted, roles)
    steps = [s for s in current if s != item and roles.value(s, "tussendoel")]
    same = [s for s in steps if str(roles.value(s, "uitsplitsing") or "") == split]
    case = _Case(
        target=target,
        measured=tuple(counted),
        between=tuple(read_target(indicator, s, counted, roles) for s in same),
        day=day,
        split=split,
    )
    state, why, path = _state(case)
    shown = case.decisive or case.latest
    zero = target.baseline or baseline_of(everything, roles)
    told = shown.item if shown else everything[-1].item if everything else None
    return Standing(
        target=item,
        state=state,
        goal=_goal(case),
        result=_result(case, state),
        reading=_reading(case, state, why, path),
        measured=told,
        baseline=zero.item if zero else None,
        path=path,
        asked=asked(target.limits, target.unit) if target.limits else "",
        split=split,
    )


def _state(case: _Case) -> tuple[State, str, Decimal | None]:
    """The state, why it cannot be said, and what the path asks at the measurement."""
    target, found = case.target, case.decisive
    if target.limits is None:
        return State.UNKNOWN, target.why, None
    if case.latest is None:
        return State.UNKNOWN, f"er is {f'voor {case.split} ' if case.split else ''}nog niet gemeten", None
    if found is None or found.value is None:
        return State.UNKNOWN, f"er is nog niet gemeten na de termijn ({target.term})", None
    reached = target.limits.hold(found.value)
    if case.is_over:
        return (State.REACHED if reached else State.MISSED), "", None
    first = target.baseline is not None and found.item == target.baseline.item
    if target.keeps:
        if first:
            return State.UNKNOWN, "er is na de nulmeting nog niet gemeten", None
        return (State.ON_TRACK if reached else State.BEHIND), "", None
    if reached:
        return State.REACHED, "", None
    if target.end is None:
        return State.UNKNOWN, "er is geen termijn", None
    if target.baseline is None:
        return State.UNKNOWN, "zonder nulmeting is er geen pad naar de streefwaarde", None
    if first:
        return State.UNKNOWN, "er is na de nulmeting nog niet gemeten", None
    return _on_path(case, found.value, path_at(found.day, target, case.between))


def _on_path(case: _Case, value: Decimal, path: Decimal | None) -> tuple[State, str, Decimal | None]:
    target = case.target
    assert target.limits is not None
    if path is None or target.aim is None or target.start is None:
        return State.UNKNOWN, "er is geen pad van de nulmeting naar de streefwaarde", None
    if target.aim == target.start:
        return State.BEHIND, "", path
    up = target.aim > target.start
    beyond = target.limits.high if up else target.limits.low
    past = beyond is not None and (value > beyond if up else value < beyond)
    in_time = (value >= path if up else value <= path) and not past
    return (State.ON_TRACK if in_time else State.BEHIND), "", path


def _goal(case: _Case) -> Verdict:
    """Whether it goes the right way: better than the baseline or, for what is to be kept, within its limits."""
    target, found = case.target, case.decisive or case.latest
    if found is None or found.value is None:
        return Verdict.UNKNOWN
    base = target.baseline.value if target.baseline else target.start
    first = target.baseline is not None and found.item == target.baseline.item
    if base is None or first:
        return Verdict.UNKNOWN
    if target.keeps and target.limits is not None:
        return _verdict(target.limits.hold(found.value))
    if target.direction:
        return _verdict(found.value > base if target.direction == 1 else found.value < base)
    if target.limits is not None:
        return _verdict(
            target.limits.hold(found.value) or target.limits.distance(found.value) < target.limits.distance(base)
        )
    return _verdict(found.value == base) if target.direction == 0 else Verdict.UNKNOWN


def _result(case: _Case, state: State) -> Verdict:
    """Whether the target was reached; before its term only a yes can be said."""
    if state is State.REACHED:
        return Verdict.YES
    return Verdict.NO if state is State.MISSED else Verdict.UNKNOWN


def _verdict(holds: bool) -> Verdict:
    return Verdict.YES if holds else Verdict.NO


def _reading(case: _Case, state: State, why: str, path: Decimal | None) -> str:
    """One sentence: `Ligt op schema: 61,2% in 2025, het pad vraagt 60,5%.`"""
    target, found = case.target, case.decisive
    lead = _LEADS[state]
    if case.split:
        lead = f"{lead} voor {case.split}"
    if state is State.UNKNOWN or found is None or found.value is None or target.limits is None:
        return f"{lead}: {why}."
    value = f"{in_unit(found.value, target.unit)} {at(found.moment)}"
    if path is not None:
        return f"{lead}: {value}, het pad vraagt {in_unit(path, target.unit)}."
    verb = "was" if case.is_over else "is"
    term = f" {at(target.term)}" if target.term and target.term.text != found.moment.text else ""
    sentence = f"{lead}: {value}, gevraagd {verb} {asked(target.limits, target.unit)}{term}"
    base = target.baseline
    if state is State.MISSED and _goal(case) is Verdict.YES and base is not None and base.value is not None:
        sentence += f"; wel beter dan de nulmeting ({in_unit(base.value, target.unit)})"
    return sentence + "."
