"""Headings as data: `templates/stuk/koppen.yaml` says which parts a paper has, in which order and under which words.

The file of the workspace goes over the one of the package, paper by paper. A part that it does not name keeps its
words and comes last, so that nothing is lost by forgetting it; `weg: true` leaves a part out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kapstok.core.door import Door
from kapstok.core.finding import Finding
from kapstok.core.model import Document, Plain, Pointer
from kapstok.core.places import START, Place
from kapstok.core.text import nearest
from kapstok.core.values import as_block, as_list, as_text
from kapstok.read.reader import read_text

FILE = "stuk/koppen.yaml"
_PATH = f"templates/{FILE}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """One part of a paper: the name of the part, and the heading above it."""

    deel: str
    kop: str


Headings = Mapping[str, tuple[Heading, ...]]


def read_headings(doors: Sequence[Door]) -> tuple[Headings, list[Finding]]:
    """The headings of every paper; `doors` are those to the folders with templates, the workspace's own first."""
    headings: dict[str, tuple[Heading, ...]] = {}
    findings: list[Finding] = []
    for door in reversed(doors):
        content = door.read(FILE)
        if isinstance(content, bytes):  # one that is shut, is told with all templates
            document, found = read_text(_PATH, content)
            findings += found
            if document is not None:
                own, problems = _merge(document, headings)
                findings += problems
                headings.update(own)
    return headings, findings


def _merge(document: Document, known: Headings) -> tuple[dict[str, tuple[Heading, ...]], list[Finding]]:
    """The papers of one file over those that are known already (none: this file says what there is)."""
    if document.data is None:
        return {}, []
    if not isinstance(document.data, dict):
        return {}, [
            Finding.at(_place(document, ()), "koppen-vorm", "Hier horen namen van stukken met hun koppen.", _EXAMPLE)
        ]
    merged: dict[str, tuple[Heading, ...]] = {}
    findings: list[Finding] = []
    for name, parts in document.data.items():
        if known and name not in known:
            guess = nearest(str(name), known)
            hint = f"Bedoelde u {guess}?" if guess else f"Kies uit: {', '.join(sorted(known))}."
            findings.append(
                Finding.at(_place(document, (name,)), "kop-stuk-onbekend", f"Er is geen stuk {name}.", hint)
            )
            continue
        usual = {heading.deel: heading.kop for heading in known.get(name, ())}
        findings += (problems := list(_check(document, name, parts, usual)))
        if not problems:
            merged[name] = tuple(_ordered(list(map(as_block, as_list(parts))), usual))
    return merged, findings


def _check(document: Document, name: str, parts: Plain, usual: Mapping[str, str]) -> Iterator[Finding]:
    if not isinstance(parts, list):
        yield Finding.at(_place(document, (name,)), "koppen-vorm", "Hier hoort een lijst met delen.", _EXAMPLE)
        return
    seen: set[str] = set()
    for number, part in enumerate(parts):
        place: Pointer = (name, number)
        if not isinstance(part, dict) or not _fits(part):
            yield Finding.at(_place(document, place), "koppen-vorm", "Een deel heeft een naam en een kop.", _EXAMPLE)
            continue
        word = as_text(part["deel"])
        if usual and word not in usual:
            guess = nearest(word, usual)
            hint = f"Bedoelde u {guess}?" if guess else f"Kies uit: {', '.join(usual)}."
            message = f"Het stuk {name} heeft geen deel {word}."
            yield Finding.at(_place(document, (*place, "deel")), "kop-deel-onbekend", message, hint)
        elif word in seen:
            message = f"Het deel {word} staat er twee keer."
            yield Finding.at(
                _place(document, (*place, "deel")), "kop-deel-dubbel", message, "Haal één van de twee weg."
            )
        seen.add(word)


def _fits(part: Mapping[str, Plain]) -> bool:
    texts = isinstance(part.get("deel"), str) and isinstance(part.get("kop", ""), str)
    return texts and isinstance(part.get("weg", False), bool) and part.keys() <= {"deel", "kop", "weg"}


def _ordered(parts: Sequence[Mapping[str, Plain]], usual: Mapping[str, str]) -> Iterator[Heading]:
    named = [as_text(part["deel"]) for part in parts]
    for word, part in zip(named, parts, strict=True):
        if not part.get("weg"):
            yield Heading(deel=word, kop=as_text(part.get("kop", usual.get(word, ""))))
    yield from (Heading(deel=word, kop=said) for word, said in usual.items() if word not in named)


_EXAMPLE = "Zo: - {deel: advies, kop: Advies}"


def _place(document: Document, place: Pointer) -> Place:
    """Where the key of a paper stands, or a part of one."""
    value, key = document.positions.get(place), document.keys.get(place)
    found = (value or key if place[2:] else key or value) or START
    return Place(document.path, found)
