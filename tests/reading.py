"""What a reader reads of a running text, as plain values: of its tree, on the site, in a paper, in Word and in a PDF.

A reading is a list of blocks: `("p", runs)`, `("ul", items)`, `("ol", sort, start, items)`, `("quote", blocks)` and
`("table", rows)`. Runs are (words, marks) with what is bold, slanted, code or a link; neighbours that look alike are
one, and spaces count as a page shows them.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import markdown
from lxml import html as lxml_html

from kapstok.convert.base import Style
from kapstok.convert.pandoc import Order, make_all, pandoc_path
from kapstok.core.markdown import tree

SITE = ["attr_list", "fenced_code", "md_in_html", "tables", "sane_lists", "toc"]
Reading = list[Any]


def _runs(parts: Iterable[tuple[str, frozenset[str]]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Words with their marks, and a bare space wherever a page shows one."""
    made: list[tuple[str, tuple[str, ...]]] = []
    for text, marks in parts:
        for piece in re.findall(r"[ \t\r\n]+|⏎|[^ \t\r\n⏎]+", text):
            last = made[-1] if made else None
            if piece == "⏎":
                made = made[:-1] if last == (" ", ()) else made
                made.append((piece, ()))
            elif piece.isspace() and piece.strip(" \t\r\n") == "":
                if last and last != (" ", ()) and last != ("⏎", ()):
                    made.append((" ", ()))
            elif last and last[1] == tuple(sorted(marks)) and last[0] not in " ⏎":
                made[-1] = (last[0] + piece, last[1])
            else:
                made.append((piece, tuple(sorted(marks))))
    while made and made[-1][0] == " ":
        made.pop()
    return tuple(made)


def _address(address: str) -> str:
    return "naar " + unquote(address)


# The tree


def of_tree(blocks: Sequence[tree.Block]) -> Reading:
    """The reading of a tree."""
    return [_of_block(block) for block in blocks]


def _of_block(block: tree.Block) -> Any:
    if isinstance(block, tree.Paragraph):
        return ("p", _runs(_of_inlines(block.inner, frozenset())))
    if isinstance(block, tree.ListBlock):
        items = [of_tree(item) for item in block.items]
        return ("ul", items) if block.sort == "-" else ("ol", block.sort, block.start, items)
    if isinstance(block, tree.Quote):
        return ("quote", of_tree(block.blocks))
    return ("table", [[_runs(_of_inlines(cell, frozenset())) for cell in row] for row in (block.head, *block.rows)])


def _of_inlines(inlines: tree.Inlines, marks: frozenset[str]) -> Iterable[tuple[str, frozenset[str]]]:
    for node in inlines:
        if isinstance(node, tree.Text):
            yield node.text, marks
        elif isinstance(node, tree.Code):
            yield node.text, marks | {"code"}
        elif isinstance(node, tree.Break):
            yield "⏎", marks
        elif isinstance(node, tree.Emphasis):
            yield from _of_inlines(node.inner, marks | {"vet" if node.strong else "schuin"})
        else:
            yield from _of_inlines(node.inner, marks | {_address(node.address)})


# The site


def on_site(text: str) -> Reading:
    """The reading of Markdown as the site shows it."""
    made = markdown.markdown(text, extensions=SITE)
    return _of_elements(lxml_html.fragment_fromstring(made, create_parent="div"))


_MARKS = {"strong": "vet", "em": "schuin", "code": "code"}


def _of_elements(parent: Any) -> Reading:
    """The blocks of an element; loose words in it are a paragraph."""
    blocks: list[Any] = []
    loose: list[tuple[str, frozenset[str]]] = [(parent.text or "", frozenset())]

    def end() -> None:
        if runs := _runs(loose):
            blocks.append(("p", runs))
        loose.clear()

    for child in parent:
        if child.tag in ("p", "ul", "ol", "blockquote", "table"):
            end()
            blocks.append(_of_element(child))
        else:
            loose.extend(_of_inline_element(child, frozenset()))
        loose.append((child.tail or "", frozenset()))
    end()
    return blocks


def _of_element(element: Any) -> Any:
    if element.tag == "p":
        return ("p", _runs(_inside(element, frozenset())))
    if element.tag in ("ul", "ol"):
        items = [_of_elements(item) for item in element]
        if element.tag == "ul":
            return ("ul", items)
        lettered = any(
            "letters" in (item.get("class") or "") or item.find("p[@class='letters']") is not None for item in element
        )
        return ("ol", "a" if lettered else "1", int(element.get("start", "1")), items)
    if element.tag == "blockquote":
        return ("quote", _of_elements(element))
    return ("table", [[_runs(_inside(cell, frozenset())) for cell in row] for row in element.iter("tr")])


def _inside(element: Any, marks: frozenset[str]) -> Iterable[tuple[str, frozenset[str]]]:
    yield element.text or "", marks
    for child in element:
        yield from _of_inline_element(child, marks)
        yield child.tail or "", marks


def _of_inline_element(element: Any, marks: frozenset[str]) -> Iterable[tuple[str, frozenset[str]]]:
    if element.tag == "br":
        yield "⏎", marks
    elif element.tag == "a":
        yield from _inside(element, marks | {_address(element.get("href"))})
    elif element.tag in _MARKS:
        yield from _inside(element, marks | {_MARKS[element.tag]})
    else:
        yield f"[{element.tag}]", marks
        yield from _inside(element, marks)


# Papers: the tree of pandoc, from our own reading of the Markdown or from a Word file


def in_papers(texts: Sequence[str], style: Style, folder: Path) -> list[Reading]:
    """The readings of Markdown as pandoc hands them to the writers of Word and PDF."""
    orders = []
    for number, text in enumerate(texts):
        place = folder / str(number)
        place.mkdir()
        orders.append(Order(format="json", markdown=text, folder=place, result="stuk.json", images={}))
    problems = make_all(orders, style, workplace=folder)
    wrong = [(problem.problems, text) for problem, text in zip(problems, texts, strict=True) if problem]
    assert wrong == [], wrong
    return [of_pandoc(json.loads((order.folder / order.result).read_bytes())["blocks"]) for order in orders]


def of_pandoc(blocks: Sequence[Any]) -> Reading:
    """The reading of blocks in pandoc's JSON."""
    return [made for block in blocks if (made := _of_pandoc_block(block)) is not None]


def _of_pandoc_block(block: Any) -> Any:
    kind, content = block["t"], block.get("c")
    if kind in ("Para", "Plain"):
        runs = _runs(_of_pandoc_inlines(content, frozenset()))
        return ("p", runs) if runs else None
    if kind == "BulletList":
        return ("ul", [of_pandoc(item) for item in content])
    if kind == "OrderedList":
        (start, style, _), items = content
        return ("ol", "a" if style["t"] == "LowerAlpha" else "1", start, [of_pandoc(item) for item in items])
    if kind == "BlockQuote":
        return ("quote", of_pandoc(content))
    if kind == "Table":
        rows = [*content[3][1], *(row for body in content[4] for row in body[3])]
        return ("table", [[_of_pandoc_cell(cell) for cell in row[1]] for row in rows])
    return (kind, content)


def _of_pandoc_cell(cell: Any) -> Any:
    return tuple(run for block in cell[4] for run in _runs(_of_pandoc_inlines(block["c"], frozenset())))


def _of_pandoc_inlines(inlines: Sequence[Any], marks: frozenset[str]) -> Iterable[tuple[str, frozenset[str]]]:
    for node in inlines:
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            yield content, marks
        elif kind in ("Space", "SoftBreak"):
            yield " ", marks
        elif kind == "LineBreak":
            yield "⏎", marks
        elif kind == "Code":
            yield content[1], marks | {"code"}
        elif kind in ("Emph", "Strong"):
            yield from _of_pandoc_inlines(content, marks | {"schuin" if kind == "Emph" else "vet"})
        elif kind == "Link":
            yield from _of_pandoc_inlines(content[1], marks | {_address(content[2][0])})
        else:
            yield f"<{kind}>", marks


# Word: what pandoc reads back from a document


def in_word(document: bytes, folder: Path) -> Reading:
    """The reading of a Word document."""
    (folder / "stuk.docx").write_bytes(document)
    said = subprocess.run(
        [pandoc_path(), "--from=docx", "--to=json", "stuk.docx"], cwd=folder, check=True, capture_output=True
    )
    return of_pandoc(json.loads(said.stdout)["blocks"])


# A PDF: the words of everything, without spaces


def unspaced_words(reading: Reading) -> str:
    """All words of a reading without spaces: what the end of a line leaves of a text. The signs of lists are none."""
    return re.sub(r"[\s⏎\u00ad\u200b\u2060\ufeff]", "", "".join(_all_words(reading)))


def _all_words(blocks: Reading) -> Iterable[str]:
    for block in blocks:
        if block[0] == "p":
            yield "".join(text for text, _ in block[1])
        elif block[0] == "quote":
            yield from _all_words(block[1])
        elif block[0] == "table":
            yield from (text for row in block[1] for cell in row for text, _ in cell)
        else:
            for item in block[-1]:
                yield from _all_words(item)


# What is left when how deep a paragraph stands in lists and quotations does not count: Word shows no quotation around a
# list, and pandoc reads the second paragraph of an item back as an item


def flat(reading: Reading) -> Reading:
    """The paragraphs and tables of a reading in their order."""
    made: list[Any] = []
    for block in reading:
        if block[0] == "quote":
            made += flat(block[1])
        elif block[0] in ("ul", "ol"):
            made += (part for item in block[-1] for part in flat(item))
        else:
            made.append(block)
    return made


def lists(reading: Reading) -> list[Any] | None:
    """What every list is: points, or the sort and first number; None when an item has more than one paragraph."""
    made: list[Any] = []
    for block in reading:
        inside = block[-1] if block[0] in ("ul", "ol") else [block[1]] if block[0] == "quote" else []
        if block[0] in ("ul", "ol"):
            made.append(block[:-1])
            if any(sum(part[0] == "p" for part in item) > 1 for item in block[-1]):
                return None
        for item in inside:
            below = lists(item)
            if below is None:
                return None
            made += below
    return made
