"""The tests that stand beside the norms, read and compiled; every mistake in one is a finding at its own place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kapstok.core.audience import AUDIENCES
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Fields, Item, Model, NormCase, NormTest, Value
from kapstok.core.places import Place, field_place, value_place, within
from kapstok.core.text import enumerate_words, nearest
from kapstok.kinds.schema import Kind, Kinds
from kapstok.rules.compiler import Narrowed
from kapstok.rules.expression import Expression, compile_expression
from kapstok.rules.gates import LEVELS, Gates, gate_name, read_gates
from kapstok.rules.message import message_mistakes
from kapstok.rules.parse import Mistake
from kapstok.rules.placement import TEST_ROLE

_GATE = "poort"
CASES = "gevallen"
_LISTED = 3  # more names than this help nobody


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadyTest:
    """A test that can be run: for which items it is, what must hold for them, and which of them need not."""

    test: NormTest
    applies: Expression | None
    requirement: Expression
    unless: Expression | None
    place: Place

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """All its expressions, those that were left out not counted."""
        return tuple(e for e in (self.applies, self.requirement, self.unless) if e is not None)


def read_tests(model: Model, kinds: Kinds) -> tuple[list[ReadyTest], list[Finding]]:
    """Every test in the model, in the order of the files, and what is wrong in the others."""
    gates = read_gates(model, kinds)
    ready: list[ReadyTest] = []
    findings: list[Finding] = []
    own = [
        (norm, name) for kind in kinds for name in kind.fields_with_role(TEST_ROLE) for norm in model.of_kind(kind.name)
    ]
    for norm, name in own:
        reader = _Reader(model, kinds, norm, name, gates)
        ready += reader.tests()
        findings += [*reader.findings, *reader.warnings]
    unknown = any(kinds[name].fields_with_role(TEST_ROLE) for name in model.unread)  # a norm that may refer to a gate
    for gate in () if unknown else gates.loose():
        for name in kinds[gate.key.kind].fields_with_role(TEST_ROLE):
            reader = _Reader(model, kinds, gate, name, gates)
            ready += [_levelled(test, gates.level(gate_name(gate.key))) for test in reader.tests()]
            findings += reader.findings
    return ready, findings


def _levelled(ready: ReadyTest, level: Severity | None) -> ReadyTest:
    """A test of a gate, at the level that the workspace gave it."""
    level = level or ready.test.level
    return replace(ready, test=replace(ready.test, level=level, gate=ready.test.norm))


class _Reader:
    """Reads the tests of one norm."""

    def __init__(self, model: Model, kinds: Kinds, norm: Item, field: str, gates: Gates) -> None:
        self.model, self.kinds, self.norm, self.field, self.gates = model, kinds, norm, field, gates
        self.findings: list[Finding] = []
        self.warnings: list[Finding] = []

    def tests(self) -> Iterator[ReadyTest]:
        """The tests that can be run."""
        blocks = self.norm.fields.get(self.field, ())
        for index, block in enumerate(blocks if isinstance(blocks, tuple) else ()):
            if isinstance(block, Mapping) and _GATE in block:
                yield from self._gate(index, block, str(block[_GATE]))
            elif isinstance(block, Mapping) and (test := self._test(index, block)) is not None:
                yield test

    def _gate(self, index: int, block: Fields, name: str) -> Iterator[ReadyTest]:
        """The tests of a gate, run under this norm, with what the norm says otherwise."""
        gate = self.gates.by_name.get(name)
        place = value_place(self.model, self.norm, self.field, index, _GATE)
        if gate is None:
            return  # the schema told so
        self.gates.taken.add(name)
        if CASES in block:
            here = field_place(self.model, self.norm, self.field, index, CASES)
            message = f"Bij een verwijzing naar een poort horen geen gevallen: {name} heeft ze zelf."
            self._find(here, "geval-bij-poort", message[:199], "Haal de gevallen hier weg.")
        if self.gates.is_off(name):
            message = f"De poort {name} staat uit, maar {self.norm.title} verwijst ernaar."
            self._find(place, "poort-staat-uit", message[:199], "Zet de poort weer aan, of haal de verwijzing weg.")
            return
        level = LEVELS.get(str(block.get("niveau", ""))) or self.gates.level(name)
        for field in self.kinds[gate.key.kind].fields_with_role(TEST_ROLE):
            inner = _Reader(self.model, self.kinds, gate, field, self.gates)
            for ready in inner.tests():
                test = replace(
                    ready.test,
                    norm=self.norm.key,
                    index=index,
                    gate=gate.key,
                    level=level or ready.test.level,
                    message=str(block.get("melding", ready.test.message)),
                    explanation=str(block.get("uitleg", ready.test.explanation)),
                )
                yield replace(ready, test=test, place=place)
            self.findings += inner.findings

    def _test(self, index: int, block: Fields) -> ReadyTest | None:
        kind = self._kind(index, str(block.get("voor", "")))
        if kind is None:
            return None
        exception = block.get("behalve")
        exception = exception if isinstance(exception, Mapping) else {}
        before = len(self.findings)
        applies = self._compile(block.get("wanneer"), kind, index, "wanneer")
        requirement = self._compile(block.get("eis"), kind, index, "eis")
        unless = self._compile(exception.get("als"), kind, index, "behalve", "als")
        message = str(block.get("melding", ""))
        self._tell(message_mistakes(message, kind), message, index, "melding")
        if requirement is None or len(self.findings) > before:
            return None
        test = NormTest(
            norm=self.norm.key,
            index=index,
            kind=kind.name,
            when=str(block.get("wanneer", "")),
            requirement=str(block.get("eis", "")),
            unless=str(exception.get("als", "")),
            reason=str(exception.get("reden", "")),
            level=LEVELS.get(str(block.get("niveau", "")), Severity.ERROR),
            message=message,
            explanation=str(block.get("uitleg", "")),
            asks_one=len(requirement.demands) == 1,
            fields=tuple(dict.fromkeys(f for e in (applies, requirement, unless) if e is not None for f in e.fields)),
            cases=tuple(self._cases(index, block)),
        )
        return ReadyTest(
            test=test,
            applies=applies,
            requirement=requirement,
            unless=unless,
            place=value_place(self.model, self.norm, self.field, index, "eis"),
        )

    def _cases(self, index: int, block: Fields) -> Iterator[NormCase]:
        """The cases beside a test; what is wrong in them is told when they are tried."""
        written = block.get(CASES, ())
        for number, case in enumerate(written if isinstance(written, tuple) else ()):
            if isinstance(case, Mapping) and "uitkomst" in case:
                lacks = case.get("mist", ())
                yield NormCase(
                    words=str(case.get("geval", "")),
                    state=str(case["uitkomst"]),
                    pointer=(*self.norm.pointer, self.field, index, CASES, number),
                    lacks=tuple(map(str, lacks)) if isinstance(lacks, tuple) else (),
                    says=str(case.get("meldt", "")),
                )

    def _kind(self, index: int, name: str) -> Kind | None:
        """The kind that is tested; a name that is no kind is a finding."""
        if name in self.kinds:
            return self.kinds[name]
        if name:
            by_folder = next((kind.name for kind in self.kinds if kind.folder == name), "")
            guess = by_folder or nearest(name, [kind.name for kind in self.kinds])
            some = enumerate_words([kind.name for kind in self.kinds if kind.has_page][:_LISTED])
            hint = f"Bedoelde u {guess}?" if guess else f"Noem een soort, bijvoorbeeld {some}."
            place = value_place(self.model, self.norm, self.field, index, "voor")
            self._find(place, "toets-soort", f"De soort {name} bestaat niet.", hint)
        return None

    def _compile(self, text: Value, kind: Kind, *steps: str | int) -> Expression | None:
        if not isinstance(text, str):
            return None
        expression, mistakes = compile_expression(text, kind, self.kinds)
        self._tell(mistakes, text, *steps)
        self._tell_narrowed(expression.narrowed if expression else (), text, *steps)
        return expression

    def _tell(self, mistakes: Iterable[Mistake], text: str, *steps: str | int) -> None:
        """Each mistake in a text of the test, at its place within that text."""
        for mistake in mistakes:
            place = self._place(text, mistake.offset, mistake.found, *steps)
            self._find(place, mistake.code, mistake.message, mistake.hint)

    def _tell_narrowed(self, narrowed: Iterable[Narrowed], text: str, *steps: str | int) -> None:
        """Each name in a test that readers of the norm may not look at: for them the outcome cannot be told."""
        own = self.kinds[self.norm.key.kind].shape.fields[self.field].audiences
        readers = {name for name, levels in AUDIENCES.items() if self.norm.publication in levels}
        readers &= readers if own is None else own
        for name in {one.found: one for one in narrowed}.values():
            without = [reader for reader in AUDIENCES if reader in readers - name.audiences]
            if without:
                self.warnings.append(
                    Finding.at(
                        self._place(text, name.offset, name.found, *steps),
                        "toets-beperkt-veld",
                        f"Deze toets kijkt naar {name.found}, maar dat veld is niet voor {enumerate_words(without)}.",
                        "Haal het veld uit de toets, of geef dit kader een publicatie voor wie het veld wel ziet. "
                        "Voor anderen staat er dat de uitkomst niet te zeggen is.",
                        Severity.WARNING,
                    )
                )

    def _place(self, text: str, offset: int, found: str, *steps: str | int) -> Place:
        """The place in the file of something in a text of the test."""
        document = self.model.documents.get(self.norm.path)
        pointer = (*self.norm.pointer, self.field, *steps)
        if document is not None and pointer in document.positions:
            return Place(self.norm.path, within(document, pointer, text, offset, found))
        return value_place(self.model, self.norm, self.field, *steps)

    def _find(self, place: Place, code: str, message: str, hint: str) -> None:
        self.findings.append(Finding.at(place, code, message, hint))
