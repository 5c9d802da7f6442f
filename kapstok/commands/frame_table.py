"""How the norms are held to, as a table for a terminal or as JSON. Returns text; only the CLI prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from kapstok.core.model import Judgement, Key, Model
from kapstok.kinds.order import ordered
from kapstok.kinds.schema import Kinds
from kapstok.rules.gates import gate_name
from kapstok.rules.message import norm_name, norm_text
from kapstok.rules.placement import BREAKS, KEEPS, UNTESTABLE, UNTESTABLE_PARTS, Tally, sums, tally, untestable

_HEAD = ("nummer", "norm", "plaats", "n", "houdt", "breekt", "afwijking")
_WIDEST = 60  # of the text of a norm
_NOWHERE = "niet bepaald"


def frames_as_text(model: Model, kinds: Kinds) -> str:
    """A table with a row for each norm under the name of its list, and how many norms have each place."""
    counted = list(_tallies(model, kinds))
    rows: list[Sequence[str]] = [_HEAD]
    heads: dict[int, str] = {}
    last: Key | None = None
    for row in counted:
        item = model.items[row.norm]
        if item.parent and item.parent != last:
            heads[len(rows)] = model.items[item.parent].title
        last = item.parent
        rows.append(_cells(row, model, kinds))
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = []
    for index, cells in enumerate(rows):
        lines += ["", heads[index]] if index in heads else []
        lines.append(_line(cells, widths))
    return "\n".join([*lines, "", _summary(counted)]) + _reasons(counted, model, kinds) + _gates(model)


def frames_as_json(model: Model, kinds: Kinds) -> str:
    """A list of objects: the norm, its place, and the items that keep it, break it or are exempt."""
    rows = [
        {
            "id": row.norm.id,
            "soort": row.norm.kind,
            "nummer": model.items[row.norm].number,
            "tekst": norm_text(row.norm, model, kinds),
            "plaats": row.place,
            "toepasselijk": row.applies,
            "houdt": _names(row.keeps),
            "breekt": _names(row.breaks),
            "afwijking": _names(row.exempt),
            **_untestable(row, model, kinds),
        }
        for row in _tallies(model, kinds)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _untestable(row: Tally, model: Model, kinds: Kinds) -> dict[str, dict[str, str]]:
    """Why a norm cannot be tested, how it is followed and who accepted that, as far as that is known."""
    said = untestable(model.items[row.norm], kinds[row.norm.kind]) if row.place == UNTESTABLE else None
    if said is None:
        return {}
    values = zip(UNTESTABLE_PARTS, (said.reason, said.proposal, said.accepted_by), strict=True)
    return {"niet_toetsbaar": {name: value for name, value in values if value}}


def _reasons(rows: Sequence[Tally], model: Model, kinds: Kinds) -> str:
    """A line for each norm that cannot be tested: why, how it is followed, and who accepted that."""
    lines = []
    for row in rows:
        said = untestable(model.items[row.norm], kinds[row.norm.kind]) if row.place == UNTESTABLE else None
        if said is not None:
            lines.append(f"{norm_name(row.norm, model, kinds)}: {said.words}")
    return "\n".join(["", "", "Niet te toetsen met gegevens:", *lines]) if lines else ""


def _tallies(model: Model, kinds: Kinds) -> Iterator[Tally]:
    judgement = model.judgement or Judgement()
    norms = ordered((model.items[key] for key in judgement.placements), model, kinds)
    yield from (tally(judgement, item.key) for item in norms)


def _names(keys: Sequence[Key]) -> list[str]:
    return [str(key) for key in keys]


def _cells(row: Tally, model: Model, kinds: Kinds) -> tuple[str, ...]:
    text = norm_text(row.norm, model, kinds)
    text = text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
    counts = (row.applies, len(row.keeps), len(row.breaks), len(row.exempt))
    numbers = (str(count) if row.applies else "" for count in counts)
    return (model.items[row.norm].number, text, row.place or _NOWHERE, *numbers)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    texts = [cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True)]
    numbers = [cell.rjust(width) for cell, width in zip(row[3:], widths[3:], strict=True)]
    return "  ".join([*texts, *numbers]).rstrip()


def _summary(rows: Sequence[Tally]) -> str:
    """`77 kaders: 30 getoetst, …` and what became of all items together."""
    if not rows:
        return "Er zijn geen normen."
    all_of_them = sums(rows)
    said = ", ".join(f"{count} {place or _NOWHERE}" for place, count in all_of_them.places.items() if count)
    return (
        f"{all_of_them.norms} normen: {said}.\n"
        f"Getoetst: {all_of_them.applies} keer; houdt {all_of_them.keeps}, breekt {all_of_them.breaks}, "
        f"afwijking {all_of_them.exempt}."
    )


def _gates(model: Model) -> str:
    """What became of the items at each gate that ships with Kapstok and that no norm refers to; empty when of none."""
    found: dict[Key, list[str]] = {}
    for outcome in (model.judgement or Judgement()).gates:
        found.setdefault(outcome.test.norm, []).append(outcome.state)
    lines = [
        f"poort {gate_name(norm)}: {len(states)} keer; houdt {states.count(KEEPS)}, breekt {states.count(BREAKS)}."
        for norm, states in found.items()
    ]
    return "\n".join(["", "", "Poorten die met Kapstok meekomen:", *lines]) if lines else ""


FRAME_FORMATS: Mapping[str, Callable[[Model, Kinds], str]] = {"text": frames_as_text, "json": frames_as_json}
