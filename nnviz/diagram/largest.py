"""The end of a scale."""

from __future__ import annotations

import math

import numpy as np

from nnviz.diagram.style import Floats


def largest_of(values: Floats) -> float:
    """Return the largest finite |value|, 0 if there is none."""
    if not values.size:
        return 0.0
    largest = max(float(values.max()), -float(values.min()))
    if math.isfinite(largest):
        return largest
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max(initial=0.0))
