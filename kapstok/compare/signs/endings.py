"""What stops, what is gone, and what was decided and is written otherwise now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kapstok.compare.signs.sides import Sides
from kapstok.compare.tree import differing
from kapstok.compare.values import FieldDifference, FieldHow, How, Sign, SignKind
from kapstok.core.audience import PUBLIC
from kapstok.core.model import Item, Key, Value
from kapstok.core.status import ADOPTED, SETTLED, WITHDRAWN
from kapstok.files.frozen import FOLDER, Frozen
from kapstok.history.difference import part_title
from kapstok.kinds.facets import Adopted, Ballot, Course
from kapstok.kinds.schema import Kind
from kapstok.reckon.planning import DONE, ENDED

_NAMED = 4  # fields in a sentence
_QUIET = frozenset(
    {"publicatie", "vertrouwelijk", "vorige-id", "beheer", "vaststelling", "besluitvorming", "opvolger", "toets"}
)


def a_thing_ends(sides: Sides) -> Iterator[Sign]:
    """What runs, runs on; what is in force, stays in force.

    Slecht: een activiteit krijgt voortgang: beëindigd en verdwijnt uit de planning. Goed: dat staat bovenaan.
    """
    for was, now in sides.pairs:
        course = sides.new.kinds[now.key.kind].facet(Course)
        before, after = (course.progress.of(item.fields) if course else "" for item in (was, now))
        if after != before and after in (ENDED, DONE):
            yield sides.sign(SignKind.ENDED, now, f"is {after}{f' (was {before})' if before else ''}.")
    for was, now in sides.pairs:
        if not _says_withdrawn(now.fields) or was.key in sides.old.facts.lapses:
            continue
        lapse = sides.new.facts.lapses.get(now.key)
        if lapse is not None and lapse.whole is None:
            heir = f" Ervoor in de plaats: {sides.names([lapse.heir])}." if lapse.heir else ""
            yield sides.sign(SignKind.ENDED, now, f"is {lapse.words}.{heir}")


def _says_withdrawn(value: Value) -> bool:
    """Whether anything in a value may say that something holds no more; only then there is more to ask."""
    if isinstance(value, str):
        return value in WITHDRAWN
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    return any(map(_says_withdrawn, inner))


def a_thing_is_gone(sides: Sides) -> Iterator[Sign]:
    """What no longer holds stays to be found, with an end state.

    Slecht: het bestand van een doel is weg. Goed: het doel staat er nog, met status: ingetrokken.
    """
    for thing in sides.things:
        if thing.how is How.REMOVED and thing.key in sides.old.view.items:
            yield sides.sign(SignKind.ENDED, sides.old.view.items[thing.key], "is verwijderd.")


def what_was_decided_is_touched(sides: Sides) -> Iterator[Sign]:
    """What a body adopted or decided reads as it did when that was done.

    Slecht: in een vastgesteld raadsvoorstel verandert een zin. Goed: er komt een nieuw besluit, of de wijziging is weg.
    """
    found: dict[Key, tuple[Item, str, list[str]]] = {}
    for was, now in sides.pairs:
        decided = _decided(was, sides)
        kind = sides.new.kinds[now.key.kind]
        touched = [field.label for field in sides.fields.get(now.key, ()) if _counts(field, kind)] if decided else []
        if touched:
            whole, label = sides.whole_of(now), "" if now.parent is None else f"{part_title(now, kind)}: "
            found.setdefault(whole.key, (whole, decided, []))[2].extend(f"{label}{name}" for name in touched)
    for item, decided, labels in found.values():
        named = labels[:_NAMED] + ([f"en nog {len(labels) - _NAMED}"] if len(labels) > _NAMED else [])
        yield sides.sign(SignKind.DECIDED, item, f"is {decided}, en dit is anders: {'; '.join(named)}.", fields=labels)


def _decided(was: Item, sides: Sides) -> str:
    """How it was decided before this change: by its own word, or that of what it is part of; empty when it was not."""
    here: Item | None = was
    while here is not None:
        kind = sides.old.kinds[here.key.kind]
        adopted, ballot = kind.facet(Adopted), kind.facet(Ballot)
        if ballot is not None and (outcome := ballot.outcome.of(here.fields)):
            return f"al besloten ({outcome.replace('-', ' ')})"
        if adopted is not None and adopted.status.of(here.fields) in SETTLED | ADOPTED:
            return "al vastgesteld"
        here = sides.old.view.items.get(here.parent) if here.parent else None
    return ""


def _counts(field: FieldDifference, kind: Kind) -> bool:
    """Whether a field is part of what was decided: not who may see it, nor how it goes on."""
    shape = kind.shape.fields.get(field.field)
    return shape is not None and not (_QUIET & shape.roles) and field.how is not FieldHow.REORDERED


def a_kept_paper_is_touched(sides: Sides) -> Iterator[Sign]:
    """A paper that was adopted and is kept, stays as it is.

    Slecht: een bestand in vastgesteld/ is anders dan bij de hoofdtak. Goed: een nieuwe versie ernaast.
    """
    changed = {
        path for path in differing(sides.old.version.tree, sides.new.version.tree) if path.startswith(f"{FOLDER}/")
    }
    for kept in sides.old.version.loaded.frozen if changed else ():
        touched = sorted(path for path in _files(kept) if path in changed)
        visible = kept.audience in (PUBLIC, sides.new.audience) and kept.item in sides.old.view.items
        if touched and visible:
            gone = all(path not in sides.new.version.tree.blobs for path in touched)
            words = f"het vastgestelde stuk {kept.name} is {'weg' if gone else 'anders dan het was'}: {touched[0]}."
            item = sides.old.view.items[kept.item]
            yield sides.sign(SignKind.DECIDED, item, words, hint="Zet het bestand terug zoals het was.")


def _files(kept: Frozen) -> Iterator[str]:
    yield f"{FOLDER}/{kept.name}.json"
    yield from (f"{FOLDER}/{kept.name}.{suffix}" for suffix in kept.files)
