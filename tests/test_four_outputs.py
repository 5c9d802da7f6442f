"""A text says the same on the site, in Word, in the PDF and in the data, whatever signs are in it.

Texts at random that pass the check are read back as a reader reads them. `KAPSTOK_TEKSTEN=10000` tries that many.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from paper_facts import pdf_facts
from papers import STYLE_FOLDER, make_style, plain
from random_texts import accepted
from reading import flat, in_papers, in_word, lists, of_tree, on_site, unspaced_words
from workbench import good_model, shipped_kinds

from kapstok import convert
from kapstok.core.markdown import Reader, parse, tree, write, writer
from kapstok.render.data.opendata import render_data
from kapstok.render.offers.running import running
from kapstok.view import view

MANY = int(os.environ.get("KAPSTOK_TEKSTEN", "500"))
IN_A_DOCUMENT = 100  # texts
SEED = 2026
Texts = list[tuple[str, tree.Blocks]]


def prepared(count: int, seed: int = SEED) -> Texts:
    """Texts with their tree as templates hand it on: amounts set, links to items led somewhere."""
    return [(text, _led(text)) for text, _ in accepted(seed, count)]


def _led(text: str) -> tree.Blocks:
    made = running(text, lambda link: link.address, paper=True, pattern=None, term=lambda _: None)
    return tree.change(made._blocks, lambda inlines: tree.change_links(inlines, _elsewhere))


def _elsewhere(link: tree.ItemLink) -> Sequence[tree.Inline]:
    return [tree.Link(address=f"https://agenda.nl/{link.kind}/{link.id}", inner=link.inner)]


def differing(texts: Texts, found: Sequence[Any], wanted: Callable[[tree.Blocks], Any] = of_tree) -> list[Any]:
    """The texts that are read otherwise than they were meant: the text, what was meant, what is read."""
    pairs = zip(texts, found, strict=True)
    return [(text, wanted(blocks), read) for (text, blocks), read in pairs if read != wanted(blocks)]


def on_the_site(texts: Texts) -> list[Any]:
    return differing(texts, [on_site(write(blocks)) for _, blocks in texts])


def for_the_papers(texts: Texts, folder: Path) -> list[Any]:
    """What pandoc makes of the texts, before it writes Word or typst: each by itself, many in one process."""
    markdown = [write(blocks, reader=Reader.PAPER) for _, blocks in texts]
    return differing(texts, in_papers(markdown, make_style(), folder))


def in_the_agenda(texts: Texts) -> list[Any]:
    """What we read ourselves of the spelling that a view writes when it leaves out a link."""
    found = [parse(write(blocks, reader=Reader.OWN)) for _, blocks in texts]
    return differing(texts, [of_tree(parsed.blocks) if not parsed.problems else parsed.problems for parsed in found])


def documents(texts: Texts, style: convert.Style) -> Iterator[tuple[Texts, dict[str, convert.Outcome]]]:
    """Some texts together in a document, each under a heading of its own."""
    for start in range(0, len(texts), IN_A_DOCUMENT):
        some = texts[start : start + IN_A_DOCUMENT]
        parts = (f"## Proef {n}.\n\n{write(blocks, reader=Reader.PAPER)}" for n, (_, blocks) in enumerate(some))
        (made,) = convert.convert_all([plain("# Proeven\n\n" + "\n\n".join(parts))], style)
        yield some, made


def in_documents(texts: Texts, folder: Path, style: convert.Style | None = None) -> list[Any]:
    """What stands in Word and in the PDF."""
    found = []
    for some, made in documents(texts, style or make_style()):
        word, pdf = made["docx"], made["pdf"]
        if not isinstance(word, bytes) or not isinstance(pdf, bytes):
            return [word, pdf]
        parts = _under_headings(in_word(word, folder))
        found += differing(some, [flat(part) for part in parts], lambda blocks: flat(of_tree(blocks)))
        listed = [(one, part) for one, part in zip(some, parts, strict=True) if lists(of_tree(one[1])) is not None]
        found += differing(
            [one for one, _ in listed], [lists(part) for _, part in listed], lambda blocks: lists(of_tree(blocks))
        )
        said = re.split(r"Proef\d+\.", pdf_facts(pdf).text)[1:]
        found += differing(some, said, lambda blocks: unspaced_words(of_tree(blocks)))
    return found


def _under_headings(reading: list[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = []
    for block in reading:
        if block[0] == "Header":
            parts.append([])
        else:
            parts[-1].append(block)
    return parts[1:]


@pytest.fixture(scope="module")
def texts() -> Texts:
    return prepared(MANY)


def test_a_text_says_the_same_on_the_site_in_papers_and_to_ourselves(texts: Texts, tmp_path: Path) -> None:
    assert on_the_site(texts) == []
    assert for_the_papers(texts, tmp_path) == []
    assert in_the_agenda(texts) == []


def test_a_text_says_the_same_in_word_and_pdf(texts: Texts, tmp_path: Path) -> None:
    assert in_documents(texts[: max(IN_A_DOCUMENT, MANY // 5)], tmp_path) == []


def test_a_text_is_in_the_data_as_it_was_written(texts: Texts) -> None:
    some = texts[:100]
    files = {
        f"opgaven/o{n}.yaml": f"nummer: '{n}'\ntitel: T{n}\npublicatie: openbaar\nomschrijving: {json.dumps(text)}\n"
        for n, (text, _) in enumerate(some)
    }
    files["doelen/werk.yaml"] = "nummer: '1'\ntitel: Werk\nopgave: o0\npublicatie: openbaar\n"
    model = view(good_model(files), shipped_kinds(), "inwoners")
    data = dict(render_data(model, shipped_kinds(), date(2026, 1, 1)))
    rows = sorted(json.loads(data["data/opgaven.json"]), key=lambda row: int(row["nummer"]))
    assert [row["omschrijving"] for row in rows] == [text for text, _ in some]


def test_most_kinds_of_blocks_and_marks_are_among_the_texts(texts: Texts) -> None:
    whole = repr([of_tree(blocks) for _, blocks in texts])
    for part in (
        "'ul'",
        "('ol', '1'",
        "('ol', 'a'",
        "'quote'",
        "'table'",
        "'vet'",
        "'schuin'",
        "'code'",
        "naar mailto",
    ):
        assert whole.count(part) > MANY / 50, part


# --- an escape that is broken is found ---


def without(signs: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Leave these signs as they are."""

    def break_it(patch: pytest.MonkeyPatch) -> None:
        sign = writer._Writer._sign
        patch.setattr(writer._Writer, "_sign", lambda self, one: one if one in signs else sign(self, one))

    return break_it


def replaced(name: str, value: Any) -> Callable[[pytest.MonkeyPatch], None]:
    """Use something else instead of one of the parts of the writer."""
    return lambda patch: patch.setattr(writer, name, value)


BROKEN = {
    "sterretje": without("*"),
    "onderstreep": without("_"),
    "haak": without("["),
    "en-teken": without("&"),
    "groter en kleiner dan": without("<>"),
    "staand streepje": without("|"),
    "schuine streep": without("\\"),
    "begin van een regel": replaced("_START", re.compile(r"(?!)")),
    "adres": replaced("_PLAIN_ADDRESS", re.compile(r".*")),
    "inspringen": replaced("_INDENT", "  "),
    "lijst met letters": replaced("LETTER_SIGN", ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_escape_is_found(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    texts = prepared(150)
    BROKEN[name](monkeypatch)
    assert on_the_site(texts) or for_the_papers(texts, tmp_path)


def test_a_broken_escape_for_typst_is_found(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(STYLE_FOLDER, tmp_path / "stijl"))
    script = (folder / "stuk.lua").read_text(encoding="utf-8")
    assert "Str = TYPST and literal or nil" in script
    (folder / "stuk.lua").write_text(script.replace("Str = TYPST and literal or nil", "Str = nil"), encoding="utf-8")
    assert in_documents(prepared(100), tmp_path, make_style(folder=folder))
