"""The Word reference document: pandoc's own, dressed in the house style."""

from __future__ import annotations

import io
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from kapstok.convert.base import LANGUAGE, Style, legible, workplace
from kapstok.convert.pandoc import ask_pandoc

WORD_FONTS = ("Arial", "Calibri", "Cambria", "Georgia", "Tahoma", "Times New Roman", "Verdana")
CODE_FONT = "Courier New"
CODE_STYLES = ("VerbatimChar", "SourceCode")
BODY_SIZE = 10.5
GREY = "4d4d4d"
RULE = "b3b3b3"


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a paragraph style looks: size, space before and after in points, colour as rrggbb.

    What is 0, False or '' is left to the document, so that a table style can set it; `plain` undoes
    the bold and italic of the style that it is based on.
    """

    size: float = 0
    before: float = 0
    after: float = 6
    bold: bool = False
    plain: bool = False
    colour: str = ""
    keep: bool = False
    line: float = 1.15


def word_font(style: Style) -> str:
    """The style's font when the municipality has its files or every Word has it, otherwise Arial."""
    if style.font_files:
        return style.font
    known = {name.casefold(): name for name in WORD_FONTS}
    return known.get(style.font.casefold(), "Arial")


def looks(style: Style) -> dict[str, Look]:
    """The look of every paragraph style that a paper uses, by its name in Word."""
    main = legible(style.main).removeprefix("#")
    on_band, text = (legible(c, style.background).removeprefix("#") for c in (style.main, "#1a1a1a"))
    return {
        "Normal": Look(after=8),
        "Body Text": Look(after=8),
        "First Paragraph": Look(after=8),
        "Compact": Look(before=1, after=2),
        "Title": Look(size=22, before=4, after=6, bold=True, colour=on_band, keep=True, line=1.0),
        "Subtitle": Look(size=12, after=8, colour=text, keep=True, plain=True),
        "Author": Look(size=9.5, after=2, bold=True, colour=on_band, keep=True),
        "Date": Look(size=9.5, colour=text, plain=True),
        "Heading 1": Look(size=15, before=22, after=6, bold=True, colour=main, keep=True, line=1.0),
        "Heading 2": Look(size=12, before=16, after=5, bold=True, colour=main, keep=True, line=1.0),
        "Heading 3": Look(size=10.5, before=12, after=4, bold=True, colour=main, keep=True, line=1.0),
        "Heading 4": Look(size=10.5, before=10, after=4, bold=True, colour=main, keep=True, line=1.0),
        "Heading 5": Look(size=10.5, before=10, after=4, bold=True, colour=main, keep=True, line=1.0),
        "Heading 6": Look(size=10.5, before=10, after=4, bold=True, colour=main, keep=True, line=1.0),
        "TOC Heading": Look(size=15, before=18, after=6, bold=True, colour=main, keep=True, line=1.0),
        "Block Text": Look(before=6, after=10),
        "Table Caption": Look(size=9, before=10, after=4, colour=GREY, keep=True, plain=True),
        "Image Caption": Look(size=9, before=2, after=12, colour=GREY, plain=True),
        "Figure": Look(before=8, after=8),
        "Captioned Figure": Look(before=8, after=2, keep=True),
    }


@lru_cache(maxsize=8)
def reference_document(style: Style, *, landscape: bool = False) -> bytes:
    """Make the reference document for pandoc; A4, in Dutch, with the fonts and colours of the style."""
    with workplace() as folder:
        default = ask_pandoc("--print-default-data-file=reference.docx", folder=folder)
    document = _our_own(default, style)
    if style.word is not None:
        ours, document = document, docx.Document(io.BytesIO(style.word))
        lend_styles(ours, document)
    if landscape:
        turn_page(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _our_own(default: bytes, style: Style) -> Document:
    """pandoc's document in our dress."""
    document = docx.Document(io.BytesIO(default))
    set_fonts(document, word_font(style))
    add_missing_styles(document)
    for name, look in looks(style).items():
        set_look(document, name, look)
    set_link(document, legible(style.main).removeprefix("#"))
    set_table(document, style)
    set_band(document, style)
    set_page(document)
    return document


def lend_styles(ours: Document, theirs: Document) -> None:
    """Give a document the styles that a paper uses and it has not; its own stay as they are.

    Word counts styles by name, and the id of a style differs by the language of Word: what a lent style is based on
    is named by the id that their style of that name has.
    """
    ids = {_name_of(style): style.get(qn("w:styleId")) for style in theirs.styles.element.findall(qn("w:style"))}
    names = {style.get(qn("w:styleId")): _name_of(style) for style in ours.styles.element.findall(qn("w:style"))}
    lent = [s for s in ours.styles.element.findall(qn("w:style")) if _name_of(s) not in ids]
    taken = set(ids.values())
    for style in lent:
        copy = deepcopy(style)
        ident = str(copy.get(qn("w:styleId")))
        ident = f"Kapstok{ident}" if ident in taken else ident
        ids[_name_of(style)] = ident
        copy.set(qn("w:styleId"), ident)
        copy.attrib.pop(qn("w:default"), None)
        theirs.styles.element.append(copy)
    copied = {_name_of(style) for style in lent}
    for style in theirs.styles.element.findall(qn("w:style")):
        if _name_of(style) in copied:
            for tag in ("w:basedOn", "w:next", "w:link"):
                for reference in style.findall(qn(tag)):
                    name = names.get(reference.get(qn("w:val")), "")
                    reference.set(qn("w:val"), str(ids.get(name, reference.get(qn("w:val")))))


def _name_of(style: BaseOxmlElement) -> str:
    found = style.find(qn("w:name"))
    return str(found.get(qn("w:val"))).casefold() if found is not None else ""


def set_fonts(document: Document, font: str) -> None:
    """Name one font everywhere, instead of those of the theme, and Dutch as the language."""
    styles = document.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        style = next((e for e in fonts.iterancestors(qn("w:style"))), None)
        code = style is not None and style.get(qn("w:styleId")) in CODE_STYLES
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), CODE_FONT if code else font)
    for colour in styles.iter(qn("w:color")):
        for name in ("w:themeColor", "w:themeShade", "w:themeTint"):
            colour.attrib.pop(qn(name), None)
    for size in styles.xpath("./w:docDefaults//w:sz | ./w:docDefaults//w:szCs"):
        size.set(qn("w:val"), str(round(BODY_SIZE * 2)))
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)


def add_missing_styles(document: Document) -> None:
    """Add the styles that pandoc's document names without having them, and those of the contents."""
    styles = document.styles.element
    present = {style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}
    for kind, ident, name, rest in (
        ("table", "TableNormal", "Normal Table", TABLE_NORMAL),
        ("character", "DefaultParagraphFont", "Default Paragraph Font", '<w:uiPriority w:val="1"/>'),
        ("numbering", "NoList", "No List", '<w:uiPriority w:val="99"/>'),
        ("paragraph", "Header", "header", BASED_ON_NORMAL),
        ("paragraph", "Footer", "footer", BASED_ON_NORMAL),
        ("paragraph", "Colofon", "Colofon", COLOPHON),
        *(("paragraph", f"TOC{n}", f"toc {n}", toc_style(n)) for n in (1, 2, 3)),
        *(("paragraph", f"Punt{n}", f"Punt {n}", point_style(n)) for n in (1, 2, 3)),
    ):
        if ident not in present:
            default = ' w:default="1"' if kind != "paragraph" else ""
            body = f'<w:name w:val="{name}"/>{rest}'
            xml = f'<w:style {nsdecls("w")} w:type="{kind}"{default} w:styleId="{ident}">{body}</w:style>'
            styles.append(parse_xml(xml))


TABLE_NORMAL = (
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
BASED_ON_NORMAL = (
    '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>'
    '<w:pPr><w:tabs><w:tab w:val="right" w:pos="9072"/></w:tabs><w:spacing w:before="0" w:after="0"/></w:pPr>'
    f'<w:rPr><w:color w:val="{GREY}"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>'
)
COLOPHON = (
    '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>'
    '<w:pPr><w:keepLines/><w:spacing w:before="0" w:after="0"/></w:pPr>'
    f'<w:rPr><w:color w:val="{GREY}"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr>'
)


def toc_style(level: int) -> str:
    """The inside of a style for entries of the contents at this level, from 1."""
    bold = "<w:rPr><w:b/></w:rPr>" if level == 1 else ""
    before = 80 if level == 1 else 20
    return (
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="39"/><w:unhideWhenUsed/>'
        f'<w:pPr><w:spacing w:before="{before}" w:after="20"/><w:ind w:left="{(level - 1) * 280}"/></w:pPr>'
        f"{bold}"
    )


def point_style(level: int) -> str:
    """The inside of a style for a point of a decision at this depth, from 1: its text hangs beside its number."""
    hang = 567 + (level - 1) * 113  # 1 cm, and a little more for a longer number
    left = sum(567 + depth * 113 for depth in range(level))
    return (
        '<w:basedOn w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:tabs><w:tab w:val="left" w:pos="{left}"/></w:tabs><w:spacing w:before="40" w:after="80"/>'
        f'<w:ind w:left="{left}" w:hanging="{hang}"/></w:pPr>'
    )


def set_look(document: Document, name: str, look: Look) -> None:
    """Give a paragraph style, and the character style linked to it, its look."""
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.line_spacing = look.line
    paragraph.alignment = None
    paragraph.keep_with_next = look.keep
    paragraph.widow_control = True
    linked = style.element.find(qn("w:link"))
    fonts = [style.font]
    if linked is not None:
        fonts.append(next(s for s in document.styles if s.style_id == linked.get(qn("w:val"))).font)
    for font in fonts:
        font.size = Pt(look.size) if look.size else None
        font.bold, font.italic = (False, False) if look.plain else (look.bold or None, None)
        font.color.rgb = RGBColor.from_string(look.colour.upper()) if look.colour else None
    for run in style.element.iter(qn("w:rPr")):
        for spacing in run.findall(qn("w:spacing")):
            run.remove(spacing)
    for unwanted in (qn("w:contextualSpacing"), qn("w:numPr")):
        for element in list(style.element.iter(unwanted)):
            element.getparent().remove(element)
    if name.startswith("Heading"):
        for element in style.element.xpath("./w:semiHidden | ./w:unhideWhenUsed"):
            style.element.remove(element)


def set_link(document: Document, colour: str) -> None:
    """Underline links and give them a colour that can be read."""
    font = document.styles["Hyperlink"].font
    font.color.rgb = RGBColor.from_string(colour.upper())
    font.underline = True


def set_table(document: Document, style: Style) -> None:
    """Rules under the rows, and a shaded bold header row."""
    table = next(s for s in document.styles if s.style_id == "Table").element
    for name in ("w:tblPr", "w:tblStylePr", "w:pPr", "w:rPr"):
        for element in table.findall(qn(name)):
            table.remove(element)
    main, fill = (colour.removeprefix("#") for colour in (legible(style.main), style.background))
    text = legible("#1a1a1a", style.background).removeprefix("#")
    for xml in (
        '<w:rPr {ns}><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr>',
        '<w:tblPr {ns}><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>'
        f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>'
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>',
        f'<w:tblStylePr {{ns}} w:type="firstRow"><w:rPr><w:b/><w:color w:val="{text}"/></w:rPr>'
        f'<w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{main}"/></w:tcBorders>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:tcPr></w:tblStylePr>',
    ):
        table.append(parse_xml(xml.replace("{ns}", nsdecls("w"))))


def set_band(document: Document, style: Style) -> None:
    """Put the title lines on a band with a bar in the main colour, and a bar beside a quote."""
    fill, main, accent = (c.removeprefix("#") for c in (style.background, style.main, legible(style.accent)))
    for name in ("Title", "Subtitle", "Author", "Date"):
        add_bar(document.styles[name].element, colour=main, width=32, space=10, fill=fill)
    add_bar(document.styles["Block Text"].element, colour=accent, width=18, space=10)


def add_bar(style: BaseOxmlElement, *, colour: str, width: int, space: int, fill: str = "") -> None:
    """Give a paragraph style a bar on its left (width in eighths of a point) and perhaps a fill."""
    properties = style.get_or_add_pPr()
    edge = '<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
    border = edge.format(side="left", size=width, space=space, colour=colour)
    if fill:  # equal edges make the lines one band; top and bottom give it air
        top, bottom = (edge.format(side=s, size=4, space=space, colour=fill) for s in ("top", "bottom"))
        border = top + border + bottom
    indent = '<w:ind {ns} w:left="260" w:right="0"/>'
    shade = f'<w:shd {{ns}} w:val="clear" w:color="auto" w:fill="{fill}"/>'
    for old in properties.findall(qn("w:ind")):
        properties.remove(old)
    spacing = properties.get_or_add_spacing()
    for xml in (f"<w:pBdr {{ns}}>{border}</w:pBdr>", *([shade] if fill else [])):
        spacing.addprevious(parse_xml(xml.replace("{ns}", nsdecls("w"))))
    spacing.addnext(parse_xml(indent.replace("{ns}", nsdecls("w"))))


def set_page(document: Document) -> None:
    """A4 with the margins of the PDF."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.9), Cm(2.5)
    section.header_distance = section.footer_distance = Cm(1.3)


def turn_page(document: Document) -> None:
    """Lay the page on its side, with header and footer as wide as the text."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    for name in ("header", "footer"):
        for stop in document.styles[name].element.iter(qn("w:tab")):
            stop.set(qn("w:pos"), str(Cm(24.7).twips))
