"""What moves within a step, against sums and curves worked out here."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from nnviz.diagram.morph import Ghost, on_the_way, updated
from nnviz.diagram.motion import Moving, _is_of_weights, carried, slid
from nnviz.document.elements import Edge, Layer, Neuron
from nnviz.explain.frames import Chapter
from nnviz.explain.grain import Grain
from nnviz.explain.passes import Pass
from tests.diagram.samples import chain, iris_like, network, painted, picture, pixels, trace

pytestmark = pytest.mark.usefixtures("qapp")


def _frames(document, grain=Grain.LAYER):
    return Pass(document, trace(document), grain)


def _sum_step(document, layer):
    frames = _frames(document)
    return next(
        f for f in frames if f.pulses and f.pulses.direction == 1 and f.pulses.layer == layer
    )


def _moving(document, frame, progress):
    return Moving(picture(document, frame=frame).scene.readings, frame, progress)


def test_pulses_carry_each_product():
    document = iris_like()
    readings = picture(document).scene.readings
    there = trace(document).layers
    frames = _frames(document)
    forward = next(f for f in frames if f.pulses and f.pulses.layer == 2).pulses
    assert carried(readings, forward) == pytest.approx(document.kernel(2) * there[0].a.T)
    back = [f for f in frames if f.pulses and f.pulses.direction == -1 and f.pulses.layer == 2]
    assert [frame.target for frame in back] == [Layer(2), Layer(1)]
    of_weights, of_errors = (carried(readings, f.pulses, _is_of_weights(f)) for f in back)
    assert of_weights == pytest.approx(np.outer(there[0].a[0], there[1].delta[0]))
    assert of_errors == pytest.approx(document.kernel(2) * there[1].delta)


def test_a_sum_grows_term_by_term_from_its_bias_to_the_whole():
    document = iris_like()
    frame = _sum_step(document, 1)
    x, kernel, bias = document.x[0], document.kernel(1), document.bias(1)
    partial = [bias + x[:k] @ kernel[:k] for k in range(5)]
    seen = [_moving(document, frame, p).values(1, "z") for p in np.linspace(0, 1, 60)]
    matched = [next(k for k in range(5) if np.allclose(v, partial[k])) for v in seen]
    assert matched[0] == 0
    assert matched[-1] == 4
    assert sorted(matched) == matched
    assert set(matched) == {0, 1, 2, 3, 4}


def test_an_error_gathers_the_shares_that_have_arrived():
    document = network((3, 4, 2))
    frames = _frames(document)
    frame = next(
        f for f in frames if f.pulses and f.pulses.direction == -1 and f.target == Layer(1)
    )
    delta, kernel = trace(document).layers[1].delta[0], document.kernel(2)
    slopes = 1 - trace(document).layers[0].a[0] ** 2
    for progress, arrived in ((0.0, 0.0), (0.6, kernel[:, 0] * delta[0]), (1.0, kernel @ delta)):
        told = _moving(document, frame, progress).values(1, "δ")
        assert told == pytest.approx(arrived * slopes)


@pytest.mark.parametrize("progress", [0.0, 0.3, 0.8, 1.0])
def test_an_activation_slides_along_its_curve(progress):
    document = iris_like()
    hidden = next(
        f
        for f in _frames(document)
        if f.chapter is Chapter.FORWARD and f.target == Layer(1) and f.pulses is None
    )
    way = slid(hidden, progress)
    assert way == pytest.approx(1 - (1 - progress) ** 3)
    expected = np.tanh(way * trace(document).layers[0].z[0])
    assert _moving(document, hidden, progress).values(1, "a") == pytest.approx(expected)
    output = next(
        f
        for f in _frames(document)
        if f.chapter is Chapter.FORWARD and f.target == Layer(2) and f.pulses is None
    )
    powers = np.exp(way * trace(document).layers[1].z[0])
    shares = _moving(document, output, progress).values(2, "a")
    assert shares == pytest.approx(powers / powers.sum())


def test_only_what_comes_about_moves():
    document = iris_like()
    frame = _sum_step(document, 2)
    moving, still = _moving(document, frame, 0.4), picture(document, frame=frame).scene.readings
    assert (moving.values(1, "a") == still.values(1, "a")).all()
    assert moving.largest_nodes("z") == still.largest_nodes("z")
    quiet = [f for f in _frames(document) if f.chapter in (Chapter.LOSS, Chapter.UPDATE)]
    assert all(_moving(document, f, 0.4).layer is None for f in quiet)


def test_a_neurons_own_step_moves_that_neuron_only():
    document = iris_like()
    frame = next(
        f for f in _frames(document, Grain.NEURON) if f.target == Neuron(1, 2) and f.pulses
    )
    moving, told = _moving(document, frame, 0.0).values(1, "z"), trace(document).layers[0].z[0]
    assert moving[2] == pytest.approx(document.bias(1)[2])
    assert (np.delete(moving, 2) == np.delete(told, 2)).all()


@pytest.mark.parametrize("make", [chain, iris_like])
def test_a_picture_depends_on_step_and_progress_alone(make):
    document = make()
    for frame in _frames(document):
        shown = picture(document, frame=frame)
        for progress in (0.8, 0.2, 0.5):
            painted(shown, {"progress": progress})
        again = pixels(painted(shown, {"progress": 0.5}))
        fresh = pixels(painted(picture(document, frame=frame), {"progress": 0.5}))
        assert (again == fresh).all()


def test_numbers_are_not_run_over():
    document = chain()
    frame = _sum_step(document, 1)
    shown = picture(document, frame=frame)
    base = pixels(painted(shown))
    for progress in (0.2, 0.4, 0.6, 0.8):
        now = pixels(painted(shown, {"progress": progress}))
        for tag in shown.tags:
            left, top = int(tag.box.left) + 2, int(tag.box.top) + 2
            inside = np.s_[
                top : top + int(tag.box.height) - 4, left : left + int(tag.box.width) - 4
            ]
            assert (now[inside] == base[inside]).all()


def test_a_step_of_the_update_gives_the_new_parameters():
    document = chain()
    frame = next(f for f in _frames(document) if f.chapter is Chapter.UPDATE)
    after = updated(document, trace(document), frame)
    assert np.flatnonzero(after != document.parameters).tolist() == [2]  # w₂ is the first
    assert after[2] == pytest.approx(0.4272, abs=5e-5)


def test_edges_go_from_their_old_width_to_the_new_and_numbers_do_not():
    before = chain()
    after = before.replaced(parameters=np.array([0.15, 0.40, 0.05, 0.65]))
    start, middle, end = (
        picture(after, ghost=Ghost(before, progress)) for progress in (0.0, 0.5, 1.0)
    )
    widths = [on_the_way(p.drawn[1], p._ghost).values[0] for p in (start, middle, end)]
    assert widths == pytest.approx([0.45, 0.45 + 0.875 * (0.05 - 0.45), 0.05])
    assert all(p.scene.readings.of_edge(Edge(2, 0, 0)) == 0.05 for p in (start, middle, end))


@pytest.mark.parametrize(("old", "new"), [(0.45, 0.05), (0.05, 0.45)])
def test_the_old_width_shows_beside_or_within_the_new(old, new):
    before, after = (
        chain().replaced(parameters=np.array([0.15, 0.40, w2, 0.65])) for w2 in (old, new)
    )
    plain, ghost = (
        pixels(painted(picture(after, ghost=was))) for was in (None, Ghost(before, 1.0))
    )
    assert (plain != ghost).any()


def test_two_thousand_pulses_are_painted_without_a_loop(qapp):
    document = network((40, 50))
    frame = _sum_step(document, 1)
    shown = picture(document, (1500, 1500), frame=frame)
    image = QImage(1500, 1500, QImage.Format.Format_RGB32)
    calls = []
    with QPainter(image) as painter:
        shown.paint_base(painter)
        before = pixels(image).copy()
        shown.paint_overlay(painter, progress=0.5)
        calls.append((pixels(image) != before).any())
    assert calls == [True]
