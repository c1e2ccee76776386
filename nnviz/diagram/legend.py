"""What a legend says: the end of the colour scale and what widths mean."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from nnviz.diagram.edge_painting import edge_pen
from nnviz.diagram.edges import Edges, all_shown
from nnviz.diagram.pencil import Pencil
from nnviz.diagram.scene import Scene
from nnviz.explain.numbers import format_number

_LETTERS = {"values": "w", "gradients": "∂E/∂w", "updates": "Δw"}


@dataclass(frozen=True)
class Legend:
    """The legend of a picture.

    Attributes
    ----------
    low, high : str
        The ends of the colour scale.
    text : str
        What width means, or how many edges are drawn.
    partial : bool
        Whether only the strongest edges are drawn.
    brief : str
        The same as `text` in fewer words, for a narrow place.
    """

    low: str
    high: str
    text: str
    partial: bool
    brief: str = ""


def legend_of(scene: Scene, drawn: tuple[Edges, ...], covered: bool = False) -> Legend:
    """Return the legend of a picture with these edges, over the density of all if `covered`."""
    told = scene.readings.telling.told_layer or 0
    largest = max(scene.edge_scales) if scene.layout.folded else scene.node_scales[told]
    end = "1" if largest == 1 else format_number(largest, 2)
    n_drawn, total = sum(map(len, drawn)), _n_edges(scene.document.sizes)
    text = f"weights: the strongest {n_drawn:,} of {total:,} drawn"
    brief = f"strongest {n_drawn:,} of {total:,}"
    if covered and all_shown(scene):
        brief = f"strongest {n_drawn:,} over all {total:,}"
        text = f"weights: the strongest {n_drawn:,} over all {total:,}, which are thin and pale"
    elif covered:
        brief = f"strongest {n_drawn:,}, all {total:,} as density"
        text = f"weights: the strongest {n_drawn:,} drawn, all {total:,} as density"
    if n_drawn == total:
        widest = scene.edge_scales[told - 1] if told else max(scene.edge_scales)
        text = f"width = |{_edge_letter(scene)}|, widest {format_number(widest, 2)}"
        brief = f"widest {format_number(widest, 2)}"
    if scene.options.frozen:
        frozen, parameters = int(scene.document.frozen.sum()), scene.document.n_parameters
        text = f"lit: {frozen:,} of {parameters:,} weights and biases are frozen"
        brief = f"{frozen:,} of {parameters:,} frozen"
    return Legend(f"−{end}", f"+{end}", text, n_drawn < total, brief)


def _edge_letter(scene: Scene) -> str:
    """Return what the edges show, of a step's own layer where it tells of one."""
    telling = scene.readings.telling
    return _LETTERS[telling.edges(telling.told_layer or 0)]


def _n_edges(sizes: tuple[int, ...]) -> int:
    return sum(before * after for before, after in pairwise(sizes))


def paint_figure_legend(scene: Scene, legend: Legend, pencil: Pencil, y: float) -> None:
    """Paint the legend under a figure: the lines of either sign, and what width means."""
    box, font = scene.layout.box, scene.font(13)
    x = box.left
    for name, value in (("positive", 0.45), ("negative", -0.45)):
        pen = edge_pen(scene, value, 1.0)
        pen.setColor(scene.theme.sign(value))
        pen.setWidthF(3.0)
        if value < 0:
            pen.setDashPattern([10 / 3, 4.5 / 3])
        pencil.painter.setPen(pen)
        pencil.painter.drawLine(QPointF(x, y), QPointF(x + 28, y))
        pencil.text(name, x + 34, y, font, QColor(scene.theme.ink), "left")
        x += 97
    text = f"line width shows |{_edge_letter(scene)}|"
    if scene.options.frozen:
        text = f"{legend.brief}, the others pale"
    elif legend.partial:
        text = legend.text
    pencil.text(text, box.right, y, font, QColor(scene.theme.ink2), "right")
