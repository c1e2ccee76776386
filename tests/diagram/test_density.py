"""The density of a layer's edges, against adding up every edge."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.diagram.density import density
from nnviz.diagram.style import Floats

ROWS, COLUMNS = 300, 60


def _added_up(weights: Floats, starts: Floats, ends: Floats) -> Floats:
    """Put each edge's |w| on the two pixels of each column that it passes between."""
    picture = np.zeros((ROWS, COLUMNS))
    for column in range(COLUMNS):
        share = (column + 0.5) / COLUMNS
        height = (1 - share) * starts[:, None] + share * ends[None, :]
        place = np.clip(height * (ROWS - 1), 0, ROWS - 1.001)
        lower, rest = place.astype(int), place % 1
        np.add.at(picture[:, column], lower, np.abs(weights) * (1 - rest))
        np.add.at(picture[:, column], lower + 1, np.abs(weights) * rest)
    return _softened(picture)


def _softened(picture: Floats) -> Floats:
    """Blur by the width of a line, as the density is."""
    kernel = np.exp(-0.5 * (np.arange(-4, 5) / 0.9) ** 2)
    kernel /= kernel.sum()
    return np.stack([np.convolve(line, kernel, "same") for line in picture.T], axis=1)


@pytest.mark.parametrize(("n_in", "units"), [(100, 100), (784, 128), (10, 40), (1, 30)])
def test_it_covers_what_all_edges_cover(n_in: int, units: int) -> None:
    rng = np.random.default_rng(n_in)
    weights = rng.normal(size=(n_in, units)) * np.linspace(0.2, 2, units)
    starts = np.linspace(0.02, 0.98, n_in) if n_in > 1 else np.array([0.5])
    ends = np.linspace(0.1, 0.9, units)
    found = density(weights, starts, ends, ROWS, COLUMNS)
    parts = (found.positive, np.maximum(weights, 0)), (found.negative, np.minimum(weights, 0))
    for picture, part in parts:
        expected = _added_up(part, starts, ends)
        assert np.corrcoef(picture.ravel(), expected.ravel())[0, 1] > 0.98
        assert picture.sum() == pytest.approx(expected.sum(), rel=0.05)


def test_a_single_edge_runs_straight_from_end_to_end() -> None:
    found = density(np.array([[2.0]]), np.array([0.25]), np.array([0.75]), ROWS, COLUMNS)
    share = (np.arange(COLUMNS) + 0.5) / COLUMNS
    expected = (0.25 + 0.5 * share) * (ROWS - 1)
    assert np.abs(found.positive.argmax(axis=0) - expected).max() <= 2
    assert found.negative.max() <= 0.02 * found.positive.max()


def test_unevenly_standing_neurons_are_told_where_they_stand() -> None:
    starts = np.r_[np.linspace(0, 0.3, 5), np.linspace(0.45, 0.55, 54), np.linspace(0.7, 1, 5)]
    ends, weights = np.linspace(0, 1, 20), np.ones((64, 20))
    picture = density(weights, starts, ends, ROWS, COLUMNS).positive
    left = picture[:, 0]
    assert left[int(0.45 * ROWS) : int(0.55 * ROWS)].sum() > 0.7 * left.sum()


def test_numbers_that_are_not_finite_leave_the_rest_alone() -> None:
    weights = np.array([[1.0, np.nan], [np.inf, -1.0]])
    found = density(weights, np.array([0.2, 0.8]), np.array([0.2, 0.8]), ROWS, COLUMNS)
    assert np.isfinite(found.positive).all()
    assert found.positive[int(0.2 * ROWS), COLUMNS // 2] > 0
    assert found.negative[int(0.8 * ROWS), COLUMNS // 2] > 0
