"""Dutch phrases around a stretch of time: a bound, a range, an unsure moment.

With X the days that are named (see `moments`), the first and the last day of a phrase are:

| words | first | last |
| --- | --- | --- |
| X; in, op, in de loop van X | first of X | last of X |
| A tot en met B, A – B, A en B, A of B, A/B, tussen A en B | first of A | last of B |
| A tot B | first of A | the day before B |
| vanaf, sinds, niet eerder dan X; X e.v., X of later, X – heden | first of X | unknown |
| per, met ingang van, ingaande X | first of X | first of X |
| uiterlijk, tot en met, op zijn laatst, voor het eind van X; X of eerder | unknown | last of X |
| voor, tot X | unknown | the day before X |
| na X | the day after X | unknown |
| rond, omstreeks, circa X | a week before X | a week after X (a month for what is longer than a month) |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kapstok.core.moments import DAY, Stretch, around, stretch

_MOST_SPLITS = 12
_SAME = (
    (re.compile(r"^(\d{1,2})(?:, \d{1,2}){1,5} en "), r"\1 en "),
    (re.compile(r"vóór\b"), "voor"),
    (re.compile(r" ?\b(?:tot en met|t/m|t\.e\.m\.) ?"), " t/m "),
    (re.compile(r",? (?:maar |en )?(?:liever|liefst|zo mogelijk|indien mogelijk)\b.*", re.DOTALL), ""),
    (re.compile(r" \((?:verwacht|gepland|voorlopig|indicatief|onder voorbehoud|streven|planning)\)$"), ""),
    (re.compile(r" (?:verwacht|gepland|voorzien)$"), ""),
    (re.compile(r"(?:,? (?:om|rond|vanaf|van))?,? \d{1,2}[.:]\d{2}(?: ?(?:-|–|tot) ?\d{1,2}[.:]\d{2})?(?: uur)?$"), ""),
)
_AT = re.compile(
    r"(?:(?:ergens |nog |gepland |verwacht |voorzien )?(?:in de loop van|in de maanden|gedurende|tijdens|in|op|naar)"
    r"|de|het|(?:de )?periode(?: van)?|jaren) (?P<rest>.+)"
)
_FROM = re.compile(r"(?:vanaf|sinds|niet (?:voor|eerder dan)|(?:op (?:zijn|z'n) )?vroegst) (?P<rest>.+)")
_START = re.compile(r"(?:per|met ingang van|m\.?i\.?v\.?|ingaande?(?: op| per)?) (?P<rest>.+)")
_LAST = re.compile(
    r"(?:uiterlijk(?: voor)?|t/m|niet later dan|(?:op (?:zijn|z'n) )?laatst"
    r"|voor (?:het )?einde?(?: van)?(?: de| het jaar| het)?) (?P<rest>.+)"
)
_ON = re.compile(r"(?P<rest>.+?)(?:,? (?:e\.?v\.?|en verder|en later|of later)| ?(?:t/m|tot|-|–) ?(?:heden|nu))")
_OR_BEFORE = re.compile(r"(?P<rest>.+?) of eerder")
_BEFORE = re.compile(r"(?:voor|eerder dan|tot) (?P<rest>.+)")
_AFTER = re.compile(r"(?:na(?: afloop van)?|later dan) (?P<rest>.+)")
_AROUND = re.compile(r"(?:(?:zo )?rond|omstreeks|ongeveer|circa|ca\.|±) (?P<rest>.+)")
_SPAN = re.compile(r"(?:van|vanaf|tussen|(?:de )?periode(?: van| tussen)?|de jaren|in|op) (?P<rest>.+)")
_BETWEEN = re.compile(r" t/m | tot | (?:-|–) | en | of |[-–/]")
_UNSURE = (" of ", "/")


@dataclass(frozen=True, kw_only=True, slots=True)
class Meant:
    """What a phrase says: the sort of date, the first and last day it can be, and the days that it names."""

    kind: str
    first: date | None
    last: date | None
    named: Stretch


def meaning(phrase: str) -> Meant | None:
    """Read a phrase that has its year in it; None when it cannot be placed."""
    try:
        return _meaning(plain(phrase))
    except (ValueError, OverflowError):  # no such day, or beyond the calendar
        return None


def plain(phrase: str) -> str:
    """A phrase in small letters, without what does not say when: `(onder voorbehoud)`, a time of the day."""
    text = " ".join(phrase.split()).lower()
    for pattern, becomes in _SAME:
        text = pattern.sub(becomes, text)
    return text.strip()


def _meaning(phrase: str) -> Meant | None:
    named = _named(phrase)
    if named:
        return Meant(kind=named.kind, first=named.first, last=named.last, named=named)
    if (match := _AROUND.fullmatch(phrase)) and (named := _inner(match)):
        wide = around(named)
        return Meant(kind=wide.kind, first=wide.first, last=wide.last, named=named)
    if (match := _START.fullmatch(phrase)) and (named := _inner(match)):
        return Meant(kind="periode", first=named.first, last=named.first, named=named)
    if (match := _FROM.fullmatch(phrase) or _ON.fullmatch(phrase)) and (named := _inner(match)):
        return Meant(kind="periode", first=named.first, last=None, named=named)
    if (match := _LAST.fullmatch(phrase) or _OR_BEFORE.fullmatch(phrase)) and (named := _inner(match)):
        return Meant(kind="periode", first=None, last=named.last, named=named)
    if (match := _BEFORE.fullmatch(phrase)) and (named := _inner(match)):
        return Meant(kind="periode", first=None, last=named.first - DAY, named=named)
    if (match := _AFTER.fullmatch(phrase)) and (named := _inner(match)):
        return Meant(kind="periode", first=named.last + DAY, last=None, named=named)
    return None


def _inner(match: re.Match[str]) -> Stretch | None:
    return _named(match["rest"])


def _named(phrase: str) -> Stretch | None:
    """One stretch, or two with a word between them."""
    if found := _one(phrase) or _range(phrase):
        return found
    match = _AT.fullmatch(phrase)
    return _named(match["rest"]) if match else None


def _one(phrase: str) -> Stretch | None:
    try:
        return stretch(phrase)
    except (ValueError, OverflowError):
        return None


def _range(phrase: str) -> Stretch | None:
    match = _SPAN.fullmatch(phrase)
    words = match["rest"] if match else phrase
    splits = list(_BETWEEN.finditer(words))
    if len(splits) > _MOST_SPLITS:
        return None
    for split in sorted(splits, key=lambda found: len(found[0]), reverse=True):
        pair = _pair(words[: split.start()].strip(), words[split.end() :].strip())
        if pair is None:
            continue
        unsure = split[0] in _UNSURE or phrase.startswith("tussen ")
        last = pair[1].first - DAY if split[0] == " tot " else pair[1].last
        if pair[0].first <= last:
            return Stretch(kind="ongeveer" if unsure else "periode", first=pair[0].first, last=last)
    return None


def _pair(left: str, right: str) -> tuple[Stretch, Stretch] | None:
    """Both sides, each with what it leaves to the other to say: `1 t/m 7 oktober 2019`, `week 12 en 13 2024`."""
    if not left or not right:
        return None
    for second in _completed(right, [f"{head} {right}" for head in _heads(left)]):
        for first in _completed(left, [f"{left} {tail}" for tail in _tails(right)]):
            return first, second
    return None


def _completed(text: str, longer: list[str]) -> Iterator[Stretch]:
    for candidate in (text, *longer):
        if found := _one(candidate):
            yield found


def _tails(text: str) -> Iterator[str]:
    words = text.split()[-5:]
    return (" ".join(words[at:]) for at in range(len(words) - 1, 0, -1))


def _heads(text: str) -> Iterator[str]:
    words = text.split()[:4]
    return (" ".join(words[:at]) for at in range(1, len(words)))
