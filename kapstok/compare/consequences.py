"""What follows from a change: the difference of what two versions derive and print for one audience.

`FACTS` is one visible tuple: each source compares one sort of facts. What is printed is compared after that, text by
text, without converting anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kapstok.compare.address_effects import addresses, print_addresses
from kapstok.compare.editions import Edition
from kapstok.compare.effects import Effect
from kapstok.compare.fact_effects import adoptions, agreements, counts, decisions, moments, plans, verdicts
from kapstok.compare.money_effects import money
from kapstok.compare.naming import Naming
from kapstok.compare.norm_effects import exemptions, norms
from kapstok.compare.print_effects import not_asked, printing, unsure
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
    old: Edition, new: Edition, things: Sequence[ThingChange], naming: Naming | None = None, *, prints: bool = True
) -> tuple[Consequence, ...]:
    """Every consequence for the audience of the two editions, by sort; nothing twice.

    Without `prints` it is not found out which pages, papers and files change, and said so.
    """
    sides = sides_of(old, new, things, naming)
    found = [one for source in FACTS for one in source(sides)]
    found += _of_prints(sides) if prints else [not_asked(), *addresses(sides)]
    once = {(one.kind, one.subject, one.words): one for one in found}
    return tuple(sorted(once.values(), key=lambda one: _ORDER[str(one.kind)]))


def _of_prints(sides: Sides) -> list[Consequence]:
    from kapstok.compare.printing import printed  # late: who only checks has no need of what renders

    was, becomes = printed(sides.old), printed(sides.new)
    if not was.known or not becomes.known:
        return [unsure((sides.old if not was.known else sides.new).version.name), *addresses(sides)]
    found = [*printing(sides, was, becomes), *addresses(sides, was, becomes)]
    return [*found, *print_addresses(sides, was, becomes)]
