"""What is seen of work that takes long: what goes on, how far it is, and a way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from nnviz.gui.task import Report, Task, Work
from nnviz.gui.widgets.labels import Label, button

Made = TypeVar("Made")

# Bytes that take longer than a frame to read.
LARGE_FILE = 2**19
# From then on, in milliseconds, work is said to take long.
PATIENCE = 1000
_EVERY, _WIDTH = 100, 360


class Waiting(QDialog):
    """Shows itself when a task takes long, and goes with it."""

    def __init__(self, task: Work, parent: QWidget) -> None:
        super().__init__(parent)
        self._task = task
        self.setWindowTitle("nnviz")
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(task.words)
        self.cancel = button("Cancel", "secondary", "Leave everything as it was")
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        self._pace = QTimer(self, interval=_EVERY)
        self._pace.timeout.connect(self._follow)
        QTimer.singleShot(PATIENCE, self, self._appear)
        task.ended.connect(self._leave)

    def _lay_out(self) -> None:
        column, buttons = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        column.addWidget(Label(self._task.words))
        column.addWidget(self.bar)
        column.addLayout(buttons)
        self.setMinimumWidth(_WIDTH)

    def reject(self) -> None:
        """Give the task up; the dialog goes when it has ended."""
        self._task.give_up()
        self.cancel.setEnabled(False)

    def hold_window(self) -> None:
        """Let the window take no input while the dialog is there."""
        seen = self.isVisible()
        self.hide()
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setVisible(seen)

    def _appear(self) -> None:
        if not self._task.over:
            self._follow()
            self._pace.start()
            self.show()

    def _follow(self) -> None:
        share = self._task.share
        self.bar.setRange(0, 0 if share is None else 100)  # a busy one where nobody knows
        self.bar.setValue(round(100 * (share or 0.0)))

    def _leave(self) -> None:
        self._pace.stop()
        self.hide()
        self.deleteLater()


def is_large(path: Path) -> bool:
    """Return whether a file is better read beside the window's thread."""
    return path.is_file() and path.stat().st_size > LARGE_FILE


def made_beside(work: Callable[[Report], Made], words: str, window: QWidget) -> Made:
    """Return what `work` makes beside the window's thread; the window lives on meanwhile.

    Raises
    ------
    GivenUpError
        If the user did not want to wait for it. Else what `work` raises.
    """
    task = Task(work, words, window)
    wait_for(task, Waiting(task, window))
    made: Made = task.result()
    return made


def wait_for(task: Work, dialog: Waiting) -> None:
    """Return when a task has ended; the window lives on, but takes no input."""
    dialog.hold_window()
    loop = QEventLoop()
    task.ended.connect(loop.quit)
    QTimer.singleShot(PATIENCE, loop, loop.quit)
    if not task.over:
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    if not task.over:
        loop.exec()  # the dialog is there now, and takes all input
