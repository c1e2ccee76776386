"""The summary of a model, as Keras prints it."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnviz.engine.layers import Layer
    from nnviz.engine.models import Sequential

_WIDTH = 88
_COLUMNS = (0.45, 0.80, 1.0)  # where each column ends
_FRAMES = (3, 4, 3)  # what lines and blanks take of each column, shared out as in Keras's table
_HEADER = ("Layer (type)", "Output Shape", "Param #")
_BYTES = 8  # of a float64


def summary(model: Sequential, line_length: int | None = None) -> str:
    """Return the table of layers and the counts of parameters."""
    width = line_length or min(_WIDTH, shutil.get_terminal_size().columns - 4)
    widths = _widths(width)
    rows = [_row(_fields(layer), widths) for layer in model.layers]
    line = _rule(("├", "┼", "┤"), "─", widths)
    body = f"\n{line}\n".join(rows)
    table = (
        _rule(("┏", "┳", "┓"), "━", widths),
        _header(widths),
        _rule(("┡", "╇", "┩"), "━", widths),
        *([body] if rows else []),
        _rule(("└", "┴", "┘"), "─", widths),
    )
    return "\n".join((f'Model: "{model.name}"', *table, *_counts(model)))


def _widths(width: int) -> list[int]:
    ends = [int(position * width) for position in _COLUMNS]
    widths = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    if min(widths) < 5:
        raise ValueError("Insufficient console width to print summary.")
    return [width - frame for width, frame in zip(widths, _FRAMES, strict=True)]


def _fields(layer: Layer) -> tuple[str, str, str]:
    name = f"{layer.name} ({type(layer).__name__})"
    if layer.sample_shape_after is None:
        return name, "?", "0 (unbuilt)"
    return name, str(layer.output_shape), f"{layer.count_params():,}"


def _row(fields: tuple[str, str, str], widths: list[int]) -> str:
    """Return the lines of a row, which begins at its top."""
    cells = [_wrapped(text, width) for text, width in zip(fields, widths, strict=True)]
    return _lines(zip_longest(*cells, fillvalue=""), widths, "│")


def _header(widths: list[int]) -> str:
    """Return the lines of the header, which stands on its bottom."""
    cells = [_wrapped(text, width)[::-1] for text, width in zip(_HEADER, widths, strict=True)]
    return _lines([*zip_longest(*cells, fillvalue="")][::-1], widths, "┃")


def _wrapped(text: str, width: int) -> list[str]:
    """Return `text` in lines broken at blanks; a word too long for a line is cut."""
    words = (word if len(word) <= width else word[: width - 1] + "…" for word in text.split())
    return textwrap.wrap(" ".join(words), width, break_on_hyphens=False)


def _lines(lines: Iterable[Sequence[str]], widths: list[int], bar: str) -> str:
    first, second, third = widths
    return "\n".join(
        f"{bar} {name:<{first}} {bar} {shape:<{second}} {bar} {count:>{third}} {bar}"
        for name, shape, count in lines
    )


def _rule(corners: tuple[str, str, str], line: str, widths: list[int]) -> str:
    left, middle, right = corners
    return left + middle.join(line * (width + 2) for width in widths) + right


def _counts(model: Sequential) -> list[str]:
    held = int(model.frozen.sum()) if model.built else 0
    trainable = model.parameters.size - held if model.built else 0
    fixed = model.count_params() - trainable if model.built else 0
    slots = model.optimizer.variable_count if model.optimizer is not None else 0
    if model.optimizer is not None and slots:
        slots -= held * len(model.optimizer.slots)  # Keras keeps none for what does not learn
    lines = [
        f" Total params: {_size(trainable + fixed + slots)}",
        f" Trainable params: {_size(trainable)}",
        f" Non-trainable params: {_size(fixed)}",
    ]
    return [*lines, f" Optimizer params: {_size(slots)}"] if slots else lines


def _size(count: int) -> str:
    amount, units = float(count * _BYTES), ["B", "KB", "MB", "GB"]
    while amount >= 1024 and len(units) > 1:
        amount /= 1024
        units.pop(0)
    return f"{count:,} ({amount:.2f} {units[0]})"
