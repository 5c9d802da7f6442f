"""What a hand-written page may hold: Markdown, and nothing that a browser would run or fetch from elsewhere.

The page is made as the site will make it, so that no trick of writing gets past: what Markdown itself takes for raw
HTML is told, and in what comes out every attribute and address is held against a list. Raw HTML is for the pages that
`mkdocs.yml`, which is code, names under `extra: ruwe_html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

import markdown
from lxml import etree, html
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor
from markdown.preprocessors import Preprocessor

from kapstok.core.element import Element
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Position
from kapstok.core.places import START, Place
from kapstok.render.site.config import ALLOWED, EXTENSIONS

_ATTRIBUTES = frozenset({"id", "class", "title", "alt", "lang", "href", "src", "start", "align"})
_MOST_BRACKETS = 300  # in one part between blank lines, beside those of whole links
_LINK_TEXT = re.compile(r"\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}\)")
_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_AGENDA = re.compile(r"<!-- agenda: [a-z]+ -->")
_LONGEST_LINE, _MOST_MARKS = 20_000, 4_000  # signs of a line, and those in a part that may mean something
_MARKS = re.compile(r"[\\`*_<&\[!]")
_MOST_PIECES = 200  # of HTML in one page that are told
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def raw_html(path: str, text: str, first_line: int) -> Iterator[Finding]:
    """What a page holds that it may not; `first_line` is the line of the file on which `text` begins."""
    page = _Page(path, text, first_line)
    told: set[int] = set()
    if heavy := _too_heavy(text):
        yield from page.tell(told, heavy, _HEAVY)
        return
    if long := _too_long(text):
        yield from page.tell(told, long, _LONG)
        return
    try:
        made, found = page_html(text)
    except RecursionError:
        yield from page.tell(told, text, _HEAVY)
        return
    for piece in found:
        if not _AGENDA.fullmatch(piece.strip()) and piece.strip():
            yield from page.tell(told, piece, _HTML)
    if found and told:
        return  # what the HTML does further, its removal ends as well
    for element in _elements(made or ""):
        yield from _faults(element, page, told)


def _too_long(text: str) -> str:
    """A part in which Markdown has so much to look at in one go that it takes minutes; empty without one."""
    longest = max(text.split("\n"), key=len)
    if len(longest) > _LONGEST_LINE:
        return longest
    for part in re.split(r"\n\s*\n", text) if len(text) > _MOST_MARKS else ():
        lines = "\n".join(line for line in part.split("\n") if "|" not in line)  # each cell is looked at by itself
        if len(_MARKS.findall(lines)) > _MOST_MARKS:
            return part
    return ""


@lru_cache(maxsize=16)
def page_html(text: str) -> tuple[str | None, tuple[str, ...]]:
    """What Markdown makes of a page, and every piece of raw HTML in it; None for one with more than is told.

    Raises RecursionError for a page that nests too deep.
    """
    maker = markdown.Markdown(extensions=list(EXTENSIONS), extension_configs=dict(EXTENSIONS))
    found = _listen(maker)
    try:
        return maker.convert(text), tuple(found)
    except _EnoughError:
        return None, tuple(found)


def _too_heavy(text: str) -> str:
    """A part of the page with so many loose brackets that Markdown would take minutes for it; empty without one."""
    for part in re.split(r"\n\s*\n", text):
        if part.count("[") > _MOST_BRACKETS and _LINK_TEXT.sub("", part).count("[") > _MOST_BRACKETS:
            return part
    return ""


def _listen(maker: markdown.Markdown) -> list[str]:
    """Everything that Markdown will hand on as raw HTML, as it was written, once `maker` has made a page."""
    found: list[str] = []
    maker.preprocessors.register(_Blocks(maker, maker.preprocessors["html_block"], found), "html_block", 20)
    maker.inlinePatterns.register(_Inline(maker, found), "html", 90)
    return found


class _EnoughError(Exception):
    """So much HTML was found that the rest can wait: Markdown takes longer for each piece than for the one before."""


class _Blocks(Preprocessor):
    """Hears which blocks are kept aside as HTML."""

    def __init__(self, maker: markdown.Markdown, inner: Preprocessor, found: list[str]) -> None:
        super().__init__(maker)
        self._inner, self._found, self._maker = inner, found, maker

    def run(self, lines: list[str]) -> list[str]:
        before = len(self._maker.htmlStash.rawHtmlBlocks)
        after = self._inner.run(lines)
        stored = self._maker.htmlStash.rawHtmlBlocks[before:]
        self._found += [piece if isinstance(piece, str) else f"<{piece.tag}" for piece in stored]
        if len(self._found) > _MOST_PIECES:
            raise _EnoughError
        return after


class _Inline(HtmlInlineProcessor):
    """Hears which pieces within a line are kept as HTML."""

    def __init__(self, maker: markdown.Markdown, found: list[str]) -> None:
        super().__init__(HTML_RE, maker)
        self._found = found

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        self._found.append(m[1])
        if len(self._found) > _MOST_PIECES:
            raise _EnoughError
        return super().handleMatch(m, data)  # type: ignore[return-value]


def _elements(made: str) -> Iterator[Element]:
    try:
        yield from html.fragment_fromstring(made, create_parent="div").iterdescendants()
    except (etree.ParserError, ValueError):
        return


def _faults(element: Element, page: _Page, told: set[int]) -> Iterator[Finding]:
    for name, value in element.attrib.items():
        address = _INVISIBLE.sub("", value)
        if name not in _ATTRIBUTES:
            yield from page.tell(told, name, _ATTRIBUTE)
        elif name == "src" and (_SCHEME.match(address) or address.startswith(("//", "\\\\", "/\\"))):
            yield from page.tell(told, value, _PICTURE)
        elif name == "href" and (found := _SCHEME.match(address)) and found[1].lower() not in _SCHEMES:
            yield from page.tell(told, value, _LINK)


_HTML = (
    "tekst-html",
    "HTML wordt niet gelezen.",
    f"Schrijf het in Markdown, of noem de pagina in mkdocs.yml onder extra: {ALLOWED}.",
)
_ATTRIBUTE = (
    "tekst-kenmerk",
    "Tussen accolades kunnen alleen een anker (#naam) en een klasse (.naam) staan.",
    "Haal de rest tussen de accolades weg.",
)
_PICTURE = (
    "tekst-afbeelding",
    "Een afbeelding moet van de site zelf komen.",
    "Verwijs naar een bestand van de site, of maak er een link van.",
)
_HEAVY = (
    "pagina-te-zwaar",
    "In dit deel staan zo veel losse haken dat de pagina niet te maken is.",
    "Sluit elke link af, of zet er witregels tussen.",
)
_LONG = (
    "pagina-te-zwaar",
    "Dit deel is zo lang, zonder witregel ertussen, dat de pagina niet te maken is.",
    "Zet er witregels tussen, of verdeel de tekst over meer pagina's.",
)
_LINK = (
    "tekst-link",
    "Naar dit adres kan niet gelinkt worden.",
    "Gebruik https://…, mailto: of een pagina van de site.",
)


class _Page:
    """A page in which places are found again."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path, self.text, self.first_line = path, text, first_line
        self._low, self._places = text.lower(), dict[str, Position]()

    def tell(self, told: set[int], piece: str, words: tuple[str, str, str]) -> Iterator[Finding]:
        """A finding where this piece stands: once for each line."""
        if piece not in self._places:
            self._places[piece] = self._place(piece)
        place = self._places[piece]
        if place.line not in told:
            told.add(place.line)
            yield Finding.at(Place(self.path, place), *words, Severity.ERROR)

    def _place(self, piece: str) -> Position:
        first = piece.strip().partition("\n")[0][:40]
        for wanted in (first, first.rstrip(">/ "), first.partition(" ")[0]):
            at = self._low.find(wanted.lower()) if wanted else -1
            if at >= 0:
                line = self.text.count("\n", 0, at)
                return Position(line=self.first_line + line, column=at - self.text.rfind("\n", 0, at))
        wanted = _INVISIBLE.sub("", piece)[:40]
        for number, written in enumerate(self.text.split("\n")):  # it may be written with entities
            if wanted and wanted in _INVISIBLE.sub("", unescape(written)):
                return Position(line=self.first_line + number, column=1)
        return Position(line=self.first_line, column=1) if self.first_line else START
