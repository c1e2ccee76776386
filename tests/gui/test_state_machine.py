"""A hand that does anything in any order: every view agrees, and undo leads back to the byte.

Ordinarily a few ways through, always the same; NNVIZ_STATE_EXAMPLES=500 tries that many new ones,
and NNVIZ_STATE_SHRINK=1 looks long for a short way to what it finds.
"""

from __future__ import annotations

import os

import numpy as np
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.exceptions import capture_exceptions

from nnviz.document.document import Document
from nnviz.document.edits import (
    AddLayer,
    AddNeuron,
    ChangeLayer,
    ChangeTraining,
    Freeze,
    InitialWeights,
    MoveLayer,
    NewWeights,
    RemoveNeuron,
    Rename,
    Unfreeze,
    UseBias,
)
from nnviz.document.files import open_document, save
from nnviz.explain.grain import Grain
from nnviz.gui.canvas.walk import walk_of
from nnviz.gui.panels.element_row import ElementRow
from nnviz.gui.passage import SCOPES
from nnviz.gui.player import MODES
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.tables.dialog import WeightsWindow
from nnviz.gui.theme import apply_theme
from nnviz.gui.window import Window
from tests.gui.agreement import check, content
from tests.gui.samples import chain, line
from tests.gui.saving import save_by_hand

EXAMPLES = int(os.environ.get("NNVIZ_STATE_EXAMPLES", "0"))
SHRINK = bool(os.environ.get("NNVIZ_STATE_SHRINK"))
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
HELD = [NONE, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier]
BEGINNINGS = {
    "chain": chain,
    "line": line,
    "xor": lambda: open_document("example:xor"),
    "no target": lambda: Document.new((2, 3, 2), seed=1),
}
CHANGES = {
    "initial weights": InitialWeights(),
    "new weights": NewWeights(5),
    "name": Rename("Another"),
    "optimizer": ChangeTraining({"optimizer": "adam"}),
    "rate": ChangeTraining({"learning_rate": 0.05}),
    "loss": ChangeTraining({"loss": "mean_absolute_error"}),
}
any_place = st.integers(0, 10**6)
share = st.floats(0, 1)
number = st.sampled_from(["0,5", "1/3", "-2e-3", "7", "words", "1/0", "1e999", ""])


class Hand(RuleBasedStateMachine):
    """Does in a window what a person can do in it."""

    folder = None

    # ------------------------------------------------------------------ frame

    @initialize(beginning=st.sampled_from(sorted(BEGINNINGS)))
    def begin(self, beginning):
        apply_theme("light")
        self.errors = capture_exceptions()
        self.caught = self.errors.__enter__()
        self.window = Window(Session(BEGINNINGS[beginning]()), Settings())
        self.window.session.setParent(self.window)
        self.window.settings.setParent(self.window)
        self.window.settings.reduce_motion = True  # each step at rest
        self.window.resize(1280, 800)
        self.window.arrangement.reset()
        self.window.show()
        self.settle()
        QTest.qWait(1)
        self.start_afresh()

        self.window.session.undo_memory.forgot.connect(self.forget)

    def forget(self, _nothing_left):
        """Know nothing of earlier states: the oldest are gone, and the others count anew."""
        self.contents, self.last = {}, 0

    def start_afresh(self):
        self.contents, self.last = {0: content(self.window.session.present)}, 0
        self.saved = self.contents[0]

    def teardown(self):
        if not hasattr(self, "window"):
            return
        window = self.window
        try:
            if not self.caught:
                self.undo_everything()
        finally:
            self.errors.__exit__(None, None, None)
            window.runner.stop()
            window.session.undo_stack.setClean()
            window.close()
            window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def undo_everything(self):
        session = self.window.session
        session.joining.emit()
        session.leave()
        stack = session.undo_stack
        last, here = content(session.present), stack.index()
        while stack.canUndo():
            session.undo()
            self.compare()
        self.compare()
        self.settle()
        check(self.window)
        while stack.index() < here:
            session.redo()
            self.compare()
        assert content(session.present) == last
        assert not self.caught, self.caught

    def settle(self):
        QApplication.processEvents()

    def compare(self):
        """Compare the document with what it was when the stack stood here before."""
        session = self.window.session
        if self.window.runner.running:
            return
        expected = self.contents.get(session.undo_stack.index())
        assert expected is None or content(session.present) == expected

    @invariant()
    def everything_agrees(self):
        if not hasattr(self, "window"):
            return
        self.settle()
        assert not self.caught, self.caught
        check(self.window)
        self.remember()

    def remember(self):
        """Keep what the document is at this place of the undo stack."""
        session, running = self.window.session, self.window.runner.running
        index, count = session.undo_stack.index(), session.undo_stack.count()
        if index == count or running:  # whatever was undone is no more, or will soon be
            least = min(index, self.last)
            self.contents = {k: v for k, v in self.contents.items() if k < least}
        self.last = index
        if not running:
            self.contents[index] = content(session.present)
            assert session.modified or self.contents[index] == self.saved

    # ----------------------------------------------------------------- canvas

    def element(self, at):
        walk = walk_of(self.window.session.document)
        return walk.element(at % len(walk))

    def place(self, element):
        network = self.window.canvas.network
        rect = network.picture.rect_of(element)
        return None if rect is None else network.camera.to_canvas(rect).center().toPoint()

    @rule(at=any_place, up=st.integers(-90, 90), held=st.sampled_from(HELD), escape=st.booleans())
    def drag(self, at, up, held, escape):
        network, place = self.window.canvas.network, self.place(self.element(at))
        if place is None or not network.isVisible():
            return
        QTest.mouseMove(network, place)
        QTest.mousePress(network, LEFT, NONE, place)
        for part in (up // 3, up):
            self.move(network, place - QPoint(0, part), held)
            self.settle()
        if escape:
            QTest.keyClick(network, Qt.Key.Key_Escape)
        QTest.mouseRelease(network, LEFT, NONE, place - QPoint(0, up))

    def move(self, widget, at, held):
        where = QPointF(at), QPointF(widget.mapToGlobal(at))
        none = Qt.MouseButton.NoButton
        QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, *where, none, LEFT, held))

    @rule(at=any_place, held=st.sampled_from(HELD))
    def click(self, at, held):
        place = self.place(self.element(at))
        if place is not None and self.window.canvas.network.isVisible():
            QTest.mouseClick(self.window.canvas.network, LEFT, held, place)

    @rule(at=any_place)
    def select(self, at):
        self.window.selection.select(self.element(at))

    @rule(
        key=st.sampled_from(["Up", "Down", "Left", "Right", "Tab", "Backtab", "Escape", "End"]),
        held=st.sampled_from(HELD),
        times=st.integers(1, 3),
    )
    def press_on_canvas(self, key, held, times):
        network = self.window.canvas.network
        network.setFocus()
        for _ in range(times):
            QTest.keyClick(network, getattr(Qt.Key, f"Key_{key}"), held)

    @rule(at=any_place, text=number, end=st.sampled_from([Qt.Key.Key_Return, Qt.Key.Key_Escape]))
    def type_in_place(self, at, text, end):
        network, element = self.window.canvas.network, self.element(at)
        if not network.isVisible():
            return
        self.window.selection.select(element)
        network.setFocus()
        QTest.keyClick(network, Qt.Key.Key_Return)
        if network.editor is not None:
            network.editor.selectAll()
            QTest.keyClicks(network.editor, text)
            QTest.keyClick(network.editor, end)
        if network.editor is not None:
            QTest.keyClick(network.editor, Qt.Key.Key_Escape)

    @rule(key=st.sampled_from(["values", "gradients", "updates", "maps"]))
    def switch(self, key):
        switch = self.window.canvas.switch
        if self.window.session.document.target is not None or key in ("values", "maps"):
            switch.set_key(key)
            switch.chosen.emit(key)

    # -------------------------------------------------------------- inspector

    def row(self, at):
        rows = self.window.findChildren(ElementRow)
        shown = [row for row in rows if row.isVisible() and row.element is not None]
        return shown[at % len(shown)] if shown else None

    @rule(
        at=any_place,
        keys=st.lists(
            st.sampled_from(["Right", "Left", "PageUp", "PageDown", "Home", "End", "Escape"]),
            min_size=1,
            max_size=3,
        ),
    )
    def press_on_slider(self, at, keys):
        row = self.row(at)
        if row is not None:
            row.slider.setFocus()
            for key in keys:
                QTest.keyClick(row.slider, getattr(Qt.Key, f"Key_{key}"))

    @rule(at=any_place, text=number)
    def type_in_field(self, at, text):
        row = self.row(at)
        if row is not None:
            row.field.setFocus()
            row.field.selectAll()
            QTest.keyClicks(row.field, text)
            QTest.keyClick(row.field, Qt.Key.Key_Return)
            QTest.keyClick(row.field, Qt.Key.Key_Escape)

    @rule(digits=st.sampled_from([2, 4, 6]))
    def choose_digits(self, digits):
        self.window.settings.digits = digits

    # ------------------------------------------------------------------ table

    @rule(at=any_place)
    def open_table(self, at):
        self.window.acts["network.table"].trigger()
        self.window.findChild(WeightsWindow).show_layer(
            at % len(self.window.session.document.layers) + 1
        )

    def table(self):
        return self.window.findChild(WeightsWindow)

    @precondition(lambda self: self.table() is not None)
    @rule(row=any_place, column=any_place, text=st.sampled_from(["1\t2\n3\t4", "0,5", "x", "inf"]))
    def paste(self, row, column, text):
        table = self.table().table
        model = table.model()
        table.setCurrentIndex(model.index(row % model.rowCount(), column % model.columnCount()))
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    @precondition(lambda self: self.table() is not None)
    @rule(row=any_place)
    def clear_cells(self, row):
        table = self.table().table
        table.selectRow(row % table.model().rowCount())
        QTest.keyClick(table, Qt.Key.Key_Delete)

    # --------------------------------------------------------------- document

    def apply(self, edit):
        """Apply an edit, or see it refused."""
        self.window.session.try_apply(edit)

    def layer(self, at, first=1):
        return first + at % (len(self.window.session.document.layers) + 1 - first)

    @rule(at=any_place, kind=st.sampled_from(["add", "remove", "layer", "move", "bias", "tanh"]))
    def restructure(self, at, kind):
        document = self.window.session.document
        if document.n_parameters > 60 and kind in ("add", "layer"):
            return
        layer = self.layer(at, 0 if kind in ("add", "remove", "layer") else 1)
        if kind == "add":
            self.apply(AddNeuron(layer))
        elif kind == "remove":
            self.apply(RemoveNeuron(layer))
        elif kind == "layer":
            self.apply(AddLayer(min(layer, len(document.layers) - 1)))
        elif kind == "move":
            self.apply(MoveLayer(layer, self.layer(at // 7)))
        elif kind == "bias":
            self.apply(UseBias(layer, not document.layers[layer - 1].use_bias))
        else:
            self.apply(ChangeLayer(layer, {"activation": "tanh"}))

    @rule(at=any_place, count=st.integers(1, 3), hold=st.booleans())
    def freeze(self, at, count, hold):
        size = self.window.session.document.n_parameters
        places = np.unique((at + np.arange(count)) % size)
        self.apply(Freeze(places) if hold else Unfreeze(places))

    @rule(what=st.sampled_from(sorted(CHANGES)))
    def change(self, what):
        self.apply(CHANGES[what])

    @rule(name=st.sampled_from(["next_sample", "previous_sample", "randomise", "initial"]))
    def act_on_network(self, name):
        self.window.acts[f"network.{name}"].trigger()

    @rule(times=st.integers(1, 4))
    def undo(self, times):
        for _ in range(times):
            self.window.acts["edit.undo"].trigger()
            self.compare()

    @rule(times=st.integers(1, 4))
    def redo(self, times):
        for _ in range(times):
            self.window.acts["edit.redo"].trigger()
            self.compare()

    # --------------------------------------------------------------- training

    @rule(what=st.sampled_from(["one_sample", "one_batch", "one_epoch"]))
    def train_a_little(self, what):
        self.window.runner.stop()  # an epoch beside a run under way would be that run
        getattr(self.window.runner, what)()
        self.wait(lambda: not self.window.runner.running)

    @rule()
    def train_on_and_on(self):
        self.window.runner.start(10**9)
        QTest.qWait(20)

    @rule()
    def stop(self):
        self.window.runner.stop()

    @rule(at=share)
    def scrub(self, at):
        recorder = self.window.recorder
        recorder.seek(recorder.start + at * (recorder.end - recorder.start))
        self.wait(lambda: not recorder.busy)

    @rule(by=st.sampled_from([-3, -1, 1, 2]))
    def step_through_recording(self, by):
        self.window.recorder.step(by)
        self.wait(lambda: not self.window.recorder.busy)

    @rule(go_back=st.booleans())
    def leave_recording(self, go_back):
        self.wait(lambda: not self.window.recorder.busy)
        self.window.session.go_back() if go_back else self.window.recorder.leave()

    def wait(self, until):
        for _ in range(10_000):
            if until():
                return
            QTest.qWait(2)
        raise AssertionError("it takes too long")

    # ------------------------------------------------------------------- pass

    @rule(by=st.sampled_from([-1, 1, 1, 3]))
    def step(self, by):
        self.window.player.step(by)

    @rule(at=share)
    def seek(self, at):
        player = self.window.player
        player.seek(round(at * len(player.frames)))

    @rule(mode=st.sampled_from(MODES))
    def choose_mode(self, mode):
        self.window.acts[f"run.{mode}"].trigger()

    @rule(scope=st.sampled_from(SCOPES), grain=st.sampled_from(list(Grain)))
    def tell(self, scope, grain):
        self.window.player.set_scope(scope)
        self.window.player.set_grain(grain)

    @rule()
    def play(self):
        self.window.player.toggle()
        QTest.qWait(5)
        self.window.player.pause()

    @rule()
    def leave_pass(self):
        self.window.player.leave()

    # ------------------------------------------------------------------ files

    @rule(name=st.sampled_from(["one.nnviz", "two.nnviz"]))
    def save_as(self, name):
        session = self.window.session
        session.path = self.folder / name
        session.digest = None
        save_by_hand(self.window)
        assert not session.modified
        self.saved = content(session.present)
        assert content(open_document(self.folder / name)) == self.saved
        assert not session.modified

    @rule(name=st.sampled_from(["one.nnviz", "example:chain"]))
    def open(self, name):
        if not name.startswith("example:"):
            save(line(), self.folder / name)
            name = self.folder / name
        assert self.window.files.load(name)
        self.settle()
        self.start_afresh()


def test_any_way_through_the_window(qapp, tmp_path, monkeypatch):
    from nnviz.gui import files

    buttons = QMessageBox.StandardButton
    monkeypatch.setattr(files, "ask_to_save", lambda *_: buttons.Discard)
    monkeypatch.setattr(files, "ask_to_overwrite", lambda *_: buttons.Yes)
    monkeypatch.setattr(Hand, "folder", tmp_path)
    run_state_machine_as_test(
        Hand,
        settings=settings(
            max_examples=EXAMPLES or 12,
            stateful_step_count=60 if EXAMPLES else 25,
            derandomize=not EXAMPLES,
            deadline=None,
            phases=[Phase.generate, *([Phase.shrink] if SHRINK else [])],
            database=None,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
