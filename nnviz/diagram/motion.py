"""What moves within a step of the pass: each picture a function of the step and how far it is.

Pulses carry each product along its edge and set off one after another; where they arrive the sum
grows term by term. An activation slides along its curve from 0 to its weighted sum.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath

from nnviz.diagram.beads import paint_beads
from nnviz.diagram.dots import paint_dots
from nnviz.diagram.edges import Edges
from nnviz.diagram.largest import largest_of
from nnviz.diagram.nodes import paint_column
from nnviz.diagram.pencil import Pencil
from nnviz.diagram.places import Ints
from nnviz.diagram.readings import Readings
from nnviz.diagram.scene import Scene
from nnviz.diagram.style import Floats
from nnviz.diagram.telling import Letter
from nnviz.document.elements import Edge, Layer, Neuron
from nnviz.document.models import make_activation
from nnviz.explain.frames import Chapter, Frame, Pulses

MOST_PULSES = 2_000
_LAST_START = 0.45
"""When the last pulse sets off; the first does at 0, and each takes the rest of the time."""


def paint_motion(
    scene: Scene,
    pencil: Pencil,
    drawn: tuple[Edges, ...],
    frame: Frame,
    progress: float,
    clear: QPainterPath,
) -> None:
    """Paint what moves at `progress` of a step, 0 to 1, over its picture at rest.

    Parameters
    ----------
    clear : QPainterPath
        Where there is no label: pulses run under labels.
    """
    if frame.pulses is not None:
        pencil.painter.save()
        pencil.painter.setClipPath(clear, Qt.ClipOperation.IntersectClip)
        products = carried(scene.readings, frame.pulses, _is_of_weights(frame))
        paint_pulses(scene, pencil, drawn, frame.pulses, progress, products)
        pencil.painter.restore()
    moving = Moving(scene.readings, frame, progress)
    if moving.layer is not None:
        column = scene.layout.columns[moving.layer]
        paint_column(replace(scene, readings=moving), pencil, column)
        paint_beads(scene, pencil)


def paint_pulses(
    scene: Scene,
    pencil: Pencil,
    drawn: tuple[Edges, ...],
    pulses: Pulses,
    progress: float,
    products: Floats,
) -> None:
    """Paint a dot on each edge into the pulses' layer, its size and colour by what it carries.

    Parameters
    ----------
    products : ndarray, shape (n_in, units)
        See `carried`.
    """
    edges = _chosen(drawn[pulses.layer - 1].only(slice(-MOST_PULSES, None)), pulses)
    if not len(edges):
        return
    shares = _ways(edges, pulses.direction, progress)
    under_way = (shares > 0) & (shares < 1)
    edges, shares = edges.only(under_way), shares[under_way]
    if pulses.direction < 0:
        shares = 1 - shares
    values = products[edges.sources, edges.units] / (largest_of(products) or 1.0)
    paint_dots(pencil.painter, scene.theme, edges.at(shares), values)


def carried(readings: Readings, pulses: Pulses, gradients: bool = False) -> Floats:
    """Return what each edge carries, shape (n_in, units): w·a forward, w·δ backward.

    In a step about the weights' own `gradients` it is ∂E/∂w. Without a backward pass there is no
    error to carry: then it is the weight.
    """
    layer = pulses.layer
    kernel, traced = readings.document.kernel(layer), readings.trace.layers[layer - 1]
    if pulses.direction > 0:
        return np.asarray(kernel * readings.values(layer - 1, "a")[:, None])
    if traced.gradient is None:
        return kernel
    if gradients:
        return traced.gradient()[: len(kernel)]
    return np.asarray(kernel * readings.values(layer, "δ"))


class Moving(Readings):
    """The numbers of a picture at `progress` of its step, where the rest is as at its end.

    Attributes
    ----------
    layer : int or None
        The layer whose numbers are still on their way.
    """

    def __init__(self, readings: Readings, frame: Frame, progress: float) -> None:
        super().__init__(readings.document, readings.trace, readings.telling)
        self._whole, self._frame, self._progress = readings, frame, progress
        self.layer, self._letter = _moved(readings, frame)

    def values(self, layer: int, letter: Letter) -> Floats:
        """Return what `letter` is by now of each unit of `layer`."""
        told = super().values(layer, letter)
        if layer != self.layer or letter != self._letter:
            return told
        so_far = self._slid(told) if letter == "a" else self._summed(told)
        return so_far if np.isfinite(so_far).all() else told

    def largest_nodes(self, letter: Letter) -> tuple[float, ...]:
        """Return the ends of the scales as at the end, so that colours do not jump."""
        return self._whole.largest_nodes(letter)

    def _summed(self, told: Floats) -> Floats:
        """Return the sums of the terms that have arrived."""
        pulses = self._frame.pulses
        assert pulses is not None  # only sums are carried
        products = carried(self._whole, pulses)
        sources, units = _ranks(products.shape[0]), _ranks(products.shape[1])
        if pulses.direction > 0:
            arrived = _way(sources, self._progress) >= 1
            bias = self.document.bias(pulses.layer)
            sums = arrived @ products + (0.0 if bias is None else bias)
        else:
            sums = products @ (_way(units, self._progress) >= 1).astype(float)
        if self._letter == "δ":
            sums = self._through_activation(sums)
        return _only_told(sums, told, pulses)

    def _through_activation(self, errors: Floats) -> Floats:
        """Return δ of what has arrived: ∂E/∂a · ∂a/∂z."""
        assert self.layer is not None
        slopes = np.asarray(self.trace.layers[self.layer - 1].da_dz)[0]
        passed: Floats = errors @ slopes if slopes.ndim == 2 else errors * slopes
        return passed

    def _slid(self, told: Floats) -> Floats:
        """Return the activations of the sums on their way from 0, at the same pace for all."""
        layer = self.layer
        assert layer is not None
        way = slid(self._frame, self._progress)
        activation = make_activation(self.document.layers[layer - 1])
        now = np.asarray(activation(way * super().values(layer, "z")[None, :]))[0]
        target = self._frame.target
        if isinstance(target, Neuron):
            now = np.where(np.arange(len(told)) == target.unit, now, told)
        result: Floats = now
        return result


def slid(frame: Frame, progress: float) -> float:
    """Return how far from 0 to z an activation has slid; 1 in a step that is of no activation."""
    about = isinstance(frame.target, Layer | Neuron) and frame.chapter is Chapter.FORWARD
    if not about or frame.pulses is not None:
        return 1.0
    assert isinstance(frame.target, Layer | Neuron)
    both = frame.lit.is_lit(frame.target, "z") and frame.lit.is_lit(frame.target, "a")
    return 1.0 - (1.0 - progress) ** 3 if both else 1.0


def _moved(readings: Readings, frame: Frame) -> tuple[int | None, Letter]:
    """Return the layer and the letter whose numbers come about in a step."""
    pulses, target = frame.pulses, frame.target
    if pulses is None:
        slides = slid(frame, 0.0) < 1.0 and readings.telling.quantity == "values"
        if slides and isinstance(target, Layer | Neuron) and target.layer > 0:
            return target.layer, "a"
        return None, "a"
    layer = pulses.layer if pulses.direction > 0 else pulses.layer - 1
    if layer == 0 or _is_one_term(pulses):
        return None, "a"
    telling = readings.telling
    if pulses.direction > 0:
        return (layer, "z") if telling.sum(layer) == "z" else (None, "z")
    if telling.output(layer) == "∂E/∂a":
        return layer, "∂E/∂a"
    return (layer, "δ") if telling.sum(layer) == "δ" else (None, "δ")


def _is_of_weights(frame: Frame) -> bool:
    """Return whether a step back is about the weights that its pulses run along."""
    target, pulses = frame.target, frame.pulses
    if pulses is None or not isinstance(target, Layer | Neuron | Edge):
        return False
    return frame.chapter is Chapter.BACKWARD and target.layer == pulses.layer


def _is_one_term(pulses: Pulses) -> bool:
    return pulses.edges != "all" and len(pulses.edges) == 1


def _only_told(sums: Floats, told: Floats, pulses: Pulses) -> Floats:
    """Return the sums of the units that the pulses run to, and for the others what is told."""
    if pulses.edges == "all":
        return sums
    units = {edge.unit if pulses.direction > 0 else edge.source for edge in pulses.edges}
    return np.where(np.isin(np.arange(len(told)), list(units)), sums, told)


def _chosen(edges: Edges, pulses: Pulses) -> Edges:
    """Return those of the drawn edges on which pulses run."""
    if pulses.edges == "all":
        return edges
    chosen: set[Edge] = set(pulses.edges)
    return edges.only(np.array([edges.element(k) in chosen for k in range(len(edges))], bool))


def _ways(edges: Edges, direction: int, progress: float) -> Floats:
    """Return how far along its edge each pulse is; those of one sum set off one by one."""
    ends: Ints = edges.sources if direction > 0 else edges.units
    return _way(ends / max(int(ends.max()), 1), progress)


def _ranks(count: int) -> Floats:
    return np.arange(count) / max(count - 1, 1)


def _way(ranks: Floats, progress: float) -> Floats:
    way = (progress - _LAST_START * ranks) / (1 - _LAST_START)
    return np.asarray(np.clip(way, 0.0, 1.0))
