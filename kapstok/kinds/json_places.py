"""Where something stands in a schema file: JSON says nothing of places, so its text is walked once more for them.

Only asked when there is something to report. A schema may be laid together of several files; the last one that says
a thing is where it is mended.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kapstok.core.model import Pointer, Position
from kapstok.core.places import START, Place

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def json_places(text: str) -> dict[Pointer, Position]:
    """The place of every member (its key) and every entry of a list, by its pointer. `text` is sound JSON."""
    return _Scan(text).places


class _Scan:
    """One way through the tokens of a JSON text."""

    def __init__(self, text: str) -> None:
        self.places: dict[Pointer, Position] = {(): START}
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._tokens = [(found[0], found.start()) for found in _TOKEN.finditer(text)]
        self._at = 0
        self._value(())

    def _value(self, pointer: Pointer) -> None:
        word, _ = self._next()
        if word == "{":
            self._members(pointer)
        elif word == "[":
            self._entries(pointer)

    def _members(self, pointer: Pointer) -> None:
        while (found := self._next())[0] not in ("}", ""):
            word, start = found
            if word == ",":
                continue
            here = (*pointer, re.sub(r'\\(["\\/])', r"\1", word[1:-1]))
            self.places[here] = self._place(start)
            self._next()  # the colon
            self._value(here)

    def _entries(self, pointer: Pointer) -> None:
        count = 0
        while (found := self._next())[0] not in ("]", ""):
            if found[0] == ",":
                continue
            self._at -= 1
            self.places[(*pointer, count)] = self._place(found[1])
            self._value((*pointer, count))
            count += 1

    def _next(self) -> tuple[str, int]:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else ("", 0)

    def _place(self, start: int) -> Position:
        line = bisect_right(self._starts, start)
        return Position(line=line, column=start - self._starts[line - 1] + 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """The texts that each schema was laid together of, by its file name: (what findings call it, its text) in order."""

    texts: Mapping[str, Sequence[tuple[str, str]]]
    _places: dict[str, dict[Pointer, Position]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def place(self, file: str, *pointer: str | int) -> Place:
        """The file and the place in it where a pointer into the whole schema is said, or as near as can be."""
        steps = tuple(pointer)
        best, depth = Place(file), -1
        for path, text in self.texts.get(file, ()):
            if path not in self._places:
                self._places[path] = json_places(text)
            known = self._places[path]
            length = next(n for n in range(len(steps), -1, -1) if steps[:n] in known)
            if length >= depth:
                best, depth = Place(path, known[steps[:length]]), length
        return best
