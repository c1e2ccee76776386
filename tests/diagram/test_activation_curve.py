"""The curve beside a neuron in the step of its activation."""

import itertools

import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.diagram.options import Options
from nnviz.diagram.style import LIGHT
from nnviz.document.examples import examples
from nnviz.document.files import open_document
from nnviz.explain.frames import Chapter
from nnviz.explain.grain import Grain
from nnviz.explain.passes import Pass
from tests.diagram.samples import chain, near, network, painted, picture, trace

pytestmark = pytest.mark.usefixtures("qapp")
Z1, A1, Z2, A2 = range(4)


def told(document, index, size=(881, 347), **options):
    frame = Pass(document, trace(document))[index]
    return picture(document, size, frame=frame, options=Options(**options))


def place(inset, z, a, reach=4.0):
    """Return where a point of a sigmoid stands: 10 px are kept at each side, a is from 0 to 1."""
    box = inset.box
    x = box.left + 10 + (z + reach) / (2 * reach) * (box.width - 20)
    # The curve's own ends are the ends of the scale, but 0 belongs to it.
    top = 1 / (1 + np.exp(-reach))
    return x, box.bottom - 10 - a / top * (box.height - 20)


def test_the_chain_stands_on_its_curve_at_its_sum_and_activation():
    document = chain()
    shown = told(document, A1)
    x, y = place(shown.inset, 0.4150, 0.6023)
    image = painted(shown)
    assert near(image.pixelColor(round(x), round(y)), QColor(LIGHT.accent), 6)
    middle, half = place(shown.inset, 0.0, 0.5)
    moving = painted(shown, {"progress": 0.0})
    assert near(moving.pixelColor(round(middle), round(half)), QColor(LIGHT.accent), 6)


def test_it_belongs_to_the_step_of_an_activation_alone():
    document = chain()
    frames = Pass(document, trace(document))
    insets = [told(document, index).inset is not None for index in range(len(frames))]
    assert [index for index, inset in enumerate(insets) if inset] == [A1, A2]
    assert told(document, A1, quantity="gradients").inset is None
    assert told(document, A1, figure=True).inset is None
    softmax = network((2, 3), output="softmax")
    assert told(softmax, 1).inset is None


@pytest.mark.parametrize("vertical", [False, True], ids=["columns", "rows"])
@pytest.mark.parametrize("size", [(881, 329), (1041, 403), (690, 347)], ids=str)
def test_it_covers_neither_discs_nor_labels(vertical, size):
    options = Options(vertical=vertical)
    found = 0
    for name, grain in itertools.product((n for n, _ in examples()), (Grain.LAYER, Grain.NEURON)):
        document = open_document(f"example:{name}")
        frames = Pass(document, trace(document), grain)
        for frame in itertools.takewhile(lambda f: f.chapter is Chapter.FORWARD, frames):
            shown = picture(document, size, frame=frame, options=options)
            if shown.inset is None:
                continue
            found += 1
            box = shown.inset.box
            labels = [b for _, b in shown.label_boxes()] + [chip.box for chip in shown.chips]
            assert not any(box.overlaps(label) for label in labels)
            assert shown.layout.box.top <= box.top
            assert box.bottom <= shown.layout.box.bottom
            assert shown.layout.box.left <= box.left
            assert box.right <= shown.layout.box.right
            for column in shown.layout.columns:
                for x, y in column.centres:
                    aside = x - np.clip(x, box.left, box.right)
                    over = y - np.clip(y, box.top, box.bottom)
                    assert np.hypot(aside, over) > column.radius
    assert found > 15


def test_a_whole_layer_is_on_one_curve():
    document = open_document("example:xor")
    shown = told(document, A1)
    traced = trace(document).layers[0]
    image = painted(shown)
    for z, a in zip(traced.z[0], traced.a[0], strict=True):
        x, y = place(shown.inset, z, a)
        assert near(image.pixelColor(round(x), round(y)), QColor(LIGHT.accent), 6)
