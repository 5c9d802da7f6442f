"""A changed thing as rows of a was–wordt table: what every form with a table prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kapstok.compare.values import FieldDifference, FieldHow, How, Mark, Piece, ThingChange
from kapstok.compare.wording import attachment_words, field_head, file_words, is_whole, kept_words, part_head

Pieces = tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row: what it is about, and both sides in pieces. Without `was` and `becomes` it is a heading over rows."""

    label: str
    was: Pieces = ()
    becomes: Pieces = ()
    is_head: bool = False

    def cells(self, columns: Sequence[str]) -> list[Pieces]:
        """What stands in these columns."""
        return [{WAS: self.was, BECOMES: self.becomes}[column] for column in columns]


WAS, BECOMES = "Was", "Wordt"


def columns_of(thing: ThingChange) -> tuple[str, ...]:
    """The columns that the table of a thing needs: of what came or went as a whole there is one side only."""
    if thing.how in (How.ADDED, How.PUBLISHED):
        return (BECOMES,)
    return (WAS,) if thing.how in (How.REMOVED, How.HIDDEN) else (WAS, BECOMES)


def rows_of(thing: ThingChange) -> Iterator[Row]:
    """The rows of a thing: its fields, what is nested in it under a heading of its own, and its files."""
    for field in thing.fields:
        yield _row(field, thing.how)
    for part in thing.parts:
        yield Row(label=part_head(part), is_head=True)
        for field in part.fields:
            yield _row(field, part.how)
    for file in thing.attachments:
        yield Row(
            label=attachment_words(file),
            was=_whole(file_words(file.was_size, file.was_checksum), Mark.GONE),
            becomes=_whole(file_words(file.size, file.checksum), Mark.NEW),
        )


def _row(field: FieldDifference, how: How) -> Row:
    if field.pieces:
        kept = kept_words(field.pieces)
        return Row(
            label=field.label,
            was=tuple(piece for piece in kept if piece.mark is not Mark.NEW),
            becomes=tuple(piece for piece in kept if piece.mark is not Mark.GONE),
        )
    if field.removed or field.added:
        return Row(label=field.label, was=_lines(field.removed, Mark.GONE), becomes=_lines(field.added, Mark.NEW))
    if field.how is FieldHow.REORDERED:
        return Row(label=field_head(field), was=_whole(field.was, Mark.SAME), becomes=_whole(field.becomes, Mark.SAME))
    plain = is_whole(how)  # all of it came or went: to mark every word says nothing
    return Row(
        label=field.label,
        was=_whole(field.was, Mark.SAME if plain else Mark.GONE),
        becomes=_whole(field.becomes, Mark.SAME if plain else Mark.NEW),
    )


def _whole(text: str, mark: Mark) -> Pieces:
    return (Piece(mark=mark, text=text),) if text else ()


def _lines(texts: Sequence[str], mark: Mark) -> Pieces:
    """Entries of a list, each on a line of its own."""
    found: list[Piece] = []
    for text in texts:
        found += [Piece(mark=Mark.SAME, text="\n")] if found else []
        found.append(Piece(mark=mark, text=text))
    return tuple(found)
