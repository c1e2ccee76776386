"""A pass over one sample, told frame by frame; each frame is made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, overload

from nnviz.document.document import Document
from nnviz.engine.trace import Trace
from nnviz.explain.backward_frames import delta_frame, error_slope_frame
from nnviz.explain.forward_frames import activation_frame, loss_frame, sum_frame
from nnviz.explain.frames import Chapter, Frame
from nnviz.explain.gradient_frames import biases_frame, weights_frame
from nnviz.explain.reading import Reading
from nnviz.explain.update_frames import biases_update_frame, weights_update_frame

_LayerTeller: TypeAlias = Callable[[Reading, int, int], Frame]
_Step: TypeAlias = tuple[Chapter, Callable[[int], Frame]]


class Pass(Sequence[Frame]):
    """The frames of one pass: forward, loss, backward, update; without a target forward only.

    Parameters
    ----------
    document : Document
    trace : Trace
        Of one sample of that document.

    Attributes
    ----------
    chapters : tuple of (Chapter, int, int)
        Each chapter with its first frame and the one after its last.
    """

    def __init__(self, document: Document, trace: Trace) -> None:
        self._reading = Reading(document, trace)
        self._steps = list(self._told())
        self._frames: dict[int, Frame] = {}
        self.chapters = tuple(self._chapters())

    def __len__(self) -> int:
        return len(self._steps)

    @overload
    def __getitem__(self, index: int) -> Frame: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Frame]: ...
    def __getitem__(self, index: int | slice) -> Frame | Sequence[Frame]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        k = range(len(self))[index]
        if k not in self._frames:
            self._frames[k] = self._steps[k][1](k)
        return self._frames[k]

    def _told(self) -> Iterator[_Step]:
        reading, depth = self._reading, self._reading.depth
        for layer in range(1, depth + 1):
            yield self._step(Chapter.FORWARD, sum_frame, layer)
            yield self._step(Chapter.FORWARD, activation_frame, layer)
        if not reading.has_target:
            return
        yield Chapter.LOSS, lambda index: loss_frame(reading, index)
        yield Chapter.BACKWARD, lambda index: error_slope_frame(reading, index)
        for layer in range(depth, 0, -1):
            yield self._step(Chapter.BACKWARD, delta_frame, layer)
            yield from self._parameters(Chapter.BACKWARD, layer, weights_frame, biases_frame)
        for layer in range(depth, 0, -1):
            yield from self._parameters(
                Chapter.UPDATE, layer, weights_update_frame, biases_update_frame
            )

    def _parameters(
        self, chapter: Chapter, layer: int, weights: _LayerTeller, biases: _LayerTeller
    ) -> Iterator[_Step]:
        yield self._step(chapter, weights, layer)
        if self._reading.has_bias(layer):
            yield self._step(chapter, biases, layer)

    def _step(self, chapter: Chapter, tell: _LayerTeller, layer: int) -> _Step:
        reading = self._reading
        return chapter, lambda index: tell(reading, index, layer)

    def _chapters(self) -> Iterator[tuple[Chapter, int, int]]:
        told = [chapter for chapter, _ in self._steps]
        for chapter in Chapter:
            if chapter in told:
                start = told.index(chapter)
                yield chapter, start, start + told.count(chapter)
