"""What the inspector shows of a whole layer."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtWidgets import QVBoxLayout

from nnviz.document.document import Document
from nnviz.document.edits import ChangeLayer, ResizeLayer
from nnviz.document.elements import Element, Layer
from nnviz.document.learning import STEP_IS_FLAT
from nnviz.document.options import ACTIVATION_OPTIONS
from nnviz.document.settings import LayerSpec
from nnviz.document.vocabulary import ACTIVATIONS, NOTES_ACTIVATIONS
from nnviz.explain.equation import Text
from nnviz.gui.panels.facts import Fact, Facts
from nnviz.gui.panels.histogram import WeightHistogram
from nnviz.gui.panels.layer_parts import Neighbours, NewWeights
from nnviz.gui.panels.name_row import NameRow
from nnviz.gui.panels.option_rows import OptionRows
from nnviz.gui.panels.page import Page
from nnviz.gui.panels.setting_row import SettingRow, parse_whole
from nnviz.gui.player import Player
from nnviz.gui.session import Change, Session
from nnviz.gui.settings import Settings
from nnviz.gui.widgets.labels import Label
from nnviz.gui.widgets.problem_label import ProblemLabel
from nnviz.gui.widgets.section import Section
from nnviz.gui.widgets.select import Select

_OF_UNITS = (
    "New ones come last, and the last ones go; weights that remain keep their values, and what the"
    " optimizer knows of them"
)
_SILENCED = ("relu", "binary_step")


class LayerPage(Page):
    """What it is, all of it to be changed; its parameters, and how its weights are distributed."""

    def __init__(self, session: Session, settings: Settings, player: Player) -> None:
        super().__init__(session, settings)
        self._player = player
        self._layer = 0
        self.facts = Facts()
        self.name = NameRow(session)
        self.units = SettingRow("Neurons", _OF_UNITS, parse_whole)
        self.units.edited.connect(self._resize)
        self.activation = Select("Activation", "What the layer makes of its weighted sums")
        self.activation.set_choices(ACTIVATIONS.items(), NOTES_ACTIVATIONS)
        self.options = OptionRows()
        self._problem = ProblemLabel()
        self.flat = Label(STEP_IS_FLAT, "secondary", wrap=True)
        self.bend = Section("Activation")
        for widget in (self.activation, self.options, self._problem, self.flat):
            self.bend.add(widget)
        self.activation.chosen.connect(self._choose)
        self.options.edited.connect(self._set_options)
        self.draws = NewWeights(session)
        self.weights = Section("Weights of this layer")
        self.histogram = WeightHistogram()
        self.weights.add(self.histogram)
        self.neighbours = Neighbours(session)
        self.neighbours.went.connect(self.picked)
        top = QVBoxLayout()
        top.setSpacing(8)
        for row in (self.name, self.units):
            top.addWidget(row)
        self.column.addLayout(top)
        self.column.addWidget(self.bend)
        self.column.addWidget(self.draws)
        self.column.addWidget(self.neighbours)
        self.column.addWidget(self.facts)
        self.column.addWidget(self.weights)
        self.column.addStretch(1)

    def refresh(self, element: Element | None, change: Change) -> None:
        """Show the layer as it is now."""
        assert isinstance(element, Layer)
        document, layer = self.session.document, element.layer
        if layer != self._layer or change & Change.STRUCTURE:
            self._forget_problems()
        self.set_title(Text(document.layer_title(layer)), _subtitle(document, layer))
        self._layer = layer
        self.weights.setVisible(layer > 0)
        self.bend.setVisible(layer > 0)
        self.draws.setVisible(layer > 0)
        self.name.stand_for(element)
        self.units.set_value(document.sizes[layer])
        self.neighbours.stand_for(layer)
        if layer:
            self._show_activation(document.layers[layer - 1])
            self.histogram.set_weights(document.kernel(layer))
            self.draws.stand_for(layer)
            self.facts.show_facts([*_facts(document, layer), *self._silent(layer)])
        else:
            self.facts.show_facts([])

    def _forget_problems(self) -> None:
        """Say no more what was wrong with another layer, or with this one as it was."""
        for row in (self.units, self.options):
            row.show_problem(None)
        self._problem.say(None)

    def _resize(self, units: float) -> None:
        self.units.show_problem(self.session.try_apply(ResizeLayer(self._layer, int(units))))
        self.units.set_value(self.session.document.sizes[self._layer])

    def _show_activation(self, spec: LayerSpec) -> None:
        self.activation.set_key(spec.activation)
        known = ACTIVATION_OPTIONS.get(spec.activation, {})
        self.options.show_options(known, spec.activation_options)
        self.flat.setVisible(spec.activation == "binary_step")

    def _choose(self, key: str) -> None:
        self._problem.say(self._change({"activation": key}))

    def _set_options(self, values: Any) -> None:
        self.options.show_problem(self._change({"activation_options": values}))

    def _change(self, settings: dict[str, Any]) -> str | None:
        problem = self.session.try_apply(ChangeLayer(self._layer, settings))
        self._show_activation(self.session.document.layers[self._layer - 1])
        return problem

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
    ]
