"""Symbols of elements, set for the picture."""

from __future__ import annotations

from PySide6.QtGui import QColor

from nnviz.diagram.maths import Typeset
from nnviz.diagram.scene import Scene
from nnviz.diagram.telling import Letter
from nnviz.diagram.typesetting import Setting, typeset
from nnviz.document.elements import Element, Neuron
from nnviz.document.naming import Quantity, symbol
from nnviz.explain.equation import Symbol, partial

_SLOPE = 0.55
"""Size of a slope's fraction over that of a letter in the same place."""


def equation_symbol(scene: Scene, element: Element, quantity: Quantity = "") -> Symbol:
    """Return an element's symbol as an equation's leaf."""
    named = symbol(scene.document, element, quantity)
    return Symbol(named.base, named.sub, named.sup, element=element)


def set_symbol(
    scene: Scene, element: Element, quantity: Quantity, px: float, colour: QColor
) -> Typeset:
    """Return an element's symbol set at `px`."""
    setting = Setting(scene.theme, px, colour=colour)
    return typeset(equation_symbol(scene, element, quantity), setting)


def set_letter(scene: Scene, neuron: Neuron, letter: Letter, px: float, colour: QColor) -> Typeset:
    """Return the symbol of what a neuron's disc tells, a slope as a small fraction."""
    if letter != "∂E/∂a":
        return set_symbol(scene, neuron, letter, px, colour)
    slope = partial(Symbol("E"), equation_symbol(scene, neuron, "a"))
    return typeset(slope, Setting(scene.theme, px * _SLOPE, colour=colour))
