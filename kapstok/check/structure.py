"""Structural rules over the whole model. A rule is a generator with its norm in the docstring.

All rules stand in `RULES`; policy rules do not belong here but in the agenda itself, beside the norm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Item, Key, Model, Value
from kapstok.core.places import Place, value_place
from kapstok.kinds.former import own_former_ids
from kapstok.kinds.order import TREE_ROLE
from kapstok.kinds.schema import Kind, Kinds


def check(model: Model, kinds: Kinds) -> list[Finding]:
    """Run every structural rule over the model."""
    return [finding for rule in RULES for finding in rule(model, kinds)]


def one_agenda(model: Model, kinds: Kinds) -> Iterator[Finding]:
    """A workspace has one file with the settings of the agenda; without it nothing has a name.

    Slecht: een map agenda/ zonder agenda.yaml. Goed: agenda/agenda.yaml met titel, gemeente en status.
    """
    for kind in kinds:
        if kind.file and not model.of_kind(kind.name):
            yield Finding.at(
                Place(f"agenda/{kind.file}"),
                "agenda-ontbreekt",
                f"Het bestand agenda/{kind.file} ontbreekt.",
                "Maak het met ten minste: " + ", ".join(sorted(kind.shape.required)) + ".",
            )


def numbers_are_unique(model: Model, kinds: Kinds) -> Iterator[Finding]:
    """Two siblings do not share a number: a number in a paper points at one thing.

    Siblings are items of one kind with the same parents in the tree and, within one file, the same list.
    Slecht: twee doelen van één opgave met nummer '1'. Goed: '1' en '2'.
    """
    seen: dict[tuple[Value, ...], Item] = {}
    for item in model.items.values():
        kind = kinds[item.key.kind]
        if not item.number:
            continue
        sibling = (item.key.kind, item.parent, _parents(item, kind), _groups(item, kind), item.number)
        if sibling in seen:
            first = seen[sibling]
            yield Finding.at(
                value_place(model, item, kind.number_field),
                "nummer-dubbel",
                f"Nummer {item.number} is al van {first.title}.",
                f"Zie {first.path}; geef een van beide een ander nummer.",
                Severity.WARNING,
            )
        else:
            seen[sibling] = item


def tree_has_no_loop(model: Model, kinds: Kinds) -> Iterator[Finding]:
    """A thing does not hang, step by step and by one and the same field, under itself.

    Slecht: programma a is onderdeel van b en b van a. Goed: alleen a is onderdeel van b.
    """
    chains: dict[str, dict[Key, list[Key]]] = defaultdict(lambda: defaultdict(list))
    for reference in model.references:
        if (
            reference.source.kind == reference.target.kind
            and not reference.in_prose
            and _is_single(kinds, reference.source, reference.field)
        ):
            chains[reference.field][reference.source].append(reference.target)
    for start, above in [(start, chain) for chain in chains.values() for start in chain]:
        path = _path_back(start, above)
        if path and start == min(path):
            item = model.items[start]
            names = " → ".join(model.items[key].title for key in (*path, start))
            yield Finding.at(
                value_place(model, item, ""),
                "boom-kring",
                f"Deze verwijzingen lopen rond: {names}.",
                "Haal één van de verwijzingen weg.",
            )


def parts_of_an_example_are_examples(model: Model, kinds: Kinds) -> Iterator[Finding]:
    """An example that leans on nothing real says so everywhere: a nested item of an example is one as well.

    Slecht: voorbeeld: false bij een meting van een voorbeeldindicator. Goed: niets invullen.
    """
    for item in model.items.values():
        parent = model.items.get(item.parent) if item.parent else None
        if parent is not None and parent.example and not item.example:
            yield Finding.at(
                value_place(model, item, "voorbeeld"),
                "voorbeeld-deel",
                f"Dit hoort bij een voorbeeld ({parent.title}) en is er dus zelf ook een.",
                "Haal voorbeeld: false weg.",
            )


def former_ids_are_free(model: Model, kinds: Kinds) -> Iterator[Finding]:
    """An id that something had before leads to one thing: nothing else has it, and nothing else had it.

    Slecht: vorige_ids: [samen-koken] terwijl agenda/activiteiten/samen-koken.yaml nog bestaat. Goed: alleen id's die
    nergens meer worden gebruikt.
    """
    claims: dict[Key, Item] = {}
    for item in model.items.values():
        above = f"{item.parent.id}." if item.parent else ""
        for field, index, name in own_former_ids(item, kinds):
            key = Key(kind=item.key.kind, id=above + name)
            other = model.items.get(key) or claims.setdefault(key, item)
            if other is item and key != item.key:
                continue
            in_use = key in model.items
            yield Finding.at(
                value_place(model, item, field, index),
                "vorige-id-bestaat" if in_use else "vorige-id-dubbel",
                f"{name} is nog steeds de id van {other.title}."
                if in_use
                else f"{name} staat ook al bij {other.title} als vorige id.",
                f"Haal {name} hier weg" + ("." if other is item else f", of pas {other.path} aan."),
            )


RULES: tuple[Callable[[Model, Kinds], Iterable[Finding]], ...] = (
    one_agenda,
    numbers_are_unique,
    tree_has_no_loop,
    parts_of_an_example_are_examples,
    former_ids_are_free,
)


def _parents(item: Item, kind: Kind) -> tuple[Key, ...]:
    values = (item.fields.get(name) for name in kind.fields_with_role(TREE_ROLE))
    parts = (part for value in values for part in (value if isinstance(value, tuple) else (value,)))
    return tuple(part for part in parts if isinstance(part, Key))


def _groups(item: Item, kind: Kind) -> tuple[Value, ...]:
    """Closed lists of values that a kind sorts on split it into groups that each count from one."""
    names = (name for name in kind.sort if kind.shape.fields.get(name) and kind.shape.fields[name].values)
    return tuple(str(item.fields.get(name)) for name in names)


def _is_single(kinds: Kinds, key: Key, field: str) -> bool:
    shape = kinds[key.kind].shape.fields.get(field)
    return shape is not None and bool(shape.targets)


def _path_back(start: Key, above: Mapping[Key, list[Key]]) -> list[Key]:
    path, seen, here = [start], {start}, start
    while above.get(here):
        here = above[here][0]
        if here == start:
            return path
        if here in seen:
            return []
        path.append(here)
        seen.add(here)
    return []
