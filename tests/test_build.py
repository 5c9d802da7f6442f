"""The line as a whole: the same bytes under every circumstance, and never a half-written output."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from workbench import forget

ROOT = Path(__file__).resolve().parent.parent
BASE = Path(__file__).parent / "basis"


def run(
    workspace: Path,
    out: Path,
    *options: str,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    before: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    command = [
        *before,
        sys.executable,
        "-m",
        "kapstok",
        "build",
        "--workspace",
        str(workspace),
        "--out",
        str(out),
        *options,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=cwd, check=False, timeout=300)


def snapshot(folder: Path) -> dict[str, str]:
    """Every file of a tree with a hash of its bytes."""
    if not folder.exists():
        return {}
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def small_workspace(folder: Path) -> Path:
    shutil.copytree(BASE, folder)
    return folder


@pytest.mark.langzaam
def test_the_shipped_agenda_gives_the_same_bytes_under_other_circumstances(tmp_path: Path) -> None:
    first, second = tmp_path / "een", tmp_path / "ergens anders" / "twee"
    for folder in (first, second):
        folder.mkdir(parents=True)
        shutil.copytree(ROOT / "agenda", folder / "agenda")
        shutil.copytree(ROOT / "huisstijl", folder / "huisstijl")
    one = run(
        first,
        tmp_path / "uit-een",
        "--jobs",
        "1",
        "--date",
        "2026-11-01",
        env={"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
    )
    two = run(
        second,
        tmp_path / "uit twee",
        "--jobs",
        "4",
        "--date",
        "2026-11-01",
        cwd=tmp_path,
        env={"TZ": "America/Adak", "PYTHONHASHSEED": "77", "LC_ALL": "C"},
        before=("faketime", "2031-02-03 04:05:06"),
    )
    assert one.returncode == 0, one.stdout + one.stderr
    assert two.returncode == 0, two.stdout + two.stderr
    assert snapshot(tmp_path / "uit-een") == snapshot(tmp_path / "uit twee")


def test_without_git_the_setting_is_the_peildatum_whatever_the_day(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "ws")
    done = run(workspace, tmp_path / "uit", "--only", "data", before=("faketime", "2031-02-03 04:05:06"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"peildatum": "2026-01-15"' in (tmp_path / "uit/data/agenda.json").read_text(encoding="utf-8")


@pytest.mark.langzaam
def test_a_build_with_errors_leaves_the_last_output_alone(tmp_path: Path) -> None:
    workspace, out = small_workspace(tmp_path / "ws"), tmp_path / "uit"
    assert run(workspace, out).returncode == 0
    before = snapshot(out)
    (workspace / "agenda/doelen/kapot.yaml").write_text("titel: 'open\n", encoding="utf-8")
    done = run(workspace, out)
    assert done.returncode == 1
    assert "agenda/doelen/kapot.yaml:1:8" in done.stdout
    assert snapshot(out) == before


@pytest.mark.langzaam
def test_equal_bytes_are_not_written_again_and_stale_files_go(tmp_path: Path) -> None:
    workspace, out = small_workspace(tmp_path / "ws"), tmp_path / "uit"
    assert run(workspace, out).returncode == 0
    (out / "CNAME").write_text("voorbeeld.example\n", encoding="utf-8")
    term = next((out / "begrippen").rglob("index.html"))
    style = next(path for path in (out / "assets").rglob("*.css")).stat()
    for file in (workspace / "agenda/begrippen").glob("*.yaml"):
        file.unlink()
    done = run(workspace, out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not term.exists()
    assert (out / "CNAME").read_text(encoding="utf-8") == "voorbeeld.example\n"
    same = next(path for path in (out / "assets").rglob("*.css"))
    assert same.stat().st_ino == style.st_ino
    assert same.stat().st_mtime_ns == style.st_mtime_ns
    inodes = {path: (out / path).stat().st_ino for path in snapshot(out)}
    again = run(workspace, out)
    assert "0 nieuw, 0 gewijzigd, 0 weggehaald" in again.stderr
    assert {path: (out / path).stat().st_ino for path in snapshot(out)} == inodes


@pytest.mark.langzaam
def test_only_one_part_leaves_the_other_parts(tmp_path: Path) -> None:
    workspace, out = small_workspace(tmp_path / "ws"), tmp_path / "uit"
    assert run(workspace, out, "--only", "site,data").returncode == 0
    assert run(workspace, out, "--only", "data").returncode == 0
    assert (out / "index.html").exists()
    assert (out / "data/agenda.json").exists()


def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    workspace, out = small_workspace(tmp_path / "ws"), tmp_path / "uit"
    out.mkdir()
    (out / "foto.jpg").write_bytes(b"x")
    done = run(workspace, out, "--only", "data")
    assert done.returncode == 2
    assert (out / "foto.jpg").read_bytes() == b"x"


def test_another_audience_goes_to_a_folder_of_its_own(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "ws")
    command = [
        sys.executable,
        "-m",
        "kapstok",
        "build",
        "--workspace",
        str(workspace),
        "--audience",
        "raad",
        "--only",
        "data",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (workspace / "intern/raad/data/agenda.json").exists()
    assert not (workspace / "public").exists()


@pytest.mark.langzaam
def test_killed_at_forty_moments_the_output_is_wholly_old_or_wholly_new(tmp_path: Path) -> None:
    """SIGKILL at random moments, half of them near the end, where the swap is."""
    workspace, out = small_workspace(tmp_path / "ws"), tmp_path / "uit"
    goal = next((workspace / "agenda/opgaven").glob("*.yaml"))
    texts = [goal.read_text(encoding="utf-8"), goal.read_text(encoding="utf-8").replace("titel: ", "titel: Nieuw ", 1)]
    states, spent = [], 0.0
    for text in texts:
        goal.write_text(text, encoding="utf-8")
        start = time.monotonic()
        assert run(workspace, out, "--only", "site,data").returncode == 0
        spent = time.monotonic() - start
        states.append(snapshot(out))
    assert states[0] != states[1]
    moments, current, killed = random.Random(20261123), 1, 0
    for attempt in range(160):
        if killed == 40:
            break
        wanted = 1 - current
        goal.write_text(texts[wanted], encoding="utf-8")
        forget(workspace)
        wait = spent * (moments.uniform(0.75, 1) if attempt % 2 else moments.uniform(0, 1))
        start = time.monotonic()
        child = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "kapstok",
                "build",
                "--workspace",
                str(workspace),
                "--out",
                str(out),
                "--only",
                "site,data",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        try:
            child.wait(wait)
            spent = min(spent, time.monotonic() - start)
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
            killed += 1
        now = snapshot(out)
        assert now in states, f"attempt {attempt}: neither old nor new after {wait:.2f} s"
        current = states.index(now)
    assert killed == 40
    goal.write_text(texts[0], encoding="utf-8")
    assert run(workspace, out, "--only", "site,data").returncode == 0
    assert snapshot(out) == states[0]


def test_the_public_folder_never_holds_another_audience(tmp_path: Path) -> None:
    workspace, out = small_workspace(tmp_path / "ws"), tmp_path / "uit"
    assert run(workspace, out, "--only", "data").returncode == 0
    before = snapshot(out)
    done = run(workspace, out, "--only", "data", "--audience", "besloten")
    assert done.returncode == 2
    assert "uitgave voor inwoners" in done.stderr
    assert snapshot(out) == before
    assert run(workspace, workspace / "public", "--audience", "raad").returncode == 2


def test_an_agenda_that_is_not_public_gives_no_public_site(tmp_path: Path) -> None:
    workspace, out = small_workspace(tmp_path / "ws"), tmp_path / "uit"
    settings = workspace / "agenda/agenda.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("publicatie: openbaar\n", ""), encoding="utf-8")
    done = run(workspace, out, "--only", "data")
    assert done.returncode == 1
    assert "agenda-niet-voor-publiek" in done.stdout
    assert not out.exists()
    assert run(workspace, out, "--only", "data", "--audience", "werkvloer").returncode == 0


@pytest.mark.langzaam
def test_only_the_site_in_a_new_folder_says_what_it_links_to(tmp_path: Path) -> None:
    workspace, out = small_workspace(tmp_path / "ws"), tmp_path / "uit"
    first = run(workspace, out, "--only", "site")
    assert first.returncode == 0
    assert "onderdelen-ontbreken" in first.stdout
    assert run(workspace, out).returncode == 0
    assert "onderdelen-ontbreken" not in run(workspace, out, "--only", "site").stdout
