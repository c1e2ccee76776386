"""What the optimizer does to one weight or bias, line by line with its own terms."""

from __future__ import annotations

from typing import NamedTuple

from nnviz.document.elements import Bias, Edge
from nnviz.engine.optimizers import Adam
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
from nnviz.explain.reading import Reading
from nnviz.explain.terms import Lines, bracketed_number, product, squared

WORDS = {
    "sgd": "Step against the slope, η times as far",
    "momentum": "Keep a part of the last step and add one against the slope",
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
    shown = product(reading.rate.number(), Number(slope.value))
    return (_moved(reading, element, Lines(row(MINUS, step), row(MINUS, shown))),)


def _momentum(reading: Reading, element: Edge | Bias) -> tuple[Lines, ...]:
    slope, rate, v, beta = reading.gradient(element), reading.rate, Symbol("v"), Symbol("β")
    share, old = reading.document.training.momentum, _slots(reading, element).momentum
    new = share * old - rate.value * slope.value
    kept = product(_given(share), Number(old))
    pushed = product(rate.number(), Number(slope.value))
    remember = Lines(
        row(v, BECOMES, beta, TIMES, v, MINUS, rate.symbol, TIMES, slope.label),
        row(v, BECOMES, kept, MINUS, pushed, EQUALS, Number(new)),
    )
    step = Lines(row(PLUS, v), row(PLUS, bracketed_number(Number(new))))
    return remember, _moved(reading, element, step)


def _adam(reading: Reading, element: Edge | Bias) -> tuple[Lines, ...]:
    slope, slots, settings = reading.gradient(element), _slots(reading, element), Adam()
    m, v, rate = Symbol("m"), Symbol("v"), Symbol("η", "t")
    mean = _blend(settings.beta_1, slots.momentum, slope.value)
    square = _blend(settings.beta_2, slots.velocity, slope.value**2)
    step = slots.steps + 1
    corrected = _corrected_rate(settings, reading.rate.value, step)
    letters = row(rate, TIMES, Fraction(m, row(Root(v), PLUS, Symbol("ε"))))
    below = row(Root(Number(square)), PLUS, Number(settings.epsilon))
    numbers = row(Number(corrected), TIMES, Fraction(Number(mean), below))
    return (
        _blended(m, "1", settings.beta_1, slots.momentum, slope.label, Number(slope.value), mean),
        _blended(
            v,
            "2",
            settings.beta_2,
            slots.velocity,
            squared(slope.label),
            squared(Number(slope.value)),
            square,
        ),
        _rate_lines(settings, reading, step, corrected),
        _moved(reading, element, Lines(row(MINUS, letters), row(MINUS, numbers))),
    )


def _moved(reading: Reading, element: Edge | Bias, step: Lines) -> Lines:
    parameter = reading.parameter(element)
    new = Number(reading.updated(element), tone="accent", element=element)
    symbols = row(parameter.symbol, BECOMES, parameter.symbol, step.symbols)
    numbers = row(parameter.symbol, BECOMES, parameter.number(), step.numbers, EQUALS, new)
    return Lines(symbols, numbers)


def _blend(share: float, old: float, new: float) -> float:
    return old + (new - old) * (1.0 - share)


def _blended(
    name: Symbol, sub: str, share: float, old: float, letters: Node, numbers: Node, result: float
) -> Lines:
    beta, kept = Symbol("β", sub), product(_given(share), Number(old))
    added = product(row("(1", MINUS, _given(share), ")"), numbers)
    return Lines(
        row(name, BECOMES, beta, TIMES, name, PLUS, "(1", MINUS, beta, ")", TIMES, letters),
        row(name, BECOMES, kept, PLUS, added, EQUALS, Number(result)),
    )


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


_LINES = {"sgd": _plain, "momentum": _momentum, "adam": _adam}
