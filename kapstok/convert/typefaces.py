"""The typefaces of a PDF: which there are, and in which order a sign is looked for in them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import fontpkg_heebo
import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import typst

from kapstok.convert.base import Style, fonts_state

BODY_FONT = fontpkg_noto_sans.FAMILY
CODE_FONT = "DejaVu Sans Mono"  # inside typst itself: code, arrows, check marks
MATH_FONT = "New Computer Modern Math"  # inside typst itself: numbers in circles, mathematics, technical signs
_PACKAGES = (fontpkg_noto_sans, fontpkg_noto_sans_arabic, fontpkg_heebo)
_FAMILIES = (BODY_FONT, CODE_FONT, MATH_FONT, fontpkg_noto_sans_arabic.FAMILY, fontpkg_heebo.FAMILY)


def fonts(folders: tuple[Path, ...] = ()) -> typst.Fonts:
    """The fonts of our packages, those inside typst and those in `folders`; never those of the system."""
    return _fonts(folders, fonts_state(folders))


@lru_cache(maxsize=8)
def _fonts(folders: tuple[Path, ...], state: object) -> typst.Fonts:
    """Read once for each state: while `kapstok serve` runs, a font may be replaced."""
    paths = [str(package.ROOT / "files") for package in _PACKAGES]
    return typst.Fonts(include_system_fonts=False, font_paths=[*paths, *map(str, folders)])


def style_fonts(style: Style) -> typst.Fonts:
    """The fonts for this style, with its own folders when it has any."""
    return fonts(style.font_folders())


def families(own: str, folders: tuple[Path, ...]) -> tuple[str, ...]:
    """The families that a sign is looked for in, in this order: that of the style, when its files are there, first."""
    known = {family.casefold() for family in fonts(folders).families()}
    return tuple(family for family in (own, *_FAMILIES) if family and family.casefold() in known)
