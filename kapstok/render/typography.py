"""Small habits of Dutch print that a writer need not think of: `€ 58.400` on one line, `37,7%` without a space.

The text of a paper passes through here once; amounts that come from the data are printed so already.
"""

from __future__ import annotations

import re

from kapstok.text import NBSP

_EURO = re.compile(r"€[ \u202f]?(?=-?\d)")
_PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f]%(?!\w)")
_ADDRESS = re.compile(r"(\]\([^)\n]*\)|<https?://[^>\n]*>|https?://\S+|`[^`\n]*`)")


def typeset(markdown: str) -> str:
    """Set amounts and percentages as Dutch print does; addresses and code stay as they are."""
    parts = _ADDRESS.split(markdown)
    parts[::2] = [_PERCENT.sub("%", _EURO.sub(f"€{NBSP}", part)) for part in parts[::2]]
    return "".join(parts)
