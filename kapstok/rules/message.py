"""What is said of a norm and of a breach, in Dutch, with the fields of the item that was tested.

A `melding` knows `{veld}` and nothing else: no attributes, no formats and no template syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kapstok.core.model import Item, Key, Lack, Model, NormTest, Value
from kapstok.core.text import enumerate_words, format_euro, format_number, nearest, shortened
from kapstok.kinds.schema import Kind, Kinds, Shape
from kapstok.rules.gates import gate_name
from kapstok.rules.parse import Mistake

NORM_ROLE = "norm"
LACKING = "ontbreekt"  # in a `melding`: what is not filled in
_SLOT = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
_LONGEST_NAME = 60  # characters of a norm without a number
_ABSENT = "niet ingevuld"


def message_mistakes(text: str, kind: Kind) -> Iterator[Mistake]:
    """Every `{…}` in the text of a breach that is no field of the kind that is tested, and every loose brace."""
    for slot in _SLOT.finditer(text):
        name = slot[1].strip()
        if name not in kind.shape.fields and name != LACKING:
            guess = nearest(name, [*kind.shape.fields, LACKING])
            yield Mistake(
                offset=slot.start(),
                found=slot[0],
                code="toets-melding",
                message=f"{slot[0]} is geen veld van een {kind.title.lower()}.",
                hint=f"Bedoelde u {{{guess}}}?" if guess else "Zet tussen accolades alleen de naam van een veld.",
            )
    rest = _SLOT.sub(lambda match: " " * len(match[0]), text)
    for brace in list(_BRACE.finditer(rest))[:1]:
        yield Mistake(
            offset=brace.start(),
            found=brace[0],
            code="toets-melding",
            message=f"Deze accolade ({brace[0]}) hoort nergens bij.",
            hint="Schrijf een veld als {titel}, met één accolade aan elke kant.",
        )


def breach_text(test: NormTest, item: Item, model: Model, kinds: Kinds, lacks: Sequence[Lack] = ()) -> str:
    """What is said of an item that breaks a norm, as far as the model (or view) knows its fields.

    `lacks` is what is not filled in: it stands where the text says `{ontbreekt}`, and else behind it.
    """
    kind = kinds[item.key.kind]
    missing = _missing(lacks)
    text = test.message or f"{item.title} houdt zich niet aan {norm_name(test.norm, model, kinds)}."

    def value(slot: re.Match[str]) -> str:
        name = slot[1].strip()
        if name == LACKING:
            return missing
        return in_words(item.fields.get(name), kind.shape.fields.get(name, Shape()), model)

    if test.message:
        text = _SLOT.sub(value, text)
        text = text.removesuffix(".") if text.endswith("?.") else text
    if missing and f"{{{LACKING}}}" not in test.message and not test.asks_one:
        text = f"{text} Niet ingevuld: {missing}{'' if missing.endswith('?') else '.'}"
    return text


def way_label(way: Sequence[str], kind: Kind, kinds: Kinds) -> str:
    """What is at the end of a way: by the title of its field, or of the kind of what should refer to the item."""
    shape = kind.shape.fields.get(way[0])
    folder = kinds.by_folder(way[0])
    label = shape.title if shape is not None else folder.plural if folder is not None else way[0]
    inner = shape.fields.get(way[1]) if shape is not None and len(way) > 1 else None
    return f"{label}: {inner.title.lower()}" if inner is not None and not label.endswith("?") else label


def _missing(lacks: Sequence[Lack]) -> str:
    """What is not filled in, by its label: questions after each other, names as a list."""
    words = [f"{lack.label} (nu {lack.found})" if lack.found else lack.label for lack in lacks]
    return " ".join(words) if any(lack.label.endswith("?") for lack in lacks) else enumerate_words(words, "en")


def norm_name(key: Key, model: Model, kinds: Kinds) -> str:
    """What a norm is called in a sentence: `kader 5 van Inkoop en subsidie`, `poort einde-met-reden`."""
    if key in model.gates:
        return f"poort {gate_name(key)}"
    item, title = model.items[key], kinds[key.kind].title.lower()
    name = f"{title} {item.number}" if item.number else f"{title} ‘{shortened(item.title, _LONGEST_NAME)}’"
    parent = model.items.get(item.parent) if item.parent else None
    return f"{name} van {parent.title}" if parent else name


def norm_text(key: Key, model: Model, kinds: Kinds) -> str:
    """The norm itself, in its own words."""
    item = model.gates.get(key) or model.items[key]
    found = (item.fields.get(name) for name in kinds[key.kind].fields_with_role(NORM_ROLE))
    return next((str(text) for text in found if text), item.title)


def in_words(value: Value, shape: Shape, model: Model) -> str:
    """The value of a field in a sentence."""
    if value is None or value == ():
        return _ABSENT
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, (int, float)):
        return format_euro(value) if shape.form == "euro" and isinstance(value, int) else _number(value, shape)
    if isinstance(value, Key):
        return model.items[value].title if value in model.items else value.id
    if isinstance(value, tuple):
        return enumerate_words((in_words(part, shape.items or Shape(), model) for part in value), "en")
    if isinstance(value, Mapping):
        return ", ".join(in_words(part, shape.fields.get(name, Shape()), model) for name, part in value.items())
    return " ".join(str(value).split())


def _number(value: int | float, shape: Shape) -> str:
    """A number as it is read; a year has no dot in it."""
    is_whole = isinstance(value, int) and "integer" in shape.types
    return str(value) if is_whole and 1_000 <= value <= 9_999 else format_number(value)
