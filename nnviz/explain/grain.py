"""How finely a pass is told, and how much room each of its steps has."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

MOST_STEPS = 20_000


class Grain(Enum):
    """What one step of a pass is about."""

    PASS = "pass"
    LAYER = "layer"
    NEURON = "neuron"
    TERM = "term"


COARSER = {Grain.TERM: Grain.NEURON, Grain.NEURON: Grain.LAYER, Grain.LAYER: Grain.PASS}


class Room(NamedTuple):
    """How much of a wide layer a step writes out.

    Attributes
    ----------
    rows : int
        Lines that a step may have before the rest is only counted.
    terms : int
        Terms that a sum may have before its middle becomes one number.
    thorough : bool
        Every slope gets a line of its own, the Jacobian of softmax too.
    """

    rows: int
    terms: int
    thorough: bool


WINDOW = Room(rows=3, terms=4, thorough=False)
PAGE = Room(rows=64, terms=16, thorough=True)


class GrainError(ValueError):
    """A grain under which a network would be told in far too many steps."""


def grain_named(name: str | Grain) -> Grain:
    """Return a grain by its name.

    Raises
    ------
    ValueError
        If there is no such grain.
    """
    try:
        return Grain(name)
    except ValueError:
        names = ", ".join(grain.value for grain in Grain)
        raise ValueError(f"Expected grain to be one of {names}; received {name!r}.") from None
