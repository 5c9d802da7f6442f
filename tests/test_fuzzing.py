"""Two thousand workspaces that nobody would write: each ends in findings. `benchmarks/fuzzen.py` tries any number."""

from __future__ import annotations

import pytest
from fuzzing import failure, make_case, run_case

BLOCK = 100


@pytest.mark.parametrize(
    "first", [pytest.param(n, marks=[] if n == 0 else pytest.mark.langzaam) for n in range(0, 2_000, BLOCK)]
)
def test_a_broken_workspace_ends_in_findings(first: int) -> None:
    wrong = {seed: found for seed in range(first, first + BLOCK) if (found := failure(seed))}
    assert wrong == {}


def test_the_cases_are_broken_in_many_ways_and_always_the_same() -> None:
    codes = {finding.code for seed in range(150) for finding in run_case(make_case(seed))}
    assert len(codes) > 40
    assert make_case(7) == make_case(7)
    assert make_case(7) != make_case(8)
