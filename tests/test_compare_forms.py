"""A comparison in every form: what it says, that it is valid and accessible, and that no text in it does anything."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import docx
import jsonschema
import pytest
from axe import violations
from changing import compared, opened, replace_in, small_repository
from markdown_it import MarkdownIt
from papers_git import commit, git
from playwright.sync_api import Page

from kapstok.commands.difference import told
from kapstok.compare.as_html import as_html
from kapstok.compare.as_json import SCHEMA, as_json
from kapstok.compare.as_markdown import as_markdown, escaped
from kapstok.compare.as_text import WIDTH, as_text
from kapstok.compare.values import Comparison, SignKind
from kapstok.core.audience import PUBLIC

GOAL, ACTIVITY = "agenda/doelen/werk-naar-vermogen.yaml", "agenda/activiteiten/buurtmaaltijd.yaml"
INDICATOR, TERM = "agenda/indicatoren/mensen-aan-het-werk.yaml", "agenda/begrippen/nabij.yaml"
TAGS = {"h2", "h3", "h4", "p", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td", "ins", "del", "br"}
EVIL = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [klik](javascript:alert(1)) ![x](http://a.example/b.png) "
    "@iedereen #12 !34 www.kwaad.example https://kwaad.example/x | kolom `code` **vet** :tada: {{ x }} $a$ ~~weg~~"
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A proposal with a bit of everything, and with texts that try to do something."""
    root = small_repository(tmp_path_factory.mktemp("vormen"))
    replace_in(root, INDICATOR, ("waarde: 45.5", "waarde: 40,50"))
    replace_in(root, GOAL, ("meer dan een inkomen.", "vaak *meer* dan geld. Het geeft een dag vorm aan veel mensen."))
    replace_in(root, ACTIVITY, ("waar: Het dorpshuis", f"waar: {json.dumps(EVIL)}"))
    term = f"term: Nabij\ndefinitie: Dichtbij huis.\npublicatie: openbaar\nsynoniemen: [{json.dumps(EVIL)}]\n"
    (root / TERM).write_text(term, encoding="utf-8")
    git(root, "rm", "-q", "agenda/begrippen/wederkerigheid.yaml")
    return root


@pytest.fixture(scope="module")
def comparison(root: Path) -> Comparison:
    return compared(root)


def test_the_terminal_gets_plain_lines_that_fit(comparison: Comparison) -> None:
    text = as_text(comparison)
    assert max(map(len, text.split("\n"))) <= WIDTH
    assert "LET OP" in text
    assert "was   45,5" in text
    assert "wordt 40,50" in text


def test_the_json_has_its_documented_shape(comparison: Comparison) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    found = json.loads(as_json(comparison))
    jsonschema.validate(found, schema)
    assert {sign["soort"] for sign in found["signalen"]} == {"streefwaarde-lager", "beëindigd", "adres-vervalt"}
    assert {thing["hoe"] for thing in found["dingen"]} == {"gewijzigd", "nieuw", "verwijderd"}


def test_markdown_shows_texts_as_texts(comparison: Comparison) -> None:
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(as_markdown(comparison))
    assert "<script" not in html
    assert "<img" not in html
    assert "href" not in html
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= TAGS
    plain = re.sub(r"<[^>]+>", "", html)
    for reference in ("@iedereen", "#12", "!34", "https://", "www.kwaad", ":tada:"):
        assert reference not in plain, "a forge makes something of it"


@pytest.mark.parametrize("text", [EVIL, "a\nb", "1. x", "# kop", "- punt", "a|b", "\\*", "GH-12", "x@y.nl"])
def test_an_escaped_text_reads_as_it_was(text: str) -> None:
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"x {escaped(text)}")
    read = re.sub(r"<br ?/?>|&lt;br&gt;", "\n", html)
    read = re.sub(r"</?p>", "", read).replace("\u200b", "").strip()
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        read = read.replace(entity, sign)
    assert read == f"x {text}".strip()


@pytest.mark.browser
def test_the_page_is_accessible_and_nothing_in_it_runs(comparison: Comparison, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "verschil.html"
    file.write_text(as_html(comparison), encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    for width, scheme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(file.as_uri())
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {url.partition("#")[0] for url in asked} == {file.as_uri()}
    assert page.locator("ins .lezer").first.text_content() == "nieuw: "


def test_the_word_document_has_the_table_and_the_style_of_the_house(root: Path) -> None:
    with opened(root) as pair:
        first, second = (told(pair, PUBLIC, "docx") for _ in range(2))
    assert first == second, "the same bytes"
    document = docx.Document(io.BytesIO(first))
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert ["Veld", "Was", "Wordt"] in heads
    assert ["Veld", "Wordt"] in heads
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    bold = {run.text for cell in cells for paragraph in cell.paragraphs for run in paragraph.runs if run.bold}
    assert {"45,5", "40,50"} <= bold


def kapstok(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kapstok", *arguments, "--workspace", str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_writes_a_file_and_says_what_is_wrong(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "map" / "verschil.html"
    assert kapstok(root, "verschil", "--format", "html", "--out", str(file)).returncode == 0
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")
    unknown = kapstok(root, "verschil", "bestaat-niet")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "Git kent geen versie met de naam bestaat-niet." in unknown.stderr
    nameless = kapstok(root, "verschil", "--format", "docx")
    assert nameless.returncode == 2
    assert "--out verschil.docx" in nameless.stderr


def test_check_against_a_base_finds_an_address_that_dies_with_its_cure(root: Path) -> None:
    found = kapstok(root, "check", "--tegen", "main", "--opmerkingen", "geen")
    assert "adres begrippen/#wederkerigheid vervalt. [adres-vervalt]" in found.stdout
    assert "git checkout" in found.stdout
    assert "adres-vervalt" not in kapstok(root, "check", "--opmerkingen", "geen").stdout


def test_without_a_main_branch_or_git_the_cure_is_said(tmp_path: Path) -> None:
    root = small_repository(tmp_path)
    git(root, "branch", "-m", "anders")
    found = kapstok(root, "verschil")
    assert "Er is geen hoofdtak gevonden" in found.stderr
    assert "kapstok verschil HEAD~1" in found.stderr
    git(root, "checkout", "-q", "--orphan", "los")
    commit(root, "2026-03-02")
    git(root, "branch", "main", "anders")
    assert "geen gezamenlijke voorganger" in kapstok(root, "verschil").stderr
    assert kapstok(root, "verschil", "main").returncode == 0


def test_what_is_on_a_branch_is_compared_with_where_it_left_the_main_one(tmp_path: Path) -> None:
    root = small_repository(tmp_path)
    git(root, "checkout", "-q", "-b", "voorstel")
    replace_in(root, GOAL, ("meer dan een inkomen.", "goed."))
    commit(root, "2026-03-02")
    git(root, "checkout", "-q", "main")
    replace_in(root, INDICATOR, ("waarde: 45.5", "waarde: 40"))
    commit(root, "2026-03-03")
    git(root, "checkout", "-q", "voorstel")
    found = compared(root)
    assert [str(thing.key) for thing in found.things] == ["doel:werk-naar-vermogen"]
    assert not [sign for sign in found.signs if sign.kind is SignKind.LOWER]
