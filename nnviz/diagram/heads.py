"""The head of each layer: its name, size and activation, and its own scale where it needs one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QLinearGradient

from nnviz.diagram.glyphs import GLYPH_WIDTH, paint_activation
from nnviz.diagram.pencil import Pencil, text_width
from nnviz.diagram.places import Column, LossPlace
from nnviz.diagram.rows import elided
from nnviz.diagram.scene import Scene
from nnviz.diagram.spacing import ROWS, Box
from nnviz.diagram.style import Theme, fill
from nnviz.document.elements import Layer, Loss
from nnviz.explain.numbers import format_given

_LEAST_GAP, _LEAST_ROW_GAP = 84.0, 40.0
_LOSS_NAMES = {
    "half_squared_error": "half squared error",
    "binary_crossentropy": "binary cross-entropy",
    "categorical_crossentropy": "cross-entropy",
    "sparse_categorical_crossentropy": "cross-entropy",
    "mean_absolute_percentage_error": "absolute % error",
    "mean_squared_logarithmic_error": "squared log error",
    "kl_divergence": "KL divergence",
    "log_cosh": "log-cosh",
}


def paint_heads(scene: Scene, pencil: Pencil) -> None:
    """Paint the heads of all layers, of every few where columns stand close, and the loss's."""
    for column in headed_columns(scene):
        lit = scene.focus.lit(Layer(column.layer))
        middle, name_y = _middles(scene, column)
        name = scene.document.layer_title(column.layer)
        if column.vertical:
            name = elided(name, ROWS.heads - 12)
        _paint_name(scene, pencil, name, (middle, name_y), lit)
        _paint_detail(scene, pencil, column, lit)
        if scene.layout.folded and not scene.options.figure:
            _paint_scale(scene, pencil, column)
    if scene.layout.loss is not None:
        lit = scene.focus.lit(Loss())
        x, y = _loss_place(scene, scene.layout.loss)
        _paint_name(scene, pencil, "Loss", (x, y), lit)
        below = scene.layout.spacing.head_detail - scene.layout.spacing.head_name
        _write_detail(scene, pencil, loss_name(scene), (x, y + below), lit)


def headed_columns(scene: Scene) -> list[Column]:
    """Return the columns whose heads do not run into each other: first, last and every few.

    A selected layer has its head, whatever neighbours have to go without.
    """
    columns = list(scene.layout.columns)
    least = _LEAST_ROW_GAP if scene.layout.vertical else _LEAST_GAP
    every = max(1, round(least / scene.layout.gap + 0.49))
    if every == 1:
        return columns
    last = len(columns) - 1
    headed = [c for c in columns[::every] if last - c.layer >= every] + [columns[last]]
    picked = scene.focus.selection
    if not isinstance(picked, Layer):
        return headed
    around = [c for c in headed if abs(c.layer - picked.layer) >= every]
    return sorted([*around, columns[picked.layer]], key=lambda column: column.layer)


def head_box(scene: Scene, column: Column) -> Box:
    """Return the rectangle of a layer's head, for hit-testing."""
    width = ROWS.heads - 20 if scene.layout.vertical else min(110.0, scene.layout.gap)
    middle, y = _middles(scene, column)
    return Box(middle - width / 2, y - 10, width, 40)


def name_box(scene: Scene, column: Column) -> Box:
    """Return the rectangle of a layer's name."""
    width = text_width(scene.document.layer_title(column.layer), scene.font(13, 600))
    middle, y = _middles(scene, column)
    return Box(middle - width / 2 - 4, y - 10, width + 8, 20)


def text_box(scene: Scene, column: Column) -> Box:
    """Return the rectangle that name, glyph, size and activation fill."""
    detail = text_width(_detail(scene, column), scene.font(12))
    glyph = GLYPH_WIDTH + 8 if column.layer else 0.0
    width = max(name_box(scene, column).width, detail + glyph)
    middle, y = _middles(scene, column)
    return Box(middle - width / 2, y - 10, width, 40)


def _middles(scene: Scene, column: Column) -> tuple[float, float]:
    """Return the middle of a layer's name: over its column, or at the left of its row."""
    if not column.vertical:
        return column.x, scene.layout.head_y
    return scene.layout.box.left + ROWS.heads / 2 - 6, column.x - 9


def _loss_place(scene: Scene, loss: LossPlace) -> tuple[float, float]:
    """Return the middle of the loss's name."""
    if not scene.layout.vertical:
        return loss.x, scene.layout.head_y
    return scene.layout.box.left + ROWS.heads / 2 - 6, loss.y - 9


def _detail_place(scene: Scene, column: Column) -> tuple[float, float]:
    """Return the middle of the line under a layer's name."""
    middle, y = _middles(scene, column)
    return middle, y + scene.layout.spacing.head_detail - scene.layout.spacing.head_name


def loss_name(scene: Scene) -> str:
    """Return the loss in words."""
    name = scene.document.training.loss
    return _LOSS_NAMES.get(name, name.replace("_", " "))


def _paint_name(
    scene: Scene, pencil: Pencil, name: str, middle: tuple[float, float], lit: bool
) -> None:
    font = scene.font(15 if scene.options.figure else 13, 600)
    colour = scene.dim_text(scene.theme.ink, lit)
    pencil.text(name, *middle, font, colour)


def _paint_detail(scene: Scene, pencil: Pencil, column: Column, lit: bool) -> None:
    text = _detail(scene, column)
    if column.layer == 0 or scene.options.figure:
        _write_detail(scene, pencil, text, _detail_place(scene, column), lit)
        return
    activation = scene.document.layers[column.layer - 1].activation
    width = text_width(text, scene.font(12))
    colour = scene.dim_text(scene.theme.ink2, lit)
    x, y = _detail_place(scene, column)
    left = x - (width + GLYPH_WIDTH + 6) / 2 - 2
    paint_activation(pencil.painter, activation, left, y, colour)
    pencil.text(text, left + GLYPH_WIDTH + 8, y, scene.font(12), colour, "left")


def _detail(scene: Scene, column: Column) -> str:
    size = f"{column.size:,}"
    if column.layer == 0:
        return size
    activation = scene.document.layers[column.layer - 1].activation.replace("_", " ")
    return f"{size}, {activation}" if scene.options.figure else f"{size} · {activation}"


def _write_detail(
    scene: Scene, pencil: Pencil, text: str, middle: tuple[float, float], lit: bool
) -> None:
    font = scene.font(13 if scene.options.figure else 12)
    pencil.text(text, *middle, font, scene.dim_text(scene.theme.ink2, lit))


def _paint_scale(scene: Scene, pencil: Pencil, column: Column) -> None:
    """Paint a layer's colour scale: from 0 if none of its values is negative."""
    largest = scene.node_scales[column.layer]
    signed = bool((scene.readings.nodes[column.layer] < 0).any())
    x, y = _detail_place(scene, column)
    bar = QRectF(x - 26, y + 15.5, 52, 5)
    paint_scale_bar(pencil, scene.theme, bar, signed)
    font, colour = scene.font(11), QColor(scene.theme.ink2)
    low = f"−{scale_number(largest)}" if signed else "0"
    pencil.text(low, bar.left() - 7, bar.center().y(), font, colour, "right")
    pencil.text(scale_number(largest), bar.right() + 7, bar.center().y(), font, colour, "left")


def scale_number(value: float) -> str:
    """Return a scale's end with about two figures."""
    return format_given(round(value, 1), 1) if value < 100 else f"{value:.0f}"


def paint_scale_bar(pencil: Pencil, theme: Theme, bar: QRectF, signed: bool) -> None:
    """Paint the diverging scale, or its positive half."""
    gradient = QLinearGradient(QPointF(bar.left(), 0), QPointF(bar.right(), 0))
    low = -1.0 if signed else 0.0
    for k in range(9):
        gradient.setColorAt(k / 8, fill(theme, low + (1 - low) * k / 8, 1.0))
    painter = pencil.shape()
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, 2.5, 2.5)
