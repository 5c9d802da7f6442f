"""What templates see of the norms: how each is held to, and what each thing was held against.

The names are Dutch, because template authors type them. Everything is counted from the view.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kapstok.core.model import Exemption, Judgement, Key, Model, NormTest, Outcome
from kapstok.kinds.schema import Kind
from kapstok.reckon.facts import Ground
from kapstok.reckon.norms import case_grounds
from kapstok.render.offers.things import Thing, World
from kapstok.rules.gates import LEVELS
from kapstok.rules.message import breach_text
from kapstok.rules.placement import BREAKS, EXEMPT, KEEPS, STATE_WORDS, UNKNOWN, tally, worst

_LEVEL_WORDS = {level: word for word, level in LEVELS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """One thing (`ding`) held against one norm: `staat` is `houdt`, `breekt`, `afwijking` or `onbekend`.

    `meldingen` are the breaches in words, `niveau` how bad the worst is; `reden`, `door`, `tot` and `grond` are those
    of an exemption.
    """

    ding: Thing
    norm: Thing
    staat: str
    niveau: str = ""
    meldingen: tuple[str, ...] = ()
    reden: str = ""
    door: str = ""
    tot: str = ""
    grond: Thing | None = None

    @property
    def melding(self) -> str:
        """All that is wrong, in one text."""
        return " ".join(self.meldingen)

    @property
    def woord(self) -> str:
        """The state in words."""
        return STATE_WORDS[self.staat]

    @property
    def ernst(self) -> str:
        """How bad a breach is, when it is no error."""
        return self.niveau if self.niveau in ("waarschuwing", "opmerking") else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownTest:
    """One test of a norm: the kind that is tested, and its own words and expressions."""

    soort: Kind
    uitleg: str
    wanneer: str
    eis: str
    behalve: str
    reden: str
    niveau: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How a norm is held to: its place, its tests, and the things it applies to by what became of them.

    Of those in `onbekend` nothing can be said in this edition: what is hidden could change it. `onvolledig` is true
    when things of a kind that is tested are hidden from this audience. `grounds` are the cases beside its tests.
    """

    norm: Thing
    plaats: str
    toetsen: tuple[ShownTest, ...]
    houdt: tuple[Thing, ...]
    breekt: tuple[Held, ...]
    afwijkend: tuple[Held, ...]
    onbekend: tuple[Thing, ...]
    onvolledig: bool
    grounds: tuple[Ground, ...] = ()

    @property
    def toepasselijk(self) -> int:
        """How many things the norm applies to."""
        return len(self.houdt) + len(self.breekt) + len(self.afwijkend)

    @property
    def uitkomst(self) -> str:
        """How many things it applies to and how they keep it, in one sentence."""
        if not self.toepasselijk and self.onbekend:
            return "Getoetst, maar de uitkomst is in deze uitgave niet te zeggen."
        if not self.toepasselijk:
            return "Getoetst, maar nu op niets van toepassing."
        some = f"{self.toepasselijk} {'onderdeel' if self.toepasselijk == 1 else 'onderdelen'}"
        keep = f"{len(self.houdt)} {'houdt' if len(self.houdt) == 1 else 'houden'} zich eraan"
        may = len(self.afwijkend)
        deviate = f", {may} {'mag' if may == 1 else 'mogen'} afwijken" if may else ""
        return f"Getoetst: geldt voor {some}. {keep}, {len(self.breekt)} niet{deviate}."

    @property
    def uitleg(self) -> str:
        """How it is tested, in words."""
        return " ".join(test.uitleg for test in self.toetsen if test.uitleg)


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownExemption:
    """An exemption as written on a thing, and its state: `geldt`, `verlopen`, `ongegrond` or `onnodig`."""

    ding: Thing
    norm: Thing
    reden: str
    door: str
    tot: str
    grond: Thing | None
    staat: str


class Frames:
    """The judgement of a view, in things."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._judgement = self.judgement = world.model.judgement or Judgement()
        self._model: Model = world.model
        self._standings: dict[Key, Standing] = {}
        self._parts = _judged_parts(self._judgement, world.model)

    def norms(self) -> list[Thing]:
        """Every norm that is tested or has to say how it is held to."""
        return [self._world.thing(key) for key in self._judgement.placements]

    def standing(self, thing: Thing) -> Standing:
        """How one norm is held to."""
        key = thing._item.key
        if key not in self._standings:
            self._standings[key] = self._standing(thing)
        return self._standings[key]

    def held(self, thing: Thing) -> list[Held]:
        """What a thing was held against: each norm once."""
        return self._by_norm(self._judgement.of_item(thing._item.key))

    def held_inside(self, thing: Thing) -> list[Standing]:
        """What the parts of a thing were held against: each norm once, with the parts by what became of them."""
        found: dict[Key, list[Held]] = {}
        for part in self._parts.get(thing._item.key, ()):
            for held in self._by_norm(self._judgement.of_item(part)):
                found.setdefault(held.norm._item.key, []).append(held)
        return [self._grouped(self._world.thing(norm), held, tests=()) for norm, held in found.items()]

    def exemptions(self, thing: Thing | None = None) -> list[ShownExemption]:
        """Every exemption, or those that are written on one thing."""
        return [
            ShownExemption(
                ding=self._world.thing(exemption.item),
                norm=self._world.thing(exemption.norm),
                reden=exemption.reason,
                door=exemption.by,
                tot=exemption.until,
                grond=self._ground(exemption),
                staat=exemption.state,
            )
            for exemption in self._judgement.exemptions
            if thing is None or exemption.item == thing._item.key
        ]

    def _standing(self, thing: Thing) -> Standing:
        key = thing._item.key
        tests = tuple(test for test in self._judgement.tests if test.norm == key)
        by_item: dict[Key, list[Outcome]] = {}
        for outcome in self._judgement.of_norm(key):
            by_item.setdefault(outcome.item, []).append(outcome)
        found = self._grouped(thing, [self._held(outcomes) for outcomes in by_item.values()], tests=tests)
        return replace(found, grounds=tuple(case_grounds(key, self._judgement, self._world.kinds)))

    def _grouped(self, norm: Thing, held: Iterable[Held], tests: tuple[NormTest, ...]) -> Standing:
        held = tuple(held)
        return Standing(
            norm=norm,
            plaats=tally(self._judgement, norm._item.key).place,
            toetsen=tuple(self._shown(test) for test in tests),
            houdt=tuple(one.ding for one in held if one.staat == KEEPS),
            breekt=tuple(one for one in held if one.staat == BREAKS),
            afwijkend=tuple(one for one in held if one.staat == EXEMPT),
            onbekend=tuple(one.ding for one in held if one.staat == UNKNOWN),
            onvolledig=any((None, test.kind) in self._model.incomplete for test in tests),
        )

    def _by_norm(self, outcomes: Iterable[Outcome]) -> list[Held]:
        by_norm: dict[Key, list[Outcome]] = {}
        for outcome in outcomes:
            by_norm.setdefault(outcome.test.norm, []).append(outcome)
        return [self._held(found) for found in by_norm.values()]

    def _held(self, outcomes: list[Outcome]) -> Held:
        """The outcomes of one thing under the tests of one norm as one."""
        state = worst(outcome.state for outcome in outcomes)
        telling = [outcome for outcome in outcomes if outcome.state == state]
        first = telling[0]
        item, exemption = self._model.items[first.item], first.exemption
        breaks = state == BREAKS
        messages = (breach_text(o.test, item, self._model, self._world.kinds, o.lacks) for o in telling if breaks)
        return Held(
            ding=self._world.thing(first.item),
            norm=self._world.thing(first.test.norm),
            staat=state,
            niveau=_LEVEL_WORDS[min((o.level for o in telling), key=list(_LEVEL_WORDS).index)] if breaks else "",
            meldingen=tuple(dict.fromkeys(messages)),
            reden=(exemption.reason if exemption else first.test.reason) if state == EXEMPT else "",
            door=exemption.by if exemption else "",
            tot=exemption.until if exemption else "",
            grond=self._ground(exemption) if exemption else None,
        )

    def _ground(self, exemption: Exemption) -> Thing | None:
        return self._world.thing(exemption.ground) if exemption.ground else None

    def _shown(self, test: NormTest) -> ShownTest:
        return ShownTest(
            soort=self._world.kinds[test.kind],
            uitleg=test.explanation,
            wanneer=test.when,
            eis=test.requirement,
            behalve=test.unless,
            reden=test.reason,
            niveau=_LEVEL_WORDS[test.level],
        )


def _judged_parts(judgement: Judgement, model: Model) -> dict[Key, list[Key]]:
    """The things that were held against something by everything that they are part of."""
    parts: dict[Key, list[Key]] = {}
    for key in dict.fromkeys(outcome.item for outcome in judgement.outcomes):
        above = model.items[key].parent
        while above is not None:
            parts.setdefault(above, []).append(key)
            above = model.items[above].parent
    return parts
