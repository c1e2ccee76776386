"""The progress bar, looking as Keras's does."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping

_WIDTH = 20
_BOLD, _GREEN, _WHITE, _PLAIN = "\x1b[1m", "\x1b[32m", "\x1b[37m", "\x1b[0m"


class Progress:
    """One line that counts steps.

    Parameters
    ----------
    target : int
        The number of steps.
    verbose : int
        0 is silent, 1 a bar, 2 one line at the end. Without a standard output all are silent.

    Attributes
    ----------
    target : int
    """

    def __init__(self, target: int, verbose: int) -> None:
        self.target = target
        self._verbose = verbose if sys.stdout is not None else 0  # as without a console
        self._live = bool(self._verbose) and (sys.stdout.isatty() or "ipykernel" in sys.modules)
        self._start = time.perf_counter()
        self._drawn = 0

    def update(self, current: int, scores: Mapping[str, float]) -> None:
        """Show that `current` steps are done, with loss and metrics so far."""
        done = current >= self.target
        if self._verbose == 1 and (done or self._live):
            self._draw(current, _values(scores), done)
        elif self._verbose == 2 and done:
            count = f"{current}/{self.target} - {self._elapsed():.0f}s - "
            sys.stdout.write(f"{count}{self._per_step(current)}{_values(scores)}\n")
        if self._verbose:
            sys.stdout.flush()

    def _draw(self, current: int, values: str, done: bool) -> None:
        count = f"{current:{len(str(self.target))}d}/{self.target}"
        full = _WIDTH * current // self.target
        seconds = self._elapsed() if done else self._remaining(current)
        info = f"{self._per_step(current)}{values}"
        width = len(count) + _WIDTH + len(info) + len(_duration(seconds)) + 3
        line = " ".join(
            (
                self._styled(_BOLD, count),
                self._styled(_GREEN, "━" * full) + self._styled(_WHITE, "━" * (_WIDTH - full)),
                self._styled(_BOLD, _duration(seconds)),
                info,
            )
        )
        start, end = ("\r" if self._live else ""), ("\n" if done else "")
        sys.stdout.write(start + line + " " * max(0, self._drawn - width) + end)
        self._drawn = width

    def _styled(self, style: str, text: str) -> str:
        return f"{style}{text}{_PLAIN}" if self._live else text

    def _elapsed(self) -> float:
        return time.perf_counter() - self._start

    def _remaining(self, current: int) -> float:
        return self._elapsed() / max(current, 1) * (self.target - current)

    def _per_step(self, current: int) -> str:
        seconds = self._elapsed() / max(current, 1)
        if seconds >= 1.0:
            return f"{seconds:.0f}s/step"
        return f"{seconds * 1e3:.0f}ms/step" if seconds >= 1e-3 else f"{seconds * 1e6:.0f}us/step"


def verbosity(verbose: str | int) -> int:
    """Return 0, 1 or 2; 'auto' is the bar.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    if verbose == "auto":
        return 1
    if verbose not in (0, 1, 2):
        raise ValueError(f"Expected verbose to be 'auto', 0, 1 or 2. Received: {verbose!r}")
    return int(verbose)


def _values(scores: Mapping[str, float]) -> str:
    parts = (
        f" - {key}: {value:.4f}" if abs(value) > 1e-3 else f" - {key}: {value:.4e}"
        for key, value in sorted(scores.items())
    )
    return "".join(parts)


def _duration(seconds: float) -> str:
    if seconds <= 60:
        return f"{seconds:.0f}s"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
