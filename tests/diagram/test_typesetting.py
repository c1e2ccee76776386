import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.diagram.maths import italic
from nnviz.diagram.style import LIGHT
from nnviz.diagram.typesetting import Setting, typeset
from nnviz.document.elements import Edge
from nnviz.explain.equation import (
    EQUALS,
    Fraction,
    Number,
    Root,
    Script,
    Symbol,
    Table,
    Text,
    partial,
    row,
)
from tests.diagram.samples import pixels

pytestmark = pytest.mark.usefixtures("qapp")

SETTING = Setting(LIGHT, 14)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("w", "\U0001d464"), ("h", "ℎ"), ("∂", "\U0001d715"), ("E", "\U0001d438"), ("δ", "\U0001d6ff"),
     ("η", "\U0001d702"), ("ω", "\U0001d714"), ("12", "12")],
)  # fmt: skip
def test_letters_take_the_mathematical_italics(text, expected):
    assert italic(text) == expected


def test_a_subscript_is_lower_and_smaller():
    letter, index = typeset(Symbol("w", "2"), SETTING).runs
    assert index.y > 0
    assert index.x > 0
    assert index.font.pixelSize() == pytest.approx(0.7 * letter.font.pixelSize(), abs=1)


def test_a_layer_stands_raised_in_brackets_over_the_index():
    _, index, layer = typeset(Symbol("w", "21", "1"), SETTING).runs
    assert layer.text == "(1)"
    assert layer.y < 0 < index.y
    assert layer.x == index.x


def test_a_fraction_is_centred_on_its_bar():
    fraction = typeset(partial(Symbol("E"), Symbol("w", "2")), SETTING)
    (bar,) = fraction.rules
    numerator = [run for run in fraction.runs if run.y < bar.line.y1()]
    assert len(numerator) == 2
    assert bar.line.y1() < 0
    assert 0 < bar.line.x1() < bar.line.x2() < fraction.width
    assert fraction.ascent > 14
    assert fraction.descent > 5


def test_numbers_have_their_digits_and_the_colour_of_their_sign():
    (run,) = typeset(Number(-0.46525, tone="sign"), Setting(LIGHT, 14, digits=3)).runs
    assert run.text == "−0.465"
    assert run.colour.name() == LIGHT.negative_text.lower()


def test_leaves_say_where_an_element_stands():
    edge = Edge(1, 0, 0)
    line = row(Text("the weight "), Symbol("w", "2", element=edge), EQUALS, Number(0.45))
    whole = typeset(line, SETTING)
    (leaf,) = whole.leaves
    assert leaf.element == edge
    assert leaf.rect.left() == pytest.approx(typeset(Text("the weight "), SETTING).width)
    assert leaf.rect.right() < whole.width


@pytest.mark.parametrize(
    "node",
    [
        row(Symbol("z"), EQUALS, Fraction(Text("1"), row(Text("1 + "), Symbol("e")))),
        Script(row("(", Symbol("a"), ")"), sup=Text("2"), sub=Symbol("i")),
        Root(row(Symbol("v"), Text(" + "), Symbol("ε"))),
        Table(((Symbol("a"), None, Number(1.0)), (Symbol("b"), EQUALS, Number(22.0)))),
        Symbol("y", "1", hat=True),
    ],
    ids=["fraction", "script", "root", "table", "hat"],
)
@pytest.mark.parametrize("outlines", [False, True])
def test_everything_drawn_lies_in_the_stated_size(node, outlines):
    whole = typeset(node, SETTING)
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    whole.draw(painter, 50, 100, outlines)
    painter.end()
    rows, columns = (pixels(image)[..., :3] < 128).any(axis=2).nonzero()
    assert len(rows) > 10
    assert columns.min() >= 48
    assert columns.max() <= 50 + whole.width + 3
    assert rows.min() >= 100 - whole.ascent - 4
    assert rows.max() <= 100 + whole.descent + 4


def test_words_in_equations_have_the_hyphens_of_words():
    dash, digit = (typeset(Text(text), SETTING).width for text in ("----", "0000"))
    assert dash < 0.8 * digit
