"""One training step on a minibatch of fixed size, as a list of bound calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.engine.arrays import FloatArray, aligned, cut
from nnviz.engine.freezing import Freezing
from nnviz.engine.mixing import Mixing
from nnviz.engine.optimizers import Optimizer
from nnviz.engine.output_rules import OutputRule, output_rule
from nnviz.engine.parts import Part, parts_of, products
from nnviz.engine.passes import LayerError, LayerPass, backward, forward, output_delta
from nnviz.engine.penalties import (
    activity_penalty,
    add_weight_gradients,
    any_constraint,
    any_penalty,
    constrain,
    variables,
    weight_penalty,
)
from nnviz.engine.products import rows_at_once
from nnviz.engine.recording import Call, Recorded, Recorder
from nnviz.engine.setting import Setting
from nnviz.engine.slots import SHORT
from nnviz.engine.stages import TrainingStages


@dataclass(frozen=True)
class Stage:
    """The memory in which a minibatch meets the step.

    Attributes
    ----------
    inputs : ndarray, shape (size, inputs), or one more with ones for the bias
    numbers : mapping of str to ndarray, shape ()
        What the optimizer multiplies with: its rate, and what else follows the count of steps.
    targets : ndarray, shape (outputs, size), or one more with what each sample's loss counts
    remains : sequence of ndarray, shape (..., size)
        What the loss and metrics are read from after the calls, as the `OutputRule` says.
    penalties : ndarray, shape (1, size), or None
        What regularizers add to the loss of each sample, if there are any.
    mixed : (Mixing, ndarray) or None
        How the update is made by one product, if it is, and memory for what is multiplied with.
    """

    inputs: FloatArray
    numbers: Mapping[str, FloatArray]
    targets: FloatArray
    remains: Sequence[FloatArray]
    penalties: FloatArray | None = None
    mixed: tuple[Mixing, FloatArray] | None = None


class MinibatchStep:
    """Forward pass, backward pass and update for `size` samples, recorded once.

    Parameters
    ----------
    setting : Setting
        Its optimizer is built; its slots are bound.
    stage : Stage
    memory : ndarray
        Where the gradient goes, as long as `gradient_length` says; behind it there may be room for
        what the optimizer makes of it.
    total : float, optional
        What the targets of every sample add up to, if it is the same for all.
    hurry : bool
        Whether to take logits for moderate: the results tell whether they were.

    Attributes
    ----------
    before : list of (function, arguments)
        To be made once before any number of steps, after the learning rate was set.
    calls : list of (function, arguments)
    factor : float
        What the gradient was still to be multiplied with, before the update.
    """

    def __init__(
        self,
        setting: Setting,
        stage: Stage,
        memory: FloatArray,
        total: float | None = None,
        hurry: bool = False,
    ) -> None:
        n = setting.parameters.size
        parameters, gradient = setting.parameters, memory[:n]
        self._long = n > SHORT
        self._room = memory[n:] if len(memory) > n else None
        if stage.mixed is not None:
            place = stage.mixed[0].places[0]
            parameters, gradient = place[stage.mixed[0].parameters], place[stage.mixed[0].gradient]
        size = len(stage.inputs)
        stages = TrainingStages(setting.all_layers, size, gradient.dtype)
        self._layers = stages.layers
        self._blocks = self._parts(parameters)
        self._stage = stage
        self._samples_first = (
            rows_at_once(stage.inputs.shape, self._layers[0].units, gradient.dtype) is not None
        )
        self._recorder = Recorder(gradient.dtype, self._samples_first, hurry)
        self._arena = aligned((sum(n.units + 1 for n in self._layers[:-1]) * size,), gradient.dtype)
        self._arena.fill(1.0)
        for function, arguments in self._drops(stages, stage.inputs.T):
            self._recorder.call(function, *arguments)
        passes = self._forward(stage.inputs.T, setting.output_rule)
        if stage.penalties is not None:
            self._penalties(passes, stage.penalties)
        # with dropout on top, the output layer is not quite that of the setting
        rule = output_rule(setting.loss, self._layers[-1].activation)
        waits = setting.optimizer.scales_gradient and not (
            setting.optimizer.clips or any_penalty(self._layers)
        )
        waiting = setting.optimizer.gradient_factor if waits else None
        parts = parts_of(setting)
        errors = self._backward(passes, rule, total, waiting, parts[0].whole)
        self.factor = 1.0
        self._freezing = Freezing(self._layers, [part.place for part in parts])
        for part in parts:
            if not part.whole and self._freezing.whole(part.place):
                continue
            own = gradient[: part.stop - part.start]
            self.factor = self._gradient(part, passes, errors, own)
            if stage.mixed is None:
                self._update(setting.optimizer, part, parameters, own)
        if stage.mixed is not None:
            for function, arguments in stage.mixed[0].calls(stage.mixed[1], stage.numbers):
                self._recorder.call(function, *arguments)
        self.before: list[Call] = self._recorder.numbers()
        self.calls: list[Call] = self._recorder.calls()

    def _drops(self, stages: TrainingStages, inputs: FloatArray) -> list[Call]:
        return [*stages.draws, *stages.drop_inputs(inputs[: self._layers[0].n_inputs])]

    def _forward(self, inputs: FloatArray, rule: OutputRule) -> list[LayerPass]:
        rows = [inputs, *self._hidden_rows(self._arena)]

        def extend(k: int, values: Recorded | None) -> Recorded:
            n = self._layers[k].n_inputs
            if values is not None:
                self._recorder.store(values, rows[k][:n])
            return self._recorder.fixed(rows[k][: n + self._layers[k].use_bias])

        blocks = [self._recorder.fixed(block) for block in self._blocks]
        passes = forward(self._layers, blocks, None, extend)
        for each, place in zip(rule.remains(passes[-1].z), self._stage.remains, strict=True):
            self._recorder.store(each, place)
        return passes

    def _hidden_rows(self, arena: FloatArray) -> list[FloatArray]:
        """Return the rows of each hidden layer's outputs, and one more for a bias's ones."""
        size = len(self._stage.inputs)
        heights = [layer.units + 1 for layer in self._layers[:-1]]
        if self._samples_first:
            return [part.T for part in cut(arena, [(size, height) for height in heights])]
        return cut(arena, [(height, size) for height in heights])

    def _slopes(self) -> list[Recorded] | None:
        """Return ∂a/∂z of the hidden layers from one calculation, where all are alike."""
        activations = {id(layer.activation): layer.activation for layer in self._layers[:-1]}
        if len(self._layers) < 3 or len(activations) != 1:
            return None
        (activation,) = activations.values()
        if activation.slope_needs_z:
            return None
        slopes = aligned(self._arena.shape, self._arena.dtype)
        self._recorder.store(activation.slope(None, self._recorder.fixed(self._arena)), slopes)
        rows = zip(self._hidden_rows(slopes), self._layers, strict=False)
        return [self._recorder.fixed(own[: layer.units]) for own, layer in rows]

    def _backward(
        self,
        passes: list[LayerPass],
        rule: OutputRule,
        total: float | None,
        waiting: float | None,
        at_once: bool,
    ) -> list[LayerError]:
        """Write down the errors, but for a factor if one is `waiting` for the optimizer.

        With them come the gradients, if all of them are to be had `at_once`.
        """
        last = passes[-1]
        targets, outputs = self._stage.targets, self._layers[-1].units
        y = self._recorder.fixed(targets[:outputs], total)
        weights = self._recorder.fixed(targets[outputs:]) if len(targets) > outputs else None
        share = 1.0 / targets.shape[1]
        delta = output_delta(self._layers[-1], rule, y, last, weights) * share
        pairs = zip(self._blocks, self._layers, strict=True)
        kernels = [self._recorder.fixed(block[: layer.n_inputs]) for block, layer in pairs]
        if waiting is None:
            # then nowhere is its factor cheaper to multiply than before the products
            delta = delta.settled()
        elif self._long:  # likewise, all but what the optimizer wants to find
            delta = delta.times(1.0 / waiting).settled().times(waiting)
        slopes = self._slopes()
        return backward(self._layers, kernels, passes, None, delta, False, share, slopes, at_once)

    def _gradient(
        self,
        part: Part,
        passes: list[LayerPass],
        errors: list[LayerError],
        gradient: FloatArray,
    ) -> float:
        """Write down the gradient by a part; return a factor it is still to be multiplied with."""
        made = list(products(part, passes, errors, gradient))
        factors = {product.factor for product, _ in made}
        common = len(factors) == 1
        for product, own in made:
            self._recorder.store(product.bare if common else product, own)
        if part.whole:
            add_weight_gradients(self._layers, self._parts(gradient), self._recorder.fixed)
        return factors.pop() if common else 1.0

    def _update(
        self, optimizer: Optimizer, part: Part, parameters: FloatArray, gradient: FloatArray
    ) -> None:
        fixed = self._recorder.fixed
        own, *others = [part.of(flat) for flat in (parameters, *optimizer.slots.values())]
        frozen = self._freezing.within(part.place, [own, *others])
        if frozen is not None:
            self._recorder.call(frozen.before_step, gradient)
        if optimizer.clips:
            self._recorder.call(optimizer.clip, variables(self._layers, self._parts(gradient)))
        slots = {name: fixed(slot) for name, slot in zip(optimizer.slots, others, strict=True)}
        slots |= {name: fixed(number) for name, number in self._stage.numbers.items()}
        g = fixed(gradient).times(self.factor)
        g.slot.room = self._room
        # a vector too long to be joined with others gives its memory away once it has been read,
        # unless the next part's gradient comes there
        g.slot.reusable = self._long and part.whole
        rate = slots.pop("rate")
        rate.slot.steady = optimizer.steady
        optimizer.step(fixed(own), g, slots, rate)
        if any_constraint(self._layers):
            self._recorder.call(constrain, self._layers, [layer.block for layer in self._layers])
        if frozen is not None:
            self._recorder.call(frozen.after_step)

    def _penalties(self, passes: list[LayerPass], kept: FloatArray) -> None:
        row = np.zeros(kept.shape, kept.dtype)
        weights = weight_penalty(self._layers, self._recorder.fixed)
        activities = activity_penalty(self._layers, [one.a for one in passes])
        self._recorder.store(row + (weights + activities), kept)

    def _parts(self, flat: FloatArray) -> list[FloatArray]:
        """Return the views of a flat vector that belong to the layers."""
        return cut(flat, [layer.block.shape for layer in self._layers])
