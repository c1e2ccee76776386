"""From a document, a model or a file to a picture file."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from PySide6.QtCore import QByteArray

from nnviz.data.progress import Tell
from nnviz.diagram.options import Numbers
from nnviz.diagram.style import THEMES, ThemeName
from nnviz.document.document import Document
from nnviz.document.elements import Element
from nnviz.document.files import open_document
from nnviz.document.from_model import document_from_model
from nnviz.document.writing import replace_file
from nnviz.engine.models import Sequential
from nnviz.figures.application import application
from nnviz.figures.errors import FigureError
from nnviz.figures.figure import making
from nnviz.figures.formats import WRITERS, Writer
from nnviz.figures.steps import Beside, Steps, at_once
from nnviz.figures.view import Show, View, unfoldable

Source: TypeAlias = "str | PathLike[str] | Document | Sequential"

SCALES = (0.05, 50.0)
"""The smallest and the largest scale of a figure."""
_AT_ONCE = 2**20


def render(
    source: Source,
    path: str | PathLike[str],
    *,
    scale: float = 2.0,
    theme: ThemeName = "light",
    transparent: bool = False,
    show: Show = "values",
    numbers: Numbers = "auto",
    rows: bool = False,
    curved: bool = False,
    unfolded: Collection[int] | Literal["all"] = (),
    selected: Collection[Element] = (),
) -> None:
    """Write the picture of a network, cropped to it; needs no display.

    Parameters
    ----------
    source : str, path, Document or Sequential
        A `.nnviz` file, 'example:NAME', a document or a model.
    path : str or path
        Its ending says the format: .png, .svg or .pdf. A file there is replaced only by a whole
        new one.
    scale : float
        Of a PNG, pixels per unit; 2 is 300 DPI at the size that SVG and PDF have with 2.
    transparent : bool
        Leave the ground bare.
    show : {'values', 'gradients', 'updates', 'frozen'}
        What edges, biases and nodes show; or all but what is frozen is pale.
    numbers : {'auto', 'all', 'selected', 'none'}
        Numbers along edges: where all of a pair of layers have room, wherever there is room,
        of `selected` only, or none.
    rows : bool
        Layers stand as rows from top to bottom.
    curved : bool
        Edges leave and arrive level.
    unfolded : collection of int, or 'all'
        Large layers that are shown whole, 0 being the inputs.
    selected : collection of Element
        Whose numbers are written where those of the selected are wanted.

    Raises
    ------
    FigureError
        If the format or an option is unknown, the network has not what is to be shown, or the
        file cannot be written.
    DocumentError
        If `source` cannot be opened.
    """
    writer = _writer(path)
    check_scale(scale)
    _check_theme(theme)
    document = _document(source)
    opened = unfoldable(document) if unfolded == "all" else frozenset(unfolded)
    view = View(show, numbers, rows, curved, opened, frozenset(selected))
    with application():
        at_once(_written(document, Path(path), writer, scale, theme, transparent, view))


def rendering(
    document: Document,
    path: Path,
    scale: float,
    theme: ThemeName,
    transparent: bool,
    view: View,
) -> Steps[None]:
    """Write the picture of a document as `render` does, in steps.

    Whoever closes it before the last one leaves the old file. Raises what `render` does.
    """
    check_scale(scale)
    return _written(document, path, _writer(path), scale, theme, transparent, view)


def _written(
    document: Document,
    path: Path,
    writer: Writer,
    scale: float,
    theme: ThemeName,
    transparent: bool,
    view: View,
) -> Steps[None]:
    outlines = path.suffix.lower() == ".svg"
    figure = yield from making(document, theme, transparent, outlines, view)
    content = yield from writer(figure, scale, document.title)
    yield Beside(partial(_save, path, content), writes=True)


def _writer(path: str | PathLike[str]) -> Writer:
    """Return what writes the format that the ending of `path` says."""
    target = Path(path)
    if str(path).endswith(("/", os.sep)):
        raise FigureError(f"cannot write {path}: it is a folder, name a file in it")
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise FigureError(f"cannot write {target.name}: its ending is none of {known}")
    return writer


def check_scale(scale: float) -> None:
    """Make sure that a figure can have this scale.

    Raises
    ------
    FigureError
        If it cannot.
    """
    low, high = SCALES
    if isinstance(scale, bool) or not isinstance(scale, int | float | np.number):
        raise FigureError(f"the scale {scale!r} is not a number")
    if not low <= scale <= high:
        raise FigureError(f"the scale {scale:g} is not between {low:g} and {high:g}")


def _check_theme(theme: str) -> None:
    if theme not in THEMES:
        raise FigureError(f"the theme {theme!r} is none of {', '.join(THEMES)}")


def _document(source: Source) -> Document:
    if isinstance(source, Document):
        return source
    if isinstance(source, str | PathLike):
        return open_document(source)
    if isinstance(source, Sequential):
        return document_from_model(source)
    raise TypeError(
        "Expected a .nnviz file, 'example:NAME', a document or a model; "
        f"received {type(source).__name__}."
    )


def _save(path: Path, content: QByteArray, tell: Tell) -> None:
    """Write `content`; until it is whole on the disk the old file stays."""
    try:
        replace_file(path, _pieces(bytes(content.data()), tell))
    except OSError as error:
        raise FigureError(f"cannot write {path}: {_reason(error)}") from error


def _pieces(content: bytes, tell: Tell) -> Iterator[bytes]:
    for start in range(0, len(content), _AT_ONCE):
        tell(start / len(content))
        yield content[start : start + _AT_ONCE]


def _reason(error: OSError) -> str:
    said = error.strerror or str(error)
    return said[:1].lower() + said[1:]
