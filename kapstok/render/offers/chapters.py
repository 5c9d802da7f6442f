"""The agenda as a text to read: its chapters with their sections, where each is, and which parts stand where.

A chapter says with `toont` which parts of the agenda it shows; what no chapter shows comes last, in the order in which
the schema names the parts. A body with other chapters, or none, needs nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kapstok.core.model import Fields, Prose
from kapstok.core.text import slugify
from kapstok.kinds.facets import ChapterText
from kapstok.kinds.schema import Shape
from kapstok.render.offers.things import Thing

FOLDER = "lezen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A section of a chapter; `label` is its number and title, `anchor` where it stands on the page of the chapter."""

    number: str
    title: str
    text: Prose | None
    shows: tuple[str, ...]

    @property
    def label(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}".strip()

    @property
    def anchor(self) -> str:
        """Where the section stands on its page; it stays when the title changes and the number does not."""
        return f"paragraaf-{self.number.replace('.', '-')}" if self.number else slugify(self.title)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter(Section):
    """A chapter with its sections; `address` is its page on the site."""

    sections: tuple[Section, ...]

    @property
    def label(self) -> str:
        """Number and title, as they stand above a chapter."""
        return f"{self.number}. {self.title}" if self.number else self.title

    @property
    def address(self) -> str:
        """The page of the chapter, from the root of the site."""
        return f"{FOLDER}/{f'hoofdstuk-{slugify(self.number)}' if self.number else slugify(self.title)}/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """All chapters in order, and the parts of the agenda that none of them shows."""

    chapters: tuple[Chapter, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """A chapter as a page: what comes before and after it."""

    chapter: Chapter
    before: Chapter | None
    after: Chapter | None


def book(settings: Thing | None) -> Book:
    """The chapters of the agenda, from the settings that hold them; an agenda without any has an empty book."""
    for name, shape in settings._shape.fields.items() if settings else ():
        inner = shape.items
        facet = inner.facet(ChapterText) if inner else None
        if settings and inner and facet:
            value = settings._item.fields.get(name)
            blocks = value if isinstance(value, tuple) else ()
            if blocks:
                settings._world.note(settings._item.key, name)
            chapters = tuple(_chapter(block, inner, facet) for block in blocks if isinstance(block, Mapping))
            shown = {part for one in chapters for place in (one, *one.sections) for part in place.shows}
            return Book(chapters=chapters, rest=tuple(p for p in _parts(inner, facet) if p not in shown))
    return Book(chapters=(), rest=())


def spreads(settings: Thing | None) -> Iterator[Spread]:
    """Every chapter with its neighbours."""
    chapters = book(settings).chapters
    for before, chapter, after in zip((None, *chapters), chapters, (*chapters[1:], None), strict=False):
        yield Spread(chapter=chapter, before=before, after=after)


def _chapter(block: Fields, shape: Shape, facet: ChapterText) -> Chapter:
    inner = shape.fields[facet.sections.name].items if facet.sections.name else None
    section = inner.facet(ChapterText) if inner else None
    return Chapter(
        number=facet.number.of(block),
        title=facet.title.of(block),
        text=_prose(facet, block),
        shows=_shows(facet, block),
        sections=tuple(_section(each, section) for each in facet.sections.of(block)) if section else (),
    )


def _section(block: Fields, facet: ChapterText) -> Section:
    return Section(
        number=facet.number.of(block),
        title=facet.title.of(block),
        text=_prose(facet, block),
        shows=_shows(facet, block),
    )


def _prose(facet: ChapterText, block: Fields) -> Prose | None:
    found = facet.text.raw(block)
    return found if isinstance(found, Prose) else None


def _shows(facet: ChapterText, block: Fields) -> tuple[str, ...]:
    found = facet.shows.raw(block)
    return tuple(map(str, found)) if isinstance(found, tuple) else ()


def _parts(shape: Shape, facet: ChapterText) -> tuple[str, ...]:
    """Every part that a chapter can show, in the order of the schema."""
    field = shape.fields.get(facet.shows.name)
    return tuple(map(str, field.items.values)) if field and field.items else ()
