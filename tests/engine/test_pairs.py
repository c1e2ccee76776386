"""Losses and metrics called by hand: targets and predictions of the shapes Keras brings together.

The numbers were looked up in Keras 3.15.
"""

import numpy as np
import pytest
from nnviz.metrics import AUC, BinaryAccuracy, MeanSquaredError, SparseCategoricalAccuracy

from nnviz import losses

Y, A = np.array([1.0, 2.0, 3.0]), np.array([[1.0], [2.5], [5.0]])
YES, SHARE = np.array([0.0, 1.0, 1.0]), np.array([[0.3], [0.7], [0.2]])


@pytest.mark.parametrize(("y", "a"), [(Y, A), (Y[:, None], A), (Y[:, None], A[:, 0]), (Y, A[:, 0])])
def test_a_column_and_a_list_are_the_same(y: np.ndarray, a: np.ndarray) -> None:
    assert losses.MeanSquaredError()(y, a) == pytest.approx((0 + 0.25 + 4) / 3)
    assert losses.MeanSquaredError()(y.tolist(), a.tolist()) == pytest.approx(17 / 12)
    assert MeanSquaredError()(y, a) == pytest.approx(17 / 12)
    expected = -(np.log(0.7) + np.log(0.7) + np.log(0.2)) / 3
    assert losses.BinaryCrossentropy()(YES, SHARE) == pytest.approx(expected)
    assert BinaryAccuracy()(YES, SHARE[:, 0]) == pytest.approx(2 / 3)
    assert AUC()(YES, SHARE) == pytest.approx(0.5)


def test_functions_leave_the_last_dimension_out() -> None:
    assert losses.mean_squared_error(Y, A).tolist() == [0.0, 0.25, 4.0]
    assert losses.mean_squared_error(Y[:, None], A[:, 0]).tolist() == [0.0, 0.25, 4.0]
    assert losses.mean_squared_error(Y, A[:, 0]) == pytest.approx(17 / 12)
    rng = np.random.default_rng(0)
    a, y = rng.random((2, 3, 4)), rng.random((2, 3, 4))
    np.testing.assert_allclose(losses.mean_squared_error(y, a), ((y - a) ** 2).mean(axis=-1))
    expected = -(y * np.log(a / a.sum(axis=-1, keepdims=True))).sum(axis=-1)
    np.testing.assert_allclose(losses.categorical_crossentropy(y, a), expected)


def test_classes_may_be_numbered() -> None:
    a = [[0.3, 0.7], [0.4, 0.6]]
    for labels in ([0, 1], [[0], [1]]):
        each = losses.sparse_categorical_crossentropy(labels, a)
        np.testing.assert_allclose(each, [-np.log(0.3), -np.log(0.6)])
        assert SparseCategoricalAccuracy()(labels, a) == 0.5


@pytest.mark.parametrize("weights", [[1, 0, 2], [[1], [0], [2]]])
def test_weights(weights: list[float]) -> None:
    assert losses.MeanSquaredError()(Y, A, weights) == pytest.approx((0 + 0 + 8) / 3)
    assert MeanSquaredError()(Y, A, weights) == pytest.approx((0 + 0 + 8) / 3)
    assert losses.MeanSquaredError()(Y, A, 2.0) == pytest.approx(17 / 6)


@pytest.mark.parametrize("make", [losses.MeanSquaredError, MeanSquaredError])
@pytest.mark.parametrize(
    ("y", "a", "message"),
    [
        (np.ones(4), A, r"y_true of shape \(4,\) and y_pred of shape \(3, 1\)"),
        (np.ones(6), np.ones((3, 2)), "of the same shape"),
        (np.ones((3, 1)), np.ones((3, 2)), "columns"),
        (np.ones((2, 3)), np.ones((3, 2)), "of the same shape"),
        (np.ones((3, 3)), np.ones((3, 2)), "one number for each"),
        (["a"], [1.0], "y_true to be an array of numbers"),
        (np.ones((0, 1)), np.ones((0, 1)), "of the same shape"),
        (1.0, 1.0, "of the same shape"),
    ],
)
def test_other_shapes_are_refused(make, y: object, a: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()(y, a)


def test_weights_of_other_shapes_are_refused() -> None:
    for measure in (losses.MeanSquaredError(), MeanSquaredError()):
        with pytest.raises(ValueError, match="each of 3 samples; received shape"):
            measure(Y, A, [1.0, 2.0])
