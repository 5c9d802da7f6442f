"""What hides in an attachment: names, places, remarks and what was struck out, for who looks behind the page."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kapstok.core.element import Element
from kapstok.files.package import Package, PackageError, TooLargeError
from kapstok.files.pdf import notes_of, open_pdf
from kapstok.files.pictures.problem import PictureError
from kapstok.files.pictures.raster import chunks, segments

if TYPE_CHECKING:
    import pikepdf

_MOST = 60_000_000  # bytes of a file that is looked into
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
NAMES = ("creator", "lastModifiedBy", "initial-creator", "printed-by", "Manager", "Company")
CHANGES = ("ins", "del", "moveFrom", "moveTo")
REMARKS = re.compile(r"(?:word|xl)/(?:comments\w*|threadedComments/.*|persons/.*|people)\.xml")
TEXTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
NOTES = frozenset({"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Ink", "/Popup"})
_CREATOR = re.compile(rb"<dc:creator[^<>]{0,200}>\s*<rdf:Seq>\s*<rdf:li[^<>]{0,200}>([^<>]{1,500})</rdf:li>")
ACTS = ("/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/EmbeddedFiles")
TEXT_CHUNKS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """One thing that hides; `grave` is more than a name that programs put in by themselves."""

    what: str
    grave: bool = False


_UNKNOWN = Trace(what="misschien meer, want het is te groot om na te kijken", grave=True)


def hidden_in(path: Path, suffix: str) -> tuple[Trace, ...]:
    """What hides in a file of this kind; of one that is too large to look into, that nobody knows.

    Nothing for one that cannot be read, which is told elsewhere.
    """
    try:
        if path.stat().st_size > _MOST:
            return (_UNKNOWN,)
        return tuple(dict.fromkeys(_traces(path, suffix)))
    except TooLargeError:
        return (_UNKNOWN,)
    except (PackageError, PictureError, OSError, ValueError, zlib.error):
        return ()


def _traces(path: Path, suffix: str) -> Iterator[Trace]:
    if suffix == "png":
        kinds = {kind for kind, _ in chunks(path.read_bytes())}
        if kinds & TEXT_CHUNKS:
            yield Trace(what="tekst of gegevens over de opname", grave=b"eXIf" in kinds)
    elif suffix in ("jpg", "jpeg"):
        yield from _in_jpeg(path.read_bytes())
    elif suffix == "pdf":
        yield from _in_pdf(path)
    elif suffix in ("docx", "xlsx"):
        yield from _in_office(Package(path))
    elif suffix in ("odt", "ods"):
        yield from _in_open(Package(path))


def _in_jpeg(data: bytes) -> Iterator[Trace]:
    for marker, body in segments(data):
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            tags = exif_tags(body[6:])
            yield (
                Trace(what="de plaats van de opname", grave=True)
                if 0x8825 in tags
                else Trace(what="gegevens over de camera")
            )
        elif marker == 0xE1 or marker == 0xED:
            yield Trace(what="gegevens over de opname (XMP of IPTC)")
        elif marker == 0xFE:
            yield Trace(what="een opmerking")


def exif_tags(data: bytes) -> dict[int, int]:
    """The tags of the first list of EXIF data with their value or place; empty when it cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
    try:
        (start,) = struct.unpack_from(f"{order}I", data, 4)
        (count,) = struct.unpack_from(f"{order}H", data, start)
        rows = (struct.unpack_from(f"{order}HHIHH", data, start + 2 + 12 * row) for row in range(min(count, 500)))
        return {tag: low if order == "<" or kind == 3 else low << 16 | high for tag, kind, _, low, high in rows}
    except struct.error:
        return {}


def _in_pdf(path: Path) -> Iterator[Trace]:
    with open_pdf(path.read_bytes()) as document:
        author = str(document.docinfo.get("/Author", "")) if "/Info" in document.trailer else ""
        if author := author or _author_in(document.Root.get("/Metadata")):
            yield Trace(what=f"de naam van de maker ({author[:40]})")
        count = sum(1 for note in notes_of(document) if _is_note(note))
        if count:
            yield Trace(what=f"{count} opmerking{'en' if count > 1 else ''}", grave=True)
        holders = [holder for holder in (document.Root, document.Root.get("/Names")) if holder is not None]
        if any(act in holder for holder in holders for act in ACTS):
            yield Trace(what="een script, een actie bij het openen of een ingesloten bestand", grave=True)


def _author_in(metadata: pikepdf.Object | None) -> str:
    """The first maker that the XMP of a PDF names: programs write him there, too."""
    found = _CREATOR.search(metadata.read_bytes()) if metadata is not None else None
    return found[1].decode("utf-8", "replace").strip() if found else ""


def _is_note(note: pikepdf.Object) -> bool:
    return str(note.get("/Subtype", "")) in NOTES


def _in_office(package: Package) -> Iterator[Trace]:
    for name in ("docProps/core.xml", "docProps/app.xml"):
        if name in package.names:
            yield from _names(package.xml(name))
    if any(REMARKS.fullmatch(name) for name in package.names):
        yield Trace(what="opmerkingen", grave=True)
    for root in (package.xml(name) for name in package.names if TEXTS.fullmatch(name)):
        if any(next(root.iter(f"{_W}{change}"), None) is not None for change in CHANGES):
            yield Trace(what="bijgehouden wijzigingen, met wat is weggehaald", grave=True)
        if any(mark.get(f"{_W}val") not in ("0", "false") for mark in root.iter(f"{_W}vanish")):
            yield Trace(what="verborgen tekst", grave=True)
    if "xl/workbook.xml" in package.names:
        sheets = [e for e in package.xml("xl/workbook.xml").iter() if str(e.tag).endswith("}sheet")]
        hidden = [sheet.get("name", "")[:30] for sheet in sheets if sheet.get("state") in ("hidden", "veryHidden")]
        yield from (Trace(what=f"het verborgen blad {name}", grave=True) for name in hidden)


def _names(root: Element) -> Iterator[Trace]:
    """The people and companies that a program wrote down."""
    for element in root.iter():
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if tag in NAMES and (said := (element.text or "").strip()):
            yield Trace(what=f"de naam {said[:40]}")


def _in_open(package: Package) -> Iterator[Trace]:
    if "meta.xml" in package.names:
        yield from _names(package.xml("meta.xml"))
    root = package.xml("content.xml")
    for part in (root, package.xml("styles.xml")) if "styles.xml" in package.names else (root,):
        if next(part.iter(f"{_OFFICE}annotation"), None) is not None:
            yield Trace(what="opmerkingen", grave=True)
        changes = next(part.iter(f"{_TEXT}tracked-changes"), None)
        if changes is not None and len(changes):
            yield Trace(what="bijgehouden wijzigingen, met wat is weggehaald", grave=True)
    styles = {
        style.get("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name")
        for style in root.iter()
        if any(inner.get(f"{_TABLE}display") == "false" for inner in style)
    }
    for sheet in root.iter(f"{_TABLE}table"):
        if sheet.get(f"{_TABLE}style-name") in styles:
            yield Trace(what=f"het verborgen blad {sheet.get(f'{_TABLE}name', '')[:30]}", grave=True)
