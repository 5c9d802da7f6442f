"""Where a page of a Word document may end: short tables, signatures and what a colon announces stay together.

The same rules stand in `document.typ` for the PDF.
"""

from __future__ import annotations

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

SHORT_ROWS, SHORT_TEXT = 14, 900  # a table that fits in about a third of a page
AIR = Pt(10)  # above a table
BETWEEN = Pt(10)  # the empty line that Word needs between two tables


def keep_together(document: Document) -> None:
    """Say of every block whether the next one, or its own next line, may stand on another page."""
    for paragraph in document.paragraphs:
        if any(b.get(qn("w:type")) is None for b in paragraph._p.iter(qn("w:br"))):
            paragraph.paragraph_format.keep_together = True
        if paragraph.text.rstrip().endswith(":"):
            paragraph.paragraph_format.keep_with_next = True
    for table in document.tables:
        _keep_rows(table)
        _air_above(table, document)


def _keep_rows(table: Table) -> None:
    rows = list(table._tbl.iter(qn("w:tr")))
    length = sum(len(text.text or "") for text in table._tbl.iter(qn("w:t")))
    if len(rows) <= SHORT_ROWS and length <= SHORT_TEXT:
        for row in rows[:-1]:
            for paragraph in row.iter(qn("w:p")):
                Paragraph(paragraph, table).paragraph_format.keep_with_next = True


def _air_above(table: Table, document: Document) -> None:
    before: BaseOxmlElement | None = table._tbl.getprevious()
    while before is not None and before.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        before = before.getprevious()
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
