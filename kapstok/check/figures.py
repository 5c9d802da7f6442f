"""Contradictions in what was measured and in what is aimed at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kapstok.check.pointing import role_place
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Item, Key
from kapstok.reckon.door import Facts
from kapstok.reckon.indicators import Indicator
from kapstok.reckon.measured import Measurement, group_key
from kapstok.reckon.roles import number
from kapstok.reckon.targets import RANGE, Target, direction_of
from kapstok.reckon.words import PLACES

_UNSAID = ("n.n.b.", "n.v.t.")
_WAYS = {1: "hoger", -1: "lager"}


def one_measurement_for_one_moment(facts: Facts) -> Iterator[Finding]:
    """A group has one figure at one moment: of two nobody knows which counts.

    Slecht: twee metingen over 2025 zonder uitsplitsing. Goed: een meting over 2025, of een per groep.
    """
    for indicator in facts.indicators.everything:
        seen: dict[tuple[object, ...], Measurement] = {}
        for one in _as_written(indicator.measured):
            key = (group_key(one.group), one.moment.earliest, one.moment.latest)
            if not one.says or key[1:] == (None, None):
                continue
            if key in seen:
                group = f" voor {one.group}" if one.group else ""
                yield Finding.at(
                    role_place(facts, one.item, "peilmoment", instead="id"),
                    "meting-dubbel",
                    f"Voor {one.moment.text} staat er{group} al een meting: {seen[key].words}.",
                    f"Die staat op {_line(seen[key].item)}. Haal er een weg, of noem bij uitsplitsing voor welke groep "
                    "elk geldt.",
                )
            seen.setdefault(key, one)


def one_baseline_for_one_group(facts: Facts) -> Iterator[Finding]:
    """A group has one baseline: every later figure is compared with it.

    Slecht: nulmeting: true bij 2019 en bij 2021. Goed: alleen bij 2019.
    """
    for indicator in facts.indicators.everything:
        seen: dict[str, Measurement] = {}
        for one in _as_written(indicator.measured):
            if not one.is_baseline or not one.says:
                continue
            first = seen.setdefault(group_key(one.group), one)
            if first is not one:
                yield Finding.at(
                    role_place(facts, one.item, "nulwaarde", instead="id"),
                    "nulmeting-dubbel",
                    f"Er is al een nulmeting: {first.dated}.",
                    f"Die staat op {_line(first.item)}. Haal nulmeting: true bij een van de twee weg.",
                )


def one_spelling_for_one_group(facts: Facts) -> Iterator[Finding]:
    """A group is written in one way, also between what was measured and what is aimed at.

    Slecht: uitsplitsing: Volwassenen naast volwassenen. Goed: overal volwassenen.
    """
    for indicator in facts.indicators.everything:
        seen: dict[str, tuple[str, Item]] = {}
        items = [m.item for m in _as_written(indicator.measured)]
        items += [s.target.item for s in indicator.targets if s.target]
        for item in items:
            group = facts.roles.text(item, "uitsplitsing")
            if not group:
                continue
            first, where = seen.setdefault(group_key(group), (group, item))
            if first != group:
                yield Finding.at(
                    role_place(facts, item, "uitsplitsing", instead="id"),
                    "groep-schrijfwijze",
                    f"{group} staat op {_line(where)} geschreven als {first}.",
                    f"Schrijf hier ook {first}, of noem een andere groep.",
                    Severity.WARNING,
                )


def what_is_unknown_has_no_number(facts: Facts) -> Iterator[Finding]:
    """A figure that is not known yet, or does not apply, has no number.

    Slecht: waarde: 40 met status_meting: n.n.b. Goed: waarde: null, of status_meting: voorlopig.
    """
    for indicator in facts.indicators.everything:
        for item in facts.roles.parts(indicator.item, "meetwaarde", "peilmoment"):
            status, value = facts.roles.value(item, "meetstatus"), facts.roles.value(item, "meetwaarde")
            if status in _UNSAID and number(value) is not None:
                yield Finding.at(
                    role_place(facts, item, "meetstatus", instead="id"),
                    "meting-status",
                    f"De status is {status}, maar er staat een waarde bij.",
                    "Kies voorlopig, schatting of definitief, of schrijf null bij de waarde.",
                    Severity.WARNING,
                )


def a_target_comes_after_its_baseline(facts: Facts) -> Iterator[Finding]:
    """What is aimed at lies after what was measured first.

    Slecht: een nulmeting over 2021 en een termijn in 2019. Goed: een termijn na 2021.
    """
    for indicator in facts.indicators.everything:
        for target in _counting(indicator):
            zero = target.baseline
            begin = zero.moment.earliest or zero.moment.latest if zero else None
            if zero is not None and begin and target.end and target.term and target.end < begin:
                yield Finding.at(
                    role_place(facts, target.item, "streefmoment", instead="id"),
                    "streefwaarde-voor-nulmeting",
                    f"De termijn {target.term.text} ligt voor de nulmeting ({zero.moment.text}).",
                    f"Verbeter de termijn, of zet nulmeting: true bij een meting van voor {target.term.text}.",
                    Severity.WARNING,
                )


def one_target_for_one_term(facts: Facts) -> Iterator[Finding]:
    """For one moment and group one thing is aimed at, unless one replaces the other.

    Slecht: ten minste 80% in 2026 en ten minste 85% in 2026. Goed: de tweede met vervangt: de eerste.
    """
    for indicator in facts.indicators.everything:
        seen: dict[tuple[object, ...], Target] = {}
        for target in _counting(indicator):
            if target.limits is None or target.end is None or target.term is None:
                continue
            first = seen.setdefault((group_key(target.group), target.end), target)
            if first.limits != target.limits:
                yield Finding.at(
                    role_place(facts, target.item, "streefmoment", instead="id"),
                    "streefwaarde-dubbel",
                    f"Voor {target.term.text} geldt ook een andere streefwaarde: {first.words}.",
                    f"Die staat op {_line(first.item)}. Geldt alleen deze nog, schrijf hier dan vervangt: "
                    f"{_short(first.item.key)}.",
                    Severity.WARNING,
                )


def a_target_replaces_one_of_its_own(facts: Facts) -> Iterator[Finding]:
    """A target takes the place of another of the same indicator.

    Slecht: doel-2026 met vervangt: een streefwaarde uit een ander bestand. Goed: vervangt: doel-2024.
    """
    for indicator in facts.indicators.everything:
        targets = [s.target for s in indicator.targets if s.target]
        own = {target.item.key for target in targets}
        for target in targets:
            outside = [key for key in target.replaces if key not in own]
            if outside:
                yield Finding.at(
                    role_place(facts, target.item, "vervangt", instead="id"),
                    "vervangt-elders",
                    f"{_short(outside[0])} hoort bij een andere indicator.",
                    "Noem hier een streefwaarde uit dit bestand, of haal vervangt weg.",
                )


def a_target_goes_the_way_that_is_better(facts: Facts) -> Iterator[Finding]:
    """A target asks for more where more is better, and for less where less is.

    Slecht: richting: lager-beter en van 58 naar 64. Goed: hoger-beter, of van 64 naar 58.
    """
    for indicator in facts.indicators.everything:
        wish = direction_of(indicator.item, facts.roles)
        for target in _counting(indicator):
            way = _way(facts, target)
            if wish and way and way != wish:
                yield Finding.at(
                    role_place(facts, target.item, "streefgetal", instead="id"),
                    "streefwaarde-richting",
                    f"{target.words} is {_WAYS[way]}, maar bij deze indicator is {_WAYS[wish]} beter.",
                    "Verbeter de streefwaarde, of de richting van de indicator.",
                    Severity.WARNING,
                )


def a_range_runs_upward(facts: Facts) -> Iterator[Finding]:
    """A range runs from its lowest to its highest number.

    Slecht: waarde_van: 24, waarde_tot: 20. Goed: waarde_van: 20, waarde_tot: 24.
    """
    for indicator in facts.indicators.everything:
        for target in _counting(indicator):
            limits = target.limits
            low, high = (limits.low, limits.high) if limits else (None, None)
            if target.kind == RANGE and low is not None and high is not None and low > high:
                yield Finding.at(
                    role_place(facts, target.item, "streefgetal-tot", instead="id"),
                    "bereik-omgekeerd",
                    f"Het bereik eindigt lager dan het begint: {target.words}.",
                    "Wissel de twee getallen om.",
                )


def a_rank_is_a_rank(facts: Facts) -> Iterator[Finding]:
    """A place on a list is aimed at where places are measured, and there a lower number is better.

    Slecht: soort: rang bij een indicator in procenten. Goed: eenheid: rang bij de indicator.
    """
    for indicator in facts.indicators.everything:
        for target in _counting(indicator):
            if target.kind == PLACES and target.unit != PLACES:
                yield Finding.at(
                    role_place(facts, target.item, "streefsoort", instead="id"),
                    "streefwaarde-eenheid",
                    f"De streefwaarde is een plek op een ranglijst, maar er wordt geteld in {target.unit}.",
                    "Kies een andere soort streefwaarde, of schrijf eenheid: rang.",
                    Severity.WARNING,
                )
        unit = facts.roles.value(indicator.item, "eenheid")
        if unit == PLACES and direction_of(indicator.item, facts.roles) == 1:
            yield Finding.at(
                role_place(facts, indicator.item, "richting", instead="id"),
                "richting-rang",
                "Bij een plek op een ranglijst is een lager getal beter: plaats 1 staat bovenaan.",
                "Schrijf richting: lager-beter.",
                Severity.WARNING,
            )


def _as_written(measured: Sequence[Measurement]) -> list[Measurement]:
    return sorted(measured, key=lambda one: one.item.order)


def _counting(indicator: Indicator) -> list[Target]:
    """The targets that still count, of the whole and of groups, in the order of the file."""
    return [s.target for s in indicator.targets if s.in_force and s.target]


def _way(facts: Facts, target: Target) -> int:
    """Which way a target goes by its own numbers or sign: up, down, or 0 when they do not say."""
    before, value = (number(facts.roles.value(target.item, role)) for role in ("streefgetal-van", "streefgetal"))
    if target.kind == RANGE or value is None:
        return 0
    if before is not None and before != value:
        return 1 if value > before else -1
    sign = str(facts.roles.value(target.item, "vergelijking") or "=")
    return {">": 1, "<": -1}.get(sign[0], 0)


def _short(key: Key) -> str:
    return key.id.rpartition(".")[2]


def _line(item: Item) -> str:
    return f"regel {item.position.line}"
