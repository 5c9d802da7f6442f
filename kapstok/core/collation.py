"""One order of texts for lists, the glossary, choices and data: CLDR for Dutch, word by word, numbers as numbers.

CLDR gives Dutch its root order: accents and capitals only decide between what is otherwise the same, `ł` and `ø` stand
with `l` and `o`, `ß` is `ss`, then come Greek, Cyrillic and the other scripts; punctuation does not count, so that
`'s-Hertogenbosch` stands under the S. Nearly all texts differ in letters of Latin with accents, and those are compared
here; for all else feruca is asked, which is only imported then.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart, as the letters that they stand with and under which they are sought.
LETTERS = {
    "ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ı": "i",
    "ŋ": "ng", "ĸ": "k", "ς": "σ",
}  # fmt: skip
_SPACE = "\u00a4"  # as a currency sign: the first that counts, so that a space comes before every letter and figure
_SPACES = re.compile(r"\s")
_FIGURES = re.compile(r"\d+")
_MARKS = re.compile("[\u0300-\u036f]")
_NOT_COUNTED = re.compile(r"""[!"#%&'()*,\-./:;?@\[\\\]_{}–—‘’“”„…«»]""")
_PLAIN = re.compile(r"[a-z0-9 ]*")
_LONGEST = 20  # figures; what is longer is told by how long it is


class Collated:
    """A text as it is sorted; equal only to the very same text."""

    __slots__ = ("_plain", "_sorted", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._sorted = _FIGURES.sub(_padded, _SPACES.sub(_SPACE, unicodedata.normalize("NFC", text)))
        self._plain = _in_plain_letters(self._sorted)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Collated) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __lt__(self, other: Collated) -> bool:
        if self._plain is not None and other._plain is not None and self._plain != other._plain:
            return self._plain < other._plain
        return self.text != other.text and _is_before(self._sorted, other._sorted, self.text < other.text)

    def __le__(self, other: Collated) -> bool:
        return not other < self

    def __gt__(self, other: Collated) -> bool:
        return other < self

    def __ge__(self, other: Collated) -> bool:
        return not self < other

    def __repr__(self) -> str:
        return f"Collated({self.text!r})"


@lru_cache(maxsize=20_000)
def natural_key(text: str) -> Collated:
    """A key to sort on, under which 6.9 comes before 6.10 and é stands with e."""
    return Collated(text)


def first_letter(text: str) -> str:
    """The letter or figure under which a text stands in an alphabet: `S` for `'s-Hertogenbosch`, `L` for `Łódź`."""
    found = next((sign for sign in text if sign.isalnum()), "")
    base = unicodedata.normalize("NFKD", found)[:1].lower()
    return LETTERS.get(base, base)[:1].upper()


def _padded(found: re.Match[str]) -> str:
    """Figures so long that their order is that of the numbers; no number is too long to compare."""
    figures = "".join(str(unicodedata.digit(sign)) for sign in found[0]).lstrip("0")
    if len(figures) <= _LONGEST:
        return figures.zfill(_LONGEST)
    return f"{'9' * _LONGEST}{len(figures):08}{figures}"


def _in_plain_letters(text: str) -> str | None:
    """The letters that decide first; None when a text has others than those of Latin with accents."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFD", text)).replace(_SPACE, " ")
    plain = _NOT_COUNTED.sub("", text).lower()
    return plain if _PLAIN.fullmatch(plain) else None


def _is_before(one: str, other: str, otherwise: bool) -> bool:
    """What CLDR says; `otherwise` is the answer for two that it does not tell apart."""
    from feruca import collate  # late: hardly any agenda needs it

    there, back = collate([one, other], "default"), collate([other, one], "default")
    return there[0] == one if there == back else otherwise
