"""What must stand out in a comparison: small rules, each with its example, all in one visible tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kapstok.compare.editions import Edition
from kapstok.compare.naming import Naming, naming_of
from kapstok.compare.signs import addresses, aims, endings, money, norms, persons, sight
from kapstok.compare.signs.sides import Sides
from kapstok.compare.values import Sign, SignKind, ThingChange

Rule = Callable[[Sides], Iterator[Sign]]

SIGNS: tuple[Rule, ...] = (
    sight.a_thing_comes_in_sight_or_goes,
    sight.a_thing_is_for_other_readers,
    sight.a_block_comes_in_sight_or_goes,
    sight.a_field_is_for_other_readers,
    sight.secrecy_rests_on_what_is_public,
    norms.a_test_is_weaker,
    norms.a_gate_is_weaker,
    norms.a_norm_makes_an_exception,
    norms.a_thing_is_exempted,
    aims.a_target_asks_less,
    aims.a_term_moves,
    money.money_or_staff_moves,
    money.an_amount_of_a_thing_changes,
    endings.a_thing_ends,
    endings.a_thing_is_gone,
    endings.what_was_decided_is_touched,
    endings.a_kept_paper_is_touched,
    persons.a_person_can_be_known,
    addresses.an_address_dies,
)
_ORDER = tuple(SignKind)


def signs_of(
    old: Edition, new: Edition, things: Sequence[ThingChange], naming: Naming | None = None
) -> tuple[Sign, ...]:
    """Every sign of a change, in the order of their kinds and then of the agenda."""
    sides = Sides(old=old, new=new, things=tuple(things), naming=naming or naming_of(old, new))
    found = [sign for rule in SIGNS for sign in rule(sides)]
    return tuple(sorted(dict.fromkeys(found), key=lambda sign: _ORDER.index(sign.kind)))


__all__ = ["SIGNS", "Rule", "Sides", "signs_of"]
