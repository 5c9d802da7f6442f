"""Public addresses that die: what somebody took away or renamed by hand, with the cure to the letter."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.compare.editions import Edition
from kapstok.compare.signs.sides import Sides
from kapstok.compare.values import How, Sign, SignKind
from kapstok.core.model import Item, Key
from kapstok.kinds.address import item_address
from kapstok.kinds.facets import Adopted, Course
from kapstok.kinds.former import ROLE
from kapstok.kinds.schema import Kind
from kapstok.reckon.planning import ENDED

_WITHDRAWN = "ingetrokken"


def an_address_dies(sides: Sides) -> Iterator[Sign]:
    """What had an address keeps it: under its own name, by `vorige_ids`, or with an end state.

    Slecht: agenda/doelen/werk.yaml heet ineens agenda/doelen/baan.yaml. Goed: daarin staat vorige_ids: [werk].
    """
    for thing in sides.things:
        was_key = thing.was_key or thing.key
        item = sides.old.view.items.get(was_key)
        if item is None or thing.how in (How.ADDED, How.PUBLISHED, How.HIDDEN):
            continue
        address = item_address(item, sides.old.view, sides.old.kinds)
        if thing.how is How.REMOVED and address:
            yield _sign(item, address, _back(item, sides.old), sides)
        elif was_key in sides.naming.guessed:
            yield _sign(item, address, _named(was_key, sides.new.view.items[thing.key], sides.new), sides)
        elif not _folder_stays(item, sides):
            yield _sign(item, address, _folder_cure(sides.old.kinds[item.key.kind]), sides)
        yield from _parts(thing.key, sides)


def _parts(root: Key, sides: Sides) -> Iterator[Sign]:
    """Nested things with another name: their anchor on the page dies."""
    for was, now in sides.pairs:
        local = was.key.id.partition(".")[2]
        if was.parent is None or was.key not in sides.naming.guessed or now.key.id.partition(".")[0] != root.id:
            continue
        if local != now.key.id.partition(".")[2] and now.path == sides.new.view.items[root].path:
            address = item_address(was, sides.old.view, sides.old.kinds)
            local_key = Key(kind=was.key.kind, id=was.key.id.rpartition(".")[2])
            yield _sign(was, address, _named(local_key, now, sides.new), sides)


def _sign(item: Item, address: str, cure: str, sides: Sides) -> Sign:
    return sides.sign(SignKind.ADDRESS, item, f"het adres {address} vervalt.", hint=cure)


def _named(was: Key, now: Item, edition: Edition) -> str:
    """How a thing with another name keeps its old address."""
    fields = edition.kinds[now.key.kind].fields_with_role(ROLE)
    if not fields:
        return f"Geef het zijn oude id terug: {was.id}."
    known = now.fields.get(fields[0])
    ids = [*(str(one) for one in known if isinstance(one, str)), was.id] if isinstance(known, tuple) else [was.id]
    return f"Zet in {now.path}{_at(now)}: {fields[0]}: [{', '.join(ids)}]"


def _at(item: Item) -> str:
    return f" bij id {item.key.id.rpartition('.')[2]}" if item.parent is not None else ""


def _back(item: Item, edition: Edition) -> str:
    """How what is gone can end without its address dying."""
    kind = edition.kinds[item.key.kind]
    end = _end_state(kind)
    commit = (edition.version.commit or "HEAD")[:9]
    restore = f"Draai: git checkout {commit} -- {item.path}"
    if end:
        return f"{restore} en zet in dat bestand: {end}"
    former = kind.fields_with_role(ROLE)
    instead = f", of zet bij wat ervoor in de plaats kwam: {former[0]}: [{item.key.id}]" if former else ""
    return f"{restore}{instead}"


def _end_state(kind: Kind) -> str:
    """The field and value that say that a thing of this kind holds no more; empty when it has none."""
    adopted, course = kind.facet(Adopted), kind.facet(Course)
    if course is not None and course.progress.name and ENDED in kind.shape.fields[course.progress.name].values:
        return f"{course.progress.name}: {ENDED}"
    if adopted is not None and _WITHDRAWN in kind.shape.fields[adopted.status.name].values:
        return f"{adopted.status.name}: {_WITHDRAWN}"
    return ""


def _folder_stays(item: Item, sides: Sides) -> bool:
    """Whether the kind of a thing still has the folder that its address begins with."""
    was = sides.old.kinds[item.key.kind]
    now = sides.new.kinds[item.key.kind]
    return was.folder == now.folder or was.folder in now.former_folders


def _folder_cure(was: Kind) -> str:
    return f'Zet in schemas bij deze soort: "x-vorige-mappen": ["{was.folder}"]'
