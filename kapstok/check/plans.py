"""Contradictions in plans: what ends before it begins, is said to be over and goes on, or hangs on what lapsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kapstok.check.pointing import role_place
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Item
from kapstok.core.places import value_place
from kapstok.reckon.adoption import STATUS
from kapstok.reckon.door import Facts
from kapstok.reckon.in_force import SUCCESSOR
from kapstok.reckon.planning import DONE, ENDED

_COUNT = "aantal_"


def nothing_ends_before_it_begins(facts: Facts) -> Iterator[Finding]:
    """An end lies on or after the begin.

    Slecht: wanneer: '2026' met einde: '2025-06-30'. Goed: einde: '2026-06-30'.
    """
    for span in facts.spans:
        first = span.begin.earliest if span.begin else None
        last = (span.end.latest or span.end.earliest) if span.end and span.end != span.begin else None
        if first and last and last < first and span.begin and span.end:
            yield Finding.at(
                role_place(facts, span.item, "einde"),
                "einde-voor-begin",
                f"Het einde ({span.end.text}) ligt voor het begin ({span.begin.text}).",
                "Verbeter het einde of het begin.",
            )


def what_is_over_has_ended(facts: Facts) -> Iterator[Finding]:
    """What is done or was broken off has its end behind it.

    Slecht: voortgang: afgerond en einde: '2030'. Goed: de dag waarop het werk klaar was.
    """
    for span in facts.spans:
        first = span.end.earliest if span.end and span.end != span.begin else None
        if span.progress in (DONE, ENDED) and first and first > facts.day and span.end:
            yield Finding.at(
                role_place(facts, span.item, "einde"),
                "voorbij-voor-einde",
                f"Dit is {span.progress}, maar het einde ({span.end.text}) moet nog komen.",
                "Zet hier wanneer het echt eindigde, of verbeter de voortgang.",
                Severity.WARNING,
            )


def budget_years_lie_within_the_time_that_it_runs(facts: Facts) -> Iterator[Finding]:
    """Something stands in the budgets of the years that it runs.

    Slecht: begrotingsjaren: [2025, 2026] met einde: '2025-06-30'. Goed: begrotingsjaren: [2025].
    """
    for span in facts.spans:
        last = span.last if span.end and span.end != span.begin else None
        late = [year for year in span.years if last is not None and year > last]
        early = [year for year in span.years if span.first is not None and year < span.first]
        if late or early:
            year, what = (late[0], f"eindigt in {last}") if late else (early[0], f"begint in {span.first}")
            yield Finding.at(
                role_place(facts, span.item, "begrotingsjaren"),
                "begrotingsjaar-buiten-looptijd",
                f"{year} staat bij de begrotingsjaren, maar dit {what}.",
                f"Haal {year} weg, of verbeter begin of einde.",
                Severity.WARNING,
            )


def a_successor_comes_after_an_end(facts: Facts) -> Iterator[Finding]:
    """Only what holds no more has something in its place.

    Slecht: vervangen_door bij status: vastgesteld. Goed: status: vervallen, of vervangen_door weg.
    """
    for item in facts.model.items.values():
        if facts.roles.value(item, SUCCESSOR) is not None and item.key not in facts.lapses:
            if facts.council.adoption(item).withdrawn or _lapses_later(item, facts):
                continue
            yield Finding.at(
                role_place(facts, item, SUCCESSOR),
                "opvolger-te-vroeg",
                "Hier staat wat ervoor in de plaats komt, maar dit geldt nog.",
                "Zet de status op ingetrokken of vervallen, of haal deze regel weg.",
                Severity.WARNING,
            )


def nothing_in_force_hangs_only_on_what_lapsed(facts: Facts) -> Iterator[Finding]:
    """What is in force hangs in the tree under something that is in force too.

    Slecht: een doel onder een opgave met status: vervallen. Goed: het doel onder de opgave die haar opvolgt.
    """
    for item in facts.model.items.values():
        above = facts.roles.parents(item)
        if not above or item.key in facts.lapses or any(key not in facts.lapses for key in above):
            continue
        lapse = facts.lapses[above[0]]
        heir = facts.model.items.get(lapse.heir) if lapse.heir else None
        yield Finding.at(
            role_place(facts, item, "boom"),
            "hangt-aan-vervallen",
            f"{lapse.item.title} is {lapse.status}, maar dit hangt er nog onder.",
            f"Hang dit onder {heir.title} ({heir.key.id}), of zet ook hier de status op {lapse.status}."
            if heir
            else f"Hang dit ergens anders onder, of zet ook hier de status op {lapse.status}.",
            Severity.WARNING,
        )


def a_count_is_not_less_than_what_is_listed(facts: Facts) -> Iterator[Finding]:
    """A number that is typed beside a list is at least as large as the list: more may follow, less cannot be.

    Slecht: aantal_werkgroepen: 2 boven drie werkgroepen. Goed: 3, of 7 als er nog vier zonder naam zijn.
    """
    for item in facts.model.items.values():
        for name, value in item.fields.items():
            listed = item.fields.get(name.removeprefix(_COUNT)) if name.startswith(_COUNT) else None
            if isinstance(value, int) and isinstance(listed, tuple) and len(listed) > value:
                what = facts.roles.kind(item).shape.fields[name.removeprefix(_COUNT)].title.lower()
                yield Finding.at(
                    value_place(facts.model, item, name),
                    "aantal-te-klein",
                    f"Hier staat {value}, maar er staan {len(listed)} {what}.",
                    f"Schrijf {len(listed)} of meer, of haal uit de lijst weg wat er niet hoort.",
                )


def _lapses_later(item: Item, facts: Facts) -> bool:
    """Whether its status says that it holds no more, from a day that is still to come."""
    return facts.roles.value(item, STATUS) in ("ingetrokken", "vervallen")


PLANS: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    nothing_ends_before_it_begins,
    what_is_over_has_ended,
    budget_years_lie_within_the_time_that_it_runs,
    a_successor_comes_after_an_end,
    nothing_in_force_hangs_only_on_what_lapsed,
    a_count_is_not_less_than_what_is_listed,
)
