"""A hand that does anything in any order: every view agrees, and undo leads back to the byte.

Ordinarily a few ways through, always the same; NNVIZ_STATE_EXAMPLES=500 tries that many new ones,
and NNVIZ_STATE_SHRINK=1 looks long for a short way to what it finds.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from PySide6.QtWidgets import QMessageBox

from nnviz.document.files import open_document, save
from nnviz.gui.recovery.shelf import Shelf
from tests.gui.agreement import content
from tests.gui.hand.frame import BEGINNINGS
from tests.gui.hand.on_canvas import OnCanvas
from tests.gui.hand.on_network import OnNetwork
from tests.gui.hand.on_panels import OnPanels
from tests.gui.hand.over_time import OverTime
from tests.gui.samples import line
from tests.gui.saving import save_by_hand

EXAMPLES = int(os.environ.get("NNVIZ_STATE_EXAMPLES", "0"))
SHRINK = bool(os.environ.get("NNVIZ_STATE_SHRINK"))


class Hand(OnCanvas, OnPanels, OnNetwork, OverTime):
    """Does in a window what a person can do in it; here, with files."""

    @rule(name=st.sampled_from(["one.nnviz", "two.nnviz"]))
    def save_as(self, name):
        session = self.window.session
        session.path = self.folder / name
        session.digest = None
        save_by_hand(self.window)
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

    @rule(beginning=st.sampled_from(sorted(BEGINNINGS)))
    def begin_anew(self, beginning):
        self.window.session.new(BEGINNINGS[beginning]())
        self.settle()
        self.start_afresh()

    @rule()
    def recover(self):
        """What was kept comes back in a window that knows no more than that."""
        session, shelf = self.window.session, Shelf(self.folder)
        session.joining.emit()
        before = content(session.present)
        shelf.keep(session.present, session.path, session.digest)
        kept, note = open_document(shelf.file), shelf.note()
        shelf.clear()
        shelf.leave()
        session.recover(kept, note.path, note.digest)
        self.settle()
        self.start_afresh()
        self.saved = None
        assert self.contents[0] == before
        assert session.modified


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
