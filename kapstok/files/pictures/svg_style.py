"""The style sheets that drawing programs put in an SVG: plain rules for a class, an id or an element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kapstok.files.pictures.problem import PictureError
from kapstok.files.pictures.svg_values import PROPERTIES

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"\s*+([^{}]{1,2000})\{([^{}]{0,5000})\}\s*+")
_SELECTOR = re.compile(r"([.#]?)([A-Za-z_][\w-]{0,80})")
_MOST_RULES = 1_000
_HARMFUL = re.compile(r"(?i)[\\@<>]|script:|expression|url\(\s*['\"]?(?!\s*#)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """`sign` is `.` for a class, `#` for an id and empty for an element; `weight` is how strong the rule is."""

    sign: str
    name: str
    weight: int
    properties: tuple[tuple[str, str], ...]

    def holds_for(self, element: str, classes: set[str], own: str | None) -> bool:
        """Whether the rule is about an element."""
        return {"": self.name == element, ".": self.name in classes, "#": self.name == own}[self.sign]


def read_rules(text: str) -> list[Rule]:
    """The rules of a style sheet, in order. Raises PictureError for anything but plain ones."""
    text = _COMMENT.sub(" ", text).strip()
    if _HARMFUL.search(text):
        raise PictureError("stijl die iets van elders laadt", unsafe=True)
    found: list[Rule] = []
    at = 0
    while at < len(text):
        match = _RULE.match(text, at)
        if match is None or len(found) > _MOST_RULES:
            raise PictureError("een stijlblad dat niet te lezen is")
        said = tuple(declarations(match[2]))
        for selector in match[1].split(","):
            fits = _SELECTOR.fullmatch(selector.strip())
            if fits is None:
                raise PictureError("een stijlblad dat niet te lezen is")
            found.append(Rule(sign=fits[1], name=fits[2], weight=" .#".index(fits[1] or " "), properties=said))
        at = match.end()
    return found


def declarations(text: str) -> Iterator[tuple[str, str]]:
    """The properties of a rule or an element that a drawing uses. Raises PictureError for what could harm."""
    if _HARMFUL.search(text):
        raise PictureError("stijl die iets van elders laadt", unsafe=True)
    for piece in text.split(";"):
        name, colon, value = piece.partition(":")
        if colon and name.strip() in PROPERTIES:
            yield name.strip(), value.replace("!important", "").strip()
