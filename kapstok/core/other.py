"""Own words where a list of words is open: `anders: overgenomen` is `Other("overgenomen")` from the moment it is read.

The marker says to who writes that the word is not one of the list; a reader never sees it.
"""

from __future__ import annotations

MARKER = "anders:"


class Other(str):
    """A word of the author's own. It prints as that word; that it stands in no list is asked with `isinstance`."""

    __slots__ = ()


def as_other(text: str) -> Other | None:
    """The own word in a text that begins with the marker; None for any other text."""
    return Other(text[len(MARKER) :].strip()) if text.startswith(MARKER) else None
