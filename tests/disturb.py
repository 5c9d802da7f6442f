"""Builds that are killed, or that a disk refuses: the output stays whole, the next build is right, and nothing is left.

`benchmarks/storingen.py` does this any number of times; the tests a few.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path

from workbench import BASE, REPOSITORY

Limit = Callable[[], None]


@dataclass(kw_only=True)
class Bench:
    """A small workspace that says one of two things, and what a build of either gives."""

    folder: Path
    parts: str = "site,data"
    states: list[dict[str, str]] = field(default_factory=list)
    spent: float = 0.0  # seconds of a build for which most is kept, and of one for which nothing is
    spent_anew: float = 0.0

    def __post_init__(self) -> None:
        self.root, self.out = self.folder / "ws", self.folder / "uit"
        self.temporary, self.cache = self.folder / "tijdelijk", self.folder / "cache"
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(BASE, self.root)
        (self.root / "docs" / "site").mkdir(parents=True)
        (self.root / "docs" / "site" / "een.md").write_text("# Een\n", encoding="utf-8")
        for folder in (self.temporary, self.cache):
            folder.mkdir()
        for state in (0, 1):
            self.say(state)
            started = time.monotonic()
            done = self.build()
            self.spent = time.monotonic() - started
            self.spent_anew = self.spent_anew or self.spent
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

    def forget(self) -> None:
        """Throw away the cache, so that everything is made again."""
        shutil.rmtree(self.cache, ignore_errors=True)
        self.cache.mkdir(exist_ok=True)

    def survivors(self) -> list[str]:
        """What still works for a build that is no more, after a moment in which it may notice that."""
        for _ in range(40):
            found = [place for place in glob("/proc/[0-9]*/cwd") if self._is_at(place)]
            if not found:
                return []
            time.sleep(0.05)
        return [_command_of(int(place.split("/")[2]))[:80] for place in found]

    def _is_at(self, link: str) -> bool:
        """Whether a process is at work in our temporary folder; one that has ended works nowhere."""
        with suppress(OSError):
            return os.readlink(link).removesuffix(" (deleted)").startswith(f"{self.temporary}/")
        return False

    def trouble_after(self, state: int) -> list[str]:
        """What is wrong after a build without any fault: it has to give the one output, and leave nothing."""
        done = self.build()
        wrong = [] if done.returncode == 0 else [f"the next build fails: {done.stdout[-300:]}{done.stderr[-300:]}"]
        if self.snapshot() != self.states[state]:
            wrong.append("the next build gives another output")
        return wrong + [f"left behind: {path}" for path in self.left_behind()]


def kill_builds(bench: Bench, count: int, seed: int) -> list[str]:
    """Kill so many builds at random moments, half of them near the end, and of some only a converter.

    Gives everything that went wrong.
    """
    moments, wrong, killed, state, attempt = random.Random(seed), list[str](), 0, 1, 0
    while killed < count and attempt < 4 * count:
        attempt += 1
        state = 1 - state
        bench.say(state)
        if attempt % 3 == 0:
            bench.forget()
        wait = (bench.spent if attempt % 3 else bench.spent_anew) * (
            moments.uniform(0.7, 1) if attempt % 2 else moments.uniform(0, 1)
        )
        child = subprocess.Popen(
            bench.command(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=bench.environment(), text=True
        )
        if attempt % 3 == 0 and attempt % 2 == 0 and "documents" in bench.parts:
            killed += _kill_converter(child, moments)
            said = child.communicate(timeout=300)[1]
            if child.returncode not in (0, 1, 2) or "Traceback" in said:
                wrong.append(f"attempt {attempt}: without its converter {child.returncode} {said[-300:]}")
        else:
            killed += _kill(child, wait)
        wrong += [f"attempt {attempt}: goes on: {name}" for name in bench.survivors()]
        if bench.snapshot() not in bench.states:
            wrong.append(f"attempt {attempt}: neither old nor new after {wait:.2f} s")
        if attempt % 10 == 0 or killed == count:
            wrong += [f"attempt {attempt}: {one}" for one in bench.trouble_after(state)]
    return wrong if killed == count else [*wrong, f"only {killed} were killed"]


def _kill(child: subprocess.Popen[str], wait: float) -> int:
    """Kill a build after so many seconds; gives whether it was still at work."""
    try:
        child.communicate(timeout=wait)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return 1
    return 0


def _kill_converter(child: subprocess.Popen[str], moments: random.Random) -> int:
    """Kill the first program that a build starts to convert, a moment after its start; gives whether there was one."""
    while child.poll() is None:
        for number in _children(child.pid):
            if "pandoc" in _command_of(number):
                time.sleep(moments.uniform(0, 0.3))
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
                    return 1
        time.sleep(0.01)
    return 0


def _children(parent: int) -> list[int]:
    """The processes that a process has started and that still run."""
    lists = [_read(Path(task) / "children") for task in glob(f"/proc/{parent}/task/*")]
    return [int(number) for text in lists for number in text.split()]


def _command_of(number: int) -> str:
    return _read(Path(f"/proc/{number}/cmdline")).replace("\0", " ")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def fault_builds(bench: Bench, count: int, seed: int) -> list[str]:
    """Build under so many faults of disk and rights, each in turn; gives everything that went wrong."""
    rng, wrong, told = random.Random(seed), list[str](), 0
    order = rng.sample(FAULTS, len(FAULTS))
    for number in range(count):
        name, fault = order[number % len(order)]
        state = 1 - number % 2
        before = bench.snapshot()
        bench.say(state)
        if rng.random() < 0.5:
            bench.forget()
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


def _full(lowest: int, highest: int) -> Fault:
    """Nearly nothing is left of the disk; without a small disk of our own no file may be large."""

    def fault(bench: Bench, rng: random.Random) -> Iterator[tuple[Limit | None, dict[str, str]]]:
        left, found = rng.randint(lowest, highest), os.statvfs(bench.folder)
        if found.f_blocks * found.f_frsize > _SMALL_DISK:
            yield (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (left, left))), {}
            return
        ballast = bench.folder / "ballast"
        try:
            with ballast.open("wb") as file, suppress(OSError):
                os.posix_fallocate(file.fileno(), 0, max(1, found.f_bavail * found.f_frsize - left))
            yield None, {}
        finally:
            ballast.unlink(missing_ok=True)

    return fault


_SMALL_DISK = 500_000_000


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """A disk of so many bytes at a folder, where the system lets us make one; gives whether it does."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "kapstok-storingen", str(folder)]
    made = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield made
    finally:
        if made:
            subprocess.run(["umount", str(folder)], check=True)


def _closed_to_writing(path: str) -> Fault:
    """Nobody may write in a folder."""

    def fault(bench: Bench, rng: random.Random) -> Iterator[tuple[Limit | None, dict[str, str]]]:
        place = bench.folder / path
        place.mkdir(parents=True, exist_ok=True)
        kept = place.stat().st_mode
        place.chmod(0o500)
        try:
            yield None, {"ZONDER_RECHTEN": "1"}
        finally:
            place.chmod(kept)

    return fault


def _named(path: str) -> Fault:
    """A file with the longest name that a disk takes; it is in nobody's way, or it is told."""

    def fault(bench: Bench, rng: random.Random) -> Iterator[tuple[Limit | None, dict[str, str]]]:
        folder, _, ending = path.rpartition("/")
        place = bench.root / folder / ("a" * (255 - len(ending)) + ending)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("# Lang\n", encoding="utf-8")
        yield None, {}
        place.unlink()

    return fault


def _restless(path: str) -> Fault:
    """A source that is written again and again while the output is made."""

    def fault(bench: Bench, rng: random.Random) -> Iterator[tuple[Limit | None, dict[str, str]]]:
        file, code = bench.root / path, "import os, sys, time\nwhile True: os.utime(sys.argv[1]); time.sleep(0.05)"
        busy = subprocess.Popen([sys.executable, "-c", code, str(file)])
        try:
            yield None, {}
        finally:
            busy.kill()
            busy.wait()

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
        ("hardly any room", _full(0, 40_000)),
        ("a source that changes", _restless("agenda/doelen/niemand-alleen.yaml")),
        ("a temporary folder to look at", _closed_to_writing("tijdelijk")),
        ("little room", _full(40_000, 900_000)),
        ("a cache to look at", _closed_to_writing("cache")),
        ("an item with an endless name", _named("agenda/doelen/.yaml")),
        ("room for some", _full(300_000, 3_000_000)),
        ("a folder of ours to look at", _closed_to_writing("ws/.kapstok")),
        ("a page with an endless name", _named("docs/site/.md")),
        ("a place for the output to look at", _closed_to_writing(".uit.kapstok")),
        ("a closed page", _shut("ws/docs/site/een.md")),
        ("an attachment with an endless name", _named("bijlagen/.csv")),
    )
)
