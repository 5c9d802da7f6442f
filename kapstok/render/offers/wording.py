"""Words that every template needs: one or more, a capital, a word of the schema as a reader knows it, example marks.

Nothing here decides anything about the agenda; it says how a thing that is given is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kapstok.core.collation import first_letter
from kapstok.core.dates import VagueDate
from kapstok.core.status import NOT_YET
from kapstok.core.text import format_number
from kapstok.render.offers.printing import cell, to_markdown
from kapstok.render.offers.things import Thing, is_filled

_FEW_LETTERS = 4
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
        "een_of_meer": one_or_more,
        "hoofdletter": capital,
        "zonder_punt": lambda value: str("" if value is None else value).rstrip(" .;"),
        "vertaal": lambda value, words: words.get(value, value),
        "dieper": deeper,
        "zonder_protocol": lambda address: re.sub("^https?://", "", str(address)),
        "namen_volgen": names_follow,
        "nog_niet_vast": not_settled,
        "nog_niet_vaste": lambda things: tuple(filter(not_settled, things)),
        "letters": letters,
        "eerste_zin": lambda text: f"{str(text).partition('. ')[0].strip('.')}.",
        "hoeveel": lambda things: len(things or ()),
        "opgesomd": lambda values, between=", ": between.join(str(value) for value in values if is_filled(value)),
        "op_een_regel": on_one_line,
        "ergens_gevuld": lambda things, *names: any(is_filled(getattr(t, name)) for t in things for name in names),
        "gevulde_feiten": lambda facts, always=(): tuple(f for f in facts if f[0] in always or is_filled(f[1])),
        "vragen_bij": lambda pairs, all_of_them: tuple(p for p in pairs if all_of_them or is_filled(p[1])),
        "rijen": lambda things, *cells: tuple(tuple(cell(thing) for cell in cells) for thing in things or ()),
        "met_spaties": lambda words: " ".join(str(word) for word in words if is_filled(word)),
        "andere_woorden": other_words,
        "tekenregels": signatures,
        "soort_en_naam": kind_and_name,
        "nummer_binnen": number_within,
        "met_jaar": with_year,
        "voorbeeldteken": example_mark,
        "deelteken": part_mark,
    }


def names() -> dict[str, Callable[..., object]]:
    """The globals by the names that templates use."""
    return {"rooster": grid, "samen": lambda *lists: tuple(dict.fromkeys(one for some in lists for one in some))}


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


def deeper(level: str, steps: int = 1) -> Markup:
    """The marks of a heading some levels below another; there are six levels at most."""
    return Markup("#" * min(6, len(level) + steps))


def letters(things: Iterable[Thing]) -> tuple[tuple[str, Thing], ...]:
    """The first thing under each letter, to jump to; nothing for so few letters that nobody needs to."""
    found: dict[str, Thing] = {}
    for thing in things:
        found.setdefault(first_letter(thing._item.title), thing)
    return tuple(found.items()) if len(found) > _FEW_LETTERS else ()


def on_one_line(text: object) -> Markup:
    """A text without its line breaks, for within a line."""
    return Markup(cell(text))


def other_words(words: Iterable[str] | None, term: str) -> tuple[str, ...]:
    """The synonyms that say something else than the term, apart from capitals and hyphens."""
    plain = term.lower()
    return tuple(w for w in words or () if (low := w.lower().replace("-", " ")) not in plain and plain not in low)


def signatures(roles: Iterable[object], above: Iterable[object]) -> tuple[object, ...]:
    """The lines of a signature: those above, and after each role a line with room to sign (a no-break space)."""
    return (*above, *(line for role in roles for line in (role, Markup("&nbsp;"))))


def kind_and_name(thing: Thing, plain: Collection[str] = ()) -> str:
    """Kind and name: `raadsvoorstel 12 Vaststellen agenda`; just the name where it begins with its kind itself.

    `plain` are the kinds whose names speak for themselves.
    """
    kind, item = thing._kind, thing._item
    says_itself = kind.name in plain or item.title.lower().startswith(kind.title.lower())
    return " ".join(filter(None, ("" if says_itself else kind.title, item.number, item.title)))


def number_within(thing: Thing, chapter: str) -> str:
    """The number of a thing: its own, else its place behind the number of the chapter it stands in; '' for neither."""
    place = next((thing._item.fields[n] for n in thing._kind.sort if isinstance(thing._item.fields.get(n), int)), None)
    if thing._item.number or place is None:
        return thing._item.number
    return f"{chapter}.{place}" if chapter else f"{place}."


def with_year(moment: VagueDate) -> str:
    """A date in its own words, with its year behind it when they do not name one, and what it was before."""
    year = moment.year
    said = moment.text if year is None or str(year) in moment.text else f"{moment.text} ({year})"
    return f"{said} (eerder: {moment.formerly})" if moment.formerly else said


def names_follow(known: Collection[Thing] | None, number: int) -> bool:
    """Whether fewer things have a name yet than there are said to be."""
    return sum(thing._kind.title_field in thing._item.fields for thing in known or ()) < number


def not_settled(source: Thing) -> bool:
    """Whether a source says of itself that nobody has adopted it yet."""
    found = (source._item.fields.get(name) for name in source._kind.fields_with_role("bronstand"))
    return any(value in NOT_YET for value in found)


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
