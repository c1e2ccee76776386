"""Cutting back gradients."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from nnviz.engine.arrays import FloatArray


def clip_values(gradients: Sequence[FloatArray], limit: float) -> None:
    """Let no derivative be larger than `limit`."""
    for g in gradients:
        np.clip(g, -limit, limit, out=g)


def clip_length(gradients: Sequence[FloatArray], limit: float) -> None:
    """Let the vector that all gradients make be no longer than `limit`."""
    length = math.sqrt(sum(float(np.vdot(g, g)) for g in gradients))
    if length > limit:
        for g in gradients:
            g *= limit / length
