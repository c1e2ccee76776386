"""What the inspector tells of one weight, bias, neuron or the loss, for a sample or a batch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from nnviz.document.document import Document
from nnviz.document.elements import Bias, Edge, Neuron
from nnviz.document.vocabulary import LOSSES
from nnviz.engine.trace import Trace
from nnviz.explain import lines as say
from nnviz.explain.batch_frames import mean_error_lines, mean_lines
from nnviz.explain.batch_stories import Letter, batch_reading, mean_over, neuron_mean_lines
from nnviz.explain.equation import Row, Symbol, Table, row
from nnviz.explain.frames import Factor
from nnviz.explain.gradient_table import gradient_table
from nnviz.explain.reading import Reading
from nnviz.explain.samples import mean_trace
from nnviz.explain.terms import Lines, Quantity
from nnviz.explain.updates import update_lines
from nnviz.explain.words import in_sentence, neuron_place, parameter_place


class PathValue(NamedTuple):
    """A value the chain rule passes, with the words for it: "activation, hidden 1"."""

    symbol: Symbol
    words: str
    value: float


class Section(NamedTuple):
    """Equations under a heading, each in letters and in numbers."""

    heading: str
    lines: tuple[Lines, ...]


@dataclass(frozen=True)
class WeightStory:
    """How one weight or bias moves the error, and what the update makes of it.

    Without a target there is only the title, the place and the value now; of one sample out of a
    batch there is no update.

    Attributes
    ----------
    gradient : Table or None
        The chain rule in three lines: slopes, what each slope is here, numbers.
    handed_back : tuple of Lines
        In a hidden layer: where its first factor comes from.
    result : Factor or None
        ∂E/∂w, the product.
    verdict : str
        What the sign says: "more weight, more error".
    update : tuple of Lines
        The optimizer's own terms, then w ← …
    now, after : Quantity and float
        The weight and what it becomes.
    path : tuple of PathValue
        The values along the way, in the order of the network.
    """

    title: Row
    place: str
    now: Quantity
    gradient: Table | None = None
    handed_back: tuple[Lines, ...] = ()
    result: Factor | None = None
    verdict: str = ""
    update: tuple[Lines, ...] = ()
    after: float | None = None
    path: tuple[PathValue, ...] = ()


@dataclass(frozen=True)
class NeuronStory:
    """How one neuron computes: its weighted sum, its activation, and with a target its slopes."""

    title: Row
    place: str
    sections: tuple[Section, ...]


def weight_story(document: Document, trace: Trace, element: Edge | Bias) -> WeightStory:
    """Return what is to be told of a weight or a bias."""
    single = len(trace.x) == 1
    reading = Reading(document, trace) if single else batch_reading(document, trace)
    parameter, word = reading.parameter(element), _word(element)
    title = row(f"{word.capitalize()} ", parameter.symbol)
    place = parameter_place(document, element)
    if not single:
        return _of_batch(reading, WeightStory(title, place, parameter), element)
    if not reading.has_target:
        return WeightStory(title, place, parameter, path=_path(reading, element))
    slope, layer, unit = reading.gradient(element), element.layer, element.unit
    hidden = layer < reading.depth
    return WeightStory(
        title,
        place,
        parameter,
        gradient=gradient_table(reading, element),
        handed_back=(say.handed_back_lines(reading, layer, unit),) if hidden else (),
        result=slope,
        verdict=_verdict(word, slope.value),
        update=update_lines(reading, element) if reading.has_update else (),
        after=reading.updated(element) if reading.has_update else None,
        path=_path(reading, element),
    )


def _of_batch(reading: Reading, story: WeightStory, element: Edge | Bias) -> WeightStory:
    """Return `story` with the mean slope of a minibatch and the update it causes."""
    over = mean_over(reading.trace)
    means = Reading(reading.document, mean_trace(reading.trace))
    path = tuple(value._replace(words=f"mean {value.words}") for value in _path(means, element))
    if not reading.has_target:
        return replace(story, path=path)
    slope = reading.gradient(element)
    return replace(
        story,
        place=f"{story.place}, {over}",
        handed_back=(mean_lines(reading, element),),
        result=slope,
        verdict=_verdict(_word(element), slope.value),
        update=update_lines(reading, element),
        after=reading.updated(element),
        path=path,
    )


def neuron_story(document: Document, trace: Trace, neuron: Neuron) -> NeuronStory:
    """Return what is to be told of a neuron; an input has no equations."""
    layer, unit = neuron.layer, neuron.unit
    place = neuron_place(document, layer, unit)
    if len(trace.x) > 1 and layer > 0:
        return _neuron_of_batch(batch_reading(document, trace), neuron, place)
    reading = Reading(document, mean_trace(trace))
    if layer == 0:
        return NeuronStory(row("Input ", reading.incoming(1, unit).symbol), place, ())
    sections = [
        Section("Weighted sum", (say.sum_lines(reading, layer, unit),)),
        Section("Activation", (say.activation_lines(reading, layer, unit),)),
        Section("Slope of the activation", tuple(_slopes(reading, layer, unit))),
    ]
    if reading.has_target:
        sections.append(Section("Error", tuple(_errors(reading, layer, unit))))
    title = row("Neuron ", reading.a(layer, unit).symbol)
    return NeuronStory(title, place, tuple(sections))


def _neuron_of_batch(reading: Reading, neuron: Neuron, place: str) -> NeuronStory:
    """Return the means of a neuron over a minibatch; what each sample gives, that sample tells."""
    letters: dict[Letter, str] = {"z": "Weighted sum", "a": "Activation"}
    if reading.has_target:
        letters["δ"] = "Error"
    sections = tuple(
        Section(heading, (neuron_mean_lines(reading, neuron, letter),))
        for letter, heading in letters.items()
    )
    title = row("Neuron ", reading.a(neuron.layer, neuron.unit).symbol)
    return NeuronStory(title, f"{place}, {mean_over(reading.trace)}", sections)


def loss_story(document: Document, trace: Trace) -> NeuronStory:
    """Return what is to be told of the loss; without a target there are no equations."""
    title = row("Loss ", Symbol("E"))
    if trace.losses is None:
        return NeuronStory(title, "", ())
    name = LOSSES[document.training.loss]
    if len(trace.x) > 1:
        lines = mean_error_lines(batch_reading(document, trace))
        over = f"{name}, {mean_over(trace)}"
        return NeuronStory(title, over, (Section("Error", (lines,)),))
    reading = Reading(document, trace)
    outputs = reading.shown(reading.units(reading.depth))
    slopes = tuple(say.error_slope_lines(reading, unit) for unit in outputs)
    error = (*say.aim_lines(reading), say.error_lines(reading))
    sections = (Section("Error", error), Section("Slope", slopes))
    return NeuronStory(title, name, sections)


def _word(element: Edge | Bias) -> str:
    return "weight" if isinstance(element, Edge) else "bias"


def _verdict(word: str, slope: float) -> str:
    if slope == 0:
        return f"this {word} moves nothing now"
    return f"more {word}, {'more' if slope > 0 else 'less'} error"


def _slopes(reading: Reading, layer: int, unit: int) -> list[Lines]:
    if not reading.is_shared(layer):
        return [say.slope_lines(reading, layer, unit)]
    units = reading.units(layer)
    others = [by for by in range(units) if by != unit][: len(reading.shown(units)) - 1]
    return [say.jacobian_lines(reading, layer, unit, by) for by in (unit, *others)]


def _errors(reading: Reading, layer: int, unit: int) -> list[Lines]:
    if layer < reading.depth:
        first = say.handed_back_lines(reading, layer, unit)
    else:
        first = say.error_slope_lines(reading, unit)
    lines = [first, say.delta_lines(reading, layer, unit)]
    if say.has_short_delta(reading, layer):
        lines.append(say.short_delta_lines(reading, unit))
    return lines


def _path(reading: Reading, element: Edge | Bias) -> tuple[PathValue, ...]:
    layer, unit = element.layer, element.unit
    values = []
    if isinstance(element, Edge):
        word = "input" if layer == 1 else "activation"
        along = reading.incoming(layer, element.source)
        values.append(_value(reading, along, word, Neuron(layer - 1, element.source)))
    neuron = Neuron(layer, unit)
    values.append(_value(reading, reading.z(layer, unit), "weighted sum", neuron))
    values.append(_value(reading, reading.a(layer, unit), "activation", neuron))
    if layer == reading.depth and reading.has_target:
        target = reading.target(unit)
        values.append(PathValue(target.symbol, "target", target.value))
    return tuple(values)


def _value(reading: Reading, quantity: Quantity, word: str, neuron: Neuron) -> PathValue:
    place = in_sentence(neuron_place(reading.document, neuron.layer, neuron.unit))
    words = place if place.startswith(word) else f"{word}, {place}"
    return PathValue(quantity.symbol, words, quantity.value)
