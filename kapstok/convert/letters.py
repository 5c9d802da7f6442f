"""Which signs the fonts of a PDF lack, asked of typst itself, and what stands for them in a paper.

Typst is the only one that knows: some of its fonts live inside it. It draws every sign with the families and settings
of the layout, and a sign that looks like the box of a sign that cannot exist, is missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path

import typst

from kapstok.convert.base import fonts_state
from kapstok.convert.typefaces import families, fonts
from kapstok.core.signs import rare_signs, with_signs

SUBSTITUTE = "▯"
_NOBODY_HAS = "\U0010fff0"
_GLYPH = re.compile(rb'<use [^>]*href="#(g[0-9A-F]+)"')
_PAGE = "#set page(width: auto, height: auto)\n#set text(font: ({families}), fallback: false, {language})\n"
_LANGUAGE = 'lang: "nl", region: "NL"'


def missing_signs(signs: Collection[str], own: str, folders: tuple[Path, ...]) -> frozenset[str]:
    """The signs among these that no font of the PDF shows.

    `own` is the family of the house style, `folders` hold its fonts.
    """
    return _ask(tuple(sorted(signs)), own, folders, fonts_state(folders)) if signs else frozenset()


def replace_missing(text: str, own: str, folders: tuple[Path, ...]) -> str:
    """The text with a visible box for every sign that cannot be shown."""
    missing = missing_signs(rare_signs([text]), own, folders)
    return with_signs(text, dict.fromkeys(missing, SUBSTITUTE)) if missing else text


@lru_cache(maxsize=256)
def _ask(signs: Sequence[str], own: str, folders: tuple[Path, ...], state: object) -> frozenset[str]:
    listed = "".join(f'"{family}", ' for family in families(own, folders))
    drawn = (f'#text("{"".join(map(_code, sign))}")' for sign in (_NOBODY_HAS, *signs))
    source = _PAGE.format(families=listed, language=_LANGUAGE) + "\n#pagebreak()\n".join(drawn)
    pages = typst.Compiler(input=source.encode(), font_paths=fonts(folders)).compile(format="svg")
    glyphs = [set(_GLYPH.findall(page)) for page in pages if isinstance(page, bytes)] if isinstance(pages, list) else []
    return frozenset(sign for sign, found in zip(signs, glyphs[1:], strict=True) if found & glyphs[0])


def _code(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"
