"""The stretches of time that Dutch words name with a year: from one day to a term of the council, and parts of them.

The bounds are the first and the last day that the words can mean. Where Dutch leaves that open, the rule is:

- A season begins on the 21st of its first month and lasts three months: `zomer 2019` is 21 June – 20 September.
- `begin`, `medio` (`half`, `midden`) and `eind` are the three thirds of a month (1–10, 11–20, from 21), of a quarter
  or season (a month each), of a year or school year (four months each). `eerste` and `tweede helft` are halves; the
  first half of a month ends on the 15th (in February on the 14th).
- A week is that of ISO 8601, Monday to Sunday; the first week of a month is its first seven days, the last its last.
- A school year runs from 1 August, the year of a university from 1 September.
- A term of the council runs from March to March, the month of the elections; one that is not four years long (of a
  new municipality) begins on 1 January.
- Around (`rond`) is a week earlier and later, for what is longer than a month a month.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kapstok.core.dates import MONTHS, SHORT_MONTHS, WEEKDAYS

SEASONS = {
    "voorjaar": (3, 21),
    "lente": (3, 21),
    "zomer": (6, 21),
    "najaar": (9, 21),
    "herfst": (9, 21),
    "winter": (12, 21),
}
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_TERM = 4  # years between two elections
_ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "laatste": -1}
_PARTS = {"begin": 0, "medio": 1, "half": 1, "halverwege": 1, "midden": 1, "eind": 2, "einde": 2}

_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|(?:{'|'.join(SHORT_MONTHS)})\.?)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)}|(?:{'|'.join(day[:2] for day in WEEKDAYS)})\.?)"
_NTH = rf"(?P<nth>{'|'.join(_ORDINALS)}|[1-5](?:e|ste|de))"
_OF = r",? (?:van |in )?(?:het jaar )?"
_YEAR = r"(?P<year>\d{4})"
_TWO_YEARS = r"(?P<year>\d{4}) ?(?:[-/–]|t/m|tot) ?(?P<until>\d{4}|\d{2})"
_PART = re.compile(rf"(?P<part>{'|'.join(_PARTS)})(?: van)?(?: de| het)? (?P<whole>.+)")
_HALF = re.compile(
    r"(?:(?P<nth>eerste|tweede|[12](?:e|ste|de)) (?:helft|half ?jaar)(?: van)?(?: de| het)?|h(?P<h>[12])) (?P<whole>.+)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Days in a row, both ends with it; `kind` is the sort of date as the schema names it."""

    kind: str
    first: date
    last: date


def stretch(phrase: str) -> Stretch | None:
    """The days that a phrase in small letters names by itself; None when it is no such phrase, or no such day."""
    if match := _HALF.fullmatch(phrase):
        whole = stretch(match["whole"])
        return _half(whole, _number(match["h"] or match["nth"])) if whole else None
    if match := _PART.fullmatch(phrase):
        whole = stretch(match["whole"])
        return _third(whole, _PARTS[match["part"]]) if whole else None
    for pattern, read in _UNITS:
        if match := pattern.fullmatch(phrase):
            return read(match.groupdict())
    return None


def around(some: Stretch) -> Stretch:
    """What `rond` means: a week earlier and later, or a month for what is longer than a month."""
    if (some.last - some.first).days > 31:
        return Stretch(kind="ongeveer", first=shifted(some.first, -1), last=shifted(some.last + DAY, 1) - DAY)
    return Stretch(kind="ongeveer", first=some.first - WEEK, last=some.last + WEEK)


def _number(ordinal: str) -> int:
    return _ORDINALS.get(ordinal) or int(ordinal[0])


def shifted(day: date, months: int) -> date:
    """The same day of another month, or its last day when that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _months_of(whole: Stretch) -> int:
    """How many whole months a stretch lasts; 0 when it does not."""
    after = whole.last + DAY
    months = (after.year - whole.first.year) * 12 + after.month - whole.first.month
    return months if after.day == whole.first.day else 0


def _cut(whole: Stretch, kind: str, piece: int, pieces: int) -> Stretch:
    months = _months_of(whole)
    if months and months % pieces == 0:
        each = months // pieces
        first = shifted(whole.first, piece * each)
        return Stretch(kind=kind, first=first, last=shifted(first, each) - DAY)
    days = (whole.last - whole.first).days + 1
    length = 10 if pieces == 3 and months else days // pieces
    first = whole.first + piece * length * DAY
    last = whole.last if piece == pieces - 1 else first + (length - 1) * DAY
    return Stretch(kind=kind, first=first, last=last)


def _third(whole: Stretch, piece: int) -> Stretch | None:
    return None if whole.kind in ("dag", "week") else _cut(whole, "ongeveer", piece, 3)


def _half(whole: Stretch, number: int) -> Stretch | None:
    if whole.kind in ("dag", "week"):
        return None
    return _cut(whole, "halfjaar" if whole.kind == "jaar" else "ongeveer", number - 1, 2)


Found = Mapping[str, str]


def month_number(word: str) -> int:
    """1 for `januari` or `jan.`."""
    small = word.rstrip(".")
    return MONTHS.index(SHORT_MONTHS.get(small, small)) + 1


def _weekday(word: str) -> int:
    return next(n for n, day in enumerate(WEEKDAYS) if day.startswith(word.rstrip(".")))


def _a_day(found: Found) -> Stretch | None:
    day = date(int(found["year"]), month_number(found["month"]), int(found["day"]))
    if found.get("weekday") and _weekday(found["weekday"]) != day.weekday():
        return None
    return Stretch(kind="dag", first=day, last=day)


def _by_number(found: Found) -> Stretch:
    day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    return Stretch(kind="dag", first=day, last=day)


def _months(kind: str, year: int, first: int, count: int) -> Stretch:
    start = date(year, first, 1)
    return Stretch(kind=kind, first=start, last=shifted(start, count) - DAY)


def _a_month(found: Found) -> Stretch:
    return _months("maand", int(found["year"]), month_number(found["month"]), 1)


def _a_year(found: Found) -> Stretch:
    year = int(found["year"])
    return Stretch(kind="jaar", first=date(year, 1, 1), last=date(year, 12, 31))


def _a_season(found: Found) -> Stretch | None:
    start = date(int(found["year"]), *SEASONS[found["season"]])
    if found.get("until") and int(found["until"]) % 100 != (start.year + 1) % 100:
        return None
    return Stretch(kind="seizoen", first=start, last=shifted(start, 3) - DAY)


def _a_quarter(found: Found) -> Stretch | None:
    number = int(found["q"]) if found["q"] else _number(found["nth"])
    number = 4 if number < 0 else number
    return _months("kwartaal", int(found["year"]), number * 3 - 2, 3) if 1 <= number <= 4 else None


def _a_week(found: Found) -> Stretch:
    monday = date.fromisocalendar(int(found["year"]), int(found["week"]), 1)
    return Stretch(kind="week", first=monday, last=monday + WEEK - DAY)


def _week_of(found: Found) -> Stretch | None:
    day = _a_day(found)
    monday = day.first - day.first.weekday() * DAY if day else None
    return Stretch(kind="week", first=monday, last=monday + WEEK - DAY) if monday else None


def _nth_week(found: Found) -> Stretch | None:
    number, month = _number(found["nth"]), _a_month(found)
    if number < 0:
        return Stretch(kind="week", first=month.last - WEEK + DAY, last=month.last)
    first = month.first + (number - 1) * WEEK
    return Stretch(kind="week", first=first, last=min(first + WEEK - DAY, month.last)) if first <= month.last else None


def _nth_weekday(found: Found) -> Stretch | None:
    number, month, wanted = _number(found["nth"]), _a_month(found), _weekday(found["weekday"])
    if number < 0:
        day = month.last - (month.last.weekday() - wanted) % 7 * DAY
    else:
        day = month.first + (wanted - month.first.weekday()) % 7 * DAY + (number - 1) * WEEK
    return Stretch(kind="dag", first=day, last=day) if day <= month.last else None


def _third_tuesday(found: Found) -> Stretch | None:
    """The day on which the budget of the state is presented."""
    return _nth_weekday({**found, "nth": "derde", "weekday": "dinsdag", "month": "september"})


def _school_year(month: int) -> Callable[[Found], Stretch | None]:
    def read(found: Found) -> Stretch | None:
        year = int(found["year"])
        follows = int(found["until"]) % 100 == (year + 1) % 100
        return _months("periode", year, month, 12) if follows else None

    return read


def _a_term(found: Found) -> Stretch | None:
    first, last = int(found["year"]), int(found["until"])
    last += first // 100 * 100 if last < 100 else 0
    if not 0 < last - first <= 2 * _TERM:
        return None
    begin = date(first, 3 if last - first == _TERM else 1, 1)
    return Stretch(kind="periode", first=begin, last=date(last, 3, 31))


_UNITS: tuple[tuple[re.Pattern[str], Callable[[Found], Stretch | None]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?:{_WEEKDAY},? )?(?P<day>\d{{1,2}}) {_MONTH} {_YEAR}", _a_day),
        (rf"(?P<day>\d{{1,2}})-(?P<month>\d{{1,2}})-{_YEAR}", _by_number),
        (rf"{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})", _by_number),
        (rf"(?:maand )?{_MONTH}{_OF}{_YEAR}", _a_month),
        (rf"(?:(?:het |kalender|begrotings|boek)?jaar )?{_YEAR}", _a_year),
        (rf"(?:de )?(?P<season>{'|'.join(SEASONS)}){_OF}{_YEAR}", _a_season),
        (rf"(?:de )?(?P<season>winter){_OF}{_TWO_YEARS}", _a_season),
        (rf"(?:{_NTH} kwartaal|[qk](?P<q>[1-4])){_OF}{_YEAR}", _a_quarter),
        (rf"(?:kalenderweek|week|wk\.?) (?P<week>\d{{1,2}}){_OF}{_YEAR}", _a_week),
        (rf"(?:de )?week van (?:{_WEEKDAY} )?(?P<day>\d{{1,2}}) {_MONTH} {_YEAR}", _week_of),
        (rf"(?:de )?{_NTH} (?:volle )?week van {_MONTH} {_YEAR}", _nth_week),
        (rf"(?:de )?{_NTH} {_WEEKDAY} (?:van|in) {_MONTH} {_YEAR}", _nth_weekday),
        (rf"prinsjesdag{_OF}{_YEAR}", _third_tuesday),
        (rf"(?:het )?schooljaar {_TWO_YEARS}", _school_year(8)),
        (rf"(?:het )?(?:studiejaar|collegejaar|academisch jaar) {_TWO_YEARS}", _school_year(9)),
        (rf"(?:de )?(?:college|raads|bestuurs|coalitie|zittings)periode {_TWO_YEARS}", _a_term),
    )
)
