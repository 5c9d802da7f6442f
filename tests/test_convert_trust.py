"""Papers can be trusted: the same bytes every time, and nothing from input that nobody vouches for."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from papers import (
    CHART,
    LOGO,
    ROOT,
    STYLE_FOLDER,
    both,
    make_paper,
    make_style,
    pdf,
    pdf_text,
    plain,
    problems,
    word,
    word_text,
)

from kapstok import convert

# --- the same bytes ---

ELSEWHERE = """
import hashlib, sys
sys.path[:0] = [{tests!r}, {root!r}]
import papers as t
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


def printed(paper: convert.Paper, style: convert.Style) -> str:
    return convert.fingerprint(paper, convert.style_print(style))


def test_the_fingerprint_follows_everything_that_goes_in(tmp_path: Path) -> None:
    copied = tmp_path / "stijl"
    shutil.copytree(STYLE_FOLDER, copied)
    base = printed(make_paper(), make_style())
    assert printed(make_paper(), make_style(folder=copied)) == base
    changed = [
        printed(make_paper(markdown="# Anders"), make_style()),
        printed(make_paper(images={"beelden/grafiek.svg": LOGO}), make_style()),
        printed(make_paper(), make_style(main="#000000")),
    ]
    (copied / "document.typ").write_bytes(b"// anders")
    changed.append(printed(make_paper(), make_style(folder=copied)))
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


@pytest.mark.parametrize("source", ["{outside}", "file://{outside}", "../geheim.png", "https://example.invalid/x.png"])
def test_an_svg_cannot_read_other_files(source: str, tmp_path: Path) -> None:
    href = source.format(outside=tmp_path / "geheim.png")
    (tmp_path / "geheim.png").write_bytes(b"x")
    size = 'width="9" height="9"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image href="{href}" {size}/></svg>'
    paper = make_paper(markdown="![alt](a.svg)", images={"a.svg": svg.encode()}, contents=0)
    for found in problems(paper):
        assert "failed to load linked image" in found[0]


def test_an_svg_cannot_use_entities_and_no_message_names_our_folders() -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    linked = b'<image href="stuk.svg" width="9" height="9"/>'
    for inside in (b"<text>&x;</text>", linked):
        svg = entity + b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' + inside + b"</svg>"
        for found in problems(make_paper(markdown="![alt](a.svg)", images={"a.svg": svg}, contents=0)):
            assert re.search(r"typst meldt(?: in document\.typ op regel \d+)?: failed", found[0])
            assert "kapstok-" not in found[0]


def test_control_characters_are_a_problem() -> None:
    for paper in (plain("a\x00b\x0b"), replace(plain("Tekst"), title="A\x00\x0b")):
        assert problems(paper) == [("de tekst bevat een onzichtbaar stuurteken (U+0000, U+000B)",)] * 2


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


def test_a_missing_glyph_is_a_box_in_pdf(tmp_path: Path) -> None:
    made = pdf_text(convert.to_pdf(plain("Een jas: \U0001f9e5, in code: `\U0001f9e5`"), make_style()), tmp_path)
    assert "Een jas: ▯, in code: ▯" in " ".join(made.split())


def test_what_typst_would_read_as_markup_stays_text(tmp_path: Path) -> None:
    text = r"#let a = 1 [x] $y$ `z` <w> @v ~ = / \* \_ 'u' \"t\" // s -?- r/\*q\*/ →"
    made = pdf_text(convert.to_pdf(plain(f"Tekst {text}"), make_style()), tmp_path)
    shown = "#let a = 1 [x] $y$ z <w> @v ~ = / * _ 'u' \"t\" // s -?- r/*q*/ →"
    assert shown in " ".join(made.split())


def test_an_image_must_be_svg_or_png() -> None:
    paper = make_paper(images={"beelden/grafiek.svg": b"GIF89a"})
    assert problems(paper) == [("een afbeelding is geen SVG, PNG of JPEG",)] * 2


def test_a_colour_must_be_a_colour() -> None:
    with pytest.raises(convert.ConvertError, match="#rrggbb"):
        make_style(main="blauw")


def test_awkward_titles_come_through(tmp_path: Path) -> None:
    title = 'Plan "A" & <B> #let x = 1 \\ $ *niet vet* _x_ ...'
    made_word, made_pdf = both(replace(plain("# Kop\n\nTekst"), title=title))
    assert docx.Document(io.BytesIO(made_word)).core_properties.title == title
    assert title in " ".join(pdf_text(made_pdf, tmp_path).split())
