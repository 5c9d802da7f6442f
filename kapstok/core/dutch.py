"""Dutch words for the search: one spelling, one stem for the forms of a word, and the parts of a compound.

A stem is a key and no word of the language: `opgave` and `opgaven` share `opgaf`, which nobody sees. The rules
are plain patterns because the search in the browser runs the very same ones: they travel along in its index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from kapstok.core.collation import LETTERS

# Each rule is tried once, in this order: what the groups hold is kept, the ending is put behind it.
RULES: tuple[tuple[str, str], ...] = (
    (r"^(.{2,})'s$", ""),  # foto's
    (r"^(.+)heden$", "heid"),  # mogelijkheden
    (r"^(.{5,})heid$", ""),  # eenzaamheid, eenzame
    (r"^(.{2,}[aeiou][lnrw])tjes?$", ""),  # tuintje
    (r"^(.{2,}m)pjes?$", ""),  # bloempje
    (r"^(.{3,})jes?$", ""),  # huisje, maatjes
    (r"^(.{4,})(?:aties?|eren|ering|eringen|eert?|ere)$", ""),  # evaluatie, evalueren; signalering, signaleren
    (r"^(.+ie)(?:s|en)$", ""),  # moties, categorieën
    (r"^(.{4,}[bdfgklmnprt])s$", ""),  # kaders
    (r"^(.{3,})en$", ""),  # doelen
    (r"^(.{4,}[bdfgklmnprt])s$", ""),  # plaatsen, plaats
    (r"^(.{3,})e$", ""),  # opgave, sociale
    (r"^(.{4,}[bgklmnpr])t$", ""),  # beweegt
    (r"^(.{4,})ing$", ""),  # opvoeding, opvoeden
    (r"^(.*)([aeou])\2([bcdfgklmnprstvz])$", ""),  # school, scholen
    (r"^(.*)([bdfgklmnprst])\2$", ""),  # wetten, wet
    (r"^(.+)v$", "f"),  # brieven, brief
    (r"^(.+)z$", "s"),  # huizen, huis
)
IRREGULAR = {
    "kinderen": "kind",
    "leden": "lid",
    "ledenraad": "ledenraad",
    "oudere": "ouderen",
    "ouderen": "ouderen",  # not the same as ouders
    "steden": "stad",
}
# Words that say nothing of what is looked for.
_EMPTY = """
aan al als alle ben bij dat de den der deze die dit doe door een en er had heb hebben heeft het hier hij hoe
hun ik in is ja je kan kun kunt maar me mee men met mijn moet na naar nee niet nog nu of om omdat onder ons
onze ook op over te tegen toch toe tot tussen u uit uw van vanaf veel voor waar waarom wanneer waren was wat
we wel welke werd wie wij wil word worden wordt zal ze zich zij zijn zo zou
"""
STOP = frozenset(_EMPTY.split())
LINKS = ("", "s", "en", "e", "n")  # what may stand between the parts of a compound
SHORTEST_PART = 4
LONGEST = 50  # what is longer is no word that somebody looks for in parts
_WORD = re.compile(r"[a-z0-9]+(?:[.,'-]+[a-z0-9]+)*")
_FIGURES = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SIGN = re.compile(r"[.,'-]+")
_MARKS = re.compile("[\u0300-\u036f]")
_SIGNS = str.maketrans({"’": "'", "‘": "'", "`": "'", "‐": "-", "‑": "-", "–": "-"})
_LETTERS = str.maketrans(LETTERS)
_COMPILED = tuple((re.compile(pattern), ending) for pattern, ending in RULES)


def fold(text: str) -> str:
    """Lower case without accents and with plain signs: `Eén` becomes `een`, `Łódź` `lodz`. No letter is lost."""
    if text.isascii():
        return text.translate(_SIGNS).lower()
    loose = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    return _MARKS.sub("", loose).lower().translate(_LETTERS)


def words(text: str) -> Iterator[str]:
    """The words of a text, folded; one with a hyphen or dot also gives its pieces (`6.10` stays what it is)."""
    folded = fold(text)
    for found in (_WORD if folded.isascii() else _any_word(folded)).findall(folded):
        if not _SIGN.search(found):
            yield found
        else:
            yield from _pieces(found)


def _any_word(folded: str) -> re.Pattern[str]:
    """A word in any script: letters, figures and the marks that belong to them."""
    return _with_marks("".join(sorted(c for c in set(folded) if c > "\u036f" and unicodedata.category(c)[0] == "M")))


@lru_cache(maxsize=64)
def _with_marks(marks: str) -> re.Pattern[str]:
    one = rf"(?:[^\W_]|[{marks}])" if marks else r"[^\W_]"
    return re.compile(rf"{one}+(?:[.,'-]+{one}+)*")


@lru_cache(maxsize=10_000)
def _pieces(word: str) -> tuple[str, ...]:
    """A folded word, without its signs and in its pieces: `risico-regelreflex` is found in three ways."""
    if _FIGURES.fullmatch(word) or (word.endswith("'s") and not _SIGN.search(word[:-2])):
        return (word.replace(",", "."),)
    split = _SIGN.split(word)
    return ("".join(split), *split)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The key that the forms of a folded word share."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if not word.isascii() or (not word.isalpha() and "'" not in word):
        return word
    for pattern, ending in _COMPILED:
        match = pattern.match(word)
        if match:
            word = "".join(match.groups()) + ending
    return word


def parts(word: str, known: Callable[[str], bool]) -> list[str]:
    """The stems of the parts of a compound, longest first part first; nothing when it is none.

    `known` says whether a stem is a word by itself: only those serve as parts, so nothing is cut at random.
    """
    if len(word) > LONGEST:
        return []
    for cut in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        tail = word[cut:]
        if tail in STOP or not known(stem(tail)):
            continue
        for link in LINKS:
            head = word[: cut - len(link)] if word[:cut].endswith(link) else ""
            if len(head) < SHORTEST_PART or head in STOP:
                continue
            if known(stem(head)):
                return [stem(head), stem(tail)]
            deeper = parts(head, known)
            if deeper:
                return [*deeper, stem(tail)]
    return []
