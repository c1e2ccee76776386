"""Which number of each neuron and weight a picture shows: the switch's, or the step's that is told.

While a pass is told forward, what is not worked out yet has no number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nnviz.diagram.options import Quantity
from nnviz.diagram.reach import reached
from nnviz.document.elements import Bias, Edge, Layer, Neuron
from nnviz.explain.frames import Chapter, Frame

Letter = Literal["z", "a", "δ", "∂E/∂a"]


@dataclass(frozen=True)
class Telling:
    """What is shown of each layer; one without a frame shows `quantity` everywhere.

    Attributes
    ----------
    frame : Frame or None
        The step that is told.
    chips : bool
        Whether chips tell the step's result, so that the network keeps its values.
    """

    frame: Frame | None
    quantity: Quantity
    chips: bool = False

    def disc(self, layer: int, unit: int = 0) -> Letter | None:
        """Return what a small disc of `layer` holds; None while it is not worked out."""
        a = self.output(layer, unit)
        if layer == 0 or a == "∂E/∂a":
            return a
        z = self.sum(layer, unit)
        return z if a is None or z == "δ" else a

    def sum(self, layer: int, unit: int = 0) -> Letter | None:
        """Return what stands for the weighted sum of a neuron of `layer`."""
        if self._begun is not None and not reached(self._begun).sums.holds(layer, unit):
            return None
        back = self._back
        told = back is not None and layer in back.lit.z
        return "δ" if told or self._shows_gradients else "z"

    def output(self, layer: int, unit: int = 0) -> Letter | None:
        """Return what stands for the activation of a neuron of `layer`, from the inputs, 0."""
        if self._begun is not None and not reached(self._begun).activations.holds(layer, unit):
            return None
        if self._shows_gradients and layer == 0:
            return "δ"
        back = self._back
        told = back is not None and not back.lit.z and layer in back.lit.a
        return "∂E/∂a" if told else "a"

    def edges(self, layer: int) -> Quantity:
        """Return what the edges into `layer` show."""
        frame = self._told
        if frame is None or not (layer in frame.lit.edges or frame.lit.edges_into(layer)):
            return self.quantity
        if frame.chapter is Chapter.UPDATE:
            return "updates"
        # A step back along the weights into another layer multiplies by their values.
        about = isinstance(frame.target, Layer | Neuron | Edge) and frame.target.layer == layer
        return "gradients" if frame.chapter is Chapter.BACKWARD and about else self.quantity

    def biases(self, layer: int) -> Quantity:
        """Return what the biases of `layer` show."""
        frame = self._told
        if frame is None or not (layer in frame.lit.biases or _tells_bias(frame, layer)):
            return self.quantity
        told: dict[Chapter, Quantity] = {
            Chapter.BACKWARD: "gradients",
            Chapter.UPDATE: "updates",
        }
        return told.get(frame.chapter, self.quantity)

    def of(self, element: Edge | Bias) -> Quantity:
        """Return what one weight or bias shows."""
        of_layer = self.edges if isinstance(element, Edge) else self.biases
        return of_layer(element.layer)

    @property
    def loss(self) -> bool:
        """Whether the loss is worked out."""
        return self._begun is None

    @property
    def told_layer(self) -> int | None:
        """The layer that the step is about; None where it is about none, or all are alike."""
        target = self.frame.target if self.frame is not None else None
        return target.layer if isinstance(target, Layer | Neuron | Edge | Bias) else None

    @property
    def _told(self) -> Frame | None:
        """The step, if the network is to show its numbers."""
        hidden = self.quantity != "values" or self.chips
        return None if hidden else self.frame

    @property
    def _begun(self) -> Frame | None:
        """The step of a forward pass on its way."""
        frame = self.frame if self.quantity == "values" else None
        return frame if frame is not None and frame.chapter is Chapter.FORWARD else None

    @property
    def _back(self) -> Frame | None:
        """The step of a backward pass."""
        frame = self._told
        return frame if frame is not None and frame.chapter is Chapter.BACKWARD else None

    @property
    def _shows_gradients(self) -> bool:
        return self.quantity == "gradients"


def _tells_bias(frame: Frame, layer: int) -> bool:
    return isinstance(frame.target, Bias) and frame.target.layer == layer
