"""Papers as Word and PDF: the same words and structure as the Markdown, and accessible."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
import vera
from docx.enum.text import WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Pt
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]
from papers import (
    ALT,
    HEADINGS,
    LIST_ITEMS,
    WORDS,
    both,
    elements,
    make_paper,
    make_style,
    pdf,
    pdf_headings,
    pdf_text,
    plain,
    scopes,
    word,
    word_headings,
    word_text,
)

from kapstok import convert
from kapstok.convert.base import contrast, legible

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
    assert [e.get(qn("w:val")) for e in document.part.numbering_part.element.iter(qn("w:startOverride"))][:1] == ["3"]
    assert [tag for tag, _ in elements(pdf())].count("LI") == LIST_ITEMS
    assert re.search(r"^\s*3\. +de agenda vast", pdf_text(pdf(), tmp_path), re.M)


NUMBERED = """- **1** Het programma te starten, zoals in 1a en 1c.
    - **1a** Een leider te kiezen.
    - **1c** Ouderen te vragen.
- **2** De kosten te dekken.
"""


def test_points_keep_the_numbers_that_they_bring(tmp_path: Path) -> None:
    word_file, made = both(plain(NUMBERED))
    document = docx.Document(io.BytesIO(word_file))
    points = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith("Punt")]
    assert points == [
        ("Punt 1", "1\tHet programma te starten, zoals in 1a en 1c."),
        ("Punt 2", "1a\tEen leider te kiezen."),
        ("Punt 2", "1c\tOuderen te vragen."),
        ("Punt 1", "2\tDe kosten te dekken."),
    ]
    lines = [
        line.strip()
        for line in pdf_text(made, tmp_path).splitlines()
        if re.search(r"te (starten|kiezen|vragen|dekken)", line)
    ]
    assert [re.split(r"\s+", line, maxsplit=1)[0] for line in lines] == ["1", "1a", "1c", "2"]
    assert [tag for tag, _ in elements(made)].count("LI") == 4


def test_words_stay_as_written(tmp_path: Path) -> None:
    assert WORDS in word_text(word())
    assert WORDS in " ".join(pdf_text(pdf(), tmp_path).split())


def test_tables_have_headers_for_columns_and_rows() -> None:
    head = [("TH", "/Column")] * 3
    row = [("TH", "/Row"), ("TD", ""), ("TD", "")]
    assert scopes(pdf()) == [*head, *row, *row]
    table = docx.Document(io.BytesIO(word())).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Onderdeel", "2026", "Toelichting"]
    marks = [[row._tr.trPr.find(qn(name)) is not None for name in ("w:tblHeader", "w:cantSplit")] for row in table.rows]
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


def below(lines: int, markdown: str, **images: bytes) -> convert.Paper:
    """A paper with this text below so many lines; an image `x` is called x.svg."""
    above = "\n\n".join(f"Regel {number}" for number in range(lines))
    paper = plain(f"# Begin\n\n{above}\n\n{markdown}")
    return replace(paper, images={f"{name}.svg": data for name, data in images.items()})


def page_with(word: str, paper: convert.Paper, folder: Path) -> str:
    """The only page of the PDF that holds this word."""
    (page,) = (text for text in pdf_text(convert.to_pdf(paper, make_style()), folder).split("\f") if word in text)
    return page


TABLE = "| Fractie | Voor |\n| --- | --: |\n" + "".join(f"| Fractie {i} | {i} |\n" for i in range(1, 8))
SIGNED = "Zeeland, 5 november 2019  \nBurgemeester en wethouders,  \nde secretaris,  \nde burgemeester\n"
POINTS = "Zo gaat het verder:\n\n- een\n- twee\n"
VOTE = f"{TABLE}\nUitslag: aangenomen.\n"
TO_SIGN = "Zeeland, 5 november 2019  \nde secretaris,  \n&nbsp;  \nde burgemeester  \n&nbsp;\n"
ENDING = "Het laatste woord.\n\n---\n\nRaadsvoorstel van Samenstad. Peildatum: 1 maart 2026.\n"


@pytest.mark.parametrize(
    ("block", "first", "last"),
    [
        (TABLE, "Fractie 1", "Fractie 7"),
        (SIGNED, "Zeeland", "de burgemeester"),
        (POINTS, "verder:", "• een"),
        (VOTE, "Fractie 1", "Uitslag:"),
    ],
)
def test_what_belongs_together_stays_on_one_page(block: str, first: str, last: str, tmp_path: Path) -> None:
    """Whatever stands above it; and without our rules one of these heights would part it."""
    parted = 0
    for height in range(13, 26):
        page = page_with(first, below(height, f"{block}\n\n# Einde\n"), tmp_path)
        assert last in page
        parted += "Regel" not in page
    assert parted


def test_the_colophon_does_not_stand_alone_on_the_last_page(tmp_path: Path) -> None:
    lonely = 0
    for height in range(20, 30):
        page = page_with("Raadsvoorstel van", below(height, ENDING), tmp_path)
        assert "Het laatste woord." in page
        lonely += "Regel" not in page
    assert lonely


LINE = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><path d="M0 300L400 0" stroke="#000"/></svg>'


def test_a_text_and_the_chart_below_it_stay_on_one_page(tmp_path: Path) -> None:
    parted = 0
    for height in range(8, 24, 2):
        paper = below(height, 'In beeld.\n\n![Een lijn omhoog](lijn.svg "Lijn van nu")\n', lijn=LINE)
        page = page_with("Lijn van nu", paper, tmp_path)
        assert "In beeld." in page
        parted += "Regel" not in page
    assert parted

    document = docx.Document(io.BytesIO(convert.to_docx(paper, make_style())))
    form = {p.text: p.paragraph_format for p in document.paragraphs}
    assert form["In beeld."].keep_with_next
    assert not form["Regel 21"].keep_with_next


def test_a_chart_and_the_table_that_says_the_same_stay_on_one_page(tmp_path: Path) -> None:
    parted = 0
    for height in range(0, 16, 2):
        paper = below(height, f'![Een lijn omhoog](lijn.svg "Lijn van nu")\n\n{TABLE}', lijn=LINE)
        page = page_with("Lijn van nu", paper, tmp_path)
        assert "Fractie 1" in page
        assert "Fractie 7" in page
        parted += "Begin" not in page
    assert 0 < parted < 8


WORDY = "| A | B | C | D | E |\n| --- | --- | --- | --- | --- |\n" + "".join(
    f"| Stap {i} | {'samen verder uitwerken | ' * 4}\n" for i in range(1, 9)
)


def test_a_long_table_does_not_move_as_a_whole_for_the_text_below_it(tmp_path: Path) -> None:
    paper = below(18, f"{WORDY}\n\nEinde.\n")
    first, last, *_ = pdf_text(convert.to_pdf(paper, make_style()), tmp_path).split("\f")
    assert "Stap 1" in first
    assert "Stap 8" in last


def test_there_is_room_to_sign_below_every_role(tmp_path: Path) -> None:
    (tmp_path / "stuk.pdf").write_bytes(convert.to_pdf(plain(f"# Begin\n\n{TO_SIGN}\nEinde.\n"), make_style()))
    command = ["pdftotext", "-bbox", str(tmp_path / "stuk.pdf"), "-"]
    boxes = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    tops = {word: float(top) for top, word in re.findall(r'yMin="([\d.]+)"[^>]*>([^<]+)</word>', boxes)}
    assert tops["secretaris,"] - tops["Zeeland,"] < 25
    assert tops["burgemeester"] - tops["secretaris,"] > 45
    assert tops["Einde."] - tops["burgemeester"] > 45

    document = docx.Document(io.BytesIO(convert.to_docx(plain(f"# Begin\n\n{TO_SIGN}"), make_style())))
    (signed,) = (p for p in document.paragraphs if "secretaris" in p.text)
    assert [stop.leader for stop in signed.paragraph_format.tab_stops] == [WD_TAB_LEADER.LINES]
    assert sum(run.font.size == Pt(32) for run in signed.runs) == 2


def test_word_keeps_the_colophon_with_what_stands_above_it() -> None:
    document = docx.Document(io.BytesIO(convert.to_docx(plain(f"# Begin\n\nTussen.\n\n{ENDING}"), make_style())))
    between, end, rule, colophon = document.paragraphs[-4:]
    assert colophon.style is not None
    assert colophon.style.name == "Colofon"
    assert (end.paragraph_format.keep_with_next, rule.paragraph_format.keep_with_next) == (True, True)
    assert not between.paragraph_format.keep_with_next


def test_a_long_table_goes_on_over_the_page_with_its_header(tmp_path: Path) -> None:
    rows = "".join(f"| Fractie {i} | {i} |\n" for i in range(1, 60))
    text = pdf_text(
        convert.to_pdf(plain(f"# Begin\n\n| Fractie | Voor |\n| --- | --: |\n{rows}"), make_style()), tmp_path
    )
    pages = text.split("\f")[:-1]
    assert len(pages) > 1
    assert all("Fractie " in page and "Voor" in page for page in pages)


def test_a_short_table_in_a_list_stays_on_one_page_too(tmp_path: Path) -> None:
    indented = "".join(f"    {line}\n" for line in TABLE.splitlines())
    parted = 0
    for height in range(15, 26, 2):
        paper = below(height, f"- Zo stemde de raad\n\n{indented}\n- Einde\n")
        page = page_with("Fractie 1", paper, tmp_path)
        assert "Fractie 7" in page
        parted += "Regel" not in page
    assert parted


@pytest.mark.parametrize(("words", "split"), [(150, False), (700, True)])
def test_only_a_row_of_more_than_half_a_page_goes_on_over_the_page(words: int, split: bool, tmp_path: Path) -> None:
    cell = " ".join(f"woord{number}" for number in range(words))
    paper = below(14, f"| Wie | Wat |\n| --- | --- |\n| raad | {cell} |\n")
    text = pdf_text(convert.to_pdf(paper, make_style()), tmp_path)
    first = text.split("\f")[0]
    assert ("woord0" in first) == split
    assert len(set(re.findall(r"woord\d+", text))) == words


def test_word_keeps_a_chart_with_the_table_that_says_the_same() -> None:
    markdown = (
        '# Begin\n\n![Een lijn omhoog](lijn.svg "Lijn van nu")\n\n| Jaar | Aantal |\n| --- | --: |\n| 2025 | 4 |\n'
    )
    paper = replace(
        plain(f"{markdown}\nTussen.\n\n![Een lijn omhoog](lijn.svg)\n\nEinde.\n"), images={"lijn.svg": LINE}
    )
    document = docx.Document(io.BytesIO(convert.to_docx(paper, make_style())))
    caption = next(p for p in document.paragraphs if p.text == "Lijn van nu")
    second = document.paragraphs[-2]
    assert second._p.xpath(".//w:drawing")
    assert (caption.paragraph_format.keep_with_next, second.paragraph_format.keep_with_next) == (True, None)


def test_word_keeps_the_same_together() -> None:
    long = TABLE + "".join(f"| Fractie {i} | {i} |\n" for i in range(8, 40))
    markdown = f"# Begin\n\n{POINTS}\n{TABLE}\n\n{SIGNED}\n\nTussen.\n\n{long}\n"
    document = docx.Document(io.BytesIO(convert.to_docx(plain(markdown), make_style())))
    form = {p.text.split("\n")[0]: p.paragraph_format for p in document.paragraphs}
    assert form["Zo gaat het verder:"].keep_with_next
    assert form["Zeeland, 5\u00a0november 2019"].keep_together
    assert not form["Tussen."].keep_with_next
    short, other = (
        [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in t.rows] for t in document.tables
    )
    assert short == [True] * 8  # the last one because of the text below it
    assert not any(other)


@pytest.mark.langzaam
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
    assert passed == {(name, f): name == "good" for name in ("good", "untagged", "anonymous") for f in ("ua1", "2a")}


@pytest.mark.parametrize("changes", [{}, {"contents": 0, "images": {}, "markdown": "Alleen tekst."}])
def test_word_is_valid_open_xml(changes: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "stuk.docx"
    path.write_bytes(convert.to_docx(make_paper(**changes), make_style()))
    result = OpenXmlValidator().validate(path)
    assert [str(error) for error in result.errors] == []


def test_all_styles_that_word_uses_exist() -> None:
    document = docx.Document(io.BytesIO(word()))
    present = {style.style_id for style in document.styles}
    used = {e.get(qn("w:val")) for e in document.element.body.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))}
    assert used - present == set()


@pytest.mark.parametrize("background", ["#ffffff", "#e8f1f5", "#00567d", "#808080", "#000000"])
@pytest.mark.parametrize("colour", ["#ffff00", "#00567d", "#ffffff", "#777777"])
def test_colours_of_text_can_be_read(colour: str, background: str) -> None:
    assert contrast(legible(colour, background), background) >= 4.5


def test_a_readable_colour_stays_as_it_is() -> None:
    assert legible("#00567d") == "#00567d"
