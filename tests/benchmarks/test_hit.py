"""How long it takes to find what is under the pointer, beside finding it by all straight pieces."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import numpy as np
import pytest

from nnviz.diagram.hit import distances
from nnviz.diagram.options import Options
from nnviz.diagram.picture import Picture
from tests.diagram.samples import network, picture

pytestmark = [pytest.mark.benchmark, pytest.mark.usefixtures("qapp")]
_MOST_MS = 0.5


def _brute(shown: Picture, x: float, y: float) -> float:
    nearest = [distances(e.pieces().reshape(-1, 4), x, y).min() for e in shown.drawn]
    return float(min(nearest))


def _milliseconds(find, points) -> float:
    times = []
    for x, y in points:
        start = perf_counter()
        find(x, y)
        times.append(perf_counter() - start)
    return 1e3 * median(times)


@pytest.mark.parametrize("curved", [False, True])
def test_an_edge_is_found_within_half_a_millisecond(curved):
    options = Options(curved=curved, vertical=True)
    shown = picture(network((40, 48), "relu"), (1600, 900), options=options)
    assert sum(map(len, shown.drawn)) > 1800
    draw = np.random.default_rng(1)
    points = draw.uniform((200, 120), (1500, 780), (300, 2))
    shown.element_at(*points[0])
    took = _milliseconds(shown.element_at, points)
    brute = _milliseconds(lambda x, y: _brute(shown, x, y), points)
    print(f"found in {took:.3f} ms, by all pieces in {brute:.3f} ms: {brute / took:.1f} times")
    assert took <= _MOST_MS
