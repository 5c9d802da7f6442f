"""A comparison as Markdown that GitHub and GitLab show alike. Whole: what a comment can hold is judged elsewhere.

Texts of an agenda are texts here: no sign in them makes a link, a heading, a mention of somebody or a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kapstok.compare.effects import by_sort
from kapstok.compare.rows import Pieces, columns_of, rows_of
from kapstok.compare.values import Comparison, Consequence, Mark, SettingChange, Sign, ThingChange
from kapstok.compare.wording import PARTIAL, heading, nothing, thing_head

_NO_SIGN = "&#8203;"  # a space of no width: what stands before it and what follows are no longer one thing
_MARK = "\ue062"  # where a space of no width comes, until the signs are escaped
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_ESCAPED = re.compile(r"[\\`*_{}\[\]|~$^<>&]")
# Mentions, numbers of issues and merge requests, emoji, and addresses that a forge makes links of by itself.
_REFERENCE = re.compile(r"[@#!%](?=\w)|:(?=//|\w+:)|(?<=www)\.|\bGH-(?=\d)|(?<=\d)\.(?=\s)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_TAGS = {Mark.SAME: ("", ""), Mark.GONE: ("<del>", "</del>"), Mark.NEW: ("<ins>", "</ins>")}


def as_markdown(comparison: Comparison) -> str:
    """The whole comparison."""
    parts = [f"## {escaped(heading(comparison))}"]
    if comparison.is_empty:
        return "\n\n".join([*parts, escaped(nothing(comparison))])
    parts += [escaped(PARTIAL)] if comparison.partial else []
    if comparison.signs:
        parts += ["### Let op", "\n".join(sign_as_markdown(sign) for sign in comparison.signs)]
    if comparison.things:
        parts += ["### Was en wordt", *(thing_as_markdown(thing) for thing in comparison.things)]
    if comparison.consequences:
        parts += ["### Gevolgen", *consequences_as_markdown(comparison.consequences)]
    if comparison.settings:
        parts += ["### Inrichting", "\n".join(map(setting_as_markdown, comparison.settings))]
    return "\n\n".join(parts)


def sign_as_markdown(sign: Sign) -> str:
    """One point of a list: the mark, the thing, what about it, and what a reviewer has to ask."""
    asked = escaped(sign.hint or sign.kind.sentence)
    return f"- {sign.kind.mark} **{escaped(sign.title)}**: {escaped(sign.words)} {asked}"


def consequence_as_markdown(consequence: Consequence) -> str:
    """One point of a list."""
    return f"- {escaped(consequence.words)}"


def consequences_as_markdown(consequences: Iterable[Consequence]) -> Iterator[str]:
    """By turns the name of a sort of consequences and the points under it."""
    for head, found in by_sort(consequences):
        yield f"**{escaped(head)}**"
        yield "\n".join(map(consequence_as_markdown, found))


def setting_as_markdown(setting: SettingChange) -> str:
    """One point of a list."""
    return f"- {escaped(setting.words)}"


def thing_as_markdown(thing: ThingChange) -> str:
    """A heading, the file, and a was–wordt table."""
    where = escaped(thing.path) + (f" (was {escaped(thing.was_path)})" if thing.was_path else "")
    lines = [f"#### {escaped(thing_head(thing))}", "", where]
    rows = list(rows_of(thing))
    if rows:
        columns = columns_of(thing)
        lines += ["", f"| {' | '.join(('Veld', *columns))} |", f"| {' | '.join(['---'] * (len(columns) + 1))} |"]
        for row in rows:
            label = f"**{escaped(row.label)}**" if row.is_head else escaped(row.label)
            cells = ["" if row.is_head else _cell(pieces) or "–" for pieces in row.cells(columns)]
            lines.append(f"| {' | '.join([label, *cells])} |")
    return "\n".join(lines)


def escaped(text: str) -> str:
    """A text on one line that stands for itself; its own lines are broken as a cell of a table can."""
    text = _REFERENCE.sub(lambda found: f"{found[0]}{_MARK}", text.replace(_MARK, ""))
    text = _ESCAPED.sub(lambda found: _ENTITIES.get(found[0]) or f"\\{found[0]}", text)
    return "<br>".join(_LINE_END.split(text)).replace(_MARK, _NO_SIGN)


def _cell(pieces: Pieces) -> str:
    return "".join(_piece(piece.mark, piece.text) for piece in pieces)


def _piece(mark: Mark, text: str) -> str:
    begin, end = _TAGS[mark]
    inner = text.strip()
    if not inner or not begin:
        return escaped(text)
    before, _, after = text.partition(inner)
    return f"{escaped(before)}{begin}{escaped(inner)}{end}{escaped(after)}"
