"""Why a document breaks its schema, in plain Dutch, at the exact key or value; no text of a validator is ever printed.

One mistake is one finding: a block that was not indented is told once, not once for each of its fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from kapstok.core.finding import Edit, Finding, Fix
from kapstok.core.model import Block, Document, Plain, Pointer
from kapstok.core.places import replacing
from kapstok.core.text import enumerate_words, likely, shortened, some_of
from kapstok.core.values import as_block, as_list
from kapstok.core.writing import as_value, plain_signs, squashed
from kapstok.kinds.schema import Kind, Kinds, Shape
from kapstok.link.breach import Breach
from kapstok.link.case import Case, field_of, told
from kapstok.link.figures import explain_number
from kapstok.link.layout import Loose, loose_blocks
from kapstok.link.values import (
    explain_any_of,
    explain_choice,
    explain_form,
    explain_size,
    explain_type,
    explain_unfit,
)

_MOST_KINDS = 3


def explain(document: Document, kind: Kind, kinds: Kinds, breaches: Iterable[Breach]) -> Iterator[Finding]:
    """Every breach of a document as findings."""
    case, listed = Case(document=document, kind=kind, kinds=kinds), list(breaches)
    loose = [found for b in listed if b.keyword == "additionalProperties" for found in loose_blocks(case, b)]
    for found in loose:
        yield found.finding(case)
    known = {found.pointer for found in loose}
    for breach in listed:
        if breach.keyword == "required":
            breach = _without_misspelt(case, breach, listed)
        if breach.path not in known or breach.instance is not None:
            yield from _explain(case, breach, (), loose)


def _without_misspelt(case: Case, breach: Breach, listed: Iterable[Breach]) -> Breach:
    """Required fields that are there under a wrong name are not missing: the wrong name is told."""
    extra = next((b for b in listed if b.keyword == "additionalProperties" and b.path == breach.path), None)
    if extra is None:
        return breach
    here = as_block(breach.instance)
    shape = case.shape(breach.path) if breach.path else case.kind.shape
    meant = {_meant(name, here, shape) for name in here if name not in extra.known}
    return replace(breach, wanted=[name for name in breach.names if name not in meant])


def _explain(case: Case, breach: Breach, base: Pointer, loose: Iterable[Loose] = ()) -> Iterator[Finding]:
    pointer = base + breach.path
    if breach.keyword in _NUMERIC:
        number = explain_number(case.document, pointer, breach.instance, case.shape(pointer))
        if number is not None:
            yield number
            return
    if breach.keyword == "additionalProperties":
        yield from _additional(
            case, breach, pointer, {n for block in loose for n in block.names if block.parent == pointer}
        )
    elif breach.keyword in ("anyOf", "oneOf"):
        yield from explain_any_of(case, breach, pointer, lambda inner: _explain(case, inner, pointer))
    else:
        yield from _EXPLAIN.get(breach.keyword, explain_unfit)(case, breach, pointer)


def _required(case: Case, breach: Breach, pointer: Pointer) -> Iterator[Finding]:
    here = as_block(breach.instance)
    for name in breach.names:
        if name in here or f"'{name}'" not in breach.message:
            continue
        where = f" bij {field_of(pointer)}" if pointer else ""
        about = told(case.shape((*pointer, name)).description)
        yield Finding.at(
            case.at(pointer),
            "veld-ontbreekt",
            f"Het verplichte veld {name} ontbreekt{where}.",
            f"Voeg een regel toe die begint met {name}:" + (f" ({about.rstrip('.')})." if about else "."),
        )


def _additional(case: Case, breach: Breach, pointer: Pointer, loose: set[str]) -> Iterator[Finding]:
    shape = case.shape(pointer) if pointer else case.kind.shape
    here = as_block(breach.instance)
    for name in here:
        if name not in breach.known and name not in loose:
            yield _unknown(case, name, here, shape, pointer)


def _unknown(case: Case, name: str, instance: Block, shape: Shape, pointer: Pointer) -> Finding:
    """A field that does not belong here."""
    where = f" in {field_of(pointer)}" if pointer else ""
    message, fix = f"Het veld {shortened(name, 60)} is hier niet bekend{where}.", None
    same = _same(name, instance, shape)
    inside = [field for field, inner in shape.fields.items() if name in (inner.items or inner).fields]
    if name == "id" and not pointer:
        message, hint = "Een bestand heeft geen veld id: de bestandsnaam is de id.", "Haal deze regel weg."
        fix = _without_line(case, (*pointer, name), instance[name])
    elif same:
        hint = f"Schrijf: {same[0]}:"
        fix = replacing(case.place((*pointer, name), key=True), name, same[0])
    elif guess := _meant(name, instance, shape):
        hint = f"Bedoelde u {guess}?"
    elif len(inside) == 1 and inside[0] not in instance and not isinstance(instance[name], (dict, list)):
        value = case.document.raws.get((*pointer, name)) or as_value(str(instance[name] or ""), flow=True)
        hint = f"Het hoort in het blok {inside[0]}. Schrijf: {inside[0]}: {{{name}: {value}}}"
    elif others := [k for k in case.kinds if name in k.shape.fields and k is not case.kind]:
        hint = _of_another(case, name, others, pointer)
    else:
        hint = f"Haal de regel weg. Velden die hier mogen: {some_of(sorted(shape.fields), case.read_on(pointer))}"
    return Finding.at(case.at((*pointer, name), key=True), "veld-onbekend", message, hint, fix=fix)


def _same(name: str, instance: Block, shape: Shape) -> list[str]:
    """Fields with the same letters, but for capitals, spaces, accents and what cannot be seen."""
    return [f for f in shape.fields if f not in instance and squashed(f) == squashed(plain_signs(name))]


def _meant(name: str, instance: Block, shape: Shape) -> str:
    """The field that a wrong name stands for, as far as that can be said; one that is not there yet comes first."""
    free = [field for field in shape.fields if field not in instance]
    return next(iter(_same(name, instance, shape)), "") or likely(name, free) or likely(name, shape.fields)


def _of_another(case: Case, name: str, others: list[Kind], pointer: Pointer) -> str:
    """A field of another kind: of which, and what a thing of this kind has."""
    named = [k.title.lower() for k in others]
    whose = enumerate_words(named) if len(named) <= _MOST_KINDS else f"{len(named)} andere soorten"
    here = case.kind.title.lower() if not pointer else field_of(pointer)
    return f"{name} is een veld van {whose}, niet van {here}. Haal de regel weg; voor de velden hier: " + (
        f"{case.read_on(pointer)}."
    )


def _without_line(case: Case, pointer: Pointer, value: Plain) -> Fix | None:
    """Take away the one line of a field."""
    place, written = case.place(pointer, key=True), case.written(pointer, value)
    line = f"{pointer[-1]}: {written}\n"
    lines = case.document.source.replace("\r\n", "\n").split("\n")
    if written is None or lines[place.line - 1 : place.line] != [line[:-1]] or place.line >= len(lines):
        return None
    return Fix(edits=(Edit(line=place.line, column=1, was=line, becomes=""),))


def _without_item(case: Case, pointer: Pointer, value: Plain) -> Fix | None:
    """Take away the one line of an item in a list."""
    place, written = case.place(pointer), case.written(pointer, value)
    lines = case.document.source.replace("\r\n", "\n").split("\n")
    line = lines[place.line - 1] if place.line < len(lines) else ""
    if written is None or line.strip() != f"- {written}":
        return None
    return Fix(edits=(Edit(line=place.line, column=1, was=f"{line}\n", becomes=""),))


def _unique(case: Case, breach: Breach, pointer: Pointer) -> Iterator[Finding]:
    seen: list[Plain] = []
    for index, value in enumerate(as_list(breach.instance)):
        if value in seen:
            spot = (*pointer, index)
            message = f"{case.show(spot, value)} staat twee keer in {field_of(pointer)}."
            yield Finding.at(
                case.at(spot), "waarde-dubbel", message, "Haal de tweede weg.", fix=_without_item(case, spot, value)
            )
        seen.append(value)


_NUMERIC = frozenset({"type", "pattern", "enum", "anyOf", "oneOf"})
_EXPLAIN: Mapping[str, Callable[[Case, Breach, Pointer], Iterator[Finding]]] = {
    "required": _required,
    "type": explain_type,
    "enum": explain_choice,
    "pattern": explain_form,
    "uniqueItems": _unique,
    **dict.fromkeys(
        ("minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum", "minProperties"), explain_size
    ),
}
