import subprocess
import sys

import numpy as np
import pytest

from nnviz.document.edits import (
    ChangeLayer,
    ChangePreparation,
    ChangeTraining,
    EditError,
    Rename,
    SetInput,
    SetParameters,
    SetTarget,
    ShowSample,
)
from nnviz.document.files import DocumentError
from nnviz.document.history import History
from nnviz.gui.changes import Change, difference
from nnviz.gui.session import Session
from tests.gui.samples import chain, line
from tests.gui.saving import save_session


@pytest.fixture
def session(qapp):
    return Session(chain())


def weight(value, index=2):
    return SetParameters(np.array([index]), np.array([value]))


def heard(session):
    changes = []
    session.changed.connect(changes.append)
    return changes


def test_trace_is_the_hand_calculation_of_the_chain(session):
    first, second = session.trace.layers
    assert first.z.item() == pytest.approx(0.415)
    assert first.a.item() == pytest.approx(0.6023, abs=5e-5)
    assert second.a.item() == pytest.approx(0.7153, abs=5e-5)


def test_an_edit_changes_document_and_trace_and_is_told_once(session):
    changes = heard(session)
    before = session.trace.layers[1].a.item()
    session.apply(weight(2.0))
    assert session.document.parameters[2] == 2.0
    assert session.trace.layers[1].z.item() == pytest.approx(2.0 * 0.602286 + 0.65, abs=1e-5)
    assert session.trace.layers[1].a.item() > before
    assert changes == [Change.PARAMETERS]


@pytest.mark.parametrize(
    "edit",
    [
        ChangeLayer(1, {"activation": "sigmoid"}),
        ChangeTraining({"loss": "half_squared_error", "learning_rate": 0.4}),
        ChangePreparation({"test_share": 0.0}),
        Rename("Chain"),
    ],
)
def test_to_choose_what_is_chosen_already_does_nothing(qapp, edit):
    session = Session(chain().replaced(history=History({"loss": (0.1,)}, 1)))
    before, changes = session.document, heard(session)
    session.apply(edit)
    assert session.document is before
    assert (changes, session.undo_stack.count()) == ([], 0)


def test_the_trace_is_made_once_for_each_state(session):
    assert session.trace is session.trace
    first = session.trace
    session.apply(weight(0.1))
    assert session.trace is not first


def test_another_title_leaves_the_trace(session):
    trace = session.trace
    session.apply(Rename("Another"))
    assert session.trace is trace
    session.undo()
    assert session.trace is trace


def test_undo_and_redo_go_through_every_state(session):
    for value in (1.0, 2.0):
        session.apply(weight(value))
    session.undo()
    assert session.document.parameters[2] == 1.0
    session.undo()
    assert session.document.parameters[2] == 0.45
    session.redo()
    session.redo()
    assert session.document.parameters[2] == 2.0
    assert session.trace.layers[1].kernel_old.item() == 2.0


def test_one_gesture_is_one_entry(session):
    drag = object()
    for value in np.linspace(0.5, 0.9, 20):
        session.apply(weight(float(value)), gesture=drag)
    assert session.undo_stack.count() == 1
    session.undo()
    assert session.document.parameters[2] == 0.45
    session.redo()
    assert session.document.parameters[2] == pytest.approx(0.9)


def test_two_gestures_are_two_entries(session):
    session.apply(weight(0.5), gesture=object())
    session.apply(weight(0.6), gesture=object())
    session.apply(weight(0.7))
    assert session.undo_stack.count() == 3


def test_a_gesture_over_different_things_does_not_merge(session):
    drag = object()
    session.apply(weight(0.5, index=0), gesture=drag)
    session.apply(weight(0.6, index=2), gesture=drag)
    session.undo()
    assert list(session.document.parameters) == [0.5, 0.4, 0.45, 0.65]


def test_a_reverted_gesture_leaves_no_entry(session):
    session.apply(weight(0.5))
    drag = object()
    session.apply(weight(0.8), gesture=drag)
    session.apply(weight(0.9), gesture=drag)
    session.revert(drag)
    assert session.document.parameters[2] == 0.5
    assert session.undo_stack.count() == 1


def test_revert_of_something_else_does_nothing(session):
    session.apply(weight(0.5))
    session.revert(object())
    assert session.document.parameters[2] == 0.5


def test_a_wrong_edit_is_refused_and_nothing_changes(session):
    changes, before = heard(session), session.document
    with pytest.raises(EditError):
        session.apply(weight(float("nan")))
    sentence = session.try_apply(weight(float("inf")))
    assert "finite" in sentence
    assert session.document is before
    assert session.undo_stack.count() == 0
    assert changes == []


def test_modified_follows_edits_and_undo(session):
    assert not session.modified
    session.apply(SetInput(0, 0.3))
    assert session.modified
    session.undo()
    assert not session.modified


@pytest.mark.parametrize(
    ("edit", "change"),
    [
        (weight(1.0), Change.PARAMETERS),
        (SetInput(0, 0.2), Change.SAMPLE),
        (SetTarget(0, 0.5), Change.SAMPLE),
        (ChangeTraining({"learning_rate": 0.1}), Change.TRAINING),
    ],
)
def test_a_change_names_what_changed(qapp, edit, change):
    document = chain()
    assert difference(document, edit.apply(document)) == change


def test_learning_rate_shows_in_the_next_trace(session):
    old = session.trace.layers[1].kernel_new.item()
    session.apply(ChangeTraining({"learning_rate": 0.8}))
    assert session.trace.learning_rate == 0.8
    assert old == pytest.approx(0.427, abs=5e-4)
    assert session.trace.layers[1].kernel_new.item() == pytest.approx(0.45 - 2 * (0.45 - old))


def test_a_sample_of_the_data_is_shown(qapp):
    session = Session(line())
    session.apply(ShowSample(4))
    assert session.document.input[0] == session.document.data.inputs[4, 0]


def test_an_opened_file_replaces_everything(session, tmp_path):
    path = tmp_path / "chain.nnviz"
    session.apply(weight(0.7))
    save_session(session, path)
    assert not session.modified
    assert session.path == path
    session.apply(weight(0.1))
    changes = heard(session)
    session.open(path)
    assert changes == [Change.ALL]
    assert session.document.parameters[2] == 0.7
    assert not session.undo_stack.canUndo()
    assert not session.modified


def test_a_file_that_cannot_be_read_leaves_the_document(session, tmp_path):
    path = tmp_path / "broken.nnviz"
    path.write_text('{"format": "nnviz", "version": 1', encoding="utf-8")
    session.apply(weight(0.7))
    before = session.document
    with pytest.raises(DocumentError):
        session.open(path)
    assert session.document is before
    assert session.modified


_FORGOTTEN = """
import gc, weakref
from PySide6.QtWidgets import QApplication
from nnviz.document.edits import SetInput
from nnviz.document.files import open_document
from nnviz.gui.session import Session
app = QApplication([])
for _ in range(30):
    session = Session(open_document("example:chain"))
    for k in range(60):
        session.apply(SetInput(0, k / 7))
    session.itself = session
    forgotten = weakref.ref(session)
    del session
    gc.collect()
    assert forgotten() is None
print("survived")
"""


def test_a_forgotten_session_full_of_edits_is_collected_without_a_crash():
    done = subprocess.run(
        [sys.executable, "-c", _FORGOTTEN], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "survived\n", "")


def test_a_gesture_that_is_taken_back_leaves_what_could_be_redone(session):
    for value in (0.5, 0.6, 0.7):
        session.apply(weight(value))
    session.undo_stack.setClean()
    memory = session.undo_memory.used(session.present)
    for _ in range(2):
        session.undo()
    drag = object()
    for value in (0.1, 0.2, 0.3):
        session.apply(weight(value, 1), drag)
    assert not session.undo_stack.canRedo()
    session.revert(drag)
    assert (session.undo_stack.index(), session.undo_stack.count()) == (1, 3)
    assert session.document.parameters[2] == 0.5
    assert session.modified
    for value in (0.6, 0.7):
        session.redo()
        assert session.document.parameters[2] == value
    assert not session.modified
    assert session.undo_memory.used(session.present) == memory
    for _ in range(3):
        session.undo()
    assert list(session.document.parameters) == list(chain().parameters)


def test_a_gesture_that_is_finished_leaves_nothing_to_redo(session):
    session.apply(weight(0.5))
    session.undo()
    drag = object()
    session.apply(weight(0.1), drag)
    session.apply(weight(0.9))
    session.revert(drag)  # too late: it is not the last thing done
    assert session.document.parameters[2] == 0.9
    assert not session.undo_stack.canRedo()
    assert session.undo_stack.count() == 2


# ----------------------------------------------------------------------------- visiting


def earlier(session, value=0.2):
    """Return another moment of the session's network."""
    parameters = np.full(session.document.n_parameters, value)
    return session.document.replaced(parameters=parameters, history=History({"loss": [1.0]}, 1))


def test_a_visit_shows_another_moment_and_changes_nothing(session):
    present = session.document
    session.apply(weight(0.5))
    session.undo_stack.setClean()
    present, changes = session.document, heard(session)
    session.visit(earlier(session))
    assert session.visiting
    assert session.present is present
    assert session.document.history.epochs == 1
    assert session.trace.layers[1].kernel_old.item() == 0.2
    assert changes == [Change.PARAMETERS | Change.HISTORY]
    assert not session.modified
    session.leave()
    assert session.document is present
    assert session.trace.layers[1].kernel_old.item() == 0.5
    assert not session.visiting
    session.leave()
    assert len(changes) == 2


def test_from_one_visit_to_another_the_present_stays(session):
    present = session.document
    for value in (0.1, 0.2, 0.3):
        session.visit(earlier(session, value))
        assert session.present is present
    session.leave()
    assert session.document is present


def test_an_edit_while_visiting_goes_back_there_in_one_entry(session):
    present = session.document
    session.visit(earlier(session))
    changes = heard(session)
    session.apply(weight(0.9))
    assert changes == [Change.PARAMETERS | Change.HISTORY]  # the present's history, that is
    assert list(session.document.parameters) == [0.2, 0.2, 0.9, 0.2]
    assert session.document.history.epochs == 1
    assert session.undo_stack.undoText() == "Change weights"
    session.undo()
    assert session.document.history is present.history
    assert list(session.document.parameters) == list(present.parameters)
    session.redo()
    assert list(session.document.parameters) == [0.2, 0.2, 0.9, 0.2]
    assert session.undo_stack.count() == 1


def test_an_edit_that_changes_nothing_at_the_visited_moment_changes_nothing_at_all(session):
    session.visit(earlier(session, 0.2))
    present = session.present
    session.apply(weight(0.2))
    assert session.try_apply(weight(0.2)) is None
    assert session.visiting
    assert session.present is present
    assert session.undo_stack.count() == 0


def test_to_go_back_is_an_entry_of_its_own(session):
    session.go_back()
    assert session.undo_stack.count() == 0
    session.visit(earlier(session))
    changes = heard(session)
    session.go_back()
    assert changes == [Change.PARAMETERS | Change.HISTORY]  # though what is shown stays
    assert session.undo_stack.undoText() == "Go back"
    assert session.present.history.epochs == 1
    session.undo()
    assert session.present.history.epochs == 0


def test_a_sample_chosen_while_visiting_is_the_present_ones_as_well(session):
    session.visit(earlier(session))
    changes = heard(session)
    session.apply(SetInput(0, 0.7))
    assert changes == [Change.SAMPLE]
    assert session.visiting
    assert (session.document.input[0], session.present.input[0]) == (0.7, 0.7)
    assert session.document.history.epochs == 1
    assert session.present.history.epochs == 0


def test_a_document_that_is_opened_ends_the_visit(session):
    session.visit(earlier(session))
    session.open("example:xor")
    assert not session.visiting
    assert session.document is session.present


def test_the_entries_of_a_document_go_before_another_one_is_there(session):
    seen = []
    session.apply(weight(0.5))
    changed = session.document
    session.undo_stack.indexChanged.connect(lambda _index: seen.append(session.document))
    session.new(line())
    assert seen == [changed]
