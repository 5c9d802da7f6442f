"""Count the syllables of a Dutch word by its groups of vowels.

The count is that of the official hyphenation (sta-ti-on, so-ci-aal): what people learn at school. A dictionary of
hyphenation patterns is no help here, because it leaves out breaks that a typesetter may not make.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SHORT_ACCENTS = {"\u0300", "\u0301", "\u0302"}  # grave, acute, circumflex; a trema stays, for it splits
# Loan words of the field that break the Dutch rules, written so that they follow them.
_LOANS = (
    (re.compile(r"team"), "tiem"),
    (re.compile(r"coach"), "kootsj"),
    (re.compile(r"(?<=\w)site"), "sait"),
    (re.compile(r"(?<=\w)line(?!\w)"), "lain"),
    (re.compile(r"case(?=\w)"), "kees"),
    (re.compile(r"(?<=m)useum"), "usejum"),
)
_SPLITS = (
    (re.compile(r"qu"), "kw"),
    (re.compile(r"(?<![aeiou])y(?=[aeiou])|(?<=[aeou])y(?=[aeiou])"), "j"),  # yoga, royaal: a consonant
    (re.compile(r"eu(?=ms?\b)"), "ejü"),  # lyceum, jubileum
    (re.compile(r"ieu(?=[rsz])(?!s\b(?<=milieus))"), "ijeu"),  # serieus, ingenieur; but milieus
    (re.compile(r"(?<=ge)(?=au)"), "j"),  # geautomatiseerd
)
_NUCLEUS = re.compile(
    r"aai|ooi|oei|eeu|ieu|eau"
    r"|aa|ee|oo|uu|ie|oe|eu|ui|ei|ai|oi|au|ou|ay|ey|oy|ij"
    r"|ëe|ëi|ïe|öo|üi|[aeiouyäëïöüĳ]"
)
_PARTS = re.compile(r"\d[\d.,]*|[^\W\d_]+")
_CLITICS = frozenset("stnmk")  # foto's, 't, zo'n, m'n: no syllable of their own


@lru_cache(maxsize=65536)
def count_syllables(word: str) -> int:
    """The syllables of one word; a compound with hyphens is the sum of its parts, a number counts as one."""
    return max(1, sum(_count(part) for part in _PARTS.findall(word) if part not in _CLITICS))


def _count(part: str) -> int:
    """The syllables of a number or a row of letters; capitals without a vowel are spelled out, letter by letter."""
    if part[0].isdigit():
        return 1
    plain = _fold(part)
    for pattern, spelled in (*_LOANS, *_SPLITS):
        plain = pattern.sub(spelled, plain)
    found = len(_NUCLEUS.findall(plain))
    return found or (len(part) if part.isupper() else 1)


def _fold(part: str) -> str:
    """Lower case, without the accents that do not split."""
    lowered = part.lower()
    if lowered.isascii():
        return lowered
    loose = unicodedata.normalize("NFD", lowered)
    return unicodedata.normalize("NFC", "".join(sign for sign in loose if sign not in _SHORT_ACCENTS))
