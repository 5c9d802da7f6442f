"""Open data: per kind a JSON list and a CSV table, and everything together in one JSON file.

Every item has `id`, `soort`, `url` and `voorbeeld` besides its own fields; `url` is relative to the root of
the site. A nested item names its parent under the parent's kind. References are ids (`soort:id` where the
field allows several kinds), dates keep their own words beside their bounds. A norm has `toetsing`: how it is held to,
and which items of this view keep it, break it or are exempt. What is derived about an item stands beside its fields in
`afgeleid`: each statement with its words and the grounds it rests on. An indicator has
`stand` as well: how it stands at the peildatum, in parts.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from json.encoder import encode_basestring

from kapstok.core.dates import VagueDate
from kapstok.core.figure import Figure
from kapstok.core.model import Block, Fields, Item, Judgement, Key, Model, Plain, Value
from kapstok.core.values import as_block
from kapstok.kinds.address import DATA, data_path, item_address
from kapstok.kinds.order import ordered
from kapstok.kinds.schema import ANY_KIND, Kind, Kinds, Shape
from kapstok.reckon.answer import Answer
from kapstok.reckon.door import Facts, reckon
from kapstok.reckon.why import why
from kapstok.render.data.votes import COLUMNS, vote_rows
from kapstok.rules.placement import tally

VOTES = f"{DATA}/stemmen"
_ALWAYS = ("id", "soort", "url", "voorbeeld")
_OWN = ("id", "voorbeeld")
_RISKY = re.compile(r"[=@\t\r]|[+-](?!$|[\d.,]+$)")
# The same behind a sign at which a reader of another dialect (`;`, tabs, no quotes) begins a cell of its own. What
# looks like a list or a negative number is left as it is, unless it calls something.
_INSIDE = re.compile(
    r"([;,\t\r\n|\"])(?=[=@]|[+-](?! )[^\n;,]{0,200}\(|[+-][^\n;,]{0,200}\|[^\n;,]{0,200}!)",
)


def data_paths(kinds: Kinds) -> set[str]:
    """Where every data file will be."""
    paths = {data_path(kind, suffix) for kind in kinds if not kind.file for suffix in ("json", "csv")}
    return paths | {f"{DATA}/agenda.json", *(f"{VOTES}.{suffix}" for suffix in ("json", "csv"))}


def render_data(model: Model, kinds: Kinds, day: date) -> Iterator[tuple[str, bytes]]:
    """Every data file of the view as (path, bytes)."""
    everything: dict[str, object] = {}
    facts = reckon(model, kinds, day)
    for kind in kinds:
        if kind.file:
            everything["instellingen"] = next((_row(i, model, kinds) for i in model.of_kind(kind.name)), {})
            continue
        rows = [_row(i, model, kinds) | _figures(i, facts) for i in ordered(model.of_kind(kind.name), model, kinds)]
        yield data_path(kind, "json"), _json(rows)
        yield data_path(kind, "csv"), _csv([_flat(row) for row in rows], kind, model.audience)
        everything[kind.folder] = rows
    votes = list(vote_rows(model, facts))
    yield f"{VOTES}.json", _json(votes)
    yield f"{VOTES}.csv", _table(COLUMNS, [{name: _cell(value) for name, value in row.items()} for row in votes])
    overall = {"uitgave": model.audience, "peildatum": day.isoformat(), **everything}
    yield f"{DATA}/agenda.json", _json(overall)


def _flat(row: Block) -> Block:
    """A row for a table: what is derived has its words and no grounds, which do not fit in cells."""
    derived = row.get("afgeleid")
    if not isinstance(derived, list):
        return dict(row)
    return {**row, "afgeleid": [f"{one['wat']}: {one['woorden']}" for one in map(as_block, derived)]}


def _row(item: Item, model: Model, kinds: Kinds) -> Block:
    kind = kinds[item.key.kind]
    row: Block = {
        "id": item.key.id,
        "soort": kind.name,
        "url": item_address(item, model, kinds),
        "voorbeeld": item.example,
    }
    if item.parent is not None:
        row[item.parent.kind] = item.parent.id
    for name, value in _in_order(item.fields, kind.shape.fields):
        if name in _OWN:
            continue
        row[_row_name(name, kind)] = _plain(value, kind.shape.fields[name])
    if model.judgement is not None and item.key in model.judgement.placements:
        row["toetsing"] = _standing(item.key, model.judgement)
    return row


def _figures(item: Item, facts: Facts) -> Block:
    """What is derived about an item, in fields that no schema fills."""
    found = why(facts, item)
    row: Block = {"afgeleid": [_answer(one) for one in found]} if found else {}
    if facts.roles.measures(facts.roles.kind(item)):
        row["stand"] = _stand(item, facts)
    return {name: value for name, value in row.items() if name not in item.fields}


def _stand(item: Item, facts: Facts) -> Block:
    """How an indicator stands, in parts."""
    found = facts.indicators.of(item)
    whole = found.whole
    row = {
        "staat": whole.state.value,
        "doel_gehaald": whole.goal.value,
        "resultaat_gehaald": whole.result.value,
        "woorden": whole.words,
        "meetpunt": whole.measured.item.key.id if whole.measured else None,
        "streefpunt": whole.target.item.key.id if whole.target else None,
        "pad": float(whole.path) if whole.path is not None else None,
    }
    return {name: value for name, value in row.items() if value is not None}


def _answer(answer: Answer) -> Block:
    return {"wat": answer.what, "woorden": answer.words, "gronden": [{**ground.as_row()} for ground in answer.grounds]}


def _standing(norm: Key, judgement: Judgement) -> Block:
    """How a norm is held to: its place, how many items it applies to, and which keep it, break it or are exempt."""
    counted = tally(judgement, norm)
    groups = {"houdt": counted.keeps, "breekt": counted.breaks, "afwijking": counted.exempt}
    groups |= {"niet_te_zeggen": counted.unknown} if counted.unknown else {}
    return {
        "plaats": counted.place,
        "toepasselijk": counted.applies,
        **{name: {"aantal": len(keys), "ids": [str(key) for key in keys]} for name, keys in groups.items()},
    }


def _plain(value: Value, shape: Shape) -> Plain:
    """A value as JSON knows it."""
    if isinstance(value, Key):
        several = len(shape.targets) != 1 or ANY_KIND in shape.targets
        return str(value) if several and not shape.nested else value.id
    if isinstance(value, VagueDate):
        return _date(value)
    if isinstance(value, tuple):
        return [_plain(inner, shape.items or Shape()) for inner in value]
    if isinstance(value, Mapping):
        return {name: _plain(inner, shape.fields[name]) for name, inner in _in_order(value, shape.fields)}
    return str(value) if isinstance(value, str) else value


def _date(value: VagueDate) -> Block:
    known = {
        "tekst": value.text,
        "soort": value.kind,
        "vroegst": value.earliest and value.earliest.isoformat(),
        "laatst": value.latest and value.latest.isoformat(),
        "voorkeur": value.preference,
        "voorheen": value.formerly,
    }
    return {name: part for name, part in known.items() if part}


def _json(data: object) -> bytes:
    """JSON in which a published number has all its digits: 7.0 stays 7.0 and 37.70 stays 37.70."""
    parts: list[str] = []
    _write(data, "\n", parts)
    parts.append("\n")
    return "".join(parts).encode()


def _write(value: object, line: str, parts: list[str]) -> None:
    """The same text as `json.dumps` with an indent of one; `line` is a line end with the indent of this value.

    Python has no quick writer for JSON with an indent, nor one that leaves the digits of a number alone.
    """
    inside = f"{line} "
    if isinstance(value, Figure):
        parts.append(value.digits)
    elif isinstance(value, str):
        parts.append(encode_basestring(value))
    elif isinstance(value, dict) and value:
        between = "{" + inside
        for name, inner in value.items():
            parts.append(f"{between}{encode_basestring(name)}: ")
            _write(inner, inside, parts)
            between = f",{inside}"
        parts.append(line + "}")
    elif isinstance(value, (list, tuple)) and value:
        between = f"[{inside}"
        for inner in value:
            parts.append(between)
            _write(inner, inside, parts)
            between = f",{inside}"
        parts.append(f"{line}]")
    else:
        parts.append(json.dumps(value))


def _columns(name: str, shape: Shape) -> Iterator[str]:
    """The columns of a field: one, or one for each part of a date or a group."""
    if shape.form in ("datum", "dag"):
        yield from (f"{name}.{part}" for part in ("tekst", "soort", "vroegst", "laatst"))
    elif shape.fields and shape.items is None:
        for inner, part in shape.fields.items():
            yield from _columns(f"{name}.{inner}", part)
    else:
        yield name


def _in_order(fields: Fields, shapes: Mapping[str, Shape]) -> Iterator[tuple[str, Value]]:
    """What is filled in, in the order of the schema: that somebody wrote it in another order makes no other file."""
    return ((name, fields[name]) for name in shapes if name in fields)


def _row_name(name: str, kind: Kind) -> str:
    """The name of a field in a row: `soort` and `url` of the item itself get a name of their own."""
    return f"{name}_{kind.name}" if name in ("soort", "url") else name


def _csv(rows: list[Block], kind: Kind, audience: str) -> bytes:
    """A table with a column for every field that its audience may see, used or not; groups become `groep.veld`."""
    flat = [dict(_flatten(row)) for row in rows]
    shown = ((n, s) for n, s in kind.shape.fields.items() if s.audiences is None or audience in s.audiences)
    named = [column for name, shape in shown for column in _columns(_row_name(name, kind), shape)]
    used = (name for row in flat for name in row)
    columns = list(dict.fromkeys([*_ALWAYS, *(name for name in named if name not in _OWN), *used]))
    return _table(columns, flat)


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows of cells as CSV with these columns."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def _flatten(row: Block, prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield prefix + name, _cell(value)


def _cell(value: Plain) -> str:
    """A value in a cell; text that a spreadsheet would run as a formula is made plain text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        if all(isinstance(part, (str, int, float)) for part in value):
            return "; ".join(_cell(part) for part in value)
        return _INSIDE.sub(r"\1'", json.dumps(value, ensure_ascii=False))
    text = "" if value is None else str(value)
    if not isinstance(value, str):
        return text
    text = _INSIDE.sub(r"\1'", text)
    return f"'{text}" if _RISKY.match(text) else text
