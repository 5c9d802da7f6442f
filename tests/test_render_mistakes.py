"""Mistakes in templates, hand-written pages, mkdocs.yml, the logo and odd characters: findings at their own place."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdf
import pytest
from papers import make_paper, make_style
from workbench import copy_base, load_from, places, write

from kapstok.convert import to_docx, to_pdf
from kapstok.core.finding import Finding, Severity
from kapstok.pipeline import Rendered, render

pytestmark = pytest.mark.langzaam  # nearly every test builds a workspace

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{0}</svg>'
GOAL = "templates/pagina/doel.md.j2"
SETTINGS = "agenda/agenda.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_base(tmp_path)


def built(root: Path, *parts: str) -> Rendered:
    with ThreadPoolExecutor(1) as executor:
        return render(load_from(root), parts=parts or ("site", "data"), executor=executor)


def found(root: Path, *parts: str) -> list[Finding]:
    return [f for f in built(root, *parts).findings if f.severity is Severity.ERROR]


def checked(root: Path, *codes: str) -> list[Finding]:
    return [f for f in load_from(root).findings if f.code in codes or not codes]


def settings(root: Path, extra: str) -> int:
    """Add lines to the settings; gives the number of the first."""
    file = root / SETTINGS
    text = file.read_text(encoding="utf-8")
    file.write_text(text + extra, encoding="utf-8")
    return text.count("\n") + 1


# --- templates while they render ---


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ ding.titl }}", "titl bestaat niet"),
        ("{{ ding.titel if nergens }}", "nergens bestaat niet"),
        ("{{ nergens if ding.titel }}", "nergens bestaat niet"),
        ("{{ ding.titel.naam.x }}", "naam"),
        ("{{ 1 // 0 }}", "door nul gedeeld"),
        ("{{ 1 + ding.titel }}", "TypeError"),
        ("{{ 'a'.index('z') }}", "ValueError"),
        ("{{ none | naam }}", "geen onderdeel van de agenda"),
        ("{{ 'x' | terug('doel') }}", "geen onderdeel van de agenda"),
        ("{% include 'weg.md.j2' %}", "weg.md.j2 bestaat niet"),
    ],
)
def test_any_mistake_is_told_at_its_line_with_the_item(root: Path, line: str, said: str) -> None:
    write(root, {GOAL: f"# Doel\n\n{line}\n"})
    [finding] = found(root)
    assert (finding.path, finding.line, finding.code) == (GOAL, 3, "sjabloon")
    assert said in finding.message
    assert "agenda/doelen/" in finding.message


def test_a_mistake_on_every_page_is_told_once_and_all_templates_in_one_run(root: Path) -> None:
    write(
        root,
        {
            GOAL: "{{ ding.weg }}\n",
            "templates/pagina/effect.md.j2": "{{ 1 // 0 }}\n",
            "templates/overzicht/index.md.j2": "\n{{ alle('doel') + 1 }}\n",
            "templates/stuk/beleidsagenda.md.j2": "{{ ding.ook_weg }}\n",
        },
    )
    assert places(found(root)) == [
        ("templates/overzicht/index.md.j2", 2, 1, "sjabloon"),
        (GOAL, 1, 1, "sjabloon"),
        ("templates/pagina/effect.md.j2", 1, 1, "sjabloon"),
        ("templates/stuk/beleidsagenda.md.j2", 1, 1, "sjabloon"),
    ]


def test_a_mistake_in_a_macro_is_told_where_it_stands(root: Path) -> None:
    write(
        root,
        {
            "templates/eigen.md.j2": "{% macro som(a) %}\n{{ a + 1 }}\n{% endmacro %}\n",
            GOAL: "{% import 'eigen.md.j2' as e with context %}\n{{ e.som(ding.titel) }}\n",
        },
    )
    assert places(found(root)) == [("templates/eigen.md.j2", 2, 1, "sjabloon")]


def test_an_inline_if_without_else_is_nothing(root: Path) -> None:
    write(root, {GOAL: "# {{ ding.titel }}\n\n{{ 'x' ~ (ding.titel if false) }}{{ 'weg' if false }}\n"})
    assert found(root) == []


def test_a_mistake_in_the_theme_is_told_at_its_line(root: Path) -> None:
    text = '{% extends "base.html" %}\n{% block content %}\n{{ 1 // 0 }}\n{% endblock %}\n'
    write(root, {"templates/stijl/site/main.html": text})
    assert places(found(root)) == [("templates/stijl/site/main.html", 3, 1, "sjabloon")]


def test_a_mistake_of_our_own_is_not_called_a_template(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kapstok.render.site.pages._summary", lambda thing: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        built(root)


# --- what check knows before ---


def test_check_compiles_every_template(root: Path) -> None:
    write(
        root,
        {
            GOAL: "\n{{ ding.titel | hoofdletters }}\n{% if false %}{{ 1 is oneven }}{% endif %}\n",
            "templates/pagina/effect.md.j2": "---\ntitel: x\n---\n{% if ding %}\n",
            "templates/overzicht/eigen.md.j2": "---\nvolgorde: eerst\n---\n{{ }}\n",
            "templates/overzicht/los.md.j2": "---\ntitel: x\ntekst\n",
            "templates/eigen.md.j2": "{% blok %}\n",
        },
    )
    (root / "templates/pagina/visie.md.j2").write_bytes("één\n".encode("cp1252"))
    (root / "docs/site").mkdir(parents=True)
    (root / "docs/site/over.md").write_bytes(b"---\ntitel: [x\n---\n# Over\n")
    (root / "docs/site/ook.md").write_bytes("# Gewoon\n\nbeëindigd\n".encode("cp1252"))
    findings = checked(root)
    assert places(findings) == [
        ("docs/site/ook.md", 3, 3, "yaml-geen-utf8"),
        ("docs/site/over.md", findings[1].line, findings[1].column, "kop"),
        ("templates/eigen.md.j2", 1, 1, "sjabloon"),
        ("templates/overzicht/eigen.md.j2", 2, 11, "kop"),
        ("templates/overzicht/los.md.j2", 1, 1, "kop"),
        (GOAL, 2, 1, "sjabloon"),
        (GOAL, 3, 1, "sjabloon"),
        ("templates/pagina/effect.md.j2", 4, 1, "sjabloon"),
        ("templates/pagina/visie.md.j2", 1, 1, "yaml-geen-utf8"),
    ]
    said = " ".join(f.message for f in findings)
    for words in ("het filter hoofdletters", "de toets oneven", "ontbreekt endif", "de opdracht blok"):
        assert words in said
    assert findings[1].line in (2, 3)


def test_a_template_that_is_right_again_is_no_finding(root: Path) -> None:
    for text, count in (("{{ ding | y }}", 1), ("{{ x | y }}", 2), ("goed", 0), ("goed", 0), ("{{ x | y }}", 2)):
        write(root, {GOAL: text})
        assert len(checked(root)) == count


# --- mkdocs.yml ---


def test_a_bare_mkdocs_file_still_gives_our_site(root: Path) -> None:
    write(root, {"mkdocs.yml": "plugins: []\n"})
    bare = {o.path: o.content for o in built(root).outputs}
    (root / "mkdocs.yml").unlink()
    ours = {o.path: o.content for o in built(root).outputs}
    assert "zoeken/index.json" in bare
    pages = [path for path in ours if path.endswith(".html")]
    article = b'<article class="lopend">'
    for path in pages:
        assert (
            bytes(bare[path]).partition(article)[2].partition(b"</article>")[0]
            == (bytes(ours[path]).partition(article)[2].partition(b"</article>")[0])
        )


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("site_name: x\ntheme:\n  name: [a\n", 3, 9, ""),
        ("site_name: x\nsitename: y\n", 2, 1, "sitename"),
        ("theme: readthedocs\n", 1, 1, "thema"),
        ("theme:\n  name: mkdocs\n", 2, 3, "thema"),
        ("extra_css: 7\n", 1, 1, "extra_css"),
        ("markdown_extensions:\n  - tables\n  - bestaatniet\n", 3, 5, "bestaatniet"),
        ("plugins:\n  - bestaatniet\n", 2, 5, "bestaatniet"),
        ("plugins: 3\n", 1, 1, "plugins"),
        ("x: !!python/name:niet.er\n", 1, 4, ""),
        ("- x\n", 1, 1, ""),
    ],
)
def test_mkdocs_settings_that_are_wrong_are_told_in_dutch(
    root: Path, text: str, line: int, column: int, said: str
) -> None:
    write(root, {"mkdocs.yml": text})
    first = [f for f in load_from(root).findings if f.path == "mkdocs.yml"] or found(root)
    assert [(f.path, f.line, f.column) for f in first] == [("mkdocs.yml", line, column)]
    assert said in first[0].message
    for english in (" the ", "Error", "Failed", "not found", "nrecogni", "Expected"):
        assert english not in first[0].message


# --- logo ---


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("weg.svg", None, "logo-ontbreekt"),
        ("../buiten.svg", LOGO.format(""), "logo-ontbreekt"),
        ("agenda", None, "logo-ontbreekt"),
        ("logo.jpg", "\x00jpg", "logo-vorm"),
        ("logo.svg", "<html/>", "logo-vorm"),
        ("logo.svg", "<svg", "logo-vorm"),
        ("logo.png", "\x89PNG", "logo-vorm"),
        ("logo.svg", LOGO.format("<script>1</script>"), "logo-onveilig"),
        ("logo.svg", LOGO.format('<rect onclick="x()"/>'), "logo-onveilig"),
        ("logo.svg", LOGO.format('<image xlink:href="https://elders.nl/x.png"/>'), "logo-onveilig"),
        ("logo.svg", LOGO.format("<style>@import 'x'</style>"), "logo-onveilig"),
        ("logo.svg", LOGO.format('<rect fill="url(https://elders.nl/#x)"/>'), "logo-onveilig"),
        ("logo.svg", LOGO.format('<rect fill="url(#x)"/><use xlink:href="#y"/>'), ""),
    ],
)
def test_a_logo_is_checked_at_its_key(root: Path, name: str, content: str | None, code: str) -> None:
    if content is not None:
        (root / name).write_text(content, encoding="utf-8")
    line = settings(root, f"huisstijl:\n  logo: {name}\n")
    expected = [(SETTINGS, line + 1, 9, code)] if code else []
    assert places(checked(root)) == expected


# --- characters that the fonts lack ---


def test_a_character_without_a_letter_is_a_warning_at_its_place(root: Path) -> None:
    line = settings(root, "inleiding: |\n  Gewoon ✓ → € é.\n  Een vos: 🦊 en nog een 🦊.\nwaarom: 漢\n")
    findings = checked(root, "teken-ontbreekt")
    assert [(f.path, f.line, f.column) for f in findings] == [(SETTINGS, line + 2, 12), (SETTINGS, line + 3, 9)]
    assert {f.severity for f in findings} == {Severity.WARNING}
    assert "🦊 (U+1F98A)" in findings[0].message


def test_such_a_character_is_a_box_in_the_pdf_and_itself_elsewhere() -> None:
    paper = make_paper(title="De vos 🦊", markdown="# Kop 🦊\n\nTekst 🦊, 漢字, ✓ en →.\n", images={}, contents=1)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(to_pdf(paper, make_style()))).pages)
    assert "Kop ▯" in text
    assert "Tekst ▯, ▯▯, ✓ en →" in text
    assert to_docx(paper, make_style())


# --- links ---


def test_a_broken_link_of_a_written_page_is_told_at_its_line(root: Path) -> None:
    text = "---\ntitel: Eigen\n---\n# Eigen\n\nGoed: [over](over.md).\n\nZie [daar](../weg/) en [ginds](nergens.md).\n"
    write(root, {"docs/site/eigen.md": text})
    findings = found(root)
    assert places(findings) == [("docs/site/eigen.md", 8, 1, "link-gebroken")] * 2


def test_a_broken_link_of_a_template_is_told_once_at_its_line(root: Path) -> None:
    write(root, {GOAL: "# {{ ding.titel }}\n\n[kapot]({{ 'weg/' | pad }})\n"})
    [finding] = found(root)
    assert places([finding]) == [(GOAL, 3, 1, "link-gebroken")]


# --- the address of the site ---


def test_without_an_address_there_is_no_sitemap_and_a_404_that_stands_alone(root: Path) -> None:
    files = {o.path: bytes(o.content) for o in built(root).outputs if isinstance(o.content, bytes)}
    assert "sitemap.xml" not in files
    lost = files["404.html"].decode()
    assert "Deze pagina is er niet" in lost
    assert "<a " not in lost
    assert "src=" not in lost
    assert 'rel="stylesheet"' not in lost
    assert "canonical" not in files["index.html"].decode()


@pytest.mark.parametrize("address", ["https://agenda.voorbeeld.nl/onder/", "https://agenda.voorbeeld.nl/onder"])
def test_with_an_address_everything_knows_where_it_stands(root: Path, address: str) -> None:
    settings(root, f"adres: {address}\n")
    assert found(root) == []
    files = {o.path: bytes(o.content) for o in built(root).outputs if isinstance(o.content, bytes)}
    full = "https://agenda.voorbeeld.nl/onder/"
    locations = files["sitemap.xml"].decode().split("<loc>")[1:]
    assert len(locations) > 10
    assert all(location.startswith(full) for location in locations)
    assert f'<link rel="canonical" href="{full}">' in files["index.html"].decode()
    lost = files["404.html"].decode()
    assert 'href="/onder/assets/stijl/site.css"' in lost
    assert 'href="/onder/' in lost
