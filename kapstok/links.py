"""The link check over the final HTML: every internal link and anchor leads somewhere.

MkDocs cannot do this, because links are written as final addresses; so it is ours.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from lxml import html

from kapstok.finding import Finding, Severity
from kapstok.page import Page

_ATTRIBUTES = (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"))


def check_links(files: Mapping[str, bytes], pages: Mapping[str, Page], planned: set[str]) -> list[Finding]:
    """Findings for broken internal links. `planned` are files that other parts of the build make."""
    trees = {
        path: html.document_fromstring(content)
        for path, content in files.items()
        if path.endswith(".html") and content.strip()
    }
    anchors = {path: {str(v) for v in tree.xpath("//@id|//a/@name")} for path, tree in trees.items()}
    known = set(files) | planned
    return [finding for path, tree in trees.items() for finding in _check_page(path, tree, known, anchors, pages)]


def _check_page(
    path: str, tree: html.HtmlElement, known: set[str], anchors: Mapping[str, set[str]], pages: Mapping[str, Page]
) -> Iterator[Finding]:
    page = pages.get(path.removesuffix("index.html"))
    seen = set()
    for tag, attribute in _ATTRIBUTES:
        for element in tree.iter(tag):
            link = element.get(attribute)
            if link is None or link in seen:
                continue
            seen.add(link)
            problem = _problem(link, path, known, anchors)
            if problem:
                shown = path.removesuffix("index.html")
                yield Finding(
                    path=page.source if page and page.source else f"templates/{page.template}.md.j2" if page else path,
                    line=1,
                    column=1,
                    severity=Severity.ERROR,
                    code="link-gebroken",
                    message=f"Op de pagina /{shown} leidt de link {link} nergens heen: {problem}.",
                    hint="Verbeter de verwijzing in de YAML of in het sjabloon.",
                )


def _problem(link: str, path: str, known: set[str], anchors: Mapping[str, set[str]]) -> str:
    """Why a link is broken, or an empty string when it is not ours or right."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or link.startswith(("data:", "#__")):
        return ""
    if path == "404.html" and link.startswith("/"):
        return ""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
    if parts.path.endswith("/") or target in (".", ""):
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    if target not in known and posixpath.join(target, "index.html") in known:
        target = posixpath.join(target, "index.html")
    if target not in known:
        return f"{target} bestaat niet"
    if parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target]:
        return f"op {target} is geen plek {unquote(parts.fragment)}"
    return ""
