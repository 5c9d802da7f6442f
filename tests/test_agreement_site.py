"""One truth in the search, the feed, `kapstok serve` and the table of norms: none says anything else than the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from agreement_site import Site, disagreements, site_of, with_served
from awkward import AWKWARD
from papers_git import change, commit, git
from workbench import REPOSITORY, copy_base, load_from, write

from kapstok.core.choices import PARTS
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load

pytestmark = pytest.mark.langzaam  # every test builds a site

DAY = date(2026, 11, 1)
REAL = {"agenda": ".", **{name: f"examples/{name}" for name in ("leusden", "landerd", "gooi-en-vechtstreek")}}
OLD_GOAL = "agenda/doelen/werk-naar-vermogen.yaml"


def awkward(name: str, folder: Path) -> Site:
    files, day = AWKWARD[name]
    root = folder / name.replace(" ", "-")
    write(root, {f"agenda/{path}": text for path, text in files.items()})
    (root / "mkdocs.yml").write_text((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), encoding="utf-8")
    return site_of(load(open_workspace(root), day=day))


@pytest.mark.parametrize("name", REAL)
def test_search_and_table_of_a_real_workspace_tell_the_same_story(name: str) -> None:
    site = site_of(load(open_workspace(REPOSITORY / REAL[name]), day=DAY))
    assert len(site.rows) > 50
    assert disagreements(site) == []


@pytest.mark.parametrize("name", AWKWARD)
def test_search_and_table_of_an_awkward_workspace_tell_the_same_story(name: str, tmp_path: Path) -> None:
    assert disagreements(awkward(name, tmp_path)) == []


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A workspace with a history, a goal that lapsed with its parts, and a server that shows it."""
    root = copy_base(tmp_path_factory.mktemp("gevolgd"))
    write(root, {".gitignore": ".kapstok/\n"})
    git(root, "init", "-q", "-b", "main")
    change(root, "agenda/agenda.yaml", "status: concept\n", "adres: https://agenda.voorbeeld.nl/\nstatus: concept\n")
    commit(root, "2026-01-01")
    change(root, "agenda/activiteiten/buurtmaaltijd.yaml", "voortgang: gestart", "voortgang: loopt")
    commit(root, "2026-02-01")
    steps = "status: ingetrokken\nbesluitvorming: [{status: ingetrokken, datum: 5 mei 2026}]\n"
    change(root, OLD_GOAL, "opgave:", f"{steps}opgave:")
    commit(root, "2026-06-10")
    loaded = load_from(root)
    return with_served(site_of(loaded, parts=PARTS), loaded, root / ".kapstok" / "toon")


def test_the_feed_and_the_server_tell_it_too(followed: Site) -> None:
    assert len(followed.feed) >= 3
    assert followed.served.keys() == followed.pages.keys()
    assert {row.label for row in followed.rows} >= {"Ingetrokken"}
    assert any(entry.title.endswith("(ingetrokken)") for entry in followed.feed)
    assert disagreements(followed) == []


def broken(site: Site, part: str, old: str, new: str) -> Site:
    """The same site in which one of the four says something else."""
    if part == "serve":
        served = {path: content.replace(old.encode(), new.encode()) for path, content in site.served.items()}
        assert served != dict(site.served)
        return replace(site, served=served)
    if part == "kaders":
        assert old in site.table
        return replace(site, table=site.table.replace(old, new, 1))
    rows = {"zoeken": site.rows, "feed": site.feed}[part]
    changed = tuple(
        replace(row, **{name: getattr(row, name).replace(old, new) for name in row.__dataclass_fields__})
        for row in rows
    )
    assert changed != rows, f"{part} does not say {old!r}"
    return replace(site, **{"rows" if part == "zoeken" else "feed": changed})


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("zoeken", "Ingetrokken", "Voorbeeld"),
        ("zoeken", "Niemand staat er alleen voor", "Iedereen staat er alleen voor"),
        ("feed", "is nu loopt", "is nu gestart"),
        ("feed", " (ingetrokken)", ""),
        ("serve", "Meedoen", "Wegblijven"),
        ("kaders", "1 niet-toetsbaar", "2 niet-toetsbaar"),
    ],
)
def test_one_that_says_something_else_is_found(followed: Site, part: str, old: str, new: str) -> None:
    assert any(found.startswith(f"{part}: ") for found in disagreements(broken(followed, part, old, new)))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("oordelen", "Gehaald", "Niet gehaald"),
        ("overlappende begrotingen", "1.100.000", "2.100.000"),
        ("raad", "verlopen", "afgehandeld"),
    ],
)
def test_a_search_row_that_says_something_else_is_found(name: str, old: str, new: str, tmp_path: Path) -> None:
    site = awkward(name, tmp_path)
    assert disagreements(site) == []
    assert any(found.startswith("zoeken: ") for found in disagreements(broken(site, "zoeken", old, new)))
