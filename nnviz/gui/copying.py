"""Numbers on the clipboard, every digit; many of them are written beside the window's thread."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.gui.dialogs.waiting import made_beside
from nnviz.gui.tables.block import format_block
from nnviz.gui.task import GivenUpError

# So many are written within a frame or two.
_FEW = 50_000


def copy_numbers(block: NDArray[np.float64], window: QWidget | None = None) -> bool:
    """Copy a block as a spreadsheet takes it; False if the user did not want to wait.

    Parameters
    ----------
    block : ndarray, shape (rows, columns)
    window : QWidget, optional
        What takes no input meanwhile, by default the active one.
    """
    window = window or QApplication.activeWindow()
    if block.size <= _FEW or window is None:
        text = format_block(block)
    else:
        try:
            words = f"Copying {block.size:,} numbers"
            text = made_beside(lambda report: format_block(block, report), words, window)
        except GivenUpError:
            return False
    QGuiApplication.clipboard().setText(text)
    return True
