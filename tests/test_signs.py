"""Every sign of the blocks that papers use is in the PDF, or is told beforehand; it never stops anything."""

from __future__ import annotations

import io
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import lxml.html
import pytest
from paper_facts import pdf_facts
from papers import STYLE_FOLDER, make_style, plain
from workbench import copy_base, load_from, write

from kapstok import convert
from kapstok.convert import missing_signs, rare_signs
from kapstok.core.finding import Severity, has_errors
from kapstok.core.markdown import escape
from kapstok.pipeline import render

# Latin, punctuation, currency, letters and numbers, arrows, mathematics, technical, boxes, shapes, symbols.
BLOCKS = [
    (0x00A0, 0x00FF), (0x0100, 0x017F), (0x0180, 0x024F), (0x0250, 0x02AF), (0x02B0, 0x02FF), (0x1E00, 0x1EFF),
    (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x214F), (0x2150, 0x218F),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x257F), (0x2580, 0x259F),
    (0x25A0, 0x25FF), (0x2600, 0x26FF), (0x2700, 0x27BF), (0x27F0, 0x27FF), (0x2900, 0x297F), (0x2B00, 0x2BFF),
    (0x2C60, 0x2C7F), (0x0370, 0x03FF), (0x0400, 0x04FF), (0x0590, 0x05FF), (0x0600, 0x06FF), (0x4E00, 0x4E2F),
]  # fmt: skip
UNSEEN = {"Cn", "Cc", "Cf", "Co", "Cs", "Zs", "Zl", "Zp", "Mn", "Me", "Mc"}


def signs_of(block: tuple[int, int]) -> list[str]:
    return [sign for sign in map(chr, range(block[0], block[1] + 1)) if unicodedata.category(sign) not in UNSEEN]


def missing_of(texts: list[str]) -> frozenset[str]:
    return missing_signs(rare_signs(texts), "", [STYLE_FOLDER], ())


def test_every_sign_is_in_the_pdf_or_was_told_to_be_missing() -> None:
    shown = [signs_of(block) for block in BLOCKS]
    lines = "\n\n".join(escape("x " + " ".join(signs)) for signs in shown)
    pdf = convert.to_pdf(plain(f"# Tekens\n\n{lines}\n"), make_style())
    missing = missing_of([sign for signs in shown for sign in signs])
    assert pdf_facts(pdf).text.count("▯") == sum(sign in missing or sign == "▯" for signs in shown for sign in signs)
    assert len(missing) < 300


@pytest.mark.parametrize("sign", ["①", "Ω", "→", "☑", "½", "⅓", "₂", "≥", "√", "⌚", "ש", "ع", "Ж", "é", "e\u0301"])
def test_what_a_paper_may_well_hold_is_there(sign: str) -> None:
    assert missing_of([sign]) == frozenset()


def test_a_sign_is_what_a_reader_calls_one() -> None:
    assert rare_signs(["Stap 1️⃣ en 🧑‍🤝‍🧑 e\u0301"]) == {"1️⃣", "🧑‍🤝‍🧑"} | rare_signs(["e\u0301"])
    assert missing_of(["1️⃣ 🧑‍🤝‍🧑 漢"]) >= {"🧑‍🤝‍🧑", "漢"}


def test_a_missing_sign_is_a_warning_and_stops_nothing(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    text = "nummer: '99'\ntitel: Stappen\nomschrijving: Stap 漢 en ① zijn klaar.\n"
    write(root, {"agenda/opgaven/stappen.yaml": text})
    found = [f for f in load_from(root).findings if f.code == "teken-ontbreekt"]
    assert [(f.severity, f.line, f.column) for f in found] == [(Severity.WARNING, 3, 20)]
    made = convert.convert_all([plain("# Stap\n\nStap 漢, ①, 1️⃣ en ⌛ zijn klaar.\n")], make_style())[0]
    assert isinstance(made["pdf"], bytes)
    assert isinstance(made["docx"], bytes)


def bytes_of(content: bytes | Path) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def memo_of(blocks: list[list[str]]) -> str:
    """A memo with a part for every block; each paragraph is short, as people write."""
    lines = ["titel: Alle tekens", "aan: de raad", "van: het college", "datum: 5 maart 2026", "betreft: Tekens"]
    lines += ["publicatie: openbaar", "secties:"]
    for number, signs in enumerate(blocks, 1):
        lines += [f"  - titel: Blok {number}", "    tekst: |"]
        for start in range(0, len(signs), 12):
            lines += ["      x " + " ".join(map(escape, signs[start : start + 12])) + " x", ""]
    return "\n".join(lines) + "\n"


@pytest.mark.langzaam
def test_a_memo_with_every_block_is_made_with_its_signs_or_a_warning_at_each(tmp_path: Path) -> None:
    blocks = [signs_of(block) for block in BLOCKS[:25]]
    root = copy_base(tmp_path)
    write(root, {"agenda/memos/tekens.yaml": memo_of(blocks)})
    loaded = load_from(root)
    assert not has_errors(loaded.findings), loaded.findings
    warned = {f.message.split()[2]: f for f in loaded.findings if f.code == "teken-ontbreekt"}
    lines = (root / "agenda/memos/tekens.yaml").read_text(encoding="utf-8").split("\n")
    for sign, finding in warned.items():
        assert finding.severity is Severity.WARNING
        assert lines[finding.line - 1][finding.column - 1 :].startswith(sign), finding
    with ThreadPoolExecutor(2) as executor:
        rendered = render(loaded, executor=executor)
    files = {output.path: output.content for output in rendered.outputs}
    page = str(lxml.html.fromstring(bytes_of(files["memos/tekens/index.html"])).text_content())
    pdf = pdf_facts(bytes_of(files["stukken/memo-tekens.pdf"])).text
    document = docx.Document(io.BytesIO(bytes_of(files["stukken/memo-tekens.docx"])))
    word = "".join(paragraph.text for paragraph in document.paragraphs)
    every = {sign for signs in blocks for sign in signs}
    assert every - set(page) == set()
    assert every - set(word) == set()
    unread = every - set(pdf) - warned.keys()
    # Typst draws these of a sign and a mark below it, and tells a reader the sign with a mark of another one.
    assert unread <= set("ịụọṣẹạỵḷṃṇṛṭḥẉṿẓ⊬⊭⊮⊯⋠⋡⋢⋣⋪⋫⋬⋭"), unread
    assert pdf.count("▯") == len(warned) + ("▯" in every)
