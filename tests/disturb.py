"""Builds that are killed, or that a disk refuses: the output stays whole, the next build is right, and nothing is left.

`benchmarks/storingen.py` does this any number of times; the tests a few.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from workbench import BASE, REPOSITORY

Limit = Callable[[], None]


@dataclass(kw_only=True)
class Bench:
    """A small workspace that says one of two things, and what a build of either gives."""

    folder: Path
    parts: str = "site,data"
    states: list[dict[str, str]] = field(default_factory=list)
    spent: float = 0.0

    def __post_init__(self) -> None:
        self.root, self.out = self.folder / "ws", self.folder / "uit"
        self.temporary, self.cache = self.folder / "tijdelijk", self.folder / "cache"
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(BASE, self.root)
        for folder in (self.temporary, self.cache):
            folder.mkdir()
        for state in (0, 1):
            self.say(state)
            started = time.monotonic()
            done = self.build()
            self.spent = time.monotonic() - started
            assert done.returncode == 0, done.stdout + done.stderr
            self.states.append(self.snapshot())
        assert self.states[0] != self.states[1]

    def say(self, state: int) -> None:
        """Change the sources to one of the two."""
        goal = self.root / "agenda" / "opgaven" / "meedoen.yaml"
        words = (BASE / "agenda" / "opgaven" / "meedoen.yaml").read_text(encoding="utf-8")
        goal.write_text(words if state == 0 else words.replace("titel: ", "titel: Nieuw ", 1), encoding="utf-8")

    def command(self) -> list[str]:
        """A build of this workspace."""
        options = ["--workspace", str(self.root), "--out", str(self.out), "--only", self.parts, "--date", "2026-11-01"]
        return [sys.executable, "-m", "kapstok", "build", *options]

    def environment(self, **more: str) -> dict[str, str]:
        """That of a build, with a cache and a temporary folder of its own."""
        ours = {"PYTHONPATH": str(REPOSITORY), "TMPDIR": str(self.temporary), "XDG_CACHE_HOME": str(self.cache)}
        return {**os.environ, **ours, **more}

    def build(self, limit: Limit | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        """Build, perhaps under a limit that is set in the child."""
        env = self.environment(**more)
        as_user = PLAIN_ROOT if "ZONDER_RECHTEN" in more and os.geteuid() == 0 else ()
        return subprocess.run(
            [*as_user, *self.command()],
            capture_output=True,
            text=True,
            env=env,
            check=False,
            timeout=300,
            preexec_fn=limit,
        )

    def snapshot(self) -> dict[str, str]:
        """Every file of the output with a hash of its bytes."""
        files = sorted(p for p in self.out.rglob("*") if p.is_file()) if self.out.is_dir() else []
        return {p.relative_to(self.out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}

    def left_behind(self) -> list[str]:
        """What a build should have taken away: temporary files, a new tree that was never finished."""
        work = self.out.parent / f".{self.out.name}.kapstok"
        left = [p for p in work.rglob("*") if p.name not in ("slot", ".gitignore")] if work.is_dir() else []
        return [str(p.relative_to(self.folder)) for p in (*left, *self.temporary.iterdir())]

    def trouble_after(self, state: int) -> list[str]:
        """What is wrong after a build without any fault: it has to give the one output, and leave nothing."""
        done = self.build()
        wrong = [] if done.returncode == 0 else [f"the next build fails: {done.stdout[-300:]}{done.stderr[-300:]}"]
        if self.snapshot() != self.states[state]:
            wrong.append("the next build gives another output")
        return wrong + [f"left behind: {path}" for path in self.left_behind()]


def kill_builds(bench: Bench, count: int, seed: int) -> list[str]:
    """Kill so many builds at random moments, half of them near the end; gives everything that went wrong."""
    moments, wrong, killed, state, attempt = random.Random(seed), list[str](), 0, 1, 0
    while killed < count and attempt < 4 * count:
        attempt += 1
        state = 1 - state
        bench.say(state)
        if attempt % 3 == 0:
            shutil.rmtree(bench.cache, ignore_errors=True)
            bench.cache.mkdir()
        wait = bench.spent * (moments.uniform(0.7, 1) if attempt % 2 else moments.uniform(0, 1))
        child = subprocess.Popen(
            bench.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=bench.environment()
        )
        try:
            child.wait(wait)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            killed += 1
        if bench.snapshot() not in bench.states:
            wrong.append(f"attempt {attempt}: neither old nor new after {wait:.2f} s")
        if attempt % 10 == 0 or killed == count:
            wrong += [f"attempt {attempt}: {one}" for one in bench.trouble_after(state)]
    return wrong if killed == count else [*wrong, f"only {killed} were killed"]


def fault_builds(bench: Bench, count: int, seed: int) -> list[str]:
    """Build under so many faults of disk and rights, taken in turn; gives everything that went wrong."""
    rng, wrong, told = random.Random(seed), list[str](), 0
    for number in range(count):
        name, fault = FAULTS[number % len(FAULTS)]
        state = 1 - number % 2
        before = bench.snapshot()
        bench.say(state)
        if rng.random() < 0.5:
            shutil.rmtree(bench.cache, ignore_errors=True)
            bench.cache.mkdir()
        with fault(bench, rng) as (limit, more):
            done = bench.build(limit, **more)
        said, now = done.stdout + done.stderr, bench.snapshot()
        told += done.returncode != 0
        if "Traceback" in said or done.returncode not in (0, 1, 2):
            wrong.append(f"{name}: {done.returncode} {said[-500:]}")
        elif done.returncode and ": fout: " not in said and "kapstok: " not in said:
            wrong.append(f"{name}: nothing is told: {said[-300:]}")
        if now != (bench.states[state] if done.returncode == 0 else before):
            wrong.append(f"{name}: the output is not whole (exit code {done.returncode})")
        wrong += [f"{name}: {one}" for one in bench.trouble_after(state)]
    return wrong if told >= count // 3 else [*wrong, f"only {told} of {count} faults were felt"]


Fault = Callable[[Bench, random.Random], Iterator[tuple[Limit | None, dict[str, str]]]]


def _limit(kind: int, lowest: int, highest: int) -> Fault:
    def fault(bench: Bench, rng: random.Random) -> Iterator[tuple[Limit | None, dict[str, str]]]:
        most = rng.randint(lowest, highest)
        yield (lambda: resource.setrlimit(kind, (most, most))), {}

    return fault


def _environment(name: str, make: Callable[[Path], None]) -> Fault:
    def fault(bench: Bench, rng: random.Random) -> Iterator[tuple[Limit | None, dict[str, str]]]:
        place = bench.folder / "stuk"
        make(place)
        yield None, {name: str(place)}
        shutil.rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink(missing_ok=True)

    return fault


def _shut(path: str) -> Fault:
    """Nobody may open a file or folder; root, who may open everything, gives that up for the build."""

    def fault(bench: Bench, rng: random.Random) -> Iterator[tuple[Limit | None, dict[str, str]]]:
        place = bench.folder / path
        kept = place.stat().st_mode
        place.chmod(0)
        try:
            yield None, {"ZONDER_RECHTEN": "1"}
        finally:
            place.chmod(kept)

    return fault


# Root without the right to pass over what a file or folder says.
PLAIN_ROOT = ("setpriv", "--inh-caps=-dac_override,-dac_read_search", "--bounding-set=-dac_override,-dac_read_search")


def _blocked(path: str) -> Fault:
    """A file stands where a folder has to come."""

    def fault(bench: Bench, rng: random.Random) -> Iterator[tuple[Limit | None, dict[str, str]]]:
        place = bench.folder / path
        aside = place.with_name(f"{place.name}-opzij")
        if place.exists():
            place.rename(aside)
        place.write_text("in de weg", encoding="utf-8")
        yield None, {}
        place.unlink()
        if aside.exists():
            aside.rename(place)

    return fault


def _nothing(place: Path) -> None:
    """The folder is not there."""


FAULTS: tuple[tuple[str, Callable[..., object]], ...] = tuple(
    (name, contextmanager(fault))
    for name, fault in (
        ("a full disk, early", _limit(resource.RLIMIT_FSIZE, 0, 3_000)),
        ("no temporary folder", _environment("TMPDIR", _nothing)),
        ("a closed folder of goals", _shut("ws/agenda/doelen")),
        ("a full disk, late", _limit(resource.RLIMIT_FSIZE, 3_000, 400_000)),
        ("a file for a temporary folder", _environment("TMPDIR", lambda place: place.write_text("x"))),
        ("a closed goal", _shut("ws/agenda/doelen/niemand-alleen.yaml")),
        ("few open files", _limit(resource.RLIMIT_NOFILE, 10, 24)),
        ("a file for a cache", _environment("XDG_CACHE_HOME", lambda place: place.write_text("x"))),
        ("a closed agenda", _shut("ws/agenda")),
        ("a full disk, anywhere", _limit(resource.RLIMIT_FSIZE, 0, 60_000)),
        ("a file for our own folder", _blocked("ws/.kapstok")),
        ("a closed output", _shut("uit")),
    )
)
