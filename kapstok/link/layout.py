"""Blocks and lists that were laid out otherwise than they were meant: not indented, without a dash, one too many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from kapstok.core.finding import Edit, Finding, Fix
from kapstok.core.model import Block, Plain, Pointer
from kapstok.core.places import offset_of, replacing
from kapstok.core.text import enumerate_words
from kapstok.core.values import as_block
from kapstok.core.writing import as_value, plain_signs
from kapstok.kinds.schema import Shape
from kapstok.link.breach import Breach
from kapstok.link.case import Case

_BLANK = re.compile(r"\s*(?:#.*)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Loose:
    """Fields that stand below the block they belong to, but not inside it. `parent` is where they stand now."""

    parent: Pointer
    block: str
    names: tuple[str, ...]
    in_list: bool

    @property
    def pointer(self) -> Pointer:
        """The block that is empty because of it."""
        return (*self.parent, self.block)

    def finding(self, case: Case) -> Finding:
        """What to do: two spaces before each line, and a dash when the block is a list."""
        first, last = self._lines(case)
        names = [plain_signs(name) for name in self.names]
        fields = enumerate_words(names, "en") if len(names) <= 3 else f"{len(self.names)} velden"
        verb = "springt" if len(self.names) == 1 else "springen"
        lines = f"regel {first}" if first == last else f"regel {first} tot en met {last}"
        dash = f" Zet voor {names[0]} ook een streepje: - {names[0]}: …" if self.in_list else ""
        return Finding.at(
            case.at(self.pointer, key=True),
            "blok-niet-ingesprongen",
            f"Onder {self.block} {verb} {fields} niet in, en {'hoort' if len(self.names) == 1 else 'horen'} daar wel.",
            f"Zet {'vier' if self.in_list else 'twee'} spaties voor {lines}.{dash}",
            fix=Fix(edits=tuple(self._edits(case, first, last))),
        )

    def _lines(self, case: Case) -> tuple[int, int]:
        """The first and last line of these fields."""
        document = case.document
        first = document.keys[(*self.parent, self.names[0])].line
        end = _last_line(case, self.parent, self.names[-1])
        return first, end

    def _edits(self, case: Case, first: int, last: int) -> Iterator[Edit]:
        lines = case.document.source.replace("\r\n", "\n").split("\n")
        column = case.document.keys[(*self.parent, self.names[0])].column
        for number in range(first, last + 1):
            line = lines[number - 1]
            if line.strip():
                indent = "  - " if number == first and self.in_list else "    " if self.in_list else "  "
                odd = line[column - 1 : len(line) - len(line.lstrip())]  # spaces that do not count as such
                yield Edit(line=number, column=column, was="" if odd.isascii() else odd, becomes=indent)


def loose_blocks(case: Case, breach: Breach) -> Iterator[Loose]:
    """Empty blocks that are followed by fields of their own, on the same level."""
    shape = case.shape(breach.path) if breach.path else case.kind.shape
    here = as_block(breach.instance)
    names = list(here)
    for index, name in enumerate(names):
        inner = shape.fields.get(name)
        if inner is None or here[name] is not None:
            continue
        inside = _inside(inner, case)
        if found := tuple(takewhile(_belongs(shape, inside), names[index + 1 :])):
            yield Loose(parent=breach.path, block=name, names=found, in_list=inner.items is not None)


def _belongs(outside: Shape, inside: Shape) -> Callable[[str], bool]:
    """Whether a field, however it is indented, is one of a block and not one of what is around it."""
    return lambda name: name not in outside.fields and plain_signs(name) in inside.fields


def _inside(shape: Shape, case: Case) -> Shape:
    """The shape whose fields stand in a block, or in each block of a list."""
    inner = shape.items or shape
    return case.kinds[inner.nested].shape if inner.nested in case.kinds else inner


def _last_line(case: Case, parent: Pointer, name: str) -> int:
    """The last line with something on it before the next key of a level."""
    document = case.document
    starts = sorted(place.line for key, place in document.keys.items() if key[:-1] == parent)
    own = document.keys[(*parent, name)].line
    lines = document.source.replace("\r\n", "\n").split("\n")
    end = next((line - 1 for line in starts if line > own), len(lines))
    while end > own and _BLANK.fullmatch(lines[end - 1]):
        end -= 1
    return end


def as_list_item(case: Case, pointer: Pointer, value: Block) -> Fix | None:
    """The fix that makes a block the one item of a list: a dash before its first field, the others further in."""
    keys = [case.document.keys[(*pointer, name)] for name in value]
    if not keys or any(key.column != keys[0].column or key.line == keys[0].line for key in keys[1:]):
        return None
    last = _last_line(case, pointer, str(list(value)[-1]))
    lines = case.document.source.replace("\r\n", "\n").split("\n")
    if lines[keys[0].line - 1][: keys[0].column - 1].strip():
        return None
    edits = [Edit(line=keys[0].line, column=keys[0].column, was="", becomes="- ")]
    edits += [
        Edit(line=n, column=1, was="", becomes="  ") for n in range(keys[0].line + 1, last + 1) if lines[n - 1].strip()
    ]
    return Fix(edits=tuple(edits))


def as_one_value(case: Case, pointer: Pointer, value: list[Plain]) -> tuple[str, Fix | None]:
    """A list of one, as the one value that is meant: how it is written, and the fix that does so."""
    inner = case.written((*pointer, 0), value[0]) or as_value(str(value[0]))
    source = case.document.source
    start = offset_of(source, case.place(pointer))
    at = offset_of(source, case.place((*pointer, 0)))
    end = at + len(inner)
    if source[start : start + 1] == "[":
        end = source.find("]", end) + 1
    before = re.search(r":[ \t]*(?:\r?\n[ \t]*)?$", source[:start])
    if before is None or not source.startswith(inner, at) or end <= 0:
        return inner, None
    key = case.place(pointer, key=True)
    was = source[offset_of(source, key) : end].replace("\r\n", "\n")
    name = was[: before.start() - offset_of(source, key)]
    return inner, replacing(key, was, f"{name}: {inner}")
