"""A pass written out whole: as text, Markdown, LaTeX or JSON."""

from __future__ import annotations

import json
import math
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnviz.explain.equation import Row, Text, plain, row, with_all_decimals
from nnviz.explain.frames import Frame
from nnviz.explain.latex import latex_lines, latex_prose, latex_text, prose
from nnviz.explain.passes import Pass

LEAST_DIGITS, MOST_DIGITS = 2, 10
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


@dataclass(frozen=True)
class Account:
    """What is written out.

    Attributes
    ----------
    introduction : tuple of Row
        What stands before the first step.
    digits : int
        Decimals of every number.
    """

    title: str
    introduction: tuple[Row, ...]
    told: Pass
    digits: int

    def chapters(self) -> Iterator[tuple[str, Iterator[Frame]]]:
        """Yield each chapter's heading and its frames, made as they are asked for."""
        for chapter, start, stop in self.told.chapters:
            yield chapter.value, (self.told[k] for k in range(start, stop))

    def caption(self, frame: Frame) -> Row:
        """Return the question and the answer of a step."""
        detail = (Text(" "), *frame.detail.items) if frame.detail.items else ()
        return with_all_decimals(row(*frame.title.items, *detail))

    def lines(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """Return equations whose numbers have all their decimals."""
        return tuple(with_all_decimals(line) for line in rows)


def as_text(account: Account) -> str:
    """Return the steps as plain text."""
    digits, lines = account.digits, [account.title]
    lines += [plain(with_all_decimals(line), digits) for line in account.introduction]
    for heading, frames in account.chapters():
        lines += ["", heading]
        for frame in frames:
            lines.append(f"{frame.index + 1}. {plain(account.caption(frame), digits)}")
            equations = account.lines((*frame.symbols, *frame.numbers))
            lines += [f"   {plain(line, digits)}" for line in equations]
    return "\n".join(lines) + "\n"


def as_markdown(account: Account) -> str:
    """Return the steps as Markdown with formulas between dollar signs."""
    digits, parts = account.digits, [f"# {_escaped(account.title)}"]
    parts.append("\n".join(f"- {_prose(line, digits)}" for line in account.introduction))
    for heading, frames in account.chapters():
        parts.append(f"## {heading}")
        for frame in frames:
            parts.append(f"**{frame.index + 1}.** {_prose(account.caption(frame), digits)}")
            both = (account.lines(frame.symbols), account.lines(frame.numbers))
            parts += [f"$$\n{latex_lines(rows, digits)}\n$$" for rows in both if rows]
    return "\n\n".join(parts) + "\n"


def as_latex(account: Account) -> str:
    """Return the steps as a LaTeX document."""
    digits, parts = account.digits, [_PREAMBLE, rf"\section*{{{latex_text(account.title)}}}"]
    said = (latex_prose(with_all_decimals(line), digits) for line in account.introduction)
    parts.append(" \\\\\n".join(said))
    for heading, frames in account.chapters():
        parts.append(rf"\subsection*{{{heading}}}")
        for frame in frames:
            caption = latex_prose(account.caption(frame), digits)
            parts.append(rf"\paragraph{{{frame.index + 1}.}} {caption}")
            both = (account.lines(frame.symbols), account.lines(frame.numbers))
            parts += [f"\\[\n{latex_lines(rows, digits)}\n\\]" for rows in both if rows]
    return "\n".join([*parts, r"\end{document}"]) + "\n"


def as_json(account: Account) -> str:
    """Return the steps as a JSON array, a step a line; values are exact, null where not finite."""
    steps = (json.dumps(_step(account, k), allow_nan=False) for k in range(len(account.told)))
    return "[\n" + ",\n".join(steps) + "\n]\n"


FORMATS: dict[str, Callable[[Account], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "latex": as_latex,
    "json": as_json,
}


def format_named(name: str) -> Callable[[Account], str]:
    """Return what writes a format.

    Raises
    ------
    ValueError
        If there is no such format.
    """
    if name not in FORMATS:
        raise ValueError(f"Expected format to be one of {', '.join(FORMATS)}; received {name!r}.")
    return FORMATS[name]


def checked_digits(digits: int) -> int:
    """Return a number of decimals.

    Raises
    ------
    ValueError
        If it is not a whole number from 2 to 10.
    """
    try:
        count = operator.index(digits)
    except TypeError:
        count = 0
    if not LEAST_DIGITS <= count <= MOST_DIGITS:
        raise ValueError(
            f"Expected digits to be a whole number from {LEAST_DIGITS} to {MOST_DIGITS}; "
            f"received {digits!r}."
        )
    return count


def _step(account: Account, k: int) -> dict[str, Any]:
    frame, step, digits = account.told[k], account.told.steps[k], account.digits
    unit = {} if step.unit is None else {"unit": step.unit + 1}
    return {
        "phase": step.chapter.value.lower(),
        "layer": step.layer,
        **unit,
        "caption": plain(account.caption(frame), digits),
        "symbols": latex_lines(account.lines(frame.symbols), digits),
        "numbers": latex_lines(account.lines(frame.numbers), digits),
        "values": _plain_values(step.values()),
    }


def _plain_values(values: Any) -> Any:
    """Return values as JSON has them: every float in full, null for what is not finite."""
    if isinstance(values, dict):
        return {key: _plain_values(value) for key, value in values.items()}
    if isinstance(values, np.ndarray) and np.isfinite(values).all():
        return values.tolist()
    if isinstance(values, list | np.ndarray):
        return [_plain_values(value) for value in values]
    return float(values) if math.isfinite(values) else None


def _prose(line: Row, digits: int) -> str:
    """Return a sentence as Markdown, its symbols and numbers between dollar signs."""
    return prose(with_all_decimals(line), digits, _escaped)


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


_PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{amsmath}
\allowdisplaybreaks
\begin{document}"""
