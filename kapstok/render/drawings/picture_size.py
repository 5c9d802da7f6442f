"""How wide and high a picture is, from its bytes: a page keeps its place before the picture is there."""

from __future__ import annotations

import re

from lxml import etree

from kapstok.core.element import Element

PNG = b"\x89PNG\r\n\x1a\n"
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
_LENGTH = re.compile(r"\s*+\+?((?:\d++(?:\.\d++)?|\.\d++)(?:e[+-]?\d++)?)([a-z]*+)\s*+", re.IGNORECASE)
_DEFAULT = (300.0, 150.0)  # what a browser takes for a picture that says nothing (CSS Images 3, 5.1)
_HUGE = 1e6
_FINE = 200  # a small picture is written larger, so that rounding does not bend its proportions


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in whole pixels, in the proportions that a browser will give this SVG or PNG."""
    if data.startswith(PNG):
        width, height = float(int.from_bytes(data[16:20])), float(int.from_bytes(data[20:24]))
    else:
        width, height = _svg_size(data)
    if not (0 < width < _HUGE and 0 < height < _HUGE):  # also when one is not a number
        width, height = _DEFAULT
    larger = max(1.0, _FINE / min(width, height))
    return round(width * larger), round(height * larger)


def svg_root(data: bytes) -> Element:
    """The XML of an SVG, with nothing filled in or fetched. Raises etree.XMLSyntaxError."""
    root: Element = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    return root


def _svg_size(data: bytes) -> tuple[float, float]:
    """Its own width and height when both are lengths, and otherwise those of its viewBox."""
    root = svg_root(data)
    width, height = (_length(root.get(name, "")) for name in ("width", "height"))
    if width and height:
        return width, height
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        _, _, wide, high = map(float, box)
    except ValueError:
        return _DEFAULT
    return wide, high


def _length(text: str) -> float:
    """A length in pixels; 0 for a percentage, or for anything else that depends on where the picture stands."""
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _UNITS.get(found[2].lower(), 0.0) if found else 0.0
