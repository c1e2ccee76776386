"""The frames of a pass told neuron by neuron."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from nnviz.document.elements import Bias, Edge, Element, Loss, Neuron, Target
from nnviz.explain import activations
from nnviz.explain.equation import Row, row
from nnviz.explain.frames import Arrow, Chapter, Factor, Frame, Half, Lit, Pulses, Spot
from nnviz.explain.lines import (
    activation_lines,
    delta_lines,
    error_slope_lines,
    gradient_lines,
    handed_back_lines,
    has_short_delta,
    own_slope_lines,
    short_delta_lines,
    sum_lines,
)
from nnviz.explain.reading import Reading
from nnviz.explain.terms import Lines
from nnviz.explain.update_frames import parameter_update_frame
from nnviz.explain.updates import WORDS, update_kind, update_lines
from nnviz.explain.words import assigned, moves_the_error, sentence, stacked


def unit_sum_frame(reading: Reading, index: int, layer: int, unit: int) -> Frame:
    """Tell what one neuron's z adds up to."""
    z, edges = reading.z(layer, unit), edges_into(reading, layer, unit)
    symbols, numbers = stacked([sum_lines(reading, layer, unit)])
    bias = ", plus the bias" if reading.has_bias(layer) else ""
    return Frame(
        index,
        Chapter.FORWARD,
        title=row("What does ", z.symbol, " add up to?"),
        detail=sentence(f"What comes in times its weight{bias}: ", assigned(z)),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(a=frozenset({layer - 1}), spots=_spots([Bias(layer, unit), *edges], (layer, unit))),
        result=Factor(row(z.symbol), z.value, z.element),
        target=Neuron(layer, unit),
        pulses=Pulses(layer, 1, edges),
    )


def unit_activation_frame(reading: Reading, index: int, layer: int, unit: int) -> Frame:
    """Tell what one neuron makes of its z."""
    z, a = reading.z(layer, unit), reading.a(layer, unit)
    symbols, numbers = stacked([activation_lines(reading, layer, unit)])
    whole = frozenset({layer}) if reading.is_shared(layer) else frozenset[int]()
    words = activations.WORDS[reading.activation(layer)]
    return Frame(
        index,
        Chapter.FORWARD,
        title=row("What comes out as ", a.symbol, "?"),
        detail=sentence(f"{words}: ", z.number(), " becomes ", a.number()),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(z=whole, spots=_spots([], (layer, unit), "")),
        result=Factor(row(a.symbol), a.value, a.element),
        target=Neuron(layer, unit),
    )


def unit_error_frame(reading: Reading, index: int, layer: int, unit: int) -> Frame:
    """Tell how strongly one output moves the error, or what comes back to a hidden neuron."""
    if layer < reading.depth:
        return _handed_back_frame(reading, index, layer, unit)
    slope = reading.dE_da(layer, unit)
    output = Spot(Neuron(layer, unit), "a")
    return backward_frame(
        index,
        moves_the_error(reading.a(layer, unit).symbol),
        sentence("The slope of the error: ", assigned(slope)),
        [error_slope_lines(reading, unit)],
        Lit(loss=True, spots=frozenset({output, Spot(Target(unit))})),
        Neuron(layer, unit),
        slope,
        arrows=(Arrow(Spot(Loss()), output, slope.value),),
    )


def _handed_back_frame(reading: Reading, index: int, layer: int, unit: int) -> Frame:
    slope = reading.dE_da(layer, unit)
    edges = tuple(Edge(layer + 1, unit, k) for k in range(reading.units(layer + 1)))
    return backward_frame(
        index,
        moves_the_error(reading.a(layer, unit).symbol),
        sentence("Each δ comes back along its weight, and they add up: ", assigned(slope)),
        [handed_back_lines(reading, layer, unit)],
        Lit(z=frozenset({layer + 1}), spots=_spots(edges, (layer, unit), "a")),
        Neuron(layer, unit),
        slope,
        pulses=Pulses(layer + 1, -1, edges),
    )


def unit_slope_frame(reading: Reading, index: int, layer: int, unit: int) -> Frame:
    """Tell how strongly z moves a in one neuron; in softmax every z moves it."""
    a, name = reading.a(layer, unit), reading.activation(layer)
    several = reading.is_shared(layer) and reading.units(layer) > 1
    slope = reading.da_dz(layer, unit)
    mover = "each z" if several else reading.z(layer, unit).symbol
    words = f"The slope of {activations.NAMES[name]} here"
    count = reading.units(layer) if several else 1
    lines = list(islice(own_slope_lines(reading, layer, unit), len(reading.shown(count))))
    symbols, numbers = stacked(lines, count - len(lines))
    whole = frozenset({layer}) if several else frozenset[int]()
    return Frame(
        index,
        Chapter.BACKWARD,
        title=row("How strongly does ", mover, " move ", a.symbol, "?"),
        detail=sentence(words) if several else sentence(f"{words}: ", assigned(slope)),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(z=whole, spots=_spots([], (layer, unit), "")),
        result=None if several else slope,
        target=Neuron(layer, unit),
    )


def unit_delta_frame(reading: Reading, index: int, layer: int, unit: int) -> Frame:
    """Tell how strongly one neuron's z moves the error: its δ."""
    delta, softmax = reading.delta(layer, unit), reading.is_shared(layer)
    lines = [delta_lines(reading, layer, unit)]
    words = f"Times the slope of {activations.NAMES[reading.activation(layer)]}"
    if softmax:
        words = "It moves every share, so the slopes of all shares add up"
    if has_short_delta(reading, layer):
        lines.append(short_delta_lines(reading, unit))
        words = f"{words}; with cross-entropy that is share minus target"
    whole = frozenset({layer}) if softmax else frozenset[int]()
    factors = () if softmax else (reading.dE_da(layer, unit), reading.da_dz(layer, unit))
    return backward_frame(
        index,
        moves_the_error(reading.z(layer, unit).symbol),
        sentence(f"{words}: ", assigned(delta)),
        lines,
        Lit(a=whole, spots=_spots([], (layer, unit), "")),
        Neuron(layer, unit),
        delta,
        factors,
    )


def unit_weights_frame(reading: Reading, index: int, layer: int, unit: int) -> Frame:
    """Tell how strongly the weights into one neuron move the error."""
    edges = edges_into(reading, layer, unit)
    if len(edges) == 1:
        return parameter_frame(reading, index, edges[0])
    kept = [gradient_lines(reading, edges[k]) for k in reading.shown(len(edges))]
    return backward_frame(
        index,
        moves_the_error("each weight into ", reading.a(layer, unit).symbol),
        sentence("The δ of the neuron times what comes in along the weight"),
        kept,
        Lit(a=frozenset({layer - 1}), spots=_spots(edges, (layer, unit))),
        Neuron(layer, unit),
        left=len(edges) - len(kept),
        pulses=Pulses(layer, -1, edges),
    )


def parameter_frame(reading: Reading, index: int, element: Edge | Bias) -> Frame:
    """Tell how strongly one weight or bias moves the error."""
    slope, delta = reading.gradient(element), reading.delta(element.layer, element.unit)
    along = reading.dz_dw(element)
    words = "The δ of the neuron times what comes in along the weight"
    if isinstance(element, Bias):
        words = "z follows its bias one to one, so it is δ again"
    start = Spot(Neuron(element.layer, element.unit), "z")
    return backward_frame(
        index,
        moves_the_error(reading.parameter(element).symbol),
        sentence(f"{words}: ", assigned(slope)),
        [gradient_lines(reading, element)],
        Lit(spots=frozenset({start, *_ends(element)})),
        element,
        slope,
        (delta, along),
        arrows=(Arrow(start, Spot(element), along.value),),
    )


def unit_update_frame(reading: Reading, index: int, layer: int, unit: int) -> Frame:
    """Tell what the weights into one neuron become."""
    edges = edges_into(reading, layer, unit)
    if len(edges) == 1:
        return parameter_update_frame(reading, index, edges[0])
    each = max(len(update_lines(reading, edge)) for edge in edges[: reading.room.rows])
    kept = edges[: max(1, len(reading.shown(len(edges) * each)) // each)]
    lines = [line for edge in kept for line in update_lines(reading, edge)]
    symbols, numbers = stacked(lines, len(edges) - len(kept))
    return Frame(
        index,
        Chapter.UPDATE,
        title=row("What do the weights into ", reading.a(layer, unit).symbol, " become?"),
        detail=sentence(WORDS[update_kind(reading)]),
        symbols=symbols,
        numbers=numbers,
        lit=Lit(spots=frozenset(Spot(edge) for edge in edges)),
        target=Neuron(layer, unit),
    )


def edges_into(reading: Reading, layer: int, unit: int) -> tuple[Edge, ...]:
    """Return the weights into one neuron."""
    return tuple(Edge(layer, source, unit) for source in range(reading.units(layer - 1)))


def backward_frame(
    index: int,
    title: Row,
    detail: Row,
    lines: Sequence[Lines],
    lit: Lit,
    target: Element,
    result: Factor | None = None,
    factors: tuple[Factor, ...] = (),
    *,
    arrows: tuple[Arrow, ...] = (),
    pulses: Pulses | None = None,
    left: int = 0,
) -> Frame:
    """Return a step of the way back."""
    symbols, numbers = stacked(lines, left)
    return Frame(
        index,
        Chapter.BACKWARD,
        title,
        detail,
        symbols,
        numbers,
        lit,
        result,
        factors,
        arrows,
        target,
        pulses,
    )


def _spots(
    elements: Iterable[Element], neuron: tuple[int, int], half: Half = "z"
) -> frozenset[Spot]:
    return frozenset({Spot(Neuron(*neuron), half), *(Spot(element) for element in elements)})


def _ends(element: Edge | Bias) -> Iterable[Spot]:
    yield Spot(element)
    if isinstance(element, Edge):
        yield Spot(Neuron(element.layer - 1, element.source), "a")
