"""The window that the hand works in, and what must be true after all that it does."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions

from nnviz.document.document import Document
from nnviz.document.files import open_document
from nnviz.gui.accessible import install
from nnviz.gui.canvas.walk import walk_of
from nnviz.gui.following import Following
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import apply_theme
from nnviz.gui.window import Window
from tests.gui.agreement import check, content
from tests.gui.samples import chain, line

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
HELD = [NONE, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier]
BEGINNINGS = {
    "chain": chain,
    "line": line,
    "xor": lambda: open_document("example:xor"),
    "no target": lambda: Document.new((2, 3, 2), seed=1),
    "folded": lambda: Document.new((8, 32, 4), "relu", seed=2),
}
any_place = st.integers(0, 10**6)
share = st.floats(0, 1)
number = st.sampled_from(["0,5", "1/3", "-2e-3", "7", "words", "1/0", "1e999", ""])


class Frame(RuleBasedStateMachine):
    """Opens a window, compares all that it shows after each step, and undoes all at the end."""

    folder = None

    @initialize(beginning=st.sampled_from(sorted(BEGINNINGS)))
    def begin(self, beginning):
        apply_theme("light")
        install()
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

    # ------------------------------------------------------------------ memory

    def start_afresh(self):
        """Know of this state alone, which is the saved one."""
        self.contents, self.last = {0: content(self.window.session.present)}, 0
        self.saved = self.contents[0]

    def forget(self, _nothing_left):
        """Know nothing of earlier states: the oldest are gone, and the others count anew."""
        self.contents, self.last = {}, 0

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

    def compare(self):
        """Compare the document with what it was when the stack stood here before."""
        session = self.window.session
        if self.window.runner.running:
            return
        expected = self.contents.get(session.undo_stack.index())
        assert expected is None or content(session.present) == expected

    # ------------------------------------------------------------------ checks

    @invariant()
    def everything_agrees(self):
        if not hasattr(self, "window"):
            return
        self.settle()
        assert not self.caught, self.caught
        check(self.window)
        self.remember()

    def undo_everything(self):
        """Go back to the first state, byte for byte, and to the last one again."""
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

    # ----------------------------------------------------------------- fingers

    def settle(self):
        """Let all views of a network that trains have their turn."""
        QApplication.processEvents()
        views = self.window.findChildren(Following)
        for _ in range(10_000):
            if not any(view.behind for view in views):
                return
            QApplication.processEvents()
        raise AssertionError("some view is never told")

    def wait(self, until):
        for _ in range(10_000):
            if until():
                return
            QTest.qWait(2)
        raise AssertionError("it takes too long")

    def element(self, at):
        walk = walk_of(self.window.session.document)
        return walk.element(at % len(walk))

    def apply(self, edit):
        """Apply an edit, or see it refused."""
        self.window.session.try_apply(edit)

    def trigger(self, name):
        """Choose a command of the menus, if it can be."""
        if self.window.acts[name].isEnabled():
            self.window.acts[name].trigger()
