"""A comparison as one page of HTML that needs nothing else: its style is in it, and it asks nothing of another host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from kapstok.compare.effects import by_sort
from kapstok.compare.rows import Pieces, Row, columns_of, rows_of
from kapstok.compare.values import Comparison, Mark, Piece, Sign, ThingChange
from kapstok.compare.wording import PARTIAL, heading, nothing, thing_head

_FOLDED = 8  # more consequences of one sort are folded
_FOLDS = Markup("<details>\n<summary>{0} ({2})</summary>\n{1}\n</details>")
_OPEN = Markup("<h3>{0}</h3>\n{1}")
_STYLE = Path(__file__).with_name("comparison.css")
_TAGS = {Mark.GONE: ("del", "weg"), Mark.NEW: ("ins", "nieuw")}
_PAGE = Markup(
    '<!doctype html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
    "<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
)
_KEY = Markup(
    '<p class="uitleg">Wat weg is, staat zo: {gone}. Wat nieuw is, staat zo: {new}. '
    "Van een lange tekst staat alleen het stuk rond de wijziging er; … is weggelaten tekst die gelijk bleef.</p>"
)


def as_html(comparison: Comparison) -> str:
    """The whole page."""
    return str(_PAGE.format(title=heading(comparison), style=Markup(style()), body=body(comparison)))


def body(comparison: Comparison) -> Markup:
    """What stands in the page, for who puts it in a page of its own: headings begin at level 1."""
    parts = [Markup("<main>\n<h1>Was en wordt</h1>\n<p>{}</p>").format(heading(comparison))]
    if comparison.is_empty:
        parts.append(Markup("<p>{}</p>").format(nothing(comparison)))
    else:
        parts += _parts(comparison)
    return Markup("\n").join([*parts, Markup("</main>")])


def _parts(comparison: Comparison) -> Iterator[Markup]:
    if comparison.partial:
        yield Markup("<p>{}</p>").format(PARTIAL)
    if comparison.signs:
        yield _list("Let op", "let-op", map(_sign, comparison.signs), "signalen")
    if comparison.things:
        head = Markup('<section aria-labelledby="dingen">\n<h2 id="dingen">Wat er verandert</h2>')
        key = _KEY.format(
            gone=_piece(Piece(mark=Mark.GONE, text="weg")), new=_piece(Piece(mark=Mark.NEW, text="nieuw"))
        )
        yield Markup("\n").join([head, key, *map(thing_as_html, comparison.things), Markup("</section>")])
    if comparison.consequences:
        yield _consequences(comparison)
    if comparison.settings:
        yield _list("Inrichting", "inrichting", (escape(one.words) for one in comparison.settings))


def _list(title: str, name: str, points: Iterable[Markup], style: str = "") -> Markup:
    items = Markup("\n").join(Markup("<li>{}</li>").format(point) for point in points)
    kind = Markup(' class="{}"').format(style) if style else Markup("")
    return Markup('<section aria-labelledby="{0}">\n<h2 id="{0}">{1}</h2>\n<ul{2}>\n{3}\n</ul>\n</section>').format(
        name, title, kind, items
    )


def _consequences(comparison: Comparison) -> Markup:
    """What follows, by sort; a long list is folded, with how much is in it."""
    parts = [Markup('<section aria-labelledby="gevolgen">\n<h2 id="gevolgen">Gevolgen</h2>')]
    for head, found in by_sort(comparison.consequences):
        points = Markup("\n").join(Markup("<li>{}</li>").format(one.words) for one in found)
        made = Markup("<ul>\n{}\n</ul>").format(points)
        form = _FOLDS if len(found) > _FOLDED else _OPEN
        parts.append(form.format(head, made, len(found)))
    return Markup("\n").join([*parts, Markup("</section>")])


def _sign(sign: Sign) -> Markup:
    asked = sign.hint or sign.kind.sentence
    return Markup(
        '<span class="teken" aria-hidden="true">{}</span> <strong>{}</strong>: {} <span class="vraag">{}</span>'
    ).format(sign.kind.mark, sign.title, sign.words, asked)


def thing_as_html(thing: ThingChange) -> Markup:
    """One thing: a heading, its file, and a was–wordt table."""
    where = f"{thing.path} (was {thing.was_path})" if thing.was_path else thing.path
    head = Markup('<article>\n<h3>{}</h3>\n<p class="pad">{}</p>').format(thing_head(thing), where)
    columns = columns_of(thing)
    rows = Markup("\n").join(_row(row, columns) for row in rows_of(thing))
    if not rows:
        return Markup("{}\n</article>").format(head)
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in ("Veld", *columns))
    return Markup("{}\n<table>\n<thead>\n<tr>{}</tr>\n</thead>\n<tbody>\n{}\n</tbody>\n</table>\n</article>").format(
        head, heads, rows
    )


def _row(row: Row, columns: Sequence[str]) -> Markup:
    if row.is_head:
        return Markup('<tr class="deel"><th scope="rowgroup" colspan="{}">{}</th></tr>').format(
            len(columns) + 1, row.label
        )
    cells = Markup("").join(
        Markup('<td data-kop="{}">{}</td>').format(name, _cell(pieces) or "–")
        for name, pieces in zip(columns, row.cells(columns), strict=True)
    )
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(row.label, cells)


def _cell(pieces: Pieces) -> Markup:
    return Markup("").join(map(_piece, pieces))


def _piece(piece: Piece) -> Markup:
    """Some words; for who hears the page a word says what became of them, and nothing depends on colour."""
    if piece.mark is Mark.SAME or not piece.text.strip():
        return _lines(piece.text)
    tag, word = _TAGS[piece.mark]
    inner = piece.text.strip()
    before, _, after = piece.text.partition(inner)
    said = Markup('<{0}><span class="lezer">{1}: </span>{2}</{0}>').format(Markup(tag), word, _lines(inner))
    return _lines(before) + said + _lines(after)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


@cache
def style() -> str:
    """The style sheet of the page."""
    return _STYLE.read_text(encoding="utf-8")
