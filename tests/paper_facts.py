"""What a paper says and how it is built, read from its source, its PDF and its Word file without our converters.

The source goes through Python-Markdown, the PDF through its structure tree and the content streams that it points
into, Word through its XML. Three times the same `Facts`; `differences` says where two of them part.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

import docx
import lxml.html
import markdown
import pikepdf
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from kapstok.convert import Paper
from kapstok.convert.base import LANGUAGE

HEADING = re.compile(r"[hH]([1-6])")
WORD_HEADING = re.compile(r"Heading (\d)")
UNSEEN = re.compile(r"[\s\u00ad\u200b\u2060\ufeff]+")
CAPTION = re.compile(r"\s*:\s+")
SHOWN = 60  # characters of a text where it parts from another

Cell = tuple[str, str]  # what it heads ('Column', 'Row' or '') and its text
Table = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """`items` is the depth of every list item, `alts` the text of every picture; `text` is all text, unspaced."""

    title: str
    language: str
    headings: tuple[tuple[int, str], ...]
    items: tuple[int, ...]
    alts: tuple[str, ...]
    tables: tuple[Table, ...]
    text: str


def differences(one: Facts, other: Facts) -> dict[str, str]:
    """In what two papers differ, by the name of the fact, with the first place where they do."""
    found = {}
    for name in (each.name for each in fields(Facts)):
        a, b = getattr(one, name), getattr(other, name)
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            end = at + (SHOWN if isinstance(a, str) else 1)
            found[name] = f"{at}: {a[at:end]!r} / {b[at:end]!r} ({len(a)} / {len(b)})"
    return found


def unspaced(text: str) -> str:
    """Text without spaces, which the end of a line may swallow."""
    return UNSEEN.sub("", text)


# --- the source ---


def source_facts(paper: Paper, logo_alt: str = "") -> Facts:
    """What a paper must say. `logo_alt` is for the PDF, which has its logo in the text."""
    html = markdown.markdown(paper.markdown, extensions=["tables", "attr_list"])
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    number_headings(root, paper.numbering)
    for caption in (p for p in root.iter("p") if CAPTION.match(p.text or "")):
        caption.text = CAPTION.sub("", caption.text or "", count=1)
        before = caption.getprevious()
        assert before is not None
        assert before.tag == "table"
        before.addprevious(caption)
    pictures = list(root.iter("img"))
    alts = tuple(str(each.get("alt")).replace("\u00a0", " ") for each in pictures)
    for each in pictures:
        each.tag, each.text = "span", each.get("title", "")
    when = " · ".join(text for text in (paper.date_text, paper.status_text) if text)
    front = (paper.municipality, paper.title, paper.subtitle, when)
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    headings = ((match, each) for each in elements if (match := HEADING.fullmatch(each.tag)))
    return Facts(
        title=paper.title,
        language=LANGUAGE,
        headings=tuple((int(match[1]), unspaced(each.text_content())) for match, each in headings),
        items=tuple(len(list(each.iterancestors("ul", "ol"))) - 1 for each in root.iter("li")),
        alts=(*([logo_alt] if logo_alt else []), *alts),
        tables=tuple(tuple(source_rows(each)) for each in root.iter("table")),
        text=unspaced("".join((*front, root.text_content()))),
    )


def number_headings(root: lxml.html.HtmlElement, levels: int) -> None:
    """Put the numbers before the headings that batch.lua gives them."""
    counts = [0] * levels
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.tag[1])
        if level <= levels and "ongenummerd" not in (heading.get("class") or ""):
            counts[level - 1] += 1
            counts[level:] = [0] * (levels - level)
            heading.text = f"{'.'.join(map(str, counts[:level]))} {heading.text or ''}"


def source_rows(table: lxml.html.HtmlElement) -> Iterator[tuple[Cell, ...]]:
    """The first row heads the columns, the first cell of every other row heads that row."""
    for number, row in enumerate(table.iter("tr")):
        cells = [unspaced(cell.text_content()) for cell in row]
        roles = ["Column"] * len(cells) if number == 0 else ["Row", *[""] * (len(cells) - 1)]
        yield tuple(zip(roles, cells, strict=True))


# --- PDF ---


def pdf_facts(data: bytes) -> Facts:
    """What the tags of a PDF say; without tags nothing. The contents before the text are left out."""
    with pikepdf.open(io.BytesIO(data)) as document:
        languages = {str(document.Root.get("/Lang", ""))}
        reader = TagReader(texts=dict(page_texts(document)))
        if "/StructTreeRoot" in document.Root:
            reader.read(document.Root.StructTreeRoot)
        return Facts(
            title=str(document.docinfo.get("/Title", "")),
            language=" ".join(sorted(languages | reader.languages)),
            headings=tuple((level, unspaced("".join(parts))) for level, parts in reader.headings),
            items=tuple(reader.items),
            alts=tuple(reader.alts),
            tables=tuple(
                tuple(tuple((role, unspaced("".join(parts))) for role, parts in row) for row in table)
                for table in reader.tables
            ),
            text=unspaced("".join(reader.parts)),
        )


Place = tuple[tuple[int, int], int]  # a page and the number of a piece of marked content on it


@dataclass(kw_only=True)
class TagReader:
    """Goes through a structure tree and gathers; `open` are the lists of parts that text now belongs to."""

    texts: Mapping[Place, str]
    parts: list[str] = field(default_factory=list)
    headings: list[tuple[int, list[str]]] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    tables: list[list[list[tuple[str, list[str]]]]] = field(default_factory=list)
    languages: set[str] = field(default_factory=set)
    open: list[list[str]] = field(default_factory=list)
    depth: int = -1

    def read(self, element: pikepdf.Object, page: pikepdf.Object | None = None) -> None:
        """Everything below an element, in order."""
        page = element.get("/Pg", page)
        below = element.get("/K")
        for child in below if isinstance(below, pikepdf.Array) else [] if below is None else [below]:
            if not isinstance(child, pikepdf.Dictionary):
                self.add_text(page, int(child))
            elif child.get("/Type") == "/MCR":
                self.add_text(child.get("/Pg", page), int(child.MCID))
            elif "/S" in child:
                self.enter(str(child.S).removeprefix("/"), child, page)

    def add_text(self, page: pikepdf.Object | None, number: int) -> None:
        assert page is not None
        text = self.texts.get((page.objgen, number), "")
        for parts in (self.parts, *self.open):
            parts.append(text)

    def enter(self, tag: str, element: pikepdf.Object, page: pikepdf.Object | None) -> None:
        """Note what this element is, then go on below it."""
        if tag == "Lbl":
            return
        if tag == "TOC":
            self.forget_heading()
            return
        if "/Lang" in element:
            self.languages.add(str(element.Lang))
        if tag == "Figure" and "/Alt" in element:
            self.alts.append(str(element.Alt).replace("\u00a0", " "))
            return  # what is drawn is said by its alternative text
        if tag == "LI":
            self.items.append(self.depth)
        if tag == "Table":
            self.tables.append([])
        if tag == "TR":
            self.tables[-1].append([])
        own: list[str] | None = None
        if match := HEADING.fullmatch(tag):
            self.headings.append((int(match[1]), own := []))
        if tag in ("TH", "TD"):
            self.tables[-1][-1].append((scope(element) if tag == "TH" else "", own := []))
        self.depth += tag == "L"
        self.open += [own] if own is not None else []
        self.read(element, page)
        if own is not None:
            self.open.pop()
        self.depth -= tag == "L"

    def forget_heading(self) -> None:
        """The heading above the contents is not in the source."""
        if len(self.headings) == 1:
            _, parts = self.headings.pop()
            del self.parts[-len(parts) :]


def scope(element: pikepdf.Object) -> str:
    """What a header cell heads: 'Column', 'Row', or '?' when it does not say."""
    attributes = element.get("/A", pikepdf.Array())
    owned = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return "".join(str(each.get("/Scope", "")) for each in owned).removeprefix("/") or "?"


def page_texts(document: pikepdf.Pdf) -> Iterator[tuple[Place, str]]:
    """The text of every piece of marked content of every page."""
    for page in document.pages:
        fonts = {name: Font(font) for name, font in page.resources.get("/Font", {}).items()}
        found: dict[int, list[str]] = defaultdict(list)
        marks: list[int | None] = []
        font: Font | None = None
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC" | "BMC":
                    marks.append(content_number(operands))
                case "EMC":
                    marks.pop()
                case "Tf":
                    font = fonts[str(operands[0])]
                case "Tj" | "TJ" if font is not None:
                    number = next((mark for mark in reversed(marks) if mark is not None), None)
                    if number is not None:
                        found[number].append(font.decode(operands[0]))
        yield from (((page.obj.objgen, number), "".join(parts)) for number, parts in found.items())


def content_number(operands: list[pikepdf.Object]) -> int | None:
    """The number that a piece of marked content has, if the tags can point at it."""
    last = operands[-1]
    return int(last.MCID) if isinstance(last, pikepdf.Dictionary) and "/MCID" in last else None


class Font:
    """Turns the codes of a font of two bytes a glyph into text, by its own table (ISO 32000-1, 9.10.3)."""

    def __init__(self, font: pikepdf.Object) -> None:
        table = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
        self.known: dict[int, str] = {}
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
            for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
                self.known[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
        for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
            for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
                for step in range(int(last, 16) - int(first, 16) + 1):
                    self.known[int(first, 16) + step] = chr(int(text, 16) + step)

    def decode(self, shown: pikepdf.Object) -> str:
        pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
        codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
        return "".join(self.known.get(int.from_bytes(codes[i : i + 2], "big"), "?") for i in range(0, len(codes), 2))


# --- Word ---


def word_facts(data: bytes) -> Facts:
    """What the body of a Word document says; its contents are a field of their own and left out."""
    document = docx.Document(io.BytesIO(data))
    names = {style.style_id: style.name for style in document.styles}
    body = document.element.body
    blocks = [each for each in body if each.tag in (qn("w:p"), qn("w:tbl"))]
    headings = []
    for paragraph in (each for each in blocks if each.tag == qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = names.get(style.get(qn("w:val"))) if style is not None else ""
        if match := WORD_HEADING.fullmatch(name or ""):
            headings.append((int(match[1]), word_text(paragraph)))
    levels = (p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}") for each in blocks for p in each.iter(qn("w:p")))
    return Facts(
        title=document.core_properties.title,
        language=word_language(document),
        headings=tuple(headings),
        items=tuple(int(level.get(qn("w:val"))) for level in levels if level is not None),
        alts=tuple(str(each.get("descr")).replace("\u00a0", " ") for each in body.iter(qn("wp:docPr"))),
        tables=tuple(tuple(word_rows(each)) for each in blocks if each.tag == qn("w:tbl")),
        text="".join(map(word_text, blocks)),
    )


def word_text(element: BaseOxmlElement) -> str:
    """The text below an element of Word."""
    return unspaced("".join(each.text or "" for each in element.iter(qn("w:t"))))


def word_language(document: Document) -> str:
    """The language in the properties, of the default style and wherever else one is named."""
    found = {document.core_properties.language}
    for root in (document.styles.element, document.element):
        found |= {each.get(qn("w:val")) for each in root.iter(qn("w:lang")) if each.get(qn("w:val"))}
    assert document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}") is not None
    return " ".join(sorted(found))


def word_rows(table: BaseOxmlElement) -> Iterator[tuple[Cell, ...]]:
    """A row that is repeated heads the columns; the look of the table says that the first column heads the rows."""
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    first = "Row" if look is not None and look.get(qn("w:firstColumn")) == "1" else ""
    for row in table.iter(qn("w:tr")):
        cells = [word_text(cell) for cell in row.iter(qn("w:tc"))]
        head = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        roles = ["Column"] * len(cells) if head else [first, *[""] * (len(cells) - 1)]
        yield tuple(zip(roles, cells, strict=True))


def unknown_styles(data: bytes) -> set[str]:
    """Styles that the text of a Word document asks for and that it does not have."""
    document = docx.Document(io.BytesIO(data))
    used = document.element.body.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    return {each.get(qn("w:val")) for each in used} - {style.style_id for style in document.styles}
