"""Numbers in a file: plain lists while small, base64 of little-endian float64 when large."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Iterator
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from nnviz.data.progress import Tell, silent
from nnviz.document.errors import DocumentError
from nnviz.document.rules import MARK, brief
from nnviz.document.vocabulary import MAX_LAYERS, MAX_PARAMETERS

FloatArray = NDArray[np.float64]

PLAIN_LIMIT = 4096
# Bytes encoded at once, and characters decoded, in threes and fours as base64 wants them.
_PIECE, _TEXT = 3 * 2**16, 4 * 2**16
TOO_LARGE = (
    f"it is larger than any network of {MAX_LAYERS:,} layers and {MAX_PARAMETERS:,} parameters"
)
_LONG = re.compile(rb'"([A-Za-z0-9+/]{4096,}={0,2})"')


class Blobs:
    """The long base64 strings of a file, kept out of the JSON parser's hands.

    Parsing would copy each of them three times; here they are decoded straight from the bytes of
    the file, and each at most once.

    Parameters
    ----------
    tell : callable
        Told what share of them all is decoded.
    """

    def __init__(self, tell: Tell = silent) -> None:
        self._tell = tell
        self._passed = 0
        self._encoded: list[memoryview] = []
        self._decoded: dict[int, bytes] = {}

    def cut(self, content: bytes, limit: int) -> bytes:
        """Return the content with each long string replaced by a short mark.

        Raises
        ------
        DocumentError
            If more than `limit` bytes are left.
        """
        spans = [match.span(1) for match in _LONG.finditer(content)]
        if len(content) - sum(stop - start for start, stop in spans) > limit:
            raise DocumentError(TOO_LARGE)
        view, pieces, rest = memoryview(content), [], 0
        for start, stop in spans:
            pieces += [content[rest:start], b"\\u0000%d" % len(self._encoded)]
            self._encoded.append(view[start:stop])
            rest = stop
        return b"".join([*pieces, content[rest:]])

    def decode(self, text: str) -> bytes:
        """Return the bytes of a base64 string or mark; ValueError if it is neither."""
        mark = MARK.fullmatch(text)
        if mark is None:
            return _decoded(text)
        number = int(mark[1])
        if number >= len(self._encoded):
            raise ValueError("not base64")
        if number not in self._decoded:
            self._decoded[number] = b"".join(self._pieces(self._encoded[number]))
        return self._decoded[number]

    def _pieces(self, text: memoryview) -> Iterator[bytes]:
        """Decode little by little: decoding holds the interpreter's lock."""
        whole = sum(map(len, self._encoded))
        for start in range(0, len(text), _TEXT):
            piece = text[start : start + _TEXT]
            self._passed += len(piece)
            self._tell(self._passed / whole)
            yield _decoded(piece)


def _decoded(text: str | memoryview) -> bytes:
    try:
        return base64.b64decode(text, validate=isinstance(text, str))
    except binascii.Error as error:
        raise ValueError("not base64") from error


def is_large(array: FloatArray) -> bool:
    """Say whether an array is written in base64."""
    return array.size > PLAIN_LIMIT


def encode(array: FloatArray) -> list[Any]:
    """Return a small array as nested lists; JSON has no nan: it becomes null."""
    return _without_nan(array.tolist()) if np.isnan(array).any() else array.tolist()


def base64_pieces(array: FloatArray) -> Iterator[str]:
    """Yield an array's little-endian float64 in base64, little by little.

    Encoding holds the interpreter's lock: all at once, it would hold up the other threads.
    """
    data = np.ascontiguousarray(array, dtype="<f8").data.cast("B")
    for start in range(0, len(data), _PIECE):
        yield base64.b64encode(data[start : start + _PIECE]).decode("ascii")


def _without_nan(values: list[Any]) -> list[Any]:
    return [
        _without_nan(value) if isinstance(value, list) else None if value != value else value
        for value in values
    ]


def decode(value: Any, path: str, blobs: Blobs, *, nan: bool = False) -> FloatArray:
    """Return the array that `encode` wrote.

    With `nan`, null stands for nan; without, every value must be finite. What is an array already
    is checked as if it had been written.
    """
    if isinstance(value, np.ndarray):
        array: FloatArray = value.view()
    elif isinstance(value, dict):
        array = _from_base64(value, path, blobs)
    else:
        array = _plain(value, path, nan)
    finite = np.isfinite(array)
    if not nan and not finite.all():
        index = "".join(f"[{i}]" for i in np.argwhere(~finite)[0])
        raise DocumentError(f"{path}{index}: not a finite number")
    array.flags.writeable = False
    return array


def _from_base64(value: dict[str, Any], path: str, blobs: Blobs) -> FloatArray:
    shape, text = value.get("shape"), value.get("base64")
    if set(value) != {"shape", "base64"} or not isinstance(text, str) or not _is_shape(shape):
        raise DocumentError(f'{path}: expected "shape" and "base64"')
    try:
        content = blobs.decode(text)
    except ValueError:
        raise DocumentError(f"{path}.base64: not valid base64") from None
    expected = 8 * math.prod(shape)
    if len(content) != expected:
        raise DocumentError(f"{path}.base64: {len(content):,} bytes instead of {expected:,}")
    array: FloatArray = np.frombuffer(content, dtype="<f8").reshape(shape)
    return array.astype(np.float64, copy=False)


def _is_shape(shape: Any) -> TypeGuard[list[int]]:
    return (
        isinstance(shape, list)
        and 1 <= len(shape) <= 2
        and all(type(size) is int and 0 <= size < 2**40 for size in shape)
    )


def _plain(value: Any, path: str, nan: bool) -> FloatArray:
    if not isinstance(value, list):
        raise DocumentError(f"{path}: {brief(value)} is not a list of numbers")
    if not value or not isinstance(value[0], list):
        return np.array(_row(value, path, nan), dtype=np.float64)
    rows = [_row(row, f"{path}[{i}]", nan, len(value[0])) for i, row in enumerate(value)]
    return np.array(rows, dtype=np.float64)


def _row(values: Any, path: str, nan: bool, length: int | None = None) -> list[float]:
    if not isinstance(values, list):
        raise DocumentError(f"{path}: {brief(values)} is not a list of numbers")
    if length is not None and len(values) != length:
        raise DocumentError(f"{path}: {len(values):,} values instead of {length:,}")
    return [_number(value, path, index, nan) for index, value in enumerate(values)]


def _number(value: Any, path: str, index: int, nan: bool) -> float:
    if nan and value is None:
        return math.nan
    # The parser has turned whole numbers beyond float64 into inf already.
    if type(value) not in (int, float) or not math.isfinite(value):
        raise DocumentError(f"{path}[{index}]: {brief(value)} is not a finite number")
    return float(value)
