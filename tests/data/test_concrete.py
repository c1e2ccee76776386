"""A real table, from the CSV file to a network that has learned it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nnviz.data.csv_reader import read_csv
from nnviz.data.dataset import dataset_from_table
from nnviz.document.builders import document_for_data
from nnviz.document.settings import Preparation, TrainingSettings

CONCRETE = Path(__file__).resolve().parents[3] / "shared" / "data" / "concrete_data.csv"


@pytest.mark.skipif(not CONCRETE.exists(), reason="the concrete data are not on this machine")
def test_concrete_is_learned_as_well_as_keras_learns_it():
    scores = [_r2_of_training(seed) for seed in range(5)]
    assert np.mean(scores) == pytest.approx(0.81, abs=0.04)


def _r2_of_training(seed: int) -> float:
    """Return R² on the test part, in MPa, after 100 epochs of 8-10-1 with Adam's defaults."""
    table = read_csv(CONCRETE)
    data = dataset_from_table(table, table.columns[:-1], "Strength", "concrete")
    assert data.inputs.shape == (1030, 8)
    document = document_for_data(
        data,
        Preparation("standardise", "standardise", test_share=0.3),
        hidden=(10,),
        seed=seed,
        training=TrainingSettings("mean_squared_error", "adam", 0.001, batch_size=32, epochs=100),
    )
    prepared = document.prepared
    model = document.model()
    model.training(prepared.x_train, prepared.y_train, epochs=100, seed=seed).run()
    predicted = document.raw_output(model.predict(prepared.x_test, verbose=0))
    true = data.targets[prepared.test_rows]
    residual, spread = np.sum((true - predicted) ** 2), np.sum((true - true.mean()) ** 2)
    return float(1 - residual / spread)
