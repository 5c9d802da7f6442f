"""A workspace and its peildatum, with real git repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from workbench import copy_base, load_from, write

from kapstok.core.git import Repository
from kapstok.core.workspace import Workspace, WorkspaceError, open_workspace, pick_day, resource
from kapstok.files.names import strays

TODAY = date.today()


@pytest.fixture(autouse=True)
def _no_git_of_our_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No configuration of this machine, and no repository above the temporary folder."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


def git(folder: Path, *arguments: str, day: str = "2024-05-06") -> None:
    stamp = f"{day}T23:30:00 +0200"
    who = {f"GIT_{role}_{part}": "t@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


def commit(folder: Path, day: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Wijziging", day=day)


def workspace(folder: Path) -> Workspace:
    (folder / "agenda").mkdir(parents=True)
    (folder / "agenda" / "agenda.yaml").write_text("titel: A\n", encoding="utf-8")
    return open_workspace(folder)


def picked(space: Workspace, given: date | None = None, setting: str = "") -> tuple[date, list[str]]:
    day, findings = pick_day(Repository(space.root), given, setting)
    return day, [finding.code for finding in findings]


def test_without_git_the_setting_counts_else_today_with_a_warning(tmp_path: Path) -> None:
    space = workspace(tmp_path / "w")
    assert picked(space, setting="2025-01-02") == (date(2025, 1, 2), [])
    assert picked(space) == (TODAY, ["peildatum-vandaag"])
    assert picked(space, setting="morgen") == (TODAY, ["peildatum-vandaag"])


def test_a_repository_without_commits_is_no_source_of_days(tmp_path: Path) -> None:
    space = workspace(tmp_path / "w")
    git(space.root, "init", "-q")
    assert picked(space, setting="2025-01-02") == (date(2025, 1, 2), [])
    assert picked(space) == (TODAY, ["peildatum-vandaag"])


def test_the_last_commit_that_touched_the_workspace_counts(tmp_path: Path) -> None:
    space = workspace(tmp_path / "repo" / "w")
    git(space.root.parent, "init", "-q")
    commit(space.root.parent, "2024-05-06")
    (space.root.parent / "elders.txt").write_text("x", encoding="utf-8")
    commit(space.root.parent, "2024-08-09")
    assert picked(space, setting="2025-01-02") == (date(2024, 5, 6), [])
    assert picked(open_workspace(space.root)) == (date(2024, 5, 6), [])


def test_the_day_is_the_one_of_the_committer_whatever_the_time_zone_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = workspace(tmp_path / "w")
    git(space.root, "init", "-q")
    commit(space.root, "2024-05-06")
    for zone in ("Pacific/Kiritimati", "America/Adak", "UTC"):
        monkeypatch.setenv("TZ", zone)
        assert picked(space) == (date(2024, 5, 6), [])


def test_somebody_elses_repository_is_no_source_of_days(tmp_path: Path) -> None:
    repository = tmp_path / "ander"
    repository.mkdir()
    git(repository, "init", "-q")
    (repository / "README.md").write_text("van een ander", encoding="utf-8")
    commit(repository, "2020-01-01")
    space = workspace(repository / "w")
    assert picked(space, setting="2025-01-02") == (date(2025, 1, 2), [])
    assert picked(space) == (TODAY, ["peildatum-vandaag"])


def test_a_shallow_clone_is_a_warning(tmp_path: Path) -> None:
    space = workspace(tmp_path / "bron")
    git(space.root, "init", "-q")
    commit(space.root, "2024-05-06")
    (space.root / "README.md").write_text("x", encoding="utf-8")
    commit(space.root, "2024-06-07")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{space.root}", "ondiep")
    assert picked(open_workspace(tmp_path / "ondiep")) == (date(2024, 6, 7), ["peildatum-ondiep"])


def test_the_option_wins_from_everything(tmp_path: Path) -> None:
    space = workspace(tmp_path / "w")
    git(space.root, "init", "-q")
    commit(space.root, "2024-05-06")
    assert picked(space, given=date(2030, 1, 1), setting="2025-01-02") == (date(2030, 1, 1), [])


def test_without_the_git_program_nothing_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("git") is None
    assert picked(workspace(tmp_path / "w"), setting="2025-01-02") == (date(2025, 1, 2), [])


def test_the_setting_of_the_agenda_is_used(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    assert load_from(root).day == date(2026, 1, 15)
    write(root, {"agenda/agenda.yaml": "titel: A\ngemeente: B\nstatus: concept\npeildatum: 2020-02-30\n"})
    loaded = load_from(root)
    assert [(f.code, f.line) for f in loaded.findings] == [("peildatum-vandaag", 1), ("datum-bestaat-niet", 4)]


def test_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="staat geen map agenda"):
        open_workspace(tmp_path)
    with pytest.raises(WorkspaceError, match="bestaat niet"):
        open_workspace(tmp_path / "weg")


def test_the_workspace_comes_before_the_package(tmp_path: Path) -> None:
    space = workspace(tmp_path / "w")
    assert space.schema_folders() == [("schemas (Kapstok)", resource("schemas"))]
    assert space.config() == resource("mkdocs.yml")
    write(space.root, {"schemas/x.json": "{}", "mkdocs.yml": "site_name: x\n", "docs/site/over.md": "# Over\n"})
    assert space.schema_folders()[1] == ("schemas", space.root / "schemas")
    assert space.config() == space.root / "mkdocs.yml"
    assert space.template_folders()[0] == space.root / "templates"
    assert space.docs("site")[-1] == space.root / "docs" / "site"


def test_which_files_are_read_and_which_are_named_as_stray(tmp_path: Path) -> None:
    space = workspace(tmp_path / "w")
    write(
        space.root,
        {
            "agenda/doelen/a.yaml": "",
            "agenda/doelen/b.yml": "",
            "agenda/doelen/c.yaml.txt": "",
            "agenda/doelen/d.YAML": "",
            "agenda/doelen/e.docx": "",
            "agenda/doelen/.f.yaml": "",
            "agenda/.git/g.yaml": "",
        },
    )
    assert [p.name for p in space.yaml_files()] == ["agenda.yaml", "a.yaml", "b.yml"]
    assert [f.path.rpartition("/")[2] for f in strays(space)] == ["b.yml", "c.yaml.txt", "d.YAML", "e.docx"]
