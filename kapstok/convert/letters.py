"""Which characters the fonts of the papers lack, asked of typst itself, and what stands for them in a paper.

Typst is the only one that knows: two of its fonts live inside it. It names one missing character a run, so the
number of runs is one more than the number that is missing; plain Dutch text costs none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import typst

from kapstok.convert.base import fonts_state
from kapstok.convert.pdf import BODY_FONT, MISSING_GLYPH, STANDARDS, SYMBOL_FONT, fonts

SUBSTITUTE = "▯"
_MOST = 400  # more different missing characters than this is a text in another script: all of it is missing
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
# Noto Sans has all of these: Latin with its accents, punctuation, the euro.
_COMMON = re.compile("[\x00-\u024f\u2010-\u2027\u2030-\u203a\u20ac]")
_PAGE = '#set document(title: "x")\n#set text(font: ("{body}", "{symbols}"), lang: "nl")\n'


def missing_characters(text: str, folders: tuple[Path, ...]) -> frozenset[str]:
    """The characters of a text that no font of the PDF shows; `folders` hold the fonts of the style."""
    rare = "".join(sorted(set(_COMMON.sub("", text))))
    return _ask(rare, folders, fonts_state(folders)) if rare else frozenset()


def replace_missing(text: str, folders: tuple[Path, ...]) -> str:
    """The text with a visible box for every character that cannot be shown."""
    missing = missing_characters(text, folders)
    return text.translate({ord(character): SUBSTITUTE for character in missing}) if missing else text


@lru_cache(maxsize=256)
def _ask(characters: str, own: tuple[Path, ...], state: object) -> frozenset[str]:
    left, missing = characters, set[str]()
    while left and len(missing) < _MOST:
        lines = (f'#text("\\u{{{ord(character):x}}}")' for character in left)
        source = _PAGE.format(body=BODY_FONT, symbols=SYMBOL_FONT) + "\n\n".join(lines)
        compiler = typst.Compiler(input=source.encode(), font_paths=fonts(own))
        try:
            compiler.compile(format="pdf", pdf_standards=STANDARDS)
            return frozenset(missing)
        except typst.TypstError as error:
            found = MISSING_GLYPH.search(error.message)
        named = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else ""
        lost = {character for character in left if character in named}
        if not lost:
            return frozenset(missing)
        missing |= lost
        left = "".join(character for character in left if character not in lost)
    return frozenset(missing | set(left))
