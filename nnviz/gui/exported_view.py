"""What a picture that leaves the window shows: the same as the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnviz.figures import View
    from nnviz.gui.window import Window


def exported_view(window: Window) -> View:
    """Return the choices of the canvas; maps stand beside the network, which has its values."""
    from nnviz.figures import View
    from nnviz.figures.view import SHOWN

    settings, key = window.settings, window.canvas.switch.key()
    return View(
        show=next((show for show in SHOWN if show == key), "values"),
        numbers=settings.numbers,
        rows=settings.vertical,
        curved=settings.curved,
        unfolded=window.canvas.network.folding.unfolded,
        selected=frozenset(window.selection.elements),
    )
