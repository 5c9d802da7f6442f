"""How many broken workspaces can be tried without an exception, and how long the slowest took.

    python benchmarks/fuzzen.py [how many] [first seed]

Makes 100,000 agendas at random, each from its own seed, and takes them through the whole line up to the data. Prints
every kind of exception with the seed to repeat it with, the slowest cases, and the exit code 1 when there were any.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent.parent / "tests")]

from fuzzing import failure  # noqa: E402

_TELL_EVERY = 5_000


def main() -> int:
    """Read the two numbers, if given."""
    given = [int(text) for text in sys.argv[1:3]]
    return run(*[*given, *(100_000, 0)[len(given) :]])


def run(count: int, first: int) -> int:
    """Try the cases of so many seeds; gives the exit code."""
    kinds: Counter[str] = Counter()
    example: dict[str, str] = {}
    slowest: list[tuple[float, int]] = []
    started = time.process_time()
    for number, seed in enumerate(range(first, first + count), start=1):
        before = time.process_time()
        found = failure(seed)
        slowest = sorted([*slowest, (time.process_time() - before, seed)])[-5:]
        if found:
            kind = found.partition(":")[0] + found.rpartition(" at ")[2]
            kinds[kind] += 1
            if kind not in example:
                example[kind] = found
                print(f"zaad {seed}: {found}", flush=True)
        if number % _TELL_EVERY == 0 or number == count:
            spent = time.process_time() - started
            print(f"{number} gevallen in {spent:.0f} s CPU, {sum(kinds.values())} uitzonderingen", flush=True)
    print("traagste:", ", ".join(f"{seconds:.2f} s (zaad {seed})" for seconds, seed in reversed(slowest)))
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(main())
