"""What a change does to what is printed: pages, papers, data and files that differ, come or go, and their addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kapstok.compare.effects import CHANGED, GONE, NEW, Effect
from kapstok.compare.sides import Sides
from kapstok.compare.values import Consequence
from kapstok.core.model import Key
from kapstok.core.text import enumerate_words, some_of
from kapstok.history.difference import plain_title
from kapstok.kinds.address import PAPERS

if TYPE_CHECKING:
    from kapstok.compare.printed import Printed, Sheet

_HOW = {NEW: "komt erbij", GONE: "vervalt", CHANGED: "verandert"}
_UNSURE = "Welke pagina's en stukken veranderen is niet te zeggen: {} is niet te bouwen zolang er fouten in staan."
_NOT_ASKED = (
    "Welke pagina's, stukken en databestanden veranderen is niet uitgezocht: bij zo'n grote agenda duurt dat. "
    "Vraag erom met --drukwerk."
)


def unsure(name: str) -> Consequence:
    """That a version with this name cannot be made, so that nothing can be said of it."""
    return _unsaid(_UNSURE.format(name))


def not_asked() -> Consequence:
    """That nobody asked what changes in print."""
    return _unsaid(_NOT_ASKED)


def _unsaid(words: str) -> Consequence:
    return Consequence(kind=Effect.UNSURE, subject=None, was="", becomes="", words=words)


def printing(sides: Sides, old: Printed, new: Printed) -> Iterator[Consequence]:
    """Every page, paper, data file and other file that is another one, in the order of their addresses."""
    yield from _drifted(sides, old, new)
    yield from _sheets(sides, Effect.PAGE, "Pagina", old.pages, new.pages)
    yield from _sheets(sides, Effect.PAPER, "Stuk", old.papers, new.papers)
    yield from _sheets(sides, Effect.DATA, "Databestand", old.data, new.data)
    yield from _sheets(sides, Effect.FILE, "Bestand", old.files, new.files)
    yield from _everywhere(sides, old, new)


def _sheets(
    sides: Sides, kind: Effect, named: str, old: Mapping[str, Sheet], new: Mapping[str, Sheet]
) -> Iterator[Consequence]:
    for path in sorted(old.keys() | new.keys()):
        was, now = old.get(path), new.get(path)
        if was is not None and now is not None and was.mark == now.mark:
            continue
        how = NEW if was is None else GONE if now is None else CHANGED
        one = now or was
        assert one is not None
        used = {key for sheet in (was, now) if sheet for key in sheet.used}
        place = f"{PAPERS}/{path}" if kind == Effect.PAPER else f"/{path}"
        shown = f"{plain_title(one.title)} ({place})" if one.title != path else place
        yield Consequence(
            kind=kind,
            subject=path,
            was="" if was is None else was.title,
            becomes="" if now is None else now.title,
            words=f"{named} {shown} {_HOW[how]}.",
            because=_because(sides, used, path),
        )


def _because(sides: Sides, used: set[Key], path: str) -> tuple[Key, ...]:
    """The changed things that a page or paper is made of; of a data file those of its kind."""
    if not used:
        folder = path.rpartition("/")[2].partition(".")[0]
        kinds = {kind.name for kind in sides.new.kinds if kind.folder == folder}
        used = {key for e in (sides.old, sides.new) for key in e.view.items if key.kind in kinds}
    return sides.because(*sorted(used))


def _drifted(sides: Sides, old: Printed, new: Printed) -> Iterator[Consequence]:
    """Adopted papers that their sources gave until now, and no longer do; and those that fit again."""
    for name in sorted(old.drifted.keys() | new.drifted.keys()):
        was, now = old.drifted.get(name, ()), new.drifted.get(name, ())
        fresh = [one if _may_be_named(sides, one) else "een onderdeel" for one in now if one not in was]
        if fresh:
            yield Consequence(
                kind=Effect.FROZEN,
                subject=f"{PAPERS}/{name}",
                was="klopt met zijn bronnen" if not was else "klopt niet met zijn bronnen",
                becomes="klopt niet met zijn bronnen",
                words=f"Het vastgestelde stuk {name} blijft, en gewijzigd is: {some_of(fresh, 'kapstok check')}",
                because=sides.because(*(_key(one) for one in fresh)),
            )
        elif was and not now and name in new.papers:
            yield Consequence(
                kind=Effect.FROZEN,
                subject=f"{PAPERS}/{name}",
                was="klopt niet met zijn bronnen",
                becomes="klopt met zijn bronnen",
                words=f"Het vastgestelde stuk {name} klopt weer met zijn bronnen.",
                because=sides.because(*(_key(one) for one in was)),
            )


def _may_be_named(sides: Sides, one: str) -> bool:
    """Whether a source that differs is a state, or a thing that one of the two editions holds."""
    return ":" not in one or any(_key(one) in edition.view.items for edition in (sides.old, sides.new))


def _key(text: str) -> Key:
    kind, _, name = text.partition(":")
    return Key(kind=kind, id=name)


def _everywhere(sides: Sides, old: Printed, new: Printed) -> Iterator[Consequence]:
    """What stands around every page, and how everything looks."""
    because = tuple(t.key for t in sides.things)
    parts = [name for name, was in old.frame.items() if new.frame.get(name, "") != was] if new.frame else []
    if parts:
        words = f"Op elke pagina verandert {enumerate_words(parts, 'en')}."
        yield Consequence(kind=Effect.EVERYWHERE, subject=None, was="", becomes="", words=words, because=because)
    if old.looks and new.looks and old.looks != new.looks:
        words = "Elke pagina en elk stuk ziet er anders uit: de huisstijl of de opmaak verandert."
        yield Consequence(kind=Effect.EVERYWHERE, subject=None, was="", becomes="", words=words, because=because)
