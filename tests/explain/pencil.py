"""A 3-4-4-2 network worked out in plain Python, and every line a pencil would write of it."""

from __future__ import annotations

import math
import random
from itertools import pairwise

SIZES = (3, 4, 4, 2)
RATE, MOMENTUM = 0.4, 0.9
TARGET = [0.0, 1.0]
_draw = random.Random(4)
X = [round(_draw.uniform(-1, 1), 3) for _ in range(3)]
W = [[[_draw.gauss(0, 1) for _ in range(m)] for _ in range(n)] for n, m in pairwise(SIZES)]
B = [[_draw.gauss(0, 1) for _ in range(m)] for m in SIZES[1:]]
PARAMETERS = [v for w, b in zip(W, B, strict=True) for v in (*(v for line in w for v in line), *b)]


def _softmax(z):
    powers = [math.exp(v) for v in z]
    return [power / sum(powers) for power in powers]


def _sums(inputs, layer):
    columns = range(len(B[layer]))
    return [
        math.fsum(x * W[layer][i][j] for i, x in enumerate(inputs)) + B[layer][j] for j in columns
    ]


Z, A = [], [X]
for _layer, _activate in enumerate(
    [lambda z: [math.tanh(v) for v in z], lambda z: [1 / (1 + math.exp(-v)) for v in z], _softmax]
):
    Z.append(_sums(A[-1], _layer))
    A.append(_activate(Z[-1]))
SHARES = A[3]
E = -math.log(SHARES[1])
JACOBIAN = [[SHARES[i] * ((i == j) - SHARES[j]) for j in range(2)] for i in range(2)]
SLOPES = [[1 - v * v for v in A[1]], [v * (1 - v) for v in A[2]], JACOBIAN]
DA = [None, None, [-t / a for t, a in zip(TARGET, SHARES, strict=True)]]
DELTA = [None, None, [a - t for a, t in zip(SHARES, TARGET, strict=True)]]
for _layer in (1, 0):
    DA[_layer] = [
        math.fsum(d * w for d, w in zip(DELTA[_layer + 1], line, strict=True))
        for line in W[_layer + 1]
    ]
    DELTA[_layer] = [d * s for d, s in zip(DA[_layer], SLOPES[_layer], strict=True)]
DW = [[[a * d for d in DELTA[k]] for a in A[k]] for k in range(3)]


def number(value, digits=4):
    """Write a value as the program does, by its rule."""
    text = f"{value:.{digits}f}"
    if value and abs(value) < 0.5 * 10**-digits:
        mantissa, _, exponent = f"{value:.{digits - 2}e}".partition("e")
        text = f"{mantissa}e{int(exponent)}"
    elif float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def factor(value):
    """Write a value as it stands in a product."""
    return f"({number(value)})" if value < 0 else number(value)


def name(letter, layer, *index):
    """Write a symbol: w₁₂⁽³⁾; x has no layer."""
    lowered = "".join("₀₁₂₃₄₅₆₇₈₉"[i + 1] for i in index)
    return letter + lowered + ("" if letter in "xT" else "⁽" + "⁰¹²³"[layer] + "⁾")


def incoming(layer, i):
    """Write what a layer, from 1, receives."""
    return name("a" if layer > 1 else "x", layer - 1, i)


def by(top, below):
    """Write ∂ of something by something."""
    return f"∂{top}/∂{below}"


def sum_line(layer, j):
    terms = [f"{factor(x)} · {factor(W[layer - 1][i][j])}" for i, x in enumerate(A[layer - 1])]
    terms.append(factor(B[layer - 1][j]))
    return f"{name('z', layer, j)} = {' + '.join(terms)} = {number(Z[layer - 1][j])}"


def activation_line(layer, j):
    z, left, a = Z[layer - 1], name("a", layer, j), number(A[layer][j])
    if layer == 1:
        return f"{left} = tanh({number(z[j])}) = {a}"
    if layer == 2:
        inside = f"({number(z[j])})" if z[j] < 0 else number(z[j])
        return f"{left} = 1/(1 + e^(−{inside})) = {a}"
    total = " + ".join(f"e^({number(v)})".replace(" ", "") for v in z)
    return f"{left} = {power(z[j])}/({total}) = {a}"


def power(value):
    return f"e^({number(value)})"


def loss_line():
    return f"E = −ln({number(SHARES[1])}) = {number(E)}"


def error_line(layer, j):
    left = by("E", name("a", layer, j))
    if layer == 3:
        calculation = f"−{number(TARGET[j])}/{number(SHARES[j])}"
    else:
        pairs = zip(DELTA[layer], W[layer][j], strict=True)
        calculation = " + ".join(f"{factor(d)} · {factor(w)}" for d, w in pairs)
    return f"{left} = {calculation} = {number(DA[layer - 1][j])}"


def slope_lines(layer, j):
    if layer == 3:
        return [jacobian_line(j, k) for k in range(2)]
    a, left = A[layer][j], by(name("a", layer, j), name("z", layer, j))
    squared = f"1 − {factor(a)}²" if layer == 1 else f"{number(a)} · (1 − {number(a)})"
    return [f"{left} = {squared} = {number(SLOPES[layer - 1][j])}"]


def jacobian_line(i, j):
    a, b, left = SHARES[i], SHARES[j], by(name("a", 3, i), name("z", 3, j))
    own, other = f"{number(a)} · (1 − {number(a)})", f"−{number(a)} · {number(b)}"
    return f"{left} = {own if i == j else other} = {number(JACOBIAN[i][j])}"


def delta_line(layer, j):
    left = name("δ", layer, j)
    if layer == 3:
        terms = [f"{factor(DA[2][k])} · {factor(JACOBIAN[k][j])}" for k in range(2)]
        return f"{left} = {' + '.join(terms)} = {number(DELTA[2][j])}"
    d, s = DA[layer - 1][j], SLOPES[layer - 1][j]
    return f"{left} = {factor(d)} · {factor(s)} = {number(DELTA[layer - 1][j])}"


def short_line(j):
    short = f"{number(SHARES[j])} − {number(TARGET[j])}"
    return f"{name('δ', 3, j)} = {short} = {number(DELTA[2][j])}"


def weight_line(layer, i, j):
    left, d = by("E", name("w", layer, i, j)), DELTA[layer - 1][j]
    return f"{left} = {factor(d)} · {factor(A[layer - 1][i])} = {number(DW[layer - 1][i][j])}"


def bias_line(layer, j):
    return f"{by('E', name('b', layer, j))} = {number(DELTA[layer - 1][j])}"


def update_lines(left, old, slope):
    step = -RATE * slope
    return [
        f"v ← 0.9000 · 0.0000 − 0.4000 · {factor(slope)} = {number(step)}",
        f"{left} ← {number(old)} + {factor(step)} = {number(old + step)}",
    ]


def weight_update(layer, i, j):
    return update_lines(name("w", layer, i, j), W[layer - 1][i][j], DW[layer - 1][i][j])


def bias_update(layer, j):
    return update_lines(name("b", layer, j), B[layer - 1][j], DELTA[layer - 1][j])


def growing_lines(left, terms):
    """Write a sum term by term; a term is its calculation and its value."""
    lines, so_far = [], 0.0
    for k, (calculation, value) in enumerate(terms):
        last = k == len(terms) - 1
        before = f"{number(so_far)} + " if k else ""
        so_far += value
        sign = f"{left} =" if last else "s ←"
        lines.append(f"{sign} {before}{calculation} = {number(so_far)}")
    return lines


def sum_terms(layer, j):
    pairs = [(x, W[layer - 1][i][j]) for i, x in enumerate(A[layer - 1])]
    terms = [(f"{factor(x)} · {factor(w)}", x * w) for x, w in pairs]
    bias = B[layer - 1][j]
    return growing_lines(name("z", layer, j), [*terms, (factor(bias), bias)])


def error_terms(layer, j):
    if layer == 3:
        return [error_line(layer, j)]
    pairs = zip(DELTA[layer], W[layer][j], strict=True)
    terms = [(f"{factor(d)} · {factor(w)}", d * w) for d, w in pairs]
    return growing_lines(by("E", name("a", layer, j)), terms)


def delta_terms(layer, j):
    if layer < 3:
        return [delta_line(layer, j)]
    pairs = [(DA[2][k], JACOBIAN[k][j]) for k in range(2)]
    terms = [(f"{factor(d)} · {factor(s)}", d * s) for d, s in pairs]
    return [*growing_lines(name("δ", 3, j), terms), short_line(j)]


def units(layer):
    return range(SIZES[layer])


def each(line, layer):
    return [line(layer, j) for j in units(layer)]


def flat(lists):
    return [item for one in lists for item in one]


def layer_steps():
    """Return the lines of each step at the layer grain."""
    steps = []
    for layer in (1, 2, 3):
        steps += [each(sum_line, layer), each(activation_line, layer)]
    steps += [[loss_line()], each(error_line, 3)]
    for layer in (3, 2, 1):
        slopes, deltas = flat(each(slope_lines, layer)), each(delta_line, layer)
        around = [short_line(j) for j in units(3)] if layer == 3 else []
        errors = [] if layer == 3 else each(error_line, layer)
        steps.append([*errors, *slopes, *deltas, *around])
        steps.append([weight_line(layer, i, j) for i in units(layer - 1) for j in units(layer)])
        steps.append(each(bias_line, layer))
    for layer in (3, 2, 1):
        both = [weight_update(layer, i, j) for i in units(layer - 1) for j in units(layer)]
        steps += [flat(both), flat(each(bias_update, layer))]
    return steps


def neuron_steps():
    """Return the lines of each step at the neuron grain."""
    steps = [[]]
    for layer in (1, 2, 3):
        steps += [[line] for line in (*each(sum_line, layer), *each(activation_line, layer))]
    steps.append([loss_line()])
    for layer in (3, 2, 1):
        steps += [[line] for line in each(error_line, layer)]
        steps += each(slope_lines, layer)
        short = [[short_line(j)] if layer == 3 else [] for j in units(layer)]
        steps += [[delta_line(layer, j), *short[j]] for j in units(layer)]
        steps += [[weight_line(layer, i, j) for i in units(layer - 1)] for j in units(layer)]
        steps += [[line] for line in each(bias_line, layer)]
    for layer in (3, 2, 1):
        columns = ([weight_update(layer, i, j) for i in units(layer - 1)] for j in units(layer))
        steps += [flat(column) for column in columns]
        steps += each(bias_update, layer)
    return steps


def term_steps():
    """Return the lines of each step at the term grain."""
    steps = [[]]
    for layer in (1, 2, 3):
        lines = (*flat(each(sum_terms, layer)), *each(activation_line, layer))
        steps += [[line] for line in lines]
    steps.append([loss_line()])
    for layer in (3, 2, 1):
        for lines in (error_terms, slope_lines, delta_terms):
            steps += [[line] for line in flat(each(lines, layer))]
        steps += [[weight_line(layer, i, j)] for j in units(layer) for i in units(layer - 1)]
        steps += [[line] for line in each(bias_line, layer)]
    for layer in (3, 2, 1):
        steps += [weight_update(layer, i, j) for j in units(layer) for i in units(layer - 1)]
        steps += each(bias_update, layer)
    return steps


def pass_steps():
    """Return the lines of each step at the pass grain."""
    forward, backward, update = [], [], []
    for layer in (1, 2, 3):
        mark = "⁽" + "⁰¹²³"[layer] + "⁾"
        for letter, values in (("z", Z[layer - 1]), ("a", A[layer])):
            forward.append(f"{letter}{mark} = ({', '.join(map(number, values))})")
    for layer in (3, 2, 1):
        mark, places = (
            "⁽" + "⁰¹²³"[layer] + "⁾",
            [(i, j) for i in units(layer - 1) for j in units(layer)],
        )
        i, j = max(places, key=lambda ij: abs(DW[layer - 1][ij[0]][ij[1]]))
        slope, old, w = DW[layer - 1][i][j], W[layer - 1][i][j], name("w", layer, i, j)
        backward.append(f"δ{mark} = ({', '.join(map(number, DELTA[layer - 1]))})")
        backward.append(f"steepest of the weights: {by('E', w)} = {number(slope)}")
        update.append(f"largest change: {w} from {number(old)} to {number(old - RATE * slope)}")
    return [forward, [loss_line()], backward, update]
