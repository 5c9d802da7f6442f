"""Dutch words that only have a place in time when one knows on which day they were written.

- `gisteren`, `volgende maand`, `eind dit jaar`, `maart volgend jaar`: that very day, month or part of a year.
- `komende drie jaar`, `binnen 6 weken`: from the day on, so long. `afgelopen jaar`: back from it, so long.
- `over drie maanden`, `2 jaar geleden`: the whole day, week, month or year that lies so far off.
- `na 2 jaar`: from then on.
- Without a year (`13 juni`, `na de zomer`, `uiterlijk 1 april`) the first such time is meant that is not over on the
  day; after `afgelopen`, `vorig`, `al` or `jl.` the last one that had begun.
"""

from __future__ import annotations

import re
from datetime import date

from kapstok.core.dates import MONTHS, WEEKDAYS
from kapstok.core.moments import DAY, SEASONS, Stretch, shifted
from kapstok.core.phrases import Meant, meaning, plain

_DAYS = {"eergisteren": -2, "gisteren": -1, "vandaag": 0, "heden": 0, "nu": 0, "morgen": 1, "overmorgen": 2}
_WORDS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
_MOST = 120  # how many units ahead: nobody plans further
_HALVES = {"half": 6, "een half": 6, "anderhalf": 18}  # months, of a year
_NUMBER = rf"\d{{1,3}}|één|anderhalf|een half|half|{'|'.join(_WORDS)}"
_COUNT = rf"(?:(?P<low>{_NUMBER}) (?:tot|à|a|of) )?(?P<count>{_NUMBER})"
_UNIT = r"(?P<unit>dag(?:en)?|we(?:ek|ken)|maand(?:en)?|kwarta(?:al|len)|jaar|jaren)"
_LENGTHS = {"dag": (1, 0), "we": (7, 0), "maand": (0, 1), "kwart": (0, 3), "ja": (0, 12)}  # days and months
_HOW_LONG = rf"(?:{_COUNT} )?{_UNIT}"
_COUNTED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), way)
    for pattern, way in (
        (rf"(?:zeker |in |voor |gedurende )*(?:de|het) (?:eerst)?(?:aan)?(?:komende|volgende) {_HOW_LONG}", "ahead"),
        (rf"(?:eerst)?(?:aan)?komende {_COUNT} {_UNIT}", "ahead"),
        (rf"binnen (?:een (?:periode|termijn) van )?{_HOW_LONG}", "ahead"),
        (rf"(?:in )?(?:de|het) afgelopen {_HOW_LONG}", "back"),
        (rf"afgelopen {_COUNT} {_UNIT}", "back"),
        (rf"over {_HOW_LONG}", "in"),
        (rf"{_HOW_LONG} geleden", "ago"),
        (rf"na {_HOW_LONG}", "after"),
    )
)
_THIS, _NEXT, _PAST = "dit|deze", "volgende?|(?:aan)?komende?|aanstaande?", "vorige?|afgelopen"
_NAMED = re.compile(
    rf"(?:van )?(?P<which>{_THIS}|{_NEXT}|{_PAST}) "
    rf"(?P<what>jaar|schooljaar|kwartaal|maand|week|{'|'.join(SEASONS)}|{'|'.join(WEEKDAYS)})\b"
)
_AFTER_IT = re.compile(r",? (?:(?P<next>a\.s\.|aanstaande)|(?P<past>jl\.|j\.l\.|laatstleden|ll\.))(?= |$)")
_ALREADY = re.compile(r"al (?=in |op |sinds )")
_LATER = re.compile(r"(?:later|nog|verderop(?: in)?) (?P<year>\d{4})")
_NO_DAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)}),? (?=\d)")


def placed(phrase: str, written: date) -> Meant | None:
    """The days that a phrase means in a text of one day; None when they do not follow from it."""
    try:
        return _placed(plain(phrase), written)
    except (ValueError, OverflowError):
        return None


def _placed(text: str, written: date) -> Meant | None:
    if text in _DAYS:
        day = written + _DAYS[text] * DAY
        return _meant("dag", day, day)
    for pattern, way in _COUNTED:
        if match := pattern.fullmatch(text):
            return _counted(way, match, written)
    past, named = False, text
    if match := _NAMED.search(text):
        which = match["which"]
        past = bool(re.fullmatch(_PAST, which))
        steps = -1 if past else 0 if re.fullmatch(_THIS, which) else 1
        named = f"{text[: match.start()]}{_in_words(match['what'], steps, written)}{text[match.end() :]}"
    if match := _LATER.fullmatch(named):
        return _meant("ongeveer", written, date(int(match["year"]), 12, 31))
    if match := _AFTER_IT.search(named):
        past = past or bool(match["past"])
        named = _AFTER_IT.sub("", named)
    bare = _ALREADY.sub("", named)
    return meaning(bare) or _without_year(bare, written, past or bare != named)


def _meant(kind: str, first: date, last: date) -> Meant:
    return Meant(kind=kind, first=first, last=last, named=Stretch(kind=kind, first=first, last=last))


def _in_words(what: str, steps: int, written: date) -> str:
    """`volgend jaar` as the year that it is; a season or a day of the week stays, to be sought from the day on."""
    if what == "jaar":
        return str(written.year + steps)
    if what == "schooljaar":
        first = written.year - (written.month < 8) + steps
        return f"schooljaar {first}-{first + 1}"
    if what == "maand":
        then = shifted(written.replace(day=1), steps)
        return f"{MONTHS[then.month - 1]} {then.year}"
    if what == "kwartaal":
        then = shifted(written.replace(day=1), 3 * steps)
        return f"{(then.month + 2) // 3}e kwartaal {then.year}"
    if what == "week":
        year, week, _ = (written + 7 * steps * DAY).isocalendar()
        return f"week {week} {year}"
    if what in WEEKDAYS:
        then = written + ((WEEKDAYS.index(what) - written.weekday() - 1) % 7 + 1) * DAY
        then -= (7 if steps < 0 else 0) * DAY
        return f"{then.day} {MONTHS[then.month - 1]} {then.year}"
    return what


def _without_year(text: str, written: date, past: bool) -> Meant | None:
    """The same words with the year in which they fit: the first that is not over, or the last that had begun."""
    years = range(written.year + 1, written.year - 3, -1) if past else range(written.year - 1, written.year + 3)
    for year in years:
        found = meaning(f"{_NO_DAY.sub('', text)} {year}")
        if found is None or found.named.kind == "jaar":  # the year alone is no answer
            continue
        if (found.named.first <= written) if past else ((found.last or found.named.last) >= written):
            return meaning(f"{text} {year}")
    return None


def _counted(way: str, match: re.Match[str], written: date) -> Meant:
    """A number of days, weeks, months or years from a day on, or back from it."""
    sign = -1 if way in ("back", "ago") else 1
    far = _further(written, match, "count", sign)
    near = _further(written, match, "low", sign) if match.groupdict().get("low") else far
    if way == "ahead":
        return _meant("periode", written, far)
    if way == "back":
        return _meant("periode", far, written)
    if way == "after":
        there = _meant("periode", near, near)
        return Meant(kind="periode", first=near, last=None, named=there.named)
    (first, _), (_, last) = (_whole(day, match["unit"]) for day in sorted((near, far)))
    return _meant("dag" if first == last else "ongeveer", first, last)


def _further(day: date, match: re.Match[str], which: str, sign: int) -> date:
    word = match.groupdict().get(which) or "een"
    if word in _HALVES:
        if not match["unit"].startswith("ja"):
            raise ValueError(word)
        return shifted(day, sign * _HALVES[word])
    count = int(word) if word.isdigit() else _WORDS.index(word.replace("é", "e"))
    if count > _MOST:
        raise OverflowError
    days, months = next(length for unit, length in _LENGTHS.items() if match["unit"].startswith(unit))
    return shifted(day + sign * count * days * DAY, sign * count * months)


def _whole(day: date, unit: str) -> tuple[date, date]:
    """The day, the week, the month, the quarter or the year that a day lies in."""
    if unit.startswith("dag"):
        return day, day
    if unit.startswith("we"):
        monday = day - day.weekday() * DAY
        return monday, monday + 6 * DAY
    if unit.startswith("ja"):
        return date(day.year, 1, 1), date(day.year, 12, 31)
    months = 1 if unit.startswith("maand") else 3
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, shifted(first, months) - DAY
