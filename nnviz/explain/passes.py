"""A pass, told frame by frame; each frame is made when it is first looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, overload

from nnviz.document.document import Document
from nnviz.engine.trace import Trace
from nnviz.explain.batch_steps import batch_steps
from nnviz.explain.fine_steps import neuron_steps, term_steps
from nnviz.explain.frames import Chapter, Frame
from nnviz.explain.grain import COARSER, MOST_STEPS, WINDOW, Grain, GrainError, Room
from nnviz.explain.reading import Reading
from nnviz.explain.samples import sample_trace
from nnviz.explain.steps import Step, layer_steps, pass_steps

_STEPS = {
    Grain.PASS: pass_steps,
    Grain.LAYER: layer_steps,
    Grain.NEURON: neuron_steps,
    Grain.TERM: term_steps,
}


class Place(NamedTuple):
    """Where a frame belongs: the pass that tells it, its place there, and the update it is of."""

    told: Pass
    step: int
    update: int


class Pass(Sequence[Frame]):
    """The frames of one pass: forward, loss, backward, update; without a target forward only.

    Of a batch they tell the mean slopes and the update these cause; `sample` tells any one of its
    samples.

    Parameters
    ----------
    document : Document
    trace : Trace
        Of one sample of that document, or of a batch.
    grain : Grain
        What one frame is about.
    room : Room
        How much of wide layers a frame writes out.

    Attributes
    ----------
    chapters : tuple of (Chapter, int, int)
        Each chapter with its first frame and the one after its last.
    steps : tuple of Step
        What each frame is about and its exact values, before it is told.
    document, trace : Document and Trace
        What is told.

    Raises
    ------
    GrainError
        If the network would take more than `MOST_STEPS` frames.
    """

    def __init__(
        self,
        document: Document,
        trace: Trace,
        grain: Grain = Grain.LAYER,
        room: Room = WINDOW,
    ) -> None:
        self.document, self.trace = document, trace
        self._grain, self._room = grain, room
        self.steps = _steps(Reading(document, trace, room, len(trace.x)), grain)
        self._frames: dict[int, Frame] = {}
        self.chapters = tuple(self._chapters())

    def __len__(self) -> int:
        return len(self.steps)

    @overload
    def __getitem__(self, index: int) -> Frame: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Frame]: ...
    def __getitem__(self, index: int | slice) -> Frame | Sequence[Frame]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        k = range(len(self))[index]
        if k not in self._frames:
            self._frames[k] = self.steps[k].tell(k)
        return self._frames[k]

    def sample(self, sample: int) -> Pass:
        """Return the pass of one sample of the batch, counted from 0: all but the update.

        Raises
        ------
        IndexError
            If there is no such sample.
        """
        return Pass(self.document, sample_trace(self.trace, sample), self._grain, self._room)

    @property
    def stretches(self) -> tuple[tuple[str, int, int], ...]:
        """Each chapter by name, with its first frame and the one after its last."""
        return tuple((chapter.value, start, stop) for chapter, start, stop in self.chapters)

    def chapters_around(self, index: int) -> tuple[tuple[Chapter, int, int], ...]:
        """Return the chapters of the pass that frame `index` is of, which is this one."""
        del index
        return self.chapters

    def place(self, index: int) -> Place:
        """Return where frame `index` belongs."""
        return Place(self, index, 0)

    def _chapters(self) -> Iterator[tuple[Chapter, int, int]]:
        told = [step.chapter for step in self.steps]
        for chapter in Chapter:
            if chapter in told:
                start = told.index(chapter)
                yield chapter, start, start + told.count(chapter)


def _steps(reading: Reading, grain: Grain) -> tuple[Step, ...]:
    several = len(reading.trace.x) > 1
    told = batch_steps(reading, grain) if several else _STEPS[grain](reading)
    steps = tuple(islice(told, MOST_STEPS + 1))
    if len(steps) > MOST_STEPS:
        count = reading.document.n_parameters
        raise GrainError(
            f"the grain {grain.value} is too fine for a network of {count:,} weights and biases: "
            f"it takes more than {MOST_STEPS:,} steps, choose the grain {COARSER[grain].value}"
        )
    return steps
