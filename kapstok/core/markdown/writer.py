"""A tree becomes Markdown, in the one spelling that Python-Markdown and pandoc read the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum

from kapstok.core.markdown.lines import POINTS
from kapstok.core.markdown.tree import (
    Block,
    Blocks,
    Break,
    Code,
    Emphasis,
    Inline,
    Inlines,
    ItemLink,
    ListBlock,
    Paragraph,
    Quote,
    Table,
    Text,
    words,
)

LETTERS = "letters"  # the class of the items of a list with letters, for the style sheet of the site
LETTER_SIGN = "\ue061"  # begins a list with letters in a paper; batch.lua takes it away
_INDENT = "    "
_ALIGNS = {"left": ":---", "right": "---:", "center": ":---:", "": "---"}
_SIGNS = re.compile(r"!\Z|[\\`*_\[\]{}#|<>&\ue061]|(?![\u00a0\n])[^\S ]|^\u00a0|\u00a0$|(?<=\s)\u00a0|\u00a0(?=\s)")
# What a line may not begin with: signs of lists, rules, fences, boxes, captions and headings.
_START = re.compile(r"([-+=~:!?]|\d{1,9}(?=[.)](?:\s|$))[.)]|[Tt]able:)")
_OWN_START = re.compile(r"[a-z][.)](?=\s|$)")
_BACKSLASHED = frozenset("\\`*_{}[]()#+-.!|")  # where a backslash makes a sign a sign for every reader
_PLAIN_ADDRESS = re.compile(r"[\w#.,/:?=%+~@!$;-]+", re.ASCII)


class Reader(Enum):
    """Whom Markdown is written for. They differ in lists with letters, and only we know a backslash before any sign."""

    SITE = "Python-Markdown"
    PAPER = "pandoc with batch.lua"
    OWN = "parse"


Address = Callable[[ItemLink], "str | None"]


def own_address(link: ItemLink) -> str | None:
    """The address of a link to an item as the agenda writes it."""
    return link.address


def write(blocks: Blocks, address: Address = own_address, reader: Reader = Reader.SITE) -> str:
    """Markdown for a tree, without a line end behind it. `address` gives where a link to an item leads, or None."""
    return "\n".join(_Writer(address, reader).blocks(blocks, loose=True))


def write_inline(blocks: Blocks, address: Address = own_address) -> str:
    """Markdown for a tree on one line, as a cell of a table holds it: the items of a list one after the other."""
    writer = _Writer(address, Reader.SITE)
    return " ".join(part for block in blocks if (part := writer.on_one_line(block)))


def escape(text: str) -> str:
    """Markdown in which any text stands for itself, wherever it is put; every line of it is on its own."""
    writer = _Writer(own_address, Reader.SITE)
    return "\n".join(writer.start(writer.text(line)) for line in text.split("\n"))


class _Writer:
    def __init__(self, address: Address, reader: Reader) -> None:
        self._address, self._reader = address, reader

    def text(self, text: str) -> str:
        """Words in which no sign means anything."""
        return _SIGNS.sub(lambda match: self._sign(match[0]), text)

    def start(self, written: str) -> str:
        """A line whose first sign means nothing either."""
        if self._reader is Reader.OWN and written[:1] in POINTS:
            return f"\\{written}"
        match = _START.match(written) or (_OWN_START.match(written) if self._reader is Reader.OWN else None)
        return f"{match[0][:-1]}{self._sign(match[0][-1])}{written[match.end() :]}" if match else written

    def _sign(self, sign: str) -> str:
        if sign == LETTER_SIGN:
            return "\ufffd"
        if sign in _BACKSLASHED or (self._reader is Reader.OWN and sign.isascii() and not sign.isspace()):
            return f"\\{sign}"
        if self._reader is Reader.OWN:
            return sign
        return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(sign) or f"&#{ord(sign)};"

    def blocks(self, blocks: Sequence[Block], *, loose: bool) -> list[str]:
        """The lines of some blocks; `loose` puts an empty line between them."""
        lines: list[str] = []
        for block in blocks:
            made = self._block(block)
            if lines and made and loose:
                lines.append("")
            lines += made
        return lines

    def _block(self, block: Block) -> list[str]:
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, ListBlock):
            return self._list(block)
        if isinstance(block, Quote):
            return [
                f"> {line}".rstrip(" ") if not line.endswith("  ") else f"> {line}"
                for line in self.blocks(block.blocks, loose=True)
            ]
        return self._table(block)

    def _paragraph(self, paragraph: Paragraph) -> list[str]:
        lines = self.inlines(paragraph.inner).split("  \n")
        started = [self.start(line.strip(" ")) for line in lines]
        return [f"{line}  " for line in started[:-1]] + started[-1:]

    def _list(self, block: ListBlock) -> list[str]:
        loose = any(len(item) - _lists_in(item) > 1 or _lists_in(item) > 1 for item in block.items)
        lines: list[str] = []
        for number, item in enumerate(block.items, block.start):
            made = self.blocks(item, loose=loose) or [""]
            if block.sort == "a" and self._reader is not Reader.OWN:
                made = self._with_letters(made, item, loose, first=number == block.start)
            mark = "-" if block.sort == "-" else f"{number}."
            if block.sort == "a" and self._reader is Reader.OWN:
                mark = f"{chr(96 + number)}."
            if loose and lines:
                lines.append("")
            lines.append(f"{mark} {made[0]}")
            lines += [f"{_INDENT}{line}" if line else "" for line in made[1:]]
        return lines

    def _with_letters(self, made: list[str], item: Sequence[Block], loose: bool, *, first: bool) -> list[str]:
        if self._reader is Reader.PAPER:
            return [f"{LETTER_SIGN}{made[0]}", *made[1:]] if first else made
        own = len(self._block(item[0])) if item else 1
        return [*made[:own], f"{{: .{LETTERS} }}", *made[own:]]

    def _table(self, table: Table) -> list[str]:
        rows = [[self._cell(cell) for cell in row] for row in (table.head, *table.rows)]
        rows.insert(1, [_ALIGNS[align] for align in table.aligns])
        return [f"| {' | '.join(row)} |" for row in rows]

    def _cell(self, inner: Inlines) -> str:
        return self.start(self.inlines(inner).replace("  \n", " ").strip(" "))

    def on_one_line(self, block: Block) -> str:
        """A block as a part of a line."""
        if isinstance(block, Paragraph):
            return self._cell(block.inner)
        if isinstance(block, Quote):
            return " ".join(map(self.on_one_line, block.blocks))
        if isinstance(block, Table):
            rows = (table_row for table_row in block.rows)
            return "; ".join(", ".join(self._cell(cell) for cell in row) for row in rows)
        parts = [" ".join(map(self.on_one_line, item)) for item in block.items]
        signs = [_sign_of(block, number) for number in range(len(parts))]
        ends = [" " if part[-1:] in ".;,:!?" else "; " for part in parts[:-1]] + [""]
        return "".join(f"{sign}{part}{end}" for sign, part, end in zip(signs, parts, ends, strict=True))

    # Inlines

    def inlines(self, inlines: Inlines, outer: str = "") -> str:
        """Markdown for some inlines; `outer` is the mark of the emphasis that they stand in."""
        parts: list[str] = []
        for number, node in enumerate(inlines):
            before = words(inlines[number - 1 : number])[-1:] if number else ""
            after = words(inlines[number + 1 : number + 2])[:1]
            parts.append(self._inline(node, outer, touching=before.isalnum() or after.isalnum()))
        return "".join(parts)

    def _inline(self, node: Inline, outer: str, *, touching: bool) -> str:
        if isinstance(node, Text):
            return self.text(node.text)
        if isinstance(node, Break):
            return "  \n"
        if isinstance(node, Code):
            return f"`{node.text}`"
        if isinstance(node, Emphasis):
            sign = "_" if outer == "*" and not touching else "*"
            mark = sign * (2 if node.strong else 1)
            return f"{mark}{self.inlines(node.inner, sign)}{mark}"
        found = self._address(node) if isinstance(node, ItemLink) else node.address
        inner = self.inlines(node.inner, outer)
        return inner if found is None else f"[{inner}]({self._written(found)})"

    def _written(self, address: str) -> str:
        if _PLAIN_ADDRESS.fullmatch(address):
            return address
        ampersand = "&" if self._reader is Reader.OWN else "&amp;"
        return "".join(
            sign if _PLAIN_ADDRESS.fullmatch(sign) or ord(sign) > 127 else ampersand if sign == "&" else _percent(sign)
            for sign in address
        )


def _lists_in(item: Sequence[Block]) -> int:
    return sum(isinstance(part, ListBlock) for part in item)


def _percent(sign: str) -> str:
    return f"%{ord(sign):02X}"


def _sign_of(block: ListBlock, number: int) -> str:
    if block.sort == "-":
        return ""
    count = block.start + number
    return f"{count}\\. " if block.sort == "1" else f"{chr(96 + count)}\\. "
