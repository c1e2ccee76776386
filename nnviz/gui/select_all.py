"""What Ctrl+A selects: the like of what is selected in its layer, and once more the whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnviz.document.document import Document
from nnviz.document.elements import Element, Layer, Loss, Neuron, Target
from nnviz.document.group import Group


def widened(document: Document, elements: Sequence[Element]) -> Group:
    """Return the weights of the selected elements' layers, or all weights and biases.

    Of biases alone it is the biases of their layers, of an input or a target it is all of those.
    It is all weights and biases where these are selected already, or where nothing is.
    """
    selected = Group.of(document.layer_slices, elements)
    alike = _of_layers(selected) or _of_kind(document, selected.others)
    if alike is None or selected.holds(alike):
        return Group(document.layer_slices, np.ones(document.n_parameters, bool))
    return alike


def _of_layers(selected: Group) -> Group | None:
    """Return all weights of the layers of selected weights, else all biases of those of biases."""
    slices, mask = selected.slices, np.zeros(selected.mask.size, bool)
    for layer, part in enumerate(slices, start=1):
        mask[part.kernel] = selected.kernel(layer).any()
    if not mask.any():
        for part in slices:
            if part.bias is not None:
                mask[part.bias] = selected.mask[part.bias].any()
    return Group(slices, mask) if mask.any() else None


def _of_kind(document: Document, others: Sequence[Element]) -> Group | None:
    """Return what is of the last one's kind in its layer; None where no one layer is meant."""
    slices, mask = document.layer_slices, np.zeros(document.n_parameters, bool)
    element = others[-1] if others else Loss()
    if isinstance(element, Target):
        return Group(slices, mask, map(Target, range(document.sizes[-1])))
    if not isinstance(element, Neuron | Layer) or element == Layer(0):
        return None
    if element.layer == 0:
        return Group(slices, mask, (Neuron(0, unit) for unit in range(document.sizes[0])))
    mask[slices[element.layer - 1].kernel] = True
    return Group(slices, mask)
