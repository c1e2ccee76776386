"""The error function, which NumPy lacks, as a function that can be recorded too."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

# math.erf for each element; as a ufunc it can be recorded, as all that `recording` writes down
elementwise_erf = np.frompyfunc(math.erf, 1, 1)


def erf(x: Any) -> Any:
    """Return the error function of each element of `x`."""
    if isinstance(x, np.ndarray):
        return elementwise_erf(x, out=np.empty(x.shape), casting="unsafe")
    return elementwise_erf(x)
