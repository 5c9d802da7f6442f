"""How many parts a document has with its aliases written out: counted before the first of them is copied."""

from __future__ import annotations

from yaml._yaml import CParser
from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    NodeEvent,
    ScalarEvent,
)

from kapstok.core.model import Position


def alias_beyond(text: str, most: int) -> Position | None:
    """The place of the alias that makes the document larger than `most` nodes; None when there is none."""
    parser = CParser(text)
    sizes: dict[str, int] = {}
    unfinished: list[tuple[str | None, int]] = []
    nodes = 0
    try:
        while (event := parser.get_event()) is not None and type(event) is not DocumentEndEvent:
            if isinstance(event, AliasEvent):
                nodes += sizes.get(event.anchor or "", 1)
                if nodes > most:
                    return _place(event)
            elif isinstance(event, CollectionStartEvent):
                unfinished.append((event.anchor, nodes))
                nodes += 1
            elif isinstance(event, ScalarEvent):
                nodes += 1
                if event.anchor:
                    sizes[event.anchor] = 1
            elif isinstance(event, CollectionEndEvent):
                anchor, before = unfinished.pop()
                if anchor:
                    sizes[anchor] = nodes - before
    except YAMLError:
        return None  # told by who reads the document
    finally:
        parser.dispose()
    return None


def _place(event: NodeEvent) -> Position | None:
    mark = event.start_mark
    return Position(line=mark.line + 1, column=mark.column + 1) if mark else None
