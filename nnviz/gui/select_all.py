"""What Ctrl+A selects: the like of what is selected in its layer, and once more the whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Element, Layer, Loss, Neuron, Target
from nnviz.document.group import Group


def widened(document: Document, elements: Sequence[Element]) -> Group:
    """Return the weights of the selected element's layer, or all weights and biases.

    Of a bias it is the biases of its layer, of an input or a target it is all of those. It is all
    weights and biases where these are selected already, or where nothing is.
    """
    alike = _alike(document, elements[-1]) if elements else None
    if alike is None or Group.of(document.layer_slices, elements).holds(alike):
        return Group(document.layer_slices, np.ones(document.n_parameters, bool))
    return alike


def _alike(document: Document, element: Element) -> Group | None:
    """Return what is of an element's kind in its layer; None where no one layer is meant."""
    slices = document.layer_slices
    mask = np.zeros(document.n_parameters, bool)
    if isinstance(element, Target):
        return Group(slices, mask, map(Target, range(document.sizes[-1])))
    if isinstance(element, Loss) or element == Layer(0):
        return None
    if element.layer == 0:
        return Group(slices, mask, (Neuron(0, unit) for unit in range(document.sizes[0])))
    part = slices[element.layer - 1]
    mask[part.bias if isinstance(element, Bias) else part.kernel] = True
    return Group(slices, mask)
