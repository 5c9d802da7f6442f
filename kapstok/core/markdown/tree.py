"""The tree of a running text: a few kinds of blocks, a few kinds of inlines, and how to walk and change them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kapstok.core.model import Key


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """Words as they are to be read; nothing in them is markup."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """Words to be shown as they are typed."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """The end of a line within a paragraph."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Emphasis:
    """Emphasis, or strong emphasis."""

    inner: tuple[Inline, ...]
    strong: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link to an address on the web or a mail address; `bare` when it was written without words of its own."""

    address: str
    inner: tuple[Inline, ...]
    bare: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemLink:
    """A link to something of the agenda. `offset` is where its address stands in the source."""

    kind: str
    id: str
    inner: tuple[Inline, ...]
    offset: int = field(default=-1, compare=False)

    @property
    def key(self) -> Key:
        """What it leads to."""
        return Key(kind=self.kind, id=self.id)

    @property
    def address(self) -> str:
        """The address as it is written: `doel:werk`."""
        return str(self.key)


Inline = Text | Code | Break | Emphasis | Link | ItemLink
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """One paragraph."""

    inner: Inlines


@dataclass(frozen=True, kw_only=True, slots=True)
class ListBlock:
    """A list; `sort` is `-` (points), `1` (numbers) or `a` (letters), `start` the number of its first item."""

    items: tuple[tuple[Block, ...], ...]
    sort: str = "-"
    start: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table; `aligns` has `left`, `right`, `center` or nothing for each column. Every row is as long as the head."""

    head: tuple[Inlines, ...]
    aligns: tuple[str, ...]
    rows: tuple[tuple[Inlines, ...], ...]


Block = Paragraph | ListBlock | Quote | Table
Blocks = tuple[Block, ...]


def change(blocks: Blocks, how: Callable[[Inlines], Inlines], *, tables: bool = True) -> Blocks:
    """The tree with the inlines of every paragraph (and cell) changed by `how`."""
    return tuple(_changed(block, how, tables) for block in blocks)


def _changed(block: Block, how: Callable[[Inlines], Inlines], tables: bool) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, inner=how(block.inner))
    if isinstance(block, ListBlock):
        return replace(block, items=tuple(change(item, how, tables=tables) for item in block.items))
    if isinstance(block, Quote):
        return replace(block, blocks=change(block.blocks, how, tables=tables))
    if not tables:
        return block
    rows = tuple(tuple(how(cell) for cell in row) for row in block.rows)
    return replace(block, head=tuple(how(cell) for cell in block.head), rows=rows)


def change_links(inlines: Inlines, how: Callable[[ItemLink], Iterable[Inline]]) -> Inlines:
    """The inlines with every link to an item replaced by what `how` gives for it."""
    found: list[Inline] = []
    for node in inlines:
        if isinstance(node, ItemLink):
            found += how(node)
        elif isinstance(node, (Emphasis, Link)):
            found.append(replace(node, inner=change_links(node.inner, how)))
        else:
            found.append(node)
    return joined(found)


def change_texts(inlines: Inlines, how: Callable[[str], Iterable[Inline]], *, links: bool = True) -> Inlines:
    """The inlines with every text replaced by what `how` gives for it; those in links only when asked."""
    found: list[Inline] = []
    for node in inlines:
        if isinstance(node, Text):
            found += how(node.text)
        elif isinstance(node, Emphasis) or (links and isinstance(node, (Link, ItemLink))):
            found.append(replace(node, inner=change_texts(node.inner, how, links=links)))
        else:
            found.append(node)
    return joined(found)


def joined(inlines: Iterable[Inline]) -> Inlines:
    """The inlines with texts that stand side by side made one, and those that are empty left out."""
    found: list[Inline] = []
    for node in inlines:
        last = found[-1] if found else None
        if isinstance(node, Text) and isinstance(last, Text):
            found[-1] = Text(text=last.text + node.text)
        elif not isinstance(node, Text) or node.text:
            found.append(node)
    return tuple(found)


def all_inlines(blocks: Blocks) -> Iterator[Inlines]:
    """The inlines of every paragraph and cell, in reading order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.inner
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from all_inlines(item)
        elif isinstance(block, Quote):
            yield from all_inlines(block.blocks)
        else:
            for row in (block.head, *block.rows):
                yield from row


def item_links(inlines: Sequence[Inline]) -> Iterator[ItemLink]:
    """Every link to an item among these inlines."""
    for node in inlines:
        if isinstance(node, ItemLink):
            yield node
        elif isinstance(node, (Emphasis, Link)):
            yield from item_links(node.inner)


def words(inlines: Sequence[Inline]) -> str:
    """The inlines as plain text."""
    return "".join(
        node.text if isinstance(node, (Text, Code)) else " " if isinstance(node, Break) else words(node.inner)
        for node in inlines
    )


def plain(blocks: Blocks) -> str:
    """The tree as plain text on one line."""
    return " ".join(" ".join(words(inlines) for inlines in all_inlines(blocks)).split())
