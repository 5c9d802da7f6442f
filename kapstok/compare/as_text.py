"""A comparison for a terminal: plain text, no wider than 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from kapstok.compare.effects import by_sort
from kapstok.compare.values import (
    AttachmentDifference,
    Comparison,
    FieldDifference,
    FieldHow,
    Mark,
    PartDifference,
    Piece,
    ThingChange,
)
from kapstok.compare.wording import (
    PARTIAL,
    attachment_words,
    field_head,
    heading,
    kept_words,
    nothing,
    part_head,
    thing_head,
)

WIDTH = 100


def as_text(comparison: Comparison) -> str:
    """What must stand out, then everything that changed."""
    lines = [heading(comparison), ""]
    if comparison.is_empty:
        return "\n".join([*lines, nothing(comparison)])
    if comparison.partial:
        lines += [PARTIAL, ""]
    if comparison.signs:
        lines += ["LET OP"]
        for sign in comparison.signs:
            lines += _wrapped(f"{sign.kind.mark} {sign.title}: {sign.words}", "  ", hang="    ")
            lines += _wrapped(sign.hint or sign.kind.sentence, "    ", hang="    ")
        lines += [""]
    for thing in comparison.things:
        lines += [*_thing(thing), ""]
    if comparison.consequences:
        lines += ["GEVOLGEN"]
        for head, found in by_sort(comparison.consequences):
            lines += [f"  {head}"]
            lines += [line for one in found for line in _wrapped(f"- {one.words}", "    ", hang="      ")]
        lines += [""]
    if comparison.settings:
        lines += ["INRICHTING", *(f"  - {setting.words}" for setting in comparison.settings), ""]
    return "\n".join(lines).rstrip("\n")


def _thing(thing: ThingChange) -> Iterator[str]:
    yield from _wrapped(thing_head(thing), "", hang="  ")
    yield f"  {thing.path}" + (f" (was {thing.was_path})" if thing.was_path else "")
    for field in thing.fields:
        yield from _field(field, "  ")
    for part in thing.parts:
        yield from _part(part)
    for attachment in thing.attachments:
        yield from _attachment(attachment)


def _part(part: PartDifference) -> Iterator[str]:
    yield from _wrapped(part_head(part), "  ", hang="    ")
    for field in part.fields:
        yield from _field(field, "    ")


def _attachment(attachment: AttachmentDifference) -> Iterator[str]:
    yield from _wrapped(attachment_words(attachment), "  ", hang="    ")


def _field(field: FieldDifference, indent: str) -> Iterator[str]:
    deeper = indent + "  "
    yield from _wrapped(field_head(field), indent, hang=deeper)
    if field.pieces:
        yield from _wrapped("".join(_piece(piece) for piece in kept_words(field.pieces)), deeper, hang=deeper)
        return
    yield from (line for text in field.removed for line in _wrapped(f"- {text}", deeper, hang=deeper + "  "))
    yield from (line for text in field.added for line in _wrapped(f"+ {text}", deeper, hang=deeper + "  "))
    if field.was and field.how is not FieldHow.FILLED:
        yield from _wrapped(f"was   {field.was}", deeper, hang=deeper + "      ")
    if field.becomes:
        yield from _wrapped(f"wordt {field.becomes}", deeper, hang=deeper + "      ")


def _piece(piece: Piece) -> str:
    """Words that went stand in `[- -]` and words that came in `{+ +}`, as git shows them; a lone line end as `¶`."""
    if piece.mark is Mark.SAME:
        return piece.text
    begin, end = ("[-", "-]") if piece.mark is Mark.GONE else ("{+", "+}")
    text = piece.text.lstrip(" \n")
    space = piece.text[: len(piece.text) - len(text)]
    return f"{space}{begin}{text or '¶'}{end}"


def _wrapped(text: str, indent: str, *, hang: str) -> Iterator[str]:
    """A text on lines that fit, its own lines kept."""
    first = indent
    for line in text.split("\n"):
        if line.strip():
            yield from textwrap.wrap(
                line,
                WIDTH,
                initial_indent=first,
                subsequent_indent=hang,
                break_long_words=False,
                break_on_hyphens=False,
            )
            first = hang
