"""The documents that nnviz ships, opened as 'example:NAME'."""

from __future__ import annotations

from pathlib import Path

from nnviz.data.resources import resource
from nnviz.document.errors import DocumentError

EXAMPLE = "example:"

_TITLES = {
    "neuron": "One neuron",
    "chain": "Two-neuron chain",
    "xor": "XOR 2-2-1",
    "regression": "Diabetes 10-8-1",
    "iris": "Iris 4-8-3",
}


def examples() -> list[tuple[str, str]]:
    """Return the name and the title of each example, in teaching order."""
    return list(_TITLES.items())


def example_path(name: str) -> Path:
    """Return the file of an example; DocumentError if there is none of this name."""
    if name not in _TITLES:
        raise DocumentError(f"unknown example, choose one of {', '.join(_TITLES)}")
    return resource("examples", f"{name}.nnviz")
