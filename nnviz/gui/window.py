"""The main window: composition only; what happens is in the rooms it puts together."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QToolButton, QVBoxLayout, QWidget

from nnviz.gui.changes import Change
from nnviz.gui.notices import Notice
from nnviz.gui.settings import Settings
from nnviz.gui.theme import icon
from nnviz.gui.widgets.restyled import is_restyled

if TYPE_CHECKING:
    from nnviz.gui.canvas.card import CanvasCard
    from nnviz.gui.session import Session

LEAST, LEAST_AT_ALL = QSize(1024, 640), QSize(960, 500)
USUAL = QSize(1440, 900)


class Window(QMainWindow):
    """One window on one session.

    Attributes
    ----------
    framed : Signal()
        The window's frame was painted for the first time.
    closed : Signal()
        The window was closed; nothing is left to save.
    ready : Signal()
        The window was painted once and the plots stand, too.
    """

    framed = Signal()
    closed = Signal()
    ready = Signal()

    def __init__(self, session: Session | None, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self._let_go = self._painted = self._furnished = False
        self.setWindowTitle("nnviz")
        # Drawn at twice the size, not even the least may fit the screen.
        room = self.screen().availableSize()
        self.setMinimumSize(LEAST.boundedTo(room).expandedTo(LEAST_AT_ALL))
        self.setAcceptDrops(True)
        if session is not None:
            self.furnish(session)

    def furnish(self, session: Session) -> None:
        """Put everything into the window's frame, which can stand before NumPy is loaded."""
        from nnviz.gui.actions import Actions
        from nnviz.gui.bindings import bind
        from nnviz.gui.dialogs.opening import Dialogs
        from nnviz.gui.dialogs.waiting import made_beside
        from nnviz.gui.files import Files
        from nnviz.gui.panel_walk import PanelWalk
        from nnviz.gui.player import Player
        from nnviz.gui.recorder import Recorder
        from nnviz.gui.runner import Runner
        from nnviz.gui.selection import Selection
        from nnviz.gui.undo_memory import UndoLimit
        from nnviz.gui.value_commands import ValueCommands

        settings = self.settings
        self.session = session
        self.selection = Selection(self)
        session.changed.connect(self._keep_selection)  # first: all others look at what is selected
        self.runner = Runner(session, self)
        self.recorder = Recorder(session, self.runner, settings, self)
        self.player = Player(session, self.runner, self.recorder, settings, self)
        self.acts = Actions(self)
        self.files = Files(self, session, settings)
        self.dialogs = Dialogs(self)
        session.beside = partial(made_beside, window=self)
        self.values = ValueCommands(session, self.selection, self)
        self.panel_walk = PanelWalk(self._panels, self._rooms, self)
        self._compose()
        bind(self)
        UndoLimit(self)
        session.changed.connect(self._follow)
        session.undo_stack.cleanChanged.connect(self._title)
        self.selection.changed.connect(self._widen)
        self.runner.noticed.connect(self.say)
        self.player.noticed.connect(self.say)
        session.changed.connect(self._tell_selection)  # last: all know of the document
        session.setParent(self)  # the last child, so that it goes last
        self._furnished = True
        self._follow(Change.ALL)

    # ----------------------------------------------------------- composition

    def _compose(self) -> None:
        from nnviz.gui.actions import fill_menu_bar
        from nnviz.gui.canvas.card import CanvasCard
        from nnviz.gui.menus import DocumentMenus
        from nnviz.gui.messages import Messages
        from nnviz.gui.rail import Rail
        from nnviz.gui.statusbar import StatusBar
        from nnviz.gui.toolbar import ToolBar

        submenus = fill_menu_bar(self.menuBar(), self.acts)
        self.tools = ToolBar(self.session, self.player, self.acts)
        self.addToolBar(self.tools)
        self.examples = QToolButton()
        self.examples.setIcon(icon("book-open", 18))
        self.document_menus = DocumentMenus(self.files, self.settings, submenus, self.examples)
        self.rail = Rail(self.acts, self.examples)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.rail)
        self.status = StatusBar(
            self.session, self.player, self.runner, self.recorder, self.settings
        )
        self.setStatusBar(self.status)
        self.canvas = CanvasCard(
            self.session,
            self.selection,
            self.player,
            self.runner,
            self.recorder,
            self.settings,
        )
        self.messages = Messages(self.canvas)
        self.setCentralWidget(_centre(self.canvas))
        self._dock_panels()

    def _dock_panels(self) -> None:
        from nnviz.gui.arrangement import HALF_GAP, Arrangement
        from nnviz.gui.panels.inspector import InspectorPanel
        from nnviz.gui.panels.problem import ProblemPanel

        self.arrangement = Arrangement(self, self.rail, self.tools, self.settings)
        problem = ProblemPanel(self.session, self.settings)
        problem.import_wanted.connect(self.dialogs.choose_data)
        inspector = InspectorPanel(
            self.session, self.selection, self.player, self.runner, self.settings
        )
        self.plots_room = QWidget()
        self._plots_column = QVBoxLayout(self.plots_room)
        self._plots_column.setContentsMargins(HALF_GAP, 0, HALF_GAP, 0)
        self.arrangement.fill(self.arrangement.problem, problem)
        self.arrangement.fill(self.arrangement.inspector, inspector)
        self.arrangement.fill(self.arrangement.plots, self.plots_room)

    def _add_plots(self) -> None:
        """Import and build the plots; late, since pyqtgraph doubles the time to the first paint."""
        from nnviz.gui.plots.row import PlotsRow

        plots = PlotsRow(
            self.session,
            self.selection,
            self.player,
            self.runner,
            self.recorder,
            self.settings,
        )
        self._plots_column.addWidget(plots)
        self.ready.emit()

    def _panels(self) -> list[QWidget]:
        panels = self.arrangement
        canvas = (self.canvas.network, self.canvas.timeline)
        return [self.tools, panels.problem, *canvas, panels.inspector, panels.plots]

    def _rooms(self) -> list[QWidget]:
        """Return what Tab goes through; a panel that floats is a window of its own."""
        panels = self.arrangement
        docks = (panels.problem, self.canvas, panels.inspector, panels.plots)
        return [self.tools, self.rail, *(room for room in docks if room.window() is self)]

    # --------------------------------------------------------------- manners

    def say(self, notice: Notice) -> None:
        """Show a message over the canvas."""
        self.messages.show(notice)

    def import_data(self, path: Path) -> None:
        """Open the import of a table."""
        self.dialogs.import_data(path)

    @property
    def _usual(self) -> QSize:
        """The size of a window that never had another, on a screen with room for it."""
        return USUAL.boundedTo(self.screen().availableSize())

    def appear(self) -> None:
        """Show the frame where the window was last."""
        self.resize(self._usual)
        self.restoreGeometry(self.settings.layout("geometry"))
        self.show()

    def start(self) -> None:
        """Show the window where it was last."""
        if not self.isVisible():
            self.resize(self._usual)
        # Docks that came into a frame that stands take sizes only once they know that they did.
        QCoreApplication.sendPostedEvents()
        self.arrangement.restore()
        self.show()
        self.canvas.network.setFocus()

    def _keep_selection(self, change: Change) -> None:
        """Let go of what is no more; who hears of it might look at what does not know so yet."""
        if change & Change.STRUCTURE:
            selection = self.selection
            before = selection.elements, selection.hover
            with QSignalBlocker(selection):
                if change == Change.ALL:
                    # Another document: what was in the hand is of the one before.
                    selection.select(None)
                    selection.set_hover(None)
                selection.keep_within(self.session.document)
            self._let_go = (selection.elements, selection.hover) != before

    def _tell_selection(self) -> None:
        if self._let_go:
            self._let_go = False
            self.selection.changed.emit()

    def _follow(self, change: Change) -> None:
        if change & Change.DATA:
            self.arrangement.set_has_data(self.session.has_samples)
        if change == Change.ALL:
            self.messages.clear()
            self.arrangement.new_document()
        if change & (Change.TITLE | Change.FILE):
            self._title()

    def _title(self, *_: object) -> None:
        self.setWindowTitle(f"{self.session.name}[*] – nnviz")
        self.setWindowModified(self.session.modified)
        path = self.session.path
        self.setWindowFilePath(str(path) if path else "")

    def _widen(self) -> None:
        self.arrangement.set_equations(self.selection.element is not None)

    # ---------------------------------------------------------------- events

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go on as one reads, not in the order in which things were made."""
        walked = self._furnished and self.panel_walk.tab(1 if forward else -1)
        return walked or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the full screen with Esc, where nothing else wants it."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen() and self._furnished:
            self.acts["view.full"].trigger()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Time each paint, so that training leaves room for it; build the plots after the first."""
        if event.type() != QEvent.Type.UpdateRequest:
            return super().event(event)
        started = perf_counter()
        handled = super().event(event)
        if not self._furnished:
            self.framed.emit()
            return handled
        self.session.turns.painted(perf_counter() - started)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._add_plots)
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what has no room."""
        super().resizeEvent(event)
        if self._furnished:
            self.arrangement.follow_size()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the new theme's colours."""
        super().changeEvent(event)
        if is_restyled(event) and self._furnished:
            self.acts.refresh_icons()
            self.examples.setIcon(icon("book-open", 18))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one local file."""
        if self._furnished and self.files.dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped, once the drop is over."""
        path = self.files.dropped(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._dropped = path
            QTimer.singleShot(0, self, self._open_dropped)

    def _open_dropped(self) -> None:
        self.files.load(self._dropped)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes; remember the layout."""
        if self._furnished and not self.files.may_replace():
            event.ignore()
            return
        if self._furnished:
            self.player.pause()
            self.canvas.network.end()
            self.arrangement.keep()
        super().closeEvent(event)
        self.closed.emit()


def _centre(canvas: CanvasCard) -> QWidget:
    from nnviz.gui.arrangement import HALF_GAP

    centre = QWidget()
    column = QVBoxLayout(centre)
    column.setContentsMargins(HALF_GAP, 6, HALF_GAP, 0)
    column.addWidget(canvas)
    return centre
