"""Where a page of a Word document may end: short tables, signatures, the colophon and what a colon announces stay
with what they belong to.

The same rules stand in `document.typ` for the PDF.
"""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

SHORT_ROWS, SHORT_TEXT = 14, 900  # a table that fits in about a third of a page
AIR = Pt(10)  # above a table
BETWEEN = Pt(10)  # the empty line that Word needs between two tables
SIGNATURE = Cm(7)  # the line to sign on


def keep_together(document: Document) -> None:
    """Say of every block whether the next one, or its own next line, may stand on another page."""
    for paragraph in document.paragraphs:
        if any(b.get(qn("w:type")) is None for b in paragraph._p.iter(qn("w:br"))):
            paragraph.paragraph_format.keep_together = True
        if next(paragraph._p.iter(qn("w:tab")), None) is not None:
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(SIGNATURE, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
        if "".join(text.text or "" for text in paragraph._p.iter(qn("w:t"))).rstrip().endswith(":"):
            paragraph.paragraph_format.keep_with_next = True
    for table in document.tables:
        _keep_rows(table)
        _air_above(table, document)
    _keep_pictures(document)
    _keep_text_below_tables(document)
    _keep_rules(document)


def _keep_pictures(document: Document) -> None:
    """The text above a picture stays with it."""
    for paragraph in document.paragraphs:
        above = _block_above(paragraph._p)
        if above is not None and above.tag == qn("w:p") and next(paragraph._p.iter(qn("w:drawing")), None) is not None:
            Paragraph(above, document).paragraph_format.keep_with_next = True


def _keep_text_below_tables(document: Document) -> None:
    """The text below a table stays with its last row."""
    for paragraph in document.paragraphs:
        above = _block_above(paragraph._p)
        if above is None or above.tag != qn("w:tbl"):
            continue  # most of them: asking for a style is dear
        heading = (paragraph.style.name if paragraph.style is not None else None) or ""
        if paragraph.text and not heading.startswith("Heading"):
            _keep_with_next(above, document)


def _keep_rules(document: Document) -> None:
    """The rule above a signature or the colophon, and what stands above that rule, do not stay behind."""
    for rule in document.element.body.iterchildren(qn("w:p")):
        if rule.find(f"{qn('w:pPr')}/{qn('w:pBdr')}") is not None:
            above = _block_above(rule)
            for block in (rule, above) if above is not None else (rule,):
                _keep_with_next(block, document)


def _keep_with_next(block: BaseOxmlElement, document: Document) -> None:
    """Keep a paragraph, or the last row of a table, on the page of what comes next."""
    rows = list(block.iter(qn("w:tr")))
    for paragraph in rows[-1].iter(qn("w:p")) if rows else (block,):
        Paragraph(paragraph, document).paragraph_format.keep_with_next = True


def _block_above(element: BaseOxmlElement) -> BaseOxmlElement | None:
    """The paragraph or table above; bookmarks stand between blocks too."""
    above: BaseOxmlElement | None = element.getprevious()
    while above is not None and above.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        above = above.getprevious()
    return above


def _keep_rows(table: Table) -> None:
    rows = list(table._tbl.iter(qn("w:tr")))
    length = sum(len(text.text or "") for text in table._tbl.iter(qn("w:t")))
    if len(rows) <= SHORT_ROWS and length <= SHORT_TEXT:
        for row in rows[:-1]:
            for paragraph in row.iter(qn("w:p")):
                Paragraph(paragraph, table).paragraph_format.keep_with_next = True


def _air_above(table: Table, document: Document) -> None:
    before = _block_above(table._tbl)
    if before is None or before.tag != qn("w:p"):
        return
    paragraph = Paragraph(before, document)
    name = (paragraph.style.name if paragraph.style is not None else None) or ""
    above = before.getprevious()
    if not paragraph.text and above is not None and above.tag == qn("w:tbl"):
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing = BETWEEN
    elif not name.startswith(("Heading", "Table Caption")):
        paragraph.paragraph_format.space_after = AIR
