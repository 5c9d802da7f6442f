"""How hard each item of an agenda reads, hardest first, as a table for a terminal or as JSON. Only the CLI prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import floor

from kapstok.check.plain.texts import Measure, Rules, measure, read_rules, texts
from kapstok.core.model import Item, Key, Model
from kapstok.kinds.schema import Kinds

_HEAD = ("cijfer", "woorden", "per zin", "langste", "onderdeel", "bestand")
_WIDEST = 50  # of the name of an item
_MOST = 40  # rows that a person reads; --format json has all
_MEANING = (
    "Het cijfer is Flesch-Douma: hoe hoger, hoe makkelijker; 60 tot 70 is gewoon, onder {hardest} is moeilijk.\n"
    "Het telt alleen woorden en lettergrepen. Het zegt niet of een tekst op taalniveau B1 is."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    item: Item
    counted: Measure


def reading_as_text(model: Model, kinds: Kinds) -> str:
    """A table with a row for each file with enough running text, and what the figure means."""
    rules = read_rules(model, kinds)
    rows = list(_rows(model, kinds, rules))
    cells = [_HEAD, *(_cells(row) for row in rows[:_MOST])]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEAD))]
    lines = ["  ".join(_fit(cell, widths[at], right=at < 4) for at, cell in enumerate(line)).rstrip() for line in cells]
    if len(rows) > _MOST:
        lines += ["", f"En nog {len(rows) - _MOST} die makkelijker zijn. Alles staat in --format json."]
    whole = Measure()
    for row in rows:
        whole = whole.plus(row.counted)
    total = f"Samen: cijfer {floor(whole.figure)} over {whole.words} woorden in {len(rows)} bestanden."
    ending = total if rows else f"Er zijn geen teksten van {rules.fewest} woorden of meer."
    return "\n".join([*(lines if rows else ()), "", ending, _MEANING.format(hardest=rules.hardest)]).lstrip()


def reading_as_json(model: Model, kinds: Kinds) -> str:
    """A list of objects, hardest first."""
    rows = [
        {
            "soort": row.item.key.kind,
            "id": row.item.key.id,
            "titel": row.item.title,
            "bestand": row.item.path,
            "flesch_douma": round(row.counted.figure, 1),
            "woorden": row.counted.words,
            "zinnen": row.counted.sentences,
            "lettergrepen": row.counted.syllables,
            "langste_zin": row.counted.longest,
        }
        for row in _rows(model, kinds, read_rules(model, kinds))
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


READING_FORMATS: dict[str, Callable[[Model, Kinds], str]] = {"text": reading_as_text, "json": reading_as_json}


def _rows(model: Model, kinds: Kinds, rules: Rules) -> Iterator[_Row]:
    """The files with enough words for a figure; what is nested counts with its file."""
    counted: dict[Key, Measure] = {}
    for text in texts(model, kinds, rules):
        key = _whole(text.item, model).key
        counted[key] = counted.get(key, Measure()).plus(measure(text.sentences))
    enough = (key for key, one in counted.items() if one.words >= rules.fewest)
    for key in sorted(enough, key=lambda key: (counted[key].figure, key)):
        yield _Row(item=model.items[key], counted=counted[key])


def _whole(item: Item, model: Model) -> Item:
    while item.parent is not None and item.parent in model.items:
        item = model.items[item.parent]
    return item


def _cells(row: _Row) -> tuple[str, ...]:
    counted, title = row.counted, row.item.title
    return (
        str(floor(counted.figure)),
        str(counted.words),
        f"{counted.words / counted.sentences:.1f}".replace(".", ","),
        str(counted.longest),
        title if len(title) <= _WIDEST else title[: _WIDEST - 1] + "…",
        row.item.path,
    )


def _fit(cell: str, width: int, *, right: bool) -> str:
    return cell.rjust(width) if right else cell.ljust(width)
