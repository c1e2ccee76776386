"""The commands of what the picture shows and how: quantities, numbers, edges, folding, zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu

from nnviz.diagram.fonts import text_font
from nnviz.gui.action_table import menus, plain
from nnviz.gui.settings import NUMBERS

if TYPE_CHECKING:
    from nnviz.gui.window import Window

_SHOWN = ("values", "gradients", "updates", "frozen", "maps")
_ZOOM = 1.25


class PictureCommands(QObject):
    """Keeps the actions of the Picture menu and what they stand for together."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._settings = window, window.settings
        self._canvas = window.canvas
        network, on = self._canvas.network, window.acts.on
        for name in _SHOWN:
            window.acts[f"picture.{name}"].triggered.connect(self._show)
        for name in NUMBERS:
            window.acts[f"picture.numbers_{name}"].triggered.connect(self._choose_numbers)
        for name, slot in {
            "picture.curved": self._turn_curved,
            "picture.vertical": self._turn_vertical,
            "picture.fold": network.turn_fold,
            "picture.fit": network.fit,
            "picture.zoom_selection": network.zoom_to_selection,
            "picture.zoom_in": self._zoom_in,
            "picture.zoom_out": self._zoom_out,
        }.items():
            on(name, slot)
        numbers = [window.acts[f"picture.numbers_{name}"] for name in NUMBERS if name != "auto"]
        self._canvas.view_bar.offer(numbers, self._menu())
        self._settings.changed.connect(self.refresh)
        self._canvas.shown_changed.connect(self.refresh)
        window.selection.changed.connect(self.refresh)
        self.refresh()

    def _menu(self) -> QMenu:
        """Return the menu of the bar over the canvas: the Picture menu of the menu bar."""
        title = next(title for title in menus() if plain(title) == "Picture")
        menu = QMenu(self._canvas)
        menu.setFont(text_font(13))
        for row in menus()[title]:
            if row is None:
                menu.addSeparator()
            else:
                menu.addAction(self._window.acts[row.id])
        return menu

    @Slot()
    def _show(self) -> None:
        self._canvas.show_key(self._chosen())

    @Slot()
    def _choose_numbers(self) -> None:
        chosen = self._chosen().removeprefix("numbers_")
        # A second click on what is chosen leaves it to the room that there is.
        self._settings.numbers = "auto" if chosen == self._settings.numbers else chosen
        self.refresh()

    def _chosen(self) -> str:
        return self.sender().objectName().partition(".")[2]

    def _turn_curved(self) -> None:
        self._settings.curved = not self._settings.curved

    def _turn_vertical(self) -> None:
        self._settings.vertical = not self._settings.vertical

    def _zoom_in(self) -> None:
        self._canvas.network.zoom(_ZOOM)

    def _zoom_out(self) -> None:
        self._canvas.network.zoom(1 / _ZOOM)

    def refresh(self) -> None:
        """Check what is chosen, and offer what can be done."""
        actions, canvas = self._window.acts, self._canvas
        for name in _SHOWN:
            actions[f"picture.{name}"].setChecked(canvas.switch.key() == name)
            actions[f"picture.{name}"].setEnabled(canvas.switch.is_enabled(name))
        for name in NUMBERS:
            actions[f"picture.numbers_{name}"].setChecked(self._settings.numbers == name)
        actions["picture.curved"].setChecked(self._settings.curved)
        actions["picture.vertical"].setChecked(self._settings.vertical)
        selected = self._window.selection.element is not None
        actions["picture.zoom_selection"].setEnabled(selected)
