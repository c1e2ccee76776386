"""How fast: of the pass and of training, each remembered by itself."""

from __future__ import annotations

import math

# Infinite is all at once: the pass jumps to its end, training runs as fast as it can.
SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, math.inf)


class Pace:
    """The chosen speeds."""

    def __init__(self) -> None:
        self._speeds = {"pass": 1.0, "train": math.inf}

    def of(self, kind: str) -> float:
        """Return the speed of the "pass" or of "train", in times the normal one."""
        return self._speeds[kind]

    def set(self, kind: str, speed: float) -> None:
        """Choose a speed."""
        self._speeds[kind] = speed

    def beside(self, kind: str, by: int) -> float:
        """Return the speed that is `by` places on from the chosen one."""
        at = SPEEDS.index(self._speeds[kind]) + by
        return SPEEDS[min(max(at, 0), len(SPEEDS) - 1)]
