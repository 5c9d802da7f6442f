"""The sixty questions to our search and, beside it, to the stock search of MkDocs with Material; and how big it gets.

    python benchmarks/zoeken.py            the questions, both searches in a real browser
    python benchmarks/zoeken.py --groot    the index of a made-up agenda of 5,000 things: size and time

The stock search gets the very same pages, the stock theme and `lang: nl`. Its answers are counted kindly: a page is
right whatever the place on it, and what it shows under one page counts as one answer.
"""

from __future__ import annotations

import gzip
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Page as Window
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from searching import Question, questions, served  # noqa: E402

from kapstok.core import dutch  # noqa: E402
from kapstok.core.model import Model  # noqa: E402
from kapstok.core.page import Page  # noqa: E402
from kapstok.core.progress import Nobody  # noqa: E402
from kapstok.core.workspace import open_workspace  # noqa: E402
from kapstok.kinds.schema import Kinds  # noqa: E402
from kapstok.pipeline import load, view  # noqa: E402
from kapstok.render.build import Build  # noqa: E402
from kapstok.render.site.search import render_search  # noqa: E402

Files = Mapping[str, bytes]
_FIRST = 3
_LARGE = 5_000
_STOCK = """site_name: Agenda
theme: {name: material, language: nl, font: false}
plugins: [{search: {lang: nl}}]
use_directory_urls: true
markdown_extensions: [attr_list, fenced_code, md_in_html, tables, sane_lists, {toc: {toc_depth: 1-3}}]
validation:
  nav: {omitted_files: ignore}
  links: {not_found: ignore, absolute_links: ignore, unrecognized_links: ignore}
"""
_OURS = """async ([root, asked]) => {
  const {zoekmachine} = await import(root + "assets/stijl/zoekmachine.js");
  const before = performance.now();
  const index = await (await fetch(root + "zoeken/index.json")).json();
  const fetched = performance.now();
  const engine = zoekmachine(index);
  const ready = performance.now();
  const found = asked.map((question) => engine.zoek(question).treffers.slice(0, 3).map((row) => row.adres));
  return [found, fetched - before, ready - fetched, (performance.now() - ready) / asked.length];
}"""


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        window = browser.new_page()
        if "--groot" in sys.argv[1:]:
            _large(window)
        else:
            _compare(window)
        browser.close()


# --- The sixty questions ---


def _compare(window: Window) -> None:
    totals = {"wij": [0, 0], "standaard": [0, 0]}
    for workspace in dict.fromkeys(question.workspace for question in questions()):
        mine = [question for question in questions() if question.workspace == workspace]
        ours, stock = _both_sites(ROOT / workspace)
        with served({"wij/": ours, "standaard/": stock}) as host:
            window.goto(f"{host}wij/zoeken/")
            found = window.evaluate(_OURS, [f"{host}wij/", [question.text for question in mine]])[0]
            _open_stock(window, host)
            for question, addresses in zip(mine, found, strict=True):
                right = any(address in question.right for address in addresses)
                theirs = _ask_stock(window, question, f"{host}standaard/")
                pages = {address.partition("#")[0] for address in question.right}
                stock_right = any(address in pages for address in theirs)
                totals["wij"][question.kept_apart] += right
                totals["standaard"][question.kept_apart] += stock_right
                half = "apart" if question.kept_apart else "geschaafd"
                print(f"{question.number:2}  {half:9}  {question.text:36}  {_word(right)}  {_word(stock_right)}")
        _sizes(workspace, ours, stock)
    for name, (tuned, kept) in totals.items():
        print(f"{name:10} geschaafd {tuned} van 30, apart {kept} van 30, samen {tuned + kept} van 60")


def _word(right: bool) -> str:
    return "goed" if right else "mis "


def _both_sites(root: Path) -> tuple[Files, Files]:
    """The site as we make it, and the same pages made by MkDocs with Material as they come."""
    loaded = load(open_workspace(root))
    with ThreadPoolExecutor(2) as executor:
        build = Build(
            workspace=loaded.workspace,
            kinds=loaded.kinds,
            model=view(loaded.model, loaded.kinds, "inwoners"),
            day=loaded.day,
            repository=loaded.repository,
            history=loaded.history,
            executor=executor,
            watcher=Nobody(),
        )
        outputs, _ = build.run(["site"])
        pages = [page for page in build._pages() if page.findable]
    return {o.path: bytes(o.content) for o in outputs if isinstance(o.content, bytes)}, _stock_site(pages)


def _stock_site(pages: Sequence[Page]) -> Files:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "mkdocs.yml").write_text(_STOCK, encoding="utf-8")
        for page in pages:
            file = folder / "docs" / page.address / "index.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"---\ntitle: {page.title!r}\n---\n\n{page.markdown}", encoding="utf-8")
        build(load_config(str(folder / "mkdocs.yml")))
        site = folder / "site"
        return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def _open_stock(window: Window, host: str) -> None:
    window.goto(f"{host}standaard/")
    window.wait_for_load_state("networkidle")
    window.locator(".md-search__input").focus()
    window.wait_for_timeout(1_500)  # its worker fetches and reads the index


def _ask_stock(window: Window, question: Question, base: str) -> list[str]:
    """The pages of the first three answers of the stock search, as it shows them."""
    field = window.locator(".md-search__input")
    field.fill("")
    field.press("Backspace")  # it listens to keys
    window.wait_for_timeout(200)
    field.press_sequentially(question.text)
    window.wait_for_timeout(500)
    answers = window.locator(".md-search-result__item")
    last: list[str] = []
    for _ in range(8):  # until the answer stays the same
        count = min(_FIRST, answers.count())
        now = [str(answers.nth(n).locator("a").first.evaluate("a => a.href")) for n in range(count)]
        if now == last and now:
            break
        last = now
        window.wait_for_timeout(250)
    return [link.removeprefix(base).partition("?")[0].partition("#")[0] for link in last]


def _sizes(workspace: str, ours: Files, stock: Files) -> None:
    names = {
        "wij": [data for path, data in ours.items() if path.startswith("zoeken/") and path.endswith(".json")],
        "onze index": [ours["zoeken/index.json"]],
        "onze scripts": [ours[f"assets/stijl/{name}.js"] for name in ("zoeken", "zoekmachine")],
        "standaard": [stock["search/search_index.json"]],
        "hun script": [data for path, data in stock.items() if "workers/search" in path and path.endswith(".js")],
    }
    for name, contents in names.items():
        plain, packed = sum(map(len, contents)), sum(len(gzip.compress(data)) for data in contents)
        print(f"    {workspace}: {name} {plain / 1000:.0f} kB, ingepakt {packed / 1000:.0f} kB")


# --- A large agenda ---


def _large(window: Window) -> None:
    loaded = load(open_workspace(ROOT))
    public = view(loaded.model, loaded.kinds, "inwoners")
    made = list(_pages(public, loaded.kinds))
    files = {f"{page.address}index.html": html for page, html in made}
    started = time.perf_counter()
    index = dict(render_search([page for page, _ in made], files, Model(items={}, references=()), loaded.kinds, {}))
    print(f"{_LARGE} pagina's: index gemaakt in {time.perf_counter() - started:.1f} s")
    whole = index["zoeken/index.json"]
    texts = [len(gzip.compress(data)) for path, data in index.items() if "/tekst-" in path]
    print(f"index {len(whole) / 1e6:.1f} MB, ingepakt {len(gzip.compress(whole)) / 1e6:.2f} MB")
    print(
        f"{len(texts)} porties tekst, ingepakt samen {sum(texts) / 1e6:.1f} MB, de grootste {max(texts) / 1e3:.0f} kB"
    )
    engine = ROOT / "templates" / "stijl" / "site" / "assets" / "stijl" / "zoekmachine.js"
    site = {
        **index,
        "assets/stijl/zoekmachine.js": engine.read_bytes(),
        "index.html": b"<!doctype html><title>x</title>",
    }
    with served({"": site}) as host:
        window.goto(host)
        asked = [question.text for question in questions()]
        _, fetched, ready, each = window.evaluate(_OURS, [host, asked])
    print(f"gehaald en gelezen in {fetched:.0f} ms, klaargezet in {ready:.0f} ms, {each:.0f} ms per vraag")


def _pages(model: Model, kinds: Kinds) -> Iterator[tuple[Page, bytes]]:
    """Pages of 190 words: most as common as they are in the agenda, one in eight a rare compound of real words."""
    chance = random.Random(5)
    spoken = [word for item in model.items.values() for word in dutch.words(" ".join(_texts(item.fields)))]
    base = sorted({word for word in spoken if word.isalpha() and len(word) > 3})
    rare = [chance.choice(base) + chance.choice(base) for _ in range(20_000)]
    named = [kind.title for kind in kinds if kind.has_page]
    for number in range(_LARGE):
        text = [*chance.choices(spoken, k=165), *chance.choices(rare, k=25)]
        chance.shuffle(text)
        page = Page(
            address=f"dingen/{number}/",
            title=" ".join(text[:5]).capitalize(),
            markdown="",
            description=" ".join(text[5:20]),
            kind=named[number % len(named)],
        )
        yield page, f"<html><body><article><h1>x</h1><p>{' '.join(text)}</p></article></body></html>".encode()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, Mapping)):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner)


if __name__ == "__main__":
    main()
