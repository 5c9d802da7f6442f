"""How an indicator stands at a day: the whole and each of its groups, every target, and the words of it all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kapstok.core.model import Item, Key
from kapstok.core.text import enumerate_words
from kapstok.kinds.schema import ANY_KIND
from kapstok.reckon.facts import Ground
from kapstok.reckon.measured import Measurement, baseline_of, groups_of, measurements, of_group
from kapstok.reckon.roles import Roles
from kapstok.reckon.standing import Standing, standings, there, whole_of
from kapstok.reckon.targets import Target, read_targets
from kapstok.reckon.verdict import State

_ONLY_GROUPS = "alleen per groep: "


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """Everything that is known of one indicator at a day, or as a report over a year says it.

    `measured` is of all groups by time, `series` that of the whole. `targets` are all standings in the order of the
    file, `groups` those in force of a group, `whole` the one of the indicator itself. The words of the baseline, the
    latest measurement and the targets are empty when there is none.
    """

    item: Item
    day: date
    whole: Standing
    targets: tuple[Standing, ...]
    measured: tuple[Measurement, ...]
    series: tuple[Measurement, ...]
    baseline: Measurement | None
    latest: Measurement | None
    baseline_words: str
    latest_words: str
    target_words: str

    @property
    def state(self) -> State:
        """How the whole stands."""
        return self.whole.state

    @property
    def words(self) -> str:
        """One sentence about the whole."""
        return self.whole.words

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """On what the standing of the whole rests, and everything that was measured."""
        return self.whole.grounds + tuple(ground for m in self.measured for ground in m.grounds)

    @property
    def groups(self) -> tuple[Standing, ...]:
        """How the groups stand that have a target of their own."""
        return tuple(s for s in self.targets if s.in_force and s.group and s is not self.whole)

    @property
    def in_force(self) -> tuple[Target, ...]:
        """The targets of the whole that count now, steps too."""
        return tuple(s.target for s in self.targets if s.in_force and s.target and not s.group)

    @property
    def has_groups(self) -> bool:
        """Whether something was measured for a group."""
        return any(m.group for m in self.measured)

    @property
    def aims_at_groups(self) -> bool:
        """Whether a target, also one that no longer counts, is for a group."""
        return any(s.group for s in self.targets)

    @property
    def has_sources(self) -> bool:
        """Whether a target, also one that no longer counts, names the document it comes from."""
        return any(s.target and s.target.source for s in self.targets)

    @property
    def sources(self) -> tuple[Key, ...]:
        """Where the latest measurement comes from; empty when it does not say."""
        return tuple(ground.source for ground in (self.latest.grounds if self.latest else ()) if ground.source)

    @property
    def remarked(self) -> tuple[Measurement, ...]:
        """The measurements of which something is said beside the figure: a note, or where it comes from."""
        return tuple(m for m in self.measured if m.says and (m.note or m.source))

    @property
    def shown_remarks(self) -> tuple[Measurement, ...]:
        """Those of the baseline and the latest measurement, which a table of many indicators shows."""
        return tuple(m for m in self.remarked if m in (self.baseline, self.latest))

    @property
    def deviates(self) -> bool:
        """Whether it is behind or was missed; of what is known of groups only, one group that is behind is enough."""
        alone = self.whole.target is None
        return self.whole.deviates or (alone and any(s.deviates for s in self.groups))


class Indicators:
    """The indicators of a view at a day; each is worked out when it is first asked for."""

    def __init__(self, roles: Roles, day: date) -> None:
        self.roles, self.day = roles, day
        self._known: dict[tuple[Key, date, int | None], Indicator] = {}
        self._at: Mapping[Key, tuple[Item, ...]] | None = None

    def of(self, item: Item, day: date | None = None, year: int | None = None) -> Indicator:
        """How an indicator stands, now or at an earlier day; with a year as the report over that year says it."""
        when = min(day or self.day, self.day, date(year, 12, 31) if year else date.max)
        key = (item.key, when, year)
        if key not in self._known:
            self._known[key] = _indicator(item, when, year, self.roles, looking_back=when < self.day)
        return self._known[key]

    @property
    def all(self) -> tuple[Indicator, ...]:
        """Every indicator of the view, in order."""
        kinds = (kind for kind in self.roles.kinds if self.roles.measures(kind))
        items = (item for kind in kinds for item in self.roles.model.of_kind(kind.name))
        return tuple(self.of(item) for item in self.roles.ordered(items))

    @cached_property
    def everything(self) -> tuple[Indicator, ...]:
        """Every indicator with all that was ever written of it, also of days still to come: to hold against itself."""
        ahead = Indicators(self.roles, date.max)
        return ahead.all

    def at(self, thing: Item) -> tuple[Item, ...]:
        """The indicators of a thing itself: those that name it, or that it names, in a field made for that."""
        if self._at is None:
            self._at = _by_thing(self.roles)
        return self._at.get(thing.key, ())

    def at_any(self, things: Iterable[Item]) -> tuple[Item, ...]:
        """The indicators of several things, each once, in the order of the things."""
        return tuple({one.key: one for thing in things for one in self.at(thing)}.values())


def _by_thing(roles: Roles) -> Mapping[Key, tuple[Item, ...]]:
    found: dict[Key, dict[Key, Item]] = {}
    items = roles.model.items
    for reference in roles.model.references:
        source, target = items[reference.source], items[reference.target]
        for indicator, thing in ((source, target), (target, source)):
            if (
                not reference.in_prose
                and roles.measures(roles.kind(indicator))
                and _is_meant(source, reference.field, target, roles)
            ):
                found.setdefault(thing.key, {}).setdefault(indicator.key, indicator)
    return {key: tuple(roles.ordered(several.values())) for key, several in found.items()}


def _is_meant(source: Item, field: str, target: Item, roles: Roles) -> bool:
    """Whether a field is made for references to this kind; `zie ook` and the like are for every kind."""
    shape = roles.kind(source).shape.fields[field]
    targets = {*shape.targets, *(shape.items.targets if shape.items else ())}
    if shape.fields or (shape.items and shape.items.fields):
        return True
    return ANY_KIND not in targets and target.key.kind in targets


def _indicator(item: Item, day: date, year: int | None, roles: Roles, *, looking_back: bool) -> Indicator:
    measured = measurements(item, day, roles, looking_back=looking_back)
    targets = there(read_targets(item, measured, roles), day)
    found = standings(targets, measured, day, roles)
    series = of_group(measured, "")
    dated = [m for m in series if m.day is not None]
    latest = dated[-1] if dated else series[-1] if series else None
    baseline = baseline_of(series)
    return Indicator(
        item=item,
        day=day,
        whole=whole_of(item, found, measured, day, year, roles),
        targets=found,
        measured=measured,
        series=series,
        baseline=baseline,
        latest=latest,
        baseline_words=baseline.dated if baseline else _per_group(measured, series, only_baseline=True),
        latest_words=latest.dated + (" (nulmeting)" if latest.is_baseline else "")
        if latest
        else _per_group(measured, series, only_baseline=False),
        target_words=_target_words([s.target for s in found if s.in_force and s.target]),
    )


def _per_group(measured: Sequence[Measurement], series: Sequence[Measurement], *, only_baseline: bool) -> str:
    """What is known of the groups when nothing is known of the whole: the newest of each, or its baseline."""
    if series:
        return ""
    found = []
    for group in groups_of(measured):
        mine = of_group(measured, group)
        one = baseline_of(mine) if only_baseline else mine[-1]
        if one is not None:
            found.append(f"{group} {one.dated}")
    return _ONLY_GROUPS + "; ".join(found) if found else ""


def _target_words(targets: Sequence[Target]) -> str:
    """What is asked now: the end targets of the whole, else its steps; what is the same for several years, once."""
    whole = [t for t in targets if not t.group]
    ends = [t for t in whole if not t.is_step] or whole
    if ends:
        return "; ".join(_by_words(ends))
    groups = dict.fromkeys(t.group for t in targets)
    found = [f"{group} {told}" for group in groups for told in _by_words([t for t in targets if t.group == group])]
    return _ONLY_GROUPS + "; ".join(found) if found else ""


def _by_words(targets: Iterable[Target]) -> list[str]:
    moments: dict[str, list[str]] = {}
    for target in targets:
        moments.setdefault(target.words, []).append(target.term_words)
    found = []
    for words, terms in moments.items():
        named = enumerate_words([term for term in terms if term], "en")
        found.append(f"{named}: {words}" if named else words)
    return found
