"""An adopted paper is believed against git: a checksum beside a file proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hostile_git import git, repository

from kapstok.core.git import Repository
from kapstok.core.model import Key
from kapstok.files.frozen import FOLDER, Frozen, read_frozen, write_frozen
from kapstok.history.adopted import check_adopted, unproven
from kapstok.history.commits import read_history

PAPER = Frozen(
    stem="besluit",
    edition=1,
    item=Key(kind="doel", id="a"),
    audience="inwoners",
    title="Besluit",
    label="Raadsbesluit",
    day=date(2026, 1, 2),
    body="de raad",
    version="1.0",
    status="vastgesteld",
    commit="",
    sources={},
    files={"pdf": b"%PDF-1.7 wat er is besloten"},
)


def laid_down(folder: Path, paper: Frozen = PAPER) -> Path:
    """A workspace with one adopted paper, committed."""
    root = repository(folder)
    write_frozen(root, paper)
    commit(root, "Vastgesteld")
    return root


def commit(root: Path, message: str, *options: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message, *options)


def rewrite(root: Path) -> None:
    """Another paper under the same name, with a checksum that fits."""
    for path in (root / FOLDER).iterdir():
        path.unlink()
    write_frozen(root, replace(PAPER, files={"pdf": b"%PDF-1.7 wat ik wil"}))


def said(root: Path) -> list[tuple[str, str]]:
    """The codes and places of what is wrong, and of what cannot be proven."""
    kept, damage = read_frozen(root)
    found = Repository(root)
    history = read_history(found)
    findings = [*damage, *check_adopted(kept, history, found), *unproven(kept, history)]
    return [(finding.code, finding.path) for finding in findings]


RECORD = f"{FOLDER}/besluit.json"


def _rewritten(root: Path) -> None:
    rewrite(root)
    commit(root, "Kleinigheid")


def _only_the_record(root: Path) -> None:
    (root / RECORD).write_text((root / RECORD).read_text().replace("de raad", "het college"), encoding="utf-8")
    commit(root, "Kleinigheid")


def _gone_and_back(root: Path) -> None:
    for path in (root / FOLDER).iterdir():
        path.unlink()
    commit(root, "Weg")
    write_frozen(root, replace(PAPER, files={"pdf": b"%PDF-1.7 wat ik wil"}))
    commit(root, "Terug")


def _rewritten_on_a_branch(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "tak")
    _rewritten(root)
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Samen", "tak")


def _not_committed(root: Path) -> None:
    rewrite(root)


def _no_git(root: Path) -> None:
    (root / ".git").rename(root.parent / "weg")


def _new_and_loose(root: Path) -> None:
    write_frozen(root, replace(PAPER, stem="tweede"))


def _same_again(root: Path) -> None:
    kept = {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()}
    for name in kept:
        (root / FOLDER / name).unlink()
    commit(root, "Weg")
    for name, data in kept.items():
        (root / FOLDER / name).write_bytes(data)
    commit(root, "Terug zoals het was")


def _nothing(root: Path) -> None:
    """As it was laid down."""


CASES: dict[str, tuple[Callable[[Path], None], list[tuple[str, str]]]] = {
    "as it was": (_nothing, []),
    "the same again": (_same_again, []),
    "another paper": (_rewritten, [("vastgesteld-herschreven", RECORD)]),
    "another body": (_only_the_record, [("vastgesteld-herschreven", RECORD)]),
    "gone and back": (_gone_and_back, [("vastgesteld-herschreven", RECORD)]),
    "on a branch": (_rewritten_on_a_branch, [("vastgesteld-herschreven", RECORD)]),
    "not committed": (_not_committed, [("vastgesteld-onbewezen", RECORD)]),
    "no git": (_no_git, [("vastgesteld-onbewezen", FOLDER)]),
    "a second one, loose": (_new_and_loose, [("vastgesteld-onbewezen", f"{FOLDER}/tweede.json")]),
}


@pytest.mark.parametrize(("spoil", "expected"), CASES.values(), ids=CASES)
def test_a_paper_is_what_git_knows_that_was_laid_down(
    spoil: Callable[[Path], None], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    root = laid_down(tmp_path / "w")
    assert said(root) == []
    spoil(root)
    assert said(root) == expected


def test_a_commit_that_nobody_knows_is_told(tmp_path: Path) -> None:
    root = laid_down(tmp_path / "w", replace(PAPER, commit="1234567ab"))
    assert said(root) == [("vastgesteld-onbewezen", RECORD)]


def test_where_papers_are_signed_one_without_is_told(tmp_path: Path) -> None:
    root = laid_down(tmp_path / "w")
    write_frozen(root, replace(PAPER, stem="getekend"))
    git(root, "add", "-A")
    tree, parent = git(root, "write-tree"), git(root, "rev-parse", "HEAD")
    who = "t <t@example.org> 1767355200 +0000"
    seal = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n xyz\n -----END PGP SIGNATURE-----"
    text = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n{seal}\n\nGetekend\n"
    name = git(root, "hash-object", "-t", "commit", "-w", "--stdin", stdin=text.encode())
    git(root, "update-ref", "refs/heads/main", name)
    assert said(root) == [("vastgesteld-zonder-handtekening", RECORD)]
