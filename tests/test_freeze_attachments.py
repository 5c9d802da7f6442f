"""What is attached to an adopted paper is kept with it; a later change of it is told and never published as adopted."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from papers_git import built, change, codes, commit, freeze, workspace

from kapstok.pipeline import Rendered

pytestmark = pytest.mark.langzaam  # nearly every test builds a workspace

MEETING = "agenda/vergaderingen/maart.yaml"
ITEM = "vergadering:maart"
NOTE, FIGURES = "stukken/bijlagen/maart-1-nota.pdf", "stukken/bijlagen/maart-opening-1-cijfers.csv"
FILES = {
    "agenda/overleggen/raad.yaml": "naam: Raad\nniveau: gemeente\npublicatie: openbaar\n",
    MEETING: """titel: Raad in maart
overleg: raad
datum: 5 maart 2026
vertrouwelijk: false
publicatie: openbaar
status: vastgesteld
besluitvorming: [{status: vastgesteld, datum: 1 mei 2025, orgaan: gemeenteraad}]
aanwezig:
  - wie: 19 leden
bijlagen:
  - titel: Nota
    bestand: nota.pdf
agendapunten:
  - id: opening
    titel: Opening
    bijlagen:
      - titel: Cijfers
        bestand: cijfers.csv
""",
}
OLD, NEW = b"%PDF-1.7 zoals besloten", b"%PDF-1.7 later gewijzigd"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with adopted minutes and the two files that go with them, made once."""
    root = workspace(tmp_path_factory.mktemp("vastgesteld"), FILES)
    (root / "bijlagen").mkdir()
    (root / ".gitattributes").write_text("vastgesteld/** -text\n", encoding="utf-8")
    (root / "bijlagen/nota.pdf").write_bytes(OLD)
    (root / "bijlagen/cijfers.csv").write_bytes(b"jaar,aantal\n2026,3\n")
    change(root, "agenda/agenda.yaml", "publicatie", "adres: https://voorbeeld.example/\npublicatie")
    commit(root, "2026-03-06")
    findings, written = freeze(root, ITEM, paper="verslag")
    assert findings == []
    assert {path.relative_to(root / "vastgesteld").as_posix() for path in written} == {
        *("verslag-maart.docx", "verslag-maart.pdf", "verslag-maart.json"),
        *("bijlagen/maart-1-nota.pdf", "bijlagen/maart-opening-1-cijfers.csv"),
    }
    commit(root, "2026-04-02")
    assert built(root, parts=("documents", "site")).findings == ()
    return root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    """That workspace, to do something to."""
    return Path(shutil.copytree(first, tmp_path / "werkruimte", symlinks=True))


def published(made: Rendered) -> dict[str, bytes]:
    """Every attachment of a build by its path."""
    found = {o.path: o.content for o in made.outputs if o.path.startswith("stukken/bijlagen/")}
    assert len(found) == sum(o.path.startswith("stukken/bijlagen/") for o in made.outputs)
    return {path: c if isinstance(c, bytes) else c.read_bytes() for path, c in found.items()}


def test_the_bytes_and_their_checksum_are_kept_with_the_record(root: Path) -> None:
    record = json.loads((root / "vastgesteld/verslag-maart.json").read_bytes())
    assert [(each["bij"], each["nummer"], each["genoemd"]) for each in record["bijlagen"]] == [
        (ITEM, "1", "nota.pdf"),
        ("agendapunt:maart.opening", "1", "cijfers.csv"),
    ]
    assert record["bijlagen"][0]["sha256"] == hashlib.sha256(OLD).hexdigest()
    assert (root / "vastgesteld/bijlagen/maart-1-nota.pdf").read_bytes() == OLD
    made = built(root)
    assert made.findings == ()
    assert published(made)[NOTE] == OLD


def test_a_later_change_is_told_and_the_adopted_bytes_stay(root: Path) -> None:
    (root / "bijlagen/nota.pdf").write_bytes(NEW)
    commit(root, "2026-05-01")
    made = built(root, parts=("documents", "site"))
    (finding,) = made.findings
    assert (finding.path, finding.code, str(finding.severity)) == (MEETING, "vastgesteld-bijlage", "warning")
    assert "is het bestand van bijlage 1 (Nota) gewijzigd" in finding.message
    assert f"kapstok vaststellen {ITEM} --nieuwe-versie" in finding.hint
    assert published(made)[NOTE] == OLD
    (bundle,) = (o.content for o in made.outputs if o.path.endswith(".zip"))
    assert isinstance(bundle, bytes)
    with zipfile.ZipFile(BytesIO(bundle)) as package:
        (name,) = (name for name in package.namelist() if name.endswith("nota.pdf"))
        assert package.read(name) == OLD


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("titel: Nota", "titel: Andere nota", "is de tekst bij bijlage 1 (Nota) gewijzigd"),
        ("  - titel: Nota\n    bestand: nota.pdf\n", "  - titel: Los\n", "is bijlage 1 (Nota) weggehaald"),
        ("agendapunten:", "  - titel: Extra\n    bestand: nota-2.pdf\nagendapunten:", "is bijlage 2 (Extra) erbij"),
    ],
)
def test_what_was_renamed_removed_or_added_is_told(root: Path, old: str, new: str, said: str) -> None:
    (root / "bijlagen/nota-2.pdf").write_bytes(NEW)
    change(root, MEETING, old, new)
    commit(root, "2026-05-01")
    made = built(root)
    assert [f.message for f in made.findings if f.code == "vastgesteld-bijlage" and said in f.message]
    assert published(made)[NOTE] == OLD  # the adopted paper has a link to it
    assert ("stukken/bijlagen/maart-2-extra.pdf" in published(made)) is ("Extra" in new)


def test_a_next_edition_gets_the_new_file_and_the_first_keeps_its_own(root: Path) -> None:
    (root / "bijlagen/nota.pdf").write_bytes(NEW)
    assert codes(freeze(root, ITEM, paper="verslag", again=True)[0]) == ["vaststellen-niet-in-git"]
    commit(root, "2026-05-01")
    findings, written = freeze(root, ITEM, paper="verslag", again=True)
    assert findings == []
    names = {path.relative_to(root / "vastgesteld").as_posix() for path in written}
    assert names == {
        *("verslag-maart-v2.docx", "verslag-maart-v2.pdf", "verslag-maart-v2.json", "bijlagen/maart-1-nota-v2.pdf"),
    }
    commit(root, "2026-05-02")
    made = built(root, parts=("documents", "site"))
    assert made.findings == ()
    assert published(made)[NOTE] == OLD
    assert published(made)["stukken/bijlagen/maart-1-nota-v2.pdf"] == NEW
    (page,) = (o.content for o in made.outputs if o.path == "vergaderingen/maart/index.html")
    assert isinstance(page, bytes)
    assert re.findall(r'href="[^"]*(maart-1-nota[^"]*)"', page.decode()) == ["maart-1-nota-v2.pdf"]
    names = ("verslag-maart.docx", "verslag-maart-v2.docx")
    links = {name: linked((root / "vastgesteld" / name).read_bytes()) for name in names}
    assert links == {
        "verslag-maart.docx": {NOTE, FIGURES},
        "verslag-maart-v2.docx": {"stukken/bijlagen/maart-1-nota-v2.pdf", FIGURES},
    }


def linked(word: bytes) -> set[str]:
    """The attachments that a Word document has a link to."""
    with zipfile.ZipFile(BytesIO(word)) as package:
        return set(re.findall(r"(stukken/bijlagen/[^\"]+)", package.read("word/_rels/document.xml.rels").decode()))


@pytest.mark.parametrize("harm", ["other", "gone", "link", "kind"])
def test_a_damaged_copy_stops_the_build(root: Path, harm: str) -> None:
    copy = root / "vastgesteld/bijlagen/maart-1-nota.pdf"
    if harm == "kind":
        record = root / "vastgesteld/verslag-maart.json"
        record.write_text(record.read_text(encoding="utf-8").replace("maart-1-nota.pdf", "maart-1-nota.html"), "utf-8")
        copy.rename(copy.with_suffix(".html"))
    else:
        copy.unlink()
    if harm == "other":
        copy.write_bytes(NEW)
    if harm == "link":
        copy.symlink_to(root / "bijlagen/nota.pdf")
    (finding,) = built(root).findings
    assert (finding.code, str(finding.severity)) == ("vastgesteld-beschadigd", "error")
    assert finding.path.startswith("vastgesteld/bijlagen/maart-1-nota.")


def test_a_record_cannot_publish_another_kind_of_file(root: Path) -> None:
    record = root / "vastgesteld/verslag-maart.json"
    record.write_text(record.read_text(encoding="utf-8").replace("verslag-maart.pdf", "verslag-maart.html"), "utf-8")
    (root / "vastgesteld/verslag-maart.pdf").rename(root / "vastgesteld/verslag-maart.html")
    assert codes(built(root).findings) == ["vastgesteld-beschadigd"]


@pytest.mark.parametrize("hide", ["entry", "point", "renamed"])
def test_what_is_hidden_later_is_published_no_more(root: Path, hide: str) -> None:
    secret = NOTE
    if hide == "point":
        secret = FIGURES
        change(root, MEETING, "    titel: Opening\n", "    titel: Opening\n    publicatie: intern\n")
    else:
        change(root, MEETING, "bestand: nota.pdf\n", "bestand: nota.pdf\n    publicatie: vertrouwelijk\n")
    if hide == "renamed":
        (root / "bijlagen/nota.pdf").rename(root / "bijlagen/geheim.pdf")
        change(root, MEETING, "titel: Nota\n    bestand: nota.pdf", "titel: Geheim\n    bestand: geheim.pdf")
    commit(root, "2026-05-01")
    assert secret not in published(built(root))
    assert secret in published(built(root, audience="besloten")) or hide == "renamed"


def test_two_papers_of_one_item_share_the_copy(root: Path) -> None:
    findings, written = freeze(root, ITEM, paper="besluitenlijst")
    assert findings == []
    assert {path.parent.name for path in written} == {"vastgesteld"}
    commit(root, "2026-04-03")
    assert built(root).findings == ()
    (root / "bijlagen/nota.pdf").write_bytes(NEW)
    commit(root, "2026-05-01")
    assert codes(built(root).findings) == ["vastgesteld-bijlage"]  # told once
