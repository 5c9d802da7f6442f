"""The site of the shipped agenda: everything is there, counted on the pages themselves, and every link works."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from workbench import building

from kapstok.core.cache import Cache
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load
from kapstok.render.build import Build
from kapstok.render.site.builder import build_site, render_batch
from kapstok.render.site.config import stands_alone
from kapstok.render.site.links import check_links

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def build() -> Iterator[Build]:
    with building(ROOT, day=DAY) as build:
        yield build


@pytest.fixture(scope="module")
def files(build: Build) -> dict[str, bytes]:
    outputs, findings = build.run(["site", "data"])
    assert not [f for f in findings if f.code != "onderdelen-ontbreken"]
    return {output.path: bytes(output.content) for output in outputs if isinstance(output.content, bytes)}


def page(files: dict[str, bytes], path: str) -> html.HtmlElement:
    return html.document_fromstring(files[path]).xpath("//article")[0]


def test_four_goals_boxes_and_eleven_goals_in_the_tree_and_its_list(files: dict[str, bytes]) -> None:
    tree = page(files, "doelenboom/index.html")
    links = {a.get("href") for a in tree.xpath(".//ul//a")}
    drawn = {a.get("href") for a in tree.xpath(".//svg//a")}
    for folder, count in (("opgaven", 4), ("doelen", 11)):
        assert len({link for link in links if f"../{folder}/" in link}) == count
        assert len({link for link in drawn if f"../{folder}/" in link}) == count


def test_the_assignments_stand_in_the_order_of_the_paper(files: dict[str, bytes]) -> None:
    text = page(files, "ontwikkelopdrachten/index.html").text_content()
    numbers = [f"6.{n}" for n in range(1, 11)]
    found = [m for m in re.findall(r"\b6\.\d+\b", text) if m in numbers]
    assert list(dict.fromkeys(found)) == numbers


def test_every_frame_is_an_item_of_its_list(files: dict[str, bytes]) -> None:
    kaders = json.loads(files["data/kaders.json"])
    assert len(kaders) == 77
    lists = {row["id"] for row in json.loads(files["data/kaderlijsten.json"])}
    assert len(lists) == 11
    assert {row["kaderlijst"] for row in kaders} == lists
    counted = 0
    for name in lists:
        article = page(files, f"kaderlijsten/{name}/index.html")
        items = article.xpath(".//li[starts-with(@id, 'kader-') or .//*[starts-with(@id, 'kader-')]]")
        counted += len(items)
    assert counted == 77
    overview = page(files, "kaderlijsten/index.html")
    assert len({a.get("href") for a in overview.xpath(".//li//a[contains(@href, '#kader-')]")}) == 77


def test_every_term_of_the_glossary_has_a_heading(files: dict[str, bytes]) -> None:
    article = page(files, "begrippen/index.html")
    terms = [row["id"] for row in json.loads(files["data/begrippen.json"])]
    assert len(terms) == 20
    assert {h.get("id") for h in article.xpath(".//h2|.//h3")} >= set(terms)


def test_links_go_both_ways_between_goal_and_activity(files: dict[str, bytes]) -> None:
    rows = json.loads(files["data/activiteiten.json"])
    assert len(rows) >= 12
    for row in rows:
        for goal in row["doelen"]:
            there = page(files, f"activiteiten/{row['id']}/index.html").xpath(f".//a[@href='../../doelen/{goal}/']")
            back = page(files, f"doelen/{goal}/index.html").xpath(f".//a[@href='../../activiteiten/{row['id']}/']")
            assert there, (row["id"], goal)
            assert back, (row["id"], goal)


def test_a_term_in_running_text_leads_to_its_meaning_once_a_page(files: dict[str, bytes]) -> None:
    linked = 0
    for path, content in files.items():
        if path.endswith(".html") and path.count("/") == 2 and not path.startswith("begrippen"):
            article = html.document_fromstring(content).xpath("//article")
            targets = (
                [a.get("href") for a in article[0].xpath(".//p//a[contains(@href, 'begrippen/#')]")] if article else []
            )
            linked += bool(targets)
    assert linked > 10


def test_examples_are_marked_on_their_page_and_in_every_row(files: dict[str, bytes]) -> None:
    for folder in ("activiteiten", "indicatoren", "contracten", "overleggen", "voorzieningen"):
        rows = json.loads(files[f"data/{folder}.json"])
        header = files[f"data/{folder}.csv"].decode().splitlines()[0]
        assert "voorbeeld" in header.split(",")
        for row in rows:
            assert row["voorbeeld"] is True
            text = html.document_fromstring(files[f"{folder}/{row['id']}/index.html"]).text_content().lower()
            assert "voorbeeld" in text
    for row in json.loads(files["data/metingen.json"]):
        assert row["voorbeeld"] is True


def test_nothing_comes_from_another_host(files: dict[str, bytes]) -> None:
    """Links for the reader may lead elsewhere; what a browser loads by itself may not."""
    for path, content in files.items():
        if not path.endswith(".html"):
            continue
        tree = html.document_fromstring(content)
        loaded = tree.xpath("//script/@src|//img/@src|//iframe/@src|//link[not(@rel='canonical')]/@href")
        assert not [url for url in loaded if re.match(r"(https?:)?//", url)], path


def test_hidden_items_leave_no_trace(build: Build, files: dict[str, bytes]) -> None:
    whole = load(open_workspace(ROOT), day=DAY).model
    hidden = [i for i in whole.items.values() if i.key not in build.model.items and i.parent is None]
    assert hidden
    for item in hidden:
        for path, content in files.items():
            assert item.title.encode() not in content, (item.title, path)
            assert f"/{item.key.id}/".encode() not in content, (item.key, path)


@pytest.mark.langzaam
def test_two_batches_give_the_pages_of_one(build: Build) -> None:
    pages = build._pages()
    settings = build._site_settings(pages)
    one = render_batch(pages, settings)
    half = len(pages) // 2
    two = render_batch(pages[half:], settings) | render_batch(pages[:half], settings)
    assert set(one) == set(two)
    for path, content in one.items():
        assert two[path] == content, path


@pytest.mark.langzaam
def test_the_second_build_comes_from_the_cache_and_is_the_same(build: Build, tmp_path: Path) -> None:
    pages = build._pages()
    settings = build._site_settings(pages)
    cache = Cache(tmp_path)
    first = build_site(pages, settings, cache)
    blob = next(tmp_path.iterdir())
    assert build_site(pages, settings, cache) == first
    blob.write_bytes(blob.read_bytes()[:-1] + b"x")
    assert build_site(pages, settings, cache) == first


HOOK = """\
from pathlib import Path


def on_page_content(html, **more):
    return html + Path(__file__).with_name("bericht.html").read_text(encoding="utf-8")
"""


def test_what_a_hook_adds_is_never_taken_from_an_earlier_build(build: Build, tmp_path: Path) -> None:
    pages = [page for page in build._pages() if not page.address]
    config = tmp_path / "mkdocs.yml"
    config.write_text((ROOT / "mkdocs.yml").read_text(encoding="utf-8") + "hooks: [haak.py]\n", encoding="utf-8")
    (tmp_path / "haak.py").write_text(HOOK, encoding="utf-8")
    settings = replace(build._site_settings(pages), config=config)
    for said in ("Een oud bericht.", "Een nieuw bericht."):
        (tmp_path / "bericht.html").write_text(f"<p>{said}</p>", encoding="utf-8")
        assert said in build_site(pages, settings, Cache(tmp_path / "bewaard"))["index.html"].decode()


@pytest.mark.parametrize(
    ("more", "alone"),
    [
        ("", True),
        ("plugins: [search]\n", True),
        ("markdown_extensions: [pymdownx.superfences, tables, markdown.extensions.footnotes]\n", True),
        ("plugins: [macros]\n", False),
        ("markdown_extensions: [mdx_anders]\n", False),
        ("copyright: !ENV NAAM\n", False),
        ("INHERIT: basis.yml\n", False),
        ("hooks: haak.py\n", False),
        ("plugins: {", False),
    ],
)
def test_only_a_site_that_depends_on_known_things_is_kept(more: str, alone: bool, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Agenda\n{more}", encoding="utf-8")
    assert stands_alone(tmp_path / "mkdocs.yml") is alone


@pytest.mark.langzaam
def test_edit_links_lead_to_the_yaml_when_the_forge_is_named(build: Build) -> None:
    pages = [p for p in build._pages() if not p.address or p.address == "doelen/meedoen-naar-vermogen/"]
    settings = build._site_settings(build._pages())
    forge = replace(settings, edit_prefix="https://forge.example/agenda/bewerken/")
    rendered = render_batch(pages, forge)["doelen/meedoen-naar-vermogen/index.html"].decode()
    assert "https://forge.example/agenda/bewerken/agenda/doelen/meedoen-naar-vermogen.yaml" in rendered
    assert "forge.example" not in render_batch(pages, settings)["doelen/meedoen-naar-vermogen/index.html"].decode()


@pytest.mark.parametrize(
    ("link", "broken"),
    [
        ("../weg/", True),
        ("../b/", False),
        ("../b/#plek", False),
        ("../b/#nergens", True),
        ("https://x.example", False),
        ("../stukken/later.pdf", False),
        ("#hier", True),
        ("mailto:a@b.example", False),
        ("../b", False),
    ],
)
def test_the_link_check_finds_broken_links_and_anchors(link: str, broken: bool) -> None:
    files = {
        "a/index.html": f"<html><body><a href='{link}'>x</a></body></html>".encode(),
        "b/index.html": b"<html><body><h2 id='plek'>x</h2></body></html>",
    }
    found = check_links(files, {}, {"stukken/later.pdf"})
    assert [f.code for f in found] == (["link-gebroken"] if broken else [])
