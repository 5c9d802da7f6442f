"""What a change does to what is held against the norms, and to the exceptions to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kapstok.compare.editions import Edition
from kapstok.compare.effects import Effect
from kapstok.compare.fact_effects import title
from kapstok.compare.sides import Sides
from kapstok.compare.values import Consequence
from kapstok.core.model import Exemption, Judgement, Key, Outcome
from kapstok.rules.message import breach_text, norm_name
from kapstok.rules.placement import BREAKS, EXEMPT, KEEPS, STATE_WORDS, worst

_UNTESTED = "valt er niet onder"
_IN_FORCE = "geldt"

Pair = tuple[Key, Key]  # the norm and what is held against it, by their names of today


def norms(sides: Sides) -> Iterator[Consequence]:
    """Everything that keeps a norm now and did not, or the other way round; of what is new only what breaks one."""
    old, new = _states(sides, sides.old), _states(sides, sides.new)
    stayed = {now.key for _, now in sides.both} | (sides.old.view.gates.keys() & sides.new.view.gates.keys())
    for pair in dict.fromkeys((*new, *old)):
        before, after = old.get(pair, ()), new.get(pair, ())
        was, becomes = (worst(o.state for o in found) if found else "" for found in (before, after))
        norm, item = pair
        if was == becomes or item not in sides.new.view.items:
            continue
        known = norm in stayed and item in stayed
        if (known and {was, becomes} != {"", KEEPS}) or (not known and becomes in (BREAKS, EXEMPT)):
            yield _norm(sides, pair, was, becomes, before, after)


def _states(sides: Sides, edition: Edition) -> dict[Pair, tuple[Outcome, ...]]:
    found: dict[Pair, tuple[Outcome, ...]] = {}
    judgement = edition.view.judgement or Judgement()
    for outcome in (*judgement.outcomes, *judgement.gates):
        norm, item = outcome.test.norm, outcome.item
        if norm in edition.view.items or norm in edition.view.gates:
            pair = (norm, item)
            if edition is sides.old:
                pair = (sides.naming.today(norm), sides.naming.today(item))
            found[pair] = (*found.get(pair, ()), outcome)
    return found


def _norm(
    sides: Sides, pair: Pair, was: str, becomes: str, before: Iterable[Outcome], after: Iterable[Outcome]
) -> Consequence:
    norm, item = pair
    now = sides.new.view.items[item]
    shown = sides.new if norm in sides.new.view.items or norm in sides.new.view.gates else sides.old
    named = norm_name(norm, shown.view, shown.kinds)
    said = [STATE_WORDS.get(state, _UNTESTED) for state in (was, becomes)]
    words = f"{title(now)} en {named}: was {said[0]}, wordt {said[1]}."
    if not was:
        words = f"{title(now)} en {named}: {said[1]}."
    broken = next((o for o in after if o.state == BREAKS), None)
    if broken is not None:
        words += f" {breach_text(broken.test, now, sides.new.view, sides.new.kinds, lacks=broken.lacks)}"
    exempt = (o.exemption for o in (*before, *after) if o.exemption is not None)
    return Consequence(
        kind=Effect.NORM,
        subject=item,
        was=said[0] if was else "",
        becomes=said[1],
        words=words,
        because=sides.because(item, norm, *(one.ground for one in exempt)),
    )


def exemptions(sides: Sides) -> Iterator[Consequence]:
    """Exceptions that lapse, are no longer needed or no longer allowed, or the other way round."""
    old = {(sides.naming.today(e.item), sides.naming.today(e.norm)): e for e in _exemptions(sides.old)}
    new = {(e.item, e.norm): e for e in _exemptions(sides.new)}
    for pair in dict.fromkeys((*new, *old)):
        item, norm = pair
        before, after = old.get(pair), new.get(pair)
        was, becomes = (found.state if found else "" for found in (before, after))
        if was == becomes or item not in sides.new.view.items or (not was and becomes == _IN_FORCE):
            continue
        shown = sides.new if after else sides.old
        key = after.norm if after else before.norm if before else norm
        named = norm_name(key, shown.view, shown.kinds)
        ends = f"was {was}, {f'wordt {becomes}' if becomes else 'vervalt'}" if was else becomes
        yield Consequence(
            kind=Effect.EXEMPTION,
            subject=item,
            was=was,
            becomes=becomes or "weggehaald",
            words=f"Afwijking van {title(sides.new.view.items[item])} van {named}: {ends}.",
            because=sides.because(item, norm, *(found.ground for found in (before, after) if found)),
        )


def _exemptions(edition: Edition) -> Iterator[Exemption]:
    judgement = edition.view.judgement or Judgement()
    known = edition.view.items.keys() | edition.view.gates.keys()
    yield from (one for one in judgement.exemptions if one.norm in known)
