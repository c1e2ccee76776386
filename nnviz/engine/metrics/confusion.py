"""Metrics of right and wrong yes and no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import EPSILON, FloatArray
from nnviz.engine.metrics.base import Metric, divided

_TP, _FP, _TN, _FN = range(4)


def counts(y: FloatArray, a: FloatArray, weights: FloatArray, thresholds: FloatArray) -> FloatArray:
    """Return true and false positives and negatives at each threshold, shape (4, thresholds).

    As in Keras, every output counts by itself, and outputs are kept between 0 and 1.
    """
    each = np.broadcast_to(weights, a.shape).ravel()
    yes = (y != 0.0).ravel()
    said = np.clip(a, 0.0, 1.0).ravel()
    above = [_sum_above(said[group], each[group], thresholds) for group in (yes, ~yes)]
    whole = [each[group].sum() for group in (yes, ~yes)]
    return np.array([above[0], above[1], whole[1] - above[1], whole[0] - above[0]])


def _sum_above(values: FloatArray, weights: FloatArray, thresholds: FloatArray) -> FloatArray:
    """Return the weight of the values above each threshold."""
    order = np.argsort(values)
    sums = np.concatenate([[0.0], np.cumsum(weights[order])])
    return np.asarray(sums[-1] - sums[np.searchsorted(values[order], thresholds, side="right")])


class _Rate(Metric):
    """What precision and recall share.

    Parameters
    ----------
    thresholds : float or sequence of one float, optional
        Above which an output says yes; 0.5 if not given.
    top_k, class_id : None
        Stand here for Keras's order of arguments.
    """

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        top_k: None = None,
        class_id: None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(dtype, name)
        chosen = np.atleast_1d(np.asarray(0.5 if thresholds is None else thresholds, np.float64))
        if chosen.size != 1 or not 0.0 <= chosen[0] <= 1.0:
            raise ValueError(
                f"Expected thresholds as one number from 0 to 1; received {thresholds!r}."
            )
        if top_k is not None or class_id is not None:
            raise ValueError(
                f"Expected top_k=None and class_id=None; received {top_k!r} and {class_id!r}."
            )
        self.thresholds = thresholds
        self.top_k, self.class_id = top_k, class_id
        self._threshold = chosen

    def totals(self, y: FloatArray, a: FloatArray, weights: FloatArray) -> FloatArray:
        """Return true and false positives and negatives."""
        return counts(y, a, weights, self._threshold)


class Precision(_Rate):
    """The share of right ones among those that the outputs say yes to."""

    name = "precision"
    direction = "up"

    def of_totals(self, totals: FloatArray) -> float:
        """Return TP / (TP + FP); 0 if there are none."""
        return float(divided(totals[_TP], totals[_TP] + totals[_FP])[0])


class Recall(_Rate):
    """The share of those that the outputs say yes to among the right ones."""

    name = "recall"
    direction = "up"

    def of_totals(self, totals: FloatArray) -> float:
        """Return TP / (TP + FN); 0 if there are none."""
        return float(divided(totals[_TP], totals[_TP] + totals[_FN])[0])


class AUC(Metric):
    """The area under a curve of rates at all thresholds, approximated as in Keras.

    Parameters
    ----------
    num_thresholds : int
        How many thresholds, evenly from 0 to 1.
    curve : {'ROC', 'PR'}
        Recall over the rate of false positives, or precision over recall.
    summation_method : {'interpolation', 'minoring', 'majoring'}
        Between two thresholds: the mean of both, the smaller, or the larger.
    thresholds : sequence of float, optional
        Thresholds of one's own, beside 0 and 1.
    multi_label, num_labels, label_weights, from_logits : optional
        Stand here for Keras's order of arguments; expected as they are.
    """

    name = "auc"
    direction = "up"

    def __init__(
        self,
        num_thresholds: int = 200,
        curve: str = "ROC",
        summation_method: str = "interpolation",
        name: str | None = None,
        dtype: Any = None,
        thresholds: Sequence[float] | None = None,
        multi_label: bool = False,
        num_labels: int | None = None,
        label_weights: Any = None,
        from_logits: bool = False,
    ) -> None:
        super().__init__(dtype, name)
        if thresholds is None and num_thresholds <= 1:
            raise ValueError(
                "Argument `num_thresholds` must be an integer > 1. "
                f"Received: num_thresholds={num_thresholds}"
            )
        if curve not in ("ROC", "PR") or summation_method not in _HEIGHTS:
            raise ValueError(
                f"Expected curve 'ROC' or 'PR' and summation_method one of {', '.join(_HEIGHTS)}; "
                f"received {curve!r} and {summation_method!r}."
            )
        if multi_label or num_labels or label_weights is not None or from_logits:
            raise ValueError("Expected multi_label, label_weights and from_logits as they are.")
        self.curve, self.summation_method = curve, summation_method
        self.thresholds = thresholds
        self.num_thresholds = num_thresholds if thresholds is None else len(thresholds) + 2
        self.multi_label, self.num_labels = multi_label, num_labels
        self.label_weights, self.from_logits = label_weights, from_logits
        inner = (
            np.arange(1, num_thresholds - 1) / (num_thresholds - 1)
            if thresholds is None
            else np.sort(np.asarray(thresholds, dtype=np.float64))
        )
        self._points = np.concatenate([[-EPSILON], inner, [1.0 + EPSILON]])

    def totals(self, y: FloatArray, a: FloatArray, weights: FloatArray) -> FloatArray:
        """Return true and false positives and negatives at each threshold."""
        return counts(y, a, weights, self._points)

    def of_totals(self, totals: FloatArray) -> float:
        """Return the area."""
        tp, fp, tn, fn = totals
        recall = divided(tp, tp + fn)
        if self.curve == "ROC":
            return self._area(divided(fp, fp + tn), recall)
        if self.summation_method == "interpolation":
            return _interpolated(tp, fp, fn)
        return self._area(recall, divided(tp, tp + fp))

    def _area(self, x: FloatArray, y: FloatArray) -> float:
        heights = _HEIGHTS[self.summation_method](y[:-1], y[1:])
        return float(((x[:-1] - x[1:]) * heights).sum())


_HEIGHTS: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "interpolation": lambda low, high: (low + high) / 2.0,
    "minoring": np.minimum,
    "majoring": np.maximum,
}


def _interpolated(tp: FloatArray, fp: FloatArray, fn: FloatArray) -> float:
    """Return the area under precision over recall, as Davis and Goadrich (2006) interpolate it."""
    said = tp + fp
    gain = tp[:-1] - tp[1:]
    slope = divided(gain, np.maximum(said[:-1] - said[1:], 0.0))
    intercept = tp[1:] - slope * said[1:]
    both = (said[:-1] > 0) & (said[1:] > 0)
    ratio = np.where(both, divided(said[:-1], said[1:]), 1.0)
    parts = slope * (gain + intercept * np.log(ratio))
    return float(divided(parts, tp[1:] + fn[1:]).sum())
