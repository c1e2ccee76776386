"""What of a network a figure shows, and in which form: the same choices as on the screen."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from nnviz.diagram.layout import MOST_UNFOLDED
from nnviz.diagram.options import Numbers, Options
from nnviz.document.document import Document
from nnviz.document.elements import Element
from nnviz.figures.errors import FigureError

Show = Literal["values", "gradients", "updates", "frozen"]
SHOWN: tuple[Show, ...] = get_args(Show)
NUMBERS: tuple[Numbers, ...] = get_args(Numbers)

# On paper as many edges are drawn as a vector program likes: a picture of the others costs more.
_MOST_EDGES = 40_000


class View(NamedTuple):
    """The choices.

    Attributes
    ----------
    show : {'values', 'gradients', 'updates', 'frozen'}
        What edges, biases and nodes show; or all but what is frozen is pale.
    numbers : {'auto', 'all', 'selected', 'none'}
        Numbers along edges: where all of a pair of layers have room, wherever there is room,
        of `selected` only, or none.
    rows : bool
        Layers stand as rows from top to bottom.
    curved : bool
        Edges leave and arrive level.
    unfolded : frozenset of int
        Large layers that are shown whole, 0 being the inputs.
    selected : frozenset of Element
        Whose numbers are written where those of the selected are wanted.
    """

    show: Show = "values"
    numbers: Numbers = "auto"
    rows: bool = False
    curved: bool = False
    unfolded: frozenset[int] = frozenset()
    selected: frozenset[Element] = frozenset()

    def options(self, transparent: bool, outlines: bool) -> Options:
        """Return how the picture is made."""
        return Options(
            figure=True,
            strongest=_MOST_EDGES,
            quantity="values" if self.show == "frozen" else self.show,
            numbers=self.numbers,
            transparent=transparent,
            outlines=outlines,
            curved=self.curved,
            vertical=self.rows,
            unfolded=self.unfolded,
            frozen=self.show == "frozen",
            selected=self.selected,
        )

    def check(self, document: Document) -> None:
        """Make sure that there is in `document` what is to be shown.

        Raises
        ------
        FigureError
            If there is not.
        """
        for name, value, known in (("show", self.show, SHOWN), ("numbers", self.numbers, NUMBERS)):
            if value not in known:
                raise FigureError(f"{name} {value!r} is none of {', '.join(known)}")
        if self.show in ("gradients", "updates") and document.target is None:
            raise FigureError(f"there are no {self.show} to show: the network has no target")
        if self.show == "frozen" and not document.has_frozen:
            raise FigureError("there is nothing to show: no weight of the network is frozen")
        for layer in self.unfolded:
            _check_unfolded(document, layer)


AS_IT_IS = View()
"""A network's weights, in columns."""


def unfoldable(document: Document) -> frozenset[int]:
    """Return all layers that can be shown whole."""
    sizes = enumerate(document.sizes)
    return frozenset(layer for layer, size in sizes if size <= MOST_UNFOLDED)


def _check_unfolded(document: Document, layer: int) -> None:
    last = len(document.sizes) - 1
    if layer not in range(last + 1):
        raise FigureError(f"there is no layer {layer} to unfold: 0 is the input, {last} the output")
    size = document.sizes[layer]
    if size > MOST_UNFOLDED:
        raise FigureError(
            f"layer {layer} has {size:,} neurons: layers of up to {MOST_UNFOLDED} can be unfolded"
        )
