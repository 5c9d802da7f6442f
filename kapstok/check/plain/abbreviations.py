"""Abbreviations in capitals, and a few names of laws, that a reader finds explained nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kapstok.check.plain.lists import COMMON_SHORT
from kapstok.core.model import Item, Model
from kapstok.kinds.schema import Kinds

GLOSSARY_ROLE, SYNONYM_ROLE = "woordenlijst", "synoniem"
_CAPITALS = re.compile(r"(?<![\w./@])(?<![A-Z\d]-)(?<!\d{4} )[A-Z][A-Z&]{1,5}\d?(?![\w@&/]|\.\w|-\d)")
_LAWS = re.compile(r"\b(?:Wmo|Wlz|Zvw|Awb|Wvggz|Wgs|Ioaw|Ioaz|Bbz|Wsw|Anw|Wkkgz|Awir|Bbv)\b")
_ROMAN = re.compile(r"[IVXLC]+")
_ITEM_LINK = re.compile(r"\[[^\[\]]*\]\([a-z][a-z0-9-]*:[a-z0-9][a-z0-9.-]*\)")
_ADDRESS = re.compile(r"\]\((?:[^()\s]|\([^()\s]*\))*\)|https?://\S+|(?<![\w.+-])[\w.+-]+@[\w.-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Glossary:
    """The abbreviations that the agenda explains somewhere: in its glossary, or as the name of an item."""

    words: frozenset[str]

    def short(self) -> Iterator[str]:
        """Those of the words that could be found as an abbreviation."""
        return (word for word in self.words if _CAPITALS.fullmatch(word) or _LAWS.fullmatch(word))


def read_glossary(model: Model, kinds: Kinds) -> Glossary:
    """The words of the terms of the glossary and of every synonym, and what each title begins with."""
    words: set[str] = set()
    for item in model.items.values():
        kind = kinds[item.key.kind]
        words.add(item.title.partition(" ")[0])
        names = [*_names(item, kind.fields_with_role(SYNONYM_ROLE))]
        if GLOSSARY_ROLE in kind.role.split():
            names.append(item.title)
        for name in names:
            words |= {name, *re.findall(r"\w+", name)}
    return Glossary(words=frozenset(words))


def _names(item: Item, fields: Sequence[str]) -> Iterator[str]:
    for field in fields:
        value = item.fields.get(field, ())
        yield from (str(name) for name in (value if isinstance(value, tuple) else (value,)))


def unexplained(texts: Sequence[str], known: frozenset[str], glossary: Glossary) -> Iterator[tuple[int, int, str]]:
    """The first place of each abbreviation that the texts together do not explain: which text, where, and what."""
    seen: set[str] = set()
    for index, text in enumerate(texts):
        found = sorted((match.start(), match[0]) for pattern in (_CAPITALS, _LAWS) for match in pattern.finditer(text))
        links = (_ADDRESS, _ITEM_LINK) if found else ()
        covered = [match.span() for pattern in links for match in pattern.finditer(text)]
        for start, word in found:
            if word in seen or any(begin <= start < end for begin, end in covered):
                continue
            seen.add(word)
            if word in COMMON_SHORT or word in known or word in glossary.words or _ROMAN.fullmatch(word):
                continue
            if not any(_explains(other, word) for other in texts):
                yield index, start, word


def _explains(text: str, word: str) -> bool:
    """Whether the text says what the abbreviation means: `voluit (AFK)`, `AFK (voluit)` or `AFK: voluit`."""
    short = re.escape(word)
    behind = rf"[^\W\d_]{{3,}}[^()]{{0,40}}\(\s*(?:de |het )?{short}\b[^()]{{0,20}}\)"
    before = rf"\b{short}\b\]?(?:\([^()\s]*\))?\s+\((?=[^()]*[a-z]{{4}})"
    return bool(re.search(behind, text) or re.search(before, text))
