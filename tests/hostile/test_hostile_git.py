"""No repository runs a program, and no answer of git is never taken for no history."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hostile_git import BARE, bait, commit_with_stamp, git, give_away, put, repository, slow_git, without_objects
from workbench import copy_base, write

from kapstok.core.git import Repository
from kapstok.core.workspace import git_findings, open_workspace, pick_day
from kapstok.history.commits import read_history
from kapstok.history.versions import past_of
from kapstok.pipeline import load

DAY = date(2026, 11, 1)


def asked(root: Path) -> list[str]:
    """Ask all that a build asks; gives the codes of what git could not say."""
    found = Repository(root)
    _, findings = pick_day(found, None, "2026-01-01")
    read_history(found)
    past_of(found, DAY)
    return [finding.code for finding in (*findings, *git_findings(found))]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Settings of a repository in which `{bait}` is a program, with the files that let it be run."""

    name: str
    settings: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    inside: dict[str, str] = field(default_factory=dict)  # below .git
    caller: dict[str, str] = field(default_factory=dict)  # the environment


RUNS = (
    Setting(name="fsmonitor", settings={"core.fsmonitor": "{bait}"}),
    Setting(name="fsmonitor 2", settings={"core.fsmonitor": "{bait}", "core.fsmonitorHookVersion": "2"}),
    Setting(name="hooks", settings={"core.hooksPath": "{folder}"}),
    Setting(
        name="filter of the tree",
        settings={"filter.x.clean": "{bait}"},
        files={".gitattributes": "* filter=x\n", "agenda/doelen/a.yaml": "titel: B\n"},
    ),
    Setting(
        name="filter process",
        settings={"filter.x.process": "{bait}", "filter.x.required": "true"},
        files={".gitattributes": "* filter=x\n"},
    ),
    Setting(
        name="filter with an odd name",
        settings={"filter.a=b.clean": "{bait}"},
        inside={"info/attributes": "* filter=a=b\n"},
    ),
    Setting(name="smudge", settings={"filter.x.smudge": "{bait}"}, inside={"info/attributes": "* filter=x\n"}),
    Setting(
        name="textconv",
        settings={"diff.x.textconv": "{bait}", "diff.x.cachetextconv": "true"},
        files={".gitattributes": "* diff=x\n"},
    ),
    Setting(name="external diff", settings={"diff.external": "{bait}"}),
    Setting(name="diff command", settings={"diff.x.command": "{bait}"}, files={"agenda/.gitattributes": "* diff=x\n"}),
    Setting(name="pager", settings={"core.pager": "{bait}", "pager.log": "{bait}", "pager.diff": "{bait}"}),
    Setting(name="signatures", settings={"log.showSignature": "true", "gpg.program": "{bait}"}),
    Setting(name="ssh signatures", settings={"log.showSignature": "true", "gpg.format": "ssh"}),
    Setting(
        name="transport",
        settings={"remote.x.url": "ext::{bait}", "extensions.partialClone": "x", "remote.x.promisor": "true"},
    ),
    Setting(name="ssh", settings={"core.sshCommand": "{bait}", "remote.x.url": "ssh://x/y"}),
    Setting(name="alias", settings={"alias.log": "!{bait}", "alias.rev-parse": "!{bait}"}),
    Setting(name="editor and askpass", settings={"core.editor": "{bait}", "core.askPass": "{bait}"}),
    Setting(name="merge driver", settings={"merge.x.driver": "{bait}"}, files={".gitattributes": "* merge=x\n"}),
    Setting(name="caller: pager", caller={"GIT_PAGER": "{bait}"}),
    Setting(name="caller: external diff", caller={"GIT_EXTERNAL_DIFF": "{bait}"}),
    Setting(name="caller: ssh", caller={"GIT_SSH_COMMAND": "{bait}"}),
    Setting(
        name="caller: settings",
        caller={"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": "{bait}"},
    ),
    Setting(name="caller: parameters", caller={"GIT_CONFIG_PARAMETERS": "'core.fsmonitor={bait}'"}),
    Setting(name="caller: programs", caller={"GIT_EXEC_PATH": "{folder}"}),
    Setting(name="caller: trace", caller={"GIT_TRACE": "{mark}"}),
)


@pytest.mark.parametrize("case", RUNS, ids=lambda case: case.name)
def test_nothing_of_the_repository_or_the_caller_is_run(
    case: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, mark = bait(tmp_path)
    names = {"bait": str(program), "folder": str(tmp_path), "mark": str(mark)}
    for hook in ("post-index-change", "git-log", "git-rev-parse", "fsmonitor--daemon"):
        (tmp_path / hook).symlink_to(program)
    root = repository(tmp_path / "w", case.files)
    put(root / ".git", case.inside)
    for name, value in case.settings.items():
        git(root, "config", name, value.format(**names))
    for name, value in case.caller.items():
        monkeypatch.setenv(name, value.format(**names))
    put(root, {"agenda/agenda.yaml": "titel: Anders\n"})
    os.utime(root / "agenda" / "agenda.yaml", (1, 1))
    assert asked(root) == []
    assert not mark.exists()


@pytest.mark.parametrize(
    "place", ["", "agenda", "docs/site", "bijlagen", ".github/x"], ids=lambda place: place or "the workspace itself"
)
def test_a_folder_that_looks_like_a_repository_runs_nothing(place: str, tmp_path: Path) -> None:
    program, mark = bait(tmp_path)
    settings = f"[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n\tfsmonitor = {program}\n"
    space = tmp_path / "bron" / "w"
    files = {f"w/{place or '.'}/{name}": text for name, text in (BARE | {"config": settings}).items()}
    repository(tmp_path / "bron", {"w/agenda/agenda.yaml": "titel: A\n"} | files)
    assert asked(space) == ([] if place else ["git-map"])
    if place:
        inside = Repository(space / place)
        assert (inside.is_there, [t.code for t in inside.troubles]) == (False, ["git-map"])
    assert not mark.exists()


def test_a_bare_looking_workspace_runs_nothing_in_a_whole_check(tmp_path: Path) -> None:
    program, mark = bait(tmp_path)
    root = copy_base(tmp_path / "bron")
    write(root, BARE | {"config": f"[core]\n\tbare = false\n\tworktree = ..\n\tfsmonitor = {program}\n"})
    git(tmp_path / "bron", "init", "-q")
    found = load(open_workspace(root))
    assert [f.code for f in found.findings] == ["git-map"]
    assert not mark.exists()


STAMPS = {
    "after 2100": "4133980800 +0000",
    "year 5138": "99999999999 +0000",
    "year 10000": "253402300800 +0000",
    "too large": "99999999999999999999 +0000",
    "no number": "x +0000",
    "negative": "-5000000000 +0000",
}


@pytest.mark.parametrize("stamp", STAMPS.values(), ids=STAMPS)
def test_a_day_that_cannot_be_true_is_told_once(stamp: str, tmp_path: Path) -> None:
    root = repository(tmp_path / "w")
    put(root, {"agenda/b.yaml": "titel: B\n"})
    git(root, "add", "-A")
    commit_with_stamp(root, stamp)
    assert asked(root) == ["git-datum"]
    assert pick_day(Repository(root), None, "2025-03-04")[0] == date(2025, 3, 4)


def _broken_head(root: Path) -> None:
    (root / ".git" / "HEAD").write_text("onzin", encoding="utf-8")


def _broken_branch(root: Path) -> None:
    (root / ".git" / "refs" / "heads" / "main").write_text("onzin", encoding="utf-8")


def _lost_branch(root: Path) -> None:
    (root / ".git" / "refs" / "heads" / "main").write_text("1" * 40 + "\n", encoding="utf-8")


def _empty_git(root: Path) -> None:
    (root / ".git").rename(root / "weg")
    (root / ".git").mkdir()


def _file_for_git(root: Path) -> None:
    (root / ".git").rename(root / "weg")
    (root / ".git").write_text("gitdir: /bestaat/niet\n", encoding="utf-8")


def _link_for_git(root: Path) -> None:
    (root / ".git").rename(root / "weg")
    (root / ".git").symlink_to("bestaat-niet")


def _broken_settings(root: Path) -> None:
    (root / ".git" / "config").write_text("[core\n", encoding="utf-8")


def _future_format(root: Path) -> None:
    git(root, "config", "core.repositoryformatversion", "99")


def _broken(kind: str) -> Callable[[Path], None]:
    return lambda root: without_objects(root, kind)


TROUBLES: dict[str, tuple[Callable[[Path], None], str]] = {
    "other owner": (give_away, "git-eigenaar"),
    "broken commits": (_broken("commit"), "git-beschadigd"),
    "broken trees": (_broken("tree"), "git-beschadigd"),
    "broken files": (_broken("blob"), "git-onvolledig"),
    "HEAD": (_broken_head, "git-beschadigd"),
    "branch": (_broken_branch, "git-beschadigd"),
    "lost commit": (_lost_branch, "git-beschadigd"),
    "empty .git": (_empty_git, "git-beschadigd"),
    ".git that leads nowhere": (_file_for_git, "git-beschadigd"),
    ".git that is a link to nothing": (_link_for_git, "git-beschadigd"),
    "settings": (_broken_settings, "git-beschadigd"),
    "a later format": (_future_format, "git-beschadigd"),
}


@pytest.mark.parametrize(("spoil", "code"), TROUBLES.values(), ids=TROUBLES)
def test_no_answer_is_told_once_and_is_not_no_history(spoil: Callable[[Path], None], code: str, tmp_path: Path) -> None:
    root = repository(tmp_path / "w")
    put(root, {"agenda/agenda.yaml": "titel: Nu\n"})
    git(root, "commit", "-aqm", "Wijziging")
    spoil(root)
    assert asked(root) == [code]


def test_a_repository_without_commits_is_no_trouble(tmp_path: Path) -> None:
    put(tmp_path, {"agenda/agenda.yaml": "titel: A\n"})
    git(tmp_path, "init", "-q")
    assert asked(tmp_path) == []


def test_a_slow_git_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path / "w")
    monkeypatch.setenv("PATH", f"{slow_git(tmp_path / 'bin')}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("kapstok.core.git.SECONDS", 0.3)
    start = time.monotonic()
    assert asked(root) == ["git-traag"]
    assert time.monotonic() - start < 1


def test_a_repository_without_the_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path / "w")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert asked(root) == ["git-ontbreekt"]


@pytest.mark.parametrize("entry", ["{root}/bin", ".", "", "bin"], ids=["inside", "here", "nothing", "relative"])
def test_a_git_of_the_workspace_is_not_run(entry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, mark = bait(tmp_path)
    root = repository(tmp_path / "w")
    for place in (root / "bin" / "git", root / "git"):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(program.read_bytes())
        place.chmod(0o755)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", f"{entry.format(root=root)}{os.pathsep}{os.environ['PATH']}")
    assert asked(root) == []
    assert not mark.exists()


@pytest.mark.parametrize(
    "name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"]
)
def test_what_the_caller_says_to_git_changes_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, other = repository(tmp_path / "w"), repository(tmp_path / "ander")
    before = read_history(Repository(root))
    monkeypatch.setenv(name, str(other / ".git"))
    assert (asked(root), read_history(Repository(root))) == ([], before)
    assert before.is_known


@pytest.mark.parametrize(
    "name", ["a\x01b", "a\nb", "//c 2026-01-01", '"quoted"', "-n", ":(top)x", "é", "a\tb", "x" * 200, "{mark}%cs"]
)
def test_a_name_of_a_file_says_nothing_to_git_or_to_us(name: str, tmp_path: Path) -> None:
    root = repository(tmp_path / "w")
    file = root / "agenda" / "doelen" / f"{name.replace('/', '_')}.yaml"
    put(root, {str(file.relative_to(root)): "titel: X\n"})
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Naam", day="2026-02-03")
    assert asked(root) == []
    past = past_of(Repository(root), DAY)
    assert [step.day.isoformat() for step in past.steps] == ["2026-01-02", "2026-02-03"]
    assert list(past.steps[1].files) == [file.relative_to(root).as_posix()]


def test_a_shallow_clone_tells_what_it_leaves_out_also_with_a_day_of_its_own(tmp_path: Path) -> None:
    root = repository(tmp_path / "w")
    put(root, {"agenda/agenda.yaml": "titel: Nu\n"})
    git(root, "commit", "-aqm", "Wijziging")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "ondiep")
    found = Repository(tmp_path / "ondiep")
    assert [f.code for f in pick_day(found, None, "")[1]] == ["peildatum-ondiep"]
    assert [f.code for f in pick_day(found, DAY, "")[1]] == ["git-ondiep"]


def test_a_clone_without_old_files_fetches_nothing_and_says_so(tmp_path: Path) -> None:
    root = repository(tmp_path / "w")
    put(root, {"agenda/agenda.yaml": "titel: Nu\n"})
    git(root, "commit", "-aqm", "Wijziging", day="2026-02-03")
    git(root, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter", "blob:none", f"file://{root}", "deel")
    assert asked(tmp_path / "deel") == ["git-onvolledig"]
