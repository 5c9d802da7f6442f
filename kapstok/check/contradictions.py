"""Contradictions: two things that cannot both be so. Small rules over the facts, each with its norm in the docstring.

All rules stand in `CONTRADICTIONS`. A rule says where it goes wrong, what is contradicted, and a cure that is right
when it is followed to the letter. What a schema can say of one field does not belong here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kapstok.check import adopted, figures
from kapstok.check.budgets import BUDGETS
from kapstok.check.council import COUNCIL
from kapstok.check.plans import PLANS
from kapstok.core.finding import Finding
from kapstok.reckon.door import Facts

Contradiction = Callable[[Facts], Iterator[Finding]]

CONTRADICTIONS: tuple[Contradiction, ...] = (
    adopted.what_is_adopted_has_nothing_open,
    figures.one_measurement_for_one_moment,
    figures.one_baseline_for_one_group,
    figures.one_spelling_for_one_group,
    figures.what_is_unknown_has_no_number,
    figures.a_target_comes_after_its_baseline,
    figures.one_target_for_one_term,
    figures.a_target_replaces_one_of_its_own,
    figures.a_target_goes_the_way_that_is_better,
    figures.a_range_runs_upward,
    figures.a_rank_is_a_rank,
    *COUNCIL,
    *BUDGETS,
    *PLANS,
)


def contradictions(facts: Facts) -> list[Finding]:
    """Run every rule over the facts of the whole model."""
    return [finding for rule in CONTRADICTIONS for finding in rule(facts)]
