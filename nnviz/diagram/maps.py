"""Weights as a map: a square per weight, in the colours of the diverging scale."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from nnviz.diagram.largest import largest_of
from nnviz.diagram.style import Floats, Theme, fill

Cell = tuple[int, int]
_COLOURS = 255
"""An odd number, so that zero has a colour of its own in the middle."""
_LARGEST_SQUARE = 44.0


def map_image(values: Floats, theme: Theme, largest: float | None = None) -> QImage:
    """Return an image with a pixel per value.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        What is not finite has the colour of the scale's end, NaN that of zero.
    largest : float, optional
        The value at the scale's end; by default the largest of `values`.
    """
    if largest is None:
        largest = largest_of(values)
    middle = (_COLOURS - 1) // 2
    shares = np.clip(np.nan_to_num(values / (largest or 1.0), posinf=1.0, neginf=-1.0), -1, 1)
    rows, columns = values.shape
    indices = np.zeros((rows, -(-columns // 4) * 4), np.uint8)  # QImage's lines end on 4 bytes
    indices[:, :columns] = np.rint(middle * (1 + shares))
    image = QImage(
        indices.data, columns, rows, indices.strides[0], QImage.Format.Format_Indexed8
    ).copy()
    image.setColorTable(list(_table(theme)))
    return image


def map_place(shape: tuple[int, ...], room: QRectF) -> QRectF:
    """Return where a map of so many rows and columns lies: at the top, as large as fits.

    Its cells are squares, unless these would be too small to tell: then they fill the room.
    """
    rows, columns = shape[0], shape[1]
    side = min(room.width() / columns, room.height() / rows, _LARGEST_SQUARE)
    wide, high = columns * side, rows * side
    if side < 4:
        wide = min(room.width(), columns * _LARGEST_SQUARE)
        high = min(room.height(), rows * _LARGEST_SQUARE)
    return QRectF(room.center().x() - wide / 2, room.top(), wide, high)


@lru_cache(maxsize=4)
def _table(theme: Theme) -> tuple[int, ...]:
    return tuple(fill(theme, share, 1.0).rgb() for share in np.linspace(-1, 1, _COLOURS))
