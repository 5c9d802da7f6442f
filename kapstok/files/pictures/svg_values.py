"""The attributes and properties of a drawing, each with the form of its values. Numbers are bounded, nothing is loaded.

Every pattern here is linear: what repeats is a set of signs, or stands between brackets.
"""

from __future__ import annotations

import re

from kapstok.files.pictures.problem import PictureError

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_LENGTH = rf"{_NUMBER}(?:px|pt|pc|mm|cm|in|em|ex|%)?"
_NUMBERS = re.compile(_NUMBER)
_LARGEST = 1e6
_LONGEST = {"d": 500_000, "points": 200_000}
_ID = r"[A-Za-z_][\w.:-]{0,99}"
_COLOUR = (
    r"none|inherit|currentColor|transparent|[a-zA-Z]{3,30}|#[0-9a-fA-F]{3,8}"
    r"|(?:rgb|hsl)a?\(\s*[\d.%,/\sdeg-]{1,60}\)"
)
_PAINT = rf"(?:{_COLOUR}|url\(\s*['\"]?#{_ID}['\"]?\s*\)(?:\s+(?:{_COLOUR}))?)"
_WORD = r"[a-zA-Z][a-zA-Z-]{0,40}"
_MOVE = r"(?:matrix|translate|scale|rotate|skewX|skewY)\s*\([\d.eE+\-,\s]*\)"

_FORMS = {
    "id": _ID,
    "length": rf"(?:{_LENGTH}|auto|inherit)",
    "lengths": r"[\d.eE+\-,\s%pxtcmin]*|none|inherit",
    "paint": rf"{_PAINT}",
    "local": rf"#{_ID}",
    "reference": rf"(?:none|url\(\s*['\"]?#{_ID}['\"]?\s*\))",
    "word": rf"{_WORD}(?:\s+{_WORD}){{0,3}}",
    "path": r"[MmLlHhVvCcSsQqTtAaZz0-9eE+\-.,\s]*",
    "transform": rf"(?:{_MOVE}[\s,]*)*",
    "family": r"[\w\s,.'\"-]{1,200}",
    "weight": rf"(?:\d{{1,4}}|{_WORD})",
}
_PATTERNS = {name: re.compile(form) for name, form in _FORMS.items()}


def _of(form: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), form)


# What an element may say of itself.
ATTRIBUTES: dict[str, str] = (
    _of("id", "id")
    | _of("length", "x y x1 y1 x2 y2 cx cy r rx ry fx fy width height offset pathLength textLength")
    | _of("lengths", "dx dy rotate points viewBox")
    | _of("path", "d")
    | _of("transform", "transform gradientTransform")
    | _of("local", "href")
    | _of(
        "word", "preserveAspectRatio gradientUnits spreadMethod clipPathUnits maskUnits maskContentUnits lengthAdjust"
    )
)
# What a style sheet may say of it as well.
PROPERTIES: dict[str, str] = (
    _of("paint", "fill stroke stop-color color")
    | _of("length", "opacity fill-opacity stroke-opacity stop-opacity stroke-width stroke-miterlimit stroke-dashoffset")
    | _of("length", "font-size letter-spacing word-spacing baseline-shift")
    | _of("lengths", "stroke-dasharray")
    | _of("word", "fill-rule clip-rule stroke-linecap stroke-linejoin text-anchor text-decoration display visibility")
    | _of(
        "word", "font-style font-variant dominant-baseline alignment-baseline shape-rendering text-rendering overflow"
    )
    | _of("word", "paint-order vector-effect mask-type color-interpolation writing-mode")
    | _of("weight", "font-weight")
    | _of("family", "font-family")
    | _of("reference", "clip-path mask")
)
_FORM_OF = ATTRIBUTES | PROPERTIES


def check_value(name: str, value: str) -> str:
    """The value, when it has the form that this attribute or property asks. Raises PictureError."""
    form = _FORM_OF[name]
    if len(value) > _LONGEST.get(name, 2_000) or not _PATTERNS[form].fullmatch(value.strip()):
        raise PictureError(f"een vreemde waarde bij {name}", unsafe=True)
    if form in ("length", "lengths", "path", "transform") and not all(map(_is_small, _NUMBERS.findall(value))):
        raise PictureError(f"een te groot getal bij {name}")
    return value


def _is_small(number: str) -> bool:
    return abs(float(number)) <= _LARGEST
