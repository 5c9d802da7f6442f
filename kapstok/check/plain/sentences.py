"""Running text as sentences, each with its place in the text.

Markup is blanked out, sign for sign, so that every place in what is left is a place in the text itself. Tables and
quotations are left out: the one is no sentence, the other is not ours to rewrite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kapstok.check.plain.lists import SHORT_AT_END, SHORT_WITHIN

WORD = re.compile(r"\d+(?:[.,]\d+)*(?:-[^\W\d_]+)*|['’]?[^\W\d_]+(?:[-'’./][^\W\d_]+|-\d+)*")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_BARE = re.compile(r"<?(?:https?://|mailto:|www\.)[^\s<>]*[^\s<>.,;:!?)]>?|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_MARKS = str.maketrans("*`\\", "   ")
_UNDERLINES = re.compile(r"(?<!\w)_|_(?!\w)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_SKIPPED = re.compile(r"^\s*(?:>|\|)")
_LOOSE = re.compile(r" (?=[.,;:!?)])")  # where markup stood
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)\]»]*(?=\s|$)")
_BEFORE = re.compile(r"(?<![^\s(\[\"'“‘])[^\s(\[\"'“‘]*$")
_AFTER = re.compile(r"[\s\"'“‘(\[«]*")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence without its markup; `offset` is where it begins in the text, `words` are its words in order.

    `paragraph` counts the paragraphs and list items of the text, from 0; `listed` says that it stands in a list.
    """

    text: str
    offset: int
    words: tuple[str, ...]
    paragraph: int
    listed: bool


def split_sentences(text: str) -> list[Sentence]:
    """Every sentence of a text in the small common Markdown."""
    found = []
    for number, (start, block, listed) in enumerate(_blocks(_blank(text))):
        for begin, end in _spans(block):
            words = tuple(WORD.findall(block[begin:end]))
            if any(word[-1].isalpha() for word in words):
                shown = _LOOSE.sub("", " ".join(block[begin:end].split()))
                found.append(Sentence(text=shown, offset=start + begin, words=words, paragraph=number, listed=listed))
    return found


def _blank(text: str) -> str:
    """The text with markup and addresses made spaces, and every other sign in its own place."""
    if "](" in text:
        text = _LINK.sub(_shown, text)
    if "@" in text or "//" in text or "www." in text or "mailto:" in text:
        text = _BARE.sub(lambda match: " " * len(match[0]), text)
    text = text.translate(_MARKS)
    return _UNDERLINES.sub(" ", text) if "_" in text else text


def _shown(match: re.Match[str]) -> str:
    """The words of a link, with spaces where its brackets and address stood."""
    before = match.start(1) - match.start()
    return " " * before + match[1] + " " * (match.end() - match.end(1))


def _blocks(text: str) -> Iterator[tuple[int, str, bool]]:
    """Paragraphs and list items: where each begins, its text, and whether it is an item."""
    offset, start, lines, listed = 0, 0, list[str](), False
    for line in (*text.split("\n"), ""):
        item = _ITEM.match(line)
        if item or not line.strip() or _SKIPPED.match(line):
            if lines:
                yield start, "\n".join(lines), listed
            lines = []
        if item:
            mark = item.end()
            start, lines, listed = offset + mark, [line[mark:]], True
        elif line.strip() and not _SKIPPED.match(line):
            if not lines:
                start, listed = offset, line.startswith("  ") and listed
            lines.append(line)
        offset += len(line) + 1


def _spans(block: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a paragraph begins and ends."""
    begin = 0
    for match in _END.finditer(block):
        if _ends(block, match):
            yield _trim(block, begin, match.end())
            begin = match.end()
    if block[begin:].strip():
        yield _trim(block, begin, len(block))


def _trim(block: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and block[begin].isspace():
        begin += 1
    return begin, end


def _ends(block: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends here: not after a short form or a figure, and not before a small letter."""
    following = block[_skip(block, match.end()) :][:1]
    if not following:
        return True
    if following.islower():
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    last = _BEFORE.search(block[max(0, match.start() - 30) : match.start()])
    token = last[0] if last else ""
    folded = token.casefold()
    if folded in SHORT_AT_END:
        return following.isupper()
    if folded in SHORT_WITHIN or _DOTTED.fullmatch(token) or (len(token) == 1 and token.isupper()):
        return False
    return not (token.isdigit() and len(token) < 3 and (following.isdigit() or _opens(block, match)))


def _opens(block: str, match: re.Match[str]) -> bool:
    """Whether a small number with a full stop numbers what follows: it stands first, or after another stop."""
    before = block[: match.start()].rstrip("0123456789").rstrip()
    return not before or before[-1] in ".,:;!?"


def _skip(block: str, at: int) -> int:
    """Past the spaces and opening signs at a place; 's and 't at the start of a sentence are skipped as well."""
    at += len(_AFTER.match(block, at)[0])  # type: ignore[index]
    if block[at : at + 2] in ("s ", "t ", "n ", "k ") and block[at - 1 : at] in "'’":
        at += 2
    return at
