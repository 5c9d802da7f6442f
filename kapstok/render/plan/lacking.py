"""Why a paper is not made: what it lacks, in words; an empty text when it lacks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from kapstok.core.model import Item, Key, Model
from kapstok.core.text import enumerate_words
from kapstok.kinds.schema import Kinds, Shape
from kapstok.reckon.council import Council
from kapstok.reckon.rows import come

if TYPE_CHECKING:
    from kapstok.render.plan.papers import Design

_LISTED = 4  # more names than this help nobody


def lacking(design: Design, item: Item, present: Set[str], council: Council) -> str:
    """What keeps a paper of this design from being made of an item. `present` are the kinds in the view, and the fields
    that are filled somewhere as `kind.field`."""
    model, kinds = council.roles.model, council.roles.kinds
    fields = kinds[item.key.kind].shape.fields
    if design.needs and present.isdisjoint(design.needs):
        return f"er is nog geen {_named(design.needs, kinds)}"
    if not has(item, design.filled):
        return f"{_label(fields, design.filled)} is niet ingevuld"
    moment = item.fields.get(design.after)
    if not come(moment, council.day):
        return f"{_label(fields, design.after)} is pas {moment}"
    if design.one_of and not any(_filled((item,), path.split("."), model) for path in design.one_of):
        labels = (_path_label(path, fields, kinds) for path in design.one_of)
        return f"niets is ingevuld van: {'; '.join(dict.fromkeys(labels))}"
    return ""


def has(item: Item, field_name: str) -> bool:
    """Whether a field holds something; so does a field without a name."""
    return not field_name or item.fields.get(field_name) not in (None, "", ())


def present_in(model: Model) -> frozenset[str]:
    """The kinds in a view, and the fields that are filled somewhere as `kind.field`."""
    kinds = {key.kind for key in model.items}
    filled = (f"{key.kind}.{name}" for key, item in model.items.items() for name in item.fields if has(item, name))
    return frozenset(kinds).union(filled)


def _filled(items: Iterable[Item], path: Sequence[str], model: Model) -> bool:
    """Whether a path of fields, through the items that a field names, leads to something."""
    name, *rest = path
    if not rest:
        return any(has(item, name) for item in items)
    values = [item.fields.get(name) for item in items]
    keys = [k for value in values for k in (value if isinstance(value, tuple) else (value,)) if isinstance(k, Key)]
    return _filled([model.items[key] for key in keys if key in model.items], rest, model)


def _named(needs: Sequence[str], kinds: Kinds) -> str:
    """The kinds, or the fields of kinds, of which one is enough."""
    names = [_need(need, kinds) for need in needs]
    return enumerate_words([*names[:_LISTED], *(["iets anders"] if len(names) > _LISTED else [])], "of")


def _need(need: str, kinds: Kinds) -> str:
    name, _, field = need.partition(".")
    kind = kinds[name]
    return f"{kind.title.lower()} met {_label(kind.shape.fields, field)}" if field else kind.title.lower()


def _label(fields: Mapping[str, Shape], name: str) -> str:
    return fields[name].title or name if name in fields else name


def _path_label(path: str, fields: Mapping[str, Shape], kinds: Kinds) -> str:
    """A path of fields as their names: `Agendapunten: Tekst`; a field behind a reference is called as in the path."""
    labels = []
    for name in path.split("."):
        labels.append(_label(fields, name))
        inner = fields[name].items or fields[name] if name in fields else Shape()
        fields = kinds[inner.nested].shape.fields if inner.nested in kinds else inner.fields
    return ": ".join(labels)
