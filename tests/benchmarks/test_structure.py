"""How long the window's thread does not listen while a large network is changed by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from nnviz.document.document import Document
from nnviz.document.edits import AddNeuron, ChangeLayer, Edit, NewWeights, Rename, SetParameters
from nnviz.gui.window import Window
from tests.benchmarks.windows import live, opened, yardstick

pytestmark = [pytest.mark.benchmark, pytest.mark.usefixtures("qapp")]

_BEAT = 1
_SIZES = {
    "784-128-10": (784, 128, 10),
    "1000-1000": (1000, 1000),
    "ten million": (3000, 3000, 300),
    "1,000 layers": (4,) * 1001,
}
# Milliseconds; a hiccup at most, where all views begin anew on a network of such a size.
_GOALS = {"784-128-10": 100, "1000-1000": 150, "ten million": 200, "1,000 layers": 300}


class Beats:
    """Notes the longest time between two beats of the window's thread."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = perf_counter()
        self._timer = QTimer(interval=_BEAT)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def take(self) -> float:
        """Return it in milliseconds, and begin anew."""
        self._beat()
        longest, self.longest = self.longest, 0.0
        return 1e3 * longest


def _edits(document: Document) -> Sequence[Edit]:
    n = document.n_parameters
    return (
        AddNeuron(max(len(document.layers) - 1, 0)),
        ChangeLayer(1, {"activation": "tanh"}),
        NewWeights(7),
        SetParameters(np.arange(n), np.full(n, 0.01), "Set all"),
        Rename("another name"),
    )


def _measured(window: Window, beats: Beats, run: Callable[[], object]) -> tuple[float, float]:
    """Return milliseconds until it is done, and the longest in which nothing was heard."""
    live(1500)
    beats.take()
    begun = perf_counter()
    run()
    taken = 1e3 * (perf_counter() - begun)
    live(500)
    return taken, beats.take()


@pytest.mark.parametrize("name", _SIZES)
def test_structure(name: str, qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    told, worst = [], 0.0
    with opened(Document.new(_SIZES[name], seed=0)) as window:
        window.settings.undo_mib = 4096
        beats, session = Beats(), window.session
        for edit in _edits(session.document):
            for what, run in ((edit.text, lambda e=edit: session.apply(e)), ("undo", session.undo)):
                taken, longest = _measured(window, beats, run)
                told.append(f"{what} {taken:.0f} ms ({longest:.0f})")
                worst = max(worst, longest)
    with capsys.disabled():
        print(f"\n{name}, done after (longest stretch): {', '.join(told)}; {yardstick(qtbot)}")
    assert worst <= _GOALS[name]
