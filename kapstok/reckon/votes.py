"""How a vote went: the parties, the sums, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kapstok.core.model import Item
from kapstok.reckon.facts import Ground
from kapstok.reckon.roles import Roles, number
from kapstok.reckon.rows import Row, rows

ADOPTED, REJECTED = "aangenomen", "verworpen"
MANNER, ON_TIE = "stemwijze", "bij-staken"
UNANIMOUS, ACCLAIMED = "unaniem", "acclamatie"
_UNCOUNTED = {UNANIMOUS: "met algemene stemmen", ACCLAIMED: "bij acclamatie", "hoofdelijk": "na hoofdelijke stemming"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """The votes of one party; a number that is left out is nought, but `absent` is None when nobody wrote it down."""

    name: str
    in_favour: int
    against: int
    abstained: int
    absent: int | None
    explained: str

    @property
    def voters(self) -> int:
        """How many of the party took part in the vote."""
        return self.in_favour + self.against + self.abstained

    @property
    def words(self) -> str:
        """The votes in words: `7 voor, 0 tegen, 1 onthouden`."""
        told = f"{self.in_favour} voor, {self.against} tegen"
        return f"{told}, {self.abstained} onthouden" if self.abstained else told


@dataclass(frozen=True, kw_only=True, slots=True)
class Vote:
    """A vote with its sums; `words` goes on after the outcome: "met 14 stemmen voor en 7 tegen".

    Without `parties` nobody counted: then only the `manner` is known. `absent` is None unless every party told it.
    """

    parties: tuple[Party, ...]
    manner: str
    on_tie: str
    grounds: tuple[Ground, ...]

    @property
    def in_favour(self) -> int:
        """How many were for."""
        return sum(party.in_favour for party in self.parties)

    @property
    def against(self) -> int:
        """How many were against."""
        return sum(party.against for party in self.parties)

    @property
    def abstained(self) -> int:
        """How many did not choose."""
        return sum(party.abstained for party in self.parties)

    @property
    def absent(self) -> int | None:
        """How many were not there; None when that is not known of every party."""
        told = [party.absent for party in self.parties]
        return None if None in told else sum(one for one in told if one is not None)

    @property
    def explanations(self) -> tuple[Party, ...]:
        """The parties that explained their vote."""
        return tuple(party for party in self.parties if party.explained)

    @property
    def tells_absent(self) -> bool:
        """Whether any party told how many of it were not there."""
        return any(party.absent is not None for party in self.parties)

    @property
    def words(self) -> str:
        """The sums in words; for a vote that nobody counted, how it was taken."""
        if not self.parties:
            return _UNCOUNTED.get(self.manner, f"stemwijze: {self.manner}")
        votes = "stem" if self.in_favour == 1 else "stemmen"
        told = f"met {self.in_favour} {votes} voor en {self.against} tegen"
        if self.abstained:
            told += f" en {self.abstained} {'onthouding' if self.abstained == 1 else 'onthoudingen'}"
        if not self.is_tie:
            return told
        return f"{told}; de stemmen staken" + (f": {self.on_tie.rstrip('.')}" if self.on_tie else "")

    @property
    def is_tie(self) -> bool:
        """Whether as many were for as against: then nothing was decided."""
        return bool(self.parties) and self.in_favour == self.against

    @property
    def outcome(self) -> str:
        """What follows from the sums, as an outcome is called; an empty string for a tie, or when nobody counted."""
        if self.is_tie or not self.parties:
            return ""
        return ADOPTED if self.in_favour > self.against else REJECTED


def vote_on(item: Item, roles: Roles) -> Vote | None:
    """The vote on an item as it was written down; None when there is none."""
    found, manner = rows(item, "stemmen", roles), roles.text(item, MANNER)
    if not found and not manner:
        return None
    return Vote(
        parties=tuple(map(_party, found)),
        manner=manner,
        on_tie=roles.text(item, ON_TIE),
        grounds=tuple(_grounds(item, found, roles)),
    )


def _party(row: Row) -> Party:
    absent = number(row.values.get("stem-afwezig"))
    return Party(
        name=row.text("stem-fractie"),
        in_favour=int(number(row.values.get("stem-voor")) or 0),
        against=int(number(row.values.get("stem-tegen")) or 0),
        abstained=int(number(row.values.get("stem-onthouden")) or 0),
        absent=None if absent is None else int(absent),
        explained=row.text("stem-verklaring"),
    )


def _grounds(item: Item, found: tuple[Row, ...], roles: Roles) -> Iterator[Ground]:
    if found:
        yield Ground(rule="opgeteld per fractie", item=item.key, field=found[0].field)
    for name in roles.kind(item).fields_with_role(MANNER):
        if name in item.fields:
            yield Ground(rule="wijze van stemmen", value=str(item.fields[name]), item=item.key, field=name)
