"""What templates see of decisions, votes, meetings and agreements: the facts, and the lists that papers print of them.

Filters: `ding | uitslag`, `ding | stemming`, `ding | besluit`, `ding | wijzigt`, `ding | vaststelling`,
`ding | afspraak`, `stap | stap`, `punten | genummerd`, `tijd | tijdstip`, `vergadering | bijeenkomst`. Globals:
`afspraken(lijst, soort)`, `genoteerd(soort)`, `bijeenkomsten(dingen)` and `organen()`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kapstok.core.text import format_number
from kapstok.kinds.schema import Kind
from kapstok.reckon.bodies import bodies
from kapstok.reckon.council import Council
from kapstok.reckon.gatherings import clock
from kapstok.reckon.matters import Matter, State, due_words
from kapstok.render.offers.things import Block, Shown, Thing, World
from kapstok.render.plan.headings import Heading

_STANDARD = {str(state) for state in State} | {"ingediend", "aangehouden", "verworpen", "ingetrokken"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The agreements of one state, under their heading, in order."""

    name: str
    heading: str
    rows: tuple[Matter, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbered:
    """Points with numbers; `plain` when these are 1, 2, 3 … with nothing below them, as a list counts by itself."""

    points: tuple[Shown, ...]
    plain: bool

    def __bool__(self) -> bool:
        return bool(self.points)


@dataclass(frozen=True, kw_only=True, slots=True)
class Involved:
    """Who take part in some activities: organisations, others by name, and who leads which of them."""

    partners: tuple[Thing, ...]
    others: tuple[object, ...]
    leaders: tuple[tuple[str, tuple[Thing, ...]], ...]

    def __bool__(self) -> bool:
        return bool(self.partners or self.others or self.leaders)


@dataclass(frozen=True, kw_only=True, slots=True)
class Divided:
    """Things with a mark, and the others."""

    marked: tuple[object, ...]
    others: tuple[object, ...]


class CouncilOffers:
    """The facts of council for templates."""

    def __init__(
        self,
        world: World,
        council: Council,
        parts: Callable[[str], tuple[Heading, ...]],
        named_by: Callable[[Thing], list[tuple[Kind, tuple[Thing, ...]]]],
    ) -> None:
        self.world, self.council, self._parts, self._named_by = world, council, parts, named_by

    def filters(self) -> dict[str, Callable[..., object]]:
        """The filters, by name."""
        facts, show = self.council, self.world.show
        return {
            "uitslag": lambda thing: show(facts.outcome(thing._item)),
            "stemming": lambda thing: show(facts.vote(thing._item)),
            "besluit": lambda thing: show(facts.decision(thing._item)),
            "wijzigt": lambda thing: show(facts.changes(thing._item)),
            "vaststelling": lambda thing: show(facts.adoption(thing._item)),
            "afspraak": lambda thing: show(facts.matter(thing._item)),
            "stap": lambda thing: show(facts.step(thing._item)),
            "bijeenkomst": lambda thing: show(facts.gathering(thing._item)),
            "genummerd": numbered,
            "tijdstip": lambda written: clock(written or ""),
            "ondertekenaars": signers,
            "scheiding": between,
            "afgesproken": self.agreed,
            "uiterlijk": due_words,
            "besproken_in": self.discussed,
            "betrokkenen": involved,
            "van_soort": lambda things, kind: tuple(t for t in things if t._kind.name == kind),
            "langs": along,
            "verdeeld": divided,
            "met_totaal": with_total,
        }

    def globals(self) -> dict[str, object]:
        """The functions and values that every template has, by name."""
        return {
            "afspraken": self.groups,
            "genoteerd": self.noted,
            "bijeenkomsten": self.meetings,
            "koppen_op_naam": lambda paper: {part.deel: part.kop for part in self._parts(paper)},
            "organen": lambda: self.world.show(bodies(self.council.roles)),
        }

    def groups(self, paper: str, *kinds: str, only: Sequence[str] = (), without: Sequence[str] = ()) -> object:
        """The agreements of these kinds by their state, in the order of the headings of a paper.

        `only` and `without` choose by the sort of agreement. A state that no standard heading is for, has its own word
        as heading, so that nothing falls out of the list.
        """
        found = [m for kind in kinds for m in self.council.matters(kind) if not only or self._is(m, only)]
        rows = [m for m in found if m.sort not in without]
        headings = {part.deel: part.kop for part in self._parts(paper)}
        others = [m.group for m in rows if m.group not in _STANDARD and m.group not in headings]
        names = {**headings, **{name: f"{name[:1].upper()}{name[1:]}" for name in others}}
        groups = [
            Group(name=name, heading=heading, rows=tuple(m for m in rows if m.group == name))
            for name, heading in names.items()
        ]
        return self.world.show(tuple(group for group in groups if group.rows))

    def agreed(self, points: Iterable[Shown], sort: str) -> tuple[Thing, ...]:
        """What was agreed at these points of an agenda, of one sort."""
        kept = (thing for point in points for thing in point.agreed)
        return tuple(thing for thing in kept if self.council.matter(thing._item).sort == sort)

    def discussed(self, things: Iterable[Thing], kinds: Collection[str]) -> tuple[Thing, ...]:
        """The papers and points of meetings (of these kinds) that one of these things is named in, each once."""
        named = (pair for thing in things for pair in self._named_by(thing))
        return tuple(dict.fromkeys(thing for kind, others in named if kind.name in kinds for thing in others))

    def _is(self, matter: Matter, sorts: Sequence[str]) -> bool:
        """Whether an agreement is of these sorts; one that is no part of anything has no sorts to choose from."""
        return matter.sort in sorts or matter.item.parent is None

    def noted(self, kind: str) -> object:
        """The decisions that were only written down, the newest meeting first."""
        return self.world.show(self.council.noted(kind))

    def meetings(self, things: Iterable[Thing]) -> object:
        """Meetings that come, the first of them first, and those that were, the last first."""
        return self.world.show(self.council.calendar([thing._item for thing in things]))


def numbered(points: Sequence[Shown]) -> Numbered:
    """Points as a template prints them."""
    plain = all(point.number == str(place) and not point.below for place, point in enumerate(points, start=1))
    return Numbered(points=tuple(points), plain=plain)


def signers(rows: Sequence[object], before: str = "") -> tuple[str, ...]:
    """Who sign, each with the comma before the room to sign: a role, and the name behind it when there is one."""
    return tuple(f"{before}{_signer(row)}" for row in rows or ())


def _signer(row: object) -> str:
    if isinstance(row, Block):
        role, *name = (str(value) for _, _, value in row._world.fields(row))
        return f"{role}, {name[0]}" if name else f"{role},"
    return f"{str(row).rstrip(' .;')},"


def between(answer: str | None) -> Markup:
    """What stands between a question and its answer: an answer of several paragraphs begins one of its own."""
    return Markup("\n\n" if answer and "\n" in answer.strip() else "  \n")


def involved(things: Iterable[Thing], partners: str, others: str, leader: str) -> Involved:
    """Who take part in things, by the fields that name organisations, others and who leads; each once."""
    listed = list(things)
    leaders: dict[str, list[Thing]] = {}
    for thing in listed:
        if name := getattr(thing, leader):
            leaders.setdefault(str(name), []).append(thing)
    return Involved(
        partners=tuple(dict.fromkeys(one for thing in listed for one in getattr(thing, partners) or ())),
        others=tuple(dict.fromkeys(one for thing in listed for one in getattr(thing, others) or ())),
        leaders=tuple((name, tuple(led)) for name, led in leaders.items()),
    )


def along(things: Iterable[object], path: str) -> tuple[object, ...]:
    """Everything at the end of a path of fields that hold lists: `projecten | langs('resultaten.indicatoren')`."""
    found = tuple(things)
    for name in path.split("."):
        found = tuple(inner for thing in found for inner in getattr(thing, name) or ())
    return found


def divided(things: Iterable[object], mark: str, field: str, told: Collection[object]) -> Divided:
    """Things with a mark, and those without it whose `field` does not name something that is told elsewhere."""
    listed = tuple(things)
    return Divided(
        marked=tuple(thing for thing in listed if getattr(thing, mark)),
        others=tuple(thing for thing in listed if not getattr(thing, mark) and getattr(thing, field) not in told),
    )


def with_total(rows: Iterable[object], *fields: str, total: str) -> tuple[tuple[object, ...], ...]:
    """Rows of these fields, with the sum of one of them below when there are several rows; of how many it is a sum is
    said when one of them does not say it."""
    listed = [tuple(getattr(row, name) for name in fields) for row in rows]
    place = fields.index(total)
    known = [row[place] for row in listed if isinstance(row[place], int)]
    if len(listed) < 2 or not known:
        return tuple(listed)
    amount = sum(known)
    of_how_many = "" if len(known) == len(listed) else f" van {len(known)} van de {len(listed)}"
    last = [Markup(f"**Totaal{of_how_many}**"), *("" for _ in fields[1:])]
    last[place] = Markup(f"**{format_number(amount)}**")
    return (*listed, tuple(last))
