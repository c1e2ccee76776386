"""Recorded arithmetic: the same values, in memory that is used again."""

import numpy as np
import pytest

from nnviz.engine.recording import Recorder


def run(recorder: Recorder) -> None:
    for function, arguments in recorder.calls():
        function(*arguments)


def test_recorded_functions_give_the_same_values() -> None:
    rng = np.random.default_rng(0)
    a, b, out = rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), np.empty((3, 4))

    def function(x, y):
        shares = np.exp(x - np.maximum.reduce(x, axis=0, keepdims=True))
        mixed = shares / np.add.reduce(shares, axis=0, keepdims=True)
        return np.maximum(mixed * 2.0 - y, 0.1) + np.equal(x, y) - np.abs(-y)

    recorder = Recorder()
    recorder.store(function(recorder.fixed(a), recorder.fixed(b)), out)
    run(recorder)
    np.testing.assert_allclose(out, function(a, b), rtol=1e-14)


def test_products_and_transposes() -> None:
    rng = np.random.default_rng(1)
    a, b, out = rng.normal(size=(3, 4)), rng.normal(size=(3, 5)), np.empty((5, 4))
    recorder = Recorder()
    doubled = recorder.fixed(b) * 2.0
    recorder.store(doubled.T @ recorder.fixed(a), out)
    run(recorder)
    np.testing.assert_allclose(out, (2 * b).T @ a, rtol=1e-14)


def test_in_place_operators_change_the_memory_given() -> None:
    m, g = np.ones(4), np.arange(4.0)
    recorder = Recorder()
    slot = recorder.fixed(m)
    slot += (recorder.fixed(g) - slot) * 0.5
    slot *= 2.0
    run(recorder)
    assert m.tolist() == [1.0, 2.0, 3.0, 4.0]
    run(recorder)
    assert m.tolist() == [1.0, 3.0, 5.0, 7.0], "calls can be run again"


def test_a_chain_of_functions_needs_one_scratch_array() -> None:
    recorder = Recorder()
    p = recorder.fixed(np.ones(8))
    p -= np.sqrt(np.square(p) + 1.0) * 0.5
    memory = {id(argument) for _, arguments in recorder.calls() for argument in arguments[-1:]}
    assert len(memory) == 2


def test_memory_still_needed_is_not_written_over() -> None:
    x = np.array([1.0, 2.0, 3.0])
    out = np.empty(3)
    recorder = Recorder()
    first = recorder.fixed(x) + 1.0
    second = first * 10.0
    third = np.exp(second * 0.0) + second
    recorder.store(third + first, out)
    run(recorder)
    np.testing.assert_allclose(out, 1 + 11 * (x + 1))


def test_a_value_stored_twice_is_copied() -> None:
    first, second = np.empty(2), np.empty(2)
    recorder = Recorder()
    value = recorder.fixed(np.array([1.0, 2.0])) * 3.0
    recorder.store(value, first)
    recorder.store(value, second)
    run(recorder)
    assert first.tolist() == second.tolist() == [3.0, 6.0]


def test_calls_from_outside_keep_their_place() -> None:
    told: list[float] = []
    x = np.zeros(())
    recorder = Recorder()
    value = recorder.fixed(x)
    value += 1.0
    recorder.call(lambda: told.append(float(x)))
    value += 1.0
    run(recorder)
    assert told == [1.0]


def test_what_cannot_be_recorded_is_refused() -> None:
    recorder = Recorder()
    value = recorder.fixed(np.ones(3))
    with pytest.raises(TypeError):
        np.add.accumulate(value)
