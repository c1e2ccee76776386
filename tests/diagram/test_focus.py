"""What a step lights."""

from __future__ import annotations

import numpy as np

from nnviz.diagram.focus import Focus
from nnviz.document.document import Document
from nnviz.explain.grain import Grain
from nnviz.explain.passes import Pass


def test_a_neurons_own_step_lights_its_weights_alone():
    document = Document.new((3, 2, 1))
    passes = Pass(document, document.model().trace(document.x, document.y), grain=Grain.NEURON)
    sources, units = np.repeat(np.arange(3), 2), np.tile(np.arange(2), 3)
    for k in range(len(passes)):
        step = passes.steps[k]
        if step.layer == 1 and step.unit == 1:
            lit = Focus(document, passes[k]).lit_edges(1, sources, units)
            np.testing.assert_array_equal(lit, units == 1)
            return
    raise AssertionError("no step tells of the second hidden neuron")
