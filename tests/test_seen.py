"""Pictures of a thing are to be seen where the thing is: on its page, and in its paper in Word and PDF."""

from __future__ import annotations

import io
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest
from docx import Document
from workbench import building, copy_base, load_from, png, write

from kapstok import convert
from kapstok.pipeline import Loaded

JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6j"
    "q62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
    "pKSkpKSkpKT/wAARCAAQABgDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF"
    "BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW"
    "V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi"
    "4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAEC"
    "AxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVm"
    "Z2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq"
    "8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDNooorUwCiiigD/9k="
)
LESSON = """titel: Wat we leerden
fase: fase 1
jaar: 2019
programma: samen
publicatie: openbaar
beeld:
  - {omschrijving: Een poster van de zomerkalender, bestand: zomer.jpg}
  - {omschrijving: Een tekening van het netwerk, bestand: netwerk.png}
  - {omschrijving: Een filmpje dat er niet meer is}
"""
PROGRAMME = (
    "agenda/programmas/samen.yaml",
    "titel: Samen\nsoort: programma\nvoortgang: voorgesteld\npublicatie: openbaar\n",
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_base(tmp_path_factory.mktemp("beeld"))
    write(root, {"agenda/leergeschiedenissen/fase-1.yaml": LESSON, PROGRAMME[0]: PROGRAMME[1]})
    (root / "bijlagen").mkdir()
    (root / "bijlagen/zomer.jpg").write_bytes(JPEG)
    (root / "bijlagen/netwerk.png").write_bytes(png(width=20, height=10))
    return root


def test_the_page_shows_them_and_lists_none_as_an_attachment(root: Path) -> None:
    with building(root) as build:
        page = next(p for p in build._pages() if p.address == "leergeschiedenissen/fase-1/")
    assert "![Een poster van de zomerkalender](../../stukken/bijlagen/fase-1-1-" in page.markdown
    assert "![Een tekening van het netwerk](../../stukken/bijlagen/fase-1-2-" in page.markdown
    assert "Een filmpje dat er niet meer is" in page.markdown
    assert "Bijlage 1" not in page.markdown


def test_word_and_pdf_show_them_with_their_words(root: Path, tmp_path: Path) -> None:
    with building(root) as build:
        (draft,) = [d for d in build.drafts() if d.planned.stem.startswith("leergeschiedenis")]
        style = build.style
    document = Document(io.BytesIO(convert.to_docx(draft.paper, style)))
    words = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert words == ["Een poster van de zomerkalender", "Een tekening van het netwerk"]
    (tmp_path / "stuk.pdf").write_bytes(convert.to_pdf(draft.paper, style))
    listed = subprocess.run(["pdfimages", "-list", tmp_path / "stuk.pdf"], capture_output=True, text=True, check=True)
    assert len(listed.stdout.splitlines()) == 2 + 2, "a head of two lines, and the two pictures"


def test_a_picture_that_is_none_is_told_at_its_place(tmp_path: Path) -> None:
    def load_with(name: str) -> Loaded:
        root = copy_base(tmp_path / name.partition(".")[2])
        lesson = LESSON.replace("zomer.jpg", name)
        write(root, {"agenda/leergeschiedenissen/fase-1.yaml": lesson, PROGRAMME[0]: PROGRAMME[1]})
        (root / "bijlagen").mkdir()
        (root / "bijlagen" / "netwerk.png").write_bytes(png())
        (root / "bijlagen" / name).write_bytes(b"%PDF-1.7\n%%EOF\n" if name.endswith("pdf") else JPEG)
        return load_from(root)

    assert load_with("zomer.jpg").findings == ()
    (finding,) = load_with("zomer.pdf").findings
    assert (finding.code, finding.line, finding.column) == ("beeld-geen-afbeelding", 7, 62)
