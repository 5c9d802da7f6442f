"""The whole site in a real browser, at the root of a host and under a path: nothing from elsewhere, nothing broken."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Request, Response
from public_site import Sites, each_workspace, served

from kapstok.commands.webserver import find_file

SKELETON = (
    '<!doctype html><html lang="nl"><head><title>x</title><link rel="icon" href="data:,">%s</head><body>%s</body>'
)
each_base = pytest.mark.parametrize("prefix", ["/", "/sub/pad/"])


def visit_all(chromium: Browser, base: str, addresses: Iterable[str]) -> list[str]:
    """Visit pages one after the other; gives every foreign request, missing file, complaint and cookie."""
    troubles: list[str] = []
    context = chromium.new_context(locale="nl-NL")
    page = context.new_page()

    def asked(request: Request) -> None:
        if not request.url.startswith((base, "data:")):
            troubles.append(f"{page.url}: asks {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400 and not response.url.endswith("/404.html"):
            troubles.append(f"{page.url}: {response.status} for {response.url}")

    page.on("request", asked)
    page.on("response", answered)
    page.on("console", lambda m: troubles.append(f"{page.url}: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    for address in addresses:
        page.goto(base + address)
    troubles += [f"cookie {cookie['name']}" for cookie in context.cookies()]
    context.close()
    return troubles


@pytest.mark.langzaam
@each_base
@each_workspace
def test_the_browser_asks_only_this_site_and_complains_of_nothing(
    sites: Sites, chromium: Browser, name: str, prefix: str
) -> None:
    site = sites[name]
    with served(site.folder, prefix) as base:
        assert visit_all(chromium, base, site.addresses()) == []


@each_base
@each_workspace
def test_every_link_leads_somewhere(sites: Sites, name: str, prefix: str) -> None:
    site = sites[name]
    assert dead_links(site.folder, f"http://localhost{prefix}") == []


def dead_links(folder: Path, base: str) -> list[str]:
    """The links, forms and loaded files of every page that lead nowhere when the site stands at `base`."""
    trees = {
        path.relative_to(folder).as_posix().removesuffix("index.html"): html.document_fromstring(path.read_bytes())
        for path in sorted(folder.rglob("*.html"))
    }
    anchors = {address: {str(found) for found in tree.xpath("//@id")} for address, tree in trees.items()}
    dead = []
    for address, tree in trees.items():
        for link in {str(found) for found in tree.xpath("//a/@href|//svg//@href|//link/@href|//*/@src|//form/@action")}:
            target = urlsplit(urljoin(base + address, link))
            if target.scheme not in ("http", "https") or target.netloc != "localhost":
                continue
            prefix = urlsplit(base).path
            path = unquote(target.path.removeprefix(prefix))
            found = find_file(folder, target.path.removeprefix(prefix)) if target.path.startswith(prefix) else None
            if found is None or (found.is_dir() and not (found / "index.html").is_file()):
                dead.append(f"{address}: {link}")
            elif target.fragment and path in anchors and unquote(target.fragment) not in anchors[path]:
                dead.append(f"{address}: no place {link}")
    return dead


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", '<img src="http://elders.example/x.png" alt="">'),
        ('<link rel="stylesheet" href="//elders.example/x.css">', ""),
        ("", '<img src="weg.png" alt="">'),
        ("", "<script>console.error('au')</script>"),
        ("", "<script>throw new Error('au')</script>"),
        ("", "<script>document.cookie = 'a=b'</script>"),
        (
            "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; img-src data:\">",
            "<script>1</script>",
        ),
        ("", "<script>fetch('/buiten')</script>"),
    ],
)
def test_the_crawl_hears_of_everything(tmp_path: Path, chromium: Browser, head: str, body: str) -> None:
    (tmp_path / "index.html").write_text(SKELETON % (head, body), encoding="utf-8")
    (tmp_path / "404.html").write_text(SKELETON % ("", "weg"), encoding="utf-8")
    (tmp_path / "goed").mkdir()
    (tmp_path / "goed" / "index.html").write_text(SKELETON % ("", "<p>x</p>"), encoding="utf-8")
    with served(tmp_path, "/sub/") as base:
        assert visit_all(chromium, base, ["goed/"]) == []
        assert visit_all(chromium, base, ["", "goed/"])


@pytest.mark.parametrize("link", ["../weg/", "/goed/", "../goed/#weg", "x.pdf"])
def test_the_link_check_finds_what_leads_nowhere(tmp_path: Path, link: str) -> None:
    for name, body in (("goed", "<h1 id='hier'>x</h1>"), ("fout", f"<a href='{link}'>x</a>")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(SKELETON % ("", body), encoding="utf-8")
    assert len(dead_links(tmp_path, "http://localhost/sub/")) == 1
    (tmp_path / "fout" / "index.html").write_text(SKELETON % ("", "<a href='../goed/#hier'>x</a>"), encoding="utf-8")
    assert dead_links(tmp_path, "http://localhost/sub/") == []
