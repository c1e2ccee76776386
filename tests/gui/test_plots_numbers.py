from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from nnviz.document.document import Document
from nnviz.document.edits import set_value
from nnviz.document.elements import Bias, Edge, Layer, Neuron
from nnviz.gui.plots.axes import Axis, nice_top, tick_step, ticks_between
from nnviz.gui.plots.curve import chosen_neuron, curve, operating_point, other_sums
from nnviz.gui.plots.decimate import extremes, means, thinned
from nnviz.gui.plots.end_labels import spread
from nnviz.gui.plots.layer_bars import root_mean_square
from nnviz.gui.plots.placing import counted, free_place
from nnviz.gui.plots.standing import Standing
from tests.gui.panel_desk import Desk
from tests.gui.samples import chain, line


def test_short_curves_are_kept_point_by_point():
    values = np.array([3.0, 2.0, np.nan, 1.0])
    x, y = extremes(values, 1.0, 0.0, 10.0, 100)
    assert x.tolist() == [1, 2, 3, 4]
    np.testing.assert_array_equal(y, values)


@given(st.integers(10, 3000), st.integers(1, 50), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_decimation_keeps_each_columns_extremes_and_no_more(n, columns, seed):
    values = np.random.default_rng(seed).normal(size=n)
    x, y = extremes(values, 0.0, 0.0, float(n), columns)
    assert len(x) == len(y) <= max(2 * columns, 1) or n <= 2 * columns
    assert y.max() == values.max()
    assert y.min() == values.min()
    assert (np.diff(x) >= 0).all()
    for place, value in zip(x, y, strict=True):
        near = values[max(int(place - n / columns), 0) : int(place + n / columns) + 2]
        assert value in near


def test_a_million_points_become_a_few():
    x, _ = extremes(np.random.default_rng(0).normal(size=1_000_000), 1.0, 0.0, 1e6, 500)
    assert len(x) == 1000


def test_zooming_leaves_only_what_is_in_view():
    x, y = extremes(np.arange(1000.0), 1.0, 400.0, 410.0, 500)
    assert x.min() >= 399
    assert x.max() <= 411
    np.testing.assert_array_equal(y, x - 1)


@given(st.integers(2, 2000), st.integers(1, 60), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_thinning_keeps_each_columns_extremes_wherever_the_points_stand(n, columns, seed):
    rng = np.random.default_rng(seed)
    x, values = np.sort(rng.choice(n, n) / 7), rng.normal(size=n)
    stop = x[-1] + 1.0
    across, y = thinned(x, values, 0.0, stop, columns)
    assert len(y) <= max(2 * columns, n if n <= 2 * columns else 0)
    assert (np.diff(across) >= 0).all()
    column = np.floor(x / stop * columns)
    for k in np.unique(column):
        there = y[np.floor(across / stop * columns) == k]
        assert (there.max(), there.min()) == (values[column == k].max(), values[column == k].min())


def test_means_pass_over_gaps():
    values = np.array([1.0, np.nan, 3.0, 5.0, np.nan, np.nan])
    _, y = means(values, 1.0, 0.0, 10.0, 3)
    np.testing.assert_array_equal(y, [1.0, 4.0, np.nan])


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 1, [0, 0.5, 1]),
        (0, 1.6, [0, 0.4, 0.8, 1.2, 1.6]),
        (0, 118, [0, 40, 80]),
        (-4, 4, [-4, -2, 0, 2, 4]),
        (-1, 1, [-1, -0.5, 0, 0.5, 1]),
    ],
)
def test_ticks_are_few_and_round(low, high, ticks):
    assert ticks_between(low, high, tick_step(low, high)) == pytest.approx(ticks)


@given(st.floats(1e-12, 1e12))
@settings(max_examples=300, deadline=None)
def test_an_axis_ends_at_a_tick_above_its_values(value):
    top = nice_top(value)
    assert value <= top * (1 + 1e-9)
    assert top <= 2.6 * value
    assert 2 <= len(ticks_between(0.0, top, tick_step(0.0, top))) <= 6


def test_epochs_are_counted_whole():
    assert tick_step(0, 1, whole=True) == 1
    assert tick_step(0, 3, whole=True) == 1


def test_the_labels_of_vanishing_losses_are_short(qapp):
    axis = Axis("left")
    step = tick_step(0.0, 1.6e-184)
    labels = axis.tickStrings(ticks_between(0.0, 1.6e-184, step), 1.0, step)
    assert labels[0] == "0"
    assert all("e" in label and len(label) < 12 for label in labels[1:])


def test_labels_stand_apart_and_inside():
    assert spread([100, 104], 20, 180) == [100, 130]
    assert spread([176, 178], 20, 180) == [150, 180]
    assert spread([178, 176], 20, 180) == [180, 150]
    assert spread([50, 150], 20, 180) == [50, 150]


def test_words_go_where_the_curve_is_not():
    rect, size = QRectF(0, 0, 400, 200), (100.0, 38.0)
    rising = np.stack([np.linspace(0, 400, 200), np.linspace(200, 0, 200)], axis=1)
    place, cost = free_place(QPointF(200, 100), size, rect, counted(rising))
    assert cost == 0
    assert place.x() > 200
    assert place.y() > 100
    falling = np.stack([np.linspace(0, 400, 200), np.linspace(0, 200, 200)], axis=1)
    place, cost = free_place(QPointF(200, 100), size, rect, counted(falling))
    assert cost == 0
    assert place.y() < 100


def test_the_operating_point_is_that_of_the_hand_calculation():
    desk = Desk(chain())
    point = operating_point(desk.document, desk.session.trace, Neuron(2, 0))
    assert point.z == pytest.approx(0.9210, abs=5e-5)
    assert point.a == pytest.approx(0.7153, abs=5e-5)
    assert point.slope == pytest.approx(0.2037, abs=5e-5)
    np.testing.assert_allclose(point.peers, [[0.415, 0.6023]], atol=5e-5)


@pytest.mark.parametrize(
    "activation", ["linear", "sigmoid", "tanh", "relu", "leaky_relu", "softmax", "binary_step"]
)
def test_the_point_lies_on_its_curve_with_its_slope(activation):
    desk = Desk(Document.new((3, 4), "linear", activation, seed=5))
    trace, neuron = desk.session.trace, Neuron(1, 2)
    point = operating_point(desk.document, trace, neuron)
    others = other_sums(trace, neuron)
    assert curve(point, others, np.array([point.z]))[0] == pytest.approx(point.a)
    h = 1e-6
    low, high = curve(point, others, np.array([point.z - h, point.z + h]))
    assert point.slope == pytest.approx((high - low) / (2 * h), abs=1e-6)
    if activation != "softmax":
        np.testing.assert_allclose(curve(point, others, point.peers[:, 0]), point.peers[:, 1])
        assert len(point.peers) == 3


def test_softmax_far_out_neither_overflows_nor_warns():
    desk = Desk(Document.new((1, 3), "linear", "softmax", seed=5))
    point = operating_point(desk.document, desk.session.trace, Neuron(1, 0))
    z = np.array([-1e6, 0.0, 1e6])
    assert curve(point, np.array([1e3, -1e3]), z).tolist() == pytest.approx([0, 0, 1])
    assert curve(point, np.array([]), z).tolist() == [1, 1, 1]


def test_which_neuron_is_shown():
    document = chain()
    assert chosen_neuron(document, Edge(1, 0, 0)) == Neuron(1, 0)
    assert chosen_neuron(document, Bias(2, 0)) == Neuron(2, 0)
    for element in (None, Neuron(0, 0), Layer(1)):
        assert chosen_neuron(document, element) == Neuron(2, 0)


def test_gradient_sizes_by_hand():
    desk = Desk(chain())
    first, second = desk.session.trace.layers
    assert root_mean_square(second) == pytest.approx(np.sqrt((0.0571**2 + 0.0948**2) / 2), rel=2e-3)
    assert root_mean_square(first) == pytest.approx(np.sqrt((0.0010**2 + 0.0102**2) / 2), rel=2e-2)


def test_untrained_weights_are_evaluated_and_trained_ones_remembered():
    desk = Desk(line())
    standing, document = Standing(desk.session, desk.runner), desk.document
    y = document.prepared.y_train
    assert standing.scores().loss == pytest.approx(np.mean(y**2))
    desk.runner.one_batch()
    assert standing.edited
    while desk.document.history.epochs < 1:
        desk.runner.one_batch()
    assert not standing.edited
    assert standing.scores().loss == desk.document.history.last("loss")
    assert standing.scores().val_loss == desk.document.history.last("val_loss")


def test_an_edit_after_training_is_seen_until_it_is_undone():
    desk = Desk(line(batch_size=32))
    standing = Standing(desk.session, desk.runner)
    desk.runner.one_batch()
    recorded = standing.scores().loss
    desk.session.apply(set_value(desk.document, Edge(1, 0, 0), 5.0))
    w, b = desk.document.parameters
    x, y = desk.document.prepared.x_train, desk.document.prepared.y_train
    assert standing.edited
    assert standing.scores().loss == pytest.approx(np.mean((w * x + b - y) ** 2))
    desk.session.undo()
    assert not standing.edited
    assert standing.scores().loss == recorded
