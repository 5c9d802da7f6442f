"""How each norm is held to, and how many items keep it. Pages, data and the command line count with this.

A norm has one of these places:

- `getoetst`: its tests apply to at least one item;
- `nu-niet-van-toepassing`: it has tests, and nothing to hold against them;
- `oordeel`: a person judged it;
- `niet-toetsbaar`: the reason why it cannot be tested stands beside it;
- nothing: nobody said yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kapstok.core.model import Item, Judgement, Key, Outcome
from kapstok.kinds.schema import Kind, Kinds

TEST_ROLE, VERDICT_ROLE, UNTESTABLE_ROLE = "toets", "oordeel", "niet-toetsbaar"
TESTED, NOT_NOW, JUDGED, UNTESTABLE, NOWHERE = "getoetst", "nu-niet-van-toepassing", "oordeel", "niet-toetsbaar", ""
PLACES = (TESTED, NOT_NOW, JUDGED, UNTESTABLE, NOWHERE)
KEEPS, BREAKS, EXEMPT, UNKNOWN = "houdt", "breekt", "afwijking", "onbekend"
STATE_WORDS: Mapping[str, str] = {
    KEEPS: "houdt zich eraan",
    BREAKS: "houdt zich er niet aan",
    EXEMPT: "mag afwijken",
    UNKNOWN: "niet te zeggen in deze uitgave",
}
NOT_FOR = "geldt-niet"
CASE_WORDS: Mapping[str, str] = {
    KEEPS: "houdt zich eraan",
    BREAKS: "houdt zich er niet aan",
    EXEMPT: "mag afwijken",
    NOT_FOR: "de toets gaat er niet over",
}
UNTESTABLE_PARTS = ("reden", "voorstel", "aanvaard_door")
_WORST_FIRST = (BREAKS, UNKNOWN, EXEMPT, KEEPS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Untestable:
    """Why a norm cannot be tested, how it is followed instead, and who accepted that; empty is not known."""

    reason: str
    proposal: str
    accepted_by: str

    @property
    def words(self) -> str:
        """All three in sentences; what is not known is said."""
        said = [f"{self.reason.rstrip('.')}."]
        said += [f"Voorstel: {self.proposal.rstrip('.')}."] if self.proposal else []
        said += [f"Aanvaard door {self.accepted_by.rstrip('.')}."] if self.accepted_by else []
        return " ".join([*said, *([self.unknown] if self.unknown else [])])

    @property
    def unknown(self) -> str:
        """What nobody wrote down yet, in a sentence; empty when it is complete."""
        lacks = [] if self.proposal else ["hoe het dan wel wordt gevolgd"]
        lacks += [] if self.accepted_by else ["wie dit aanvaardde"]
        is_or_are = "is" if len(lacks) == 1 else "zijn"
        text = f"{' en '.join(lacks)} {is_or_are} nog niet bekend."
        return text[0].upper() + text[1:] if lacks else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Where a norm stands, and the items that keep it, break it or are exempt: each item once, at its worst.

    Of those in `unknown` a view cannot tell: what its audience may not see could change the answer.
    """

    norm: Key
    place: str
    keeps: tuple[Key, ...]
    breaks: tuple[Key, ...]
    exempt: tuple[Key, ...]
    unknown: tuple[Key, ...] = ()

    @property
    def applies(self) -> int:
        """How many items the norm applies to, as far as is known."""
        return len(self.keeps) + len(self.breaks) + len(self.exempt)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sums:
    """Norms counted together: how many have each place, and what became of the items under them.

    An item counts with every norm that applies to it. The page, `kapstok kaders` and the data all print these.
    """

    norms: int
    places: Mapping[str, int]
    keeps: int
    breaks: int
    exempt: int
    unknown: int

    @property
    def applies(self) -> int:
        """How often a norm applied to an item and the answer is known."""
        return self.keeps + self.breaks + self.exempt

    @property
    def tested(self) -> int:
        """How many norms were tested on something."""
        return self.places[TESTED]

    @property
    def not_now(self) -> int:
        """How many have tests and nothing to hold against them."""
        return self.places[NOT_NOW]

    @property
    def judged(self) -> int:
        """How many a person judged."""
        return self.places[JUDGED]

    @property
    def untestable(self) -> int:
        """How many cannot be tested."""
        return self.places[UNTESTABLE]

    @property
    def nowhere(self) -> int:
        """Of how many nobody said yet."""
        return self.places[NOWHERE]


def sums(tallies: Iterable[Tally]) -> Sums:
    """Tallies added up."""
    listed = list(tallies)
    return Sums(
        norms=len(listed),
        places={place: sum(one.place == place for one in listed) for place in PLACES},
        keeps=sum(len(one.keeps) for one in listed),
        breaks=sum(len(one.breaks) for one in listed),
        exempt=sum(len(one.exempt) for one in listed),
        unknown=sum(len(one.unknown) for one in listed),
    )


def tally(judgement: Judgement, norm: Key) -> Tally:
    """Count what became of the items under a norm."""
    states: dict[Key, str] = {}
    for outcome in judgement.of_norm(norm):
        states[outcome.item] = worst((states.get(outcome.item, KEEPS), outcome.state))
    keeps, breaks, exempt, unknown = (
        tuple(item for item, found in states.items() if found == state) for state in (KEEPS, BREAKS, EXEMPT, UNKNOWN)
    )
    place = judgement.placements.get(norm, NOWHERE)
    return Tally(norm=norm, place=place, keeps=keeps, breaks=breaks, exempt=exempt, unknown=unknown)


def worst(states: Iterable[str]) -> str:
    """The worst of the states of an item under the tests of one norm."""
    return min(states, key=_WORST_FIRST.index)


def place_norms(items: Mapping[Key, Item], kinds: Kinds, outcomes: Iterable[Outcome]) -> dict[Key, str]:
    """The place of every norm: of all items whose kind can be placed, and of all others that carry a test."""
    applied = {outcome.test.norm for outcome in outcomes}
    return {
        item.key: TESTED if item.key in applied else _place(item, kind)
        for kind, item in norms(items, kinds)
        if must_be_placed(kind) or _has(item, kind, TEST_ROLE)
    }


def norms(items: Mapping[Key, Item], kinds: Kinds) -> Iterator[tuple[Kind, Item]]:
    """Every item that may carry a test, with its kind."""
    able = {kind.name for kind in kinds if kind.fields_with_role(TEST_ROLE)}
    yield from ((kinds[key.kind], item) for key, item in items.items() if key.kind in able)


def untestable(item: Item, kind: Kind) -> Untestable | None:
    """What a norm says of why it cannot be tested: a text, or a block with more; None when it says nothing."""
    said = next((item.fields[n] for n in kind.fields_with_role(UNTESTABLE_ROLE) if item.fields.get(n)), None)
    if isinstance(said, Mapping):
        reason, proposal, by = (" ".join(str(said.get(name, "")).split()) for name in UNTESTABLE_PARTS)
        return Untestable(reason=reason, proposal=proposal, accepted_by=by)
    return Untestable(reason=" ".join(str(said).split()), proposal="", accepted_by="") if said else None


def must_be_placed(kind: Kind) -> bool:
    """Whether every item of this kind has to say how it is held to."""
    return bool(kind.fields_with_role(UNTESTABLE_ROLE))


def _place(item: Item, kind: Kind) -> str:
    """The place of a norm of which no test applies to anything."""
    found = ((TEST_ROLE, NOT_NOW), (VERDICT_ROLE, JUDGED), (UNTESTABLE_ROLE, UNTESTABLE))
    return next((place for role, place in found if _has(item, kind, role)), NOWHERE)


def _has(item: Item, kind: Kind, role: str) -> bool:
    return any(item.fields.get(name) for name in kind.fields_with_role(role))
