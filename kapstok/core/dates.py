"""Dutch dates, precise or vague: the words as written, with the first and last day they can mean.

A day in its plain forms is read here. All other words, and the rule of each bound, stand in `moments` (stretches of
time that have a name), `phrases` (what is said around them) and `relative` (what only a reference day places).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

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
SHORT_MONTHS = {month[:3]: month for month in MONTHS if month not in ("maart", "mei")} | {
    "mrt": "maart",
    "sept": "september",
}
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")

LONGEST_DATE = 200  # characters; what is longer is no date
_DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
_NUMBERS = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_UNKNOWN = (
    "t.z.t.", "te zijner tijd", "nog te bepalen", "nader te bepalen", "n.t.b.", "onbekend", "nog niet bekend",
    "nog onbekend",
)  # fmt: skip
_AGAIN = re.compile(
    r"(?:elke|ieder|iedere|elk) (?:dag|week|maand|kwartaal|half ?jaar|jaar|twee weken|twee jaar|vier jaar)"
    r"|(?:dagelijks|wekelijks|tweewekelijks|maandelijks|tweemaandelijks|jaarlijks|halfjaarlijks|tweejaarlijks|vierjaarlijks)"
    r"|per (?:week|maand|kwartaal|jaar)|doorlopend|continu|permanent"
    r"|(?:jaarlijks|elk jaar|ieder jaar|elke|iedere|maandelijks|wekelijks)(?: [^0-9]+)?"
)


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

    @property
    def is_period(self) -> bool:
        """Whether the words name both a begin and an end: what has such a date as its begin also ends with it."""
        return self.kind == "periode" and None not in (self.earliest, self.latest) and self.earliest != self.latest

    @property
    def year(self) -> int | None:
        """The year of the last day it can be, else of the first; None when nothing is known of it."""
        day = self.latest or self.earliest
        return day.year if day else None

    def __str__(self) -> str:
        return self.text


def parse_day(text: str) -> date | None:
    """Read `2019-11-05`; None when it is no such day in the calendar."""
    match = _ISO.fullmatch(text.strip())
    return _date(*map(int, match.groups())) if match else None


def parse_date(text: str, written: date | None = None) -> VagueDate | None:
    """Read a Dutch date phrase; None when only a block with bounds can say what is meant.

    `written` is the day of the text the words come from: with it, words such as `dit najaar` can be placed too.
    """
    if len(text) > LONGEST_DATE:
        return None
    phrase = " ".join(text.split()).lower()
    if day := _plain_day(phrase):
        return VagueDate(text=format_day(day), kind="dag", earliest=day, latest=day)
    if phrase in _UNKNOWN:
        return VagueDate(text=text.strip(), kind="onbekend")
    if _AGAIN.fullmatch(phrase):
        return VagueDate(text=text.strip(), kind="terugkerend")
    from kapstok.core.phrases import meaning  # late: most agendas hold plain days, and nobody waits for the patterns

    found = meaning(phrase)
    if found is None and written is not None:
        from kapstok.core.relative import placed

        found = placed(phrase, written)
    if found is None:
        return None
    return VagueDate(text=text.strip(), kind=found.kind, earliest=found.first, latest=found.last)


def _plain_day(phrase: str) -> date | None:
    """`5 november 2019`, `5-11-2019` or `2019-11-05`."""
    if match := _ISO.fullmatch(phrase):
        return _date(*map(int, match.groups()))
    if match := _DAY.fullmatch(phrase):
        return _date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
    match = _NUMBERS.fullmatch(phrase)
    return _date(int(match[3]), int(match[2]), int(match[1])) if match else None


def format_day(day: date) -> str:
    """Write a day the Dutch way: `5 november 2019`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
