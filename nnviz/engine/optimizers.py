"""Optimizers: the update rules, in Keras's form and with Keras's defaults.

An optimizer sees one flat vector of parameters p and one of gradients g. `update` is written with
operators that work in place, so that the same lines make one step of a trace and are recorded into the
fast training step.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnviz.engine.arrays import FloatArray


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
    built : bool
        Whether it was prepared for a vector of parameters.
    rate : ndarray, shape ()
        What the next step multiplies with; follows the learning rate and the count of steps.
    """

    name = "optimizer"
    slot_names: tuple[str, ...] = ()

    def __init__(self, learning_rate: float, name: str | None = None) -> None:
        self.rate = np.zeros(())
        self.iterations = 0
        self.built = False
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
        self._learning_rate = _number("learning_rate", value, 0.0, math.inf)
        self.rate[...] = self._learning_rate

    def build(self, n_parameters: int) -> None:
        """Make the slots for `n_parameters` parameters, unless they are there."""
        self.built = True
        for slot in self.slot_names:
            if slot not in self.slots or self.slots[slot].size != n_parameters:
                self.slots[slot] = np.zeros(n_parameters)

    @property
    def variable_count(self) -> int:
        """How many numbers it keeps, as Keras counts them; 0 before the first step is prepared.

        These are the slots, and the count of steps and the learning rate.
        """
        if not self.built:
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
        after = parameters.copy()
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


class SGD(Optimizer):
    """Gradient descent: p ← p − η g, or with momentum β: v ← β v − η g, p ← p + v.

    With `nesterov`: p ← p + β v − η g after v has changed.
    """

    name = "sgd"

    def __init__(
        self,
        learning_rate: float = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        name: str | None = None,
    ) -> None:
        super().__init__(learning_rate, name)
        self.momentum = _number("momentum", momentum, 0.0, 1.0)
        self.nesterov = bool(nesterov)
        self.slot_names = ("momentum",) if self.momentum else ()

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        step = g * rate
        if not self.momentum:
            p -= step
            return
        v = slots["momentum"]
        v *= self.momentum
        v -= step
        if self.nesterov:
            p += v * self.momentum
            p -= step
        else:
            p += v


class RMSprop(Optimizer):
    """v ← ρ v + (1 − ρ) g², p ← p − η g / √(v + ε), optionally with momentum."""

    name = "rmsprop"

    def __init__(
        self,
        learning_rate: float = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        name: str | None = None,
    ) -> None:
        super().__init__(learning_rate, name)
        self.rho = _number("rho", rho, 0.0, 1.0)
        self.momentum = _number("momentum", momentum, 0.0, 1.0)
        self.epsilon = _number("epsilon", epsilon, 0.0, math.inf)
        self.slot_names = ("velocity", "momentum") if self.momentum else ("velocity",)

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        v = slots["velocity"]
        v *= self.rho
        v += np.square(g) * (1.0 - self.rho)
        step = g / np.sqrt(v + self.epsilon) * rate
        if not self.momentum:
            p -= step
            return
        m = slots["momentum"]
        m *= self.momentum
        m += step
        p -= m


class Adam(Optimizer):
    """m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², p ← p − ηₜ m / (√v + ε).

    ηₜ = η √(1 − β₂ᵗ) / (1 − β₁ᵗ) corrects both means at step t. As in Keras, ε stands outside that
    correction; the textbook's form ends visibly elsewhere.
    """

    name = "adam"
    slot_names = ("momentum", "velocity")

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        name: str | None = None,
    ) -> None:
        super().__init__(learning_rate, name)
        self.beta_1 = _number("beta_1", beta_1, 0.0, 1.0)
        self.beta_2 = _number("beta_2", beta_2, 0.0, 1.0)
        self.epsilon = _number("epsilon", epsilon, 0.0, math.inf)

    def begin_step(self) -> None:
        self.iterations += 1
        t = self.iterations
        correction = math.sqrt(1.0 - self.beta_2**t) / (1.0 - self.beta_1**t)
        self.rate[...] = self._learning_rate * correction

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        m, v = slots["momentum"], slots["velocity"]
        m += (g - m) * (1.0 - self.beta_1)
        v += (np.square(g) - v) * (1.0 - self.beta_2)
        p -= m / (np.sqrt(v) + self.epsilon) * rate


def _number(name: str, value: Any, low: float, high: float) -> float:
    """Return `value` as a float; it must be finite, at least `low` and at most `high`."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not (math.isfinite(number) and low <= number <= high):
        expected = f"at least {low:g}" if high == math.inf else f"between {low:g} and {high:g}"
        raise ValueError(f"Expected {name} to be a number {expected}; received {value!r}.")
    return number


_CLASSES: tuple[type[Optimizer], ...] = (SGD, RMSprop, Adam)
_BY_NAME = {cls.name: cls for cls in _CLASSES}


def names() -> tuple[str, ...]:
    """Return the names of all optimizers."""
    return tuple(_BY_NAME)


def get(
    identifier: str | Optimizer, learning_rate: float | None = None, momentum: float | None = None
) -> Optimizer:
    """Return the optimizer `identifier` names, with Keras's defaults for what is not given.

    Raises
    ------
    ValueError
        If there is no such optimizer, or it takes no momentum.
    """
    if isinstance(identifier, Optimizer):
        return identifier
    cls = _BY_NAME.get(identifier.lower()) if isinstance(identifier, str) else None
    if cls is None:
        raise ValueError(
            f"Could not interpret optimizer identifier: {identifier!r}. "
            f"Expected one of {', '.join(names())}."
        )
    options: dict[str, Any] = {}
    if learning_rate is not None:
        options["learning_rate"] = learning_rate
    if momentum:
        if cls is Adam:
            raise ValueError("Adam takes no momentum: its beta_1 is that. Expected 0.")
        options["momentum"] = momentum
    return cls(**options)
