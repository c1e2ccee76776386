"""The activations put together from pieces as formulas: each value with its slope beside it."""

from __future__ import annotations

from typing import Any

from nnviz.engine.activations import selu
from nnviz.explain.curves import Formula, known, unchanged
from nnviz.explain.equation import (
    MINUS,
    PLUS,
    TIMES,
    Fraction,
    Node,
    Number,
    Row,
    Symbol,
    Text,
    row,
)
from nnviz.explain.numbers import format_given
from nnviz.explain.terms import Lines, Quantity, both, bracketed_number, power

_FINEST = 12


def _case(result: Node | str, z: Quantity, where: str) -> Lines:
    """Return a result with the piece that z lies on, "1 as z > 0"."""
    case = both(lambda node: row(result, " as ", node, f" {where}"), z)
    return case._replace(finished=True)


def _side(z: Quantity, at: float) -> str:
    """Return on which side of a corner z lies, "> 0"."""
    sign = ">" if z.value > at else "<" if z.value < at else "="
    return f"{sign} {_text(at)}"


def _text(value: float) -> str:
    return format_given(value, _FINEST)


def _relu_value(one: Any, z: Quantity) -> Lines:
    corner, top = one.threshold, one.max_value
    if not (one.negative_slope or corner or top is not None):
        return both(lambda node: row("max(0, ", node, ")"), z)
    if z.value > corner:
        at_top = top is not None and z.value >= top
        return _case(_text(top), z, f"≥ {_text(top)}") if at_top else unchanged(z)
    if not one.negative_slope:
        return _case("0", z, f"≤ {_text(corner)}")
    return both(_beyond_corner(one.negative_slope, corner), z)


def _beyond_corner(slope: float, corner: float) -> Any:
    share = Number(slope, given=True)

    def formula(z: Node) -> Row:
        if not corner:
            return row(share, TIMES, bracketed_number(z))
        return row(share, TIMES, "(", z, MINUS, Number(corner, given=True), ")")

    return formula


def _relu_slope(one: Any, z: Quantity, _a: Quantity) -> Lines:
    top = one.max_value
    if top is not None and z.value > one.threshold and z.value >= top:
        return _case("0", z, f"≥ {_text(top)}")
    slope = 1.0 if z.value > one.threshold else one.negative_slope
    return _case(_text(slope), z, _side(z, one.threshold))


def _leaky_value(one: Any, z: Quantity) -> Lines:
    return both(_beyond_corner(one.negative_slope, 0.0), z) if z.value < 0 else unchanged(z)


def _leaky_slope(one: Any, z: Quantity, _a: Quantity) -> Lines:
    return _case(_text(1.0 if z.value > 0 else one.negative_slope), z, _side(z, 0.0))


def _relu6_value(_one: Any, z: Quantity) -> Lines:
    if z.value >= 6:
        return _case("6", z, "≥ 6")
    return both(lambda node: row("max(0, ", node, ")"), z)


def _relu6_slope(_one: Any, z: Quantity, _a: Quantity) -> Lines:
    if z.value >= 6:
        return _case("0", z, "≥ 6")
    return _case("1" if z.value > 0 else "0", z, _side(z, 0.0))


def _elu_value(one: Any, z: Quantity) -> Lines:
    if z.value > 0:
        return unchanged(z)
    return both(lambda alpha, node: row(alpha, TIMES, _below_one(node)), _alpha(one), z)


def _elu_slope(one: Any, z: Quantity, _a: Quantity) -> Lines:
    if z.value > 0:
        return _case("1", z, "> 0")
    return both(lambda alpha, node: row(alpha, TIMES, power(node)), _alpha(one), z)


def _selu_value(one: Any, z: Quantity) -> Lines:
    if z.value > 0:
        return both(lambda scale, node: row(scale, TIMES, node), _SCALE, z)
    return both(
        lambda scale, alpha, node: row(scale, TIMES, alpha, TIMES, _below_one(node)),
        _SCALE,
        Quantity(Symbol("α"), one.alpha),
        z,
    )


def _selu_slope(one: Any, z: Quantity, _a: Quantity) -> Lines:
    if z.value > 0:
        letters, numbers = _case(_SCALE.symbol, z, "> 0"), _case(_SCALE.number(), z, "> 0")
        return Lines(letters.symbols, numbers.numbers, finished=True)
    alpha = Quantity(Symbol("α"), one.alpha)
    return both(
        lambda scale, share, node: row(scale, TIMES, share, TIMES, power(node)), _SCALE, alpha, z
    )


def _below_one(z: Node) -> Row:
    return row("(", power(z), MINUS, "1)")


def _alpha(one: Any) -> Quantity:
    return Quantity(Symbol("α"), one.alpha, given=True)


def _hard_sigmoid_value(_one: Any, z: Quantity) -> Lines:
    if abs(z.value) < 3:
        return both(lambda node: Fraction(row(node, PLUS, "3"), Text("6")), z)
    return _case("1", z, "≥ 3") if z.value > 0 else _case("0", z, "≤ −3")


def _hard_sigmoid_slope(_one: Any, z: Quantity, _a: Quantity) -> Lines:
    if abs(z.value) < 3:
        sixth = row(Fraction(Text("1"), Text("6")))
        return Lines(sixth, sixth)
    return _case("0", z, "≥ 3" if z.value > 0 else "≤ −3")


def _hard_silu_value(_one: Any, z: Quantity) -> Lines:
    if abs(z.value) < 3:
        return both(_hard_share, z)
    return unchanged(z) if z.value > 0 else _case("0", z, "≤ −3")


def _hard_share(z: Node) -> Row:
    return row(bracketed_number(z), TIMES, Fraction(row(z, PLUS, "3"), Text("6")))


def _hard_silu_slope(_one: Any, z: Quantity, _a: Quantity) -> Lines:
    if abs(z.value) < 3:
        return both(
            lambda node: Fraction(row("2", TIMES, bracketed_number(node), PLUS, "3"), Text("6")), z
        )
    return _case("1", z, "≥ 3") if z.value > 0 else _case("0", z, "≤ −3")


def _step_value(_one: Any, z: Quantity) -> Lines:
    return _case("1", z, "≥ 0") if z.value >= 0 else _case("0", z, "< 0")


_SCALE = Quantity(Symbol("λ"), float(selu(1.0)))
PIECES: dict[str, Formula] = {
    "relu": Formula(_relu_value, _relu_slope),
    "leaky_relu": Formula(_leaky_value, _leaky_slope),
    "relu6": Formula(_relu6_value, _relu6_slope),
    "elu": Formula(_elu_value, _elu_slope),
    "selu": Formula(_selu_value, _selu_slope),
    "hard_sigmoid": Formula(_hard_sigmoid_value, _hard_sigmoid_slope),
    "hard_silu": Formula(_hard_silu_value, _hard_silu_slope),
    "binary_step": Formula(_step_value, lambda *_: known("0")),
}
