"""A figure on the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from nnviz.diagram.style import ThemeName
from nnviz.document.document import Document
from nnviz.figures.figure import making
from nnviz.figures.formats import image_of, svg
from nnviz.figures.steps import Steps, at_once
from nnviz.figures.view import AS_IT_IS, View


def copy_figure(
    document: Document,
    *,
    scale: float = 2.0,
    theme: ThemeName = "light",
    transparent: bool = False,
    view: View = AS_IT_IS,
) -> None:
    """Put the picture of `document` on the clipboard, as an image and as SVG.

    Raises
    ------
    FigureError
        If the image would be too large, or there is not what is to be shown.
    """
    at_once(copying(document, scale, theme, transparent, view))


def copying(
    document: Document,
    scale: float = 2.0,
    theme: ThemeName = "light",
    transparent: bool = False,
    view: View = AS_IT_IS,
) -> Steps[None]:
    """Do in steps what `copy_figure` does; the clipboard keeps what it has until the last one."""
    figure = yield from making(document, theme, transparent, False, view)
    image = yield from image_of(figure, scale)
    outlined = yield from making(document, theme, transparent, True, view)
    content = yield from svg(outlined, scale, document.title)
    data = QMimeData()
    data.setImageData(image)
    data.setData("image/svg+xml", content)
    QGuiApplication.clipboard().setMimeData(data)
