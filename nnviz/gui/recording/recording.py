"""The tree of all that was trained since the document was opened. No Qt."""

from __future__ import annotations

from itertools import chain
from typing import TypeAlias
from weakref import ref

import numpy as np

from nnviz.document.document import Document
from nnviz.gui.recording.segment import FloatArray, Moment, Segment
from nnviz.gui.recording.tape import Budget

MIB = 2**20
# The segments that led to a moment, the oldest first, each with the last step that counts.
Path: TypeAlias = list[tuple[Segment, int]]


class Recording:
    """Segments, of which each branches off a moment of another or begins afresh.

    Documents are found again by their arrays: undo and redo bring the same ones back.

    Parameters
    ----------
    document : Document
        The present one.
    mib : int
        The most memory, in MiB, that all may take.

    Attributes
    ----------
    segments : tuple of Segment
        Those with something recorded.
    present : Moment
        Where the present document is.
    """

    def __init__(self, document: Document, mib: int = 64) -> None:
        self._checkpoints, self._weights = Budget(0), Budget(0)
        self._marks: dict[int, tuple[ref[FloatArray], Moment]] = {}
        self.begin(document)
        self.limit(mib)

    @property
    def used(self) -> int:
        """How many bytes all takes."""
        return self._checkpoints.used + self._weights.used

    @property
    def budgets(self) -> tuple[Budget, Budget]:
        """What checkpoints and weights may take."""
        return self._checkpoints, self._weights

    def limit(self, mib: int) -> None:
        """Hold no more than so many MiB from now on."""
        self._checkpoints.limit = self._weights.limit = mib * MIB // 2
        self.tidy()

    def begin(self, document: Document) -> None:
        """Forget everything: another document was opened."""
        self.segments: tuple[Segment, ...] = ()
        self._marks.clear()
        self._ahead: tuple[FloatArray, Moment] | None = None
        self._share()
        self.present = Moment(Segment(document), 0)
        self._document = document
        self.mark(document.parameters, self.present)

    # --------------------------------------------------------------- documents

    def mark(self, parameters: FloatArray, moment: Moment) -> None:
        """Remember that these parameters, this very array, are those of `moment`."""
        key = id(parameters)
        if self._marked(parameters) is None:
            marks = self._marks
            self._marks[key] = (ref(parameters, lambda _: marks.pop(key, None)), moment)

    def locate(self, document: Document) -> Moment | None:
        """Return the moment that `document` is, or None if it was never recorded."""
        moment = self._marked(document.parameters)
        if moment is not None and _may_be(moment, document):
            return moment
        return self._like(document)

    def place(self, document: Document) -> tuple[int, int]:
        """Return the epochs done, and the minibatches of the one that training goes on with."""
        moment = self.locate(document)
        if moment is None or not moment.segment.same_order(document):
            return document.history.epochs, 0
        return moment.place

    def stand_at(self, moment: Moment, document: Document) -> None:
        """Take a recorded moment for the present one: what follows is made of that."""
        left, self.present, self._document = self.present.segment, moment, document
        if left not in self.segments and all(left is not segment for segment, _ in self.path()):
            self._forget(left)  # an edit that was taken further before it was ever trained

    def _forget(self, gone: Segment) -> None:
        for key in [key for key, mark in self._marks.items() if mark[1].segment is gone]:
            del self._marks[key]

    def follow(self, document: Document) -> None:
        """Take `document` for the present one."""
        moment = self.locate(document)
        if moment is None:
            moment = Moment(self._edited(document), 0)
        self.mark(document.parameters, moment)
        self.stand_at(moment, document)

    def _marked(self, parameters: FloatArray) -> Moment | None:
        held, moment = self._marks.get(id(parameters), (None, None))
        return moment if held is not None and held() is parameters else None

    def _like(self, document: Document) -> Moment | None:
        """Return the moment of the same numbers: undoing an edit makes a new array."""
        for held, moment in tuple(self._marks.values()):
            known = held()
            if known is None or not _may_be(moment, document):
                continue
            if moment.step <= moment.segment.steps and np.array_equal(known, document.parameters):
                return moment
        return None

    def _edited(self, document: Document) -> Segment:
        """Return what begins with `document`, which the user made of the present one."""
        here, before = self.present, self._document.parameters
        edited = here.segment
        if edited not in self.segments and edited.parent is not None and edited.before is not None:
            here, before = edited.parent, edited.before  # it was never trained
        if not _may_be(here, document):
            return Segment(document)
        return Segment(document, here, before)

    # --------------------------------------------------------------------- runs

    def open(self, document: Document) -> Segment:
        """Return the segment that a run of `document` records into, from its newest step on."""
        self.follow(document)
        segment, step = self.present.segment, self.present.step
        if step != segment.steps or not segment.goes_on(document):
            segment = Segment(document, self.present, document.parameters)
            self.present = Moment(segment, 0)
        if segment not in self.segments:
            self.segments = (*self.segments, segment)
            self._share()
            self.tidy()
        return segment

    def keep_ahead(self, parameters: FloatArray, newest: Moment) -> None:
        """Let a training that diverged reach to `newest` while these parameters are present."""
        self._ahead = (parameters, newest)

    @property
    def newest(self) -> Moment:
        """The newest moment of this branch: the present, or the last one before a divergence."""
        parameters, newest = self._ahead or (None, self.present)
        ahead = parameters is self._document.parameters and newest.segment.goes_on(self._document)
        return newest if ahead else self.present

    def path(self, moment: Moment | None = None) -> Path:
        """Return the way to a moment; without one to the newest, a divergence included."""
        at: Moment | None = moment or self.newest
        found: Path = []
        while at is not None:
            found.append((at.segment, at.step))
            at = at.segment.parent
        return found[::-1]

    def leaves(self) -> list[Moment]:
        """Return the newest moments of what no other segment continues."""
        parents = {segment.parent for segment in self.segments}
        ends = [Moment(segment, segment.steps) for segment in self.segments if segment.steps]
        return [end for end in ends if end not in parents]

    # ------------------------------------------------------------------- memory

    def tidy(self) -> None:
        """Thin everything until it fits, and forget the oldest where that does not do."""
        while not (self._checkpoints.keep() and self._weights.keep()) and self._drop_oldest():
            pass

    def _drop_oldest(self) -> bool:
        gone = self._oldest()
        if gone is None:
            return False
        self.segments = tuple(one for one in self.segments if one is not gone)
        self._cut_off(gone)
        self._forget(gone)
        self._share()
        return True

    def _oldest(self) -> Segment | None:
        """Return what goes first: another branch, else what the present has long left behind."""
        path = [segment for segment, _ in self.path()]
        on_path, segments = set(path), set(self.segments)
        others = (one for one in self.segments if one not in on_path)
        # The last way back over an edit stays, whatever it takes.
        behind = (one for one in path[:-2] if one in segments and one is not self.present.segment)
        return next(chain(others, behind), None)

    def _cut_off(self, gone: Segment) -> None:
        """Let what continues `gone` begin by itself, what was never trained in between, too."""
        ends = {*self.segments, gone}
        for at in (*self.segments, self.present.segment):
            while at.parent and at.parent.segment not in ends:
                at = at.parent.segment
            if at.parent and at.parent.segment is gone:
                at.begin_here()

    def _share(self) -> None:
        self._checkpoints.tapes = [segment.checkpoints for segment in self.segments]
        self._weights.tapes = [segment.weights for segment in self.segments]


def _may_be(moment: Moment, document: Document) -> bool:
    """Return whether `document` is of the same network and data, and as long trained."""
    start = moment.segment.start
    names = ("layers", "data", "preparation", "initial")
    if any(getattr(start, name) is not getattr(document, name) for name in names):
        return False
    return moment.place[0] == document.history.epochs
