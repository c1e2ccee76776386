"""The measures of a diagram, for the screen and for a figure."""

from __future__ import annotations

from dataclasses import dataclass

CHIP_HEIGHT = 52.0


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, y downwards; Qt's without Qt."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def contains(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Return whether (x, y) lies in the box grown by `margin`."""
        return (
            self.left - margin <= x <= self.right + margin
            and self.top - margin <= y <= self.bottom + margin
        )

    def overlaps(self, other: Box, margin: float = 0.0) -> bool:
        """Return whether the boxes come nearer to each other than `margin`."""
        return (
            self.left < other.right + margin
            and other.left < self.right + margin
            and self.top < other.bottom + margin
            and other.top < self.bottom + margin
        )


@dataclass(frozen=True)
class Spacing:
    """Distances in pixels.

    Attributes
    ----------
    heads, scales : float
        Height of the layer heads, and what they need more when each layer has its own scale.
    head_name, head_detail : float
        Middles of the two lines of a head below the box's top.
    below : float
        Room kept under the lowest disc.
    pitch, least_pitch : float
        Most and least distance of neighbouring units; a layer that needs less is folded.
    radius, fullness : float
        A disc's radius is at most `radius` and at most `fullness` × pitch.
    zoom, zoom_usual, zoom_most : float
        Radius from which a network is shown zoomed, the largest in a window, and in a very large
        one; 0: never.
    """

    heads: float
    scales: float
    head_name: float
    head_detail: float
    below: float
    pitch: float
    least_pitch: float
    radius: float
    fullness: float
    zoom: float
    zoom_usual: float
    zoom_most: float


SCREEN = Spacing(
    heads=60,
    scales=17,
    head_name=16,
    head_detail=34.5,
    below=14,
    pitch=98,
    least_pitch=17.5,
    radius=25,
    fullness=0.46,
    zoom=40,
    zoom_usual=60,
    zoom_most=90,
)
FIGURE = Spacing(
    heads=32,
    scales=0,
    head_name=8,
    head_detail=24,
    below=32,
    pitch=125,
    least_pitch=40,
    radius=23,
    fullness=0.3,
    zoom=0,
    zoom_usual=0,
    zoom_most=0,
)


@dataclass(frozen=True)
class Rows:
    """Distances of a network whose layers are rows.

    Attributes
    ----------
    heads, right : float
        Width kept at the left for the layers' heads, and at the right.
    above, below : float
        From the box's edges to the middles of the first and the last row, for labels.
    pitch : float
        Most distance of neighbouring units, which have names over or under them.
    chips : float
        Width at the right for a stack of factor chips.
    """

    heads: float = 130
    right: float = 24
    above: float = 70
    below: float = 88
    pitch: float = 150
    chips: float = 190


ROWS = Rows()
