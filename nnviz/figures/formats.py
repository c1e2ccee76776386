"""A figure as the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from nnviz.figures.errors import FigureError
from nnviz.figures.figure import UNITS_PER_INCH, Figure

_MOST_PIXELS = 2**27
_INCH = 0.0254
_PDF_RESOLUTION = 1200

Writer = Callable[[Figure, float, str], QByteArray]


def image_of(figure: Figure, scale: float) -> QImage:
    """Return the figure as an image with `scale` pixels per unit, transparent where bare.

    Raises
    ------
    FigureError
        If it had more pixels than memory should hold.
    """
    width, height = round(figure.width * scale), round(figure.height * scale)
    if width * height > _MOST_PIXELS or max(width, height) > 32_000:
        raise FigureError(
            f"the picture would have {width:,} × {height:,} pixels: choose a smaller scale, or SVG"
        )
    image = QImage(max(width, 1), max(height, 1), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    dots = round(UNITS_PER_INCH * scale / _INCH)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    painter = QPainter(image)
    painter.scale(scale, scale)
    figure.paint(painter)
    painter.end()
    return image


def png(figure: Figure, scale: float, _title: str) -> QByteArray:
    """Return a PNG with `scale` pixels per unit."""
    content = QByteArray()
    image_of(figure, scale).save(_opened(content), "PNG")  # type: ignore[call-overload]
    return content


def svg(figure: Figure, scale: float, title: str) -> QByteArray:
    """Return an SVG; `scale` changes its size in millimetres, 2 being the figure's own."""
    content = QByteArray()
    generator = QSvgGenerator()
    generator.setOutputDevice(_opened(content))
    generator.setResolution(round(2 * UNITS_PER_INCH / scale))
    size = QSizeF(figure.width, figure.height).toSize()
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    painter = QPainter(generator)
    figure.paint(painter)
    painter.end()
    return content


def pdf(figure: Figure, scale: float, title: str) -> QByteArray:
    """Return a PDF of one page, cropped; `scale` changes its size as for SVG."""
    content = QByteArray()
    device = _opened(content)
    writer = QPdfWriter(device)
    points = 72 / UNITS_PER_INCH * scale / 2
    size = QPageSize(
        QSizeF(figure.width * points, figure.height * points),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setResolution(_PDF_RESOLUTION)
    writer.setTitle(title)
    painter = QPainter(writer)
    painter.scale(points * _PDF_RESOLUTION / 72, points * _PDF_RESOLUTION / 72)
    figure.paint(painter)
    painter.end()
    return content


WRITERS: dict[str, Writer] = {".png": png, ".svg": svg, ".pdf": pdf}


def _opened(content: QByteArray) -> QBuffer:
    """Return a device that writes into `content`."""
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
