"""Long work in steps: what paints pauses, and what does not may be done on another thread."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any, NamedTuple, TypeAlias, TypeVar

from nnviz.data.progress import Tell, silent

Made = TypeVar("Made")


class Beside(NamedTuple):
    """A step that touches neither painter nor font, so that any thread may do it.

    Attributes
    ----------
    work : callable
        Its result is sent back to the work that it is a step of.
    writes : bool
        Whether it changes a file: who gives it up has to wait for what came of it.
    """

    work: Callable[[Tell], Any]
    writes: bool = False


Steps: TypeAlias = Generator["Beside | float | None", Any, Made]
"""Pauses after each few milliseconds, with the share that is painted where that is known."""


def at_once(steps: Steps[Made]) -> Made:
    """Do all steps here and now; return what they make."""
    with closing(steps):
        given = None
        try:
            while True:
                step = steps.send(given)
                given = step.work(silent) if isinstance(step, Beside) else None
        except StopIteration as end:
            made: Made = end.value
            return made
