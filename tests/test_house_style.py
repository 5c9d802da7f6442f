"""The house style from one place: colours that can be read, an own Word document, and print as Dutch asks it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import RGBColor
from papers import make_paper, make_style, pdf, word, word_headings
from papers_git import NOTE, change, commit, papers, workspace
from workbench import load_from, places

from kapstok import convert
from kapstok.core.colour import contrast, nearest_legible
from kapstok.render.offers.typography import set_amounts

SETTINGS = "agenda/agenda.yaml"


def with_style(tmp_path: Path, style: str) -> Path:
    root = workspace(tmp_path)
    change(root, SETTINGS, "publicatie", f"huisstijl:\n{style}publicatie")
    return root


def own_word(*, header: str = "", drop: str = "", colour: str = "AA0000") -> bytes:
    """A Word document of a municipality: its own heading, perhaps a header, perhaps without a style."""
    document = docx.Document()
    document.styles["Heading 1"].font.color.rgb = RGBColor.from_string(colour)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if drop:
        element = document.styles[drop].element
        element.getparent().remove(element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# --- colours ---


@pytest.mark.parametrize(
    ("line", "place", "ratio"),
    [
        ("    hoofd: '#5fb0d8'\n", (SETTINGS, 7, 12), "2,4"),
        ("    nadruk: '#ff9900'\n", (SETTINGS, 7, 13), "2,1"),
        ("    achtergrond: '#333333'\n", (SETTINGS, 7, 18), "1,3"),
    ],
)
def test_a_colour_that_cannot_be_read_is_a_finding_with_one_that_can(
    tmp_path: Path, line: str, place: tuple[str, int, int], ratio: str
) -> None:
    findings = load_from(with_style(tmp_path, f"  kleuren:\n{line}")).findings
    assert places(findings) == [(*place, "kleur-contrast")]
    assert f"het contrast is {ratio} " in findings[0].message
    assert str(findings[0].severity) == "warning"
    better = re.search(r"#[0-9a-f]{6}", findings[0].hint)
    assert better
    ground = "#1a1a1a" if "achtergrond" in line else "#ffffff"
    assert 4.5 <= contrast(better[0], ground) < 4.8


def test_an_accent_must_be_readable_on_the_background_too(tmp_path: Path) -> None:
    good = "  kleuren:\n    nadruk: '#767676'\n"
    assert load_from(with_style(tmp_path / "wit", good)).findings == ()
    grey = good + "    achtergrond: '#d0d0d0'\n"
    assert [f.code for f in load_from(with_style(tmp_path / "grijs", grey)).findings] == ["kleur-contrast"]


def test_no_shade_is_named_where_none_can_be_read() -> None:
    assert nearest_legible("#777777", ("#777777",), "#777777") == ""
    assert nearest_legible("#00567d", ("#ffffff",)) == "#00567d"


# --- an own Word document ---


def test_an_own_word_document_gives_its_styles(tmp_path: Path) -> None:
    root = with_style(tmp_path, "  word_sjabloon: huisstijl/sjabloon.docx\n")
    (root / "huisstijl").mkdir()
    (root / "huisstijl/sjabloon.docx").write_bytes(own_word(header="Gemeente met eigen kop"))
    commit(root, "2026-03-02")
    first = papers(root)[f"{NOTE}.docx"]
    document = docx.Document(io.BytesIO(first))
    assert document.styles["Heading 1"].font.color.rgb == RGBColor(0xAA, 0, 0)
    assert next(text for _, text in word_headings(first)) == "Waarom"
    header = [p.text for p in document.sections[0].header.paragraphs]
    assert header[0] == "Gemeente met eigen kop"
    assert len(header) == 2
    (root / "huisstijl/sjabloon.docx").write_bytes(own_word(colour="00AA00"))
    second = docx.Document(io.BytesIO(papers(root)[f"{NOTE}.docx"]))
    assert second.styles["Heading 1"].font.color.rgb == RGBColor(0, 0xAA, 0)


def test_a_paper_in_an_own_document_keeps_its_marks_and_its_bytes() -> None:
    style = make_style(word=own_word(header="Eigen kop"))
    made = convert.to_docx(make_paper(), style)
    assert made == convert.to_docx(make_paper(), style)
    document = docx.Document(io.BytesIO(made))
    assert any("VOORBEELD" in p.text and "TER INZAGE" in p.text for p in document.sections[0].header.paragraphs)
    names = [s.name for s in document.styles]
    assert {"Compact", "Author", "Body Text", "Table"} <= set(names)
    assert len({n.casefold() for n in names if n}) == len(names)
    ids = {s.style_id for s in document.styles}
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        used = set(
            re.findall(r'w:(?:pStyle|rStyle|tblStyle) w:val="([^"]+)"', package.read("word/document.xml").decode())
        )
        based = set(re.findall(r'w:basedOn w:val="([^"]+)"', package.read("word/styles.xml").decode()))
    assert used <= ids
    assert based <= ids


def outside(data: bytes) -> bytes:
    out = io.BytesIO()
    link = b'<Relationship Id="rX" Type="x/image" Target="https://example.org/a.png" TargetMode="External"/>'
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/_rels/document.xml.rels":
                part = part.replace(b"</Relationships>", link + b"</Relationships>")
            new.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "staat niet in de werkruimte"),
        (b"geen word", "is geen Word-document"),
        (own_word(drop="Heading 2"), "ontbreken deze stijlen: Kop 2"),
        (outside(own_word()), "van een andere plek"),
    ],
)
def test_a_document_that_cannot_be_used_is_a_finding_at_its_key(tmp_path: Path, data: bytes | None, said: str) -> None:
    root = with_style(tmp_path, "  word_sjabloon: huisstijl/sjabloon.docx\n")
    (root / "huisstijl").mkdir()
    if data is not None:
        (root / "huisstijl/sjabloon.docx").write_bytes(data)
    findings = load_from(root).findings
    assert places(findings) == [(SETTINGS, 6, 18, "word-sjabloon")]
    assert said in findings[0].message


def test_a_document_outside_the_workspace_is_not_read(tmp_path: Path) -> None:
    root = with_style(tmp_path, "  word_sjabloon: ../sjabloon.docx\n")
    (root.parent / "sjabloon.docx").write_bytes(own_word())
    assert [f.code for f in load_from(root).findings] == ["word-sjabloon"]


# --- print ---


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("€ 58.400", "€\u00a058.400"),
        ("€58.400 en € -450", "€\u00a058.400 en €\u00a0-450"),
        ("37,7 % van de", "37,7% van de"),
        ("37,7%, x % en %s", "37,7%, x % en %s"),
    ],
)
def test_amounts_and_percentages_are_set_as_dutch_print_does(written: str, printed: str) -> None:
    assert set_amounts(written) == printed
    assert set_amounts(printed) == printed


def test_an_amount_in_running_text_stays_on_one_line_in_a_paper(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    text = (root / "agenda/opgaven/meedoen.yaml").read_text(encoding="utf-8")
    changed = re.sub(r"omschrijving: .*", "omschrijving: Dit kost € 58.400, dat is 37,7 % meer.", text, count=1)
    (root / "agenda/opgaven/meedoen.yaml").write_text(changed, encoding="utf-8")
    commit(root, "2026-03-02")
    paragraphs = docx.Document(io.BytesIO(papers(root)[f"{NOTE}.docx"])).paragraphs
    assert "Dit kost €\u00a058.400, dat is 37,7% meer." in " ".join(p.text for p in paragraphs)


def test_headings_stay_with_their_text_and_rows_whole_under_a_repeated_header() -> None:
    document = docx.Document(io.BytesIO(word()))
    assert all(document.styles[f"Heading {n}"].paragraph_format.keep_with_next for n in range(1, 7))
    for table in document.tables:
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    layout = (make_style().folder / "document.typ").read_text(encoding="utf-8")
    assert "set block(sticky: true)" in layout
    assert "set table.cell(breakable: false)" in layout
    assert pdf().startswith(b"%PDF")
