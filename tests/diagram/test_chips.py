import itertools
from math import prod

import pytest

from nnviz.diagram.layout import Box, Shape, arrange
from nnviz.document.elements import Bias, Loss, Neuron, Target
from nnviz.explain.passes import Pass
from tests.diagram.samples import chain, network, painted, picture, pixels, trace

pytestmark = pytest.mark.usefixtures("qapp")


def told(sizes, size=(850, 403)):
    """Pictures of the steps that are about one product, and of those that are not."""
    document = network(sizes, "sigmoid", "sigmoid")
    frames = list(Pass(document, trace(document)))
    pictures = [picture(document, size, frame=frame) for frame in frames]
    products = [p for p in pictures if p.scene.frame.factors]
    return products, [p for p in pictures if not p.scene.frame.factors]


@pytest.mark.parametrize("sizes", [(3, 2, 1), (2, 3, 1), (4, 3, 1, 1)])
def test_small_discs_have_chips_under_them_where_a_step_is_one_product(sizes):
    products, others = told(sizes)
    assert len(products) >= 2
    assert all(shown.chips == () for shown in others)
    for shown in products:
        assert not shown.layout.zoomed
        result, *factors = shown.chips
        assert result.value == pytest.approx(prod(chip.value for chip in factors))
        assert len(factors) == len(shown.scene.frame.factors)


def test_chips_cover_neither_the_network_nor_its_labels():
    for shown in told((3, 2, 1))[0]:
        labels = [box for _, box in shown.label_boxes()]
        for chip in shown.chips:
            assert chip.box.bottom <= shown.layout.box.bottom
            assert chip.box.right <= shown.layout.box.right + 0.01
            assert not any(chip.box.overlaps(box) for box in labels)
            for column in shown.layout.columns:
                assert float(column.y[-1]) + column.radius < chip.box.top
        assert all(a.box.right < b.box.left for a, b in itertools.pairwise(shown.chips))


def test_a_high_network_leaves_chips_no_room_and_gives_nothing_up():
    layout = arrange(Shape((8, 10, 1), left=80, right=100), Box(0, 0, 850, 403))
    assert layout.chips_top is None
    hidden = layout.columns[1]
    assert hidden.y[-1] + hidden.pitch / 2 == pytest.approx(403 - 14)


def test_without_a_loss_there_is_nothing_to_tell_and_nothing_given_up():
    with_loss, without = (
        arrange(Shape((3, 2, 1), loss, 80, 100), Box(0, 0, 850, 403)) for loss in (True, False)
    )
    assert with_loss.columns[0].y[0] < without.columns[0].y[0]
    assert with_loss.chips_top is not None


def test_a_chip_leads_to_what_its_letters_and_its_number_stand_for():
    shown = next(p for p in told((3, 2, 1))[0] if p.scene.frame.target == Bias(2, 0))
    result, *factors = shown.chips
    middle = result.box.top + result.box.height / 2
    assert shown.element_at(result.box.right - 20, middle) == Bias(2, 0)
    assert shown.element_at(factors[-1].box.right - 4, middle) == Neuron(2, 0)
    x, baseline = result.origin  # ∂E/∂b: E stands over the bar, b under it
    letters = [
        shown.element_at(x + leaf.rect.center().x(), baseline + leaf.rect.center().y())
        for leaf in result.label.leaves
    ]
    assert letters == [Loss(), Bias(2, 0)]


def test_the_chips_of_what_is_under_the_pointer_are_outlined():
    shown = next(p for p in told((3, 2, 1))[0] if p.scene.frame.target == Bias(2, 0))
    before, after = pixels(painted(shown)), pixels(painted(shown, {"hover": Bias(2, 0)}))
    changed = (before != after).any(axis=2)
    box = shown.chips[0].box
    assert changed[round(box.top) - 2, round(box.left) + 30]
    assert not changed[round(box.top) + 4, round(box.left) + 30]


def test_a_target_and_the_loss_are_outlined_too():
    shown = picture(chain(), (850, 403))
    base = pixels(painted(shown))
    for element, box in (
        (Target(0), next(box for e, box in shown.label_boxes() if e == Target(0))),
        (Loss(), shown.layout.loss.box),
    ):
        changed = (pixels(painted(shown, {"hover": element})) != base).any(axis=2)
        assert changed[round(box.top) - 2, round(box.left + box.width / 2)]
