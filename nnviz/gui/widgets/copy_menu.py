"""Equations onto the clipboard, in the form that the next program wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from nnviz.explain.equation import Row, plain
from nnviz.explain.latex import latex_lines
from nnviz.explain.mathml import mathml_lines

FORMS = {"latex": "LaTeX", "mathml": "MathML", "svg": "SVG", "text": "plain text"}
_MATHML = "application/mathml+xml"


def copy_equations(rows: Sequence[Row], form: str, digits: int) -> None:
    """Put lines of mathematics on the clipboard; several are aligned at their = and ←.

    Parameters
    ----------
    form : {'latex', 'mathml', 'svg', 'text'}
    """
    if form == "svg":
        # Late: few copy a picture, and its typesetter takes a while to load.
        from nnviz.figures.formula import copy_formula

        copy_formula(rows, digits)
    else:
        QGuiApplication.clipboard().setMimeData(_written(rows, form, digits))


def _written(rows: Sequence[Row], form: str, digits: int) -> QMimeData:
    data = QMimeData()
    if form == "mathml":
        written = mathml_lines(rows, digits)
        data.setData(_MATHML, QByteArray(written.encode()))
        data.setText(written)
    elif form == "latex":
        data.setText(latex_lines(tuple(rows), digits))
    else:
        data.setText("\n".join(plain(row, digits) for row in rows))
    return data


class CopyMenu(QMenu):
    """Offers every form; `rows` and `digits` say at the time what is to be copied."""

    def __init__(
        self,
        rows: Callable[[], Sequence[Row]],
        digits: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows, self._digits = rows, digits
        for form, name in FORMS.items():
            action = self.addAction(f"Copy as {name}")
            action.setData(form)
        self.triggered.connect(self._copy)

    def _copy(self, action: QAction) -> None:
        copy_equations(self._rows(), action.data(), self._digits())
