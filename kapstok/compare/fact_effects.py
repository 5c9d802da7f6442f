"""What a change does to what is derived: verdicts, decisions, adoption, agreements, plans, moments and counts.

Each source compares the facts of what is in both versions. A thing that came or went is told as such, and its own facts
with it; only counts and totals tell of it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kapstok.compare.effects import Effect
from kapstok.compare.sides import Sides
from kapstok.compare.values import Consequence
from kapstok.core.model import Item, Key
from kapstok.core.text import shortened
from kapstok.history.difference import plain_title
from kapstok.kinds.schema import Kind
from kapstok.reckon.decisions import Point, is_proposal
from kapstok.reckon.door import Facts
from kapstok.reckon.facts import Ground
from kapstok.reckon.matters import is_matter
from kapstok.reckon.outcomes import has_outcome
from kapstok.reckon.planning import Span, span_of
from kapstok.reckon.standing import Standing

_LONGEST = 200  # characters of a text that is told


def verdicts(sides: Sides) -> Iterator[Consequence]:
    """Indicators and targets of which the judgement turns, per group and target."""
    for was, now in sides.both:
        if sides.is_same(was, now) or not _measures(sides, was, now):
            continue
        before, after = sides.old.facts.indicators.of(was), sides.new.facts.indicators.of(now)
        told = {sides.naming.today(s.target.item.key): s for s in before.targets if s.target is not None}
        pairs = [(before.whole, after.whole, now.key)]
        pairs += [
            (told[s.target.item.key], s, s.target.item.key)
            for s in after.targets
            if s is not after.whole and s.target is not None and s.target.item.key in told
        ]
        for old, new, key in pairs:
            if _turned(old, new):
                yield _verdict(sides, now, key, old, new)


def _measures(sides: Sides, was: Item, now: Item) -> bool:
    old, new = sides.old.facts.roles, sides.new.facts.roles
    return old.measures(old.kind(was)) and new.measures(new.kind(now))


def _turned(old: Standing, new: Standing) -> bool:
    return (old.state, old.goal, old.result) != (new.state, new.goal, new.result)


def _verdict(sides: Sides, indicator: Item, key: Key, old: Standing, new: Standing) -> Consequence:
    asked = new.asked or sides.new.kinds[key.kind].title.lower()
    named = title(indicator) if key == indicator.key else f"{title(indicator)}, {asked}"
    named += f" ({new.group})" if new.group else ""
    was, becomes = str(old.state), str(new.state)
    if was == becomes:
        was, becomes = (f"{s.state} (doel: {s.goal}, resultaat: {s.result})" for s in (old, new))
    return Consequence(
        kind=Effect.VERDICT,
        subject=key,
        was=was,
        becomes=becomes,
        words=f"{named}: was {was}, wordt {becomes}. {new.words}",
        because=sides.because_of((*old.grounds, *new.grounds), indicator.key),
    )


def decisions(sides: Sides) -> Iterator[Consequence]:
    """Results of votes, and points of decisions after the amendments."""
    for was, now in sides.both:
        old, new = sides.old.facts, sides.new.facts
        if not has_outcome(was, old.roles) or not has_outcome(now, new.roles):
            continue
        before, after = old.council.outcome(was), new.council.outcome(now)
        grounds = (*before.grounds, *after.grounds)
        yield from changed(sides, Effect.DECISION, now, "uitslag", before.words, after.words, grounds)
        if is_proposal(was, old.roles) and is_proposal(now, new.roles):
            told, tells = old.council.decision(was), new.council.decision(now)
            points = (*told.grounds, *tells.grounds)
            for number, text, becomes in _points(told.points, tells.points):
                yield from changed(sides, Effect.DECISION, now, f"punt {number}", text, becomes, points)


def _points(old: Iterable[Point], new: Iterable[Point]) -> Iterator[tuple[str, str, str]]:
    """The points that differ: number, text before and after."""
    was, becomes = (dict(_flat(points)) for points in (old, new))
    for number in dict.fromkeys((*was, *becomes)):
        if was.get(number) != becomes.get(number):
            yield number, was.get(number, ""), becomes.get(number, "")


def _flat(points: Iterable[Point]) -> Iterator[tuple[str, str]]:
    for point in points:
        yield point.number, shortened(point.text, _LONGEST)
        yield from _flat(point.below)


def adoptions(sides: Sides) -> Iterator[Consequence]:
    """How far the decision about a thing is."""
    for was, now in sides.both:
        before, after = sides.old.facts.council.adoption(was), sides.new.facts.council.adoption(now)
        grounds = (*before.grounds, *after.grounds)
        yield from changed(sides, Effect.ADOPTION, now, "", before.words, after.words, grounds)


def agreements(sides: Sides) -> Iterator[Consequence]:
    """States of actions, promises, motions and steps, and until when they have to be done."""
    for was, now in sides.both:
        old, new = sides.old.facts, sides.new.facts
        if is_matter(was, old.roles) and is_matter(now, new.roles):
            before, after = old.council.matter(was), new.council.matter(now)
            grounds = (*before.grounds, *after.grounds)
            yield from changed(sides, Effect.MATTER, now, "", before.words, after.words, grounds)
            if before.is_open or after.is_open:
                yield from changed(sides, Effect.DEADLINE, now, "termijn", before.deadline, after.deadline, grounds)
        elif "gedaan" in _parts(old, was) and "gedaan" in _parts(new, now):
            step, later = old.council.step(was), new.council.step(now)
            yield from changed(sides, Effect.MATTER, now, "", step.words, later.words, (*step.grounds, *later.grounds))


def _parts(facts: Facts, item: Item) -> frozenset[str]:
    shapes = facts.roles.kind(item).shape.fields.values()
    return frozenset(role for shape in shapes for role in shape.roles)


def plans(sides: Sides) -> Iterator[Consequence]:
    """What starts, ends or is no longer in force."""
    for was, now in sides.both:
        old, new = sides.old.facts, sides.new.facts
        lapse, later = old.lapses.get(was.key), new.lapses.get(now.key)
        alone = all(found is None or found.whole is None for found in (lapse, later))
        if alone and (lapse is None) != (later is None):
            before, after = (f"geldt niet meer: {found.words}" if found else "geldt" for found in (lapse, later))
            why = [ground for found in (lapse, later) if found for ground in found.grounds]
            yield from changed(sides, Effect.PROGRESS, now, "", before, after, why)
        if all(f.roles.has(f.roles.kind(item), "begin", "voortgang") for f, item in ((old, was), (new, now))):
            span, runs = span_of(was, old.roles), span_of(now, new.roles)
            had, grounds = _runs(span), (*span.grounds, *runs.grounds)
            for what, becomes in _runs(runs).items():
                yield from changed(sides, Effect.PROGRESS, now, what, had[what], becomes, grounds)


def _runs(span: Span) -> dict[str, str]:
    """How far a thing is, and the years in which it begins and ends, as far as they are known."""
    first, last = span.starts_in, span.last
    return {
        "voortgang": span.progress,
        "begin": str(first) if first is not None else "",
        "einde": str(last) if last is not None else "",
    }


def moments(sides: Sides) -> Iterator[Consequence]:
    """Every day on the calendar that moves, and when is looked back."""
    old, new = _calendar(sides.old.facts), _calendar(sides.new.facts)
    for was, now in sides.both:
        before, after = old.get(was.key, {}), new.get(now.key, {})
        for label in dict.fromkeys((*after, *before)):
            told, tells = before.get(label, ""), after.get(label, "")
            yield from changed(sides, Effect.DEADLINE, now, label, told, tells, (), now.key)


def _calendar(facts: Facts) -> dict[Key, dict[str, str]]:
    """By thing and by what the moment is called: when it is, in words."""
    found: dict[Key, dict[str, str]] = {}
    for entry in facts.calendar:
        field = facts.roles.kind(entry.item).shape.fields[entry.grounds[0].field]
        label = field.title[:1].lower() + field.title[1:]
        found.setdefault(entry.item.key, {})[label] = entry.words
    for look in facts.look_backs:
        owner = look.item or look.of
        if owner is not None:
            found.setdefault(owner.key, {})["terugblik"] = look.words
    return found


def counts(sides: Sides) -> Iterator[Consequence]:
    """How many there are of each kind, and how many of those are still in force.

    That something hidden came or went is no difference, and makes none in the words of either side.
    """
    for kind in sides.new.kinds:
        if kind.file:
            continue
        hidden = any((None, kind.name) in e.facts.model.incomplete for e in (sides.old, sides.new))
        was, becomes = _count(sides.old.facts, kind, hidden), _count(sides.new.facts, kind, hidden)
        if was != becomes:
            keys = _of_kind(sides, kind)
            words = f"{kind.plural}: was {was}, wordt {becomes}."
            yield Consequence(
                kind=Effect.COUNT, subject=None, was=was, becomes=becomes, words=words, because=sides.because(*keys)
            )


def _count(facts: Facts, kind: Kind, hidden: bool) -> str:
    every = facts.model.of_kind(kind.name)
    lapsed = sum(_lapsed(facts, item.key) for item in every)
    told = f"{len(every)}{' die u mag zien' if hidden else ''}"
    return f"{told}, waarvan {lapsed} niet meer {'geldt' if lapsed == 1 else 'gelden'}" if lapsed else told


def _lapsed(facts: Facts, key: Key) -> bool:
    """Whether a thing is no longer in force by itself, and not only with what it is a part of."""
    found = facts.lapses.get(key)
    return found is not None and found.whole is None


def _of_kind(sides: Sides, kind: Kind) -> list[Key]:
    """The things of a kind that came, went or lapsed."""
    old, new = sides.old.facts, sides.new.facts
    stayed = {now.key for was, now in sides.both if _lapsed(old, was.key) == _lapsed(new, now.key)}
    return [
        item.key
        for edition in (sides.old, sides.new)
        for item in edition.view.of_kind(kind.name)
        if sides.naming.today(item.key) not in stayed
    ]


def changed(
    sides: Sides,
    kind: Effect,
    now: Item,
    what: str,
    was: str,
    becomes: str,
    grounds: Iterable[Ground],
    *keys: Key,
) -> Iterator[Consequence]:
    """A consequence for a thing, when its words differ: `Taalhuis, termijn: was …, wordt …`."""
    if was != becomes:
        named = f"{title(now)}, {what}" if what else title(now)
        yield Consequence(
            kind=kind,
            subject=now.key,
            was=was,
            becomes=becomes,
            words=f"{named}: {told(was, becomes)}",
            because=sides.because_of(grounds, *keys),
        )


def told(was: str, becomes: str) -> str:
    """`was a, wordt b`; what is not filled in is said so."""
    if not was:
        return f"wordt {becomes}."
    return f"was {was}, {f'wordt {becomes}' if becomes else 'vervalt'}."


def title(item: Item) -> str:
    """What a thing is called on one line, as a part of a sentence."""
    return plain_title(item.title).rstrip(".")
