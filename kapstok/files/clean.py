"""An attachment without what hides in it: the same page, sheet or picture, and nothing behind it.

Hidden sheets stay: other sheets may count with them. Who wants them gone, takes them out in the program itself.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree

from kapstok.core.element import Element
from kapstok.files.hidden import ACTS, CHANGES, NAMES, NOTES, REMARKS, exif_tags
from kapstok.files.package import Package
from kapstok.files.pdf import open_pdf, pages_of
from kapstok.files.pictures.raster import clean_png, segments

if TYPE_CHECKING:
    from pikepdf import Pdf

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_ORIENTATION = 0x0112
_KEPT_MARKERS = frozenset({0xE0, 0xE2, 0xEE})  # JFIF, the colour profile, how Adobe wrote the colours
_MARKS = frozenset(
    {"commentRangeStart", "commentRangeEnd", "commentReference", "moveFromRangeStart", "moveFromRangeEnd"}
    | {"moveToRangeStart", "moveToRangeEnd"}
)
_FORMATTING = re.compile(r"(?:rPr|pPr|sectPr|tblPr|trPr|tcPr|tblPrEx|tblGrid|numbering)Change|cell(?:Ins|Del|Merge)")


def clean(data: bytes, suffix: str) -> bytes:
    """The file without names, remarks, tracked changes and data of a camera.

    Raises PackageError or PictureError for a file that cannot be read.
    """
    makers: dict[str, Callable[[bytes], bytes]] = {
        "png": clean_png,
        "jpg": _clean_jpeg,
        "jpeg": _clean_jpeg,
        "pdf": _clean_pdf,
        "docx": _clean_package,
        "xlsx": _clean_package,
        "odt": _clean_package,
        "ods": _clean_package,
    }
    return makers[suffix](data) if suffix in makers else data


def _clean_jpeg(data: bytes) -> bytes:
    out = bytearray(b"\xff\xd8")
    end = 2
    for marker, body in segments(data):
        whole = data[end : end + 4 + len(body)]
        end += len(whole)
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turned = exif_tags(body[6:]).get(_ORIENTATION, 1)
            out += _turned(turned) if 1 < turned <= 8 else b""
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _KEPT_MARKERS:
            out += whole
    return bytes(out) + data[end:]


def _turned(how: int) -> bytes:
    """EXIF that says nothing but which side is up."""
    body = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, how, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _clean_pdf(data: bytes) -> bytes:
    import pikepdf  # late: it takes its time

    with open_pdf(data) as document:
        _without_names(document)
        for page in pages_of(document):
            if "/Annots" in page:
                kept = [note for note in page.Annots if str(note.get("/Subtype", "")) not in NOTES]
                page.Annots = pikepdf.Array(kept)
        for holder in (document.Root, document.Root.get("/Names", pikepdf.Dictionary())):
            for act in ACTS:
                if act in holder:
                    del holder[act]
        out = io.BytesIO()
        document.save(out, deterministic_id=True, fix_metadata_version=False)
        return out.getvalue()


def _without_names(document: Pdf) -> None:
    """Take out who made a PDF and with what; its title stays, for a screen reader says it."""
    title = str(document.docinfo.get("/Title", "")) if "/Info" in document.trailer else ""
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    if title:
        document.docinfo["/Title"] = title
    if "/Metadata" in document.Root:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            for name in ("dc:creator", "xmp:CreatorTool", "pdf:Producer", "pdf:Author", "photoshop:AuthorsPosition"):
                if name in meta:
                    del meta[name]


def _clean_package(data: bytes) -> bytes:
    package, out = Package(data), io.BytesIO()
    gone = {name for name in package.names if REMARKS.fullmatch(name)}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.names:
            if name in gone:
                continue
            content = package.read(name)
            if name.endswith((".xml", ".rels")):
                content = _clean_part(name, package.xml(name), gone) or content
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(info, content)
    return out.getvalue()


def _clean_part(name: str, root: Element, gone: set[str]) -> bytes | None:
    """A part without what hides in it; None when it stays as it is."""
    before = etree.tostring(root)
    if name in ("docProps/core.xml", "docProps/app.xml", "meta.xml"):
        for element in root.iter():
            if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in NAMES:
                element.text = None
    elif name == "[Content_Types].xml":
        _remove(root, lambda e: str(e.get("PartName", "")).lstrip("/") in gone)
    elif name.endswith(".rels"):
        _remove(root, lambda e: any(str(e.get("Target", "")).endswith(part.rpartition("/")[2]) for part in gone))
    elif name.startswith("word/"):
        _accept(root)
    elif name in ("content.xml", "styles.xml"):
        _accept_open(root)
    after = etree.tostring(root)
    if after == before:
        return None
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _accept(root: Element) -> None:
    """Take over every tracked change of a Word part, and every mark of a remark out."""
    out = ("del", "moveFrom")
    for element in list(root.iter()):
        tag = element.tag.removeprefix(_W) if isinstance(element.tag, str) else ""
        if tag in out or tag in _MARKS or _FORMATTING.fullmatch(tag):
            _drop(element)
        elif tag in CHANGES:
            _unwrap(element)


def _accept_open(root: Element) -> None:
    """The same for LibreOffice: what was taken out is kept aside there, so that only marks stand in the text."""
    names = {f"{_TEXT}tracked-changes", f"{_TEXT}change", f"{_TEXT}change-start", f"{_TEXT}change-end"}
    names |= {f"{_OFFICE}annotation", f"{_OFFICE}annotation-end"}
    for element in list(root.iter(*names)):
        _drop(element)


def _remove(root: Element, wrong: Callable[[Element], bool]) -> None:
    for element in [e for e in root if isinstance(e.tag, str) and wrong(e)]:
        _drop(element)


def _drop(element: Element) -> None:
    """Take an element out; the text that follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + element.tail
        else:
            previous.tail = (previous.tail or "") + element.tail
    parent.remove(element)


def _unwrap(element: Element) -> None:
    """Put what is in an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at, child)
    _drop(element)
