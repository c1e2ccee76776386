"""A figure as the bytes of a file, made in steps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from nnviz.data.progress import Tell
from nnviz.figures.errors import FigureError
from nnviz.figures.figure import UNITS_PER_INCH, Figure
from nnviz.figures.steps import Beside, Steps

_MOST_PIXELS = 2**27
_INCH = 0.0254
_PDF_RESOLUTION = 1200

Writer = Callable[[Figure, float, str], Steps[QByteArray]]


def image_of(figure: Figure, scale: float) -> Steps[QImage]:
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
    image: QImage = yield Beside(partial(_bare_image, max(width, 1), max(height, 1)))
    dots = round(UNITS_PER_INCH * scale / _INCH)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    with QPainter(image) as painter:
        painter.scale(scale, scale)
        yield from figure.painting(painter)
    return image


def _bare_image(width: int, height: int, _: Tell) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    return image


def png(figure: Figure, scale: float, _title: str) -> Steps[QByteArray]:
    """Return a PNG with `scale` pixels per unit."""
    image = yield from image_of(figure, scale)
    content: QByteArray = yield Beside(partial(_encoded, image))
    return content


def _encoded(image: QImage, _: Tell) -> QByteArray:
    content = QByteArray()
    image.save(_opened(content), "PNG")  # type: ignore[call-overload]
    return content


def svg(figure: Figure, scale: float, title: str) -> Steps[QByteArray]:
    """Return an SVG; `scale` changes its size in millimetres, 2 being the figure's own."""
    content = QByteArray()
    generator = QSvgGenerator()
    generator.setOutputDevice(_opened(content))
    generator.setResolution(round(2 * UNITS_PER_INCH / scale))
    size = QSizeF(figure.width, figure.height).toSize()
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(title)
    with QPainter(generator) as painter:
        yield from figure.painting(painter)
    return content


def pdf(figure: Figure, scale: float, title: str) -> Steps[QByteArray]:
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
    with QPainter(writer) as painter:
        painter.scale(points * _PDF_RESOLUTION / 72, points * _PDF_RESOLUTION / 72)
        yield from figure.painting(painter)
    return content


WRITERS: dict[str, Writer] = {".png": png, ".svg": svg, ".pdf": pdf}


def _opened(content: QByteArray) -> QBuffer:
    """Return a device that writes into `content`."""
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
