"""Hand-written pages: nothing that a browser would run, and no page that takes the place of one of ours."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from workbench import building, copy_base, load_from, places, write

from kapstok.render.site.raw_html import raw_html

TRICKS = {
    "script": ("<script>alert(1)</script>", "tekst-html"),
    "script in a line": ("Tekst <script>alert(1)</script>", "tekst-html"),
    "event": ("<img src=x onerror=alert(1)>", "tekst-html"),
    "half a tag": ("<img src=x onerror=alert(1) ", ""),
    "svg": ("<svg/onload=alert(1)>", "tekst-html"),
    "iframe": ("<iframe srcdoc='<script>alert(1)</script>'></iframe>", "tekst-html"),
    "object": ("<object data=x></object>", "tekst-html"),
    "style": ("<style>@import 'x'</style>", "tekst-html"),
    "link": ("<link rel=stylesheet href=//x>", "tekst-html"),
    "base": ("<base href=//x>", "tekst-html"),
    "meta": ("<meta http-equiv=refresh content='0;url=//x'>", "tekst-html"),
    "form": ("<form action=//x><input></form>", "tekst-html"),
    "harmless element": ("<b>vet</b>", "tekst-html"),
    "comment": ("<!-- geheim -->", "tekst-html"),
    "comment of another kind": ("<!-- agenda: x --> <!-- y -->", "tekst-html"),
    "comment that sizes": ("<!--grootte:../../etc/passwd-->", "tekst-html"),
    "processing instruction": ("<?php x ?>", "tekst-html"),
    "CDATA": ("<![CDATA[x]]>", "tekst-html"),
    "markdown in html": ('<div markdown="1" onclick="x">\n# Kop\n</div>', "tekst-html"),
    "in a list": ("- <script>x</script>", "tekst-html"),
    "in a quote": ("> <script>x</script>", "tekst-html"),
    "in a table": ("| a |\n| --- |\n| <script>x</script> |", "tekst-html"),
    "in a heading": ("# <script>x</script>", "tekst-html"),
    "after code": ("`x` <script>y</script>", "tekst-html"),
    "in code": ("`<script>x</script>`", ""),
    "in a block of code": ("```\n<script>x</script>\n```", ""),
    "escaped, which Markdown does not know": ("\\<script>x", "tekst-html"),
    "smaller than": ("3 < 4 en 5 > 4", ""),
    "address of its own": ("<https://voorbeeld.nl/>", ""),
    "mail": ("<a@b.nl>", ""),
    "script address": ("[x](javascript:alert(1))", "tekst-link"),
    "with a tab": ("[x](java\tscript:alert(1))", "tekst-link"),
    "with an entity": ("[x](java&#9;script:alert(1))", "tekst-link"),
    "letters as entities": ("[x](&#106;avascript:alert(1))", "tekst-link"),
    "large letters": ("[x](JaVaScRiPt:alert(1))", "tekst-link"),
    "data": ("[x](data:text/html,<script>)", "tekst-link"),
    "vbscript": ("[x](vbscript:x)", "tekst-link"),
    "file": ("[x](file:///etc/passwd)", "tekst-link"),
    "by reference": ("[x][y]\n\n[y]: javascript:alert(1)", "tekst-link"),
    "as an address of its own": ("<javascript:alert(1)>", "tekst-html"),
    "signs without width": ("[x](java\u200bscript:alert(1))", "tekst-link"),
    "picture of elsewhere": ("![x](https://elders.nl/x.png)", "tekst-afbeelding"),
    "picture without a scheme": ("![x](//elders.nl/x.png)", "tekst-afbeelding"),
    "picture with data": ("![x](data:image/svg+xml,x)", "tekst-afbeelding"),
    "picture of the site": ("![x](beeld/x.png)", ""),
    "event in braces": ("[x](y){: onclick=alert(1) }", "tekst-kenmerk"),
    "style in braces": ("Tekst\n{: style=color:red }", "tekst-kenmerk"),
    "address in braces": ("[x](y){: href=javascript:alert(1) }", "tekst-link"),
    "target in braces": ("[x](y){: target=_blank }", "tekst-kenmerk"),
    "anchor and class": ("# Kop {#anker .klasse}", ""),
    "ordinary": ("# Kop\n\nTekst met *nadruk* en [een link](https://voorbeeld.nl/).\n\n1. een\n2. twee", ""),
}


@pytest.mark.parametrize(("text", "code"), TRICKS.values(), ids=TRICKS)
def test_a_trick_in_a_page_is_told_where_it_stands(text: str, code: str) -> None:
    start = time.monotonic()
    found = list(raw_html("docs/site/x.md", f"# Kop\n\n{text}\n", 1))
    assert [finding.code for finding in found] == ([code] if code else [])
    assert all(3 <= finding.line <= 6 and finding.path == "docs/site/x.md" for finding in found)
    assert time.monotonic() - start < 1


def test_mkdocs_yml_allows_raw_html_by_the_name_of_the_page(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    pages = {"docs/site/kaart.md": "# Kaart\n\n<div>x</div>\n", "docs/site/ook.md": "# Ook\n\n<div>x</div>\n"}
    write(root, pages | {"mkdocs.yml": "site_name: x\nextra:\n  ruwe_html: [kaart.md]\n"})
    assert places(load_from(root).findings) == [("docs/site/ook.md", 3, 1, "tekst-html")]
    write(root, {"mkdocs.yml": "site_name: x\nextra:\n  ruwe_html: kaart.md\n"})
    assert ("mkdocs.yml", "mkdocs") in [(f.path, f.code) for f in load_from(root).findings]


NAMES = {
    "doelen": "pagina-adres",
    "zoeken": "pagina-adres",
    "stukken": "pagina-adres",
    "assets": "pagina-adres",
    "404": "pagina-adres",
    "handleiding": "pagina-adres",
    "data": "pagina-adres",
    "index": "pagina-adres",
}


@pytest.mark.parametrize(("name", "code"), NAMES.items())
def test_a_page_that_would_take_the_place_of_ours_is_told(name: str, code: str, tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    write(root, {f"docs/site/{name}.md": "# Van mij\n"})
    assert [(f.path, f.code) for f in load_from(root).findings] == [(f"docs/site/{name}.md", code)]


def test_a_page_that_differs_only_in_capitals_is_told(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    write(root, {"docs/site/Doelen.md": "# Van mij\n"})
    assert {f.path for f in load_from(root).findings} == {"docs/site/Doelen.md"}


HEADS = {
    "order without end": "volgorde: 1" + "0" * 400,
    "order that is none": "volgorde: .inf",
    "order as text": "volgorde: eerst",
    "title as a list": "titel: [a]",
    "title as a block": "titel: {a: 1}",
    "description that is none": "omschrijving: 5",
    "unknown": "hooks: x.py",
    "not closed": "titel: x\n# geen einde",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_no_head_of_a_page_breaks_the_check(head: str, tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    write(root, {"docs/site/eigen.md": f"---\n{head}\n---\n# Eigen\n"})
    found = load_from(root).findings
    assert {f.path for f in found} <= {"docs/site/eigen.md"}
    if not found:
        with building(root) as build:
            assert any(page.address == "eigen/" for page in build._pages())


def test_our_own_pages_hold_to_the_rule() -> None:
    for path in sorted((Path(__file__).parents[2] / "docs").glob("site/*.md")):
        text = path.read_text(encoding="utf-8").rpartition("\n---\n")[2]
        assert list(raw_html(path.name, text, 1)) == [], path.name
