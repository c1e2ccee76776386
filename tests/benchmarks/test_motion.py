"""What moves costs a part of the picture it moves over."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from nnviz.diagram.picture import Picture
from nnviz.document.document import Document
from nnviz.explain.passes import Pass

pytestmark = [pytest.mark.benchmark, pytest.mark.usefixtures("qapp")]


def _milliseconds(run, rounds: int = 15) -> float:
    taken = []
    for _ in range(rounds):
        start = perf_counter()
        run()
        taken.append(1e3 * (perf_counter() - start))
    return median(taken)


@pytest.mark.parametrize(("sizes", "most"), [((32, 32), 1 / 8), ((40, 50), 1 / 8)])
def test_pulses_and_filling_sums(sizes, most, capsys):
    document = Document.new(sizes, seed=0)
    document = document.replaced(input=np.random.default_rng(0).normal(size=sizes[0]))
    trace = document.model().trace(document.x, document.y)
    frame = Pass(document, trace)[0]
    assert frame.pulses is not None
    image = QImage(1600, 1000, QImage.Format.Format_ARGB32_Premultiplied)
    shown = Picture(document, trace, QRectF(0, 0, 1600, 1000), frame=frame)
    with QPainter(image) as painter:
        base = _milliseconds(lambda: shown.paint_base(painter))
        overlay = _milliseconds(lambda: shown.paint_overlay(painter, progress=0.4))
    with capsys.disabled():
        edges = sizes[0] * sizes[1]
        print(f"\n{edges} edges: whole {base:.1f} ms, overlay {overlay:.2f} ms", end="")
        print(f", 1/{base / overlay:.1f}", end="")
    assert overlay <= most * base
