"""What refers to something that a proposal changes in what matters, and is not changed or looked at in it itself."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.compare.effects import Effect
from kapstok.compare.fact_effects import title
from kapstok.compare.sides import Sides, root_of
from kapstok.compare.values import Consequence
from kapstok.core.model import Item, Key, Model
from kapstok.core.text import enumerate_words, shortened
from kapstok.history.suspect import Suspect, Turns, suspects
from kapstok.history.turn_words import turn_words
from kapstok.history.version_files import VersionFile

_LONGEST = 60  # characters of a title in a list
_NAMED = 5  # things that are named; of more the number is told


def suspect(sides: Sides) -> Iterator[Consequence]:
    """For everything that changes in what matters: what refers to it, and what changes."""
    noted = Turns(sides.new.view, sides.new.kinds, sides.naming.names, every=False)
    before, after = _by_root(sides.old.view), _by_root(sides.new.view)
    for thing in sides.things:
        old, new = before.get(thing.was_key or thing.key, {}), after.get(thing.key, {})
        noted.note(VersionFile(items=old), VersionFile(items=new), 0, None)
    found: dict[Key, list[Suspect]] = {}
    for one in suspects(sides.new.facts, noted.turns, noted.touched):
        found.setdefault(one.reference.target, []).append(one)
    for target, several in found.items():
        yield _told(sides, target, several)


def _by_root(view: Model) -> dict[Key, dict[Key, Item]]:
    """Every thing with a file of its own, with all that is in it."""
    found: dict[Key, dict[Key, Item]] = {}
    for key, item in view.items.items():
        for root in root_of(key, view):
            found.setdefault(root, {})[key] = item
    return found


def _told(sides: Sides, target: Key, several: list[Suspect]) -> Consequence:
    items = sides.new.view.items
    names = list(dict.fromkeys(_named(sides, items[one.reference.source]) for one in several))
    rest = [f"nog {len(names) - _NAMED}"] if len(names) > _NAMED else []
    who = enumerate_words([*names[:_NAMED], *rest], "en")
    what = "; ".join(dict.fromkeys(turn_words(turn) for turn in several[0].turns))
    verb = "verwijst" if len(names) == 1 else "verwijzen"
    return Consequence(
        kind=Effect.SUSPECT,
        subject=several[0].reference.source if len(several) == 1 else target,
        was="",
        becomes="",
        words=f"{who[:1].upper()}{who[1:]} {verb} naar {title(items[target])}. Daar verandert: {what}. Klopt het nog?",
        because=sides.because(target),
    )


def _named(sides: Sides, item: Item) -> str:
    """A thing with its kind: a line of a budget is often called what it is for."""
    return f"{sides.new.kinds[item.key.kind].title.lower()} {shortened(title(item), _LONGEST)}"
