"""Data sets, scaling and splits."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.data.builtin import builtin, builtin_names
from nnviz.data.dataset import dataset_from_table
from nnviz.data.resources import resource
from nnviz.data.scaling import Scaler
from nnviz.data.splits import split
from nnviz.data.table import DataError, Table


@pytest.fixture
def table():
    return Table(
        ("length", "width", "kind", "same"),
        (np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]), ("b", "a", "b"), ("x", "x", "x")),
    )


def test_a_target_of_numbers(table):
    data = dataset_from_table(table, ["width"], "length", "flowers")
    np.testing.assert_array_equal(data.inputs, [[4.0], [5.0], [6.0]])
    np.testing.assert_array_equal(data.targets, [[1.0], [2.0], [3.0]])
    assert (data.input_names, data.target_names, data.classes) == (("width",), ("length",), ())


def test_a_target_of_words_becomes_one_column_per_class(table):
    data = dataset_from_table(table, ["length", "width"], "kind", "flowers")
    assert data.classes == data.target_names == ("a", "b")
    np.testing.assert_array_equal(data.targets, [[0, 1], [1, 0], [0, 1]])


@pytest.mark.parametrize(
    ("inputs", "target", "sentence"),
    [
        ([], "length", "choose at least one column"),
        (["length"], "length", "input and target at once"),
        (["kind"], "length", "holds text such as 'b'"),
        (["height"], "length", "There is no column 'height'"),
        (["length"], "same", "the one class 'x'"),
    ],
)
def test_choices_that_make_no_data_set(table, inputs, target, sentence):
    with pytest.raises(DataError, match=sentence):
        dataset_from_table(table, inputs, target, "flowers")


def test_builtin_sets_are_what_their_sources_say():
    iris, diabetes, xor = builtin("iris"), builtin("diabetes"), builtin("xor")
    assert iris.inputs.shape == (150, 4)
    assert iris.classes == ("setosa", "versicolor", "virginica")
    np.testing.assert_array_equal(iris.targets.sum(axis=0), [50, 50, 50])
    np.testing.assert_allclose(
        iris.inputs.mean(axis=0), [5.843333, 3.057333, 3.758, 1.199333], atol=1e-6
    )
    assert diabetes.inputs.shape == (442, 10)
    assert len(diabetes.units) == 10
    assert diabetes.targets.min() == 25
    assert diabetes.targets.max() == 346
    np.testing.assert_array_equal(xor.targets[:, 0], xor.inputs[:, 0] != xor.inputs[:, 1])
    assert all(builtin(name).builtin == (name, 0) for name in builtin_names())
    with pytest.raises(ValueError, match="unknown data set 'mnist'"):
        builtin("mnist")


@pytest.mark.parametrize("name", ["iris", "diabetes"])
def test_source_and_licence_stand_beside_shipped_data(name):
    text = resource("data", f"{name}.txt").read_text()
    assert "Source:" in text
    assert "Redistribution and use in source and binary forms" in text


def test_standardise_by_hand():
    scaler = Scaler.fit("standardise", np.array([[1.0, 5.0], [3.0, 5.0]]))
    np.testing.assert_array_equal(scaler.transform([[5.0, 6.0]]), [[3.0, 1.0]])
    np.testing.assert_array_equal(scaler.inverse([[3.0, 1.0]]), [[5.0, 6.0]])


def test_min_max_by_hand():
    scaler = Scaler.fit("minmax", np.array([[2.0, 0.1], [6.0, 0.1], [4.0, 0.1]]))
    np.testing.assert_array_equal(scaler.transform([[5.0, 0.1]]), [[0.75, 0.0]])
    np.testing.assert_array_equal(scaler.inverse([[0.75, 0.0]]), [[5.0, 0.1]])


def test_a_constant_column_of_inexact_numbers_is_only_shifted():
    scaler = Scaler.fit("standardise", np.full((7, 1), 0.1))
    np.testing.assert_allclose(scaler.transform([[1.1]]), [[1.0]])


def test_no_scaling_changes_nothing_and_unknown_kinds_are_refused():
    values = np.array([[1.0], [2.0]])
    np.testing.assert_array_equal(Scaler.fit("none", values).transform(values), values)
    with pytest.raises(ValueError, match="unknown scaling 'log'"):
        Scaler.fit("log", values)


def test_split_parts_are_disjoint_complete_and_repeatable():
    train, test = split(1030, 0.3, seed=4)
    assert (len(train), len(test)) == (721, 309)
    np.testing.assert_array_equal(np.sort(np.concatenate([train, test])), np.arange(1030))
    np.testing.assert_array_equal(split(1030, 0.3, seed=4)[1], test)
    assert not np.array_equal(split(1030, 0.3, seed=5)[1], test)


def test_one_sample_always_remains_for_training():
    assert [len(part) for part in split(1, 0.9, 0)] == [1, 0]
    assert [len(part) for part in split(3, 1.0, 0)] == [1, 2]
