"""A build that is killed or that a disk refuses leaves the last output whole; `benchmarks/storingen.py` tries more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from disturb import PLAIN_ROOT, Bench, fault_builds, kill_builds
from workbench import REPOSITORY, copy_base, places

from kapstok.core.program import die_with_parent
from kapstok.core.scratch import _PREFIX, _sweep
from kapstok.core.workspace import open_workspace
from kapstok.files.sources import read_sources
from kapstok.pipeline import load, render


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(folder=tmp_path_factory.mktemp("storing") / "bank", parts="documents,data")


@pytest.mark.langzaam
def test_killed_builds_leave_the_output_whole_and_nothing_behind(bench: Bench) -> None:
    assert kill_builds(bench, 6, 20261130) == []


@pytest.mark.langzaam
def test_whatever_the_disk_refuses_is_told_and_leaves_the_output_whole(bench: Bench) -> None:
    assert fault_builds(bench, 8, 20261130) == []


def test_a_source_that_changes_while_the_output_is_made_is_told(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    loaded = load(open_workspace(root))
    goal = root / "agenda" / "doelen" / "niemand-alleen.yaml"
    goal.write_text(goal.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (root / "agenda" / "doelen" / "nieuw.yaml").write_text("titel: Nieuw\n", encoding="utf-8")
    with ThreadPoolExecutor(1) as executor:
        made = render(loaded, parts=("data",), executor=executor)
    assert places(made.findings) == [
        ("agenda/doelen/niemand-alleen.yaml", 1, 1, "bron-gewijzigd"),
        ("agenda/doelen/nieuw.yaml", 1, 1, "bron-gewijzigd"),
    ]


@pytest.mark.parametrize("path", ["agenda/doelen", "agenda", "docs/site", "docs/site/een.md"])
def test_what_may_not_be_opened_is_a_finding_and_not_left_out(path: str, tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    (root / "docs" / "site").mkdir(parents=True)
    (root / "docs" / "site" / "een.md").write_text("# Een\n", encoding="utf-8")
    place = root / path
    kept = place.stat().st_mode
    place.chmod(0)
    code = (
        "from kapstok.files.sources import read_sources; from pathlib import Path; "
        f"print([(f.path, f.code) for f in read_sources(Path({str(root)!r})).findings()])"
    )
    as_user = PLAIN_ROOT if os.geteuid() == 0 else ()
    try:
        done = subprocess.run(
            [*as_user, sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )
    finally:
        place.chmod(kept)
    kind = "bestand" if path.endswith(".md") else "map"
    assert done.stdout.strip() == f"[({path!r}, '{kind}-onleesbaar')]", done.stderr


def test_a_workspace_that_may_be_read_has_no_findings(tmp_path: Path) -> None:
    assert list(read_sources(copy_base(tmp_path)).findings()) == []


@pytest.mark.skipif(die_with_parent() is None, reason="needs a system call of Linux")
def test_a_child_does_not_outlive_a_build_that_is_killed() -> None:
    code = (
        "import subprocess; from kapstok.core.program import die_with_parent; "
        "child = subprocess.Popen(['sleep', '600'], preexec_fn=die_with_parent()); "
        "print(child.pid, flush=True); child.wait()"
    )
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=env)
    assert parent.stdout is not None
    number = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not _runs(number):
            return
        time.sleep(0.05)
    os.kill(number, signal.SIGKILL)
    pytest.fail("the child went on")


def _runs(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(") ")[2][:1]
    except OSError:
        return False
    return state != "Z"


def test_what_a_killed_build_left_is_taken_away_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code = "import os; print(os.getpid())"
    gone = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    names = {"dead": f"{_PREFIX}{gone}-a", "alive": f"{_PREFIX}{os.getpid()}-a", "other": f"{_PREFIX}iets"}
    for name in names.values():
        (tmp_path / name).mkdir()
    _sweep.__wrapped__()
    assert {path.name for path in tmp_path.iterdir()} == {names["alive"], names["other"]}
