"""Why: what is derived about a thing, with the rule and the inputs, for whoever asks.

`SOURCES` is one visible tuple: each source gives the answers of one sort of facts about a thing. The page that unfolds
"Waarom?", `kapstok waarom` and the open data all take what `why` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kapstok.core.model import Item
from kapstok.reckon.answer import Answer
from kapstok.reckon.decisions import is_proposal
from kapstok.reckon.facts import Fact
from kapstok.reckon.matters import is_matter
from kapstok.reckon.money_words import counting, spending
from kapstok.reckon.norms import of_norms
from kapstok.reckon.outcomes import has_outcome
from kapstok.reckon.planning import span_of
from kapstok.reckon.reports import to_report

if TYPE_CHECKING:
    from kapstok.reckon.door import Facts


Source = Callable[["Facts", Item], Iterator[Answer]]


def why(facts: Facts, item: Item) -> tuple[Answer, ...]:
    """Every derived statement about a thing, in the order of the sources; empty when nothing is derived about it."""
    return tuple(answer for source in SOURCES for answer in source(facts, item))


def answer(about: Item, what: str, fact: Fact) -> Answer:
    """A fact as the answer to why."""
    return Answer(about=about.key, what=what, words=fact.words, grounds=fact.grounds)


def _of_indicator(facts: Facts, item: Item) -> Iterator[Answer]:
    """How an indicator stands, and each of its targets and groups."""
    if not facts.roles.measures(facts.roles.kind(item)):
        return
    found = facts.indicators.of(item)
    yield answer(item, "Stand", found.whole)
    for standing in found.targets:
        if standing is not found.whole and standing.target is not None:
            named = f"Stand van {standing.target.item.key.id.rpartition('.')[2]}"
            yield answer(item, named + (f" ({standing.group})" if standing.group else ""), standing)


def _of_target(facts: Facts, item: Item) -> Iterator[Answer]:
    """How one target stands, asked by its own id."""
    whole = facts.model.items.get(item.parent) if item.parent else None
    if whole is None or not facts.roles.measures(facts.roles.kind(whole)):
        return
    for standing in facts.indicators.of(whole).targets:
        if standing.target is not None and standing.target.item == item:
            yield answer(item, "Stand", standing)


def _of_moment(facts: Facts, item: Item) -> Iterator[Answer]:
    """What is to be reported at a moment, as it stood then."""
    if not facts.roles.kind(item).fields_with_role("rapporteren-over"):
        return
    for report in to_report(item, facts.indicators):
        if report.indicator is not None:
            named = f"Stand van {report.item.title} bij dit moment"
            yield Answer(about=report.item.key, what=named, words=report.words, grounds=report.indicator.whole.grounds)


def _of_council(facts: Facts, item: Item) -> Iterator[Answer]:
    """What was decided about a thing, how far the decision is, and how far what was agreed is."""
    roles, council = facts.roles, facts.council
    if has_outcome(item, roles):
        yield answer(item, "Uitslag", council.outcome(item))
    if is_proposal(item, roles) and council.outcome(item).adopted:
        decision = council.decision(item)
        yield Answer(about=item.key, what="Besluit", words=decision.said, grounds=decision.grounds)
    adoption = council.adoption(item)
    if adoption.words and not (adoption.outcome and adoption.outcome.result):
        yield answer(item, "Besluitvorming", adoption)
    if is_matter(item, roles) and council.matter(item).asks:
        yield answer(item, "Stand", council.matter(item))
    if roles.kind(item).fields_with_role("gedaan"):
        yield answer(item, "Stap", council.step(item))


def _of_money(facts: Facts, item: Item) -> Iterator[Answer]:
    """What a thing costs in each year and state, and whether a line counts."""
    line = counting(item, facts.money)
    if line is not None:
        yield answer(item, "Telt mee", line)
    for found in spending(item.key, facts.money, facts.roles):
        yield answer(item, f"Geld, {found.column.words}", found)


def _of_plan(facts: Facts, item: Item) -> Iterator[Answer]:
    """When a thing runs, and that it is no longer in force."""
    if item.key in facts.lapses:
        yield answer(item, "Geldt niet meer", facts.lapses[item.key])
    if facts.roles.has(facts.roles.kind(item), "begin", "voortgang"):
        span = span_of(item, facts.roles)
        if span.words:
            yield answer(item, "Looptijd", span)


SOURCES: tuple[Source, ...] = (_of_indicator, _of_target, _of_moment, _of_council, _of_money, _of_plan, of_norms)
