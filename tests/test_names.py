"""Files are found by names that work everywhere, and hold one version of a text."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path

import pytest
from workbench import copy_base, load_from, write

from kapstok.core.conflict import find_conflict
from kapstok.core.finding import Finding, Severity
from kapstok.core.names import id_problem, portable_problem

CONFLICT = "titel: Koken\n<<<<<<< HEAD\n{0}een\n=======\n{0}twee\n>>>>>>> plan\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_base(tmp_path)


def found(root: Path) -> list[tuple[str, int, str]]:
    return [(f.path, f.line, f.code) for f in load_from(root).findings]


@pytest.mark.parametrize(
    ("stem", "better"),
    [
        ("Samen koken", "samen-koken"),
        ("samen_koken", "samen-koken"),
        ("koken.yaml", "koken"),
        ("café", "cafe"),
        ("CON", "con-1"),
        ("nul", "nul-1"),
        ("lpt9", "lpt9-1"),
        ("a" * 130, "a" * 100),
    ],
)
def test_a_name_that_cannot_be_an_id_has_one_near(stem: str, better: str) -> None:
    message, near = id_problem(stem)
    assert message
    assert near == better
    assert id_problem(near) == ("", "")


@pytest.mark.parametrize(
    "name", ["aux.pdf", "kaart?.png", "nota.pdf ", unicodedata.normalize("NFD", "é.pdf"), "x" * 201]
)
def test_a_name_that_gets_lost_on_another_computer_is_told(name: str) -> None:
    message, better = portable_problem(name)
    assert message
    assert not better or portable_problem(better) == ("", "")


@pytest.mark.parametrize("name", ["Kaart Leusden (definitief).pdf", "nota-2026.csv", "é.pdf", ".keep"])
def test_other_names_are_fine(name: str) -> None:
    assert portable_problem(name) == ("", "")


@pytest.mark.parametrize(
    "path",
    [
        "docs/site/uitleg.md",
        "templates/pagina/eigen.md.j2",
        "templates/stijl/eigen.css",
        "schemas/eigen.json",
        "mkdocs.yml",
    ],
)
def test_marks_of_git_are_found_in_every_file_and_told_once(root: Path, path: str) -> None:
    write(root, {path: CONFLICT.format("# ")})
    assert found(root) == [(path, 2, "git-conflict")]


def test_marks_of_git_in_the_agenda_are_one_finding(root: Path) -> None:
    write(root, {"agenda/opgaven/meedoen.yaml": CONFLICT.format("nummer: ")})
    [finding] = load_from(root).findings
    assert (finding.path, finding.line, finding.code) == ("agenda/opgaven/meedoen.yaml", 2, "git-conflict")
    assert finding.hint.startswith("Kies van regel 2 tot en met 6 wat blijft.")


@pytest.mark.parametrize("left", ["<<<<<<< HEAD\ntitel: Koken\n", "titel: Koken\n>>>>>>> plan\n"])
def test_one_mark_that_was_left_behind_is_enough(left: str) -> None:
    finding = find_conflict("a.yaml", left)
    assert isinstance(finding, Finding)
    assert finding.line == (1 if left.startswith("<") else 2)


@pytest.mark.parametrize("text", ["Kop\n=======\n", "a <<<<<<< b\n", "  <<<<<<< b\n", "<<<<<< b\n"])
def test_lines_that_look_like_marks_are_none(text: str) -> None:
    assert find_conflict("a.md", text) is None


def test_a_word_document_in_the_agenda_is_only_a_warning(root: Path) -> None:
    write(root, {"agenda/doelen/plan.docx": "x", "agenda/doelen/leesmij.txt": "Let op: dit is geen doel."})
    assert [(f.path, f.severity) for f in load_from(root).findings] == [
        ("agenda/doelen/leesmij.txt", Severity.WARNING),
        ("agenda/doelen/plan.docx", Severity.WARNING),
    ]


def test_a_file_with_a_wrong_ending_makes_no_reference_dangle(root: Path) -> None:
    file = root / "agenda/opgaven/meedoen.yaml"
    file.rename(file.with_name("meedoen.yaml.txt"))
    [finding] = load_from(root).findings
    assert (finding.path, finding.severity) == ("agenda/opgaven/meedoen.yaml.txt", Severity.ERROR)
    assert finding.hint == "Noem het bestand: meedoen.yaml"


def test_names_that_differ_in_capitals_only_are_told(root: Path) -> None:
    write(root, {"bijlagen/Kaart.csv": "a\n", "bijlagen/kaart.csv": "b\n"})
    [finding] = load_from(root).findings
    assert finding.message == "kaart.csv en Kaart.csv verschillen alleen in hoofdletters."


def test_git_is_asked_to_leave_adopted_papers_as_they_are(root: Path) -> None:
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    write(root, {"vastgesteld/bijlagen/nota-1-cijfers.csv": "a\n"})
    assert (".gitattributes", 1, "git-regeleinden") in found(root)
    write(root, {".gitattributes": "vastgesteld/** -text\n"})
    assert ".gitattributes" not in {path for path, _, _ in found(root)}


def test_the_head_of_a_page_loses_no_text_either(root: Path) -> None:
    write(root, {"docs/site/ons.md": "---\ntitel: Over #ons\n---\n# Over ons\n"})
    [finding] = load_from(root).findings
    assert (finding.path, finding.line, finding.column) == ("docs/site/ons.md", 2, 8)
    assert finding.hint.endswith("Schrijf: titel: 'Over #ons'")
    assert finding.fix is not None
