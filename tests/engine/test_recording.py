"""Recorded arithmetic: the same values, in memory that is used again."""

import numpy as np
import pytest

from nnviz.engine.recording import Recorder
from nnviz.engine.slots import PIECE


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


def test_constant_factors_wait_and_meet() -> None:
    rng = np.random.default_rng(2)
    a, b, k, out = (rng.normal(size=shape) for shape in ((2, 5), (2, 5), (3, 2), (3, 5)))
    recorder = Recorder()
    residual = (recorder.fixed(a) - recorder.fixed(b)) * 2.0 / 4.0
    recorder.store(recorder.fixed(k) @ -residual * 0.5, out)
    calls = recorder.calls()
    for function, arguments in calls:
        function(*arguments)
    np.testing.assert_allclose(out, k @ (b - a) / 4, rtol=1e-14)
    assert len(calls) == 3, "a difference, a product of matrices and one factor"


def test_a_factor_is_multiplied_before_what_is_no_product() -> None:
    x, out = np.array([1.0, 4.0, 9.0]), np.empty(3)

    def function(x):
        doubled = np.square(x) * 2.0
        return np.sqrt(doubled) + doubled / (x * x * 4.0)

    recorder = Recorder()
    recorder.store(function(recorder.fixed(x)), out)
    run(recorder)
    np.testing.assert_allclose(out, function(x), rtol=1e-14)


def test_memory_given_may_change_after_it_was_multiplied() -> None:
    x, out = np.array([1.0, 2.0]), np.empty(2)
    recorder = Recorder()
    value = recorder.fixed(x)
    doubled = value * 2.0
    value += 10.0
    recorder.store(doubled + 0.0, out)
    run(recorder)
    assert out.tolist() == [2.0, 4.0]


def test_a_known_sum_is_not_computed() -> None:
    y = np.array([[0.2, 1.0], [0.8, 0.0]])
    a, out = np.ones((2, 2)), np.empty((2, 2))
    recorder = Recorder()
    target = recorder.fixed(y, total=1.0)
    total = np.add.reduce(target, axis=0, keepdims=True)
    recorder.store(recorder.fixed(a) * total - target, out)
    run(recorder)
    assert total == 1.0
    np.testing.assert_allclose(out, a - y)


def test_long_vectors_are_worked_through_in_pieces() -> None:
    """Scratch memory is then no longer than a piece."""
    n = 3 * PIECE + 7
    p, g = np.zeros(n), np.arange(float(n))
    recorder = Recorder()
    value = recorder.fixed(p)
    value -= np.sqrt(recorder.fixed(g) + 1.0) * 0.5
    calls = recorder.calls()
    for function, arguments in calls:
        function(*arguments)
    np.testing.assert_array_equal(p, -0.5 * np.sqrt(np.arange(float(n)) + 1.0))
    assert max(arguments[-1].size for _, arguments in calls) == PIECE


def follow(m, v, g) -> None:
    m += (g - m) * 0.1
    v += (np.square(g) - v) * 0.25


@pytest.mark.parametrize("neighbours", [True, False])
def test_two_means_are_updated_together_where_they_are_neighbours(neighbours: bool) -> None:
    g = np.array([1.0, -2.0, 3.0])
    m, v = np.zeros(6).reshape(2, 3) if neighbours else (np.zeros(3), np.zeros(3))
    m[...], v[...] = [0.5, 0.0, 1.0], [1.0, 2.0, 3.0]
    expected = m.copy(), v.copy()
    recorder = Recorder()
    follow(*(recorder.fixed(array) for array in (m, v, g)))
    calls = recorder.calls()
    for _ in range(2):
        follow(*expected, g)
        for function, arguments in calls:
            function(*arguments)
    np.testing.assert_allclose(m, expected[0], rtol=1e-15)
    np.testing.assert_allclose(v, expected[1], rtol=1e-15)
    assert len(calls) == (5 if neighbours else 7)


def test_an_update_does_not_wait_for_one_that_reads_it() -> None:
    m, v = np.ones(6).reshape(2, 3)
    m_copy, v_copy = m.copy(), v.copy()

    def chained(m, v) -> None:
        m += (2.0 - m) * 0.5
        v += (m - v) * 0.25

    recorder = Recorder()
    chained(recorder.fixed(m), recorder.fixed(v))
    run(recorder)
    chained(m_copy, v_copy)
    np.testing.assert_array_equal([m, v], [m_copy, v_copy])


def test_a_factor_is_squared_with_what_waits_for_it() -> None:
    x, out = np.array([1.0, -2.0, 3.0]), np.empty(3)
    recorder = Recorder()
    recorder.store(np.square(recorder.fixed(x).times(0.5)) * 4.0, out)
    calls = recorder.calls()
    for function, arguments in calls:
        function(*arguments)
    assert out.tolist() == [1.0, 4.0, 9.0]
    assert len(calls) == 1, "(x / 2)² · 4 is x²"


def two_means(m, v, g) -> None:
    """Let two running means follow g and its square, as optimizers do."""
    m *= 0.5
    m += g * 0.5
    v *= 0.75
    v += np.square(g) * 0.25


def test_what_is_done_to_neighbours_alike_is_done_at_once() -> None:
    means, gradients = np.arange(6.0), np.array([1.0, -2.0, 4.0, np.nan, np.nan, np.nan])
    expected = means.copy()
    two_means(expected[:3], expected[3:], gradients[:3])
    recorder = Recorder()
    g = recorder.fixed(gradients[:3])
    g.slot.room = gradients[3:]
    two_means(recorder.fixed(means[:3]), recorder.fixed(means[3:]), g)
    calls = recorder.calls()
    for function, arguments in calls:
        function(*arguments)
    assert means.tolist() == expected.tolist()
    assert len(calls) == 4, "both decays, the square, both shares, both sums"


def test_a_step_does_not_wait_for_its_neighbours_if_its_result_is_read_before() -> None:
    pair, out = np.arange(1.0, 5.0), np.empty(2)
    recorder = Recorder()
    m, v = recorder.fixed(pair[:2]), recorder.fixed(pair[2:])
    m *= 2.0
    recorder.store(np.exp(m), out)
    v *= 3.0
    run(recorder)
    assert pair.tolist() == [2.0, 4.0, 9.0, 12.0]
    np.testing.assert_allclose(out, np.exp([2.0, 4.0]))


def test_a_step_does_not_wait_until_what_it_reads_has_changed() -> None:
    pair, rate = np.arange(1.0, 5.0), np.full(2, 10.0)
    recorder = Recorder()
    m, v, factor = recorder.fixed(pair[:2]), recorder.fixed(pair[2:]), recorder.fixed(rate)
    m *= factor
    factor *= 0.0
    v *= factor
    run(recorder)
    assert pair.tolist() == [10.0, 20.0, 0.0, 0.0]


def test_a_factor_and_a_steady_number_are_multiplied_once_for_many_runs() -> None:
    x, rate, p = np.array([1.0, 2.0]), np.full((), 0.5), np.zeros(2)
    recorder = Recorder()
    number = recorder.fixed(rate)
    number.slot.steady = True
    total = recorder.fixed(p)
    total -= recorder.fixed(x).times(4.0) * number
    numbers, calls = recorder.numbers(), recorder.calls()
    for function, arguments in [*numbers, *calls, *calls]:
        function(*arguments)
    assert p.tolist() == [-4.0, -8.0]
    rate[...] = 1.0
    for function, arguments in [*numbers, *calls]:
        function(*arguments)
    assert p.tolist() == [-8.0, -16.0]
    assert [len(numbers), len(calls)] == [1, 2]
