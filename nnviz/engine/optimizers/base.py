"""What all optimizers share."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray, number


class Optimizer:
    """The common part: learning rate, count of steps, and slots as long as the parameters.

    Parameters
    ----------
    learning_rate : float
        The step size η.
    name : str, optional
        A name of one's own.

    Attributes
    ----------
    name : str
        Keras's name of it.
    iterations : int
        Steps made so far.
    rate : ndarray, shape ()
        What the next step multiplies with; follows the learning rate and the count of steps.
    """

    name = "optimizer"
    slot_names: tuple[str, ...] = ()

    def __init__(self, learning_rate: float, name: str | None = None) -> None:
        self.rate = np.zeros(())
        self.iterations = 0
        self.slots: dict[str, FloatArray] = {}
        self.learning_rate = learning_rate
        if name is not None:
            self.name = name

    @property
    def learning_rate(self) -> float:
        """The step size η; may be changed at any time."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        self._learning_rate = number("learning_rate", value, 0.0, math.inf)
        self.rate[...] = self._learning_rate

    def build(self, n_parameters: int) -> None:
        """Make the slots for `n_parameters` parameters, unless they are there.

        Raises
        ------
        ValueError
            If it already serves a model of another size.
        """
        for name, slot in self.slots.items():
            if slot.size != n_parameters:
                raise ValueError(
                    f"Optimizer {self.name!r} keeps a {name} for {slot.size} parameters; received "
                    f"a model with {n_parameters}. Compile the model with a new optimizer."
                )
        for name in self.slot_names:
            self.slots.setdefault(name, np.zeros(n_parameters))

    @property
    def variable_count(self) -> int:
        """How many numbers it keeps, as Keras counts them; 0 before the first step.

        These are the slots, and the count of steps and the learning rate.
        """
        if not self.iterations:
            return 0
        return sum(slot.size for slot in self.slots.values()) + 2

    def begin_step(self) -> None:
        """Count one step; what depends on the count is set here."""
        self.iterations += 1

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """Change parameters `p` and `slots` in place, by gradient `g`."""
        raise NotImplementedError

    def preview(self, parameters: FloatArray, gradient: FloatArray) -> FloatArray:
        """Return the parameters after one step; neither they nor this optimizer change."""
        before = self.iterations, self.rate.copy()
        fresh = np.zeros_like(parameters)
        slots = {name: self.slots.get(name, fresh).copy() for name in self.slot_names}
        after: FloatArray = parameters.copy()
        self.begin_step()
        self.update(after, gradient, slots, self.rate)
        self.iterations, self.rate[...] = before
        return after

    def state(self) -> dict[str, FloatArray | int]:
        """Return a copy of what the next step depends on: the count of steps and the slots."""
        slots = {name: self.slots[name].copy() for name in self.slot_names if name in self.slots}
        return {"iterations": self.iterations, **slots}

    def set_state(self, state: dict[str, Any]) -> None:
        """Continue from what `state` returned.

        Raises
        ------
        ValueError
            If the slots are not those of this optimizer.
        """
        slots = {key: value for key, value in state.items() if key != "iterations"}
        if slots and set(slots) != set(self.slot_names):
            raise ValueError(
                f"Expected the slots {sorted(self.slot_names)} of {self.name}; "
                f"received {sorted(slots)}."
            )
        self.iterations = int(state["iterations"])
        for name in self.slot_names:
            self._restore(name, slots.get(name))

    def _restore(self, name: str, values: Any) -> None:
        """Write into the slot that is there, since a recorded step may be bound to it."""
        slot = self.slots.get(name)
        if values is None:
            self.slots.pop(name, None)
        elif slot is not None and slot.shape == np.shape(values):
            slot[...] = values
        else:
            self.slots[name] = np.array(values, dtype=np.float64)

    def __repr__(self) -> str:
        return f"<optimizer {self.name}, learning rate {self.learning_rate:g}>"
