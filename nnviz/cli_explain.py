"""The options of `nnviz explain`, and what it writes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

import numpy as np

from nnviz.document.document import Document, FloatArray
from nnviz.document.files import open_document
from nnviz.document.parsing import parse_number
from nnviz.explain.account import FORMATS, LEAST_DIGITS, MOST_DIGITS
from nnviz.explain.explanation import explain_document
from nnviz.explain.grain import Grain
from nnviz.explain.words import counted

_VALUES = ("--input", "--target")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add all options but the source."""
    for flag in _VALUES:
        help = "in raw units (default: the document's own)"
        parser.add_argument(flag, type=_numbers, metavar="0.1,-2e-3", help=help)
    parser.add_argument(
        "--grain",
        choices=[grain.value for grain in Grain],
        default=Grain.LAYER.value,
        help="what one step is about (default: layer)",
    )
    parser.add_argument(
        "--digits",
        type=_digits,
        default=4,
        metavar="N",
        help=f"decimals of every number, {LEAST_DIGITS} to {MOST_DIGITS} (default: 4)",
    )
    parser.add_argument(
        "--format",
        choices=list(FORMATS),
        default="text",
        help="json has the exact values (default: text)",
    )


def joined(words: Sequence[str]) -> list[str]:
    """Return words in which values that begin with a minus are not taken for options."""
    return list(_joined(iter(words)))


def explained(options: argparse.Namespace) -> str:
    """Return what the command prints.

    Raises
    ------
    ValueError
        If the source cannot be opened, or the values do not fit it.
    """
    document = _with_sample(open_document(options.source), options.input, options.target)
    return explain_document(document, options.grain, options.digits, options.format)


def _joined(words: Iterator[str]) -> Iterator[str]:
    for word in words:
        value = next(words, None) if word in _VALUES else None
        if value is None:
            yield word
        elif value.startswith("-") and not value.startswith("--"):
            yield f"{word}={value}"
        else:
            yield from (word, value)


def _with_sample(
    document: Document, given_input: FloatArray | None, given_target: FloatArray | None
) -> Document:
    """Return the document with the sample asked for; what is not given is its own.

    An input that is one of the data's has that sample's target.
    """
    fields = {}
    if given_input is not None:
        given = fields["input"] = _fitting("--input", given_input, document.sizes[0], "input")
        known = _target_of(document, given)
        if known is not None:
            fields["target"] = known
    if given_target is not None:
        fields["target"] = _fitting("--target", given_target, document.sizes[-1], "output")
    elif document.target is None:
        raise ValueError("the document has no target: give one with --target")
    return document.replaced(**fields, sample=None) if fields else document


def _target_of(document: Document, given: FloatArray) -> FloatArray | None:
    data = document.data
    if data is None:
        return None
    rows = np.flatnonzero((data.inputs == given).all(axis=1))
    return data.targets[rows[0]] if len(rows) else None


def _fitting(flag: str, values: FloatArray, count: int, of: str) -> FloatArray:
    if len(values) != count:
        ends, values_given = counted(count, of), counted(len(values), "value")
        raise ValueError(
            f"{flag} has {values_given}, the network has {ends}: give one value for each"
        )
    return values


def _numbers(text: str) -> FloatArray:
    try:
        return np.array([parse_number(part) for part in text.split(",")])
    except ValueError:
        wanted = "is not a list of finite numbers such as 0.1,1/3,-2e-3"
        raise argparse.ArgumentTypeError(f"{text!r} {wanted}") from None


def _digits(text: str) -> int:
    if text.isascii() and text.isdigit() and LEAST_DIGITS <= int(text[:9]) <= MOST_DIGITS:
        return int(text)
    raise argparse.ArgumentTypeError(
        f"{text!r} is not a whole number from {LEAST_DIGITS} to {MOST_DIGITS}"
    )
