"""The error function against Python's own, and against the tables."""

import math

import numpy as np
from nnviz.activations import GELU

from nnviz.engine.activations.special import erf


def test_as_exact_as_python_at_any_size() -> None:
    """Within two units in the last place, next to 0 as well."""
    rng = np.random.default_rng(0)
    small = 10.0 ** rng.uniform(-300.0, 0.0, 5_000)
    x = np.concatenate([rng.normal(0.0, 2.0, 20_000), np.linspace(-7.0, 7.0, 20_001), -small])
    expected = np.array([math.erf(one) for one in x])
    assert (np.abs(erf(x) - expected) <= 2.0 * np.spacing(np.abs(expected))).all()
    np.testing.assert_array_equal(erf(x[:100]), expected[:100])


def test_the_tables_values() -> None:
    """From Abramowitz and Stegun (1964), table 7.1."""
    x = np.repeat([0.5, 1.0, -1.5, 2.0], 50)
    tabled = np.repeat([0.5204998778, 0.8427007929, -0.9661051465, 0.9953222650], 50)
    np.testing.assert_allclose(erf(x), tabled, rtol=0.0, atol=5.1e-11)


def test_at_the_ends() -> None:
    x = np.repeat([0.0, -0.0, np.inf, -np.inf, np.nan], 50)
    with np.errstate(invalid="ignore"):
        found = erf(x)
    np.testing.assert_array_equal(found, np.repeat([0.0, 0.0, 1.0, -1.0, np.nan], 50))
    np.testing.assert_array_equal(np.signbit(found[:100]), np.repeat([False, True], 50))


def test_the_slope_of_gelu_at_zero_and_far_out() -> None:
    """By hand: Φ(0) = ½, and Φ is 0 and 1 far from it."""
    for one in (GELU(), GELU(approximate=True)):
        np.testing.assert_array_equal(one.derivative([0.0, -0.0, -50.0, 50.0]), [0.5, 0.5, 0, 1])
