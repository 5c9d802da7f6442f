"""A number as people write it in a letter → the same number as it is written in the agenda.

`€ 58.000,-` is 58000, `37,7 %` is 37.7 and `1,2 mln` is 1200000. What is no single number is not guessed at.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kapstok.core.writing import bare

_TIMES = {"k": 1_000, "duizend": 1_000, "mln": 1_000_000, "miljoen": 1_000_000, "mld": 10**9, "miljard": 10**9}
_WRITTEN = re.compile(
    r"(?:€|eur\b|euro\b)?\s*(?P<sign>[-–+])?\s*(?:€\s*)?(?P<number>\d[\d.,' ]*?)\s*(?:,\s*[-–=]{1,2})?\s*"
    rf"(?P<times>{'|'.join(sorted(_TIMES, key=len, reverse=True))})?\.?\s*"
    r"(?:%|procent|€|eur|euro|fte|uren|uur|stuks|keer)?\.?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_COMMAED = re.compile(r"\d{1,3}(?:,\d{3})+")
_SPACED = re.compile(r"\d{1,3}(?:[ ']\d{3})+")
_LONGEST = 40


def read_amount(text: str, *, whole: bool) -> Decimal | None:
    """The number that is meant, with its digits; None when that is not certain. `whole`: it counts whole things."""
    words = bare(text)
    match = _WRITTEN.fullmatch(words) if len(words) <= _LONGEST else None
    if match is None:
        return None
    digits = _digits(match["number"].strip(), whole=whole)
    if digits is None:
        return None
    times = _TIMES.get((match["times"] or "").lower(), 1)
    number = Decimal(digits) * times
    if (whole or times > 1) and number == number.to_integral_value():
        number = number.to_integral_value()
    return -number if match["sign"] in ("-", "–") else number


def _digits(text: str, *, whole: bool) -> str | None:
    """A group of figures with separators → with a point for the decimals only."""
    if " " in text or "'" in text:
        body, comma, rest = text.partition(",")
        if not _SPACED.fullmatch(body) or not (rest.isdigit() or not comma):
            return None
        return re.sub(r"[ ']", "", body) + (f".{rest}" if rest else "")
    if "." in text and "," in text:
        mark = "," if text.rindex(",") > text.rindex(".") else "."
        body, _, rest = text.rpartition(mark)
        other = _DOTTED if mark == "," else _COMMAED
        return re.sub(r"[.,]", "", body) + f".{rest}" if other.fullmatch(body) and rest.isdigit() else None
    if _DOTTED.fullmatch(text) and (whole or text.count(".") > 1 or not text.startswith("0")):
        return text.replace(".", "")
    if _COMMAED.fullmatch(text) and (whole or text.count(",") > 1):
        return text.replace(",", "")
    return text.replace(",", ".") if re.fullmatch(r"\d+(?:[.,]\d+)?", text) else None
