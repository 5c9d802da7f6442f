"""Is the house style of the workspace one that can be read and used? Colours and the own Word document, checked.

What is wrong stands at its own key in the settings of the agenda.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from kapstok.core.colour import TEXT_RATIO, contrast, nearest_legible
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Item, Model, Position
from kapstok.core.places import finding_at, value_place
from kapstok.core.text import enumerate_words
from kapstok.files.house.looks import read_looks
from kapstok.files.house.problem import Problem
from kapstok.kinds.schema import Kinds

FIELD, COLOURS, WORD = "huisstijl", "kleuren", "word_sjabloon"
NEEDED_STYLES = ("Title", "heading 1", "heading 2", "heading 3")  # as Word writes their names in every language
_WHITE, _TEXT = "#ffffff", "#1a1a1a"
_STYLES, _BODY = "word/styles.xml", "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST = 20_000_000  # bytes of one part of the package, unpacked
_AGAIN = "Sla het in Word op als .docx, zonder macro's."


def check_house_style(root: Path, model: Model, kinds: Kinds) -> Iterator[Finding]:
    """Everything that is wrong with the house style."""
    for kind in kinds:
        for item in model.of_kind(kind.name) if kind.file else ():
            house = item.fields.get(FIELD, {})
            if isinstance(house, Mapping):
                yield from _check_colours(model, item, house.get(COLOURS, {}))
                yield from (_said(model, item, problem) for problem in read_looks(root, house)[1])
                yield from _check_word(root, model, item, house)


def _said(model: Model, item: Item, problem: Problem) -> Finding:
    """A problem in a file of the house style stands in that file, any other at its field in the settings."""
    if not problem.path:
        return _at(model, item, problem.field, problem.code, problem.message, problem.hint, problem.severity)
    place = Position(line=problem.line, column=problem.column)
    return finding_at(problem.path, place, problem.code, problem.message, problem.hint, problem.severity)


def _check_colours(model: Model, item: Item, colours: Mapping[str, Any]) -> Iterator[Finding]:
    ground = str(colours.get("achtergrond", _WHITE))
    for name, what, grounds in (
        ("hoofd", "Witte letters op deze hoofdkleur", (_WHITE,)),
        ("nadruk", "Letters in deze nadrukkleur op wit en op de achtergrond", (_WHITE, ground)),
        ("achtergrond", "Zwarte letters op deze achtergrondkleur", (_TEXT,)),
    ):
        colour = str(colours.get(name, ""))
        ratio = min(contrast(colour, other) for other in grounds) if colour else TEXT_RATIO
        if ratio >= TEXT_RATIO:
            continue
        better = nearest_legible(colour, grounds, _WHITE if name == "achtergrond" else "#000000")
        said = f"{int(ratio * 10) / 10:.1f}".replace(".", ",")  # rounded down: 4,49 is not 4,5
        yield _at(
            model,
            item,
            (FIELD, COLOURS, name),
            "kleur-contrast",
            f"{what} zijn slecht te lezen: het contrast is {said} en moet ten minste 4,5 zijn.",
            f"De dichtstbijzijnde kleur die wel kan is {better}."
            if better
            else "Maak eerst de achtergrondkleur lichter.",
            Severity.WARNING,
        )


def word_template(root: Path, house: Mapping[str, Any]) -> Path | None:
    """The own Word document that the settings name, when it is a file inside the workspace."""
    name = str(house.get(WORD, ""))
    path = (root / name).resolve()
    return path if name and path.is_relative_to(root.resolve()) and path.is_file() else None


def _check_word(root: Path, model: Model, item: Item, house: Mapping[str, Any]) -> Iterator[Finding]:
    name = str(house.get(WORD, ""))
    if not name:
        return
    path = word_template(root, house)
    problem = _trouble(path) if path else _missing(name)
    if problem:
        message, hint = problem
        yield _at(model, item, (FIELD, WORD), "word-sjabloon", message.format(name=name), hint, Severity.ERROR)


def _missing(name: str) -> tuple[str, str]:
    return "Het Word-sjabloon {name} staat niet in de werkruimte.", "Noem het pad vanaf de hoofdmap."


def _trouble(path: Path) -> tuple[str, str] | None:
    """What keeps a file from being a Word document to take styles from: a sentence and what to do."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = {info.filename: info.file_size for info in package.infolist()}
            if _BODY not in parts or _STYLES not in parts or any("vbaProject" in name for name in parts):
                return "{name} is geen gewoon Word-document.", _AGAIN
            if max(parts.values()) > _LARGEST:
                return "{name} is uitgepakt te groot.", "Haal de grote afbeeldingen eruit."
            for name in parts:
                if name.endswith(".rels") and _leads_out(package.read(name)):
                    return (
                        "{name} haalt een afbeelding of sjabloon van een andere plek.",
                        "Voeg het in het bestand zelf in.",
                    )
            missing = [name for name in NEEDED_STYLES if name.casefold() not in _styles(package.read(_STYLES))]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, ValueError, OSError, RuntimeError, NotImplementedError):
        return "{name} is geen Word-document, of is beschadigd.", _AGAIN
    if missing:
        words = enumerate_words((name.replace("heading", "Kop").replace("Title", "Titel") for name in missing), "en")
        return (
            f"In {{name}} ontbreken deze stijlen: {words}.",
            "Gebruik elke stijl één keer in het document en sla het op.",
        )
    return None


def _parse(xml: bytes) -> etree._Element:
    """Read XML in which nothing is fetched or unfolded; ValueError for a document type of its own."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if root.getroottree().docinfo.doctype:
        raise ValueError("doctype")
    return root


def _leads_out(relations: bytes) -> bool:
    """Whether something other than a link that a reader clicks stands outside the file."""
    return any(
        relation.get("TargetMode") == "External" and not str(relation.get("Type")).endswith("/hyperlink")
        for relation in _parse(relations)
    )


def _styles(xml: bytes) -> set[str]:
    """The names of the paragraph styles of a document, folded."""
    styles = (s for s in _parse(xml).iter(f"{_W}style") if s.get(f"{_W}type") == "paragraph")
    names = (style.find(f"{_W}name") for style in styles)
    return {str(name.get(f"{_W}val")).casefold() for name in names if name is not None}


def _at(
    model: Model, item: Item, pointer: tuple[str, ...], code: str, message: str, hint: str, severity: Severity
) -> Finding:
    return finding_at(item.path, value_place(model, item, *pointer), code, message, hint, severity)
