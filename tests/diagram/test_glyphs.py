import itertools

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.diagram.glyphs import MOST_MARKERS, paint_class_marker
from nnviz.diagram.style import LIGHT
from nnviz.document.elements import Neuron
from tests.diagram.samples import near, network, painted, picture, pixels

pytestmark = pytest.mark.usefixtures("qapp")


def marker(kind):
    image = QImage(20, 20, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_class_marker(painter, kind, (10, 10), QColor("#000000"))
    return pixels(image)[..., 3].astype(int)


def test_all_markers_have_shapes_of_their_own():
    shapes = [marker(kind) for kind in range(MOST_MARKERS)]
    for one, other in itertools.combinations(shapes, 2):
        assert np.abs(one - other).sum() >= 12 * 255


def test_the_first_three_are_disc_square_and_triangle():
    areas = [marker(kind).sum() / 255 for kind in range(3)]
    assert areas == pytest.approx([np.pi * 25, 81, 60], rel=0.03)
    assert [int(marker(kind)[10, 10]) for kind in (0, 6)] == [255, 0]


def test_a_fourth_class_has_a_marker_in_the_first_one_s_colour():
    names = ("spring", "summer", "autumn", "winter", "dawn")
    document = network((4, 5, 5), output="softmax", output_names=names)
    shown = picture(document, (848, 391))
    image, boxes = painted(shown), dict(shown.label_boxes())
    column = shown.layout.columns[-1]
    for unit, y in zip(column.units, column.y, strict=True):
        left = boxes[Neuron(2, int(unit))].left
        at = image.pixelColor(round(left + 5), round(float(y) - 9))
        assert near(at, LIGHT.classes[unit % 3], 6)
