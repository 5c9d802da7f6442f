"""Who may see it: what comes in sight of more people or of fewer, by its own word or by that of a schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kapstok.compare.signs.sides import Sides
from kapstok.compare.values import Sign, SignKind
from kapstok.core.audience import AUDIENCES, PUBLIC
from kapstok.core.model import Item, Key
from kapstok.core.text import enumerate_words
from kapstok.core.values import as_fields, as_values
from kapstok.kinds.facets import Secrecy
from kapstok.kinds.schema import Kind, Shape
from kapstok.view import ROLE_LEVEL

_ALL = frozenset(AUDIENCES)


def a_thing_comes_in_sight_or_goes(sides: Sides) -> Iterator[Sign]:
    """What is there in both versions is there for this audience in both.

    Slecht: een contract dat intern was, gaat ongemerkt naar openbaar. Goed: de toetser ziet het bovenaan.
    """
    audience = sides.new.audience
    before, after = (edition.version.loaded.model.items for edition in (sides.old, sides.new))
    for item in sides.came:
        if (item.key in before or _was(item.key, sides) in before) and _is_top(item, sides.came):
            yield sides.sign(SignKind.WIDER, item, f"was niet te zien voor {audience} en wordt dat wel.")
    for item in sides.gone:
        if sides.naming.today(item.key) in after and _is_top(item, sides.gone):
            yield sides.sign(SignKind.NARROWER, item, f"was te zien voor {audience} en wordt dat niet meer.")


def _was(key: Key, sides: Sides) -> Key:
    """What a thing was called."""
    return next((was for was, now in sides.naming.present.items() if now == key), key)


def _is_top(item: Item, items: tuple[Item, ...]) -> bool:
    """Whether what it is part of is not among them: then it is told by itself."""
    return item.parent is None or all(item.parent != other.key for other in items)


def a_thing_is_for_other_readers(sides: Sides) -> Iterator[Sign]:
    """Who may see a thing is the same in both versions.

    Slecht: publicatie gaat van raad naar openbaar tussen vijftig andere regels. Goed: dat staat bovenaan.
    """
    for was, now in sides.pairs:
        if was.publication == now.publication or _follows_parent(now, sides):
            continue
        before, after = _readers(was.publication), _readers(now.publication)
        words = f"was {was.publication}, wordt {now.publication}"
        if after - before:
            words = f"{words}: {_named(after - before)} {_see(after - before)} dit nu ook."
            yield sides.sign(SignKind.WIDER, now, words)
        else:
            words = f"{words}: {_listed(before - after)} {_see(before - after, all_of=False)} dit niet meer."
            yield sides.sign(SignKind.NARROWER, now, words)


def _follows_parent(item: Item, sides: Sides) -> bool:
    """Whether the thing that an item is part of is for other readers too; then it is told there."""
    parents = {now.key: (was, now) for was, now in sides.pairs} if item.parent else {}
    found = parents.get(item.parent) if item.parent else None
    return found is not None and found[0].publication != found[1].publication


def _readers(level: str) -> frozenset[str]:
    return frozenset(name for name, levels in AUDIENCES.items() if level in levels)


def _named(audiences: frozenset[str]) -> str:
    return "iedereen" if PUBLIC in audiences else _listed(audiences)


def _listed(audiences: frozenset[str]) -> str:
    return enumerate_words((name for name in AUDIENCES if name in audiences), "en")


def _see(audiences: frozenset[str], *, all_of: bool = True) -> str:
    return "ziet" if (all_of and PUBLIC in audiences) or audiences == {"raad"} else "zien"


def a_block_comes_in_sight_or_goes(sides: Sides) -> Iterator[Sign]:
    """A block that says who may see it (an annex) is there for the same readers in both versions.

    Slecht: een bijlage bij een voorstel was intern en is ineens openbaar. Goed: dat staat bovenaan.
    """
    audience = sides.new.audience
    before, after = (edition.version.loaded.model.items for edition in (sides.old, sides.new))
    for was, now in sides.pairs:
        for label, shape, name in _levelled(sides.new.kinds[now.key.kind]):
            had, has = _blocks(was, name, shape), _blocks(now, name, shape)
            hidden_then = _blocks(before[was.key], name, shape).keys() - had.keys()
            hidden_now = _blocks(after[now.key], name, shape).keys() - has.keys()
            for told, kind, verb in (
                ([has[block] for block in has.keys() & hidden_then], SignKind.WIDER, "wordt te zien"),
                ([had[block] for block in had.keys() & hidden_now], SignKind.NARROWER, "is niet meer te zien"),
            ):
                for title in sorted(told):
                    yield sides.sign(kind, now, f"{label}: {title} {verb} voor {audience}.", fields=(label,))


def _levelled(kind: Kind) -> Iterator[tuple[str, Shape, str]]:
    """The lists of blocks of a kind that say each for themselves who may see them: their label, shape and field."""
    for name, shape in kind.shape.fields.items():
        if shape.items is not None and not shape.items.nested and shape.items.with_role(ROLE_LEVEL):
            yield shape.title or name, shape.items, name


def _blocks(item: Item, name: str, shape: Shape) -> dict[str, str]:
    """The blocks in a field, by all that they say but for whom they are; of each what it is called."""
    levels = shape.with_role(ROLE_LEVEL)
    found: dict[str, str] = {}
    for block in filter(None, map(as_fields, as_values(item.fields.get(name)))):
        said = {field: str(value) for field, value in block.items() if field not in levels}
        found[repr(sorted(said.items()))] = next(iter(said.values()), "")
    return found


def a_field_is_for_other_readers(sides: Sides) -> Iterator[Sign]:
    """A schema hides a field from the same people in both versions.

    Slecht: x-zichtbaar-voor verdwijnt uit een schema, en een veld van honderd dingen is ineens openbaar. Goed: de
    toetser ziet bovenaan welk veld voor wie zichtbaar wordt.
    """
    if sides.old.kinds is sides.new.kinds:
        return
    for kind in sides.new.kinds:
        if kind.name in sides.old.kinds:
            was = sides.old.kinds[kind.name].shape.fields
            for label, before, after in _narrowings(was, kind.shape.fields, ""):
                yield from _field_sign(kind, label, before, after, sides.new.audience)


def _narrowings(
    old: Mapping[str, Shape], new: Mapping[str, Shape], before: str
) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """The fields of a kind with other readers: what they are called, who saw them and who will."""
    for name in old.keys() & new.keys():
        was, now = old[name], new[name]
        label = f"{before}{now.title or name}"
        if was.audiences != now.audiences:
            yield label, was.audiences or _ALL, now.audiences or _ALL
        inner_old, inner_new = (was.items or was).fields, (now.items or now).fields
        yield from _narrowings(inner_old, inner_new, f"{label}: ")


def _field_sign(kind: Kind, label: str, before: frozenset[str], after: frozenset[str], audience: str) -> Iterator[Sign]:
    """The sign for who may know of it: this audience itself, or who sees everything."""
    everything = AUDIENCES[audience] == AUDIENCES["besloten"]
    for gained, sort, verb in (
        (after - before, SignKind.WIDER, "nu ook"),
        (before - after, SignKind.NARROWER, "niet meer"),
    ):
        if gained and (everything or audience in gained):
            whom = _named(gained) if sort is SignKind.WIDER else _listed(gained)
            words = f"het veld {label} is {verb} te zien voor {whom}."
            yield Sign(kind=sort, thing=None, title=kind.title, words=words, fields=(label,))


def secrecy_rests_on_what_is_public(sides: Sides) -> Iterator[Sign]:
    """What is secret is not open to everybody, and secrecy that ends is told.

    Slecht: geheimhouding op een stuk dat openbaar op de site staat. Goed: het stuk gaat eerst van de site.
    """
    pairs = {now.key: was for was, now in sides.pairs}
    for item in (*(now for _, now in sides.pairs), *sides.came):
        facet = sides.new.kinds[item.key.kind].facet(Secrecy)
        if facet is None:
            continue
        was = pairs.get(item.key)
        end = facet.end.of(item.fields)
        if end is not None and was is not None and facet.end.of(was.fields) is None:
            words = f"de geheimhouding wordt opgeheven ({end.text}) op: {sides.names(facet.things.of(item.fields))}."
            yield sides.sign(SignKind.SECRECY, item, words, because=facet.things.of(item.fields))
        elif end is None:
            yield from _on_public(item, facet, was, sides)


def _on_public(item: Item, facet: Secrecy, was: Item | None, sides: Sides) -> Iterator[Sign]:
    """Secrecy, new or on more things, that rests on something that everybody can read."""
    known = set(facet.things.of(was.fields)) if was is not None else set()
    items = sides.new.view.items
    public = [
        key
        for key in facet.things.of(item.fields)
        if key not in known and key in items and items[key].publication in AUDIENCES[PUBLIC]
    ]
    if public:
        words = f"er komt geheimhouding op wat openbaar is: {sides.names(public)}."
        yield sides.sign(
            SignKind.SECRECY, item, words, because=public, hint="Zet publicatie van die stukken eerst op vertrouwelijk."
        )
