"""Weights that change by training morph: from the old network to the new one within a moment."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, QVariantAnimation, Signal

from nnviz.diagram.morph import MOST, Ghost, updated
from nnviz.document.document import Document
from nnviz.engine.trace import Trace
from nnviz.explain.frames import Chapter, Frame
from nnviz.gui.player import Player
from nnviz.gui.runner import Runner
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings

_MILLISECONDS = 400


class Way(NamedTuple):
    """Where a network is going, and what it was."""

    document: Document
    ghost: Ghost


class Morphing(QObject):
    """Tells the canvas what lies between two networks while an update is shown.

    In a step of the update that is played it is the way from the old weights to the new; and after
    an update that was done at once, by a button, it is the same in 400 ms.

    Attributes
    ----------
    moved : Signal()
        The network is a little further on its way, or has arrived.
    """

    moved = Signal()

    def __init__(
        self,
        session: Session,
        player: Player,
        runner: Runner,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._player = session, player
        self._runner, self._settings = runner, settings
        self._last = session.document
        self._before: Document | None = None
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_MILLISECONDS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._move)
        self._animation.finished.connect(self._arrive)
        session.changed.connect(self._follow)

    def plays(self, frame: Frame | None) -> bool:
        """Whether a step that is played shows an update on its way."""
        player = self._player
        updates = frame is not None and frame.chapter is Chapter.UPDATE
        return updates and player.playing and player.progress < 1.0 and self._small

    def way(self, document: Document, trace: Trace, frame: Frame | None) -> Way | None:
        """Return the network on its way; None while it is at rest."""
        if self._before is not None:
            share = float(self._animation.currentValue())
            return Way(document, Ghost(self._before, share))
        if frame is not None and self.plays(frame):
            after = document.replaced(parameters=updated(document, trace, frame))
            return Way(after, Ghost(document, self._player.progress))
        return None

    def _follow(self, change: Change) -> None:
        before, self._last = self._last, self._session.document
        self._animation.stop()
        self._before = None
        if change & Change.PARAMETERS and self._trained(before):
            self._before = before
            self._animation.start()

    def _trained(self, before: Document) -> bool:
        """Whether an update was done at once, and is to be seen."""
        now = self._last
        still = self._settings.reduce_motion or self._runner.running or self._session.visiting
        same = before.layers is now.layers and before.input_names is now.input_names
        trained = before.optimizer_state is not now.optimizer_state
        return same and trained and self._small and not still

    @property
    def _small(self) -> bool:
        return self._session.document.n_parameters <= MOST

    def _move(self, _value: object) -> None:
        if self._before is not None:
            self.moved.emit()

    def _arrive(self) -> None:
        self._before = None
        self.moved.emit()
