"""What follows from a change: the difference of what two versions derive and print for one audience.

`FACTS` is one visible tuple: each source compares one sort of facts. What is printed is compared after that, text by
text, without converting anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kapstok.compare.editions import Edition
from kapstok.compare.effects import Effect
from kapstok.compare.fact_effects import adoptions, agreements, counts, decisions, moments, plans, verdicts
from kapstok.compare.money_effects import money
from kapstok.compare.naming import Naming
from kapstok.compare.norm_effects import exemptions, norms
from kapstok.compare.print_effects import addresses, printing
from kapstok.compare.sides import Sides, sides_of
from kapstok.compare.suspect_effects import suspect
from kapstok.compare.values import Consequence, ThingChange

FACTS: tuple[Callable[[Sides], Iterator[Consequence]], ...] = (
    norms,
    exemptions,
    verdicts,
    decisions,
    adoptions,
    money,
    plans,
    agreements,
    moments,
    counts,
    suspect,
)
_ORDER = {str(kind): place for place, kind in enumerate(Effect)}


def consequences_of(
    old: Edition, new: Edition, things: Sequence[ThingChange], naming: Naming | None = None
) -> tuple[Consequence, ...]:
    """Every consequence for the audience of the two editions, by sort; nothing twice."""
    from kapstok.compare.printing import printed  # late: who only checks has no need of what renders

    sides = sides_of(old, new, things, naming)
    found = [one for source in FACTS for one in source(sides)]
    was, becomes = printed(old), printed(new)
    found += [*printing(sides, was, becomes), *addresses(sides, was, becomes)]
    once = {(one.kind, one.subject, one.words): one for one in found}
    return tuple(sorted(once.values(), key=lambda one: _ORDER[str(one.kind)]))
