"""The exact cure of a mistake in YAML, where there is one: the line as it has to be written.

A cure is only offered when it was tried: the text with the cure in it must read past this line, and the value must be
the text that stands there now. So whoever copies a hint, by hand or with `kapstok herstel`, gets what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import ScalarEvent

from kapstok.core.finding import Edit, Finding, Fix
from kapstok.core.writing import NOTHING, SPACES, plain_signs, quoted

_LONGEST = 150
_FIELD = re.compile(
    r"(?P<lead>\s*(?:- +)*)(?P<name>[A-Za-z_][\w -]*?)[ ]*:[ ]+(?P<value>\S.*?)(?P<remark>[ ]{2,}# .*|[ ]*)"
)
_ITEM = re.compile(r"(?P<lead>\s*(?:- +)++)(?P<name>)(?P<value>\S.*?)(?P<remark>[ ]{2,}# .*|[ ]*)")
_ODD = f"[{SPACES}{NOTHING}]"
# The signs that make up a line, written with one that only looks like them: an odd space, a wide colon.
_ODD_LEAD = re.compile(rf"(?:[ ]|{_ODD})*(?:-(?:[ ]|{_ODD})+)*")
_ODD_COLON = re.compile(rf"(?P<name>[A-Za-z_][\w-]*)(?:[ ]|{_ODD})*[:：](?:[ ]|{_ODD})*")
_CURLY = "‘’‚‛“”„‟"
_APOSTROPHE = re.compile(r"'(?:[stnkmrST]|ie|em|ns|zijn|\d\d)\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cure:
    """A line as it has to be; `value` is the text that must be read there then, None when that does not matter."""

    line: int
    becomes: str
    value: str | None = None


def with_cure(finding: Finding, lines: list[str]) -> Finding:
    """The finding with its exact cure, when there is one that works."""
    number = finding.line - 1
    if not 0 <= number < len(lines):
        return finding
    if finding.code == "yaml-tab":
        return _tabs(finding, lines)
    for cure in _cures(finding.code, lines, number):
        old, new = lines[cure.line], cure.becomes
        if old != new and _works(lines, cure):
            fix = Fix(edits=(Edit(line=cure.line + 1, column=1, was=old, becomes=new),))
            return replace(finding, hint=_words(finding, new.strip()), fix=fix)
    return finding


def _words(finding: Finding, line: str) -> str:
    if finding.code == "yaml-inspringing":
        return "Laat deze regel even ver inspringen als het veld erboven."
    return f"Schrijf: {line}" if len(line) <= _LONGEST else finding.hint


def _cures(code: str, lines: list[str], number: int) -> Iterator[_Cure]:
    """Every way to mend a line, the likeliest first; odd signs in this line or the one above come before anything."""
    for line in (number, number - 1):
        if line >= 0 and (plain := _with_plain_signs(lines[line])) != lines[line]:
            yield _Cure(line=line, becomes=plain)
    make = _BY_CODE.get(code)
    if make is not None:
        yield from make(lines, number)


def _with_plain_signs(line: str) -> str:
    """The line with plain spaces in its indentation, before and behind its dash, and around its colon."""
    lead = _ODD_LEAD.match(line)
    at = lead.end() if lead else 0
    start = re.sub(f"[{NOTHING}]", "", re.sub(f"[{SPACES}]", " ", line[:at]))
    field = _ODD_COLON.match(line, at)
    if field is None or not re.search(f"{_ODD}|：", field[0]):
        return start + line[at:]
    rest = line[field.end() :]
    return f"{start}{field['name']}:{' ' if rest else ''}{rest}"


def _parts(line: str) -> re.Match[str] | None:
    return _FIELD.fullmatch(line) or _ITEM.fullmatch(line)


def _line(match: re.Match[str], value: str) -> str:
    name = f"{match['name']}: " if match["name"] else ""
    return f"{match['lead']}{name}{value}{match['remark']}"


def _between_quotes(lines: list[str], number: int) -> Iterator[_Cure]:
    """The whole value between quotes."""
    match = _parts(lines[number])
    value = match["value"] if match else "!!"
    if match is None or value.startswith("!!") or (value[0] in "[{" and value[-1] in "]}"):
        return
    yield _Cure(line=number, becomes=_line(match, quoted(value)), value=value)


def _quotes_put_right(lines: list[str], number: int) -> Iterator[_Cure]:
    """A value with a quote too few, or with an apostrophe that YAML takes for one."""
    match = _parts(lines[number])
    if match is None:
        return
    value = match["value"]
    if (plain := plain_signs(value)) != value and plain[0] == plain[-1] and plain[0] in "'\"":
        yield _Cure(line=number, becomes=_line(match, plain), value=plain[1:-1])
    quote, inner = value[0], value[1:]
    if _APOSTROPHE.match(value) or quote in _CURLY:
        yield _Cure(line=number, becomes=_line(match, quoted(value)), value=value)
    elif quote in "'\"" and quote not in inner and inner:
        end = inner[:-1] if inner[-1] in _CURLY else inner
        yield _Cure(line=number, becomes=_line(match, quote + end + quote), value=end)
    elif quote in "'\"" and inner.endswith(quote):
        yield _Cure(line=number, becomes=_line(match, quoted(inner[:-1])), value=inner[:-1])
    elif quote in "'\"":
        yield _Cure(line=number, becomes=_line(match, quoted(value)), value=value)


def _backslash(lines: list[str], number: int) -> Iterator[_Cure]:
    """Single quotes take a backslash as it is."""
    match = _parts(lines[number])
    if match and len(match["value"]) > 1 and match["value"][0] == match["value"][-1] == '"':
        inner = match["value"][1:-1]
        yield _Cure(line=number, becomes=_line(match, "'" + inner.replace("'", "''") + "'"), value=inner)


def _space(lines: list[str], number: int) -> Iterator[_Cure]:
    """A space behind the colon."""
    spaced = re.sub(r"^(\s*(?:- +)*[A-Za-z_][\w-]*):(?=[^\s/])", r"\1: ", lines[number])
    yield _Cure(line=number, becomes=spaced)


def _aligned(lines: list[str], number: int) -> Iterator[_Cure]:
    """A field that stands further in than the field above it, which has a value and so no fields of its own."""
    above = next(
        (n for n in range(number - 1, -1, -1) if lines[n].strip() and not lines[n].lstrip().startswith("#")), -1
    )
    match = _FIELD.fullmatch(lines[above]) if above >= 0 else None
    if match and match["value"][0] not in "|>{[" and _FIELD.fullmatch(lines[number]):
        wanted = " " * len(match["lead"])
        if len(lines[number]) - len(lines[number].lstrip(" ")) > len(wanted):
            yield _Cure(line=number, becomes=wanted + lines[number].lstrip(" "))


_BY_CODE: Mapping[str, Callable[[list[str], int], Iterator[_Cure]]] = {
    "yaml-aanhalingsteken-open": _quotes_put_right,
    "yaml-aanhalingsteken": _quotes_put_right,
    "yaml-backslash": _backslash,
    "yaml-spatie": _space,
    "yaml-inspringing": _aligned,
    **dict.fromkeys(
        (
            "yaml-dubbele-punt",
            "yaml-ster",
            "yaml-en-teken",
            "yaml-uitroepteken",
            "yaml-beginteken",
            "yaml-blok",
            "yaml-haak",
        ),
        _between_quotes,
    ),
}

CURED = frozenset(_BY_CODE)


def _works(lines: list[str], cure: _Cure) -> bool:
    """Whether the text reads past the line once it is mended, and says there what it should."""
    text = "\n".join([*lines[: cure.line], cure.becomes, *lines[cure.line + 1 :]])
    parser, found = CParser(text), False
    try:
        while (event := parser.get_event()) is not None:
            if type(event) is ScalarEvent and event.start_mark is not None and event.start_mark.line == cure.line:
                found = found or event.value == cure.value
    except MarkedYAMLError as error:
        marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark]
        return min(marks, default=0) > cure.line and (found or cure.value is None)
    except YAMLError:
        return False
    finally:
        parser.dispose()
    return found or cure.value is None


def list_above(lines: list[str], line: int, column: int, item: int) -> Fix | None:
    """The fix that makes the text behind a field the first of the list that stands under it."""
    lead, text = lines[line][:column], lines[line][column:].rstrip()
    if item != line + 1 or not re.fullmatch(r"\s*(?:- +)*[^\s:#][^:#]*: +", lead) or " #" in text:
        return None
    indent = lines[item][: len(lines[item]) - len(lines[item].lstrip())]
    stem = lead.rstrip()
    was = lines[line][len(stem) : column] + text
    return Fix(edits=(Edit(line=line + 1, column=len(stem) + 1, was=was, becomes=f"\n{indent}- {text}"),))


def _tabs(finding: Finding, lines: list[str]) -> Finding:
    """Two spaces for every tab that a line begins with, everywhere in the file at once."""
    edits = []
    for number, line in enumerate(lines, 1):
        lead = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in lead and line.strip():
            edits.append(Edit(line=number, column=1, was=lead, becomes=lead.replace("\t", "  ")))
    return replace(finding, fix=Fix(edits=tuple(edits))) if edits else finding
