"""Where a page of a Word document may end: short tables, signatures, the colophon and what a colon announces stay
with what they belong to.

The same rules stand in `document.typ` and `stuk.lua` for the PDF. Works on the XML itself: a paper has hundreds of
paragraphs, and python-docx looks through the order of thirty properties for each mark that is set.
"""

from __future__ import annotations

from collections.abc import Mapping

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

SHORT_ROWS, SHORT_TEXT = 14, 900  # a table that fits in about a third of a page
AIR = Pt(10)  # above a table
BETWEEN = Pt(10)  # the empty line that Word needs between two tables
SIGNATURE = Cm(7)  # the line to sign on

PARAGRAPH, PROPERTIES, STYLE = qn("w:p"), qn("w:pPr"), qn("w:pStyle")
TABLE, ROW, CELL_TEXT = qn("w:tbl"), qn("w:tr"), qn("w:t")
BREAK, TAB, DRAWING, RULE, VALUE = qn("w:br"), qn("w:tab"), qn("w:drawing"), qn("w:pBdr"), qn("w:val")
BREAK_KIND = qn("w:type")
BOOKMARKS = (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))
# The properties of a paragraph that come first, in the order of the standard (ECMA-376, 17.3.1.26).
KEEP_WITH_NEXT, KEEP_LINES = qn("w:keepNext"), qn("w:keepLines")
FIRST_PROPERTIES = (STYLE, KEEP_WITH_NEXT, KEEP_LINES)


def keep_together(document: Document, names: Mapping[str, str]) -> None:
    """Say of every block whether the next one, or its own next line, may stand on another page.

    `names` are those of the styles, by their id (`style_names`).
    """
    above: BaseOxmlElement | None = None
    for block in document.element.body.iterchildren():
        if block.tag in BOOKMARKS:  # these stand between blocks
            continue
        if block.tag == PARAGRAPH:
            _keep_paragraph(block, above, document, names)
        elif block.tag == TABLE:
            _keep_rows(block)
            if above is not None and above.tag == PARAGRAPH:
                _air_above(above, document, names)
                if _has(above, DRAWING) or _style(above, names) == "image caption":
                    _mark(above, KEEP_WITH_NEXT)  # the table says the same as the picture
        above = block


def style_names(document: Document) -> dict[str, str]:
    """The names of the styles in small letters, by their id, which differs by the language of Word."""
    styles = document.styles.element.findall(qn("w:style"))
    found = {str(style.get(qn("w:styleId"))): style.find(qn("w:name")) for style in styles}
    return {key: str(name.get(VALUE)).lower() for key, name in found.items() if name is not None}


def _keep_paragraph(
    block: BaseOxmlElement, above: BaseOxmlElement | None, document: Document, names: Mapping[str, str]
) -> None:
    if any(line.get(BREAK_KIND) is None for line in block.iter(BREAK)):
        _mark(block, KEEP_LINES)
    if _has(block, TAB):
        stops = Paragraph(block, document).paragraph_format.tab_stops
        stops.add_tab_stop(SIGNATURE, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
    text = _text(block)
    if text.rstrip().endswith(":"):
        _mark(block, KEEP_WITH_NEXT)
    is_rule = block.find(f"{PROPERTIES}/{RULE}") is not None
    if is_rule:  # above a signature or the colophon
        _mark(block, KEEP_WITH_NEXT)
    if above is None:
        return
    below_table = above.tag == TABLE and text and not _style(block, names).startswith("heading")
    below_text = above.tag == PARAGRAPH and _has(block, DRAWING)
    if is_rule or below_table or below_text:
        _keep_with_next(above)


def _keep_with_next(block: BaseOxmlElement) -> None:
    """Keep a paragraph, or the last row of a table, on the page of what comes next."""
    rows = list(block.iter(ROW))
    for paragraph in rows[-1].iter(PARAGRAPH) if rows else (block,):
        _mark(paragraph, KEEP_WITH_NEXT)


def _keep_rows(table: BaseOxmlElement) -> None:
    rows = list(table.iter(ROW))
    if len(rows) <= SHORT_ROWS and len(_text(table)) <= SHORT_TEXT:
        for row in rows[:-1]:
            for paragraph in row.iter(PARAGRAPH):
                _mark(paragraph, KEEP_WITH_NEXT)


def _air_above(block: BaseOxmlElement, document: Document, names: Mapping[str, str]) -> None:
    """Leave air between a table and the paragraph above it; an empty one, between two tables, becomes a thin line."""
    form = Paragraph(block, document).paragraph_format
    before = block.getprevious()
    if not _text(block) and before is not None and before.tag == TABLE:
        form.space_before = form.space_after = Pt(0)
        form.line_spacing = BETWEEN
    elif not _style(block, names).startswith(("heading", "table caption")):
        form.space_after = AIR


def _mark(paragraph: BaseOxmlElement, name: str) -> None:
    """Switch on one of the first properties of a paragraph, at its place."""
    properties = paragraph.get_or_add_pPr()
    place = 0
    for found in properties:
        if found.tag == name:
            found.attrib.pop(VALUE, None)
            return
        if found.tag not in FIRST_PROPERTIES[: FIRST_PROPERTIES.index(name)]:
            break
        place += 1
    properties.insert(place, properties.makeelement(name))


def _style(paragraph: BaseOxmlElement, names: Mapping[str, str]) -> str:
    """The name of the style of a paragraph in small letters, '' when it has none of its own."""
    style = paragraph.find(f"{PROPERTIES}/{STYLE}")
    return names.get(style.get(VALUE), "") if style is not None else ""


def _text(block: BaseOxmlElement) -> str:
    return "".join(text.text or "" for text in block.iter(CELL_TEXT))


def _has(block: BaseOxmlElement, name: str) -> bool:
    return next(block.iter(name), None) is not None
