"""Dutch text: numbers and money as they are printed, natural order, nearest names, slugs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from difflib import SequenceMatcher

NBSP = "\u00a0"
_DIGITS = re.compile(r"(\d+)")


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key under which 6.9 comes before 6.10 and é sorts as e."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    parts = _DIGITS.split(plain)
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts if p)


def format_euro(amount: int) -> str:
    """Write whole euros: `€ 58.400` with a no-break space, a minus sign in front."""
    sign = "-" if amount < 0 else ""
    return f"€{NBSP}{sign}{format_number(abs(amount))}"


def format_number(value: int | float | Decimal) -> str:
    """Write a number with a dot for thousands and a comma for decimals: `7.800,5`."""
    text = f"{value:f}" if isinstance(value, Decimal) else repr(value)
    if "e" in text:
        text = f"{Decimal(text):f}"
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def nearest(word: str, names: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The name most like `word`, or an empty string; the same answer on every run."""
    folded = word.casefold()
    best, score = "", cutoff
    for name in sorted(set(names)):
        ratio = SequenceMatcher(None, folded, name.casefold(), autojunk=False).ratio()
        if ratio > score:
            best, score = name, ratio
    return best


def enumerate_words(words: Iterable[str], last: str = "of") -> str:
    """Join words as a Dutch sentence does: `a, b of c`."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def slugify(text: str) -> str:
    """Make an id of a title: `Leven lang ontwikkelen` → `leven-lang-ontwikkelen`.

    A trailing + or - is spelled out, so that "18+" and "18-" do not fall together.
    """
    spelled = re.sub(r"(\d)\+", r"\1-plus ", re.sub(r"(\d)-(?![0-9A-Za-z])", r"\1-min ", text))
    plain = unicodedata.normalize("NFKD", spelled.replace("&", " en ")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
