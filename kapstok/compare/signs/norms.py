"""Norms that ask less: a test that is gone or looser, a gate that is off, an exception; and what passes only by that.

What passes only by the change is found by holding the new agenda against the old norms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kapstok.compare.signs.sides import Sides
from kapstok.compare.values import Sign, SignKind
from kapstok.core.finding import Severity
from kapstok.core.model import Exemption, Item, Judgement, Key, NormTest, Outcome
from kapstok.core.text import shortened
from kapstok.kinds.facets import Norm
from kapstok.rules.gates import LEVELS, Choice, read_gates
from kapstok.rules.message import norm_name
from kapstok.rules.placement import BREAKS

_WEIGHT = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}
_NAMES = {level: name for name, level in LEVELS.items()}
_LONGEST = 120  # characters of a test that is repeated


def a_test_is_weaker(sides: Sides) -> Iterator[Sign]:
    """A norm is tested at least as hard as it was.

    Slecht: de eis bij een kader gaat van drie offertes naar een. Goed: dat staat bovenaan, met
    wat er alleen door slaagt.
    """
    for was, now in sides.pairs:
        if sides.new.kinds[now.key.kind].facet(Norm) is None:
            continue
        told = list(_weaker_tests(_tests(sides.old.view.judgement, was.key), _tests(sides.new.view.judgement, now.key)))
        if told:
            yield from _weaker(now, was, told, sides)


def _tests(judgement: Judgement | None, norm: Key) -> list[NormTest]:
    return [test for test in (judgement or Judgement()).tests if test.norm == norm]


def _weaker_tests(old: Sequence[NormTest], new: Sequence[NormTest]) -> Iterator[tuple[str, bool]]:
    """What is less about tests, in words, and whether that is sure; a test with other words may ask more as well."""
    before, after = Counter(map(_asks, old)), Counter(map(_asks, new))
    left = [test for test in old if _asks(test) in before - after]
    come = [test for test in new if _asks(test) in after - before]
    for test, other in zip(left, come, strict=False):
        yield f"de toets was {_quoted(test)} en wordt {_quoted(other)}", False
        yield from _lower(test, other)
    for test in left[len(come) :]:
        yield f"de toets {_quoted(test)} is weg", True
    levels = {_asks(test): test for test in new}
    for test in old:
        if _asks(test) in levels:
            yield from _lower(test, levels[_asks(test)])


def _lower(was: NormTest, now: NormTest) -> Iterator[tuple[str, bool]]:
    if _WEIGHT[now.level] < _WEIGHT[was.level]:
        yield f"een breuk was een {_NAMES[was.level]} en wordt een {_NAMES[now.level]}", True


def _asks(test: NormTest) -> tuple[str, str, str, str, Key | None]:
    return (test.kind, test.when, test.requirement, test.unless, test.gate)


def _quoted(test: NormTest) -> str:
    text = test.requirement + (f" wanneer {test.when}" if test.when else "")
    return f"‘{shortened(text + (f' tenzij {test.unless}' if test.unless else ''), _LONGEST)}’"


def _weaker(now: Item, was: Item, told: Sequence[tuple[str, bool]], sides: Sides) -> Iterator[Sign]:
    """The sign, unless the new test only asks more: something breaks it that did not, and nothing passes by it."""
    old, new = _breakers(sides.by_old_norms, was.key), _breakers(sides.new.view.judgement, now.key)
    passing = [key for key in old if key not in new]
    sure = any(is_sure for _, is_sure in told)
    if not sure and not passing and any(key not in old for key in new):
        return
    words = "; ".join(text for text, _ in told)
    if passing:
        words += f". Alleen hierdoor breekt niet meer: {sides.names(passing)}"
    elif not sure:
        words += ". Of zij zwakker is, is niet te zeggen: niets slaagt er anders door"
    yield sides.sign(SignKind.WEAKER, now, f"{words}.", because=passing)


def _breakers(judgement: Judgement | None, norm: Key) -> list[Key]:
    outcomes: Sequence[Outcome] = judgement.of_norm(norm) if judgement else ()
    return [outcome.item for outcome in outcomes if outcome.state == BREAKS]


def a_gate_is_weaker(sides: Sides) -> Iterator[Sign]:
    """A gate that ships with Kapstok stays as strict as it was.

    Slecht: poort nulmeting-vooraf gaat uit in agenda.yaml. Goed: dat staat bovenaan, met wat er alleen door slaagt.
    """
    settings = [(was, now) for was, now in sides.pairs if sides.new.kinds[now.key.kind].file]
    if not settings:
        return
    old, new = (read_gates(edition.view, edition.kinds) for edition in (sides.old, sides.new))
    for name in dict.fromkeys((*new.choices, *old.choices)):
        gate = new.by_name.get(name)
        told = _choice_words(old.choices.get(name), new.choices.get(name))
        if gate is not None and told:
            passing = _passing_gate(gate.key, sides)
            only = f" Alleen hierdoor breekt niet meer: {sides.names(passing)}." if passing else ""
            yield sides.sign(SignKind.WEAKER, settings[0][1], f"poort {name} {told}.{only}", because=passing)


def _choice_words(was: Choice | None, now: Choice | None) -> str:
    """What is less about a gate, in words; empty when nothing is. A breach is an error unless it says otherwise."""
    before, after = was or Choice(off=False, level=None), now or Choice(off=False, level=None)
    if after.off and not before.off:
        return "gaat uit"
    if after.off or before.off:
        return ""
    first, last = before.level or Severity.ERROR, after.level or Severity.ERROR
    return f"was een {_NAMES[first]} en wordt een {_NAMES[last]}" if _WEIGHT[last] < _WEIGHT[first] else ""


def _passing_gate(gate: Key, sides: Sides) -> list[Key]:
    old = [o.item for o in sides.by_old_norms.gates if o.test.norm == gate and o.state == BREAKS]
    judgement = sides.new.view.judgement or Judgement()
    new = {o.item for o in judgement.gates if o.test.norm == gate and o.state == BREAKS}
    return [key for key in dict.fromkeys(old) if key not in new]


def a_norm_makes_an_exception(sides: Sides) -> Iterator[Sign]:
    """A norm does not suspend more norms than it did.

    Slecht: een kader zet met schort_op ongemerkt een ander kader opzij. Goed: dat staat bovenaan.
    """
    for was, now in sides.pairs:
        facet = sides.new.kinds[now.key.kind].facet(Norm)
        if facet is None:
            continue
        before = {sides.naming.today(key) for key in facet.suspends.of(was.fields)}
        added = [key for key in facet.suspends.of(now.fields) if key not in before]
        if added:
            yield sides.sign(SignKind.WEAKER, now, f"zet opzij: {sides.names(added)}.", because=added)


def a_thing_is_exempted(sides: Sides) -> Iterator[Sign]:
    """Nothing is exempted from a norm that it had to keep.

    Slecht: een activiteit krijgt een afwijking van een kader tussen andere wijzigingen. Goed: dat staat bovenaan.
    """
    today = sides.naming.today
    before = {(today(e.item), today(e.norm)): e for e in (sides.old.view.judgement or Judgement()).exemptions}
    changed = {item.key for item in (*(now for _, now in sides.pairs), *sides.came)}
    for exemption in (sides.new.view.judgement or Judgement()).exemptions:
        if exemption.item in changed and (
            told := _exemption_words(before.get((exemption.item, exemption.norm)), exemption)
        ):
            norm = norm_name(exemption.norm, sides.new.view, sides.new.kinds)
            item = sides.new.view.items[exemption.item]
            yield sides.sign(
                SignKind.WEAKER,
                item,
                f"{told.format(norm=norm)}.",
                fields=(exemption.field,),
                because=(exemption.norm,),
            )


def _exemption_words(was: Exemption | None, now: Exemption) -> str:
    until = f" tot {now.until}" if now.until else " zonder einddatum"
    if was is None:
        return f"krijgt een afwijking van {{norm}}{until}"
    return (
        f"de afwijking van {{norm}} liep tot {was.until or 'nooit'} en loopt nu{until}"
        if was.until != now.until
        else ""
    )
