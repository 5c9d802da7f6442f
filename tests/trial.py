"""Trial items made from the schemas themselves: for every kind one with all its fields and one with only the required.

So every template can be tried on every field, also of kinds that the shipped agenda does not use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import yaml
from workbench import model_of

from kapstok.core.finding import Finding
from kapstok.core.model import Model
from kapstok.kinds.schema import ANY_KIND, Kind, Kinds, Shape

FULL, BARE = "vol", "kaal"
# A target can only replace another one of its file, and only a later meeting can tell how something went on.
_LEFT_OUT = frozenset({"publicatie", "voorbeeld", "vervangt", "afspraak-verloop"})
_TEXTS = {
    "proza": "Een *tekst* met een [link](https://voorbeeld.nl) en | een streep.\n\n- Eerste punt.\n- Tweede punt.\n",
    "dag": "2026-03-01",
    "nummer": "7",
    "adres": "https://voorbeeld.nl/",
    "id": "een",
    "regel": "Een regel met een | en een *ster*",
}
# Texts with a pattern of their own, by the name of their field.
_NAMED = {
    "tijd": "19:30",
    "eindtijd": "22:00",
    "later_om": "20:00",
    "eerder_om": "21:00",
    "email": "bode@voorbeeld.nl",
    "vorige_ids": "eerder",
}


def trial_model(kinds: Kinds, levels: tuple[str, ...] = (FULL, BARE)) -> tuple[Model, list[Finding]]:
    """The model of the trial files of these levels, and what was found wrong with them."""
    files = {"agenda.yaml": "titel: Agenda\ngemeente: Proefstad\nstatus: concept\n"}
    return model_of(files | dict(trial_files(kinds, levels)), kinds)


def trial_files(kinds: Kinds, levels: tuple[str, ...] = (FULL, BARE)) -> Iterator[tuple[str, str]]:
    """Every trial file by its path in the agenda."""
    for kind in kinds:
        if not kind.nested and not kind.file:
            for level in levels:
                data = _Maker(kinds, levels, level, kind.name).fields(kind.shape, ())
                text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
                yield f"{kind.folder}/{level}-{kind.name}.yaml", text


@dataclass(frozen=True)
class _Maker:
    """Makes the data of one file: `level` says which fields it has, `owner` which kind it is of."""

    kinds: Kinds
    levels: tuple[str, ...]
    level: str
    owner: str

    def fields(self, shape: Shape, above: tuple[str, ...]) -> dict[str, Any]:
        found = {}
        for name, inner in shape.fields.items():
            loop = inner.items is not None and inner.items.nested in above
            wanted = name in shape.required or self.level == FULL
            if wanted and not loop and not inner.roles & _LEFT_OUT:
                found[name] = self.value(name, inner, above)
        return found

    def value(self, name: str, shape: Shape, above: tuple[str, ...]) -> Any:
        if shape.targets:
            return self.target(shape)
        if shape.items is not None:
            nested = shape.items.nested
            if nested:
                return [self.fields(self.kinds[nested].shape, (*above, nested))]
            return [self.value(name, shape.items, above)]
        if shape.form == "vrij":
            return {}
        if shape.form == "datum":
            return {"tekst": "vanaf maart 2026", "vroegst": "2026-03-01", "laatst": "2026-06-30"}
        if shape.fields:  # a block of which nothing is required must hold something all the same
            return self.fields(shape, above) or replace(self, level=FULL).fields(shape, above)
        return shape.values[0] if shape.values else _plain(name, shape)

    def target(self, shape: Shape) -> str:
        """A full item, or the bare one of the owner's own kind: so nothing refers to itself."""
        several = len(shape.targets) != 1 or ANY_KIND in shape.targets
        name = next(k.name for k in self.kinds if k.has_page) if ANY_KIND in shape.targets else shape.targets[0]
        if self.kinds[name].file:
            return f"{name}:{self.kinds[name].file.removesuffix('.yaml')}"
        path = _path(self.kinds[name], self.kinds)
        level = BARE if path[0] == self.owner and len(path) == 1 and BARE in self.levels else self.levels[0]
        found = ".".join([f"{level}-{path[0]}", *("een" for _ in path[1:])])
        return f"{name}:{found}" if several else found


def _plain(name: str, shape: Shape) -> Any:
    if shape.form == "euro":
        return 1250
    if shape.form == "decimaal" or "number" in shape.types:
        return 2.5
    if "boolean" in shape.types:
        return True
    if "integer" in shape.types:
        if shape.roles & {"mens-aantal", "mens-leden"}:
            return 9000  # nobody votes who was not there
        return 3 if "stem-tegen" in shape.roles else 2026
    return _NAMED.get(name) or _TEXTS.get(shape.form, _TEXTS["regel"])


def _path(kind: Kind, kinds: Kinds) -> list[str]:
    """The kinds from the one with a file of its own down to this one."""
    if not kind.nested:
        return [kind.name]
    holders = (k for k in kinds for s in k.shape.fields.values() if s.items and s.items.nested == kind.name)
    return [*_path(next(k for k in holders if k is not kind), kinds), kind.name]
