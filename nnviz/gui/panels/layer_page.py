"""What the inspector shows of a whole layer."""

from __future__ import annotations

import numpy as np

from nnviz.document.document import Document
from nnviz.document.elements import Element, Layer
from nnviz.document.vocabulary import ACTIVATIONS, INITIALIZERS
from nnviz.explain.equation import Text
from nnviz.gui.panels.facts import Fact, Facts
from nnviz.gui.panels.histogram import WeightHistogram
from nnviz.gui.panels.page import Page
from nnviz.gui.player import Player
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.section import Section

_SILENCED = ("relu", "binary_step")


class LayerPage(Page):
    """Its size and activation, its parameters, and how its weights are distributed."""

    def __init__(self, session: Session, settings: Settings, player: Player) -> None:
        super().__init__(session, settings)
        self._player = player
        self.facts = Facts()
        self.weights = Section("Weights of this layer")
        self.histogram = WeightHistogram()
        self.weights.add(self.histogram)
        self.column.addWidget(self.facts)
        self.column.addWidget(self.weights)
        self.column.addStretch(1)

    def refresh(self, element: Element | None, change: Change) -> None:
        """Show the layer as it is now."""
        del change
        assert isinstance(element, Layer)
        document, layer = self.session.document, element.layer
        self.set_title(Text(document.layer_title(layer)), _subtitle(document, layer))
        self.weights.setVisible(layer > 0)
        if layer:
            self.histogram.set_weights(document.kernel(layer))
            self.facts.show_facts([*_facts(document, layer), *self._silent(layer)])
        else:
            self.facts.show_facts([("inputs", f"{document.sizes[0]:,}")])

    def _silent(self, layer: int) -> list[Fact]:
        activation = self.session.document.layers[layer - 1].activation
        if activation not in _SILENCED:
            return []
        values = self._player.subject.trace.layers[layer - 1].a
        silent = int(np.count_nonzero((values == 0).all(axis=0)))
        where = "this sample" if len(values) == 1 else f"these {len(values):,} samples"
        return [(f"silent on {where}", f"{silent:,} of {values.shape[1]:,}")]


def _subtitle(document: Document, layer: int) -> str:
    if layer == 0:
        return "What the network is given"
    spec = document.layers[layer - 1]
    neurons = "1 neuron" if spec.units == 1 else f"{spec.units:,} neurons"
    return f"Dense, {neurons}, {ACTIVATIONS[spec.activation]}"


def _facts(document: Document, layer: int) -> list[Fact]:
    spec = document.layers[layer - 1]
    n_in, units = document.sizes[layer - 1], spec.units
    bias = units if spec.use_bias else 0
    return [
        ("kernel", f"{n_in:,} × {units:,}"),
        ("bias", f"{bias:,}" if bias else "none"),
        ("parameters", f"{n_in * units + bias:,}"),
        ("initializer", INITIALIZERS[spec.kernel_initializer]),
    ]
