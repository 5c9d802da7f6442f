"""Which changes matter to who refers to a thing: another norm, target, amount, state or date, not another spelling.

A schema says it of a field with `x-materieel`: `true` for a text of which every word counts, `false` for what never
matters. Where it says nothing the sort of field decides: numbers, amounts, dates, choices and conditions matter, and so
do the words of a norm or a decision; of other text a figure in it, or a good part of its words; names of other things
do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest

from kapstok.core.markdown import plain_text
from kapstok.core.model import FieldChange, Fields, Key, Value
from kapstok.core.status import SETTLED, WITHDRAWN
from kapstok.core.values import as_texts
from kapstok.history.difference import Names, as_today, differences
from kapstok.kinds.schema import Shape

EDITORIAL = frozenset(
    {"publicatie", "vertrouwelijk", "vorige-id", "beheer", "voorbeeld", "samenvatting", "synoniem", "vaste-plek"}
    | {"nagegaan", "alternatief", "bijlage-titel", "besluitvorming", "inzage", "afwijking"}
    | {"niet-toetsbaar", "oordeel"}
)
_STATUS = "vaststelling"
_BINDING = frozenset({"norm", "besluit-tekst", "wijzigt-wordt", "afspraak-tekst"})
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_ALIKE = 0.75  # two words that have so much in common are one word, spelled in two ways
_FEWEST, _SHARE = 5, 0.3  # so many words, and this part of a text, make it another text
_DENIALS = frozenset({"niet", "geen", "nooit", "wel", "niemand", "nergens", "zonder"})


def material_changes(
    old: Fields, new: Fields, shapes: Mapping[str, Shape], names: Names, *, every: bool = False
) -> Iterator[FieldChange]:
    """The changes of the fields of a thing that matter; with `every` all that a reader could see."""
    for name, shape in shapes.items():
        was, becomes = old.get(name), new.get(name)
        if was == becomes and isinstance(was, bool) is isinstance(becomes, bool):
            continue
        if every or weighs(as_today(was, names), as_today(becomes, names), shape):
            yield from differences({name: was}, {name: becomes}, {name: shape}, names)


def weighs(old: Value, new: Value, shape: Shape) -> bool:
    """Whether it matters that a value became another one."""
    old, new = (None if value in ((), "") else value for value in (old, new))
    if old == new or shape.material is False or shape.roles & EDITORIAL or shape.form in ("id", "adres", "bestand"):
        return False
    if _STATUS in shape.roles:
        return new in WITHDRAWN or old in (*SETTLED, *WITHDRAWN)  # what is adopted at last, is what it was
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        return _blocks_weigh(old or {}, new or {}, shape)
    if isinstance(old, tuple) or isinstance(new, tuple):
        return _lists_weigh(old or (), new or (), shape)
    if isinstance(old, Key) or isinstance(new, Key):
        return bool(shape.material)
    if isinstance(old or new, str) and not shape.values and shape.form != "uitdrukking":
        strict = bool(shape.material or shape.roles & _BINDING)
        return _texts_weigh(str(old or ""), str(new or ""), strict=strict)
    return True


def _blocks_weigh(old: Value, new: Value, shape: Shape) -> bool:
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return True  # one block became a list of them, or something else altogether
    return any(weighs(old.get(name), new.get(name), inner) for name, inner in shape.fields.items())


def _lists_weigh(old: Value, new: Value, shape: Shape) -> bool:
    """Of a list of things only when the schema says so; of blocks each with the one in its place."""
    inner = shape.items or Shape()
    if not isinstance(old, tuple) or not isinstance(new, tuple):
        return True
    if inner.nested or any(isinstance(value, Key) for value in (*old, *new)):
        return bool(shape.material)
    if any(isinstance(value, Mapping) for value in (*old, *new)):
        return any(weighs(was, becomes, inner) for was, becomes in zip_longest(old, new))
    if any(not isinstance(value, str) for value in (*old, *new)) or inner.values:
        return True
    return _texts_weigh(" ".join(as_texts(old)), " ".join(as_texts(new)), strict=bool(shape.material))


def _texts_weigh(old: str, new: str, *, strict: bool) -> bool:
    was, becomes = _words(old), _words(new)
    other, figures = _other_words(was, becomes)
    if strict or figures:
        return bool(other)
    return other >= _FEWEST and other >= _SHARE * max(len(was), len(becomes))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(plain_text(text))]


def _other_words(was: list[str], becomes: list[str]) -> tuple[int, bool]:
    """How many words are really other ones, and whether a figure or a denial is among them."""
    other, telling = 0, False
    for tag, a, b, c, d in SequenceMatcher(None, was, becomes, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, new = was[a:b], becomes[c:d]
        kept = 0
        for word in list(gone):
            twin = next((one for one in new if _is_spelling(word, one)), None)
            if twin is not None:
                gone.remove(word)
                new.remove(twin)
                kept += 1
        other += max(len(gone), len(new))
        telling = telling or any(word[0].isdigit() or word in _DENIALS for word in (*gone, *new))
    return other, telling


def _is_spelling(one: str, other: str) -> bool:
    """Whether two words are one word in two spellings: never of a figure."""
    if any(sign.isdigit() for sign in one + other) or {one, other} & _DENIALS or one in (f"on{other}", f"niet{other}"):
        return False
    if other in (f"on{one}", f"niet{one}"):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
