"""Papers as Word and PDF: the same words and structure as the Markdown, accessible, safe, the same bytes."""

from __future__ import annotations

import datetime
import io
import os
import re
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
import vera
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from kapstok import convert
from kapstok.convert_base import contrast, legible

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
        contents=True,
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
    return make_paper(markdown=markdown, images={}, contents=False)


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
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))


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
    document_of_elements.append(document)
    return found


document_of_elements: list[pikepdf.Pdf] = []  # keeps the files open that elements point into


def pdf_headings(data: bytes) -> list[tuple[int, str]]:
    return [(int(tag[1]), str(e.get("/T"))) for tag, e in elements(data) if re.fullmatch(r"H\d", tag)]


def pdf_text(data: bytes, tmp_path: Path) -> str:
    (tmp_path / "stuk.pdf").write_bytes(data)
    command = ["pdftotext", "-layout", str(tmp_path / "stuk.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def scopes(data: bytes) -> list[tuple[str, str]]:
    """Tag and scope of every table cell."""
    cells = []
    for tag, element in elements(data):
        if tag in ("TH", "TD"):
            attributes = element.get("/A", pikepdf.Array())
            owned = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
            cells.append((tag, "".join(str(entry.get("/Scope", "")) for entry in owned)))
    return cells


# --- structure ---


def test_word_has_the_headings_of_the_markdown() -> None:
    assert word_headings(word()) == HEADINGS


def test_pdf_has_the_headings_of_the_markdown_after_the_contents() -> None:
    assert pdf_headings(pdf()) == [(1, "Inhoud"), *HEADINGS]


def test_pdf_has_bookmarks() -> None:
    with pikepdf.open(io.BytesIO(pdf())) as document, document.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == ["1 Voorstel", "2 Besluit"]


def test_lists_keep_their_items_and_start_number(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(word()))
    assert len([p for p in document.paragraphs if p._p.find(f".//{qn('w:numPr')}") is not None]) == LIST_ITEMS
    assert [e.get(qn("w:val")) for e in document.part.numbering_part.element.iter(qn("w:startOverride"))][
        :1
    ] == ["3"]
    assert [tag for tag, _ in elements(pdf())].count("LI") == LIST_ITEMS
    assert re.search(r"^\s*3\. +de agenda vast", pdf_text(pdf(), tmp_path), re.M)


def test_words_stay_as_written(tmp_path: Path) -> None:
    assert WORDS in word_text(word())
    assert WORDS in " ".join(pdf_text(pdf(), tmp_path).split())


def test_tables_have_headers_for_columns_and_rows() -> None:
    head = [("TH", "/Column")] * 3
    row = [("TH", "/Row"), ("TD", ""), ("TD", "")]
    assert scopes(pdf()) == [*head, *row, *row]
    table = docx.Document(io.BytesIO(word())).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Onderdeel", "2026", "Toelichting"]
    marks = [
        [row._tr.trPr.find(qn(name)) is not None for name in ("w:tblHeader", "w:cantSplit")]
        for row in table.rows
    ]
    assert marks == [[True, True], [False, True], [False, True]]
    assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "1"


def test_images_keep_their_alt_text_and_fit() -> None:
    figures = [str(e.get("/Alt")) for tag, e in elements(pdf()) if tag == "Figure" and "/Alt" in e]
    assert figures == ["Logo van de gemeente Voorbeeldstad", ALT]
    document = docx.Document(io.BytesIO(word()))
    assert [e.get("descr") for e in document.element.body.iter(qn("wp:docPr"))] == [ALT]
    assert document.inline_shapes[0].width.cm == pytest.approx(16, abs=0.05)
    assert document.inline_shapes[0].height.cm == pytest.approx(16 / 3, abs=0.05)


def test_contents_of_word_are_filled_in_and_lead_to_the_headings() -> None:
    body = docx.Document(io.BytesIO(word())).element.body
    contents = body.find(qn("w:sdt"))
    links = list(contents.iter(qn("w:hyperlink")))
    assert ["".join(t.text for t in link.iter(qn("w:t"))) for link in links] == [text for _, text in HEADINGS]
    bookmarks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in links} <= bookmarks


def test_properties_name_title_language_and_moment() -> None:
    properties = docx.Document(io.BytesIO(word())).core_properties
    assert (properties.title, properties.language) == (make_paper().title, "nl-NL")
    assert properties.created == properties.modified
    assert str(properties.created).startswith("2024-11-05 00:00:00")
    with pikepdf.open(io.BytesIO(pdf())) as document:
        assert str(document.Root.Lang) == "nl-NL"
        assert str(document.docinfo.Title) == make_paper().title
        assert str(document.docinfo.CreationDate).startswith("D:20241105000000")


def test_every_page_says_what_the_paper_is(tmp_path: Path) -> None:
    pages = pdf_text(pdf(), tmp_path).split("\f")[:-1]
    assert len(pages) >= 2
    for number, page in enumerate(pages, start=1):
        assert "VOORBEELD" in page
        assert "TER INZAGE" in page
        assert f"Pagina {number} van {len(pages)}" in page
    section = docx.Document(io.BytesIO(word())).sections[0]
    for header in (section.header, section.first_page_header):
        assert "VOORBEELD  ·  TER INZAGE" in header.paragraphs[0].text


def test_an_adopted_paper_carries_no_mark(tmp_path: Path) -> None:
    paper = replace(plain("# Kop\n\nTekst"), status="vastgesteld", example=False)
    text = pdf_text(convert.to_pdf(paper, make_style()), tmp_path)
    assert "VASTGESTELD" not in text
    assert "Vastgesteld" in text


def test_a_heading_can_begin_a_page() -> None:
    document = docx.Document(io.BytesIO(word()))
    heading = next(p for p in document.paragraphs if p.text == "2 Besluit")
    assert heading.paragraph_format.page_break_before
    assert not list(document.element.body.iter(qn("w:br")))


# --- standards ---


def test_pdf_keeps_pdf_ua_1_and_pdf_a_2a_and_a_damaged_one_does_not(tmp_path: Path) -> None:
    good, untagged, anonymous = (tmp_path / name for name in ("good.pdf", "untagged.pdf", "anonymous.pdf"))
    good.write_bytes(pdf())
    with pikepdf.open(good) as document:
        del document.Root.StructTreeRoot
        document.save(untagged)
    with pikepdf.open(good) as document:
        del document.Root.Metadata
        document.save(anonymous)
    found = vera.verdicts([good, untagged, anonymous])
    passed = {(Path(verdict.file).stem, verdict.flavour): verdict.passed for verdict in found}
    assert passed == {
        (name, f): name == "good" for name in ("good", "untagged", "anonymous") for f in ("ua1", "2a")
    }


@pytest.mark.parametrize("changes", [{}, {"contents": False, "images": {}, "markdown": "Alleen tekst."}])
def test_word_is_valid_open_xml(changes: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "stuk.docx"
    path.write_bytes(convert.to_docx(make_paper(**changes), make_style()))
    result = OpenXmlValidator().validate(path)
    assert [str(error) for error in result.errors] == []


def test_all_styles_that_word_uses_exist() -> None:
    document = docx.Document(io.BytesIO(word()))
    present = {style.style_id for style in document.styles}
    used = {
        e.get(qn("w:val"))
        for e in document.element.body.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    }
    assert used - present == set()


@pytest.mark.parametrize("background", ["#ffffff", "#e8f1f5", "#00567d", "#808080", "#000000"])
@pytest.mark.parametrize("colour", ["#ffff00", "#00567d", "#ffffff", "#777777"])
def test_colours_of_text_can_be_read(colour: str, background: str) -> None:
    assert contrast(legible(colour, background), background) >= 4.5


def test_a_readable_colour_stays_as_it_is() -> None:
    assert legible("#00567d") == "#00567d"


# --- the same bytes ---

ELSEWHERE = """
import hashlib, sys
sys.path[:0] = [{tests!r}, {root!r}]
import test_convert as t
print(hashlib.sha256(t.word()).hexdigest(), hashlib.sha256(t.pdf()).hexdigest())
"""


def elsewhere(folder: Path, **environment: str) -> str:
    """The hashes of both documents as made by another process, in another folder and time zone."""
    folder.mkdir()
    code = textwrap.dedent(ELSEWHERE).format(tests=str(ROOT / "tests"), root=str(ROOT))
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def test_bytes_do_not_depend_on_time_zone_hash_seed_or_folder(tmp_path: Path) -> None:
    one = elsewhere(tmp_path / "een", TZ="Pacific/Auckland", PYTHONHASHSEED="1", SOURCE_DATE_EPOCH="1")
    two = elsewhere(tmp_path / "twee met spatie", TZ="America/Lima", PYTHONHASHSEED="2", LC_ALL="C")
    assert one == two


def test_bytes_do_not_depend_on_parallel_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        words = set(pool.map(lambda _: convert.to_docx(make_paper(), make_style()), range(4)))
        pdfs = set(pool.map(lambda _: convert.to_pdf(make_paper(), make_style()), range(4)))
    assert words == {word()}
    assert pdfs == {pdf()}


def test_the_fingerprint_follows_everything_that_goes_in(tmp_path: Path) -> None:
    copied = tmp_path / "stijl"
    copied.mkdir()
    for path in STYLE_FOLDER.iterdir():
        (copied / path.name).write_bytes(path.read_bytes())
    base = convert.fingerprint(make_paper(), make_style())
    assert convert.fingerprint(make_paper(), make_style(folder=copied)) == base
    changed = [
        convert.fingerprint(make_paper(markdown="# Anders"), make_style()),
        convert.fingerprint(make_paper(images={"beelden/grafiek.svg": LOGO}), make_style()),
        convert.fingerprint(make_paper(), make_style(main="#000000")),
    ]
    (copied / "document.typ").write_bytes(b"// anders")
    changed.append(convert.fingerprint(make_paper(), make_style(folder=copied)))
    assert len({base, *changed}) == 5


def test_the_version_names_every_tool() -> None:
    assert re.match(r"kapstok-\d+ pandoc-\d", convert.converter_version())
    for tool in ("typst-", "pikepdf-", "python-docx-", "fontpkg-noto-sans-"):
        assert tool in convert.converter_version()


# --- untrusted input ---

UNSAFE = r"""
# Kop

<script>alert(1)</script> <b>vet</b> \input{/etc/passwd} $x^2$ @bron #include "/etc/passwd"
#read("/etc/passwd")

```{=typst}
#include "/etc/passwd"
```

```{=openxml}
<w:p><w:r><w:t>RAUW</w:t></w:r></w:p>
```

{{< include /etc/passwd >}} \includegraphics{/etc/passwd} [^noot] H~2~O `#read("x")`{=typst}
"""


def test_raw_input_is_only_text(tmp_path: Path) -> None:
    made_word, made_pdf = both(plain(UNSAFE))
    for text in (word_text(made_word), pdf_text(made_pdf, tmp_path)):
        assert "root:" not in text
        assert "alert(1)" in text
        assert r"\input{/etc/passwd}" in text
        assert '#include "/etc/passwd"' in text.replace("&quot;", '"')
    body = docx.Document(io.BytesIO(made_word)).element.body
    assert not [p for p in body.iter(qn("w:t")) if p.text == "RAUW"]


@pytest.mark.parametrize(
    "target",
    ["/etc/passwd", "../geheim.svg", "https://voorbeeld.nl/x.png", "data:image/svg+xml,<svg/>", "stuk.json"],
)
def test_an_image_from_elsewhere_is_refused(target: str) -> None:
    for found in problems(plain(f"![alt]({target})\n\nTekst ![alt]({target}) tekst.")):
        assert len(found) == 2
        assert "hoort niet bij dit stuk" in found[0]


def test_an_svg_cannot_read_other_files(tmp_path: Path) -> None:
    outside = tmp_path / "geheim.png"
    outside.write_bytes(b"x")
    size = 'width="9" height="9"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image href="{outside}" {size}/></svg>'
    paper = make_paper(markdown="![alt](a.svg)", images={"a.svg": svg.encode()}, contents=False)
    for make in (convert.to_docx, convert.to_pdf):
        try:
            assert b"geheim" not in make(paper, make_style())
        except convert.ConvertError as error:
            assert "kapstok-" not in str(error)


def test_all_problems_are_told_at_once() -> None:
    markdown = "![](a.svg)\n\n![alt](b.svg)\n\n[x](javascript:alert) en [y](../pad/) en [z](#nergens)"
    for found in problems(make_paper(markdown=markdown, images={"a.svg": CHART})):
        assert found == (
            'de afbeelding "a.svg" heeft geen alt-tekst',
            'de afbeelding "b.svg" hoort niet bij dit stuk',
            'de link naar "#nergens" wijst nergens naar',
            'de link naar "../pad/" werkt niet in een stuk',
            'de link naar "javascript:alert" werkt niet in een stuk',
        )


@pytest.mark.parametrize("markdown", ["# Kop\n\n### Te diep", "## Te diep\n\n# Kop"])
def test_a_skipped_heading_level_is_a_problem(markdown: str) -> None:
    assert problems(plain(markdown)) == [('de kop "Te diep" slaat een niveau over',)] * 2


def test_a_missing_glyph_is_a_problem_in_pdf() -> None:
    with pytest.raises(convert.ConvertError, match="het teken \U0001f9e5 staat in geen van de lettertypen"):
        convert.to_pdf(plain("Een jas: \U0001f9e5"), make_style())


def test_what_typst_would_read_as_markup_stays_text(tmp_path: Path) -> None:
    text = r"#let a = 1 [x] $y$ `z` <w> @v ~ = / \* \_ 'u' \"t\" // s -?- r/*q*/ →"
    made = pdf_text(convert.to_pdf(plain(f"Tekst {text}"), make_style()), tmp_path)
    shown = "#let a = 1 [x] $y$ z <w> @v ~ = / * _ 'u' \"t\" // s -?- r/*q*/ →"
    assert shown in " ".join(made.split())


def test_an_image_must_be_svg_or_png() -> None:
    paper = make_paper(images={"beelden/grafiek.svg": b"GIF89a"})
    assert problems(paper) == [("een afbeelding is geen SVG of PNG",)] * 2


def test_a_colour_must_be_a_colour() -> None:
    with pytest.raises(convert.ConvertError, match="#rrggbb"):
        make_style(main="blauw")


def test_awkward_titles_come_through(tmp_path: Path) -> None:
    title = 'Plan "A" & <B> #let x = 1 \\ $ *niet vet* _x_ ...'
    made_word, made_pdf = both(replace(plain("# Kop\n\nTekst"), title=title))
    assert docx.Document(io.BytesIO(made_word)).core_properties.title == title
    assert title in " ".join(pdf_text(made_pdf, tmp_path).split())
