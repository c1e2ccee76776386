"""Motion on the canvas: updates morph, activations slide, and reduced motion keeps all still."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtTest import QTest

from nnviz.diagram.morph import on_the_way
from nnviz.document.edits import SetParameters
from nnviz.document.elements import Edge
from nnviz.document.files import open_document
from nnviz.explain.frames import Chapter


@pytest.fixture
def window(open_window):
    return open_window(open_document("example:chain"))


def _shown(window):
    """Return w₂ as wide as the picture has it now."""
    picture = window.canvas.network.picture
    edges = picture.drawn[1]
    way = edges if picture._ghost is None else on_the_way(edges, picture._ghost)
    return float(way.values[0])


def test_an_update_by_a_button_goes_there_within_a_moment(qtbot, window):
    seen = []
    window.canvas.network._morphing.moved.connect(lambda: seen.append(_shown(window)))
    window.runner.one_sample()
    assert window.session.document.value(Edge(2, 0, 0)) == pytest.approx(0.4272, abs=5e-5)
    qtbot.waitUntil(lambda: len(seen) > 3 and seen[-1] == pytest.approx(0.4272, abs=5e-5))
    assert seen == sorted(seen, reverse=True)
    assert 0.4272 < seen[len(seen) // 3] < 0.45


def test_a_hand_that_sets_a_weight_is_followed_at_once(window):
    window.session.apply(SetParameters(np.array([2]), np.array([0.9])))
    assert _shown(window) == 0.9


def test_another_change_ends_the_way(window):
    window.runner.one_sample()
    window.session.apply(SetParameters(np.array([2]), np.array([0.9])))
    assert _shown(window) == 0.9


def test_a_played_step_of_the_update_goes_from_old_to_new(qtbot, window):
    player = window.player
    player.set_mode("update")
    assert player.frames[player.index].chapter is Chapter.UPDATE
    seen = []
    player.changed.connect(lambda: seen.append((player.index, player.progress, _shown(window))))
    first = player.index
    player.play()
    qtbot.waitUntil(lambda: player.index > first, timeout=4000)
    player.pause()
    way = [value for index, progress, value in seen if index == first and progress < 1]
    assert way == sorted(way, reverse=True)
    assert way[0] > way[-1] > 0.4272 - 1e-4
    assert _shown(window) == 0.45


def test_reduced_motion_keeps_all_still(qtbot, window):
    window.settings.reduce_motion = True
    window.runner.one_sample()
    assert _shown(window) == pytest.approx(0.4272, abs=5e-5)
    player = window.player
    player.set_mode("update")
    player.play()
    QTest.qWait(60)
    assert _shown(window) == pytest.approx(0.4272, abs=5e-5)
    player.pause()


def test_the_point_slides_along_the_curve_of_the_plot(qtbot, window):
    plots = window.plots_room.findChildren(object)
    plot = next(p for p in plots if type(p).__name__ == "ActivationPlot")
    player = window.player
    player.seek(1)
    assert player.frames[1].title is not None
    rest = plot._place_now()
    player.play()
    qtbot.waitUntil(lambda: player.index == 1 and 0.1 < player.progress < 0.5)
    under_way = plot._place_now()
    player.pause()
    assert under_way.x() < rest.x()
    assert plot._place_now() == rest
