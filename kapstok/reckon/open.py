"""What is still open: questions without an answer, values to fill in, and who answers for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kapstok.core.model import Fields, Item, Key, Value
from kapstok.kinds.schema import Shape
from kapstok.kinds.walk import walk
from kapstok.reckon.planning import DONE, ENDED
from kapstok.reckon.roles import NOT_APPLICABLE, Roles
from kapstok.reckon.targets import KEEP, RELATIVE

QUESTIONS = ("zes-vragen", "acht-vragen")
_TO_COME = "n.n.b."


class Sort(StrEnum):
    """What kind of thing is open."""

    QUESTION = "vraag"
    VALUE = "waarde"
    PLACEHOLDER = "plaatshouder"


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenPoint:
    """Something that is still open: at which item, what, what it says now, and who answers for it.

    `field` is the top-level field that it stands in, if it stands anywhere.
    """

    item: Item
    sort: Sort
    what: str
    now: str
    owner: str
    field: str = ""


def open_points(roles: Roles) -> tuple[OpenPoint, ...]:
    """Every open point of the view, by kind and in order; work and targets that are over have none."""
    found: list[OpenPoint] = []
    past = _past_targets(roles)
    for kind in roles.kinds:
        fields = kind.shape.fields
        can_be_open = {name for name, shape in fields.items() if _can_be_open(shape)}
        for item in roles.ordered(i for i in roles.model.of_kind(kind.name) if i.key not in past):
            owner = roles.owner(item)
            for what in unanswered(item, roles):
                found.append(OpenPoint(item=item, sort=Sort.QUESTION, what=what, now="", owner=owner))
            for name in filter(can_be_open.__contains__, item.fields):
                for sort, what, now in _open_values(item.fields[name], fields[name], name):
                    found.append(OpenPoint(item=item, sort=sort, what=what, now=now, owner=owner, field=name))
            if _lacks_value(item, roles):
                what = kind.title.lower()
                found.append(OpenPoint(item=item, sort=Sort.VALUE, what=what, now="", owner=owner))
    return tuple(found)


def unanswered(item: Item, roles: Roles) -> tuple[str, ...]:
    """The titles of the questions (six of an activity, eight of an assignment) that have no answer yet."""
    if roles.value(item, "voortgang") in (DONE, ENDED):
        return ()
    kind = roles.kind(item)
    names = [name for role in QUESTIONS for name in kind.fields_with_role(role)]
    return tuple(kind.shape.fields[name].title for name in names if not _answered(item, name, kind.shape))


def _answered(item: Item, name: str, shape: Shape) -> bool:
    """Whether a question has an answer, in its own field or in another that can hold it."""
    ways = shape.fields[name].answered_by or (name,)
    return any(_says(item.fields, way.split("."), shape.fields) for way in ways)


def _says(fields: Fields, way: list[str], shapes: Mapping[str, Shape]) -> bool:
    """Whether something stands at the end of a way: 0 does, `PM`, `n.v.t.` and an empty list do not, as at a gate."""
    value, shape = fields.get(way[0]), shapes.get(way[0], Shape())
    if isinstance(value, Mapping):
        return _says(value, way[1:], shape.fields) if way[1:] else bool(value)
    is_word = isinstance(value, str) and value in shape.open_values
    return value is not None and value not in ("", ()) and not is_word


def _can_be_open(shape: Shape) -> bool:
    """Whether a value that still has to come may stand in a field, or in anything in it."""
    if "open" in shape.roles or shape.open_values or shape.values:
        return True
    return any(map(_can_be_open, (*shape.fields.values(), *((shape.items,) if shape.items else ()))))


def _open_values(value: Value, shape: Shape, name: str) -> Iterator[tuple[Sort, str, str]]:
    """What still has to come of a field, in groups of fields as well; questions are counted elsewhere.

    Words in a list are no values to fill in.
    """
    for pointer, text, inner in walk(value, shape, (name,), _is_question):
        if not isinstance(text, str) or isinstance(pointer[-1], int) or text == NOT_APPLICABLE:
            continue
        if "open" in inner.roles:
            yield Sort.PLACEHOLDER, inner.title, text
        elif text in inner.open_values or (inner.values and text == _TO_COME):
            yield Sort.VALUE, inner.title, text


def _is_question(shape: Shape) -> bool:
    return not shape.roles.isdisjoint(QUESTIONS)


def _past_targets(roles: Roles) -> frozenset[Key]:
    """The targets that lapsed or were replaced: nobody has to fill in what they left open."""
    targets = roles.items("streefmoment")
    lapsed = {target.key for target in targets if roles.value(target, "vervallen") is True}
    return frozenset(lapsed | {older for target in targets for older in roles.refers(target, "vervangt")})


def _lacks_value(item: Item, roles: Roles) -> bool:
    """Whether a target in force has neither a number, nor words, nor a placeholder, nor something to compare with."""
    if not roles.kind(item).fields_with_role("streefgetal"):
        return False
    if roles.value(item, "streefsoort") in (KEEP, RELATIVE):
        return False  # without anything else they mean the baseline
    parts = ("streefgetal", "streefgetal-van", "streefgetal-tot", "in-woorden", "open", "vergeleken-met")
    return all(roles.value(item, role) is None for role in parts)
