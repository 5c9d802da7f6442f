"""Cases beside a test: a few fields of a thing that does not exist, and what the test has to say of it.

Every case is a small model of its own, made of nothing but what the case writes, the settings of the agenda and the
norm itself. What the test says of it and the case does not is a finding at the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from kapstok.core.dates import parse_day
from kapstok.core.finding import Finding
from kapstok.core.model import Document, Item, Key, Model, NormCase, Outcome, Plain, Pointer, Position
from kapstok.core.places import START, Place
from kapstok.core.text import enumerate_words, likely, some_of
from kapstok.core.values import as_block, as_list, at_pointer
from kapstok.kinds.schema import Kind, Kinds
from kapstok.link.resolve import resolve_small
from kapstok.link.validate import validate_part
from kapstok.rules.frames import try_test
from kapstok.rules.message import breach_text
from kapstok.rules.placement import BREAKS, CASE_WORDS, NOT_FOR
from kapstok.rules.reading import CASES, ReadyTest

ITSELF = "geval"  # the id of the thing of a case
V = TypeVar("V")


def try_cases(tests: Iterable[ReadyTest], model: Model, kinds: Kinds, day: date) -> Iterator[Finding]:
    """Try every case of the agenda; findings for what is wrong in one, and for what comes out otherwise."""
    pieces: dict[str, _Pieces] = {}
    for ready in tests:
        document = model.documents.get(ready.place.path)
        if document is None or not ready.test.cases or ready.test.gate is not None:
            continue
        if document.path not in pieces:
            pieces[document.path] = _Pieces(document)
        for case in ready.test.cases:
            trial = _Trial(pieces[document.path], case, ready, model, kinds)
            yield from trial.findings(day)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """The places and the writing of everything in one case, by its pointer in the file."""

    positions: dict[Pointer, Position]
    keys: dict[Pointer, Position]
    raws: dict[Pointer, str]
    remarks: dict[Pointer, str]
    flows: set[Pointer]


class _Pieces:
    """A file by its cases, so that the places of one need not be picked out of all."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._told: dict[Pointer, _Told] = {}
        for name in ("positions", "keys", "raws", "remarks"):
            for pointer, value in getattr(document, name).items():
                if (case := _case_of(pointer)) is not None:
                    getattr(self._of(case), name)[pointer] = value
        for pointer in document.flows:
            if (case := _case_of(pointer)) is not None:
                self._of(case).flows.add(pointer)

    def part(self, case: Pointer, data: Plain, parts: Mapping[Pointer, Pointer]) -> Document:
        """A document with the data of (a part of) a case; `parts` says where what stands in the file is in it."""
        told = self._of(case)

        def moved(places: Mapping[Pointer, V]) -> dict[Pointer, V]:
            return {new: value for old, value in places.items() if (new := _moved(old, parts)) is not None}

        return replace(
            self.document,
            stem=ITSELF,
            data=data,
            positions=moved(told.positions),
            keys=moved(told.keys),
            raws=moved(told.raws),
            remarks=moved(told.remarks),
            flows=frozenset(new for old in told.flows if (new := _moved(old, parts)) is not None),
            torn={},
            refused=frozenset(),
            told=frozenset(),
        )

    def _of(self, case: Pointer) -> _Told:
        empty = _Told(positions={}, keys={}, raws={}, remarks={}, flows=set())
        return self._told.setdefault(case, empty)


def _case_of(pointer: Pointer) -> Pointer | None:
    """The case that a place lies in."""
    if CASES not in pointer:
        return None
    end = pointer.index(CASES) + 2
    return pointer[:end] if len(pointer) >= end else None


def _moved(pointer: Pointer, parts: Mapping[Pointer, Pointer]) -> Pointer | None:
    for old, new in parts.items():
        if pointer[: len(old)] == old:
            return (*new, *pointer[len(old) :])
    return None


class _Trial:
    """One case, held against its test."""

    def __init__(self, pieces: _Pieces, case: NormCase, ready: ReadyTest, model: Model, kinds: Kinds) -> None:
        self.pieces, self.case, self.ready, self.model, self.kinds = pieces, case, ready, model, kinds
        self.written = as_block(at_pointer(pieces.document.data, case.pointer))

    def findings(self, day: date) -> Iterator[Finding]:
        """What is wrong in the case; when nothing is, what the test says that the case does not."""
        itself, key = self._itself(self.kinds[self.ready.test.kind], self.written.get("velden"))
        placed: list[tuple[Document, Kind]] = []
        found: list[Finding] = []
        for document, kind in (itself, *self._others(found)):
            sound, problems = validate_part(document, kind, self.kinds)
            placed.append((sound, kind))
            found += problems
        small, problems = resolve_small(placed, self.kinds, dict(self._known()))
        found += problems
        if found or key not in small.items:
            yield from found
            return
        given = parse_day(str(self.written.get("peildatum", "")))
        outcome = try_test(self.ready, small, self.kinds, given or day, small.items[key])
        yield from self._judged(outcome, small, key)

    def _itself(self, kind: Kind, fields: Plain) -> tuple[tuple[Document, Kind], Key]:
        """The thing of the case as a document, in the whole that it is a part of, and its key."""
        own = {**as_block(fields)}
        parts: dict[Pointer, Pointer] = {(*self.case.pointer, "velden"): ()}
        ids = [ITSELF]
        while kind.nested and (above := _whole_of(kind, self.kinds)) is not None:
            whole, field = above
            ids.insert(1, str(own.setdefault("id", ITSELF)))
            outer = as_block(self.written.get("ouder")) if len(ids) == 2 else {}
            listed = as_list(outer.get(field))
            parts = {old: (field, len(listed), *new) for old, new in parts.items()}
            if len(ids) == 2:
                parts[(*self.case.pointer, "ouder")] = ()
            kind, own = whole, {**outer, field: [*listed, own]}
        document = self.pieces.part(self.case.pointer, own, parts)
        return (document, kind), Key(kind=self.ready.test.kind, id=".".join(ids))

    def _others(self, found: list[Finding]) -> Iterator[tuple[Document, Kind]]:
        """The other things of the case as documents; a sort that cannot be one is a finding."""
        for index, other in enumerate(as_list(self.written.get("erbij"))):
            here = (*self.case.pointer, "erbij", index)
            if not isinstance(other, dict) or not isinstance(other.get("velden"), dict):
                continue  # the schema said so
            name = str(other.get("soort"))
            able = [kind.name for kind in self.kinds if not kind.nested]
            if name in able:
                document = self.pieces.part(self.case.pointer, other["velden"], {(*here, "velden"): ()})
                yield replace(document, stem=str(other.get("id"))), self.kinds[name]
                continue
            guess = likely(name, able)
            hint = f"Bedoelde u {guess}?" if guess else f"Kies uit: {some_of(sorted(able), 'zie handleiding/velden')}"
            message = f"{name} is geen soort met eigen bestanden."
            if name in self.kinds:
                hint = "Schrijf een onderdeel bij de velden van het geheel waar het in staat."
            found.append(Finding.at(self._place((*here, "soort")), "geval-soort", message, hint))

    def _known(self) -> Iterator[tuple[Key, Item]]:
        """What is in every case: the settings of the agenda, and the norm with the whole that it is a part of."""
        given = [as_block(other).get("soort") for other in as_list(self.written.get("erbij"))]
        if self.kinds.settings_kind not in given:
            yield from ((item.key, item) for item in self.model.settings)
        here: Key | None = self.ready.test.norm
        while here is not None and here in self.model.items:
            yield here, self.model.items[here]
            here = self.model.items[here].parent

    def _judged(self, outcome: Outcome | None, small: Model, key: Key) -> Iterator[Finding]:
        """What comes out otherwise than the case says."""
        state = outcome.state if outcome is not None else NOT_FOR
        said = ""
        if outcome is not None and state == BREAKS:
            said = breach_text(outcome.test, small.items[key], small, self.kinds, outcome.lacks)
        if state != self.case.state:
            came = f"{CASE_WORDS.get(state, state)}{f' (‘{said}’)' if said else ''}"
            wanted = CASE_WORDS.get(self.case.state, self.case.state)
            hint = f"Verbeter de toets of het geval, of zet hier uitkomst: {state}."
            yield Finding.at(
                self._place("uitkomst"), "geval-anders", f"De toets zegt: {came}. Hier staat: {wanted}.", hint
            )
        elif outcome is not None and state == BREAKS:
            yield from self._details(outcome, said)

    def _details(self, outcome: Outcome, said: str) -> Iterator[Finding]:
        """A breach that lacks other fields than the case says, or says something else."""
        missing = [".".join(lack.way) for lack in outcome.lacks]
        if self.case.lacks and set(missing) != set(self.case.lacks):
            told = f"De toets mist hier: {enumerate_words(missing, 'en') or 'geen enkel veld'}."
            hint = f"Schrijf: mist: [{', '.join(missing)}]" if missing else "Haal mist weg."
            yield Finding.at(self._place("mist"), "geval-anders", told, hint)
        if self.case.says and self.case.says not in said:
            told = f"De melding zegt dit niet: {said}"
            yield Finding.at(
                self._place("meldt"),
                "geval-anders",
                told,
                "Neem woorden over uit deze melding, of verbeter de melding.",
            )

    def _place(self, where: str | Pointer) -> Place:
        """Where a value stands in the case, or the key of a field of its own."""
        pointer = (*self.case.pointer, where) if isinstance(where, str) else where
        document = self.pieces.document
        place = document.keys.get(pointer) if isinstance(where, str) else document.positions.get(pointer)
        return Place(document.path, place or START)


def _whole_of(kind: Kind, kinds: Kinds) -> tuple[Kind, str] | None:
    """The first kind that holds items of this one, with the field that they stand in."""
    for whole in kinds:
        for name, shape in whole.shape.fields.items():
            if whole is not kind and shape.items is not None and shape.items.nested == kind.name:
                return whole, name
    return None
