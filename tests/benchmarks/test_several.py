"""What a million selected weights cost, beside taking them one by one."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from nnviz.diagram.focus import Focus
from nnviz.diagram.picture import Picture
from nnviz.document.document import Document
from nnviz.document.edits import Freeze, set_values
from nnviz.document.elements import Edge
from nnviz.document.group import parameter_places
from nnviz.gui.canvas.describe import describe_all
from nnviz.gui.canvas.values import Hand
from nnviz.gui.select_all import widened

pytestmark = [pytest.mark.benchmark, pytest.mark.usefixtures("qapp")]
_MOST_MS = 100.0
_FEW = 2_000


def _milliseconds(run: Callable[[], object], rounds: int = 7) -> float:
    times = []
    for _ in range(rounds):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return 1e3 * median(times)


def test_a_million_weights_are_selected_moved_and_told_of_at_once():
    document = Document.new((1000, 1000), seed=1)
    trace, rect = document.model().trace(document.x, document.y), QRectF(0, 0, 1600, 1000)
    group = widened(document, [Edge(1, 0, 0)])
    hand = Hand(document, group)
    sources, units = (ends.ravel() for ends in np.indices((1000, 1000)))
    ours = {
        "selected by Ctrl+A": lambda: widened(document, [Edge(1, 0, 0)]),
        "moved by a hand": lambda: hand.moved(document, 0.01).apply(document),
        "set to one number": lambda: set_values(document, group, 0.5).apply(document),
        "frozen": lambda: Freeze(parameter_places(document, group)).apply(document),
        "told in words": lambda: describe_all(document, trace, group, 4),
        "all edges lit": lambda: Focus(document, None, group).lit_edges(1, sources, units),
        "in a new picture": lambda: Picture(document, trace, rect, selected=group).drawn,
    }
    took = {name: _milliseconds(run) for name, run in ours.items()}
    few = [Edge(1, k // 1000, k % 1000) for k in range(_FEW)]
    one_by_one = _milliseconds(lambda: set_values(document, few, 0.5).apply(document))
    one_by_one -= _milliseconds(lambda: set_values(document, few[:2], 0.5).apply(document))
    one_by_one *= group.mask.size / _FEW
    for name, taken in took.items():
        print(f"{name:20s} {taken:6.1f} ms, {one_by_one / taken:6.1f} times faster than singly")
    assert len(group) == 1_000_000
    assert max(took.values()) <= _MOST_MS
    assert one_by_one >= 10 * took["set to one number"]
