"""Where the timeline's steps lie: chapters as stretches of groove, one place per step.

In training the same groove is one stretch of epochs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 10.0
_MOST_GAPS = 0.3


@dataclass(frozen=True)
class Stretch:
    """The groove of one chapter: steps `start` to `stop` (exclusive) from `left` to `right`."""

    name: str
    start: int
    stop: int
    left: float
    right: float

    def holds(self, step: int) -> bool:
        """Say whether `step` belongs to this chapter."""
        return self.start <= step < self.stop


@dataclass(frozen=True)
class Track:
    """The whole groove; every step is equally long, so a chapter's length tells its steps."""

    stretches: tuple[Stretch, ...]
    gap: float = GAP

    def __len__(self) -> int:
        return self.stretches[-1].stop if self.stretches else 0

    @property
    def step_length(self) -> float:
        """Pixels from one step to the next within a chapter."""
        first = self.stretches[0]
        return (first.right - first.left) / (first.stop - first.start)

    def x_of(self, step: float) -> float:
        """Return where `step` lies: the middle of its share of the groove."""
        stretch = self.stretch_of(int(step))
        return stretch.left + (step - stretch.start + 0.5) * self.step_length

    def step_at(self, x: float) -> int:
        """Return the step nearest to `x`."""
        stretch = next(
            (s for s in self.stretches if x < s.right + self.gap / 2), self.stretches[-1]
        )
        step = stretch.start + int((x - stretch.left) / self.step_length)
        return min(max(step, stretch.start), stretch.stop - 1)

    def stretch_of(self, step: int) -> Stretch:
        """Return the chapter of `step`."""
        return next(s for s in self.stretches if s.holds(step))

    def chapter_from(self, step: int, by: int) -> int:
        """Return the first step of the next (`by` = 1) or of this or the previous chapter (−1)."""
        at = self.stretches.index(self.stretch_of(step))
        if by < 0 and step > self.stretches[at].start:
            by = 0
        return self.stretches[min(max(at + by, 0), len(self.stretches) - 1)].start


@dataclass(frozen=True)
class EpochTrack:
    """The groove of a training.

    Attributes
    ----------
    start, end, now : float
        The first recorded, the newest and the shown moment, in epochs.
    goal : float
        Where the run under way ends; at rest `end`.
    forks : tuple of float
        Where a branch begins.
    left, right : float
        The ends of the groove: `start` and `goal`.
    """

    start: float
    end: float
    now: float
    goal: float
    forks: tuple[float, ...]
    left: float
    right: float

    def x_of(self, epoch: float) -> float:
        """Return where `epoch` lies; before anything was trained, at the left end."""
        length = self.goal - self.start
        share = (epoch - self.start) / length if length > 0 else 0.0
        return self.left + share * (self.right - self.left)

    def epoch_at(self, x: float) -> float:
        """Return the epoch that lies at `x`, beyond the ends too."""
        share = (x - self.left) / (self.right - self.left)
        return self.start + share * (self.goal - self.start)


def lay_track(chapters: Sequence[tuple[str, int, int]], left: float, right: float) -> Track:
    """Lay chapters (name, first step, end) along the groove from `left` to `right`."""
    filled = [chapter for chapter in chapters if chapter[2] > chapter[1]]
    steps = sum(stop - start for _, start, stop in filled)
    # Of the many batches of an epoch, gaps take no more than a part of the groove.
    gap = min(GAP, _MOST_GAPS * (right - left) / max(len(filled), 1))
    length = (right - left - gap * (len(filled) - 1)) / max(steps, 1)
    stretches, x = [], left
    for name, start, stop in filled:
        end = x + (stop - start) * length
        stretches.append(Stretch(name, start, stop, x, end))
        x = end + gap
    return Track(tuple(stretches), gap)
