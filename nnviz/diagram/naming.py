"""Symbols of elements, set for the picture."""

from __future__ import annotations

from PySide6.QtGui import QColor

from nnviz.diagram.maths import Typeset
from nnviz.diagram.scene import Scene
from nnviz.diagram.typesetting import Setting, typeset
from nnviz.document.elements import Element
from nnviz.document.naming import Quantity, symbol
from nnviz.explain.equation import Symbol


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
