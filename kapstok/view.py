"""Leaving out is done once, early: a view is a smaller model in which the hidden does not exist.

Who sees which level of `publicatie` is the table in `docs/ontwikkelen/architectuur.md`; a schema may narrow a
field further with `x-zichtbaar-voor`. Every renderer gets a view, never the whole model.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kapstok.core.audience import AUDIENCES
from kapstok.core.markdown import named_in, with_links
from kapstok.core.markdown.tree import Inline, ItemLink
from kapstok.core.model import Fields, Item, Key, Model, Prose, Reference, Value
from kapstok.kinds.schema import Kinds, Shape
from kapstok.rules.frames import judge

ROLE_LEVEL = "publicatie"


def view(model: Model, kinds: Kinds, audience: str, like: tuple[Model, Model] | None = None) -> Model:
    """The model as `audience` may know it; raises KeyError for an audience that does not exist.

    `like` is another model by the same kinds with its view for this audience: what is the same thing in both, is not
    cut twice.
    """
    visible = visible_keys(model.items, kinds, audience)
    cut = _Cut(visible=visible, audience=audience, kinds=kinds)
    known = _same_cut(model, visible, *like) if like is not None else {}
    items = {key: known.get(key) or cut.item(model.items[key]) for key in model.items if key in visible}
    cut.lost.update(place for place in (like[1].cut if like is not None else ()) if place[0] in known)
    said = {key: frozenset(_mentions(item.fields)) for key, item in items.items()}
    references = tuple(
        r for r in model.references if r.target in visible and (r.field, r.target) in said.get(r.source, ())
    )
    shown = Model(
        items=MappingProxyType(items),
        references=references,
        audience=audience,
        incomplete=_incomplete(model, visible, references),
        cut=frozenset(cut.lost),
        gates=model.gates,
        settings_kind=model.settings_kind,
    )
    if model.judgement is None or model.judgement.day is None:
        return shown
    judgement, _ = judge(shown, kinds, model.judgement.day)  # what is wrong was told of the whole model
    return replace(shown, judgement=judgement)


def _same_cut(model: Model, visible: frozenset[Key], whole: Model, shown: Model) -> Mapping[Key, Item]:
    """What was cut before and comes out the same: the very same things, naming nothing whose sight changed."""
    moved = visible ^ shown.items.keys()
    return {
        key: shown.items[key]
        for key, item in model.items.items()
        if key in visible
        and whole.items.get(key) is item
        and key in shown.items
        and not (moved and any(named in moved for _, named in _mentions(item.fields)))
    }


def hidden_settings(model: Model, audience: str) -> Item | None:
    """The settings of the agenda when this audience may not see them: then there is nothing to publish for it."""
    return next((item for item in model.settings if item.publication not in AUDIENCES[audience]), None)


def visible_keys(items: Mapping[Key, Item], kinds: Kinds, audience: str) -> frozenset[Key]:
    """The items that `audience` may see whose parents it may see too: nested is never more public than its parent.

    The item that holds the settings of the agenda is always there: a page cannot be made without its title.
    """
    levels = AUDIENCES[audience]
    visible: set[Key] = set()
    for key, item in items.items():  # parents come before their children
        settings = bool(kinds[key.kind].file)
        if settings or (
            item.publication in levels and (item.parent is None or _shown(item, items, kinds, audience, visible))
        ):
            visible.add(key)
    return frozenset(visible)


def cut_item(item: Item, visible: Container[Key], kinds: Kinds, audience: str) -> Item:
    """One item as `audience` may know it, when `visible` are the items that it may see."""
    return _Cut(visible=visible, audience=audience, kinds=kinds).item(item)


def _shown(item: Item, items: Mapping[Key, Item], kinds: Kinds, audience: str, visible: set[Key]) -> bool:
    """Whether the parent of a nested item is visible and no field on the way down to it is narrowed."""
    assert item.parent is not None
    parent = items[item.parent]
    shape = kinds[parent.key.kind].shape
    for part in item.pointer[len(parent.pointer) :]:
        shape = (shape.items if isinstance(part, int) else shape.fields.get(part)) or Shape()
        if shape.audiences is not None and audience not in shape.audiences:
            return False
    return item.parent in visible


def _mentions(fields: Fields) -> Iterator[tuple[str, Key]]:
    """Every item that a field still names, itself or in its running text."""
    for name, value in fields.items():
        yield from ((name, key) for key in named_in(value))


def _incomplete(
    model: Model, visible: frozenset[Key], kept: tuple[Reference, ...]
) -> frozenset[tuple[Key | None, str]]:
    """Where something hidden hangs on a visible item, and which kinds have hidden items at all."""
    left = set(kept)
    hidden = {(r.target, r.source.kind) for r in model.references if r.target in visible and r not in left}
    whole: set[tuple[Key | None, str]] = {(None, key.kind) for key in model.items if key not in visible}
    return frozenset(hidden | whole)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cut:
    """Cuts one item down to what an audience may see."""

    visible: Container[Key]
    audience: str
    kinds: Kinds
    lost: set[tuple[Key, str]] = field(default_factory=set)
    _gone: list[object] = field(default_factory=list)

    def item(self, item: Item) -> Item:
        """The item without hidden fields and without references to hidden items."""
        kind = self.kinds[item.key.kind]
        fields = self.block(item.fields, kind.shape.fields, item.key)
        return replace(
            item,
            fields=fields,
            title=item.title if kind.title_field in fields else item.key.id,
            number=item.number if kind.number_field in fields else "",
        )

    def block(self, fields: Fields, shapes: Mapping[str, Shape], owner: Key | None = None) -> Fields:
        """A mapping of fields, cut down; those of an item (`owner`) that lost something hidden are noted."""
        kept = {}
        for name, value in fields.items():
            shape = shapes[name]
            if shape.audiences is not None and self.audience not in shape.audiences:
                continue
            before = len(self._gone)
            cut = self.value(value, shape)
            if owner is not None and len(self._gone) > before:
                self.lost.add((owner, name))
            if cut is not None and cut != ():
                kept[name] = cut
            elif value == ():
                kept[name] = value
        return MappingProxyType(kept)

    def value(self, value: Value, shape: Shape) -> Value:
        """One value, cut down; None when nothing is left of it."""
        if isinstance(value, Key):
            if value not in self.visible:
                self._drop()
                return None
            return value
        if isinstance(value, Prose):
            return Prose(with_links(value, self._link))
        if isinstance(value, tuple):
            cut = (self.value(inner, shape.items or Shape()) for inner in value)
            return tuple(inner for inner in cut if inner is not None)
        if isinstance(value, Mapping):
            return self._linked_block(value, shape)
        return value

    def _linked_block(self, value: Fields, shape: Shape) -> Fields | None:
        """A block about a hidden item (a contribution to an opgave, say) goes as a whole, as does one for others."""
        for name, inner in value.items():
            if ROLE_LEVEL in shape.fields[name].roles and inner not in AUDIENCES[self.audience]:
                self._drop()
                return None
            if isinstance(inner, Key) and inner not in self.visible and name in shape.required:
                self._drop()
                return None
        return self.block(value, shape.fields)

    def _drop(self) -> None:
        """Something hidden stood here."""
        self._gone.append(None)

    def _link(self, link: ItemLink) -> Sequence[Inline]:
        return [link] if link.key in self.visible else link.inner
