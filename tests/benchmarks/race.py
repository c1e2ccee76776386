"""Run one race in a process of its own, where the number of threads can still be said.

``python -m tests.benchmarks.race epoch 0`` prints the ratios of the first workload as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

_ONE_THREAD = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


def race(kind: str, index: int = 0) -> dict[str, Any]:
    """Return what the race found: our time in seconds, and the others' ratios to it."""
    command = [sys.executable, "-m", "tests.benchmarks.race", kind, str(index)]
    done = subprocess.run(
        command, env={**os.environ, **_ONE_THREAD}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def epoch(index: int) -> dict[str, Any]:
    """Race one epoch of `fit` against every peer that can be imported."""
    from tests.benchmarks.peers import CONTENDERS, nnviz
    from tests.benchmarks.rounds import ratios
    from tests.benchmarks.workloads import WORKLOADS

    workload = WORKLOADS[index]
    there = {name: make for name, (module, make) in CONTENDERS.items() if find_spec(module)}
    others = {name: make(workload) for name, make in there.items()}
    seconds, found = ratios(nnviz(workload), others)
    return {"seconds": seconds, "ratios": found}


def trace(_index: int) -> dict[str, Any]:
    """Race the forward and the whole trace of a batch against its bare forward products."""
    from tests.benchmarks.rounds import ratios
    from tests.benchmarks.tracing import forward, forward_products, whole

    seconds, found = ratios(forward_products(), {"forward": forward(), "whole": whole()})
    return {"seconds": seconds, "ratios": found}


if __name__ == "__main__":
    print(json.dumps({"epoch": epoch, "trace": trace}[sys.argv[1]](int(sys.argv[2]))))
