from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.data.builtin import builtin
from nnviz.diagram.fonts import interface_font
from nnviz.diagram.style import LIGHT
from nnviz.document.builders import document_for_data
from nnviz.document.document import Document
from nnviz.document.edits import set_value
from nnviz.document.elements import Bias, Edge, Neuron, Target
from nnviz.document.history import History
from nnviz.gui.panels.inspector import InspectorPanel
from nnviz.gui.plots.row import PlotsRow
from nnviz.gui.plots.tabbed_card import TabbedCard
from nnviz.gui.theme import apply_theme
from tests.gui.panel_desk import LEFT, Desk, drag, knob, show
from tests.gui.samples import chain, line

TRAINED = History({"loss": np.linspace(1.0, 0.2, 50), "val_loss": np.linspace(1.1, 0.3, 50)}, 50)


@pytest.fixture
def open_plots(qtbot):
    apply_theme("light")
    desks = []

    def open_(document: Document, width: int = 910, height: int = 212) -> tuple[PlotsRow, Desk]:
        desk = Desk(document)
        desks.append(desk)
        plots = PlotsRow(
            desk.session, desk.selection, desk.player, desk.runner, desk.recorder, desk.settings
        )
        show(qtbot, plots, width, height)
        return plots, desk

    yield open_
    for desk in desks:
        desk.runner.stop()


def tabs(card: TabbedCard) -> list[str]:
    return [card.bar.tabText(k) for k in range(card.bar.count())]


def turn_to(card: TabbedCard, name: str) -> None:
    at = card.bar.tabRect(tabs(card).index(name)).center()
    QTest.mouseClick(card.bar, LEFT, pos=at)


def picture(widget) -> QImage:
    return widget.grab().toImage()


def test_only_tabs_with_something_to_show(open_plots):
    plots, desk = open_plots(chain())
    assert tabs(plots.left) == ["Loss", "Gradients", "Weights"]
    assert tabs(plots.right) == ["Activations"]
    desk.session.new(chain().replaced(target=None))
    assert tabs(plots.left) == ["Loss", "Weights"]


def test_a_classifier_has_its_accuracy(open_plots):
    plots, _ = open_plots(document_for_data(builtin("iris")))
    assert tabs(plots.right) == ["Accuracy", "Activations"]


def test_before_any_epoch_there_is_a_point_at_epoch_0(open_plots):
    plots, desk = open_plots(chain())
    loss = plots.left.plot("Loss")
    assert loss._now == pytest.approx(0.1082, abs=5e-5)
    place = loss.pixel(0.0, loss._now)
    image = picture(loss)
    assert image.pixelColor(round(place.x()), round(place.y())).name() == "#5b43d0"
    assert loss.x_range() == (0.0, float(desk.document.training.epochs))


def test_both_plots_follow_a_moving_slider_within_the_event(open_plots, qtbot):
    plots, desk = open_plots(chain())
    loss, activation = plots.left.plot("Loss"), plots.right.plot("Activations")
    desk.selection.select(Edge(2, 0, 0))
    inspector = InspectorPanel(
        desk.session, desk.selection, desk.player, desk.runner, desk.settings
    )
    slider = show(qtbot, inspector).page.row.slider
    before = picture(loss), picture(activation)
    drag(slider, 40, release=False)
    weight = slider.number()
    assert weight > 0.45
    a1 = desk.session.trace.layers[0].a[0, 0]
    z2 = weight * a1 + 0.65
    a2 = 1 / (1 + np.exp(-z2))
    assert activation.point.z == pytest.approx(z2)
    assert activation.point.a == pytest.approx(a2)
    assert loss._now == pytest.approx((0.25 - a2) ** 2 / 2)
    assert picture(loss) != before[0]
    assert picture(activation) != before[1]
    QTest.mouseRelease(slider, LEFT, pos=knob(slider))


def test_curves_are_drawn_where_their_values_are(open_plots):
    document = line().replaced(history=TRAINED)
    plots, _ = open_plots(document)
    loss = plots.left.plot("Loss")
    image, place = picture(loss), loss.pixel(25.0, float(TRAINED.values["loss"][24]))
    colours = {
        image.pixelColor(round(place.x()), round(place.y()) + dy).name() for dy in (-1, 0, 1)
    }
    assert "#5b43d0" in colours
    assert "loss" not in plots.right._plots


def test_the_end_of_the_curve_is_where_the_weights_are_unless_edited(open_plots):
    plots, desk = open_plots(line().replaced(history=TRAINED))
    loss = plots.left.plot("Loss")
    assert loss._now is None
    desk.session.apply(set_value(desk.document, Edge(1, 0, 0), 3.0))
    assert loss._now is not None
    desk.session.undo()
    assert loss._now is None


def test_training_grows_the_curve(open_plots, qtbot):
    plots, desk = open_plots(line(epochs=100_000))
    loss = plots.left.plot("Loss")
    desk.runner.start()
    qtbot.waitUntil(lambda: len(loss._train) > 20)
    desk.runner.stop()
    np.testing.assert_array_equal(loss._train, desk.document.history.values["loss"])
    np.testing.assert_array_equal(loss._test, desk.document.history.values["val_loss"])


def test_the_selected_neuron_is_the_one_on_the_curve(open_plots):
    plots, desk = open_plots(chain())
    activation = plots.right.plot("Activations")
    desk.selection.select(Neuron(1, 0))
    assert activation.point.neuron == Neuron(1, 0)
    assert activation.point.z == pytest.approx(0.415)
    desk.selection.select(None)
    assert activation.point.neuron == Neuron(2, 0)


def test_the_curve_is_that_of_the_neuron_the_step_asks_about(open_plots):
    plots, desk = open_plots(chain())
    activation = plots.right.plot("Activations")
    desk.player.first()
    assert activation.point.neuron == Neuron(1, 0)
    desk.player.seek(2)
    assert activation.point.neuron == Neuron(2, 0)
    desk.selection.select(Neuron(1, 0))
    assert activation.point.neuron == Neuron(1, 0)
    desk.selection.select(None)
    desk.player.first()
    desk.player.leave()
    assert activation.point.neuron == Neuron(2, 0)


@pytest.mark.parametrize("width", [910, 640])
@pytest.mark.parametrize("z", [-3.0, -0.8, 0.1, 0.9, 2.5])
def test_the_words_cover_neither_the_curve_nor_the_point(open_plots, z, width):
    plots, desk = open_plots(chain(), width, 168)
    desk.session.apply(set_value(desk.document, Bias(2, 0), z - 0.45 * 0.6023))
    activation = plots.right.plot("Activations")
    picture(activation)
    place = activation.pixel(activation.point.z, activation.point.a)
    assert not activation.words.contains(place)
    across, down = activation.pixels(activation._z, activation._a)
    assert not any(map(activation.words.contains, map(QPointF, across, down)))


def test_numbers_of_any_size_fit_before_their_axis(open_plots):
    plots, desk = open_plots(Document.new((1, 1), output="relu", seed=1))
    activation = plots.right.plot("Activations")
    for weight in (1.0, 1e7, 1e100, 1e300):
        desk.session.apply(set_value(desk.document, Edge(1, 0, 0), weight))
        desk.session.apply(set_value(desk.document, Neuron(0, 0), 1.0))
        QApplication.processEvents()
        axis = activation._axes[0]
        low, high = activation._box.viewRange()[1]
        (step, ticks), *_ = axis.tickValues(low, high, 100)
        metrics = QFontMetricsF(interface_font(11))
        widest = max(map(metrics.horizontalAdvance, axis.tickStrings(ticks, 1.0, step)))
        assert axis.width() >= widest + 8


@pytest.mark.parametrize("epochs", [7, 100, 150, 157, 199, 1_234, 98_765])
@pytest.mark.parametrize("width", [910, 640])
def test_no_tick_touches_the_name_of_its_axis(open_plots, epochs, width):
    history = History({"loss": np.linspace(1.0, 0.2, epochs)}, epochs)
    plots, _ = open_plots(line().replaced(history=history), width)
    loss = plots.left.plot("Loss")
    room = loss.plot_rect().width()
    axis = loss._axes[1]
    (step, ticks), *_ = axis.tickValues(0, epochs, room)
    metrics = QFontMetricsF(interface_font(11))
    name = room - metrics.horizontalAdvance("epoch")
    for tick, label in zip(ticks, axis.tickStrings(ticks, 1.0, step), strict=True):
        assert tick / epochs * room + metrics.horizontalAdvance(label) / 2 < name - 8


def test_room_for_the_labels_of_ends_is_left_once_there_are_ends(open_plots, qtbot):
    plots, desk = open_plots(line())
    loss = plots.left.plot("Loss")
    bare = loss.width() - loss.plot_rect().right()
    assert bare < 30
    desk.session.new(desk.document.replaced(history=TRAINED))
    qtbot.waitUntil(lambda: loss.width() - loss.plot_rect().right() > 84)


def test_no_grid_line_strikes_the_words_of_epoch_0(open_plots):
    document = chain()
    plots, desk = open_plots(document, 910, 168)
    loss = plots.left.plot("Loss")
    for target in np.linspace(0.0, 1.0, 9):
        desk.session.apply(set_value(desk.document, Target(0), float(target)))
        image = picture(loss)
        place = loss.pixel(0.0, loss._now)
        # The column of pixels between the words "epoch" and "0", and just before them.
        for dx in (10, 12 + QFontMetricsF(interface_font(11)).horizontalAdvance("epoch") + 1):
            down = range(round(place.y()) - 4, round(place.y()) + 12)
            column = {image.pixelColor(round(place.x() + dx), y).name() for y in down}
            assert LIGHT.hair.lower() not in column


def test_a_chosen_tab_stays_and_others_follow_the_work(open_plots):
    plots, desk = open_plots(document_for_data(builtin("iris")))
    assert plots.right.current() == "Accuracy"
    desk.selection.select(Neuron(1, 3))
    assert plots.right.current() == "Activations"
    turn_to(plots.right, "Accuracy")
    desk.selection.select(Neuron(1, 2))
    assert plots.right.current() == "Accuracy"


def test_gradients_and_weights_are_shown_layer_by_layer(open_plots):
    plots, desk = open_plots(chain())
    turn_to(plots.left, "Gradients")
    bars = plots.left.plot("Gradients")
    assert len(bars.sizes) == 2
    first = bars.sizes[1]
    desk.session.apply(set_value(desk.document, Edge(2, 0, 0), 2.0))
    assert bars.sizes[1] != first
    turn_to(plots.left, "Weights")
    assert plots.left.plot("Weights").isVisible()


def test_hover_tells_the_values_and_zoom_can_be_left(open_plots):
    plots, _ = open_plots(line().replaced(history=TRAINED))
    loss = plots.left.plot("Loss")
    assert loss.hover_text(25.2, 0.5) == "epoch 25\ntraining 0.6082\ntest 0.7082"
    assert loss.hover_text(400, 0.5) == ""
    loss._box.scaleBy((0.5, 0.5))
    loss._zoom_by_hand()
    zoomed = loss.x_range()
    assert zoomed[1] - zoomed[0] < 26
    QTest.mouseDClick(loss.view.viewport(), LEFT, pos=QPoint(100, 60))
    assert loss.x_range() == (0.0, 50.0)


def test_the_wheel_zooms_the_plot(open_plots, qapp):
    plots, _ = open_plots(line().replaced(history=TRAINED))
    loss = plots.left.plot("Loss")
    viewport = loss.view.viewport()
    middle = QPointF(loss.plot_rect().center())
    event = QWheelEvent(
        middle, viewport.mapToGlobal(middle), QPoint(0, 0), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    qapp.sendEvent(viewport, event)
    low, high = loss.x_range()
    assert high - low < 50


def test_numbers_beyond_all_bounds_do_not_break_the_plots(open_plots):
    plots, desk = open_plots(chain())
    for value in (1e308, -1e308, 1e-320):
        desk.session.apply(set_value(desk.document, Edge(2, 0, 0), value))
        picture(plots)
    desk.session.apply(set_value(desk.document, Edge(1, 0, 0), 1e308))
    desk.session.apply(set_value(desk.document, Neuron(0, 0), 1e308))
    for name in tabs(plots.left):
        turn_to(plots.left, name)
        picture(plots)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_axes_follow_the_theme(open_plots, theme):
    plots, _ = open_plots(chain())
    apply_theme(theme)
    image = picture(plots)
    surface = {"light": "#ffffff", "dark": "#1b1c20"}[theme]
    assert image.pixelColor(plots.left.width() // 2, plots.height() - 12).name() == surface
    apply_theme("light")


def test_low_plots_still_keep_their_labels_inside(open_plots):
    plots, _ = open_plots(line().replaced(history=TRAINED), 640, 168)
    loss = plots.left.plot("Loss")
    assert loss.plot_rect().height() > 60
    assert loss.plot_rect().bottom() + 20 <= loss.height()


def test_panels_do_not_import_the_plotting_library():
    code = (
        "import sys, nnviz.gui.panels.inspector, nnviz.gui.panels.problem, nnviz.gui.theme;"
        "sys.exit('pyqtgraph' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
