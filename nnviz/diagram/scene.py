"""What every painter of a part reads: the network, its numbers, its places, its colours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtGui import QColor, QFont

from nnviz.diagram.focus import Focus
from nnviz.diagram.fonts import interface_font
from nnviz.diagram.options import Options, Quantity
from nnviz.diagram.places import Layout
from nnviz.diagram.readings import Readings
from nnviz.diagram.style import Theme, fill, mix
from nnviz.diagram.telling import Letter
from nnviz.diagram.typesetting import Setting
from nnviz.document.document import Document
from nnviz.explain.frames import Frame

_DIMMED_FILL, _DIMMED_TEXT = 0.62, 0.36
_PALE = 0.13
_DUST = 8.0
"""The pitch of discs below which edges as wide as usual would hide one another."""


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

    def node_scale(self, layer: int, letter: Letter) -> float:
        """Return the value at the end of the colour scale: one for all layers unless they fold."""
        return self._node_scales(letter)[layer]

    @cached_property
    def node_scales(self) -> tuple[float, ...]:
        """The end of the colour scale of what the discs of each layer hold."""
        letters = (self.readings.telling.disc(layer) for layer in range(len(self.readings.nodes)))
        return tuple(self.node_scale(k, letter or "a") for k, letter in enumerate(letters))

    @cached_property
    def edge_scales(self) -> tuple[float, ...]:
        """Each layer's |value| of the widest edge, from layer 1.

        Unless layers fold there is one for all that show the same, values or gradients.
        """
        scales, telling = self.readings.largest_edges, self.readings.telling
        if self.layout.folded:
            return scales
        shown = [telling.edges(layer) for layer in range(1, len(scales) + 1)]
        largest: dict[Quantity, float] = {}
        for quantity, scale in zip(shown, scales, strict=True):
            largest[quantity] = max(scale, largest.get(quantity, 0.0))
        return tuple(largest[quantity] for quantity in shown)

    @cached_property
    def fineness(self) -> float:
        """How thin edges are beside those of other networks: less than 1 where discs are dust."""
        return min(1.0, min(column.pitch for column in self.layout.columns) / _DUST)

    def value_fill(self, layer: int, value: float, letter: Letter = "a") -> QColor:
        """Return the colour of a node where its `letter` is `value`."""
        return fill(self.theme, value, self.node_scale(layer, letter))

    def pale_fill(self, layer: int, value: float, letter: Letter = "z") -> QColor:
        """Return the colour of a weighted sum's half: a breath of the scale of the other half."""
        scale = "a" if letter == "z" else letter
        return mix(self.surface, self.value_fill(layer, value, scale), _PALE)

    def _node_scales(self, letter: Letter) -> tuple[float, ...]:
        known = self._known_scales.get(letter)
        if known is None:
            scales = self.readings.largest_nodes(letter)
            known = scales if self.layout.folded else (max(scales),) * len(scales)
            self._known_scales[letter] = known
        return known

    @cached_property
    def _known_scales(self) -> dict[Letter, tuple[float, ...]]:
        return {}

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
