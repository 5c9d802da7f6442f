"""A comparison and findings become a comment: what must stand out first, what is long at the end and folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kapstok.commands.remark.known_findings import known_findings, seen_whole
from kapstok.commands.remark.values import LONGEST_TEXT, PAGE, Bit, Ink, Line, Part, Remark, line
from kapstok.compare.editions import Pair
from kapstok.compare.effects import Effect, by_sort
from kapstok.compare.values import Comparison, FieldDifference, FieldHow, How, Mark, ThingChange
from kapstok.compare.wording import (
    attachment_words,
    field_head,
    is_whole,
    kept_words,
    nothing,
    part_head,
    thing_head,
)
from kapstok.compare.wording import (
    heading as comparison_heading,
)
from kapstok.core.audience import PUBLIC
from kapstok.core.finding import Finding, Severity, has_errors
from kapstok.core.model import Key, Model
from kapstok.core.text import cut
from kapstok.kinds.address import item_address
from kapstok.kinds.schema import Kinds
from kapstok.pipeline import Loaded
from kapstok.view import hidden_settings, view

_OPEN = 10  # lines of a part that are seen at once
_LEVELS = {Severity.ERROR: "fout", Severity.WARNING: "waarschuwing", Severity.NOTE: "opmerking"}
_INKS = {Mark.SAME: Ink.PLAIN, Mark.GONE: Ink.GONE, Mark.NEW: Ink.NEW}


def remark_of(comparison: Comparison, pair: Pair, *, job: int = 0) -> Remark:
    """The comment for the audience of a comparison. `job` is the number of the job that keeps the preview."""
    loaded, older = pair.new.loaded, pair.old.loaded
    shown, before = _view(loaded, comparison.audience), _view(older, comparison.audience)
    built = not has_errors(loaded.findings)  # else there is no preview to lead to
    pages = _Pages(shown, loaded.kinds, comparison.audience if built else "")
    found = list(known_findings(loaded, shown, seen_whole(older.model, before)))
    signs, things, settings = comparison.signs, comparison.things, comparison.settings
    parts = (
        Part(title=f"Let op ({len(signs)})", lines=tuple(_signs(comparison, pages))),
        Part(title=f"Bevindingen ({len(found)})", lines=tuple(_findings(found)), folded=len(found) > _OPEN),
        _folding(f"Gevolgen ({len(comparison.consequences)})", list(_consequences(comparison, pages))),
        Part(
            title=f"Was en wordt ({len(things)})",
            lines=tuple(_things(things, pages)),
            folded=True,
        ),
        _folding(f"Inrichting ({len(settings)})", [line(setting.words) for setting in settings]),
    )
    head = comparison_heading(comparison)
    if comparison.is_empty:
        head = f"{head}. {nothing(comparison)}"
    return Remark(
        audience=comparison.audience,
        head=head,
        parts=tuple(part for part in parts if part.lines),
        job=job if built else 0,
    )


def _view(loaded: Loaded, audience: str) -> Model:
    """What the audience sees; nothing when the agenda itself is not for it."""
    if hidden_settings(loaded.model, audience) is not None:
        return Model(items={}, references=())
    return view(loaded.model, loaded.kinds, audience)


class _Pages:
    """Where things stand in the preview, which is of the public edition."""

    def __init__(self, shown: Model, kinds: Kinds, audience: str) -> None:
        self._shown, self._kinds, self._public = shown, kinds, audience == PUBLIC

    def of(self, key: Key | str | None) -> str:
        item = self._shown.items.get(key) if self._public and isinstance(key, Key) else None
        address = item_address(item, self._shown, self._kinds) if item is not None else ""
        return address if PAGE.fullmatch(address) else ""

    def at(self, path: Key | str | None) -> str:
        """The address of a page that stands in both or in the newer version."""
        return path if self._public and isinstance(path, str) and PAGE.fullmatch(path) else ""


def _signs(comparison: Comparison, pages: _Pages) -> Iterator[Line]:
    for sign in comparison.signs:
        yield line(f"{sign.kind.mark} {sign.title}: {sign.words}", page=pages.of(sign.thing))
        yield line(sign.hint or sign.kind.sentence, level=1)


def _findings(found: Sequence[tuple[Finding, str]]) -> Iterator[Line]:
    order = list(Severity)
    for finding, words in sorted(found, key=lambda pair: order.index(pair[0].severity)):
        place = f"{finding.path}, regel {finding.line}"
        yield line(f"{_LEVELS[finding.severity].capitalize()} in {place}: {words} ({finding.code})")


def _consequences(comparison: Comparison, pages: _Pages) -> Iterator[Line]:
    """Consequences under the heading of their sort."""
    for heading, consequences in by_sort(comparison.consequences):
        yield line(heading)
        for one in consequences:
            page = pages.at(one.subject) if one.kind is Effect.PAGE and one.becomes else pages.of(one.subject)
            yield line(one.words, level=1, page=page)


def _things(things: Sequence[ThingChange], pages: _Pages) -> Iterator[Line]:
    for thing in things:
        yield line(thing_head(thing), page=pages.of(thing.key) if thing.how is not How.REMOVED else "")
        if not is_whole(thing.how):
            yield from (_field(field) for field in thing.fields)
        for part in thing.parts:
            yield line(part_head(part), level=1)
            if not is_whole(part.how):
                yield from (_field(field, of=f"{part.title}: ") for field in part.fields)
        yield from (line(attachment_words(attachment), level=1) for attachment in thing.attachments)


def _field(field: FieldDifference, *, of: str = "") -> Line:
    """One field on one line: words that went and words that came."""
    bits = [Bit(text=f"{of}{field_head(field)}: ")]
    if field.pieces:
        bits += [Bit(ink=_INKS[piece.mark], text=piece.text) for piece in kept_words(field.pieces)]
    else:
        gone = [*field.removed, *([field.was] if field.was and field.how is not FieldHow.FILLED else [])]
        new = [*field.added, *([field.becomes] if field.becomes else [])]
        bits += [bit for text in gone for bit in (Bit(ink=Ink.GONE, text=text), Bit(text=" "))]
        bits += [bit for text in new for bit in (Bit(ink=Ink.NEW, text=text), Bit(text=" "))]
    return Line(bits=tuple(Bit(ink=bit.ink, text=cut(bit.text, LONGEST_TEXT)) for bit in bits), level=1)


def _folding(title: str, lines: list[Line]) -> Part:
    return Part(title=title, lines=tuple(lines), folded=len(lines) > _OPEN)
