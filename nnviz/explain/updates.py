"""What the optimizer does to one weight or bias, line by line with its own terms."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from nnviz.document.elements import Bias, Edge
from nnviz.document.models import make_optimizer
from nnviz.engine.optimizers import SGD, Optimizer
from nnviz.explain.equation import BECOMES, EQUALS, MINUS, TIMES, Fraction, Number, Row, Symbol, row
from nnviz.explain.frames import Factor
from nnviz.explain.reading import Reading, known
from nnviz.explain.rule_nadam import nadam
from nnviz.explain.rules_adaptive import ADAPTIVE
from nnviz.explain.rules_moments import MOMENTS
from nnviz.explain.slots import Moment, Told, given
from nnviz.explain.terms import Lines, Quantity, product

_FROZEN = " as it is frozen"
_MEASURED = "Step against the slope, measured by its usual size"
_MEAN = "Step against the mean slope, measured by its usual size"
WORDS = {
    "sgd": "Step against the slope, η times as far",
    "momentum": "Keep a part of the last step and add one against the slope",
    "nesterov": "Keep a part of the last step, add one against the slope, and look a step ahead",
    "rmsprop": _MEASURED,
    "adagrad": "Step against the slope, measured by all slopes so far",
    "adadelta": "Step against the slope, as far as the steps before",
    "adam": _MEAN,
    "adamw": _MEAN,
    "adamax": "Step against the mean slope, measured by the largest one",
    "nadam": "Step against the mean slope and this one, measured by their usual size",
}
_RULES: dict[str, Callable[[Moment], Told]] = {**MOMENTS, **ADAPTIVE, "nadam": nadam}


def update_kind(reading: Reading) -> str:
    """Return which of `WORDS` the document's optimizer follows."""
    return _kind_of(make_optimizer(reading.document.training))


def update_lines(reading: Reading, element: Edge | Bias) -> tuple[Lines, ...]:
    """Return w ← …, in letters and in numbers, after the lines of the optimizer's own terms."""
    if is_frozen(reading, element):
        return (_kept(reading, element),)
    optimizer = make_optimizer(reading.document.training)
    slope, clipped = _clipped(reading, optimizer, element)
    decayed, lost = _decayed(reading, optimizer, element)
    told = _RULES[_kind_of(optimizer)](_moment(reading, optimizer, element, slope))
    return (*clipped, *lost, *told.lines, _moved(reading, element, decayed, told.step))


def is_frozen(reading: Reading, element: Edge | Bias) -> bool:
    """Say whether the optimizer leaves a weight or bias alone."""
    document = reading.document
    return document.has_frozen and bool(document.frozen[document.parameter_index(element)])


def _kept(reading: Reading, element: Edge | Bias) -> Lines:
    parameter = reading.parameter(element)
    symbols = row(parameter.symbol, BECOMES, parameter.symbol, _FROZEN)
    return Lines(symbols, row(parameter.symbol, BECOMES, parameter.number(), _FROZEN))


def _kind_of(optimizer: Optimizer) -> str:
    if isinstance(optimizer, SGD) and optimizer.momentum:
        return "nesterov" if optimizer.nesterov else "momentum"
    return type(optimizer).name


def _moment(reading: Reading, optimizer: Optimizer, element: Edge | Bias, slope: Factor) -> Moment:
    state = reading.document.optimizer_state or {}
    index = reading.document.parameter_index(element)
    slots = {name: _slot(state.get(name), index, optimizer) for name in optimizer.slot_names}
    step = int(state.get("iterations", 0)) + 1
    return Moment(optimizer, slope, reading.rate, slots, step)


def _slot(values: Any, index: int, optimizer: Optimizer) -> float:
    return optimizer.slot_start if values is None else float(values[index])


def _clipped(
    reading: Reading, optimizer: Optimizer, element: Edge | Bias
) -> tuple[Factor, tuple[Lines, ...]]:
    """Return the slope that counts, and where it was cut back the line that says so."""
    slope = reading.gradient(element)
    name, limit = _limit(optimizer)
    if not limit:
        return slope, ()
    symbol = Symbol("g", element=element)
    if name == "clipvalue":
        if abs(slope.value) <= limit:
            return slope, ()
        cut = slope._replace(label=row(symbol), value=float(np.copysign(limit, slope.value)))
        why = row(" as |", slope.label, f"| > {limit:g}")
        numbers = row(symbol, BECOMES, replace(cut.number(), given=True), why)
        return cut, (Lines(numbers, numbers, finished=True),)
    length = _length(reading, element, whole=name == "global_clipnorm")
    if length <= limit:
        return slope, ()
    cut = slope._replace(label=row(symbol), value=slope.value * (limit / length))
    symbols = row(symbol, BECOMES, slope.label, TIMES, Fraction(Symbol("c"), Symbol("‖∇E‖")))
    share = Fraction(given(limit), Number(length))
    numbers = row(symbol, BECOMES, product(slope.number(), share), EQUALS, cut.number())
    return cut, (Lines(symbols, numbers),)


def _limit(optimizer: Optimizer) -> tuple[str, float]:
    """Return what clips and how far, in the order in which the engine asks."""
    for name in ("clipvalue", "clipnorm", "global_clipnorm"):
        if getattr(optimizer, name):
            return name, float(getattr(optimizer, name))
    return "", 0.0


def _length(reading: Reading, element: Edge | Bias, whole: bool) -> float:
    """Return how long the gradient is: of the element's kernel or biases, or the whole."""
    layer = reading.layer(element.layer)
    own = layer.dE_dkernel if isinstance(element, Edge) else layer.dE_dbias
    parts = list(_gradients(reading)) if whole else [known(own)]
    with np.errstate(all="ignore"):
        return math.sqrt(sum(float(np.vdot(part, part)) for part in parts))


def _gradients(reading: Reading) -> Iterator[Any]:
    for layer in reading.trace.layers:
        yield known(layer.dE_dkernel)
        if layer.dE_dbias is not None:
            yield layer.dE_dbias


def _decayed(
    reading: Reading, optimizer: Optimizer, element: Edge | Bias
) -> tuple[Quantity, tuple[Lines, ...]]:
    """Return the weight after its decay, and the line that says what it lost."""
    parameter = reading.parameter(element)
    if not optimizer.weight_decay:
        return parameter, ()
    share = Quantity(Symbol("λ"), optimizer.weight_decay, given=True)
    rate = reading.rate
    left = parameter.value * (1.0 - share.value * rate.value)
    after = parameter._replace(value=left, given=False)

    def told(eta: Any, decay: Any, weight: Any) -> Row:
        return product(row("(1", MINUS, eta, TIMES, decay, ")"), weight)

    symbols = told(rate.symbol, share.symbol, parameter.symbol)
    numbers = told(rate.number(), share.number(), parameter.number())
    line = Lines(
        row(parameter.symbol, BECOMES, symbols),
        row(parameter.symbol, BECOMES, numbers, EQUALS, after.number()),
    )
    return after, (line,)


def _moved(reading: Reading, element: Edge | Bias, before: Quantity, step: Lines) -> Lines:
    new = Number(reading.updated(element), tone="accent", element=element)
    symbols = row(before.symbol, BECOMES, before.symbol, step.symbols)
    numbers = row(before.symbol, BECOMES, before.number(), step.numbers, EQUALS, new)
    return Lines(symbols, numbers)
