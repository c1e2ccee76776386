"""Metrics by hand, in batches, and what they refuse."""

import numpy as np
import pytest
from nnviz.metrics import AUC, Precision, R2Score, Recall, RootMeanSquaredError

from nnviz import metrics

Y = np.array([[1.0], [0.0], [1.0], [0.0], [1.0]])
A = np.array([[0.9], [0.6], [0.4], [0.1], [0.7]])


def test_precision_and_recall_by_hand() -> None:
    assert Precision()(Y, A) == pytest.approx(2 / 3)
    assert Recall()(Y, A) == pytest.approx(2 / 3)
    assert Precision(0.65)(Y, A) == 1.0
    assert Recall(thresholds=[0.3])(Y, A) == 1.0
    assert Precision()(Y, A * 0.0) == 0.0
    assert Precision()(Y, A, [1.0, 3.0, 1.0, 1.0, 1.0]) == pytest.approx(2 / 5)


def test_area_is_the_share_of_pairs_in_order() -> None:
    """Of six pairs of a yes and a no, only 0.4 against 0.6 stands the wrong way."""
    assert AUC(num_thresholds=1001)(Y, A) == pytest.approx(5 / 6)


def test_regression_by_hand() -> None:
    y, a = [[1.0], [2.0], [6.0]], [[1.0], [3.0], [5.0]]
    assert R2Score()(y, a) == pytest.approx(1 - 2 / 14)
    assert RootMeanSquaredError()(y, a) == pytest.approx(np.sqrt(2 / 3))


@pytest.mark.parametrize("name", [name for name in metrics.names() if name != "accuracy"])
def test_batches_make_one_result(name: str) -> None:
    rng = np.random.default_rng(0)
    y, a = np.eye(3)[rng.integers(0, 3, 20)], rng.uniform(0, 1, (20, 3))
    weights = rng.uniform(0.1, 2.0, 20)
    whole, parts = metrics.get(name, 3), metrics.get(name, 3)
    assert parts.result() == 0.0
    for start in range(0, 20, 6):
        part = slice(start, start + 6)
        parts.update_state(y[part], a[part], weights[part])
    assert parts.result() == pytest.approx(whole(y, a, weights), rel=1e-12)
    parts.reset_state()
    assert parts.result() == 0.0
    again = metrics.get(whole.serialized(), 3)
    assert again.get_config() == whole.get_config()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: metrics.BinaryAccuracy(threshold=1.5), "threshold"),
        (lambda: Precision(2.0), "from 0 to 1"),
        (lambda: Recall(top_k=3), "top_k"),
        (lambda: AUC(1), "num_thresholds"),
        (lambda: AUC(curve="ABC"), "'ROC' or 'PR'"),
        (lambda: AUC(multi_label=True), "multi_label"),
        (lambda: R2Score("none"), "class_aggregation"),
    ],
)
def test_arguments(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
