"""Small habits of Dutch print that a writer need not think of: `€ 58.400` on one line, `37,7%` without a space.

It is done to plain words, before they become Markdown. Papers keep a day on one line as well, also what a template
writes itself: see batch.lua.
"""

from __future__ import annotations

import re

from kapstok.core.text import NBSP

_EURO = re.compile(r"€[ \u202f]?(?=-?\d)")
_PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f]%(?!\w)")


def set_amounts(text: str) -> str:
    """Set amounts and percentages in plain words."""
    if "€" not in text and "%" not in text:
        return text
    return _PERCENT.sub("%", _EURO.sub(f"€{NBSP}", text))
