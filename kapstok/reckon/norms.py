"""Why a thing keeps a norm, breaks it or is exempt: the norm, its test, and what is missing or allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kapstok.core.dates import format_day
from kapstok.core.model import Item, Judgement, Key, Outcome
from kapstok.core.text import enumerate_words
from kapstok.kinds.schema import Kinds
from kapstok.reckon.answer import Answer
from kapstok.reckon.facts import Ground
from kapstok.rules.message import breach_text, norm_name, norm_text, way_label
from kapstok.rules.placement import BREAKS, CASE_WORDS, EXEMPT, KEEPS, UNKNOWN, tally
from kapstok.rules.why import what_was_read

if TYPE_CHECKING:
    from kapstok.reckon.door import Facts

_WORDS = {
    KEEPS: "Houdt zich eraan.",
    EXEMPT: "Wijkt af, en dat mag.",
    UNKNOWN: "Niet te zeggen in deze uitgave: wat zij niet toont, kan de uitkomst veranderen.",
}


def of_norms(facts: Facts, item: Item) -> Iterator[Answer]:
    """What became of a thing under each test that it was held against; of a norm, how many things keep it."""
    judgement = facts.model.judgement
    if judgement is None:
        return
    known = facts.model.items.keys() | facts.model.gates.keys()
    gates = (outcome for outcome in judgement.gates if outcome.item == item.key)
    for outcome in (found for found in (*judgement.of_item(item.key), *gates) if found.test.norm in known):
        named = norm_name(outcome.test.norm, facts.model, facts.kinds)
        words = _WORDS.get(outcome.state) or breach_text(
            outcome.test, item, facts.model, facts.kinds, lacks=outcome.lacks
        )
        what = named[:1].upper() + named[1:]
        yield Answer(about=item.key, what=what, words=words, grounds=tuple(_grounds(facts, item, outcome)))
    if judgement.of_norm(item.key) or any(case_grounds(item.key, judgement, facts.kinds)):
        yield _of_norm(facts, item.key)


def case_grounds(norm: Key, judgement: Judgement, kinds: Kinds) -> Iterator[Ground]:
    """The cases beside the tests of a norm, each with what its test says of it."""
    for test in judgement.tests:
        for case in test.cases if test.norm == norm else ():
            lacks = (way_label(way.split("."), kinds[test.kind], kinds) for way in case.lacks)
            missing = enumerate_words(lacks, "en")
            value = CASE_WORDS.get(case.state, case.state) + (f"; niet ingevuld: {missing}" if missing else "")
            yield Ground(rule=f"geval ‘{case.words}’", value=value, item=norm, field=str(case.pointer[-4]))


def _of_norm(facts: Facts, norm: Key) -> Answer:
    """How many things keep a norm, with those that do not."""
    assert facts.model.judgement is not None
    counted = tally(facts.model.judgement, norm)
    parts = [(len(counted.keeps), "houdt zich eraan", "houden zich eraan")]
    parts += [(len(counted.breaks), "breekt het", "breken het"), (len(counted.exempt), "wijkt af", "wijken af")]
    said = [f"{number} {one if number == 1 else several}" for number, one, several in parts if number]
    known = [(state, key) for state, keys in ((BREAKS, counted.breaks), (EXEMPT, counted.exempt)) for key in keys]
    titled = ((state, facts.model.items[key]) for state, key in known if key in facts.model.items)
    grounds = (Ground(rule=state, value=one.title, item=one.key) for state, one in titled)
    otherwise = "Wat eronder valt, is in deze uitgave niet te zeggen" if counted.unknown else "Nu geldt het voor niets"
    words = enumerate_words(said, "en") or otherwise
    cases = case_grounds(norm, facts.model.judgement, facts.kinds)
    return Answer(about=norm, what="Toetsing", words=f"{words}.", grounds=(*grounds, *cases))


def _grounds(facts: Facts, item: Item, outcome: Outcome) -> Iterator[Ground]:
    test, exemption = outcome.test, outcome.exemption
    shown = test.norm if test.norm in facts.model.items else None
    text = " ".join(norm_text(test.norm, facts.model, facts.kinds).split())
    yield Ground(rule=text, value=outcome.state, item=shown)
    if test.when:
        yield Ground(rule="geldt als", value=test.when)
    yield Ground(rule="vraagt", value=test.requirement)
    for read in what_was_read(outcome, facts.model, facts.kinds):
        yield Ground(rule=read.label, value=read.value, item=item.key, field=read.field, day=facts.day)
    for lack in outcome.lacks:
        yield Ground(rule="niet ingevuld", value=lack.label, item=item.key, field=lack.way[0] if lack.way else "")
    if exemption is not None:
        yield Ground(rule="reden van de uitzondering", value=exemption.reason, item=item.key, field=exemption.field)
        yield Ground(rule="toegestaan door", value=exemption.by)
        if exemption.until:
            yield Ground(rule="tot en met", value=exemption.until)
    elif outcome.state == EXEMPT and test.reason:
        yield Ground(rule="reden van de uitzondering", value=test.reason)
    yield Ground(rule="peildatum", value=format_day(facts.day), day=facts.day)
