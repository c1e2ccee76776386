"""What the recording is read for: losses and weights over the epochs, branch by branch. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.document.document import Document
from nnviz.document.history import History
from nnviz.document.settings import TrainingSettings
from nnviz.gui.recording.recording import Path, Recording
from nnviz.gui.recording.segment import FloatArray, Moment, Segment


@dataclass(frozen=True, eq=False)
class Curve:
    """The history of one branch.

    Attributes
    ----------
    history : History
        From the first epoch on, whatever branch the first epochs belong to.
    start : float
        The epoch, fractional, at which it leaves the current branch.
    current : bool
        Whether it leads to the present.
    name : str
        What it does differently; empty for the current one.
    """

    history: History
    start: float
    current: bool
    name: str


@dataclass(frozen=True, eq=False)
class WeightCurve:
    """One weight or bias over the epochs of a branch; an edit stands twice at one epoch.

    Attributes
    ----------
    epochs, values : ndarray, shape (n,)
    current : bool
        Whether the branch leads to the present.
    """

    epochs: FloatArray
    values: FloatArray
    current: bool


def histories(recording: Recording, present: Document) -> tuple[Curve, ...]:
    """Return every branch's history, the current one's last."""
    path = recording.path()
    newest = recording.newest
    history = present.history if newest is recording.present else newest.segment.history
    others = [
        Curve(
            leaf.segment.history, _fork(recording.path(leaf), path)[1], False, _name(leaf, present)
        )
        for leaf in _others(recording, present)
    ]
    own = Curve(history, path[0][0].epoch(0), True, "")
    return (*(curve for curve in others if curve.history.epochs), own)


def tracks(recording: Recording, present: Document, index: int) -> tuple[WeightCurve, ...]:
    """Return the parameter at `index` over the epochs of every branch, the current one's last."""
    path = recording.path()
    others = [_beside(recording.path(leaf), path, index) for leaf in _others(recording, present)]
    own = _points(path, index)
    if recording.newest is recording.present:
        end = np.array([recording.present.epoch])
        own.append((end, present.parameters[index : index + 1]))
    return (*others, _joined(own, current=True))


def _others(recording: Recording, present: Document) -> list[Moment]:
    """Return the ends of the other branches of the same network and data."""
    here = recording.newest
    on_path = {Moment(segment, step) for segment, step in recording.path()}
    return [
        leaf
        for leaf in recording.leaves()
        if leaf.segment is not here.segment
        and leaf not in on_path
        and leaf.segment.start.layers is present.layers
        and leaf.segment.start.data is present.data
    ]


def _fork(branch: Path, path: Path) -> tuple[int, float]:
    """Return where a branch leaves the path: how many segments they share, and the epoch."""
    shared, epoch = 0, branch[0][0].epoch(0)
    for (segment, step), (other, end) in zip(branch, path, strict=False):
        if segment is not other:
            break
        shared, epoch = shared + 1, segment.epoch(min(step, end))
        if step != end:
            break
    return shared, epoch


def _beside(branch: Path, path: Path, index: int) -> WeightCurve:
    shared, epoch = _fork(branch, path)
    joined = _joined(_points(branch[max(shared - 1, 0) :], index), current=False)
    kept = joined.epochs >= epoch
    return WeightCurve(joined.epochs[kept], joined.values[kept], False)


def _points(path: Path, index: int) -> list[tuple[FloatArray, FloatArray]]:
    """Return epochs and values of the segments of a path, and the value before each edit."""
    points = []
    for segment, step in path:
        if segment.before is not None:
            before = segment.before[index : index + 1]
            points.append((np.array([segment.epoch(0)]), before))
        points.append(_recorded(segment, step, index))
    return points


def _recorded(segment: Segment, last: int, index: int) -> tuple[FloatArray, FloatArray]:
    found = {step: values[index] for step, values in segment.weights.items if step <= last}
    if segment.steps_per_epoch > segment.checkpoints.stride:
        for step, state in segment.checkpoints.items:
            if step <= last:
                found[step] = state.parameters[index]
    epoch, batch = segment.first
    steps = np.array(sorted(found))
    values = np.array([found[step] for step in steps.tolist()])
    return epoch + (batch + steps) / segment.steps_per_epoch, values


def _joined(points: list[tuple[FloatArray, FloatArray]], current: bool) -> WeightCurve:
    epochs, values = (np.concatenate(parts) for parts in zip(*points, strict=True))
    return WeightCurve(epochs, values, current)


def _name(leaf: Moment, present: Document) -> str:
    """Return what a branch does differently from the one it leaves, the first from the present."""
    segment = leaf.segment
    while segment.parent is not None:
        name = _settings_name(segment.start.training, segment.parent.segment.start.training)
        if name:
            return name
        if segment.parent.step != segment.parent.segment.steps:
            return f"from epoch {segment.parent.place[0]:,}"
        segment = segment.parent.segment
    if segment.start.seed != present.seed:
        return f"seed {segment.start.seed}"
    return _settings_name(segment.start.training, present.training) or "earlier run"


def _settings_name(ours: TrainingSettings, theirs: TrainingSettings) -> str:
    if ours.learning_rate != theirs.learning_rate:
        return f"learning rate {ours.learning_rate:g}"
    return "" if ours == theirs else "other settings"
