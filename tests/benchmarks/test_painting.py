"""How long a frame of a large network takes, beside a scene with an item per edge.

Every frame is one in which every weight has changed, at 1600×1000; the yardstick's too.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView
from pytestqt.qtbot import QtBot

from nnviz.diagram.options import Options
from nnviz.diagram.picture import Picture
from nnviz.diagram.style import LIGHT, edge_widths
from nnviz.diagram.underlay import Wanted, cover, wanted_covers
from nnviz.document.document import Document
from nnviz.document.elements import Edge

pytestmark = [pytest.mark.benchmark, pytest.mark.usefixtures("qapp")]

RECT = QRectF(0, 0, 1600, 1000)
ROUNDS = 7
_QUIET = 80.0
"""Milliseconds that the yardstick of 1,024 items takes where nothing else runs."""


class Yardstick:
    """What one writes first: a scene without index in a view, with an item per edge.

    The pen of each has the width of ours, and its colour is the stronger, the less it lets through.
    """

    def __init__(self, qtbot: QtBot, picture: Picture, opaque: bool = False) -> None:
        self._scene = QGraphicsScene(RECT)
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._view = QGraphicsView(self._scene)
        self._view.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self._view.resize(1604, 1004)
        qtbot.addWidget(self._view)
        with qtbot.waitExposed(self._view):
            self._view.show()
        lines = np.concatenate([edges.lines for edges in picture.drawn])
        self._items = [self._scene.addLine(QLineF(*line)) for line in lines.tolist()]
        self._rng, self._opaque = np.random.default_rng(0), opaque

    def paint(self) -> None:
        """Give every item a new pen and paint them all."""
        values = self._rng.normal(size=len(self._items))
        largest = float(np.abs(values).max())
        widths = edge_widths(np.abs(values), largest, True)
        for item, value, width in zip(self._items, values, widths, strict=True):
            colour = QColor(LIGHT.sign(value))
            if not self._opaque:
                colour.setAlphaF(0.15 + 0.85 * abs(value) / largest)
            item.setPen(QPen(colour, width))
        self._view.viewport().repaint()


class Frames:
    """One frame after another of a network that trains."""

    def __init__(self, sizes: tuple[int, ...], antialias: bool = True) -> None:
        self._document = Document.new(sizes, seed=0)
        self._trace = self._document.model().trace(self._document.x, None)
        self._options = Options(antialias=antialias)
        self._rng = np.random.default_rng(0)
        self._covers = [cover(one) for one in self.wanted()]
        self._image = _image()

    def wanted(self) -> tuple[Wanted, ...]:
        picture = self.picture()
        return wanted_covers(picture.scene, picture.drawn)

    def picture(self) -> Picture:
        """Return a picture in which every weight is new."""
        parameters = self._rng.normal(size=self._document.n_parameters)
        document = self._document.replaced(parameters=parameters)
        covers = lambda _: getattr(self, "_covers", ())  # noqa: E731
        return Picture(document, self._trace, RECT, LIGHT, self._options, covers=covers)

    def paint(self, picture: Picture) -> None:
        with QPainter(self._image) as painter:
            painter.setClipRect(RECT)  # as the canvas does
            picture.paint_base(painter)

    def frame(self) -> None:
        self.paint(self.picture())

    def overlay(self, picture: Picture) -> None:
        with QPainter(self._image) as painter:
            picture.paint_overlay(painter, hover=Edge(1, 0, 0))


def _image() -> QImage:
    image = QImage(1600, 1000, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(LIGHT.surface))
    return image


def _ms(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    run()
    taken = []
    for _ in range(rounds):
        started = perf_counter()
        run()
        taken.append(1e3 * (perf_counter() - started))
    return median(taken)


def _tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        print(f"\n{text}", end="")


def test_1024_edges_against_an_item_per_edge(
    qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = Frames((32, 32))
    plain = Yardstick(qtbot, frames.picture())
    opaque = Yardstick(qtbot, frames.picture(), opaque=True)
    assert sum(map(len, frames.picture().drawn)) == 1024
    runs = {"ours": frames.frame, "plain": plain.paint, "opaque": opaque.paint}
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            taken[name].append(_ms(run, 1))
    ours = np.array(taken["ours"])
    ratio, beside = (float(np.median(taken[name] / ours)) for name in ("plain", "opaque"))
    _tell(
        capsys,
        f"1,024 edges: {median(ours):.1f} ms; an item per edge takes {ratio:.1f} times as long, "
        f"with opaque pens {beside:.1f}",
    )
    assert ratio >= 4.5


def test_overlay_is_an_eighth(capsys: pytest.CaptureFixture[str]) -> None:
    frames = Frames((32, 32))
    picture = frames.picture()
    frame = _ms(lambda: frames.paint(picture))
    overlay = _ms(lambda: frames.overlay(picture))
    _tell(capsys, f"overlay: {overlay:.2f} ms, 1/{frame / overlay:.1f} of the frame")
    assert overlay <= frame / 8


@pytest.mark.parametrize(
    ("sizes", "goal"), [((100, 100), 33.0), ((784, 128, 10), 66.0), ((1000, 1000), 33.0)]
)
def test_a_large_network_in_motion(
    sizes: tuple[int, ...], goal: float, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    """Milliseconds are for a quiet machine; 1,024 items in the same run say how quick it is."""
    frames, yardstick = Frames(sizes, antialias=False), Yardstick(qtbot, Frames((32, 32)).picture())
    frame, usual = _ms(frames.frame), _ms(yardstick.paint, 3)
    drawn = sum(map(len, frames.picture().drawn))
    covers = _ms(lambda: [cover(one) for one in frames.wanted()], 3)
    _tell(
        capsys,
        f"{'-'.join(map(str, sizes))}: {frame:.1f} ms a frame ({drawn:,} drawn), "
        f"{frame / usual:.2f} of 1,024 items, density {covers:.0f} ms",
    )
    assert frame <= goal * max(1.0, usual / _QUIET)
    assert covers <= 300 * max(1.0, usual / _QUIET)
