"""Quick strokes cover the pixels that lines of their width should."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from nnviz.diagram.edge_painting import draw_lines
from nnviz.diagram.strokes import plain_strokes, strokes

pytestmark = pytest.mark.usefixtures("qapp")

SIZE, FINE = 240, 8
SLOPES = {"flat": 0.0, "gentle": 0.3, "diagonal": 1.0}


def _lines(slope):
    """Return lines from side to side that cross pixels at all heights; mirrored, steep ones."""
    starts = 10.37 + 53.29 * np.arange(4) - (0.0 if slope < 0.5 else 90.0)
    ends = starts + slope * (SIZE + 20) + 0.71
    return np.column_stack((np.full(4, -10.0), starts, np.full(4, SIZE + 10.0), ends))


def _painted(found, size=SIZE):
    """Return how black each pixel is, from 0 to 1."""
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        painter.setClipRect(image.rect())
        for stroke in found:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, stroke.smooth)
            pen = QPen(QColor("black"), stroke.width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            draw_lines(painter, np.ascontiguousarray(stroke.lines))
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(size, size, 4)
    return 1 - pixels[..., 0] / 255


def _truth(lines, width):
    """Return how much of each pixel the lines cover, by 64 samples in each."""
    one = np.zeros(len(lines), dtype=np.intp)
    fine = _painted(plain_strokes(FINE * lines, one, np.array([FINE * width]), False), FINE * SIZE)
    return fine.reshape(SIZE, FINE, SIZE, FINE).mean(axis=(1, 3))


def _quick(lines, width, scale=1.0):
    return list(strokes(lines, np.zeros(len(lines), dtype=np.intp), np.array([width]), scale))


@pytest.mark.parametrize("width", [1.2, 1.35, 1.54, 1.73, 2.1, 3.6])
@pytest.mark.parametrize("slope", SLOPES.values(), ids=SLOPES)
@pytest.mark.parametrize("steep", [False, True])
def test_they_cover_what_the_line_covers(width, slope, steep):
    lines = _lines(slope)
    lines = np.ascontiguousarray(lines[:, [1, 0, 3, 2]]) if steep else lines
    quick, truth = _painted(_quick(lines, width)), _truth(lines, width)
    assert quick.sum() == pytest.approx(truth.sum(), rel=0.2 if width < 1.3 else 0.07)
    touched = (quick > 0) | (truth > 0)
    assert np.sqrt(np.mean((quick - truth)[touched] ** 2)) < 0.125


def test_a_thin_line_is_one_line():
    (stroke,) = _quick(_lines(0.3), 0.6)
    assert stroke.smooth
    assert (stroke.width, len(stroke.lines)) == (0.6, 4)


def test_rims_lie_as_far_apart_as_the_line_is_wide_on_the_screen():
    (core, rims) = _quick(_lines(0.0), 2.0, scale=2.0)
    assert (core.smooth, core.width) == (False, 1.5)
    heights = rims.lines[:, 1].reshape(-1, 2)
    # a line 4 pixels high has its rims' middles 3 pixels, so 1.5 of its own, apart
    assert heights[:, 1] - heights[:, 0] == pytest.approx(1.5, abs=1e-4)
    assert heights.mean(axis=1) == pytest.approx(_lines(0.0)[:, 1])


def test_batches_come_in_their_order():
    lines, batches = _lines(0.3), np.array([3, 5, 5, 9])
    widths = np.linspace(0.5, 3.5, 10)
    found = list(strokes(lines, batches, widths, 1.0))
    assert [stroke.batch for stroke in found] == [3, 5, 5, 9, 9]
    assert [stroke.smooth for stroke in found] == [True, False, True, False, True]
