"""Hold the whole agenda against its own norms.

A breach is as bad as its test says once the item is in force; while the item is a draft it is a warning at most.
An exemption on the item, or the exception that belongs to the norm, makes it no breach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from kapstok.core.finding import Finding, Severity, Where
from kapstok.core.model import Exemption, Item, Judgement, Key, Lack, Model, Outcome
from kapstok.core.places import field_place
from kapstok.kinds.schema import Kinds
from kapstok.rules.demands import Demand
from kapstok.rules.exemptions import EXEMPTION_ROLE, Exemptions, read_exemptions
from kapstok.rules.message import breach_text, norm_name, norm_text, way_label
from kapstok.rules.placement import (
    BREAKS,
    EXEMPT,
    KEEPS,
    NOWHERE,
    UNKNOWN,
    UNTESTABLE,
    UNTESTABLE_ROLE,
    must_be_placed,
    place_norms,
    untestable,
)
from kapstok.rules.reading import ReadyTest, read_tests
from kapstok.rules.scope import World


def judge(
    model: Model, kinds: Kinds, day: date, tests: tuple[list[ReadyTest], list[Finding]] | None = None
) -> tuple[Judgement, list[Finding]]:
    """Run every test over every item it is for, as things stand on the day `day`.

    `tests` is what reading the tests of the model gave, for whoever did that already.

    The findings are the mistakes in tests, the breaches, what is wrong with exemptions, and norms of which nobody
    said how they are held to. In a view only what its audience may see is held against the norms that it may see, and
    where something hidden could change the answer the outcome is `onbekend`.
    """
    ready, mistakes = tests or read_tests(model, kinds)
    findings = [*mistakes]
    exemptions, more = read_exemptions(model, kinds, day)
    findings += more
    court = _Court(model, kinds, exemptions)
    told = tuple(court.outcomes(ready, World(model, kinds, day)))
    settled, more = exemptions.settle(court.used)
    findings += [*court.findings, *more]
    outcomes = tuple(outcome for outcome in told if outcome.test.norm in model.items)
    placements = place_norms(model.items, kinds, outcomes)
    findings += _unplaced(placements, model, kinds)
    findings += _unaccepted(placements, model, kinds)
    judgement = Judgement(
        tests=tuple(test.test for test in ready if test.test.norm in model.items),
        outcomes=outcomes,
        gates=tuple(outcome for outcome in told if outcome.test.norm not in model.items),
        exemptions=settled,
        placements=placements,
        day=day,
    )
    return judgement, findings


def try_test(ready: ReadyTest, model: Model, kinds: Kinds, day: date, item: Item) -> Outcome | None:
    """What one test says of one item of a model; None when it is not for it, or asks too much work."""
    exemptions, _ = read_exemptions(model, kinds, day)
    world = World(model, kinds, day)
    outcome = _Court(model, kinds, exemptions).outcome(ready, item, world)
    return outcome if world.tired.isdisjoint(ready.expressions) else None


class _Court:
    """Runs the tests, and remembers the breaches and the exemptions that were needed."""

    def __init__(self, model: Model, kinds: Kinds, exemptions: Exemptions) -> None:
        self.model, self.kinds, self.exemptions = model, kinds, exemptions
        self.findings: list[Finding] = []
        self.used: list[Exemption] = []
        self._in_force = _InForce(model, kinds)

    def outcomes(self, ready: Iterable[ReadyTest], world: World) -> Iterator[Outcome]:
        """What becomes of every item to which a test applies."""
        for test in ready:
            found = [
                (item, outcome)
                for item in self.model.of_kind(test.test.kind)
                if (outcome := self.outcome(test, item, world)) is not None
            ]
            if world.tired.isdisjoint(test.expressions):
                self.findings += [f for item, o in found if o.state == BREAKS for f in self._breaches(test, item, o)]
                self.used += [outcome.exemption for _, outcome in found if outcome.exemption is not None]
                yield from (outcome for _, outcome in found)
            else:
                self.findings.append(_too_much_work(test))

    def outcome(self, ready: ReadyTest, item: Item, world: World) -> Outcome | None:
        """What becomes of an item under a test; None when the test is not for it."""
        world.unsure = False
        test = ready.test
        applies = ready.applies is None or ready.applies.holds(world, item)
        outcome = self._told(ready, item, world) if applies and not world.unsure else None
        if world.unsure or (outcome and outcome.state == BREAKS and self._hides_exemption(item, world)):
            exemption = self.exemptions.find(item, test.norm)
            return Outcome(test=test, item=item.key, state=UNKNOWN, level=test.level, exemption=exemption)
        return outcome

    def _hides_exemption(self, item: Item, world: World) -> bool:
        """Whether there may be an exemption that the audience of this view does not see."""
        here: Item | None = item
        while here is not None:
            kind = self.kinds[here.key.kind]
            names = kind.fields_with_role(EXEMPTION_ROLE)
            if names:
                found = here
                return any(world.hides(found, name, kind.shape.fields[name].audiences) for name in names)
            here = self.model.items.get(here.parent) if here.parent else None
        return False

    def _told(self, ready: ReadyTest, item: Item, world: World) -> Outcome:
        test = ready.test
        if ready.unless is not None and ready.unless.holds(world, item):
            return Outcome(test=test, item=item.key, state=EXEMPT, level=test.level)
        if ready.requirement.holds(world, item):
            return Outcome(test=test, item=item.key, state=KEEPS, level=test.level)
        exemption = self.exemptions.find(item, test.norm)
        if exemption is not None:
            return Outcome(test=test, item=item.key, state=EXEMPT, level=test.level, exemption=exemption)
        level = test.level
        if level is Severity.ERROR and not self._in_force.holds(item):
            level = Severity.WARNING
        failing = _surely(ready.requirement.failing, world, item)
        lacks = tuple(self._lack(item, demand.filled) for demand in failing if demand.filled)
        others = len(lacks) < len(failing)
        return Outcome(test=test, item=item.key, state=BREAKS, level=level, lacks=lacks, others=others)

    def _lack(self, item: Item, way: tuple[str, ...]) -> Lack:
        """What is not filled in, and what stands there now."""
        value: object = item.fields
        for step in way:
            value = value.get(step) if isinstance(value, Mapping) else None
        label = way_label(way, self.kinds[item.key.kind], self.kinds)
        return Lack(way=way, label=label, found=value if isinstance(value, str) else "")

    def _breaches(self, ready: ReadyTest, item: Item, outcome: Outcome) -> Iterator[Finding]:
        """A breach: what is not filled in each at its own place, and what else is wrong at the first field of that."""
        for lack in outcome.lacks:
            yield self._breach(ready, item, outcome, self._place_of(ready, item, lack), (lack,))
        if outcome.others or not outcome.lacks:
            told = [demand for demand in ready.requirement.demands if not demand.filled] or ready.requirement.demands
            named = next((name for demand in told for name in demand.fields if name in item.fields), "")
            place = field_place(self.model, item, named) if named else item
            yield self._breach(ready, item, outcome, place, ())

    def _place_of(self, ready: ReadyTest, item: Item, lack: Lack) -> Where:
        """Where a missing answer belongs: at what stands there now, else where it is said that it is needed."""
        if lack.way[0] in item.fields:
            return field_place(self.model, item, *lack.way)
        asked = ready.applies.fields if ready.applies else ()
        named = next((name for name in asked if name in item.fields), "")
        return field_place(self.model, item, named) if named else item

    def _breach(self, ready: ReadyTest, item: Item, outcome: Outcome, place: Where, lacks: tuple[Lack, ...]) -> Finding:
        norm = ready.test.norm
        name = norm_name(norm, self.model, self.kinds)
        own = self.kinds[item.key.kind].shape.fields
        cure = "".join(f"Vul {'.'.join(lack.way)} in. " for lack in lacks if lack.way[0] in own)
        return Finding.at(
            place,
            breach_code(norm),
            breach_text(ready.test, item, self.model, self.kinds, lacks),
            f"{cure}{name[:1].upper()}{name[1:]}: {norm_text(norm, self.model, self.kinds)}",
            outcome.level,
        )


def breach_code(norm: Key) -> str:
    """The code of the finding that something breaks a norm."""
    return f"{norm.kind}-{norm.id.replace('.', '-').replace(':', '-')}"


def _surely(failing: Callable[[World, Item], Iterator[Demand]], world: World, item: Item) -> list[Demand]:
    """What is asked and surely not there; the answer as a whole stays as sure as it was."""
    before, world.unsure = world.unsure, False
    found = []
    for demand in failing(world, item):
        if not world.unsure:
            found.append(demand)
        world.unsure = False
    world.unsure = before
    return found


def _too_much_work(ready: ReadyTest) -> Finding:
    """A test that was stopped: what it said of an item has no meaning."""
    return Finding.at(
        ready.place,
        "toets-te-zwaar",
        "Deze toets vraagt te veel werk en is gestopt.",
        "Loop niet bij elk onderdeel alle andere onderdelen langs; kijk alleen naar wat er direct aan hangt.",
    )


class _InForce:
    """Whether an item is in force: by its own state, that of what it is part of, or that of the agenda."""

    def __init__(self, model: Model, kinds: Kinds) -> None:
        self.model = model
        self._fields = {
            kind.name: {name: shape.in_force for name, shape in kind.shape.fields.items() if shape.in_force}
            for kind in kinds
        }
        self._agenda = any(self._state(item) for item in model.settings)

    def holds(self, item: Item) -> bool:
        """Whether a breach by this item counts in full."""
        here: Item | None = item
        found: list[bool] = []
        while here is not None:
            state = self._state(here)
            found += [] if state is None else [state]
            here = self.model.items.get(here.parent) if here.parent else None
        return any(found) if found else self._agenda

    def _state(self, item: Item) -> bool | None:
        """Whether one of its own fields puts it in force; None when it has none that is filled in."""
        fields = self._fields[item.key.kind]
        values = [(item.fields[name], in_force) for name, in_force in fields.items() if name in item.fields]
        return any(value in in_force for value, in_force in values) if values else None


def _unplaced(placements: dict[Key, str], model: Model, kinds: Kinds) -> Iterator[Finding]:
    """Norms of which nobody said how they are held to."""
    for key, place in placements.items():
        if place == NOWHERE and must_be_placed(kinds[key.kind]):
            item = model.items[key]
            name = norm_name(key, model, kinds)
            yield Finding.at(
                item,
                f"{key.kind}-zonder-plaats",
                f"Van {name} staat er niet bij hoe het wordt getoetst.",
                "Zet er een toets, een oordeel of niet_toetsbaar met een reden bij.",
                Severity.WARNING,
            )


def _unaccepted(placements: dict[Key, str], model: Model, kinds: Kinds) -> Iterator[Finding]:
    """Norms in force that cannot be tested, and of which nobody said how they are followed or who accepted that."""
    in_force = _InForce(model, kinds)
    for key, place in placements.items():
        item = model.items[key]
        said = untestable(item, kinds[key.kind]) if place == UNTESTABLE else None
        if said is None or not said.unknown or not in_force.holds(item):
            continue
        field = next(name for name in kinds[key.kind].fields_with_role(UNTESTABLE_ROLE) if name in item.fields)
        yield Finding.at(
            field_place(model, item, field),
            f"{key.kind}-niet-aanvaard",
            f"Van {norm_name(key, model, kinds)}: {said.unknown[0].lower()}{said.unknown[1:]}",
            f"Maak van {field} een blok met reden, voorstel en aanvaard_door (een rol of orgaan).",
            Severity.NOTE,
        )
