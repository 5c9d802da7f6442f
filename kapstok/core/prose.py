"""The small common Markdown of running text: what may stand in it, and the links to other items.

The subset means the same to Python-Markdown (site) and pandoc (papers): paragraphs, emphasis, lists,
tables, quotes and links. What falls outside it is a finding, so nothing is rendered two ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ITEM_LINK = re.compile(r"(?<!!)\[((?:[^\[\]\n]|\n(?!\s*\n))*)\]\(([a-z][a-z0-9-]*):([a-z0-9][a-z0-9.-]*)\)")
# Every place where an address can begin, whatever stands before it (code, brackets, another line): Markdown
# programs differ about what is a link, so each of these must be safe.
_ADDRESS = re.compile(r"\]\(([^\s)]*)")
_SAFE = re.compile(r"(https?://|mailto:)[^\s\"'<>`]*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProseProblem:
    """Something outside the subset: `offset` is where it begins in the text, `found` what stands there."""

    offset: int
    found: str
    code: str
    message: str
    hint: str


_RULES: tuple[tuple[re.Pattern[str], str, str, str], ...] = (
    (
        re.compile(r"<(?=[A-Za-z/!?])"),
        "tekst-html",
        "HTML wordt niet gelezen.",
        "Haal de code weg of gebruik gewone opmaak; een teken < voor een getal mag wel.",
    ),
    (
        re.compile(r"!\["),
        "tekst-afbeelding",
        "Een afbeelding mag niet in lopende tekst staan.",
        "Haal de afbeelding weg.",
    ),
    (
        re.compile(r"^(?:[\s>]|[-*+]\s|\d+[.)]\s)*#"),
        "tekst-kop",
        "Een kop mag niet in lopende tekst staan.",
        "Maak er een gewone zin van of gebruik het veld voor tussenkoppen.",
    ),
    (re.compile(r"^\s*(```|~~~)"), "tekst-code", "Een codeblok mag niet in lopende tekst staan.", "Haal de regel weg."),
    (
        re.compile(r"\[\^[^\]]+\]"),
        "tekst-voetnoot",
        "Voetnoten worden niet ondersteund.",
        "Zet de tekst in de zin zelf.",
    ),
    (
        re.compile(r"^(?:[\s>]|[-*+]\s|\d+[.)]\s)*(=+|-[\s-]*|\*\s*\*[\s*]*|_\s*_[\s_]*)\s*$"),
        "tekst-streep",
        "Een regel met alleen streepjes maakt van de regel erboven een kop.",
        "Haal de regel weg.",
    ),
    (
        re.compile(r"\{[^}\n]*\}"),
        "tekst-kenmerk",
        "Tekst tussen accolades wordt niet ondersteund.",
        "Haal het deel tussen accolades weg of gebruik ronde haken.",
    ),
    (
        re.compile(r"^(!!!|\?\?\?|:::)"),
        "tekst-blok",
        "Blokken met !!!, ??? of ::: worden niet ondersteund.",
        "Schrijf het als gewone alinea of citaat (>).",
    ),
    (
        re.compile(r"\]:"),
        "tekst-linkdefinitie",
        "Schrijf het adres direct achter de linktekst.",
        "Gebruik [tekst](https://…).",
    ),
    (
        re.compile(r"^( {1,3}|\t| {5,7})(?=([-*+]|\d+\.)\s)"),
        "tekst-inspringen",
        "Een lijst binnen een lijst springt vier spaties in.",
        "Zet precies vier spaties voor het streepje.",
    ),
    (
        re.compile(r"^[*+]\s"),
        "tekst-lijstteken",
        "Begin een lijstregel met een streepje.",
        "Vervang het teken door - .",
    ),
)
# A line like most: it begins with a letter, or one in a list, and has no sign that any of the rules above is about.
_ORDINARY = re.compile(r"(?:- )?[^\W\d_][^<!#`~^={}:]*")
_NUMBERED = re.compile(r"^(\d{3,})\.\s")
_ITEM = re.compile(r"^(?:[-]|\d+\.)\s")


def check_prose(text: str) -> Iterator[ProseProblem]:
    """Everything in the text that falls outside the common subset."""
    lines = text.split("\n")
    offset = 0
    for number, line in enumerate(lines):
        for pattern, code, message, hint in () if _ORDINARY.fullmatch(line) else _RULES:
            if match := pattern.search(line):
                yield ProseProblem(
                    offset=offset + match.start(), found=line[match.start() :], code=code, message=message, hint=hint
                )
        if match := _NUMBERED.match(line):
            yield ProseProblem(
                offset=offset,
                found=line,
                code="tekst-lijstnummer",
                message=f"Een regel die begint met {match[1]}. wordt een lijst.",
                hint="Begin de zin met een ander woord.",
            )
        previous = lines[number - 1] if number else ""
        if _ITEM.match(line) and previous.strip() and not _in_list(lines, number):
            yield ProseProblem(
                offset=offset,
                found=line,
                code="tekst-lijst",
                message="Boven een lijst hoort een lege regel.",
                hint="Voeg een lege regel in.",
            )
        offset += len(line) + 1
    yield from _links(text)


def _in_list(lines: list[str], number: int) -> bool:
    """Whether the line before belongs to a list that is already going on."""
    for line in reversed(lines[:number]):
        if not line.strip():
            return False
        if _ITEM.match(line.lstrip()):
            return True
        if not line.startswith(" "):
            return False
    return False


def _links(text: str) -> Iterator[ProseProblem]:
    """Addresses that are neither a link to an item nor one that a browser may safely follow."""
    items = {offset for offset, _, _ in item_links(text)}
    for match in _ADDRESS.finditer(text):
        address = match[1]
        if match.start(1) not in items and not _SAFE.fullmatch(address):
            yield ProseProblem(
                offset=match.start(1),
                found=address,
                code="tekst-link",
                message=f"Naar {address or 'een leeg adres'} kan niet gelinkt worden.",
                hint="Gebruik https://… of een verwijzing als soort:id.",
            )


def item_links(text: str) -> Iterator[tuple[int, str, str]]:
    """The links to items: where the address begins in the text, the kind and the id."""
    for match in ITEM_LINK.finditer(text):
        yield match.start(2), match[2], match[3]


def replace_item_links(text: str, replace: Callable[[str, str, str], str]) -> str:
    """Rewrite every link to an item by `replace(shown text, kind, id)`."""
    return ITEM_LINK.sub(lambda m: replace(m[1], m[2], m[3]), text)


_TOKEN = re.compile(r"(`[^`\n]*`|\[[^\[\]]*\]\([^()\n]*\)|https?://\S+|^\s*\|.*$)", re.MULTILINE)


def link_terms(text: str, pattern: re.Pattern[str], link: Callable[[str], str | None]) -> str:
    """Put a link on terms in plain running text; links, code, tables and addresses are left alone.

    `link(found words)` gives the Markdown to put in their place, or None to leave them.
    """
    parts = _TOKEN.split(text)
    for index in range(0, len(parts), 2):
        parts[index] = pattern.sub(lambda m: link(m[0]) or m[0], parts[index])
    return "".join(parts)


_ESCAPE = re.compile(r"([\\`*_\[\]{}#|<>&]|^\s*[-+]\s|^\s*\d+[.)](?=\s)|!(?=\[))", re.MULTILINE)


def escape_markdown(text: str) -> str:
    """Make any text safe to stand in Markdown as itself, for Python-Markdown and pandoc alike."""
    return _ESCAPE.sub(_escape_match, text)


def _escape_match(match: re.Match[str]) -> str:
    found = match[0]
    if found == "<":
        return "&lt;"
    if found == ">":
        return "&gt;"
    if found == "&":
        return "&amp;"
    if len(found) == 1:
        return "\\" + found
    stripped = found.rstrip()
    return stripped[:-1] + "\\" + stripped[-1] + found[len(stripped) :]
