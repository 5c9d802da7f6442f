"""A comparison as a paper: a was–wordt table that a griffie can add to a proposal, for Word (and PDF) by `convert`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kapstok.compare.effects import Effect, by_sort
from kapstok.compare.rows import Pieces, Row, columns_of, rows_of
from kapstok.compare.values import Comparison, Mark, Piece, Sign, ThingChange
from kapstok.compare.wording import PARTIAL, heading, nothing, thing_head
from kapstok.convert import Paper, Style, to_docx, to_pdf
from kapstok.core.audience import PUBLIC
from kapstok.core.dates import format_day
from kapstok.core.markdown import escape
from kapstok.render.papers.provenance import secrecy_of

_PRINTED = frozenset({Effect.PAGE, Effect.PAPER, Effect.DATA, Effect.FILE, Effect.EVERYWHERE, Effect.UNSURE})


def as_docx(comparison: Comparison, style: Style) -> bytes:
    """The paper as a Word document in the house style; raises ConvertError when that cannot be made."""
    return to_docx(as_paper(comparison, style.municipality), style)


def as_pdf(comparison: Comparison, style: Style) -> bytes:
    """The same paper as PDF; raises ConvertError when that cannot be made."""
    return to_pdf(as_paper(comparison, style.municipality), style)


def as_paper(comparison: Comparison, municipality: str) -> Paper:
    """The paper before it is converted: landscape, for the texts of both versions stand side by side."""
    return Paper(
        name="was-wordt",
        title="Was en wordt",
        subtitle=heading(comparison),
        municipality=municipality,
        date_text=format_day(comparison.day),
        peildatum=comparison.day,
        markdown="\n\n".join(_parts(comparison)),
        description=heading(comparison),
        landscape=True,
        secrecy="" if comparison.audience == PUBLIC else secrecy_of(comparison.audience),
    )


def _parts(comparison: Comparison) -> Iterator[str]:
    if comparison.is_empty:
        yield escape(nothing(comparison))
        return
    if comparison.partial:
        yield escape(PARTIAL)
    if comparison.signs:
        yield "# Let op"
        yield "\n".join(map(_sign, comparison.signs))
    if comparison.things:
        yield "# Wat er verandert"
        yield "In de kolom Was staat vet wat vervalt, in de kolom Wordt wat nieuw is. ¶ is een nieuwe alinea of regel."
    for thing in comparison.things:
        yield from _thing(thing)
    yield from _consequences(comparison)
    if comparison.settings:
        yield "# Inrichting"
        yield "\n".join(f"- {_line(one.words)}" for one in comparison.settings)


def _consequences(comparison: Comparison) -> Iterator[str]:
    """What follows, but for the pages and files that change: those are nothing to decide on."""
    found = [one for one in comparison.consequences if one.kind not in _PRINTED]
    if found:
        yield "# Gevolgen"
    for head, sort in by_sort(found):
        yield f"## {_line(head)}"
        yield "\n".join(f"- {_line(one.words)}" for one in sort)


def _sign(sign: Sign) -> str:
    return f"- **{_line(sign.title)}**: {_line(sign.words)} {_line(sign.hint or sign.kind.sentence)}"


def _thing(thing: ThingChange) -> Iterator[str]:
    yield f"## {_line(thing_head(thing))}"
    rows = list(rows_of(thing))
    if rows:
        columns = columns_of(thing)
        head = [f"| {' | '.join(('Veld', *columns))} |", f"| :---- | {' | '.join([':--------'] * len(columns))} |"]
        yield "\n".join([*head, *(_row(row, columns) for row in rows)])
    else:
        yield escape(f"Alleen het bestand heet anders: {thing.path} (was {thing.was_path}).")


def _row(row: Row, columns: Sequence[str]) -> str:
    label = f"**{_line(row.label)}**" if row.is_head else _line(row.label)
    cells = ["" if row.is_head else _cell(pieces) or "–" for pieces in row.cells(columns)]
    return f"| {' | '.join([label, *cells])} |"


def _cell(pieces: Pieces) -> str:
    return "".join(map(_piece, pieces)).strip()


def _piece(piece: Piece) -> str:
    """Words of a cell; those that went or came are strong, without the spaces around them."""
    inner = piece.text.strip()
    if piece.mark is Mark.SAME or not inner:
        return _line(piece.text)
    before, _, after = piece.text.partition(inner)
    return f"{_line(before)}**{_line(inner)}**{_line(after)}"


def _line(text: str) -> str:
    """A text on one line, as a cell of a table or a point of a list must be."""
    return " ¶ ".join(escape(part) for part in text.replace("\n\n", "\n").split("\n"))
