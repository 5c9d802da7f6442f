"""What both converters share: the values that go in, colours that can be read, and a place to work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from kapstok.core.colour import contrast
from kapstok.core.scratch import scratch

LANGUAGE = "nl-NL"
FILTER = "stuk.lua"  # these three and the fonts are what a style folder holds for papers
TEMPLATE = "stuk.pandoc.typ"
LAYOUT = "document.typ"
OWN_FONTS = "lettertypen"
FONT_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
ADOPTED = "vastgesteld"
EXAMPLE_MARK = "VOORBEELD"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class ConvertError(Exception):
    """A paper could not be converted; `problems` holds one Dutch sentence for each cause."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[ConvertError], tuple[tuple[str, ...]]]:
        """Come out of another process as it went in."""
        return ConvertError, (self.problems,)


Outcome = bytes | ConvertError  # a document, or what is wrong with it


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """The house style. Colours are `#rrggbb`; `logo` is the SVG or PNG itself.
    `folder` holds the files of a style; one that is not there is taken from the first of `beneath` that has it.
    `word` is a Word document of the municipality whose styles, page, header and footer are used instead of ours.

    `font` is a family name: Word uses it when every Word has it, the PDF when `folder/lettertypen`
    holds its TTF or OTF files; otherwise Arial and Noto Sans stand in. `font_files` are files of the municipality's
    own: with those both use the font.
    """

    main: str
    accent: str
    background: str
    municipality: str
    folder: Path
    font: str = ""
    font_files: tuple[Path, ...] = ()
    logo: bytes | None = None
    logo_alt: str = ""
    word: bytes | None = None
    beneath: tuple[Path, ...] = ()

    def file(self, name: str) -> Path:
        """Where a file of the style is; the last place when it is nowhere."""
        places = [folder / name for folder in (self.folder, *self.beneath)]
        return next((place for place in places if place.is_file()), places[-1])

    def font_folders(self) -> tuple[Path, ...]:
        """Where the fonts of the style lie."""
        return font_folders([self.folder, *self.beneath], self.font_files)

    def __post_init__(self) -> None:
        for name in (self.main, self.accent, self.background):
            if not re.fullmatch(r"#[0-9a-fA-F]{6}", name):
                raise ConvertError([f"de kleur '{name}' heeft niet de vorm #rrggbb"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """One paper to convert. `name` is the file stem, `date_text` a date in Dutch words.

    `status` is the adoption of the paper ('concept', 'ter-inzage', 'vastgesteld' ...; '' shows none);
    everything but adopted stands in the header of every page, as does `example`. `images` maps the
    names used in `markdown` to SVG or PNG bytes; `contents` is how many levels
    of headings the table of contents shows (0: there is none). `landscape` lays the paper on its side; `secrecy`
    is what every page must say of a paper that is not for everybody. `version` and `commit` go into the metadata.
    `numbering` is how many levels of headings get a number; in a `lenient` paper a link that leads nowhere keeps its
    words only, else it is a problem.
    """

    name: str
    title: str
    municipality: str
    date_text: str
    peildatum: date
    markdown: str
    subtitle: str = ""
    status: str = ""
    example: bool = False
    description: str = ""
    keywords: tuple[str, ...] = ()
    contents: int = 0
    landscape: bool = False
    secrecy: str = ""
    version: str = ""
    commit: str = ""
    numbering: int = 0
    lenient: bool = False
    images: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """The peildatum as a moment, the only time that goes into a document."""
        return datetime(self.peildatum.year, self.peildatum.month, self.peildatum.day, tzinfo=UTC)

    @property
    def status_text(self) -> str:
        """The status for a reader: 'Ter inzage'."""
        return self.status.replace("-", " ").capitalize()

    @property
    def marks(self) -> tuple[str, ...]:
        """What every page must say of this paper, in capitals but for the audience: 'VOORBEELD', 'CONCEPT'."""
        status = "" if self.status.casefold() == ADOPTED else self.status.replace("-", " ").upper()
        return tuple(mark for mark in (self.secrecy, EXAMPLE_MARK if self.example else "", status) if mark)

    @property
    def text_width(self) -> float:
        """The width of the text in cm, on A4 with margins of 2.5 cm."""
        return 24.7 if self.landscape else 16.0

    @property
    def text_height(self) -> float:
        """The height that a picture may take in cm, its caption and a heading above it left room for."""
        return 12.0 if self.landscape else 20.0


def font_folders(folders: Iterable[Path], files: Iterable[Path]) -> tuple[Path, ...]:
    """Where fonts lie: those of style folders, and other files. Typst looks in folders and in nothing else."""
    found = [path.parent for path in files] + [own for folder in folders if (own := folder / OWN_FONTS).is_dir()]
    return tuple(sorted({one.resolve() for one in found}))


def fonts_in(folders: Iterable[Path]) -> Iterator[Path]:
    """The font files in these folders and below, in a fixed order."""
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in FONT_SUFFIXES)


def fonts_state(folders: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """What changes when one of the fonts does: whoever keeps what it read of them, keeps it under this."""
    found = ((path, path.stat()) for path in fonts_in(folders))
    return tuple((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in found)


def legible(colour: str, background: str = "#ffffff") -> str:
    """Return `colour`, darker or lighter as far as text on `background` needs: contrast 4.5 (WCAG 1.4.3)."""
    target = 0 if contrast("#000000", background) >= contrast("#ffffff", background) else 255
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    for step in range(21):
        mixed = "#" + "".join(f"{round(c + (target - c) * step / 20):02x}" for c in channels)
        if contrast(mixed, background) >= 4.5:
            return mixed
    return mixed


def image_suffix(data: bytes) -> str:
    """Tell SVG, PNG and JPEG by the bytes: '.svg', '.png' or '.jpg'; anything else is a ConvertError."""
    if data.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if re.match(rb"(\xef\xbb\xbf)?\s*<(\?xml|!--|svg)", data) and b"<svg" in data:
        return ".svg"
    raise ConvertError(["een afbeelding is geen SVG, PNG of JPEG"])


@contextmanager
def workplace() -> Iterator[Path]:
    """A fresh folder for the files that pandoc and typst read; gone afterwards."""
    with scratch() as folder:
        yield folder


def check_characters(paper: Paper) -> None:
    """Raise when a text holds a control character, which neither Word nor PDF may contain (XML 1.0, 2.2)."""
    shown = (paper.title, paper.subtitle, paper.municipality, paper.date_text, paper.status, paper.secrecy)
    texts = (*shown, paper.version, paper.description, *paper.keywords, paper.markdown)
    found = sorted({character for text in texts for character in CONTROL.findall(text)})
    if found:
        names = ", ".join(f"U+{ord(character):04X}" for character in found)
        raise ConvertError([f"de tekst bevat een onzichtbaar stuurteken ({names})"])
