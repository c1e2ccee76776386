"""Large products of matrices, made of small ones that BLAS multiplies as they lie in memory.

OpenBLAS, which comes with NumPy, lays two matrices out anew before it multiplies them. On
processors with AVX-512 it leaves that out for products of at most a million multiplications, which
makes some rows of a large product at a time quicker by a quarter than the whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from nnviz.engine.arrays import FloatArray
from nnviz.engine.slots import Call

_DIRECT = 10**6  # OpenBLAS's limit, in its dgemm_small_kernel_permit for SkylakeX
_ROWS = 8  # as many numbers of a row as one instruction takes
_ROWS_OF_COLUMNS = 32  # at least, where the first matrix is read against its order in memory


def _without_copies() -> bool:
    """Whether NumPy's BLAS multiplies small matrices as they lie in memory."""
    built = np.show_config(mode="dicts")
    blas = built.get("Build Dependencies", {}).get("blas", {}).get("name", "")
    found = built.get("SIMD Extensions", {}).get("found", [])
    return "openblas" in blas and bool({"X86_V4", "AVX512_SKX"} & set(found))


_WITHOUT_COPIES = _without_copies()


def rows_at_once(
    first: tuple[int, ...], columns: int, dtype: DTypeLike, flipped: bool = False
) -> int | None:
    """Return how many rows of a product to make with each call, or None for all.

    Parameters
    ----------
    first : tuple of int
        The shape of the first matrix.
    columns : int
        How many the second one has; it is expected to lie row by row.
    dtype : dtype
        For numbers of single precision the whole is quicker.
    flipped : bool
        Whether the first one lies column by column.
    """
    rows, terms = first
    if rows * terms * columns <= _DIRECT or not _WITHOUT_COPIES or dtype != np.float64:
        return None
    fitting = _DIRECT // (terms * columns) // _ROWS * _ROWS
    return fitting if fitting >= (_ROWS_OF_COLUMNS if flipped else _ROWS) else None


def product_calls(first: FloatArray, second: FloatArray, out: FloatArray) -> list[Call]:
    """Return the calls that bring the product of two matrices to `out`."""
    flipped = first.strides[0] < first.strides[1]
    size = rows_at_once(first.shape, second.shape[1], out.dtype, flipped)
    if size is None or second.strides[0] < second.strides[1]:
        return [(first.dot, (second, out))]
    starts = range(0, len(first), size)
    return [(first[k : k + size].dot, (second, out[k : k + size])) for k in starts]
