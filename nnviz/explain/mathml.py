"""Equations as MathML, for word processors, web pages, screen readers and the SVG of a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from nnviz.explain.equation import (
    Fraction,
    Node,
    Number,
    Op,
    Root,
    Row,
    Script,
    Symbol,
    Table,
    Text,
    relation,
)

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_LOOKS = 'columnalign="right left" columnspacing="0" rowspacing="0.8em" displaystyle="true"'
_FUNCTIONS = ("cosh", "ln", "max", "sign", "tanh", "Φ", "σ")
_OPEN, _CLOSE = "<mo>(</mo>", "<mo>)</mo>"
# In words a minus is always a sign before something; between two things stands an `Op`.
_SIGNS = {"(": _OPEN, ")": _CLOSE, "−": '<mo form="prefix">−</mo>'} | {
    sign: f"<mo>{escape(sign)}</mo>" for sign in "<>≥≤=,…Σ|"
}
_ROUND_SIGNS = re.compile(r" ?([−<>≥≤=,]) ?")
_PIECES = re.compile(r"\d[\d.,]*\d|\d|½|[()−<>≥≤=,…Σ|]|[^()\d½−<>≥≤=,…Σ|]+")


def mathml(node: Node, digits: int = 4) -> str:
    """Return `node` as a MathML element of its own."""
    return _math(_element(node, digits))


def mathml_lines(rows: Sequence[Node], digits: int = 4) -> str:
    """Return lines of mathematics as one MathML element, aligned at their = and ←."""
    if len(rows) == 1:
        return mathml(rows[0], digits)
    lines = "".join(_tag("mtr", _aligned(line, digits)) for line in rows)
    return _math(f"<mtable {_LOOKS}>{lines}</mtable>")


def _math(content: str) -> str:
    return f'<math xmlns="{_NAMESPACE}" display="block">{content}</math>'


def _aligned(line: Node, digits: int) -> str:
    at = relation(line) if isinstance(line, Row) else None
    if at is None or not isinstance(line, Row):
        return _cell(None, digits) + _cell(line, digits)
    left, right = Row(line.items[:at]), Row(line.items[at:])
    return _cell(left, digits) + _cell(right, digits)


def _element(node: Node, digits: int) -> str:
    if isinstance(node, Symbol):
        return _symbol(node)
    if isinstance(node, Number):
        return _number(node.text(digits))
    if isinstance(node, Text):
        return _tag("mrow", _grouped(_written(node.text)))
    if isinstance(node, Op):
        return _tag("mo", escape(node.text))
    if isinstance(node, Row):
        return _tag("mrow", _grouped(_pieces(node, digits)))
    if isinstance(node, Fraction):
        return _tag("mfrac", _element(node.num, digits) + _element(node.den, digits))
    if isinstance(node, Script):
        return _script(node, digits)
    if isinstance(node, Root):
        return _tag("msqrt", _element(node.body, digits))
    return _table(node, digits)


def _tag(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _table(node: Table, digits: int) -> str:
    lines = (_tag("mtr", "".join(_cell(cell, digits) for cell in line)) for line in node.lines)
    return f'<mtable displaystyle="true">{"".join(lines)}</mtable>'


def _cell(cell: Node | None, digits: int) -> str:
    return _tag("mtd", "" if cell is None else _element(cell, digits))


def _symbol(symbol: Symbol) -> str:
    base = _tag("mi", escape(symbol.base))
    if symbol.hat:
        base = _tag("mover", f"{base}<mo>^</mo>")
    sub = _index(symbol.sub) if symbol.sub else ""
    sup = _tag("mtext", escape(symbol.sup)) if symbol.sup else ""
    return _scripted(base, sub, sup)


def _index(text: str) -> str:
    """Return figures, letters and signs, each as what it is: t+1, 1k."""
    pieces = [
        _tag("mn" if piece.isdigit() else "mi" if piece.isalpha() else "mo", escape(piece))
        for piece in re.findall(r"\d+|\D", text)
    ]
    return pieces[0] if len(pieces) == 1 else _tag("mrow", "".join(pieces))


def _number(text: str) -> str:
    mantissa, _, exponent = text.partition("e")
    if not exponent or text[-1:].isalpha():
        return _tag("mn" if text[-1:].isdigit() else "mtext", escape(text))
    power = _tag("msup", f"<mn>10</mn><mn>{exponent}</mn>")
    return _tag("mrow", f"<mn>{mantissa}</mn><mo>·</mo>{power}")


def _pieces(node: Row, digits: int) -> Iterator[str]:
    """Yield the elements of a row, those of its words one by one, so that brackets can meet."""
    for item in node.items:
        if isinstance(item, Text):
            yield from _written(item.text)
        else:
            yield _element(item, digits)


def _written(text: str) -> Iterator[str]:
    """Yield brackets and signs as operators, figures as numbers, anything else as words."""
    for piece in _PIECES.findall(_ROUND_SIGNS.sub(r"\1", text)):
        bare = piece.strip()
        if bare in _SIGNS:
            yield _SIGNS[bare]
        elif bare in _FUNCTIONS:
            yield _tag("mi", bare)
        elif bare[:1].isnumeric():
            yield _tag("mn", bare)
        else:
            yield _tag("mtext", escape(piece).replace(" ", "\N{NO-BREAK SPACE}"))


def _grouped(pieces: Iterable[str]) -> str:
    """Return `pieces` with each pair of brackets in a row of its own, as high as what it holds."""
    open_rows: list[list[str]] = [[]]
    for piece in pieces:
        if piece == _OPEN:
            open_rows.append([piece])
        elif piece == _CLOSE and len(open_rows) > 1:
            inside = "".join([*open_rows.pop(), piece])
            open_rows[-1].append(_tag("mrow", inside))
        else:
            open_rows[-1].append(piece)
    return "".join(piece for row in open_rows for piece in row)


def _script(node: Script, digits: int) -> str:
    body = _element(node.body, digits)
    if isinstance(node.body, Symbol) and node.body.sup and node.sup is not None:
        body = _tag("mrow", f"{_OPEN}{body}{_CLOSE}")
    sub = "" if node.sub is None else _element(node.sub, digits)
    sup = "" if node.sup is None else _element(node.sup, digits)
    return _scripted(body, sub, sup)


def _scripted(base: str, sub: str, sup: str) -> str:
    if sub and sup:
        return _tag("msubsup", base + sub + sup)
    if sub:
        return _tag("msub", base + sub)
    return _tag("msup", base + sup) if sup else base
