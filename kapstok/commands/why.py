"""What is derived about a thing, with the rule and the inputs: `kapstok waarom SOORT:ID`. Only the CLI prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from kapstok.core.dates import format_day
from kapstok.core.model import Item, Key
from kapstok.core.places import value_place
from kapstok.core.text import enumerate_words, nearest
from kapstok.core.workspace import WorkspaceError
from kapstok.reckon.answer import Answer
from kapstok.reckon.door import Facts
from kapstok.reckon.facts import Ground
from kapstok.reckon.why import why

_LISTED = 3  # more names than this help nobody
_NOTHING = "Hierover leidt Kapstok niets af: alles staat in het bestand zelf."


def find(facts: Facts, name: str) -> Item:
    """The thing with this name; raises WorkspaceError, with the nearest name, when there is none."""
    kind, colon, ident = name.partition(":")
    item = facts.model.items.get(Key.of(name))
    if item is not None:
        return item
    if not colon or kind not in facts.kinds:
        guess = nearest(kind, [one.name for one in facts.kinds])
        hint = f"Bedoelde u {Key(kind=guess, id=ident or kind)}?" if guess and colon else "Schrijf soort:id."
        raise WorkspaceError(f"{name} noemt geen soort die bestaat.", hint)
    known = [item.key.id for item in facts.model.of_kind(kind)]
    guess = nearest(ident, known)
    several = (
        f"Kies uit: {enumerate_words(known[:_LISTED])}." if known else f"De agenda heeft er geen van de soort {kind}."
    )
    raise WorkspaceError(f"Er is geen {name}.", f"Bedoelde u {Key(kind=kind, id=guess)}?" if guess else several)


def as_text(facts: Facts, item: Item) -> str:
    """The thing, each statement about it with its grounds below it, and how the indicators stand that belong to it."""
    lines = [f"{item.key}: {item.title}", f"{item.path}:{item.position.line}"]
    answers = why(facts, item)
    for answer in answers:
        lines += ["", f"{answer.what}: {answer.words}"]
        lines += [f"  - {_told(ground, facts)}" for ground in answer.grounds]
    lines += [] if answers else ["", _NOTHING]
    for one in facts.indicators.at(item):
        lines += ["", f"{one.key}: {facts.indicators.of(one).words}", f"  Waarom: kapstok waarom {one.key}"]
    return "\n".join(lines)


def as_json(facts: Facts, item: Item) -> str:
    """The same as an object: the thing, and a list of statements with their grounds."""
    answers = [_answer(answer, facts) for answer in why(facts, item)]
    row = {"onderdeel": str(item.key), "pad": item.path, "regel": item.position.line, "afgeleid": answers}
    return json.dumps(row, ensure_ascii=False, indent=2)


WHY_FORMATS: Mapping[str, Callable[[Facts, Item], str]] = {"text": as_text, "json": as_json}


def _told(ground: Ground, facts: Facts) -> str:
    """One ground on a line: the rule or part, what was read, and between brackets where and from which document."""
    said = ground.rule + (f": {ground.value}" if ground.value else "")
    return said + (f" ({', '.join(place)})" if (place := list(_places(ground, facts))) else "")


def _places(ground: Ground, facts: Facts) -> Iterator[str]:
    item = facts.model.items.get(ground.item) if ground.item else None
    if item is not None:
        place = value_place(facts.model, item, ground.field) if ground.field else item
        yield f"{place.path}:{place.position.line}"
    source = facts.model.items.get(ground.source) if ground.source else None
    if source is not None:
        yield f"uit {source.title}"
    if ground.day is not None and item is not None:
        yield format_day(ground.day)


def _answer(answer: Answer, facts: Facts) -> dict[str, object]:
    grounds = [ground.as_row(next(_places(ground, facts), "") if ground.item else "") for ground in answer.grounds]
    return {"over": str(answer.about), "wat": answer.what, "woorden": answer.words, "gronden": grounds}
