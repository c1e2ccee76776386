"""A figure on the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from nnviz.diagram.style import ThemeName
from nnviz.document.document import Document
from nnviz.figures.figure import Figure
from nnviz.figures.formats import image_of, svg
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
    data = QMimeData()
    data.setImageData(image_of(Figure(document, theme, transparent, view=view), scale))
    outlined = Figure(document, theme, transparent, outlines=True, view=view)
    data.setData("image/svg+xml", svg(outlined, scale, document.title))
    QGuiApplication.clipboard().setMimeData(data)
