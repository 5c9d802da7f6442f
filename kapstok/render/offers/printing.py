"""Values as they are printed in Markdown, and the small filters over lists that templates use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypeVar

import jinja2
from markupsafe import Markup

from kapstok.core.dates import VagueDate, format_day
from kapstok.core.markdown import escape, plain_text
from kapstok.core.model import Prose
from kapstok.core.text import format_euro, format_number
from kapstok.kinds.schema import Shape
from kapstok.reckon.amounts import Amount
from kapstok.render.offers.running import Running
from kapstok.render.offers.things import Block, Euro, Thing
from kapstok.render.offers.typography import set_amounts

T = TypeVar("T")


def to_markdown(value: object) -> Markup | jinja2.Undefined:
    """Print any value in Markdown: text escaped, money and numbers in Dutch, nothing as nothing."""
    if isinstance(value, (Markup, jinja2.Undefined)):
        return value
    if value is None:
        return Markup("")
    if isinstance(value, Thing):
        return printed(value._item.title)
    if isinstance(value, Block):
        return to_markdown(next(iter(value._fields.values()), None))  # a block by its first field, most often a title
    if isinstance(value, bool):
        return Markup("ja" if value else "nee")
    if isinstance(value, Total):
        return printed(value.words)
    if isinstance(value, Euro):
        return Markup(format_euro(value))
    if isinstance(value, (float, Decimal)):
        return Markup(format_number(value))
    if isinstance(value, date):
        return Markup(format_day(value))
    if isinstance(value, (tuple, list)):
        return Markup(", ".join(str(to_markdown(inner)) for inner in value))
    return printed(str(value))


def printed(text: str) -> Markup:
    """Text of the agenda as Markdown: every sign stands for itself, amounts are set as Dutch print does."""
    return Markup(escape(set_amounts(text)))


def in_words(value: object, shape: Shape) -> object:
    """A value of a closed list in words for a reader: `ter-inzage` becomes `ter inzage`."""
    return value.replace("-", " ") if isinstance(value, str) and value in shape.values else value


def cell(value: object) -> Markup:
    """Make a value or a rendered text fit in one table cell: on one line; no-break spaces stay."""
    text = value.on_one_line() if isinstance(value, Running) else str(to_markdown(value))
    return Markup(" ".join(part for part in re.split(r"[ \t\r\n]+", text) if part))


class Total(Euro):
    """A sum in euros that knows what of it is open: it compares as the number, and is printed as `words`."""

    words: str

    @classmethod
    def of(cls, amount: Amount) -> Total:
        """A sum as it is reckoned."""
        found = cls(amount.value)
        found.words = amount.words
        return found


def total(things: Iterable[object], name: str) -> Total:
    """The sum of an amount over things; what is still open (PM) is told beside it and never taken for nothing."""
    found = Amount()
    for value in (getattr(thing, name) for thing in things):
        if isinstance(value, str) and value:
            found += Amount(open=(value,))
        elif isinstance(value, int) and not isinstance(value, bool):
            found += Amount(value=Decimal(value), known=1)
    return Total.of(found)


def where(things: Iterable[T], name: str, *values: object) -> list[T]:
    """Keep the things whose field has (or, for a list, contains) one of these values."""

    def fits(thing: T) -> bool:
        found = getattr(thing, name)
        return any(v in found for v in values) if isinstance(found, tuple) else found in values

    return [thing for thing in things if fits(thing)]


def group(things: Iterable[T], name: str) -> list[tuple[object, list[T]]]:
    """Group things by a field, in order of first appearance; a list puts a thing in several groups."""
    groups: dict[object, list[T]] = {}
    for thing in things:
        found = getattr(thing, name)
        for value in (found or (None,)) if isinstance(found, tuple) else (found,):
            groups.setdefault(value, []).append(thing)
    return list(groups.items())


def describe(value: object) -> str:
    """A value as plain text, for descriptions and alternative texts."""
    if isinstance(value, VagueDate):
        return value.text
    if isinstance(value, Prose):
        return plain_text(value)
    if isinstance(value, Block):
        return ""
    return "" if value is None else str(value)
