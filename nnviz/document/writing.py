"""Write JSON that people can read: one line for what holds no further lists or objects."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from nnviz.document.arrays import FloatArray, base64_pieces, encode, is_large

_STEP = "  "


def json_pieces(value: Any, indent: str = "") -> Iterator[str]:
    """Yield the JSON text of values and arrays piece by piece; arrays are encoded in passing."""
    if isinstance(value, np.ndarray):
        if is_large(value):
            yield from _large_array(value, indent)
            return
        value = encode(value)
    if not _is_nested(value):
        yield json.dumps(value, ensure_ascii=False, allow_nan=False)
        return
    inner, brackets = indent + _STEP, "{}" if isinstance(value, dict) else "[]"
    items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    yield brackets[0]
    for index, (key, item) in enumerate(items):
        yield f"{',' if index else ''}\n{inner}"
        if key is not None:
            yield f"{json.dumps(key, ensure_ascii=False)}: "
        yield from json_pieces(item, inner)
    yield f"\n{indent}{brackets[1]}"


def length_of_arrays(value: Any) -> int:
    """Return how many characters the large arrays of some values take."""
    if isinstance(value, np.ndarray):
        return value.nbytes * 4 // 3 if is_large(value) else 0
    parts = value.values() if isinstance(value, dict) else ()
    return sum(length_of_arrays(part) for part in parts)


def _large_array(array: FloatArray, indent: str) -> Iterator[str]:
    inner = indent + _STEP
    yield f'{{\n{inner}"shape": {json.dumps(list(array.shape))},\n{inner}"base64": "'
    yield from base64_pieces(array)
    yield f'"\n{indent}}}'


def _is_nested(value: Any) -> bool:
    if isinstance(value, dict):
        return any(isinstance(item, dict | list | np.ndarray) for item in value.values())
    return isinstance(value, list) and any(isinstance(item, dict | list) for item in value)


def replace_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file so that at every moment `path` is the old file or the whole new one.

    The content goes to a file beside it, reaches the disk, and takes the old file's place; if
    anything fails on the way, the old file is untouched and nothing is left beside it.
    """
    target = path.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file, pieces)
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        file.write(piece)
    file.flush()
    os.fsync(file.fileno())


def _mode(target: Path) -> int:
    """Return the old file's permissions, or those a new file would have."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the new name itself reach the disk, where the system can do that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
