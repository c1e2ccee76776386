from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from nnviz.diagram.style import DARK, LIGHT
from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Layer, Loss, Neuron, Target
from nnviz.document.files import open_document
from nnviz.explain.equation import plain, row
from nnviz.gui.canvas.caption_lines import caption_lines
from nnviz.gui.canvas.captions import Caption, answer_caption, training_caption
from nnviz.gui.canvas.describe import describe
from nnviz.gui.canvas.epochs import epochs_of
from nnviz.gui.canvas.sweep import training_pulses
from nnviz.gui.theme import apply_theme
from tests.gui.canvas_desk import Desk


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "settings.ini")
    show(qtbot, desk)
    yield desk
    desk.runner.stop()


def show(qtbot, desk: Desk) -> None:
    qtbot.addWidget(desk.card)
    desk.card.resize(1056, 566)
    with qtbot.waitExposed(desk.card):
        desk.card.show()


def click(desk: Desk, words: str) -> None:
    buttons = desk.card.switch.findChildren(QPushButton)
    button = next(button for button in buttons if button.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_switch_changes_what_edges_and_nodes_show(desk: Desk) -> None:
    legends, pictures = [], []
    for words in ("Values", "Gradients", "Updates"):
        click(desk, words)
        legend = desk.card.legend.legend
        assert legend is not None
        legends.append(legend.text)
        pictures.append(desk.picture())
    assert legends[0] == "width = |w|, widest 0.45"
    # ∂E/∂w₂ = 0.0571 and η = 0.4: w₂ changes by 0.0228.
    assert legends[1] == "width = |∂E/∂w|, widest 0.06"
    assert legends[2] == "width = |Δw|, widest 0.02"
    assert pictures[0] != pictures[1] != pictures[2]


def test_without_a_target_there_are_values_only(desk: Desk) -> None:
    click(desk, "Gradients")
    desk.session.new(Document.new((2, 1), seed=1).replaced(target=None))
    assert desk.card.switch.key() == "values"
    buttons = {b.text(): b.isEnabled() for b in desk.card.switch.findChildren(QPushButton)}
    offered = {"Values": True, "Gradients": False, "Updates": False, "Maps": True}
    assert buttons == {**offered, "Frozen": False}


def test_the_legend_follows_a_drag(desk: Desk) -> None:
    desk.drag(Edge(2, 0, 0), up=60)
    legend = desk.card.legend.legend
    assert legend is not None
    assert legend.text == "width = |w|, widest 1.05"


def test_the_theme_changes_the_picture(desk: Desk) -> None:
    assert desk.picture().pixelColor(2, 2).name() == LIGHT.surface.lower()
    apply_theme("dark")
    assert desk.picture().pixelColor(2, 2).name() == DARK.surface.lower()
    apply_theme("light")


def test_a_large_network_is_rough_in_the_hand_and_refined_at_rest(qtbot, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.ini", Document.new((24, 24, 4), seed=1))
    show(qtbot, desk)
    with qtbot.waitSignal(desk.network._covers.made):
        desk.picture()
    qtbot.waitUntil(lambda: bool(desk.picture()) and desk.network.settled)
    smooth = desk.picture()
    edge = desk.network.picture.drawn[0].element(0)
    at = desk.press(edge)
    desk.move(desk.network, at - QPoint(0, 5))
    desk.move(desk.network, at)
    qtbot.waitUntil(lambda: desk.picture() != smooth)
    desk.release(at)
    desk.selection.select(None)
    desk.selection.set_hover(None)
    qtbot.waitUntil(lambda: desk.picture() == smooth, timeout=2000)


class Paints(QObject):
    """Counts the paint events of a widget."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_many_changes_between_two_frames_are_painted_once(desk: Desk) -> None:
    at = desk.press(Edge(2, 0, 0))
    QTest.qWait(20)
    paints = Paints()
    desk.network.installEventFilter(paints)
    for up in range(5, 50, 5):
        desk.move(desk.network, at - QPoint(0, up))
    assert paints.count == 0
    QTest.qWait(30)
    assert paints.count == 1


def test_the_caption_answers_in_the_data_s_own_words() -> None:
    document = open_document("example:iris")
    trace = document.model().trace(document.x, document.y)
    answer = answer_caption(document, trace)
    best = int(trace.output[0].argmax())
    assert plain(answer.title) == f"The network says {document.output_names[best]}"
    assert f"The loss is {trace.loss:.4f}" in plain(answer.detail)


def test_the_caption_of_a_training_counts_epochs() -> None:
    document = open_document("example:iris")
    history = document.history.extended({"loss": [0.5] * 118})
    trained = document.replaced(history=history)
    epochs = epochs_of(trained, 400)
    caption = training_caption(trained, epochs, running=True)
    assert plain(caption.title) == "Epoch 118 of 400"
    number = trained.sample + 1
    assert plain(caption.detail) == (
        f"Sample {number} of 150 shown while the network learns. Adam, batches of 16."
    )
    rest = training_caption(trained, epochs, running=False)
    assert plain(rest.detail) == f"Sample {number} of 150 is shown. Adam, batches of 16."


@pytest.mark.parametrize("width", [300.0, 560.0, 900.0, 1400.0])
def test_a_caption_fits_its_width(desk: Desk, width: float) -> None:
    words = row("The slope of the error at this place, " * 4)
    for step in ("", "Step 3 of 16"):
        caption = Caption(step, row("How strongly does it move?"), words)
        lines = caption_lines(caption, width, LIGHT, 4)
        assert all(line.x + line.words.width <= width for line in lines)


def test_elements_are_named_in_words(desk: Desk) -> None:
    document, trace = desk.session.document, desk.session.trace
    said = [
        describe(document, trace, element, 4)
        for element in (Edge(2, 0, 0), Bias(1, 0), Neuron(0, 0), Neuron(1, 0), Target(0), Loss())
    ]
    assert said == [
        "w₂ = 0.45, weight from Hidden to Output",
        "b₁ = 0.4, bias of Hidden",
        "x₁ = 0.1, input",
        "Hidden: a₁ = 0.6023, z₁ = 0.4150",
        "T = 0.25, target of Output",
        "E = 0.1082, loss",
    ]
    assert describe(document, trace, Layer(1), 4) == "Hidden: 1 neuron, sigmoid"


def test_the_pulses_of_a_training_run_there_and_back() -> None:
    way = [training_pulses(2, 0.25 + 0.5 * leg)[0] for leg in range(5)]
    assert [(p.layer, p.direction) for p in way] == [(1, 1), (2, 1), (2, -1), (1, -1), (1, 1)]
    assert training_pulses(2, 0.25)[1] == pytest.approx(0.5)
