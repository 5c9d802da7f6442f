"""Attachments: files in `bijlagen/` of the workspace that an item names, checked, and where each is published.

A schema says with `"x-vorm": "bestand"` that a field of a block holds such a file; the block then is an attachment.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kapstok.core.finding import Finding
from kapstok.core.model import Key, Model, Pointer
from kapstok.core.places import finding_at, value_place
from kapstok.core.text import enumerate_words, format_number, likely, shortened, slugify
from kapstok.core.writing import squashed
from kapstok.kinds.address import attachment_path
from kapstok.kinds.schema import Kinds, Shape
from kapstok.read.syntax.text import guess_encoding

FOLDER = "bijlagen"
FORM = "bestand"
ROLE_ALT = "alternatief"
ROLE_LIMIT = "bijlagenlimiet"
DEFAULT_LIMIT = 20  # MB
IMAGES = ("png", "jpg", "jpeg")
SUFFIXES = ("pdf", *IMAGES, "xlsx", "ods", "docx", "odt", "csv")
_LONGEST_TITLE = 80  # letters of a title in the name of a file, for folders and disks have limits
_MB = 1_000_000
_HEAD = 1024  # bytes in which the mark of a file stands
_OFFICE = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
_OPEN = {
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odt": b"application/vnd.oasis.opendocument.text",
}
_MACROS = re.compile(r"vbaProject|(^|/)(Basic|Scripts)/", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """One entry in a list of attachments. `number` is what a reader sees; `part` is the item it stands for, if any.

    Without a file `source` is None and `path` (from the root of the output) is empty; `size` is in bytes. `file` is
    the name as written.
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
    for key, item in model.items.items():
        entries = []
        for pointer, value, shape in _entries(item.fields, kinds[key.kind].shape, ()):
            entries.append(_attachment(root, key, pointer, value, shape, taken))
        if entries:
            found[key] = tuple(entries)
    return found


def _attachment(root: Path, owner: Key, pointer: Pointer, value: Any, shape: Shape, taken: set[str]) -> Attachment:
    number = str(int(pointer[-1]) + 1) if isinstance(pointer[-1], int) else "1"
    if not isinstance(value, Mapping):
        return Attachment(owner=owner, number=number, title=str(value))
    name = str(value.get(_field(shape, form=FORM), ""))
    shown = value.get(_field(shape, form="nummer"))
    title = str(next((v for n, v in value.items() if shape.fields[n].form == "regel"), name))
    source = None if not name or _trouble_with_place(root, name) else (root / FOLDER / _inside(name)).resolve()
    path = _free_path(owner, number, title, source.suffix.lower(), taken) if source else ""
    return Attachment(
        owner=owner,
        number=str(shown) if shown else number,
        title=title,
        file=name,
        part=next((v for v in value.values() if isinstance(v, Key)), None),
        alt=str(value.get(_field(shape, role=ROLE_ALT), "")),
        source=source,
        path=path,
        size=source.stat().st_size if source else 0,
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


def _entries(value: Any, shape: Shape, pointer: Pointer) -> Iterator[tuple[Pointer, Any, Shape]]:
    """Every entry of a list of attachments within a value: its place, what stands there, and its shape."""
    if isinstance(value, Mapping):
        if pointer and _field(shape, form=FORM):
            yield pointer, value, shape
            return
        for name, inner in value.items():
            if isinstance(inner, (Mapping, tuple)):
                yield from _entries(inner, shape.fields.get(name, Shape()), (*pointer, name))
    elif isinstance(value, tuple):
        inside = shape.items or Shape()
        named = bool(_field(inside, form=FORM))
        for index, inner in enumerate(value):
            if named and isinstance(inner, str):
                yield (*pointer, index), inner, inside
            else:
                yield from _entries(inner, inside, (*pointer, index))


def check_attachments(root: Path, model: Model, kinds: Kinds) -> Iterator[Finding]:
    """Everything that is wrong with the files that items name, at the value that names them."""
    limit = _limit(model, kinds)
    for item in model.items.values():
        for pointer, value, shape in _entries(item.fields, kinds[item.key.kind].shape, ()):
            field_name = _field(shape, form=FORM)
            name = str(value.get(field_name, "")) if isinstance(value, Mapping) else ""
            if not name:
                continue
            problem = _trouble_with_place(root, name) or _trouble_with_file(root / FOLDER / _inside(name), limit)
            if problem == _TOLD:
                continue
            if problem:
                yield finding_at(item.path, value_place(model, item, *pointer, field_name), *problem)
            elif _suffix(name) in IMAGES and not value.get(_field(shape, role=ROLE_ALT)):
                yield finding_at(
                    item.path,
                    value_place(model, item, *pointer, field_name),
                    "bijlage-zonder-alt",
                    f"Bij de afbeelding {name} staat niet wat er te zien is.",
                    "Vul alt in: een of twee zinnen voor wie het beeld niet kan zien.",
                )


def _limit(model: Model, kinds: Kinds) -> int:
    """The largest size in MB: the setting of the agenda, else ours."""
    for kind in kinds:
        for item in model.of_kind(kind.name) if kind.file else ():
            for name in kind.fields_with_role(ROLE_LIMIT):
                found = item.fields.get(name)
                return found if isinstance(found, int) else DEFAULT_LIMIT
    return DEFAULT_LIMIT


def _inside(name: str) -> str:
    return name.removeprefix(f"{FOLDER}/")


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


Problem = tuple[str, str, str]  # code, message, hint
_TOLD: Problem = ("", "", "")  # a name with loose accents: that is told where the file stands


def _trouble_with_place(root: Path, name: str) -> Problem | None:
    """What keeps a name from being a file of the workspace, of a kind that is published."""
    parts = Path(_inside(name)).parts
    place = root / FOLDER / _inside(name)
    if Path(_inside(name)).is_absolute() or ".." in parts or "\\" in name or "\0" in name:
        return "bijlage-buiten", f"{name} staat niet in de map {FOLDER}/.", f"Zet het bestand in de map {FOLDER}/."
    if not may_be_attached(name):
        kinds = enumerate_words(SUFFIXES)
        return "bijlage-soort", f"{name} is geen soort bestand dat een bijlage kan zijn.", f"Maak er {kinds} van."
    if not place.resolve().is_relative_to(root.resolve()):
        return "bijlage-buiten", f"{name} leidt buiten de werkruimte.", "Zet het bestand zelf neer, zonder koppeling."
    if not place.is_file():
        return _not_there(root, _inside(name))
    return None


def _not_there(root: Path, name: str) -> Problem:
    """A file that is not there, or that is there by a name which looks the same."""
    folder = (root / FOLDER / name).parent
    others = sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    own = Path(name).name
    if any(unicodedata.normalize("NFC", other) == unicodedata.normalize("NFC", own) for other in others):
        return _TOLD
    meant = [other for other in others if squashed(other) == squashed(own)]
    guess = meant[0] if len(meant) == 1 else likely(own, others)
    hint = f"Bedoelde u {guess}?" if guess else f"Zet het bestand in de map {FOLDER}/, of verbeter de naam."
    return "bijlage-ontbreekt", f"Het bestand {FOLDER}/{shortened(name, 100)} is er niet.", hint


def _trouble_with_file(path: Path, limit: int) -> Problem | None:
    size = path.stat().st_size
    if size > limit * _MB:
        return (
            "bijlage-te-groot",
            f"{path.name} is {size_text(size)}; een bijlage mag {limit} MB zijn.",
            "Maak het bestand kleiner, of verhoog bijlagen_limiet_mb in agenda.yaml.",
        )
    if _suffix(path.name) == "csv" and (found := guess_encoding(path.read_bytes())[1]) and not _is_text(path):
        return (
            "bijlage-codering",
            f"{shortened(path.name, 60)} is opgeslagen als {found}; een CSV-bestand hoort UTF-8 te zijn.",
            "Kies in Excel bij Opslaan als: CSV UTF-8 (door lijstscheidingsteken gescheiden).",
        )
    if not is_what_it_says(path):
        return (
            "bijlage-inhoud",
            f"{path.name} is van binnen geen {_suffix(path.name)}, is beschadigd of bevat macro's.",
            "Sla het bestand opnieuw op in de soort die achter de punt staat.",
        )
    return None


def may_be_attached(name: str) -> bool:
    """Whether a file with this name is of a kind that is published."""
    return _suffix(name) in SUFFIXES


def is_what_it_says(path: Path) -> bool:
    """Whether the content of a file is that of its suffix, by its first bytes or, for a package, by what is in it."""
    suffix = _suffix(path.name)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if suffix == "pdf":
        return b"%PDF-" in head
    if suffix == "png":
        return head.startswith(b"\x89PNG\r\n\x1a\n")
    if suffix in ("jpg", "jpeg"):
        return head.startswith(b"\xff\xd8\xff")
    if suffix == "csv":
        return _is_text(path)
    return _is_package(path, suffix)


def _is_text(path: Path) -> bool:
    try:
        return "\0" not in path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return False


def _is_package(path: Path, suffix: str) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if any(_MACROS.search(name) for name in names):
                return False
            if suffix in _OFFICE:
                return _OFFICE[suffix] in names and "[Content_Types].xml" in names
            with package.open("mimetype") as file:
                return file.read(_HEAD).strip() == _OPEN[suffix]
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError):
        return False
