"""How every target of an indicator stands at a day, and the indicator as a whole.

The whole stands by the first end target that lies ahead, else by the last one passed; a report over a year by the
target of that year, the steps in between too. What is known of groups only is never said of the whole.

A target that was replaced counts until the day its replacement was agreed, if that is known; one that replaces another
is there from that day on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.dates import format_day
from kapstok.core.model import Item, Key
from kapstok.core.text import enumerate_words
from kapstok.reckon.facts import Ground
from kapstok.reckon.measured import Measurement, baseline_of, group_key, groups_of, of_group
from kapstok.reckon.roles import Roles, end_of
from kapstok.reckon.targets import Target, direction_of
from kapstok.reckon.verdict import DEVIATES, State, Verdict, better, judge_target
from kapstok.reckon.words import asked, in_unit

_PAST = "Een vervangen of vervallen streefwaarde blijft staan en telt niet meer mee"
_NO_TARGET = "Zonder streefwaarde is er geen oordeel"
_NOT_WHOLE = "Wat van een groep bekend is, zegt niets van het geheel"


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How one target stands, or an indicator without one (`target` None): its state, and one sentence.

    `measured` is the measurement that decided, `path` what the path asked at its date, `heirs` the targets that
    took its place and `group` the group that it is about (empty: the whole).
    """

    target: Target | None
    state: State
    goal: Verdict
    result: Verdict
    words: str
    measured: Measurement | None
    path: Decimal | None
    unit: str
    group: str
    heirs: tuple[Target, ...]
    grounds: tuple[Ground, ...]

    @property
    def in_force(self) -> bool:
        """Whether the target still counts."""
        return self.state not in (State.REPLACED, State.LAPSED)

    @property
    def deviates(self) -> bool:
        """Whether it is behind or was missed."""
        return self.state in DEVIATES

    @property
    def asked(self) -> str:
        """What the target asks as a limit: `ten minste 64%`; empty when there is nothing to hold against."""
        limits = self.target.limits if self.target else None
        return asked(limits, self.unit) if limits else ""

    @property
    def path_words(self) -> str:
        """What the path asked at the measurement, in its unit; empty without a path."""
        return in_unit(self.path, self.unit) if self.path is not None else ""

    @property
    def result_words(self) -> str:
        """Whether the target was reached, and that it is too early to say."""
        early = self.result is Verdict.UNKNOWN and self.state in (State.ON_TRACK, State.BEHIND)
        return self.result.value + (", de termijn loopt nog" if early else "")


def there(targets: Sequence[Target], day: date) -> tuple[Target, ...]:
    """The targets that are there at a day: one that was agreed to replace another is not there before that."""
    return tuple(t for t in targets if not t.replaces or not (since := end_of(t.since)) or since <= day)


def standings(
    targets: Sequence[Target], measured: Sequence[Measurement], day: date, roles: Roles
) -> tuple[Standing, ...]:
    heirs: dict[Key, list[Target]] = {}
    for target in targets:
        for older in target.replaces:
            heirs.setdefault(older, []).append(target)
    current = [t for t in targets if t.item.key not in heirs and not t.lapsed]
    found = []
    for target in targets:
        if target in current:
            same = [s for s in current if s.is_step and s != target and group_key(s.group) == group_key(target.group)]
            found.append(_judged(target, same, measured, day))
        else:
            found.append(_past(target, heirs.get(target.item.key, []), roles))
    return tuple(found)


def _judged(target: Target, steps: Sequence[Target], measured: Sequence[Measurement], day: date) -> Standing:
    judged = judge_target(target, steps, measured, day)
    zero = target.baseline
    grounds = [Ground(rule=judged.rule, value=judged.state.value), *target.grounds]
    grounds += judged.measured.grounds if judged.measured else ()
    grounds += zero.grounds if zero and (judged.measured is None or zero.item != judged.measured.item) else ()
    if judged.path is not None:
        grounds += [g for step in steps for g in step.grounds]
        grounds.append(Ground(rule="het pad vraagt", value=in_unit(judged.path, target.measured_in)))
    grounds.append(Ground(rule="peildatum", value=format_day(day), day=day))
    return Standing(
        target=target,
        state=judged.state,
        goal=judged.goal,
        result=judged.result,
        words=judged.words,
        measured=judged.measured,
        path=judged.path,
        unit=target.measured_in,
        group=target.group,
        heirs=(),
        grounds=tuple(grounds),
    )


def _past(target: Target, heirs: Sequence[Target], roles: Roles) -> Standing:
    """A target that no longer counts: kept, with what took its place, the document that says so and since when."""
    words = "vervallen"
    if heirs:
        what = "een nieuwe streefwaarde" if len(heirs) == 1 else f"{len(heirs)} nieuwe streefwaarden"
        terms = list(dict.fromkeys(heir.term.text for heir in heirs if heir.term))
        sources = list(dict.fromkeys(roles.model.items[heir.source].title for heir in heirs if heir.source))
        since = list(dict.fromkeys(heir.since.text for heir in heirs if heir.since))
        words = f"vervangen door {what}" + (f" voor {enumerate_words(terms, 'en')}" if terms else "")
        words += f", uit {enumerate_words(sources, 'en')}" if sources else ""
        words += f" ({enumerate_words(since, 'en')})" if since else ""
    state = State.REPLACED if heirs else State.LAPSED
    grounds = [Ground(rule=_PAST, value=state.value), *target.grounds, *(g for heir in heirs for g in heir.grounds)]
    return Standing(
        target=target,
        state=state,
        goal=Verdict.UNKNOWN,
        result=Verdict.UNKNOWN,
        words=f"Telt niet meer mee: {words}.",
        measured=None,
        path=None,
        unit=target.measured_in,
        group=target.group,
        heirs=tuple(heirs),
        grounds=tuple(grounds),
    )


def whole_of(
    item: Item,
    standings: Sequence[Standing],
    measured: Sequence[Measurement],
    day: date,
    year: int | None,
    roles: Roles,
) -> Standing:
    """How the indicator itself stands."""
    counted = [s for s in standings if s.in_force and s.target is not None]
    mine = [s for s in counted if not s.group]
    series, groups = of_group(measured, ""), groups_of(measured)
    if groups and not series and counted:
        return _unsaid(
            item, f" voor het geheel: er is alleen gemeten per groep ({_named(groups)})", measured, day, roles
        )
    if counted and not mine:
        named = dict.fromkeys(s.group for s in counted)
        return _unsaid(
            item, f" voor het geheel: er is alleen een streefwaarde per groep ({_named(named)})", measured, day, roles
        )
    if not mine:
        return _unsaid(item, ": er is nog geen streefwaarde", measured, day, roles)
    return _chosen(mine, day, year)


def _chosen(standings: Sequence[Standing], day: date, year: int | None) -> Standing:
    """The target that the whole stands by; of two with one term the one that can be judged."""

    def end(standing: Standing) -> date:
        return (standing.target.end if standing.target else None) or date.max

    if year is not None:
        of_year = [s for s in standings if end(s).year == year]
        standings = of_year or standings
    ends = [s for s in standings if s.target and not s.target.is_step] or list(standings)
    dated = sorted(ends, key=lambda s: (end(s), s.target is None or s.target.limits is None))
    ahead = [s for s in dated if end(s) > day]
    if ahead:
        return ahead[0]
    last = [s for s in dated if end(s) == end(dated[-1])]
    return last[0]


def _unsaid(item: Item, why: str, measured: Sequence[Measurement], day: date, roles: Roles) -> Standing:
    """An indicator whose whole cannot be judged; which way it goes can be said all the same."""
    numbers = [m for m in of_group(measured, "") if m.value is not None]
    zero, latest = baseline_of(numbers), numbers[-1] if numbers else None
    goal = Verdict.UNKNOWN
    if zero and latest and latest.value is not None and zero.value is not None and latest.item != zero.item:
        goal = better(latest.value, zero.value, direction_of(item, roles))
    rule = _NO_TARGET if why.startswith(": ") else _NOT_WHOLE
    grounds = (
        Ground(rule=rule, value=State.UNKNOWN.value),
        *(latest.grounds if latest else ()),
        Ground(rule="peildatum", value=format_day(day), day=day),
    )
    return Standing(
        target=None,
        state=State.UNKNOWN,
        goal=goal,
        result=Verdict.UNKNOWN,
        words=f"Niet te bepalen{why}.",
        measured=latest,
        path=None,
        unit=roles.text(item, "eenheid"),
        group="",
        heirs=(),
        grounds=grounds,
    )


def _named(groups: Iterable[str]) -> str:
    return enumerate_words(groups, "en")
