"""libyaml's events → plain data with a place for every key and value, by the YAML 1.2 core schema.

Stricter than YAML where YAML loses or changes what somebody typed: numbers with a leading zero,
dates, times and words such as `nee` are text, and a repeated key, a tag or a merge key is a finding.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace

from yaml._yaml import CParser
from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from kapstok.core.finding import Finding
from kapstok.core.model import Block, Plain, Pointer, Position
from kapstok.core.places import Place
from kapstok.read.syntax import messages
from kapstok.read.syntax.ahead import alias_beyond
from kapstok.read.syntax.cures import CURED, list_above, with_cure
from kapstok.read.syntax.errors import explain
from kapstok.read.syntax.text import check_escaped, split_lines
from kapstok.read.syntax.trouble import Spot

MAX_DEPTH = 50
MAX_NODES = 100_000
_MAX_DIGITS = 300

_STR_TAG = "tag:yaml.org,2002:str"
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_REMARK = re.compile(r"[ \t]+#[^\r\n]*")
_NO_VALUE = re.compile(r"\s*(?:[^\s:]|:[^\s,}\]])")
_LIST_ITEM = re.compile(r"\s*-(?:\s|$)")


def plain_value(text: str) -> str | int | float | bool | None:
    """Give the value of an unquoted scalar; a number that no float or int can hold stays text."""
    if text and text[0] in "+-.0123456789":
        if len(text) > _MAX_DIGITS:
            return text
        if _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            number = float(text)
            return number if math.isfinite(number) else text
        return text
    return _WORDS.get(text, text)


class _StopReadingError(Exception):
    """The finding after which the rest of the file cannot be read."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(slots=True)
class _Tables:
    positions: dict[Pointer, Position] = field(default_factory=dict)
    keys: dict[Pointer, Position] = field(default_factory=dict)
    raws: dict[Pointer, str] = field(default_factory=dict)
    torn: dict[Pointer, str] = field(default_factory=dict)
    remarks: dict[Pointer, str] = field(default_factory=dict)
    flows: set[Pointer] = field(default_factory=set)
    told: set[Pointer] = field(default_factory=set)


@dataclass(slots=True)
class _Anchor:
    """A value that an alias may repeat; `size` counts its nodes with the aliases in it expanded."""

    name: str
    position: Position
    pointer: Pointer
    tables: _Tables
    value: Plain = None
    size: int = 0
    ready: bool = False
    used: bool = False


class Builder:
    """Builds the data of one text; `findings` holds what is wrong, the tables the places."""

    def __init__(self, path: str, text: str) -> None:
        self.findings: list[Finding] = []
        self.tables = _Tables()
        self._path = path
        self._text = text
        self._split: list[str] = []
        self._parser = CParser(text)
        self._next = self._parser.get_event
        self._nodes = 0
        self._counted = False
        self._has_remarks = " #" in text or "\t#" in text
        self._anchors: dict[str, _Anchor] = {}
        self._all_anchors: list[_Anchor] = []

    def build(self) -> Block | None:
        """Read the one document of the text; None when it has no usable data."""
        try:
            data = self._document()
        except _StopReadingError as stop:
            self.findings.append(stop.finding)
            return None
        except YAMLError as error:
            self.findings.append(explain(self._path, self._text, error))
            return None
        finally:
            self._parser.dispose()
        for anchor in self._all_anchors:
            if not anchor.used:
                self._report(anchor.position, *messages.unused_anchor(anchor.name))
        return data

    def _document(self) -> Block | None:
        self._next()  # the start of the stream
        start = self._next()
        if type(start) is StreamEndEvent:
            self._report(Position(line=1, column=1), *messages.EMPTY)
            return None
        assert type(start) is DocumentStartEvent
        if start.version or start.tags:
            self._report(_place(start), *messages.DIRECTIVE)
        root = self._next()
        value = self._value(root, (), 1)
        self._next()  # the end of the document
        after = self._next()
        if type(after) is DocumentStartEvent:
            self._report(_place(after), *messages.SECOND_DOCUMENT)
        if isinstance(value, dict):
            return value
        place = Position(line=1, column=1) if value is None else _place(root)
        self._report(place, *messages.not_a_mapping(value))
        return None

    def _value(self, event: Event | None, pointer: Pointer, depth: int) -> Plain:
        """Build the value that starts with this event and note its place."""
        assert isinstance(event, NodeEvent)
        mark = event.start_mark
        assert mark is not None
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _StopReadingError(Finding.at(Place(self._path, _place(event)), *messages.TOO_MANY_NODES))
        if type(event) is AliasEvent:
            return self._alias(event, pointer, depth)
        self.tables.positions[pointer] = position = Position(line=mark.line + 1, column=mark.column + 1)
        if event.anchor:
            return self._anchored(event, event.anchor, pointer, depth, position)
        return self._scalar(event, pointer) if type(event) is ScalarEvent else self._content(event, pointer, depth)

    def _content(self, event: NodeEvent, pointer: Pointer, depth: int) -> Plain:
        if type(event) is ScalarEvent:
            return self._scalar(event, pointer)
        assert isinstance(event, CollectionStartEvent)
        if depth > MAX_DEPTH:
            raise _StopReadingError(Finding.at(Place(self._path, _place(event)), *messages.TOO_DEEP))
        if event.tag is not None:
            self._report_tag(event, event.tag)
        if event.flow_style:
            self.tables.flows.add(pointer)
        if type(event) is MappingStartEvent:
            return self._flow_mapping(pointer, depth) if event.flow_style else self._mapping(pointer, depth)
        return self._sequence(pointer, depth)

    def _scalar(self, event: ScalarEvent, pointer: Pointer) -> Plain:
        value, style = event.value, event.style
        if event.tag is not None:
            if event.tag == _STR_TAG:
                return value
            self._report_tag(event, event.tag)
        if style:
            if style == '"' and not value.isprintable():
                finding = check_escaped(self._path, value, _place(event))
                if finding is not None:
                    self.findings.append(finding)
            return value
        start, end = event.start_mark, event.end_mark
        assert start is not None
        assert end is not None
        if end.line != start.line:
            self._check_continuation((start.line, start.column), end.line, pointer)
        if self._has_remarks and (remark := _REMARK.match(self._text, end.index)):
            self.tables.remarks[pointer] = remark[0]
        resolved = plain_value(value)
        if resolved is not value:
            self.tables.raws[pointer] = value
        return resolved

    def _mapping(self, pointer: Pointer, depth: int) -> Block:
        data: Block = {}
        get = self._next
        while type(event := get()) is not MappingEndEvent:
            key = self._key(event, depth)
            if key is None:
                self._set_aside(get(), depth)
                continue
            child = (*pointer, key)
            if key in data:
                first = self.tables.keys[child].line
                self._report(_place(event), *messages.duplicate(key, first))
                self._set_aside(get(), depth)
                continue
            self.tables.keys[child] = _place(event)
            data[key] = self._value(get(), child, depth + 1)
        return data

    def _flow_mapping(self, pointer: Pointer, depth: int) -> Block:
        """The same between braces, where a comma in a number or a text tears off a field without a value."""
        data: Block = {}
        last: tuple[Pointer, int] | None = None  # the field before, when its value is unquoted, and where that begins
        get = self._next
        while type(event := get()) is not MappingEndEvent:
            if last is not None and self._is_torn_off(event):
                get()
                data[str(last[0][-1])] = written = self._text[last[1] : _end(event)]
                self.tables.raws.pop(last[0], None)
                self.tables.torn[last[0]] = written
                continue
            key = self._key(event, depth)
            child = (*pointer, key or "")
            value = get()
            if key is None or key in data:
                if key is not None:
                    self._report(_place(event), *messages.duplicate(key, self.tables.keys[child].line))
                self._set_aside(value, depth)
                continue
            self.tables.keys[child] = _place(event)
            data[key] = self._value(value, child, depth + 1)
            last = None
            if type(value) is ScalarEvent and value.start_mark and not value.style and value.value != "":
                last = (child, value.start_mark.index)
        return data

    def _is_torn_off(self, event: Event | None) -> bool:
        """Whether this key has no colon behind it."""
        return (
            type(event) is ScalarEvent
            and not event.style
            and event.value != ""
            and _NO_VALUE.match(self._text, _end(event)) is not None
        )

    def _sequence(self, pointer: Pointer, depth: int) -> list[Plain]:
        data: list[Plain] = []
        get = self._next
        while type(event := get()) is not SequenceEndEvent:
            data.append(self._value(event, (*pointer, len(data)), depth + 1))
        return data

    def _key(self, event: Event | None, depth: int) -> str | None:
        """Give the text of a key; None, with a finding, for what cannot be the name of a field."""
        if type(event) is ScalarEvent and event.tag is None and event.anchor is None:
            self._nodes += 1
            key = event.value
            if event.style or (plain_value(key) is key and key != "<<"):
                return key
        else:
            value = self._set_aside(event, depth)
            if isinstance(value, str):
                return value
        if type(event) is ScalarEvent and event.value == "<<":
            self._report(_place(event), *messages.MERGE)
        else:
            source = event.value if type(event) is ScalarEvent else None
            self._report(_place(event), *messages.bad_key(source))
        return None

    def _set_aside(self, event: Event | None, depth: int) -> Plain:
        """Build a value that has no place in the data, without touching the places of the rest."""
        kept, self.tables = self.tables, _Tables()
        value = self._value(event, (), depth + 1)
        self.tables = kept
        return value

    def _anchored(self, event: NodeEvent, name: str, pointer: Pointer, depth: int, position: Position) -> Plain:
        anchor = _Anchor(name, position, pointer, self.tables)
        self._anchors[anchor.name] = anchor
        self._all_anchors.append(anchor)
        before = self._nodes - 1
        anchor.value = self._content(event, pointer, depth)
        anchor.size = self._nodes - before
        anchor.ready = True
        return anchor.value

    def _alias(self, event: AliasEvent, pointer: Pointer, depth: int) -> Plain:
        name = event.anchor or ""
        anchor = self._anchors.get(name)
        if anchor is None:
            found = Finding.at(Place(self._path, _place(event)), *messages.unknown_alias(name))
            raise _StopReadingError(with_cure(found, self._lines()))
        anchor.used = True
        if not anchor.ready:
            raise _StopReadingError(Finding.at(Place(self._path, _place(event)), *messages.circular_alias(name)))
        if not self._counted:
            self._counted = True
            if beyond := alias_beyond(self._text, MAX_NODES):
                raise _StopReadingError(Finding.at(Place(self._path, beyond), *messages.TOO_MANY_NODES))
        self._nodes += anchor.size - 1
        if self._nodes > MAX_NODES:
            raise _StopReadingError(Finding.at(Place(self._path, _place(event)), *messages.TOO_MANY_NODES))
        value = self._graft(anchor.value, anchor, anchor.pointer, pointer, depth, _place(event))
        self.tables.positions[pointer] = _place(event)
        return value

    def _graft(
        self, value: Plain, anchor: _Anchor, source: Pointer, target: Pointer, depth: int, place: Position
    ) -> Plain:
        """Copy an anchored value with its places; only its root stands where the alias stands."""
        tables = self.tables
        tables.positions[target] = anchor.tables.positions[source]
        if source in anchor.tables.raws:
            tables.raws[target] = anchor.tables.raws[source]
        if not isinstance(value, dict | list):
            return value
        if depth > MAX_DEPTH:
            raise _StopReadingError(Finding.at(Place(self._path, place), *messages.TOO_DEEP))
        if isinstance(value, list):
            return [
                self._graft(item, anchor, (*source, index), (*target, index), depth + 1, place)
                for index, item in enumerate(value)
            ]
        copy: Block = {}
        for key, item in value.items():
            tables.keys[(*target, key)] = anchor.tables.keys[(*source, key)]
            copy[key] = self._graft(item, anchor, (*source, key), (*target, key), depth + 1, place)
        return copy

    def _check_continuation(self, start: Spot, end: int, pointer: Pointer) -> None:
        """Report list items that YAML silently joins to the text above them.

        Slecht: `doelen: meedoen` met daaronder `  - werken`; goed: `doelen:` met daaronder beide.
        """
        lines = self._lines()
        for index in range(start[0] + 1, end + 1):
            if _LIST_ITEM.match(lines[index]):
                column = len(lines[index]) - len(lines[index].lstrip()) + 1
                place = Position(line=index + 1, column=column)
                words = messages.list_under_text(lines[index], start[0] + 1)
                fix = list_above(lines, *start, index)
                self.findings.append(replace(Finding.at(Place(self._path, place), *words), fix=fix))
                self.tables.told.add(pointer)
                return

    def _lines(self) -> list[str]:
        if not self._split:
            self._split = split_lines(self._text)
        return self._split

    def _report_tag(self, event: Event, tag: str) -> None:
        place = _place(event)
        column = max(self._lines()[place.line - 1].find("!", place.column - 1), place.column - 1)
        self._report(Position(line=place.line, column=column + 1), *messages.unknown_tag(tag))

    def _report(self, place: Position, code: str, message: str, hint: str) -> None:
        found = Finding.at(Place(self._path, place), code, message, hint)
        self.findings.append(with_cure(found, self._lines()) if code in CURED else found)


def _end(event: Event | None) -> int:
    """Where an event ends in the text; libyaml says so of each."""
    mark = event.end_mark if event else None
    assert mark is not None
    return mark.index


def _place(event: Event | None) -> Position:
    mark = event.start_mark if event else None
    assert mark is not None
    return Position(line=mark.line + 1, column=mark.column + 1)
