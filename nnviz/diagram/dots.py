"""Many dots at once: drawn one time each into a small image, then stamped from NumPy memory."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from shiboken6 import Shiboken

from nnviz.diagram.style import Floats, Theme

_LEAST, _MOST, _OUTLINE = 3.0, 5.0, 1.5
_LEVELS = 9
_CELL = 16
_SIGNS = (0.0, 1.0, -1.0)
"""The rows of the image; −1 counts from the end."""


def paint_dots(painter: QPainter, theme: Theme, centres: Floats, values: Floats) -> None:
    """Paint a dot at each centre, its size by |value| up to 1, its colour by the sign.

    Parameters
    ----------
    centres : ndarray, shape (n, 2)
    values : ndarray, shape (n,)
        Within −1 and 1.
    """
    scale = max(painter.deviceTransform().m11(), 0.1)
    cell = round(_CELL * scale)
    shares = np.minimum(np.nan_to_num(np.abs(values), nan=1.0), 1.0)
    # A row is a QPainter::PixmapFragment: centre, corner in the image, size, scale, turn, opacity.
    stamps = np.zeros((len(centres), 10))
    stamps[:, 0:2] = centres
    stamps[:, 2] = np.rint(shares * (_LEVELS - 1)) * cell
    stamps[:, 3] = np.nan_to_num(np.sign(values), nan=1.0) % len(_SIGNS) * cell
    stamps[:, 4:6] = cell
    stamps[:, 6:8] = 1 / scale
    stamps[:, 9] = 1.0
    first = Shiboken.wrapInstance(stamps.ctypes.data, QPainter.PixmapFragment)
    fragment = cast(QPainter.PixmapFragment, first)
    sheet = QPixmap.fromImage(_sheet(theme, cell, scale))
    painter.drawPixmapFragments(fragment, len(stamps), sheet)


@lru_cache(maxsize=8)
def _sheet(theme: Theme, cell: int, scale: float) -> QImage:
    """Return an image of the dots of all sizes, a row for each sign."""
    image = QImage(_LEVELS * cell, len(_SIGNS) * cell, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for row, sign in enumerate(_SIGNS):
            for level, radius in enumerate(np.linspace(_LEAST, _MOST, _LEVELS)):
                middle = QPointF((level + 0.5) * cell, (row + 0.5) * cell)
                for grown, colour in (
                    (_OUTLINE, QColor(theme.surface)),
                    (0.0, theme.sign_text(sign)),
                ):
                    size = (float(radius) + grown) * scale
                    painter.setBrush(colour)
                    painter.drawEllipse(middle, size, size)
    return image
