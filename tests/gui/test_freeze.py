"""Frozen weights: recorded and replayed, undone, marked, and set by hand all the same."""

from __future__ import annotations

import numpy as np

from nnviz.document.edits import Freeze, Unfreeze
from nnviz.gui.recording.segment import Moment
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session
from tests.gui.recordings import assert_same, noise, record, replayed, straight, visited
from tests.gui.samples import line


def places(*indices: int) -> np.ndarray:
    return np.array(indices, dtype=np.intp)


def test_a_recording_with_frozen_weights_is_replayed_to_the_bit():
    document = Freeze(places(0, 5, 12)).apply(noise(optimizer="adam"))
    recording, _ = record(document, 300)
    for step, *expected in straight(document, [7, 150, 299]):
        shown = replayed(Moment(recording.present.segment, step))
        assert_same(shown, *expected)
        moved = shown.parameters != document.parameters
        assert not moved[[0, 5, 12]].any()
        assert moved[[1, 2, 3]].all()


def test_what_is_frozen_in_between_begins_a_branch_and_each_moment_keeps_its_own():
    recording, _ = record(noise(), 100)
    first = recording.present
    trained = visited(recording, first)
    frozen = Freeze(places(0)).apply(trained)
    recording, _ = record(frozen, 50, recording)
    second = recording.present
    assert second.segment is not first.segment
    assert second.segment.parent == first
    assert replayed(second).parameters[0] == trained.parameters[0]
    assert replayed(second).frozen[0]
    earlier = replayed(Moment(first.segment, 60))
    assert not earlier.has_frozen
    assert earlier.parameters[0] != trained.parameters[0]
    again = Unfreeze(places(0)).apply(replayed(second))
    recording, _ = record(again, 20, recording)
    assert replayed(recording.present).parameters[0] != trained.parameters[0]


def test_what_is_frozen_between_two_batches_stays_in_the_second(qapp):
    session = Session(line())
    runner = Runner(session)
    runner.one_batch()
    session.apply(Freeze(places(0)))
    before = session.document.parameters
    runner.one_batch()
    runner.one_batch()
    assert session.document.parameters[0] == before[0]
    assert session.document.parameters[1] != before[1]
    assert runner.moment == (1, 0)  # three batches of eight are an epoch
    session.apply(Unfreeze(places(0)))
    runner.one_batch()
    assert session.document.parameters[0] != before[0]
