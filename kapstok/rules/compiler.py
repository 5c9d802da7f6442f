"""The tree of a test becomes closures, and everything in it that can never be right a mistake at its place.

Nothing in a text is carried out: each node of a short list becomes a small closure of ours, any other is a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import nodes

from kapstok.core.text import enumerate_words, nearest
from kapstok.rules import compare
from kapstok.rules.closures import added, constant, constant_text, every, negated, per_element, remembered, some
from kapstok.rules.compare import MISSING, Made, Wrong
from kapstok.rules.demands import Demand, demands_of, way_of_filled
from kapstok.rules.functions import FUNCTIONS, Function, Want, check, result
from kapstok.rules.names import Keyed, Meaning, Names, always, attribute_run
from kapstok.rules.parse import (
    FIELD,
    FUNCTION,
    LANGUAGE,
    MOST_LEVELS,
    SHORT,
    VALUE,
    Mistake,
    not_allowed,
    parse,
    short,
    too_deep,
)
from kapstok.rules.scope import Run, truth
from kapstok.rules.sorts import NUMBER, TRUTH, UNKNOWN, Sort, Type, union

MOST_MISTAKES = 5  # of one text; the first ones explain the rest
_GREATEST = 10**15
_LISTED = 3  # more names than this help nobody
_CONSTANTS: Mapping[str, bool | None] = {"waar": True, "onwaar": False, "niets": None}


class _Enough(Exception):  # noqa: N818 (not an error of ours)
    """There are as many mistakes as anyone wants to read at once; or it is too deep to go on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowed:
    """A name in a text, at its offset, that only these audiences may look at."""

    offset: int
    found: str
    audiences: frozenset[str]


class Compiler:
    """Makes one text into closures; a condition within it gets a compiler of its own that shares the mistakes."""

    def __init__(self, text: str, here: Type, names: Names, base: int = 0, found: list[Mistake] | None = None) -> None:
        self.text, self.here, self.names, self.base = text, here, names, base
        self.mistakes: list[Mistake] = [] if found is None else found
        self.fields: list[str] = []
        self.narrowed: list[Narrowed] = []
        self.demands: list[Demand] = []
        self.keys: dict[str, Keyed] = {}  # of the names on whose value a call can be remembered
        self.size = 0

    def condition(self) -> Run | None:
        """The whole text as a condition; None when it cannot be read or has too many mistakes."""
        tree = parse(self.text)
        if isinstance(tree, Mistake):
            self.mistakes.append(replace(tree, offset=self.base + tree.offset))
            return None
        try:
            for part in demands_of(tree):
                self._demand(part, level=int(isinstance(tree, nodes.And)))
        except _Enough:
            return None
        return every([demand.run for demand in self.demands])

    def _demand(self, node: nodes.Expr, level: int) -> None:
        before = len(self.fields)
        made = self._make(node, level)
        named = tuple(dict.fromkeys(self.fields[before:]))
        way = way_of_filled(node)
        text = f"gevuld({'.'.join(way)})" if way else made.found
        self.demands.append(Demand(text=text, run=self._truth(made), filled=way, fields=named))

    def _tell(self, mistake: Mistake) -> None:
        self.mistakes.append(replace(mistake, offset=self.base + mistake.offset))
        if len(self.mistakes) >= MOST_MISTAKES:
            raise _Enough

    def _wrong(self, code: str, wrong: Wrong) -> None:
        part, hint = wrong.part, wrong.hint
        if not part.is_constant and part.found in _CONSTANTS:
            hint = f"{part.found} is hier een veld. Schrijf true, false of none voor ja, nee of niets."
        self._tell(Mistake(offset=part.offset, found=part.found, code=code, message=wrong.message, hint=hint))

    def _make(self, node: nodes.Expr, level: int) -> Made:
        """One node; UNKNOWN takes the place of a part with a mistake, so that the rest is checked too."""
        if level > MOST_LEVELS:
            self.mistakes.append(too_deep(self.base + node.lineno, ""))
            raise _Enough
        self.size += 1
        maker = _MAKERS.get(type(node))
        if maker is not None:
            return maker(self, node, level + 1)
        self._tell(not_allowed(node.lineno, self.text[node.lineno : node.lineno + 1]))
        return self._unknown(node)

    def _unknown(self, node: nodes.Expr, found: str = "") -> Made:
        return Made(type=UNKNOWN, run=always(None), offset=node.lineno, found=found)

    def _truth(self, made: Made) -> Run:
        """A part as a condition: text and numbers of their own are none."""
        kind, run = made.type, made.run
        loose = made.parts is not None or isinstance(made.constant, (str, int, float))
        if loose and not isinstance(made.constant, bool):
            message = f"{short(made.found)} is op zichzelf geen voorwaarde."
            hint = "Schrijf veld == 'waarde', of veld in ['a', 'b']."
            self._wrong(VALUE, Wrong(part=made, message=message, hint=hint))
        elif kind.sorts == {Sort.NUMBER} and not kind.many:
            message = f"{short(made.found)} is een getal en geen voorwaarde."
            self._wrong(
                VALUE, Wrong(part=made, message=message, hint="Vergelijk het, bijvoorbeeld > 0, of schrijf gevuld(…).")
            )
        return run if kind == TRUTH else lambda world, item: truth(run(world, item))

    def _name(self, node: nodes.Name, level: int) -> Made:
        name = node.name
        meaning = self.names.scope(self.here, name)
        if meaning is not None:
            if meaning.is_field:
                self.fields.append(name)
            self._note(meaning, node.lineno, name)
            if meaning.by is not None and self.here.kinds:
                self.keys[name] = meaning.by
            return Made(type=meaning.type, run=meaning.read, offset=node.lineno, found=name, roots=frozenset({name}))
        if name in _CONSTANTS:
            return constant(_CONSTANTS[name], node.lineno, name)
        self._tell(self._no_name(name, node.lineno))
        return self._unknown(node, name)

    def _note(self, meaning: Meaning, offset: int, name: str) -> None:
        """Remember a name that not everybody may look at."""
        if meaning.audiences is not None:
            self.narrowed.append(Narrowed(offset=self.base + offset, found=name, audiences=meaning.audiences))

    def _no_name(self, name: str, offset: int) -> Mistake:
        if name in FUNCTIONS:
            hint = f"{name} is een functie. Zo: {FUNCTIONS[name].use}."
        else:
            hint = _suggestion(name, self.names.known_in(self.here), self.names.fields_of(self.here))
        message = f"{short(name)} is geen veld van {self._what(self.here)}."
        return Mistake(offset=offset, found=name, code=FIELD, message=message, hint=hint)

    def _what(self, kind: Type) -> str:
        if len(kind.kinds) != 1:
            return "deze onderdelen" if kind.kinds else "dit blok"
        return f"de soort {next(iter(kind.kinds))}"

    def _attribute(self, node: nodes.Getattr, level: int) -> Made:
        base = self._make(node.node, level)
        name, offset = node.attr, self.text.index(node.attr, node.lineno + 1)
        found = self.text[base.offset : offset + len(name)]
        meaning = self.names.attribute(base.type, name) if base.type.known else None
        if base.type.known and meaning is None:
            self._tell(self._no_attribute(base, name, offset))
        if meaning is None:
            return Made(type=UNKNOWN, run=always(None), offset=base.offset, found=found, roots=base.roots)
        self._note(meaning, offset, name)
        made = replace(meaning.type, many=meaning.type.many or base.type.many)
        run = attribute_run(base.run, meaning)
        return Made(type=made, run=run, offset=base.offset, found=found, roots=base.roots)

    def _no_attribute(self, base: Made, name: str, offset: int) -> Mistake:
        known = self.names.known_of(base.type)
        if known:
            message, hint = (
                f"{short(name)} is geen veld van {short(base.found)}.",
                _suggestion(name, known, self.names.fields_of(base.type)),
            )
        else:
            message, hint = f"{short(base.found)} is {base.type.in_words()} en heeft geen velden.", ""
        return Mistake(offset=offset, found=name, code=FIELD, message=message, hint=hint)

    def _const(self, node: nodes.Const, level: int) -> Made:
        value = node.value
        made = constant(value, node.lineno, constant_text(self.text, node.lineno))
        if isinstance(value, (int, float)) and not abs(value) <= _GREATEST:
            message = f"{short(made.found)} is een te groot getal."
            self._wrong(LANGUAGE, Wrong(part=made, message=message, hint="Een toets telt tot een biljard."))
        return made

    def _negative(self, node: nodes.Neg, level: int) -> Made:
        inner = self._make(node.node, level)
        value = inner.constant
        found = self.text[node.lineno : inner.offset + len(inner.found)]
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return constant(-value, node.lineno, found)
        self._tell(not_allowed(node.lineno, "-"))
        return self._unknown(node, found)

    def _list(self, node: nodes.List | nodes.Tuple, level: int) -> Made:
        parts = tuple(self._make(inner, level) for inner in node.items)
        for part in parts:
            if not part.is_constant and part.type.known:
                message = f"In een lijst staan alleen vaste waarden; {short(part.found)} is er geen."
                self._wrong(LANGUAGE, Wrong(part=part, message=message, hint="Vergelijk los, met or ertussen."))
        start = parts[0].offset if parts else node.lineno
        end = parts[-1].offset + len(parts[-1].found) if parts else start + 1
        kind = union(part.type for part in parts) if parts else UNKNOWN
        return Made(
            type=replace(kind, many=True),
            run=always(tuple(part.constant for part in parts if part.constant is not MISSING)),
            offset=start,
            found=self.text[start:end],
            parts=parts,
        )

    def _compare(self, node: nodes.Compare, level: int) -> Made:
        left = self._make(node.expr, level)
        parts, runs = [left], list[Run]()
        for operand in node.ops:
            right = self._make(operand.expr, level)
            wrong = compare.check(operand.op, left, right)
            if wrong:
                self._wrong(VALUE, wrong)
            else:
                runs.append(compare.make(operand.op, left, right))
            left = right
            parts.append(right)
        return self._joined(TRUTH, every(runs), parts)

    def _logic(self, node: nodes.And | nodes.Or, level: int) -> Made:
        """A row of parts with the same word between them is one level."""
        row: list[nodes.Expr] = []
        inner: nodes.Expr = node
        while isinstance(inner, type(node)):
            row.append(inner.right)
            inner = inner.left
        parts = [self._make(part, level) for part in (inner, *reversed(row))]
        runs = [self._truth(part) for part in parts]
        joined = every(runs) if isinstance(node, nodes.And) else some(runs)
        return self._joined(TRUTH, joined, parts)

    def _joined(self, kind: Type, run: Run, parts: Sequence[Made]) -> Made:
        first, last = parts[0], parts[-1]
        found = self.text[first.offset : last.offset + len(last.found)]
        roots = frozenset[str]().union(*(part.roots for part in parts))
        return Made(type=kind, run=run, offset=first.offset, found=found, roots=roots)

    def _not(self, node: nodes.Not, level: int) -> Made:
        inner = self._make(node.node, level)
        run = self._truth(inner)
        end = inner.offset + len(inner.found)
        found = self.text[node.lineno : end]
        return Made(type=TRUTH, run=negated(run), offset=node.lineno, found=found, roots=inner.roots)

    def _sum(self, node: nodes.Add | nodes.Sub, level: int) -> Made:
        """A row of numbers with + and - between them is one level."""
        row: list[tuple[int, nodes.Expr]] = []
        inner: nodes.Expr = node
        while isinstance(inner, (nodes.Add, nodes.Sub)):
            row.append((1 if isinstance(inner, nodes.Add) else -1, inner.right))
            inner = inner.left
        signed = [(sign, self._make(part, level)) for sign, part in ((1, inner), *reversed(row))]
        for _, part in signed:
            if part.constant is None or (part.type.known and (part.type.many or Sort.NUMBER not in part.type.sorts)):
                what = "niets" if part.constant is None else part.type.in_words()
                message = f"{short(part.found)} is {what}, geen getal."
                hint = "Tel een lijst op met som(lijst); gebruik dagen_tot of jaren_tussen voor datums."
                self._wrong(VALUE, Wrong(part=part, message=message, hint=hint))
        run = added([(sign, part.run) for sign, part in signed])
        return self._joined(NUMBER, run, [part for _, part in signed])

    def _call(self, node: nodes.Call, level: int) -> Made:
        """A function of ours by its name; a call of anything else is a mistake."""
        called = node.node
        if not isinstance(called, nodes.Name):
            word = called.attr if isinstance(called, nodes.Getattr) else "("
            self._tell(not_allowed(self.text.index(word, called.lineno), word))
            return self._unknown(node)
        name, function = called.name, FUNCTIONS.get(called.name)
        if function is None or not function.takes(len(node.args)):
            self._tell(_no_call(name, called.lineno, function, len(node.args)))
            return self._unknown(called, name)
        arguments: list[Made] = []
        for index, argument in enumerate(node.args):
            made = self._make(argument, level)
            is_condition = function.want(index) is Want.CONDITION
            arguments.append(self._with_condition(made, arguments[0]) if is_condition else made)
        wrongs = list(check(function, arguments, self.names))
        for wrong in wrongs:
            self._wrong(FUNCTION, wrong)
        last = arguments[-1]
        end = self.text.find(")", last.offset + len(last.found)) + 1
        roots = frozenset[str]().union(*(argument.roots for argument in arguments))
        ready = not wrongs and not self.mistakes
        run = function.make(arguments, self.names) if ready else always(None)
        return Made(
            type=result(function, arguments),
            run=self._remembered(run, roots) if function.is_heavy else run,
            offset=called.lineno,
            found=self.text[called.lineno : end],
            roots=roots,
        )

    def _with_condition(self, made: Made, elements: Made) -> Made:
        """The text of a condition, compiled in the scope of one element of the list."""
        here = elements.type.one
        if not here.known and not self.mistakes:
            message = f"Van {short(elements.found)} is niet bekend welke velden erin staan."
            self._wrong(FUNCTION, Wrong(part=elements, message=message))
        if not isinstance(made.constant, str) or not here.sorts & {Sort.ITEM, Sort.BLOCK}:
            return made
        text = self.text[made.offset + 1 : made.offset + len(made.found) - 1]
        inner = Compiler(text, here, self.names, self.base + made.offset + 1, self.mistakes)
        run = inner.condition()
        if len(self.mistakes) >= MOST_MISTAKES:
            raise _Enough
        self.size += inner.size
        self.narrowed += inner.narrowed
        return replace(made, condition=per_element(run, inner.size)) if run else made

    def _remembered(self, run: Run, roots: frozenset[str]) -> Run:
        """A call that rests on what many items share, such as their parent, is run once for all of them."""
        if not self.here.kinds or not roots or not roots <= set(self.keys):
            return run
        return remembered(run, [(name, self.keys[name]) for name in sorted(roots)])


def _suggestion(name: str, known: Iterable[str], examples: Iterable[str]) -> str:
    guess = nearest(name, known) if len(name) <= SHORT else ""
    if guess:
        return f"Bedoelde u {guess}?"
    listed = enumerate_words(sorted(examples)[:_LISTED])
    return f"Er is bijvoorbeeld {listed}." if listed else ""


def _no_call(name: str, offset: int, function: Function | None, count: int) -> Mistake:
    if function is None:
        message, hint = f"De functie {short(name)} bestaat niet.", _suggestion(name, FUNCTIONS, FUNCTIONS)
    else:
        wanted = len(function.wants)
        least = "ten minste " if function.endless else ""
        message = f"{name} krijgt {count} {'waarde' if count == 1 else 'waarden'} in plaats van {least}{wanted}."
        hint = f"Zo: {function.use}. {function.meaning}"
    return Mistake(offset=offset, found=name, code=FUNCTION, message=message, hint=hint)


_MAKERS: Mapping[type[nodes.Expr], Callable[[Compiler, Any, int], Made]] = {
    nodes.Name: Compiler._name,
    nodes.Getattr: Compiler._attribute,
    nodes.Const: Compiler._const,
    nodes.Neg: Compiler._negative,
    nodes.List: Compiler._list,
    nodes.Tuple: Compiler._list,
    nodes.Compare: Compiler._compare,
    nodes.And: Compiler._logic,
    nodes.Or: Compiler._logic,
    nodes.Not: Compiler._not,
    nodes.Add: Compiler._sum,
    nodes.Sub: Compiler._sum,
    nodes.Call: Compiler._call,
}
