"""Labels as columns; the shapes are those Keras 3.15 returns."""

import tracemalloc

import pytest
from nnviz.utils import to_categorical


@pytest.mark.parametrize(
    ("labels", "shape"),
    [
        ([0, 2], (2, 3)),
        ([[0], [2]], (2, 3)),
        ([[0, 1], [2, 0]], (2, 2, 3)),
        ([[[0], [2]]], (1, 2, 3)),
        ([[1]], (1, 2)),
        (2, (3,)),
    ],
)
def test_a_column_for_each_class(labels: object, shape: tuple[int, ...]) -> None:
    rows = to_categorical(labels)
    assert rows.shape == shape
    assert (rows.sum(axis=-1) == 1.0).all()
    assert to_categorical([[0, 1], [2, 0]])[1].tolist() == [[0, 0, 1], [1, 0, 0]]


def test_a_large_label_takes_no_more_than_its_rows() -> None:
    tracemalloc.start()
    rows = to_categorical([0, 100_000])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows.shape == (2, 100_001)
    assert (rows[0, 0], rows[1, 100_000], rows.sum()) == (1.0, 1.0, 2.0)
    assert peak < 2 * rows.nbytes
