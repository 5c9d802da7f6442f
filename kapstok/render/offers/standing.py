"""How far the decision about something is, for whoever reads its page: since when, until when to respond, and how.

The sentences themselves stand in the theme, where a municipality can change them; here is what they are made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.model import Block, Fields, Item, Key, Model, Value
from kapstok.core.status import SETTLED
from kapstok.kinds.address import item_address
from kapstok.kinds.schema import Kind, Kinds, Shape
from kapstok.reckon.council import Council

ROLE_SUCCESSOR = "opvolger"
ROLE_RESPONSE, ROLE_FROM, ROLE_UNTIL, ROLE_HOW = "inzage", "inzage-van", "inzage-tot", "inzage-reageren"
ROLE_WHERE = "inzage-adres"
OVER = "voorbij"


def standing(item: Item, council: Council) -> Block:
    """What the theme says of an item that is not adopted, by Dutch names; nothing for one that is or says nothing.

    `status`; `geldt_niet` when it was withdrawn; `sinds` the day of that status in words; of the time in which anybody
    may respond `van`, `tot`, `hoe`, `waarheen` and `tijdvak` (`komt`, `loopt` or `voorbij`; '' when no days are known);
    `opvolger` what came in its place.
    """
    adoption, roles = council.adoption(item), council.roles
    kind = roles.kind(item)
    if not adoption.status or adoption.status in SETTLED:
        return {}
    found: Block = {"status": adoption.status, "geldt_niet": adoption.withdrawn}
    found["sinds"] = adoption.day.text if adoption.day else ""
    if adoption.pending:
        found |= _response(item, kind, council.day)
    if adoption.withdrawn:
        found |= _successor(item, kind, roles.model, roles.kinds)
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """The time in which anybody may respond, in words; `is_open` says that one may respond now, or soon."""

    start: str
    until: str
    how: str
    where: str
    is_open: bool


def response_of(item: Item, council: Council) -> Response:
    """The time in which anybody may respond about an item, over as soon as it was decided; empty when there is none."""
    found = _response(item, council.roles.kind(item), council.day)
    start, until, how, where = (found.get(name, "") for name in ("van", "tot", "hoe", "waarheen"))
    is_open = bool(start or until) and council.adoption(item).pending and found["tijdvak"] != OVER
    return Response(start=start, until=until, how=how, where=where, is_open=is_open)


def _response(item: Item, kind: Kind, day: date) -> dict[str, str]:
    block = _one(item.fields, kind, ROLE_RESPONSE)
    if not isinstance(block, Mapping):
        return {}
    inner = kind.shape.fields[kind.fields_with_role(ROLE_RESPONSE)[0]].fields
    roles = (ROLE_FROM, ROLE_UNTIL, ROLE_HOW, ROLE_WHERE)
    first, last, how, where = (next(_with_role(block, inner, role), None) for role in roles)
    phase = ""
    if isinstance(last, VagueDate) and last.latest and last.latest < day:
        phase = OVER
    elif isinstance(first, VagueDate) and first.earliest and first.earliest > day:
        phase = "komt"
    elif first or last:
        phase = "loopt"
    said = {"van": _text(first), "tot": _text(last), "hoe": _text(how), "waarheen": _text(where)}
    return said | {"tijdvak": phase}


def _successor(item: Item, kind: Kind, model: Model, kinds: Kinds) -> Block:
    key = _one(item.fields, kind, ROLE_SUCCESSOR)
    other = model.items.get(key) if isinstance(key, Key) else None
    if other is None:
        return {}
    return {"opvolger": {"titel": other.title, "adres": item_address(other, model, kinds)}}


def _one(fields: Fields, kind: Kind, role: str) -> Value:
    return next((fields[name] for name in kind.fields_with_role(role) if name in fields), None)


def _with_role(block: Fields, shapes: Mapping[str, Shape], role: str) -> Iterator[Value]:
    return (block[name] for name, shape in shapes.items() if role in shape.roles and name in block)


def _text(value: Value) -> str:
    return "" if value is None else str(value)
