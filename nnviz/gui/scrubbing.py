"""How a hand goes through the recording: from epoch to epoch, or finely from batch to batch."""

from __future__ import annotations

import math

from nnviz.gui.recorder import Recorder


def can_scrub(recorder: Recorder) -> bool:
    """Return whether there is more than one moment to go to."""
    return recorder.end > recorder.start


def scrub(recorder: Recorder, epoch: float, fine: bool = False) -> None:
    """Show the end of the epoch nearest to `epoch`, or finely the minibatch nearest to it."""
    start, end = recorder.start, recorder.end
    wanted = min(max(epoch, start), end) if fine else nearest_epoch(epoch, start, end)
    if wanted != recorder.now:
        recorder.seek(wanted)


def nearest_epoch(epoch: float, start: float, end: float) -> float:
    """Return the whole epoch nearest to `epoch`; the recording may begin and end within one."""
    whole = (float(math.floor(epoch)), float(math.ceil(epoch)))
    stops = [stop for stop in whole if start < stop < end]
    return min((*stops, start, end), key=lambda stop: abs(stop - epoch))
