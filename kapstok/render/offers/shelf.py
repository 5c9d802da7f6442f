"""The papers as templates see them: those of one thing, all of them, and the parts that a paper is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import jinja2

from kapstok.core.collation import natural_key
from kapstok.core.dates import format_day
from kapstok.render.offers.things import Thing, World
from kapstok.render.plan.headings import Heading, Headings
from kapstok.render.plan.papers import Plan, Planned


@dataclass(frozen=True, kw_only=True, slots=True)
class Stuk:
    """A paper as a template sees it: in Dutch, as its author writes `stuk.soort`.

    `soort` is the kind of paper, `naam` its name in addresses, `ding` what it is of, `dag` the day it carries and
    `versie` the day of its last change, when that is another (`dag_in_woorden` and `versie_in_woorden` as printed).
    `vormen` are (format, address from the root); `eerder` those of adopted editions before this one. `bevroren` says
    that these are the bytes that were adopted.
    """

    soort: str
    titel: str
    naam: str
    ding: Thing
    status: str
    vormen: tuple[tuple[str, str], ...]
    dag: date
    dag_in_woorden: str
    versie_in_woorden: str = ""
    bevroren: bool = False
    eerder: tuple[tuple[str, str], ...] = ()


class Shelf:
    """Every paper of a view. `issued` gets the day of each paper, by its stem, once it is rendered."""

    def __init__(
        self, world: World, plan: Plan, day: date, headings: Headings, words: Mapping[str, str] | None = None
    ) -> None:
        self.plan = plan
        self.issued: dict[str, date] = {}
        self._world, self._day, self._headings, self._words = world, day, headings, words or {}

    def owners(self) -> list[Thing]:
        """Every thing that has papers."""
        return [self._world.thing(key) for key in self.plan.papers]

    def withdrawn(self) -> list[Thing]:
        """Every thing whose papers are there no more, because it was withdrawn or has expired."""
        return [self._world.thing(key) for key in self.plan.withdrawn]

    def papers(self, nieuwste: bool = False) -> list[Stuk]:
        """Every paper there is, by the kind of paper and in order; or by its day, the newest (`nieuwste`) first."""
        found = sorted(map(self._paper, self.plan), key=lambda paper: natural_key(paper.soort))
        return sorted(found, key=lambda paper: paper.dag, reverse=True) if nieuwste else found

    def papers_of(self, thing: Thing) -> list[Stuk]:
        """The papers of a thing, in the order of their templates' names."""
        return [self._paper(planned) for planned in self.plan.papers.get(thing._item.key, ())]

    def parts(self, name: str) -> tuple[Heading, ...]:
        """The parts of a paper with their headings, in order; no such paper is an error in the template."""
        if name not in self._headings:
            raise jinja2.UndefinedError(f"'{name}' is undefined")
        return tuple(replace(part, kop=self._filled(part.kop)) for part in self._headings[name])

    def _filled(self, heading: str) -> str:
        """A heading with the names of the bodies of this agenda in it."""
        for name, word in self._words.items():
            heading = heading.replace(f"{{{name}}}", word)
        return heading

    def _paper(self, planned: Planned) -> Stuk:
        frozen = planned.frozen[0] if planned.frozen else None
        changed = frozen.day if frozen else self.issued.get(planned.stem, self._day)
        own = None if frozen else planned.day
        version = format_day(changed)
        return Stuk(
            soort=planned.design.label,
            titel=planned.title,
            naam=planned.stem,
            ding=self._world.thing(planned.item.key),
            status=frozen.status if frozen else planned.status,
            vormen=planned.paths,
            dag=own.sort_key if own else changed,
            dag_in_woorden=own.text if own else version,
            versie_in_woorden=version if own and own.text != version else "",
            bevroren=frozen is not None,
            eerder=planned.earlier_paths,
        )
