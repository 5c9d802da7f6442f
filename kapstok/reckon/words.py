"""Figures in Dutch words: a value in its unit, the moment of a measurement, what a target asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kapstok.core.dates import VagueDate
from kapstok.core.text import NBSP, format_number

PLACES = "rang"
_RANGE, _FROM_TO, _KEEP, _RELATIVE, _OPEN = "bereik", "van-naar", "gelijk-houden", "relatief", "onbekend"
_SIGNS = {"=": "", "<=": "hoogstens ", ">=": "ten minste ", "<": "minder dan ", ">": "meer dan "}
_THAN = {"<": "lager dan", "<=": "niet hoger dan", ">": "hoger dan", ">=": "niet lager dan"}
_BARE = ("aantal", "score", "rapportcijfer", "hoeveelheid", "kwalitatief", "")
_JOINED = {"dag": "op", "week": "in", "maand": "in", "jaar": "in", "kwartaal": "in het"}
_SAYS_ITSELF = re.compile(
    r"(?:in|op|rond|omstreeks|ongeveer|circa|ca\.|per|met ingang|m\.?i\.?v\.?|ingaande?|vanaf|sinds|voor|vóór|na|tot"
    r"|t/m|tussen|uiterlijk|niet|later|eerder|gedurende|tijdens|begin|medio|half|halverwege|midden|einde?)(?=\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The values that reach a target: from `low` to `high`, either of them absent; `strict` leaves the ends out."""

    low: Decimal | None = None
    high: Decimal | None = None
    strict: bool = False

    def hold(self, value: Decimal) -> bool:
        """Whether a value reaches the target."""
        if self.strict:
            return (self.low is None or value > self.low) and (self.high is None or value < self.high)
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def distance(self, value: Decimal) -> Decimal:
        """How far a value is from the target; 0 at or within its limits."""
        if self.low is not None and value < self.low:
            return self.low - value
        return value - self.high if self.high is not None and value > self.high else Decimal(0)


def in_unit(value: Decimal | int | float | str, unit: str | None) -> str:
    """A value as it is printed: `61,2%`, `plaats 20`, `€ 1.200`, `23,1 per 1.000`; `PM` and its like as they are."""
    if isinstance(value, str):
        return value
    shown = format_number(value)
    if unit == "%":
        return f"{shown}%"
    if unit == PLACES:
        return f"plaats {shown}"
    if unit == "euro":
        return f"€{NBSP}{shown}"
    return shown if (unit or "") in _BARE else f"{shown} {unit}"


def at(moment: VagueDate) -> str:
    """A moment as a sentence says it: `in 2025`, `op 31 december 2025`, `(najaar 2025)`."""
    if _SAYS_ITSELF.match(moment.text):
        return moment.text[:1].lower() + moment.text[1:]
    joined = _JOINED.get(moment.kind)
    return f"{joined} {moment.text}" if joined else f"({moment.text})"


def joins(moment: VagueDate) -> bool:
    """Whether a sentence can say the moment in its own words, and not only between brackets."""
    return not at(moment).startswith("(")


def ending(moment: VagueDate, begin: str = "") -> str:
    """Until when, behind the words of a begin: `voorjaar 2026 tot en met 2028`, `2026, uiterlijk eind 2028`."""
    said = words_of(moment)
    parts = ("begin", "medio", "half", "midden", "eind")
    if not _SAYS_ITSELF.match(said) or said.lower().startswith(parts):
        said = f"tot en met {said}"
    return f"{begin}{' ' if said.startswith(('tot', 't/m')) else ', '}{said}" if begin else said


def asked(limits: Limits, unit: str) -> str:
    """What a target asks: `ten minste 80%`, `plaats 20 of beter`, `tussen 20% en 24%`."""
    low, high = limits.low, limits.high
    if low is not None and high is not None:
        return in_unit(low, unit) if low == high else f"tussen {in_unit(low, unit)} en {in_unit(high, unit)}"
    if low is not None:
        return f"{'meer dan' if limits.strict else 'ten minste'} {in_unit(low, unit)}"
    assert high is not None
    if unit == PLACES and not limits.strict:
        return f"{in_unit(high, unit)} of hoger op de lijst"
    return f"{'minder dan' if limits.strict else 'hoogstens'} {in_unit(high, unit)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetText:
    """What the words of a target are made of: its parts as written, and the limits that follow from them.

    `said` are its own words, `found_in` names the document in which the value of a step stands.
    """

    kind: str
    unit: str
    measured_in: str
    sign: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    against: str
    holder: str
    said: str
    found_in: str
    limits: Limits | None
    direction: int | None


def target_words(text: TargetText) -> str:
    """What a target asks, without its term: `ten minste 64%`, `van 37,7% naar 34%`, `nog te bepalen (x %)`."""
    told = _asks(text)
    if text.said:
        if not told:
            return text.said
        return told + (" " if text.said.startswith("van ") else "; ") + text.said
    compared = f" (vergeleken met {text.against})" if text.against and text.kind != _RELATIVE else ""
    return (told or (f"staat in {text.found_in}" if text.found_in else "nog te bepalen")) + compared


def _asks(text: TargetText) -> str:
    """The part of the words that the numbers make; empty when there are none."""
    sign = _SIGNS.get(text.sign, "")
    if text.kind == _OPEN or (text.holder and text.value is None):
        return "nog te bepalen" + (f" ({text.holder})" if text.holder else "")
    low = text.low if text.low is not None else text.value
    if text.kind == _RANGE and (low is not None or text.high is not None):
        return asked(Limits(low=low, high=text.high), text.unit)
    if text.kind == _RELATIVE and (text.value is not None or not text.said):
        return _relative(text)
    if text.kind == _KEEP:
        return "gelijk houden" + (f": {sign}{in_unit(text.value, text.unit)}" if text.value is not None else "")
    if text.value is None:
        return ""
    if text.kind == _FROM_TO:
        before = f"van {in_unit(text.low, text.unit)} " if text.low is not None else ""
        return f"{before}naar {sign}{in_unit(text.value, text.unit)}"
    if text.unit == PLACES:
        return in_unit(text.value, PLACES) + (" of hoger op de lijst" if text.sign in ("<", "<=") else "")
    return sign + in_unit(text.value, text.unit)


def _relative(text: TargetText) -> str:
    """`lager dan de nulmeting`, `10% lager dan de nulmeting (hoogstens 135)`."""
    against = text.against or "nulmeting"
    against = f"de {against}" if against in ("nulmeting", "waarde bij de nulmeting") else against
    if text.value is None:
        better = {1: ">", -1: "<"}.get(text.direction or 0, "")
        sign = text.sign if text.sign in _THAN else better
        return f"{_THAN[sign]} {against}" if sign else f"gelijk aan {against}"
    down = goes_down(text.value, text.sign, text.direction)
    worked_out = f" ({asked(text.limits, text.measured_in)})" if text.limits else ""
    way = "lager" if down else "hoger"
    if text.unit == PLACES:  # a lower number stands higher on the list
        way = f"{'hoger' if down else 'lager'} op de lijst"
    return f"{_step(abs(text.value), text)} {way} dan {against}{worked_out}"


def goes_down(value: Decimal, sign: str, direction: int | None) -> bool:
    """Whether a step from the baseline goes down: below zero, as its sign says, or to the side that is better."""
    if value < 0:
        return True
    return sign[0] == "<" if sign[:1] in ("<", ">") else direction == -1


def _step(value: Decimal, text: TargetText) -> str:
    if text.unit == "%" and text.measured_in == "%":
        return f"{format_number(value)} procentpunt"
    if text.unit == PLACES:
        return f"{format_number(value)} {'plaats' if value == 1 else 'plaatsen'}"
    return in_unit(value, text.unit)


def words_of(moment: VagueDate | None) -> str:
    """A date in its own words, with what is preferred and what it was before."""
    if moment is None:
        return ""
    preferred = f", {moment.preference}" if moment.preference else ""
    return f"{moment.text}{preferred}{f' (eerder: {moment.formerly})' if moment.formerly else ''}"
