"""The papers of the shipped agenda: counted from their headings and list items, the same in Word and PDF."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pytest
import vera
from docx.oxml.ns import qn
from papers import elements, pdf_text, word_text

from kapstok.core.progress import Nobody
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load, render

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 1)
AGENDA, PROPOSAL = "beleidsagenda-agenda", "raadsvoorstel-vaststellen-agenda"
GOALS = {"Meedoen": 2, "Vitaliteit": 3, "Voor jezelf zorgen": 3, "Leven lang ontwikkelen": 3}
ASSIGNMENTS = [
    "6.1 Vraaggericht werken vanuit de opgaven",
    "6.2 Doorontwikkelen Sociaal Loket en Sociaal Team",
    "6.3 Regionale samenwerking",
    "6.4 Preventie en wijkgericht werken",
    "6.5 Inwonersparticipatie",
    "6.6 Strategisch partnerschap",
    "6.7 Sturingsstrategie",
    "6.8 Inkoop en subsidie",
    "6.9 Kwaliteitsnormen",
    "6.10 Eén begroting Sociaal Domein",
]
FRAMES = {  # the lists of frames in the order of the paper, with how many each holds
    "De kaders voor vraaggericht / opgavegericht werken": 8,
    "De kaders voor de samenwerking deelnemende partners en gemeente in het uitvoeringsteam": 8,
    "De kaders voor het Sociaal Loket en het Sociaal Team = uitvoeringsteam": 18,
    "De kaders voor regionale samenwerking": 5,
    "De kaders voor preventie en wijkgericht werken": 6,
    "De kaders voor inwonersparticipatie": 4,
    "De kaders voor strategisch partnerschap": 4,
    "Kader Sturingsstrategie": 6,
    "Kader inkoop en subsidie": 9,
    "Kader kwaliteitsnormen": 4,
    "Kader programmabegroting Sociaal Domein": 5,
}
PROPOSAL_HEADINGS = [
    "Onderwerp",
    "Advies",
    "Inleiding",
    "Beoogd effect",
    "Argumenten",
    "1.1 Eén agenda voorkomt versnippering van beleid",
    "1.2 De agenda is met partners en raadsleden voorbereid",
    "1.3 De raad stelt vooraf de kaders",
    "2.1 Anders werken vraagt tijd, geld en regie",
    "3.1 Zo ziet de raad welk geld bij welk doel hoort",
    "Kanttekeningen",
    "1.1 Inwoners merken de verandering niet meteen",
    "1.2 Nog niet elk doel heeft een nulmeting",
    "2.1 Eerder beginnen kan alleen als er mensen zijn",
    "Financiën",
    "Communicatie",
    "Uitvoering",
    "Bijlage(n)",
]


@dataclass(kw_only=True)
class Section:
    """A heading with its level, and the depth (0 is outermost) of every list item up to the next heading."""

    level: int
    title: str
    items: list[int] = field(default_factory=list)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every paper of the shipped agenda by file name, made in a workspace of its own with an empty cache."""
    root = tmp_path_factory.mktemp("werkruimte")
    for part in ("agenda", "huisstijl"):
        shutil.copytree(ROOT / part, root / part)
    with ThreadPoolExecutor(2) as executor:
        loaded = load(open_workspace(root), day=DAY)
        made = render(loaded, parts=("documents",), executor=executor, watcher=Nobody())
    assert made.findings == ()
    return {Path(o.path).name: o.content for o in made.outputs if isinstance(o.content, bytes)}


@pytest.fixture(scope="module", params=["docx", "pdf"])
def agenda(request: pytest.FixtureRequest, files: dict[str, bytes]) -> list[Section]:
    """The agenda as headings with their list items, read back from each format."""
    return outline(files, AGENDA, request.param)


def outline(files: dict[str, bytes], name: str, suffix: str) -> list[Section]:
    data = files[f"{name}.{suffix}"]
    if suffix == "docx":
        return list(word_sections(data))
    found = list(pdf_sections(data))
    return [s for s in found if s.title != "Inhoud"]


def word_sections(data: bytes) -> Iterator[Section]:
    section = None
    for paragraph in docx.Document(io.BytesIO(data)).paragraphs:
        heading = re.fullmatch(r"Heading (\d)", str(paragraph.style.name)) if paragraph.style else None
        level = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
        if heading:
            if section:
                yield section
            section = Section(level=int(heading[1]), title=paragraph.text)
        elif section and level is not None:
            section.items.append(int(level.get(qn("w:val"))))
    if section:
        yield section


def pdf_sections(data: bytes) -> Iterator[Section]:
    with pikepdf.open(io.BytesIO(data)) as document:
        section = None
        for tag, element, depth in tagged(document.Root.StructTreeRoot, 0):
            if re.fullmatch(r"H\d", tag):
                if section:
                    yield section
                section = Section(level=int(tag[1]), title=str(element.get("/T")))
            elif section and tag == "LI":
                section.items.append(depth - 1)  # a list below a list is tagged beside the item, not in it
        if section:
            yield section


def tagged(element: pikepdf.Object, depth: int) -> Iterator[tuple[str, pikepdf.Object, int]]:
    """Every structure element in reading order: its tag, itself, and how many lists it is inside of."""
    below = element.get("/K")
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            tag = str(child.S).removeprefix("/")
            yield tag, child, depth
            yield from tagged(child, depth + (tag == "L"))


def part(sections: Sequence[Section], title: str) -> list[Section]:
    """What stands under the heading with this title: the sections after it that are deeper."""
    start = next(i for i, s in enumerate(sections) if s.title == title)
    level = sections[start].level
    end = next((i for i, s in enumerate(sections[start + 1 :], start + 1) if s.level <= level), len(sections))
    return list(sections[start + 1 : end])


# --- the agenda ---


def test_four_tasks_with_eleven_goals(agenda: list[Section]) -> None:
    below = part(agenda, "5.1 Opgaven en doelen")
    tasks = [s.title for s in below if s.level == 3]
    assert tasks == list(GOALS)
    goals = [s.items for s in below if s.title == "Doelen"]
    assert goals == [[0] * count for count in GOALS.values()]
    assert sum(map(len, goals)) == 11


def test_ten_development_assignments_in_order(agenda: list[Section]) -> None:
    below = part(agenda, "6. Hoe gaan we dat organiseren?")
    assert [s.title for s in below if s.level == 2] == ASSIGNMENTS
    assert [s.title for s in below].count("Ontwikkelopdracht") == 10


def test_seventy_seven_frames_and_three_below_them(agenda: list[Section]) -> None:
    lists = [s for s in agenda if s.title in FRAMES]
    assert {s.title: s.items.count(0) for s in lists} == FRAMES
    assert [s.title for s in lists] == list(FRAMES)
    assert sum(s.items.count(0) for s in lists) == 77
    assert [s.items for s in lists if 1 in s.items] == [[0, 1, 1, 1, 0, 0, 0]]


def test_twenty_terms_sorted(agenda: list[Section]) -> None:
    terms = [s.title for s in part(agenda, "Bijlage 1 Begrippenlijst")]
    assert len(terms) == 20
    assert terms == sorted(terms, key=str.casefold)


def test_eleven_principles_with_the_number_of_their_chapter(agenda: list[Section]) -> None:
    numbers = [s.title.split()[0] for s in part(agenda, "4. Welke uitgangspunten gelden?")]
    assert numbers == [f"4.{n}" for n in range(1, 12)]


def test_effects_tasks_roles_and_measurements(agenda: list[Section]) -> None:
    lists = {s.title: s.items for s in agenda}
    assert lists["Maatschappelijke effecten"] == lists["Opgaven"] == [0] * 4
    assert lists["Metingen van de dienstverlening"] == [0] * 5
    assert lists["Mogelijke metingen van het uitvoeringsteam"] == [0] * 4
    roles = next(s.title for s in agenda if s.title.startswith("3.5 "))
    assert len(part(agenda, roles)) == 5


def test_chapters_in_the_order_of_the_paper(agenda: list[Section]) -> None:
    chapters = [s.title for s in agenda if s.level == 1]
    assert [c[:2] for c in chapters[1:8]] == ["1.", "2.", "3.", "4.", "5.", "6.", "7."]
    assert chapters[8:] == [
        "Cijfers en geld (voorbeeld)",
        "Besluitvorming",
        "Bijlage 1 Begrippenlijst",
        "Bijlage 2 Bronnen",
    ]
    assert [s.title[:3] for s in part(agenda, "7. En hoe nu verder?") if s.level == 2] == [
        "7.1",
        "7.2",
        "7.3",
        "7.4",
        "7.5",
    ]


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_examples_are_marked(files: dict[str, bytes], suffix: str, tmp_path: Path) -> None:
    data = files[f"{AGENDA}.{suffix}"]
    text = " ".join((word_text(data) if suffix == "docx" else pdf_text(data, tmp_path)).split())
    assert "Voorbeelden horen niet bij de agenda zelf" in text
    assert "Alle cijfers en bedragen in dit deel zijn verzonnen" in text
    table = next(
        t for t in docx.Document(io.BytesIO(files[f"{AGENDA}.docx"])).tables if t.cell(0, 0).text == "Activiteit"
    )
    names = [row.cells[0].text for row in table.rows[1:]]
    assert len(names) >= 11
    assert all(name.endswith(" (voorbeeld)") for name in names)


def test_money_adds_up(files: dict[str, bytes]) -> None:
    tables = [t for t in docx.Document(io.BytesIO(files[f"{AGENDA}.docx"])).tables if t.cell(0, 0).text == "Opgave"]
    assert len(tables) == 2
    for table in tables:
        rows = [[int(re.sub(r"[^\d-]", "", cell.text) or 0) for cell in row.cells[1:]] for row in table.rows[1:]]
        assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]
        assert rows[-1][0] > 0


def test_every_tree_has_its_description(files: dict[str, bytes]) -> None:
    word = docx.Document(io.BytesIO(files[f"{AGENDA}.docx"]))
    told = [e.get("descr") for e in word.element.body.iter(qn("wp:docPr"))]
    drawn = [str(e.get("/Alt")) for tag, e in elements(files[f"{AGENDA}.pdf"]) if tag == "Figure" and "/Alt" in e]
    assert [*drawn[:1], *told] == ["Beeldmerk van deze agenda: een kapstok", *drawn[1:]]  # Word has the logo elsewhere
    assert [re.search(r"onder de opgave (.+?) hangen (\d+)", alt).groups() for alt in told] == [  # type: ignore[union-attr]
        (title, str(count)) for title, count in GOALS.items()
    ]


# --- the council proposal ---


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_proposal_has_the_headings_of_the_council(files: dict[str, bytes], suffix: str) -> None:
    sections = outline(files, PROPOSAL, suffix)
    assert [s.title for s in sections] == PROPOSAL_HEADINGS
    assert next(s.items for s in sections if s.title == "Advies") == [0, 0, 0]


def test_proposal_prints_the_place_that_the_meeting_gives_it(files: dict[str, bytes]) -> None:
    table = docx.Document(io.BytesIO(files[f"{PROPOSAL}.docx"])).tables[0]
    head = {row.cells[0].text: row.cells[1].text for row in table.rows[1:]}
    assert head["Agendapunt"] == "3"
    assert list(head)[-3:] == ["Opsteller", "Zaaknummer", "Vergadering van de raad"]
    assert {"Beleidsprogramma", "Portefeuillehouder"} < set(head)


def test_proposal_ends_with_place_date_and_roles(files: dict[str, bytes], tmp_path: Path) -> None:
    for text in (word_text(files[f"{PROPOSAL}.docx"]), pdf_text(files[f"{PROPOSAL}.pdf"], tmp_path)):
        end = " ".join(text.split()).partition("Opzet van het transformatieprogramma")[2]
        assert re.search("Leerdam, najaar 2020 Burgemeester en wethouders van .+ de secretaris, de burgemeester,", end)
        assert "VOORBEELD" in pdf_text(files[f"{PROPOSAL}.pdf"], tmp_path)


# --- all papers ---


def test_both_formats_have_the_same_headings_and_lists(files: dict[str, bytes]) -> None:
    names = {Path(name).stem for name in files if name.endswith((".docx", ".pdf"))}
    assert {AGENDA, PROPOSAL} <= names
    for name in names:
        assert outline(files, name, "docx") == outline(files, name, "pdf")


@pytest.mark.langzaam
def test_the_pdfs_are_accessible(files: dict[str, bytes], tmp_path: Path) -> None:
    paths = []
    for name in (AGENDA, PROPOSAL):
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(files[f"{name}.pdf"])
    assert [v for v in vera.verdicts(paths) if not v.passed] == []
