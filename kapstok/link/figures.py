"""Numbers by their written text: what YAML would silently read as another number, and what people add to one.

`58.000` is 58 to YAML, `{waarde: 7,1}` is 7, and a euro sign makes a number a text. Each is a finding with the number
as it has to be written; a value is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from kapstok.core.amounts import read_amount
from kapstok.core.finding import Finding
from kapstok.core.model import Document, Pointer
from kapstok.core.places import document_place, in_flow, replacing, source_of
from kapstok.core.text import NBSP, format_number, shortened
from kapstok.core.writing import as_value, plain_signs, write_it
from kapstok.kinds.schema import Kind, Kinds, Shape
from kapstok.link.shapes import is_number, is_whole, shape_at

CODE = "getal-vorm"
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+")
_FRACTION = re.compile(r"[.eE][-+]?\d*$")
_ENDED = re.compile(r"[-+]?\d+\.")


def check_written_numbers(document: Document, kind: Kind, kinds: Kinds) -> Iterator[Finding]:
    """Numbers that were read without a fault, but not as they were meant; and what a comma between braces tore."""
    for pointer, written in document.raws.items():
        if written[:1] in "+-.0123456789" and _FRACTION.search(written):
            shape = shape_at(kind, kinds, pointer)
            if shape is not None and is_number(shape) and (found := _misread(document, pointer, written, shape)):
                yield found
    for pointer, written in document.torn.items():
        yield _torn(document, pointer, written, shape_at(kind, kinds, pointer) or Shape())


def explain_number(document: Document, pointer: Pointer, value: object, shape: Shape | None) -> Finding | None:
    """What to write for a text that holds one number, where a number belongs; None when it is something else."""
    if shape is None or not is_number(shape):
        return None
    if not isinstance(value, str) and not (isinstance(value, float) and is_whole(shape)):
        return None
    text = document.raws.get(pointer) or str(value)
    number = read_amount(text, whole=is_whole(shape))
    if number is None:
        return None
    field = _field(pointer)
    if is_whole(shape) and number != number.to_integral_value():
        rounded = number.quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return Finding.at(
            document_place(document, pointer),
            CODE,
            f"{field} is een heel getal, maar hier staat {shortened(text)}.",
            f"Rond het af, bijvoorbeeld: {rounded}.",
        )
    cure = _cure(document, pointer, number, shape)
    was = source_of(document, pointer, text)
    why = "Om dit getal staan aanhalingstekens" if _only_quotes(text) else "Dit is niet alleen een getal"
    return Finding.at(
        document_place(document, pointer),
        CODE,
        f"{why}: {shortened(was or text)}. Bij {field} hoort een getal in gewone cijfers.",
        write_it(pointer, cure),
        fix=replacing(document.positions[pointer], was, cure) if was else None,
    )


def _only_quotes(text: str) -> bool:
    return re.fullmatch(r"[-+]?\d+(?:[.,]\d+)?", text) is not None


def _misread(document: Document, pointer: Pointer, written: str, shape: Shape) -> Finding | None:
    """A number that YAML takes for another than who wrote it."""
    field, whole = _field(pointer), is_whole(shape)
    value = float(written)
    if _THOUSANDS.fullmatch(written):
        meant = written.replace(".", "").lstrip("+")
        message = f"Een punt is in YAML een komma: {field} wordt zo {_shown(value)} en niet {_grouped(meant)}."
        if whole:
            fix = replacing(document.positions[pointer], written, meant)
            return Finding.at(document_place(document, pointer), CODE, message, write_it(pointer, meant), fix=fix)
        fraction = _comma(written.lstrip("+"), document, pointer, shape)
        hint = f"Is er toch een komma bedoeld? Typ dan {fraction}. Anders: {write_it(pointer, meant)}"
        return Finding.at(document_place(document, pointer), CODE, message, hint)
    if _ENDED.fullmatch(written) or "e" in written.lower() or whole:
        return _odd(document, pointer, written, shape)
    return None


def _odd(document: Document, pointer: Pointer, written: str, shape: Shape) -> Finding | None:
    """A number that is right, but written so that nobody can say which digits are meant: `58400.00`, `5.`, `1e3`."""
    number = Decimal(written)
    if number == number.to_integral_value():
        cure = f"{number.to_integral_value():f}"
    elif is_whole(shape):
        return None  # the schema says so
    else:
        cure = f"{number:f}"
    message = f"{_field(pointer)} hoort in gewone cijfers te staan, maar hier staat {shortened(written)}."
    fix = replacing(document.positions[pointer], written, cure)
    return Finding.at(document_place(document, pointer), CODE, message, write_it(pointer, cure), fix=fix)


def _torn(document: Document, pointer: Pointer, written: str, shape: Shape) -> Finding:
    """What stands between braces with a comma in it: YAML takes what follows for a field without a value."""
    field = _field(pointer)
    number = read_amount(written, whole=is_whole(shape)) if is_number(shape) else None
    if number is not None and is_whole(shape) and number != number.to_integral_value():
        number = None
    cure = f"{number:f}" if number is not None else as_value(plain_signs(written), flow=True)
    message = (
        f"Tussen accolades begint na een komma een nieuw veld. {field} wordt zo {shortened(written.split(',')[0])}."
    )
    fix = replacing(document.positions[pointer], written, cure)
    return Finding.at(document_place(document, pointer), CODE, message, write_it(pointer, cure), fix=fix)


def _cure(document: Document, pointer: Pointer, number: Decimal, shape: Shape) -> str:
    text = f"{number:f}"
    return _comma(text, document, pointer, shape)


def _comma(text: str, document: Document, pointer: Pointer, shape: Shape) -> str:
    """A number as the writer would write it: with a comma where the field takes one, else with a point."""
    takes = shape.form == "decimaal" and not in_flow(document, pointer)
    return text.replace(".", ",") if takes else text


def _shown(value: float) -> str:
    return format_number(value)


def _grouped(digits: str) -> str:
    return format_number(int(digits)).replace(NBSP, " ")


def _field(pointer: Pointer) -> str:
    return next((str(step) for step in reversed(pointer) if isinstance(step, str)), "dit")
