"""One line of words about an element, for its tooltip and for those who cannot see the picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Element, Layer, Loss, Neuron, Target
from nnviz.document.group import counted, parameter_places
from nnviz.document.naming import is_named, symbol
from nnviz.document.several_edits import Addresses
from nnviz.engine.trace import Trace
from nnviz.explain.numbers import format_given, format_number


def describe_all(document: Document, trace: Trace, elements: Sequence[Element], digits: int) -> str:
    """Return what is selected in words: one as `describe` does, of several how many and how far."""
    if not elements:
        return ""
    if len(elements) == 1:
        return describe(document, trace, elements[0], digits)
    text = f"{counted(elements)} selected"
    values = Addresses.of(document, elements).read(document)
    if len(values):
        low, high = (format_given(float(end), digits) for end in (values.min(), values.max()))
        text += f", from {low} to {high}" if low != high else f", each {low}"
    if not document.has_frozen:
        return text
    frozen = int(document.frozen[parameter_places(document, elements)].sum())
    return f"{text}, {frozen:,} frozen" if frozen else text


def describe(document: Document, trace: Trace, element: Element, digits: int) -> str:
    """Return what `element` is and its value, e.g. “w₂ = 0.45, weight from Hidden to Output”."""
    return _value_text(document, trace, element, digits) + _frozen_text(document, element)


def _frozen_text(document: Document, element: Element) -> str:
    """Return what of the element's weights and biases is frozen."""
    if not document.has_frozen:
        return ""
    frozen = document.frozen[parameter_places(document, [element])]
    if frozen.all():
        return ", frozen" if frozen.size else ""
    return f", {frozen.sum():,} of {frozen.size:,} weights frozen" if frozen.any() else ""


def _value_text(document: Document, trace: Trace, element: Element, digits: int) -> str:
    if isinstance(element, Layer):
        return _layer_text(document, element)
    name = symbol(document, element).plain
    if isinstance(element, Loss):
        return (
            "Loss" if trace.loss is None else f"{name} = {format_number(trace.loss, digits)}, loss"
        )
    if isinstance(element, Neuron) and element.layer > 0:
        return _neuron_text(document, trace, element, digits)
    if isinstance(element, Target) and document.target is None:
        return f"{name} is not set, target of {neuron_name(document, _output(document, element))}"
    value = f"{name} = {format_given(document.value(element), digits)}"
    if isinstance(element, Edge):
        source = neuron_name(document, Neuron(element.layer - 1, element.source))
        unit = neuron_name(document, Neuron(element.layer, element.unit))
        return f"{value}, weight from {source} to {unit}"
    if isinstance(element, Bias):
        return f"{value}, bias of {neuron_name(document, Neuron(element.layer, element.unit))}"
    if isinstance(element, Target):
        return f"{value}, target of {neuron_name(document, _output(document, element))}"
    return _input_text(document, trace, element, value, digits)


def neuron_name(document: Document, neuron: Neuron) -> str:
    """Return a neuron's words: its own name, else its layer's with its number where needed."""
    if neuron.layer == 0:
        return document.input_names[neuron.unit]
    last = neuron.layer == len(document.layers)
    if last and is_named(document.output_names[neuron.unit]):
        return document.output_names[neuron.unit]
    title = document.layer_title(neuron.layer)
    return title if document.sizes[neuron.layer] == 1 else f"{title}, unit {neuron.unit + 1}"


def _output(document: Document, target: Target) -> Neuron:
    return Neuron(len(document.layers), target.unit)


def _layer_text(document: Document, layer: Layer) -> str:
    units = document.sizes[layer.layer]
    count = "1 neuron" if units == 1 else f"{units:,} neurons"
    how = f", {document.layers[layer.layer - 1].activation}" if layer.layer else ""
    return f"{document.layer_title(layer.layer)}: {count}{how}"


def _neuron_text(document: Document, trace: Trace, neuron: Neuron, digits: int) -> str:
    layer = trace.layers[neuron.layer - 1]
    a = format_number(float(layer.a[0, neuron.unit]), digits)
    z = format_number(float(layer.z[0, neuron.unit]), digits)
    letters = (symbol(document, neuron, letter).plain for letter in ("a", "z"))
    return f"{neuron_name(document, neuron)}: {next(letters)} = {a}, {next(letters)} = {z}"


def _input_text(document: Document, trace: Trace, neuron: Neuron, value: str, digits: int) -> str:
    name = document.input_names[neuron.unit]
    text = f"{name}: {value}" if is_named(name) else f"{value}, input"
    scaled = trace.x[0, neuron.unit]
    if np.isclose(scaled, document.input[neuron.unit], rtol=1e-12, atol=0):
        return text
    return f"{text}, scaled {format_number(float(scaled), digits)}"
