"""How a workspace tailors the gates that ship with Kapstok: it switches one off or changes its level, with a reason.

The settings of the agenda hold the choices: blocks with the facet `poortkeuze`. A norm of the agenda that refers to a
gate takes it over: then the gate is run under that norm and not once more by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kapstok.core.finding import Severity
from kapstok.core.model import Item, Key, Model
from kapstok.core.values import as_fields, as_values
from kapstok.kinds.facets import GateChoice
from kapstok.kinds.schema import Kinds

LEVELS: Mapping[str, Severity] = MappingProxyType(
    {"fout": Severity.ERROR, "waarschuwing": Severity.WARNING, "opmerking": Severity.NOTE}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What a workspace decided about one gate."""

    off: bool
    level: Severity | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Gates:
    """The gates by the name that a workspace writes, what it decided about them, and which its own norms refer to."""

    by_name: Mapping[str, Item]
    choices: Mapping[str, Choice]
    taken: set[str] = field(default_factory=set)

    def loose(self) -> Iterator[Item]:
        """The gates that are run by themselves."""
        for name, gate in self.by_name.items():
            if name not in self.taken and not self.is_off(name):
                yield gate

    def is_off(self, name: str) -> bool:
        """Whether the workspace switched a gate off."""
        return name in self.choices and self.choices[name].off

    def level(self, name: str) -> Severity | None:
        """The level that the workspace gave a gate; None when it leaves it as it is."""
        return self.choices[name].level if name in self.choices else None


def gate_name(key: Key) -> str:
    """The name by which a workspace refers to a gate."""
    return key.id.rpartition(":")[2]


def read_gates(model: Model, kinds: Kinds) -> Gates:
    """The gates of a model with what its settings say of them; the schema says what is wrong in that."""
    choices: dict[str, Choice] = {}
    for item in model.settings:
        for name, shape in kinds[item.key.kind].shape.fields.items():
            facet = shape.items.facet(GateChoice) if shape.items else None
            if facet is None:
                continue
            for block in filter(None, map(as_fields, as_values(item.fields.get(name)))):
                level = LEVELS.get(facet.level.of(block))
                choices[facet.gate.of(block)] = Choice(off=facet.off.of(block), level=level)
    return Gates(by_name={gate_name(key): gate for key, gate in model.gates.items()}, choices=choices)
