"""What is asked of a running text as it stands in the agenda: its links, its plain words, the same with other links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from kapstok.core.markdown import tree
from kapstok.core.markdown.parse import parse
from kapstok.core.markdown.tree import Inline, ItemLink
from kapstok.core.markdown.writer import Reader, write
from kapstok.core.model import Key, Prose, Value


def links_to_items(text: str) -> Iterator[ItemLink]:
    """Every link to an item, in reading order."""
    if "](" in text:
        for inlines in tree.all_inlines(parse(text).blocks):
            yield from tree.item_links(inlines)


def named_in(value: Value) -> Iterator[Key]:
    """Everything that the value of a field names, itself or in its running text."""
    if isinstance(value, Key):
        yield value
    elif isinstance(value, Prose):
        yield from (link.key for link in links_to_items(value))
    elif isinstance(value, (tuple, Mapping)):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from named_in(inner)


def with_links(text: str, how: Callable[[ItemLink], Iterable[Inline]]) -> str:
    """The text with every link to an item replaced by what `how` gives for it; as it was when nothing changed."""
    if "](" not in text:
        return text
    blocks = parse(text).blocks
    changed = tree.change(blocks, lambda inlines: tree.change_links(inlines, how))
    return text if changed == blocks else write(changed, reader=Reader.OWN)


def plain_text(text: str) -> str:
    """The words of a running text on one line."""
    return tree.plain(parse(text).blocks)
