"""What pages and papers print of the norms: how each is held to, the tables of all, and the lists they stand in.

The judgement is that of the view. `rules.placement` counts; here stand the rows, the words and the order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kapstok.core.model import Key, Model
from kapstok.kinds.order import ordered
from kapstok.render.offers.frames import Frames, Held, ShownExemption, Standing
from kapstok.render.offers.things import Block, Thing, World, seen_things
from kapstok.rules.placement import JUDGED, NOT_NOW, TESTED, UNTESTABLE, Sums, sums, tally, untestable

Numbered = tuple[str, Thing | None]
_GONE = {"verlopen": "afgelopen op {}", "ongegrond": "de grond klopt niet"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of the tables: the thing that its norms hang on (None for the rest or for all), and what they come to."""

    thing: Thing | None
    label: str
    sums: Sums


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """The page about all norms: each in the list of its place, what breaks them, what may deviate, and the rows.

    `gone` are the exemptions that count no longer, each with the words for it.
    """

    norms: tuple[Thing, ...]
    tested: tuple[Standing, ...]
    not_now: tuple[Standing, ...]
    judged: tuple[Thing, ...]
    untestable: tuple[Thing, ...]
    nowhere: tuple[Thing, ...]
    broken: tuple[Standing, ...]
    exempt: tuple[Held, ...]
    gone: tuple[tuple[ShownExemption, str], ...]
    rows: tuple[Row, ...]
    unknown: int
    incomplete: bool

    @property
    def words(self) -> str:
        """What came out where nothing breaks a norm: nothing that was tested, or all of it as far as can be told."""
        if not self.tested:
            return "nu wordt nog niets getoetst"
        if self.unknown:
            return "voor zover in deze uitgave te zeggen is, houdt alles zich aan de kaders of mag het daarvan afwijken"
        return "alles wat wordt getoetst, houdt zich aan de kaders of mag daarvan afwijken"


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldTo:
    """What a thing was held against: itself, its parts, and exemptions that none of that needed."""

    own: tuple[Held, ...]
    parts: tuple[Standing, ...]
    exemptions: tuple[tuple[ShownExemption, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbering:
    """How a list of norms is numbered: whether it is, and of each norm its number in the list or before its text."""

    numbered: bool
    items: tuple[tuple[Thing, int | None, str], ...]


class Norms:
    """The offer of this area."""

    def __init__(self, world: World) -> None:
        self._world, self._model = world, world.model
        self._frames = Frames(world)

    def filters(self) -> Mapping[str, Callable[..., object]]:
        """The filters."""
        return {
            "kaders_van": self._frames.held,
            "kaders_van_delen": self._frames.held_inside,
            "afwijkingen_van": self._frames.exemptions,
            "toetsing": self._frames.standing,
            "getoetst_aan": self.held_to,
            "telling": numbering,
            "alle_in": lambda things, field: tuple(dict.fromkeys(filter(None, (getattr(t, field) for t in things)))),
            "diep": nested,
            "niet_te_toetsen": lambda norm: said.words if (said := untestable(norm._item, norm._kind)) else "",
            "onderdelen_van": parts_of,
            "kaders_met_teken": marked,
            "hoofdstuk_over": chapter_about,
            "nummer_in": number_in,
            "gevulde": lambda values: tuple(value for value in values if value),
            "met_veld": lambda things, field: tuple(thing for thing in things if getattr(thing, field)),
            "zonder_verwijzing": lambda things, field: tuple(thing for thing in things if not getattr(thing, field)),
            "opgeschort_door": lambda norm, others: any(norm in (o.schort_op or ()) for o in others if _suspends(o)),
            "hoeveel_getoetst": lambda norms: sum(self._frames.standing(n).plaats == TESTED for n in norms),
        }

    def globals(self) -> Mapping[str, object]:
        """The globals."""
        return {"normen": self.all, "afwijkingen": self._frames.exemptions, "toetsing_overzicht": self.overview}

    def all(self) -> list[Thing]:
        """Every norm that is tested or has to say how it is held to, in order."""
        items = (norm._item for norm in self._frames.norms())
        return [self._world.thing(item.key) for item in ordered(items, self._model, self._world.kinds)]

    def overview(self, kind: str) -> Overview:
        """All norms together, in rows by what of this kind their list hangs on."""
        norms = tuple(self.all())
        standings = tuple(self._frames.standing(norm) for norm in norms)
        placed = (TESTED, NOT_NOW, JUDGED, UNTESTABLE)
        of = {place: tuple(s for s in standings if s.plaats == place) for place in placed}
        gone = (e for e in self._frames.exemptions() if e.staat in _GONE)
        return Overview(
            norms=norms,
            tested=of[TESTED],
            not_now=of[NOT_NOW],
            judged=tuple(s.norm for s in of[JUDGED]),
            untestable=tuple(s.norm for s in of[UNTESTABLE]),
            nowhere=tuple(s.norm for s in standings if s.plaats not in placed),
            broken=tuple(s for s in standings if s.breekt),
            exempt=tuple(held for s in of[TESTED] for held in s.afwijkend),
            gone=tuple((e, _GONE[e.staat].format(e.tot)) for e in gone),
            rows=tuple(self._rows(norms, kind)),
            unknown=sum(len(s.onbekend) for s in standings),
            incomplete=any(s.onvolledig for s in standings),
        )

    def held_to(self, thing: Thing) -> HeldTo:
        """Everything that a thing and its parts were held against."""
        own = tuple(self._frames.held(thing))
        needed = {held.norm for held in own if held.reden or held.door}
        return HeldTo(
            own=own,
            parts=tuple(self._frames.held_inside(thing)),
            exemptions=tuple((e, _state_of(e)) for e in self._frames.exemptions(thing) if e.norm not in needed),
        )

    def _rows(self, norms: Sequence[Thing], kind: str) -> Iterable[Row]:
        by_top: dict[Key | None, list[Key]] = {}
        for norm in norms:
            by_top.setdefault(_hangs_on(norm, self._model, kind), []).append(norm._item.key)
        tops = ordered((self._model.items[k] for k in by_top if k), self._model, self._world.kinds)
        for top in tops:
            yield Row(thing=self._world.thing(top.key), label="", sums=self._sums(by_top[top.key]))
        if None in by_top:
            yield Row(thing=None, label="Andere", sums=self._sums(by_top[None]))
        yield Row(thing=None, label="**Samen**", sums=self._sums([norm._item.key for norm in norms]))

    def _sums(self, norms: Iterable[Key]) -> Sums:
        judgement = self._frames.judgement
        return sums(tally(judgement, norm) for norm in norms)


def _hangs_on(norm: Thing, model: Model, kind: str) -> Key | None:
    """What of a kind the list of a norm belongs to, as far as the view knows it."""
    parent = model.items.get(norm._item.parent) if norm._item.parent else None
    values = parent.fields.values() if parent else ()
    return next((v for v in values if isinstance(v, Key) and v.kind == kind and v in model.items), None)


def _state_of(exemption: ShownExemption) -> str:
    """The state of an exemption that the thing itself does not need, in words."""
    words = {
        "geldt": "geldt voor de onderdelen",
        "onnodig": "niet nodig",
        "ongegrond": "telt niet: de grond klopt niet",
    }
    return words.get(exemption.staat, f"afgelopen op {exemption.tot}")


def numbering(norms: Sequence[Thing] | None, layout: str | None = None) -> Numbering:
    """How a list is numbered: as it says (`genummerd`, `opsomming`), else by whether its first norm has a number.

    A number that counts is the place in the list; any other (`3a`) stands before the text.
    """
    listed = tuple(norms or ())
    numbered = layout == "genummerd" or (not layout and bool(listed) and bool(listed[0]._item.number))
    items = []
    for norm in listed:
        number = norm._item.number
        counts = int(number) if number.isdecimal() and int(number) else None
        items.append((norm, counts if numbered else None, "" if counts or not number else number))
    return Numbering(numbered=numbered, items=tuple(items))


def nested(norms: Sequence[Thing] | None, field: str, depth: int = 1) -> tuple[tuple[str, Thing], ...]:
    """What stands under norms in a field, all the way down, each with the indentation of its depth."""
    found: list[tuple[str, Thing]] = []
    for norm in norms or ():
        found.append((" " * 4 * depth, norm))
        found += nested(getattr(norm, field, ()), field, depth + 1)
    return tuple(found)


def marked(norms: Thing) -> tuple[tuple[Thing, str], ...]:
    """The norms of a list with what stands before each: its number and a point, or a dash."""
    bullets = norms.opmaak == "opsomming"

    def sign(number: str) -> str:
        return "-" if bullets or not number or "." in number else f"{number}."

    return tuple((norm, sign(norm._item.number)) for norm in seen_things(norms.kaders))


def chapter_about(chapters: Iterable[Block] | None, word: str) -> Block | None:
    """The first chapter with a word in its title."""
    return next((chapter for chapter in chapters or () if word in str(chapter.titel).lower()), None)


def number_in(thing: Thing, chapter: Block | None) -> str:
    """The number of a thing: its own, else its place within the chapter that it stands in."""
    place = str(thing.volgorde)
    above = str(chapter.nummer or "") if chapter is not None else ""
    return thing._item.number or (f"{above}.{place}" if above else place)


def parts_of(thing: Thing, lists: str, field: str) -> tuple[Thing, ...]:
    """What stands in a field of everything that a thing names in another: the norms of all its lists."""
    return tuple(part for each in getattr(thing, lists) or () for part in getattr(each, field) or ())


def _suspends(thing: Thing) -> bool:
    return bool(getattr(thing, "schort_op", None))
