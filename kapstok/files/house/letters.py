"""The font of a municipality: at most four files, named once, for the site, Word and the PDF alike.

The settings name one file for each cut. Of the same name with another ending Kapstok takes what fits best: WOFF2 for
the site, because it is small, and TTF or OTF for the PDF, because typst reads no WOFF2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kapstok.core.door import Found, Shut, named_door
from kapstok.core.finding import Severity
from kapstok.core.model import Fields
from kapstok.files.house.fontfile import FontFile, read_font
from kapstok.files.house.problem import Problem

FIELD, FILES, FAMILY = "huisstijl", "letterbestanden", "lettertype"
CUTS: Mapping[str, tuple[int, bool]] = {
    "gewoon": (400, False),
    "vet": (700, False),
    "cursief": (400, True),
    "vet_cursief": (700, True),
}
_SITE, _PAPER = (".woff2", ".ttf", ".otf"), (".ttf", ".otf")
_MIME = {"woff2": "woff2", "ttf": "truetype", "otf": "opentype"}
_BOLD = 600  # from this weight on a cut is a bold one
_HEAVY, _HUGE = 150_000, 10_000_000  # bytes: what slows a site down, and what nobody means to include
_NAME = re.compile(r"[\w .&+-]{1,60}")
_LICENCE = "Controleer ook of de licentie gebruik op een website en in documenten toestaat."


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """One cut: the file for the site, the one for papers (None when there is none), and how CSS calls it."""

    cut: str
    weight: str
    italic: bool
    form: str
    site: Path
    paper: Path | None

    @property
    def address(self) -> str:
        """Where the site has the file, beside the style sheet that names it."""
        return f"letters/{self.cut}.{self.form}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letters:
    """The font of the house style; without faces it is only a name."""

    family: str = ""
    faces: tuple[Face, ...] = ()

    def css(self) -> str:
        """The faces as CSS. Text never changes font while it is read: one that comes late is for the next page."""
        return "".join(
            f'@font-face{{font-family:"{self.family}";src:url("{face.address}") format("{_MIME[face.form]}");'
            f"font-weight:{face.weight};font-style:{'italic' if face.italic else 'normal'};font-display:optional}}\n"
            for face in self.faces
        )

    def paper_files(self) -> tuple[Path, ...]:
        """The files for papers."""
        return tuple(face.paper for face in self.faces if face.paper)


def read_letters(root: Path, house: Fields) -> tuple[Letters, list[Problem]]:
    """The font that the settings name, and what is wrong with it."""
    family, files = str(house.get(FAMILY, "")), house.get(FILES)
    if not isinstance(files, Mapping) or not files:
        return Letters(family=family), []
    if not _NAME.fullmatch(family):
        return Letters(), [
            _problem(
                FAMILY if family else FILES,
                "letter-naam",
                "Bij letterbestanden hoort de naam van het lettertype, met gewone letters."
                if not family
                else f"De naam {family} kan geen naam van een lettertype zijn.",
                f"Zet er {FAMILY} bij, met de naam zoals Word hem toont.",
            )
        ]
    faces, problems = [], []
    for cut in CUTS:
        if cut in files:
            face, found = _read_face(root, family, cut, str(files[cut]))
            problems += found
            if face is not None:
                faces.append(face)
    return Letters(family=family, faces=tuple(faces)), problems


def _read_face(root: Path, family: str, cut: str, name: str) -> tuple[Face | None, list[Problem]]:
    """One cut; None when the site cannot use it."""
    place = (FILES, cut)
    if Path(name).suffix.lower() not in _SITE:
        return None, [
            _problem(
                place,
                "letter-vorm",
                f"{name} is geen WOFF2-, TTF- of OTF-bestand.",
                f"Vraag de maker van het lettertype om een van die vormen. {_LICENCE}",
            )
        ]
    given = _find(root, name)
    if isinstance(given, Shut) and given is not Shut.TOO_LARGE:
        return None, [
            _problem(
                place,
                "letter-ontbreekt",
                f"Het letterbestand {name} staat niet in de werkruimte.",
                f"Zet het bestand in de map huisstijl en noem het pad vanaf de hoofdmap. {_LICENCE}",
            )
        ]
    found: dict[str, tuple[Path, FontFile]] = {}
    problems = []
    for suffix in _SITE:
        beside = Path(name).with_suffix(suffix).as_posix()
        there = _find(root, beside)
        if isinstance(there, Found):
            font, wrong = _open(there.path, beside, place)
            problems += wrong
            if font is not None:
                found[suffix] = (there.path, font)
        elif there is Shut.TOO_LARGE:
            message = f"{beside} is groter dan {_HUGE // 1_000_000} MB."
            problems.append(_problem(place, "letter-te-groot", message, f"Kies een bestand met één snit. {_LICENCE}"))
    site = next((found[suffix] for suffix in _SITE if suffix in found), None)
    if site is None:
        return None, problems
    paper = next((found[suffix] for suffix in _PAPER if suffix in found), None)
    problems += _check_cut(family, cut, name, paper[1] if paper else None)
    if site[0].stat().st_size > _HEAVY:
        problems.append(_heavy(place, site[0], site[1].form))
    weight, italic = CUTS[cut]
    variable = bool(paper and paper[1].variable)
    return Face(
        cut=cut,
        weight="100 900" if variable and weight < _BOLD else str(weight),
        italic=italic,
        form=site[1].form,
        site=site[0],
        paper=paper[0] if paper else None,
    ), problems


def _find(root: Path, name: str) -> Found | Shut:
    """The font file of this name, when it lies in the workspace."""
    door, file = named_door(root, name, endings=_SITE, limit=_HUGE)
    return door.find(file)


def _open(path: Path, name: str, place: tuple[str, ...]) -> tuple[FontFile | None, list[Problem]]:
    font = read_font(path.read_bytes())
    if font is None or (font.form == "woff2") != (path.suffix.lower() == ".woff2"):
        message = f"{name} is geen lettertype dat een site of stuk kan gebruiken, of is beschadigd."
        return None, [_problem(place, "letter-vorm", message, f"Haal het bestand opnieuw op. {_LICENCE}")]
    if font.restricted:
        return None, [
            _problem(
                place,
                "letter-licentie",
                f"{name} zegt zelf dat het niet in documenten of op een site mag.",
                "Koop een licentie die dat toestaat, of kies een vrij lettertype.",
            )
        ]
    return font, []


def _check_cut(family: str, cut: str, name: str, font: FontFile | None) -> Iterator[Problem]:
    """Whether the file for papers is there, has this name, and is the cut that it should be."""
    place = (FILES, cut)
    if font is None:
        yield _problem(
            place,
            "letter-geen-pdf",
            f"Naast {name} staat geen TTF of OTF; de PDF gebruikt daarom een ander lettertype dan de site.",
            f"Zet het TTF- of OTF-bestand met dezelfde naam ernaast. {_LICENCE}",
            Severity.WARNING,
        )
        return
    if font.family.casefold() != family.casefold():
        yield _problem(
            place,
            "letter-naam",
            f"Het lettertype in {name} heet {font.family or 'niets'} en niet {family}.",
            f"Schrijf {FAMILY}: {font.family}." if font.family else "Kies een ander bestand.",
        )
    weight, italic = CUTS[cut]
    if font.italic != italic or (not font.variable and (font.weight >= _BOLD) != (weight >= _BOLD)):
        is_now = " en ".join(word for word, so in (("vet", font.weight >= _BOLD), ("cursief", font.italic)) if so)
        yield _problem(
            place,
            "letter-snit",
            f"{name} is {is_now or 'gewoon'}, maar staat bij {cut}.",
            "Wissel de bestanden om, of kies het bestand van deze snit.",
            Severity.WARNING,
        )


def _heavy(place: tuple[str, ...], path: Path, form: str) -> Problem:
    size = round(path.stat().st_size / 1000)
    remedy = (
        "Zet er een WOFF2 met dezelfde naam naast" if form != "woff2" else "Kies een WOFF2 met alleen Latijnse letters"
    )
    return _problem(
        place,
        "letter-te-groot",
        f"{path.name} is {size} kB: elke bezoeker van de site laadt dat. Tot {_HEAVY // 1000} kB gaat het vlot.",
        f"{remedy}. {_LICENCE}",
        Severity.WARNING,
    )


def _problem(
    place: str | tuple[str, ...], code: str, message: str, hint: str, severity: Severity = Severity.ERROR
) -> Problem:
    steps = (place,) if isinstance(place, str) else place
    return Problem(field=(FIELD, *steps), code=code, message=message, hint=hint, severity=severity)
