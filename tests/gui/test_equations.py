"""Equations under the hand: they light, lead, can be copied, and follow within the same turn."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnviz.document.elements import Bias, Edge, Loss, Neuron, Target
from nnviz.document.vocabulary import ACTIVATIONS, LOSSES, OPTIMIZERS
from nnviz.explain.equation import EQUALS, TIMES, Number, Symbol, leaves, plain, row
from nnviz.explain.grain import Grain
from nnviz.gui.panels.inspector import InspectorPanel
from nnviz.gui.widgets.copy_menu import CopyMenu
from nnviz.gui.widgets.equation_view import EquationView
from nnviz.gui.widgets.maths_widget import MathsWidget
from tests.explain.networks import network
from tests.gui import rereading
from tests.gui.panel_desk import LEFT, Desk, press, show
from tests.gui.samples import chain

W2 = Edge(2, 0, 0)


def open_inspector(qtbot, document, element=None, width=324):
    desk = Desk(document)
    desk.selection.select(element)
    panel = InspectorPanel(desk.session, desk.selection, desk.player, desk.runner, desk.settings)
    panel.desk = desk
    return show(qtbot, panel, width)


def views(ground):
    return [view for view in ground.findChildren(MathsWidget) if view.isVisible() and view._terms]


def point_at(view, term):
    """Move the mouse there; the first move lets what is new take its place."""
    QTest.mouseMove(view, QPoint(view.width() - 2, 1))
    QTest.mouseMove(view, term.rect.center().toPoint())


def equations(page):
    return [view for view in views(page) if view.focusPolicy() & Qt.FocusPolicy.TabFocus]


# ------------------------------------------------------------------------------------- the pointer


def test_every_term_of_every_step_lights_its_element(qtbot, open_window):
    window = open_window(chain())
    met = set()
    for index in range(len(window.player.frames)):
        window.player.seek(index)
        QApplication.processEvents()
        inspector = window.arrangement.inspector.widget()
        for view in (*views(inspector.page), window.canvas.caption):
            for term in view._terms:
                point_at(view, term)
                assert window.selection.hover == term.element
                assert term.rect in view.rects_of(window.selection.hover)
                met.add(term.element)
    everything = {Edge(1, 0, 0), W2, Bias(1, 0), Bias(2, 0), Neuron(1, 0), Neuron(2, 0), Loss()}
    assert everything | {Target(0), Neuron(0, 0)} <= met


def test_what_is_under_the_pointer_on_the_canvas_is_lit_in_the_equations(qtbot):
    panel = open_inspector(qtbot, chain())
    panel.desk.player.seek(7)
    QApplication.processEvents()
    letters, numbers = panel.page.equations._views[:2]
    before = numbers.grab().toImage()
    panel.desk.selection.set_hover(W2)
    after = numbers.grab().toImage()
    result = numbers.rects_of(W2)[-1]
    x, y = result.left() - 1, result.center().y()
    assert before.pixelColor(round(x), round(y)) != after.pixelColor(round(x), round(y))
    outside = numbers.rects_of(Neuron(2, 0))[0].center().toPoint()
    assert before.pixelColor(outside) == after.pixelColor(outside)
    assert len(letters.rects_of(W2)) == 2
    panel.desk.selection.set_hover(None)
    assert numbers.grab().toImage() == before


def test_pointing_tells_no_story_anew(qtbot, monkeypatch):
    panel = open_inspector(qtbot, chain(), W2)
    told = []
    monkeypatch.setattr(type(panel.page), "refresh", lambda *_: told.append(1))
    panel.desk.selection.set_hover(Neuron(1, 0))
    panel.desk.selection.set_hover(None)
    assert told == []


def test_a_click_on_a_term_goes_there(qtbot, open_window):
    window = open_window(chain())
    window.player.seek(7)
    QApplication.processEvents()
    caption = window.canvas.caption
    at = next(term for term in caption._terms if term.element == W2)
    QTest.mouseClick(caption, LEFT, pos=at.rect.center().toPoint())
    assert window.selection.element == W2
    page = window.arrangement.inspector.widget().page
    view = page.update_lines._views[1]
    at = next(term for term in page.chain_rule._terms if term.element == Neuron(1, 0))
    assert view.isVisible()
    point_at(page.chain_rule, at)
    assert window.selection.hover == Neuron(1, 0)
    QTest.mouseClick(page.chain_rule, LEFT, pos=at.rect.center().toPoint())
    assert window.selection.element == Neuron(1, 0)
    assert page.isHidden()
    assert window.selection.hover is None


def test_a_chip_lights_and_leads_but_is_no_handle(qtbot, open_window):
    window = open_window(chain())
    window.player.seek(7)
    QApplication.processEvents()
    canvas = window.canvas.network
    chip = canvas.picture.chips[0]
    middle = canvas.camera.transform.map(
        QPoint(round(chip.box.right - 20), round(chip.box.top + 20))
    )
    QTest.mouseMove(canvas, middle)
    assert window.selection.hover == W2
    value = window.session.document.value(W2)
    QTest.mousePress(canvas, LEFT, pos=middle)
    QTest.mouseMove(canvas, middle - QPoint(0, 60))
    QTest.mouseRelease(canvas, LEFT, pos=middle - QPoint(0, 60))
    assert window.selection.element == W2
    assert window.session.document.value(W2) == value


# ------------------------------------------------------------------------------------ the keyboard


def test_tab_walks_the_terms_and_enter_goes_to_one(qtbot):
    panel = open_inspector(qtbot, chain())
    desk = panel.desk
    desk.player.seek(7)
    first, second = equations(panel.page)[:2]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    met = [desk.selection.hover]
    while QApplication.focusWidget() is first:
        QTest.keyClick(first, Qt.Key.Key_Tab)
        met.append(desk.selection.hover)
    assert met[:-1] == [term.element for term in first._terms]
    assert QApplication.focusWidget() is second
    assert met[-1] == second._terms[0].element
    QTest.keyClick(second, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is first
    assert desk.selection.hover == first._terms[-1].element
    QTest.keyClick(first, Qt.Key.Key_Home)
    QTest.keyClick(first, Qt.Key.Key_Right)
    wanted = first._terms[1].element
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert desk.selection.element == wanted == W2


def test_leaving_with_the_keyboard_takes_the_light_away(qtbot):
    panel = open_inspector(qtbot, chain())
    panel.desk.player.seek(7)
    view = equations(panel.page)[0]
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert panel.desk.selection.hover == Loss()
    view.clearFocus()
    assert panel.desk.selection.hover is None


def test_equations_say_in_words_what_they_show(qtbot):
    panel = open_inspector(qtbot, chain())
    panel.desk.player.seek(7)
    names = [view.accessibleName() for view in equations(panel.page)]
    assert names[:2] == [
        "∂E/∂w₂ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂w₂",
        "∂E/∂w₂ = 0.4653 · 0.2037 · 0.6023 = 0.0571",
    ]


# ------------------------------------------------------------------------------------------ copies


def copied(act):
    QGuiApplication.clipboard().clear()
    act()
    return QGuiApplication.clipboard().mimeData()


def test_the_edit_menu_copies_the_step_in_every_form(qtbot, open_window):
    window = open_window(chain())
    window.player.seek(7)
    QApplication.processEvents()
    text = copied(window.acts["edit.copy_text"].trigger).text()
    assert text.splitlines() == [
        "∂E/∂w₂ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂w₂",
        "∂E/∂w₂ = 0.4653 · 0.2037 · 0.6023 = 0.0571",
    ]
    tex = copied(window.acts["edit.copy_latex"].trigger).text()
    start, first, second, end = tex.splitlines()
    assert (start, end) == (r"\begin{aligned}", r"\end{aligned}")
    assert first.startswith(r"\frac{\partial E}{\partial w_{2}} &= \frac{\partial E}")
    assert second.endswith(r"&= 0.4653 \cdot 0.2037 \cdot 0.6023 = 0.0571")
    written = copied(window.acts["edit.copy_mathml"].trigger)
    table = ElementTree.fromstring(written.text())[0]
    assert [len(line) for line in table] == [2, 2]
    assert bytes(written.data("application/mathml+xml")).decode() == written.text()
    drawn = copied(window.acts["edit.copy_svg"].trigger)
    assert QSvgRenderer(drawn.data("image/svg+xml")).isValid()
    assert drawn.hasImage()
    assert window.status.words() == "2 lines of equations copied as SVG"


def test_closing_the_inspector_leaves_the_step_to_copy(qtbot, open_window):
    window = open_window(chain())
    window.player.seek(7)
    window.arrangement.inspector.hide()
    text = copied(window.acts["edit.copy_text"].trigger).text()
    assert text.splitlines()[1].endswith("= 0.0571")


def test_where_there_is_no_equation_the_status_says_what_to_do(qtbot, open_window):
    window = open_window(chain())
    window.player.leave()
    window.selection.select(Target(0))
    QGuiApplication.clipboard().setText("mine")
    window.acts["edit.copy_latex"].trigger()
    assert "go to a step" in window.status.words()
    assert QGuiApplication.clipboard().text() == "mine"


def test_the_pages_button_copies_its_story_and_hides_where_there_is_none(qtbot):
    panel = open_inspector(qtbot, chain(), W2)
    page = panel.page
    assert page.copy.isVisible()
    latex = next(action for action in page.copy.menu().actions() if action.data() == "latex")
    lines = copied(latex.trigger).text().splitlines()
    assert lines[1].startswith(r"\frac{\partial E}{\partial w_{2}} &= ")
    assert lines[2].startswith(r" &= (a_{2} - T) \cdot a_{2}(1 - a_{2}) \cdot a_{1}")
    assert lines[-2].endswith(r"&= 0.0571") or r"\leftarrow 0.45 - 0.4" in lines[-2]
    panel.desk.selection.select(Target(0))
    assert not panel.page.copy.isVisible()


def test_an_equation_has_a_menu_of_its_own(qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(CopyMenu, "popup", lambda menu, at: opened.append((menu, at)))
    panel = open_inspector(qtbot, chain(), W2)
    view = panel.page.chain_rule
    at = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, event)
    ((menu, where),) = opened
    assert where == view.mapToGlobal(at)
    names = [action.text() for action in menu.actions()]
    assert names == ["Copy as LaTeX", "Copy as MathML", "Copy as SVG", "Copy as plain text"]
    text = copied(menu.actions()[3].trigger).text()
    assert text.splitlines() == plain(view.node()).splitlines()


# -------------------------------------------------------------------------------------- following


def test_equations_follow_the_slider_in_the_same_turn(qtbot):
    panel = open_inspector(qtbot, chain(), W2)
    page, slider = panel.page, panel.page.row.slider
    at = press(slider)
    heights = [view.sizeHint() for view in equations(page)]
    for dx in range(1, 40, 3):
        QTest.mouseMove(slider, at + QPoint(dx, 0))
        document, trace = panel.desk.document, panel.desk.session.trace
        z = document.value(Bias(2, 0)) + trace.layers[0].a[0, 0] * document.value(W2)
        a = 1 / (1 + np.exp(-z))
        slope = (a - 0.25) * a * (1 - a) * trace.layers[0].a[0, 0]
        told = page.update_lines.texts()[1]
        after = document.value(W2) - 0.4 * slope
        assert float(told.rpartition("=")[2]) == pytest.approx(after, abs=5.1e-5)
        assert page.result.text() == f"{slope:.4f}"
        assert [view.sizeHint().height() for view in equations(page)] == [
            size.height() for size in heights
        ]
    QTest.mouseRelease(slider, LEFT, pos=at + QPoint(39, 0))


def test_numbers_that_grow_shorter_let_nothing_below_jump(qtbot):
    view = show(qtbot, EquationView(), 190, 200)
    z, w = Symbol("z"), Symbol("w", element=W2)

    def line(value, other=w):
        return row(z, EQUALS, Number(value), TIMES, Number(value), EQUALS, other)

    view.set_node(line(-12345.0))
    high = view.sizeHint().height()
    assert view.lines() > 1
    view.set_node(line(0.5))
    assert view.lines() < 3
    assert view.sizeHint().height() == high
    view.set_node(line(0.5, Symbol("b")))  # another equation takes the room it needs
    assert view.sizeHint().height() < high


# ------------------------------------------------------------------------------- what can be read


def trained(sizes, activations, loss="mean_squared_error", seed=0, target=None, **options):
    """Return a network whose optimizer has something to remember."""
    target = np.full(sizes[-1], 0.7) if target is None else target
    options = {"rate": 0.05, "seed": seed, **options}
    document = network(sizes, activations, loss, target=target, **options)
    model = document.model()
    model.fit(document.x, document.y, epochs=2, verbose=0)
    return document.replaced(
        parameters=model.parameters.copy(), optimizer_state=model.optimizer.state()
    )


def read_everything(qtbot, document, grains=tuple(Grain)):
    """Work out every equation that the inspector shows; return how many there were."""
    panel = open_inspector(qtbot, document)
    desk, read = panel.desk, 0
    for digits in (4, 10):
        desk.settings.digits = digits
        for grain in grains:
            desk.player.set_grain(grain)
            for index in range(len(desk.player.frames)):
                desk.player.seek(index)
                read += check(panel.page, digits)
        desk.player.leave()
        for element in (Edge(1, 0, 0), Edge(2, 0, 0), Bias(2, 0), Neuron(1, 0), Loss()):
            desk.selection.select(element)
            read += check(panel.page, digits)
        desk.selection.select(None)
    return read


@pytest.mark.parametrize(
    ("sizes", "activations", "loss"),
    [
        ((2, 3, 2), ("tanh", "softmax"), "categorical_crossentropy"),
        ((3, 2, 1), ("sigmoid", "sigmoid"), "binary_crossentropy"),
        ((6, 5, 2), ("relu", "linear"), "mean_squared_error"),
        ((1, 1, 1), ("leaky_relu", "tanh"), "half_squared_error"),
    ],
)
def test_what_the_inspector_shows_works_out(qtbot, sizes, activations, loss):
    target = np.eye(sizes[-1])[0] if loss == "categorical_crossentropy" else None
    document = trained(sizes, activations, loss, len(sizes), target, optimizer="adam")
    assert read_everything(qtbot, document) > 100


TARGETS = {"categorical": [0.0, 1.0], "hinge": [1.0, -1.0]}


@pytest.mark.parametrize("rule", [*ACTIVATIONS, *LOSSES, *OPTIMIZERS])
def test_so_does_what_it_shows_of_every_rule(qtbot, rule):
    activations, options = ("tanh", "sigmoid"), {}
    target = next((TARGETS[word] for word in TARGETS if word in rule), None)
    if rule in ACTIVATIONS:
        activations = ("tanh" if "softmax" in rule else rule, rule)
    elif rule in LOSSES:
        shares = "categorical" in rule or rule == "kl_divergence"
        options["loss"] = rule
        activations = ("tanh", "softmax" if shares else "sigmoid")
    else:
        options["optimizer"] = rule
        options["momentum"] = 0.5 if rule in ("sgd", "rmsprop") else 0.0
    document = trained((2, 2, 2), activations, target=target, **options)
    assert read_everything(qtbot, document, (Grain.NEURON,)) > 40


def check(page, digits):
    count = 0
    for view in equations(page):
        shown, said = "".join(painted(view)), view.text().replace(" ", "")
        for leaf in leaves(view.node()):
            if isinstance(leaf, Number):
                assert leaf.text(digits) in shown, said
        for calculation, result in rereading.calculations(view.text()):
            assert rereading.agrees(calculation, result, digits), view.text()
            count += 1
    return count


def painted(view):
    return [run.text for line in view._lines for run in line.words.runs]


def test_svg_of_what_is_shown_is_drawn(qtbot, open_window):
    window = open_window(chain())
    window.player.seek(4)
    QApplication.processEvents()
    svg = bytes(copied(window.acts["edit.copy_svg"].trigger).data("image/svg+xml"))
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.viewBoxF().width() > 100
