"""The picture of the network on the clipboard, painted while the window lives on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nnviz.gui.dialogs.waiting import Waiting
from nnviz.gui.exported_view import exported_view
from nnviz.gui.notices import Notice
from nnviz.gui.task import GivenUpError

if TYPE_CHECKING:
    from nnviz.gui.stepwise import Stepwise
    from nnviz.gui.window import Window


class PictureCopy(QObject):
    """Copies the picture as it is when that is asked for, one at a time."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._work: Stepwise | None = None

    def copy(self) -> None:
        """Begin to copy the picture, instead of the one that is being copied."""
        # What writes figures is loaded when it is first wanted.
        from nnviz.figures.clipboard import copying
        from nnviz.gui.stepwise import Stepwise

        if self._work is not None:
            self._work.give_up()
        session = self._window.session
        steps = copying(session.document, view=exported_view(self._window))
        self._work = Stepwise(steps, "Copying the picture", session.turns, self)
        self._work.ended.connect(self._end)
        Waiting(self._work, self._window)

    def _end(self) -> None:
        work, self._work = self._work, None
        assert work is not None  # whose end this is
        try:
            work.result()
        except GivenUpError:
            return
        except (ValueError, MemoryError) as error:
            self._window.say(Notice("error", "The picture could not be copied.", str(error)))
        else:
            self._window.status.tell("Picture copied")
