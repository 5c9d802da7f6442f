"""From a paper to one PDF that keeps PDF/UA-1 and PDF/A-2a, by way of pandoc and typst."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pikepdf
import typst

from kapstok.convert.base import (
    LAYOUT,
    ConvertError,
    Paper,
    Style,
    check_characters,
    image_suffix,
    legible,
    workplace,
)
from kapstok.convert.pandoc import Order, StoredImage
from kapstok.convert.typefaces import BODY_FONT, families, fonts, style_fonts

RESULT = "main.typ"
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
_LAYOUT_PLACE = re.compile(rf"{re.escape(LAYOUT)}:(\d+):")
MISSING_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
WORKPLACE = re.compile(r"(?<![^\s(\"'`])[^\s(\"'`]*kapstok-[^\s/\\]+[/\\]")
PICTURE = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#set text(font: ("{font}",))
#context {{
  let size = measure(image("{file}"))
  image("{file}", width: size.width * calc.min(1, {width}cm / size.width, {height}cm / size.height))
}}
"""


def order(paper: Paper, style: Style, folder: Path) -> Order:
    """Lay ready what pandoc and typst need for this paper, in `folder`. Raises ConvertError.

    A character that no font has becomes a visible box.
    """
    paper, style = showable(paper, style)
    check_characters(paper)
    write_values(paper, style, folder)
    shutil.copyfile(style.file(LAYOUT), folder / LAYOUT)
    images = dict(stored_images(paper, folder))
    return Order(
        format="typst",
        markdown=paper.markdown,
        folder=folder,
        result=RESULT,
        landscape=paper.landscape,
        numbering=paper.numbering,
        lenient=paper.lenient,
        images=images,
    )


def finish(paper: Paper, style: Style, folder: Path) -> bytes:
    """The PDF of the typst source in `folder`; the same input gives the same bytes. Raises ConvertError."""
    return add_row_headers(compile_pdf(folder / RESULT, paper, style))


def showable(paper: Paper, style: Style) -> tuple[Paper, Style]:
    """The paper and style with a box for every character that the fonts lack, in the drawings too."""
    from kapstok.convert.letters import replace_missing

    def shown(text: str) -> str:
        return text if text.isascii() else replace_missing(text, style.font, style.font_folders())

    images = {
        name: data if data.isascii() or image_suffix(data) != ".svg" else shown(data.decode()).encode()
        for name, data in paper.images.items()
    }
    paper = replace(
        paper,
        title=shown(paper.title),
        subtitle=shown(paper.subtitle),
        municipality=shown(paper.municipality),
        date_text=shown(paper.date_text),
        status=shown(paper.status),
        description=shown(paper.description),
        markdown=shown(paper.markdown),
        secrecy=shown(paper.secrecy),
        version=shown(paper.version),
        keywords=tuple(map(shown, paper.keywords)),
        images=images,
    )
    return paper, replace(style, municipality=shown(style.municipality), logo_alt=shown(style.logo_alt))


def stored_images(paper: Paper, folder: Path) -> Iterator[tuple[str, StoredImage]]:
    """Write the paper's images under names of our own."""
    for number, (name, data) in enumerate(sorted(paper.images.items())):
        suffix = image_suffix(data)
        (folder / f"beeld-{number}{suffix}").write_bytes(data)
        yield name, StoredImage(file=f"beeld-{number}{suffix}")


def write_values(paper: Paper, style: Style, folder: Path) -> None:
    """Write stuk.json, from which the layout takes everything that is not body text, and the logo."""
    logo = None
    if style.logo is not None:
        logo = f"logo{image_suffix(style.logo)}"
        (folder / logo).write_bytes(style.logo)
    values: dict[str, object] = {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "municipality": paper.municipality or style.municipality,
        "date": paper.date_text,
        "status": paper.status_text,
        "marks": paper.marks,
        "description": paper.description,
        "keywords": paper.keywords,
        "contents": paper.contents,
        "landscape": paper.landscape,
        "width": paper.text_width,
        "height": paper.text_height,
        "fonts": families(style.font, style.font_folders()),
        "logo": logo,
        "logo_alt": style.logo_alt or style.municipality,
        "main": legible(style.main),
        "main_on_background": legible(style.main, style.background),
        "text_on_background": legible("#1a1a1a", style.background),
        "accent": legible(style.accent),
        "link": legible(style.main),
        "background": style.background,
    }
    (folder / "stuk.json").write_text(json.dumps(values), encoding="utf-8")


def compile_pdf(source: Path, paper: Paper, style: Style) -> bytes:
    """Compile typst source to PDF; a warning (a missing font, say) is an error."""
    compiler = typst.Compiler(input=str(source), root=str(source.parent), font_paths=style_fonts(style))
    try:
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS, timestamp=paper.moment)
    except typst.TypstError as error:
        raise ConvertError([typst_problem(error)]) from error
    if warnings:
        raise ConvertError([typst_problem(warning) for warning in warnings])
    if not isinstance(pdf, bytes):
        raise ConvertError(["typst gaf geen PDF terug"])
    return pdf


def typst_problem(error: typst.TypstError | typst.TypstWarning) -> str:
    """What typst said, on one line, without paths of this machine; in Dutch what authors can mend."""
    if glyph := MISSING_GLYPH.search(error.message):
        return f"het teken {glyph[1]} staat in geen van de lettertypen van de PDF"
    hints = f" ({'; '.join(error.hints)})" if error.hints else ""
    said = WORKPLACE.sub("", f"{' '.join(error.message.split())}{hints}")
    place = _LAYOUT_PLACE.search(error.diagnostic)
    return f"typst meldt{f' in {LAYOUT} op regel {place[1]}' if place else ''}: {said}"


@lru_cache(maxsize=32)
def to_png(data: bytes, *, width: float, height: float, ppi: float) -> tuple[bytes, float]:
    """Draw an SVG or PNG as PNG, at most `width` by `height` cm; returns the bytes and the width in cm."""
    with workplace() as folder:
        name = f"beeld{image_suffix(data)}"
        (folder / name).write_bytes(data)
        source = PICTURE.format(file=name, font=BODY_FONT, width=width, height=height)
        (folder / "main.typ").write_text(source, encoding="utf-8")
        compiler = typst.Compiler(input=str(folder / "main.typ"), root=str(folder), font_paths=fonts())
        try:
            drawn = compiler.compile(format="png", ppi=ppi)
        except typst.TypstError as error:
            raise ConvertError([typst_problem(error)]) from error
    if not isinstance(drawn, bytes):
        raise ConvertError(["een afbeelding kon niet worden getekend"])
    return drawn, int.from_bytes(drawn[16:20], "big") / ppi * 2.54


def add_row_headers(pdf: bytes) -> bytes:
    """Make the first cell of every body row a row header, which typst cannot say; save without chance.

    A table of one column keeps plain cells. Source: PDF/UA-1, 7.5 (headers of rows and columns).
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for row in body_rows(document.Root.StructTreeRoot):
            cells = [child for child in children(row) if tag(child) in ("/TD", "/TH")]
            if len(cells) > 1 and tag(cells[0]) == "/TD":
                make_row_header(cells[0])
        out = io.BytesIO()
        document.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    return out.getvalue()


def children(element: pikepdf.Object) -> list[pikepdf.Object]:
    """The structure elements directly below this one."""
    below = element.get("/K")
    found = list(below) if isinstance(below, pikepdf.Array) else [below]
    return [child for child in found if isinstance(child, pikepdf.Dictionary) and "/S" in child]


def tag(element: pikepdf.Object) -> str:
    """The kind of a structure element: '/TR'."""
    return str(element.get("/S"))


def body_rows(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every row inside a table body, in reading order."""
    pending = [(child, False) for child in reversed(children(root))]
    while pending:
        element, in_body = pending.pop()
        if in_body and tag(element) == "/TR":
            yield element
        inside = in_body or tag(element) == "/TBody"
        pending.extend((child, inside) for child in reversed(children(element)))


def make_row_header(cell: pikepdf.Object) -> None:
    """Turn a TD into a TH with the scope of its row."""
    cell.S = pikepdf.Name.TH
    attributes = cell.get("/A")
    entries = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    owned = [entry for entry in entries if isinstance(entry, pikepdf.Dictionary)]
    for entry in owned:
        if entry.get("/O") == pikepdf.Name.Table:
            entry.Scope = pikepdf.Name.Row
            return
    cell.A = pikepdf.Array([*owned, pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)])
