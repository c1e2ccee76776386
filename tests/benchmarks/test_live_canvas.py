"""A large network in its window: how many pictures a second while it trains, pans and zooms.

Goals are for a quiet machine: what a scene of 1,024 items takes in the same run says how quick the
machine is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.diagram.picture import Picture
from nnviz.document.document import Document
from nnviz.gui.canvas.network import NetworkView
from nnviz.gui.window import Window
from tests.benchmarks.items import ItemPerEdge
from tests.gui.conftest import open_window  # noqa: F401

pytestmark = pytest.mark.benchmark
Open = Callable[..., Window]
_WINDOW = (1950, 1480)
"""A window whose canvas has at least 1600×1000 pixels."""
_QUIET = 100.0
"""Milliseconds that the yardstick takes where nothing else runs."""


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


def _slowness(qtbot: QtBot) -> float:
    """Return how much slower the machine is now than a quiet one, at least 1."""
    document = Document.new((32, 32), seed=0)
    trace = document.model().trace(document.x, None)
    yardstick = ItemPerEdge(qtbot, Picture(document, trace, QRectF(0, 0, 1600, 1000)))
    return max(1.0, float(np.median([_seconds(yardstick.paint) for _ in range(4)])) * 1e3 / _QUIET)


def _seconds(run: Callable[[], object]) -> float:
    started = perf_counter()
    run()
    return perf_counter() - started


def _tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        print(f"\n{text}", end="")


def test_784_128_10_while_it_trains(
    qtbot: QtBot,
    open_window: Open,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    window = open_window(Document.new((784, 128, 10), seed=0), _WINDOW)
    slowness = _slowness(qtbot)
    window.runner.start(10**6)
    watch = Watch(window)
    watch.run(qtbot, 1000)
    rate = watch.run(qtbot, 3000)
    assert window.runner.running
    _tell(
        capsys,
        f"784-128-10 in training: {rate:.1f} whole pictures a second, densities at most "
        f"{watch.oldest:.2f} s old, machine {slowness:.1f} times slower than quiet",
    )
    assert rate >= 15 / slowness
    assert watch.oldest <= 0.3 * slowness


def test_1000_1000_pans_and_zooms(
    qtbot: QtBot,
    open_window: Open,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    network = open_window(Document.new((1000, 1000), seed=0), _WINDOW).canvas.network
    qtbot.waitUntil(lambda: network.settled, timeout=20_000)
    slowness = _slowness(qtbot)
    taken: dict[str, list[float]] = {"pans": [], "zooms": []}
    QTest.mousePress(network, Qt.MouseButton.MiddleButton, pos=QPoint(300, 300))
    for k in range(30):
        taken["pans"].append(_seconds(partial(_pan, network, QPoint(300 + 3 * k, 300 + k))))
        qtbot.wait(1)
    QTest.mouseRelease(network, Qt.MouseButton.MiddleButton, pos=QPoint(300, 300))
    for _ in range(30):
        taken["zooms"].append(_seconds(partial(_zoom, network)))
        qtbot.wait(1)
    for name, seconds in taken.items():
        half, most = 1e3 * np.percentile(seconds, [50, 95])
        _tell(
            capsys,
            f"1,000-1,000 {name}: {half:.1f} ms, 95 % within {most:.1f}, "
            f"machine {slowness:.1f} times slower than quiet",
        )
        assert most <= 33 * slowness


def _pan(network: NetworkView, to: QPoint) -> None:
    QTest.mouseMove(network, to)
    network.repaint()


def _zoom(network: NetworkView) -> None:
    network.zoom(1.03)
    network.repaint()
