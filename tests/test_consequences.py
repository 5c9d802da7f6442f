"""The consequences of a change: those of a full build of both versions, and the difference of the facts."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from changing import opened, small_repository
from comparing import DAY, Built, build, change, in_git
from workbench import BASE, REPOSITORY

from kapstok.compare.comparison import compare_for
from kapstok.compare.consequences import consequences_of
from kapstok.compare.editions import Edition, Pair, open_versions
from kapstok.compare.effects import Effect
from kapstok.compare.naming import naming_of
from kapstok.compare.print_effects import not_asked
from kapstok.compare.printed import even
from kapstok.compare.things import things_changed
from kapstok.compare.values import Consequence
from kapstok.core.audience import PUBLIC
from kapstok.core.workspace import open_workspace
from kapstok.kinds.address import item_address

SEEDS = int(os.environ.get("KAPSTOK_VERANDERINGEN", "6"))  # 60 by hand: see docs/ontwikkelen/bijdragen.md
EXAMPLES = REPOSITORY / "examples"
SOURCES = (EXAMPLES / "leusden", BASE, EXAMPLES / "gooi-en-vechtstreek", REPOSITORY, EXAMPLES / "landerd")
_PARTS = {Effect.PAGE: "pages", Effect.PAPER: "papers", Effect.DATA: "data", Effect.FILE: "files"}


def followed(old: Edition, new: Edition) -> tuple[Consequence, ...]:
    """The consequences of what changed between two editions."""
    naming = naming_of(old, new)
    return consequences_of(old, new, things_changed(old, new, naming), naming)


def copied(source: Path, root: Path) -> Path:
    """The agenda of a workspace and what lies beside it, without templates of its own."""
    root.mkdir()
    for name in ("agenda", "bijlagen", "vastgesteld", "huisstijl", "mkdocs.yml"):
        if (source / name).is_dir():
            shutil.copytree(source / name, root / name)
        elif (source / name).is_file():
            shutil.copy(source / name, root / name)
    return root


@pytest.mark.langzaam
@pytest.mark.parametrize("seed", range(SEEDS))
def test_consequences_are_what_two_full_builds_show(seed: int, tmp_path: Path) -> None:
    root = copied(SOURCES[seed % len(SOURCES)], tmp_path / "werkruimte")
    in_git(root)
    before = Path(shutil.copytree(root, tmp_path / "voor"))
    made = change(root, seed)
    with open_versions(open_workspace(root), "HEAD", day=DAY) as pair:
        assert isinstance(pair, Pair)
        old, new = Edition(pair.old, PUBLIC), Edition(pair.new, PUBLIC)
        found = followed(old, new)
        after = Path(shutil.copytree(root, tmp_path / "na"))
        built = build(before), build(after)
        assert wrong(found, old, new, *built) == [], made


def test_what_nobody_asked_is_said_and_addresses_are_told_all_the_same(tmp_path: Path) -> None:
    root = small_repository(tmp_path)
    (root / "agenda" / "activiteiten" / "buurtmaaltijd.yaml").unlink()
    with opened(root) as pair:
        found = compare_for(pair, PUBLIC, prints=False).consequences
    assert [one.words for one in found if one.kind == Effect.UNSURE] == [not_asked().words]
    assert "/activiteiten/buurtmaaltijd/" in [one.was for one in found if one.kind == Effect.ADDRESS]
    assert not [one for one in found if one.kind in _PARTS]


@pytest.mark.parametrize(
    ("was", "becomes", "same"),
    [
        ("Een zin die\ndoorloopt.", "Een zin\ndie doorloopt.", True),
        ("Een  zin.", "Een zin.", True),
        ("Een zin\n\ndie stopt.", "Een zin\ndie stopt.", False),
        ("Een zin\n- en een punt", "Een zin - en een punt", False),
        ("# Kop\nTekst", "# Kop Tekst", False),
        ("| a | b |\nTekst", "| a | b | Tekst", False),
        ("```\na\nb\n```", "```\na b\n```", False),
        ("regel  \nnieuwe", "regel nieuwe", False),
    ],
)
def test_where_lines_are_broken_makes_no_difference(was: str, becomes: str, same: bool) -> None:
    assert (even(was) == even(becomes)) is same


def wrong(found: tuple[Consequence, ...], old: Edition, new: Edition, before: Built, after: Built) -> list[str]:
    """Every page, paper, file and address that the consequences leave out, or name while it did not change."""
    problems = []
    for kind, part in _PARTS.items():
        told, shown = {str(one.subject) for one in found if one.kind == kind}, before.differing(after, part)
        problems += [f"missing: {kind} {path}" for path in shown - told]
        problems += [f"false: {kind} {path}" for path in told - shown]
    around = any(one.kind == Effect.EVERYWHERE and one.words.startswith("Op elke") for one in found)
    if around != (before.frame != after.frame):
        problems.append(f"frame: {around}")
    told = {one.was.removeprefix("/") for one in found if one.kind == Effect.ADDRESS and "#" not in one.was}
    gone = {path for path in _addresses(before) if path not in _addresses(after)}
    problems += [f"address: {path}" for path in told ^ gone]
    return problems + _wrong_places(found, old, before, after)


def _wrong_places(found: tuple[Consequence, ...], old: Edition, before: Built, after: Built) -> list[str]:
    """The same for places on pages; one that moved has to be found by its old address too."""
    told, problems = set(), []
    for one in found:
        was, becomes = one.was.removeprefix("/"), one.becomes.removeprefix("/")
        if one.kind == Effect.ADDRESS and "#" in was:
            if not becomes or was.partition("#")[0] not in after.pages:
                told.add(was)
            if becomes and not _leads_on(after, was, becomes):
                problems.append(f"leads nowhere: {one.words}")
    places = {item_address(item, old.view, old.kinds) for item in old.view.items.values()}
    gone = {place for place in places if "#" in place and _has(before, place) and not _has(after, place)}
    return problems + [f"place: {place}" for place in told ^ gone]


def _addresses(built: Built) -> set[str]:
    return {*built.pages, *built.data, *built.files, *(f"stukken/{name}" for name in built.papers)}


def _leads_on(built: Built, was: str, becomes: str) -> bool:
    """Whether an old address leads to the new one: its page leads on, or the old place is still there."""
    page = was.partition("#")[0]
    reached = _has(built, was) if page in built.pages else f"{page}index.html" in built.paths
    return reached and _has(built, becomes)


def _has(built: Built, address: str) -> bool:
    page, _, anchor = address.partition("#")
    return anchor in built.ids.get(page, ())
