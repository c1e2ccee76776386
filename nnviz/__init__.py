"""nnviz: see, touch and check a neural network as it computes.

The engine has Keras's names, so a script runs with ``keras`` replaced by ``nnviz`` in its imports.
Importing this loads no window: what needs one is imported when it is called.
"""

from __future__ import annotations

import sys
from os import PathLike
from types import ModuleType
from typing import TYPE_CHECKING, Any

from nnviz.engine import (
    activations,
    callbacks,
    constraints,
    initializers,
    layers,
    losses,
    metrics,
    models,
    optimizers,
    regularizers,
    utils,
)
from nnviz.engine.layers import Dense, Input
from nnviz.engine.models import Sequential
from nnviz.engine.optimizers import schedules

if TYPE_CHECKING:
    from nnviz.document.document import Document

__version__ = "0.1.0"

__all__ = [
    "Dense",
    "Input",
    "Sequential",
    "activations",
    "callbacks",
    "constraints",
    "explanation",
    "initializers",
    "layers",
    "load_model",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "regularizers",
    "render",
    "save_model",
    "schedules",
    "show",
    "utils",
]


def load_model(source: str | PathLike[str]) -> Sequential:
    """Return the model in a ``.nnviz`` file, or of ``"example:NAME"``."""
    from nnviz.document import files

    return files.load_model(source)


def save_model(model: Sequential, path: str | PathLike[str]) -> None:
    """Write `model` to a ``.nnviz`` file, whole or not at all."""
    from nnviz.document import files

    files.save_model(model, path)


def explanation(
    model: Sequential,
    x: Any,
    y: Any = None,
    grain: str = "layer",
    digits: int = 4,
    format: str = "text",
) -> str:
    """Return the whole pass of a sample, and the update it causes, with every number.

    Parameters
    ----------
    model : Sequential
        Compiled, if there are targets; nothing changes it.
    x : array_like, shape (n_inputs,) or (n_samples, n_inputs)
        Of several samples the mean slopes are told.
    y : array_like, optional, shape (n_outputs,) or (n_samples, n_outputs)
    grain : {'layer', 'pass', 'neuron', 'term'}
        What one step is about.
    digits : int
        Decimals of every number, from 2 to 10.
    format : {'text', 'markdown', 'latex', 'json'}
        In JSON the values are never rounded.
    """
    from nnviz.explain import explanation as explaining

    return explaining.explanation(model, x, y, grain, digits, format)


def show(model: Sequential, x: Any = None, y: Any = None) -> None:
    """Open the window on `model`, with data if given, and return when it is closed."""
    from nnviz.gui import app

    app.show(model, x, y)


def render(
    source: str | PathLike[str] | Document | Sequential, path: str | PathLike[str], **options: Any
) -> None:
    """Write the network of a file, an example, a document or a model as a PNG, SVG or PDF."""
    from nnviz import figures

    figures.render(source, path, **options)


# Keras's module names, so that ``from nnviz.layers import Dense`` works.
for _name in __all__:
    if isinstance(globals()[_name], ModuleType):
        sys.modules[f"{__name__}.{_name}"] = globals()[_name]
sys.modules[f"{__name__}.optimizers.schedules"] = schedules

# Keras has these two among its models; the engine itself knows no files.
for _function in (load_model, save_model):
    setattr(models, _function.__name__, _function)
    models.__all__.append(_function.__name__)
