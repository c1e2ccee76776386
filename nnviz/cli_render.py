"""The options of `nnviz render`, and how it writes a picture."""

from __future__ import annotations

import argparse
from collections.abc import Callable

_SHOWN = ("values", "gradients", "updates", "frozen")
_NUMBERS = ("auto", "all", "none")


def add_options(parser: argparse.ArgumentParser, number: Callable[[str], float]) -> None:
    """Add all options but the source and the output; `number` reads a finite number."""
    parser.add_argument("--scale", type=number, default=2.0, help="pixels per unit; 2 is 300 DPI")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--transparent", action="store_true", help="leave the ground bare")
    parser.add_argument(
        "--show", choices=_SHOWN, default="values", help="what edges and nodes show"
    )
    parser.add_argument("--numbers", choices=_NUMBERS, default="auto", help="beside the edges")
    parser.add_argument("--rows", action="store_true", help="layers from top to bottom")
    parser.add_argument("--curved", action="store_true", help="bend the edges")
    parser.add_argument(
        "--unfold",
        type=_layer,
        action="append",
        default=[],
        metavar="LAYER",
        help="show a large layer whole (0 is the input), or all; may be repeated",
    )


def write(options: argparse.Namespace) -> None:
    """Write the picture; Qt is loaded here."""
    from nnviz.figures import render

    render(
        options.source,
        options.output,
        scale=options.scale,
        theme=options.theme,
        transparent=options.transparent,
        show=options.show,
        numbers=options.numbers,
        rows=options.rows,
        curved=options.curved,
        unfolded="all" if "all" in options.unfold else options.unfold,
    )


def _layer(text: str) -> int | str:
    if text == "all":
        return text
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is neither the number of a layer nor all")
    return int(text[:20])
