"""The own Word document of a municipality: every part, relation and field in it is on a list.

Its parts travel along with every paper that is made in its style, so that what is in here reaches every reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapstok.core.element import Element
from kapstok.core.text import enumerate_words
from kapstok.files.package import Package, PackageError
from kapstok.files.pictures.problem import PictureError
from kapstok.files.pictures.raster import PNG, check_jpeg, clean_png

LIMIT = 20_000_000  # bytes of the file itself
NEEDED_STYLES = ("Title", "heading 1", "heading 2", "heading 3")  # as Word writes their names in every language
_LARGEST = 50_000_000  # bytes, unpacked
_STYLES, _BODY, _TYPES = "word/styles.xml", "word/document.xml", "[Content_Types].xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AGAIN = "Sla het in Word op als .docx, zonder macro's."
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core|custom)\.xml|docProps/thumbnail\.(?:jpe?g|png)"
    r"|customXml/(?:item|itemProps)\d{1,3}\.xml|customXml/_rels/item\d{1,3}\.xml\.rels"
    r"|word/(?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes)\.xml"
    r"|word/(?:header|footer)\d{1,3}\.xml|word/theme/theme\d{1,2}\.xml|word/media/[\w -]{1,80}\.(?:png|jpe?g)"
    r"|word/(?:theme/)?_rels/[A-Za-z]{1,30}\d{0,3}\.xml\.rels"
)
_RELATIONS = frozenset(
    {"officeDocument", "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "numbering", "footnotes"}
    | {"endnotes", "header", "footer", "theme", "image", "hyperlink", "core-properties", "extended-properties"}
    | {"custom-properties", "customXml", "customXmlProps", "thumbnail"}
)
_FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "STYLEREF", "SEQ", "TOC", "TITLE", "SUBJECT"}
    | {"DOCPROPERTY", "DATE", "CREATEDATE", "SAVEDATE", "PRINTDATE", "TIME", "HYPERLINK", "NUMWORDS", "NUMCHARS"}
)
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s\\]*", re.IGNORECASE)
_ODD_PARTS = (
    (re.compile(r"vbaProject|macrosheets|activeX|ctrlProps", re.IGNORECASE), "macro's of knoppen"),
    (re.compile(r"embeddings/|oleObject", re.IGNORECASE), "een ingesloten bestand"),
    (re.compile(r"glossary/"), "bouwstenen"),
    (re.compile(r"word/fonts/"), "ingesloten lettertypen"),
    (re.compile(r"comments"), "opmerkingen"),
    (re.compile(r"media/"), "een beeld dat geen PNG of JPEG is"),
)

Problem = tuple[str, str]  # a sentence with {name} in it, and what to do


def word_trouble(data: bytes) -> Problem | None:
    """What keeps a file from being a Word document to take styles from."""
    try:
        package = Package(data)
        if _BODY not in package.names or _STYLES not in package.names or _TYPES not in package.names:
            return "{name} is geen gewoon Word-document.", _AGAIN
        return next(_troubles(package), None)
    except PackageError as error:
        if str(error) == "te groot":
            return "{name} is uitgepakt te groot.", "Haal de grote afbeeldingen eruit."
        return "{name} is geen Word-document, of is beschadigd.", _AGAIN


def _troubles(package: Package) -> Iterator[Problem]:
    for name in package.names:
        if not _PARTS.fullmatch(name):
            what = next((said for pattern, said in _ODD_PARTS if pattern.search(name)), f"het onderdeel {name[:60]}")
            yield f"In {{name}} zit {what}.", f"Haal dat eruit. {_AGAIN}"
    if sum(map(len, map(package.read, package.names))) > _LARGEST:
        yield "{name} is uitgepakt te groot.", "Haal de grote afbeeldingen eruit."
    if b"macroEnabled" in package.read(_TYPES):
        yield "{name} is een document met macro's.", _AGAIN
    for name in package.xml_names():
        root = package.xml(name)
        yield from _leads_out(root) if name.endswith(".rels") else _active(root)
    yield from _pictures(package)
    known = _style_names(package.xml(_STYLES))
    if missing := [name for name in NEEDED_STYLES if name.casefold() not in known]:
        words = enumerate_words((name.replace("heading", "Kop").replace("Title", "Titel") for name in missing), "en")
        yield (
            f"In {{name}} ontbreken deze stijlen: {words}.",
            "Gebruik elke stijl één keer in het document en sla het op.",
        )


def _leads_out(relations: Element) -> Iterator[Problem]:
    """Relations that fetch or start something: all but the parts of a document and links that a reader clicks."""
    for relation in relations:
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        target, outside = str(relation.get("Target", "")), relation.get("TargetMode") == "External"
        if outside and kind != "hyperlink":
            message = "{name} haalt een afbeelding of sjabloon van een andere plek."
            yield message, "Voeg het in het bestand zelf in."
        elif outside and not _SAFE_LINK.fullmatch(target):
            yield "In {name} staat een link die niet naar een website gaat.", "Verwijder die link, of gebruik https://…"
        elif kind not in _RELATIONS:
            yield f"In {{name}} zit een koppeling van de soort {kind[:40] or 'zonder naam'}.", f"Haal die weg. {_AGAIN}"


def _active(root: Element) -> Iterator[Problem]:
    """Fields that do more than number, date and refer, and elements that bring something to life."""
    for element in root.iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name in ("object", "control", "altChunk", "subDoc", "OLEObject", "mailMerge", "attachedTemplate", "movie"):
            yield f"In {{name}} staat <{name}>.", f"Haal het object weg. {_AGAIN}"
    for code in _field_codes(root):
        words = code.split()
        name = words[0].upper() if words else ""
        if name not in _FIELDS:
            message = f"In {{name}} staat het veld {name[:30] or 'zonder naam'}, dat bij het openen iets kan doen."
            yield message, "Haal het veld weg (Ctrl+Shift+F9 maakt er gewone tekst van) en sla het bestand op."
        elif name == "HYPERLINK" and not _link_is_safe(code):
            yield "In {name} staat een link die niet naar een website gaat.", "Verwijder die link, of gebruik https://…"


def _link_is_safe(code: str) -> bool:
    places = re.findall(r'"([^"]*)"', code)
    plain = all(_SAFE_LINK.fullmatch(place) or re.fullmatch(r"[\w .-]*", place) for place in places)
    return plain and r"\\" not in code


def _field_codes(root: Element) -> Iterator[str]:
    """The code of every field. A code may be cut over many runs, and hold other fields: each is a code of its own."""
    open_codes: list[list[str]] = []
    for element in root.iter(f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText", f"{_W}delInstrText"):
        if element.tag == f"{_W}fldSimple":
            yield str(element.get(f"{_W}instr", ""))
        elif element.tag != f"{_W}fldChar":
            if open_codes:
                open_codes[-1].append(element.text or "")
            else:
                yield element.text or ""
        elif element.get(f"{_W}fldCharType") == "begin":
            open_codes.append([])
        elif open_codes and element.get(f"{_W}fldCharType") == "end":
            yield "".join(open_codes.pop())
    yield from ("".join(code) for code in open_codes)


def _pictures(package: Package) -> Iterator[Problem]:
    for name in package.names:
        if name.endswith((".png", ".jpg", ".jpeg")):
            data = package.read(name)
            try:
                if data.startswith(PNG):
                    clean_png(data)
                else:
                    check_jpeg(data)
            except PictureError as error:
                yield f"In {{name}} zit een beeld dat niet te lezen is: {error.what}.", "Voeg het beeld opnieuw in."


def _style_names(root: Element) -> set[str]:
    """The names of the paragraph styles of a document, folded."""
    styles = (s for s in root.iter(f"{_W}style") if s.get(f"{_W}type") == "paragraph")
    names = (style.find(f"{_W}name") for style in styles)
    return {str(name.get(f"{_W}val")).casefold() for name in names if name is not None}
