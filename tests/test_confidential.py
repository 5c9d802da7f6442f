"""What not everybody may know, is in no byte of the public output: not in a page, a paper, a data file or a name."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest
import typst
from docx import Document
from leaks import leaks
from public_site import DAY, build_files
from secrets_planted import LEVELS, WORD, WORDS, mark_of, plant
from workbench import load_from, shipped_kinds

from kapstok.core.audience import PUBLIC
from kapstok.core.finding import Severity
from kapstok.view import view

pytestmark = pytest.mark.langzaam


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(tmp_path_factory.mktemp("geheim"))


@pytest.fixture(scope="module")
def output(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("openbaar")
    build_files(workspace, folder)
    return folder


def test_no_word_of_what_is_hidden_is_in_the_public_output(output: Path) -> None:
    assert leaks(output, WORDS) == []


def test_the_output_has_every_kind_of_file_to_look_into(output: Path) -> None:
    suffixes = {path.suffix for path in output.rglob("*") if path.is_file()}
    assert suffixes >= {".html", ".json", ".csv", ".pdf", ".docx", ".zip", ".css", ".js"}
    assert len(list((output / "stukken").glob("*.pdf"))) > 15


def test_everything_was_planted_in_an_agenda_that_is_right(workspace: Path) -> None:
    """A file that `check` refuses would be left out, and then its secret would be kept for the wrong reason."""
    loaded = load_from(workspace)
    assert not [f for f in loaded.findings if f.severity is Severity.ERROR]
    for kind in shipped_kinds():
        levels = {item.publication for item in loaded.model.of_kind(kind.name) if WORD.lower() in item.key.id}
        if not kind.file and kind.fields_with_role("publicatie"):
            assert levels >= {"vertrouwelijk", "intern", "raad", "partners"}, kind.name


def test_who_may_know_everything_finds_every_secret(workspace: Path, tmp_path: Path) -> None:
    """The same agenda for the audience that sees all: had the view not left it out, it would have been found."""
    build_files(workspace, tmp_path, ("site", "data"), audience="besloten")
    text = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.suffix in (".html", ".json", ".csv")).lower()
    missing = [
        mark_of(level, kind.name)
        for kind in shipped_kinds()
        for level in LEVELS
        if not kind.file and not kind.nested and mark_of(level, kind.name).lower().encode() not in text
    ]
    assert missing == []
    assert f"{WORD}beperkt".lower().encode() in text
    assert text.count(WORD.lower().encode()) > 5000


def test_the_view_itself_does_not_hold_the_word(workspace: Path) -> None:
    loaded = load_from(workspace)
    assert WORD in repr(loaded.model.items)
    seen = view(loaded.model, loaded.kinds, PUBLIC)
    assert WORD.lower() not in repr(seen.items).lower()
    assert WORD.lower() not in repr(seen.references).lower()
    assert DAY


def _pdf(path: Path, *, text: str = "open", title: str = "open") -> None:
    source = f'#set document(title: "{title}")\n{text}'
    path.write_bytes(typst.compile(source.encode(), format="pdf"))


def _word(path: Path, text: str) -> None:
    document = Document()
    document.add_paragraph(text)
    document.save(str(path))


def test_the_search_finds_a_word_in_every_kind_of_file(tmp_path: Path) -> None:
    word = WORD.upper()
    for name, content in {
        "a.html": f"<p>{word}</p>",
        "b.html": f"<p>&#{ord(word[0])};{word[1:]}</p>",
        "c.json": f'{{"x": "{word}"}}',
        "d.csv": f"x,{word}",
        "e.svg": f"<svg><title>{word}</title></svg>",
        "f.xml": f"<loc>https://x.nl/%{ord(word[0]):x}{word[1:]}/</loc>",
        "g.ics": f"SUMMARY:{word}",
        "h.html": "<p>31.415.926</p>",
    }.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    _pdf(tmp_path / "i.pdf", text=word)
    _pdf(tmp_path / "j.pdf", title=word)
    _word(tmp_path / "k.docx", word)
    with zipfile.ZipFile(tmp_path / "l.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.write(tmp_path / "i.pdf", "binnen.pdf")
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as bundle:
        bundle.writestr(f"{word}.txt", "x")
    (tmp_path / f"n-{word.lower()}.txt").write_text("x", encoding="utf-8")
    with pikepdf.open(tmp_path / "i.pdf") as document:
        del document.pages[0]
        document.add_blank_page()
        document.Root.PieceInfo = document.make_stream(word.encode())
        document.save(tmp_path / "o.pdf", compress_streams=True)
    found = {one.partition(":")[0][0] for one in leaks(tmp_path, WORDS)}
    assert found == set("abcdefghijklmno")


def test_the_search_finds_nothing_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Openbaar</p>", encoding="utf-8")
    _pdf(tmp_path / "b.pdf")
    _word(tmp_path / "c.docx", "open")
    assert leaks(tmp_path, WORDS) == []
