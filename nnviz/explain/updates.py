"""What the optimizer does to one weight or bias, line by line with its own terms."""

from __future__ import annotations

import math
from typing import NamedTuple

from nnviz.document.elements import Bias, Edge
from nnviz.engine.optimizers import Adam, RMSprop
from nnviz.explain.equation import (
    BECOMES,
    EQUALS,
    MINUS,
    PLUS,
    TIMES,
    Fraction,
    Node,
    Number,
    Root,
    Row,
    Script,
    Symbol,
    Text,
    joined,
    row,
)
from nnviz.explain.frames import Factor
from nnviz.explain.reading import Reading
from nnviz.explain.terms import Lines, bracketed_number, product, squared

WORDS = {
    "sgd": "Step against the slope, η times as far",
    "momentum": "Keep a part of the last step and add one against the slope",
    "rmsprop": "Step against the slope, measured by its usual size",
    "adam": "Step against the mean slope, measured by its usual size",
}


def update_kind(reading: Reading) -> str:
    """Return which of `WORDS` the document's optimizer follows."""
    training = reading.document.training
    return "momentum" if training.optimizer == "sgd" and training.momentum else training.optimizer


def update_lines(reading: Reading, element: Edge | Bias) -> tuple[Lines, ...]:
    """Return w ← …, in letters and in numbers, after the lines of the optimizer's own terms."""
    return _LINES[update_kind(reading)](reading, element)


class _Slots(NamedTuple):
    """What the optimizer remembers of one parameter, and the steps it has made."""

    momentum: float
    velocity: float
    steps: int


def _slots(reading: Reading, element: Edge | Bias) -> _Slots:
    state = reading.document.optimizer_state or {}
    index = reading.document.parameter_index(element)
    momentum, velocity = (state.get(name) for name in ("momentum", "velocity"))
    return _Slots(
        0.0 if momentum is None or isinstance(momentum, int) else float(momentum[index]),
        0.0 if velocity is None or isinstance(velocity, int) else float(velocity[index]),
        int(state.get("iterations", 0)),
    )


def _plain(reading: Reading, element: Edge | Bias) -> tuple[Lines, ...]:
    slope = reading.gradient(element)
    step = row(reading.rate.symbol, TIMES, slope.label)
    shown = product(reading.rate.number(), slope.number())
    return (_moved(reading, element, _against(Lines(step, shown))),)


def _momentum(reading: Reading, element: Edge | Bias) -> tuple[Lines, ...]:
    slope, rate, v, beta = reading.gradient(element), reading.rate, Symbol("v"), Symbol("β")
    share, old = reading.document.training.momentum, _slots(reading, element).momentum
    new = share * old - rate.value * slope.value
    kept = product(_given(share), Number(old))
    pushed = product(rate.number(), slope.number())
    remember = Lines(
        row(v, BECOMES, beta, TIMES, v, MINUS, rate.symbol, TIMES, slope.label),
        row(v, BECOMES, kept, MINUS, pushed, EQUALS, Number(new)),
    )
    step = Lines(row(PLUS, v), row(PLUS, bracketed_number(Number(new))))
    return remember, _moved(reading, element, step)


def _rmsprop(reading: Reading, element: Edge | Bias) -> tuple[Lines, ...]:
    slope, slots, settings = reading.gradient(element), _slots(reading, element), RMSprop()
    square = _Blend(settings.rho, slots.velocity, slope.value * slope.value)
    below = math.sqrt(square.value + settings.epsilon)
    letters = Fraction(slope.label, Root(row(Symbol("v"), PLUS, Symbol("ε"))))
    root = Root(row(Number(square.value), PLUS, Number(settings.epsilon)))
    step = Lines(
        row(reading.rate.symbol, TIMES, letters),
        row(reading.rate.number(), TIMES, Fraction(slope.number(), root)),
    )
    mean = square.lines(Symbol("v"), Symbol("ρ"), squared(slope.label), _square(slope))
    if not reading.document.training.momentum:
        return mean, _moved(reading, element, _against(step))
    return mean, *_carried(reading, element, step, reading.rate.value * slope.value / below)


def _carried(
    reading: Reading, element: Edge | Bias, step: Lines, length: float
) -> tuple[Lines, Lines]:
    """Return the lines of a step that RMSprop's momentum carries on."""
    m, beta = Symbol("m"), reading.document.training.momentum
    old = _slots(reading, element).momentum
    new = beta * old + length
    kept = product(_given(beta), Number(old))
    remember = Lines(
        row(m, BECOMES, Symbol("β"), TIMES, m, PLUS, step.symbols),
        row(m, BECOMES, kept, PLUS, step.numbers, EQUALS, Number(new)),
    )
    moved = Lines(row(m), row(bracketed_number(Number(new))))
    return remember, _moved(reading, element, _against(moved))


def _adam(reading: Reading, element: Edge | Bias) -> tuple[Lines, ...]:
    slope, slots, settings = reading.gradient(element), _slots(reading, element), Adam()
    m, v, rate = Symbol("m"), Symbol("v"), Symbol("η", "t")
    mean = _Blend(settings.beta_1, slots.momentum, slope.value)
    square = _Blend(settings.beta_2, slots.velocity, slope.value * slope.value)
    corrected = _corrected_rate(settings, reading.rate.value, slots.steps + 1)
    below = row(Root(Number(square.value)), PLUS, Number(settings.epsilon))
    step = Lines(
        row(rate, TIMES, Fraction(m, row(Root(v), PLUS, Symbol("ε")))),
        row(Number(corrected), TIMES, Fraction(Number(mean.value), below)),
    )
    return (
        mean.lines(m, Symbol("β", "1"), slope.label, slope.number()),
        square.lines(v, Symbol("β", "2"), squared(slope.label), _square(slope)),
        _rate_lines(settings, reading, slots.steps + 1, corrected),
        _moved(reading, element, _against(step)),
    )


class _Blend(NamedTuple):
    """A running mean: `share` of the old value and the rest of the new one."""

    share: float
    old: float
    new: float

    @property
    def value(self) -> float:
        """The mean after this step."""
        return self.old + (self.new - self.old) * (1.0 - self.share)

    def lines(self, name: Symbol, share: Symbol, letters: Node, numbers: Node) -> Lines:
        """Return `name` ← `share` · `name` + (1 − `share`) · new."""
        kept = product(_given(self.share), Number(self.old))
        added = product(row("(1", MINUS, _given(self.share), ")"), numbers)
        return Lines(
            row(name, BECOMES, share, TIMES, name, PLUS, "(1", MINUS, share, ")", TIMES, letters),
            row(name, BECOMES, kept, PLUS, added, EQUALS, Number(self.value)),
        )


def _square(slope: Factor) -> Node:
    return squared(slope.number())


def _against(step: Lines) -> Lines:
    return Lines(row(MINUS, step.symbols), row(MINUS, step.numbers))


def _moved(reading: Reading, element: Edge | Bias, step: Lines) -> Lines:
    parameter = reading.parameter(element)
    new = Number(reading.updated(element), tone="accent", element=element)
    symbols = row(parameter.symbol, BECOMES, parameter.symbol, step.symbols)
    numbers = row(parameter.symbol, BECOMES, parameter.number(), step.numbers, EQUALS, new)
    return Lines(symbols, numbers)


def _corrected_rate(settings: Adam, rate: float, step: int) -> float:
    root = float((1.0 - settings.beta_2**step) ** 0.5)
    return rate * root / (1.0 - settings.beta_1**step)


def _rate_lines(settings: Adam, reading: Reading, step: int, corrected: float) -> Lines:
    t, name = Symbol("t"), Symbol("η", "t")
    symbols = _correction(reading.rate.symbol, Symbol("β", "1"), Symbol("β", "2"), t)
    count = Text(str(step))
    one, two = _given(settings.beta_1), _given(settings.beta_2)
    numbers = _correction(reading.rate.number(), one, two, count)
    return Lines(row(name, EQUALS, symbols), row(name, EQUALS, numbers, EQUALS, Number(corrected)))


def _correction(rate: Node, one: Node, two: Node, step: Node) -> Row:
    above = Root(row("1", MINUS, Script(two, sup=step)))
    return joined([rate, Fraction(above, row("1", MINUS, Script(one, sup=step)))], TIMES)


def _given(value: float) -> Number:
    return Number(value, given=True)


_LINES = {"sgd": _plain, "momentum": _momentum, "rmsprop": _rmsprop, "adam": _adam}
