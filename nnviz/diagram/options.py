"""What of a network is shown and in which of the two presentations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nnviz.diagram.spacing import FIGURE, SCREEN, Spacing
from nnviz.document.elements import Element

Quantity = Literal["values", "gradients", "updates"]
Numbers = Literal["auto", "all", "selected", "none"]


@dataclass(frozen=True)
class Options:
    """How a picture is made.

    Attributes
    ----------
    figure : bool
        For paper: negative edges dashed, numbers along the edges, biases written under the nodes,
        a legend at the bottom. Otherwise for the screen.
    quantity : {'values', 'gradients', 'updates'}
        What edges, biases and nodes show. Without a target there are values only.
    numbers : {'auto', 'all', 'selected', 'none'}
        Numbers beside edges: for pairs of layers with room for all of theirs, as many as find
        room, of the selected element only, or never.
    digits : int
        Decimals of numbers, where there is room for them.
    antialias : bool
        Off while things move: four to five times faster.
    strongest : int
        At most so many edges are drawn, the strongest of each pair of layers.
    transparent : bool
        True alpha instead of colours blended with the background, which is then not painted.
    outlines : bool
        Text becomes filled outlines, so that it looks the same where the fonts are missing.
    curved : bool
        Edges leave and arrive level.
    vertical : bool
        Layers are rows from top to bottom.
    unfolded : frozenset of int
        Large layers that are shown whole all the same.
    frozen : bool
        What trains is dimmed beside what is frozen.
    selected : frozenset of Element
        On paper, where nothing is marked: whose numbers are those of the selected.
    """

    figure: bool = False
    quantity: Quantity = "values"
    numbers: Numbers = "auto"
    digits: int = 4
    antialias: bool = True
    strongest: int = 2000
    transparent: bool = False
    outlines: bool = False
    curved: bool = False
    vertical: bool = False
    unfolded: frozenset[int] = frozenset()
    frozen: bool = False
    selected: frozenset[Element] = frozenset()

    @property
    def spacing(self) -> Spacing:
        """The measures of this presentation."""
        return FIGURE if self.figure else SCREEN
