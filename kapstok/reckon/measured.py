"""What was measured: every measurement of an indicator that is there at a day, in the order of time, with its words.

At the peildatum a measurement is there from the first day that it can be of: one over the running year counts, and says
that the year is not over. Looking back at an earlier day, it is there from the last day that it can be of: nobody knew
it before. One without any date comes before all others: an undated baseline is a baseline, and never the newest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item, Key
from kapstok.kinds import facets
from kapstok.reckon.facts import Ground
from kapstok.reckon.roles import NOT_APPLICABLE, Roles
from kapstok.reckon.words import in_unit

_UNSURE = ("voorlopig", "gecorrigeerd", "schatting")
_SO_FAR = "tot nu toe"


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurement:
    """One measurement: its number (None: only words, or still to come), when it was, of which group, and its words.

    `day` is the last day that it can be of, or the peildatum while that day lies ahead; None when nothing is known.
    `group` is empty for the whole. `figure` is the number in its unit, `words` also says how sure
    it is, and `dated` when it was. `note` and `source` are what is said of it and where it comes from.
    """

    item: Item
    value: Decimal | None
    moment: VagueDate
    day: date | None
    is_baseline: bool
    group: str
    says: bool
    figure: str
    words: str
    grounds: tuple[Ground, ...]
    note: str = ""
    source: Key | None = None

    @property
    def dated(self) -> str:
        """`2025: 61,2% (voorlopig)`."""
        return f"{self.moment.text}: {self.words}"


def group_key(group: str) -> str:
    """What makes two names of a group the same: case and spaces do not count."""
    return " ".join(group.split()).casefold()


def measurements(indicator: Item, day: date, roles: Roles, *, looking_back: bool = False) -> tuple[Measurement, ...]:
    """Every measurement that is there at a day, of all groups, by time; what is still to come says nothing yet."""
    unit = roles.text(indicator, "eenheid")
    parts = roles.parts(indicator, "meetwaarde", "peilmoment")
    found = [made for part in parts if (made := _read(part, unit, day, roles, looking_back)) is not None]
    return tuple(sorted(found, key=lambda m: (m.day or date.min, m.item.order)))


def of_group(measured: Iterable[Measurement], group: str) -> tuple[Measurement, ...]:
    """The measurements of one group (empty: the whole) that say something."""
    return tuple(m for m in measured if m.says and group_key(m.group) == group_key(group))


def groups_of(measured: Iterable[Measurement]) -> tuple[str, ...]:
    """The groups that something was measured for, each as it was written first."""
    found: dict[str, str] = {}
    for one in measured:
        if one.says and one.group:
            found.setdefault(group_key(one.group), one.group)
    return tuple(found.values())


def baseline_of(measured: Iterable[Measurement]) -> Measurement | None:
    """The first measurement that is marked as the baseline."""
    return next((m for m in measured if m.is_baseline), None)


def _read(item: Item, unit: str, day: date, roles: Roles, looking_back: bool) -> Measurement | None:
    """One measurement; None for one that claims something of a time that is still to come."""
    facet = roles.facet(item, facets.Measurement)
    moment = facet.moment.of(item.fields) if facet else None
    if facet is None or moment is None:
        return None
    value, words = facet.value.of(item.fields), facet.in_words.of(item.fields)
    status = facet.certainty.of(item.fields)
    says = value is not None or (bool(words) and status != NOT_APPLICABLE)
    first, last = moment.earliest or moment.latest, moment.latest or moment.earliest
    there = last if looking_back else first
    if says and there is not None and there > day:
        return None
    running = moment.kind == "jaar" and last is not None and last > day and says
    notes = [note for note in (status if status in _UNSURE else "", _SO_FAR if running else "") if note]
    told = _value_words(value, words, status, unit) + (f" ({', '.join(notes)})" if notes else "")
    baseline = facet.is_baseline.of(item.fields)
    source = next(iter(roles.seen(facet.source.of(item.fields))), None)
    return Measurement(
        item=item,
        value=value,
        moment=moment,
        day=min(last, day) if last else None,
        is_baseline=baseline,
        group=facet.split.of(item.fields),
        says=says,
        figure=in_unit(value, unit) if value is not None else "",
        words=told,
        note=facet.note.of(item.fields),
        source=source,
        grounds=(
            Ground(
                rule="nulmeting" if baseline else roles.kind(item).title.lower(),
                value=f"{moment.text}: {told}",
                item=item.key,
                field=next((r.name for r in (facet.value, facet.in_words) if r.filled(item.fields)), ""),
                source=source,
                day=last,
            ),
        ),
    )


def _value_words(value: Decimal | None, words: str, status: str, unit: str) -> str:
    if value is not None:
        return in_unit(value, unit) + (f"; {words}" if words else "")
    return words or ("niet van toepassing" if status == NOT_APPLICABLE else "nog niet bekend")
