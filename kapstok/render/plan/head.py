"""Templates and hand-written pages as files: UTF-8 text with, at the very top, a head of YAML between `---` lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kapstok.core.door import Door, Shut, shut_finding
from kapstok.core.finding import Finding, Severity, has_errors
from kapstok.core.model import Plain
from kapstok.core.places import Place
from kapstok.link.remarks import lost_text
from kapstok.read.reader import read_text
from kapstok.read.syntax.text import decode

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SHAPES: Mapping[str, tuple[type | tuple[type, ...], str]] = MappingProxyType(
    {
        "titel": (str, "tekst"),
        "omschrijving": (str, "tekst"),
        "menu": (str, "tekst"),
        "ondertitel": (str, "de naam van een veld"),
        "volgorde": ((int, float), "een getal"),
        "ook_bij_een": (bool, "true of false"),
        "inhoudsopgave": (int, "true, false of een aantal niveaus"),
        "vindbaar": (bool, "true of false"),
        "als": ((str, list), "een lijst van soorten, of bij een stuk een veld"),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A file with a head: what it says, the text after it, the line on which that begins, and the head as written."""

    head: Mapping[str, Plain]
    body: str
    first_line: int
    front: str = ""

    @property
    def text(self) -> str:
        """The text with an empty line for each line of the head, so that its lines have their own numbers."""
        return "\n" * (self.first_line - 1) + self.body


def read_source(door: Door, name: str, shown: str) -> tuple[Source | None, list[Finding]]:
    """Read a file that findings call `shown`; None when it has errors, each at its own line."""
    content = door.read(name)
    if isinstance(content, Shut):
        return None, [shut_finding(shown, content)]
    text, findings = decode(shown, content)
    findings = [finding for finding in findings if finding.severity is Severity.ERROR]
    if text is None or findings:
        return None, findings
    text = text.replace("\r\n", "\n")
    match = _FRONT.match(text)
    if match is None:
        if text.startswith("---\n"):
            return None, [
                Finding.at(
                    Place.on(shown, 1), "kop", "De kop begint met --- maar houdt niet op.", "Sluit de kop af met ---."
                )
            ]
        return Source(head={}, body=text, first_line=1), []
    head, findings = _head(shown, match[1])
    body = text[match.end() :]
    source = Source(head=head, body=body, first_line=match[0].count("\n") + 1, front=match[1])
    return (None if has_errors(findings) else source), findings


def _head(shown: str, text: str) -> tuple[Mapping[str, Plain], list[Finding]]:
    if not text.strip():
        return {}, []
    document, findings = read_text(shown, ("\n" + text).encode())  # one line down: there stands the first ---
    findings = [replace(finding, code="kop") for finding in findings if finding.severity is Severity.ERROR]
    if document is None:
        return {}, findings
    for name, value in document.block.items():
        shape, words = _SHAPES.get(name, (object, ""))
        if value is not None and not isinstance(value, shape):
            place = document.positions[(name,)]
            findings.append(
                Finding.at(
                    Place.on(shown, place.line, place.column),
                    "kop",
                    f"In de kop hoort bij {name} {words}.",
                    "Verbeter de waarde.",
                )
            )
        remark = document.remarks.get((name,))
        if remark and isinstance(value, (str, type(None))) and (lost := lost_text(document, (name,), remark)):
            findings.append(lost)
    head: dict[str, Plain] = {name: value for name, value in document.block.items() if value is not None}
    return ({"menu": ""} | head if "menu" in document.block else head), findings
