"""From a paper to one Word document, by way of pandoc and python-docx."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import shorten
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Footer, _Header
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from kapstok.convert.base import (
    LANGUAGE,
    Paper,
    Style,
    check_characters,
    legible,
)
from kapstok.convert.docx_flow import BOOKMARKS, keep_together, style_names
from kapstok.convert.docx_style import reference_document
from kapstok.convert.pandoc import Order, StoredImage
from kapstok.convert.pdf import to_png

RESULT = "stuk.docx"
LOGO_WIDTH, LOGO_HEIGHT = 8.0, 1.3  # cm
SHARP = 220.0  # pixels per inch of a drawn image
HEADER_TITLE, SHORTEST_TITLE = 64, 16  # characters of the title beside the marks
HEADER_ROOM = 108  # characters that stand beside each other in the header of an upright page
HEADING_STYLE = re.compile(r"heading (\d)")  # small letters: see style_names
STYLE_OF_PARAGRAPH = f"{qn('w:pPr')}/{qn('w:pStyle')}"
PROPERTY_LENGTH = 255  # characters, by the standard of the format
MARK_GAP = "  ·  "
AFTER_COMPAT = tuple(qn(name) for name in ("w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping"))
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
ALWAYS_FIRST = ("[Content_Types].xml", "_rels/.rels")


def order(paper: Paper, style: Style, folder: Path) -> Order:
    """Lay ready what pandoc needs for this paper, in `folder`. Raises ConvertError."""
    check_characters(paper)
    return Order(
        format="docx",
        markdown=paper.markdown,
        folder=folder,
        result=RESULT,
        landscape=paper.landscape,
        numbering=paper.numbering,
        lenient=paper.lenient,
        images=dict(drawn_images(paper, folder)),
        reference=_reference(style, paper.landscape, folder.parent),
    )


def _reference(style: Style, landscape: bool, workplace: Path) -> Path:
    """The reference document in the workplace, once for all papers that lie the same way."""
    path = workplace / ("liggend.docx" if landscape else "staand.docx")
    if not path.exists():
        path.write_bytes(reference_document(style, landscape=landscape))
    return path


def finish(paper: Paper, style: Style, folder: Path) -> bytes:
    """Finish what pandoc made in `folder`; the same input gives the same bytes."""
    document = docx.Document(str(folder / RESULT))
    names = style_names(document)
    levels = heading_levels(names)
    mend_tables(document)
    mend_headings(document, levels)
    mend_spacing(document, levels)
    mend_settings(document)
    add_front(document, paper, style, levels)
    keep_together(document, names)
    add_margins(document, paper, style)
    set_properties(document, paper, style)
    number_pictures(document)
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue())


def drawn_images(paper: Paper, folder: Path) -> Iterator[tuple[str, StoredImage]]:
    """Draw every image as PNG, which all versions of Word show, and store it."""
    for number, (name, data) in enumerate(sorted(paper.images.items())):
        png, width = to_png(data, width=paper.text_width, height=paper.text_height, ppi=SHARP)
        (folder / f"beeld-{number}.png").write_bytes(png)
        yield name, StoredImage(file=f"beeld-{number}.png", mime="image/png", width=f"{width:.2f}cm")


def mend_tables(document: Document) -> None:
    """Say that the first column heads the rows, and keep rows whole."""
    for table in document.tables:
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        if look is not None:
            first_row = look.get(qn("w:firstRow")) == "1"
            look.set(qn("w:firstColumn"), "1")
            look.set(qn("w:val"), "06A0" if first_row else "0680")
        for row in table.rows:
            properties = row._tr.get_or_add_trPr()
            if properties.find(qn("w:cantSplit")) is None:
                place = 1 if properties.find(qn("w:cnfStyle")) is not None else 0
                properties.insert(place, parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def block_before(paragraph: Paragraph) -> BaseOxmlElement | None:
    """The paragraph or table before this one; bookmarks stand between blocks too."""
    before: BaseOxmlElement | None = paragraph._p.getprevious()
    while before is not None and before.tag in BOOKMARKS:
        before = before.getprevious()
    return before


def mend_headings(document: Document, levels: Mapping[str, int]) -> None:
    """Turn an empty paragraph with a page break before a heading into 'page break before' of that heading."""
    for paragraph in document.paragraphs:
        if not heading_level(paragraph, levels):
            continue
        before = block_before(paragraph)
        if before is None:
            continue
        if before.tag == qn("w:p") and any(b.get(qn("w:type")) == "page" for b in before.iter(qn("w:br"))):
            before.getparent().remove(before)
            paragraph.paragraph_format.page_break_before = True


def mend_settings(document: Document) -> None:
    """Work in the mode of Word 2013 and later, in Dutch."""
    settings = document.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    following = next(e for e in settings if e.tag in AFTER_COMPAT)
    following.addprevious(
        parse_xml(
            f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        )
    )


def mend_spacing(document: Document, levels: Mapping[str, int]) -> None:
    """Leave air below the last line of a list and below a table."""
    for paragraph in document.paragraphs:
        before = block_before(paragraph)
        if before is None or heading_level(paragraph, levels):
            continue
        if before.tag == qn("w:tbl"):
            paragraph.paragraph_format.space_before = Pt(12)
        elif is_listed(before) and not is_listed(paragraph._p):
            paragraph.paragraph_format.space_before = Pt(6)


def is_listed(element: BaseOxmlElement) -> bool:
    """Tell whether this is a paragraph of a list."""
    return element.tag == qn("w:p") and element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None


def heading_levels(names: Mapping[str, str]) -> dict[str, int]:
    """The levels of the styles for headings, from 1, by the id of the style; of the names of all styles."""
    found = {ident: HEADING_STYLE.fullmatch(name) for ident, name in names.items()}
    return {ident: int(match[1]) for ident, match in found.items() if match}


def heading_level(paragraph: Paragraph, levels: Mapping[str, int]) -> int:
    """The level of a heading, from 1; 0 for any other paragraph."""
    style = paragraph._p.find(STYLE_OF_PARAGRAPH)
    return levels.get(style.get(qn("w:val")), 0) if style is not None else 0


def add_front(document: Document, paper: Paper, style: Style, levels: Mapping[str, int]) -> None:
    """Put municipality, title, date and perhaps the contents before the text."""
    body = document.element.body
    when = "  ·  ".join(text for text in (paper.date_text, paper.status_text) if text)
    lines = [
        ("Author", paper.municipality or style.municipality),
        ("Title", paper.title),
        ("Subtitle", paper.subtitle),
        ("Date", when),
    ]
    front = [styled_paragraph(style_id(document, name), text) for name, text in lines if text]
    shown = {level: style_id(document, f"toc {level}") for level in (1, 2, 3) if level <= paper.contents}
    entries = [
        entry
        for paragraph in (document.paragraphs if shown else ())
        if (entry := contents_entry(paragraph, shown.get(heading_level(paragraph, levels), "")))
    ]
    if entries:
        front.append(contents(entries, paper.contents, style_id(document, "TOC Heading")))
    for place, element in enumerate(front):
        body.insert(place, element)


def style_id(document: Document, name: str) -> str:
    """The id of the style with this name."""
    return str(document.styles[name].style_id)


def styled_paragraph(style: str, text: str) -> BaseOxmlElement:
    """A paragraph of plain text in the style with this id."""
    return parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def contents(entries: list[tuple[str, str]], levels: int, heading: str) -> BaseOxmlElement:
    """A table of contents that is right without being updated: links to the headings, no page numbers.

    It is a real field, so that Word can renew it after editing.
    """
    start = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{levels}" \\n \\h \\z \\u '
        "</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    last = len(entries) - 1
    body = "".join(
        f"<w:p>{properties}{start if number == 0 else ''}{link}{end if number == last else ''}</w:p>"
        for number, (properties, link) in enumerate(entries)
    )
    return parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>"
        f'<w:p><w:pPr><w:pStyle w:val="{heading}"/></w:pPr><w:r><w:t>Inhoud</w:t></w:r></w:p>{body}'
        "</w:sdtContent></w:sdt>"
    )


def contents_entry(paragraph: Paragraph, style: str) -> tuple[str, str] | None:
    """The properties and the link of one line of the contents in this style; None without a style, or a bookmark."""
    if not style:
        return None
    mark = paragraph._p.find(qn("w:bookmarkStart"))
    if mark is None:
        mark = preceding_bookmark(paragraph)
    if mark is None:
        return None
    anchor = quoteattr(str(mark.get(qn("w:name"))))
    text = f'<w:r><w:t xml:space="preserve">{escape(paragraph.text)}</w:t></w:r>'
    return (
        f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>',
        f'<w:hyperlink w:anchor={anchor} w:history="1">{text}</w:hyperlink>',
    )


def preceding_bookmark(paragraph: Paragraph) -> BaseOxmlElement | None:
    """The bookmark that pandoc puts just before a heading."""
    before = paragraph._p.getprevious()
    return before if before is not None and before.tag == qn("w:bookmarkStart") else None


def add_margins(document: Document, paper: Paper, style: Style) -> None:
    """Fill header and footer: logo and marks on the first page, title and marks on the others."""
    section = document.sections[0]
    own = style.word is not None
    section.different_first_page_header_footer = not own or section.different_first_page_header_footer
    municipality = paper.municipality or style.municipality
    accent = RGBColor.from_string(legible(style.accent).removeprefix("#").upper())
    room = round(HEADER_ROOM * paper.text_width / 16) - len(MARK_GAP.join(paper.marks)) - len(municipality)
    title = shorten(paper.title, max(min(HEADER_TITLE, room), SHORTEST_TITLE), placeholder="…")
    fill_header(section.header, f"{municipality}  |  {title}", paper.marks, accent)
    footers = [section.footer]
    if section.different_first_page_header_footer:
        first = fill_header(section.first_page_header, "", paper.marks, accent)
        if style.logo is not None and not own:
            add_logo(first, style)
        footers.append(section.first_page_footer)
    for footer in footers:
        if not is_used(footer):
            fill_footer(footer, paper.date_text)


def is_used(margin: _Header | _Footer) -> bool:
    """Whether a header or footer of the municipality's own document says or shows something."""
    shown = margin._element.xpath(".//w:drawing | .//w:pict | .//w:fldSimple | .//w:instrText")
    return bool(shown) or any(p.text.strip() for p in margin.paragraphs) or bool(margin.tables)


def fill_header(header: _Header, text: str, marks: tuple[str, ...], accent: RGBColor) -> Paragraph:
    """Write text on the left and the marks on the right; below what an own document has there already."""
    paragraph: Paragraph = header.add_paragraph(style="header") if is_used(header) else header.paragraphs[0]
    paragraph.add_run(text)
    if marks:
        run = paragraph.add_run("\t" + MARK_GAP.join(marks))
        run.font.bold = True
        run.font.color.rgb = accent
    return paragraph


def add_logo(paragraph: Paragraph, style: Style) -> None:
    """Put the logo at the start of a paragraph, with its alt text."""
    assert style.logo is not None
    png, width = to_png(style.logo, width=LOGO_WIDTH, height=LOGO_HEIGHT, ppi=2 * SHARP)
    paragraph.paragraph_format.space_after = Pt(10)
    paragraph.runs[0].add_picture(io.BytesIO(png), width=Cm(width))
    for picture in paragraph._p.iter(qn("wp:docPr")):
        picture.set("descr", style.logo_alt or style.municipality)
        picture.set("name", "Logo")
    for inline in paragraph._p.iter(qn("wp:inline")):
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")


def fill_footer(footer: _Footer, date_text: str) -> None:
    """Write the date and 'Pagina X van Y'."""
    paragraph = footer.paragraphs[0]
    paragraph.add_run(f"{date_text}\tPagina ")
    paragraph._p.append(page_field("PAGE"))
    paragraph.add_run(" van ")
    paragraph._p.append(page_field("NUMPAGES"))


def page_field(instruction: str) -> BaseOxmlElement:
    """A field that Word fills in for each page."""
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')


def set_properties(document: Document, paper: Paper, style: Style) -> None:
    """Fill the properties that a reader, an archive and a screen reader look at."""
    properties = document.core_properties
    properties.title, properties.subject = fitting(paper.title), fitting(paper.subtitle)
    properties.author = properties.last_modified_by = fitting(paper.municipality or style.municipality)
    properties.comments, properties.keywords = fitting(paper.description), fitting(", ".join(paper.keywords))
    properties.content_status, properties.language = paper.status_text, LANGUAGE
    properties.created = properties.modified = paper.moment.replace(tzinfo=None)
    properties.version = fitting(paper.version)
    properties.identifier = fitting(f"{paper.name} {paper.commit}")
    properties.revision = 1


def fitting(text: str) -> str:
    """As much of a text as a property may hold."""
    return shorten(text, PROPERTY_LENGTH, placeholder="…")


def number_pictures(document: Document) -> None:
    """Give every picture in the text an id of its own and no empty title."""
    for number, picture in enumerate(document.element.body.iter(qn("wp:docPr")), start=1001):
        picture.set("id", str(number))
        for side in (
            "distT",
            "distB",
            "distL",
            "distR",
        ):  # pandoc leaves these out, LibreOffice then shifts the picture
            picture.getparent().set(side, "0")
        if not picture.get("title"):
            picture.attrib.pop("title", None)


def repack(data: bytes) -> bytes:
    """Write the zip anew: fixed order, date and rights, so that equal content gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = sorted(source.namelist(), key=lambda name: (name not in ALWAYS_FIRST, name))
        for name in names:
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            target.writestr(info, source.read(name), compresslevel=6)
    return out.getvalue()
