"""What can be undone takes no more memory than it may, and what is left of it works as before."""

from __future__ import annotations

import gc
from weakref import ref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nnviz.document.document import Document
from nnviz.document.edits import SetInput, SetParameters, Trained
from nnviz.document.weight import held_by
from nnviz.gui.session import Session
from tests.gui.samples import chain
from tests.gui.saving import save_session

MIB = 2**20


def large(n=131_072):
    """A network of 1 MiB of weights and a little."""
    return Document.new((n // 2 - 1, 2), "linear", parameters=np.zeros(n), initial=np.zeros(n))


def trained(document, value):
    """An edit that holds weights of its own, as a training run does."""
    parameters = np.full(document.n_parameters, float(value))
    parameters.flags.writeable = False
    return Trained(parameters, document.history, None)


@pytest.fixture
def session(qapp):
    return Session(large())


def train(session, *values):
    for value in values:
        session.apply(trained(session.document, value))


def values_on_the_way_back(session):
    found = [session.document.parameters[0]]
    while session.undo_stack.canUndo():
        session.undo()
        found.append(session.document.parameters[0])
    return found


def test_what_is_shared_is_weighed_once():
    whole = np.zeros(1000)
    halves = {"a": whole[:500], "b": [0], "c": whole[500:]}
    assert sum(held_by(halves, whole).values()) == 8000
    assert held_by(np.broadcast_to(np.float64(1), 10**9)).popitem()[1] == 8


def test_the_oldest_go_first_and_the_others_still_lead_back(session):
    session.undo_memory.limit = 5 * MIB
    told = []
    session.undo_memory.forgot.connect(told.append)
    train(session, 1, 2, 3, 4)
    assert not told
    train(session, 5, 6, 7)
    assert session.undo_memory.used(session.present) <= 5 * MIB
    assert set(told) == {False}
    assert values_on_the_way_back(session) == [7, 6, 5, 4, 3]
    while session.undo_stack.canRedo():
        session.redo()
    assert session.document.parameters[0] == 7


def test_the_memory_is_really_given_back(session):
    import gc
    from weakref import ref

    session.undo_memory.limit = 3 * MIB
    train(session, 1)
    first = ref(session.document.parameters)
    train(session, *range(2, 12))
    gc.collect()
    assert first() is None


def test_not_even_the_newest_stays_if_it_is_too_large(session):
    session.undo_memory.limit = MIB // 2
    told = []
    session.undo_memory.forgot.connect(told.append)
    train(session, 1)
    assert told == [True]
    assert not session.undo_stack.canUndo()
    assert session.modified
    assert session.document.parameters[0] == 1


def test_what_is_saved_stays_saved_where_it_can_still_be_reached(session, tmp_path):
    session.undo_memory.limit = 5 * MIB
    train(session, 1, 2, 3)
    save_session(session, tmp_path / "large.nnviz")
    train(session, 4, 5, 6, 7)
    assert session.modified
    while session.document.parameters[0] > 3:
        session.undo()
    assert not session.modified
    session.redo()
    assert session.modified


def test_what_was_saved_and_forgotten_is_never_reached(session, tmp_path):
    session.undo_memory.limit = 3 * MIB
    save_session(session, tmp_path / "large.nnviz")
    train(session, *range(1, 9))
    assert session.undo_stack.cleanIndex() == -1
    while session.undo_stack.canUndo():
        session.undo()
        assert session.modified


def test_a_smaller_limit_lets_undone_steps_go_too_the_last_ones_first(session):
    train(session, *range(1, 9))
    for _ in range(4):
        session.undo()
    session.undo_memory.limit = 2 * MIB
    session.undo_memory.keep(session.present)
    assert session.undo_memory.used(session.present) <= 2 * MIB
    assert session.document.parameters[0] == 4
    assert not session.undo_stack.canUndo()
    session.redo()
    assert session.document.parameters[0] == 5


def test_a_gesture_goes_on_as_one_entry_while_others_go(session):
    session.undo_memory.limit = 3 * MIB
    train(session, 1, 2, 3)
    drag = object()
    everything = np.arange(session.document.n_parameters // 4)
    for value in (7.0, 8.0, 9.0):
        session.apply(SetParameters(everything, np.full(everything.size, value)), drag)
    assert session.document.parameters[0] == 9
    session.revert(drag)
    assert session.document.parameters[0] == 3
    assert session.undo_memory.used(session.present) <= 3 * MIB


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["train", "small", "undo", "redo", "save", "less"]), max_size=30))
def test_any_way_through_a_full_history_ends_where_plain_bookkeeping_says(qapp, actions):
    session = Session(large(16_384))
    session.undo_memory.limit = 5 * 16_384 * 8
    past, here, saved = [0.0], 0, 0
    for value, action in enumerate(actions, start=1):
        if action in ("train", "small"):
            past, here = [*past[: here + 1], float(value)], here + 1
            saved = saved if saved is not None and saved < here else None
            if action == "train":
                session.apply(trained(session.document, value))
            else:
                session.apply(SetParameters(np.array([0]), np.array([float(value)])))
        elif action == "undo" and session.undo_stack.canUndo():
            session.undo()
            here -= 1
        elif action == "redo" and session.undo_stack.canRedo():
            session.redo()
            here += 1
        elif action == "save":
            session.undo_stack.setClean()
            saved = here
        elif action == "less":
            session.undo_memory.limit = 3 * 16_384 * 8
            session.undo_memory.keep(session.present)
        stack = session.undo_stack
        gone = here - stack.index()
        past, here = past[gone : gone + stack.count() + 1], stack.index()
        saved = (
            saved - gone if saved is not None and gone <= saved <= gone + stack.count() else None
        )
        assert session.undo_memory.used(session.present) <= session.undo_memory.limit
        assert session.document.parameters[0] == past[here]
        assert session.modified == (saved != here)


def test_the_window_tells_once_and_offers_the_preferences(open_window, qtbot):
    window = open_window(large())
    window.settings.undo_mib = 8
    train(window.session, *range(12))
    notice = window.messages.notice()
    assert notice.title == "The oldest steps can no longer be undone."
    assert "8 MiB" in notice.text
    assert notice.action == "Preferences"
    window.messages.clear()
    train(window.session, 20, 21)
    assert window.messages.notice() is None
    window.session.new(large())
    train(window.session, *range(12))
    assert window.messages.notice() == notice


def test_undo_goes_on_after_old_steps_went(open_window):
    window = open_window(chain())
    window.session.undo_memory.limit = 3 * 4096
    for value in range(40):
        window.session.apply(SetInput(0, value / 8))
    assert window.acts["edit.undo"].isEnabled()
    steps = 0
    while window.acts["edit.undo"].isEnabled():
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        steps += 1
        assert window.session.document.input[0] == (39 - steps) / 8
    assert 1 <= steps < 7


def test_a_drag_leaves_nothing_behind(open_window):
    window = open_window(large())
    passed = []
    for step in range(20):
        window.session.apply(SetParameters(np.array([0]), np.array([0.1 * step]), "Drag"), "hand")
        passed.append(ref(window.session.document.parameters))
    gc.collect()
    # The one there is, the one before, and those that a picture on its way still shows.
    assert sum(parameters() is not None for parameters in passed) <= 4
    window.session.undo()
    assert window.runner.recording.locate(window.session.document).ends_epoch
