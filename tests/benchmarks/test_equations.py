"""Whether the equations of a large network follow a dragged weight within a frame.

Counted in the process's own time, so that whatever else the machine does tells nothing.
"""

from __future__ import annotations

from statistics import median
from time import process_time

import pytest

from nnviz.document.edits import set_value
from nnviz.document.elements import Edge, Neuron
from nnviz.gui.panels.inspector import InspectorPanel
from tests.explain.networks import network
from tests.gui.panel_desk import Desk, show

pytestmark = pytest.mark.benchmark

SIZES = (20, 25, 16, 10)  # 1,111 weights and biases
FRAME = 0.016


@pytest.mark.parametrize("element", [Edge(1, 3, 4), Neuron(2, 5), None])
def test_equations_follow_a_drag_within_a_frame(qtbot, capsys, element):
    activations, target = ("tanh", "tanh", "softmax"), [1.0] + [0.0] * 9
    desk = Desk(network(SIZES, activations, "categorical_crossentropy", target=target))
    desk.selection.select(element)
    if element is None:
        desk.player.seek(2)
    panel = InspectorPanel(desk.session, desk.selection, desk.player, desk.runner, desk.settings)
    show(qtbot, panel)
    times = []
    for k in range(60):
        edit = set_value(desk.document, Edge(1, 3, 4), 0.01 * k)
        started = process_time()
        desk.session.apply(edit)
        panel.viewport().repaint()
        times.append(process_time() - started)
    with capsys.disabled():
        print(f"\n{element}: {1e3 * median(times):.1f} ms, worst {1e3 * max(times):.1f} ms")
    assert median(times) < FRAME
