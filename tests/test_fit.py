"""Nothing leaves the page of a PDF or the column of a table, however long a word is; an amount is never broken."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from papers import make_style, plain

from kapstok import convert

MAIL = "een.heel.lange.afdelingsnaam.sociaal.domein@vijfheerenlanden.example.org"
WORD = "Arbeidsongeschiktheidsverzekeringsmaatschappijbestuurdersvergadering" * 3
AMOUNT = "€\u00a0184.439.000"
BOX = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
MARGIN = 2.4 * 72 / 2.54  # points; the text stands within 2.5 cm

HEAD = "| Wie | Mail | Rol | Sinds |\n| --- | --- | --- | --- |\n"
YEARS = "| Jaar | Begroot | Na wijziging | Realisatie | Verschil | Saldo | Reserve | Rest |\n" + "| --- " * 8 + "|\n"
TEXTS = {
    "mail in een tabel": f"{HEAD}| Anna de Wit | {MAIL} | beleid | 2024 |\n",
    "woord in een tabel": f"| A | B | C |\n| --- | --- | --- |\n| {WORD} | {WORD} | nee |\n",
    "woord in een alinea": f"Dit is een {WORD} in een zin.\n\n- punt {WORD}\n\n1. nummer {WORD}\n\n> citaat {WORD}\n",
    "adres": f"[https://voorbeeld.nl/{'pad/' * 40}](https://voorbeeld.nl/)\n",
    "kop": f"## {WORD}\n\nTekst.\n",
    "bedragen": f"{YEARS}| 2024 {('| ' + AMOUNT) * 7} |\n",
}


def words_of(pdf: bytes, folder: Path) -> list[list[tuple[float, float, float, float, str]]]:
    """Every word of every page with its box: left, top, right, bottom."""
    (folder / "stuk.pdf").write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-bbox", "stuk.pdf", "-"], cwd=folder, check=True, capture_output=True)
    pages = said.stdout.decode().split("<page ")[1:]
    return [[(*map(float, found[:4]), found[4]) for found in BOX.findall(page)] for page in pages]


@pytest.mark.parametrize("name", TEXTS)
def test_no_word_leaves_the_page_or_stands_on_another(name: str, tmp_path: Path) -> None:
    nothing_sticks_out(plain(f"# Proef\n\n{TEXTS[name]}"), tmp_path)


def test_a_long_word_in_the_title_stays_on_the_page(tmp_path: Path) -> None:
    pages = "# Een\n\nTekst.\n\n# Twee {.nieuwe-pagina}\n\nTekst.\n"
    nothing_sticks_out(replace(plain(pages), title=WORD, subtitle=WORD, municipality=WORD), tmp_path)


def nothing_sticks_out(paper: convert.Paper, folder: Path) -> None:
    """Every word stands within the margins, and none on another."""
    for page in words_of(convert.to_pdf(paper, make_style()), folder):
        assert page
        for left, top, right, bottom, word in page:
            assert left > MARGIN - 4, word
            assert right < 595.3 - MARGIN + 4, word
            assert 0 < top < bottom < 842, word
        for number, (left, top, right, bottom, word) in enumerate(page):
            for other in page[number + 1 :]:
                across = min(right, other[2]) - max(left, other[0])
                down = min(bottom, other[3]) - max(top, other[1])
                assert across < 1 or down < 0.6 * min(bottom - top, other[3] - other[1]), (word, other[4])


def test_an_amount_is_never_broken(tmp_path: Path) -> None:
    pages = words_of(convert.to_pdf(plain(f"# Proef\n\n{TEXTS['bedragen']}"), make_style()), tmp_path)
    whole = [word for page in pages for *_, word in page]
    assert sum("184.439.000" in word for word in whole) == 7


def test_signs_of_typst_in_cells_items_and_titles_are_words(tmp_path: Path) -> None:
    cells = ["+ 5%", "\\- 5%", "&#61; 0", "/ n.v.t.: nee", "// niet", "/* ook */", "\\#let x"]
    rows = "".join(f"| {cell} | ja |\n" for cell in cells)
    items = "".join(f"- {cell}\n" for cell in cells if cell[0] != "+")
    paper = replace(
        plain(f"# == Kop\n\n| a | b |\n| --- | --- |\n{rows}\n{items}"), title="====", subtitle="= 0 / x: y"
    )
    said = " ".join(word for page in words_of(convert.to_pdf(paper, make_style()), tmp_path) for *_, word in page)
    for words in (
        "====",
        "= 0 / x: y",
        "== Kop",
        "+ 5% ja",
        "- 5% ja",
        "= 0 ja",
        "/ n.v.t.: nee ja",
        "// niet",
        "#let x",
    ):
        assert words in said, words
