"""Adopted papers are kept: their bytes with a record beside them, in the folder `vastgesteld/` of the workspace.

The record says what was adopted, when, by whom, from which version and sources, and the checksum of every file.
What is kept is never made anew and never written over: a later version is a record of its own. The attachments of an
adopted paper are kept with it, in `vastgesteld/bijlagen/`, under the name that they are published with.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kapstok.core.audience import AUDIENCES
from kapstok.core.dates import parse_day
from kapstok.core.door import Door, Shut, shut_finding
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Block, Key, Plain
from kapstok.core.places import Place
from kapstok.files.attachments import FOLDER as ATTACHED
from kapstok.files.attachments import Attachment
from kapstok.files.content import is_what_it_says, may_be_attached
from kapstok.kinds.address import attachment_path
from kapstok.write.disk import write_new

FOLDER = "vastgesteld"
SUFFIXES = ("docx", "pdf")  # of the papers themselves
_FORM = 1  # of the record
_LARGEST = 200_000_000  # bytes of a file that is kept
_STEM = re.compile(r"[a-z0-9]+(?:[.-]+[a-z0-9]+)*")
_LONGEST = 2_000  # signs of a text in a record
_RETURN = "Haal het bestand terug uit git; wat is vastgesteld, wordt niet opnieuw gemaakt."


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """One attachment of an adopted paper: what it was called, and its bytes.

    `file` is the name in `bijlagen/` that the owner gave; `name` is that of the copy that is kept and published, and
    `source` where the bytes are.
    """

    owner: Key
    number: str
    title: str
    alt: str
    file: str
    name: str
    checksum: str
    source: Path

    @property
    def path(self) -> str:
        """Where it is published, from the root of the output."""
        stem, _, suffix = self.name.rpartition(".")
        return attachment_path(stem, f".{suffix}")

    def as_adopted(self, attachment: Attachment) -> Attachment:
        """The attachment with the file that was adopted in the place of the one that is there now."""
        return replace(attachment, source=self.source, path=self.path, size=self.source.stat().st_size)


@dataclass(frozen=True, kw_only=True, slots=True)
class Frozen:
    """One adopted paper. `stem` is its name without version; `files` maps a suffix to the bytes that were adopted.

    `sources` holds a checksum of what the paper took from each item, by `soort:id`; `attachments` is what goes with it.
    """

    stem: str
    edition: int
    item: Key
    audience: str
    title: str
    label: str
    day: date
    body: str
    version: str
    status: str
    commit: str
    sources: Mapping[str, str]
    files: Mapping[str, bytes] = field(repr=False)
    attachments: tuple[Kept, ...] = ()

    @property
    def name(self) -> str:
        """The name of its files without suffix: `stem`, from the second edition on with `-v2`."""
        return self.stem if self.edition == 1 else f"{self.stem}-v{self.edition}"

    def record(self) -> bytes:
        """The record as JSON, in Dutch and in a fixed order."""
        files = {
            f"{self.name}.{suffix}": {"sha256": sha256(data), "bytes": len(data)}
            for suffix, data in sorted(self.files.items())
        }
        values = {
            "vorm": _FORM,
            "stuk": self.stem,
            "uitgave": self.edition,
            "onderdeel": str(self.item),
            "publiek": self.audience,
            "titel": self.title,
            "soort": self.label,
            "status": self.status,
            "datum": self.day.isoformat(),
            "orgaan": self.body,
            "versie": self.version,
            "commit": self.commit,
            "bestanden": files,
            "bijlagen": [_entry(kept) for kept in self.attachments],
            "gebruikt": dict(sorted(self.sources.items())),
        }
        return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()


def _entry(kept: Kept) -> dict[str, str]:
    return {
        "bij": str(kept.owner),
        "nummer": kept.number,
        "titel": kept.title,
        "alt": kept.alt,
        "genoemd": kept.file,
        "bestand": kept.name,
        "sha256": kept.checksum,
    }


def sha256(data: bytes) -> str:
    """The checksum as people compare it: hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def read_frozen(root: Path) -> tuple[list[Frozen], list[Finding]]:
    """Every adopted paper of the workspace with its bytes, checked; what is damaged is a finding and left out."""
    kept: list[Frozen] = []
    findings: list[Finding] = []
    door = Door(root, FOLDER, limit=_LARGEST)
    if door.leads_away:
        return [], [shut_finding(FOLDER, Shut.OUTSIDE)]
    for name in door.names("*.json"):
        try:
            found, problems = _read(door, name)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            findings.append(_damaged(name, "Deze gegevens over een vastgesteld stuk zijn niet te lezen."))
            continue
        findings += problems
        if not problems:
            kept.append(found)
    return sorted(kept, key=lambda f: (f.stem, f.edition)), findings


def _read(door: Door, record: str) -> tuple[Frozen, list[Finding]]:
    content = door.read(record)
    if isinstance(content, Shut):
        raise OSError(record)
    values = _table(json.loads(content))
    files: dict[str, bytes] = {}
    problems: list[Finding] = []
    for name, about in _table(values["bestanden"]).items():
        data = door.read(Path(name).name)
        if isinstance(data, Shut):
            problems.append(_damaged(record, f"Het vastgestelde stuk {name} is er niet meer."))
        elif sha256(data) != _table(about)["sha256"]:
            problems.append(_damaged(name, f"Het vastgestelde stuk {name} is niet meer wat er is vastgesteld."))
        elif not is_what_it_says(door.folder / Path(name).name):
            problems.append(_damaged(name, f"Het vastgestelde stuk {name} is van binnen geen Word of PDF."))
        else:
            files[name.rpartition(".")[2]] = data
    attachments = tuple(_kept(door.folder / ATTACHED, one) for one in _tables(values.get("bijlagen")))
    problems += [_damaged(f"{ATTACHED}/{kept.name}", said) for kept in attachments if (said := _trouble(door, kept))]
    day = parse_day(_said(values, "datum"))
    if day is None or values["vorm"] != _FORM or not files.keys() <= set(SUFFIXES) or not values["bestanden"]:
        raise ValueError(record)
    frozen = Frozen(
        stem=_chosen(values, "stuk", lambda name: bool(_STEM.fullmatch(name))),
        edition=_edition(values["uitgave"]),
        item=Key.of(_said(values, "onderdeel")),
        audience=_chosen(values, "publiek", lambda name: name in AUDIENCES),
        title=_said(values, "titel"),
        label=_said(values, "soort"),
        day=day,
        body=_said(values, "orgaan"),
        version=_said(values, "versie"),
        status=_said(values, "status"),
        commit=_said(values, "commit"),
        sources={_line(name): _line(checksum) for name, checksum in _table(values["gebruikt"]).items()},
        files=files,
        attachments=attachments,
    )
    return frozen, problems


def _table(values: Plain) -> Block:
    """A table of the record. Raises ValueError when something else stands there: then somebody else wrote this."""
    if not isinstance(values, dict):
        raise ValueError("a part of the record is no table")
    return values


def _tables(values: Plain) -> list[Block]:
    """The entries of a list in the record; none when it was left out."""
    if not isinstance(values, (list, type(None))):
        raise ValueError("a part of the record is no list")
    return [_table(one) for one in values or ()]


def _line(value: Plain) -> str:
    """A text of the record as we write it. Raises ValueError for anything else."""
    if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
        raise ValueError("a text of the record is none, or no line")
    return value


def _said(values: Block, name: str) -> str:
    """The text under a name. Raises KeyError when it is not there, ValueError when something else is."""
    return _line(values[name])


def _chosen(values: Block, name: str, fits: Callable[[str], bool]) -> str:
    """A name of ours. Raises ValueError for one that no paper of ours has."""
    if not fits(said := _said(values, name)):
        raise ValueError("a name that no paper of ours has")
    return said


def _edition(value: Plain) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 1_000:
        raise ValueError("an edition that cannot be")
    return value


def _kept(folder: Path, values: Block) -> Kept:
    name = Path(_said(values, "bestand")).name
    return Kept(
        owner=Key.of(_said(values, "bij")),
        number=_said(values, "nummer"),
        title=_said(values, "titel"),
        alt=_said(values, "alt"),
        file=_said(values, "genoemd"),
        name=name,
        checksum=_said(values, "sha256"),
        source=folder / name,
    )


def _trouble(door: Door, kept: Kept) -> str:
    """What is wrong with the copy of an attachment, in a sentence; empty when it is what was adopted."""
    if isinstance(door.find(f"{ATTACHED}/{kept.name}"), Shut) or kept.source.is_symlink():
        return f"De vastgestelde bijlage {kept.name} is er niet meer."
    if sha256(kept.source.read_bytes()) != kept.checksum:
        return f"De vastgestelde bijlage {kept.name} is niet meer wat er is vastgesteld."
    if not may_be_attached(kept.name) or not is_what_it_says(kept.source):
        return f"De vastgestelde bijlage {kept.name} is geen soort bestand dat een bijlage kan zijn."
    return ""


def orphans(kept: Iterable[Frozen], items: Container[Key]) -> Iterator[Finding]:
    """Adopted papers of which the item is gone: they are kept, but no page leads to them any more."""
    for frozen in kept:
        if frozen.item not in items:
            yield Finding.at(
                Place(f"{FOLDER}/{frozen.name}.json"),
                "vastgesteld-zonder-onderdeel",
                f"{frozen.item} is weg, maar er is een vastgesteld stuk van.",
                "Zet het onderdeel terug, met status ingetrokken of vervallen als het niet meer geldt.",
                Severity.WARNING,
            )


def write_frozen(root: Path, frozen: Frozen) -> list[Path]:
    """Store an adopted paper, the record last; raises FileExistsError rather than write over anything.

    An attachment that is kept already, with these bytes, serves for this paper too.
    """
    folder = root / FOLDER
    (folder / ATTACHED if frozen.attachments else folder).mkdir(parents=True, exist_ok=True)
    contents: dict[str, bytes] = {}
    for kept in frozen.attachments:
        copy, data = folder / ATTACHED / kept.name, kept.source.read_bytes()
        if not (copy.is_file() and copy.read_bytes() == data):
            contents[f"{ATTACHED}/{kept.name}"] = data
    contents |= {f"{frozen.name}.{suffix}": data for suffix, data in sorted(frozen.files.items())}
    contents[f"{frozen.name}.json"] = frozen.record()
    taken = next((name for name in contents if (folder / name).exists()), None)
    if taken:
        raise FileExistsError(folder / taken)
    for name, data in contents.items():
        write_new(folder / name, data)
    return [folder / name for name in contents]


def _damaged(name: str, message: str) -> Finding:
    return Finding.at(Place(f"{FOLDER}/{name}"), "vastgesteld-beschadigd", message, _RETURN)
