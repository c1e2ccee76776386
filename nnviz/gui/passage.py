"""What the player tells: the sample shown, the next minibatch or an epoch, at the chosen grain."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias, get_args

from nnviz.document.document import Document
from nnviz.document.edits import ShowSample
from nnviz.document.minibatches import Minibatch, minibatch
from nnviz.engine.trace import Trace
from nnviz.explain.batch_pass import batch_pass
from nnviz.explain.epoch_pass import EpochPass
from nnviz.explain.grain import COARSER, Grain, GrainError
from nnviz.explain.passes import Pass
from nnviz.explain.samples import mean_trace, sample_trace
from nnviz.gui.changes import BESIDE_TRAINING, Change
from nnviz.gui.runner import Runner
from nnviz.gui.session import Session

Scope = Literal["sample", "batch", "epoch"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
Frames: TypeAlias = Pass | EpochPass


class Choice(NamedTuple):
    """What is told.

    Attributes
    ----------
    member : int or None
        The sample of the minibatch that is told alone, counted from 0; None for all.
    update : int
        The minibatch of the epoch that is told, counted from where it starts.
    """

    scope: Scope
    grain: Grain
    member: int | None = None
    update: int = 0


class Shown(NamedTuple):
    """A network and a pass through it."""

    document: Document
    trace: Trace


class Passage:
    """The frames of what is chosen, made when first asked for after a change.

    While an epoch is told, the session visits the network as it is before each minibatch.

    Attributes
    ----------
    choice : Choice
    refusal : GrainError or None
        Why a finer grain was given up for the present one; for who tells the user.
    """

    def __init__(self, session: Session, runner: Runner) -> None:
        self._session, self._runner = session, runner
        self.choice = Choice("sample", Grain.LAYER)
        self.refusal: GrainError | None = None
        self.busy = False
        self._home: Document | None = None
        self._frames: Frames | None = None
        self._epoch: EpochPass | None = None
        self._batch: Minibatch | None = None
        self._mean: tuple[Trace, Trace] | None = None

    # ------------------------------------------------------------- what there is

    @property
    def frames(self) -> Frames:
        """The steps of what is chosen; a grain too fine gives way to the next coarser."""
        if self._frames is None:
            if self.choice.scope != "sample" and self._runner.can_train() is not None:
                self.choose("sample")
            self._frames = self._coarsened()
        return self._frames

    def subject(self, index: int | None) -> Shown:
        """Return the document and the trace that frame `index` tells of; at rest the first one."""
        if self.choice.scope == "sample":
            return Shown(self._session.document, self._session.trace)
        told = self.frames.place(index or 0).told
        return Shown(told.document, told.trace)

    def shown(self, index: int | None) -> Shown:
        """Return what a picture of frame `index` shows: of a minibatch the means."""
        if self.choice.member is not None:
            return Shown(self._session.document, self._session.trace)
        document, trace = self.subject(index)
        if len(trace.x) == 1:
            return Shown(document, trace)
        if self._mean is None or self._mean[0] is not trace:
            self._mean = trace, mean_trace(trace)
        return Shown(document, self._mean[1])

    @property
    def minibatch(self) -> Minibatch | None:
        """The minibatch that is told; None while it is the sample shown."""
        if self.choice.scope == "sample":
            return None
        if self._batch is None:
            if self._epoch is not None:
                self._batch = self._epoch.minibatch(self.choice.update)
            else:
                self._batch = minibatch(self._session.document, self._runner.moment)
        return self._batch

    # ------------------------------------------------------------------ choices

    def choose(self, scope: Scope) -> None:
        """Tell of the sample shown, the next minibatch or an epoch."""
        self.return_home()
        self.choice = Choice(scope, self.choice.grain)
        self._forget()

    def tell_by(self, grain: Grain) -> None:
        """Tell in coarser or finer steps."""
        self.return_home()
        self.choice = self.choice._replace(grain=grain)
        self._forget()

    def enter(self, member: int | None) -> None:
        """Tell of one sample of the minibatch alone, which then is the sample shown; or of all."""
        batch = self.minibatch
        assert batch is not None  # only a minibatch has samples to enter
        self.choice = self.choice._replace(member=member)
        self._frames = None
        if member is not None and len(batch.rows):
            self._quietly(ShowSample(int(batch.rows[member])))

    def visit(self, index: int | None) -> None:
        """Show the network as it is before the minibatch that frame `index` tells of."""
        if self.choice.scope != "epoch" or self.choice.member is not None:
            return
        frames = self.frames if index is not None else None
        update = 0 if frames is None else frames.place(index or 0).update
        if not update:
            self.return_home()
        elif update != self.choice.update and isinstance(frames, EpochPass):
            self._move(update)
            self._quietly(frames.document(update))

    def step_within(self, index: int) -> int:
        """Return which step of its minibatch frame `index` is."""
        return index if self._frames is None else self._frames.place(index).step

    def return_home(self) -> None:
        """Show the network as it was before the epoch was told."""
        home, self._home = self._home, None
        if home is not None:
            self._move(0)
            self._quietly(home)

    def _move(self, update: int) -> None:
        self.choice = self.choice._replace(update=update)
        self._batch = None

    def _quietly(self, what: Document | ShowSample) -> None:
        """Change what the session shows without taking that for a change of what is told."""
        session, self.busy = self._session, True
        try:
            if isinstance(what, ShowSample):
                session.try_apply(what)
            elif what.parameters is session.present.parameters:
                session.leave()
            else:
                self._home = self._home or session.document
                session.visit(what)
        finally:
            self.busy = False

    # ------------------------------------------------------------------- changes

    def follow(self, change: Change) -> None:
        """Tell of the document as it is now."""
        if change & ~BESIDE_TRAINING:
            self._home = None
            self.choice = self.choice._replace(update=0, member=None)
            self._forget()
        elif self.choice.scope == "sample":
            self._forget()
        elif change & Change.SAMPLE:
            self._follow_sample()

    def _follow_sample(self) -> None:
        """Go into the sample that was chosen elsewhere, if it is of the minibatch."""
        batch, sample = self.minibatch, self._session.document.sample
        assert batch is not None  # the scope is not "sample"
        rows = batch.rows.tolist()
        if sample in rows:
            self.choice = self.choice._replace(member=rows.index(sample))
            self._frames = None
        else:
            self.choose("sample")

    def _forget(self) -> None:
        self._frames = self._epoch = self._batch = self._mean = None

    # -------------------------------------------------------------------- frames

    def _coarsened(self) -> Frames:
        try:
            return self._made()
        except GrainError as error:
            self.refusal = error
            self.choice = self.choice._replace(grain=COARSER[self.choice.grain])
            return self._coarsened()

    def _made(self) -> Frames:
        session, choice = self._session, self.choice
        scope, grain, member = choice.scope, choice.grain, choice.member
        if scope == "sample":
            return Pass(session.document, session.trace, grain)
        if scope == "epoch" and self._epoch is None:
            self._epoch = EpochPass(session.document, self._runner.moment, grain)
        if scope == "epoch" and member is None:
            assert self._epoch is not None
            return self._epoch
        batch = self.minibatch
        assert batch is not None  # the scope is not "sample"
        if member is None:
            return batch_pass(session.document, batch, grain)
        trace = sample_trace(session.model.trace(batch.x, batch.y), member)
        return Pass(session.document, trace, grain)
