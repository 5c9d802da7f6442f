"""Contradictions in budgets: lines that cannot both count, and amounts that are typed in two places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from kapstok.check.pointing import role_place
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Item, Key
from kapstok.core.places import value_place
from kapstok.core.text import NBSP, format_euro
from kapstok.reckon.budget import add, state_words
from kapstok.reckon.door import Facts
from kapstok.reckon.money import BUDGETED, COSTS, REALISED, Line, Paper
from kapstok.reckon.planning import span_of
from kapstok.reckon.roles import number

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BEFORE, _AFTER = 2, 4  # a budget tells of the accounts two years back, and of the years that it looks ahead


def a_line_is_of_a_year_of_its_budget(facts: Facts) -> Iterator[Finding]:
    """A line is of a year that its paper is about.

    Slecht: jaar: 2028 in de Begroting 2020-2021. Goed: jaar: 2021, of een regel in de begroting van 2028.
    """
    for line in facts.money.lines:
        if line.paper is None or line.year is None or line.paper.year is None:
            continue
        first, last = _years(line.paper)
        if not first <= line.year <= last and _says_year(line.item, facts):
            yield Finding.at(
                role_place(facts, line.item, "boekjaar", instead="id"),
                "regel-buiten-begroting",
                f"{line.year} hoort niet bij dit stuk, dat gaat over {first} tot en met {last}.",
                "Verbeter het jaar, of zet de regel in de begroting van dat jaar.",
                Severity.WARNING,
            )


def what_is_realised_is_of_a_year_that_came(facts: Facts) -> Iterator[Finding]:
    """Nothing was spent in a year that has not begun.

    Slecht: stand: realisatie en jaar: 2030. Goed: stand: begroot, zolang 2030 nog moet komen.
    """
    for line in facts.money.lines:
        if line.state == REALISED and line.year is not None and line.year > facts.day.year:
            yield Finding.at(
                role_place(facts, line.item, "stand", instead="id"),
                "realisatie-vooraf",
                f"{line.year} moet nog komen, dus daarin is nog niets gerealiseerd.",
                "Schrijf stand: begroot, of verbeter het jaar.",
            )


def papers_of_one_place_have_posts_of_their_own(facts: Facts) -> Iterator[Finding]:
    """Of two papers that tell of one post in one year it is known which is the newest.

    Slecht: twee wijzigingen van 2020 zonder dag die dezelfde post noemen. Goed: bij elk een stap in besluitvorming.
    """
    seen: dict[tuple[object, ...], Line] = {}
    for line in facts.money.lines:
        if line.paper is None or line.on is None or not line.paper.is_there:
            continue
        key = (line.period, line.post, line.paper.place)
        first = seen.setdefault(key, line)
        if first.paper is not None and first.paper.item != line.paper.item:
            yield Finding.at(
                role_place(facts, line.item, "bedrag" if not line.is_staff else "fte", instead="id"),
                "post-dubbel",
                f"Deze post staat voor {line.year} ook in {first.paper.item.title}. Welke is de nieuwste?",
                "Zet bij elk van de twee stukken in besluitvorming wanneer het is vastgesteld, of haal een van de twee "
                "regels weg.",
            )


def costs_agree_with_the_budget(facts: Facts) -> Iterator[Finding]:
    """What something may cost stands in one place, and where it stands in two they say the same.

    Slecht: kosten 48000 in 2026, en in de begroting van 2026 een post van 50000. Goed: tweemaal 48000.
    """
    lines: dict[tuple[Key, int | None], list[Line]] = {}
    for line in facts.money.counted:
        if line.on and line.state == BUDGETED and line.sort == COSTS and not line.is_staff:
            lines.setdefault((line.on, line.year), []).append(line)
    for (key, year), some in lines.items():
        item, sums = facts.model.items[key], add(some).costs
        for field, amount, place in _asked(item, year, facts):
            if sums.is_known and sums.value != amount:
                yield Finding.at(
                    value_place(facts.model, item, field, place),
                    "kosten-anders-begroot",
                    f"Hier staat {_plain(format_euro(int(amount)))}, en {state_words(BUDGETED)} voor {year} is "
                    f"{_plain(sums.words)}.",
                    f"Maak de bedragen gelijk: hier, of bij {some[0].item.title} in {some[0].item.path}.",
                    Severity.WARNING,
                )


def _asked(item: Item, year: int | None, facts: Facts) -> Iterator[tuple[str, Decimal, str]]:
    """The amounts that an item says it may cost in a year: the field, the amount, and where in the field it stands."""
    shapes = facts.roles.kind(item).shape.fields
    for name, value in item.fields.items():
        if not isinstance(value, Mapping):
            continue
        inner = shapes[name].fields
        years = [value.get(part) for part, shape in inner.items() if "boekjaar" in shape.roles]
        if year not in years or year is None:
            continue
        for part, shape in inner.items():
            amount = number(value.get(part))
            if shape.form == "euro" and amount is not None:
                yield name, amount, part


def no_money_after_the_end(facts: Facts) -> Iterator[Finding]:
    """What has ended costs nothing in a later year: 0 may stand there, to show that it stopped.

    Slecht: einde: 2025-06-30, en 12500 begroot voor 2026. Goed: 0 voor 2026, of een later einde.
    """
    for line in facts.money.counted:
        item = facts.model.items.get(line.on) if line.on else None
        if item is None or not line.value or line.year is None or facts.roles.value(item, "einde") is None:
            continue
        last = span_of(item, facts.roles).last
        if last is not None and last < line.year:
            yield Finding.at(
                role_place(facts, line.item, "fte" if line.is_staff else "bedrag", instead="id"),
                "bedrag-na-einde",
                f"{item.title} eindigt in {last}, maar hier staat {_plain(line.amount.words)} voor {line.year}.",
                f"Schrijf 0, of verbeter het einde in {item.path}.",
                Severity.WARNING,
            )


def _plain(words: str) -> str:
    """Words for a message: with plain spaces, so that they can be searched and typed."""
    return words.replace(NBSP, " ")


def _years(paper: Paper) -> tuple[int, int]:
    """The first and last year that a paper is about: those in its title, else some years around its own."""
    assert paper.year is not None
    named = [int(year) for year in _YEAR.findall(paper.item.title)]
    if len(set(named)) > 1 and min(named) <= paper.year <= max(named):
        return min(named), max(named)
    return paper.year - _BEFORE, paper.year + _AFTER


def _says_year(item: Item, facts: Facts) -> bool:
    return facts.roles.value(item, "boekjaar") is not None


BUDGETS: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    a_line_is_of_a_year_of_its_budget,
    what_is_realised_is_of_a_year_that_came,
    papers_of_one_place_have_posts_of_their_own,
    costs_agree_with_the_budget,
    no_money_after_the_end,
)
