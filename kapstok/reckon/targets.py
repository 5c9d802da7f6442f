"""One target of one indicator: which values reach it, from which baseline, in force since when, and its words.

The kinds of target are those of the papers: an absolute number, from one number to another, a rank, a range, a
limit, a share, the same as or better than the baseline or an earlier year, words, and values that are still open.

- Which way is better, the indicator says; else the sign of the target, else its two numbers (from - to), else that
  a lower rank is better.
- A number without a sign or with `=` is a limit on the side that is better; without a better side it is that number
  and no other.
- `relatief` with a number is that much more or less than the baseline (or an earlier year): a percentage of it when
  the target is in `%` and the measurements are not, else in the unit of the measurements.
- `gelijk-houden` and `relatief` without a number mean the baseline itself.
- A target in another unit than the measurements is never compared with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.kinds.facets import Aim
from kapstok.reckon.facts import Ground
from kapstok.reckon.measured import Measurement, baseline_of, of_group
from kapstok.reckon.roles import Roles, end_of
from kapstok.reckon.words import PLACES, Limits, TargetText, goes_down, target_words

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DIRECTIONS = {"hoger-beter": 1, "lager-beter": -1, "gelijk": 0}
KEEP, RELATIVE, WORDS, UNKNOWN, RANGE = "gelijk-houden", "relatief", "kwalitatief", "onbekend", "bereik"
_BASELINE = "nulmeting"


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What a target says. `limits` is None when it cannot be judged, and `why` then says why not.

    `term` is when it must be reached, `since` when and `source` where it was agreed; `replaces` are older targets of
    the same indicator. `words` is what it asks, `dated` with its term before it.
    """

    item: Item
    kind: str
    unit: str
    measured_in: str
    direction: int | None
    limits: Limits | None
    why: str
    start: Decimal | None
    baseline: Measurement | None
    term: VagueDate | None
    group: str
    is_step: bool
    for_good: bool
    lapsed: bool
    since: VagueDate | None
    source: Key | None
    replaces: tuple[Key, ...]
    words: str
    grounds: tuple[Ground, ...]

    @property
    def end(self) -> date | None:
        """The last day of its term."""
        return end_of(self.term)

    @property
    def term_words(self) -> str:
        """Its term with what is rather wished: `uiterlijk in 2040, liever eerder`; empty without one."""
        if self.term is None:
            return ""
        return self.term.text + (f", {self.term.preference}" if self.term.preference else "")

    @property
    def dated(self) -> str:
        """`2026: ten minste 64%`."""
        return f"{self.term_words}: {self.words}" if self.term else self.words

    @property
    def keeps(self) -> bool:
        """Whether it asks to keep what there is."""
        return self.kind == KEEP

    @property
    def same_unit(self) -> bool:
        """Whether its numbers may stand beside those of the measurements."""
        return self.unit == self.measured_in or self.limits is not None

    @property
    def aim(self) -> Decimal | None:
        """The value that a path from the start leads to: the nearest limit, or the start when it lies within."""
        if self.limits is None:
            return None
        low, high = self.limits.low, self.limits.high
        if self.start is None:
            return low if self.direction == 1 or high is None else high
        if low is not None and self.start < low:
            return low
        return high if high is not None and self.start > high else self.start


@dataclass(frozen=True, kw_only=True, slots=True)
class _Written:
    """A target as it was written: the parts that its numbers and words are made of."""

    item: Item
    kind: str
    unit: str
    measured_in: str
    sign: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    against: str
    said: str
    holder: str
    is_step: bool
    wish: int | None
    base: Decimal | None
    measured: Sequence[Measurement]

    @property
    def year(self) -> int | None:
        """The year that it compares with, unless that is the year of the baseline."""
        year = _YEAR.search(self.against)
        return int(year[0]) if year and _BASELINE not in self.against.casefold() else None


def read_targets(indicator: Item, measured: Sequence[Measurement], roles: Roles) -> tuple[Target, ...]:
    """Every target of an indicator in the order of the file, beside what was measured for its group."""
    aims = ((item, roles.facet(item, Aim)) for item in roles.parts(indicator, "streefmoment"))
    return tuple(_read(indicator, item, aim, measured, roles) for item, aim in aims if aim is not None)


def direction_of(indicator: Item, roles: Roles) -> int | None:
    """Which way the indicator says is better: 1 higher, -1 lower, 0 the same, None when it does not say."""
    return _DIRECTIONS.get(str(roles.value(indicator, "richting")))


def _read(indicator: Item, item: Item, aim: Aim, everything: Sequence[Measurement], roles: Roles) -> Target:
    fields, group = item.fields, aim.split.of(item.fields)
    measured = of_group(everything, group)
    zero = baseline_of(measured)
    written = _written(indicator, item, aim, measured, zero, roles)
    direction = _direction(written)
    why = _not_to_judge(written)
    limits: Limits | None = None
    if not why:
        limits, why = _limits(written, direction)
    source = next(iter(roles.seen(aim.origin.of(fields))), None)
    before = written.low if written.kind != RANGE else None
    target = Target(
        item=item,
        kind=written.kind,
        unit=written.unit,
        measured_in=written.measured_in,
        direction=direction,
        limits=limits,
        why=why,
        start=before if before is not None else written.base,
        baseline=zero,
        term=aim.term.of(fields),
        group=group,
        is_step=written.is_step,
        for_good=aim.for_good.of(fields),
        lapsed=aim.lapsed.of(fields),
        since=_since(item, aim, source, roles),
        source=source,
        replaces=roles.seen(aim.replaces.of(fields)),
        words=_words(written, limits, direction, source, roles),
        grounds=(),
    )
    return replace(target, grounds=(_ground(target, aim, roles),))


def _written(
    indicator: Item, item: Item, aim: Aim, measured: Sequence[Measurement], zero: Measurement | None, roles: Roles
) -> _Written:
    unit, fields = roles.text(indicator, "eenheid"), item.fields
    return _Written(
        item=item,
        kind=aim.sort.of(fields),
        unit=aim.unit.of(fields) or unit,
        measured_in=unit,
        sign=aim.comparison.of(fields),
        value=aim.value.of(fields),
        low=aim.low.of(fields),
        high=aim.high.of(fields),
        against=aim.compared_with.of(fields),
        said=aim.in_words.of(fields),
        holder=roles.text(item, "open"),
        is_step=aim.is_step.of(fields),
        wish=direction_of(indicator, roles),
        base=zero.value if zero else None,
        measured=measured,
    )


def _since(item: Item, aim: Aim, source: Key | None, roles: Roles) -> VagueDate | None:
    """When a target was agreed: its own date, else that of the document it comes from."""
    if (own := aim.since.of(item.fields)) is not None:
        return own
    fields = roles.model.items[source].fields.values() if source else ()
    return next((value for value in fields if isinstance(value, VagueDate)), None)


def _ground(target: Target, aim: Aim, roles: Roles) -> Ground:
    fields = target.item.fields
    said = next((reader.name for reader in (aim.value, aim.in_words) if reader.filled(fields)), "")
    open_or_sort = roles.field(target.item, "open") or (aim.sort.name if aim.sort.filled(fields) else "")
    return Ground(
        rule="tussendoel" if target.is_step else roles.kind(target.item).title.lower(),
        value=target.dated,
        item=target.item.key,
        field=said or open_or_sort,
        source=target.source,
        day=end_of(target.since),
    )


def _words(written: _Written, limits: Limits | None, direction: int | None, source: Key | None, roles: Roles) -> str:
    return target_words(
        TargetText(
            kind=written.kind,
            unit=written.unit,
            measured_in=written.measured_in,
            sign=written.sign,
            value=written.value,
            low=written.low,
            high=written.high,
            against=written.against,
            holder=written.holder,
            said=written.said,
            found_in=roles.model.items[source].title if source and written.is_step else "",
            limits=limits,
            direction=direction,
        )
    )


def _direction(written: _Written) -> int | None:
    """Which way is better: as the indicator says, else as the target shows; a lower rank is better."""
    if written.wish is not None:
        return written.wish
    if written.sign[:1] in ("<", ">"):
        return 1 if written.sign[0] == ">" else -1
    if written.kind == RELATIVE and written.value:
        return 1 if written.value > 0 else -1
    before, value = written.low if written.kind != RANGE else None, written.value
    if before is not None and value is not None and value != before:
        return 1 if value > before else -1
    if written.kind == PLACES:
        return -1
    return 0 if written.kind == KEEP else None


def _not_to_judge(written: _Written) -> str:
    """Why a target cannot be compared with any number; empty when it can."""
    percent = written.kind == RELATIVE and written.unit == "%"
    if written.unit != written.measured_in and not percent:
        return f"de streefwaarde is in een andere eenheid ({written.unit}) dan de metingen ({written.measured_in})"
    if WORDS in (written.kind, written.unit, written.measured_in):
        return "deze streefwaarde is in woorden, daar hoort een oordeel van mensen bij"
    numbers = (written.value, written.low, written.high)
    if written.kind == UNKNOWN or (written.holder and all(n is None for n in numbers)):
        return "de streefwaarde is nog niet bepaald" + (f" ({written.holder})" if written.holder else "")
    return ""


def _limits(written: _Written, direction: int | None) -> tuple[Limits | None, str]:
    if written.kind == RANGE:
        low, high = written.low if written.low is not None else written.value, written.high
        if low is None and high is None:
            return None, "de grenzen van het bereik zijn nog niet bepaald"
        return Limits(low=low, high=high), ""
    if written.kind == RELATIVE and written.value is not None:
        return _moved(written, direction)
    value, why = written.value, ""
    if value is None:
        value, why = _compared(written)
    if value is None:
        return None, why
    sign = written.sign or "="
    if sign == "=" and direction in (1, -1):
        strict = written.kind == RELATIVE and written.year is None
        sign = (">" if direction == 1 else "<") + ("" if strict else "=")
    if sign == "=":
        return Limits(low=value, high=value), ""
    strict = "=" not in sign
    return (Limits(low=value, strict=strict) if sign[0] == ">" else Limits(high=value, strict=strict)), ""


def _moved(written: _Written, direction: int | None) -> tuple[Limits | None, str]:
    """The limit that lies a number, or a percentage, above or below what is compared with."""
    base, why = _compared(written)
    if base is None or written.value is None:
        return None, why
    step = abs(written.value)
    if written.unit != written.measured_in:
        step = abs(base) * step / 100
    value = base - step if goes_down(written.value, written.sign, direction) else base + step
    strict = written.sign in ("<", ">")
    if written.sign[:1] not in ("<", ">") and not direction:
        return Limits(low=value, high=value), ""
    below = written.sign[0] == "<" if written.sign[:1] in ("<", ">") else direction == -1
    return (Limits(high=value, strict=strict) if below else Limits(low=value, strict=strict)), ""


def _compared(written: _Written) -> tuple[Decimal | None, str]:
    """The number that a target compares with instead of naming one, or why there is none."""
    against = written.against
    if _BASELINE in against.casefold() or (not against and written.kind in (KEEP, RELATIVE)):
        return written.base, "er is geen nulmeting om mee te vergelijken"
    if written.year:
        found = [m.value for m in written.measured if m.value is not None and m.day and m.day.year == written.year]
        return (found[-1] if found else None), f"de waarde van {written.year} staat niet bij de metingen"
    if against:
        return None, f"het getal waarmee wordt vergeleken ({against}) is niet ingevuld"
    if written.is_step:
        return None, "dit tussendoel heeft nog geen waarde"
    return None, "de streefwaarde heeft nog geen waarde"
