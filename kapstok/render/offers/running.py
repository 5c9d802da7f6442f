"""Running text as templates pass it on: Markdown that still knows its tree, so that a table cell can hold it too."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from re import Pattern

from markupsafe import Markup

from kapstok.core.markdown import Reader, parse, tree, write, write_inline
from kapstok.core.markdown.tree import Blocks, Inline, Inlines, ItemLink, Link, Text
from kapstok.render.offers.typography import set_amounts

Address = Callable[[ItemLink], str]
Term = Callable[[str], "str | None"]  # the address of the meaning of some words, or None to leave them


class Running(Markup):
    """Markdown of a running text. What is made of it by a filter of Jinja is plain Markdown again."""

    _blocks: Blocks
    _address: Address

    def on_one_line(self) -> str:
        """The same text on one line, as a cell of a table holds it."""
        return write_inline(self._blocks, self._address)


def running(text: str, address: Address, *, paper: bool, pattern: Pattern[str] | None, term: Term) -> Running:
    """A running text for a page or paper: amounts set, links to items led on, the words of `pattern` linked.

    Words in links, code and tables are left alone.
    """
    blocks = tree.change(parse(text).blocks, _with_amounts)
    if pattern is not None:
        blocks = tree.change(blocks, partial(_with_terms, pattern=pattern, term=term), tables=False)
    made = Running(write(blocks, address, Reader.PAPER if paper else Reader.SITE))
    made._blocks, made._address = blocks, address
    return made


def _with_amounts(inlines: Inlines) -> Inlines:
    return tree.change_texts(inlines, lambda text: [Text(text=set_amounts(text))])


def _with_terms(inlines: Inlines, *, pattern: Pattern[str], term: Term) -> Inlines:
    def linked(text: str) -> list[Inline]:
        found: list[Inline] = []
        at = 0
        for match in pattern.finditer(text):
            address = term(match[0])
            if address is not None:
                found += [Text(text=text[at : match.start()]), Link(address=address, inner=(Text(text=match[0]),))]
                at = match.end()
        return [*found, Text(text=text[at:])]

    return tree.change_texts(inlines, linked, links=False)
