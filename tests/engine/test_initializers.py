"""First values: bounds, spread and repetition."""

import math

import numpy as np
import pytest

from nnviz import Dense, Input, Sequential, initializers

SHAPE = (300, 200)

UNIFORM = {
    "glorot_uniform": math.sqrt(6 / 500),
    "he_uniform": math.sqrt(6 / 300),
    "lecun_uniform": math.sqrt(3 / 300),
    "random_uniform": 0.05,
}
NORMAL = {
    "glorot_normal": math.sqrt(2 / 500),
    "he_normal": math.sqrt(2 / 300),
    "lecun_normal": math.sqrt(1 / 300),
}


@pytest.mark.parametrize(("name", "limit"), UNIFORM.items())
def test_uniform(name: str, limit: float) -> None:
    values = initializers.get(name)(SHAPE)
    assert np.abs(values).max() <= limit
    assert np.abs(values).max() > 0.999 * limit
    assert values.std() == pytest.approx(limit / math.sqrt(3), rel=0.02)
    assert abs(values.mean()) < 0.01 * limit


@pytest.mark.parametrize(("name", "deviation"), NORMAL.items())
def test_truncated_normal(name: str, deviation: float) -> None:
    values = initializers.get(name)(SHAPE)
    assert values.std() == pytest.approx(deviation, rel=0.02)
    assert np.abs(values).max() <= 2 * deviation / 0.87962566103423978


def test_plain_ones() -> None:
    assert (initializers.Zeros()((2, 3)) == 0).all()
    assert (initializers.Ones()((2, 3)) == 1).all()
    assert (initializers.Constant(0.3)((2, 3)) == 0.3).all()
    normal = initializers.RandomNormal(1.0, 0.5)(SHAPE)
    assert normal.mean() == pytest.approx(1.0, abs=0.01)
    assert normal.std() == pytest.approx(0.5, rel=0.02)
    cut = initializers.TruncatedNormal(1.0, 0.5)(SHAPE)
    assert np.abs(cut - 1.0).max() <= 1.0
    wide = initializers.VarianceScaling(2.0, "fan_out", "untruncated_normal")(SHAPE)
    assert wide.std() == pytest.approx(math.sqrt(2 / 200), rel=0.02)


def test_a_seed_repeats_and_none_does_not() -> None:
    seeded = initializers.GlorotUniform(seed=4)
    np.testing.assert_array_equal(seeded((3, 4)), seeded((3, 4)))
    free = initializers.GlorotUniform()
    assert (free((3, 4)) != free((3, 4))).any()


def test_a_generator_can_be_given() -> None:
    made = []
    for _ in range(2):
        model = Sequential([Dense(3), Dense(2, kernel_initializer="he_normal")])
        model.build((None, 4), np.random.default_rng(8))
        made.append(model.parameters)
    np.testing.assert_array_equal(*made)


def test_dense_uses_them() -> None:
    layer = Dense(2, kernel_initializer="ones", bias_initializer=initializers.Constant(0.5))
    Sequential([Input((3,)), layer])
    assert (layer.kernel == 1.0).all()
    assert layer.bias.tolist() == [0.5, 0.5]
    default = Sequential([Input((3,)), Dense(5)]).layers[0]
    assert np.abs(default.kernel).max() <= math.sqrt(6 / 8)
    assert not default.bias.any()


@pytest.mark.parametrize("shape", [(6, 4), (4, 6), (5, 5)])
def test_orthogonal(shape: tuple[int, int]) -> None:
    w = initializers.Orthogonal(2.0, seed=1)(shape)
    product = w.T @ w if shape[0] >= shape[1] else w @ w.T
    np.testing.assert_allclose(product, 4.0 * np.eye(min(shape)), atol=1e-12)
    with pytest.raises(ValueError, match="at least two-dimensional"):
        initializers.Orthogonal()((3,))
