"""From one move of a slider to the last view's repaint, with the mouse's own events."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.document.document import Document
from nnviz.document.elements import Edge
from nnviz.gui.panels.weight_page import WeightPage
from nnviz.gui.widgets.slider import ValueSlider
from nnviz.gui.window import Window
from tests.benchmarks.windows import live, opened, seconds, yardstick

pytestmark = [pytest.mark.benchmark, pytest.mark.usefixtures("qapp")]

GOAL = 0.016
MOVES = 40


def _network(sizes: tuple[int, ...]) -> Document:
    rng = np.random.default_rng(0)
    document = Document.new(sizes, "tanh", seed=0)
    return document.replaced(input=rng.normal(size=sizes[0]), target=rng.normal(size=sizes[-1]))


def _slider(window: Window) -> ValueSlider:
    """Return the slider of the first weight, gripped."""
    window.selection.select(Edge(1, 0, 0))
    live(300)
    (page,) = [page for page in window.findChildren(WeightPage) if page.isVisible()]
    slider: ValueSlider = page.row.slider
    middle = QPoint(round(slider._x(slider.number())), slider.height() // 2)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
    return slider


def _drag(window: Window, slider: ValueSlider) -> float:
    """Return how long the middle one of many moves takes, all repaints included."""
    baker = window.canvas.network._baker
    places = iter(20 + step % 50 for step in range(10**6))

    def move() -> None:
        QTest.mouseMove(slider, QPoint(next(places), slider.height() // 2))
        QApplication.processEvents()
        while baker.busy:  # a picture that takes long comes in slices, and is then shown
            QApplication.processEvents()

    seconds(move, 5)
    before = slider.number()
    taken = median(seconds(move, MOVES))
    assert slider.number() != before
    return taken


@pytest.mark.parametrize("sizes", [(4, 6, 1), (16, 16, 4), (30, 32)])
def test_a_move_of_a_slider(
    sizes: tuple[int, ...], qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(_network(sizes)) as window:
        slider = _slider(window)
        taken = _drag(window, slider)
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
    weights = sum(a * b for a, b in pairwise(sizes))
    with capsys.disabled():
        print(f"\n{weights} weights: a move takes {1e3 * taken:.1f} ms; {yardstick(qtbot)}")
    assert taken <= GOAL
