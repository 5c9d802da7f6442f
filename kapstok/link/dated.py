"""A date of a document as the model has it: its words and its bounds, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kapstok.core.dates import VagueDate, format_day, parse_date, parse_day
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Block, Document, Plain, Pointer
from kapstok.core.places import START, Place
from kapstok.core.printable import quoted
from kapstok.core.values import as_text
from kapstok.link.meant import explain_date, explain_weekday, explain_words, no_such_day

FIRST_YEAR, LAST_YEAR = 1500, 2199  # of a date: what lies outside is a slip, and no reckoning with it ends well
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_WITHOUT_BOUNDS = frozenset({"relatief", "terugkerend", "onbekend"})
_NEVER_PLACED = frozenset({"terugkerend", "onbekend"})


def read_date(document: Document, pointer: Pointer, value: Plain, form: str) -> tuple[VagueDate | None, list[Finding]]:
    """A date within the years that an agenda can speak of; `form` is `dag` (only a day) or `datum`."""
    if isinstance(value, dict):
        found, findings = _block(document, pointer, value)
    elif isinstance(value, str):
        found, findings = _text(document, pointer, value, form)
    else:
        return None, []
    if found is None or _is_near(found):
        return found, findings
    written = quoted(as_text(value.get("tekst")) if isinstance(value, dict) else value)
    message = f"{written} ligt niet tussen {FIRST_YEAR} en {LAST_YEAR}."
    return None, [Finding.at(_place(document, pointer), "datum-ver-weg", message, "Controleer het jaartal.")]


def _text(document: Document, pointer: Pointer, value: str, form: str) -> tuple[VagueDate | None, list[Finding]]:
    if form == "dag" and (day := parse_day(value)):
        return VagueDate(text=format_day(day), kind="dag", earliest=day, latest=day), []
    found = parse_date(value) if form == "datum" else None
    if found is None and (form == "datum" or _ISO.fullmatch(value)):
        return None, [explain_date(document, pointer, value)]
    return found, []


def _block(document: Document, pointer: Pointer, value: Block) -> tuple[VagueDate | None, list[Finding]]:
    findings = list(_impossible(document, pointer, value))
    days = {name: _day(value.get(name)) for name in ("vroegst", "laatst", "referentie")}
    first, last, written = days["vroegst"], days["laatst"], days["referentie"]
    if first and last and first > last:
        hint = "Wissel de twee dagen om."
        findings.append(
            Finding.at(_place(document, (*pointer, "laatst")), "datum-omgekeerd", "laatst ligt vóór vroegst.", hint)
        )
    text = value.get("tekst")
    if not isinstance(text, str):
        return None, findings
    kind, there = str(value.get("soort", "")), (*pointer, "tekst")
    said = parse_date(text, written)
    slip = explain_weekday(document, there, text, written) if said is None else None
    if slip:
        findings.append(slip)
    if first or last:
        if said and _apart(said, first, last):
            findings.append(_say_apart(document, there, said))
    elif kind not in _NEVER_PLACED:
        if said:
            first, last, kind = said.earliest, said.latest, kind or said.kind
        elif kind not in _WITHOUT_BOUNDS and not findings and not _has_refused(document, pointer):
            findings.append(explain_words(document, there, text, "referentie" in value))
    return VagueDate(
        text=text.strip(),
        kind=kind or ("periode" if first and last else "relatief"),
        earliest=first,
        latest=last,
        preference=str(value.get("voorkeur", "")),
        formerly=str(value.get("voorheen", "")),
    ), findings


def _has_refused(document: Document, pointer: Pointer) -> bool:
    """Whether a day of a block was refused already: then that has to be mended first."""
    return any((*pointer, name) in document.refused for name in ("vroegst", "laatst", "referentie"))


def _day(value: Plain) -> date | None:
    return parse_day(value) if isinstance(value, str) else None


def _impossible(document: Document, pointer: Pointer, value: Block) -> Iterator[Finding]:
    for name in ("vroegst", "laatst", "referentie"):
        text = value.get(name)
        if isinstance(text, str) and parse_day(text) is None and _ISO.fullmatch(text):
            message = f"{text} is geen dag die bestaat."
            hint = no_such_day(text) or "Controleer jaar, maand en dag."
            yield Finding.at(_place(document, (*pointer, name)), "datum-bestaat-niet", message, hint)


def _apart(said: VagueDate, first: date | None, last: date | None) -> bool:
    """Whether the words and the days beside them have no day in common."""
    return bool((said.earliest and last and last < said.earliest) or (said.latest and first and first > said.latest))


def _say_apart(document: Document, pointer: Pointer, said: VagueDate) -> Finding:
    days = " tot en met ".join(format_day(day) for day in (said.earliest, said.latest) if day)
    begin = "" if said.earliest else "tot en met "
    end = "" if said.latest else " of later"
    return Finding.at(
        _place(document, pointer),
        "datum-woorden",
        f"{quoted(said.text)} is {begin}{days}{end}, en dat valt buiten de dagen die erbij staan.",
        "Verbeter de woorden of de dagen; haal vroegst en laatst weg als de woorden kloppen.",
        Severity.WARNING,
    )


def _place(document: Document, pointer: Pointer) -> Place:
    return Place(document.path, document.positions.get(pointer) or document.positions.get(pointer[:-1]) or START)


def _is_near(found: VagueDate) -> bool:
    return all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (found.earliest, found.latest) if day is not None)
