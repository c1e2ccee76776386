"""Data sets, scaling and splits."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.data.builtin import builtin, builtin_names
from nnviz.data.dataset import Dataset, dataset_from_table
from nnviz.data.errors import DataError
from nnviz.data.resources import resource
from nnviz.data.scaling import Scaler
from nnviz.data.splits import split
from nnviz.data.table import Table


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


def test_the_inputs_keep_the_chosen_order(table):
    data = dataset_from_table(table, ["width", "length"], "kind", "flowers")
    np.testing.assert_array_equal(data.inputs, [[4, 1], [5, 2], [6, 3]])


@pytest.mark.parametrize(
    ("inputs", "target", "sentence"),
    [
        ([], "length", "no input column is chosen"),
        (["length"], "length", "both an input and the target"),
        (["kind"], "length", r'"kind" holds text \("b"\): an input needs numbers'),
        (["height"], "length", 'there is no column "height"'),
        (["length"], "height", 'there is no column "height"'),
        (["length"], "same", 'holds "x" in every row'),
    ],
)
def test_choices_that_make_no_data_set(table, inputs, target, sentence):
    with pytest.raises(DataError, match=sentence):
        dataset_from_table(table, inputs, target, "flowers")


def test_a_column_of_names_is_no_target():
    names = tuple(f"person {k}" for k in range(101))
    people = Table(("age", "name"), (np.arange(101.0), names))
    with pytest.raises(DataError, match="101 different texts in 101 rows, too many"):
        dataset_from_table(people, ["age"], "name", "people")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"inputs": np.zeros((3, 1))}, r"inputs of shape \(n, 2\), got \(3, 1\)"),
        ({"targets": np.zeros(3)}, r"targets of shape \(n, 1\), got \(3,\)"),
        ({"targets": np.zeros((4, 1))}, "3 rows of inputs and 4 of targets"),
        ({"classes": ("a", "b")}, "2 classes for 1 targets"),
        ({"units": ("cm",)}, "1 units for 2 inputs"),
    ],
)
def test_parts_that_do_not_fit_are_refused(fields, sentence):
    good = {"inputs": np.zeros((3, 2)), "targets": np.zeros((3, 1))}
    names = {"input_names": ("a", "b"), "target_names": ("y",)}
    with pytest.raises(DataError, match=sentence):
        Dataset("flowers", "Flowers", **{**good, **names, **fields})


def test_a_data_set_cannot_be_written_to():
    inputs = np.zeros((3, 1))
    data = Dataset("d", "D", inputs, np.zeros((3, 1)), ("x",), ("y",))
    inputs[0] = 7.0
    assert data.inputs[0] == 0.0
    with pytest.raises(ValueError, match="read-only"):
        data.inputs[0] = 7.0


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
    assert (diabetes.targets.min(), diabetes.targets.max()) == (25, 346)
    np.testing.assert_allclose(diabetes.inputs[0, [0, 2, 8]], [59, 32.1, 4.8598])
    np.testing.assert_array_equal(xor.targets[:, 0], xor.inputs[:, 0] != xor.inputs[:, 1])
    assert all(builtin(name, 7).builtin == (name, 7) for name in builtin_names())
    with pytest.raises(DataError, match="unknown data set 'mnist': choose one of xor"):
        builtin("mnist")


@pytest.mark.parametrize("name", ["iris", "diabetes"])
def test_source_and_licence_stand_beside_shipped_data(name):
    text = resource("data", f"{name}.txt").read_text(encoding="utf-8")
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


def test_no_scaling_changes_nothing():
    values = np.array([[1.0], [2.0]])
    scaler = Scaler.fit("none", values)
    np.testing.assert_array_equal(scaler.transform(values), values)
    np.testing.assert_array_equal(scaler.inverse(values), values)


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("log", np.ones((2, 1)), "unknown scaling 'log': choose one of none, standardise, minmax"),
        ("minmax", np.ones((0, 1)), "no rows to fit the scaling on"),
        ("standardise", np.array([[-1.7e308], [1.7e308]]), "too large to be scaled"),
        ("minmax", np.array([[-1.7e308], [1.7e308]]), "too large to be scaled"),
    ],
)
def test_scalings_that_cannot_be(kind, values, sentence):
    with pytest.raises(DataError, match=sentence):
        Scaler.fit(kind, values)


def test_split_parts_are_disjoint_complete_and_repeatable():
    train, test = split(1030, 0.3, seed=4)
    assert (len(train), len(test)) == (721, 309)
    np.testing.assert_array_equal(np.sort(np.concatenate([train, test])), np.arange(1030))
    np.testing.assert_array_equal(split(1030, 0.3, seed=4)[1], test)
    assert not np.array_equal(split(1030, 0.3, seed=5)[1], test)


@pytest.mark.parametrize(
    ("n", "share", "sizes"),
    [
        (150, 0.25, [112, 38]),  # 37.5 rounded half up
        (10, 0.0, [10, 0]),
        (10, 0.01, [9, 1]),
        (3, 0.99, [1, 2]),
        (1, 0.9, [1, 0]),
    ],
)
def test_sizes_of_the_parts(n, share, sizes):
    assert [len(part) for part in split(n, share, seed=0)] == sizes


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_a_share_must_leave_something_to_train_on(share):
    with pytest.raises(DataError, match="test share must be from 0 to below 1"):
        split(10, share, seed=0)
