"""What a script makes of its own: losses, metrics, initializers, and what nnviz cannot derive."""

import numpy as np
import pytest
from nnviz.initializers import Initializer
from nnviz.layers import Activation as ActivationLayer
from nnviz.losses import Loss
from nnviz.metrics import MeanMetricWrapper, Metric

import nnviz
from nnviz import Dense, Input, Sequential, activations

X = np.random.default_rng(0).normal(size=(10, 3))
Y = X.sum(axis=1)


class Fourth(Loss):
    """The fourth power of the error."""

    def rule(self, y, a):
        return np.square(np.square(a - y))

    def gradient(self, y, a):
        return (a - y) * np.square(a - y) * 4.0


class Largest(Metric):
    """The sum of targets, as a metric made of totals."""

    def totals(self, y, a, weights):
        return np.array([(y * weights).sum()])

    def of_totals(self, totals):
        return float(totals[0])


def network(**hidden: object) -> Sequential:
    model = Sequential([Input((3,)), Dense(4, "tanh", **hidden), Dense(1)])
    model.parameters[...] = np.random.default_rng(1).normal(size=model.count_params())
    return model


def test_a_loss_is_a_rule_and_its_gradient() -> None:
    """The step is down the slope that central differences find."""
    model = network()
    model.compile(nnviz.optimizers.SGD(1.0), Fourth())
    assert model.loss.name == "fourth"
    loss = model.evaluate(X, Y, verbose=0)
    error = model.predict(X, verbose=0)[:, 0] - Y
    assert loss == pytest.approx(np.mean(error**4))
    before, slopes = model.parameters.copy(), []
    for k in range(before.size):
        ends = []
        for h in (1e-6, -1e-6):
            model.parameters[k] = before[k] + h
            ends.append(model.evaluate(X, Y, verbose=0))
        model.parameters[k] = before[k]
        slopes.append((ends[0] - ends[1]) / 2e-6)
    model.train_on_batch(X, Y)
    np.testing.assert_allclose(before - model.parameters, slopes, rtol=1e-5, atol=1e-6)


def test_arguments_of_the_bases_stand_where_keras_has_them() -> None:
    loss, metric = Fourth("mine", "sum"), Largest(None, "own")
    assert (loss.name, loss.reduction, metric.name) == ("mine", "sum", "own")
    assert loss([[0.0], [0.0]], [[1.0], [2.0]]) == 17.0
    assert Largest().name == "largest"


def test_a_metric_is_totals_or_a_function() -> None:
    def half(y_true, y_pred):
        return np.abs(y_true - y_pred).mean(axis=-1) / 2

    model = network()
    model.compile("sgd", "mse", metrics=[Largest(), half, MeanMetricWrapper(half, "again"), "mae"])
    scores = model.evaluate(X, Y, verbose=0, return_dict=True)
    assert scores["largest"] == pytest.approx(Y.sum())
    assert scores["half"] == scores["again"] == pytest.approx(scores["mae"] / 2)


def test_an_initializer_is_a_function_of_a_shape() -> None:
    class Threes(Initializer):
        def __call__(self, shape, dtype=None):
            return np.full(shape, 3.0)

    for one in (lambda shape, dtype=None: np.full(shape, 3.0), Threes()):
        model = Sequential([Input((3,)), Dense(2, kernel_initializer=one)])
        assert model.parameters.tolist() == [3.0] * 6 + [0.0] * 2
    with pytest.raises(ValueError, match=r"values of shape \(3, 2\); received shape \(2,\)"):
        Sequential([Input((3,)), Dense(2, kernel_initializer=lambda shape, dtype: np.ones(2))])


@pytest.mark.parametrize(
    ("loss", "message"),
    [
        (lambda y, a: (y - a) ** 2, "nnviz derives no Python function.*`rule` and its `gradient`"),
        (type("Called", (Loss,), {"call": None})(), "a loss with a `rule` and its `gradient`"),
        (nnviz.losses.MeanSquaredError("none"), "reduction='sum_over_batch_size', 'mean' or 'sum'"),
    ],
)
def test_a_loss_that_cannot_be_trained_by_is_refused(loss: object, message: str) -> None:
    model = network()
    model.compile("adam", "mae")
    with pytest.raises(ValueError, match=message):
        model.compile("sgd", loss)
    assert (model.optimizer.name, model.loss.name) == ("adam", "mean_absolute_error")


def test_other_functions_that_are_refused() -> None:
    with pytest.raises(ValueError, match="`rule` and its `slope`"):
        Dense(1, activation=lambda z: z)
    with pytest.raises(ValueError, match="`rule` and its `slope`"):
        ActivationLayer(np.tanh)
    model = network()
    with pytest.raises(ValueError, match="`totals` and `of_totals`"):
        model.compile("sgd", "mse", metrics=[type("Kept", (Metric,), {"update_state": None})()])


def test_a_metric_of_one_number_for_all_is_refused_before_training() -> None:
    model = network()
    before = model.parameters.copy()
    model.compile("sgd", "mse", metrics=[lambda y, a: np.mean(y - a)])
    with pytest.raises(ValueError, match=r"one number for each of 2 samples.*axis=-1"):
        model.fit(X, Y, verbose=0)
    np.testing.assert_array_equal(model.parameters, before)


def test_reductions_by_hand() -> None:
    """Errors 1, 0 and 2 squared, weighted 1, 2 and 3."""
    y, a, weights = [[1.0], [0.0], [0.0]], [[0.0], [0.0], [2.0]], [1.0, 2.0, 3.0]
    expected = {"sum": 13.0, "mean": 13 / 3, "mean_with_sample_weight": 13 / 6}
    for reduction, value in expected.items():
        assert nnviz.losses.MeanSquaredError(reduction)(y, a, weights) == pytest.approx(value)
    assert nnviz.losses.MeanSquaredError(None)(y, a, weights).tolist() == [1.0, 0.0, 12.0]


def test_a_summed_loss_is_traced_as_it_is_trained() -> None:
    model = network(activity_regularizer="l2", kernel_regularizer="l1")
    model.compile(nnviz.optimizers.SGD(0.01), nnviz.losses.MeanSquaredError("sum"))
    trace = model.trace(X, Y)
    error = model.predict(X, verbose=0)[:, 0] - Y
    assert trace.loss > (error**2).sum()
    assert trace.loss == pytest.approx(model.train_on_batch(X, Y))
    new = np.concatenate([[*one.kernel_new.ravel(), *one.bias_new] for one in trace.layers])
    np.testing.assert_allclose(model.parameters, new, rtol=1e-12)


def test_shares_along_another_axis() -> None:
    """By hand: each column of two equal numbers is shared evenly."""
    x = [[1.0, 5.0], [1.0, 5.0]]
    assert activations.softmax(x, axis=0).tolist() == [[0.5, 0.5], [0.5, 0.5]]
    np.testing.assert_allclose(activations.log_softmax(x, axis=0), np.full((2, 2), -np.log(2)))


def test_only_keras_names_are_public_in_losses() -> None:
    own = {"HalfSquaredError", "half_squared_error", "Loss", "get"}
    assert not {"OutputRule", "output_rule", "LossFunction"} & set(nnviz.losses.__all__)
    assert all(issubclass(nnviz.losses.get(name).__class__, Loss) for name in nnviz.losses.names())
    assert own <= set(nnviz.losses.__all__)
