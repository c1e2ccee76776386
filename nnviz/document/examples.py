"""The documents that nnviz ships."""

from __future__ import annotations


def examples() -> list[tuple[str, str]]:
    """Return the name and the title of each example, in teaching order."""
    return [
        ("neuron", "One neuron"),
        ("chain", "Two-neuron chain"),
        ("xor", "XOR 2-2-1"),
        ("regression", "Diabetes 10-8-1"),
        ("iris", "Iris 4-8-3"),
    ]
