"""What a date that cannot be placed is meant to say: the same day in letters that we read, or a block with bounds."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from kapstok.core.dates import MONTHS, SHORT_MONTHS, WEEKDAYS, format_day, parse_date
from kapstok.core.finding import Finding
from kapstok.core.model import Document, Pointer
from kapstok.core.places import START, Place, replacing, source_of
from kapstok.core.printable import quoted as short
from kapstok.core.text import nearest
from kapstok.core.writing import as_value, bare, quoted, write_it

_SHORT = {**SHORT_MONTHS, "maa": "maart", "mei": "mei"}
_WEEKDAYS = {day[:2]: day for day in WEEKDAYS}
_NUMBERS = re.compile(r"(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})\.?")
_WORDS = re.compile(
    r"(?:(?P<before>[a-z .]+?)\s+)?(?P<day>\d{1,2})e?\.?[\s-]*(?P<month>[a-z]{3,10})\.?,?[\s-]*'?(?P<year>\d{4}|\d{2})",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?P<month>[a-z]{3,10})\.?,?\s+'?(?P<year>\d{2}|\d{4})", re.IGNORECASE)
_QUARTER = re.compile(
    r"(?:[qk]\s*(?P<a>[1-4])|(?P<b>[1-4])\s*e?\s*(?:kw(?:artaal)?|[qk]))\.?[\s/-]*(?P<year>\d{4})", re.IGNORECASE
)
_LATER = re.compile(r"(?P<year>\d{4})[\s/-]*(?:[qk]\s*(?P<a>[1-4])|(?P<b>[1-4])e?\s*(?:kw|[qk]))\.?", re.IGNORECASE)
_DAY_OF_WEEK = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)}|(?:{'|'.join(_WEEKDAYS)})\.?),? (?=\d)", re.IGNORECASE)
_PLAIN = re.compile(r"\d{1,2} [a-z]+\.?(?: \d{4})?", re.IGNORECASE)
_SOME_DAY = date(2020, 6, 1)  # any day will do, to see whether one would help
_WEEK = re.compile(r"(?:week|wk\.?) (\d{1,2}),? (?:van |in )?(\d{4})")
_SCHOOL_YEAR = re.compile(r"\b(schooljaar|studiejaar) (\d{4})[-/–]\d{2,4}$")
_NO_QUARTER = re.compile(r"\b(?:[05-9]e kwartaal|[qk][05-9]\b)")
_BETWEEN = re.compile(r" (?:tot en met|t/m|tot|-|–) |(?<=\d{4})[-–](?=\d{4}$)")
_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d{2}(?!\d)")
_DAY = re.compile(r"(\d{1,2}) ([a-z]+) (\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})-(\d{1,2})-(\d{4})")


def explain_date(document: Document, pointer: Pointer, value: str) -> Finding:
    """A date that cannot be placed: in another spelling, of a day that does not exist, or too vague."""
    place, step = document.positions.get(pointer, START), pointer[-1:]
    if slip := explain_weekday(document, pointer, value):
        return slip
    if cure := spelled(value):
        was = source_of(document, pointer, value)
        written = quoted(cure) if cure[:1].isdigit() and " " not in cure else as_value(cure, flow=True)
        fix = replacing(place, was, written) if was else None
        message = f"Zo wordt een datum niet gelezen: {short(value)}."
        return Finding.at(Place(document.path, place), "datum-spelling", message, write_it(step, written), fix=fix)
    if days := no_such_day(value):
        message = f"{short(value)} is geen dag die bestaat."
        return Finding.at(Place(document.path, place), "datum-bestaat-niet", message, days)
    if hint := _no_such_time(value, step):
        return Finding.at(Place(document.path, place), "datum-bestaat-niet", f"{short(value)} bestaat niet.", hint)
    if turned := _turned_round(value):
        message = f"In {short(value)} ligt het einde vóór het begin."
        hint = f"Verbeter een van de twee, of wissel ze om. {write_it(step, as_value(turned, flow=True))}"
        return Finding.at(Place(document.path, place), "datum-omgekeerd", message, hint)
    message = f"De datum {short(value)} kan niet geplaatst worden."
    hint = f"{_asked(value)} {write_it(step, with_bounds(value))}"
    return Finding.at(Place(document.path, place), "datum-onduidelijk", message, hint)


def _asked(value: str) -> str:
    """What the writer may know: the days, or for words such as `na de zomer` the day of the text they come from."""
    if _YEAR.search(value):
        return "Zeg tussen welke dagen dat is."
    if parse_date(value, _SOME_DAY) is not None:
        return "Weet u de dag van het stuk, zet dan referentie erbij."
    return "Weet u de dagen, zet dan vroegst en laatst erbij."


def explain_words(document: Document, pointer: Pointer, text: str, has_reference: bool) -> Finding:
    """Words in a block that has no days beside them and that cannot be placed by themselves."""
    place = document.positions.get(pointer, START)
    message = f"Van {short(text)} volgt niet welke dagen dat zijn."
    step = " of referentie, de dag van het stuk" if not has_reference and parse_date(text, _SOME_DAY) else ""
    hint = f"Zet vroegst of laatst erbij{step}. Weet u het niet, schrijf dan: soort: onbekend"
    return Finding.at(Place(document.path, place), "datum-onduidelijk", message, hint)


def explain_weekday(document: Document, pointer: Pointer, text: str, written: date | None = None) -> Finding | None:
    """A day of the week that is not the one of that day; None when that is not what is wrong."""
    words = " ".join(text.split())
    without = _DAY_OF_WEEK.sub("", words)
    if without == words or parse_date(words, written) is not None:
        return None
    found = parse_date(without, written)
    if found is None:
        return None
    place = document.positions.get(pointer, START)
    if found.earliest and found.earliest == found.latest and _PLAIN.fullmatch(without):
        right = WEEKDAYS[found.earliest.weekday()]
        message = f"{format_day(found.earliest)} is een {right}, maar hier staat {short(words)}."
        cure = as_value(f"{right} {without}", flow=True)
        hint = f"Verbeter de datum, of de dag van de week. {write_it(pointer[-1:], cure)}"
    else:
        message = f"In {short(words)} past de dag van de week niet bij de datum."
        hint = (
            f"Verbeter de datum, of laat de dag van de week weg. {write_it(pointer[-1:], as_value(without, flow=True))}"
        )
    return Finding.at(Place(document.path, place), "datum-weekdag", message, hint)


def spelled(text: str) -> str:
    """The date in a spelling that we read; empty when it is not certain which day is meant."""
    words = " ".join(bare(text).split())
    found = {candidate for candidate in _spellings(words) if parse_date(candidate) is not None}
    return next(iter(found)) if len(found) == 1 else ""


def _spellings(words: str) -> Iterator[str]:
    yield words
    if match := _NUMBERS.fullmatch(words):
        first, month, last = match.groups()
        if len(first) == 4:
            yield f"{first}-{int(month):02}-{int(last):02}"
        elif len(last) in (2, 4):
            yield f"{int(first)} {MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else ''} {_full(last)}"
    if match := _WORDS.fullmatch(words):
        said = (match["before"] or "").rstrip(" ,.").lower()
        before = f"{_WEEKDAYS.get(said, said)} " if said else ""
        yield f"{before}{int(match['day'])} {_month(match['month'])} {_full(match['year'])}"
    if match := _MONTH.fullmatch(words):
        yield f"{_month(match['month'])} {_full(match['year'])}"
    if match := _QUARTER.fullmatch(words) or _LATER.fullmatch(words):
        yield f"{match['a'] or match['b']}e kwartaal {match['year']}"


def _month(word: str) -> str:
    small = word.lower()
    return _SHORT.get(small, small if small in MONTHS else nearest(small, MONTHS, cutoff=0.8))


def _full(year: str) -> str:
    return f"20{year}" if len(year) == 2 else year


def _no_such_time(text: str, step: Pointer) -> str:
    """What there is instead of a week, school year or quarter that does not exist; empty when it is none of those."""
    phrase = " ".join(text.split()).lower()
    if week := _WEEK.fullmatch(phrase):
        last = date(int(week[2]), 12, 28).isocalendar().week if int(week[2]) else 0
        return f"{week[2]} heeft {last} weken." if int(week[1]) > last or not int(week[1]) else ""
    if year := _SCHOOL_YEAR.search(phrase):
        first = int(year[2])
        return f"Een {year[1]} duurt één jaar. {write_it(step, f'{year[1]} {first}-{first + 1}')}"
    return "Een jaar heeft vier kwartalen." if _NO_QUARTER.search(phrase) else ""


def _turned_round(text: str) -> str:
    """The same with its two sides exchanged, when it can be read then."""
    words = " ".join(text.split())
    for found in _BETWEEN.finditer(words):
        turned = f"{words[found.end() :]}{found[0]}{words[: found.start()]}"
        if parse_date(turned) is not None:
            return turned
    return ""


def no_such_day(text: str) -> str:
    """How many days the month has, for a day that does not exist; empty when the text is no day."""
    match = _DAY.fullmatch(_DAY_OF_WEEK.sub("", " ".join(text.split()).lower()))
    if match is None:
        return ""
    if match[2] and match[2] not in MONTHS:
        return ""
    if match[1]:
        month, year = MONTHS.index(match[2]) + 1, int(match[3])
    else:
        month, year = int(match[5] or match[8]), int(match[4] or match[9])
    if not 1 <= month <= 12:
        return "Een jaar heeft twaalf maanden. Schrijf eerst de dag en dan de maand."
    days = calendar.monthrange(year, month)[1] if 1 <= year <= 9999 else 31
    return f"{MONTHS[month - 1].capitalize()} {year} heeft {days} dagen."


def with_bounds(text: str) -> str:
    """The block that says the same, with the words and the year that were written; to be copied as it is."""
    words = as_value(" ".join(bare(text).split()), flow=True)
    years = _YEAR.findall(text)
    if not years:
        return f"{{tekst: {words}, soort: relatief}}"
    return f"{{tekst: {words}, vroegst: '{min(years)}-01-01', laatst: '{max(years)}-12-31'}}"
