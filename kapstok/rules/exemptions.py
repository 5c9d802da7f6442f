"""Exceptions to norms, written on the item that needs them: who allowed it, why, and until when.

An exemption ends by its date. One that leans on a norm that does not suspend the other is no exemption, and one that
nothing needs is told, so that the list stays short.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Exemption, Fields, Item, Key, Model, Value, keys_in
from kapstok.core.places import Place, field_place, value_place
from kapstok.kinds.schema import Kinds, Shape
from kapstok.rules.message import norm_name

EXEMPTION_ROLE, FROM_ROLE, GROUND_ROLE, SUSPENDS_ROLE = "afwijking", "afwijking-van", "afwijking-grond", "schort-op"
VALID, EXPIRED, GROUNDLESS, NEEDLESS = "geldt", "verlopen", "ongegrond", "onnodig"


@dataclass(frozen=True, kw_only=True, slots=True)
class Exemptions:
    """All exemptions as written, and which of them count for an item and a norm."""

    written: tuple[Exemption, ...]
    model: Model
    kinds: Kinds
    counting: Mapping[tuple[Key, Key], Exemption]

    def find(self, item: Item, norm: Key) -> Exemption | None:
        """The exemption that counts here: of the item, or of what it is part of when it cannot carry one itself."""
        here: Item | None = item
        while here is not None:
            found = self.counting.get((here.key, norm))
            if found is not None or self.kinds[here.key.kind].fields_with_role(EXEMPTION_ROLE):
                return found
            here = self.model.items.get(here.parent) if here.parent else None
        return None

    def settle(self, used: Iterable[Exemption]) -> tuple[tuple[Exemption, ...], list[Finding]]:
        """Say of every exemption that counts and was not needed that it can go."""
        needed = {(exemption.item, exemption.norm) for exemption in used}
        settled, findings = [], []
        for exemption in self.written:
            if exemption.state == VALID and (exemption.item, exemption.norm) not in needed:
                exemption = replace(exemption, state=NEEDLESS)
                findings.append(self._needless(exemption))
            settled.append(exemption)
        return tuple(settled), findings

    def _needless(self, exemption: Exemption) -> Finding:
        item, name = self.model.items[exemption.item], norm_name(exemption.norm, self.model, self.kinds)
        return Finding.at(
            _place(self.model, item, *_steps(exemption)),
            "afwijking-onnodig",
            f"{item.title} hoeft niet van {name} af te wijken: het houdt zich eraan of wordt er niet op getoetst.",
            "Haal de afwijking weg.",
            Severity.NOTE,
        )


def read_exemptions(model: Model, kinds: Kinds, day: date) -> tuple[Exemptions, list[Finding]]:
    """Read every exemption in the model as it stands on the day `day`."""
    written: list[Exemption] = []
    findings: list[Finding] = []
    able = {kind.name: names for kind in kinds if (names := kind.fields_with_role(EXEMPTION_ROLE))}
    for item in model.items.values():
        for name in able.get(item.key.kind, ()):
            shape = kinds[item.key.kind].shape.fields[name]
            for step, block in _blocks(item.fields.get(name)):
                found = _exemption(item, name, step, block, shape, model)
                if found is not None:
                    exemption, problems = _judge(found, item, block, shape, model, kinds, day)
                    written.append(exemption)
                    findings += problems
    counting = {(e.item, e.norm): e for e in written if e.state == VALID}
    return Exemptions(written=tuple(written), model=model, kinds=kinds, counting=counting), findings


def _blocks(value: Value) -> Iterator[tuple[int | None, Fields]]:
    """One block, or a list of them with their places in it."""
    if isinstance(value, Mapping):
        yield None, value
    elif isinstance(value, tuple):
        yield from ((index, block) for index, block in enumerate(value) if isinstance(block, Mapping))


def _exemption(item: Item, name: str, step: int | None, block: Fields, shape: Shape, model: Model) -> Exemption | None:
    norm, ground = (_reference(block, shape, role, model) for role in (FROM_ROLE, GROUND_ROLE))
    if norm is None:
        return None  # the finding for this reference is already there
    until = block.get("tot")
    return Exemption(
        item=item.key,
        norm=norm,
        reason=str(block.get("reden", "")),
        by=str(block.get("door", "")),
        until=until.text if isinstance(until, VagueDate) else "",
        ground=ground,
        state=VALID,
        field=name,
        step=step,
    )


def _reference(block: Fields, shape: Shape, role: str, model: Model) -> Key | None:
    found = block.get(_name_of(shape, role))
    return found if isinstance(found, Key) and found in model.items else None


def _name_of(shape: Shape, role: str) -> str:
    """The name of the field of a block that has this role."""
    return next((name for name, inner in shape.fields.items() if role in inner.roles), "")


def _judge(
    exemption: Exemption, item: Item, block: Fields, shape: Shape, model: Model, kinds: Kinds, day: date
) -> tuple[Exemption, list[Finding]]:
    """Whether an exemption counts on this day."""
    name = norm_name(exemption.norm, model, kinds)
    ground_field = _name_of(shape, GROUND_ROLE)
    if ground_field in block and (exemption.ground is None or not _suspends(exemption, model, kinds)):
        problems = []
        if exemption.ground is not None:
            ground = norm_name(exemption.ground, model, kinds)
            problems = [
                Finding.at(
                    _place(model, item, *_steps(exemption), ground_field),
                    "afwijking-grond",
                    f"Op grond van {ground} mag niet van {name} worden afgeweken.",
                    "Noem een kader dat dit kader of zijn lijst opschort, of vul dat daar aan bij schort_op.",
                )
            ]
        return replace(exemption, state=GROUNDLESS), problems
    until = block.get("tot")
    if isinstance(until, VagueDate) and until.latest is not None and until.latest < day:
        problem = Finding.at(
            _place(model, item, *_steps(exemption), "tot"),
            "afwijking-verlopen",
            f"De afwijking van {name} gold tot en met {until.text} en telt niet meer.",
            "Haal de afwijking weg, of laat haar opnieuw toestaan met een nieuwe datum.",
            Severity.WARNING,
        )
        return replace(exemption, state=EXPIRED), [problem]
    return exemption, []


def _suspends(exemption: Exemption, model: Model, kinds: Kinds) -> bool:
    """Whether the norm that the exemption leans on suspends the other one, or the list that one stands in."""
    assert exemption.ground is not None
    ground = model.items[exemption.ground]
    suspended: set[Key] = set()
    for name in kinds[ground.key.kind].fields_with_role(SUSPENDS_ROLE):
        suspended |= set(keys_in(ground.fields.get(name)))
    here: Key | None = exemption.norm
    while here is not None:
        if here in suspended:
            return True
        here = model.items[here].parent
    return False


def _steps(exemption: Exemption) -> tuple[str | int, ...]:
    return (exemption.field,) if exemption.step is None else (exemption.field, exemption.step)


def _place(model: Model, item: Item, *steps: str | int) -> Place:
    return value_place(model, item, *steps) if len(steps) > 1 else field_place(model, item, *steps)
