"""Data as the network sees them: split, and scaled by what the training part shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.data.dataset import Dataset
from nnviz.data.scaling import Scaler
from nnviz.data.splits import split
from nnviz.document.settings import Preparation

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Prepared:
    """The training and the test part, scaled, and the rows of the data they came from."""

    x_train: FloatArray
    y_train: FloatArray
    x_test: FloatArray
    y_test: FloatArray
    input_scaler: Scaler
    target_scaler: Scaler
    train_rows: IntArray
    test_rows: IntArray

    @property
    def validation(self) -> tuple[FloatArray, FloatArray] | None:
        """The test part as `validation_data` wants it; None where it is empty."""
        return (self.x_test, self.y_test) if len(self.test_rows) else None


def prepare(data: Dataset, preparation: Preparation, seed: int) -> Prepared:
    """Split and scale `data`; the scalers are fitted on the training part only.

    Classes are never scaled: their targets are the probabilities 0 and 1.
    """
    train, test = split(len(data.inputs), preparation.test_share, seed)
    kind = "none" if data.classes else preparation.target_scaling
    inputs = Scaler.fit(preparation.input_scaling, data.inputs[train])
    targets = Scaler.fit(kind, data.targets[train])
    return Prepared(
        x_train=inputs.transform(data.inputs[train]),
        y_train=targets.transform(data.targets[train]),
        x_test=inputs.transform(data.inputs[test]),
        y_test=targets.transform(data.targets[test]),
        input_scaler=inputs,
        target_scaler=targets,
        train_rows=train,
        test_rows=test,
    )
