"""Whether all that a window shows is one and the same state, whatever led to it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from nnviz.document.document import Document
from nnviz.document.schema import to_values
from nnviz.document.writing import json_pieces
from nnviz.explain.numbers import format_number
from nnviz.gui.panels.element_row import ElementRow
from nnviz.gui.session import Change
from nnviz.gui.tables.dialog import WeightsWindow
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.window import Window
from tests.gui import rereading


def content(document: Document) -> str:
    """What a file of the document holds."""
    return "".join(json_pieces(to_values(document)))


def check(window: Window) -> None:
    """Fail where two views of the window tell of different states."""
    check_trace(window)
    check_canvas(window)
    check_rows(window)
    check_equations(window)
    check_table(window)
    check_frame(window)


def check_trace(window: Window) -> None:
    """The pass that is shown is the one that a network made from the document computes."""
    document, trace = window.session.document, window.session.trace
    fresh = document.model().trace(document.x, document.y)
    for one, other in zip(trace.layers, fresh.layers, strict=True):
        for name in ("kernel_old", "bias_old", "z", "a", "delta", "dE_dkernel", "kernel_new"):
            assert _same(getattr(one, name), getattr(other, name)), name
    assert _same(trace.losses, fresh.losses)


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
    if not window.runner.running and not window.player.playing and network.isVisible():
        network._refine()
        shown = network.grab().toImage()
        network._spoil()
        assert network.grab().toImage() == shown


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


def check_table(window: Window) -> None:
    """The table of weights and the map beside it have the document's numbers."""
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
