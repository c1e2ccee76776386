"""Edits that take long are made beside the window's thread: it lives on, and one may end them."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from nnviz.document import network_edits
from nnviz.document.edits import ChangeTraining, NewWeights, SetParameters
from nnviz.gui import ready
from nnviz.gui.dialogs import new_network, waiting
from nnviz.gui.dialogs.waiting import Waiting
from tests.gui.samples import chain

CTRL = Qt.KeyboardModifier.ControlModifier


class Worker:
    """Makes what is shown of a document once it is let, and knows on what thread."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.threads: list[str] = []

    def make(self, document):
        self.threads.append(threading.current_thread().name)
        assert self.open.wait(5)
        return made_ready(document)


made_ready = ready.made_ready


@pytest.fixture
def worker(monkeypatch):
    worker = Worker()
    monkeypatch.setattr(ready, "LARGE", 1)
    monkeypatch.setattr(ready, "made_ready", worker.make)
    yield worker
    worker.open.set()


@pytest.fixture
def window(open_window):
    return open_window(chain())


def add_neuron(window):
    QTest.keyClick(window, Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)


def test_the_window_lives_on_while_a_large_edit_is_made(window, worker):
    """Only what the window's thread does meanwhile lets the work go on."""
    QTimer.singleShot(0, window, worker.open.set)
    before = window.session.document
    add_neuron(window)
    assert worker.threads == ["nnviz: Add neuron"]
    assert sum(window.session.document.sizes) == sum(before.sizes) + 1
    assert window.session.undo_stack.undoText() == "Add neuron"
    expected = window.session.document.model().trace(before.x, before.y)
    assert window.session.trace.loss == expected.loss


def test_a_large_edit_is_undone_and_done_again(window, worker):
    worker.open.set()
    before = window.session.document
    add_neuron(window)
    after = window.session.document
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.session.document.sizes == before.sizes
    assert np.array_equal(window.session.document.parameters, before.parameters)
    window.session.redo()
    assert len(worker.threads) == 2
    assert np.array_equal(window.session.document.parameters, after.parameters)


def cancel_soon(window, worker):
    def cancel():
        (dialog,) = window.findChildren(Waiting)
        assert dialog.isVisible()
        assert dialog.windowModality() == Qt.WindowModality.WindowModal
        QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
        worker.open.set()

    QTimer.singleShot(60, window, cancel)


def test_a_large_edit_can_be_ended(window, worker, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 1)
    cancel_soon(window, worker)
    before = window.session.document
    window.session.apply(NewWeights(7))
    assert worker.threads
    assert window.session.document is before
    assert window.session.undo_stack.count() == 0
    assert window.messages.notice() is None


def test_it_is_said_where_the_hand_is(window, worker, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 1)
    cancel_soon(window, worker)
    said = window.session.try_apply(NewWeights(7))
    assert said == "New random weights: you have ended it, nothing has changed"


def test_what_does_not_fit_is_said_as_ever(window, worker):
    said = window.session.try_apply(SetParameters(np.array([0]), np.array([np.inf])))
    assert said == "Change weights: the value must be a finite number"
    assert not worker.threads


def test_a_drag_waits_for_nothing(window, worker):
    window.session.apply(SetParameters(np.array([0]), np.array([0.5])), gesture=object())
    assert not worker.threads
    assert window.session.document.parameters[0] == 0.5


def test_training_ends_first(window, worker, qtbot):
    """What is trained while the edit is made is kept: the edit is made of it."""
    worker.open.set()
    window.session.apply(ChangeTraining({"epochs": 10**6}))
    window.runner.start()
    qtbot.waitUntil(lambda: window.session.document.history.epochs > 2)
    add_neuron(window)
    assert not window.runner.running
    stack = window.session.undo_stack
    assert stack.text(stack.count() - 1) == "Add neuron"
    window.session.undo()
    trained = window.session.document.history.epochs
    assert stack.text(stack.index() - 1) == f"Train {trained:,} epochs"


def test_a_large_new_network_is_made_beside(window, worker, monkeypatch):
    monkeypatch.setattr(new_network, "LARGE", 1)
    dialog = new_network.NewNetworkDialog(window.session, window.files, window)
    dialog.open()
    dialog.sizes.setText("3-4-2")
    QTimer.singleShot(0, window, worker.open.set)
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert worker.threads == ["nnviz: Make network"]
    assert window.session.document.sizes == (3, 4, 2)
    assert not dialog.isVisible()


def test_a_large_new_network_can_be_ended(window, worker, monkeypatch):
    monkeypatch.setattr(new_network, "LARGE", 1)
    monkeypatch.setattr(waiting, "PATIENCE", 1)
    dialog = new_network.NewNetworkDialog(window.session, window.files, window)
    dialog.open()
    before = window.session.document
    cancel_soon(window, worker)
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert window.session.document is before
    assert dialog.problem.text() == "No network is made: you have ended it."
    dialog.reject()


def test_undoing_new_weights_draws_none(window, monkeypatch):
    """What an edit goes back to is known without making the edit once more."""
    before = window.session.document
    edit = NewWeights(7)
    after = edit.apply(before)
    monkeypatch.setattr(network_edits, "initial_parameters", None)
    back = edit.invert(before).apply(after)
    assert back.parameters is before.parameters
    assert back.seed == before.seed
