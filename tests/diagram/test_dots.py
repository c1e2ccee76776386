from time import perf_counter

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.diagram.dots import paint_dots
from nnviz.diagram.style import DARK, LIGHT
from tests.diagram.samples import near, pixels

pytestmark = pytest.mark.usefixtures("qapp")

CENTRES = np.array([[20.0, 20.0], [60.0, 20.0], [100.0, 20.0]])
VALUES = np.array([0.0, 1.0, -0.5])
RADII = (3.0, 5.0, 4.0)


def stamped(theme, ratio=1, centres=CENTRES, values=VALUES, zoom=1.0, ground="#888888"):
    image = QImage(120 * ratio, 40 * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(ground))
    with QPainter(image) as painter:
        painter.scale(zoom, zoom)
        paint_dots(painter, theme, centres, values)
    return image


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ratio", [1, 2])
def test_dots_have_their_sign_s_colour_and_a_rim_of_the_ground(theme, ratio):
    image = stamped(theme, ratio)
    for (x, y), value, radius in zip(CENTRES, VALUES, RADII, strict=True):
        middle, row = round(x * ratio), round(y * ratio)
        assert near(image.pixelColor(middle, row), theme.sign_text(value))
        rim = image.pixelColor(middle, round((y - radius - 0.8) * ratio))
        assert near(rim, theme.surface, 40)
        assert near(image.pixelColor(middle, round((y - radius - 3) * ratio)), "#888888")


@pytest.mark.parametrize(("ratio", "zoom"), [(1, 1.0), (2, 1.0), (1, 2.0), (2, 1.5)])
def test_dots_are_as_large_as_told_at_every_scale(ratio, zoom):
    centre = np.array([[20.0, 10.0]])
    image = pixels(stamped(LIGHT, ratio, centre, np.array([1.0]), zoom)).astype(int)
    changed = np.abs(image[..., :3] - 0x88).sum(axis=2) > 20
    scale = ratio * zoom
    assert changed.sum() == pytest.approx(np.pi * (6.5 * scale) ** 2, rel=0.12)
    rows, columns = np.nonzero(changed)
    assert columns.mean() + 0.5 == pytest.approx(20 * scale, abs=0.6)
    assert rows.mean() + 0.5 == pytest.approx(10 * scale, abs=0.6)


def test_values_that_are_not_finite_get_the_largest_dot():
    odd = np.array([np.nan, np.inf, -np.inf])
    largest = np.array([1.0, 1.0, -1.0])
    assert (pixels(stamped(LIGHT, values=odd)) == pixels(stamped(LIGHT, values=largest))).all()


@pytest.mark.benchmark
def test_400_dots_cost_less_than_a_millisecond():
    draw = np.random.default_rng(0)
    image = QImage(2000, 1000, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(2)
    taken = []
    with QPainter(image) as painter:
        for _ in range(30):
            centres, values = draw.uniform(20, 400, (400, 2)), draw.uniform(-1, 1, 400)
            started = perf_counter()
            paint_dots(painter, LIGHT, centres, values)
            taken.append(perf_counter() - started)
    assert np.median(taken) < 1e-3
