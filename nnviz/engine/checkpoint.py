"""The last state of a training that was known to be finite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray
from nnviz.engine.optimizers import Optimizer


class Checkpoint:
    """A copy of parameters and optimizer state, in memory that is used again.

    Parameters
    ----------
    parameters : ndarray, shape (n_parameters,)
    optimizer : Optimizer
        Built.
    generators : sequence of Generator
        Those that dropout draws from, so that a slice can be repeated as it was.
    """

    def __init__(
        self,
        parameters: FloatArray,
        optimizer: Optimizer,
        generators: Sequence[np.random.Generator] = (),
    ) -> None:
        self._parameters = parameters
        self._optimizer = optimizer
        self._copy = np.empty_like(parameters)
        self._slots = {name: np.empty_like(slot) for name, slot in optimizer.slots.items()}
        self._iterations = 0
        self._generators = {id(one): one for one in generators}
        self._states: dict[int, Any] = {}

    def save(self) -> None:
        """Remember the present state."""
        self._copy[...] = self._parameters
        self._iterations = self._optimizer.iterations
        for name, slot in self._optimizer.slots.items():
            self._slots[name][...] = slot
        self._states = {key: one.bit_generator.state for key, one in self._generators.items()}

    def restore(self) -> None:
        """Go back to the state last saved."""
        self._parameters[...] = self._copy
        self._optimizer.set_state({"iterations": self._iterations, **self._slots})
        for key, state in self._states.items():
            self._generators[key].bit_generator.state = state
