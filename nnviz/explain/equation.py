"""Equations as small immutable trees: what is said, not how it is drawn.

A tree knows no number of digits: whoever shows it says how many (`Number.text`, `plain`). Every
leaf may name the element of the network that it stands for, so that hovering can light it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from nnviz.document.elements import Element
from nnviz.explain.numbers import format_given, format_number

Tone = Literal["plain", "sign", "accent"]


@dataclass(frozen=True)
class Symbol:
    """A letter of mathematics, set in italics: `base` with indices, as in w₂ or z₁⁽²⁾.

    Attributes
    ----------
    sup : str
        The layer in its brackets, as "(2)".
    hat : bool
        Whether a ˆ stands over the letter.
    """

    base: str
    sub: str = ""
    sup: str = ""
    hat: bool = False
    element: Element | None = None


@dataclass(frozen=True)
class Number:
    """A value, rounded only when it is shown.

    Attributes
    ----------
    digits : int or None
        Decimals of this number; None: as many as the reader asked for.
    given : bool
        The number was set by a person: 0.4 rather than 0.4000.
    tone : {'plain', 'sign', 'accent'}
        Its colour: ink, the colour of its sign, or the lamp's as the line's result.
    """

    value: float
    digits: int | None = None
    given: bool = False
    tone: Tone = "plain"
    element: Element | None = None

    def text(self, digits: int = 4) -> str:
        """Return the number as it is shown, where the reader asked for `digits` decimals."""
        shown = digits if self.digits is None else self.digits
        return format_given(self.value, shown) if self.given else format_number(self.value, shown)


@dataclass(frozen=True)
class Text:
    """Upright words, function names and brackets, spaces included."""

    text: str
    element: Element | None = None


@dataclass(frozen=True)
class Op:
    """A sign between two things, with space around it: · = ← − + × or a comma."""

    text: str


@dataclass(frozen=True)
class Fraction:
    """`num` over `den`."""

    num: Node
    den: Node


@dataclass(frozen=True)
class Script:
    """Anything with an index below or an exponent above it: (a − T)², e⁻ᶻ."""

    body: Node
    sub: Node | None = None
    sup: Node | None = None


@dataclass(frozen=True)
class Root:
    """The square root of `body`."""

    body: Node


@dataclass(frozen=True)
class Row:
    """Things one after another on a line."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Table:
    """Lines whose cells stand in columns, each centred in its column; None is an empty cell."""

    lines: tuple[tuple[Node | None, ...], ...]


Leaf: TypeAlias = Symbol | Number | Text | Op
Node: TypeAlias = Leaf | Fraction | Script | Root | Row | Table

EQUALS, TIMES, PLUS, MINUS, COMMA = Op("="), Op("·"), Op("+"), Op("−"), Op(",")
BECOMES = Op("←")
_SUBSCRIPTS = str.maketrans("0123456789ij+-−", "₀₁₂₃₄₅₆₇₈₉ᵢⱼ₊₋₋")
_SUPERSCRIPTS = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")


def row(*items: Node | str) -> Row:
    """Return a row of `items`; a str becomes Text, a row among them is spliced in."""
    flat: list[Node] = []
    for item in items:
        if isinstance(item, Row):
            flat.extend(item.items)
        else:
            flat.append(Text(item) if isinstance(item, str) else item)
    return Row(tuple(flat))


def partial(of: Symbol, by: Symbol) -> Fraction:
    """Return ∂`of`/∂`by`."""
    return Fraction(row(Symbol("∂"), of), row(Symbol("∂"), by))


def joined(parts: Iterable[Node], by: Op) -> Row:
    """Return `parts` with `by` between them."""
    items: list[Node] = []
    for part in parts:
        items += [by, part] if items else [part]
    return row(*items)


def bracketed(*items: Node | str) -> Row:
    """Return `items` in round brackets."""
    return row("(", *items, ")")


def relation(line: Row) -> int | None:
    """Return where the first = or ← of a line stands among its items; None without one."""
    places = (k for k, item in enumerate(line.items) if item in (EQUALS, BECOMES))
    return next(places, None)


def as_rows(node: Node) -> tuple[Row, ...]:
    """Return `node` as lines: those of a table, or itself."""
    if isinstance(node, Table):
        return tuple(row(*(cell for cell in line if cell is not None)) for line in node.lines)
    return (row(node),)


def with_all_decimals(node: Row) -> Row:
    """Return a row whose numbers all have as many decimals as asked for: 0.4000, not 0.4."""
    return Row(tuple(_with_all_decimals(item) for item in node.items))


def _with_all_decimals(node: Node) -> Node:
    if isinstance(node, Number):
        return replace(node, given=False)
    if isinstance(node, Row):
        return with_all_decimals(node)
    if isinstance(node, Fraction):
        return Fraction(_with_all_decimals(node.num), _with_all_decimals(node.den))
    if isinstance(node, Script):
        sub, sup = (
            None if part is None else _with_all_decimals(part) for part in (node.sub, node.sup)
        )
        return Script(_with_all_decimals(node.body), sub, sup)
    return Root(_with_all_decimals(node.body)) if isinstance(node, Root) else node


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the leaves of `node` from left to right."""
    if isinstance(node, (Symbol, Number, Text, Op)):
        yield node
        return
    for child in children(node):
        yield from leaves(child)


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of `node`, left to right and top to bottom."""
    if isinstance(node, Row):
        return node.items
    if isinstance(node, Fraction):
        return (node.num, node.den)
    if isinstance(node, Script):
        return tuple(part for part in (node.body, node.sub, node.sup) if part is not None)
    if isinstance(node, Root):
        return (node.body,)
    if isinstance(node, Table):
        return tuple(cell for line in node.lines for cell in line if cell is not None)
    return ()


def plain(node: Node, digits: int = 4) -> str:
    """Return `node` as a line of text, for tooltips, accessible names, the clipboard and tests."""
    if isinstance(node, Symbol):
        return _plain_symbol(node)
    if isinstance(node, Number):
        return node.text(digits)
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Op):
        return f"{node.text} " if node == COMMA else f" {node.text} "
    if isinstance(node, Row):
        return "".join(plain(item, digits) for item in node.items).strip()
    if isinstance(node, Fraction):
        return f"{_tight(node.num, digits)}/{_tight(node.den, digits)}"
    if isinstance(node, Script):
        return _plain_script(node, digits)
    if isinstance(node, Root):
        return f"√({plain(node.body, digits)})"
    return "\n".join(_plain_line(line, digits) for line in node.lines)


def _plain_line(cells: tuple[Node | None, ...], digits: int) -> str:
    return " ".join(plain(cell, digits).strip() for cell in cells if cell is not None)


def _plain_symbol(symbol: Symbol) -> str:
    hat = "\N{COMBINING CIRCUMFLEX ACCENT}" if symbol.hat else ""
    sub, sup = _index(symbol.sub, _SUBSCRIPTS), _index(symbol.sup, _SUPERSCRIPTS)
    return symbol.base + hat + sub + sup


def _plain_script(script: Script, digits: int) -> str:
    sub = plain(script.sub, digits) if script.sub is not None else ""
    sup = plain(script.sup, digits) if script.sup is not None else ""
    lowered, raised = _index(sub, _SUBSCRIPTS, "_"), _index(sup, _SUPERSCRIPTS, "^")
    return f"{plain(script.body, digits)}{lowered}{raised}"


def _index(text: str, table: dict[int, int], sign: str = "_") -> str:
    if not text or all(ord(letter) in table for letter in text):
        return text.translate(table)
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"


def _tight(node: Node, digits: int) -> str:
    text = plain(node, digits)
    return f"({text})" if " " in text else text
