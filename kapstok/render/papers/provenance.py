"""What a paper says of itself: its state, its day, its version and the last commit that changed its own sources.

A commit that touches none of its sources leaves a paper as it is, to the byte. That is why a paper carries the day
of its own last commit, and the peildatum of the build only where its content leans on that or it was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kapstok.core.audience import PUBLIC
from kapstok.core.dates import VagueDate, format_day
from kapstok.core.markdown import escape
from kapstok.core.model import Item, Key, Model, Plain, Value
from kapstok.core.status import OPEN
from kapstok.files.frozen import sha256
from kapstok.history.commits import Commit
from kapstok.kinds.schema import Kinds, Shape
from kapstok.kinds.walk import walk
from kapstok.reckon.council import Council
from kapstok.render.offers.things import Used
from kapstok.render.plan.papers import Planned


@dataclass(frozen=True, kw_only=True, slots=True)
class Adoption:
    """The decision that a paper is frozen with: the day, who took it ('' when not told) and which edition this is."""

    day: date
    body: str
    edition: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a paper comes from. `day` is its own day, `reference` the peildatum that its content speaks of."""

    day: date
    reference: date
    commit: Commit | None
    unrecorded: tuple[str, ...]
    version: str
    audience: str
    address: str = ""
    adoption: Adoption | None = None
    own_day: VagueDate | None = None

    @property
    def secrecy(self) -> str:
        """What every page of a paper must say that is not for everybody."""
        return secrecy_of(self.audience)

    @property
    def said_day(self) -> str:
        """The day that stands on every page: that of the decision, else the one that the paper bears by itself with
        the day of its last change, which need not be the same."""
        if self.adoption:
            return f"Besluit van {format_day(self.adoption.day)}"
        version = f"Versie van {format_day(self.day)}"
        if self.own_day is None or self.own_day.text == format_day(self.day):
            return version
        return f"{self.own_day.text}  ·  {version[:1].lower()}{version[1:]}"

    def keywords(self, planned: Planned) -> tuple[str, ...]:
        """The same, for the metadata of the file."""
        said = {
            "status": planned.status,
            "versie": self.version,
            "peildatum": self.reference.isoformat(),
            "commit": self.commit.short if self.commit else "",
        }
        return (planned.design.label, *(f"{name}: {value}" for name, value in said.items() if value))

    def sentences(self, planned: Planned, municipality: str) -> Iterator[str]:
        """The colophon, sentence by sentence."""
        whose = f" van {municipality}" if municipality else ""
        yield f"{planned.design.label}{whose}."
        if planned.status:
            yield f"Status: {planned.status.replace('-', ' ')}."
        if self.adoption:
            by = f" door {self.adoption.body}" if self.adoption.body else ""
            edition = f", uitgave {self.adoption.edition}" if self.adoption.edition > 1 else ""
            yield f"Vastgesteld op {format_day(self.adoption.day)}{by}{edition}."
        if self.version:
            yield f"Versie: {self.version}."
        yield f"Peildatum: {format_day(self.reference)}."
        if self.commit:
            day = format_day(self.commit.day)
            yield f"De bronnen van dit stuk zijn het laatst gewijzigd op {day} (commit {self.commit.short})."
        if self.unrecorded:
            yield "Daarna is er nog iets in gewijzigd wat niet in git is vastgelegd."
        if self.secrecy:
            whom = "wie vertrouwelijke stukken mag zien" if self.audience == _CLOSED else self.audience
            yield f"Niet openbaar: alleen voor {whom}."


_CLOSED = "besloten"


def colophon(origin: Origin, planned: Planned, municipality: str) -> str:
    """The last lines of a paper, as Markdown."""
    text = escape(" ".join(origin.sentences(planned, municipality)))
    page = f" Lees bij voorkeur [de webpagina van dit stuk]({origin.address})." if origin.address else ""
    return f"\n---\n\n{text}{page}\n"


def digests(used: Used, model: Model) -> dict[str, str]:
    """A checksum of what was taken from each item, by `soort:id`: its title, number and the fields looked at."""
    found = {}
    for key, names in used.items():
        item = model.items[key]
        taken = [item.title, item.number, {name: _plain(item.fields.get(name)) for name in sorted(names)}]
        found[str(key)] = sha256(json.dumps(taken, ensure_ascii=False, sort_keys=True).encode())
    return dict(sorted(found.items()))


def _plain(value: Value) -> Plain:
    """A field as JSON can write it, the same on every run."""
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Key):
        return str(value)
    if isinstance(value, VagueDate):
        return [value.text, str(value.earliest), str(value.latest), value.preference, value.formerly]
    return value


def leans_on(item: Item, used: Iterable[Key], council: Council) -> list[Item]:
    """The items that an adopted paper of `item` stands on and that are not adopted themselves, in order.

    It stands on what it shows and on what its own file refers to. The settings of the agenda, which every paper takes
    its names from, count only when the item refers to them.
    """
    model, kinds = council.roles.model, council.roles.kinds
    own = {key for key, other in model.items.items() if other.path == item.path}
    named = {r.target for r in model.references if r.source in own}
    shown = {key for key in used if not kinds[key.kind].file}
    found = (model.items[key] for key in sorted((named | shown) - own))
    return [other for other in found if council.adoption(other).status in OPEN]


def open_values(used: Used, model: Model, kinds: Kinds) -> Iterator[tuple[Item, str, str]]:
    """What must still be filled in among the values that a paper shows: (item, title of the field, value)."""
    for key in sorted(used):
        item = model.items[key]
        for name in sorted(used[key]):
            shape = kinds[key.kind].shape.fields[name]
            for _, value, inner in walk(item.fields.get(name), shape):
                if isinstance(value, str) and _is_open(value, inner):
                    yield item, inner.title, str(value)


def _is_open(value: str, shape: Shape) -> bool:
    return value != _NOT_APPLICABLE and ("open" in shape.roles or value in shape.open_values)


_NOT_APPLICABLE = "n.v.t."


def secrecy_of(audience: str) -> str:
    """What every page of a paper for this audience must say; empty when it is for everybody."""
    if audience == PUBLIC:
        return ""
    return "VERTROUWELIJK" if audience == _CLOSED else f"INTERN – {audience}"
