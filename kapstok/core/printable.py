"""Text that is printed cannot command: no terminal, no log of a pipeline and no report obeys what an author wrote.

What a terminal acts on, what turns the direction of writing and what cannot be seen, is printed as its number
(`\\u001b`), which JSON reads as that sign again. A line of a report never begins as a command of a pipeline does.
"""

from __future__ import annotations

import re
import unicodedata

from kapstok.core.text import cut

LONGEST_QUOTE = 60  # characters of a value that a message repeats
LONGEST_MESSAGE, LONGEST_HINT = 200, 900
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_HARMLESS = frozenset("\u200d\ufe0f")  # what joins the signs of an emoji
_COMMAND = re.compile(r"^([^\S\n]*):(?=:)|#(?=#(?:\[|[A-Za-z]{1,20}\[))", re.MULTILINE)


_BREAKS = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")


def printable(text: str) -> str:
    """A text of any number of lines that can be printed anywhere."""
    if not text.isascii() or not text.replace("\n", "").isprintable():
        text = "".join(char if _may_be_seen(char) else _numbered(char) for char in text)
    return _COMMAND.sub(lambda found: f"{found[1]}: " if found[1] is not None else "# ", text)


def one_line(text: str, most: int) -> str:
    """The same on one line of at most so many characters."""
    text = cut(text, most)
    if not text.isprintable() or "::" in text or "##" in text:
        text = cut(printable(" ".join(_BREAKS.split(text))), most)
    return text


def quoted(value: object) -> str:
    """What was written, short enough to be repeated in a message."""
    text = " ".join(str(value)[: 4 * LONGEST_QUOTE].split())
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def _may_be_seen(char: str) -> bool:
    return char == "\n" or char in _HARMLESS or unicodedata.category(char) not in _UNSEEN


def _numbered(char: str) -> str:
    """`\\u001b`; a sign beyond the first 65,536 as the two halves that JSON knows."""
    raw = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{raw[i : i + 2].hex()}" for i in range(0, len(raw), 2))
