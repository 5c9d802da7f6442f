"""Two editions of the same audience become one comparison; nothing that either of them hides has a part in it."""

from __future__ import annotations

from kapstok.compare.consequences import consequences_of
from kapstok.compare.editions import Edition, Pair, Version
from kapstok.compare.effects import Effect
from kapstok.compare.naming import naming_of
from kapstok.compare.settings import settings_changed
from kapstok.compare.signs import signs_of
from kapstok.compare.things import things_changed
from kapstok.compare.values import Comparison, Endpoint

MOST = 1_000  # things of which it is found out unasked which pages, papers and files change: that means making them all


def compare(old: Edition, new: Edition, *, prints: bool = True) -> Comparison:
    """What differs between two versions for one audience; without `prints` nothing is told of pages, papers, data."""
    naming = naming_of(old, new)
    things = things_changed(old, new, naming)
    signs = signs_of(old, new, things, naming)
    settings = settings_changed(old, new)
    consequences = consequences_of(old, new, things, naming, prints=prints)
    if not (things or signs or settings) and all(one.kind is Effect.UNSURE for one in consequences):
        consequences = ()  # what cannot be built is no news to who sees no difference at all
    return Comparison(
        audience=new.audience,
        base=_endpoint(old.version),
        head=_endpoint(new.version),
        day=new.version.loaded.day,
        things=things,
        signs=signs,
        consequences=consequences,
        settings=settings,
        partial=bool(old.version.unread or new.version.unread),
    )


def compare_for(pair: Pair, audience: str, *, prints: bool = True) -> Comparison:
    """The comparison of two versions for an audience."""
    new = Edition(pair.new, audience)
    return compare(Edition(pair.old, audience, like=new), new, prints=prints)


def is_small(pair: Pair) -> bool:
    """Whether an agenda has so few things that making all its pages and papers keeps nobody waiting."""
    return len(pair.new.loaded.model.items) <= MOST


def _endpoint(version: Version) -> Endpoint:
    return Endpoint(name=version.name, commit=version.commit)
