"""What of a network is frozen, element by element."""

from __future__ import annotations

import numpy as np

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron, Target

Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def frozen_kernel(document: Document, layer: int) -> Mask:
    """Return for each weight into `layer` whether it is frozen, shape (n_in, units)."""
    part = document.layer_slices[layer - 1]
    mask: Mask = np.asarray(document.frozen[part.kernel], bool)
    return mask.reshape(part.n_in, part.units)


def frozen_bias(document: Document, layer: int) -> Mask:
    """Return for each bias of `layer` whether it is frozen; none of a layer without."""
    part = document.layer_slices[layer - 1]
    if not document.layers[layer - 1].use_bias:
        return np.zeros(part.units, bool)
    return np.asarray(document.frozen[part.kernel.stop : part.stop], bool)


def holds_frozen(document: Document, element: Element) -> bool:
    """Return whether `element` is frozen, or anything that leads into it is."""
    if isinstance(element, Loss | Target) or element.layer == 0:
        return False
    kernel, bias = (of(document, element.layer) for of in (frozen_kernel, frozen_bias))
    if isinstance(element, Layer):
        return bool(kernel.any() or bias.any())
    if isinstance(element, Bias):
        return bool(bias[element.unit])
    if isinstance(element, Edge):
        return bool(kernel[element.source, element.unit])
    assert isinstance(element, Neuron)
    return bool(kernel[:, element.unit].any() or bias[element.unit])
