"""What is planned, as pages and papers print it: lists for a year, drawings in time, the calendar, work by place.

Filters: `ding | looptijd`, `dingen | tijdrijen`, `dingen | per_plek`, `dingen | geldend`. Globals: `planning(jaar)`,
`startlijst(jaar)`, `stoplijst(jaar)`, `looptijden()`, `te_laat()`, `terugblikken()`, `kalender()`,
`termijnen()` and `loopt_in(…)`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from kapstok.core.collation import natural_key
from kapstok.core.dates import VagueDate
from kapstok.core.model import Key, Prose
from kapstok.reckon.door import Facts
from kapstok.reckon.places import by_place
from kapstok.reckon.planning import Span, in_year, overdue, span_of, to_start, to_stop
from kapstok.reckon.reports import to_report
from kapstok.reckon.words import words_of
from kapstok.render.offers.money_values import Book
from kapstok.render.offers.plan_values import Calendar, Counts, Placed, PlanPart, StepsTaken, Timeline, TimeRow
from kapstok.render.offers.things import Thing, World
from kapstok.render.offers.wording import counted


class PlanningOffers:
    """The planning of one view, for templates."""

    def __init__(self, world: World, facts: Facts) -> None:
        self.world, self.facts = world, facts

    def filters(self) -> dict[str, Callable[..., object]]:
        """The filters by the names that templates use."""
        return {
            "looptijd": lambda thing: self.world.show(span_of(thing._item, self.facts.roles)),
            "tijdrijen": self.timeline,
            "tijdpad": self.course,
            "per_plek": self.placed,
            "plandelen": self.parts,
            "geldend": self.in_force,
            "aantal": self.count,
            "vervallen": self.lapsed,
            "vervallen_deel": lambda thing: self.lapsed(thing, also_with_whole=False),
            "op_einde": self.by_end,
            "in_het_kort": self.in_short,
            "datumwoorden": words_of,
            "tenzij_in": unless_in,
            "ander_woord": lambda things, one, other: any(
                unless_in(getattr(t, one), getattr(t, other)) for t in things
            ),
            "onder_elk": self.under_each,
            "gegroepeerd": grouped,
            "namen_van": lambda things: tuple(thing._item.title for thing in things),
            "opgeteld": added_up,
            "stappenstand": self.course_of,
        }

    def globals(self) -> dict[str, object]:
        """The globals by the names that templates use."""
        facts, show = self.facts, self.world.show
        return {
            "planning": lambda year, kind="": show(in_year(year, self._of_kind(kind))),
            "startlijst": lambda year: show(to_start(year, facts.spans, facts.roles)),
            "stoplijst": lambda year: show(to_stop(year, facts.spans)),
            "looptijden": lambda: show(facts.spans),
            "te_laat": lambda: show(overdue(facts.spans, facts.day)),
            "terugblikken": lambda: show(facts.look_backs),
            "kalender": lambda: show(self.calendar()),
            "termijnen": lambda: show(facts.terms),
            "cyclustelling": self.cycle,
            "eerste_datum": self.first_date,
            "loopt_in": self.of_year,
            "dit_jaar": facts.day.year,
            "volgend_jaar": facts.day.year + 1,
        }

    def _of_kind(self, kind: str) -> tuple[Span, ...]:
        return tuple(span for span in self.facts.spans if kind in ("", span.item.key.kind))

    def timeline(self, things: Iterable[Thing]) -> Timeline:
        """Things over time, the earliest begin first."""
        keys = {thing._item.key for thing in things}
        spans = [span for span in self.facts.spans if span.item.key in keys]
        dated = sorted((span for span in spans if span.first is not None), key=lambda span: span.first or 0)
        return Timeline(
            rows=tuple(
                (span.item.title, _capital(f"{span.progress}, {span.when}"), span.begin, span.end, span.look)
                for span in dated
            ),
            spans=self.world.show(tuple(dated)),
            without=tuple(self.world.thing(span.item.key) for span in spans if span.first is None),
        )

    def course(self, whole: Thing, others: Iterable[Thing] = ()) -> tuple[TimeRow, ...]:
        """The parts of a thing that have a time of their own, and other things that last as long as it does.

        A part that is over without any word about its progress is drawn as over.
        """
        roles, rows = self.facts.roles, list[TimeRow]()
        for part in roles.parts(whole._item, "tijdlijn"):
            moment = roles.moment(part, "tijdlijn")
            progress = roles.text(part, "voortgang")
            self.world.note(part.key)
            over = moment is not None and moment.latest is not None and moment.latest < self.facts.day
            look = _LOOKS.get(progress, "klaar" if over and not progress else "nu")
            words = _capital(moment.text if moment else "")
            rows.append((part.title, f"{words}, {progress}" if progress else words, moment, moment, look))
        span = span_of(whole._item, roles)
        for other in others:
            progress = roles.text(other._item, "voortgang")
            self.world.note(other._item.key)
            words = _capital(progress or "voortgang onbekend") + (f", {span.begin.text}" if span.begin else "")
            name = f"{other._item.number} {other._item.title}".strip()
            rows.append((name, words, span.begin, span.end, _LOOKS.get(progress, "nu")))
        return tuple(rows)

    def placed(self, things: Iterable[Thing], every: bool = False) -> tuple[Placed, ...]:
        """Things by their place in the tree, each once; `every` keeps the tops under which there is nothing."""
        listed = {thing._item.key: thing for thing in things}
        found = by_place([*listed], self.facts.roles)
        return tuple(
            Placed(
                words=place.words,
                top=self.world.thing(place.item.key) if place.item else None,
                several=place.several,
                things=tuple(listed[key] for key in keys if key),
            )
            for place, keys in found
            if keys or (every and place.top)
        )

    def under_each(self, things: Iterable[Thing]) -> tuple[Placed, ...]:
        """Things under every top that is above them, so perhaps more than once, and last what is under none."""
        listed, roles = list(things), self.facts.roles
        above = {thing: roles.tops(thing._item.key) for thing in listed}
        tops = roles.tree_tops()
        made = [
            Placed(
                words=top.title,
                top=self.world.thing(top.key),
                several=False,
                things=tuple(thing for thing in listed if top.key in above[thing]),
            )
            for top in tops
        ]
        names = {top.key for top in tops}
        loose = tuple(thing for thing in listed if not above[thing] & names)
        return tuple(
            place for place in (*made, Placed(words="", top=None, several=False, things=loose)) if place.things
        )

    def course_of(self, steps: Iterable[Thing]) -> StepsTaken | None:
        """How far a process is; None without steps."""
        found = [self.facts.council.step(step._item) for step in steps]
        if not found:
            return None
        ahead = [step for step in found if not step.done]
        return StepsTaken(
            words=f"{len(found) - len(ahead)} van {len(found)}",
            steps=self.world.show(tuple(found)),
            next=self.world.show(ahead[0]) if ahead else None,
        )

    def first_date(self, *values: object) -> VagueDate | None:
        """The first date among some values; of a thing its own moment on the calendar."""
        found = (self.facts.roles.value(v._item, "kalender") if isinstance(v, Thing) else v for v in values)
        return next((value for value in found if isinstance(value, VagueDate)), None)

    def parts(self, things: Iterable[Thing], book: Book) -> tuple[PlanPart, ...]:
        """A plan by place in the tree, every top also when nothing is done there, with the money of each place."""
        money = {(place.top, place.several): place for place in book.places}
        done = {(place.top, place.several): place for place in self.placed(things, every=True)}
        order = [*done, *(key for key in money if key not in done)]
        tops = {top.key for top in self.facts.roles.tree_tops()}
        shared = [
            (thing, self.facts.roles.tops(thing._item.key)) for p in done.values() if p.several for thing in p.things
        ]
        order.sort(key=lambda key: (key[0] is None, not key[1]))
        return tuple(
            PlanPart(
                words=done[key].words if key in done else money[key].words,
                top=key[0],
                in_tree=key[0] is not None and key[0]._item.key in tops,
                things=done[key].things if key in done else (),
                shared=tuple(thing for thing, above in shared if key[0] is not None and key[0]._item.key in above),
                money=money.get(key),
            )
            for key in order
        )

    def of_year(self, year: int, kind: str, plans: Iterable[Thing] = ()) -> tuple[Thing, ...]:
        """The things of a kind that a year is about: what its plans name; otherwise what stands in its budget, and what
        begins, runs or ends in it."""
        named: list[Key] = []
        for plan in plans:
            named += [r.target for r in self.facts.model.references if r.source == plan._item.key and not r.in_prose]
        wanted = [key for key in dict.fromkeys(named) if key.kind == kind]
        if not wanted:
            spans = self._of_kind(kind)
            told = in_year(year, spans)
            moving = {choice.span.item.key for some in (told.begins, told.runs, told.ends) for choice in some}
            wanted = [span.item.key for span in spans if year in span.years or span.item.key in moving]
        return tuple(self.world.thing(key) for key in wanted)

    def in_force(self, things: Iterable[Thing]) -> tuple[Thing, ...]:
        """Those of some things that are still in force."""
        return tuple(thing for thing in things if thing._item.key not in self.facts.lapses)

    def count(self, value: int | Collection[object], one: str, more: str) -> str:
        """How many there are, with their name; of things only those that are in force: `1 doel`, `3 doelen`."""
        if isinstance(value, int):
            return counted(value, one, more)
        gone = sum(isinstance(each, Thing) and each._item.key in self.facts.lapses for each in value or ())
        return counted(len(value or ()) - gone, one, more)

    def lapsed(self, thing: Thing, also_with_whole: bool = True) -> str:
        """The status in words of something that is no longer in force, else an empty string.

        `also_with_whole` says it of a part as well when it lapsed together with its whole.
        """
        lapse = self.facts.lapses.get(thing._item.key)
        return lapse.status if lapse and (also_with_whole or lapse.whole is None) else ""

    def by_end(self, things: Iterable[Thing]) -> tuple[Thing, ...]:
        """Things by their end, the first to end first; what has no end comes last."""
        ends = [(span_of(thing._item, self.facts.roles).end, thing) for thing in things]
        return tuple(thing for _, thing in sorted(ends, key=lambda pair: pair[0].sort_key if pair[0] else date.max))

    def in_short(self, thing: Thing) -> object:
        """What a thing is: its summary as text, or else its first running text."""
        said = self.facts.roles.value(thing._item, "samenvatting")
        texts = (value for _, _, value in self.world.fields(thing) if isinstance(value, Prose))
        return said if said else next(texts, "")

    def calendar(self) -> Calendar:
        """The entries that are to come, earliest first, and those that were, latest first."""
        every = self.facts.calendar
        return Calendar(
            ahead=tuple(entry for entry in every if entry.ahead),
            past=tuple(entry for entry in reversed(every) if not entry.ahead),
        )

    def cycle(self, moments: Iterable[Thing]) -> list[tuple[Thing, Counts]]:
        """Some moments of the cycle, each with how much there is to report, what lacks something and what deviates."""
        found = []
        for moment in moments:
            reports = to_report(moment._item, self.facts.indicators)
            counts = Counts(
                reported=len(reports),
                incomplete=sum(bool(report.missing) for report in reports),
                deviating=sum(report.deviates for report in reports),
            )
            found.append((moment, counts))
        return found


_LOOKS = {"voorgesteld": "plan", "afgerond": "klaar", "beëindigd": "klaar"}


def unless_in(word: object, text: object, *unspoken: str) -> str:
    """A word, unless a text says it already or it is one that needs no saying."""
    said, told = ("" if value is None else str(value) for value in (word, text))
    return "" if said in unspoken or said.casefold() in told.casefold() else said


def grouped(things: Iterable[Thing], field: str) -> tuple[tuple[str, tuple[Thing, ...]], ...]:
    """Things by the words in a field, by those words in order; a thing with more words stands in more groups."""
    found: dict[str, list[Thing]] = {}
    for thing in things:
        for word in getattr(thing, field):
            found.setdefault(str(word), []).append(thing)
    return tuple((word, tuple(found[word])) for word in sorted(found, key=natural_key))


def added_up(things: Iterable[Thing], field: str) -> int | None:
    """The numbers in a field added up; None when no thing has one."""
    values = [value for thing in things if isinstance(value := getattr(thing, field), int)]
    return sum(values) if values else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
