"""What was adopted as the base of a comparison: which version that was, and which things the decision rests on.

A record in `vastgesteld/` says what an adopted paper took from each thing. The version is that of the commit which
laid the record down: until then nothing could be adopted in it. What a decision does not rest on is not compared; the
settings of the agenda, from which every paper takes a name, only when the whole agenda was an annex.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from kapstok.compare.comparison import compare_for
from kapstok.compare.editions import Pair
from kapstok.compare.values import Comparison, Consequence, Endpoint
from kapstok.core.audience import AUDIENCES
from kapstok.core.dates import format_day
from kapstok.core.finding import Finding, Severity
from kapstok.core.git import Repository
from kapstok.core.model import Key, Model
from kapstok.core.text import nearest
from kapstok.core.workspace import Workspace
from kapstok.files.frozen import FOLDER, Frozen, read_frozen
from kapstok.history.commits import read_history
from kapstok.kinds.schema import Kinds
from kapstok.reckon.roles import Roles

_ANNEX = "bundel"  # the part of a facet that names a part of the agenda


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A decision that was kept: its record, and the commit that laid it down (the last one before it, until then)."""

    record: Frozen
    commit: str

    @property
    def name(self) -> str:
        """What a comparison calls this side: `wat is vastgesteld op 2 april 2026 (de raad)`."""
        return f"wat is vastgesteld op {format_day(self.record.day)} ({self.record.body})"


def decision_of(workspace: Workspace, item: str, audience: str) -> Decided | Finding:
    """The newest kept decision about `soort:id` that this audience may know; a Finding when there is none."""
    kept, _ = read_frozen(workspace.root)
    about = [one for one in kept if str(one.item) == item]
    if not about:
        return _not_kept(item, kept)
    seen = [one for one in about if AUDIENCES[one.audience] <= AUDIENCES[audience]]
    if not seen:
        return _not_for(item, about[-1], audience)
    newest = max(seen, key=lambda one: (one.day, one.edition))
    repository = Repository(workspace.root)
    edits = read_history(repository).edits.get(f"{FOLDER}/{newest.name}.json", ())
    return Decided(record=newest, commit=edits[-1].commit.short if edits else newest.commit or "HEAD")


def compare_decided(pair: Pair, decided: Decided, audience: str) -> Comparison:
    """The comparison with a decision: only what it rests on, and what follows from that."""
    found = replace(compare_for(pair, audience), settings=())
    base = Endpoint(name=decided.name, commit=found.base.commit)
    found = replace(found, base=base)
    covered = _covered(decided, pair)
    return found if covered is None else _only(found, covered, pair.new.loaded.model)


def _covered(decided: Decided, pair: Pair) -> frozenset[Key] | None:
    """The things with a file of their own that the decision rests on; None when the whole agenda was an annex."""
    model, kinds = pair.old.loaded.model, pair.old.loaded.kinds
    annexes = set(_annexes(decided.record.item, model, kinds))
    if any(kinds[key.kind].file for key in annexes if key.kind in kinds):
        return None
    used = {key for key in map(Key.of, decided.record.sources) if key in model.items and not kinds[key.kind].file}
    return frozenset(_root(key, model) for key in {decided.record.item} | used | annexes)


def _annexes(key: Key, model: Model, kinds: Kinds) -> Iterator[Key]:
    """What parts of the agenda a paper was about in full: those that it names as its annexes."""
    item = model.items.get(key)
    if item is not None:
        yield from Roles(model, kinds).refers(item, _ANNEX)


def _root(key: Key, model: Model) -> Key:
    """The thing with a file of its own in which something stands."""
    item = model.items.get(key)
    while item is not None and item.parent is not None:
        item = model.items.get(item.parent)
    return item.key if item is not None else key


def _only(found: Comparison, covered: Collection[Key], model: Model) -> Comparison:
    things = tuple(one for one in found.things if one.key in covered or one.was_key in covered)
    named = {key for one in things for key in (one.key, one.was_key) if key is not None}
    signs = tuple(one for one in found.signs if one.thing is not None and _root(one.thing, model) in named)
    return replace(found, things=things, signs=signs, consequences=tuple(_follow(found.consequences, named, model)))


def _follow(consequences: Sequence[Consequence], named: Collection[Key], model: Model) -> Iterator[Consequence]:
    """What follows from the change of these things alone, or is about one of them."""
    for one in consequences:
        about = isinstance(one.subject, Key) and _root(one.subject, model) in named
        if about or (one.because and all(_root(key, model) in named for key in one.because)):
            yield one


def _not_kept(item: str, kept: Sequence[Frozen]) -> Finding:
    names = sorted({str(one.item) for one in kept})
    guess = nearest(item, names)
    if not names:
        hint = f"Leg een besluit eerst vast: kapstok vaststellen {item} --datum … --orgaan …"
    else:
        hint = f"Bedoelde u {guess}?" if guess else f"Kies uit: {', '.join(names[:3])}."
    return _finding("verschil-niet-vastgesteld", f"Van {item[:60]} is geen vastgesteld stuk bewaard.", hint)


def _not_for(item: str, record: Frozen, audience: str) -> Finding:
    message = f"Het vastgestelde stuk van {item} is niet voor {audience}."
    return _finding("verschil-niet-voor-publiek", message, f"Geef --audience {record.audience} mee.")


def _finding(code: str, message: str, hint: str) -> Finding:
    return Finding(path=FOLDER, line=1, column=1, severity=Severity.ERROR, code=code, message=message, hint=hint)
