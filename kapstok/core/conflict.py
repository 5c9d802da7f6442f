"""The marks that git leaves where it could not join two versions of a text."""

from __future__ import annotations

import re

from kapstok.core.finding import Finding
from kapstok.core.model import Position
from kapstok.core.places import Place

CODE = "git-conflict"
_MARK = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: [^\r\n]*)?\r?$|^={7}\r?$", re.MULTILINE)


def find_conflict(path: str, text: str) -> Finding | None:
    """The first conflict in a text; None when git left nothing behind."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return None
    marks = [text.count("\n", 0, match.start()) + 1 for match in _MARK.finditer(text)]
    if not any(text.startswith(("<<<<<<<", ">>>>>>>"), match.start()) for match in _MARK.finditer(text)):
        return None
    last = next((line for line, mark in zip(marks, _MARK.findall(text), strict=True) if mark[0] == ">"), marks[-1])
    return Finding.at(
        Place(path, Position(line=marks[0], column=1)),
        CODE,
        "Hier staan twee versies door elkaar: git kon ze niet samenvoegen.",
        f"Kies van regel {marks[0]} tot en met {last} wat blijft. Haal de regels met <<<<<<<, ======= en >>>>>>> weg.",
    )
