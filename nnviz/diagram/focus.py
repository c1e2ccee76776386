"""What is lit and what is dimmed: by the step that is told, else by what is selected."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnviz.diagram.frozen import frozen_kernel, holds_frozen
from nnviz.diagram.places import Ints
from nnviz.diagram.touched import Touched
from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron, Target
from nnviz.document.group import Group
from nnviz.explain.frames import Frame, Half

Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


class Focus:
    """Tells for each element whether it is involved.

    Parameters
    ----------
    frame : Frame or None
        The step of a pass that is shown.
    selected : sequence of Element
        They are always lit, and without a frame their neighbours are.
    frozen : bool
        Whether only frozen weights and biases are to be lit, with what they belong to.

    Attributes
    ----------
    selected : sequence of Element
        A group, in the network's order, if they are several.
    selection : Element or None
        The one that was selected last.
    touched : Touched or None
        What several selected ones touch; None if there are fewer.
    """

    def __init__(
        self,
        document: Document,
        frame: Frame | None,
        selected: Sequence[Element] = (),
        *,
        frozen: bool = False,
    ) -> None:
        self.frame = frame
        self.selection = selected[-1] if selected else None
        several = Group.of(document.layer_slices, selected) if len(selected) > 1 else None
        self.touched = None if several is None else Touched(several)
        self.selected: Sequence[Element] = selected if several is None else several
        self._frozen = document if frozen else None

    @property
    def dims(self) -> bool:
        """Whether something is dimmed."""
        return self.frame is not None or self.selection is not None or self._frozen is not None

    def lit(self, element: Element, half: Half = "") -> bool:
        """Return whether `element`, or one half of a neuron, is lit."""
        if element in self.selected:
            return True
        if self._frozen is not None:
            return holds_frozen(self._frozen, element)
        if self.frame is not None:
            return element == self.frame.target or self.frame.lit.is_lit(element, half)
        if self.touched is not None:
            return self.touched.holds(element)
        return self.selection is None or _touch(self.selection, element)

    def picked(self, element: Element) -> bool:
        """Return whether `element` is selected or what the step is about."""
        told = self.frame.target if self.frame is not None else None
        return element == told or element in self.selected

    def lit_edges(self, layer: int, sources: Ints, units: Ints) -> Mask:
        """Return for edges into `layer`, given by their ends, whether each is lit."""
        picked = self.selection
        if self._frozen is not None:
            lit: Mask = frozen_kernel(self._frozen, layer)[sources, units]
        elif self.frame is not None:
            lit = np.full(len(sources), layer in self.frame.lit.edges)
            for used in self.frame.lit.edges_into(layer):
                lit = lit | _is_edge(used, sources, units)
            picked = self.frame.target
        elif self.touched is not None:
            return self.touched.edges(layer, sources, units)
        elif picked is None or isinstance(picked, Loss | Target):
            return np.full(len(sources), True)
        else:
            lit = _touched_edges(picked, layer, sources, units)
        for edge in (picked, self.selection):
            if isinstance(edge, Edge) and edge.layer == layer:
                lit = lit | _is_edge(edge, sources, units)
        if self.touched is not None:
            lit = lit | self.touched.group.kernel(layer)[sources, units]
        return lit


def _is_edge(edge: Edge, sources: Ints, units: Ints) -> Mask:
    mask: Mask = (sources == edge.source) & (units == edge.unit)
    return mask


def _touch(picked: Element, element: Element) -> bool:
    """Return whether `element` is involved when `picked` is selected."""
    if isinstance(picked, Loss | Target):
        return True
    if isinstance(picked, Layer):
        layer = getattr(element, "layer", None)
        return layer == picked.layer
    if isinstance(picked, Bias):
        picked = Neuron(picked.layer, picked.unit)
    if isinstance(picked, Edge):
        return element in _ends(picked) or element == Layer(picked.layer)
    return _touches_neuron(picked, element)


def _touches_neuron(neuron: Neuron, element: Element) -> bool:
    if isinstance(element, Neuron):
        return element == neuron or abs(element.layer - neuron.layer) == 1
    if isinstance(element, Bias):
        return (element.layer, element.unit) == (neuron.layer, neuron.unit)
    if isinstance(element, Edge):
        return neuron in _ends(element)
    return isinstance(element, Layer)


def _ends(edge: Edge) -> tuple[Neuron, Neuron]:
    return Neuron(edge.layer - 1, edge.source), Neuron(edge.layer, edge.unit)


def _touched_edges(picked: Element, layer: int, sources: Ints, units: Ints) -> Mask:
    if isinstance(picked, Layer):
        return np.full(len(sources), picked.layer in (layer, layer - 1))
    if not isinstance(picked, Neuron | Bias):
        return np.full(len(sources), False)
    into = units == picked.unit if picked.layer == layer else np.full(len(units), False)
    out_of = isinstance(picked, Neuron) and picked.layer == layer - 1
    return np.asarray(into | (sources == picked.unit) if out_of else into)
