"""Whether `kapstok check` says the same as `kapstok build`, on as many changed workspaces as one likes.

    python benchmarks/vooruitzien.py [how many] [first seed]

Changes a small workspace at random, each time from its own seed, and compares the findings of both, before and after a
build. Prints every seed for which they differ, with what only one of them said; the exit code is 1 when there are any.
In the tests the first few seeds run.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent.parent / "tests")]

from test_foresight import changed_workspace, told_by_build, told_by_check  # noqa: E402

_TELL_EVERY = 25


def main() -> int:
    """Read the two numbers, if given."""
    given = [int(text) for text in sys.argv[1:3]]
    count, first = [*given, *(200, 0)[len(given) :]]
    wrong = 0
    for number, seed in enumerate(range(first, first + count), start=1):
        for line in differences(seed):
            print(f"{seed}: {line}", flush=True)
            wrong += 1
        if number % _TELL_EVERY == 0:
            print(f"{number} van {count}", flush=True)
    return 1 if wrong else 0


def differences(seed: int) -> list[str]:
    """What only one of the two said, or what broke off."""
    with tempfile.TemporaryDirectory() as folder:
        root = changed_workspace(Path(folder), seed)
        try:
            before, built, after = set(told_by_check(root)), set(told_by_build(root)), set(told_by_check(root))
        except Exception as error:
            return [f"{type(error).__name__}: {error}"]
    return [
        *(f"alleen check: {finding}" for finding in sorted(before - built, key=repr)),
        *(f"alleen build: {finding}" for finding in sorted(built - before, key=repr)),
        *(f"na de bouw anders: {finding}" for finding in sorted(before ^ after, key=repr)),
    ]


if __name__ == "__main__":
    sys.exit(main())
