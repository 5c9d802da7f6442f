"""Words that every template needs: one or more, a capital, a word of the schema as a reader knows it, example marks.

Nothing here decides anything about the agenda; it says how a thing that is given is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kapstok.core.text import format_number
from kapstok.render.offers.printing import to_markdown
from kapstok.render.offers.things import Thing, is_filled

_SAYS_SO = ("(voorbeeld)", "(fictief)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column of a table: its heading, and the marks under it that align it."""

    heading: str
    rule: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table as it is printed: only the columns in which something stands, and their cells row by row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.rows)


def filters() -> dict[str, Callable[..., object]]:
    """The filters by the names that templates use."""
    return {
        "aantal": counted,
        "een_of_meer": one_or_more,
        "hoofdletter": capital,
        "zonder_punt": lambda value: str("" if value is None else value).rstrip(" .;"),
        "vertaal": lambda value, words: words.get(value, value),
        "voorbeeldteken": example_mark,
        "deelteken": part_mark,
    }


def names() -> dict[str, Callable[..., object]]:
    """The globals by the names that templates use."""
    return {"rooster": grid}


def counted(value: int | Collection[object], one: str, more: str) -> str:
    """How many there are, with their name: `1 doel`, `3 doelen`."""
    return f"{format_number(_size(value))} {one_or_more(value, one, more)}"


def one_or_more(value: int | Collection[object] | None, one: str, more: str) -> str:
    """The word for one thing or the word for several, by how many there are."""
    return one if _size(value) == 1 else more


def _size(value: int | Collection[object] | None) -> int:
    return value if isinstance(value, int) else len(value or ())


def capital(value: object) -> object:
    """A word at the beginning of a sentence or cell; what is Markdown already stays so."""
    if isinstance(value, Markup):
        return Markup(value[:1].upper() + value[1:])  # a first letter is never part of a mark
    text = "" if value is None else str(value)
    return text[:1].upper() + text[1:]


def example_mark(thing: Thing) -> bool:
    """Whether a thing is to be marked as an example: not when its name says so itself."""
    return thing._item.example and not any(words in thing._item.title for words in _SAYS_SO)


def part_mark(thing: Thing) -> bool:
    """Whether a part is to be marked: not within a whole that is an example, for that is said above the page."""
    parent = thing._item.parent
    whole = thing._world.model.items.get(parent) if parent else None
    return example_mark(thing) and not (whole and whole.example)


def grid(headings: Sequence[str], rows: Iterable[Sequence[object]], right: Collection[str] = ()) -> Grid:
    """A table without the columns in which nothing stands; `right` are the headings of columns with numbers."""
    listed = [tuple(row) for row in rows]
    full = [n for n in range(len(headings)) if any(_says(row[n]) for row in listed)]
    return Grid(
        columns=tuple(Column(heading=headings[n], rule="--:" if headings[n] in right else "---") for n in full),
        rows=tuple(tuple(row[n] for n in full) for row in listed),
    )


def _says(value: object) -> bool:
    return is_filled(value) and bool(str(to_markdown(value)).strip())
