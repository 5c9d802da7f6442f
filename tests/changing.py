"""A workspace in a real git repository, what somebody changes in it, and the comparison that a reviewer sees."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from papers_git import commit, git
from workbench import REPOSITORY, copy_base, write

from kapstok.compare.comparison import compare_for
from kapstok.compare.editions import Pair, open_versions
from kapstok.compare.values import Comparison, FieldDifference, Sign, SignKind, ThingChange
from kapstok.core.audience import PUBLIC
from kapstok.core.finding import Finding
from kapstok.core.workspace import open_workspace

DAY = "2026-03-01"


def shipped_repository(folder: Path) -> Path:
    """The shipped agenda as a workspace of its own, committed on the main branch."""
    root = folder / "agenda-zelf"
    root.mkdir()
    for name in ("agenda", "bijlagen", "huisstijl"):
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, root / name)
    return _begun(root)


def small_repository(folder: Path, files: dict[str, str] | None = None) -> Path:
    """The base workspace, with these files in it, committed on the main branch."""
    root = copy_base(folder)
    write(root, files or {})
    return _begun(root)


def _begun(root: Path) -> Path:
    git(root, "init", "-q", "-b", "main")
    commit(root, DAY)
    return root


def replace_in(root: Path, path: str, *changes: tuple[str, str]) -> None:
    """Change words in a file; each must be there."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    for was, becomes in changes:
        assert was in text, (path, was)
        text = text.replace(was, becomes, 1)
    file.write_text(text, encoding="utf-8")


def put_back(root: Path) -> None:
    """Everything as it is on the main branch."""
    git(root, "checkout", "-q", "-f", "main")
    git(root, "reset", "-q", "--hard")
    git(root, "clean", "-q", "-f", "-d")


@contextmanager
def opened(root: Path, base: str = "", head: str = "") -> Iterator[Pair]:
    """The two versions; git has to know them."""
    with open_versions(open_workspace(root), base, head) as pair:
        assert not isinstance(pair, Finding), pair
        yield pair


def compared(root: Path, audience: str = PUBLIC, *, base: str = "", head: str = "") -> Comparison:
    """What changed for an audience."""
    with opened(root, base, head) as pair:
        return compare_for(pair, audience)


def the_thing(comparison: Comparison, key: str) -> ThingChange:
    """What became of one thing."""
    return next(thing for thing in comparison.things if str(thing.key) == key)


def told(fields: tuple[FieldDifference, ...]) -> dict[str, tuple[str, str]]:
    """Was and becomes by the name of the field, with plain spaces."""
    return {f.label: (f.was.replace("\u00a0", " "), f.becomes.replace("\u00a0", " ")) for f in fields}


def part_fields(comparison: Comparison, thing: str, part: str) -> dict[str, tuple[str, str]]:
    """The same for what is nested in a thing, by its own key."""
    return told(next(p for p in the_thing(comparison, thing).parts if str(p.key) == part).fields)


def signs(comparison: Comparison, kind: SignKind) -> list[Sign]:
    """The signs of one kind."""
    return [sign for sign in comparison.signs if sign.kind is kind]


def words_of(comparison: Comparison, kind: SignKind) -> str:
    """What the one sign of a kind says, with plain spaces."""
    found = signs(comparison, kind)
    if len(found) != 1:
        pytest.fail(f"{kind}: {[sign.words for sign in comparison.signs]}")
    return f"{found[0].title}: {found[0].words}".replace("\u00a0", " ")
