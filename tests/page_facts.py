"""What must be right in the HTML of a page for whoever does not see it: headings, landmarks, tables, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from lxml import html


def complaints(content: bytes) -> Iterator[str]:
    """Everything that is wrong with the structure of a page."""
    tree = html.document_fromstring(content)
    if tree.get("lang") != "nl":
        yield "no language"
    yield from _headings(tree)
    yield from _landmarks(tree)
    yield from _tables(tree)
    for name, count in Counter(str(found) for found in tree.xpath("//@id")).items():
        if count > 1:
            yield f"the id {name} stands there {count} times"
    for image in tree.xpath("//img[not(@alt)]|//svg[not(@aria-hidden='true')][not(title)]"):
        yield f"a picture without words: {html.tostring(image)[:60]!r}"
    for link in tree.iter("a"):
        words = (link.text_content() or "").strip() or "".join(link.xpath(".//img/@alt")) or link.get("aria-label")
        if link.get("href") is not None and not words:
            yield f"a link without words: {link.get('href')}"


def _headings(tree: html.HtmlElement) -> Iterator[str]:
    levels = [int(found.tag[1]) for found in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"headings {levels[:3]}: one h1, and it is the first"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} after h{before}"
    for found in tree.xpath("//h1|//h2|//h3|//h4"):
        if not (found.text_content() or "").strip():
            yield "an empty heading"


def _landmarks(tree: html.HtmlElement) -> Iterator[str]:
    for name in ("main", "header", "footer"):
        if len(tree.xpath(f"//body/{name}")) != 1:
            yield f"not one <{name}>"
    names = [nav.get("aria-label") for nav in tree.iter("nav")]
    if None in names or len(set(names)) != len(names):
        yield f"navigations cannot be told apart: {names}"
    skip = tree.xpath("(//body//a)[1]/@href")
    if not skip or not str(skip[0]).startswith("#") or not tree.xpath(f"//main[@id='{str(skip[0])[1:]}']"):
        yield "the first link does not skip to the text"
    menu = tree.xpath("//nav[@aria-label='Hoofdmenu']//*[@aria-current='page']")
    if tree.xpath("//nav[@aria-label='Kruimelpad']") and not tree.xpath("//nav//*[@aria-current='page']") and not menu:
        yield "nothing says where the reader is"


def _tables(tree: html.HtmlElement) -> Iterator[str]:
    for table in tree.iter("table"):
        words = re.sub(r"\s+", " ", table.text_content())[:40]
        if not table.xpath(".//th[normalize-space()]"):
            yield f"a table without headers: {words}"
        if table.getparent().get("class") != "tabelvak":
            yield f"a table that cannot be moved sideways: {words}"
