"""nnviz: see, touch and check a neural network as it computes.

The engine has Keras's names, so a script runs with ``keras`` replaced by ``nnviz`` in its imports.
Importing this loads no window: what needs one is imported when it is called.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from os import PathLike
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nnviz.document.document import Document
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


# The engine loads when the first of its names is wanted: the window's frame stands before it.
_MODULES = {
    "activations": "nnviz.engine.activations",
    "callbacks": "nnviz.engine.callbacks",
    "constraints": "nnviz.engine.constraints",
    "initializers": "nnviz.engine.initializers",
    "layers": "nnviz.engine.layers",
    "losses": "nnviz.engine.losses",
    "metrics": "nnviz.engine.metrics",
    "models": "nnviz.engine.models",
    "optimizers": "nnviz.engine.optimizers",
    "regularizers": "nnviz.engine.regularizers",
    "utils": "nnviz.engine.utils",
    "schedules": "nnviz.engine.optimizers.schedules",
    "optimizers.schedules": "nnviz.engine.optimizers.schedules",
}
_CLASSES = {"Dense": "layers", "Input": "layers", "Sequential": "models"}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return _module(name)
    if name in _CLASSES:
        return getattr(_module(_CLASSES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _module(name: str) -> ModuleType:
    """Return a module of Keras's names; its models know files, of which the engine knows none."""
    module = import_module(_MODULES[name])
    if name == "models":
        for function in (load_model, save_model):
            setattr(module, function.__name__, function)
            if function.__name__ not in module.__all__:
                module.__all__.append(function.__name__)
    return module


class _KerasNames(MetaPathFinder, Loader):
    """Finds Keras's module names, so that ``from nnviz.layers import Dense`` works."""

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Return how to load one of these names."""
        package, _dot, name = fullname.partition(".")
        known = package == __name__ and name in _MODULES
        return ModuleSpec(fullname, self) if known else None

    def exec_module(self, module: ModuleType) -> None:
        """Let the engine's own module stand under the name."""
        sys.modules[module.__name__] = _module(module.__name__.removeprefix(f"{__name__}."))


sys.meta_path.insert(0, _KerasNames())  # first: the engine's packages would load theirs twice
