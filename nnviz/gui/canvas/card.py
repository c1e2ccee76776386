"""The canvas card: legend and switch, the network, the rule, the caption, the timeline."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nnviz.diagram.options import Quantity
from nnviz.gui.canvas.apply_button import ApplyButton
from nnviz.gui.canvas.caption import CaptionView
from nnviz.gui.canvas.groove import MARGIN as KNOB_MARGIN
from nnviz.gui.canvas.head_tools import HeadTools
from nnviz.gui.canvas.legend import LegendView
from nnviz.gui.canvas.maps_view import MapsView
from nnviz.gui.canvas.network import NetworkView
from nnviz.gui.canvas.picture_view import MARGIN
from nnviz.gui.canvas.scope_bar import ScopeBar
from nnviz.gui.canvas.timeline import Timeline
from nnviz.gui.canvas.view_bar import ViewBar
from nnviz.gui.canvas.visit_bar import VisitBar
from nnviz.gui.player import Player
from nnviz.gui.recorder import Recorder
from nnviz.gui.runner import Runner
from nnviz.gui.selection import Selection
from nnviz.gui.session import Session
from nnviz.gui.settings import Settings
from nnviz.gui.structure import Structure
from nnviz.gui.widgets.card import Card
from nnviz.gui.widgets.segmented import SegmentedSwitch

_SHOWN: tuple[tuple[str, str, str], ...] = (
    ("values", "Values", "Show weights on the edges and activations in the nodes"),
    ("gradients", "Gradients", "Show how strongly each weight and each sum moves the loss"),
    ("updates", "Updates", "Show by how much the next update changes each weight"),
    ("frozen", "Frozen", "Show which weights and biases are frozen and do not train"),
    ("maps", "Maps", "Show each layer's weights as a map, a square for each"),
)
_HEAD, _FOOT, _GAP = 47, 13, 16
_LEAST_WIDTH = 560


class CanvasCard(Card):
    """Everything about the picture of the network in one card.

    Attributes
    ----------
    shown_changed : Signal()
        Something else is shown, or can be.
    network : NetworkView
    structure : Structure
    heads : HeadTools
    maps : MapsView
    caption : CaptionView
    scope : ScopeBar
    apply_update : ApplyButton
    timeline : Timeline
    visit_bar : VisitBar
    legend : LegendView
    switch : SegmentedSwitch
    view_bar : ViewBar
    """

    shown_changed = Signal()

    def __init__(
        self,
        session: Session,
        selection: Selection,
        player: Player,
        runner: Runner,
        recorder: Recorder,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._selection, self._player = session, selection, player
        self.legend = LegendView()
        self.switch = SegmentedSwitch(_SHOWN, "What edges and nodes show")
        self.view_bar = ViewBar()
        self.network = NetworkView(session, selection, player, runner, settings)
        self.structure = Structure(session, selection, self)
        self.heads = HeadTools(self.network, session, selection, self.structure)
        self.maps = MapsView(session, selection, settings)
        self.caption = CaptionView(session, player, runner, settings)
        self.scope = ScopeBar(session, player)
        self.caption.set_corner(self.scope)
        self.apply_update = ApplyButton(player, runner)
        self.timeline = Timeline(session, player, runner, recorder)
        rule = _rule()
        self.visit_bar = VisitBar(player, recorder, rule, self)
        self._lay_out(rule)
        self.setFocusProxy(self.network)
        self.setMinimumWidth(_LEAST_WIDTH)  # the head gives way before the canvas does
        self.switch.set_key("values")
        self.switch.chosen.connect(self._show)
        self.network.pictured.connect(self._tell_legend)
        self.maps.pictured.connect(self._tell_legend)
        self.caption.hovered.connect(selection.set_hover)
        self.caption.picked.connect(selection.select)
        selection.changed.connect(self._light)
        session.changed.connect(self._follow)
        self._follow(None)

    def _lay_out(self, rule: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, _FOOT)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self.network, 1)
        column.addWidget(self.maps, 1)
        self.maps.hide()
        column.addLayout(_indented(rule, MARGIN))
        column.addLayout(_indented(self.caption, MARGIN, self.apply_update))
        column.addLayout(_indented(self.timeline, int(MARGIN - KNOB_MARGIN)))

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN - 1, 12, 17, _HEAD - 42)
        row.setSpacing(_GAP)
        row.addWidget(self.legend, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.view_bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _follow(self, _change: object) -> None:
        """Offer gradients and updates where a target leads to them, what is frozen if any is."""
        told = self._session.document.target is not None
        for key in ("gradients", "updates"):
            self.switch.set_enabled(key, told)
        self.switch.offer("frozen", self._session.document.has_frozen)
        if not self.switch.is_enabled(self.switch.key()):
            self.show_key("values")
        self._fit_head()
        self.shown_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the head's parts the room that there is."""
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        needed = self.legend.minimumSizeHint().width() + self.view_bar.whole_width
        needed += self.switch.sizeHint().width() + 2 * _GAP + 2 * MARGIN
        self.view_bar.set_narrow(self.width() < needed)

    def show_key(self, key: str) -> None:
        """Show one of the switch's choices."""
        self.switch.set_key(key)
        self._show(key)

    def _show(self, key: str) -> None:
        """Show the network with one of its quantities, or maps of its weights."""
        maps = key == "maps"
        self.maps.setVisible(maps)
        self.network.setVisible(not maps)
        if not maps:
            self.network.show_frozen(key == "frozen")
            self.network.set_quantity("values" if key == "frozen" else cast(Quantity, key))
        self._tell_legend()
        self.shown_changed.emit()

    def _light(self) -> None:
        self.caption.light(self._selection.hover)

    def _tell_legend(self) -> None:
        if self.maps.isVisibleTo(self):
            self.legend.tell(self.maps.legend)
            return
        legend, samples = self.network.picture.legend, len(self._player.subject.trace.x)
        if samples > 1:
            legend = replace(legend, text=f"means over {samples:,} samples; {legend.text}")
        self.legend.tell(legend)


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("role", "rule")
    rule.setFixedHeight(1)
    return rule


def _indented(widget: QWidget, margin: int, *beside: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(margin - 1, 0, margin - 1, 0)
    row.setSpacing(16)
    row.addWidget(widget, 1)
    for other in beside:
        row.addWidget(other, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
