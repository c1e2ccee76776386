"""Equations as LaTeX, for JSON, the clipboard and whoever writes notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from nnviz.explain.equation import (
    COMMA,
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
    row,
)

_GREEK = {
    "α": r"\alpha",
    "β": r"\beta",
    "δ": r"\delta",
    "θ": r"\theta",
    "π": r"\pi",
    "σ": r"\sigma",
    "Φ": r"\Phi",
    "T′": "T'",
    "λ": r"\lambda",
    "‖∇E‖": r"\|\nabla E\|",
    "Π": r"\Pi",
    "ε": r"\varepsilon",
    "η": r"\eta",
    "ρ": r"\rho",
    "∂": r"\partial ",
}
_SIGNS = {"·": r"\cdot", "←": r"\leftarrow", "×": r"\times", "−": "-"}
_LETTERS = {
    "−": "-",
    "½": r"\tfrac{1}{2}",
    "…": r"\dots ",
    "Σ": r"\sum",
    "≥": r"\ge ",
    "≤": r"\le ",
    "∞": r"\infty ",
    **_GREEK,
}
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "#$%&_{}"},
}
_FUNCTIONS = ("ln", "max", "tanh", "cosh")
# Words with the spaces around them, or one letter.
_PIECES = re.compile(r" *[^\W\d_]{2,}(?:[ ']+[^\W\d_]+)* *|.", re.DOTALL)


def latex(node: Node, digits: int = 4) -> str:
    """Return `node` as LaTeX for math mode."""
    if isinstance(node, Symbol):
        return _symbol(node)
    if isinstance(node, Number):
        return _number(node.text(digits))
    if isinstance(node, Text):
        return _text(node.text)
    if isinstance(node, Op):
        sign = _SIGNS.get(node.text, node.text)
        return f"{sign} " if node.text == "," else f" {sign} "
    if isinstance(node, Row):
        return _row(node, digits)
    if isinstance(node, Fraction):
        return rf"\frac{{{latex(node.num, digits)}}}{{{latex(node.den, digits)}}}"
    if isinstance(node, Script):
        return _script(node, digits)
    if isinstance(node, Root):
        return rf"\sqrt{{{latex(node.body, digits)}}}"
    return _table(node, digits)


def latex_lines(rows: tuple[Row, ...], digits: int = 4) -> str:
    """Return lines of mathematics as one formula, aligned at their = and ←."""
    if len(rows) <= 1:
        return "".join(latex(line, digits) for line in rows)
    lines = " \\\\\n".join(_aligned(line, digits) for line in rows)
    return f"\\begin{{aligned}}\n{lines}\n\\end{{aligned}}"


def latex_prose(node: Row, digits: int = 4) -> str:
    """Return a sentence as LaTeX text, its symbols and numbers in math mode."""
    return prose(node, digits, _words)


def prose(node: Row, digits: int, words: Callable[[str], str]) -> str:
    """Return a sentence, its symbols and numbers in math mode, its words as `words` has them."""
    parts = groupby(node.items, lambda item: isinstance(item, Text) or item == COMMA)
    return "".join(
        "".join(words(_spoken(item)) for item in items)
        if are_words
        else f"${latex(row(*items), digits)}$"
        for are_words, items in parts
    )


def latex_text(text: str) -> str:
    """Return words as LaTeX text, so that no letter of them is a command."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def _aligned(line: Row, digits: int) -> str:
    at = relation(line)
    if at is None:
        return f"& {latex(line, digits)}"
    left, right = Row(line.items[:at]), Row(line.items[at:])
    return f"{latex(left, digits).strip()} &{latex(right, digits)}"


def _symbol(symbol: Symbol) -> str:
    base = _GREEK.get(symbol.base, symbol.base)
    hatted = rf"\hat{{{base}}}" if symbol.hat else base
    sub = f"_{{{symbol.sub}}}" if symbol.sub else ""
    sup = f"^{{{symbol.sup}}}" if symbol.sup else ""
    return hatted + sub + sup


def _number(text: str) -> str:
    mantissa, _, exponent = text.replace("−", "-").partition("e")
    if text[-1:].isalpha():
        return rf"\text{{{text}}}"
    written = mantissa.replace("∞", r"\infty ")
    return rf"{written} \cdot 10^{{{exponent}}}" if exponent else written


def _text(text: str) -> str:
    if text.strip() and all(letter.isalpha() or letter in " ':" for letter in text):
        return _word(text)
    written = "".join(_piece(piece) for piece in _PIECES.findall(text))
    return re.sub(r"(?<=\d),(?=\d)", "{,}", written)


def _piece(piece: str) -> str:
    word = piece.strip()
    return _word(piece) if len(word) > 1 else _LETTERS.get(piece, _ESCAPES.get(piece, piece))


def _word(text: str) -> str:
    if text.strip() == "sign":
        return r"\operatorname{sign}"
    if text.strip() in _FUNCTIONS:
        return rf"\{text.strip()}"
    return _LETTERS.get(text, rf"\text{{{text}}}")


def _row(node: Row, digits: int) -> str:
    parts = [latex(item, digits) for item in node.items]
    if _is_tall(node):
        parts = [
            _stretched(part) if isinstance(item, Text) else part
            for item, part in zip(node.items, parts, strict=True)
        ]
    return "".join(parts).strip()


def _is_tall(node: Row) -> bool:
    """Tell whether brackets stand around something higher than a line, all closed in this row."""
    text = "".join(item.text for item in node.items if isinstance(item, Text))
    tall = any(isinstance(item, Fraction) for item in node.items)
    related = any(isinstance(item, Op) and item.text in "=←" for item in node.items)
    return tall and not related and text.count("(") == text.count(")") > 0


def _stretched(text: str) -> str:
    return text.replace("(", r"\left(").replace(")", r"\right)")


def _script(node: Script, digits: int) -> str:
    body = latex(node.body, digits)
    crowded = isinstance(node.body, Symbol) and node.body.sup and node.sup is not None
    if crowded or (isinstance(node.body, Number) and r"\cdot" in body):
        body = f"({body})"
    sub = "" if node.sub is None else f"_{{{latex(node.sub, digits)}}}"
    sup = "" if node.sup is None else f"^{{{latex(node.sup, digits)}}}"
    return body + sub + sup


def _table(node: Table, digits: int) -> str:
    columns = "c" * max((len(line) for line in node.lines), default=1)
    lines = (
        " & ".join("" if cell is None else latex(cell, digits).strip() for cell in line)
        for line in node.lines
    )
    body = " \\\\\n".join(lines)
    return f"\\begin{{array}}{{{columns}}}\n{body}\n\\end{{array}}"


def _spoken(item: Node) -> str:
    return item.text if isinstance(item, Text) else ", "


def _words(text: str) -> str:
    pieces = (
        f"${_LETTERS[letter].strip()}$" if letter in _LETTERS else latex_text(letter)
        for letter in text
    )
    return "".join(pieces)
