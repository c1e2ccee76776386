"""What can wait comes one piece at a time, and all that wait have their turn."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from nnviz.document.elements import Edge
from nnviz.document.files import open_document
from nnviz.gui.following import Following
from nnviz.gui.panels.element_row import ElementRow
from nnviz.gui.turns import Turn, Turns


class Caller(QObject):
    """Notes whose turn it was, and asks again as often as it is told to."""

    def __init__(self, turns, name, noted, again=0):
        super().__init__()
        self.turns, self.name, self.noted, self.again = turns, name, noted, again
        self.turn = Turn(self)
        self.turn.came.connect(self.take)
        turns.ask(self.turn)

    def take(self):
        self.noted.append(self.name)
        if self.again:
            self.again -= 1
            self.turns.ask(self.turn)


@pytest.fixture
def turns(qapp):
    return Turns()


def rounds(count):
    for _ in range(count):
        QCoreApplication.processEvents()


def test_one_turn_comes_in_each_round_and_who_asks_again_waits_for_the_others(turns):
    noted = []
    callers = [Caller(turns, "a", noted, again=2), Caller(turns, "b", noted, again=1)]
    rounds(1)
    assert noted == ["a"]
    rounds(5)
    assert noted == ["a", "b", "a", "b", "a"]
    assert all(not caller.again for caller in callers)


def test_who_asks_twice_has_one_turn(turns):
    noted = []
    caller = Caller(turns, "a", noted)
    turns.ask(caller.turn)
    rounds(3)
    assert noted == ["a"]


def test_a_round_that_painted_for_long_gives_no_turn(turns):
    noted = []
    caller = Caller(turns, "a", noted)
    turns.painted(0.010)
    rounds(1)
    assert noted == []
    rounds(1)
    assert noted == [caller.name]


def test_who_is_gone_is_passed_over(turns):
    noted = []
    gone, here = Caller(turns, "gone", noted), Caller(turns, "here", noted)
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    rounds(3)
    assert noted == [here.name]


def test_a_view_is_told_of_an_edit_at_once_and_of_training_in_its_turn(qtbot, open_window):
    window = open_window(open_document("example:iris"))
    told = []
    following = Following(window.session, window)
    following.changed.connect(told.append)
    window.runner.start(10**6)
    assert window.session.document.history.epochs
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    window.runner.stop()
    before = len(told)
    window.session.undo()
    assert len(told) > before


def test_the_inspector_keeps_up_with_a_network_that_trains(qtbot, open_window):
    window = open_window(open_document("example:iris"))
    session, edge = window.session, Edge(1, 0, 0)
    window.selection.select(edge)
    index = session.document.parameter_index(edge)

    def weight():
        return session.document.parameters[index]

    (row,) = (row for row in window.findChildren(ElementRow) if row.isVisible())
    window.runner.start(10**6)
    for _ in range(3):
        epochs = session.document.history.epochs
        qtbot.waitUntil(lambda seen=epochs: session.document.history.epochs > seen)
        qtbot.waitUntil(lambda: row.slider.number() == weight())
    window.runner.stop()
