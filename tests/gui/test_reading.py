"""What the picture shows and how: numbers, curves, rows, folding, the overview, zoom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget

from nnviz.diagram.layout import MOST_UNFOLDED
from nnviz.document.document import Document
from nnviz.document.edits import SetParameters, ShowSample, set_value
from nnviz.document.elements import Edge, Neuron
from nnviz.document.files import open_document
from nnviz.figures import render
from nnviz.gui.canvas import fading
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import apply_theme
from nnviz.gui.window import Window

LEFT = Qt.MouseButton.LeftButton


def double_click(widget: QWidget, at: QPoint) -> None:
    """Click twice; QTest itself does not let go of the button."""
    QTest.mouseDClick(widget, LEFT, pos=at)
    QTest.mouseRelease(widget, LEFT, pos=at)


def _leave_nothing_to_ask(window: Window) -> None:
    window.session.undo_stack.setClean()


class Room:
    """A window and a hand in it."""

    def __init__(self, qtbot, store: Path, document: Document) -> None:
        apply_theme("light")
        self.settings = Settings(QSettings(str(store), QSettings.Format.IniFormat))
        self.window = Window(Session(document), self.settings)
        qtbot.addWidget(self.window, before_close_func=_leave_nothing_to_ask)
        self.window.resize(1440, 900)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.network = self.window.canvas.network

    def button(self, name: str) -> QToolButton:
        action = self.window.acts[f"picture.{name}"]
        buttons = self.window.canvas.view_bar.findChildren(QToolButton)
        return next(button for button in buttons if button.defaultAction() is action)

    def click(self, name: str) -> None:
        QTest.mouseClick(self.button(name), LEFT)

    def point(self, element: Edge | Neuron) -> QPoint:
        rect = self.network.picture.rect_of(element)
        assert rect is not None
        return self.network.camera.to_canvas(rect).center().toPoint()

    def empty(self) -> QPoint:
        """A point of the canvas where there is nothing."""
        places = ((x, y) for x in range(5, 600, 7) for y in range(5, 250, 7))
        picture, camera = self.network.picture, self.network.camera
        for x, y in places:
            at = camera.to_picture(QPointF(x, y))
            if picture.element_at(at.x(), at.y()) is None:
                return QPoint(x, y)
        raise AssertionError("there is something everywhere")

    def capsule(self, layer: int) -> QPoint:
        column = self.network.picture.layout.columns[layer]
        end = float(column.y[-1]) + column.radius + 8
        at = column.point(end if column.capsule is None else column.capsule)
        return self.network.camera.transform.map(QPointF(*at)).toPoint()


@pytest.fixture
def iris(qtbot, tmp_path: Path) -> Iterator[Room]:
    room = Room(qtbot, tmp_path / "settings.ini", open_document("example:iris"))
    yield room
    room.window.close()


@pytest.fixture
def large(qtbot, tmp_path: Path) -> Iterator[Room]:
    document = Document.new((64, MOST_UNFOLDED + 1, 10), "relu", "softmax", seed=1)
    room = Room(qtbot, tmp_path / "settings.ini", document)
    yield room
    room.window.close()


def test_numbers_are_one_click_apart(iris: Room) -> None:
    iris.window.selection.select(Edge(1, 0, 0))

    def counts() -> tuple[int, int]:
        picture = iris.network.picture
        return len(picture.edge_numbers), len(picture.tags)

    iris.click("numbers_all")
    every = counts()
    assert every[0] > 20
    iris.click("numbers_selected")
    assert counts() == (0, 1)
    iris.click("numbers_none")
    assert counts() == (0, 0)
    iris.click("numbers_all")
    assert counts() == every
    assert iris.button("numbers_all").isChecked()
    assert not iris.button("numbers_none").isChecked()
    iris.click("numbers_all")
    assert iris.settings.numbers == "auto"
    assert not iris.button("numbers_all").isChecked()


def test_the_menu_and_the_bar_are_one(iris: Room) -> None:
    acts = iris.window.acts
    acts["picture.numbers_none"].trigger()
    assert iris.button("numbers_none").isChecked()
    acts["picture.gradients"].trigger()
    assert iris.window.canvas.switch.key() == "gradients"
    assert acts["picture.gradients"].isChecked()
    assert not acts["picture.values"].isChecked()
    acts["picture.maps"].trigger()
    assert iris.window.canvas.maps.isVisible()
    acts["picture.values"].trigger()
    assert iris.network.isVisible()


def test_edges_bend_and_layers_stand_one_under_the_other(iris: Room) -> None:
    straight = iris.network.picture.layout
    iris.window.acts["picture.curved"].trigger()
    assert iris.network.picture.layout.bend == "x"
    iris.window.acts["picture.vertical"].trigger()
    layout = iris.network.picture.layout
    assert layout.vertical
    assert not straight.vertical
    # A weight is taken where it is drawn, in any form.
    edges = iris.network.picture.drawn[1]
    x, y = edges.at(0.5)[-1]
    QTest.mouseClick(iris.network, LEFT, pos=QPoint(round(x), round(y)))
    assert iris.window.selection.element == edges.element(len(edges) - 1)


def test_the_form_is_kept_between_sessions(iris: Room, qtbot, tmp_path: Path) -> None:
    iris.window.acts["picture.curved"].trigger()
    iris.click("numbers_none")
    again = Room(qtbot, tmp_path / "settings.ini", open_document("example:iris"))
    assert again.window.acts["picture.curved"].isChecked()
    assert again.button("numbers_none").isChecked()
    assert again.network.picture.layout.bend == "x"
    again.window.close()


def test_a_picture_that_is_copied_shows_what_the_canvas_does(
    iris: Room, tmp_path: Path, qtbot
) -> None:
    acts, document = iris.window.acts, iris.window.session.document
    acts["picture.vertical"].trigger()
    acts["picture.curved"].trigger()
    acts["picture.gradients"].trigger()
    iris.window.selection.select(Edge(1, 2, 3))
    iris.click("numbers_selected")
    acts["file.copy"].trigger()
    qtbot.waitUntil(lambda: iris.window.status.words() == "Picture copied")
    render(
        document,
        tmp_path / "said.png",
        show="gradients",
        numbers="selected",
        rows=True,
        curved=True,
        selected=[Edge(1, 2, 3)],
    )
    copied, said = QGuiApplication.clipboard().image(), QImage(str(tmp_path / "said.png"))
    assert copied.convertToFormat(said.format()) == said


def test_what_is_frozen_can_be_shown_once_something_is(iris: Room) -> None:
    canvas, session = iris.window.canvas, iris.window.session
    assert not iris.window.acts["picture.frozen"].isEnabled()
    frozen = np.zeros(session.document.n_parameters, bool)
    frozen[:3] = True
    session.new(session.document.replaced(frozen=frozen))
    iris.window.acts["picture.frozen"].trigger()
    assert canvas.switch.key() == "frozen"
    legend = canvas.legend.legend
    assert legend is not None
    assert legend.text == f"lit: 3 of {len(frozen)} weights and biases are frozen"
    session.new(session.document.replaced(frozen=np.zeros(len(frozen), bool)))
    assert canvas.switch.key() == "values"


def test_a_click_on_the_capsule_unfolds_a_layer_and_one_on_the_handle_folds_it(large: Room) -> None:
    shown = [large.network.picture.layout.columns[0].units.size]
    for _ in range(2):
        QTest.mouseClick(large.network, LEFT, pos=large.capsule(0))
        shown.append(large.network.picture.layout.columns[0].units.size)
    assert shown == [10, 64, 10]
    assert large.window.selection.element is None


def test_a_layer_too_large_says_up_to_which_size_it_could_be_unfolded(large: Room) -> None:
    QTest.mouseClick(large.network, LEFT, pos=large.capsule(1))
    assert large.network.picture.layout.columns[1].capsule is not None
    remark = large.network.folding.remark
    assert remark.isVisible()
    assert f"up to {MOST_UNFOLDED} neurons" in remark.text()
    assert f"this one has {MOST_UNFOLDED + 1}" in remark.text()
    QTest.mouseClick(large.network, LEFT, pos=large.capsule(0))
    assert not remark.isVisible()


def test_a_layer_is_unfolded_without_a_mouse_and_folded_in_another_network(large: Room) -> None:
    large.window.selection.select(Neuron(0, 1))
    large.window.acts["picture.fold"].trigger()
    assert large.network.picture.layout.columns[0].capsule is None
    large.window.session.new(Document.new((80, 40, 3), seed=2))
    assert large.network.picture.layout.columns[0].capsule is not None


def test_a_double_click_on_nothing_shows_all_and_one_on_a_weight_edits_it(iris: Room) -> None:
    iris.network.zoom(1.5)
    empty = iris.empty()
    assert iris.network.camera.scale == 1.5
    double_click(iris.network, empty)
    assert iris.network.camera.scale == 1.0
    iris.window.selection.select(Edge(1, 0, 0))
    at = iris.point(Edge(1, 0, 0))
    double_click(iris.network, at)
    assert iris.network.editor is not None
    QTest.keyClick(iris.network.editor, Qt.Key.Key_Escape)


def test_the_overview_appears_when_zoomed_and_its_frame_moves_the_network(iris: Room) -> None:
    minimap, network = iris.network.minimap, iris.network
    assert not minimap.isVisible()
    network.zoom(3.0)
    assert minimap.isVisible()
    corner = network.rect().bottomRight() - minimap.geometry().bottomRight()
    assert (corner.x(), corner.y()) == pytest.approx((12, 12), abs=2)
    # A third of the canvas is in sight, around its middle.
    frame = minimap.frame
    assert frame.width() == pytest.approx(minimap.width() / 3, abs=1)
    assert frame.center().x() == pytest.approx(minimap.width() / 2, abs=1)
    before = network.camera.to_picture(QPointF(0, 0))
    start = frame.center().toPoint()
    QTest.mousePress(minimap, LEFT, pos=start)
    QTest.mouseMove(minimap, start - QPoint(20, 0))
    QTest.mouseRelease(minimap, LEFT, pos=start - QPoint(20, 0))
    after = network.camera.to_picture(QPointF(0, 0))
    picture_pixels = 20 * network.width() / minimap.width()
    assert before.x() - after.x() == pytest.approx(picture_pixels, rel=0.03)
    assert after.y() == pytest.approx(before.y())
    double_click(minimap, QPoint(5, 5))
    assert network.camera.scale == 1.0
    assert not minimap.isVisible()


def test_the_small_picture_is_of_now_once_all_is_at_rest(qtbot, tmp_path: Path) -> None:
    document = Document.new((20, 24, 20), "relu", seed=2)
    room = Room(qtbot, tmp_path / "settings.ini", document)
    network, minimap = room.network, room.network.minimap
    covers = minimap._covers

    def rests() -> bool:
        return network.settled and covers._thread is None and not covers._later.isActive()

    network.zoom(3)
    minimap.grab()
    qtbot.waitUntil(rests)
    weights = np.linspace(-2, 2, document.n_parameters)
    room.window.session.apply(SetParameters(np.arange(len(weights)), weights))
    minimap.grab()
    qtbot.waitUntil(rests)
    shown = minimap.grab().toImage()
    minimap.follow(renewed=True)
    assert minimap.grab().toImage() == shown


def test_what_is_said_stays_over_the_small_picture(iris):
    network = iris.network
    network.zoom(3)
    remark, minimap = iris.window.canvas.heads.remark, network.minimap
    remark.say_at("This cannot be done.", minimap.geometry().center())
    network._spoil()
    assert remark.geometry().intersects(minimap.geometry())
    common = remark.geometry().intersected(minimap.geometry())
    assert network.childAt(common.center()) is remark


def test_zooming_by_the_menu(iris: Room) -> None:
    acts, network = iris.window.acts, iris.network
    assert not acts["picture.zoom_selection"].isEnabled()
    acts["picture.zoom_in"].trigger()
    assert network.camera.scale == pytest.approx(1.25)
    acts["picture.zoom_out"].trigger()
    assert network.camera.scale == pytest.approx(1.0)
    iris.window.selection.select(Neuron(2, 1))
    acts["picture.zoom_selection"].trigger()
    assert network.camera.scale > 1.5
    middle = QPointF(network.rect().center())
    assert (iris.point(Neuron(2, 1)) - middle.toPoint()).manhattanLength() <= 3
    acts["picture.fit"].trigger()
    assert network.camera.scale == 1.0


def test_hovering_dims_the_rest_and_leaving_lights_it_again(iris: Room, qtbot) -> None:
    network = iris.network
    rest = network.grab().toImage()
    other = iris.point(Neuron(1, 6)) - QPoint(8, 0)
    QTest.mouseMove(network, iris.point(Neuron(1, 1)))
    qtbot.waitUntil(lambda: iris.window.selection.hover == Neuron(1, 1), timeout=1000)
    assert network.grab().toImage().pixelColor(other) != rest.pixelColor(other)
    QTest.mouseMove(network, iris.empty())
    qtbot.waitUntil(lambda: iris.window.selection.hover is None, timeout=1000)
    assert network.grab().toImage() == rest


_FADE = 1000


@pytest.fixture
def fades(monkeypatch) -> None:
    """Give the fading its time, long enough to look at it."""
    for name in ("DIMMING", "VALUES"):
        monkeypatch.setattr(fading, name, _FADE)


def difference(one: QImage, other: QImage) -> float:
    """The mean distance of two pictures' pixels."""
    pixels = [np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (one, other)]
    return float(np.abs(pixels[0] - pixels[1]).mean())


@pytest.mark.usefixtures("fades")
def test_what_is_lit_and_another_sample_come_about_within_a_moment(iris: Room, qtbot) -> None:
    network, window = iris.network, iris.window
    width = network.width()
    window.selection.select(Edge(1, 0, 0))  # the inspector takes the room that it needs
    qtbot.waitUntil(lambda: network.width() != width)
    for change in (
        lambda: window.selection.select(Neuron(2, 1)),
        lambda: window.selection.set_hover(Neuron(1, 1)),
        lambda: window.session.apply(ShowSample(3)),
    ):
        network._fading.stop()
        before = network.grab().toImage()
        change()
        first = network.grab().toImage()
        qtbot.wait(150)
        on_the_way = network.grab().toImage()
        network._fading.stop()
        whole = difference(before, network.grab().toImage())
        assert whole > 0
        assert difference(before, first) < 0.4 * whole
        assert difference(before, first) < difference(before, on_the_way) <= whole


@pytest.mark.usefixtures("fades")
def test_what_is_set_by_hand_is_there_at_once_and_so_is_all_where_motion_is_reduced(
    iris: Room,
) -> None:
    network, window = iris.network, iris.window
    window.selection.select(Edge(1, 2, 0))
    for reduced in (False, True):
        network._fading.stop()
        iris.settings.reduce_motion = reduced
        window.selection.select(Edge(1, 0, int(reduced)))
        if not reduced:
            window.session.apply(set_value(window.session.document, Edge(1, 0, 0), 2.0))
        shown = network.grab().toImage()
        network._fading.stop()
        assert difference(network.grab().toImage(), shown) == 0


def test_a_narrow_legend_says_in_fewer_words_what_it_says(large: Room) -> None:
    legend = large.window.canvas.legend
    told = legend.legend
    assert told is not None
    total = 64 * (MOST_UNFOLDED + 1) + (MOST_UNFOLDED + 1) * 10
    assert told.brief.startswith("strongest ")
    assert told.brief.endswith(f" {total:,} as density")
    legend.resize(2000, legend.height())
    wide = legend.grab().toImage()
    legend.resize(430, legend.height())
    narrow = legend.grab().toImage().copy(200, 0, 230, wide.height())
    # The words are there at all, which they were not where the long sentence had no room.
    assert narrow != wide.copy(1500, 0, 230, wide.height())
    assert told.text in legend.toolTip()


def test_in_a_narrow_window_nothing_over_the_canvas_is_cut(iris: Room, qtbot) -> None:
    window, canvas = iris.window, iris.window.canvas
    frozen = np.ones(window.session.document.n_parameters, bool)
    window.session.new(window.session.document.replaced(frozen=frozen))
    for width, numbers in ((1024, False), (1440, True)):
        window.resize(width, 640 if width == 1024 else 900)
        least = canvas.switch.minimumSizeHint().width()
        qtbot.waitUntil(lambda least=least: canvas.switch.width() >= least, timeout=2000)
        assert iris.button("numbers_all").isVisible() == numbers
        assert canvas.legend.width() >= canvas.legend.minimumSizeHint().width()
        assert canvas.legend.geometry().right() < canvas.view_bar.x()
        assert canvas.view_bar.geometry().right() < canvas.switch.x()
        assert canvas.switch.geometry().right() < canvas.width()
