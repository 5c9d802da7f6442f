"""The style of the papers that a workspace brings: tried on a small paper before any real one is made with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kapstok.convert import ConvertError, Paper, Style, convert_all
from kapstok.convert.base import FILTER, LAYOUT, TEMPLATE
from kapstok.core.finding import Finding
from kapstok.core.model import Position
from kapstok.core.places import START, Place
from kapstok.core.text import cut
from kapstok.core.workspace import Workspace, resource

_FILES = (LAYOUT, FILTER, TEMPLATE)
_PLACE = re.compile(rf"({'|'.join(map(re.escape, _FILES))})\D{{1,12}}(\d+)")
_TEXT = """# Een kop

Een alinea met **nadruk** en een [link](https://www.voorbeeld.nl).

- een punt
- nog een punt

| Jaar | Bedrag |
| --- | ---: |
| 2026 | € 100 |

> Een citaat.
"""
_LONGEST = 100  # characters of what a converter says


def check_style(workspace: Workspace) -> Iterator[Finding]:
    """A file of the style in which a paper cannot be made, at the line that the converter names."""
    folders = workspace.style_folders()
    own = folders[0]
    names = [name for name in _FILES if (own / name).is_file()]
    if own.parent == resource("templates") or not names:
        return
    grey = "#333333"
    style = Style(
        main=grey, accent=grey, background="#ffffff", municipality="Proef", folder=own, beneath=tuple(folders[1:])
    )
    paper = Paper(
        name="proef", title="Proef", municipality="Proef", date_text="", peildatum=date(2026, 1, 1), markdown=_TEXT,
        contents=1,
    )  # fmt: skip
    (made,) = convert_all([paper], style)
    said = [outcome.problems[0] for outcome in made.values() if isinstance(outcome, ConvertError)]
    if said:
        yield _broken(said[0], names)


def _broken(said: str, names: list[str]) -> Finding:
    found = _PLACE.search(said)
    known = found is not None and found[1] in names
    name, place = names[0], START
    if found and known:
        name, place = found[1], Position(line=int(found[2]), column=1)
    return Finding.at(
        Place(f"templates/stijl/{name}", place),
        "stijl-werkt-niet",
        f"Met deze eigen opmaak kan geen stuk worden gemaakt: {cut(said, _LONGEST)}",
        "Verbeter het bestand, of haal het weg: dan geldt de opmaak van Kapstok.",
    )
