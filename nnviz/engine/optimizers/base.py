"""What all optimizers share."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike

from nnviz.engine.arrays import FloatArray, aligned, number, unchanging
from nnviz.engine.configs import Configured, plain
from nnviz.engine.optimizers import schedules
from nnviz.engine.optimizers.clipping import clip_length, clip_values
from nnviz.engine.optimizers.schedules import LearningRateSchedule
from nnviz.engine.slots import SHORT

AHEAD = 256  # steps whose numbers are made together
_PART = 4096  # numbers looked through at once, so that it takes little memory
_FADED = 1e16  # times the smallest number with all its digits


class Optimizer(Configured):
    """The common part: learning rate, count of steps, and slots as long as the parameters.

    Parameters
    ----------
    learning_rate : float or LearningRateSchedule
        The step size η.
    weight_decay : float, optional
        λ: before each step, every parameter loses η λ times itself.
    clipnorm : float, optional
        No kernel's or bias's gradient is longer than this.
    clipvalue : float, optional
        No derivative is larger than this.
    global_clipnorm : float, optional
        The gradient of all parameters together is no longer than this.
    use_ema, ema_momentum, ema_overwrite_frequency : optional
        Stand here for Keras's order of arguments; expected as they are.
    loss_scale_factor, gradient_accumulation_steps : optional
        Likewise.
    name : str, optional
        A name of one's own.

    Attributes
    ----------
    name : str
        Keras's name of it.
    iterations : int
        Steps made so far.
    scales_gradient : bool
        Whether it multiplies gradients by constants anyway, so that one more costs nothing.
    """

    name = "optimizer"
    module: ClassVar[str] = "keras.optimizers"
    slot_names: tuple[str, ...] = ()
    scales_gradient = False
    slot_start = 0.0

    def __init__(
        self,
        learning_rate: float | LearningRateSchedule,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None:
        self.iterations = 0
        self.slots: dict[str, FloatArray] = {}
        self._flat = np.empty(0)
        self.weight_decay = _optional("weight_decay", weight_decay)
        self.clipnorm = _optional("clipnorm", clipnorm)
        self.clipvalue = _optional("clipvalue", clipvalue)
        self.global_clipnorm = _optional("global_clipnorm", global_clipnorm)
        if sum(limit is not None for limit in (clipnorm, clipvalue, global_clipnorm)) > 1:
            raise ValueError(
                "At most one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set. "
                f"Received: clipnorm={clipnorm}, clipvalue={clipvalue}, "
                f"global_clipnorm={global_clipnorm}"
            )
        if use_ema or loss_scale_factor or gradient_accumulation_steps:
            raise ValueError(
                "Expected use_ema, loss_scale_factor and gradient_accumulation_steps as they are: "
                "nnviz's optimizers have none of them."
            )
        self.use_ema, self.ema_momentum = use_ema, ema_momentum
        self.ema_overwrite_frequency = ema_overwrite_frequency
        self.loss_scale_factor = loss_scale_factor
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self._schedule = _schedule_of(learning_rate)
        self._known: dict[str, FloatArray] = {}
        self._known_from = 0
        self._set_rate(self._schedule(0) if self._schedule else learning_rate)
        if name is not None:
            self.name = name

    @property
    def learning_rate(self) -> float:
        """The step size η; may be changed at any time, unless a schedule sets it."""
        return self._schedule(self.iterations) if self._schedule else self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float | LearningRateSchedule) -> None:
        if isinstance(value, LearningRateSchedule):
            self._schedule = value
            self._set_rate(value(self.iterations))
            return
        if self._schedule is not None:
            raise TypeError(
                "This optimizer was created with a `LearningRateSchedule` object as its "
                "`learning_rate` constructor argument, hence its learning rate is not settable. "
                "Expected an optimizer created with a number."
            )
        self._set_rate(value)

    def _set_rate(self, value: Any) -> None:
        self._learning_rate = number("learning_rate", value, 0.0, math.inf)
        self._known = {}

    def build(self, n_parameters: int, dtype: DTypeLike = np.float64) -> None:
        """Make the slots for `n_parameters` parameters of this type, unless they are there.

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
        if [slot.dtype for slot in self.slots.values()] != [np.dtype(dtype)] * len(self.slot_names):
            before, self.slots = self.slots, self._neighbours(n_parameters, dtype)
            for name, slot in before.items():
                self.slots[name][...] = slot
        self._known = {}

    def _neighbours(self, n_parameters: int, dtype: DTypeLike) -> dict[str, FloatArray]:
        """Return new slots, one behind the other in memory, so that a step may join them."""
        names = self.slot_names
        self._trace = float(np.finfo(dtype).tiny) * _FADED
        # long ones each begin where wide instructions like it to
        width = n_parameters if n_parameters <= SHORT else -(-n_parameters // 16) * 16
        self._flat = aligned((len(names) * width,), dtype)
        self._flat.fill(self.slot_start)
        rows = self._flat.reshape(len(names), width)[:, :n_parameters]
        return dict(zip(names, rows, strict=True))

    def clear_traces(self) -> None:
        """Set to 0 what has faded in the slots so far that no parameter could tell.

        A mean of what is 0 by now shrinks to numbers that processors are slow with.
        """
        for start in range(0, len(self._flat), _PART):
            part = self._flat[start : start + _PART]
            np.putmask(part, np.abs(part) < self._trace, 0.0)

    @property
    def gradient_factor(self) -> float:
        """What a gradient may be divided by in memory to save the first multiplication."""
        return 1.0

    @property
    def variable_count(self) -> int:
        """How many numbers it keeps, as Keras counts them; 0 before the first step.

        These are the slots, the count of steps, and the learning rate unless a schedule sets it.
        """
        if not self.iterations:
            return 0
        return sum(slot.size for slot in self.slots.values()) + 1 + (self._schedule is None)

    def numbers(self, steps: int) -> dict[str, FloatArray]:
        """Return what each of so many next steps multiplies with, by name; at most `AHEAD` of them.

        These are its `rate`, and what else follows the count of steps.
        """
        skipped = self.iterations - self._known_from
        if not self._known or not 0 <= skipped <= len(self._known["rate"]) - steps:
            # a schedule is asked for no step that may not be made
            known_to = self.iterations + (AHEAD if self._schedule is None else steps)
            t = np.arange(self.iterations + 1.0, known_to + 1.0)
            known = self.numbers_at(t)
            self._known = {name: np.broadcast_to(each, t.shape) for name, each in known.items()}
            self._known_from, skipped = self.iterations, 0
        return {name: each[skipped : skipped + steps] for name, each in self._known.items()}

    def numbers_at(self, t: FloatArray) -> dict[str, Any]:
        """Return the numbers of steps t, counted from 1 and in a row; or one for all."""
        rate: Any = self._learning_rate
        if self._schedule is not None:
            rates = [self._schedule(int(step) - 1) for step in t]
            rate = np.array([number("learning_rate", each, 0.0, math.inf) for each in rates])
        if self.weight_decay is None:
            return {"rate": rate}
        return {"rate": rate, "decay": 1.0 - self.weight_decay * rate}

    @property
    def steady(self) -> bool:
        """Whether the numbers are the same from step to step, unless the rate is set."""
        return self._schedule is None and type(self).numbers_at is Optimizer.numbers_at

    @property
    def clips(self) -> bool:
        """Whether gradients are cut back before a step."""
        return any((self.clipnorm, self.clipvalue, self.global_clipnorm))

    def clip(self, gradients: Sequence[FloatArray]) -> None:
        """Cut back gradients, one array for each kernel and bias, in place."""
        if self.clipvalue:
            clip_values(gradients, self.clipvalue)
        elif self.clipnorm:
            for g in gradients:
                clip_length([g], self.clipnorm)
        elif self.global_clipnorm:
            clip_length(gradients, self.global_clipnorm)

    def step(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """Change parameters `p` and `slots`, which hold the numbers too, by gradient `g`."""
        if self.weight_decay is not None:
            p *= slots["decay"]
        self.update(p, g, slots, rate)

    def update(self, p: Any, g: Any, slots: dict[str, Any], rate: Any) -> None:
        """Change parameters `p` and `slots` in place, by gradient `g`."""
        raise NotImplementedError

    def preview(self, parameters: FloatArray, gradient: FloatArray) -> FloatArray:
        """Return the parameters after one step; neither they nor this optimizer change."""
        slots = {name: self._slot_like(name, parameters) for name in self.slot_names}
        after: FloatArray = parameters.copy()
        numbers = {name: each[0].astype(after.dtype) for name, each in self.numbers(1).items()}
        rate = numbers.pop("rate")
        self.step(after, gradient, {**slots, **numbers}, rate)
        return after

    def _slot_like(self, name: str, parameters: FloatArray) -> FloatArray:
        """Return a copy of a slot, as it begins if it is not there yet."""
        slot = self.slots.get(name)
        return np.full_like(parameters, self.slot_start) if slot is None else slot.copy()

    def unchanging(self) -> Optimizer:
        """Return this optimizer as it is now, for `preview`: nothing changes its slots."""
        same = copy.copy(self)
        same.slots = {name: unchanging(slot) for name, slot in self.slots.items()}
        return same

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
        there = {name: slot.shape for name, slot in self.slots.items()}
        if there != {name: np.shape(values) for name, values in slots.items()}:
            size = max((np.size(values) for values in slots.values()), default=0)
            self.slots = self._neighbours(size, np.float64) if slots else {}
        for name, values in slots.items():
            # written into the slot that is there, since a recorded step may be bound to it
            self.slots[name][...] = values

    def show_state(self, state: dict[str, Any]) -> None:
        """Have what `state` returned as it is, not copied: enough for `preview`, not for steps."""
        self.iterations = int(state["iterations"])
        self.slots = {key: value for key, value in state.items() if key != "iterations"}

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as JSON can hold them."""
        config = super().get_config()
        return {**config, "learning_rate": plain(self._schedule or self.learning_rate)}

    def __repr__(self) -> str:
        return f"<optimizer {self.name}, learning rate {self.learning_rate:g}>"


def _optional(name: str, value: Any) -> float | None:
    return None if value is None else number(name, value, 0.0, math.inf)


def _schedule_of(learning_rate: Any) -> LearningRateSchedule | None:
    given = isinstance(learning_rate, (LearningRateSchedule, Mapping))
    return schedules.get(learning_rate) if given else None
