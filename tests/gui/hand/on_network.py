"""What the network is made of, by commands and by the edits of panels and dialogs."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.stateful import rule
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nnviz.document.edits import (
    AddLayer,
    AddNeuron,
    ChangeLayer,
    ChangePreparation,
    ChangeTraining,
    Freeze,
    InitialWeights,
    MoveLayer,
    NewWeights,
    RemoveNeuron,
    Rename,
    SetSeed,
    Unfreeze,
    UseBias,
)
from nnviz.document.elements import Layer
from tests.gui.hand.frame import Frame, any_place

MOST = 150
CHANGES = {
    "initial weights": InitialWeights(),
    "new weights": NewWeights(5),
    "name": Rename("Another"),
    "optimizer": ChangeTraining({"optimizer": "adam"}),
    "rate": ChangeTraining({"learning_rate": 0.05}),
    "loss": ChangeTraining({"loss": "mean_absolute_error"}),
    "batch": ChangeTraining({"batch_size": 3}),
    "scaling": ChangePreparation({"input_scaling": "standard"}),
    "split": ChangePreparation({"test_share": 0.5}),
    "seed": SetSeed(4),
}
KINDS = ["add", "remove", "layer", "move", "bias", "tanh", "relu", "softmax", "initializer"]
ON_VALUES = ["zero", "randomise", "reset", "freeze", "copy", "select_all"]
ON_STRUCTURE = ["select_layer", "add_neuron", "add_layer", "remove", "earlier", "later"]


class OnNetwork(Frame):
    """Builds, names, freezes and chooses."""

    def layer(self, at, first=1):
        return first + at % (len(self.window.session.document.layers) + 1 - first)

    @rule(at=any_place, kind=st.sampled_from(KINDS))
    def restructure(self, at, kind):
        document = self.window.session.document
        if document.n_parameters > MOST and kind in ("add", "layer"):
            return
        layer = self.layer(at, 0 if kind in ("add", "remove", "layer") else 1)
        if kind == "add":
            self.apply(AddNeuron(layer))
        elif kind == "remove":
            self.apply(RemoveNeuron(layer))
        elif kind == "layer":
            self.apply(AddLayer(min(layer, len(document.layers) - 1)))
        elif kind == "move":
            self.apply(MoveLayer(layer, self.layer(at // 7)))
        elif kind == "bias":
            self.apply(UseBias(layer, not document.layers[layer - 1].use_bias))
        elif kind == "initializer":
            self.apply(ChangeLayer(layer, {"kernel_initializer": "he_normal"}))
        else:
            self.apply(ChangeLayer(layer, {"activation": kind}))

    @rule(name=st.sampled_from(ON_STRUCTURE))
    def build(self, name):
        """Change the structure at what is selected."""
        grows = name.startswith("add")
        if not grows or self.window.session.document.n_parameters <= MOST:
            self.trigger(f"network.{name}")

    @rule(name=st.sampled_from(ON_VALUES))
    def act_on_values(self, name):
        self.trigger(f"values.{name}")

    @rule(
        at=any_place, name=st.sampled_from(["Eingabe", "a" * 40, " ", "h 2"]), gives=st.booleans()
    )
    def rename(self, at, name, gives):
        """Name a layer in its place, or think better of it."""
        heads = self.window.canvas.heads
        self.window.selection.select(Layer(self.layer(at)))
        self.trigger("network.rename")
        if heads.editor is not None:
            heads.editor.selectAll()
            QTest.keyClicks(heads.editor, name)
            QTest.keyClick(heads.editor, Qt.Key.Key_Return if gives else Qt.Key.Key_Escape)
        if heads.editor is not None:
            QTest.keyClick(heads.editor, Qt.Key.Key_Escape)

    @rule(at=any_place, count=st.integers(1, 3), hold=st.booleans())
    def freeze(self, at, count, hold):
        size = self.window.session.document.n_parameters
        places = np.unique((at + np.arange(count)) % size)
        self.apply(Freeze(places) if hold else Unfreeze(places))

    @rule(what=st.sampled_from(sorted(CHANGES)))
    def change(self, what):
        self.apply(CHANGES[what])

    @rule(name=st.sampled_from(["next_sample", "previous_sample", "randomise", "initial"]))
    def act_on_network(self, name):
        self.trigger(f"network.{name}")

    @rule(times=st.integers(1, 4))
    def undo(self, times):
        for _ in range(times):
            self.window.acts["edit.undo"].trigger()
            self.compare()

    @rule(times=st.integers(1, 4))
    def redo(self, times):
        for _ in range(times):
            self.window.acts["edit.redo"].trigger()
            self.compare()
