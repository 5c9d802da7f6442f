"""Dutch dates, precise or vague: the words as written, with the first and last day they can mean.

A convention has to be chosen for words such as "zomer": the four seasons run from the 21st of their
first month, as in the papers ("voor de zomer" is until 20 June).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
SEASONS = {
    "voorjaar": (3, 21),
    "lente": (3, 21),
    "zomer": (6, 21),
    "najaar": (9, 21),
    "herfst": (9, 21),
    "winter": (12, 21),
}

LONGEST_DATE = 200  # characters; what is longer is no date
_MONTH = "|".join(MONTHS)
_DAY = re.compile(
    rf"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)?\s*(\d{{1,2}}) ({_MONTH}) (\d{{4}})"
)
_SHORT_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH_YEAR = re.compile(rf"({_MONTH}) (\d{{4}})")
_SEASON = re.compile(rf"({'|'.join(SEASONS)}) (?:van )?(\d{{4}})")
_QUARTER = re.compile(
    r"(?:([1-4])e kwartaal(?: van)?|(eerste|tweede|derde|vierde) kwartaal(?: van)?|[qk]([1-4])) (\d{4})"
)
_YEAR = re.compile(r"(?:het jaar )?(\d{4})")
_PERIOD = re.compile(r"(.+?)\s*(?:tot en met|t/m|–| - | tot |(?<=^\d{4})-(?=\d{4}$))\s*(.+)")
_ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4}


_FROM = re.compile(r"(?:vanaf|sinds) (.+)")
_UNTIL = re.compile(r"(?:uiterlijk(?: in| op)?|voor eind) (.+)")
_THIRD = re.compile(rf"(begin|medio|half|eind) ({_MONTH}) (\d{{4}})")
_THIRDS = {"begin": (1, 10), "medio": (11, 20), "half": (11, 20), "eind": (21, 31)}
_UNKNOWN = ("t.z.t.", "te zijner tijd", "nog te bepalen", "onbekend")


@dataclass(frozen=True, kw_only=True, slots=True)
class VagueDate:
    """A date in its own words. `earliest` and `latest` are None when nothing is known of them."""

    text: str
    kind: str
    earliest: date | None = None
    latest: date | None = None
    preference: str = ""
    formerly: str = ""

    @property
    def sort_key(self) -> date:
        """The day to sort on: the last one it can be, else the first, else the end of time."""
        return self.latest or self.earliest or date.max

    def __str__(self) -> str:
        return self.text


def parse_day(text: str) -> date | None:
    """Read `2019-11-05`; None when it is no such day in the calendar."""
    match = _ISO.fullmatch(text.strip())
    return _date(*map(int, match.groups())) if match else None


def parse_date(text: str) -> VagueDate | None:
    """Read a Dutch date phrase; None when only a block with bounds can say what is meant."""
    if len(text) > LONGEST_DATE:
        return None
    phrase = " ".join(text.split()).lower()
    if phrase in _UNKNOWN:
        return VagueDate(text=text.strip(), kind="onbekend")
    if bounded := _parse_bound(phrase, text.strip()):
        return bounded
    for parser in (_parse_day, _parse_month, _parse_season, _parse_quarter, _parse_year, _parse_period):
        found = parser(phrase)
        if found is not None:
            kind, first, last = found
            shown = format_day(first) if kind == "dag" else text.strip()
            return VagueDate(text=shown, kind=kind, earliest=first, latest=last)
    return None


def _parse_bound(phrase: str, text: str) -> VagueDate | None:
    """`vanaf 2027` has a first day only, `uiterlijk in 2040` a last day only."""
    for pattern in (_FROM, _UNTIL):
        match = pattern.fullmatch(phrase)
        found = parse_date(match[1]) if match else None
        if found is not None and found.earliest and found.latest:
            if pattern is _FROM:
                return VagueDate(text=text, kind="periode", earliest=found.earliest)
            return VagueDate(text=text, kind="periode", latest=found.latest)
    return None


def format_day(day: date) -> str:
    """Write a day the Dutch way: `5 november 2019`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


Found = tuple[str, date, date]


def _parse_day(phrase: str) -> Found | None:
    day = parse_day(phrase)
    match = _DAY.fullmatch(phrase)
    if day is None and match:
        day = _date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
    elif day is None and (match := _SHORT_DAY.fullmatch(phrase)):
        day = _date(int(match[3]), int(match[2]), int(match[1]))
    return ("dag", day, day) if day else None


def _months(kind: str, year: int, first: int, count: int) -> Found | None:
    last = first + count - 1
    start = _date(year, first, 1)
    if start is None:
        return None
    return kind, start, date(year, last, calendar.monthrange(year, last)[1])


def _parse_month(phrase: str) -> Found | None:
    part = _THIRD.fullmatch(phrase)
    if part:
        month, year = MONTHS.index(part[2]) + 1, int(part[3])
        first, last = _THIRDS[part[1]]
        end = _date(year, month, min(last, calendar.monthrange(year, month)[1])) if year else None
        start = _date(year, month, first)
        return ("maand", start, end) if start and end else None
    match = _MONTH_YEAR.fullmatch(phrase)
    return _months("maand", int(match[2]), MONTHS.index(match[1]) + 1, 1) if match else None


def _parse_season(phrase: str) -> Found | None:
    match = _SEASON.fullmatch(phrase)
    if not match:
        return None
    month, day = SEASONS[match[1]]
    start = _date(int(match[2]), month, day)
    if start is None or start.year >= 9999:
        return None
    end_month = (month + 2) % 12 + 1
    end = date(start.year + (end_month < month), end_month, 21) - timedelta(days=1)
    return "seizoen", start, end


def _parse_quarter(phrase: str) -> Found | None:
    match = _QUARTER.fullmatch(phrase)
    if not match:
        return None
    number = _ORDINALS[match[2]] if match[2] else int(match[1] or match[3])
    return _months("kwartaal", int(match[4]), number * 3 - 2, 3)


def _parse_year(phrase: str) -> Found | None:
    match = _YEAR.fullmatch(phrase)
    return _months("jaar", int(match[1]), 1, 12) if match else None


def _parse_period(phrase: str) -> Found | None:
    match = _PERIOD.fullmatch(phrase)
    if not match:
        return None
    ends = [
        next(
            (f for f in (p(part) for p in (_parse_day, _parse_month, _parse_season, _parse_quarter, _parse_year)) if f),
            None,
        )
        for part in match.groups()
    ]
    first, last = ends
    if first is None or last is None or first[1] > last[2]:
        return None
    return "periode", first[1], last[2]
