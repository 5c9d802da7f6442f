"""A running text becomes a tree of blocks, with everything in it that falls outside the subset."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from kapstok.core.markdown import problems as faults
from kapstok.core.markdown.inlines import InlineReader, source_of
from kapstok.core.markdown.lines import (
    BOX,
    FENCE,
    STRIPE,
    YEAR,
    Lines,
    Marker,
    indent_of,
    list_marker,
    marker_of,
)
from kapstok.core.markdown.problems import Fault, Problem
from kapstok.core.markdown.tables import align_row, cells_of, is_bar_line
from kapstok.core.markdown.tree import Block, Blocks, Inlines, ListBlock, Paragraph, Quote, Table

TAB = 4
_DEEPEST = 12  # lists and quotes inside each other
_BAR = "|"


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """The tree of a text, and what falls outside the subset, in reading order."""

    blocks: Blocks
    problems: tuple[Problem, ...]


@lru_cache(maxsize=20_000)
def parse(text: str) -> Parsed:
    """Read a text; the same text is read once."""
    lines: list[tuple[str, int]] = []
    offset = 0
    for line in text.split("\n"):
        lines.append((line.expandtabs(TAB) if line[:1] == "\t" else line.replace("\t", " "), offset))
        offset += len(line) + 1
    reader = _Blocks()
    blocks = reader.read(lines, 0)
    return Parsed(blocks=blocks, problems=_distinct(text, reader.problems))


def _distinct(text: str, problems: list[Problem]) -> tuple[Problem, ...]:
    """In reading order, and each kind once a line: the first explains the others."""
    kept: dict[tuple[int, str], Problem] = {}
    ends = [at for at, char in enumerate(text) if char == "\n"]
    for problem in sorted(problems, key=lambda problem: problem.offset):
        kept.setdefault((bisect_left(ends, problem.offset), problem.code), problem)
    return tuple(kept.values())


class _Blocks:
    """Reads lines into blocks; what is wrong is collected in `problems`."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def _find(self, fault: Fault, line: tuple[str, int], at: int = 0, message: str = "", hint: str = "") -> None:
        self.problems.append(fault.at(line[1] + at, line[0][at:], message, hint))

    def read(self, lines: Lines, depth: int) -> Blocks:
        """Every block of these lines."""
        return tuple(block for block, _ in self._read(lines, depth))

    def _read(self, lines: Lines, depth: int) -> list[tuple[Block, int]]:
        """Every block with the number of its first line."""
        found: list[tuple[Block, int]] = []
        at = 0
        while at < len(lines):
            if not lines[at][0].strip():
                at += 1
                continue
            start = at
            block, at = self._block(lines, at, depth)
            if block is not None:
                self._check_lists(found[-1][0] if found else None, block, lines[start])
                found.append((block, start))
        return found

    def _check_lists(self, last: Block | None, block: Block, line: tuple[str, int]) -> None:
        """A list with numbers and one with letters may not touch: every reader makes them one."""
        if isinstance(last, ListBlock) and isinstance(block, ListBlock) and "-" not in (last.sort, block.sort):
            self._find(
                faults.LIST,
                line,
                0,
                "Een lijst met cijfers en een met letters staan direct onder elkaar.",
                "Zet er een gewone zin tussen, of spring de tweede lijst vier spaties in.",
            )

    def _block(self, lines: Lines, at: int, depth: int) -> tuple[Block | None, int]:
        line = lines[at][0]
        indent = indent_of(line)
        rest = line[indent:]
        touched = at > 0 and bool(lines[at - 1][0].strip())
        if depth < _DEEPEST and rest[0] == ">":
            return self._quote(lines, at, depth)
        marker = list_marker(lines, at) if depth < _DEEPEST else None
        if marker is not None and not STRIPE.fullmatch(rest):
            if indent:
                self._find(faults.INDENT, lines[at], indent)
            elif touched:
                self._find(faults.LIST, lines[at], 0, "", _above(marker))
            return self._list(lines, at, indent, depth)
        if indent >= TAB:
            self._find(
                faults.INDENT,
                lines[at],
                indent,
                "Een alinea springt niet in.",
                "Haal de spaties voor deze regel weg; hoort zij bij de lijst erboven, zet er dan vier.",
            )
        if rest[0] == _BAR:
            return self._table(lines, at, touched=touched)
        return self._paragraph(lines, at)

    # Paragraphs

    def _paragraph(self, lines: Lines, at: int) -> tuple[Block | None, int]:
        start = at
        while at < len(lines) and lines[at][0].strip() and (at == start or not self._interrupts(lines, at)):
            at += 1
        return self._text_block(lines[start:at]), at

    def _interrupts(self, lines: Lines, at: int) -> bool:
        """Whether another block begins at a line inside a paragraph."""
        line = lines[at][0].lstrip(" ")
        if line[0] in "<>|" and line[0] != "<":
            return line[0] == ">" or line.rstrip()[-1] == _BAR
        if STRIPE.fullmatch(line):
            return False
        return list_marker(lines, at) is not None

    def _text_block(self, lines: Lines) -> Block | None:
        stripped = [(line.lstrip(" "), offset + indent_of(line)) for line, offset in lines]
        known = len(self.problems)
        for number, part in enumerate(stripped):
            if number == 0 or part[0][:1] != _BAR:  # the first bar explains the others
                self._check_line(part)
        faulty = {problem.offset for problem in self.problems[known:]}
        known = len(self.problems)
        inner = self._inlines([*stripped[:-1], (stripped[-1][0].rstrip(), stripped[-1][1])])
        explained = [range(offset, offset + len(line) + 1) for line, offset in stripped if offset in faulty]
        found = [p for p in self.problems[known:] if not any(p.offset in line for line in explained)]
        self.problems[known:] = found
        return Paragraph(inner=inner) if inner else None

    def _check_line(self, line: tuple[str, int]) -> None:
        """What a line may not begin with, wherever it stands."""
        text = line[0]
        first = text[:1]
        if first == "#":
            self._find(faults.HEADING, line)
        elif first in "`~" and FENCE.match(text):
            self._find(faults.CODE, line)
        elif first in "!?:" and BOX.match(text):
            self._find(faults.BOX, line)
        elif first in "=-*_" and STRIPE.fullmatch(text):
            self._find(faults.RULE, line)
        elif text.rstrip() in ("+", "*"):
            self._find(faults.LIST_SIGN, line, 0, "Achter dit teken staat geen tekst.", "Haal de regel weg.")
        elif first.isdigit() and (match := YEAR.match(text)):
            self._find(faults.YEAR, line, 0, faults.YEAR.message.format(match[1]))
        elif first == _BAR:
            self._find(faults.TABLE, line)

    def _inlines(self, lines: Lines) -> Inlines:
        return InlineReader(source_of(lines), self.problems).read()

    # Quotes

    def _quote(self, lines: Lines, at: int, depth: int) -> tuple[Block | None, int]:
        inside: list[tuple[str, int]] = []
        while at < len(lines):
            line, offset = lines[at]
            indent = indent_of(line)
            if line[indent : indent + 1] == ">":
                skip = indent + (2 if line[indent + 1 : indent + 2] == " " else 1)
                inside.append((line[skip:], offset + skip))
            elif not line.strip() and _quote_follows(lines, at):
                inside.append(("", offset))
            elif not line.strip() or self._interrupts(lines, at):
                break
            else:
                inside.append((line.lstrip(" "), offset + indent))
            at += 1
        blocks = self.read(inside, depth + 1)
        return (Quote(blocks=blocks) if blocks else None), at

    # Lists

    def _list(self, lines: Lines, at: int, base: int, depth: int) -> tuple[Block | None, int]:
        first = list_marker(lines, at)
        assert first is not None
        items: list[tuple[Block, ...]] = []
        expected = first.number
        while at < len(lines):
            marker = list_marker(lines, at) if indent_of(lines[at][0]) == base else None
            if marker is None or marker.sort != first.sort:
                break
            self._check_marker(lines[at], base, marker, expected)
            expected = marker.number + 1
            content, at = self._item_lines(lines, at, base, marker)
            items.append(self._item(content, depth))
        return ListBlock(items=tuple(items), sort=first.sort, start=first.number or 1), at

    def _check_marker(self, line: tuple[str, int], base: int, marker: Marker, expected: int) -> None:
        if len(line[0].rstrip()) == base + 1:
            self._check_line((line[0][base:], line[1] + base))
        elif marker.sign in "*+":
            self._find(faults.LIST_SIGN, line, base)
        if marker.sort != "-" and marker.number != expected:
            wanted = f"{expected if marker.sort == '1' else chr(96 + expected)}{marker.sign[-1]}"
            message, hint = (text.format(wanted) for text in (faults.NUMBERING.message, faults.NUMBERING.hint))
            self._find(faults.NUMBERING, line, base, message, hint)

    def _item_lines(self, lines: Lines, at: int, base: int, marker: Marker) -> tuple[list[tuple[str, int]], int]:
        """The lines of one item, without sign and indentation, and where the next block begins."""
        line, offset = lines[at]
        skip = base + marker.length
        content = [(line[skip:], offset + skip)]
        at += 1
        while at < len(lines):
            line, offset = lines[at]
            if not line.strip():
                following = next((n for n in range(at, len(lines)) if lines[n][0].strip()), len(lines))
                if following == len(lines) or indent_of(lines[following][0]) <= base:
                    return content, following
                content.append(("", offset))
                at += 1
                continue
            indent = indent_of(line)
            if indent <= base and (list_marker(lines, at) or line.lstrip(" ")[0] in ">|"):
                break
            if indent <= base:
                self._loose_line(lines[at])
            cut = min(indent, base + TAB)
            if indent > base and indent < base + TAB and not content[-1][0].strip():
                self._find(
                    faults.INDENT,
                    lines[at],
                    indent,
                    "Een tweede alinea in een lijst springt vier spaties in.",
                    "Zet precies vier spaties voor deze regel, of geen.",
                )
            elif base < indent < base + TAB and list_marker(lines, at):
                cut = base
            content.append((line[cut:], offset + cut))
            at += 1
        return content, at

    def _loose_line(self, line: tuple[str, int]) -> None:
        self._find(
            faults.LIST,
            line,
            0,
            "Onder een lijst hoort een lege regel.",
            "Voeg een lege regel in; hoort de tekst bij het punt erboven, zet er dan vier spaties voor.",
        )

    def _item(self, content: list[tuple[str, int]], depth: int) -> tuple[Block, ...]:
        """The blocks of an item: words first, then perhaps more."""
        inner = content[0][0].lstrip(" ")
        marker = marker_of(inner)
        second = inner[:1] in (">", _BAR) or (marker is not None and marker.sign in "-*+")
        if second and not STRIPE.fullmatch(inner):
            self._find(
                faults.LIST,
                content[0],
                0,
                "Een punt van een lijst begint met gewone woorden.",
                "Haal het tweede teken weg.",
            )
        end = 1
        while end < len(content) and content[end][0].strip() and not self._interrupts(content, end):
            end += 1
        first = self._text_block(content[:end])
        rest = self._inside_item(content[end:], depth)
        return (*((first,) if first else ()), *rest)

    def _inside_item(self, lines: Lines, depth: int) -> Blocks:
        """The blocks below the words of an item: more words and lists, no tables and quotations."""
        for block, place in (found := self._read(lines, depth)):
            if isinstance(block, (Table, Quote)):
                self._find(
                    faults.TABLE if isinstance(block, Table) else faults.LIST,
                    lines[place],
                    0,
                    "Een tabel of citaat kan niet in een lijst staan.",
                    "Zet haar onder de lijst, met een lege regel ertussen en zonder spaties ervoor.",
                )
        return tuple(block for block, _ in found)

    # Tables

    def _table(self, lines: Lines, at: int, *, touched: bool) -> tuple[Block | None, int]:
        start = at
        while at < len(lines) and is_bar_line(lines[at][0]):
            at += 1
        aligns = align_row(lines[start + 1][0]) if at - start > 1 else None
        if aligns is None:
            return (self._text_block(lines[start:at]), at) if at > start else self._paragraph(lines, start)
        if touched:
            self._find(
                faults.TABLE, lines[start], 0, "Boven een tabel hoort een lege regel.", "Voeg een lege regel in."
            )
        if at < len(lines) and lines[at][0].strip():
            self._find(
                faults.TABLE,
                lines[at],
                0,
                "Onder een tabel hoort een lege regel.",
                "Voeg een lege regel in; hoort de regel bij de tabel, begin en eindig haar dan met |.",
            )
        head = self._row(lines[start], len(aligns))
        if not all(head):
            self._find(
                faults.TABLE,
                lines[start],
                0,
                "Een kolom van deze tabel heeft geen kop.",
                "Zet boven elke kolom een woord: wie de tabel hoort voorlezen, kent haar alleen daaraan.",
            )
        if at - start == 2:
            self._find(
                faults.TABLE, lines[start], 0, "Deze tabel heeft geen rijen.", "Zet de rijen onder de streepjes."
            )
        rows = tuple(self._row(lines[number], len(aligns)) for number in range(start + 2, at))
        return Table(head=head, aligns=aligns, rows=rows), at

    def _row(self, line: tuple[str, int], columns: int) -> tuple[Inlines, ...]:
        found = cells_of(line)
        if len(found) > columns:
            self._find(
                faults.TABLE,
                line,
                0,
                f"Deze rij heeft {len(found)} cellen, de tabel {columns} kolommen.",
                "Haal een cel weg of geef de tabel een kolom meer; een | in de tekst schrijft u als \\|.",
            )
        cells = [self._inlines([cell]) for cell in found[:columns]]
        return tuple(cells + [()] * (columns - len(cells)))


def _quote_follows(lines: Lines, at: int) -> bool:
    """Whether the quotation goes on after the empty lines that begin here."""
    following = next((line for line, _ in lines[at:] if line.strip()), "")
    return following.lstrip(" ").startswith(">")


def _above(marker: Marker) -> str:
    if marker.sort == "-":
        return ""
    return "Voeg een lege regel in; is het geen lijst, zet dan een woord voor het nummer of de letter."
