"""What the handbook says of a code, so that a report and the handbook tell the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kapstok.core.finding import Finding
from kapstok.core.workspace import resource

_ROW = re.compile(r"^\| `([a-z][a-z0-9-]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()]*\)")
_FAMILIES = {
    "kader-": (
        "Iets houdt zich niet aan een kader van de agenda.",
        "Pas het onderdeel aan, of schrijf een afwijking op.",
    ),
    "taal-": ("Deze tekst kan makkelijker.", "Maak zinnen korter en kies gewone woorden. Dit houdt niets tegen."),
    "letter-": ("Er schort iets aan het eigen lettertype.", "Kijk in de handleiding bij Huisstijl."),
    "tokens-": ("Er schort iets aan de tokens van de huisstijl.", "Kijk in de handleiding bij Huisstijl."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """A code in words: what it is about, what Kapstok says for example, and what to do."""

    about: str
    example: str
    cure: str


def explain(finding: Finding) -> Explained:
    """What is known of the code of a finding; what the handbook does not list, the finding itself must tell."""
    if found := _handbook().get(finding.code):
        return found
    for prefix, (about, cure) in _FAMILIES.items():
        if finding.code.startswith(prefix):
            return Explained(about=about, example=finding.message, cure=cure)
    about = f"Melding van Kapstok over de agenda: {finding.code.replace('-', ' ')}."
    return Explained(about=about, example=finding.message, cure=finding.hint or "De melding zegt zelf wat er is.")


@cache
def _handbook() -> Mapping[str, Explained]:
    return dict(_explained())


def _explained() -> Iterator[tuple[str, Explained]]:
    for page in sorted((resource("docs") / "handleiding").glob("*.md")):
        for code, said, cure in _ROW.findall(page.read_text(encoding="utf-8")):
            about = f"Melding van Kapstok over de agenda: {code.replace('-', ' ')}."
            yield code, Explained(about=about, example=_words(said), cure=_words(cure))


def _words(markdown: str) -> str:
    return _LINK.sub(r"\1", markdown).replace("`", "").replace("\\", "").replace("**", "")
