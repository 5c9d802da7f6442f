"""The text of a test becomes Jinja2's tree, or one mistake at its exact place.

Jinja2's lexer and parser do the work; what a test may not hold is refused before the parser sees it, so that nothing
can be nested too deep for it. Jinja2 keeps a line number with everything; it is given the offset in the text instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

from kapstok.core.text import format_number

LANGUAGE, FIELD, VALUE, FUNCTION, KIND = "toets-taal", "toets-veld", "toets-waarde", "toets-functie", "toets-soort"
MOST_CHARACTERS = 1000
MOST_LEVELS = 20
SHORT = 40  # more of a wrong name than this helps nobody
ALLOWED = (
    "Een toets bestaat uit velden, vaste waarden, vergelijkingen (==, !=, <, <=, >, >=, in), and, or, not, + en -, "
    "haakjes en functies zoals gevuld(veld)."
)
_ENVIRONMENT = Environment(autoescape=True)
_OPEN, _CLOSE = frozenset({"lparen", "lbracket"}), frozenset({"rparen", "rbracket"})
_PREFIXES = frozenset({"add", "sub"})
_TOKENS = (
    _OPEN
    | _CLOSE
    | _PREFIXES
    | {"name", "string", "integer", "float", "dot", "comma", "eq", "ne", "lt", "lteq", "gt", "gteq"}
)
_REFUSED = {
    "pipe": ("Een filter (|) mag niet in een toets.", "Gebruik een functie, bijvoorbeeld aantal(lijst)."),
    "assign": ("Eén is-teken heeft in een toets geen betekenis.", "Schrijf == voor: is gelijk aan."),
}
_WORDS = frozenset({"if", "else", "is", "for", "lambda", "await", "yield"})
_DUTCH = {"en": "and", "of": "or", "niet": "not", "&": "and", "!": "not"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """What is wrong in the text of a test: `found` stands at `offset` of that text, in code points from 0."""

    offset: int
    found: str
    code: str
    message: str
    hint: str = ""


def short(text: str) -> str:
    """A wrong name as a message quotes it."""
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def parse(text: str) -> nodes.Expr | Mistake:
    """Jinja2's tree of a whole text, in which `lineno` is an offset; a Mistake when it is no test."""
    refused = _unfit(text)
    if refused:
        return refused
    tokens = _tokens(text)
    if isinstance(tokens, Mistake):
        return tokens
    refused = _refused_token(text, tokens) or _too_deep(text, tokens)
    return refused or _tree(text, tokens)


def too_deep(offset: int, found: str) -> Mistake:
    """More levels than anyone can read."""
    return Mistake(
        offset=offset,
        found=found,
        code=LANGUAGE,
        message=f"Deze toets is meer dan {MOST_LEVELS} niveaus diep.",
        hint="Splits hem in twee toetsen.",
    )


def not_allowed(offset: int, found: str) -> Mistake:
    """Something that Jinja2 knows and a test does not."""
    return Mistake(
        offset=offset, found=found, code=LANGUAGE, message=f"{short(found)} mag hier niet in een toets.", hint=ALLOWED
    )


def _unfit(text: str) -> Mistake | None:
    """A text that need not be read at all: empty, too long or with characters that cannot be seen."""
    if len(text) > MOST_CHARACTERS:
        message = f"Deze toets is {len(text)} tekens lang; {MOST_CHARACTERS} is het meeste."
        return Mistake(offset=0, found="", code=LANGUAGE, message=message, hint="Splits hem in twee toetsen.")
    if not text.strip():
        return Mistake(offset=0, found="", code=LANGUAGE, message="Hier staat geen voorwaarde.", hint=ALLOWED)
    for offset, sign in enumerate(text):
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs") and sign not in "\n\r\t":
            message = f"Hier staat een onzichtbaar teken (U+{ord(sign):04X})."
            return Mistake(offset=offset, found=sign, code=LANGUAGE, message=message, hint="Haal het weg.")
        if sign == "\\":
            message = "Een backslash mag niet in een toets."
            hint = 'Staat er een aanhalingsteken in een tekst, zet de tekst dan tussen het andere: "foto\'s".'
            return Mistake(offset=offset, found=sign, code=LANGUAGE, message=message, hint=hint)
    return None


_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}(?![\d.])")


def _tokens(text: str) -> list[Token] | Mistake:
    """The words and signs of a text, each with its offset where Jinja2 keeps the line."""
    raw: list[tuple[int, str, str]] = []
    at = 0
    lexer = _ENVIRONMENT.lexer
    try:
        for _, kind, value in lexer.tokeniter(text.replace("\r", " "), None, None, "variable"):
            if kind == "name" and not value.isascii():
                return _strange_letters(at, value)
            raw.append((at, kind, value))
            at += len(value)
        return list(lexer.wrap(iter(raw)))
    except TemplateSyntaxError:
        return _unreadable(text, at)


def _strange_letters(offset: int, word: str) -> Mistake:
    strange = next(sign for sign in word if not sign.isascii())
    return Mistake(
        offset=offset,
        found=word,
        code=LANGUAGE,
        message=f"In {short(word)} staat een letter die geen gewone letter is: {strange} (U+{ord(strange):04X}).",
        hint="Typ de naam opnieuw. Tekst met andere letters staat tussen aanhalingstekens.",
    )


def _unreadable(text: str, at: int) -> Mistake:
    found = text[at : at + 1]
    if found in ("'", '"'):
        message, hint = "Deze tekst is niet afgesloten.", f"Zet {found} aan het eind van de tekst."
        return Mistake(offset=at, found=found, code=LANGUAGE, message=message, hint=hint)
    return _stuck(at, found)


def _source(text: str, token: Token) -> str:
    """A token as it is written, as far as it is written the way that it is meant."""
    value = str(token.value)
    return value if text.startswith(value, token.lineno) else text[token.lineno]


def _refused_token(text: str, tokens: Sequence[Token]) -> Mistake | None:
    before = ""
    for token in tokens:
        word = before != "dot" and token.type == "name" and token.value in _WORDS
        if token.type not in _TOKENS or word:
            found = _source(text, token)
            message, hint = _REFUSED.get(token.type, (f"{short(found)} mag niet in een toets.", ALLOWED))
            return Mistake(offset=token.lineno, found=found, code=LANGUAGE, message=message, hint=hint)
        if token.type == "float" and (number := _THOUSANDS.match(text, token.lineno)):
            message = f"Een punt in een getal is een komma: {number[0]} is hier {format_number(float(token.value))}."
            hint = f"Schrijf: {number[0].replace('.', '')}"
            return Mistake(offset=token.lineno, found=number[0], code=LANGUAGE, message=message, hint=hint)
        if before == "string" and token.type == "string":
            return _stuck(token.lineno, _source(text, token))
        before = token.type
    return None


def _too_deep(text: str, tokens: Sequence[Token]) -> Mistake | None:
    """Brackets within brackets and rows of `not` or `-`, counted before the parser goes into them."""
    level = pending = 0
    opened: list[int] = []
    for token in tokens:
        if token.type in _PREFIXES or token.value == "not":
            pending += 1
        elif token.type in _OPEN:
            opened.append(pending + 1)
            level, pending = level + pending + 1, 0
        else:
            pending = 0
            if token.type in _CLOSE and opened:
                level -= opened.pop()
        if level + pending > MOST_LEVELS:
            return too_deep(token.lineno, _source(text, token))
    return None


def _tree(text: str, tokens: Sequence[Token]) -> nodes.Expr | Mistake:
    parser = Parser(_ENVIRONMENT, "", state="variable")
    parser.stream = TokenStream(iter(tokens), None, None)
    try:
        tree = parser.parse_expression()
    except TemplateSyntaxError as error:
        offset = error.lineno
    else:
        if parser.stream.current.type == "eof":
            return tree
        offset = parser.stream.current.lineno
    if parser.stream.current.type == "eof":
        end = len(text.rstrip())
        message = "Deze toets houdt op voordat hij af is."
        return Mistake(offset=end, found="", code=LANGUAGE, message=message, hint="Sluit haken en maak de zin af.")
    stuck = next(token for token in tokens if token.lineno == offset)
    return _stuck(offset, _source(text, stuck))


def _stuck(offset: int, found: str) -> Mistake:
    if found in _DUTCH:
        message, hint = f"{found} is geen woord van de toets.", f"Schrijf {_DUTCH[found]}."
    else:
        message, hint = f"Bij {short(found)} is de toets niet te lezen.", ALLOWED
    return Mistake(offset=offset, found=found, code=LANGUAGE, message=message, hint=hint)
