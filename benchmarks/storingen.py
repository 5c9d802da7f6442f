"""Kill builds and let a disk refuse them, and look what is left.

    python benchmarks/storingen.py [kills] [faults]

Kills 200 builds of everything (site, papers, data) at random moments, of some only the converter, and makes 60 under a
fault of disk or rights (a full disk, no temporary folder, a file that nobody may read …). After each the output must be
wholly the old or wholly the new, the next build right, and nothing left behind: no file, no process. Where the system
allows it, all this happens on a small disk of its own. Prints everything that went wrong, with the exit code 1.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent.parent / "tests")]

from disturb import Bench, fault_builds, kill_builds, small_disk  # noqa: E402

_DISK = 200_000_000  # bytes


def main() -> int:
    """Read the two numbers, if given, and do both."""
    given = [int(text) for text in sys.argv[1:3]]
    kills, faults = [*given, *(200, 60)[len(given) :]]
    wrong = []
    with tempfile.TemporaryDirectory(prefix="storingen-") as folder, small_disk(Path(folder), _DISK) as small:
        print("on a small disk" if small else "on this disk", flush=True)
        bench = Bench(folder=Path(folder) / "bank", parts="site,documents,data")
        for name, work, count in (("kills", kill_builds, kills), ("faults", fault_builds, faults)):
            started = time.monotonic()
            found = work(bench, count, 20261130)
            print(f"{count} {name} in {time.monotonic() - started:.0f} s: {len(found)} wrong", flush=True)
            wrong += found
    print("\n".join(wrong) if wrong else "nothing went wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
