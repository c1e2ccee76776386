"""The tool bar: file and undo, title | transport, modes, speed | search, export."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolBar, QToolButton, QWidget

from nnviz.diagram.fonts import interface_font
from nnviz.gui.actions import Actions
from nnviz.gui.player import Player
from nnviz.gui.search_button import SearchButton
from nnviz.gui.session import Session
from nnviz.gui.speed import SpeedControl
from nnviz.gui.title import TitleLabel
from nnviz.gui.transport import ModeSwitch, PlayButton

HEIGHT = 50
_BUTTON = QSize(35, 36)
_TITLE_WIDTH, _LEAST_TITLE = 254, 64
SEARCH_BELOW, _SPEED_BELOW, _WORDS_BELOW = 1360, 1120, 1000


class ToolBar(QToolBar):
    """One calm row; it never moves and never changes with what is shown."""

    def __init__(self, session: Session, player: Player, actions: Actions) -> None:
        super().__init__("Tool bar")
        self.setObjectName("tool bar")
        self.setMovable(False)
        self.setFixedHeight(HEIGHT)
        self.setStyleSheet("QToolBar { padding: 0; spacing: 0; }")
        self.toggleViewAction().setEnabled(False)
        self._player = player
        self._actions = actions
        self.search = SearchButton(actions["help.search"])
        self._title = TitleLabel(session, _TITLE_WIDTH)
        self._speed = SpeedControl(player)
        self._export = _export_button(actions)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(9, 6, 16, 0)
        self._row.setSpacing(0)
        self._fill(player, actions)
        body = QWidget()
        body.setFixedHeight(HEIGHT)
        body.setLayout(self._row)
        self.addWidget(body)
        player.changed.connect(self._refresh)
        session.changed.connect(self._refresh)
        self._refresh()

    def _fill(self, player: Player, actions: Actions) -> None:
        for name in ("file.open", "file.save", "edit.undo", "edit.redo"):
            self._row.addWidget(tool_button(actions, name))
        self._row.addSpacing(13)
        self._row.addWidget(self._title)
        for name in ("run.first", "run.previous"):
            self._row.addWidget(tool_button(actions, name))
        self._row.addSpacing(9)
        self._row.addWidget(PlayButton(player, actions["run.play"]))
        self._row.addSpacing(9)
        for name in ("run.next", "run.last"):
            self._row.addWidget(tool_button(actions, name))
        self._row.addSpacing(20)
        self._row.addWidget(ModeSwitch(player))
        self._row.addSpacing(16)
        self._row.addWidget(self._speed)
        self._row.addStretch(1)
        self._row.addWidget(self.search)
        self._row.addSpacing(12)
        self._row.addWidget(self._export)

    def fit(self, width: int) -> None:
        """Give up the search's words, the speed's, the export's, then room of the title."""
        self.search.set_narrow(width <= SEARCH_BELOW)
        self._speed.set_narrow(width <= _SPEED_BELOW)
        _show_words(self._export, width > _WORDS_BELOW)
        self._row.invalidate()
        rest = self._row.sizeHint().width() - self._title.width()
        self._title.setFixedWidth(min(max(width - rest, _LEAST_TITLE), _TITLE_WIDTH))

    def _refresh(self, *_: object) -> None:
        """Offer the way back and on as far as there is one; one batch on can be trained."""
        for name, by in (("run.first", -1), ("run.previous", -1), ("run.last", 1)):
            self._actions[name].setEnabled(self._player.can_go(by))


def tool_button(actions: Actions, name: str) -> QToolButton:
    """Return the tool bar's button of an action."""
    button = QToolButton()
    button.setDefaultAction(actions[name])
    button.setIconSize(QSize(18, 18))
    button.setFixedSize(_BUTTON)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _export_button(actions: Actions) -> QToolButton:
    button = tool_button(actions, "file.export")
    button.setText("Export")
    button.setFont(interface_font(13, 500))
    actions["file.export"].changed.connect(lambda: button.setText("Export"))
    _show_words(button, True)
    return button


def _show_words(button: QToolButton, shown: bool) -> None:
    style = Qt.ToolButtonStyle
    button.setToolButtonStyle(style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly)
    button.setFixedSize(84 if shown else _BUTTON.width(), 36)
