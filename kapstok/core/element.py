"""What we use of an element of XML. lxml, which makes them, says nothing of its types; here they are said once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, overload


class Element(Protocol):
    """An element with what is in it. `tag` is a text, but of a comment or an instruction it is something else."""

    tag: object
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> Mapping[str, str]:
        """The attributes by their names."""

    @overload
    def get(self, key: str) -> str | None:
        """An attribute; None when it is not there."""

    @overload
    def get(self, key: str, default: str) -> str:
        """An attribute, or something else when it is not there."""

    def set(self, key: str, value: str) -> None:
        """Give it an attribute."""

    def iter(self, *tags: str) -> Iterator[Element]:
        """The element itself and everything in it, in order; of some names only."""

    def find(self, path: str) -> Element | None:
        """The first element on this path below it."""

    def itertext(self) -> Iterator[str]:
        """Every text in it."""

    def __iter__(self) -> Iterator[Element]:
        """The elements directly in it."""

    def __len__(self) -> int:
        """How many elements are directly in it."""

    def getparent(self) -> Element | None:
        """What it is in."""

    def getprevious(self) -> Element | None:
        """The element before it."""

    def index(self, child: Element) -> int:
        """The place of an element in it."""

    def insert(self, at: int, child: Element) -> None:
        """Put an element in it at a place."""

    def append(self, child: Element) -> None:
        """Put an element in it at the end."""

    def remove(self, child: Element) -> None:
        """Take an element out of it, with the text after it."""
