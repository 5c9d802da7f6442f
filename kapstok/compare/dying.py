"""Public addresses that a proposal kills, as findings: what was taken away or renamed by hand, with the cure."""

from __future__ import annotations

from kapstok.compare.editions import Edition, Pair
from kapstok.compare.naming import naming_of
from kapstok.compare.signs.addresses import an_address_dies
from kapstok.compare.signs.sides import Sides
from kapstok.compare.things import things_changed
from kapstok.compare.values import Sign
from kapstok.core.audience import PUBLIC
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Position
from kapstok.core.text import shortened

CODE = "adres-vervalt"


def dying_addresses(pair: Pair) -> list[Finding]:
    """Every address of the public site that was there in the older version and leads nowhere in the newer one."""
    old, new = Edition(pair.old, PUBLIC), Edition(pair.new, PUBLIC)
    naming = naming_of(old, new)
    sides = Sides(old=old, new=new, things=things_changed(old, new, naming), naming=naming)
    return [_finding(sign, sides) for sign in an_address_dies(sides)]


def _finding(sign: Sign, sides: Sides) -> Finding:
    """At the thing as it is called now; what is gone is told at the file that it had."""
    item = sides.new.view.items.get(sign.thing) if sign.thing else None
    place = item.position if item is not None else Position(line=1, column=1)
    return Finding(
        path=item.path if item is not None else sign.path,
        line=place.line,
        column=place.column,
        severity=Severity.WARNING,
        code=CODE,
        message=f"{shortened(sign.title, 80)}: {sign.words}",
        hint=sign.hint,
    )
