"""A title with signs that mean something in Markdown or HTML is printed as it is, on every page and in every paper."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import markdown
from workbench import building, copy_base, write

TITLE = "Zorg & welzijn [concept] *nu* <b>"
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
ATTRIBUTE = re.compile(r'(?:aria-label|data-[a-z]+)="[^"]*"')
# What is left of the title when one of its signs was taken for markup, or was made safe twice.
SPOILED = re.compile(r"&amp;amp;|&amp;lt;|\\\[|welzijn <em>|\*nu</|<em>nu</em>|<b>")
MOTION = """titel: Motie over zorg
publicatie: openbaar
nummer: M1
datum: '2026-02-03'
uitslag: aangenomen
verzoek: Doe meer.
status: vastgesteld
besluitvorming: [{status: vastgesteld, datum: '2026-02-03', orgaan: gemeenteraad}]
geeft_uitvoering: ['opgave:meedoen']
"""


def test_a_title_with_signs_is_printed_as_it_is(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    quoted = "'" + TITLE + "'"
    for file in (root / "agenda").rglob("*.yaml"):
        if file.parent.name not in ("agenda", "begrippen"):
            text = file.read_text(encoding="utf-8")
            file.write_text(re.sub(r"^titel: .*$", f"titel: {quoted}", text, count=1, flags=re.M), encoding="utf-8")
    write(root, {"agenda/moties/zorg.yaml": MOTION})
    with building(root, day=date(2026, 3, 1)) as build:
        drafts = [draft.paper.markdown for draft in build.drafts()]
        pages = [SVG.sub("", page.markdown) for page in build._pages()]
        assert not build.library.troubles
    assert len(drafts) > 1
    seen = 0
    for text in (*drafts, *pages):
        html = markdown.markdown(text, extensions=["tables", "attr_list", "md_in_html", "sane_lists"])
        assert not SPOILED.search(ATTRIBUTE.sub("", html)), text
        seen += html.count("Zorg &amp; welzijn [concept] *nu* &lt;b&gt;")
    assert seen > 20
