"""What hides in an attachment is told, and `kapstok schoon` takes it out and nothing else."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pikepdf
import pytest
from workbench import copy_base, jpeg, png, write

from kapstok.cli import main
from kapstok.files.clean import clean
from kapstok.files.content import is_what_it_says
from kapstok.files.hidden import exif_tags, hidden_in

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
CORE = (
    '<c:coreProperties xmlns:c="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>Nota</dc:title><dc:creator>K. de Vries</dc:creator></c:coreProperties>"
)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(*rows: tuple[int, int, int, int]) -> bytes:
    listed = b"".join(struct.pack(">HHIHH", tag, kind, count, value, 0) for tag, kind, count, value in rows)
    return segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", len(rows)) + listed + bytes(4))


def package(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def word(body: str = "", **parts: str) -> bytes:
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{0}</Types>'
    listed = "".join(f'<Override PartName="/{name}" ContentType="x"/>' for name in parts)
    text = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return package({"[Content_Types].xml": types.format(listed), "word/document.xml": text} | parts)


def sheet(state: str = "", **parts: str) -> bytes:
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>'
        f'<sheet name="Lonen" sheetId="1" {state}/></sheets></workbook>'
    )
    return package({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": book} | parts)


def open_(kind: str, content: str = "", meta: str = "") -> bytes:
    name = {"odt": "text", "ods": "spreadsheet"}[kind]
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{name}",
        "content.xml": f"<office:document-content {ODF}>{content}</office:document-content>",
    }
    return package(parts | ({"meta.xml": f"<office:document-meta {ODF}>{meta}</office:document-meta>"} if meta else {}))


def pdf(**info: str) -> bytes:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    for name, value in info.items():
        document.docinfo[f"/{name}"] = value
    document.save(out)
    return out.getvalue()


def noted_pdf() -> bytes:
    document, out = pikepdf.open(io.BytesIO(pdf())), io.BytesIO()
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="niet doen"
    )
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
    document.pages[0].Annots = pikepdf.Array([note, link])
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.save(out)
    return out.getvalue()


def pdf_with_xmp() -> bytes:
    """A PDF that names its maker only where programs look."""
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    with document.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:creator"] = ["K. de Vries"]
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    document.save(out)
    return out.getvalue()


HIDDEN: dict[str, tuple[str, bytes, list[str], list[str]]] = {
    "png with words": ("png", png(extra=chunk(b"tEXt", b"Author\0K. de Vries")), ["tekst of gegevens"], []),
    "png of a phone": ("png", png(extra=chunk(b"eXIf", b"MM\0*")), ["tekst of gegevens"], []),
    "jpeg with a place": ("jpg", jpeg(exif((0x8825, 4, 1, 0))), ["de plaats"], []),
    "jpeg of a camera": ("jpg", jpeg(exif((0x010F, 2, 4, 0))), ["de camera"], []),
    "jpeg with XMP": ("jpeg", jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>")), ["XMP"], []),
    "jpeg with IPTC": ("jpg", jpeg(segment(0xED, b"Photoshop 3.0\0")), ["IPTC"], []),
    "jpeg with a remark": ("jpg", jpeg(segment(0xFE, b"van K.")), ["een opmerking"], []),
    "author of a docx": ("docx", word(**{"docProps/core.xml": CORE}), ["de naam K. de Vries"], []),
    "company": ("docx", word(**{"docProps/app.xml": "<P><Company>Bureau</Company></P>"}), ["de naam Bureau"], []),
    "remarks": (
        "docx",
        word("<w:commentRangeStart/>", **{"word/comments.xml": f"<w:comments {W}/>"}),
        ["opmerkingen"],
        [],
    ),
    "tracked": (
        "docx",
        word(
            "<w:p><w:ins><w:r><w:t>nieuw</w:t></w:r></w:ins><w:del><w:r><w:delText>oud</w:delText></w:r></w:del></w:p>"
        ),
        ["bijgehouden wijzigingen"],
        [],
    ),
    "tracked in a header": (
        "docx",
        word(
            **{"word/header1.xml": f"<w:hdr {W}><w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p></w:hdr>"}
        ),
        ["bijgehouden wijzigingen"],
        [],
    ),
    "tracked in a note": (
        "docx",
        word(**{"word/footnotes.xml": f"<w:footnotes {W}><w:ins><w:r/></w:ins></w:footnotes>"}),
        ["bijgehouden wijzigingen"],
        [],
    ),
    "maker in the XMP of a pdf": ("pdf", pdf_with_xmp(), ["de naam van de maker (K. de Vries)"], []),
    "hidden text": ("docx", word("<w:r><w:rPr><w:vanish/></w:rPr></w:r>"), ["verborgen tekst"], ["verborgen tekst"]),
    "hidden sheet": ("xlsx", sheet('state="veryHidden"'), ["het verborgen blad Lonen"], ["het verborgen blad Lonen"]),
    "remarks in a sheet": ("xlsx", sheet(**{"xl/comments1.xml": "<c/>"}), ["opmerkingen"], []),
    "who remarked": ("xlsx", sheet(**{"xl/persons/person.xml": "<c/>"}), ["opmerkingen"], []),
    "author of an odt": ("odt", open_("odt", meta="<dc:creator>K. de Vries</dc:creator>"), ["de naam K. de Vries"], []),
    "remark in an odt": ("odt", open_("odt", "<office:annotation>x</office:annotation>"), ["opmerkingen"], []),
    "tracked in an odt": (
        "odt",
        open_("odt", "<text:tracked-changes><text:changed-region/></text:tracked-changes>"),
        ["bijgehouden wijzigingen"],
        [],
    ),
    "author of a pdf": ("pdf", pdf(Author="K. de Vries", Title="Nota"), ["de naam van de maker (K. de Vries)"], []),
    "remarks in a pdf": ("pdf", noted_pdf(), ["1 opmerking", "een script"], []),
}


def said(folder: Path, data: bytes, suffix: str) -> list[str]:
    file = folder / f"x.{suffix}"
    file.write_bytes(data)
    assert is_what_it_says(file)
    return [trace.what for trace in hidden_in(file, suffix)]


@pytest.mark.parametrize(("suffix", "data", "found", "left"), HIDDEN.values(), ids=HIDDEN)
def test_what_hides_is_told_and_taken_out(
    suffix: str, data: bytes, found: list[str], left: list[str], tmp_path: Path
) -> None:
    before = said(tmp_path, data, suffix)
    assert len(before) == len(found)
    assert all(word_ in what for word_, what in zip(found, before, strict=True))
    cleaned = clean(data, suffix)
    assert said(tmp_path, cleaned, suffix) == left
    assert clean(cleaned, suffix) == cleaned
    assert b"K. de Vries" not in cleaned


PLAIN = {
    "png": png(),
    "jpg": jpeg(),
    "pdf": pdf(Title="Nota"),
    "docx": word(),
    "xlsx": sheet(),
    "csv": b"a;b\n",
    "odt": open_("odt"),
    "ods": open_("ods"),
}


@pytest.mark.parametrize(("suffix", "data"), PLAIN.items(), ids=PLAIN)
def test_in_a_plain_file_nothing_hides(suffix: str, data: bytes, tmp_path: Path) -> None:
    assert said(tmp_path, data, suffix) == []


@pytest.mark.parametrize("suffix", ["png", "jpg", "pdf", "docx", "xlsx", "odt", "ods"])
@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-1.7", b"PK\x03\x04", bytes(99)])
def test_what_is_damaged_breaks_nothing(suffix: str, data: bytes, tmp_path: Path) -> None:
    file = tmp_path / f"x.{suffix}"
    file.write_bytes(data)
    assert hidden_in(file, suffix) == ()


def test_a_photo_stays_upright() -> None:
    turned = clean(jpeg(exif((0x0112, 3, 1, 6), (0x8825, 4, 1, 0))), "jpg")
    at = turned.index(b"Exif\0\0")
    assert exif_tags(turned[at + 6 :]) == {0x0112: 6}


def test_a_word_document_of_word_itself_stays_what_it_says(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Nota", 1)
    document.add_paragraph("De tekst zelf.")
    document.core_properties.author = "K. de Vries"
    document.save(str(tmp_path / "nota.docx"))
    cleaned = clean((tmp_path / "nota.docx").read_bytes(), "docx")
    again = docx.Document(io.BytesIO(cleaned))
    assert [p.text for p in again.paragraphs] == ["Nota", "De tekst zelf."]
    assert again.core_properties.author in ("", None)


def test_accepted_changes_keep_the_new_text() -> None:
    data = HIDDEN["tracked"][1]
    with zipfile.ZipFile(io.BytesIO(clean(data, "docx"))) as made:
        text = made.read("word/document.xml").decode()
    assert "nieuw" in text
    assert "oud" not in text
    assert "w:ins" not in text


def test_the_command_says_what_was_and_what_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_base(tmp_path)
    write(root, {"bijlagen/cijfers.csv": "a;b\n"})
    (root / "bijlagen" / "nota.pdf").write_bytes(pdf(Author="K. de Vries"))
    before = (root / "bijlagen" / "nota.pdf").read_bytes()
    call = ["schoon", "--workspace", str(root)]
    assert main([*call, "--proef"]) == 0
    assert capsys.readouterr().out == "bijlagen/nota.pdf: was de naam van de maker (K. de Vries); wordt niets.\n"
    assert (root / "bijlagen" / "nota.pdf").read_bytes() == before
    assert main([*call, "nota.pdf"]) == 0
    assert capsys.readouterr().out == "bijlagen/nota.pdf: was de naam van de maker (K. de Vries); is nu niets.\n"
    assert main(call) == 0
    assert capsys.readouterr().out == "In de bijlagen zit niets verborgen.\n"
    assert sorted(path.name for path in (root / "bijlagen").iterdir()) == ["cijfers.csv", "nota.pdf"]
    assert main([*call, "../agenda/agenda.yaml"]) == 2
