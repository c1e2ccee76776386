"""The pass over an epoch: minibatch by minibatch, each told from the network as it is then."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.document.files import open_document
from nnviz.document.learning import lesson, start_training
from nnviz.document.minibatches import Moment, minibatch, minibatches_per_epoch
from nnviz.explain.batch_pass import batch_pass
from nnviz.explain.epoch_pass import EpochPass
from nnviz.explain.epoch_states import EpochStates
from nnviz.explain.equation import plain
from nnviz.explain.frames import Chapter
from nnviz.explain.grain import Grain, GrainError
from nnviz.explain.samples import mean_trace
from tests.explain.networks import chain, network
from tests.explain.test_arithmetic import check_all


@pytest.fixture
def iris():
    return open_document("example:iris")


def trained(document, updates):
    """The parameters after so many updates of a real training."""
    model = document.model()
    start_training(document, model, 10**6, None).run_steps(updates)
    return model


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("size", [1, 7, 16])
def test_an_epochs_states_are_bit_for_bit_those_of_training(iris, optimizer, size):
    settings = replace(iris.training, optimizer=optimizer, batch_size=size, momentum=0.5)
    document = iris.replaced(training=settings)
    states = EpochStates(document, Moment(0))
    for update in (3, minibatches_per_epoch(document), 1):
        model, state = trained(document, update), states.before(update)
        np.testing.assert_array_equal(state.parameters, model.parameters)
        for key, slot in model.optimizer.state().items():
            np.testing.assert_array_equal(state.optimizer_state[key], slot)


def test_a_large_network_keeps_few_states_and_comes_back_to_any(monkeypatch, iris):
    monkeypatch.setattr("nnviz.explain.epoch_states._ROOM", 12 * iris.n_parameters)
    document = iris.replaced(training=replace(iris.training, batch_size=4))
    states = EpochStates(document, Moment(0))
    for update in (28, 13, 2, 27):
        expected = trained(document, update).parameters
        np.testing.assert_array_equal(states.before(update).parameters, expected)
    assert len(states._kept) <= 5


def test_the_minibatches_of_an_epoch_are_all_samples_once_in_the_order_of_training(iris):
    batches = [minibatch(iris, Moment(3, k)) for k in range(minibatches_per_epoch(iris))]
    rows = np.concatenate([batch.rows for batch in batches])
    assert sorted(rows) == sorted(iris.prepared.train_rows)
    order = np.random.default_rng([iris.seed, 3]).permutation(len(rows))
    np.testing.assert_array_equal(rows, iris.prepared.train_rows[order])
    np.testing.assert_array_equal(
        np.concatenate([batch.x for batch in batches]), iris.prepared.x_train[order]
    )
    assert [len(batch) for batch in batches] == [16] * (len(rows) // 16)
    with pytest.raises(IndexError, match="an epoch has 7 minibatches, not 8"):
        minibatch(iris, Moment(0, 7))


@pytest.mark.parametrize("grain", Grain)
def test_an_epoch_tells_every_minibatch_from_the_network_as_it_is_then(iris, grain):
    told = EpochPass(iris, Moment(0), grain)
    assert [name for name, _, _ in told.stretches] == [f"Batch {k + 1}" for k in range(7)]
    for update in (4, 1, 6):
        start = told.stretches[update][1]
        alone = batch_pass(told.document(update), minibatch(iris, Moment(0, update)), grain)
        assert len(alone) == told.stretches[update][2] - start
        assert [chapter for chapter, _, _ in told.chapters_around(start)] == list(Chapter)
        for k in (0, 1, len(alone) - 1):
            assert told[start + k] == replace(alone[k], index=start + k)
            assert told.place(start + k)[1:] == (k, update)


def test_the_last_update_told_leads_to_where_the_epoch_of_training_ends(iris):
    told = EpochPass(iris, Moment(0), Grain.TERM)
    expected = trained(iris, 7).parameters
    np.testing.assert_array_equal(told.after().parameters, expected)
    last = told[-1]
    assert last.result.value == expected[told.document(6).parameter_index(last.target)]


def test_frames_of_an_epoch_are_absolute(iris):
    there, back = EpochPass(iris, Moment(0)), EpochPass(iris, Moment(0))
    frames = list(there)
    for k in reversed(range(len(back))):
        assert back[k] == frames[k]
    check_all([line for frame in frames for line in frame.numbers])


def test_what_is_left_of_an_epoch_begins_in_its_middle(iris):
    whole, document = EpochPass(iris, Moment(0)), iris
    for update in range(3):
        document = EpochStates(document, Moment(0, update)).before(1)
    rest = EpochPass(document, Moment(0, 3))
    assert [name for name, _, _ in rest.stretches] == ["Batch 4", "Batch 5", "Batch 6", "Batch 7"]
    start = whole.stretches[3][1]
    assert [frame.numbers for frame in rest] == [frame.numbers for frame in whole[start:]]


def test_single_samples_among_the_batches_are_told_as_samples():
    document = open_document("example:xor")
    document = document.replaced(training=replace(document.training, batch_size=3))
    told = EpochPass(document, Moment(0))
    sizes = [stop - start for _, start, stop in told.stretches]
    assert sizes == [10, 16]
    assert plain(told[10].title) == "What does each z of Hidden add up to?"
    first = told.place(10).told
    row = minibatch(document, Moment(0, 1)).rows[0]
    np.testing.assert_array_equal(first.document.input, document.data.inputs[row])


def test_a_document_of_one_sample_has_an_epoch_of_one_update():
    told = EpochPass(chain(), Moment(0))
    assert len(told) == 16
    assert told.place(15).told.document.input[0] == 0.1


def test_an_epoch_is_refused_as_its_minibatches_are(iris):
    wide = network((300, 300, 40), ("relu", "linear"), target=[0] * 40)
    with pytest.raises(GrainError, match="grain neuron"):
        EpochPass(wide, Moment(0), Grain.TERM)
    with pytest.raises(ValueError, match="nothing to train on"):
        EpochPass(chain(target=None), Moment(0))


def test_an_epoch_that_overflows_stays_before_the_update_that_did_it():
    document = network((1, 1), ("linear",), target=[1.0], parameters=[1e200, 0.0])
    told = EpochPass(document, Moment(0))
    np.testing.assert_array_equal(told.after().parameters, document.parameters)
    assert any("∞" in plain(line) for frame in told for line in frame.numbers)


def test_the_mean_of_a_batch_is_a_sample_of_means(iris):
    x, y, _ = lesson(iris)
    trace = iris.model().trace(x[:5], y[:5])
    mean = mean_trace(trace)
    assert mean.loss == trace.loss
    assert mean.losses[0] == pytest.approx(trace.loss, abs=1e-15)
    for layer, of_batch in zip(mean.layers, trace.layers, strict=True):
        expected = [sum(of_batch.a[k, 0] for k in range(5)) / 5]
        np.testing.assert_allclose(layer.a[0, :1], expected, rtol=1e-14)
        # By hand: the mean of δ is the slope by the bias.
        np.testing.assert_allclose(layer.delta[0], layer.dE_dbias, atol=1e-15)
        np.testing.assert_array_equal(layer.dE_dkernel, of_batch.dE_dkernel)
        assert layer.da_dz.shape[0] == 1


def test_the_picture_of_a_batch_shows_its_mean_sample_and_no_class(iris):
    batch = minibatch(iris, Moment(0))
    shown = batch_pass(iris, batch).document
    np.testing.assert_allclose(shown.input, iris.data.inputs[batch.rows].mean(axis=0))
    assert shown.target is None
    assert shown.sample is None
