"""Parameters learnt part by part: the same numbers as all at once."""

import numpy as np
import pytest

from nnviz import Dense, Input, Sequential
from nnviz.engine import parts
from nnviz.engine.optimizers import SGD, Adam, Nadam, Optimizer, RMSprop


def trained(inputs: int, optimizer: Optimizer, **options: bool) -> np.ndarray:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(23, inputs)), rng.normal(size=(23, 3))
    hidden = [Dense(40, "tanh", **options), Dense(30, "relu", **options)]
    model = Sequential([Input((inputs,)), *hidden, Dense(3)])
    model.parameters[:] = np.random.default_rng(1).normal(size=model.count_params()) / inputs
    model.compile(optimizer, "mse")
    model.fit(x, y, 5, 3, 0, shuffle=False)
    return model.parameters


def optimizers() -> list[Optimizer]:
    return [
        SGD(0.1, momentum=0.9, nesterov=True),
        Adam(0.01, amsgrad=True, weight_decay=0.1),
        RMSprop(0.01, momentum=0.5, centered=True),
        Nadam(0.01),
    ]


@pytest.mark.parametrize(("inputs", "size"), [(4, 1), (4, 100), (4, 1500), (300, 1500)])
@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("use_bias", [True, False])
def test_parts_of_any_size_learn_the_same(
    inputs: int, size: int, which: int, use_bias: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With rows wider than a part, parts across layers, and a bias that has no ones."""
    whole = trained(inputs, optimizers()[which], use_bias=use_bias)
    monkeypatch.setattr(parts, "_MANY", 1)
    monkeypatch.setattr(parts, "_PART", size)
    by_parts = trained(inputs, optimizers()[which], use_bias=use_bias)
    np.testing.assert_allclose(by_parts, whole, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize(
    ("optimizer", "options"),
    [
        (SGD(0.1, global_clipnorm=0.01), {}),
        (SGD(0.1), {"kernel_regularizer": "l2"}),
        (SGD(0.1), {"kernel_constraint": "max_norm"}),
    ],
    ids=["clipped", "regularized", "constrained"],
)
def test_what_needs_the_whole_gradient_has_it(
    optimizer: Optimizer, options: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = trained(4, optimizer.from_config(optimizer.get_config()), **options)
    monkeypatch.setattr(parts, "_MANY", 1)
    monkeypatch.setattr(parts, "_PART", 100)
    assert trained(4, optimizer, **options).tobytes() == whole.tobytes()


@pytest.mark.parametrize("which", range(4))
def test_parts_keep_what_is_frozen(which: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole layer, whose parts are left out, and single weights of the others."""
    results = []
    for many in (2**18, 1):
        monkeypatch.setattr(parts, "_MANY", many)
        monkeypatch.setattr(parts, "_PART", 100)
        model = Sequential([Input((4,)), Dense(40, "tanh"), Dense(30, "relu"), Dense(3)])
        model.parameters[:] = np.random.default_rng(1).normal(size=model.count_params()) / 4
        mask = np.random.default_rng(2).random(model.count_params()) < 0.1
        mask[:200] = True
        model.frozen, before = mask, model.parameters.copy()
        model.compile(optimizers()[which], "mse")
        x = np.random.default_rng(0).normal(size=(23, 4))
        model.fit(x, x[:, :3], 5, 3, 0, shuffle=False)
        assert model.parameters[mask].tobytes() == before[mask].tobytes()
        assert (model.parameters != before)[~mask].mean() > 0.5
        results.append(model.parameters)
    np.testing.assert_allclose(*results, rtol=1e-11, atol=1e-14)
