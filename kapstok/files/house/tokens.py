"""The design tokens of a municipality: a style sheet with nothing in it but custom properties.

The file is read strictly and written anew from what was read, so that no more than names and plain values reaches the
site: no rules for elements, nothing that is loaded from somewhere, nothing that a browser would run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from kapstok.core.door import Shut, named_door
from kapstok.files.house.problem import Problem

FIELD = ("huisstijl", "tokens")
_MOST_BYTES, _MOST_TOKENS = 250_000, 5_000
_DEEPEST = 20  # references from token to token
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SELECTOR = re.compile(r":root|html|body|\.[A-Za-z][\w-]*")
_NAME = re.compile(r"--[A-Za-z][\w-]*")
# Functions that load something or read the page, escapes that could hide one, and signs that no value needs.
_FORBIDDEN = re.compile(
    r"(?i)\b(?:url|src|image|image-set|cross-fade|element|attr|env|expression|paint)\s*\(|[\\<>@!{}`]"
)
_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """One custom property: its value, and where the property stands."""

    value: str
    line: int
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens:
    """The tokens of a file, by name with the dashes; `path` is the file as findings name it."""

    path: str = ""
    values: Mapping[str, Token] = field(default_factory=lambda: MappingProxyType({}))

    def resolved(self, name: str) -> str:
        """The value of a token with every reference filled in; empty when that leads nowhere."""
        return _resolve(f"var({name})", self.values, _DEEPEST)

    def css(self) -> str:
        """All tokens as a style sheet of our own hand."""
        if not self.values:
            return ""
        return ":root{\n" + "".join(f"{name}:{token.value};\n" for name, token in self.values.items()) + "}\n"


def _resolve(value: str, values: Mapping[str, Token], depth: int) -> str:
    match = _REFERENCE.search(value)
    while match and depth:
        token, fallback = values.get(match[1]), (match[2] or "").strip()
        value = value[: match.start()] + (token.value if token else fallback) + value[match.end() :]
        depth -= 1
        match = _REFERENCE.search(value)
    return "" if match or "var(" in value else value.strip()


def read_tokens(root: Path, name: str) -> tuple[Tokens, list[Problem]]:
    """Read the file that the settings name. With anything wrong in it there are no tokens."""
    if not name:
        return Tokens(), []
    door, file = named_door(root, name, endings=(".css",), limit=_MOST_BYTES)
    data = door.read(file)
    if isinstance(data, Shut) and data is not Shut.TOO_LARGE:
        return Tokens(), [
            Problem(
                field=FIELD,
                code="tokens-ontbreken",
                message=f"Het bestand met tokens {name} staat niet in de werkruimte.",
                hint="Zet een .css-bestand in de map huisstijl en noem het pad vanaf de hoofdmap.",
            )
        ]
    if isinstance(data, Shut):
        return Tokens(), [
            Problem(
                field=FIELD,
                code="tokens-te-groot",
                message=f"{name} is groter dan {_MOST_BYTES // 1000} kB.",
                hint="Houd alleen de tokens van het eigen thema over.",
            )
        ]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = f"{name} is geen UTF-8."
        return Tokens(), [
            Problem(field=FIELD, code="tokens-vorm", message=message, hint="Sla het bestand op als UTF-8.", path=name)
        ]
    reader = _Reader(name, text.replace("\r\n", "\n"))
    values = dict(reader.tokens())
    problems = list(reader.problems)
    return (Tokens(path=name, values=MappingProxyType(values)) if not problems else Tokens()), problems


class _Reader:
    """One way through a style sheet; collects problems."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.problems = name, list[Problem]()
        # A comment becomes spaces, so that every place stays what it was.
        self.text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)

    def tokens(self) -> Iterator[tuple[str, Token]]:
        """Every token in order; a later one of the same name wins."""
        at, count = 0, 0
        while (begin := self._solid(at)) < len(self.text):
            opening = self.text.find("{", begin)
            if self.text[begin] == "@" or opening < 0:
                self._find(begin, "Alleen regels met tokens mogen in dit bestand.", "Haal deze regel weg.")
                return
            selectors = self.text[begin:opening].split(",")
            if not all(_SELECTOR.fullmatch(selector.strip()) for selector in selectors):
                self._find(
                    begin,
                    f"‘{' '.join(self.text[begin:opening].split())[:40]}’ is geen plek voor tokens.",
                    "Zet de tokens in :root { … } of in de klasse van uw thema: .voorbeeldstad-theme { … }.",
                )
            end = self.text.find("}", opening)
            if end < 0:
                self._find(opening, "Deze accolade wordt niet gesloten.", "Zet een } achter het laatste token.")
                return
            for name, token in self._declarations(opening + 1, end):
                count += 1
                yield name, token
            at = end + 1
        if count > _MOST_TOKENS:
            self._find(0, f"Er staan meer dan {_MOST_TOKENS} tokens in.", "Houd alleen die van het eigen thema over.")

    def _declarations(self, start: int, end: int) -> Iterator[tuple[str, Token]]:
        for begin, stop in self._pieces(start, end):
            begin = self._solid(begin)
            piece = self.text[begin:stop]
            if not piece.strip():
                continue
            name, colon, value = piece.partition(":")
            shown = " ".join(value.split())
            if not colon or not _NAME.fullmatch(name.strip()):
                self._find(
                    begin,
                    f"‘{name.strip()[:40]}’ is geen token.",
                    "Een token begint met twee streepjes: --naam: waarde; gewone opmaak wordt niet gelezen.",
                )
            elif found := _FORBIDDEN.search(value):
                self._find(
                    begin + len(name) + 1 + found.start(),
                    f"In de waarde van {name.strip()} mag geen {found[0].strip()} staan.",
                    "Een token is een kleur, maat of naam; er mag niets van elders worden geladen.",
                    "tokens-onveilig",
                )
            elif not shown or not _is_balanced(shown):
                self._find(begin, f"De waarde van {name.strip()} is leeg of niet af.", "Schrijf --naam: waarde;")
            else:
                line, column = self._place(begin)
                yield name.strip(), Token(value=shown, line=line, column=column)

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The declarations of a rule: between semicolons that stand in no text."""
        begin, quote = start, ""
        for at in range(start, end):
            sign = self.text[at]
            if quote:
                quote = "" if sign == quote or sign == "\n" else quote
            elif sign in "\"'":
                quote = sign
            elif sign == ";":
                yield begin, at
                begin = at + 1
        yield begin, end

    def _solid(self, at: int) -> int:
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at

    def _place(self, at: int) -> tuple[int, int]:
        return self.text.count("\n", 0, at) + 1, at - (self.text.rfind("\n", 0, at) + 1) + 1

    def _find(self, at: int, message: str, hint: str, code: str = "tokens-vorm") -> None:
        line, column = self._place(at)
        self.problems.append(
            Problem(field=FIELD, code=code, message=message, hint=hint, path=self.name, line=line, column=column)
        )


def _is_balanced(value: str) -> bool:
    """Whether every quote and bracket of a value is closed, so that it cannot swallow what follows."""
    depth = 0
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", value)
    for sign in bare:
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            return False
    return depth == 0 and "'" not in bare and '"' not in bare
