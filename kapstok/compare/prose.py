"""A longer text, was and becomes: word by word, without what only lies in how it is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from kapstok.compare.values import Mark, Piece
from kapstok.core.markdown import parse
from kapstok.core.markdown.tree import Blocks, ListBlock, Paragraph, Quote, Table, words

_MOST = 4_000_000  # pairs of words that are held against each other
_TOKEN = re.compile(r"[^\S\n]*(?:\n\n|\n|\w(?:[\w.,'’/@-]*\w)?|[^\w\s]|\Z)")


def is_same_text(old: str, new: str) -> bool:
    """Whether two running texts are the same to a reader, however their lines are broken."""
    return old == new or parse(old).blocks == parse(new).blocks


def readable(text: str) -> str:
    """A running text without markup: a paragraph after `\\n\\n`, every line of a list or table after `\\n`."""
    return _blocks(parse(text).blocks)


def _blocks(blocks: Blocks) -> str:
    return "\n\n".join(filter(None, (_block(block) for block in blocks)))


def _block(block: Paragraph | ListBlock | Quote | Table) -> str:
    if isinstance(block, Paragraph):
        return " ".join(words(block.inner).split())
    if isinstance(block, Quote):
        return _blocks(block.blocks)
    if isinstance(block, Table):
        return "\n".join(" | ".join(words(cell) for cell in row) for row in (block.head, *block.rows))
    lines = []
    for number, item in enumerate(block.items, start=block.start):
        sign = "-" if block.sort == "-" else f"{number if block.sort == '1' else chr(ord('a') + (number - 1) % 26)}."
        lines.append(f"{sign} {_blocks(item)}".replace("\n\n", "\n"))
    return "\n".join(lines)


def pieces_of(old: str, new: str) -> tuple[Piece, ...]:
    """What two texts have in common and what not, in reading order; what went stands before what came.

    The pieces that did not go are together the new text; those that are not new the old one, but for spaces.
    """
    was, becomes = _tokens(old), _tokens(new)
    found = [(mark, token) for mark, tokens in _runs(was, becomes) for token in tokens]
    return tuple(
        Piece(mark=mark, text="".join(token for _, token in run)) for mark, run in groupby(found, lambda one: one[0])
    )


def _tokens(text: str) -> list[str]:
    """The words, signs and line ends of a text, each with the spaces before it: together they are the text."""
    return [token for token in _TOKEN.findall(text) if token]


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Mark, Sequence[str]]]:
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    yield Mark.SAME, new[:start]
    yield from _middle(old[start : len(old) - end], new[start : len(new) - end])
    yield Mark.SAME, new[len(new) - end :]


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Mark, Sequence[str]]]:
    if len(old) * len(new) > _MOST:
        yield Mark.GONE, old
        yield Mark.NEW, new
        return
    bare = [[token.lstrip(" ") for token in tokens] for tokens in (old, new)]
    matcher = SequenceMatcher(None, bare[0], bare[1], autojunk=False)
    for how, begin, end, other, last in matcher.get_opcodes():
        if how == "equal":
            yield Mark.SAME, new[other:last]
        else:
            yield Mark.GONE, old[begin:end]
            yield Mark.NEW, new[other:last]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens two rows begin with alike."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one.lstrip(" ") != other.lstrip(" "):
            break
        count += 1
    return count
