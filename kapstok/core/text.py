"""Dutch text: numbers and money as they are printed, nearest names, slugs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from contextvars import ContextVar
from decimal import Decimal
from difflib import SequenceMatcher

from kapstok.core.collation import LETTERS
from kapstok.core.figure import Figure, Published

NBSP = "\u00a0"


def format_euro(amount: int) -> str:
    """Write whole euros: `€ 58.400` with a no-break space, a minus sign in front."""
    sign = "-" if amount < 0 else ""
    return f"€{NBSP}{sign}{format_number(abs(amount))}"


def format_number(value: int | float | Decimal) -> str:
    """Write a number with a dot for thousands and a comma for decimals: `7.800,5`; published digits all stay."""
    published = isinstance(value, (Figure, Published))
    text = value.digits if isinstance(value, Figure) else f"{value:f}" if isinstance(value, Decimal) else repr(value)
    if "e" in text:
        text = f"{Decimal(text):f}"
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = text.partition(".")
    fraction = fraction if published else fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


class Guesses:
    """How many names may still be compared in this run: a guess helps, but nobody waits for a thousand of them."""

    __slots__ = ("left",)

    def __init__(self, left: int = 200_000) -> None:
        self.left = left


_guesses: ContextVar[Guesses] = ContextVar("guesses")


def fresh_guesses(budget: Guesses | None = None) -> None:
    """Begin a run with a whole budget for `nearest`."""
    _guesses.set(budget or Guesses())


def nearest(word: str, names: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The name most like `word`, or an empty string; the same answer on every run.

    Once the budget of the run is spent, nothing is compared any more.
    """
    listed = names if isinstance(names, Collection) else list(names)
    budget = _guesses.get(None) or Guesses()
    if budget.left < len(listed):
        return ""
    budget.left -= len(listed)
    folded = word.casefold()
    listed = sorted(set(listed))
    best, score = "", cutoff
    matcher = SequenceMatcher(None, "", folded, autojunk=False)
    for name in listed:
        # The most that two lengths can have in common: nearly all names are out by this alone.
        if 2 * min(len(name), len(folded)) <= score * (len(name) + len(folded)):
            continue
        matcher.set_seq1(name.casefold())
        if matcher.quick_ratio() > score and (ratio := matcher.ratio()) > score:
            best, score = name, ratio
    return best


def likely(word: str, names: Iterable[str]) -> str:
    """The name of a field or a choice that is meant: nearly the same word, or one that begins with it."""
    listed = list(names)
    begun = [name for name in listed if len(word) >= 3 and name.casefold().startswith(word.casefold())]
    return nearest(word, listed, cutoff=0.74) or (begun[0] if len(begun) == 1 else "")


def cut(text: str, most: int) -> str:
    """A text of at most so many characters; what is left out is shown by its last one."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def shortened(text: str, most: int = 40) -> str:
    """A text on one line, cut off after so many characters."""
    return cut(" ".join(text.split()), most)


def some_of(names: Iterable[str], elsewhere: str) -> str:
    """At most three names, and where the others are: `a, b of c`, or `a, b, c … (12 in totaal; zie …)`."""
    listed = list(names)
    if len(listed) <= 3:
        return f"{enumerate_words(listed)}."
    return f"{', '.join(listed[:3])} … Alle {len(listed)}: {elsewhere}."


def enumerate_words(words: Iterable[str], last: str = "of") -> str:
    """Join words as a Dutch sentence does: `a, b of c`."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def slugify(text: str) -> str:
    """Make an id of a title: `Leven lang ontwikkelen` → `leven-lang-ontwikkelen`.

    A trailing + or - is spelled out, so that "18+" and "18-" do not fall together. `Łódź` becomes `lodz`; letters of
    other scripts than Latin have no place in an id.
    """
    spelled = re.sub(r"(\d)\+", r"\1-plus ", re.sub(r"(\d)-(?![0-9A-Za-z])", r"\1-min ", text))
    loose = unicodedata.normalize("NFKD", spelled.replace("&", " en ")).lower()
    plain = "".join(LETTERS.get(sign, sign) for sign in loose).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
