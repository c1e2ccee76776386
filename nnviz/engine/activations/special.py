"""The error function, which NumPy lacks: its Taylor series about the nearest of many points.

The derivatives follow from erf′(x) = 2/√π e^(−x²), as in Abramowitz and Stegun (1964), 7.1.19. With
512 points to a unit no step is longer than 1/1024, and six of them reach the last place or two of a
float64; from 6 on the function is 1 there. The values at the points are Python's own.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray

_PER_UNIT = 512
_END = 6.0
_TERMS = 6
_FEW = 128  # elements, of which Python's own function costs less than the series

# math.erf for each element; as a ufunc it can be recorded, as all that `recording` writes down
elementwise_erf = np.frompyfunc(math.erf, 1, 1)


def erf(x: Any) -> Any:
    """Return the error function of each element of `x`."""
    if isinstance(x, np.ndarray):
        out = np.empty(x.shape)
        erf_into(x, out)
        return out
    return elementwise_erf(x)


def erf_into(x: FloatArray, out: FloatArray) -> None:
    """Write the error function of each element of `x` into `out`."""
    if x.size < _FEW:
        elementwise_erf(x, out=out, casting="unsafe")  # it returns Python objects
        return
    size = np.minimum(np.abs(x), _END)
    near = np.rint(size * _PER_UNIT)
    step = size - near * (1.0 / _PER_UNIT)
    index = near.astype(np.intp)
    *lower, total = (terms.take(index, mode="clip") for terms in _SERIES)
    for term in reversed(lower):
        total *= step
        total += term
    np.copysign(total, x, out=out)


def _series() -> list[FloatArray]:
    """Return the coefficients of 1, h, h² and so on in erf(x + h), for every point x."""
    x = np.arange(int(_END * _PER_UNIT) + 1) / _PER_UNIT
    derivatives = [np.array([math.erf(one) for one in x])]
    derivatives.append(2.0 / math.sqrt(math.pi) * np.exp(-np.square(x)))
    for n in range(_TERMS - 1):
        before = derivatives[-2] * n if n else 0.0
        derivatives.append(-2.0 * (x * derivatives[-1] + before))
    return [values / math.factorial(n) for n, values in enumerate(derivatives)]


_SERIES = _series()
