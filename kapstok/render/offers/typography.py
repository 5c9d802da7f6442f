"""Small habits of Dutch print that a writer need not think of: `€ 58.400` and `5 november` on one line, `37,7%`
without a space.

The text of a paper passes through here once; amounts that come from the data are printed so already.
"""

from __future__ import annotations

import re

from kapstok.core.dates import MONTHS
from kapstok.core.text import NBSP

_EURO = re.compile(r"€[ \u202f]?(?=-?\d)")
_PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f]%(?!\w)")
_DAY = re.compile(rf"(?<![\w.,])(\d{{1,2}}) (?=(?:{'|'.join(MONTHS)})\b)")
_ADDRESS = re.compile(r"(\]\([^)\n]*\)|<https?://[^>\n]*>|https?://\S+|`[^`\n]*`)")


def set_amounts(text: str) -> str:
    """Set amounts and percentages in plain words."""
    if "€" not in text and "%" not in text:
        return text
    return _PERCENT.sub("%", _EURO.sub(f"€{NBSP}", text))


def typeset(markdown: str) -> str:
    """Set amounts, percentages and days as Dutch print does; addresses and code stay as they are."""
    parts = _ADDRESS.split(markdown)
    parts[::2] = map(_words, parts[::2])
    return "".join(parts)


def _words(text: str) -> str:
    return _DAY.sub(rf"\1{NBSP}", _PERCENT.sub("%", _EURO.sub(f"€{NBSP}", text)))
