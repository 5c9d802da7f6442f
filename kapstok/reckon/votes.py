"""How a vote went: the parties, the sums, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

from kapstok.core.model import Item
from kapstok.reckon.facts import Ground
from kapstok.reckon.roles import Roles, number
from kapstok.reckon.rows import rows

ADOPTED, REJECTED = "aangenomen", "verworpen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """The votes of one party; a number that is left out is nought."""

    name: str
    in_favour: int
    against: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Vote:
    """A vote with its sums; `words` goes on after the outcome: "met 14 stemmen voor en 7 tegen"."""

    parties: tuple[Party, ...]
    in_favour: int
    against: int
    grounds: tuple[Ground, ...]

    @property
    def words(self) -> str:
        """The sums in words."""
        votes = "stem" if self.in_favour == 1 else "stemmen"
        return f"met {self.in_favour} {votes} voor en {self.against} tegen"

    @property
    def is_tie(self) -> bool:
        """Whether as many were for as against: then nothing was decided."""
        return self.in_favour == self.against

    @property
    def outcome(self) -> str:
        """What follows from the sums, as an outcome is called; an empty string for a tie."""
        if self.is_tie:
            return ""
        return ADOPTED if self.in_favour > self.against else REJECTED


def vote_on(item: Item, roles: Roles) -> Vote | None:
    """The vote on an item as it was written down; None when there is none."""
    found = rows(item, "stemmen", roles)
    if not found:
        return None
    parties = tuple(
        Party(
            name=row.text("stem-fractie"),
            in_favour=int(number(row.values.get("stem-voor")) or 0),
            against=int(number(row.values.get("stem-tegen")) or 0),
        )
        for row in found
    )
    ground = Ground(rule="opgeteld per fractie", item=item.key, field=found[0].field)
    return Vote(
        parties=parties,
        in_favour=sum(party.in_favour for party in parties),
        against=sum(party.against for party in parties),
        grounds=(ground,),
    )
