"""Formulas as pictures: the letters stand where they should, in Qt and for any other reader."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtSvg import QSvgRenderer

from nnviz.explain.equation import EQUALS, TIMES, Fraction, Number, Symbol, Text, bracketed, row
from nnviz.explain.passes import Pass
from nnviz.figures.formula import copy_formula, formula_image, formula_svg
from tests.diagram.samples import pixels
from tests.explain.networks import chain, network, traced

Z = row(Symbol("z", "1"), EQUALS, Number(0.1), TIMES, Number(0.15, given=True))
SVG = "{http://www.w3.org/2000/svg}"


def ink(lines):
    """Return where an image of the lines is dark."""
    return pixels(formula_image(formula_svg(lines)))[..., :3].mean(axis=2) < 128


def start(path):
    """Return the x at which a letter begins."""
    return float(path.get("d").split()[1])


def columns(dark):
    return np.flatnonzero(dark.any(axis=0))


@pytest.mark.usefixtures("qapp")
class TestFormula:
    def test_it_is_drawn_whole_within_its_edges(self):
        for lines in ([Z], [Z, row("and 2 more")]):
            dark = ink(lines)
            assert dark.sum() > 400
            assert not dark[[0, -1]].any()
            assert not dark[:, [0, -1]].any()

    def test_only_shapes_that_every_reader_of_svg_draws(self):
        document, trace = traced(
            network((2, 3, 2), ("tanh", "softmax"), "categorical_crossentropy", target=[0, 1])
        )
        for frame in Pass(document, trace):
            svg = formula_svg([*frame.symbols, *frame.numbers])
            tags = {element.tag for element in ElementTree.fromstring(svg).iter()}
            assert tags <= {f"{SVG}{name}" for name in ("svg", "title", "path", "rect")}
            assert QSvgRenderer(QByteArray(svg.encode())).isValid()

    def test_lines_stand_under_one_another_with_their_signs_in_one_column(self):
        long, short = row(Symbol("a", "11"), EQUALS, Text("1")), row(Symbol("b"), EQUALS, Text("1"))
        paths = ElementTree.fromstring(formula_svg([long, short])).iter(f"{SVG}path")
        a, one, other_one, equals, figure, b, *under = (start(path) for path in paths)
        assert a < one < other_one < equals < figure
        assert under == [equals, figure]
        assert a < b < equals

    def test_a_fraction_is_higher_than_a_line(self):
        fraction = row(Symbol("z"), EQUALS, Fraction(Text("1"), Text("2")))
        assert ink([fraction]).shape[0] > 1.5 * ink([Z]).shape[0]

    def test_brackets_are_as_high_as_what_they_hold(self):
        beside = row(bracketed(Number(-0.5)), TIMES, Fraction(Symbol("a"), Symbol("b")))
        dark = ink([beside])
        first = columns(dark)[0]
        bracket = np.flatnonzero(dark[:, first : first + 6].any(axis=1))
        assert np.ptp(bracket) < 0.6 * np.ptp(np.flatnonzero(dark.any(axis=1)))

    def test_the_clipboard_gets_picture_and_text(self):
        copy_formula([Z])
        data = QGuiApplication.clipboard().mimeData()
        assert bytes(data.data("image/svg+xml")).decode() == formula_svg([Z]) == data.text()
        image = QGuiApplication.clipboard().image()
        assert image.size() == formula_image(formula_svg([Z])).size()

    def test_the_digits_are_the_readers(self):
        assert formula_svg([Z], 2) != formula_svg([Z], 6)

    def test_without_a_line_there_is_nothing_to_draw(self):
        with pytest.raises(ValueError, match="no equation"):
            formula_svg([])

    def test_every_step_of_the_chain_can_be_drawn(self):
        updates = [Pass(*traced(chain(optimizer=name)))[-1] for name in ("rmsprop", "adam")]
        for frame in [*Pass(*traced(chain(optimizer="sgd"))), *updates]:
            assert ink([*frame.symbols, *frame.numbers]).any()


def test_nothing_is_loaded_for_it_before_a_formula_is_copied():
    code = (
        "import sys, nnviz.figures, nnviz.gui.window; "
        "sys.exit(any(n.startswith('zia') for n in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
