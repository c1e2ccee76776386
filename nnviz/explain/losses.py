"""The losses as formulas of one sample, each with its slope by an output beside it."""

from __future__ import annotations

from dataclasses import replace

from nnviz.engine.losses import BinaryCrossentropy, Loss
from nnviz.explain.equation import MINUS, PLUS, TIMES, Fraction, Node, Row, Symbol, Text, row
from nnviz.explain.loss_margins import MARGINS
from nnviz.explain.loss_numbers import NUMBERS
from nnviz.explain.loss_relative import RELATIVE
from nnviz.explain.loss_shares import SHARES
from nnviz.explain.outcome import Outcome
from nnviz.explain.terms import Lines, Quantity, both, bracketed_number

_LOGARITHM = "Minus the logarithm of the share given to the target"
_DIVERGENCE = "How far the shares are from the target's, by the logarithms of both"
_SHORT_OF = "How much the right class is short of 1 above the largest of the others"
WORDS = {
    "half_squared_error": "Half the squared distance from the target",
    "mean_squared_error": "The squared distance from the target",
    "mean_absolute_error": "The distance from the target",
    "mean_absolute_percentage_error": "The distance from the target in percent of it",
    "mean_squared_logarithmic_error": "The squared distance of the logarithms",
    "huber": "Half the squared distance from the target, a far one in proportion",
    "log_cosh": "The logarithm of the hyperbolic cosine of the distance",
    "poisson": "The output less the target times the output's logarithm",
    "binary_crossentropy": "The cross-entropy of output and target",
    "categorical_crossentropy": _LOGARITHM,
    "sparse_categorical_crossentropy": _LOGARITHM,
    "kl_divergence": _DIVERGENCE,
    "hinge": "How much the output is short of 1 on the target's side",
    "squared_hinge": "The square of how much the output is short of 1 on the target's side",
    "categorical_hinge": _SHORT_OF,
}
MEAN_WORDS = {
    "half_squared_error": "Half the sum of the squared distances from the targets",
    "mean_squared_error": "The mean of the squared distances from the targets",
    "mean_absolute_error": "The mean distance from the targets",
    "mean_absolute_percentage_error": "The mean distance from the targets in percent of them",
    "mean_squared_logarithmic_error": "The mean of the squared distances of the logarithms",
    "huber": "The mean of half the squared distances, of far ones in proportion",
    "log_cosh": "The mean logarithm of the hyperbolic cosines of the distances",
    "poisson": "The mean of each output less its target times the output's logarithm",
    "binary_crossentropy": "The mean cross-entropy of outputs and targets",
    "categorical_crossentropy": _LOGARITHM,
    "sparse_categorical_crossentropy": _LOGARITHM,
    "kl_divergence": _DIVERGENCE,
    "hinge": "The mean of how much each output is short of 1 on its target's side",
    "squared_hinge": "The mean square of how much each output is short of 1 on its target's side",
    "categorical_hinge": _SHORT_OF,
}
_FORMULAS = {**NUMBERS, **RELATIVE, **SHARES, **MARGINS}


def value_lines(loss: Loss, outcome: Outcome) -> Lines:
    """Return the right side of E = …, in letters and in numbers."""
    return _FORMULAS[type(loss).name].value(loss, outcome)


def slope_lines(loss: Loss, outcome: Outcome, unit: int) -> Lines:
    """Return the right side of ∂E/∂a = … of one output, in letters and in numbers."""
    return _FORMULAS[type(loss).name].slope(loss, outcome, unit)


def smoothed(loss: Loss, target: Quantity, outputs: int) -> Quantity:
    """Return a target as the loss reads it: with label smoothing T′, of which a part is shared."""
    part = getattr(loss, "label_smoothing", 0.0)
    if not part:
        return target
    value = target.value * (1.0 - part) + part * _even_share(loss, outputs)
    symbol = replace(target.symbol, base=f"{target.symbol.base}′")
    return target._replace(symbol=symbol, value=value, given=False)


def smoothing_lines(loss: Loss, target: Quantity, outputs: int) -> Lines:
    """Return the right side of T′ = (1 − s) · T + s / k, in letters and in numbers."""
    part = Quantity(Symbol("s"), getattr(loss, "label_smoothing", 0.0), given=True)
    count = Text("2" if isinstance(loss, BinaryCrossentropy) else str(outputs))

    def formula(share: Node, aim: Node) -> Row:
        kept = row("(1", MINUS, share, ")", TIMES, bracketed_number(aim))
        return row(kept, PLUS, Fraction(share, count))

    return both(formula, part, target)


def _even_share(loss: Loss, outputs: int) -> float:
    return 0.5 if isinstance(loss, BinaryCrossentropy) else 1.0 / outputs
