"""Font files and design tokens of a municipality: used when they are sound, told exactly when they are not."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fontpkg_noto_sans
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import make_paper, make_style
from papers_git import change, workspace
from pikepdf import Dictionary
from playwright.sync_api import Page, Route
from workbench import REPOSITORY, load_from, places

from kapstok import convert
from kapstok.convert.pdf import style_fonts
from kapstok.core.colour import contrast
from kapstok.core.finding import Finding, Severity
from kapstok.core.progress import Nobody
from kapstok.core.workspace import open_workspace
from kapstok.files.house.fontfile import FontFile, read_font
from kapstok.files.house.looks import TOKENS, as_hex, read_looks
from kapstok.files.house.tokens import read_tokens
from kapstok.pipeline import load, render
from kapstok.render.drawings.charts import Colours
from kapstok.render.drawings.palette import palette

SETTINGS = "agenda/agenda.yaml"
REGULAR = "huisstijl/Stad-Regular.ttf"
SHEET = "huisstijl/tokens.css"
HANDBOOK = REPOSITORY / "docs" / "handleiding" / "huisstijl.md"


def font(
    family: str = "Stad Sans", *, weight: int = 400, italic: bool = False, kind: int = 0, form: str = "ttf"
) -> bytes:
    """The parts of a font file that say what it is; enough to be judged by, not to be drawn with."""
    text = family.encode("utf-16-be")
    names = struct.pack(">HHH6H", 0, 1, 18, 3, 1, 0x409, 1, len(text), 0) + text
    cut = struct.pack(">HhHHH", 4, 0, weight, 5, kind).ljust(62, b"\0") + struct.pack(">H", int(italic)) + bytes(32)
    tables, body, offset = b"", b"", 12 + 2 * 16
    for tag, data in ((b"OS/2", cut), (b"name", names)):
        tables += struct.pack(">4sIII", tag, 0, offset + len(body), len(data))
        body += data
    head = {"ttf": b"\x00\x01\x00\x00", "otf": b"OTTO"}[form]
    return head + struct.pack(">HHHH", 2, 32, 1, 0) + tables + body


def real_font() -> bytes:
    """A font that can be drawn with, under a name that no computer has."""
    data = (fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf").read_bytes()
    for old, new in (("Noto Sans", "Stad Sans"), ("NotoSans", "StadSans")):
        data = data.replace(old.encode("utf-16-be"), new.encode("utf-16-be"))
    return data


def put(root: Path, files: dict[str, bytes | str]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def with_style(tmp_path: Path, style: str, files: dict[str, bytes | str] | None = None) -> Path:
    root = workspace(tmp_path)
    change(root, SETTINGS, "publicatie", f"huisstijl:\n{style}publicatie")
    put(root, files or {})
    return root


def lettered(
    tmp_path: Path, files: dict[str, bytes | str], cut: str = "gewoon", name: str = REGULAR
) -> tuple[Finding, ...]:
    style = f"  lettertype: Stad Sans\n  letterbestanden:\n    gewoon: {REGULAR}\n"
    if cut != "gewoon":
        style += f"    {cut}: {name}\n"
    return load_from(with_style(tmp_path, style, files)).findings


def tokened(tmp_path: Path, css: str | bytes, more: str = "") -> tuple[Finding, ...]:
    return load_from(with_style(tmp_path, f"  tokens: {SHEET}\n{more}", {SHEET: css})).findings


# --- fonts ---


def test_a_font_says_what_it_is() -> None:
    assert read_font(font()) == FontFile(form="ttf", family="Stad Sans", weight=400)
    bold = read_font(font(weight=700, italic=True, kind=2, form="otf"))
    assert bold == FontFile(form="otf", family="Stad Sans", weight=700, italic=True, restricted=True)
    assert read_font(b"wOF2" + bytes(60)) == FontFile(form="woff2")
    real = read_font(real_font())
    assert real
    assert (real.family, real.variable, real.restricted) == ("Stad Sans", True, False)


@pytest.mark.parametrize("data", [b"", b"wOF2", b"OTTO", font()[:40], b"<svg/>", font().replace(b"OS/2", b"OS/3")])
def test_what_is_no_font_is_none(data: bytes) -> None:
    assert read_font(data) is None


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    assert read_font(b"\x00\x01\x00\x00" + data) is None or read_font(data) is None


def test_a_font_of_which_everything_is_right_gives_no_finding(tmp_path: Path) -> None:
    assert lettered(tmp_path, {REGULAR: font(), REGULAR.replace("ttf", "woff2"): b"wOF2" + bytes(60)}) == ()


@pytest.mark.parametrize(
    ("files", "code", "severity"),
    [
        ({}, "letter-ontbreekt", Severity.ERROR),
        ({REGULAR: b"geen lettertype"}, "letter-vorm", Severity.ERROR),
        ({REGULAR: font("Dorp Sans")}, "letter-naam", Severity.ERROR),
        ({REGULAR: font(kind=2)}, "letter-licentie", Severity.ERROR),
        ({REGULAR: font(weight=700)}, "letter-snit", Severity.WARNING),
        ({REGULAR: font() + bytes(200_000)}, "letter-te-groot", Severity.WARNING),
        ({REGULAR: font() + bytes(11_000_000)}, "letter-te-groot", Severity.ERROR),
    ],
)
def test_what_is_wrong_with_a_font_stands_at_its_file(
    tmp_path: Path, files: dict[str, bytes | str], code: str, severity: Severity
) -> None:
    findings = lettered(tmp_path, files)
    assert places(findings) == [(SETTINGS, 8, 13, code)]
    assert findings[0].severity is severity
    if code in ("letter-ontbreekt", "letter-vorm", "letter-te-groot", "letter-licentie"):
        assert "licentie" in findings[0].hint


def test_a_font_for_the_site_alone_is_told(tmp_path: Path) -> None:
    style = "  lettertype: Stad Sans\n  letterbestanden:\n    gewoon: huisstijl/Stad.woff2\n"
    root = with_style(tmp_path, style, {"huisstijl/Stad.woff2": b"wOF2" + bytes(60)})
    assert [f.code for f in load_from(root).findings] == ["letter-geen-pdf"]


def test_files_need_a_name_and_stay_inside_the_workspace(tmp_path: Path) -> None:
    root = with_style(tmp_path / "a", f"  letterbestanden:\n    gewoon: {REGULAR}\n", {REGULAR: font()})
    assert [f.code for f in load_from(root).findings] == ["letter-naam"]
    strange = f"  lettertype: 'Stad\"}}'\n  letterbestanden:\n    gewoon: {REGULAR}\n"
    assert [f.code for f in load_from(with_style(tmp_path / "b", strange, {REGULAR: font()})).findings] == [
        "letter-naam"
    ]
    outside = "  lettertype: Stad Sans\n  letterbestanden:\n    gewoon: ../Stad.ttf\n"
    root = with_style(tmp_path / "c", outside)
    put(root.parent, {"Stad.ttf": font()})
    assert [f.code for f in load_from(root).findings] == ["letter-ontbreekt"]


def test_one_place_feeds_site_word_and_pdf(tmp_path: Path) -> None:
    put(tmp_path, {REGULAR: real_font(), "huisstijl/Stad-Bold.otf": font(weight=700, form="otf")})
    house = {
        "lettertype": "Stad Sans",
        "letterbestanden": {"gewoon": REGULAR, "vet": "huisstijl/Stad-Bold.otf"},
    }
    letters = read_looks(tmp_path, house)[0].letters
    assert [(face.cut, face.weight, face.address) for face in letters.faces] == [
        ("gewoon", "100 900", "letters/gewoon.ttf"),
        ("vet", "700", "letters/vet.otf"),
    ]
    assert letters.css().count("font-display:optional") == 2
    style = make_style(font="Stad Sans", font_files=letters.paper_files())
    assert "Stad Sans" in style_fonts(style).families()
    with zipfile.ZipFile(io.BytesIO(convert.to_docx(make_paper(), style))) as package:
        assert 'w:ascii="Stad Sans"' in package.read("word/styles.xml").decode()
    assert convert.style_print(style) != convert.style_print(make_style(font="Stad Sans"))
    with pikepdf.open(io.BytesIO(convert.to_pdf(make_paper(), style))) as document:
        fonts = {
            str(thing.BaseFont) for thing in document.objects if isinstance(thing, Dictionary) and "/BaseFont" in thing
        }
    assert any("StadSans" in name for name in fonts)
    assert not any("NotoSans" in name for name in fonts)


def test_a_font_that_is_replaced_is_read_again(tmp_path: Path) -> None:
    put(tmp_path, {REGULAR: font()})
    style = make_style(font="Stad Sans", font_files=(tmp_path / REGULAR,))
    assert "Stad Sans" not in style_fonts(style).families()
    put(tmp_path, {REGULAR: real_font()})
    assert "Stad Sans" in style_fonts(style).families()


def test_a_sign_that_only_the_own_font_has_is_not_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def known(signs: Collection[str], own: str, folders: tuple[Path, ...]) -> frozenset[str]:
        house = own == "Stad Sans" and (tmp_path / "werkruimte/huisstijl").resolve() in folders
        return frozenset() if house else frozenset(signs) & {"☃"}

    monkeypatch.setattr("kapstok.convert.letters.missing_signs", known)
    style = f"  lettertype: Stad Sans\n  letterbestanden:\n    gewoon: {REGULAR}\n"
    root = with_style(tmp_path, style, {REGULAR: font(), REGULAR.replace("ttf", "woff2"): b"wOF2" + bytes(60)})
    change(root, SETTINGS, "titel: ", "titel: ☃ ")
    assert load_from(root).findings == ()
    change(root, SETTINGS, f"huisstijl:\n{style}", "")
    assert [f.code for f in load_from(root).findings if f.code == "teken-ontbreekt"] == ["teken-ontbreekt"]


# --- tokens ---

GOOD = """\
/* Een thema; met een } in een opmerking. */
.voorbeeldstad-theme, :root {
  --stad-blauw: #0b4f7d; --stad-tekst: "a;b";
  --basis-color-accent-1-inverse-bg-default: var(--stad-blauw);
  --basis-color-action-1-color-default: var(--stad-onbekend, rgb(11 95 102));
  --basis-border-radius-md: 8px
}
"""


def test_tokens_give_the_site_its_look_and_nothing_else(tmp_path: Path) -> None:
    put(tmp_path, {SHEET: GOOD})
    looks, problems = read_looks(tmp_path, {"tokens": SHEET})
    assert problems == []
    assert looks.colours == {"hoofd": "#0b4f7d", "link": "#0b5f66"}
    assert looks.css() == ":root{--k-rond:8px;}\n"
    sheet = looks.tokens.css()
    assert sheet.startswith(":root{\n--stad-blauw:#0b4f7d;\n")
    assert '--stad-tekst:"a;b";' in sheet
    assert "opmerking" not in sheet
    own = read_looks(tmp_path, {"tokens": SHEET, "kleuren": {"hoofd": "#5b2a5e"}})[0]
    assert own.colours["hoofd"] == "#5b2a5e"


@pytest.mark.parametrize(
    ("css", "line", "column", "code"),
    [
        ("@import 'https://voorbeeld.nl/a.css';\n", 1, 1, "tokens-vorm"),
        (":root { --a: 1px; }\n@media print { :root { --a: 2px; } }\n", 2, 1, "tokens-vorm"),
        (":root {\n  color: red;\n}\n", 2, 3, "tokens-vorm"),
        (":root {\n  --a: 1px;\n  background: url(x);\n}\n", 3, 3, "tokens-vorm"),
        ("h1 { --a: 1px; }\n", 1, 1, "tokens-vorm"),
        (".a .b { --a: 1px; }\n", 1, 1, "tokens-vorm"),
        (":root {\n  --a: url(https://voorbeeld.nl/x);\n}\n", 2, 8, "tokens-onveilig"),
        (":root {\n  --a: UrL ('x');\n}\n", 2, 8, "tokens-onveilig"),
        (":root {\n  --a: \\75rl(x);\n}\n", 2, 8, "tokens-onveilig"),
        (":root {\n  --a: image-set('x' 1x);\n}\n", 2, 8, "tokens-onveilig"),
        (":root {\n  --a: red !important;\n}\n", 2, 12, "tokens-onveilig"),
        (":root {\n  --a: </style>;\n}\n", 2, 8, "tokens-onveilig"),
        (":root {\n  --a: 'open;\n}\n", 2, 3, "tokens-vorm"),
        (":root {\n  --a: rgb(1,2;\n  --b: 2px;\n}\n", 2, 3, "tokens-vorm"),
        (":root {\n  --a:;\n}\n", 2, 3, "tokens-vorm"),
        (":root {\n  --a: 1px;\n", 1, 7, "tokens-vorm"),
        (":root {\n  --a: { b: c };\n}\n", 2, 8, "tokens-onveilig"),
        ("\n  tekst\n", 2, 3, "tokens-vorm"),
    ],
)
def test_what_is_no_token_is_told_at_its_place(tmp_path: Path, css: str, line: int, column: int, code: str) -> None:
    first = tokened(tmp_path, css)[0]
    assert (first.path, first.line, first.column, first.code) == (SHEET, line, column, code)
    assert first.severity is Severity.ERROR
    assert read_looks(tmp_path, {"tokens": SHEET})[0].tokens.css() == ""


def test_a_file_with_tokens_is_there_is_text_and_is_not_too_large(tmp_path: Path) -> None:
    assert [f.code for f in load_from(with_style(tmp_path / "a", f"  tokens: {SHEET}\n")).findings] == [
        "tokens-ontbreken"
    ]
    outside = with_style(tmp_path / "b", "  tokens: ../tokens.css\n")
    put(outside.parent, {"tokens.css": GOOD})
    assert [f.code for f in load_from(outside).findings] == ["tokens-ontbreken"]
    assert [f.code for f in tokened(tmp_path / "c", b":root{--a:\xff}")] == ["tokens-vorm"]
    assert [f.code for f in tokened(tmp_path / "d", "/*" + "x" * 250_000 + "*/")] == ["tokens-te-groot"]
    assert [f.code for f in tokened(tmp_path / "e", ":root{" + "--a:1;" * 5001 + "}")] == ["tokens-vorm"]
    assert tokened(tmp_path / "f", "\ufeff/* leeg */\r\n") == ()


def test_references_that_run_round_give_no_value(tmp_path: Path) -> None:
    css = ":root { --basis-color-accent-1-bg-default: var(--a); --a: var(--b); --b: var(--a); }"
    (finding,) = tokened(tmp_path, css)
    assert (finding.code, finding.severity) == ("tokens-kleur", Severity.WARNING)


PAIRS = [
    "--basis-color-accent-1-inverse-bg-default: #7fd1e8",
    "--basis-color-action-1-color-default: #999999",
    "--basis-color-default-bg-document: #20303a",
    "--basis-color-default-color-document: #c0c0c0",
    "--basis-focus-background-color: #ffff00; --basis-focus-outline-color: #ffffff",
]


@pytest.mark.parametrize("tokens", PAIRS)
def test_a_pair_that_cannot_be_read_is_told_and_made_readable(tmp_path: Path, tokens: str) -> None:
    (finding,) = tokened(tmp_path, f":root {{\n  {tokens};\n}}\n")
    assert (finding.path, finding.line, finding.column, finding.code) == (SHEET, 2, 3, "tokens-contrast")
    assert finding.severity is Severity.WARNING
    looks = read_looks(tmp_path / "werkruimte", {"tokens": SHEET})[0]
    assert "focus" not in looks.colours
    found, neutral = looks.colours, Colours()
    colours = Colours(
        main=found.get("hoofd", neutral.main),
        text=found.get("tekst", neutral.text),
        link=found.get("link", ""),
        ground=found.get("grond", neutral.ground),
    )
    for scheme in palette(colours).values():
        for letters in ("tekst", "tekst-zacht", "kop", "link", "nadruk"):
            for ground in ("grond", "vlak", "kaart", "zacht"):
                assert contrast(scheme[letters], scheme[ground]) >= 4.5, (letters, ground)
        assert contrast(scheme["op-hoofd"], scheme["hoofd"]) >= 4.5


def test_a_colour_of_the_settings_needs_no_token(tmp_path: Path) -> None:
    css = ":root { --basis-color-accent-1-inverse-bg-default: #7fd1e8; }"
    assert tokened(tmp_path, css, "  kleuren:\n    hoofd: '#0b4f7d'\n") == ()


@pytest.mark.parametrize(
    ("tokens", "code"),
    [
        ("--basis-color-accent-1-bg-default: rgb(0 0 0 / 40%)", "tokens-kleur"),
        ("--basis-border-radius-md: 4rem", "tokens-maat"),
        ("--basis-border-radius-md: calc(1px + 1px)", "tokens-maat"),
        ("--basis-text-font-family-default: f(x)", "tokens-letter"),
    ],
)
def test_a_token_of_another_sort_is_told(tmp_path: Path, tokens: str, code: str) -> None:
    assert [f.code for f in tokened(tmp_path, f":root {{ {tokens}; }}")] == [code]


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("#ABC", "#aabbcc"),
        ("#0b4f7dff", "#0b4f7d"),
        ("white", "#ffffff"),
        ("rgb(11, 79, 125)", "#0b4f7d"),
        ("rgb(100% 0% 0%)", "#ff0000"),
        ("rgba(11 79 125 / 1)", "#0b4f7d"),
        ("hsl(0 100% 50%)", "#ff0000"),
        ("hsl(240deg, 100%, 25%)", "#000080"),
        ("#abcff", ""),
        ("#0b4f7d80", ""),
        ("transparent", ""),
        ("rgb(1.2.3 0 0)", ""),
        ("", ""),
    ],
)
def test_colours_are_read_as_css_writes_them(value: str, colour: str) -> None:
    assert as_hex(value) == colour


@given(st.text(alphabet=st.sampled_from(list(":root{-a;}\"'() \n/*@url\\!<.#0")), max_size=80))
def test_no_style_sheet_breaks_the_reading_and_only_tokens_come_out(
    tmp_path_factory: pytest.TempPathFactory, css: str
) -> None:
    root = tmp_path_factory.mktemp("css", numbered=True)
    put(root, {SHEET: css})
    tokens, _ = read_tokens(root, SHEET)
    out = tokens.css()
    assert out.count("{") == out.count("}") == (1 if out else 0)
    assert not re.search(r"(?i)url\s*\(|@|\\|<", out)


# --- the site, in a browser ---


def test_the_site_wears_the_font_and_the_tokens_without_a_style_in_the_page(tmp_path: Path, page: Page) -> None:
    style = f"  lettertype: Stad Sans\n  letterbestanden:\n    gewoon: {REGULAR}\n  tokens: {SHEET}\n"
    css = GOOD.replace("8px", "8px;\n--basis-focus-background-color: #ffd23f; --basis-focus-outline-color: black")
    root = with_style(tmp_path, style, {REGULAR: real_font(), SHEET: css})
    with ThreadPoolExecutor(1) as executor:
        made = render(load(open_workspace(root)), parts=("site",), executor=executor, watcher=Nobody())
    files = {output.path: output.content for output in made.outputs}
    home = files["index.html"]
    assert isinstance(home, bytes)
    for sheet in ("huisstijl/tokens.css", "huisstijl/huisstijl.css"):
        assert f'<link rel="stylesheet" href="{sheet}">'.encode() in home
    preload = '<link rel="preload" as="font" type="font/ttf" href="huisstijl/letters/gewoon.ttf" crossorigin>'
    assert preload.encode() in home
    served = ("html", "css", "js", "json", "ttf")

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://stad.test/onder/") or "index.html"
        content = files.get(path)
        kind = {"html": "text/html", "css": "text/css", "js": "text/javascript"}.get(path.rpartition(".")[2], "")
        if isinstance(content, bytes) and path.endswith(served):
            route.fulfill(body=content, content_type=kind or "application/octet-stream")
        else:
            route.fulfill(status=404)

    page.route("http://stad.test/**", answer)
    page.goto("http://stad.test/onder/")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].map(font => [font.family, font.status])") == [["Stad Sans", "loaded"]]
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        '"Stad Sans", system-ui'
    )
    value = "name => getComputedStyle(document.documentElement).getPropertyValue(name)"
    assert page.evaluate(value, "--k-rond") == "8px"
    assert page.evaluate(value, "--k-focus") == "#ffd23f"
    assert page.evaluate(value, "--k-hoofd") == "#0b4f7d"
    assert page.evaluate(value, "--stad-blauw") == "#0b4f7d"


# --- what comes with Kapstok, and what the handbook says ---


@pytest.mark.parametrize("name", [".", "examples/leusden", "examples/landerd", "examples/gooi-en-vechtstreek"])
def test_every_workspace_has_a_mark_with_words_and_colours_of_its_own(name: str) -> None:
    loaded = load(open_workspace(REPOSITORY / name))
    (settings,) = (item for kind in loaded.kinds if kind.file for item in loaded.model.of_kind(kind.name))
    house = settings.fields["huisstijl"]
    assert (REPOSITORY / name / house["logo"]).is_file()
    assert house["logo_tekst"].startswith("Beeldmerk")
    assert len(house["kleuren"]) == 3
    assert not [f for f in loaded.findings if f.code == "kleur-contrast"]


def test_the_handbook_names_every_token_and_every_code_and_its_theme_is_right(tmp_path: Path) -> None:
    text = HANDBOOK.read_text(encoding="utf-8")
    for names in TOKENS.values():
        assert "| " + ", ".join(f"`{name}`" for name in names) + " |" in text
    source = "".join(path.read_text() for path in (REPOSITORY / "kapstok" / "files" / "house").glob("*.py"))
    codes = set(re.findall(r"\"((?:letter|tokens)-[a-z-]+)\"", source))
    assert set(re.findall(r"^\| `((?:letter|tokens)-[a-z-]+)` \|", text, re.MULTILINE)) == codes
    theme = re.search(r"```css\n(.*?)```", text, re.DOTALL)
    assert theme
    assert tokened(tmp_path, theme[1]) == ()
    assert len(read_looks(tmp_path / "werkruimte", {"tokens": SHEET})[0].colours) == 6
