"""Attachments: files in `bijlagen/`, checked where they are named, published where they may be seen."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from papers import word_text
from papers_git import built, change, commit, contents, workspace
from workbench import jpeg, load_from, places, png

from kapstok.files.attachments import size_text
from kapstok.files.content import SUFFIXES, is_what_it_says

pytestmark = pytest.mark.langzaam  # nearly every test builds a workspace

PNG = png()
PDF = b"%PDF-1.7\n" + b"0" * 1_234_000
MEETING = "agenda/vergaderingen/maart.yaml"
FILES = {
    "agenda/overleggen/raad.yaml": "naam: Raad\nniveau: gemeente\npublicatie: openbaar\n",
    MEETING: """titel: Raad in maart
overleg: raad
datum: 5 maart 2026
vertrouwelijk: false
publicatie: openbaar
bijlagen:
  - titel: Kaart van de buurt
    bestand: kaart.png
    alt: Kaart met drie straten
  - titel: Prijzen van aanbieders
    bestand: prijzen.csv
    publicatie: vertrouwelijk
  - titel: Nota
    bestand: nota.pdf
agendapunten:
  - id: opening
    titel: Opening
    bijlagen:
      - titel: Cijfers
        bestand: cijfers.csv
""",
}


def package(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


SHEET = package(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def with_files(tmp_path: Path) -> Path:
    root = workspace(tmp_path, FILES)
    (root / "bijlagen").mkdir()
    for name, data in {"kaart.png": PNG, "prijzen.csv": b"a,b\n", "nota.pdf": PDF, "cijfers.csv": b"c\n"}.items():
        (root / "bijlagen" / name).write_bytes(data)
    commit(root, "2026-03-02")
    return root


def test_an_attachment_is_published_numbered_and_linked_with_kind_and_size(tmp_path: Path) -> None:
    made = built(with_files(tmp_path), parts=("documents", "site", "data"))
    assert made.findings == ()
    files = {o.path: o.content for o in made.outputs}
    named = sorted(path for path in files if path.startswith("stukken/bijlagen/"))
    assert named == [
        "stukken/bijlagen/maart-1-kaart-van-de-buurt.png",
        "stukken/bijlagen/maart-2-nota.pdf",
        "stukken/bijlagen/maart-opening-1-cijfers.csv",
    ]
    source = files[named[1]]
    assert isinstance(source, Path)
    assert source.read_bytes() == PDF
    page = files["vergaderingen/maart/index.html"]
    assert isinstance(page, bytes)
    text = page.decode()
    assert 'Bijlage 2: <a href="../../stukken/bijlagen/maart-2-nota.pdf">Nota (PDF, 1,2\u00a0MB)</a>' in text
    assert "Te zien: Kaart met drie straten" in text
    said = word_text(contents(made)["vergaderagenda-maart.docx"])
    assert "Bijlage 2: Nota (PDF, 1,2\u00a0MB)" in said
    assert "Bijlage 1: Cijfers (CSV, 1\u00a0kB)" in said


@pytest.mark.parametrize(("audience", "there"), [("inwoners", False), ("raad", False), ("besloten", True)])
def test_a_hidden_attachment_appears_nowhere(tmp_path: Path, audience: str, there: bool) -> None:
    made = built(with_files(tmp_path), audience=audience, parts=("documents", "site", "data"))
    assert any("prijzen" in o.path for o in made.outputs) is there
    found = [o.path for o in made.outputs if isinstance(o.content, bytes) and b"Prijzen van aanbieders" in o.content]
    assert bool(found) is there
    assert ("Prijzen" in word_text(contents(made)["vergaderagenda-maart.docx"])) is there


def test_an_item_that_is_hidden_hides_its_attachments(tmp_path: Path) -> None:
    root = with_files(tmp_path)
    change(root, MEETING, "publicatie: openbaar", "publicatie: intern")
    assert not [o.path for o in built(root, parts=("documents", "site")).outputs if "bijlagen" in o.path]


def test_two_files_with_the_same_address_are_both_published(tmp_path: Path) -> None:
    root = with_files(tmp_path)
    memo = FILES[MEETING].partition("bijlagen:")[0].replace("overleg: raad\n", "")
    memo = memo.replace("vertrouwelijk: false\n", "aan: de raad\nvan: het college\nbetreft: Nota\n")
    memo += "bijlagen:\n  - nummer: '2'\n    titel: Nota\n    bestand: cijfers.csv\n"
    memo += "  - nummer: '3'\n    titel: Nota\n    bestand: nota.pdf\n"
    (root / "agenda/memos").mkdir()
    (root / "agenda/memos/maart.yaml").write_text(memo, encoding="utf-8")
    made = built(root)
    assert made.findings == ()
    paths = [o.path for o in made.outputs]
    assert len(paths) == len(set(paths))
    assert "stukken/bijlagen/vergadering-maart-2-nota.pdf" in paths


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("weg.pdf", "bijlage-ontbreekt"),
        ("../agenda/agenda.pdf", "bijlage-buiten"),
        ("/etc/hostname.csv", "bijlage-buiten"),
        ("link.csv", "bijlage-buiten"),
        ("plaatje.svg", "bijlage-soort"),
        ("script.html", "bijlage-soort"),
        ("vals.pdf", "bijlage-inhoud"),
        ("macro.xlsx", "bijlage-inhoud"),
        ("groot.pdf", "bijlage-te-groot"),
        ("foto.png", "bijlage-zonder-alt"),
    ],
)
def test_what_is_wrong_with_a_file_stands_at_the_value_that_names_it(tmp_path: Path, name: str, code: str) -> None:
    root = with_files(tmp_path)
    folder = root / "bijlagen"
    (tmp_path / "buiten.csv").write_text("x\n", encoding="utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "buiten.csv")
    (folder / "plaatje.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "script.html").write_text("<p>", encoding="utf-8")
    (folder / "vals.pdf").write_bytes(PNG)
    names = zipfile.ZipFile(io.BytesIO(SHEET)).namelist()
    (folder / "macro.xlsx").write_bytes(package(**dict.fromkeys([*names, "xl/vbaProject.bin"], b"x")))
    (folder / "groot.pdf").write_bytes(PDF + b"0" * 1_000_000)
    (folder / "foto.png").write_bytes(PNG)
    change(root, "agenda/agenda.yaml", "publicatie", "bijlagen_limiet_mb: 2\npublicatie")
    change(root, MEETING, "bestand: nota.pdf", f"bestand: {name}")
    assert places(load_from(root).findings) == [(MEETING, 14, 14, code)]


def test_a_file_by_nearly_its_name_is_named_and_one_from_excel_is_told_apart(tmp_path: Path) -> None:
    root = with_files(tmp_path)
    change(root, MEETING, "bestand: nota.pdf", "bestand: Nota.PDF")
    (root / "bijlagen/cijfers.csv").write_bytes("één;twee\n".encode("cp1252"))
    near, saved = load_from(root).findings
    assert (near.line, near.code, near.hint) == (14, "bijlage-ontbreekt", "Schrijf: bestand: nota.pdf")
    assert near.fix is not None
    assert (saved.line, saved.code) == (20, "bijlage-codering")
    assert "opgeslagen als Windows-1252 (ANSI)" in saved.message


def test_a_name_with_loose_accents_is_told_once_and_where_it_stands(tmp_path: Path) -> None:
    root = with_files(tmp_path)
    change(root, MEETING, "bestand: nota.pdf", "bestand: nóta.pdf")
    (root / "bijlagen/nota.pdf").rename(root / "bijlagen" / unicodedata.normalize("NFD", "nóta.pdf"))
    [finding] = load_from(root).findings
    assert (finding.code, finding.hint) == ("bestandsnaam", "Noem het bestand: nóta.pdf")


def test_a_title_of_any_length_gives_a_name_that_every_disk_takes(tmp_path: Path) -> None:
    root = with_files(tmp_path)
    change(root, MEETING, "titel: Nota", f"titel: {'Nota over zorg ' * 17}")
    made = built(root, parts=("site",))
    assert all(len(Path(o.path).name.encode()) <= 200 for o in made.outputs)
    assert any("maart-2-nota-over-zorg" in str(o.content) for o in made.outputs)


@pytest.mark.parametrize(
    ("suffix", "good", "bad"),
    [
        ("pdf", PDF[:40], b"PK\x03\x04"),
        ("png", PNG, PDF[:40]),
        ("jpg", jpeg(), PNG),
        ("jpeg", jpeg(), b"GIF89a"),
        ("csv", "naam;één\n".encode(), b"\xff\xfe\x00a"),
        ("xlsx", SHEET, package(**{"word/document.xml": b""})),
        ("docx", package(**{"[Content_Types].xml": b"", "word/document.xml": b""}), SHEET),
        ("ods", package(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), SHEET),
        ("odt", package(mimetype=b"application/vnd.oasis.opendocument.text"), b"PK\x03\x04"),
    ],
)
def test_the_content_is_that_of_the_suffix(tmp_path: Path, suffix: str, good: bytes, bad: bytes) -> None:
    assert suffix in SUFFIXES
    for data, right in ((good, True), (bad, False), (b"", suffix == "csv")):
        (tmp_path / f"x.{suffix}").write_bytes(data)
        assert is_what_it_says(tmp_path / f"x.{suffix}") is right


@pytest.mark.parametrize(
    ("size", "said"), [(0, "1 kB"), (999, "1 kB"), (212_400, "212 kB"), (1_249_000, "1,2 MB"), (20_000_000, "20 MB")]
)
def test_a_size_is_said_in_dutch(size: int, said: str) -> None:
    assert size_text(size) == said
