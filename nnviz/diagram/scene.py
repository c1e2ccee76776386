"""What every painter of a part reads: the network, its numbers, its places, its colours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtGui import QColor, QFont

from nnviz.diagram.focus import Focus
from nnviz.diagram.fonts import interface_font
from nnviz.diagram.options import Options
from nnviz.diagram.places import Layout
from nnviz.diagram.readings import Readings
from nnviz.diagram.style import Theme, fill, mix
from nnviz.diagram.typesetting import Setting
from nnviz.document.document import Document
from nnviz.explain.frames import Frame

_DIMMED_FILL, _DIMMED_TEXT = 0.62, 0.36
_PALE = 0.13


@dataclass(frozen=True, eq=False)
class Scene:
    """One picture's material; painters of parts are functions of it.

    Attributes
    ----------
    frame : Frame or None
        The step of a pass that is shown.
    focus : Focus
        What is lit and what is dimmed.
    """

    document: Document
    readings: Readings
    layout: Layout
    theme: Theme
    options: Options
    focus: Focus
    frame: Frame | None = None

    @cached_property
    def surface(self) -> QColor:
        """The ground that the network lies on."""
        return QColor(self.theme.surface)

    @cached_property
    def hollow(self) -> QColor:
        """The colour of what is empty: grooves of bars, the loss's square."""
        theme = self.theme
        return QColor(theme.sunken if theme.name == "light" else theme.field)

    def dim_fill(self, colour: str | QColor, lit: bool) -> QColor:
        """Return the colour of a surface or line, nearer to the ground if not lit."""
        return QColor(colour) if lit else mix(colour, self.surface, _DIMMED_FILL)

    def dim_text(self, colour: str | QColor, lit: bool) -> QColor:
        """Return the colour of text, nearer to the ground if not lit."""
        return QColor(colour) if lit else mix(colour, self.surface, _DIMMED_TEXT)

    @cached_property
    def node_scales(self) -> tuple[float, ...]:
        """Each layer's value at the end of the colour scale: one for all unless layers fold."""
        scales = self.readings.largest_nodes
        return scales if self.layout.folded else (max(scales),) * len(scales)

    @cached_property
    def edge_scales(self) -> tuple[float, ...]:
        """Each layer's |w| of the widest edge, from layer 1: one for all unless layers fold."""
        scales = self.readings.largest_edges
        return scales if self.layout.folded else (max(scales),) * len(scales)

    def value_fill(self, layer: int, value: float) -> QColor:
        """Return the colour of a node with `value`."""
        return fill(self.theme, value, self.node_scales[layer])

    def pale_fill(self, layer: int, value: float) -> QColor:
        """Return the colour of a weighted sum's half: a breath of the same scale."""
        return mix(self.surface, self.value_fill(layer, value), _PALE)

    def font(self, px: float, weight: int = 400) -> QFont:
        """Return the interface's font, with tabular figures on the screen, where numbers change.

        On paper they stand still, and in a PDF only plain figures can be searched and copied.
        """
        return interface_font(px, weight, not self.options.figure)

    def setting(self, px: float, lit: bool = True, weight: int = 500) -> Setting:
        """Return how symbols and numbers are set at `px`."""
        return Setting(
            self.theme,
            px,
            self.options.digits,
            weight=weight,
            colour=self.dim_text(self.theme.ink, lit),
            tabular=not self.options.figure,
        )
