"""How a text is written in a YAML file: the quotes that it needs, and the signs that only look like a plain sign."""

from __future__ import annotations

import re
import unicodedata

# Spaces that do not break, and signs without any width: they come along with copying, and nobody sees them.
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
NOTHING = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
_SPACES = re.compile(f"[{SPACES}]")
_NOTHING = re.compile(f"[{NOTHING}]")
_LOOKS = str.maketrans({"：": ":", "，": ",", "－": "-", "‐": "-", "‑": "-", "−": "-"})
_QUOTES = "'\"‘’‚‛“”„‟«»`´"
_NEEDS_QUOTES = re.compile(
    r"[-?:,\[\]{}#&*!|>'\"%@`\s]|.*(?:: |:$| #|\s$)|[-+.0-9]\S*$|(?:~|null|true|false)$", re.IGNORECASE
)


def plain_signs(text: str) -> str:
    """The same words with plain spaces, colons and hyphens, and without what cannot be seen."""
    return _NOTHING.sub("", _SPACES.sub(" ", text)).translate(_LOOKS).strip()


def bare(text: str) -> str:
    """The same without quotes of any kind around it."""
    return plain_signs(text).strip(_QUOTES + " ")


def squashed(text: str) -> str:
    """Only its letters and figures, small and without accents: `Ter inzage` and `ter-inzage` are alike."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if c.isalnum())


def quoted(text: str) -> str:
    """A text between quotes: single ones, or double ones when an apostrophe stands in it."""
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def write_it(steps: tuple[str | int, ...], cure: str) -> str:
    """What to write in a place, ready to be copied: the field with its value, or the value alone in a list."""
    name = f"{steps[-1]}: " if steps and isinstance(steps[-1], str) else ""
    return f"Schrijf: {name}{cure}"


def as_value(text: str, *, flow: bool = False) -> str:
    """A text as it can stand behind a field: without quotes where it can do without; `flow` is between brackets."""
    return quoted(text) if not text or _NEEDS_QUOTES.match(text) or (flow and re.search(r"[,\[\]{}]", text)) else text
