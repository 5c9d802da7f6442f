"""What refers to something that changed since: `kapstok nagaan`. Only the CLI prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from kapstok.core.dates import format_day
from kapstok.core.model import Item
from kapstok.core.workspace import WorkspaceError
from kapstok.history.difference import part_title, plain_title
from kapstok.history.recall import suspect_links
from kapstok.history.suspect import CHECKED, Suspect, Turn
from kapstok.history.turn_words import turn_words
from kapstok.history.versions import past_of
from kapstok.pipeline import Loaded
from kapstok.reckon.door import Facts, reckon

_NONE = "Er zijn geen verwijzingen om na te gaan."
_MOST = 4  # changes that are told of one thing


def rechecks(loaded: Loaded, *, every: bool) -> tuple[Facts, tuple[Suspect, ...]]:
    """The facts of the whole agenda and its suspect links; raises WorkspaceError where git cannot say what changed."""
    repository = loaded.repository
    past = past_of(repository, loaded.day) if repository is not None else None
    if past is None or not (past.steps or past.steady):
        raise WorkspaceError(
            "Niet te zeggen wat er sinds een verwijzing is gewijzigd: de geschiedenis in git is er niet of niet heel.",
            "Bewaar de werkruimte in git, of haal de hele geschiedenis op: git fetch --unshallow.",
        )
    facts = reckon(loaded.model, loaded.kinds, loaded.day)
    return facts, suspect_links(past, loaded.cache, facts, every=every)


def as_text(facts: Facts, found: Sequence[Suspect]) -> str:
    """Every reference with its place, what changed and what to write when it is still right."""
    if not found:
        return _NONE
    lines = [f"{len(found)} verwijzing{'en' if len(found) > 1 else ''} om na te gaan."]
    for one in found:
        source, target = (facts.model.items[key] for key in (one.reference.source, one.reference.target))
        place = one.reference.position
        field = facts.roles.kind(source).shape.fields[one.reference.field].title.rstrip("?")
        lines += ["", f"{one.reference.path}:{place.line}:{place.column}"]
        lines += [f"  {_named(facts, source)} verwijst bij {field} naar {_named(facts, target)}."]
        lines += [f"  {line}" for line in _changes(one.turns)]
        lines += [f"  {cure(facts, one)}"]
    return "\n".join(lines)


def as_json(facts: Facts, found: Sequence[Suspect]) -> str:
    """The same as a list of objects."""
    rows = [
        {
            "van": str(one.reference.source),
            "naar": str(one.reference.target),
            "veld": one.reference.field,
            "pad": one.reference.path,
            "regel": one.reference.position.line,
            "kolom": one.reference.position.column,
            "gewijzigd": [
                {"dag": turn.day.isoformat() if turn.day else None, "wat": turn_words(turn)} for turn in one.turns
            ],
            "klopt_het_nog": cure(facts, one),
        }
        for one in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


RECHECK_FORMATS: Mapping[str, Callable[[Facts, Sequence[Suspect]], str]] = {"text": as_text, "json": as_json}


def _named(facts: Facts, item: Item) -> str:
    title = part_title(item, facts.roles.kind(item)) if item.parent else plain_title(item.title)
    return f"{title} ({item.key})"


def _changes(turns: Sequence[Turn]) -> list[str]:
    """What changed, day by day, the newest days when there are many."""
    by_day: dict[str, list[str]] = {}
    for turn in turns:
        by_day.setdefault(f"Op {format_day(turn.day)}" if turn.day else "Nog niet in git", []).append(turn_words(turn))
    lines = []
    for day, words in list(by_day.items())[-_MOST:]:
        some = list(dict.fromkeys(words))
        rest = f" en nog {len(some) - _MOST}" if len(some) > _MOST else ""
        lines.append(f"{day}: {'; '.join(some[:_MOST])}{rest}.")
    return lines


def cure(facts: Facts, suspect: Suspect) -> str:
    """What to write when the reference is still right, as it can be pasted."""
    source, target = facts.model.items[suspect.reference.source], suspect.reference.target
    day = max([facts.day, *(turn.day for turn in suspect.turns if turn.day)]).isoformat()
    names = facts.roles.kind(source).fields_with_role(CHECKED)
    if not names:
        kind = facts.roles.kind(source).name
        return (
            f"Klopt het nog niet, pas het dan aan. Het schema van {kind} heeft geen veld om te noteren dat het klopt."
        )
    name = names[0]
    entry = f"{{naar: {target}, op: {day}}}"
    if isinstance(source.fields.get(name), tuple):
        return f"Klopt het nog? Zet dan een regel bij {name}: - {entry}"
    if name in source.fields:
        return f"Klopt alles nog? Zet dan de dag bij {name} op {day}."
    inside = " in dit onderdeel" if source.parent is not None else " in dit bestand"
    return f"Klopt het nog? Zet dan{inside}: {name}: [{entry}]"
