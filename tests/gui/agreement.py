"""Whether all that a window shows is one and the same state, whatever led to it."""

from __future__ import annotations

import math
from statistics import fmean

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QLabel

from nnviz.document.document import Document
from nnviz.document.elements import Element
from nnviz.document.schema import to_values
from nnviz.document.writing import json_pieces
from nnviz.explain.numbers import format_number
from nnviz.gui.canvas.network import NetworkView
from nnviz.gui.panels.element_row import ElementRow
from nnviz.gui.panels.several_page import SeveralPage
from nnviz.gui.panels.training_settings import TrainingSettingsForm
from nnviz.gui.selection import exists
from nnviz.gui.session import Change
from nnviz.gui.tables.dialog import WeightsWindow
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.window import Window
from tests.explain.redo import shown_as
from tests.gui import arithmetic, rereading


def content(document: Document) -> str:
    """What a file of the document holds."""
    return "".join(json_pieces(to_values(document)))


def check(window: Window) -> None:
    """Fail where two views of the window tell of different states."""
    check_trace(window)
    check_heard(window)
    check_canvas(window)
    check_numbers(window)
    check_selection(window)
    check_rows(window)
    check_settings(window)
    check_equations(window)
    check_tables(window)
    check_frame(window)


def check_trace(window: Window) -> None:
    """The pass that is shown is the one that a network made from the document computes."""
    document, trace = window.session.document, window.session.trace
    fresh = document.model().trace(document.x, document.y)
    for one, other in zip(trace.layers, fresh.layers, strict=True):
        for name in ("kernel_old", "bias_old", "z", "a", "delta", "dE_dkernel", "kernel_new"):
            assert _same(getattr(one, name), getattr(other, name)), name
    assert _same(trace.losses, fresh.losses)


def check_heard(window: Window) -> None:
    """A screen reader hears of every element, with the number that a pencil finds."""
    known = _numbers_told(window)
    canvas = QAccessible.queryAccessibleInterface(window.canvas.network)
    nodes = [canvas.child(k) for k in range(canvas.childCount())]
    for node in nodes:
        if node.element in known:
            assert _tells(node.text(QAccessible.Text.Value), known.pop(node.element)), node.element
    assert not known
    chosen = [node.element for node in nodes if node.state().selected]
    assert set(chosen) <= set(window.selection.elements)


def _numbers_told(window: Window) -> dict[Element, float]:
    """Each number of what is told; of a minibatch the mean over its samples."""
    document, trace = window.player.subject
    each = [arithmetic.activations(document, x) for x in trace.x.tolist()]
    means = {element: fmean(one[element] for one in each) for element in each[0]}
    told = window.player.shown.document
    return {**arithmetic.numbers(told, trace.x[0].tolist()), **means}


def check_canvas(window: Window) -> None:
    """The picture has the document's numbers, and its pixels are those of the picture."""
    network = window.canvas.network
    document, trace = window.player.shown
    readings = network.picture.scene.readings
    for name in ("layers", "parameters", "input", "target", "frozen", "output_names"):
        one, other = getattr(readings.document, name), getattr(document, name)
        assert one is other or (isinstance(one, tuple) and one == other), name
    for layer in range(1, len(document.layers) + 1):
        assert np.array_equal(readings.values(layer, "a"), trace.layers[layer - 1].a[0])
        if readings.telling.edges(layer) == "values":
            assert np.array_equal(readings.edges(layer), document.kernel(layer))
    moves = window.runner.running or window.player.playing or not window.settings.reduce_motion
    if network.isVisible() and not moves:
        shown = _pixels(network)
        network._spoil()
        assert _pixels(network) == shown


def check_numbers(window: Window) -> None:
    """Each number along an edge is that edge's, of the pass that is told."""
    picture = window.canvas.network.picture
    document, trace = window.player.shown
    known, telling = arithmetic.parameters(document), picture.scene.readings.telling
    for number in picture.edge_numbers:
        edge, layer = number.edge, trace.layers[number.edge.layer - 1]
        value = known[edge]
        if telling.of(edge) == "gradients":
            value = layer.dE_dkernel[edge.source, edge.unit]
        elif telling.of(edge) == "updates":
            value = layer.kernel_new[edge.source, edge.unit] - value
        assert _tells(number.text, value), edge


def check_selection(window: Window) -> None:
    """What is selected is there, and of several the inspector tells how they are spread."""
    document, elements = window.session.document, window.selection.elements
    assert all(exists(document, element) for element in elements)
    known = arithmetic.parameters(document)
    for page in window.findChildren(SeveralPage):
        if page.isVisible() and all(element in known for element in elements):
            values = [known[element] for element in elements]
            told = dict(page.facts.facts())
            assert _tells(told["smallest"], min(values))
            assert _tells(told["largest"], max(values))
            assert _tells(told["mean"], math.fsum(values) / len(values))
            held = [document.frozen[document.parameter_index(element)] for element in elements]
            assert any(held) == ("frozen" in told)


def check_rows(window: Window) -> None:
    """Each slider and its field stand at the document's value, which no range cuts off."""
    document, digits = window.session.document, window.settings.digits
    for row in window.findChildren(ElementRow):
        if row.isVisible() and row.element is not None:
            value = document.value(row.element)
            assert row.slider.number() == value, row.element
            assert row.slider.limits().low <= value <= row.slider.limits().high
            if not row.field.hasFocus():
                assert row.field.text().replace("−", "-") in _written(value, digits)


def check_settings(window: Window) -> None:
    """The form of the training's settings shows the document's."""
    training = window.session.document.training
    for form in window.findChildren(TrainingSettingsForm):
        if form.isVisible():
            assert form.optimizer.key() == training.optimizer
            assert form.loss.key() == training.loss
            assert form.rate.slider.number() == training.learning_rate
            assert form.batch_size.field.text() == str(training.batch_size)
            assert form.seed.field.text() == str(window.session.document.seed)


def check_equations(window: Window) -> None:
    """What the inspector says is what it would say anew, and its arithmetic is right."""
    inspector = window.arrangement.inspector.widget()
    if not inspector.isVisible():
        return
    said = _texts(inspector)
    inspector.refresh(Change.ALL ^ Change.STRUCTURE)  # which would narrow the sliders
    anew = _texts(inspector)
    assert anew == said, [pair for pair in zip(said, anew, strict=False) if pair[0] != pair[1]]
    for view in window.findChildren(EquationView):
        if view.isVisible():
            for calculation, result in rereading.calculations(view.text()):
                agrees = rereading.agrees(calculation, result, window.settings.digits)
                assert agrees, view.text()


def check_tables(window: Window) -> None:
    """The table of weights and the maps have the document's numbers."""
    maps = window.canvas.maps
    if maps.isVisible():
        for layer, shown in enumerate(maps.maps, start=1):
            assert np.array_equal(shown._values, window.session.document.kernel(layer))
    table = window.findChild(WeightsWindow)
    if table is None or not table.isVisible():
        return
    document, model = window.session.document, table.model
    kernel, bias = document.kernel(model.layer), document.bias(model.layer)
    block = kernel if bias is None else np.vstack([kernel, bias])
    assert (model.rowCount(), model.columnCount()) == block.shape
    for (row, column), value in np.ndenumerate(block):
        cell = model.index(row, column)
        text = model.data(cell, Qt.ItemDataRole.DisplayRole)
        assert text == format_number(float(value), window.settings.digits)
    assert np.array_equal(table.map._values, kernel)


def check_frame(window: Window) -> None:
    """Title, undo and status bar tell of the same document, too."""
    session, document = window.session, window.session.document
    stack = session.undo_stack
    assert window.isWindowModified() == session.modified == (not stack.isClean())
    assert window.windowTitle().startswith(document.title)
    assert window.acts["edit.undo"].isEnabled() == (stack.canUndo() or window.runner.running)
    assert window.acts["edit.redo"].isEnabled() == stack.canRedo()
    epoch = window.status._pairs["epoch"].value().replace(",", "")
    if not window.runner.running and not session.visiting and "batch" not in epoch:
        assert epoch.split()[0] == str(document.history.epochs)
    if not session.visiting:
        assert session.present is document


def _pixels(network: NetworkView) -> QImage:
    """Return what the canvas shows once it has come to rest."""
    network._rest.stop()
    network._refine()
    image = network.grab().toImage()
    while not network.settled:
        network._baker.finish()
        image = network.grab().toImage()
    return image


def _tells(text: str, value: float) -> bool:
    """Return whether a number is written so, but for the last bits of a sum in another order."""
    if not math.isfinite(value):
        return True
    told, slack = shown_as(text), 1e-9 * max(1.0, abs(value))
    return told.low - slack <= value <= told.high + slack


def _same(one: object, other: object) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(np.asarray(one), np.asarray(other), equal_nan=True)


def _written(value: float, digits: int) -> tuple[str, ...]:
    """The ways in which a field may write a value."""
    plain = format_number(value, digits).replace("−", "-")
    return plain, f"{value:.{digits}f}".rstrip("0").rstrip("."), repr(value), f"{value:g}"


def _texts(widget) -> list[str]:
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    equations = widget.findChildren(EquationView)
    return [*labels, *(view.text() for view in equations if view.isVisible())]
