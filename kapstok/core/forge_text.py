"""Text of an author in what a forge (GitHub, GitLab, Forgejo) shows as Markdown: it says only itself.

A backslash keeps Markdown from reading a sign, but a forge reads the text once more after that: it calls whoever is
named behind an `@`, and makes links of numbers, addresses and commits. What starts such a thing is parted by U+2060,
which nobody sees and which ends every name. All is on one line, so no line begins with what an author wrote.
"""

from __future__ import annotations

import re

from kapstok.core.printable import printable
from kapstok.core.text import cut

PART = "\u2060"
_SIGNS = re.compile(r"[\\`*_{}\[\]()#+\-.!|~^=$%:/@\"']")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_CALLS = re.compile(
    r"(?<=[@#!$%~&^])(?=[\w\"'`*\[{-])"  # a name or number behind a sign that calls: `@name`, `#12`, `~label`
    r"|(?<=:)(?=[\w+-]+:|//)|(?<=/)(?=/)"  # a picture by its name, `:sign:`, and an address
    r"|(?<=\[)(?=[a-z_]+:)"
    r"|(?<=\bGH)(?=-\d)"
    r"|(?<=\bwww)(?=\.)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\b[0-9a-f]{7,64}\b", re.IGNORECASE)  # may be a commit
_FOURS = re.compile(r".{1,4}")
_BREAKS = re.compile(r"[^\S\u00a0]+")


def plain(text: str, most: int = 1_000) -> str:
    """A text of an author on one line of Markdown of at most so many of its own characters."""
    return "".join(_sign(char) for char in _parted(text, most))


def plain_html(text: str, most: int = 1_000) -> str:
    """The same between two tags of HTML, where Markdown is not read and a backslash is a backslash."""
    return "".join(_ENTITIES.get(char, char) for char in _parted(text, most))


def _parted(text: str, most: int) -> str:
    """One line in which no name, number or address is whole."""
    line = printable(_BREAKS.sub(" ", cut(text, most)).strip())
    return _WORD.sub(lambda word: PART.join(_FOURS.findall(word[0])), _CALLS.sub(PART, line))


def _sign(char: str) -> str:
    return _ENTITIES.get(char) or (f"\\{char}" if _SIGNS.match(char) else char)
