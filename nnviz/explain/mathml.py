"""Equations as MathML, for word processors, web pages and screen readers."""

from __future__ import annotations

from xml.sax.saxutils import escape

from nnviz.explain.equation import Fraction, Node, Number, Op, Root, Row, Script, Symbol, Text

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"


def mathml(node: Node, digits: int = 4) -> str:
    """Return `node` as a MathML element of its own."""
    return f'<math xmlns="{_NAMESPACE}" display="block">{_element(node, digits)}</math>'


def _element(node: Node, digits: int) -> str:
    if isinstance(node, Symbol):
        return _symbol(node)
    if isinstance(node, Number):
        return _number(node.text(digits))
    if isinstance(node, Text):
        return _text(node.text)
    if isinstance(node, Op):
        return _tag("mo", escape(node.text))
    if isinstance(node, Row):
        return _tag("mrow", "".join(_element(item, digits) for item in node.items))
    if isinstance(node, Fraction):
        return _tag("mfrac", _element(node.num, digits) + _element(node.den, digits))
    if isinstance(node, Script):
        return _script(node, digits)
    if isinstance(node, Root):
        return _tag("msqrt", _element(node.body, digits))
    lines = (_tag("mtr", "".join(_cell(cell, digits) for cell in line)) for line in node.lines)
    return _tag("mtable", "".join(lines))


def _tag(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _cell(cell: Node | None, digits: int) -> str:
    return _tag("mtd", "" if cell is None else _element(cell, digits))


def _symbol(symbol: Symbol) -> str:
    base = _tag("mo" if symbol.base == "∂" else "mi", escape(symbol.base))
    if symbol.hat:
        base = _tag("mover", f"{base}<mo>^</mo>")
    sub = _tag("mn" if symbol.sub.isdigit() else "mi", escape(symbol.sub)) if symbol.sub else ""
    sup = _tag("mtext", escape(symbol.sup)) if symbol.sup else ""
    return _scripted(base, sub, sup)


def _number(text: str) -> str:
    mantissa, _, exponent = text.partition("e")
    if not exponent or text[-1:].isalpha():
        return _tag("mn" if text[-1:].isdigit() else "mtext", escape(text))
    power = _tag("msup", f"<mn>10</mn><mn>{exponent}</mn>")
    return _tag("mrow", f"<mn>{mantissa}</mn><mo>·</mo>{power}")


def _text(text: str) -> str:
    """Return brackets and signs as operators, figures as numbers, anything else as words."""
    if text in ("(", ")", "−", "Σ"):
        return _tag("mo", text)
    if text.isdigit() or text == "½":
        return _tag("mn", text)
    return _tag("mtext", escape(text).replace(" ", "\N{NO-BREAK SPACE}"))


def _script(node: Script, digits: int) -> str:
    body = _element(node.body, digits)
    if isinstance(node.body, Symbol) and node.body.sup and node.sup is not None:
        body = _tag("mrow", f"<mo>(</mo>{body}<mo>)</mo>")
    sub = "" if node.sub is None else _element(node.sub, digits)
    sup = "" if node.sup is None else _element(node.sup, digits)
    return _scripted(body, sub, sup)


def _scripted(base: str, sub: str, sup: str) -> str:
    if sub and sup:
        return _tag("msubsup", base + sub + sup)
    if sub:
        return _tag("msub", base + sub)
    return _tag("msup", base + sup) if sup else base
