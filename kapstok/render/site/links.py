"""The link check over the final HTML: every internal link and anchor leads somewhere.

MkDocs cannot do this, because links are written as final addresses; so it is ours. What the YAML says can only
link to items that exist, so a broken link is the mistake of a hand-written page, of a template or of the theme:
each of those is named once for a link, at the line where the link stands when that can be found.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urlsplit

import markdown
from lxml import html

from kapstok.core.finding import Finding
from kapstok.core.page import Page
from kapstok.core.places import Place
from kapstok.render.site.config import EXTENSIONS
from kapstok.render.site.raw_html import page_html

_ATTRIBUTES = (
    ("a", "href"),
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("source", "src"),
    ("form", "action"),
)
_THEME = "templates/stijl/site/main.html"
_WRITTEN = "docs/"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Broken:
    """A link that leads nowhere: where it is written, the page it was found on, and why it is broken."""

    path: str
    line: int
    link: str
    page: str
    problem: str


def check_links(
    files: Mapping[str, bytes],
    pages: Mapping[str, Page],
    planned: set[str],
    *,
    base: str = "/",
    texts: Callable[[], Mapping[str, str]] = dict,
) -> list[Finding]:
    """Findings for broken internal links.

    `planned` are files that other parts of the build make, `base` is the path of the site on its host, and
    `texts` gives the templates by the name that findings give them, to find the line of a link that is broken.
    """
    trees = {
        path: html.document_fromstring(content)
        for path, content in files.items()
        if path.endswith(".html") and content.strip()
    }
    anchors = {path: {str(v) for v in tree.xpath("//@id|//a/@name")} for path, tree in trees.items()}
    known, texts = set(files) | planned, cache(texts)
    found: dict[tuple[str, int, str], list[_Broken]] = {}
    for path, tree in trees.items():
        page = pages.get(path.removesuffix("index.html"))
        for element, link, problem in _broken(path, tree, known, anchors, base):
            place = _place(element, link, path, page, texts)
            broken = _Broken(
                path=place[0], line=place[1], link=link, page=path.removesuffix("index.html"), problem=problem
            )
            several = place[0].startswith(_WRITTEN)  # a page that somebody wrote may hold several on one line
            found.setdefault((*place, link if several else ""), []).append(broken)
    return [_finding(together) for together in found.values()]


def check_written(pages: Sequence[Page], planned: set[str], *, base: str = "/") -> list[Finding]:
    """The broken links of the hand-written pages, before there is a site: of other pages only the headings are made."""
    by_address = {page.address: page for page in pages}
    written = [page for page in pages if page.template.startswith(_WRITTEN)]
    files = {f"{page.address}index.html": _preview(page) for page in written}
    for page in written:
        for address in _targets(files[f"{page.address}index.html"], page.address, anchored=True):
            if address in by_address:
                files.setdefault(f"{address}index.html", _preview(by_address[address]))
    everything = {f"{page.address}index.html" for page in pages}
    found = check_links(files, by_address, planned | everything, base=base)
    return [finding for finding in found if finding.path.startswith(_WRITTEN)]


def led_to(pages: Iterable[Page]) -> set[str]:
    """The addresses of the pages that these hand-written pages may lead to."""
    return {target for page in pages for target in _targets(_preview(page), page.address, anchored=False)}


def _targets(content: bytes, address: str, *, anchored: bool) -> set[str]:
    """The addresses of the pages that this page leads to; with `anchored` those that it leads to a place in."""
    found = set()
    tree = html.document_fromstring(content)
    for link in (node.get(name) for tag, name in _ATTRIBUTES for node in tree.iter(tag)):
        parts = urlsplit(link or "")
        if (parts.fragment or not anchored) and parts.path and not parts.scheme and not parts.netloc:
            target = posixpath.normpath(posixpath.join("/", address, unquote(parts.path))).removesuffix("/index.html")
            found.add(f"{target.strip('/')}/".lstrip("/"))
    return found


def _preview(page: Page) -> bytes:
    """A page as HTML, without what stands around its text."""
    made, _ = page_html(page.markdown)
    if made is None:
        made = markdown.markdown(page.markdown, extensions=list(EXTENSIONS), extension_configs=dict(EXTENSIONS))
    return f"<html><body><article>{made}</article></body></html>".encode()


def _broken(
    path: str, tree: html.HtmlElement, known: set[str], anchors: Mapping[str, set[str]], base: str
) -> Iterator[tuple[html.HtmlElement, str, str]]:
    """The broken links of one page: element, link and why; a link that stands there twice counts once."""
    seen = set()
    for tag, attribute in _ATTRIBUTES:
        for element in tree.iter(tag):
            link = element.get(attribute)
            if link is None or link in seen:
                continue
            seen.add(link)
            problem = _problem(link, path, known, anchors, base)
            if problem:
                yield element, link, problem


def _place(
    element: html.HtmlElement, link: str, path: str, page: Page | None, texts: Callable[[], Mapping[str, str]]
) -> tuple[str, int]:
    """The file and line where a link was written."""
    if page is None or next(element.iterancestors("article"), None) is None:
        return (_THEME if page or path == "404.html" else path), 1
    if page.template.startswith(_WRITTEN):
        stem = page.address.rstrip("/").rpartition("/")[2] if page.address else "index"
        line = _line(page.markdown, link) or _line(page.markdown, (element.text_content() or "").strip())
        name = page.source or f"{page.template}/{stem}.md"
        return name, line + page.first_line - 1 if line else page.first_line or 1
    own = f"templates/{page.template}.md.j2"
    bare = re.sub(r"^(\.\./)+", "", unquote(link))
    known = texts()
    for name in (own, *sorted(known)):
        line = next((n for shown in (link, bare) if (n := _line(known.get(name, ""), shown, quoted=True))), 0)
        if line:
            return name, line
    return own, 1


def _line(text: str, part: str, *, quoted: bool = False) -> int:
    """The line, from 1, on which a part of a text stands (right after a quote or bracket); 0 when it does not."""
    if not part:
        return 0
    match = re.search(("[\"'(]" if quoted else "") + re.escape(part), text)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def _finding(together: list[_Broken]) -> Finding:
    first = together[0]
    others = len(together) - 1
    more = f" Dat gebeurt ook op {others} andere {'plaats' if others == 1 else 'plaatsen'}." if others else ""
    return Finding.at(
        Place.on(first.path, first.line),
        "link-gebroken",
        f"Op de pagina /{first.page} leidt de link {first.link} nergens heen: {first.problem}.{more}",
        "Verbeter de link in dit bestand.",
    )


def _problem(link: str, path: str, known: set[str], anchors: Mapping[str, set[str]], base: str) -> str:
    """Why a link is broken, or an empty string when it is not ours or right."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or link.startswith(("data:", "#__")):
        return ""
    if path == "404.html" and link.startswith("/"):
        if not parts.path.startswith(base):
            return f"{parts.path} ligt buiten {base}"
        target = posixpath.normpath(unquote(parts.path[len(base) :]) or ".")
    elif parts.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
    else:
        target = path
    if parts.path.endswith("/") or target in (".", ""):
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    if target not in known and posixpath.join(target, "index.html") in known:
        target = posixpath.join(target, "index.html")
    if target not in known:
        return f"{target} bestaat niet"
    if parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target]:
        return f"op {target} is geen plek {unquote(parts.fragment)}"
    return ""
