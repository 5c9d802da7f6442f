"""What a comparison is made of. Every value is what one audience may know: it is made of that audience's two views."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from kapstok.core.model import Key


class How(StrEnum):
    """What became of a thing. The last two are of things that are there in both versions, but not for this audience."""

    ADDED = "nieuw"
    CHANGED = "gewijzigd"
    REMOVED = "verwijderd"
    RENAMED = "hernoemd"
    PUBLISHED = "wordt zichtbaar"
    HIDDEN = "niet meer zichtbaar"


class FieldHow(StrEnum):
    """What became of a field."""

    FILLED = "ingevuld"
    CHANGED = "gewijzigd"
    EMPTIED = "weggehaald"
    REORDERED = "andere volgorde"


class Mark(StrEnum):
    """What became of a piece of a text."""

    SAME = "gelijk"
    GONE = "weg"
    NEW = "nieuw"


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Some words of a text in a row, with the spaces before them.

    `\\n` begins a line of a list or table and `\\n\\n` a paragraph. One after another, the pieces are the text.
    """

    mark: Mark
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldDifference:
    """One field, was and becomes, in the words of the schema.

    `field` is the top-level field of the thing, `label` what a reader calls the place (`Kosten: bedrag`). `was` and
    `becomes` are the whole values in words, empty when there is none. Of a longer text `pieces` says word by word what
    changed; of a list `removed` and `added` are what went and what came, and then `was` and `becomes` are empty.
    """

    field: str
    label: str
    how: FieldHow
    was: str = ""
    becomes: str = ""
    pieces: tuple[Piece, ...] = ()
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PartDifference:
    """One nested thing of a thing: `how` is ADDED, CHANGED, REMOVED or RENAMED."""

    key: Key
    was_key: Key | None
    kind_title: str
    title: str
    how: How
    fields: tuple[FieldDifference, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AttachmentDifference:
    """One file that a thing names: sizes in bytes and SHA-256 checksums; None and empty where there is no file."""

    title: str
    file: str
    how: FieldHow
    was_size: int | None = None
    size: int | None = None
    was_checksum: str = ""
    checksum: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ThingChange:
    """What became of one thing with a file of its own.

    `was_key` and `was_path` are set when it had another name or file. `path` says in which file it stands now, or stood
    when it is gone; not on which line, for that depends on what stands above it that not everybody may see.
    """

    key: Key
    kind_title: str
    title: str
    how: How
    path: str
    was_key: Key | None = None
    was_path: str = ""
    fields: tuple[FieldDifference, ...] = ()
    parts: tuple[PartDifference, ...] = ()
    attachments: tuple[AttachmentDifference, ...] = ()


class SignKind(StrEnum):
    """What must stand out: each with its mark and the sentence that says what a reviewer has to do with it."""

    mark: str
    sentence: str

    def __new__(cls, value: str, mark: str, sentence: str) -> Self:
        """A member is its word, with its mark and sentence beside it."""
        made = str.__new__(cls, value)
        made._value_, made.mark, made.sentence = value, mark, sentence
        return made

    WIDER = "zichtbaar-voor-meer", "◉", "Wordt zichtbaar voor meer mensen: mag dit nu openbaar zijn?"
    NARROWER = "zichtbaar-voor-minder", "○", "Wordt zichtbaar voor minder mensen: mag dit van de lezer weg?"
    SECRECY = "geheim", "⚿", "Geheimhouding: klopt het met wat er is besloten?"
    WEAKER = "norm-zwakker", "⇣", "Een norm of toets wordt zwakker: wie heeft daarover besloten?"
    LOWER = "streefwaarde-lager", "▽", "Een streefwaarde wordt minder scherp: is dat zo afgesproken?"
    TERM = "termijn", "⏱", "Een termijn schuift: weten de betrokkenen dat?"
    MONEY = "geld", "€", "Geld of inzet verandert: klopt het met de begroting?"
    ENDED = "beëindigd", "■", "Er stopt of vervalt iets: is wie het aangaat ingelicht?"
    DECIDED = "besluit-geraakt", "§", "Een besluit, stemming of vastgestelde tekst verandert: mag dat zonder besluit?"
    PERSON = "persoonsgegeven", "⚠", "Er staat een persoonsgegeven in de tekst: haal het weg."
    ADDRESS = "adres-vervalt", "✂", "Een openbaar adres vervalt: links van anderen lopen dood."


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """Something that a reviewer may not miss. `words` is one sentence about `thing`; `title` names it with its kind.

    `fields` are the labels of the fields that it is about, `because` other things that it touches, such as what passes
    only because a norm became weaker. `hint` is a cure.
    """

    kind: SignKind
    thing: Key | None
    title: str
    words: str
    path: str = ""
    fields: tuple[str, ...] = ()
    because: tuple[Key, ...] = ()
    hint: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Consequence:
    """What follows from a change elsewhere. `kind` is a member of an enum whose value is the Dutch word for it.

    `subject` is the thing, or the path of a page or file; `was` and `becomes` are in words, `words` is the sentence
    and `because` are the changed things it comes from.
    """

    kind: StrEnum
    subject: Key | str | None
    was: str
    becomes: str
    words: str
    because: tuple[Key, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingChange:
    """A file that says how things work (a schema, a template, a style): one line about it."""

    path: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """One side of a comparison: what it was called, and its commit (whole hash; None for the working tree)."""

    name: str
    commit: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Two versions as one audience may know them, both on the same day. `partial`: something could not be read."""

    audience: str
    base: Endpoint
    head: Endpoint
    day: date
    things: tuple[ThingChange, ...] = ()
    signs: tuple[Sign, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    settings: tuple[SettingChange, ...] = ()
    partial: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.things or self.signs or self.consequences or self.settings)
