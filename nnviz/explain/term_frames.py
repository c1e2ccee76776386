"""The frames of a pass told term by term: every sum grows by one product at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nnviz.document.elements import Bias, Edge, Neuron, Target
from nnviz.explain.equation import BECOMES, EQUALS, PLUS, Node, Number, Row, Symbol, Tone, row
from nnviz.explain.frames import Chapter, Factor, Frame, Lit, Pulses, Spot
from nnviz.explain.lines import (
    handed_term,
    jacobian_lines,
    short_delta_lines,
    through_term,
    weighted_term,
)
from nnviz.explain.reading import Reading, known
from nnviz.explain.terms import Lines, Quantity, Term, bracketed_number
from nnviz.explain.words import assigned, sentence, stacked

_SO_FAR = Symbol("s")


class Growing(NamedTuple):
    """A sum at one of its terms.

    Attributes
    ----------
    before : float
        The sum of the terms before this one.
    value : float
        What this term amounts to.
    first, last : bool
        Its place in the sum.
    """

    before: float
    value: float
    first: bool
    last: bool

    @property
    def so_far(self) -> float:
        """The sum with this term."""
        return self.before + self.value


def _growing(values: Sequence[float], k: int) -> Growing:
    return Growing(sum(values[:k]), values[k], k == 0, k == len(values) - 1)


def growing_sum(reading: Reading, layer: int, unit: int, k: int) -> Growing:
    """Return one neuron's z at its term `k`; the bias is the last."""
    traced = reading.layer(layer)
    products = [
        float(along) * float(weight)
        for along, weight in zip(traced.inputs[0], traced.kernel_old[:, unit], strict=True)
    ]
    bias = [] if traced.bias_old is None else [float(traced.bias_old[unit])]
    return _growing([*products, *bias], k)


def sum_term_frame(reading: Reading, index: int, layer: int, unit: int, k: int) -> Frame:
    """Tell what one weight, or the bias, adds to a neuron's z."""
    z, at = reading.z(layer, unit), growing_sum(reading, layer, unit, k)
    is_edge = k < reading.units(layer - 1)
    element = Edge(layer, k, unit) if is_edge else Bias(layer, unit)
    symbols, numbers = stacked([_grown(z, weighted_term(reading, layer, unit, k), at)])
    spots = [Spot(element), Spot(Neuron(layer, unit), "z")]
    if is_edge:
        spots.append(Spot(Neuron(layer - 1, k), "a"))
    return Frame(
        index,
        Chapter.FORWARD,
        title=row("What does ", reading.parameter(element).symbol, " add to ", z.symbol, "?"),
        detail=_detail(z, at, "What comes in times the weight" if is_edge else "The bias"),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(spots=frozenset(spots)),
        result=_result(z, at),
        target=element,
        pulses=Pulses(layer, 1, (element,)) if isinstance(element, Edge) else None,
    )


def growing_error(reading: Reading, layer: int, unit: int, k: int) -> Growing:
    """Return what comes back to a hidden neuron, at neuron `k` of the next layer."""
    after = reading.layer(layer + 1)
    parts = zip(known(after.delta)[0], after.kernel_old[unit], strict=True)
    return _growing([float(delta) * float(weight) for delta, weight in parts], k)


def handed_term_frame(reading: Reading, index: int, layer: int, unit: int, k: int) -> Frame:
    """Tell what one neuron of the next layer hands back to a hidden one."""
    slope, edge = reading.dE_da(layer, unit), Edge(layer + 1, unit, k)
    at = growing_error(reading, layer, unit, k)
    symbols, numbers = stacked([_grown(slope, handed_term(reading, edge), at)])
    ends = {Spot(Neuron(layer + 1, k), "z"), Spot(Neuron(layer, unit), "a"), Spot(edge)}
    title = ("What comes back to ", reading.a(layer, unit).symbol, " along ")
    return Frame(
        index,
        Chapter.BACKWARD,
        title=row(*title, reading.weight(edge).symbol, "?"),
        detail=_detail(slope, at, "The δ at its end times the weight"),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(spots=frozenset(ends)),
        result=_result(slope, at),
        target=edge,
        pulses=Pulses(layer + 1, -1, (edge,)),
    )


def growing_delta(reading: Reading, layer: int, unit: int, k: int) -> Growing:
    """Return the δ of one neuron of a softmax, at the share of neuron `k`."""
    traced = reading.layer(layer)
    parts = zip(known(traced.dE_da)[0], traced.da_dz[0, :, unit], strict=True)
    return _growing([float(error) * float(slope) for error, slope in parts], k)


def through_term_frame(reading: Reading, index: int, layer: int, unit: int, k: int) -> Frame:
    """Tell how strongly z moves the error by way of one share of a softmax."""
    delta, share = reading.delta(layer, unit), reading.a(layer, k).symbol
    at = growing_delta(reading, layer, unit, k)
    symbols, numbers = stacked([_grown(delta, through_term(reading, layer, k, unit), at)])
    return Frame(
        index,
        Chapter.BACKWARD,
        title=row("What does ", share, " add to ", delta.label, "?"),
        detail=_detail(delta, at, "The slope of the error times the slope of the share"),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(spots=frozenset({Spot(Neuron(layer, k), "a"), Spot(Neuron(layer, unit), "z")})),
        result=_result(delta, at),
        target=Neuron(layer, unit),
    )


def jacobian_frame(reading: Reading, index: int, layer: int, unit: int, by: int) -> Frame:
    """Tell how strongly one sum moves one share of a softmax."""
    slope = reading.da_dz(layer, unit, by)
    symbols, numbers = stacked([jacobian_lines(reading, layer, unit, by)])
    mover, moved = reading.z(layer, by).symbol, reading.a(layer, unit).symbol
    words = "Its own sum raises a share" if unit == by else "What another share takes is lost"
    return Frame(
        index,
        Chapter.BACKWARD,
        title=row("How strongly does ", mover, " move ", moved, "?"),
        detail=sentence(f"{words}: ", assigned(slope)),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(spots=frozenset({Spot(Neuron(layer, by), "z"), Spot(Neuron(layer, unit), "a")})),
        result=slope,
        target=Neuron(layer, unit),
    )


def short_delta_frame(reading: Reading, index: int, layer: int, unit: int) -> Frame:
    """Tell the short form of the δ of a softmax with cross-entropy: share minus target."""
    delta, spot = reading.delta(layer, unit), Spot(Neuron(layer, unit))
    symbols, numbers = stacked([short_delta_lines(reading, unit)])
    return Frame(
        index,
        Chapter.BACKWARD,
        title=row("Is there a shorter way to ", delta.label, "?"),
        detail=sentence("With cross-entropy it is share minus target: ", assigned(delta)),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(spots=frozenset({spot, Spot(Target(unit))})),
        result=delta,
        target=Neuron(layer, unit),
    )


def _grown(whole: Quantity | Factor, term: Term, at: Growing) -> Lines:
    """Return s ← s + term, where s is the sum so far; the last term makes it the whole."""
    symbols: list[Node] = [term.symbols]
    numbers: list[Node] = [term.numbers]
    if not at.first:
        symbols = [_SO_FAR, PLUS, term.symbols]
        numbers = [Number(at.before), PLUS, bracketed_number(term.numbers)]
    name, sign = (_label(whole), EQUALS) if at.last else (_SO_FAR, BECOMES)
    total = whole.value if at.last else at.so_far
    tone: Tone = "accent" if at.last else "plain"
    result: tuple[Node, ...] = (
        EQUALS,
        Number(total, tone=tone, element=whole.element if at.last else None),
    )
    if at.first and isinstance(term.numbers, Number):
        result = ()
    return Lines(row(name, sign, *symbols), row(name, sign, *numbers, *result))


def _label(whole: Quantity | Factor) -> Node:
    return whole.symbol if isinstance(whole, Quantity) else whole.label


def _detail(whole: Quantity | Factor, at: Growing, words: str) -> Row:
    if at.last:
        return sentence(f"{words}, and the sum is done: ", assigned(whole))
    if at.first:
        return sentence(f"{words}; the sum s begins with ", Number(at.value))
    return sentence(f"{words}, ", Number(at.value), "; the sum s is now ", Number(at.so_far))


def _result(whole: Quantity | Factor, at: Growing) -> Factor:
    if at.last:
        return Factor(row(_label(whole)), whole.value, whole.element)
    return Factor(row(_SO_FAR), at.so_far)
