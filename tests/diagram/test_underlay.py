"""The soft picture of all edges under the strongest ones."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.diagram.edges import all_edges
from nnviz.diagram.options import Options
from nnviz.diagram.picture import Picture
from nnviz.diagram.places import heights
from nnviz.diagram.style import LIGHT
from nnviz.diagram.underlay import covers_at_once, wanted_covers
from nnviz.document.document import Document

RECT = QRectF(0, 0, 900, 460)


@pytest.fixture
def document(qapp):
    """A network too large to draw: from the upper half of its inputs all weights are positive."""
    empty = Document.new((200, 100), seed=1)
    kernel = np.where(np.arange(200) < 100, 1.0, -1.0)[:, None] * np.ones(100)
    return empty.replaced(parameters=np.r_[kernel.ravel(), np.zeros(100)])


def _picture(document, covers=None, **options):
    trace = document.model().trace(document.x, None)
    return Picture(document, trace, RECT, LIGHT, Options(**options), covers=covers)


def _wanted(document):
    bare = _picture(document)
    return wanted_covers(bare.scene, bare.drawn)


def _image(picture):
    image = QImage(900, 460, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        picture.paint_base(painter)
    return image


def test_every_neuron_has_its_height_the_folded_ones_behind_the_capsule(document):
    column = _picture(document).layout.columns[0]
    y = heights(column)
    assert len(y) == 200
    assert (np.diff(y) > 0).all()
    assert np.isin(column.y, y).all()
    folded = y[~np.isin(np.arange(200), column.units)]
    assert abs(folded.mean() - column.capsule) < 2 * column.pitch


def test_it_is_wanted_where_not_every_edge_is_drawn(document):
    (wanted,) = _wanted(document)
    assert wanted.weights.shape == (200, 100)
    small = Document.new((3, 4, 2), seed=1)
    assert _wanted(small) == ()


def test_it_shows_by_colour_which_sign_runs_where(document):
    bare = _picture(document)
    before, after = _image(bare), _image(_picture(document, covers_at_once))
    columns = bare.layout.columns
    x = int(columns[0].x + 0.2 * (columns[1].x - columns[0].x))
    middle = columns[0].capsule
    upper, lower = (QColor(after.pixel(x, int(middle + by))) for by in (-12, 12))
    assert QColor(before.pixel(x, int(middle - 12))) == QColor(LIGHT.surface)
    assert upper.blue() > upper.red()
    assert lower.red() > lower.blue()


def test_it_stays_between_the_columns(document):
    bare = _picture(document)
    before, after = _image(bare), _image(_picture(document, covers_at_once))
    left = int(bare.layout.columns[0].x) - 20
    assert before.copy(0, 0, left, 460) == after.copy(0, 0, left, 460)


def test_between_layers_that_are_nearly_one_it_is_no_wider_than_the_eye_can_tell(qapp):
    deep = Document.new((3, *(5,) * 400, 2), seed=1)
    options = Options(figure=True, strongest=2000)
    shown = Picture(deep, deep.model().trace(deep.x), QRectF(0, 0, 1200, 600), options=options)
    covers = list(covers_at_once(wanted_covers(shown.scene, shown.drawn)))
    assert len(covers) == 401
    gap = 1200 / 401
    assert all(one.pixels.shape[1] <= 4 * gap + 1 for one in covers)
    assert sum(one.pixels.nbytes for one in covers) < 20e6


def test_all_edges_run_to_their_neurons_behind_the_capsule_too(document):
    picture = _picture(document)
    edges, columns = all_edges(picture.scene, 1), picture.layout.columns
    assert len(edges) == 20_000
    k = 150 * 100 + 40
    assert (edges.sources[k], edges.units[k], edges.values[k]) == (150, 40, -1.0)
    x0, y0, x1, y1 = edges.lines[k]
    slope = (y1 - y0) / (x1 - x0)
    start = y0 - slope * (x0 - columns[0].x)
    assert start == pytest.approx(heights(columns[0])[150])
    assert start + slope * (columns[1].x - columns[0].x) == pytest.approx(heights(columns[1])[40])


def test_at_rest_all_edges_lie_under_the_strongest_themselves_where_there_is_time(document):
    asked = []
    picture = _picture(document, lambda wanted: asked.extend(wanted) or (), strongest=20_000)
    column = picture.layout.columns[0]
    x = int(column.x + 0.03 * (picture.layout.columns[1].x - column.x))
    image = _image(picture)
    upper, lower = (QColor(image.pixel(x, int(column.capsule + by))) for by in (-12, 12))
    assert upper.blue() > upper.red() + 10
    assert lower.red() > lower.blue() + 10
    assert len(asked) == 1  # a density for what moves next
    assert "over all 20,000, which are thin and pale" in picture.legend.text
