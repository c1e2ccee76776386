"""A pass written out: the chain of the notes word by word, JSON value by value."""

import json
import math

import numpy as np
import pytest

import nnviz
from nnviz.document.builders import document_for_data
from nnviz.document.files import open_document
from nnviz.explain.explanation import explain_document
from nnviz.explain.grain import Grain
from tests.explain import pencil
from tests.explain.networks import chain, network, traced
from tests.explain.test_chain import A1, A2, B1, B2, D1, D2, DA2, ETA, S1, S2, W1, W2, Z1, Z2, X
from tests.explain.test_chain import E as ERROR
from tests.explain.test_chain import T as TARGET
from tests.explain.test_chain import four as f

SUM_WORDS = "What comes in times its weight, plus the bias"
STEP_WORDS = "Step against the slope, η times as far"
CHAIN = f"""\
A network
Layers: 1 input, 1 neuron with the sigmoid, 1 neuron with the sigmoid
Input: x₁ = {f(X)}
Target: T = {f(TARGET)}
Loss: Half squared error
Optimizer: SGD, η = {f(ETA)}

Forward
1. What does z₁ add up to? {SUM_WORDS}: {f(X)} · {f(W1)} + {f(B1)} = {f(Z1)}.
   z₁ = x₁ · w₁ + b₁
   z₁ = {f(X)} · {f(W1)} + {f(B1)} = {f(Z1)}
2. What comes out as a₁? The sigmoid presses it between 0 and 1: {f(Z1)} becomes {f(A1)}.
   a₁ = 1/(1 + e^(−z₁))
   a₁ = 1/(1 + e^(−{f(Z1)})) = {f(A1)}
3. What does z₂ add up to? {SUM_WORDS}: {f(A1)} · {f(W2)} + {f(B2)} = {f(Z2)}.
   z₂ = a₁ · w₂ + b₂
   z₂ = {f(A1)} · {f(W2)} + {f(B2)} = {f(Z2)}
4. What comes out as a₂? The sigmoid presses it between 0 and 1: {f(Z2)} becomes {f(A2)}.
   a₂ = 1/(1 + e^(−z₂))
   a₂ = 1/(1 + e^(−{f(Z2)})) = {f(A2)}

Loss
5. How large is the error? Half the squared distance from the target: \
½ · ({f(TARGET)} − {f(A2)})² = {f(ERROR)}.
   E = ½ · (T − a₂)²
   E = ½ · ({f(TARGET)} − {f(A2)})² = {f(ERROR)}

Backward
6. How strongly does a₂ move the error? The slope of the error: \
{f(A2)} − {f(TARGET)} = {f(DA2)}.
   ∂E/∂a₂ = a₂ − T
   ∂E/∂a₂ = {f(A2)} − {f(TARGET)} = {f(DA2)}
7. How strongly does z₂ move the error? Times the slope of the sigmoid at z₂: δ₂ = {f(D2)}.
   δ₂ = ∂E/∂a₂ · ∂a₂/∂z₂
   ∂a₂/∂z₂ = a₂(1 − a₂)
   δ₂ = {f(DA2)} · {f(S2)} = {f(D2)}
   ∂a₂/∂z₂ = {f(A2)} · (1 − {f(A2)}) = {f(S2)}
8. How strongly does w₂ move the error? Multiply the three slopes on the way back from E to w₂.
   ∂E/∂w₂ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂w₂
   ∂E/∂w₂ = {f(DA2)} · {f(S2)} · {f(A1)} = {f(D2 * A1)}
9. How strongly does b₂ move the error? Multiply the three slopes on the way back from E to b₂.
   ∂E/∂b₂ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂b₂
   ∂E/∂b₂ = {f(DA2)} · {f(S2)} · 1.0000 = {f(D2)}
10. How strongly does z₁ move the error? \
Back along w₂: multiply the four slopes from E to z₁: δ₁ = {f(D1)}.
   ∂E/∂a₁ = δ₂ · w₂
   δ₁ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂a₁ · ∂a₁/∂z₁
   ∂a₁/∂z₁ = a₁(1 − a₁)
   ∂E/∂a₁ = {f(D2)} · {f(W2)} = {f(D2 * W2)}
   δ₁ = {f(DA2)} · {f(S2)} · {f(W2)} · {f(S1)} = {f(D1)}
   ∂a₁/∂z₁ = {f(A1)} · (1 − {f(A1)}) = {f(S1)}
11. How strongly does w₁ move the error? Multiply the five slopes on the way back from E to w₁.
   ∂E/∂w₁ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂a₁ · ∂a₁/∂z₁ · ∂z₁/∂w₁
   ∂E/∂w₁ = {f(DA2)} · {f(S2)} · {f(W2)} · {f(S1)} · {f(X)} = {f(D1 * X)}
12. How strongly does b₁ move the error? Multiply the five slopes on the way back from E to b₁.
   ∂E/∂b₁ = ∂E/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂a₁ · ∂a₁/∂z₁ · ∂z₁/∂b₁
   ∂E/∂b₁ = {f(DA2)} · {f(S2)} · {f(W2)} · {f(S1)} · 1.0000 = {f(D1)}

Update
13. What does w₂ become? {STEP_WORDS}: {f(W2)} − {f(ETA)} · {f(D2 * A1)} = {f(W2 - ETA * D2 * A1)}.
   w₂ ← w₂ − η · ∂E/∂w₂
   w₂ ← {f(W2)} − {f(ETA)} · {f(D2 * A1)} = {f(W2 - ETA * D2 * A1)}
14. What does b₂ become? {STEP_WORDS}: {f(B2)} − {f(ETA)} · {f(D2)} = {f(B2 - ETA * D2)}.
   b₂ ← b₂ − η · ∂E/∂b₂
   b₂ ← {f(B2)} − {f(ETA)} · {f(D2)} = {f(B2 - ETA * D2)}
15. What does w₁ become? {STEP_WORDS}: {f(W1)} − {f(ETA)} · {f(D1 * X)} = {f(W1 - ETA * D1 * X)}.
   w₁ ← w₁ − η · ∂E/∂w₁
   w₁ ← {f(W1)} − {f(ETA)} · {f(D1 * X)} = {f(W1 - ETA * D1 * X)}
16. What does b₁ become? {STEP_WORDS}: {f(B1)} − {f(ETA)} · {f(D1)} = {f(B1 - ETA * D1)}.
   b₁ ← b₁ − η · ∂E/∂b₁
   b₁ ← {f(B1)} − {f(ETA)} · {f(D1)} = {f(B1 - ETA * D1)}
"""
ONCE_A_LAYER = {
    "z", "a", "dE_da", "da_dz", "delta", "dE_dkernel", "dE_dbias",
    "kernel_old", "kernel_new", "bias_old", "bias_new",
}  # fmt: skip


def test_the_chain_from_start_to_finish():
    assert explain_document(chain()) == CHAIN


def test_decimals_are_the_readers_choice_and_zeros_stay():
    two, ten = (explain_document(chain(), digits=digits) for digits in (2, 10))
    assert f"z₁ = 0.10 · 0.15 + 0.40 = {Z1:.2f}\n" in two
    assert f"a₁ = 1/(1 + e^(−0.4150000000)) = {A1:.10f}\n" in ten


def by_layer(document, **options):
    """Return the values of each layer in the JSON, each key met at most once."""
    found, steps = {}, json.loads(explain_document(document, format="json", **options))
    for step in steps:
        assert set(step) == {"phase", "layer", "caption", "symbols", "numbers", "values"}
        if step["phase"] != "loss":
            layer = found.setdefault(step["layer"], {})
            assert not set(layer) & set(step["values"])
            layer.update(step["values"])
    return found, steps


def test_json_has_each_value_once_and_unrounded():
    document, trace = traced(
        network((3, 4, 2), ("tanh", "softmax"), "categorical_crossentropy", target=[0, 1], rate=0.1)
    )
    found, steps = by_layer(document)
    assert list(found) == [1, 2]
    for layer, values in found.items():
        traced_layer = trace.layers[layer - 1]
        assert set(values) == ONCE_A_LAYER
        for key, value in values.items():
            exact = getattr(traced_layer, key)
            one = exact[0] if key in ("z", "a", "dE_da", "da_dz", "delta") else exact
            assert value == one.tolist(), key
    assert np.shape(found[2]["da_dz"]) == (2, 2)
    assert np.shape(found[1]["da_dz"]) == (4,)
    assert np.shape(found[1]["dE_dkernel"]) == (3, 4)
    phases = [step["phase"] for step in steps]
    assert sorted(set(phases), key=phases.index) == ["forward", "loss", "backward", "update"]
    assert next(step for step in steps if step["phase"] == "loss")["values"] == {"loss": trace.loss}


def test_json_is_what_plain_python_finds():
    document = network(
        pencil.SIZES,
        ("tanh", "sigmoid", "softmax"),
        "categorical_crossentropy",
        x=pencil.X,
        target=pencil.TARGET,
        parameters=pencil.PARAMETERS,
    )
    found, _ = by_layer(document)
    for k in range(3):
        expected = {
            "z": pencil.Z[k],
            "a": pencil.A[k + 1],
            "dE_da": pencil.DA[k],
            "da_dz": pencil.SLOPES[k],
            "delta": pencil.DELTA[k],
            "dE_dkernel": pencil.DW[k],
            "dE_dbias": pencil.DELTA[k],
            "kernel_old": pencil.W[k],
        }
        for key, values in expected.items():
            np.testing.assert_allclose(found[k + 1][key], values, rtol=1e-12, atol=1e-15)


def test_losses_keep_their_scale():
    document = network((2, 3), ("linear",), "mean_squared_error", target=[1, 0, -1], bias=False)
    found, _ = by_layer(document)
    a = found[1]["a"]
    slopes = [2 * (v - t) / 3 for v, t in zip(a, [1, 0, -1], strict=True)]
    np.testing.assert_allclose(found[1]["dE_da"], slopes, rtol=1e-15)
    assert set(found[1]) == ONCE_A_LAYER - {"dE_dbias", "bias_old", "bias_new"}


@pytest.mark.parametrize("grain", ["neuron", "term"])
def test_finer_grains_count_units_from_one(grain):
    steps = json.loads(explain_document(chain(), grain, format="json"))
    inputs, first, last = steps[0], steps[1], steps[-1]
    assert (inputs["layer"], "unit" in inputs, inputs["values"]) == (0, False, {"x": [0.1]})
    assert (first["layer"], first["unit"]) == (1, 1)
    assert last["values"] == {"bias_old": 0.4, "bias_new": pytest.approx(B1 - ETA * D1)}
    assert next(step for step in steps if step["phase"] == "loss")["layer"] == 2


def test_a_term_has_its_value_and_the_sum_so_far():
    steps = json.loads(explain_document(chain(), "term", format="json"))
    assert steps[1]["values"] == {"term": pytest.approx(X * W1), "sum": pytest.approx(X * W1)}
    assert steps[2]["values"] == {"term": B1, "z": pytest.approx(Z1)}
    assert steps[1]["symbols"] == r"s \leftarrow x_{1} \cdot w_{1}"
    assert steps[2]["numbers"] == "z_{1} = 0.0150 + 0.4000 = 0.4150"


def test_the_pass_grain_has_all_layers_in_a_step():
    steps = json.loads(explain_document(chain(), "pass", format="json"))
    assert [step["phase"] for step in steps] == ["forward", "loss", "backward", "update"]
    assert [step["layer"] for step in steps] == [2, 2, 1, 1]
    forward, _, backward, update = (step["values"] for step in steps)
    assert forward["layers"][1]["a"] == [pytest.approx(A2)]
    assert backward["layers"][0]["delta"] == [pytest.approx(D1)]
    assert update["layers"][0]["kernel_new"] == [[pytest.approx(W1 - ETA * D1 * X)]]


def test_what_is_not_finite_is_null():
    document = network((2, 5, 2), ("relu", "linear"), target=[1, 1], parameters=[1e200] * 27)
    text = explain_document(document, format="json")
    steps = json.loads(text, parse_constant=lambda name: pytest.fail(name))
    assert steps[4]["values"] == {"loss": None}


def test_scaled_inputs_stand_beside_the_raw_ones():
    document = open_document("example:iris").replaced(sample=None, input=[5.1, 3.5, 1.4, 0.2])
    text = explain_document(document, "neuron")
    scaled = document.x[0, 0]
    assert f"sepal length x₁ = {f(scaled)} (5.1000 before scaling)" in text
    assert text.count("(5.1000 before scaling)") == 2
    found, _ = by_layer(document)
    np.testing.assert_allclose(found[1]["z"], document.x[0] @ document.kernel(1), atol=1e-12)


def test_targets_outside_the_losss_range():
    for loss, activation in (
        ("binary_crossentropy", "sigmoid"),
        ("categorical_crossentropy", "softmax"),
    ):
        document = network((2, 2), (activation,), loss, target=[0, 1.5])
        with pytest.raises(ValueError, match=f"target 1.5 is outside the range of {loss}"):
            explain_document(document)
    assert explain_document(network((2, 1), ("linear",), target=[1.5]))


# ---------------------------------------------------------------- from a script


def model_of(*layers, loss="mse", optimizer="sgd", inputs=2):
    model = nnviz.Sequential([nnviz.Input((inputs,)), *layers])
    model.compile(optimizer, loss)
    return model


def test_a_model_is_told_and_stays_as_it_was():
    model = model_of(nnviz.Dense(3, "tanh"), nnviz.Dense(1), optimizer="adam")
    model.fit(np.eye(2), [0, 1], epochs=3, verbose=0)
    before, state = model.parameters.copy(), model.optimizer.state()
    steps = json.loads(nnviz.explanation(model, [0.5, -1], 0.25, format="json"))
    trace = model.trace([0.5, -1], 0.25)
    assert steps[-2]["values"]["kernel_new"] == trace.layers[0].kernel_new.tolist()
    np.testing.assert_array_equal(model.parameters, before)
    assert model.optimizer.state()["iterations"] == state["iterations"] == 3
    assert r"\eta_{t}" in steps[-1]["symbols"]


def test_x_may_be_a_row_or_a_batch():
    model = model_of(nnviz.Dense(2, "softmax"), loss="categorical_crossentropy")
    one = nnviz.explanation(model, [0.5, -1.0], [0, 1])
    assert nnviz.explanation(model, [[0.5, -1.0]], [[0, 1]]) == one
    batch = nnviz.explanation(model, [[0.5, -1.0], [1, 2]], [[0, 1], [1, 0]])
    assert "Batch: 2 samples" in batch
    assert "E = 1/2 · (E₁ + E₂)" in batch
    steps = json.loads(
        nnviz.explanation(model, [[0.5, -1.0], [1, 2]], [[0, 1], [1, 0]], format="json")
    )
    assert np.shape(steps[0]["values"]["layers"][0]["a"]) == (2, 2)
    assert len(steps[1]["values"]["losses"]) == 2


def test_without_y_only_the_way_forward_is_told():
    text = nnviz.explanation(model_of(nnviz.Dense(1)), [1, 2])
    assert "Backward" not in text
    assert "Target" not in text
    assert "There is no target" in text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"grain": "atom"}, "Expected grain to be one of pass, layer, neuron, term; received"),
        ({"digits": 1}, "Expected digits to be a whole number from 2 to 10; received 1"),
        ({"digits": 11}, "received 11"),
        ({"digits": 2.5}, "received 2.5"),
        ({"format": "html"}, "one of text, markdown, latex, json; received 'html'"),
        ({"x": [1, 2, 3]}, "3"),
        ({"y": [1, 2]}, "Expected y with 1 columns"),
        ({"x": [1, math.nan]}, "finite"),
    ],
)
def test_mistakes_are_said(options, message):
    arguments = {"x": [1, 2], "y": 1, **options}
    with pytest.raises(ValueError, match=message):
        nnviz.explanation(model_of(nnviz.Dense(1)), **arguments)


def test_a_model_must_be_compiled_to_have_an_error():
    with pytest.raises(ValueError, match="compile"):
        nnviz.explanation(nnviz.Sequential([nnviz.Input((1,)), nnviz.Dense(1)]), [1], 1)


def test_names_from_data_are_words_in_every_format():
    from nnviz.data.dataset import Dataset

    data = Dataset(
        name="odd",
        title="50 % _odd_ & $new$",
        inputs=np.array([[1.0], [3.0]]),
        targets=np.array([[0.0], [1.0]]),
        input_names=("width_in_µm",),
        target_names=("y",),
    )
    document = document_for_data(data, hidden=(2,))
    markdown = explain_document(document, format="markdown")
    assert markdown.startswith("# 50 % \\_odd\\_ \\& \\$new\\$\n")
    assert "width\\_in\\_µm $x_{1} = " in markdown
    latex = explain_document(document, format="latex")
    assert r"\section*{50 \% \_odd\_ \& \$new\$}" in latex
    assert all(explain_document(document, grain) for grain in Grain)
