from __future__ import annotations

import pytest

from nnviz.gui.canvas.track import GAP, EpochTrack, lay_track
from nnviz.gui.scrubbing import nearest_epoch

CHAIN = [("Forward", 0, 4), ("Loss", 4, 5), ("Backward", 5, 12), ("Update", 12, 16)]


def test_chapters_are_as_long_as_their_steps_and_ten_apart() -> None:
    track = lay_track(CHAIN, 0.0, 1008.0)
    step = (1008 - 3 * 10) / 16
    assert track.step_length == pytest.approx(step)
    lengths = [s.right - s.left for s in track.stretches]
    assert lengths == pytest.approx([4 * step, step, 7 * step, 4 * step])
    gaps = [b.left - a.right for a, b in zip(track.stretches, track.stretches[1:], strict=False)]
    assert gaps == pytest.approx([10, 10, 10])
    assert track.stretches[-1].right == pytest.approx(1008)


def test_every_step_is_found_where_it_lies() -> None:
    track = lay_track(CHAIN, 12.0, 640.0)
    assert len(track) == 16
    assert [track.step_at(track.x_of(step)) for step in range(16)] == list(range(16))


def test_beyond_the_ends_and_in_the_gaps_the_nearest_step_is_taken() -> None:
    track = lay_track(CHAIN, 12.0, 640.0)
    assert track.step_at(-100) == 0
    assert track.step_at(1e6) == 15
    gap = track.stretches[0].right
    assert track.step_at(gap + 0.4 * GAP) == 3
    assert track.step_at(gap + 0.6 * GAP) == 4


def test_chapters_are_walked_from_start_to_start() -> None:
    track = lay_track(CHAIN, 0.0, 600.0)
    assert track.chapter_from(7, 1) == 12
    assert track.chapter_from(12, 1) == 12
    assert track.chapter_from(7, -1) == 5
    assert track.chapter_from(5, -1) == 4
    assert track.chapter_from(0, -1) == 0


def test_a_chapter_without_steps_takes_no_room() -> None:
    track = lay_track([("Forward", 0, 2), ("Loss", 2, 2)], 0.0, 100.0)
    assert [s.name for s in track.stretches] == ["Forward"]
    assert track.stretches[0].right == 100.0


def test_epochs_lie_evenly_from_the_first_recorded_to_the_goal() -> None:
    track = EpochTrack(50.0, 60.5, 55.0, 90.0, (), 12.0, 412.0)
    assert [track.x_of(epoch) for epoch in (50, 60.5, 90)] == [12.0, 117.0, 412.0]
    assert track.epoch_at(track.x_of(55.25)) == pytest.approx(55.25)
    untrained = EpochTrack(0.0, 0.0, 0.0, 0.0, (), 12.0, 412.0)
    assert untrained.x_of(0.0) == 12.0


@pytest.mark.parametrize(
    ("epoch", "nearest"),
    [(-3, 0.0), (0.4, 0.0), (0.6, 1.0), (3.1, 3.0), (3.2, 3.25), (3.9, 3.25), (9, 3.25)],
)
def test_dragging_stops_at_whole_epochs_and_at_the_ends(epoch: float, nearest: float) -> None:
    assert nearest_epoch(epoch, 0.0, 3.25) == nearest
