"""Every paper of every workspace that comes with Kapstok: accessible, the same as its source, and the same bytes twice.

The negative controls at the end damage one file in one way each; the check of that property must see it.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pikepdf
import pytest
import vera
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]
from paper_facts import differences, pdf_facts, source_facts, unknown_styles, word_facts
from papers import make_paper, make_style, pdf, word
from workbench import building

from kapstok.convert import Paper, to_docx, to_pdf

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 1)
WORKSPACES = ("agenda", "leusden", "landerd", "gooi-en-vechtstreek")
LOGO_ALT = make_style().logo_alt
OFFICE_TIME = 240  # seconds for LibreOffice to open all papers

pytestmark = pytest.mark.langzaam


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """One paper: as written, as PDF and as Word, with the alternative text of the logo in the PDF."""

    paper: Paper
    logo_alt: str
    pdf: bytes
    word: bytes


Papers = dict[str, Made]  # by workspace/name


def make_all(folder: Path) -> Papers:
    """Every paper of every workspace, built in copies below `folder`, so with empty caches."""
    found: Papers = {}
    for name in WORKSPACES:
        source = ROOT if name == "agenda" else ROOT / "examples" / name
        shutil.copytree(source / "agenda", folder / name / "agenda")
        for part in ("bijlagen", "huisstijl", "templates", "schemas"):
            if (name != "agenda" or part == "huisstijl") and (source / part).is_dir():
                shutil.copytree(source / part, folder / name / part)
        found |= {f"{name}/{each.paper.name}": each for each in make_workspace(folder / name)}
    return found


def make_workspace(root: Path) -> list[Made]:
    """The papers of one workspace through the whole line; nothing may be wrong."""
    with building(root, day=DAY, jobs=2) as build:
        outputs, findings = build.run(("documents",))
        papers = [draft.paper for draft in build.drafts()]
    assert findings == []
    style = build.style
    alt = (style.logo_alt or style.municipality) if style.logo else ""
    files = {Path(o.path).name: o.content for o in outputs if isinstance(o.content, bytes)}
    assert {name for name in files if name.endswith((".pdf", ".docx"))} == {
        f"{paper.name}{suffix}" for paper in papers for suffix in (".pdf", ".docx")
    }
    return [Made(paper=p, logo_alt=alt, pdf=files[f"{p.name}.pdf"], word=files[f"{p.name}.docx"]) for p in papers]


def checksums(papers: Papers) -> dict[str, list[str]]:
    """The SHA-256 of both files of every paper."""
    return {name: [hashlib.sha256(data).hexdigest() for data in (m.pdf, m.word)] for name, m in papers.items()}


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """Every paper, made once for all test processes of a run."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "alle-stukken"
    shared.mkdir(exist_ok=True)
    with (shared / "slot").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = shared / "stukken.pickle"
        if not kept.is_file():
            made = make_all(shared)
            kept.write_bytes(pickle.dumps(made))
    found: Papers = pickle.loads(kept.read_bytes())
    return found


def write_all(papers: Papers, folder: Path, suffix: str) -> dict[str, Path]:
    """The files of one format in one folder, by the name of the paper."""
    paths = {name: folder / f"{name.replace('/', '--')}.{suffix}" for name in papers}
    for name, path in paths.items():
        path.write_bytes(papers[name].pdf if suffix == "pdf" else papers[name].word)
    return paths


# --- every paper ---


def test_every_workspace_gives_papers(papers: Papers) -> None:
    counts = [sum(name.startswith(f"{workspace}/") for name in papers) for workspace in WORKSPACES]
    assert len(counts) == 4
    assert min(counts) >= 8
    assert sum(len(made.paper.images) for made in papers.values()) >= 4
    facts = [source_facts(made.paper) for made in papers.values()]
    assert sum(len(f.tables) for f in facts) >= 50
    assert sum(len(f.headings) for f in facts) >= 500


def test_every_pdf_keeps_pdf_ua_1_and_pdf_a_2a(papers: Papers, tmp_path: Path) -> None:
    verdicts = vera.verdicts(write_all(papers, tmp_path, "pdf").values())
    assert [v for v in verdicts if not v.passed] == []
    assert len(verdicts) == 2 * len(papers)
    assert min(v.checks for v in verdicts) > 100


def test_every_pdf_is_its_source(papers: Papers) -> None:
    found = {n: differences(source_facts(m.paper, m.logo_alt), pdf_facts(m.pdf)) for n, m in papers.items()}
    assert {name: different for name, different in found.items() if different} == {}


def test_every_word_document_is_its_source(papers: Papers) -> None:
    found = {n: differences(source_facts(m.paper), word_facts(m.word)) for n, m in papers.items()}
    assert {name: different for name, different in found.items() if different} == {}


def test_every_word_document_is_valid_open_xml(papers: Papers, tmp_path: Path) -> None:
    found = {name: invalid(path) for name, path in write_all(papers, tmp_path, "docx").items()}
    assert {name: errors for name, errors in found.items() if errors} == {}
    assert {name: styles for name, made in papers.items() if (styles := unknown_styles(made.word))} == {}


def test_libreoffice_opens_every_word_document_to_the_same_headings_and_tables(papers: Papers, tmp_path: Path) -> None:
    opened = open_in_office(write_all(papers, tmp_path, "docx"), tmp_path / "office")
    facts = {name: source_facts(made.paper) for name, made in papers.items()}
    assert opened == {name: (len(f.headings), len(f.tables)) for name, f in facts.items()}


def test_a_second_build_elsewhere_gives_the_same_bytes(papers: Papers, tmp_path: Path) -> None:
    code = "import json, sys, pathlib, test_papers_all as t\n"
    code += "print(json.dumps(t.checksums(t.make_all(pathlib.Path(sys.argv[1])))))"
    folder = tmp_path / "een andere plek"
    folder.mkdir()
    places = os.pathsep.join(map(str, (ROOT / "tests", ROOT)))
    elsewhere = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C", "TMPDIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder / "werk")],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, **elsewhere, "PYTHONPATH": places},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == checksums(papers)


def invalid(path: Path) -> list[str]:
    """What is wrong with a Word document by the standard."""
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


def open_in_office(paths: dict[str, Path], folder: Path) -> dict[str, tuple[int, int]]:
    """How many headings and tables LibreOffice sees in each document; all in one run of it."""
    program = shutil.which("soffice")
    assert program, "LibreOffice ontbreekt: draai tests/installeer.sh"
    profile = f"-env:UserInstallation={(folder / 'profiel').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "fodt", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, paths.values())], capture_output=True, timeout=OFFICE_TIME, check=True)
    found = {}
    for name, path in paths.items():
        opened = folder / f"{path.stem}.fodt"
        text = opened.read_text(encoding="utf-8") if opened.is_file() else ""
        found[name] = (len(re.findall(r"<text:h[ >]", text)), len(re.findall(r"<table:table[ >]", text)))
    return found


# --- negative controls: one damage each, and the facts that must tell ---


def test_the_sample_has_everything_and_is_its_source() -> None:
    """Headings of three levels, lists in lists, a picture, a table: so every damage below is the only difference."""
    sample = source_facts(make_paper())
    assert sample.headings
    assert sample.items
    assert sample.alts
    assert sample.tables
    assert differences(source_facts(make_paper(), LOGO_ALT), pdf_facts(pdf())) == {}
    assert differences(sample, word_facts(word())) == {}


def test_quotes_and_dashes_stay_as_they_are() -> None:
    paper = make_paper(markdown="# Foto’s\n\n’s Avonds: ‘a’ “b” – — … a... 1--2 'c' -4’s\n", images={}, contents=0)
    assert differences(source_facts(paper, LOGO_ALT), pdf_facts(to_pdf(paper, make_style()))) == {}
    assert differences(source_facts(paper), word_facts(to_docx(paper, make_style()))) == {}


def with_tag(document: pikepdf.Pdf, tag: str, number: int = 0) -> pikepdf.Object:
    """The element with this tag, in reading order."""
    found: list[pikepdf.Object] = []

    def walk(element: pikepdf.Object) -> None:
        below = element.get("/K")
        for child in below if isinstance(below, pikepdf.Array) else [below]:
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                found.extend([child] if str(child.S) == f"/{tag}" else [])
                walk(child)

    walk(document.Root.StructTreeRoot)
    return found[number]


def drop_tags(document: pikepdf.Pdf) -> None:
    del document.Root.StructTreeRoot


def drop_language(document: pikepdf.Pdf) -> None:
    del document.Root.Lang


def drop_title(document: pikepdf.Pdf) -> None:
    del document.docinfo["/Title"]


def drop_alt(document: pikepdf.Pdf) -> None:
    del with_tag(document, "Figure", -1).Alt


def drop_scopes(document: pikepdf.Pdf) -> None:
    for number in (0, 3):  # the first heads a column, the fourth a row
        del with_tag(document, "TH", number).A


def make_row_header_a_cell(document: pikepdf.Pdf) -> None:
    with_tag(document, "TH", 3).S = pikepdf.Name.TD


def raise_heading(document: pikepdf.Pdf) -> None:
    with_tag(document, "H3").S = pikepdf.Name.H2


def skip_level(document: pikepdf.Pdf) -> None:
    with_tag(document, "H2").S = pikepdf.Name.H4


def drop_paragraph(document: pikepdf.Pdf) -> None:
    with_tag(document, "BlockQuote").K = pikepdf.Array()


def drop_item(document: pikepdf.Pdf) -> None:
    with_tag(document, "LI", 1).S = pikepdf.Name.Div


PDF_DAMAGE: dict[Callable[[pikepdf.Pdf], None], tuple[set[str], set[str]]] = {  # facts, and profiles of veraPDF
    drop_tags: ({"headings", "items", "alts", "tables", "text"}, {"ua1", "2a"}),
    drop_language: ({"language"}, {"ua1"}),
    drop_title: ({"title"}, set()),
    drop_alt: ({"alts", "text"}, {"ua1"}),
    drop_scopes: ({"tables"}, set()),
    make_row_header_a_cell: ({"tables"}, set()),
    raise_heading: ({"headings"}, set()),
    skip_level: ({"headings"}, {"ua1"}),
    drop_paragraph: ({"text"}, set()),
    drop_item: ({"items"}, {"ua1"}),
}


def damaged_pdf(damage: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf())) as document:
        damage(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("damage", PDF_DAMAGE, ids=lambda damage: damage.__name__)
def test_a_damaged_pdf_differs_from_its_source(damage: Callable[[pikepdf.Pdf], None]) -> None:
    found = differences(source_facts(make_paper(), LOGO_ALT), pdf_facts(damaged_pdf(damage)))
    assert set(found) == PDF_DAMAGE[damage][0]


def test_verapdf_sees_what_a_standard_forbids(tmp_path: Path) -> None:
    paths = {damage: tmp_path / f"{damage.__name__}.pdf" for damage in PDF_DAMAGE}
    for damage, path in paths.items():
        path.write_bytes(damaged_pdf(damage))
    failed = {(Path(v.file).stem, v.flavour) for v in vera.verdicts(paths.values()) if not v.passed}
    assert failed == {(d.__name__, flavour) for d, (_, flavours) in PDF_DAMAGE.items() for flavour in flavours}


BODY, SETTINGS = "word/document.xml", "docProps/core.xml"
WORD_DAMAGE: dict[str, tuple[str, str, str, set[str]]] = {  # part, what, by what, and the facts that differ
    "heading": (BODY, r'w:val="Heading2"', 'w:val="Heading3"', {"headings"}),
    "heading-as-text": (BODY, r'w:val="Heading2"', 'w:val="BodyText"', {"headings"}),
    "alt": (BODY, r'descr="[^"]+"', 'descr=""', {"alts"}),
    "paragraph": (BODY, "De raad staat voorop.", "", {"text"}),
    "column-headers": (BODY, r"<w:tblHeader[^>]*/>", "", {"tables"}),
    "row-headers": (BODY, r'w:firstColumn="1"', 'w:firstColumn="0"', {"tables"}),
    "item": (BODY, r"<w:numPr>.*?</w:numPr>", "", {"items"}),
    "title": (SETTINGS, r"(<dc:title>)[^<]+", r"\1Anders", {"title"}),
    "language": (SETTINGS, r"(<dc:language>)[^<]+", r"\1en-GB", {"language"}),
}


def damaged_word(part: str, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                changed = re.sub(old, new, text.decode(), count=1, flags=re.DOTALL).encode()
                assert changed != text
                text = changed
            target.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("damage", WORD_DAMAGE)
def test_a_damaged_word_document_differs_from_its_source(damage: str) -> None:
    part, old, new, facts = WORD_DAMAGE[damage]
    assert set(differences(source_facts(make_paper()), word_facts(damaged_word(part, old, new)))) == facts


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [(BODY, "</w:body>", ""), (BODY, "<w:pPr>", "<w:pPr><w:onzin/>"), ("word/styles.xml", "<w:style ", "<w:stijl ")],
)
def test_the_validator_sees_broken_xml(part: str, old: str, new: str, tmp_path: Path) -> None:
    path = tmp_path / "stuk.docx"
    path.write_bytes(word())
    assert invalid(path) == []
    path.write_bytes(damaged_word(part, old, new))
    assert invalid(path)


def test_a_missing_style_is_seen() -> None:
    assert unknown_styles(word()) == set()
    assert unknown_styles(damaged_word(BODY, 'w:val="Heading2"', 'w:val="Kop2"')) == {"Kop2"}
    lost = damaged_word("word/styles.xml", r'w:styleId="Heading2"', 'w:styleId="Kop2"')
    assert unknown_styles(lost) == {"Heading2"}


def test_libreoffice_sees_a_lost_heading_and_a_file_that_does_not_open(tmp_path: Path) -> None:
    files = {
        "good": word(),
        "heading": damaged_word(*WORD_DAMAGE["heading-as-text"][:3]),
        "broken": damaged_word(BODY, "</w:body>", ""),
    }
    paths = {name: tmp_path / f"{name}.docx" for name in files}
    for name, path in paths.items():
        path.write_bytes(files[name])
    opened = open_in_office(paths, tmp_path / "office")
    expected = source_facts(make_paper())
    assert opened["good"] == (len(expected.headings), len(expected.tables))
    assert opened["heading"] == (len(expected.headings) - 1, len(expected.tables))
    assert opened["broken"] != opened["good"]
