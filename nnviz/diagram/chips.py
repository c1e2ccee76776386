"""The factor chips under a network, beside rows: the product that a step forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from nnviz.diagram.arrows import arrow_reach
from nnviz.diagram.fonts import interface_font
from nnviz.diagram.maths import Typeset
from nnviz.diagram.pencil import Pencil, rect_of, text_width
from nnviz.diagram.scene import Scene
from nnviz.diagram.spacing import CHIP_HEIGHT, Box
from nnviz.diagram.style import Theme
from nnviz.diagram.typesetting import Setting, typeset
from nnviz.document.elements import Element
from nnviz.explain.frames import Factor
from nnviz.explain.numbers import format_number

_WIDE, _RESULT = 108.0, 136.0
_BETWEEN, _EQUALS = 18.0, 38.0
_UNDER = 22.0
_PADDING = 12.0


@dataclass(frozen=True)
class Chip:
    """A quantity and its value in a rounded box; `result` marks what the others multiply to."""

    box: Box
    label: Typeset
    value: float
    text: str
    result: bool
    element: Element | None = None

    @property
    def origin(self) -> tuple[float, float]:
        """Where the label's baseline begins."""
        middle = self.box.top + CHIP_HEIGHT / 2
        return self.box.left + _PADDING, middle + (self.label.ascent - self.label.descent) / 2

    def element_at(self, x: float, y: float) -> Element | None:
        """Return what stands at a point in the box: a letter's element, else the number's."""
        left, baseline = self.origin
        point = QPointF(x - left, y - baseline)
        letters = (leaf.element for leaf in self.label.leaves if leaf.rect.contains(point))
        return next(letters, self.element)


def chips(scene: Scene) -> list[Chip]:
    """Return the chips of the frame: the result, then its factors as the arrows lie.

    Small discs have their values beside them, so there only a product has anything to add.
    """
    frame, layout = scene.frame, scene.layout
    if frame is None or frame.result is None or not layout.tells_chips:
        return []
    if not (frame.factors or layout.zoomed):
        return []
    factors = (frame.result, *reversed(frame.factors))
    parts = [_chip(scene, factor, k == 0) for k, factor in enumerate(factors)]
    return _row(scene, parts) if layout.chips_left is None else _stack(scene, parts)


def _stack(scene: Scene, parts: list[Chip]) -> list[Chip]:
    """Return chips one under the other, around the middle of the height."""
    left, box = scene.layout.chips_left or 0.0, scene.layout.box
    pitch = CHIP_HEIGHT + _UNDER
    if pitch * len(parts) - _UNDER > box.height or _widest(parts) > box.right - left:
        parts = parts[:1]
    top = box.top + (box.height - pitch * len(parts) + _UNDER) / 2
    middle = left + max(_widest(parts), _RESULT) / 2
    return [
        replace(chip, box=replace(chip.box, left=middle - chip.box.width / 2, top=top + k * pitch))
        for k, chip in enumerate(parts)
    ]


def _widest(parts: list[Chip]) -> float:
    return max(chip.box.width for chip in parts)


def _row(scene: Scene, parts: list[Chip]) -> list[Chip]:
    """Return chips beside each other under the arrows; the result alone where there is no room."""
    top = scene.layout.chips_top or 0.0
    widths = [chip.box.width for chip in parts]
    gaps = [0.0, *([_EQUALS] + [_BETWEEN] * (len(parts) - 2))[: len(parts) - 1]]
    if sum(widths) + sum(gaps) > scene.layout.box.width:
        return parts[:1]
    x = _left_end(scene, widths, gaps)
    placed = []
    for chip, gap, width in zip(parts, gaps, widths, strict=True):
        x += gap
        placed.append(replace(chip, box=Box(x, top, width, CHIP_HEIGHT)))
        x += width
    return placed


def _chip(scene: Scene, factor: Factor, result: bool) -> Chip:
    """Return a chip at the origin, wide enough for what it says."""
    setting = Setting(scene.theme, 13, scene.options.digits)
    label = typeset(factor.label, setting)
    text = format_number(factor.value, scene.options.digits)
    font = scene.font(18 if result else 14, 600)
    needed = label.width + text_width(text, font) + 2 * _PADDING + (18 if result else 6)
    width = max(_RESULT if result else _WIDE, needed)
    box = Box(0, 0, width, CHIP_HEIGHT)
    return Chip(box, label, factor.value, text, result, factor.element)


def _left_end(scene: Scene, widths: list[float], gaps: list[float]) -> float:
    """Return where the row begins: its factors under the middle of the arrows, inside the box."""
    whole, box = sum(widths) + sum(gaps), scene.layout.box
    reach = arrow_reach(scene)
    if reach is None or len(widths) == 1:
        middle = box.left + box.width / 2
        left = middle - whole / 2
    else:
        lead = widths[0] + gaps[1]
        left = sum(reach) / 2 - (whole - lead) / 2 - lead
    return min(max(left, box.left), box.right - whole)


def chip_at(row: Sequence[Chip], x: float, y: float) -> Chip | None:
    """Return the chip at a point."""
    return next((chip for chip in row if chip.box.contains(x, y)), None)


def paint_chips(scene: Scene, row: Sequence[Chip], pencil: Pencil) -> None:
    """Paint the row with = after the result and · between the factors."""
    for chip in row:
        _paint_chip(scene.theme, pencil, chip)
    ink2 = QColor(scene.theme.ink2)
    for k, (before, after) in enumerate(pairwise(row)):
        x, y = _between(before.box, after.box)
        if k == 0:
            pencil.text("=", x, y + 1, interface_font(18), ink2)
        else:
            pencil.disc((x, y), 2.2, fill=ink2)


def _between(before: Box, after: Box) -> tuple[float, float]:
    """Return the middle between two chips."""
    if after.top > before.top:
        return after.left + after.width / 2, (before.bottom + after.top) / 2
    return (before.right + after.left) / 2, before.top + CHIP_HEIGHT / 2


def _paint_chip(theme: Theme, pencil: Pencil, chip: Chip) -> None:
    accent = chip.result
    ground = QColor(theme.accent_soft if accent else theme.surface)
    outline = QColor(theme.accent if accent else theme.border)
    painter = pencil.shape(ground, outline, 2 if accent else 1)
    painter.drawRoundedRect(rect_of(chip.box), 10, 10)
    middle = chip.box.top + CHIP_HEIGHT / 2
    pencil.typeset(chip.label, *chip.origin)
    font = interface_font(18 if accent else 14, 600)
    colour = QColor(theme.ink) if accent else theme.sign_text(chip.value, chip.text)
    x = chip.box.right - _PADDING if accent else chip.box.left + _PADDING + chip.label.width + 6
    pencil.text(chip.text, x, middle, font, colour, "right" if accent else "left")
