"""What stands beside the first and the last layer: names, raw values, targets, bars of classes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from nnviz.diagram.fonts import interface_font
from nnviz.diagram.layout import folds
from nnviz.diagram.options import Options
from nnviz.diagram.pencil import text_width
from nnviz.diagram.places import Ints
from nnviz.diagram.shape import Shape
from nnviz.diagram.spacing import Box
from nnviz.diagram.style import Floats
from nnviz.diagram.tag_widths import label_widths
from nnviz.document.document import Document
from nnviz.document.naming import is_named
from nnviz.explain.numbers import format_fixed, format_given

Style = Literal["symbol", "name", "stacked", "inline"]
Place = Literal["under", "beside", "nowhere"]
_LONGEST = 190.0
_STACKED_PITCH = 44.0
_UNDER_PITCH, _BESIDE_PITCH = 34.0, 15.0
_RAW_STEP = 16.0
"""Room for raw values grows in steps, so that the picture stands still from sample to sample."""


@dataclass(frozen=True)
class Sides:
    """How inputs and outputs are labelled.

    Attributes
    ----------
    inputs, outputs : str
        'symbol' (x₁, ŷ₁), 'name' with the raw value under it, for classes 'stacked' or 'inline'
        bars.
    """

    inputs: Style
    outputs: Style


def sides(document: Document, options: Options, height: float) -> Sides:
    """Return how the ends of a network are labelled in a picture of `height`."""
    inputs: Style = "name" if any(map(is_named, document.input_names)) else "symbol"
    named: Style = "name" if any(map(is_named, document.output_names)) else "symbol"
    if options.figure or document.layers[-1].activation != "softmax":
        return Sides(inputs, named)
    spacing = options.spacing
    pitch = (height - spacing.heads - spacing.below) / document.sizes[-1]
    return Sides(inputs, "stacked" if pitch >= _STACKED_PITCH else "inline")


def shape_of(document: Document, options: Options, box: Box, has_loss: bool) -> Shape:
    """Return the shape that the layout needs: sizes, and room for the labels at both sides."""
    labelled = sides(document, options, box.height)
    left = _left_room(document, options, box, labelled)
    right = _right_room(document, options, box, labelled)
    named = labelled.inputs == "name"
    labels = label_widths(document, options.digits)
    return Shape(
        document.sizes,
        has_loss,
        left,
        right,
        left - 30 if named else 0.0,
        labels,
        options.curved,
        options.vertical,
        options.unfolded,
    )


def _left_room(document: Document, options: Options, box: Box, labelled: Sides) -> float:
    radius = options.spacing.radius
    if folds(document.sizes[0], box.height - options.spacing.heads, options.spacing):
        return radius + 36 + 9 * len(f"{document.sizes[0]:,}")
    if labelled.inputs == "symbol":
        return radius + (32 if options.figure else 40)
    widest = widest_name(document.input_names, box.width)
    height = box.height - options.spacing.heads - options.spacing.below
    beside = raw_place(document, options, height / document.sizes[0]) == "beside"
    spare = 4 if options.figure else 0.035 * box.width
    return radius + 15 + widest + spare + (raw_room(document) if beside else 0)


def _right_room(document: Document, options: Options, box: Box, labelled: Sides) -> float:
    radius = options.spacing.radius
    if labelled.outputs == "stacked":
        return radius + 19 + 0.245 * box.width
    if labelled.outputs == "inline":
        return radius + 19 + 0.2 * box.width
    if labelled.outputs == "symbol" and options.figure:
        return radius + 34
    if options.figure:
        return radius + 15 + widest_name(document.output_names, box.width)
    return radius + 15 + max(110.0, widest_name(document.output_names, box.width))


def widest_name(names: tuple[str, ...], width: float) -> float:
    """Return the width of the longest name that is shown, elided in a narrow picture."""
    font = interface_font(13, 500)
    longest = max((text_width(name, font) for name in names[:64]), default=0.0)
    return min(longest, _LONGEST, 0.22 * width)


def elided(name: str, room: float) -> str:
    """Return `name`, cut with … where it is wider than `room`."""
    font = interface_font(13, 500)
    if text_width(name, font) <= room + 0.5:
        return name
    while name and text_width(name + "…", font) > room:
        name = name[:-1]
    return name.rstrip() + "…"


def raw_input_text(document: Document, unit: int) -> str:
    """Return an input as it was given, with its unit of measurement if it has one.

    Empty where it says no more than the value in the disc: neither scaled nor with a unit.
    """
    units = document.data.units if document.data is not None else ()
    scaled = document.preparation.input_scaling != "none" and document.data is not None
    if not scaled and not any(units):
        return ""
    return f"{format_given(float(document.input[unit]), 4)} {units[unit] if units else ''}".strip()


def raw_room(document: Document) -> float:
    """Return the width kept for the raw inputs beside their names."""
    texts = (raw_input_text(document, unit) for unit in range(document.sizes[0]))
    widest = max(text_width(text, interface_font(12)) for text in texts)
    return math.ceil((widest + 14) / _RAW_STEP) * _RAW_STEP


def target_text(document: Document, unit: int) -> str | None:
    """Return a target in raw units, or None if there is none."""
    if document.target is None:
        return None
    return format_given(float(document.target[unit]), 4)


def percentages(shares: Floats, units: Ints | None = None) -> list[str]:
    """Return shares in per cent, with as many decimals from 2 to 4 as make the parts sum to 100.

    No part is adjusted: where no such number of decimals exists, two are shown.

    Parameters
    ----------
    units : ndarray of int, optional
        Whose shares are returned; those of all if not given.
    """
    parts = (100 * shares).tolist()
    exact = (d for d in (2, 3, 4) if round(sum(round(part, d) for part in parts), d) == 100)
    digits = next(exact, 2)
    wanted = parts if units is None else (100 * shares[units]).tolist()
    return [f"{format_fixed(round(part, digits), digits)} %" for part in wanted]


def raw_place(document: Document, options: Options, pitch: float) -> Place:
    """Return where raw inputs are written: under their names, beside them, or nowhere."""
    if options.figure or pitch < _BESIDE_PITCH or not raw_input_text(document, 0):
        return "nowhere"
    return "under" if pitch >= _UNDER_PITCH else "beside"
