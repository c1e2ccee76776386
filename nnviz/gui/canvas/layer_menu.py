"""The menu of a layer: what it is, what stands beside it, what it is called."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from nnviz.diagram.fonts import text_font
from nnviz.document.edits import ChangeLayer, UseBias
from nnviz.document.elements import Layer
from nnviz.document.structure_edits import is_hidden
from nnviz.document.vocabulary import ACTIVATIONS, INITIALIZERS, NOTES_ACTIVATIONS
from nnviz.gui.session import Session
from nnviz.gui.structure import Structure


def fill_layer_menu(menu: QMenu, session: Session, structure: Structure, layer: int) -> None:
    """Put what can be done to layer `layer` into a menu that is shown once."""
    document = session.document
    last = len(document.layers)
    menu.setFont(text_font(13))
    what = "input" if layer == 0 else "output" if layer == last else "neuron"
    menu.addAction(f"Add {what}", partial(structure.add_neuron, layer))
    fewer = menu.addAction(f"Remove last {what}", partial(structure.remove_neuron, layer))
    fewer.setEnabled(document.sizes[layer] > 1)
    menu.addSeparator()
    if layer:
        menu.addAction("Add layer before", partial(structure.add_layer, layer - 1))
    if layer < last:
        menu.addAction("Add layer after", partial(structure.add_layer, layer))
    if is_hidden(document, layer):
        _add_places(menu, structure, layer, last)
        menu.addAction("Remove layer", partial(structure.remove, (Layer(layer),)))
    if layer:
        menu.addSeparator()
        _add_settings(menu, session, structure, layer)
        menu.addSeparator()
        menu.addAction("Rename…", partial(structure.renaming.emit, Layer(layer)))


def _add_places(menu: QMenu, structure: Structure, layer: int, last: int) -> None:
    for words, to in (("Move towards inputs", layer - 1), ("Move towards outputs", layer + 1)):
        move = menu.addAction(words, partial(structure.move_layer, layer, to))
        move.setEnabled(0 < to < last)


def _add_settings(menu: QMenu, session: Session, structure: Structure, layer: int) -> None:
    spec = session.document.layers[layer - 1]
    change = partial(_change, structure, layer)
    bends = menu.addMenu("Activation")
    _add_choices(bends, ACTIVATIONS, spec.activation, partial(change, "activation"))
    bends.insertSeparator(bends.actions()[NOTES_ACTIVATIONS])
    draws = menu.addMenu("Initializer of new weights")
    present = spec.kernel_initializer
    _add_choices(draws, INITIALIZERS, present, partial(change, "kernel_initializer"))
    bias = menu.addAction("Use bias", partial(_use_bias, structure, layer, not spec.use_bias))
    bias.setCheckable(True)
    bias.setChecked(spec.use_bias)


def _add_choices(menu: QMenu, choices: dict[str, str], present: str, choose: Any) -> None:
    menu.setFont(text_font(13))
    group = QActionGroup(menu)
    for key, words in choices.items():
        action = menu.addAction(words, partial(choose, key))
        action.setCheckable(True)
        action.setChecked(key == present)
        group.addAction(action)


def _change(structure: Structure, layer: int, name: str, key: str) -> None:
    words = name.replace("kernel_", "")
    structure.apply(Layer(layer), ChangeLayer(layer, {name: key}, f"Change {words}"))


def _use_bias(structure: Structure, layer: int, on: bool) -> None:
    structure.apply(Layer(layer), UseBias(layer, use_bias=on))
