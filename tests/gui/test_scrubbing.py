"""Going through a training with mouse and keys, and what the whole window shows meanwhile."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.diagram.style import LIGHT
from nnviz.document.edits import ChangeTraining, set_value
from nnviz.document.elements import Bias, Edge
from nnviz.explain.equation import plain
from nnviz.gui.plots.scrub_chart import ScrubChart
from nnviz.gui.transport import PlayButton
from nnviz.gui.window import Window
from tests.gui.samples import chain, line

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
W, B = Edge(1, 0, 0), Bias(1, 0)


def by_hand(epochs: int, rate: float = 0.1, start: tuple[float, float] = (0.0, 0.0)):
    """Return w, b and the loss before each update of `line(batch_size=24)`, by the textbook."""
    x = line().prepared.x_train[:, 0]
    (w, b), weights, losses = start, [start], []
    for _ in range(epochs):
        error = w * x + b - (2 * x - 1)
        losses.append(float(np.mean(error**2)))
        w, b = w - rate * np.mean(2 * error * x), b - rate * np.mean(2 * error)
        weights.append((float(w), float(b)))
    return np.array(weights), np.array(losses)


@pytest.fixture
def open_trained(open_window, qtbot):
    def open_(document, epochs: int) -> Window:
        window = open_window(document)
        window.player.set_mode("train")
        train(window, qtbot, epochs)
        return window

    return open_


def train(window: Window, qtbot, epochs: int) -> None:
    window.runner.start(epochs)
    qtbot.waitUntil(lambda: not window.runner.running)


def plots(window: Window):
    from nnviz.gui.plots.row import PlotsRow

    return window.plots_room.findChild(PlotsRow)


def chart(window: Window, tab: str) -> ScrubChart:
    """Turn to a tab of the plots as a hand would; return what it shows."""
    row = plots(window)
    card = next(c for c in (row.left, row.right) if tab in [*c._makers])
    at = card.bar.tabRect([*card._makers].index(tab)).center()
    QTest.mouseClick(card.bar, LEFT, pos=at)
    QApplication.processEvents()  # the plot lays itself out
    plot = card.plot(tab)
    return plot.course if tab == "Weights" else plot


def at(plot: ScrubChart, epoch: float) -> QPoint:
    middle = plot.plot_rect().center().y()
    return QPointF(plot.pixel(epoch, 0.0).x(), middle).toPoint()


def press(plot: ScrubChart, epoch: float, held=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mousePress(plot.view.viewport(), LEFT, held, at(plot, epoch))


def drag(plot: ScrubChart, epoch: float, held=Qt.KeyboardModifier.NoModifier) -> None:
    """Move with the button held; QTest's own move holds none."""
    port: QWidget = plot.view.viewport()
    place = at(plot, epoch)
    move = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), QPointF(port.mapToGlobal(place)),
        Qt.MouseButton.NoButton, LEFT, held,
    )  # fmt: skip
    QApplication.sendEvent(port, move)


def release(plot: ScrubChart, epoch: float) -> None:
    QTest.mouseRelease(plot.view.viewport(), LEFT, pos=at(plot, epoch))


def colours(plot: ScrubChart, epoch: float, value: float) -> set[str]:
    """Return the colours within a pixel of a value's place."""
    image, place = plot.layer.grab().toImage(), plot.pixel(epoch, value)
    x, y = round(place.x()), round(place.y())
    return {image.pixelColor(x + dx, y + dy).name() for dx in (-1, 0, 1) for dy in (-1, 0, 1)}


def test_dragging_along_the_loss_shows_the_network_as_it_was(open_trained, qtbot) -> None:
    window = open_trained(line(batch_size=24), 40)
    weights, _ = by_hand(40)
    window.selection.select(W)
    loss = chart(window, "Loss")
    press(loss, 12)
    for epoch in (12, 30, 3, 0, 40, 21):
        drag(loss, epoch)
        document = window.session.document
        np.testing.assert_allclose(document.parameters, weights[epoch], rtol=1e-12)
        shown = window.session.trace.layers[0].a[0, 0]
        assert shown == pytest.approx(weights[epoch] @ [document.input[0], 1.0])
        number = window.arrangement.inspector.widget().page.row.slider.number()
        assert number == pytest.approx(weights[epoch][0])
    release(loss, 21)
    drag(loss, 5)
    assert window.recorder.now == 21.0
    assert window.session.undo_stack.count() == 1
    assert window.status._pairs["epoch"].value() == "21 of 40"


def test_the_line_stands_at_the_epoch_and_what_follows_is_pale(open_trained) -> None:
    window = open_trained(line(batch_size=24, learning_rate=0.02), 40)
    _, losses = by_hand(40, rate=0.02)
    loss, accent = chart(window, "Loss"), LIGHT.accent.lower()
    late = (35.0, float(losses[34]))
    assert accent in colours(loss, *late)
    press(loss, 10)
    assert accent in colours(loss, 10.0, loss._wanted[3] * 0.97)
    assert accent in colours(loss, 3.0, float(losses[2]))
    assert accent not in colours(loss, *late)
    assert loss._now == pytest.approx(losses[9])
    release(loss, 10)
    QTest.mouseClick(window.canvas.visit_bar.back, LEFT)
    assert accent in colours(loss, *late)


def test_with_shift_a_drag_stops_at_minibatches_and_the_loss_there_is_exact(open_trained) -> None:
    window = open_trained(line(), 6)
    loss = chart(window, "Loss")
    press(loss, 2.4)
    assert window.recorder.now == 2.0
    drag(loss, 2.4, SHIFT)
    assert window.recorder.now == pytest.approx(2 + 1 / 3)
    w, b = window.session.document.parameters
    x = window.session.document.prepared.x_train[:, 0]
    assert loss._now == pytest.approx(np.mean((w * x + b - 2 * x + 1) ** 2))
    assert window.status._pairs["epoch"].value() == "3, batch 1 of 3"
    assert plain(window.canvas.caption.caption().title) == "Epoch 3, batch 1 of 3"


def test_training_on_from_an_earlier_epoch_is_a_second_curve(open_trained, qtbot) -> None:
    window = open_trained(line(batch_size=24, learning_rate=0.02), 30)
    weights, losses = by_hand(30, rate=0.02)
    loss = chart(window, "Loss")
    press(loss, 10)
    release(loss, 10)
    window.session.apply(ChangeTraining({"learning_rate": 0.2, "epochs": 15}))
    QTest.mouseClick(window.tools.findChild(PlayButton), LEFT)
    qtbot.waitUntil(lambda: not window.runner.running)
    branch, faster = by_hand(15, 0.2, tuple(weights[10]))
    np.testing.assert_allclose(window.session.document.parameters, branch[15], rtol=1e-10)
    grey = {LIGHT.accent.lower(), LIGHT.surface.lower()}
    at_20 = colours(loss, 20.0, float(losses[19]))
    assert LIGHT.accent.lower() not in at_20
    assert at_20 - grey
    assert LIGHT.accent.lower() in colours(loss, 14.0, float(faster[3]))
    told = loss.hover_text(20, 0.0)
    assert f"learning rate 0.02 {losses[19]:.4f}" in told
    assert f"training {faster[9]:.4f}" in told
    assert 10.0 in window.canvas.timeline.epochs.forks


def test_a_click_on_an_edge_plots_its_weight_over_the_epochs(open_trained, qtbot) -> None:
    window = open_trained(line(batch_size=24), 20)
    window.session.apply(set_value(window.session.document, W, -1.5))
    edited = tuple(window.session.document.parameters)
    train(window, qtbot, 20)
    first, _ = by_hand(20)
    second, _ = by_hand(20, start=edited)
    network, row = window.canvas.network, plots(window)
    assert row.left.current() == "Loss"
    place = network.camera.to_canvas(network.picture.rect_of(W)).center().toPoint()
    QTest.mouseClick(network, LEFT, pos=place)
    assert window.selection.element == W
    assert row.left.current() == "Weights"
    QApplication.processEvents()
    course = row.left.plot("Weights").course
    assert course.accessibleName() == "w₁ over the epochs"
    for epoch, value in ((10, first[10][0]), (30, second[10][0]), (40, second[20][0])):
        assert LIGHT.accent.lower() in colours(course, epoch, float(value))
        assert course.hover_text(epoch, 0.0) == f"epoch {epoch}\nw₁ {value:.4f}".replace("-", "−")
    halfway = (first[20][0] - 1.5) / 2
    assert LIGHT.accent.lower() in colours(course, 20.0, float(halfway))
    press(course, 10)
    np.testing.assert_allclose(window.session.document.parameters, first[10], rtol=1e-10)
    release(course, 10)
    window.selection.select(None)
    assert row.left.current() == "Loss"


def test_a_bias_of_another_branch_is_grey(open_trained, qtbot) -> None:
    window = open_trained(line(batch_size=24), 20)
    first, _ = by_hand(20)
    window.recorder.seek(5.0)
    window.session.apply(set_value(window.session.document, B, 2.0))
    train(window, qtbot, 10)
    window.selection.select(B)
    course = chart(window, "Weights")
    other = colours(course, 15.0, float(first[15][1]))
    assert LIGHT.accent.lower() not in other
    assert other - {LIGHT.surface.lower()}
    ours, _ = by_hand(10, start=(first[5][0], 2.0))
    assert LIGHT.accent.lower() in colours(course, 10.0, float(ours[5][1]))


def test_a_step_of_the_pass_stays_while_epochs_go_by(open_trained) -> None:
    window = open_trained(chain(), 30)
    window.player.seek(7)
    seen = []
    loss = chart(window, "Loss")
    press(loss, 3)
    for epoch in (3, 17, 30):
        drag(loss, epoch)
        assert window.player.index == 7
        seen.append(plain(window.player.frames[7].numbers[-1]))
    release(loss, 30)
    assert len(set(seen)) == 3


def test_before_training_a_drag_still_moves_the_axes(open_window) -> None:
    window = open_window(line())
    loss = chart(window, "Loss")
    press(loss, 4)
    drag(loss, 2)
    release(loss, 2)
    assert not window.session.visiting
    assert window.recorder.now == 0.0


def test_a_double_click_leaves_the_zoom(open_trained) -> None:
    window = open_trained(line(), 10)
    loss = chart(window, "Loss")
    loss._box.scaleBy((0.5, 0.5))
    loss._zoom_by_hand()
    QTest.mouseDClick(loss.view.viewport(), LEFT, pos=at(loss, 5))
    assert loss.x_range() == (0.0, 10.0)


@pytest.mark.parametrize("epoch", [None, 7])
def test_a_double_click_leaves_the_moment_as_it_was(open_trained, qtbot, epoch) -> None:
    window = open_trained(line(), 10)
    loss, recorder = chart(window, "Loss"), window.recorder
    if epoch is not None:
        recorder.seek(epoch)
        qtbot.waitUntil(lambda: not recorder.busy)
    before = (recorder.now, recorder.visiting)
    viewport, place = loss.view.viewport(), at(loss, 3)
    QTest.mouseClick(viewport, LEFT, pos=place)
    QTest.mouseDClick(viewport, LEFT, pos=place)
    qtbot.waitUntil(lambda: not recorder.busy)
    assert (recorder.now, recorder.visiting) == before


def test_a_press_while_it_trains_pauses_and_goes_there(open_window, qtbot) -> None:
    window = open_window(line(epochs=60))
    window.runner.pace = 100.0
    window.runner.start()
    qtbot.waitUntil(lambda: window.session.document.history.epochs > 10)
    timeline = window.canvas.timeline
    assert timeline.epochs.goal == 60
    place = QPointF(timeline.epochs.x_of(4), 31).toPoint()
    QTest.mouseClick(timeline, LEFT, pos=place)
    assert not window.runner.running
    assert window.recorder.now == 4.0
    assert window.session.undo_stack.count() == 1


def test_a_short_recording_of_a_long_run_is_as_long_as_the_groove(open_window, qtbot) -> None:
    window = open_window(line(epochs=1_000_000))
    window.runner.start()
    qtbot.waitUntil(lambda: window.session.document.history.epochs > 20)
    window.runner.stop()
    timeline = window.canvas.timeline
    QTest.mouseClick(timeline, LEFT, pos=QPoint(timeline.width() // 2, 31))
    assert window.recorder.now == pytest.approx(window.recorder.end / 2, abs=1)
