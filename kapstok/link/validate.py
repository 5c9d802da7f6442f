"""Documents against the schema of their folder: which kind each is, and what is wrong with it.

jsonschema-rs says quickly whether a document is wrong; jsonschema then says why, and `explain` puts each reason in
Dutch words. Numbers are judged by their written text besides, for a number that was misread satisfies any schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import jsonschema_rs

from kapstok.core.finding import Finding
from kapstok.core.model import Document, Plain, Pointer, Position
from kapstok.core.places import START, Place
from kapstok.core.same import Same
from kapstok.core.text import likely, some_of
from kapstok.kinds.schema import Kind, Kinds
from kapstok.link.breach import Breach, breach
from kapstok.link.explain import explain
from kapstok.link.figures import check_written_numbers
from kapstok.link.refused import without_refused
from kapstok.link.remarks import check_remarks

MOST_BREACHES = 100  # of one file; more than that nobody reads
_MISSING = frozenset({"required", "dependentRequired", "minProperties"})
_LIMITS = frozenset({"maxLength", "maxItems"})
if TYPE_CHECKING:
    import jsonschema
    from referencing import Registry
    from referencing.jsonschema import Schema

_FOLDERS = "zie handleiding/velden"


def validate(documents: Iterable[Document], kinds: Kinds) -> tuple[list[tuple[Document, Kind]], list[Finding]]:
    """Hold every document against the schema of its folder.

    Gives back the documents that belong to a kind, without the values that it refuses (also those with findings, so
    that references to them are not called dangling), and all findings.
    """
    placed: list[tuple[Document, Kind]] = []
    findings: list[Finding] = []
    validators = _validators(kinds)
    for document in documents:
        kind, problems = _place(document, kinds)
        findings += problems
        if kind is None:
            continue
        breaches = validators[kind.name].breaches(document)
        placed.append((without_refused(document, breaches), kind))
        found = list(explain(document, kind, kinds, breaches[:MOST_BREACHES])) if breaches else []
        if len(breaches) > MOST_BREACHES:
            found.append(_too_many(document, len(breaches) - MOST_BREACHES))
        if found and (better := _better_folder(document, kind, validators)):
            findings.append(_wrong_folder(document, kind, better))
            continue
        findings += _with_writing(document, kind, kinds, found)
    return placed, findings


def validate_part(document: Document, kind: Kind, kinds: Kinds) -> tuple[Document, list[Finding]]:
    """The same for a document of a kind of which only a part is written: what is missing is no mistake."""
    breaches = _validators(kinds)[kind.name].breaches_of_part(document)
    found = list(explain(document, kind, kinds, breaches[:MOST_BREACHES])) if breaches else []
    return without_refused(document, breaches), _with_writing(document, kind, kinds, found)


class Misfits:
    """Where data does not fit the schema of its kind: for sources that nobody can mend any more."""

    def __init__(self, kinds: Kinds) -> None:
        self._validators = _validators(kinds)

    def of(self, data: Plain, kind: Kind) -> frozenset[Pointer]:
        """The places of the values that are wrong; `()` when something is missing or too much at the top."""
        return self._validators[kind.name].misfits(data)


def _place(document: Document, kinds: Kinds) -> tuple[Kind | None, list[Finding]]:
    parts = document.path.split("/")[1:]
    kind = kinds.by_file(parts[0]) if len(parts) == 1 else kinds.by_folder(parts[0])
    if kind is not None and len(parts) <= 2:
        return kind, []
    if len(parts) == 1:
        message = "Dit bestand staat los in de agenda."
        hint = f"Zet het in de map van zijn soort: {some_of(sorted(kinds.folders), _FOLDERS)}"
    elif kind is not None:
        message, hint = "Submappen worden niet gelezen.", f"Zet het bestand direct in agenda/{kind.folder}/."
    else:
        guess = likely(parts[0], kinds.folders)
        message = f"De map {parts[0]} hoort bij geen enkele soort."
        hint = f"Bedoelde u {guess}?" if guess else f"Kies uit: {some_of(sorted(kinds.folders), _FOLDERS)}"
    return None, [Finding.at(Place(document.path, _top(document)), "map-onbekend", message, hint)]


def _too_many(document: Document, count: int) -> Finding:
    return Finding.at(
        Place(document.path, _top(document)),
        "te-veel-fouten",
        f"In dit bestand staan nog {count} andere fouten.",
        "Verbeter eerst wat hier al is gemeld; daarna volgt de rest.",
    )


def _top(document: Document) -> Position:
    return document.positions.get((), START)


def _wrong_folder(document: Document, kind: Kind, better: Kind) -> Finding:
    return Finding.at(
        Place(document.path, _top(document)),
        "map-verkeerd",
        f"Dit lijkt geen {kind.title.lower()} maar een {better.title.lower()}.",
        f"Verplaats het bestand naar agenda/{better.folder}/.",
    )


def _with_writing(document: Document, kind: Kind, kinds: Kinds, found: list[Finding]) -> list[Finding]:
    """The findings of the schema, and those of how things are written; where both speak, the writing comes first."""
    written = [*check_written_numbers(document, kind, kinds), *check_remarks(document, kind, kinds)]
    spots = [document.positions[pointer] for pointer in document.told if pointer in document.positions]
    places = {(f.line, f.column) for f in written} | {(spot.line, spot.column) for spot in spots}
    return [*written, *(f for f in found if (f.line, f.column) not in places)]


def _belongs(name: str, kind: Kind) -> bool:
    """Whether a field is one of this kind, or of a block in it that somebody forgot to write."""
    return name in kind.shape.fields or any(name in (s.items or s).fields for s in kind.shape.fields.values())


def _better_folder(document: Document, kind: Kind, validators: Mapping[str, _Validator]) -> Kind | None:
    """The one other kind whose schema this document satisfies, when it has fields its own kind lacks."""
    fields = document.block
    if all(_belongs(name, kind) for name in fields):
        return None
    fits = [
        v.kind
        for v in validators.values()
        if v.kind is not kind and fields.keys() <= set(v.kind.shape.fields) and v.is_valid(fields)
    ]
    return fits[0] if len(fits) == 1 else None


class _Registries:
    """All schemas together, as either validator wants them; made when first needed, and once for all kinds."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds

    @cached_property
    def quick(self) -> jsonschema_rs.Registry:
        return jsonschema_rs.Registry([(uri, dict(schema)) for uri, schema in self._kinds.schemas.items()])

    @cached_property
    def slow(self) -> Registry[Schema]:
        from referencing import Registry, Resource  # late: only who made a mistake waits for it
        from referencing.jsonschema import DRAFT202012

        resources = [(uri, Resource.from_contents(schema, DRAFT202012)) for uri, schema in self._kinds.schemas.items()]
        empty: Registry[Schema] = Registry()
        return empty.with_resources(resources)


class _Validator:
    """The two validators of one kind, made when first needed."""

    def __init__(self, kind: Kind, registries: _Registries) -> None:
        self.kind, self._registries = kind, registries

    @cached_property
    def _quick(self) -> jsonschema_rs.Draft202012Validator:
        return jsonschema_rs.Draft202012Validator(dict(self.kind.schema), registry=self._registries.quick)

    @cached_property
    def _slow(self) -> jsonschema.Draft202012Validator:
        from kapstok.link.explainer import explainer  # late, for the same reason

        return explainer(self.kind.schema, self._registries.slow)

    def is_valid(self, data: Plain) -> bool:
        """Whether the data satisfies the schema."""
        return bool(self._quick.is_valid(data))

    def misfits(self, data: Plain) -> frozenset[Pointer]:
        """The places of the values that break the schema."""
        return frozenset(tuple(error.instance_path) for error in self._quick.iter_errors(data))

    def breaches(self, document: Document) -> list[Breach]:
        """Every way in which the document breaks its schema."""
        if self.is_valid(document.data):
            return []
        return list(_strictest(map(breach, self._reasons(document))))

    def breaches_of_part(self, document: Document) -> list[Breach]:
        """The same but for what is only missing; the slow one is asked when there is more."""
        if all(error.schema_path[-1:] == ["required"] for error in self._quick.iter_errors(document.data)):
            return []
        found = map(breach, self._reasons(document))
        return list(_strictest(one for one in found if not _is_only_missing(one)))

    def _reasons(self, document: Document) -> list[jsonschema.ValidationError]:
        from kapstok.link.explainer import reasons

        return reasons(self._slow, document.data, self.misfits(document.data))


def _validators(kinds: Kinds) -> Mapping[str, _Validator]:
    """A validator for every kind that has files of its own; made once, for to make one costs more than to use it."""
    return _made(Same(kinds))


@lru_cache(maxsize=4)
def _made(kinds: Same[Kinds]) -> Mapping[str, _Validator]:
    registries = _Registries(kinds.value)
    return {kind.name: _Validator(kind, registries) for kind in kinds.value if not kind.nested}


def _is_only_missing(one: Breach) -> bool:
    """Whether a breach says no more than that something is not there, also when any of several things would do."""
    branches = bool(one.context) and all(map(_is_only_missing, one.context))
    return one.keyword in _MISSING or (one.keyword in ("anyOf", "oneOf") and branches)


def _strictest(breaches: Iterable[Breach]) -> Iterator[Breach]:
    """Of several limits that one value is over, the lowest."""
    listed = list(breaches)
    lowest: dict[tuple[str, Pointer], int | float] = {}
    for one in listed:
        if one.keyword in _LIMITS:
            place = (one.keyword, one.path)
            lowest[place] = min(one.limit, lowest.get(place, one.limit))
    yield from (one for one in listed if lowest.get((one.keyword, one.path), one.limit) == one.limit)
