"""What one writes first to show a network: a scene with an item per edge, node and label."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsLineItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsView,
)
from pytestqt.qtbot import QtBot

from nnviz.diagram.picture import Picture
from nnviz.diagram.style import LIGHT, edge_widths
from nnviz.document.elements import Bias, Neuron, Target


class ItemPerEdge:
    """A scene without index in a view, with all that `picture` shows as items.

    The pen of each edge has the width of ours, and its colour is the stronger, the less it lets
    through; with `opaque` it lets nothing through.
    """

    def __init__(self, qtbot: QtBot, picture: Picture, opaque: bool = False) -> None:
        box = picture.layout.box
        rect = QRectF(box.left, box.top, box.width, box.height)
        self._scene = QGraphicsScene(rect)
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._view = QGraphicsView(self._scene)
        self._view.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self._view.resize(int(rect.width()) + 4, int(rect.height()) + 4)
        self._edges = self._added_edges(picture)
        self._discs = self._added_discs(picture)
        self._texts = self._added_texts(picture)
        self._rng, self._opaque = np.random.default_rng(0), opaque
        qtbot.addWidget(self._view)
        with qtbot.waitExposed(self._view):
            self._view.show()

    def _added_edges(self, picture: Picture) -> list[QGraphicsLineItem]:
        lines = np.concatenate([edges.lines for edges in picture.drawn])
        return [self._scene.addLine(QLineF(*line)) for line in lines.tolist()]

    def _added_discs(self, picture: Picture) -> list[QGraphicsEllipseItem]:
        places = [
            (x, y, column.radius)
            for column in picture.layout.columns
            for x, y in column.centres.tolist()
        ]
        places += [
            (box.left + box.width / 2, box.top + box.height / 2, box.width / 2)
            for element, box in picture.label_boxes()
            if isinstance(element, Bias)
        ]
        return [self._scene.addEllipse(x - r, y - r, 2 * r, 2 * r) for x, y, r in places]

    def _added_texts(self, picture: Picture) -> list[QGraphicsSimpleTextItem]:
        """Add the values in the discs and beside them, and the targets."""
        places = [place for column in picture.layout.columns for place in column.centres.tolist()]
        places += [
            [box.left, box.top]
            for element, box in picture.label_boxes()
            if isinstance(element, Neuron | Target)
        ]
        texts = [self._scene.addSimpleText("") for _ in places]
        for text, place in zip(texts, places, strict=True):
            text.setPos(*place)
        return texts

    def paint(self) -> None:
        """Give every item a new value and paint them all."""
        values = self._rng.normal(size=len(self._edges))
        largest = float(np.abs(values).max())
        widths = edge_widths(np.abs(values), largest, True)
        for item, value, width in zip(self._edges, values, widths, strict=True):
            colour = QColor(LIGHT.sign(value))
            if not self._opaque:
                colour.setAlphaF(0.15 + 0.85 * abs(value) / largest)
            item.setPen(QPen(colour, width))
        for disc, value in zip(self._discs, self._rng.normal(size=len(self._discs)), strict=True):
            disc.setBrush(QColor(LIGHT.sign(value)))
        for text, value in zip(self._texts, self._rng.normal(size=len(self._texts)), strict=True):
            text.setText(f"{value:.2f}")
        self._view.viewport().repaint()
