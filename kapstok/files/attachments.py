"""Attachments: files in `bijlagen/` of the workspace that an item names, checked, and where each is published.

A schema says with `"x-vorm": "bestand"` that a field of a block holds such a file; the block then is an attachment.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from kapstok.core.door import Door, Found, Shut
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Item, Key, Model, Pointer, Value
from kapstok.core.places import replacing, source_of, value_place
from kapstok.core.text import enumerate_words, format_number, likely, shortened, slugify, some_of
from kapstok.core.values import as_fields
from kapstok.core.writing import as_value, squashed, write_it
from kapstok.files.content import IMAGES, SUFFIXES, beginning, is_text, is_what_it_says, suffix_of
from kapstok.files.hidden import hidden_in
from kapstok.kinds.address import attachment_path
from kapstok.kinds.facets import Picture
from kapstok.kinds.schema import Kinds, Shape
from kapstok.kinds.walk import Step, walk
from kapstok.read.syntax.text import guess_encoding

FOLDER = "bijlagen"
FORM = "bestand"
ROLE_ALT = "alternatief"
ROLE_LIMIT = "bijlagenlimiet"
DEFAULT_LIMIT = 20  # MB
MOST_LIMIT = 200  # MB, what the setting may be at most
_LONGEST_TITLE = 80  # letters of a title in the name of a file, for folders and disks have limits
_MB = 1_000_000
_ENDINGS = tuple(f".{suffix}" for suffix in SUFFIXES)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """One entry in a list of attachments. `number` is what a reader sees; `part` is the item it stands for, if any.

    Without a file `source` is None and `path` (from the root of the output) is empty; `size` is in bytes. `file` is
    the name as written. A picture (`is_picture`) is shown where its block stands, and is in no list of attachments.
    """

    owner: Key
    number: str
    title: str
    file: str = ""
    part: Key | None = None
    alt: str = ""
    source: Path | None = None
    path: str = ""
    size: int = 0
    is_picture: bool = False

    @property
    def format(self) -> str:
        """The kind of file for a reader: PDF, JPG."""
        return self.path.rpartition(".")[2].upper()


def size_text(size: int) -> str:
    """A number of bytes for a reader: `212 kB`, `1,2 MB`."""
    if size < _MB:
        return f"{max(1, round(size / 1000))} kB"
    return f"{format_number(round(size / _MB, 1))} MB"


def find_attachments(root: Path, model: Model, kinds: Kinds) -> dict[Key, tuple[Attachment, ...]]:
    """The attachments of every item of a view, in order; a file that cannot be used is as if it were not named."""
    found: dict[Key, tuple[Attachment, ...]] = {}
    taken: set[str] = set()
    door = door_to_attachments(root, MOST_LIMIT)
    for key, item in model.items.items():
        entries = []
        for pointer, value, shape in _entries(item, kinds):
            entries.append(_attachment(door, key, pointer, value, shape, taken))
        if entries:
            found[key] = tuple(entries)
    return found


def _attachment(door: Door, owner: Key, pointer: Pointer, value: Value, shape: Shape, taken: set[str]) -> Attachment:
    number = str(int(pointer[-1]) + 1) if isinstance(pointer[-1], int) else "1"
    if not isinstance(value, Mapping):
        return Attachment(owner=owner, number=number, title=str(value))
    name = str(value.get(_field(shape, form=FORM), ""))
    shown = value.get(_field(shape, form="nummer"))
    title = str(next((v for n, v in value.items() if shape.fields[n].form == "regel"), name))
    there = door.find(_inside(name)) if name else None
    there = there if isinstance(there, Found) else None
    path = _free_path(owner, number, title, f".{suffix_of(name)}", taken) if there else ""
    return Attachment(
        owner=owner,
        number=str(shown) if shown else number,
        title=title,
        file=name,
        part=next((v for v in value.values() if isinstance(v, Key)), None),
        alt=str(value.get(_field(shape, role=ROLE_ALT), "")),
        source=there.path if there else None,
        path=path,
        size=there.size if there else 0,
        is_picture=shape.facet(Picture) is not None,
    )


def _free_path(owner: Key, number: str, title: str, suffix: str, taken: set[str]) -> str:
    """Where it is published; when two items have the same id, the second names its kind as well."""
    words = slugify(title)[:_LONGEST_TITLE].rstrip("-")
    name = f"{owner.id.replace('.', '-')}-{number}-{words or 'bijlage'}"
    path = attachment_path(name, suffix)
    if path in taken:
        path = attachment_path(f"{owner.kind}-{name}", suffix)
    taken.add(path)
    return path


def _field(shape: Shape, *, form: str = "", role: str = "") -> str:
    """The field of a block with this form or role, or an empty string."""
    fits = (n for n, s in shape.fields.items() if (form and s.form == form) or (role and role in s.roles))
    return next(fits, "")


def _entries(item: Item, kinds: Kinds) -> Iterator[Step]:
    """Every entry of a list of attachments: a block that names a file, or its bare name."""
    for pointer, value, shape in walk(item.fields, kinds[item.key.kind].shape):
        listed = isinstance(value, str) and isinstance(pointer[-1], int)
        if pointer and (listed or isinstance(value, Mapping)) and _field(shape, form=FORM):
            yield pointer, value, shape


def check_attachments(root: Path, model: Model, kinds: Kinds) -> Iterator[Finding]:
    """Everything that is wrong with the files that items name, at the value that names them."""
    limit = _limit(model, kinds)
    door = door_to_attachments(root, limit)
    for item in model.items.values():
        for pointer, value, shape in _entries(item, kinds):
            field_name, block = _field(shape, form=FORM), as_fields(value)
            name = str(block.get(field_name, ""))
            if not name:
                continue
            problem = _trouble(door, name, limit)
            if problem == _TOLD:
                continue
            if problem and problem[0] == MISSING and (own := _by_another_name(door, name)):
                yield _renamed(model, item, (*pointer, field_name), name, own, problem)
                continue
            if problem:
                yield Finding.at(value_place(model, item, *pointer, field_name), *problem)
                continue
            if told := _told_of_hidden(door, name):
                yield Finding.at(value_place(model, item, *pointer, field_name), *told)
            if suffix_of(name) not in IMAGES and shape.facet(Picture):
                yield Finding.at(
                    value_place(model, item, *pointer, field_name),
                    "beeld-geen-afbeelding",
                    f"Het bestand {name} is geen afbeelding.",
                    "Bewaar het beeld als PNG of JPG, of zet dit bestand bij bijlagen.",
                )
            elif suffix_of(name) in IMAGES and not block.get(_field(shape, role=ROLE_ALT)):
                yield Finding.at(
                    value_place(model, item, *pointer, field_name),
                    "bijlage-zonder-alt",
                    f"Bij de afbeelding {name} staat niet wat er te zien is.",
                    "Vul alt in: een of twee zinnen voor wie het beeld niet kan zien.",
                )


def _limit(model: Model, kinds: Kinds) -> int:
    """The largest size in MB: the setting of the agenda, else ours."""
    for item in model.settings:
        for name in kinds[item.key.kind].fields_with_role(ROLE_LIMIT):
            found = item.fields.get(name)
            return found if isinstance(found, int) else DEFAULT_LIMIT
    return DEFAULT_LIMIT


def _inside(name: str) -> str:
    return name.removeprefix(f"{FOLDER}/")


Problem = tuple[str, str, str]  # code, message, hint
MISSING = "bijlage-ontbreekt"
_TOLD: Problem = ("", "", "")  # a name with loose accents: that is told where the file stands


def door_to_attachments(root: Path, limit: int) -> Door:
    """The door to the folder with attachments; `limit` is in MB."""
    return Door(root, FOLDER, endings=_ENDINGS, limit=limit * _MB)


def _beside(door: Door, name: str) -> list[str]:
    """The names of the files in the folder where a file is sought."""
    folder = (door.folder / name).parent
    return sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def _by_another_name(door: Door, name: str) -> str:
    """The one file with this name but for capitals, spaces and signs; empty when the file itself is there."""
    own = Path(_inside(name)).name
    others = _beside(door, _inside(name))
    meant = [other for other in others if squashed(other) == squashed(own)]
    return meant[0] if len(meant) == 1 and meant[0] != own else ""


def _renamed(model: Model, item: Item, pointer: Pointer, name: str, own: str, problem: Problem) -> Finding:
    """A file that is there by nearly the same name: the name as it has to be written."""
    document, whole = model.documents[item.path], (*item.pointer, *pointer)
    written = as_value(name.removesuffix(Path(name).name) + own)
    was, place = source_of(document, whole, name), value_place(model, item, *pointer)
    fix = replacing(place.position, was, written) if was else None
    return Finding.at(place, problem[0], problem[1], write_it(pointer, written), fix=fix)


def _not_there(door: Door, name: str) -> Problem:
    """A file that is not there, or that is there by a name which looks the same."""
    others, own = _beside(door, name), Path(name).name
    if any(unicodedata.normalize("NFC", other) == unicodedata.normalize("NFC", own) for other in others):
        return _TOLD
    guess = likely(own, others)
    hint = f"Bedoelde u {guess}?" if guess else f"Zet het bestand in de map {FOLDER}/, of verbeter de naam."
    return MISSING, f"Het bestand {FOLDER}/{shortened(name, 100)} is er niet.", hint


def _trouble(door: Door, name: str, limit: int) -> Problem | None:
    """What keeps a name from being a file in the folder, of a kind that is published, that is what it says."""
    found = door.find(_inside(name))
    if found is Shut.TOO_LARGE:
        size = size_text((door.folder / _inside(name)).stat().st_size)
        return (
            "bijlage-te-groot",
            f"{name} is {size}; een bijlage mag {limit} MB zijn.",
            "Maak het bestand kleiner, of verhoog bijlagen_limiet_mb in agenda.yaml.",
        )
    if isinstance(found, Shut):
        return _shut(door, name, found)
    if suffix_of(name) == "csv" and not is_text(found.path) and (code := guess_encoding(beginning(found.path))[1]):
        return (
            "bijlage-codering",
            f"{shortened(name, 60)} is opgeslagen als {code}; een CSV-bestand hoort UTF-8 te zijn.",
            "Kies in Excel bij Opslaan als: CSV UTF-8 (door lijstscheidingsteken gescheiden).",
        )
    if not is_what_it_says(found.path, suffix_of(name)):
        return (
            "bijlage-inhoud",
            f"{name} is van binnen geen {suffix_of(name)}, is beschadigd of bevat macro's.",
            "Sla het bestand opnieuw op in de soort die achter de punt staat.",
        )
    return None


def _told_of_hidden(door: Door, name: str) -> tuple[str, str, str, Severity] | None:
    """What a reader of a good file can find behind its pages."""
    found = door.find(_inside(name))
    traces = hidden_in(found.path, suffix_of(name)) if isinstance(found, Found) else ()
    if not traces:
        return None
    what = enumerate_words((trace.what for trace in traces[:3]), "en") + (" en meer" if len(traces) > 3 else "")
    message = f"In {shortened(name, 60)} zit voor wie het opent ook: {shortened(what, 100)}."
    hint = f"Draai: kapstok schoon {quote(_inside(name))}; verborgen bladen haalt u zelf weg."
    grave = any(trace.grave for trace in traces)
    return "bijlage-verborgen", message, hint, Severity.WARNING if grave else Severity.NOTE


def _shut(door: Door, name: str, why: Shut) -> Problem:
    if why is Shut.ENDING:
        kinds = some_of(SUFFIXES, "zie handleiding/stukken")
        return "bijlage-soort", f"{name} is geen soort bestand dat een bijlage kan zijn.", f"Dit kan wel: {kinds}"
    if why is Shut.OUTSIDE:
        where = f"Zet het bestand zelf in de map {FOLDER}/, zonder koppeling."
        return "bijlage-buiten", f"{name} staat niet in de map {FOLDER}/.", where
    if why is Shut.MISSING:
        return _not_there(door, _inside(name))
    said = "is geen gewoon bestand" if why is Shut.NO_FILE else "kan niet worden gelezen"
    return "bijlage-onleesbaar", f"{name} {said}.", "Zet er een gewoon bestand neer dat u mag openen."
