"""A comparison for the public tells nothing of what is hidden: not by a word, a name, a number, a line or an order."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from changing import opened, put_back
from leaks import leaks
from papers_git import git
from secrets_planted import WORDS, plant

from kapstok.commands.difference import COMPARE_FORMATS, told
from kapstok.compare.comparison import compare_for
from kapstok.core.audience import PUBLIC

FORMS = (*COMPARE_FORMATS, "docx")
"""Every form that a comparison is printed in."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An agenda full of secrets, with its main branch where git has it now."""
    planted = plant(tmp_path_factory.mktemp("geheim"))
    git(planted, "checkout", "-q", "-B", "main")
    return planted


def printed(root: Path, folder: Path) -> Path:
    """The comparison for the public in every form, in files."""
    folder.mkdir(parents=True)
    with opened(root) as pair:
        for form in FORMS:
            (folder / f"verschil.{form}").write_bytes(told(pair, PUBLIC, form))
    return folder


def _files(root: Path, *, hidden: bool) -> list[Path]:
    found = sorted((root / "agenda").glob("*/*.yaml"))
    return [file for file in found if (WORDS[0].lower() in file.stem) is hidden]


def take_away_hidden(root: Path) -> None:
    """Take away, rename and add files that the public does not see; what refers to them leads nowhere then."""
    for number, file in enumerate(_files(root, hidden=True)):
        if number % 3 == 0:
            file.unlink()
        elif number % 3 == 1:
            file.rename(file.with_name(f"{file.stem}-anders.yaml"))
        else:
            shutil.copy(file, file.with_name(f"{file.stem}-erbij.yaml"))


def change_hidden(root: Path) -> None:
    """Change what the public does not see, and what it does not see of what it does; nothing is wrong with it."""
    for file in _files(root, hidden=True):
        text = re.sub(rf"({WORDS[0]}\w*) (?=\w)", r"\1 anders ", file.read_text(encoding="utf-8"))
        file.write_text(text.replace("31415926", "31415999"), encoding="utf-8")
    for file in _files(root, hidden=False):
        text = file.read_text(encoding="utf-8")
        narrowed = re.sub(r"^(werknotitie: .*)$", r"\1 Anders", text, flags=re.MULTILINE)
        file.write_text(f"# {WORDS[0]} nog een opmerking\n{narrowed}", encoding="utf-8")


def change_public(root: Path) -> None:
    """Change a title in every kind of thing that the public sees."""
    for file in _files(root, hidden=False):
        text = file.read_text(encoding="utf-8")
        file.write_text(
            re.sub(r"^(titel|naam): (['\"]?)", r"\1: \2Anders ", text, flags=re.MULTILINE), encoding="utf-8"
        )


@pytest.mark.langzaam
def test_a_change_of_hidden_things_shows_nothing_at_all(root: Path) -> None:
    change_hidden(root)
    take_away_hidden(root)
    with opened(root) as pair:
        assert pair.changed, "something did change"
        assert not pair.new.unread, "and all of it can be read"
        comparison = compare_for(pair, PUBLIC)
        inside = compare_for(pair, "besloten")
    put_back(root)
    assert len(inside.things) > 100
    assert comparison.is_empty


@pytest.mark.langzaam
def test_no_form_of_a_comparison_leaks_and_hidden_changes_make_none_differ(root: Path, tmp_path: Path) -> None:
    change_public(root)
    only = printed(root, tmp_path / "alleen")
    change_hidden(root)
    both = printed(root, tmp_path / "beide")
    put_back(root)
    assert "Anders" in (only / "verschil.tekst").read_text(encoding="utf-8")
    assert leaks(only, WORDS) == []
    assert leaks(both, WORDS) == []
    for form in FORMS:
        assert (only / f"verschil.{form}").read_bytes() == (both / f"verschil.{form}").read_bytes(), form
