"""The Dutch of a comparison, the same in every form that it is printed in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kapstok.compare.values import (
    AttachmentDifference,
    Comparison,
    Endpoint,
    FieldDifference,
    FieldHow,
    How,
    Mark,
    PartDifference,
    Piece,
    ThingChange,
)
from kapstok.core.dates import format_day
from kapstok.files.attachments import size_text

_AROUND = 12  # words that are kept on either side of a change in a longer text
_DOTS = "…"
PARTIAL = "Een deel kon niet worden gelezen en is niet vergeleken; zie kapstok check."
_WORD = re.compile(r"(?<!\s)\s*\S+")


def heading(comparison: Comparison) -> str:
    """What is compared with what, and for whom."""
    base, head = _named(comparison.base), _named(comparison.head)
    return f"Verschil tussen {base} en {head}, voor {comparison.audience}, peildatum {format_day(comparison.day)}"


def _named(end: Endpoint) -> str:
    if end.commit is None or end.commit.startswith(end.name):
        return end.name[:9] if end.commit else end.name
    return f"{end.name} ({end.commit[:9]})"


def nothing(comparison: Comparison) -> str:
    """What is said when there is nothing to tell."""
    if comparison.partial:
        return "Een deel kon niet worden gelezen en is niet vergeleken; in de rest verandert voor dit publiek niets."
    return "Voor dit publiek verandert er niets."


def thing_head(thing: ThingChange) -> str:
    """`Doel gewijzigd: Meedoen naar vermogen`, with the former name when it had another."""
    was = f" (heette {thing.was_key.id}, heet nu {thing.key.id})" if thing.was_key else ""
    return f"{thing.kind_title} {thing.how}: {thing.title}{was}"


def part_head(part: PartDifference) -> str:
    """The same for what is nested in a thing."""
    was = f" (heette {_local(part.was_key.id)}, heet nu {_local(part.key.id)})" if part.was_key else ""
    return f"{part.kind_title} {part.how}: {part.title}{was}"


def _local(ident: str) -> str:
    return ident.partition(".")[2] or ident


def field_head(field: FieldDifference) -> str:
    """The name of a field, and what became of it when its values do not say so."""
    return field.label if field.how is FieldHow.CHANGED else f"{field.label} ({field.how})"


def attachment_words(attachment: AttachmentDifference) -> str:
    """One line about a file: its name, sizes and checksums."""
    was = file_words(attachment.was_size, attachment.was_checksum)
    becomes = file_words(attachment.size, attachment.checksum)
    told = {FieldHow.FILLED: becomes, FieldHow.EMPTIED: f"was {was}"}.get(attachment.how, f"{was} → {becomes}")
    verb = {FieldHow.FILLED: "toegevoegd", FieldHow.EMPTIED: "weggehaald"}.get(attachment.how, "gewijzigd")
    return f"Bijlage {verb}: {attachment.title} ({attachment.file}), {told}"


def file_words(size: int | None, checksum: str) -> str:
    """The size of a file and the beginning of its checksum."""
    return "geen bestand" if size is None else f"{size_text(size)}, sha256 {checksum[:12]}"


def is_whole(how: How) -> bool:
    """Whether a thing came or went as a whole, so that its fields are its content and not what changed about it."""
    return how not in (How.CHANGED, How.RENAMED)


def kept_words(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a text, with what is far from any change left out and shown by dots."""
    last = len(pieces) - 1
    return [
        Piece(mark=piece.mark, text=_shortened(piece.text, begin=index == 0, end=index == last))
        if piece.mark is Mark.SAME
        else piece
        for index, piece in enumerate(pieces)
    ]


def _shortened(text: str, *, begin: bool, end: bool) -> str:
    """Words between two changes, or before the first or after the last, as many as help to find the place."""
    words = _WORD.findall(text)
    if len(words) <= _AROUND * (1 if begin or end else 2) + 3:
        return text
    before, after = "".join(words[:_AROUND]), "".join(words[-_AROUND:]) + text[len("".join(words)) :]
    if begin:
        return f"{_DOTS}{after}"
    return f"{before} {_DOTS}" + ("" if end else after)
