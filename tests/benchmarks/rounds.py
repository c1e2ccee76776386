"""Timing contenders side by side: only ratios taken in the same round mean anything."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import median
from time import perf_counter

ROUNDS = 9
_LEAST = 0.2  # seconds that one measurement takes at least
_FEWEST = 5  # repeats, so that what a run does once is seen for what it is


def seconds_each(run: Callable[[int], object], repeats: int) -> float:
    """Return how long one of so many repeats takes."""
    start = perf_counter()
    run(repeats)
    return (perf_counter() - start) / repeats


def repeats_of(run: Callable[[int], object]) -> int:
    """Return how many repeats a measurement needs to be long enough."""
    run(1)
    return max(_FEWEST, math.ceil(_LEAST / min(seconds_each(run, n) for n in (1, 4))))


def ratios(
    ours: Callable[[int], object], others: dict[str, Callable[[int], object]], rounds: int = ROUNDS
) -> tuple[float, dict[str, float]]:
    """Return our median time, and how many times as long each of the others takes."""
    runs = {"ours": ours, **others}
    repeats = {name: repeats_of(run) for name, run in runs.items()}
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            taken[name].append(seconds_each(run, repeats[name]))
    compared = {
        name: median(t / o for t, o in zip(taken[name], taken["ours"], strict=True))
        for name in others
    }
    return median(taken["ours"]), compared
