"""Is the house style of the workspace one that can be read and used? Colours and the own Word document, checked.

What is wrong stands at its own key in the settings of the agenda.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from kapstok.core.colour import TEXT_RATIO, contrast, nearest_legible
from kapstok.core.door import Shut, named_door
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Fields, Item, Model, Position
from kapstok.core.places import Place, value_place
from kapstok.core.values import as_fields
from kapstok.files.house.looks import read_looks
from kapstok.files.house.problem import Problem as HouseProblem
from kapstok.files.house.word import LIMIT, Problem, word_trouble
from kapstok.kinds.schema import Kinds

FIELD, COLOURS, WORD = "huisstijl", "kleuren", "word_sjabloon"
_WHITE, _TEXT = "#ffffff", "#1a1a1a"


def check_house_style(root: Path, model: Model, kinds: Kinds) -> Iterator[Finding]:
    """Everything that is wrong with the house style."""
    for item in model.settings:
        house = as_fields(item.fields.get(FIELD))
        yield from _check_colours(model, item, as_fields(house.get(COLOURS)))
        yield from (_said(model, item, problem) for problem in read_looks(root, house)[1])
        yield from _check_word(root, model, item, house)


def _said(model: Model, item: Item, problem: HouseProblem) -> Finding:
    """A problem in a file of the house style stands in that file, any other at its field in the settings."""
    if not problem.path:
        return Finding.at(
            value_place(model, item, *problem.field), problem.code, problem.message, problem.hint, problem.severity
        )
    place = Position(line=problem.line, column=problem.column)
    return Finding.at(Place(problem.path, place), problem.code, problem.message, problem.hint, problem.severity)


def _check_colours(model: Model, item: Item, colours: Fields) -> Iterator[Finding]:
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
        yield Finding.at(
            value_place(model, item, FIELD, COLOURS, name),
            "kleur-contrast",
            f"{what} zijn slecht te lezen: het contrast is {said} en moet ten minste 4,5 zijn.",
            f"De dichtstbijzijnde kleur die wel kan is {better}."
            if better
            else "Maak eerst de achtergrondkleur lichter.",
            Severity.WARNING,
        )


def word_template(root: Path, house: Fields) -> bytes | None:
    """The own Word document that the settings name, when it may be used."""
    name = str(house.get(WORD, ""))
    data = _read_word(root, name) if name else None
    return data if isinstance(data, bytes) and _trouble(data) is None else None


def _check_word(root: Path, model: Model, item: Item, house: Fields) -> Iterator[Finding]:
    name = str(house.get(WORD, ""))
    if not name:
        return
    data = _read_word(root, name)
    problem = _trouble(data) if isinstance(data, bytes) else _not_read(data)
    if problem:
        message, hint = problem
        shown = message.replace("{name}", name)
        yield Finding.at(value_place(model, item, FIELD, WORD), "word-sjabloon", shown, hint)


def _read_word(root: Path, name: str) -> bytes | Shut:
    door, file = named_door(root, name, endings=(".docx",), limit=LIMIT)
    return door.read(file)


@lru_cache(maxsize=4)
def _trouble(data: bytes) -> Problem | None:
    return word_trouble(data)


def _not_read(why: Shut) -> Problem:
    if why is Shut.TOO_LARGE:
        return f"Het Word-sjabloon {{name}} is groter dan {LIMIT // 1_000_000} MB.", "Haal de grote afbeeldingen eruit."
    if why is Shut.ENDING:
        return "{name} is geen Word-document (.docx).", "Sla het in Word op als .docx, zonder macro's."
    return "Het Word-sjabloon {name} staat niet in de werkruimte.", "Noem het pad vanaf de hoofdmap."
