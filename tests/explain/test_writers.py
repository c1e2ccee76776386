"""LaTeX and MathML: what is written can be read back and worked out again."""

import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import product

import pytest

from nnviz.document.elements import Bias, Edge, Loss, Neuron
from nnviz.document.vocabulary import ACTIVATIONS, LOSSES
from nnviz.explain.equation import (
    BECOMES,
    EQUALS,
    MINUS,
    TIMES,
    Fraction,
    Number,
    Root,
    Row,
    Script,
    Symbol,
    Table,
    Text,
    leaves,
    partial,
    plain,
    row,
)
from nnviz.explain.explanation import explain_document
from nnviz.explain.grain import PAGE, Grain
from nnviz.explain.latex import latex, latex_lines, latex_prose
from nnviz.explain.mathml import mathml, mathml_lines
from nnviz.explain.passes import Pass
from nnviz.explain.stories import loss_story, neuron_story, weight_story
from nnviz.explain.terms import squared
from tests.explain import reread
from tests.explain.networks import network, traced
from tests.explain.test_arithmetic import outcome

E, W = Symbol("E", element=Loss()), Symbol("w", "12", "(2)", element=Edge(2, 0, 1))

MATH = "{http://www.w3.org/1998/Math/MathML}"
OPEN, CLOSE = "<mo>(</mo>", "<mo>)</mo>"


@pytest.mark.parametrize(
    ("node", "written"),
    [
        (row(partial(E, W)), r"\frac{\partial E}{\partial w_{12}^{(2)}}"),
        (row(W, BECOMES, Number(-0.5)), r"w_{12}^{(2)} \leftarrow -0.5000"),
        (Number(0.4, given=True), "0.4"),
        (Number(-3.21e-5), r"-3.21 \cdot 10^{-5}"),
        (squared(Number(3.21e-5)), r"(3.21 \cdot 10^{-5})^{2}"),
        (squared(W), r"(w_{12}^{(2)})^{2}"),
        (Number(math.inf), r"\infty "),
        (Number(math.nan), r"\text{not a number}"),
        (Script(Symbol("e"), sup=row("−", Symbol("z"))), "e^{-z}"),
        (row("½", TIMES, Root(Symbol("v", hat=True))), r"\tfrac{1}{2} \cdot \sqrt{\hat{v}}"),
        (row(Symbol("η", "t"), EQUALS, "ln(", Symbol("ε"), ")"), r"\eta_{t} = \ln(\varepsilon)"),
        (row("and 1,200 more"), r"\text{and }1{,}200\text{ more}"),
        (row("0.2 as ", Symbol("z"), " ≥ 0"), r"0.2\text{ as }z \ge  0"),
        (row("(", Fraction(Text("1"), Text("2")), ")"), r"\left(\frac{1}{2}\right)"),
        (row(Script(Text("Σ"), sub=Symbol("k")), " ", W), r"\sum_{k} w_{12}^{(2)}"),
        (
            Table(((W, EQUALS, Text("1")), (None, EQUALS, Number(2.0)))),
            "\\begin{array}{ccc}\nw_{12}^{(2)} & = & 1 \\\\\n & = & 2.0000\n\\end{array}",
        ),
    ],
)
def test_latex(node, written):
    assert latex(node) == written


def test_lines_are_aligned_at_their_signs():
    lines = (row(W, EQUALS, Text("1")), row("and 2 more"))
    assert latex_lines(lines) == (
        "\\begin{aligned}\nw_{12}^{(2)} &= 1 \\\\\n& \\text{and }2\\text{ more}\n\\end{aligned}"
    )
    assert latex_lines(lines[:1]) == "w_{12}^{(2)} = 1"
    assert latex_lines(()) == ""


def test_a_sentence_keeps_its_words_from_being_commands():
    said = row("50 % of a_b & ", W, EQUALS, Number(1.0), ", η − \\x")
    expected = r"50 \% of a\_b \& $w_{12}^{(2)} = 1.0000$, $\eta$ $-$ \textbackslash{}x"
    assert latex_prose(said) == expected


def calculations(formula):
    """Yield each calculation of a formula that ends in its result."""
    for line in reread.lines(formula):
        parts = re.split(r"=|\\leftarrow", line)
        if len(parts) > 2:
            yield parts[-2], parts[-1], line


# every loss, and every activation, beside the notes' own
PAIRS = {
    *product(LOSSES, ("sigmoid", "softmax", "linear")),
    *product(("half_squared_error", "binary_crossentropy"), ACTIVATIONS),
}


@pytest.mark.parametrize(("loss", "activation"), sorted(PAIRS))
def test_a_reader_of_the_latex_finds_the_same_results(loss, activation):
    for seed, sizes in enumerate([(1, 1), (2, 3, 2), (6, 5, 5)]):
        hidden = (activation if activation != "softmax" else "tanh",) * (len(sizes) - 2)
        optimizer = ("sgd", "rmsprop", "adam")[seed]
        options = {"target": outcome(loss, activation, sizes[-1]), "seed": seed}
        options |= {"optimizer": optimizer, "rate": 0.05, "momentum": 0.3 if seed == 0 else 0.0}
        document = network(sizes, (*hidden, activation), loss, **options)
        read = 0
        for frame in Pass(*traced(document), Grain.NEURON, PAGE):
            formula = latex_lines(frame.numbers, 30)  # so many that rounding is no excuse
            for calculation, result, line in calculations(formula):
                if (
                    "nan" in line
                    or "not a number" in line
                    or r"\infty" in line
                    or r"\text" in result
                ):
                    continue
                found, said = reread.work_out(calculation), reread.work_out(result)
                assert math.isclose(found, said, rel_tol=1e-7, abs_tol=1e-11), line
                read += 1
        assert read > 0


def everything_else():
    """Yield every line of networks that use what the notes do not tell of."""
    hidden = [name for name in ACTIVATIONS if "softmax" not in name]
    options = {"weight_decay": 0.1, "clipnorm": 1e-3}
    for k, (loss, optimizer) in enumerate(product(LOSSES, ("nadam", "adamax", "adadelta"))):
        kinds = (hidden[k % len(hidden)], "log_softmax" if k % 2 else "softmax")
        document = network((1, 2, 2), kinds, loss, target=outcome(loss, kinds[1], 2))
        smoothing = {"label_smoothing": 0.1} if loss == "binary_crossentropy" else {}
        training = replace(
            document.training,
            optimizer=optimizer,
            optimizer_options=options,
            loss_options=smoothing,
        )
        for frame in Pass(*traced(document.replaced(training=training))):
            yield from (*frame.symbols, *frame.numbers)


def shapes():
    document, trace = traced(
        network((2, 3, 2), ("tanh", "softmax"), "categorical_crossentropy", target=[0, 1])
    )
    for grain in Grain:
        for frame in Pass(document, trace, grain):
            yield from (*frame.symbols, *frame.numbers)
    adam = network((1, 1), ("sigmoid",), optimizer="adam", target=[1], rate=1e-6)
    for frame in Pass(*traced(adam)):
        yield from (*frame.symbols, *frame.numbers)
    yield from everything_else()
    for element in (Edge(2, 0, 1), Bias(1, 2)):
        yield weight_story(document, trace, element).gradient
    for story in (neuron_story(document, trace, Neuron(2, 1)), loss_story(document, trace)):
        for section in story.sections:
            yield from (side for line in section.lines for side in (line.symbols, line.numbers))


def test_latex_is_closed_wherever_it_is_opened():
    for node in shapes():
        written = latex(node)
        assert written.isascii(), written
        assert written.count("{") == written.count("}")
        assert written.count("(") == written.count(")")
        assert not re.search(r"\}\^\{[^{}]*\}\^", written), written


def test_mathml_is_xml_with_every_letter_and_number_of_the_equation():
    for node in shapes():
        root = ET.fromstring(mathml(node, 6))
        assert root.tag == f"{MATH}math"
        text = "".join(root.itertext())
        for leaf in leaves(node):
            if isinstance(leaf, Number):
                mantissa = leaf.text(6).partition("e")[0]
                assert mantissa in text
            elif isinstance(leaf, Symbol):
                assert leaf.base in text
        assert {child.tag.rpartition("}")[2] for child in root.iter()} <= {
            "math", "mrow", "mi", "mn", "mo", "mtext", "mfrac", "msqrt", "msub", "msup",
            "msubsup", "mover", "mtable", "mtr", "mtd",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("node", "written"),
    [
        (Symbol("w", "12", "(2)"), "<msubsup><mi>w</mi><mn>12</mn><mtext>(2)</mtext></msubsup>"),
        (
            Number(-3.21e-5),
            "<mrow><mn>−3.21</mn><mo>·</mo><msup><mn>10</mn><mn>−5</mn></msup></mrow>",
        ),
        (Symbol("v", hat=True), "<mover><mi>v</mi><mo>^</mo></mover>"),
        (
            row("a < b", MINUS),
            "<mrow><mtext>a</mtext><mo>&lt;</mo><mtext>b</mtext><mo>−</mo></mrow>",
        ),
        (row("1 as ", Symbol("z")), "<mrow><mn>1</mn><mtext>\xa0as\xa0</mtext><mi>z</mi></mrow>"),
        (row("tanh(", Symbol("z"), ")"), f"<mi>tanh</mi><mrow>{OPEN}<mi>z</mi>{CLOSE}</mrow>"),
        (
            row("max(0, ", Number(-0.5), ")"),
            f"<mrow>{OPEN}<mn>0</mn><mo>,</mo><mn>−0.5000</mn>{CLOSE}</mrow>",
        ),
        (
            Symbol("u", "t+1"),
            "<msub><mi>u</mi><mrow><mi>t</mi><mo>+</mo><mn>1</mn></mrow></msub>",
        ),
        (row("|", Symbol("z"), "|"), "<mrow><mo>|</mo><mi>z</mi><mo>|</mo></mrow>"),
        (row("σ(", Symbol("z"), ")"), f"<mi>σ</mi><mrow>{OPEN}<mi>z</mi>{CLOSE}</mrow>"),
        (row("−", Symbol("z")), '<mo form="prefix">−</mo><mi>z</mi>'),
        (row("and 1,200 more"), "<mtext>and\xa0</mtext><mn>1,200</mn><mtext>\xa0more</mtext>"),
        (partial(E, W).num, "<mrow><mi>∂</mi><mi>E</mi></mrow>"),
        (Root(Text("½")), "<msqrt><mrow><mn>½</mn></mrow></msqrt>"),
        (
            Table(((None, Text("1")),)),
            "<mtr><mtd></mtd><mtd><mrow><mn>1</mn></mrow></mtd></mtr></mtable>",
        ),
    ],
)
def test_mathml(node, written):
    assert written in mathml(node)


def test_lines_of_mathml_are_aligned_at_their_signs():
    lines = (row(W, EQUALS, Text("1")), row("and 2 more"))
    root = ET.fromstring(mathml_lines(lines))
    table = root[0]
    assert (table.tag, table.get("columnalign")) == (MATH + "mtable", "right left")
    cells = [["".join(cell.itertext()) for cell in line] for line in table]
    assert cells == [["w12(2)", "=1"], ["", "and\xa02\xa0more"]]
    assert mathml_lines(lines[:1]) == mathml(lines[0])


def test_brackets_of_mathml_are_closed_in_the_row_they_are_opened_in():
    for node in shapes():
        for parent in ET.fromstring(mathml(node)).iter():
            signs = [child.text for child in parent if child.text in ("(", ")")]
            assert signs in ([], ["(", ")"]), plain(node)


def test_an_empty_row_is_nothing_in_every_form():
    assert latex(Row()) == plain(Row()) == ""
    assert "<mrow></mrow>" in mathml(Row())


def test_markdown_and_latex_say_what_the_text_says():
    document = network((2, 2), ("softmax",), "categorical_crossentropy", target=[0, 1])
    text, markdown, tex = (
        explain_document(document, "neuron", format=name) for name in ("text", "markdown", "latex")
    )
    numbers = re.findall(r"\d\.\d{4}", text)
    assert re.findall(r"\d\.\d{4}", markdown) == numbers
    assert re.findall(r"\d\.\d{4}", tex) == numbers
    assert tex.isascii()
    for heading in ("Forward", "Loss", "Backward", "Update"):
        assert f"\n{heading}\n" in text
        assert f"\n## {heading}\n" in markdown
        assert f"\\subsection*{{{heading}}}" in tex
    assert tex.count(r"\[") == tex.count(r"\]") == markdown.count("$$") // 2
