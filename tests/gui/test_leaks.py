"""Whatever a window had is gone with it."""

from __future__ import annotations

import gc
import threading
from weakref import ref

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.document.elements import Layer
from nnviz.document.files import open_document
from nnviz.gui.recovery.keeper import Keeper
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.theme import apply_theme
from nnviz.gui.window import Window


def used_and_closed(folder):
    """Open a window, do a little of everything in it, close it; return what must be gone."""
    window = Window(Session(open_document("example:xor")), Settings())
    window.session.setParent(window)
    window.settings.setParent(window)
    keeper = Keeper(window, folder)
    window.show()
    QTest.qWait(30)
    window.acts["network.table"].trigger()
    window.acts["help.search"].trigger()
    window.acts["values.select_all"].trigger()
    window.acts["picture.maps"].trigger()
    window.acts["picture.values"].trigger()
    window.selection.select(Layer(1))
    window.acts["network.rename"].trigger()
    window.canvas.network.menu_wanted.emit(QPoint(0, 0), False)
    QApplication.activePopupWidget().close()
    window.files.saver.save_to(folder / "saved.nnviz")
    window.files.saver.wait()
    window.player.step(1)
    window.runner.one_epoch()
    QTest.qWait(30)
    window.recorder.first()
    window.player.play()
    QTest.qWait(30)
    window.runner.stop()
    window.session.undo_stack.setClean()  # so that closing asks nothing
    parts = (window, window.session, window.player, window.recorder, window.canvas, keeper)
    held = [ref(part) for part in (*parts, keeper.journal, window.session.document)]
    window.close()
    window.deleteLater()
    return held


def test_a_closed_window_takes_everything_with_it(qapp, tmp_path):
    apply_theme("light")
    gc.collect()
    widgets, threads = len(QApplication.allWidgets()), threading.active_count()
    for _ in range(3):
        held = used_and_closed(tmp_path)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        assert [one() for one in held if one() is not None] == []
        assert len(QApplication.allWidgets()) == widgets
        assert threading.active_count() == threads
    assert [file.name for file in tmp_path.iterdir()] == ["saved.nnviz"]
