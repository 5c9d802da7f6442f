"""The signs of a text as a reader counts them: a letter with its accents, a number in a keycap, a joined picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u20d0-\u20f0\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
)
# A sign with what is drawn on it, and what is joined to it.
_SIGN = re.compile(rf"\S[{_MARKS}]*(?:\u200d\S[{_MARKS}]*)*")
# Noto Sans has all of these: Latin with its accents, punctuation, the euro.
_COMMON = re.compile("[\x00-\u024f\u2010-\u2027\u2030-\u203a\u20ac]+")
_RARE = re.compile("[^\x00-\u024f\u2010-\u2027\u2030-\u203a\u20ac]")


def has_rare(text: str) -> bool:
    """Whether a text has anything that a font may well lack."""
    return not text.isascii() and _RARE.search(text) is not None


def rare_signs(texts: Iterable[str]) -> frozenset[str]:
    """The signs that a font may well lack."""
    found = (text for text in texts if has_rare(text))
    return frozenset(sign for text in found for sign in _SIGN.findall(text) if not _COMMON.fullmatch(sign))


def signs_in(text: str) -> list[tuple[int, str]]:
    """Every sign of a text with its place."""
    return [(match.start(), match[0]) for match in _SIGN.finditer(text)]


def with_signs(text: str, instead: Mapping[str, str]) -> str:
    """The text with other signs for some."""
    return _SIGN.sub(lambda sign: instead.get(sign[0], sign[0]), text)
