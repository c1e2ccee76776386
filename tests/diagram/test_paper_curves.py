"""Bent edges on paper: the sign in dashes, and room for text, along the true curve."""

import numpy as np
import pytest

from nnviz.diagram.curves import along
from nnviz.diagram.options import Options
from tests.diagram.samples import network, painted, picture

pytestmark = pytest.mark.usefixtures("qapp")
SHARES = np.linspace(0.06, 0.94, 600)


def drawn(parameters, size, **options):
    """Return the bent edges of a 1-2 network on paper, and how much ink lies along each."""
    document = network((1, 2), output="linear")
    document = document.replaced(parameters=np.array(parameters))
    what = picture(document, size, options=Options(figure=True, curved=True, **options))
    image = painted(what)
    (edges,) = what.drawn
    ink = {}
    for k in range(len(edges)):
        points = along(edges.lines[k], SHARES, edges.bend)
        colours = [image.pixelColor(int(x), int(y)) for x, y in points]
        ink[int(edges.units[k])] = np.array([_inked(colour) for colour in colours])
    return what, ink


def _inked(colour):
    return colour.alpha() > 60 and min(colour.red(), colour.green(), colour.blue()) < 200


def gaps(ink):
    return np.count_nonzero(ink[:-1] & ~ink[1:])


def test_dashes_run_on_along_a_curve():
    _, ink = drawn([0.8, -0.8, 0.0, 0.0], (330, 160), numbers="none")
    assert ink[0].all()
    assert gaps(ink[1]) >= 4
    assert 0.4 < ink[1].mean() < 0.8


@pytest.mark.parametrize("vertical", [False, True])
def test_a_curve_keeps_its_way_beside_the_number_that_it_makes_room_for(vertical):
    options = {"numbers": "all", "transparent": True, "vertical": vertical}
    what, ink = drawn([0.8, 0.5, 0.0, 0.0], (900, 420), **options)
    assert len(what.edge_numbers) == 2
    for unit in (0, 1):
        away = np.flatnonzero(~ink[unit])
        assert len(away), "the number stands in the line, not on it"
        assert np.ptp(away) < len(SHARES) / 3, "and nowhere else is the line left"
