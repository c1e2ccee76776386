"""What is told: the sample shown, the next minibatch or an epoch, at any grain; what shows it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nnviz.document.edits import Replace, SetParameters, ShowSample
from nnviz.document.elements import Edge, Loss, Neuron
from nnviz.document.files import open_document
from nnviz.document.history import History
from nnviz.document.learning import start_training
from nnviz.document.minibatches import Moment, minibatch
from nnviz.explain.equation import plain
from nnviz.explain.frames import Chapter
from nnviz.explain.grain import Grain
from nnviz.gui.panels.inspector import InspectorPanel
from nnviz.gui.panels.loss_page import LossPage
from tests.explain.networks import network
from tests.gui.panel_desk import Desk
from tests.gui.samples import chain
from tests.gui.saving import save_session

ALT, ALT_SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier),
)


@pytest.fixture
def iris():
    return open_document("example:iris")


@pytest.fixture
def desk(qapp, iris):
    made = Desk(iris)
    yield made
    made.player.pause()
    made.runner.stop()


def trained(document, updates):
    """The parameters after so many updates of a real training."""
    model = document.model()
    start_training(document, model, 10**6, None).run_steps(updates)
    return model.parameters


# ------------------------------------------------------------------- the grain


@pytest.mark.parametrize(
    ("grain", "steps"), [(Grain.PASS, 4), (Grain.LAYER, 16), (Grain.NEURON, 20), (Grain.TERM, 22)]
)
def test_the_chain_is_told_in_as_many_steps_as_the_grain_asks_for(qapp, grain, steps):
    player = Desk(chain()).player
    player.set_grain(grain)
    assert len(player.frames) == steps
    assert player.index is None


def test_another_grain_stays_in_the_chapter(desk):
    desk.player.set_mode("update")
    desk.player.set_grain(Grain.TERM)
    assert desk.player.mode == "update"
    assert desk.player.frames[desk.player.index - 1].chapter is Chapter.BACKWARD


def test_a_grain_too_fine_is_refused_with_its_reason_and_the_next_coarser_taken(qapp, qtbot):
    desk = Desk(network((300, 300, 40), ("relu", "linear"), target=[0.0] * 40))
    with qtbot.waitSignal(desk.player.noticed) as noticed:
        desk.player.set_grain(Grain.TERM)
    assert desk.player.choice.grain is Grain.NEURON
    said = noticed.args[0].title
    assert "term is too fine for a network of 102,340 weights and biases" in said
    assert said.endswith("; it is told by neuron")
    desk.player.seek(0)
    assert desk.player.index == 0


# ------------------------------------------------------------------- a minibatch


def test_a_batch_is_the_next_of_training_and_its_slopes_are_means(desk, iris):
    desk.player.set_scope("batch")
    batch = minibatch(iris, Moment(0, 0))
    assert desk.player.samples == len(batch) == 16
    trace = desk.player.subject.trace
    np.testing.assert_array_equal(trace.x, batch.x)
    # By hand: the slopes of the samples one by one, and their mean.
    model = iris.model()
    alone = [model.trace(batch.x[k : k + 1], batch.y[k : k + 1]) for k in range(16)]
    mean = sum(one.layers[0].dE_dkernel for one in alone) / 16
    shown = desk.player.shown
    np.testing.assert_allclose(shown.trace.layers[0].dE_dkernel, mean, atol=1e-15)
    means = sum(one.layers[0].a[0] for one in alone) / 16
    np.testing.assert_allclose(shown.trace.layers[0].a[0], means, atol=1e-15)


def test_after_one_batch_trained_the_next_is_told(desk, iris):
    desk.player.set_scope("batch")
    desk.runner.one_batch()
    assert desk.player.place == (2, 7)
    np.testing.assert_array_equal(desk.player.subject.trace.x, minibatch(iris, Moment(0, 1)).x)


def test_the_update_a_batch_tells_is_the_one_that_training_makes(desk):
    desk.player.set_scope("batch")
    desk.player.set_grain(Grain.TERM)
    told = {
        frame.target: frame.result.value
        for frame in desk.player.frames
        if frame.chapter is Chapter.UPDATE
    }
    desk.runner.one_batch()
    assert len(told) == desk.document.n_parameters
    for element, value in told.items():
        assert value == pytest.approx(desk.document.value(element), rel=1e-13, abs=1e-15)


def test_one_goes_into_any_sample_and_back_to_the_batch(desk, iris):
    player, batch = desk.player, minibatch(iris, Moment(0, 0))
    player.set_scope("batch")
    player.seek(4)
    player.enter_beside(1)
    assert player.choice.member == 0
    assert desk.document.sample == batch.rows[0]
    assert player.mode == "backward"
    assert Chapter.UPDATE not in [chapter for chapter, _, _ in player.frames.chapters]
    player.enter_beside(-1)
    assert (player.choice.member, desk.document.sample) == (15, batch.rows[15])
    np.testing.assert_array_equal(player.shown.trace.x[0], batch.x[15])
    player.enter(None)
    assert (player.choice.member, player.index) == (None, 4)


def test_the_update_mode_of_a_sample_is_that_of_its_batch(desk):
    desk.player.set_scope("batch")
    desk.player.enter(3)
    desk.player.set_mode("update")
    assert desk.player.choice.member is None
    assert desk.player.frames[desk.player.index].chapter is Chapter.UPDATE


def test_a_sample_chosen_elsewhere_is_told_in_its_batch_or_alone(desk, iris):
    rows = minibatch(iris, Moment(0, 0)).rows
    desk.player.set_scope("batch")
    desk.session.apply(ShowSample(int(rows[5])))
    assert desk.player.choice[::2] == ("batch", 5)
    outside = next(row for row in range(150) if row not in rows)
    desk.session.apply(ShowSample(outside))
    assert desk.player.choice.scope == "sample"


@pytest.mark.parametrize("grain", [Grain.LAYER, Grain.TERM])
def test_a_sample_chosen_elsewhere_is_told_at_a_like_step(desk, iris, grain):
    rows, player = minibatch(iris, Moment(0, 0)).rows, desk.player
    player.set_scope("batch")
    player.set_grain(grain)
    player.set_mode("backward")
    player.seek(player.index + 3)
    desk.session.apply(ShowSample(int(rows[5])))
    chapters = [frame.chapter for frame in player.frames]
    assert player.index == chapters.index(Chapter.BACKWARD)
    player.enter(None)
    player.set_mode("update")
    outside = next(row for row in range(150) if row not in rows)
    desk.session.apply(ShowSample(outside))
    assert player.frames[player.index].chapter is Chapter.UPDATE
    assert player.index == [frame.chapter for frame in player.frames].index(Chapter.UPDATE)


def test_without_a_target_there_is_no_batch_and_the_reason_is_said(qapp, qtbot):
    desk = Desk(chain().replaced(target=None))
    with qtbot.waitSignal(desk.player.noticed) as noticed:
        desk.player.set_scope("batch")
    assert noticed.args[0].title.startswith("There is nothing to train on")
    assert desk.player.choice.scope == "sample"


# --------------------------------------------------------------------- an epoch


def test_every_batch_of_an_epoch_shows_the_network_as_it_is_then(desk, iris):
    player = desk.player
    player.set_scope("epoch")
    assert len(player.frames) == 70
    for update in (3, 6, 1, 0):
        player.seek(10 * update + 2)
        np.testing.assert_array_equal(desk.document.parameters, trained(iris, update))
        assert player.place == (update + 1, 7)
        x = minibatch(iris, Moment(0, update)).x
        np.testing.assert_array_equal(player.subject.trace.x, x)
    assert desk.session.present.parameters is iris.parameters


def test_a_hundred_steps_forward_and_back_leave_no_trace(desk, iris):
    desk.player.set_scope("epoch")
    desk.player.set_grain(Grain.NEURON)
    for by in (1, -1):
        for _ in range(100):
            desk.player.step(by)
    desk.player.leave()
    desk.player.set_scope("sample")
    assert desk.document is iris
    assert not desk.session.modified
    assert desk.session.undo_stack.count() == 0


def test_training_starts_from_the_network_as_it_is_not_as_it_would_be(desk, iris):
    desk.player.set_scope("epoch")
    desk.player.seek(45)
    desk.runner.one_batch()
    np.testing.assert_array_equal(desk.document.parameters, trained(iris, 1))
    assert desk.session.undo_stack.count() == 1


def test_a_weight_set_in_the_middle_of_an_epoch_begins_it_anew_from_there(desk, iris):
    desk.player.set_scope("epoch")
    desk.player.seek(34)
    desk.session.apply(SetParameters(np.array([0]), np.array([2.0])))
    expected = trained(iris, 3).copy()
    expected[0] = 2.0
    np.testing.assert_array_equal(desk.document.parameters, expected)
    assert desk.player.index == 4
    desk.session.undo()
    assert desk.document.parameters is iris.parameters


def test_saving_in_the_middle_of_an_epoch_saves_the_network_as_it_is(desk, iris, tmp_path):
    desk.player.set_scope("epoch")
    desk.player.seek(45)
    save_session(desk.session, tmp_path / "kept.nnviz")
    kept = open_document(tmp_path / "kept.nnviz")
    np.testing.assert_array_equal(kept.parameters, iris.parameters)


def test_one_goes_into_a_sample_of_any_batch_of_the_epoch(desk, iris):
    desk.player.set_scope("epoch")
    desk.player.seek(33)
    desk.player.enter(2)
    rows = minibatch(iris, Moment(0, 3)).rows
    assert desk.document.sample == rows[2]
    np.testing.assert_array_equal(desk.document.parameters, trained(iris, 3))
    desk.player.enter(None)
    assert desk.player.index == 33


# --------------------------------------------------------------------- the window


def press(window, key, held=ALT):
    QTest.keyClick(window, key, held)


def test_keys_choose_what_is_told_and_in_what_steps(open_window, iris):
    window = open_window(iris)
    press(window, Qt.Key.Key_2)
    assert window.player.choice.scope == "batch"
    press(window, Qt.Key.Key_4, ALT_SHIFT)
    assert window.player.choice.grain is Grain.TERM
    bar = window.canvas.scope
    assert bar.words() == "Batch 1 of 7, by term"
    assert bar.whole.text() == "Mean of 16"
    press(window, Qt.Key.Key_Right)
    assert bar.whole.text() == "Sample 1 of 16"
    press(window, Qt.Key.Key_Home)
    assert bar.whole.text() == "Mean of 16"
    assert window.acts["run.over_batch"].isChecked()
    assert window.acts["run.by_term"].isChecked()
    press(window, Qt.Key.Key_1)
    assert bar.words() == f"Sample {window.session.document.sample + 1}, by term"
    assert bar.on.isHidden()


def test_the_arrows_of_the_corner_go_from_sample_to_sample(open_window, iris):
    window = open_window(iris)
    window.player.set_scope("batch")
    bar = window.canvas.scope
    for button, words in (
        (bar.on, "Sample 1 of 16"),
        (bar.on, "Sample 2 of 16"),
        (bar.back, "Sample 1 of 16"),
        (bar.whole, "Mean of 16"),
    ):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert bar.whole.text() == words
    offered = [action.text() for action in bar.menu.actions() if action.text()]
    assert len(offered) == 7


def test_when_training_begins_anew_the_picture_shows_the_batch_that_is_next_then(open_window, iris):
    window = open_window(iris.replaced(history=History({"loss": (1.0,)}, 1)))
    window.player.set_scope("batch")
    before = window.canvas.network.picture.scene.readings.values(0, "a")
    window.session.apply(Replace({"history": History()}, "Begin anew"))
    batch = minibatch(window.session.document, Moment(0, 0))
    anew = window.canvas.network.picture.scene.readings.values(0, "a")
    assert anew == pytest.approx(batch.x.mean(axis=0))
    assert not np.allclose(anew, before)


def test_the_legend_and_the_caption_say_that_means_are_shown(open_window, iris):
    window = open_window(iris)
    window.player.set_scope("batch")
    assert window.canvas.legend.legend.text.startswith("means over 16 samples; width")
    assert plain(window.canvas.caption.caption().title) == "The means over 16 samples"


@pytest.mark.parametrize("size", [(1024, 640), (1280, 800)])
@pytest.mark.parametrize("scope", ["sample", "batch", "epoch"])
def test_the_corner_is_over_no_word_of_the_caption(open_window, iris, size, scope):
    window = open_window(iris, size)
    window.player.set_scope(scope)
    caption, bar = window.canvas.caption, window.canvas.scope
    for index in (None, 0, 3, 7):
        window.player.leave() if index is None else window.player.seek(index)
        QTest.qWait(0)
        corner = bar.geometry()
        assert caption.rect().contains(corner)
        for line in caption._lines:
            right, top = line.x + line.words.width, line.baseline - 14
            assert right <= corner.left() or top >= corner.bottom()


def test_the_inspector_tells_the_means_of_a_batch(open_window, iris):
    window = open_window(iris)
    window.player.set_scope("batch")
    window.selection.select(Edge(2, 0, 1))
    page = _page(window)
    assert page.subtitle.text().endswith("mean over 16 samples")
    trace = window.player.subject.trace
    slope = trace.layers[1].dE_dkernel[0, 1]
    assert any(f"{abs(slope):.4f}" in text for text in page.handed_back.texts())
    window.selection.select(Neuron(1, 2))
    texts = " ".join(text for _, part in _page(window).story.parts for text in part.texts())
    assert f"{abs(trace.layers[0].z[:, 2].mean()):.4f}" in texts


def test_of_a_sample_of_a_batch_the_inspector_tells_no_update(open_window, iris):
    window = open_window(iris)
    window.player.set_scope("batch")
    window.selection.select(Edge(2, 0, 1))
    assert _page(window).update_section.isVisible()
    window.player.enter(3)
    assert not _page(window).update_section.isVisible()
    assert _page(window).result.isVisible()


def test_batches_told_are_no_last_update(open_window, iris):
    window = open_window(iris)
    window.runner.one_batch()
    window.selection.select(Edge(2, 0, 1))
    said = _page(window)._last_update.before(Edge(2, 0, 1))
    assert said == iris.value(Edge(2, 0, 1))
    window.player.set_scope("epoch")
    window.player.seek(25)
    assert _page(window)._last_update.before(Edge(2, 0, 1)) is None
    window.player.leave()
    assert _page(window)._last_update.before(Edge(2, 0, 1)) == said


def test_the_loss_has_a_page_of_its_own(open_window):
    window = open_window(chain())
    place = window.canvas.network.picture.rect_of(Loss())
    at = window.canvas.network.camera.to_canvas(place).center().toPoint()
    QTest.mouseClick(window.canvas.network, Qt.MouseButton.LeftButton, pos=at)
    assert window.selection.element == Loss()
    page = _page(window)
    assert isinstance(page, LossPage)
    texts = " ".join(text for _, part in page.story.parts for text in part.texts())
    assert "0.1082" in texts
    assert "0.4653" in texts


def _page(window):
    return window.findChild(InspectorPanel).page


@pytest.mark.parametrize(
    ("scope", "updates", "words"),
    [("batch", 1, "Apply this update"), ("epoch", 7, "Apply these updates")],
)
def test_the_button_applies_what_was_told(open_window, qtbot, iris, scope, updates, words):
    window = open_window(iris)
    window.player.set_scope(scope)
    button = window.canvas.apply_update
    assert button.isHidden()
    window.player.last()
    assert button.text() == words
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.runner.running)
    np.testing.assert_array_equal(window.session.document.parameters, trained(iris, updates))


def test_many_batches_still_have_their_places_on_the_timeline(open_window, iris):
    document = iris.replaced(training=replace(iris.training, batch_size=1))
    window = open_window(document)
    window.player.set_scope("epoch")
    track = window.canvas.timeline.track
    assert len(track.stretches) == 112
    places = [track.x_of(step) for step in range(len(track))]
    assert places == sorted(places)
    assert [track.step_at(x) for x in places] == list(range(len(track)))
