"""The summary of a model, as Keras prints it."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

import numpy as np

from nnviz.engine.layers import Normalization

if TYPE_CHECKING:
    from nnviz.engine.layers import Layer
    from nnviz.engine.models import Sequential

_WIDTH = 88
_ENDS = (0.45, 0.80, 1.0)  # where each column ends
_HEADER = ("Layer (type)", "Output Shape", "Param #")
_ALIGNMENT = "<<>^"
_TRAINABLE = 0.9  # of the width is left when there is a column for this
_INTEGER = 4  # bytes of what Keras counts with


@dataclass(frozen=True)
class Table:
    """What stands in the table, and how wide.

    Attributes
    ----------
    header : tuple of str
    widths : list of int
        Of the text in each column.
    """

    header: tuple[str, ...]
    widths: list[int]


def summary(
    model: Sequential,
    line_length: int | None = None,
    positions: Sequence[float] | None = None,
    show_trainable: bool = False,
    layer_range: Sequence[str] | None = None,
) -> str:
    """Return the table of layers and the counts of parameters."""
    table = _table(line_length, positions or _ENDS, show_trainable)
    layers = model.layers if layer_range is None else _between(model.layers, layer_range)
    rows = [_row(_fields(layer, show_trainable), table) for layer in layers]
    line = _rule(("├", "┼", "┤"), "─", table)
    body = f"\n{line}\n".join(rows)
    lines = (
        _rule(("┏", "┳", "┓"), "━", table),
        _header(table),
        _rule(("┡", "╇", "┩"), "━", table),
        *([body] if rows else []),
        _rule(("└", "┴", "┘"), "─", table),
    )
    return "\n".join((f'Model: "{model.name}"', *lines, *_counts(model)))


def _table(line_length: int | None, positions: Sequence[float], show_trainable: bool) -> Table:
    width = _WIDTH + 12 * show_trainable
    header = (*_HEADER, "Trainable") if show_trainable else _HEADER
    if show_trainable:
        positions = [*(_TRAINABLE * position for position in positions), 1.0]
    width = line_length or min(width, shutil.get_terminal_size().columns - 4)
    ends = [int(position * width) for position in positions]
    widths = [end - start for start, end in pairwise([0, *ends])]
    if min(widths) < 5:
        raise ValueError("Insufficient console width to print summary.")
    return Table(header, [*_inside(widths)])


def _inside(widths: list[int]) -> Iterator[int]:
    """Yield what lines and blanks leave of each column, shared out as in Keras's table."""
    taken = 3 * len(widths) + 1
    for left, width in zip(range(len(widths), 0, -1), widths, strict=True):
        share = round(taken / left)
        taken -= share
        yield width - share


def _between(layers: list[Layer], names: Sequence[str]) -> list[Layer]:
    """Return the layers from the first whose name matches to the last that matches the other."""
    if len(names) != 2:
        raise ValueError(
            "layer_range must be a list or tuple of length 2. Received: "
            f"layer_range = {names} of length {len(names)}"
        )
    first, last = (
        [k for k, layer in enumerate(layers) if re.match(name, layer.name)] for name in names
    )
    if not first or not last:
        raise ValueError(
            f"Passed layer_names do not match the layer names in the model. Received: {names}"
        )
    low, high = sorted((min(first), max(last)))
    return layers[low : high + 1]


def _fields(layer: Layer, show_trainable: bool) -> list[str]:
    fields = [f"{layer.name} ({type(layer).__name__})", "?", "0 (unbuilt)"]
    if layer.sample_shape_after is not None:
        fields[1:] = str(layer.output_shape), f"{layer.count_params():,}"
    learns = "Y" if layer.trainable else "N"
    return [*fields, learns if layer.weights else "-"] if show_trainable else fields


def _row(fields: Sequence[str], table: Table) -> str:
    """Return the lines of a row, which begins at its top."""
    cells = [_wrapped(text, width) for text, width in zip(fields, table.widths, strict=True)]
    return _lines(zip_longest(*cells, fillvalue=""), table, "│")


def _header(table: Table) -> str:
    """Return the lines of the header, which stands on its bottom."""
    cells = [
        _wrapped(text, width)[::-1] for text, width in zip(table.header, table.widths, strict=True)
    ]
    return _lines([*zip_longest(*cells, fillvalue="")][::-1], table, "┃")


def _wrapped(text: str, width: int) -> list[str]:
    """Return `text` in lines broken at blanks; a word too long for a line is cut."""
    words = (word if len(word) <= width else word[: width - 1] + "…" for word in text.split())
    return textwrap.wrap(" ".join(words), width, break_on_hyphens=False)


def _lines(lines: Iterable[Sequence[str]], table: Table, bar: str) -> str:
    forms = [f"{way}{width}" for way, width in zip(_ALIGNMENT, table.widths, strict=False)]
    rows = ([f"{text:{form}}" for text, form in zip(one, forms, strict=True)] for one in lines)
    return "\n".join(f"{bar} {f' {bar} '.join(row)} {bar}" for row in rows)


def _rule(corners: tuple[str, str, str], line: str, table: Table) -> str:
    left, middle, right = corners
    return left + middle.join(line * (width + 2) for width in table.widths) + right


def _counts(model: Sequential) -> list[str]:
    held = int(model.frozen.sum()) if model.built else 0
    trainable = model.parameters.size - held if model.built else 0
    fixed = model.count_params() - trainable if model.built else 0
    counters = sum(
        isinstance(layer, Normalization) and bool(layer.weights) for layer in model.layers
    )
    slots = _optimizer_numbers(model, held)
    number = np.dtype(model.dtype).itemsize

    def line(name: str, count: int, integers: int = 0) -> str:
        return f" {name}: {count:,} ({_memory(count * number - integers * (number - _INTEGER))})"

    lines = [
        line("Total params", trainable + fixed + slots, counters + bool(slots)),
        line("Trainable params", trainable),
        line("Non-trainable params", fixed, counters),
    ]
    return [*lines, line("Optimizer params", slots, 1)] if slots else lines


def _optimizer_numbers(model: Sequential, held: int) -> int:
    """Return how many numbers the optimizer keeps; as in Keras, none for what does not learn."""
    optimizer = model.optimizer
    if optimizer is None or not optimizer.variable_count:
        return 0
    return optimizer.variable_count - held * len(optimizer.slots)


def _memory(size: int) -> str:
    amount, units = float(size), ["B", "KB", "MB", "GB"]
    while amount >= 1024 and len(units) > 1:
        amount /= 1024
        units.pop(0)
    return f"{amount:.2f} {units[0]}"
