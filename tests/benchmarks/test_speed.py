"""How fast training and tracing are, as ratios to peers in the same process."""

from __future__ import annotations

import pytest

from tests.benchmarks.race import race
from tests.benchmarks.workloads import WORKLOADS

pytestmark = pytest.mark.benchmark


@pytest.mark.parametrize("index", range(len(WORKLOADS)), ids=[w.name for w in WORKLOADS])
def test_epoch(index: int, capsys: pytest.CaptureFixture[str]) -> None:
    workload = WORKLOADS[index]
    result = race("epoch", index)
    found = result["ratios"]
    with capsys.disabled():
        print(f"\n{workload.name}: {result['seconds'] * 1e3:.3f} ms an epoch", end="")
        for name, ratio in found.items():
            print(f", {name} {ratio:.2f}", end="")
    missed = {
        n: (found[n], goal) for n, goal in workload.goals.items() if found.get(n, goal) < goal
    }
    assert not missed, f"times as long, and the goal: {missed}"


def test_trace(capsys: pytest.CaptureFixture[str]) -> None:
    found = race("trace")["ratios"]
    with capsys.disabled():
        print(f"\ntrace: forward {found['forward']:.2f}, whole {found['whole']:.2f}", end="")
    assert found["forward"] <= 3.0, "times the bare forward products"
    assert found["whole"] <= 12.0, "times the bare forward products"
