"""A large network in its window: how many pictures a second while it trains, pans and zooms.

To be run with OPENBLAS_NUM_THREADS=1, which the program sets for itself before NumPy is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.document.document import Document
from nnviz.gui.app import leave_a_processor
from nnviz.gui.canvas.network import NetworkView
from nnviz.gui.window import Window
from tests.benchmarks.windows import seconds, yardstick
from tests.gui.conftest import open_window  # noqa: F401

pytestmark = pytest.mark.benchmark
Open = Callable[..., Window]
_WINDOW = (1950, 1480)
"""A window whose canvas has at least 1600×1000 pixels."""


class Watch:
    """Counts the whole pictures that a canvas shows, and times how old its densities get."""

    def __init__(self, window: Window) -> None:
        self._network = window.canvas.network
        self._covers = self._network._covers
        self._last, self._begun = self._network._baker.pixels, self._covers._started
        self._timer = QTimer(window, interval=0)
        self._timer.timeout.connect(self._look)
        self._covers.made.connect(self._renew)
        self.pictures, self.oldest = 0, 0.0

    def run(self, qtbot: QtBot, milliseconds: int) -> float:
        """Watch for a while; return whole pictures a second."""
        self.pictures, self.oldest, started = 0, 0.0, perf_counter()
        self._timer.start()
        qtbot.wait(milliseconds)
        self._timer.stop()
        return self.pictures / (perf_counter() - started)

    def _look(self) -> None:
        if self._network._baker.pixels is not self._last:
            self._last = self._network._baker.pixels
            self.pictures += 1

    def _renew(self) -> None:
        self.oldest = max(self.oldest, perf_counter() - self._begun)
        self._begun = self._covers._started


def _tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        print(f"\n{text}", end="")


def test_784_128_10_while_it_trains(
    qtbot: QtBot,
    open_window: Open,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    leave_a_processor()
    window = open_window(Document.new((784, 128, 10), seed=0), _WINDOW)
    window.runner.start(10**6)
    watch = Watch(window)
    watch.run(qtbot, 1000)
    rate = watch.run(qtbot, 3000)
    assert window.runner.running
    _tell(
        capsys,
        f"784-128-10 in training: {rate:.1f} whole pictures a second, densities at most "
        f"{watch.oldest:.2f} s old; {yardstick(qtbot)}",
    )
    assert rate >= 15
    assert watch.oldest <= 0.3


def test_1000_1000_pans_and_zooms(
    qtbot: QtBot,
    open_window: Open,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    network = open_window(Document.new((1000, 1000), seed=0), _WINDOW).canvas.network
    qtbot.waitUntil(lambda: network.settled, timeout=20_000)
    taken: dict[str, list[float]] = {"pans": [], "zooms": []}
    QTest.mousePress(network, Qt.MouseButton.MiddleButton, pos=QPoint(300, 300))
    for k in range(30):
        taken["pans"] += seconds(partial(_pan, network, QPoint(300 + 3 * k, 300 + k)), 1)
        qtbot.wait(1)
    QTest.mouseRelease(network, Qt.MouseButton.MiddleButton, pos=QPoint(300, 300))
    for _ in range(30):
        taken["zooms"] += seconds(partial(_zoom, network), 1)
        qtbot.wait(1)
    for name, each in taken.items():
        half, most = 1e3 * np.percentile(each, [50, 95])
        _tell(
            capsys,
            f"1,000-1,000 {name}: {half:.1f} ms, 95 % within {most:.1f}; {yardstick(qtbot)}",
        )
        assert most <= 33


def _pan(network: NetworkView, to: QPoint) -> None:
    QTest.mouseMove(network, to)
    network.repaint()


def _zoom(network: NetworkView) -> None:
    network.zoom(1.03)
    network.repaint()
