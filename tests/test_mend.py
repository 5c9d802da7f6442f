"""`kapstok herstel` mends what has one cure, shows it first, and leaves everything else as it was."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest
from workbench import copy_base, load_from, write

from kapstok.cli import main
from kapstok.commands.mend import apply_fixes
from kapstok.core.finding import Edit, Fix

MESSY = """\
# Wat de buurt wil; deze opmerking blijft.
titel: Koken: samen in de wijk   # ook deze
voortgang: Voorgesteld
doelen: niemand-alleen, werk-naar-vermogen

kosten:
bedrag: € 58.400,-
jaar: '2026'
"""
MENDED = """\
# Wat de buurt wil; deze opmerking blijft.
titel: 'Koken: samen in de wijk'   # ook deze
voortgang: voorgesteld
doelen: [niemand-alleen, werk-naar-vermogen]

kosten:
  bedrag: 58400
  jaar: 2026
"""
FILE = "agenda/activiteiten/koken.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_base(tmp_path)


def mend(root: Path, *options: str) -> int:
    return main(["herstel", "--workspace", str(root), *options])


def test_everything_with_one_cure_is_mended_in_as_many_rounds_as_it_takes(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {FILE: MESSY})
    assert mend(root, "--alles") == 0
    assert (root / FILE).read_text(encoding="utf-8") == MENDED
    printed = capsys.readouterr()
    assert "  regel 2  was:   titel: Koken: samen in de wijk   # ook deze" in printed.out
    assert "           wordt: titel: 'Koken: samen in de wijk'   # ook deze" in printed.out
    assert "Er zijn geen bevindingen meer." in printed.err
    assert load_from(root).findings == ()


@pytest.mark.parametrize(
    ("answer", "mended"), [("j\n", True), ("ja\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_it_asks_file_by_file(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, mended: bool
) -> None:
    write(root, {FILE: "titel: Koken\nvoortgang: Voorgesteld\n"})
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert mend(root) == (0 if mended else 1)
    assert ("voortgang: voorgesteld" in (root / FILE).read_text(encoding="utf-8")) is mended
    assert "Dit bestand verbeteren? (j/n)" in capsys.readouterr().out


def test_line_ends_and_layout_stay(root: Path) -> None:
    text = "titel:   Koken\r\nvoortgang:  Voorgesteld   \r\n\r\n# klaar\r\n"
    (root / FILE).write_bytes(text.encode())
    assert mend(root, "--alles") == 0
    assert (root / FILE).read_bytes() == text.replace("Voorgesteld", "voorgesteld").encode()


def test_a_mark_at_the_start_goes_and_another_encoding_becomes_utf8(root: Path) -> None:
    (root / FILE).write_bytes(b"\xef\xbb\xbftitel: Koken\nvoortgang: voorgesteld\n")
    (root / "agenda/begrippen/cafe.yaml").write_bytes("term: Café\ndefinitie: ‘Praten’ met koffie.\n".encode("cp1252"))
    (root / "agenda/begrippen/thee.yaml").write_bytes("term: Thé\ndefinitie: Praten met thee.\n".encode("utf-16"))
    assert mend(root, "--alles") == 0
    assert (root / FILE).read_bytes() == b"titel: Koken\nvoortgang: voorgesteld\n"
    assert (
        (root / "agenda/begrippen/cafe.yaml").read_text(encoding="utf-8").startswith("term: Café\ndefinitie: ‘Praten’")
    )
    assert (root / "agenda/begrippen/thee.yaml").read_bytes().startswith("term: Thé".encode())


def test_files_get_the_name_that_is_meant(root: Path) -> None:
    term = "term: {0}\ndefinitie: Een woord.\n"
    names = ["Maatje.yaml", "buur.yml", "wijk.yaml.txt", "dorp.YAML", "con.yaml", "samen koken.yaml", "stad.txt"]
    for name in names:
        (root / "agenda/begrippen" / name).write_text(term.format(name), encoding="utf-8")
    accents = unicodedata.normalize("NFD", "café.csv")
    write(
        root,
        {f"bijlagen/{accents}": "a\n", "docs/site/Over Ons.md": "# Over ons\n", "docs/site/werk.md.txt": "# Werk\n"},
    )
    found = [f for f in load_from(root).findings if f.fix and f.fix.rename]
    assert len(found) == len(names) + 3
    assert mend(root, "--alles") == 0
    made = {path.name for path in (root / "agenda/begrippen").iterdir()}
    assert {"maatje.yaml", "buur.yaml", "wijk.yaml", "dorp.yaml", "con-1.yaml", "samen-koken.yaml", "stad.yaml"} <= made
    assert (root / "bijlagen/café.csv").is_file()
    assert (root / "docs/site/over-ons.md").is_file()
    assert (root / "docs/site/werk.md").is_file()


def test_a_name_that_is_taken_is_not_given_away(root: Path) -> None:
    write(
        root,
        {"agenda/begrippen/buur.yaml": "term: Buur\ndefinitie: Een.\n", "agenda/begrippen/buur.yml": "term: Buur\n"},
    )
    assert mend(root, "--alles") == 1
    assert (root / "agenda/begrippen/buur.yaml").read_text(encoding="utf-8") == "term: Buur\ndefinitie: Een.\n"
    assert (root / "agenda/begrippen/buur.yml").is_file()


def test_what_asks_a_choice_is_left_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "titel: Koken\nvoortgang: bijgesteld\nopgave: meedoen\n"
    write(root, {FILE: text})
    assert mend(root, "--alles") == 1
    assert (root / FILE).read_text(encoding="utf-8") == text
    assert "Er is niets gewijzigd." in capsys.readouterr().err


def test_nothing_to_do_is_said_and_right(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    assert mend(root, "--alles") == 0
    assert "Er is niets gewijzigd." in capsys.readouterr().err
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


def test_a_fix_that_no_longer_fits_changes_nothing() -> None:
    fix = Fix(edits=(Edit(line=1, column=8, was="x", becomes="y"), Edit(line=9, column=1, was="", becomes="z")))
    assert apply_fixes(b"titel: Koken\n", [fix]) == b"titel: Koken\n"


def test_two_fixes_at_one_place_are_done_once() -> None:
    fix = Fix(edits=(Edit(line=1, column=8, was="Koken", becomes="Eten"),))
    other = Fix(edits=(Edit(line=1, column=9, was="oken", becomes="aarten"),))
    assert apply_fixes(b"titel: Koken\n", [fix, other]) == b"titel: Eten\n"


def test_a_check_says_how_much_of_it_can_be_mended(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, {FILE: "titel: Koken\nvoortgang: Voorgesteld\ntitl: Koken\n"})
    assert main(["check", "--workspace", str(root)]) == 1
    assert capsys.readouterr().out.endswith("2 fouten\nMet kapstok herstel verbetert u er 1.\n")
