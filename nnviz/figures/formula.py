"""Equations as pictures, set by ziamath in the letters that the window has, too."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cache, lru_cache
from types import ModuleType

from PySide6.QtCore import QByteArray, QMimeData, QRectF, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from nnviz.explain.equation import Node, plain
from nnviz.explain.mathml import mathml_lines

_PX, _MARGIN = 16.0, 4.0
_SCALE = 3.0
"""Pixels of the image per unit of the SVG: sharp in print at the size of ordinary text."""


def formula_svg(lines: Sequence[Node], digits: int = 4) -> str:
    """Return lines of mathematics as one SVG, aligned at their = and ←; its letters are outlines.

    Raises
    ------
    ValueError
        If there is no line.
    """
    if not lines:
        raise ValueError("there is no equation to draw")
    said = "\n".join(plain(line, digits) for line in lines)
    return _svg(mathml_lines(lines, digits), said)


@lru_cache(maxsize=64)
def _svg(written: str, title: str) -> str:
    return str(_ziamath().Math(written, size=_PX, title=title, margin=_MARGIN).svg())


@cache
def _ziamath() -> ModuleType:
    """Import it late: that takes a tenth of a second, and only copying needs it."""
    with warnings.catch_warnings():
        # It looks its font up in a way that Python 3.11 and 3.12 call old.
        warnings.simplefilter("ignore", DeprecationWarning)
        import ziamath
        from ziamath.config import config

    # SVG 2 would repeat letters by reference, which Qt and older programs do not draw.
    config.svg2 = False
    return ziamath


def formula_image(svg: str) -> QImage:
    """Return an SVG as an image on white."""
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    size = QSizeF(renderer.viewBoxF().size()) * _SCALE
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        renderer.render(painter, QRectF(image.rect()))
    return image


def copy_formula(lines: Sequence[Node], digits: int = 4) -> None:
    """Put lines of mathematics on the clipboard: as SVG, as its text, and as an image."""
    svg = formula_svg(lines, digits)
    data = QMimeData()
    data.setData("image/svg+xml", QByteArray(svg.encode()))
    data.setText(svg)
    data.setImageData(formula_image(svg))
    QGuiApplication.clipboard().setMimeData(data)
