"""What both converters share: the values that go in, colours that can be read, and the run of pandoc."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from kapstok.colour import contrast

LANGUAGE = "nl-NL"
FILTER = "stuk.lua"  # these three and the fonts are what a style folder holds for papers
TEMPLATE = "stuk.pandoc.typ"
LAYOUT = "document.typ"
OWN_FONTS = "lettertypen"
FONT_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
ADOPTED = "vastgesteld"
EXAMPLE_MARK = "VOORBEELD"
TIME_LIMIT = 120  # seconds for one run of pandoc
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
SIGN = "kapstok: "  # before every problem that our Lua filter writes
PROBLEMS_FOUND = 65  # exit code of the Lua filter when it reported problems

# Everything that Python-Markdown reads the same way, and no more: no raw HTML, TeX or typst, no mathematics,
# citations, footnotes or typographic guesses. Captions and heading ids serve the templates of papers.
MARKDOWN = "markdown_strict" + "".join(
    (
        "-raw_html",
        "-spaced_reference_links",
        "+all_symbols_escapable",
        "+auto_identifiers",
        "+four_space_rule",
        "+header_attributes",
        "+intraword_underscores",
        "+pipe_tables",
        "+startnum",
        "+table_captions",
    )
)


class ConvertError(Exception):
    """A paper could not be converted; `problems` holds one Dutch sentence for each cause."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """The house style. Colours are `#rrggbb`; `logo` is the SVG or PNG itself, `folder` holds stijl/.
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

    def font_folders(self) -> tuple[Path, ...]:
        """Where the fonts of the style lie; typst looks for fonts in folders and in nothing else."""
        own = self.folder / OWN_FONTS
        found = [path.parent for path in self.font_files] + ([own] if own.is_dir() else [])
        return tuple(sorted({folder.resolve() for folder in found}))

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
    """Tell SVG from PNG by the bytes themselves: '.svg' or '.png'; anything else is a ConvertError."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if re.match(rb"(\xef\xbb\xbf)?\s*<(\?xml|!--|svg)", data) and b"<svg" in data:
        return ".svg"
    raise ConvertError(["een afbeelding is geen SVG of PNG"])


@contextmanager
def workplace() -> Iterator[Path]:
    """A fresh folder for the files that pandoc and typst read; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kapstok-") as folder:
        yield Path(folder)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredImage:
    """An image as written for pandoc: file name in the workplace, media type, width ('12.3cm' or '')."""

    file: str
    mime: str
    width: str = ""


def write_images(folder: Path, images: Mapping[str, StoredImage]) -> None:
    """Write beelden.json, by which the Lua filter knows which images belong to the paper."""
    known = {
        name.removeprefix("./"): {"file": image.file, "mime": image.mime, "width": image.width}
        for name, image in images.items()
    }
    (folder / "beelden.json").write_text(json.dumps(known), encoding="utf-8")


def pandoc_path() -> str:
    """Return the pandoc that came with pypandoc_binary."""
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def run_pandoc(arguments: Sequence[str], *, folder: Path, source: str = "") -> bytes:
    """Run pandoc in `folder` with `source` on its input and return its output.

    Warnings count as errors. Nothing from the user's own pandoc folder is read.
    """
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "315532800"}
    try:
        done = subprocess.run(
            [pandoc_path(), f"--data-dir={folder}", *arguments],
            input=source.encode(),
            capture_output=True,
            cwd=folder,
            env=environment,
            timeout=TIME_LIMIT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConvertError([f"pandoc kon dit stuk niet omzetten: {type(error).__name__}"]) from error
    if done.returncode:
        raise ConvertError(pandoc_problems(done.stderr.decode(errors="replace"), done.returncode))
    return done.stdout


def pandoc_problems(output: str, code: int) -> list[str]:
    """Turn what pandoc wrote on stderr into sentences."""
    if code == PROBLEMS_FOUND:
        return [line.removeprefix(SIGN) for line in output.splitlines() if line.startswith(SIGN)]
    return [f"pandoc meldt: {' '.join(output.split()) or f'code {code}'}"]


def check_characters(paper: Paper) -> None:
    """Raise when a text holds a control character, which neither Word nor PDF may contain (XML 1.0, 2.2)."""
    shown = (paper.title, paper.subtitle, paper.municipality, paper.date_text, paper.status, paper.secrecy)
    texts = (*shown, paper.version, paper.description, *paper.keywords, paper.markdown)
    found = sorted({character for text in texts for character in CONTROL.findall(text)})
    if found:
        names = ", ".join(f"U+{ord(character):04X}" for character in found)
        raise ConvertError([f"de tekst bevat een onzichtbaar stuurteken ({names})"])


def convert_markdown(paper: Paper, style: Style, *, folder: Path, extra: Sequence[str]) -> bytes:
    """Convert the paper's Markdown with our filter; `extra` says to what."""
    check_characters(paper)
    return run_pandoc(
        [
            "--sandbox",
            "--fail-if-warnings",
            f"--from={MARKDOWN}",
            f"--lua-filter={(style.folder / FILTER).resolve()}",
            f"--metadata=lang:{LANGUAGE}",
            "--columns=1000000",
            *(["--variable=liggend:ja"] if paper.landscape else []),
            "--syntax-highlighting=none",
            "--eol=lf",
            *extra,
        ],
        folder=folder,
        source=paper.markdown,
    )
