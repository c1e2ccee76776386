"""The same training by nnviz and by the libraries a user might pick instead."""

from __future__ import annotations

import warnings
from collections.abc import Callable

from tests.benchmarks.plain import layer_objects, matrix_products
from tests.benchmarks.workloads import Workload

Runner = Callable[[int], object]


def nnviz(workload: Workload) -> Runner:
    """Return how to train so many epochs with the public `fit`."""
    from nnviz import Dense, Input, Sequential, optimizers

    hidden = [Dense(units, workload.activation) for units in workload.sizes[1:-1]]
    last = Dense(workload.sizes[-1], "softmax" if workload.classes else "linear")
    model = Sequential([Input((workload.sizes[0],)), *hidden, last])
    model.compile(
        optimizers.get(workload.optimizer, workload.rate),
        "categorical_crossentropy" if workload.classes else "mean_squared_error",
    )
    x, y = workload.data()
    return lambda epochs: model.fit(x, y, workload.batch, epochs, verbose=0)


def pytorch(workload: Workload) -> Runner:
    """Return how to train so many epochs with eager PyTorch, in the fused form of its optimizer."""
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    hidden = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[workload.activation]
    pairs = zip(workload.sizes, workload.sizes[1:], strict=False)
    parts = [part for pair in pairs for part in (torch.nn.Linear(*pair), hidden())][:-1]
    model = torch.nn.Sequential(*parts)
    optimizer = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[workload.optimizer](
        model.parameters(), workload.rate, fused=True
    )
    loss = torch.nn.CrossEntropyLoss() if workload.classes else torch.nn.MSELoss()
    x, y = (torch.from_numpy(values) for values in workload.data())
    targets = y.argmax(dim=1) if workload.classes else y

    def run(epochs: int) -> None:
        for _ in range(epochs):
            total = torch.zeros(())
            for part in torch.randperm(len(x)).split(workload.batch):
                optimizer.zero_grad()
                error = loss(model(x[part]), targets[part])
                error.backward()
                optimizer.step()
                total += error.detach() * len(part)
            _ = total.item() / len(x)

    return run


def scikit_learn(workload: Workload) -> Runner:
    """Return how to train so many epochs with scikit-learn."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    x, y = workload.data()
    targets = y.argmax(axis=1) if workload.classes else y.ravel()

    def run(epochs: int) -> None:
        model = (MLPClassifier if workload.classes else MLPRegressor)(
            hidden_layer_sizes=workload.sizes[1:-1],
            activation=workload.activation,
            solver=workload.optimizer,
            batch_size=workload.batch,
            learning_rate_init=workload.rate,
            alpha=0.0,
            momentum=0.0,
            max_iter=epochs,
            tol=0.0,
            n_iter_no_change=epochs + 1,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(x, targets)

    return run


def jax(workload: Workload) -> Runner:
    """Return how to train so many epochs with JAX, each a single compiled call."""
    from tests.benchmarks.compiled import compiled_epoch

    return compiled_epoch(workload)


# by name: the module that has to be there, and how to train with it
CONTENDERS: dict[str, tuple[str, Callable[[Workload], Runner]]] = {
    "torch": ("torch", pytorch),
    "sklearn": ("sklearn", scikit_learn),
    "plain": ("numpy", layer_objects),
    "products": ("numpy", matrix_products),
    "jax": ("jax", jax),
}
