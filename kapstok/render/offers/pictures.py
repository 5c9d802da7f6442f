"""The drawings that templates ask for: `dingen | boom(…)`, `indicator | cijferlijn`, `indicator | grafiek(…)`,
`groepen | balken(…)`, `rijen | tijdbalken(…)` and `ding | stembalken`.

Each has a title and a description in words and is placed on a page or in a paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, Required, TypedDict, Unpack

from markupsafe import Markup

from kapstok.kinds.address import item_address, paper_anchor, relative
from kapstok.kinds.order import TREE_ROLE
from kapstok.reckon.door import Facts
from kapstok.reckon.indicators import Indicator
from kapstok.reckon.targets import Target
from kapstok.reckon.words import PLACES
from kapstok.render.drawings.bars import Amount, Group, amounts_svg, runs, runs_svg
from kapstok.render.drawings.charts import line_svg, points
from kapstok.render.drawings.drawing import Colours, place, plain_words
from kapstok.render.drawings.tree import Node, tree_svg
from kapstok.render.drawings.votes import votes_svg
from kapstok.render.offers.things import Thing, World

Rows = Iterable[Sequence[object]]  # a moment, a number and perhaps the end of a range
Groups = Iterable[
    tuple[str, Sequence[tuple[object, int, bool]]]
]  # a name, with words, an amount and whether it is filled
Runs = Iterable[tuple[str, str, object, object, str]]  # a name, words, a begin, an end and a look


class _Looks(TypedDict, total=False):
    """How a line is drawn; see `line_svg`."""

    legend: Required[tuple[str, str]]
    sign: str
    start: str
    inverted: bool
    height: int


Back = Callable[[Thing, str, str], Iterable[Thing]]


class Sheet(Protocol):
    """What a drawing needs to know of the page or paper that it stands on."""

    @property
    def address(self) -> str: ...
    @property
    def is_paper(self) -> bool: ...
    @property
    def images(self) -> dict[str, bytes]: ...


class Pictures:
    """Draws for templates; `back` gives the things of a kind that refer to one in a field."""

    def __init__(self, world: World, colours: Colours, facts: Facts, back: Back) -> None:
        self.world, self.colours, self.facts, self._back = world, colours, facts, back
        self.day = facts.day

    def filters(self) -> dict[str, Callable[..., Markup]]:
        """The filters by the names that templates use; each wants the sheet first."""
        return {
            "boom": self._tree,
            "grafiek": self._line,
            "cijferlijn": self._series,
            "balken": self._amounts,
            "tijdbalken": self._runs,
            "stembalken": self._votes,
        }

    def _tree(self, sheet: Sheet, things: Iterable[Thing], *levels: str, title: str, description: str) -> Markup:
        """A drawing of a tree: under each thing those of the next kind that name it as their parent in the tree."""
        nodes = [self._node(thing, levels, sheet) for thing in things]
        said = {"title": plain_words(title), "description": plain_words(description)}
        svg = tree_svg(nodes, colours=self.colours, links=not sheet.is_paper, **said)
        return place(svg, name="boom", images=_images(sheet), **said)

    def _node(self, thing: Thing, levels: Sequence[str], sheet: Sheet) -> Node:
        below: list[Thing] = []
        if levels:
            for name in self.world.kinds[levels[0]].fields_with_role(TREE_ROLE):
                below += self._back(thing, levels[0], name)
        address = relative(item_address(thing._item, self.world.model, self.world.kinds), sheet.address)
        return Node(
            text=thing._item.title + self._marks(thing, sheet),
            address=address,
            children=tuple(self._node(child, levels[1:], sheet) for child in below),
        )

    def _marks(self, thing: Thing, sheet: Sheet) -> str:
        """What stands behind a name in a drawing: that it is no longer in force, and that it is an example."""
        lapse = self.facts.lapses.get(thing._item.key)
        gone = f" ({lapse.status})" if lapse else ""
        return gone + ((" (voorbeeld)" if sheet.is_paper else "*") if thing._item.example else "")

    def _line(
        self, sheet: Sheet, thing: Thing, measured: Rows, aims: Rows, description: str, **looks: Unpack[_Looks]
    ) -> Markup:
        """A line of (moment, number) rows and of (moment, number, end of range) aims; nothing to draw gives nothing."""
        found, wanted = points(measured), points(aims)
        if not found or len(found) + len(wanted) < 2:
            return Markup("")
        said = {"title": thing._item.title, "description": plain_words(description)}
        name = paper_anchor(thing._item.key)
        svg = line_svg(found, wanted, name=name, colours=self.colours, **said, **looks)
        return place(svg, name="lijn", images=_images(sheet), **said)

    def _series(self, sheet: Sheet, thing: Thing, year: int | None = None) -> Markup:
        """What was measured of an indicator and the way to its targets, as the table beside it says it.

        In a paper it is so low that two of them fit on a page with their tables.
        """
        found = self.facts.indicators.of(thing._item, year=year)
        self.world.rest_on(found)
        measured = [(m.moment, float(m.value)) for m in found.series if m.value is not None]
        aims = [(t.term, *_ends(t)) for t in found.in_force if t.term and t.limits and t.same_unit]
        first = next((m for m in found.series if m.value is not None), None)
        wanted = next((self.world.kinds[t.item.key.kind].title.lower() for t in found.in_force), "")
        looks: _Looks = {"legend": ("gemeten", wanted), "height": 200}
        if not sheet.is_paper:
            start = "nulmeting" if first and first.is_baseline else ""
            looks = {"legend": ("gemeten", f"weg naar de {wanted}"), "start": start}
        unit = found.whole.unit
        looks |= {"sign": "%" if unit == "%" else "", "inverted": unit == PLACES}
        return self._line(sheet, thing, measured, aims, chart_words(found), **looks)

    def _amounts(self, sheet: Sheet, groups: Groups, *, title: str, description: str, name: str) -> Markup:
        """Bars of (name, rows of (words, amount, filled)) groups; without any amount there is nothing to draw."""
        made = [
            Group(name=plain_words(group), amounts=tuple(Amount(name=str(n), value=v, solid=s) for n, v, s in rows))
            for group, rows in groups
            if rows
        ]
        if not made:
            return Markup("")
        said = {"title": plain_words(title), "description": plain_words(description)}
        svg = amounts_svg(made, colours=self.colours, name=name, **said)
        return place(svg, name=name, images=_images(sheet), **said)

    def _runs(self, sheet: Sheet, rows: Runs, *, title: str, description: str, name: str) -> Markup:
        """Bars in time of (name, words, begin, end, look) rows, with a line at the peildatum."""
        some = runs((plain_words(called), plain_words(words), *rest) for called, words, *rest in rows)
        if not any(run.first or run.last for run in some):
            return Markup("")
        said = {"title": plain_words(title), "description": plain_words(description)}
        svg = runs_svg(some, colours=self.colours, name=name, today=self.day, now="nu", **said)
        return place(svg, name=name, images=_images(sheet), **said)

    def _votes(self, sheet: Sheet, thing: Thing) -> Markup:
        """Bars of the votes on a thing per party; nothing when nobody counted them."""
        vote = self.facts.council.vote(thing._item)
        if vote is None or not vote.parties:
            return Markup("")
        self.world.rest_on(vote)
        told = "; ".join(f"{party.name}: {party.words}" for party in vote.parties)
        said = {
            "title": f"Stemmen over {plain_words(thing._item.title)}",
            "description": plain_words(f"Staafdiagram van de stemmen per fractie. {told}. De tabel zegt hetzelfde."),
        }
        name = f"stemmen-{paper_anchor(thing._item.key)}"
        svg = votes_svg(vote.parties, colours=self.colours, name=name, **said)
        return place(svg, name=name, images=_images(sheet), **said)


def _ends(target: Target) -> tuple[float, ...]:
    """The number that a target leads to, or both ends of its range."""
    assert target.limits is not None
    ends = [float(end) for end in (target.limits.low, target.limits.high) if end is not None]
    return tuple(dict.fromkeys(ends))


def chart_words(found: Indicator) -> str:
    """What the line of an indicator shows, in the words of the table beside it."""
    measured = "; ".join(m.dated + (" (nulmeting)" if m.is_baseline else "") for m in found.series)
    told = f"Lijndiagram van {found.item.title}. Gemeten: {measured}."
    if found.in_force:
        told += f" Streefwaarde: {'; '.join(t.dated for t in found.in_force)}."
        told += " De stippellijn loopt van de eerste meting naar de streefwaarde."
    return f"{told} Dezelfde cijfers staan in de tabel."


def _images(sheet: Sheet) -> dict[str, bytes] | None:
    return sheet.images if sheet.is_paper else None
