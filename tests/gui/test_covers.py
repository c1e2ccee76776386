"""The density of a large network's edges, made while the window stays free."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import QPoint

from nnviz.document.document import Document
from nnviz.document.edits import SetParameters
from nnviz.document.files import open_document
from nnviz.gui.canvas import covers


@pytest.fixture
def window(qtbot, open_window):
    document = Document.new((200, 100), seed=1)
    kernel = np.full((200, 100), 0.5)
    document = document.replaced(parameters=np.r_[kernel.ravel(), np.zeros(100)])
    window = open_window(document)
    _wait(qtbot, window)
    return window


def _covers(window):
    return window.canvas.network._covers


def _wait(qtbot, window):
    """Wait until the covers show what the document holds."""
    wanted = window.session.document.kernel(1)
    qtbot.waitUntil(
        lambda: (
            bool(_covers(window)._begun)
            and np.array_equal(_covers(window)._begun[0].weights, wanted)
            and _covers(window)._thread is None
            and window.canvas.network.settled
        )
    )


def _colour(window):
    """Return what is painted behind the folded neurons."""
    network = window.canvas.network
    before, after = network.picture.layout.columns
    x = before.x + 0.3 * (after.x - before.x)
    return network.grab().toImage().pixelColor(QPoint(int(x), int(before.capsule)))


def test_all_edges_are_there_as_density_and_the_legend_says_so(window):
    assert _colour(window).blue() > _colour(window).red() + 30
    assert "all 20,000 as density" in window.canvas.legend.legend.text


def test_an_edit_is_in_the_density_soon(qtbot, window):
    document = window.session.document
    window.session.apply(SetParameters(np.arange(20_000), np.full(20_000, -0.5)))
    assert window.session.document is not document
    _wait(qtbot, window)
    assert _colour(window).red() > _colour(window).blue() + 30


def test_after_a_failure_the_next_edit_is_in_the_density(qtbot, window, monkeypatch):
    failed = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    with monkeypatch.context() as broken:
        broken.setattr(covers, "cover", _fail)
        window.session.apply(SetParameters(np.arange(20_000), np.full(20_000, 0.25)))
        qtbot.waitUntil(lambda: len(failed) == 1)
    window.session.apply(SetParameters(np.arange(20_000), np.full(20_000, -0.5)))
    _wait(qtbot, window)
    assert _colour(window).red() > _colour(window).blue() + 30


def _fail(_wanted):
    raise MemoryError("no room")


def test_nothing_is_made_again_while_nothing_changes(qtbot, window):
    made = []
    _covers(window).made.connect(lambda: made.append(1))
    for _ in range(3):
        window.canvas.network._bake_anew()
        qtbot.wait(80)
    assert made == []


def test_a_small_network_needs_none(qtbot, open_window):
    window = open_window(open_document("example:iris"))
    assert _covers(window)._given == ()
    assert _covers(window)._thread is None
