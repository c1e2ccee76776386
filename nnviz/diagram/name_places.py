"""Where the names of layers, inputs and outputs stand, for a hand that wants to change them."""

from __future__ import annotations

from nnviz.diagram.heads import headed_columns, name_box
from nnviz.diagram.inputs import input_name_boxes
from nnviz.diagram.outputs import output_boxes
from nnviz.diagram.scene import Scene
from nnviz.diagram.spacing import Box
from nnviz.document.elements import Element, Layer, Neuron


def name_places(scene: Scene) -> list[tuple[Element, Box]]:
    """Return each name that is shown and can be changed, with its rectangle."""
    heads = [(Layer(c.layer), name_box(scene, c)) for c in headed_columns(scene) if c.layer]
    outputs = [place for place in output_boxes(scene) if isinstance(place[0], Neuron)]
    return [*heads, *input_name_boxes(scene), *outputs]


def name_at(scene: Scene, x: float, y: float) -> tuple[Element, Box] | None:
    """Return whose name is at a point, and its rectangle."""
    return next((place for place in name_places(scene) if place[1].contains(x, y)), None)


def name_place(scene: Scene, element: Element) -> Box | None:
    """Return where the name of `element` stands; None if it is not shown."""
    return next((box for named, box in name_places(scene) if named == element), None)
