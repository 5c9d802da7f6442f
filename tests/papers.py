"""A sample paper and its style, and ways to read back what the converters made of it."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from workbench import loose_days

from kapstok import convert

ROOT = Path(__file__).resolve().parents[1]
STYLE_FOLDER = ROOT / "templates" / "stijl"
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><rect width="60" height="60" rx="8" '
    b'fill="#00567d"/></svg>'
)
CHART = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 300" width="900" height="300">'
    b'<polyline points="60,200 180,180 300,170" fill="none" stroke="#00567d" stroke-width="4"/>'
    b'<text x="300" y="160" font-family="sans-serif" font-size="14">53%</text></svg>'
)
ALT = "Lijndiagram: 41 procent in 2022, 53 procent in 2025."
MARKDOWN = f"""
# 1 Voorstel

De raad wordt gevraagd te besluiten, zaaknummer Z-2024-01234 (saldo: -450 ... wat -? 1--2):

3. de agenda vast te stellen;
4. een krediet van €\u00a01.250.000 beschikbaar te stellen.

## 1.1 Het plan sluit aan bij de opgave

- Er waren vier bijeenkomsten.
- Er kwamen 148 reacties:
    - 61 over kosten;
    - de rest over planning.

> De raad staat voorop.

### Cijfers {{#cijfers}}

![{ALT}](beelden/grafiek.svg "Aandeel inwoners")

| Onderdeel | 2026 | Toelichting |
|---|--:|---|
| Isolatie | 250 | Zie [de agenda](https://voorbeeld.nl/agenda) |
| **Totaal** | 1.250 | *n.v.t.* |

: Lasten en dekking

# 2 Besluit {{.nieuwe-pagina}}

Zie [de cijfers](#cijfers).
"""
HEADINGS = [
    (1, "1 Voorstel"),
    (2, "1.1 Het plan sluit aan bij de opgave"),
    (3, "Cijfers"),
    (1, "2 Besluit"),
]
LIST_ITEMS = 6
WORDS = "De raad wordt gevraagd te besluiten, zaaknummer Z-2024-01234 (saldo: -450 ... wat -? 1--2):"


def make_style(**changes: Any) -> convert.Style:
    style = convert.Style(
        main="#00567d",
        accent="#b3261e",
        background="#e8f1f5",
        municipality="Gemeente Voorbeeldstad",
        folder=STYLE_FOLDER,
        logo=LOGO,
        logo_alt="Logo van de gemeente Voorbeeldstad",
    )
    return replace(style, **changes)


def make_paper(**changes: Any) -> convert.Paper:
    paper = convert.Paper(
        name="raadsvoorstel",
        title="Raadsvoorstel sociale agenda 2024–2027",
        subtitle="Voorstel aan de raad & meer",
        municipality="Gemeente Voorbeeldstad",
        date_text="5 november 2024",
        peildatum=datetime.date(2024, 11, 5),
        status="ter-inzage",
        example=True,
        description="Voorstel om de agenda vast te stellen.",
        keywords=("raadsvoorstel", "sociaal domein"),
        markdown=MARKDOWN,
        contents=3,
        images={"beelden/grafiek.svg": CHART},
    )
    return replace(paper, **changes)


@cache
def word() -> bytes:
    return convert.to_docx(make_paper(), make_style())


@cache
def pdf() -> bytes:
    return convert.to_pdf(make_paper(), make_style())


def plain(markdown: str) -> convert.Paper:
    return make_paper(markdown=markdown, images={}, contents=0)


def both(paper: convert.Paper) -> Iterator[bytes]:
    yield convert.to_docx(paper, make_style())
    yield convert.to_pdf(paper, make_style())


def problems(paper: convert.Paper) -> list[tuple[str, ...]]:
    found = []
    for convert_one in (convert.to_docx, convert.to_pdf):
        with pytest.raises(convert.ConvertError) as caught:
            convert_one(paper, make_style())
        found.append(caught.value.problems)
    return found


# --- reading what came out ---


def word_headings(data: bytes) -> list[tuple[int, str]]:
    found = re.compile(r"Heading (\d)")
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    styles = ((found.fullmatch(p.style.name or "") if p.style else None, p.text) for p in paragraphs)
    return [(int(match[1]), text) for match, text in styles if match]


def word_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("word/document.xml").decode()
    return loose_days(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>|<w:br */>", "\n", xml)))


OPEN_FILES: list[pikepdf.Pdf] = []  # elements point into a file that must stay open


def elements(data: bytes) -> list[tuple[str, pikepdf.Object]]:
    """Every structure element of a PDF in reading order, with its tag."""
    document = pikepdf.open(io.BytesIO(data))
    found: list[tuple[str, pikepdf.Object]] = []

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Array):
            for child in element:
                walk(child)
        elif isinstance(element, pikepdf.Dictionary) and "/K" in element:
            if "/S" in element:
                found.append((str(element.S).removeprefix("/"), element))
            walk(element.K)

    walk(document.Root.StructTreeRoot)
    OPEN_FILES.append(document)
    return found


def pdf_headings(data: bytes) -> list[tuple[int, str]]:
    return [(int(tag[1]), str(e.get("/T"))) for tag, e in elements(data) if re.fullmatch(r"H\d", tag)]


def pdf_text(data: bytes, tmp_path: Path) -> str:
    (tmp_path / "stuk.pdf").write_bytes(data)
    command = ["pdftotext", "-layout", str(tmp_path / "stuk.pdf"), "-"]
    return loose_days(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def scopes(data: bytes) -> list[tuple[str, str]]:
    """Tag and scope of every table cell."""
    cells = []
    for tag, element in elements(data):
        if tag in ("TH", "TD"):
            attributes = element.get("/A", pikepdf.Array())
            owned = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
            cells.append((tag, "".join(str(entry.get("/Scope", "")) for entry in owned)))
    return cells
