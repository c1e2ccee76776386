"""What the inspector tells of a minibatch: means, whose numbers can be worked out again."""

import numpy as np
import pytest

from nnviz.document.elements import Bias, Edge, Neuron
from nnviz.explain.equation import plain
from nnviz.explain.samples import sample_trace
from nnviz.explain.stories import loss_story, neuron_story, weight_story
from tests.explain.networks import network
from tests.explain.test_arithmetic import check_all


@pytest.fixture(params=["sgd", "adam"])
def batch(request):
    document = network(
        (3, 4, 2),
        ("tanh", "softmax"),
        "categorical_crossentropy",
        target=[1, 0],
        optimizer=request.param,
    )
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(7, 3)), np.eye(2)[[0, 1, 1, 0, 1, 1, 0]]
    return document, document.model().trace(x, y)


@pytest.mark.parametrize("element", [Edge(2, 3, 1), Edge(1, 0, 2), Bias(1, 1)])
def test_a_weights_slope_is_the_mean_over_the_samples(batch, element):
    document, trace = batch
    story = weight_story(document, trace, element)
    model = document.model()
    alone = [model.trace(trace.x[k : k + 1], trace.target[k : k + 1]) for k in range(7)]
    stories = [weight_story(document, one, element) for one in alone]
    mean = sum(one.result.value for one in stories) / 7
    assert story.result.value == pytest.approx(mean, rel=1e-12)
    assert story.place.endswith(", mean over 7 samples")
    told = story.handed_back[0]
    assert "1/7 · " in plain(told.symbols)
    assert check_all([told.numbers, *(line.numbers for line in story.update)]) > 1
    assert story.after != story.now.value


def test_the_values_on_the_path_are_means(batch):
    document, trace = batch
    path = weight_story(document, trace, Edge(2, 3, 1)).path
    assert [value.words.split(",")[0] for value in path] == [
        "mean activation",
        "mean weighted sum",
        "mean activation",
        "mean target",
    ]
    assert path[0].value == pytest.approx(sum(trace.layers[0].a[:, 3]) / 7)
    assert path[3].value == pytest.approx(4 / 7)


def test_a_neurons_story_is_of_its_means(batch):
    document, trace = batch
    story = neuron_story(document, trace, Neuron(1, 2))
    assert [section.heading for section in story.sections] == [
        "Weighted sum",
        "Activation",
        "Error",
    ]
    lines = [line for section in story.sections for line in section.lines]
    assert check_all([line.numbers for line in lines]) == 3
    assert plain(lines[0].numbers, 6).endswith(_number(trace.layers[0].z[:, 2].mean()))
    assert plain(lines[1].numbers, 6).endswith(_number(trace.layers[0].a[:, 2].mean()))
    assert plain(lines[0].symbols).startswith("mean of z₃⁽¹⁾ = 1/7 · Σ")


def _number(value):
    return f"{value:.6f}".replace("-", "−")


def test_one_sample_out_of_a_batch_has_a_slope_and_no_update(batch):
    document, trace = batch
    story = weight_story(document, sample_trace(trace, 3), Edge(2, 3, 1))
    own = document.model().trace(trace.x[3:4], trace.target[3:4])
    assert story.result.value == pytest.approx(own.layers[1].dE_dkernel[3, 1], rel=1e-12)
    assert (story.update, story.after) == ((), None)


def test_the_loss_is_the_mean_of_the_samples_errors(batch):
    document, trace = batch
    story = loss_story(document, trace)
    assert story.place == "Categorical cross-entropy, mean over 7 samples"
    line = story.sections[0].lines[0]
    assert check_all([line.numbers]) == 1
    assert plain(line.numbers, 6).endswith(_number(trace.losses.mean()))


def test_without_targets_the_means_are_forward_only(batch):
    document, trace = batch
    trace = document.model().trace(trace.x)
    assert weight_story(document, trace, Edge(1, 0, 0)).result is None
    assert len(neuron_story(document, trace, Neuron(1, 0)).sections) == 2
    assert loss_story(document, trace).sections == ()
