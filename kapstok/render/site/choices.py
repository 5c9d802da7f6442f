"""The choices above a long list, ready in the page: a script that made them would push down what is being read.

A box of class `filterlijst` names in `data-filter` what can be chosen: columns of the table in it, or terms on its
cards. The form is hidden until the script of the site, which alone can use it, shows it; the values are read here in
the same way as there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Protocol

from lxml import html

from kapstok.core.collation import natural_key

_BOX = re.compile(rb'<div\b(?=(?:[^>"]|"[^"]*")*?\sclass="filterlijst[" ])(?:[^>"]|"[^"]*")*>')
_BOXES = "//div[@class='filterlijst' or starts-with(@class, 'filterlijst ')]"
_DAY, _YEAR = "Datum", "Jaar"  # of a day only the year is worth choosing
_LAST_YEAR = re.compile(r"\d{4}$")


class _Html(Protocol):
    """What we use of an element of a page, of which lxml says no types."""

    def get(self, key: str, default: str) -> str:
        """An attribute."""

    def xpath(self, path: str) -> list[_Html]:
        """The elements that a path leads to."""

    def iter(self, tag: str) -> Iterator[_Html]:
        """Every element in it of this name."""

    def getnext(self) -> _Html | None:
        """The element after it."""

    def text_content(self) -> str:
        """All that is read in it."""


def with_choices(page: bytes) -> bytes:
    """The page with a hidden form at the start of every list that can be chosen from; no other byte changes."""
    if not _BOX.search(page):
        return page
    boxes = iter(html.document_fromstring(page.decode()).xpath(_BOXES))
    return _BOX.sub(lambda found: found[0] + _form(next(boxes)).encode(), page)


def _form(box: _Html) -> str:
    rows = box.xpath(".//tbody/tr | .//*[@data-filterregel]")
    asked = box.get("data-filter", "")
    names = [name.strip() for name in (asked.split("|") if "|" in asked else asked.split())]
    columns = [_text(cell) for cell in box.xpath(".//thead//th")]
    known = {name: list(_known(rows, name, columns)) for name in names}
    selects = "".join(_select(name, values) for name, values in known.items() if len(values) > 1)
    said = f"{len(rows)} van {len(rows)} {escape(box.get('data-wat', ''))}"
    form = '<form class="filterlijst__keuze" autocomplete="off" hidden>'
    return f'{form}{selects}<p role="status">{said}</p></form>' if selects else ""


def _select(name: str, values: Sequence[str]) -> str:
    options = "".join(f'<option value="{escape(value)}">{escape(value)}</option>' for value in values)
    label = _YEAR if name == _DAY else name
    select = f'<select data-keuze="{escape(name)}"><option value="">Alle</option>{options}</select>'
    return f"<label>{escape(label)} {select}</label>"


def _known(rows: Sequence[_Html], name: str, columns: Sequence[str]) -> Sequence[str]:
    """Every value once, in the order of a list for people; years from the newest to the oldest."""
    found = {value for row in rows for value in _values(row, name, columns)}
    return sorted(found, key=lambda value: (natural_key(value), value), reverse=name == _DAY)


def _values(row: _Html, name: str, columns: Sequence[str]) -> Iterator[str]:
    if name in columns:
        cells = row.xpath("./td | ./th")[columns.index(name) :][:1]
    else:
        cells = [found for term in row.iter("dt") if _text(term) == name and (found := term.getnext()) is not None][:1]
    for cell in cells:
        for one in cell.xpath(".//*[@data-waarde]") or [cell]:
            text = _text(one)
            year = _LAST_YEAR.search(text)
            value = text if name != _DAY else year[0] if year else ""
            if value:
                yield value


def _text(element: _Html) -> str:
    return " ".join(element.text_content().split())
