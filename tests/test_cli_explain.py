"""`nnviz explain`, as a user types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from nnviz.cli import main
from nnviz.document.builders import new_document
from nnviz.document.examples import example_path, examples
from nnviz.document.files import open_document, save
from nnviz.document.settings import TrainingSettings
from nnviz.explain.explanation import explain_document
from nnviz.explain.grain import Grain

FORMATS = ("text", "markdown", "latex", "json")


@pytest.fixture
def run(capfd):
    """Run `nnviz explain` here; return its exit code, stdout and stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main(["explain", *words])
        except SystemExit as exit:
            code = exit.code
        return code, *capfd.readouterr()

    return run


@pytest.fixture
def tells(run):
    """Run a command that must succeed; return what it prints."""

    def tells(*words: str) -> str:
        code, out, err = run(*words)
        assert (code, err) == (0, "")
        return out

    return tells


@pytest.fixture
def fails(run):
    """Run a command that must fail; return its one line on stderr."""

    def fails(*words: str) -> str:
        code, out, err = run(*words)
        assert (code, out) == (2, "")
        assert err.startswith("nnviz: ")
        assert err.count("\n") == 1
        assert err.endswith("\n")
        return err

    return fails


@pytest.fixture
def saved(tmp_path):
    """Save a document and return its path."""

    def saved(document) -> str:
        path = tmp_path / "network.nnviz"
        save(document, path)
        return str(path)

    return saved


def test_defaults_are_the_documents_sample_at_layer_grain_as_text(tells):
    told = tells("example:chain")
    assert told == explain_document(open_document("example:chain"))
    assert told == tells("example:chain", "--grain", "layer", "--digits", "4", "--format", "text")
    assert "\n1. What does z₁ add up to?" in told
    assert "z₁ = 0.1000 · 0.1500 + 0.4000 = 0.4150\n" in told
    assert "E = ½ · (0.2500 − 0.7153)² = 0.1082\n" in told
    assert "w₂ ← 0.4500 − 0.4000 · 0.0571 = 0.4272\n" in told


@pytest.mark.parametrize("name", [name for name, _ in examples()])
@pytest.mark.parametrize("grain", [grain.value for grain in Grain])
def test_every_example_is_told_at_every_grain_in_every_format(tells, name, grain):
    for form in FORMATS:
        told = tells(f"example:{name}", "--grain", grain, "--format", form)
        assert told.endswith("\n")
        if form == "json":
            assert len(json.loads(told)) >= 4


def test_negative_and_exponent_values_are_two_words(tells):
    step = json.loads(
        tells("example:neuron", "--input", "-0.5,2e-3", "--target", "-1", "--format", "json")
    )[0]
    kernel = open_document("example:neuron").kernel(1)
    bias = open_document("example:neuron").bias(1)
    assert step["values"]["z"] == pytest.approx(np.array([-0.5, 2e-3]) @ kernel + bias)
    words = ("--format", "json", "--target")
    same = [
        tells("example:neuron", "--input=-.5, 0.002", *words, "-1"),
        tells("example:neuron", *words, "-1e0", "--input", "−0.5,.002"),
        tells("--input", "-5e-1,+2e-3", "example:neuron", *words, "-1.0"),
    ]
    assert len(set(same)) == 1


def test_values_are_in_raw_units(tells):
    told = tells("example:iris", "--input", "5.1,3.5,1.4,0.2", "--target", "1,0,0")
    assert "(5.1000 before scaling)" in told
    document = open_document("example:iris")
    row = int(np.flatnonzero((document.data.inputs == [5.1, 3.5, 1.4, 0.2]).all(axis=1))[0])
    data = document.data
    same = document.replaced(input=data.inputs[row], target=data.targets[row], sample=row)
    assert told == explain_document(same)


def test_either_value_may_be_given_alone(tells):
    assert "Target: T = −0.5000" in tells("example:chain", "--target", "-.5")
    assert "Input: x₁ = −2.0000" in tells("example:chain", "--input", "-2")
    assert "Target: T = 0.2500" in tells("example:chain", "--input", "-2")


def test_an_input_of_the_data_has_the_target_of_its_sample(tells):
    for row, target in (("0,0", 0), ("0,1", 1), ("1,0", 1), ("1,1", 0)):
        assert f"Target: T = {target}.0000" in tells("example:xor", "--input", row)
    assert "Target: T = 0.5000" in tells("example:xor", "--input", "0,1", "--target", "1/2")


def test_the_file_is_not_changed(tells, tmp_path):
    path = tmp_path / "iris.nnviz"
    path.write_bytes(example_path("iris").read_bytes())
    before = path.stat().st_mtime_ns
    tells(str(path), "--input", "1,2,3,4")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (
        example_path("iris").read_bytes(),
        before,
    )
    assert os.listdir(tmp_path) == ["iris.nnviz"]


def test_the_optimizers_memory_is_the_documents(tells, tmp_path, capfd):
    trained = tmp_path / "trained.nnviz"
    assert main(["train", "example:iris", "--epochs", "2", "--json", "--output", str(trained)]) == 0
    capfd.readouterr()
    steps = json.loads(tells(str(trained), "--format", "json"))
    document = open_document(trained)
    trace = document.model().trace(document.x, document.y)
    assert steps[-2]["values"]["kernel_new"] == trace.layers[0].kernel_new.tolist()
    iterations = document.optimizer_state["iterations"]
    assert f"0.9000^{{{iterations + 1}}}" in steps[-1]["numbers"]


def test_json_has_the_exact_values(tells):
    text = tells("example:xor", "--format", "json", "--digits", "2")
    document = open_document("example:xor")
    trace = document.model().trace(document.x, document.y)
    values = [step["values"] for step in json.loads(text)]
    z = next(value["z"] for value in values if "z" in value)
    assert z == trace.layers[0].z[0].tolist()
    assert text.isascii()  # so that no terminal can spoil it


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "required: SOURCE"),
        (["example:mnist"], "choose one of neuron"),
        (["absent.nnviz"], "no such file"),
        (["example:iris", "--input", "1,2"], "--input has 2 values, the network has 4 inputs"),
        (["example:chain", "--input", "1,2"], "--input has 2 values, the network has 1 input:"),
        (["example:iris", "--target", "1"], "--target has 1 value, the network has 3 outputs"),
        (["example:chain", "--input", "abc"], "'abc' is not a list of finite numbers"),
        (["example:chain", "--input", "-x"], "'-x' is not a list of finite numbers"),
        (["example:chain", "--input", "1,"], "'1,' is not a list of finite numbers"),
        (["example:chain", "--input", ""], "'' is not a list of finite numbers"),
        (["example:chain", "--target", "nan"], "'nan' is not a list of finite numbers"),
        (["example:chain", "--target", "-inf"], "'-inf' is not a list of finite numbers"),
        (["example:chain", "--target", "1e999"], "'1e999' is not a list of finite numbers"),
        (["example:chain", "--input"], "--input: expected one argument"),
        (["example:chain", "--input", "--target", "1"], "--input: expected one argument"),
        (["example:chain", "--grain", "atom"], "--grain: invalid choice: 'atom'"),
        (["example:chain", "--format", "html"], "--format: invalid choice: 'html'"),
        (["example:chain", "--digits", "1"], "'1' is not a whole number from 2 to 10"),
        (["example:chain", "--digits", "11"], "'11' is not a whole number from 2 to 10"),
        (["example:chain", "--digits", "-3"], "'-3' is not a whole number from 2 to 10"),
        (["example:chain", "--digits", "4.0"], "'4.0' is not a whole number"),
        (["example:chain", "--digits", "9" * 5000], "is not a whole number"),
        (["example:iris", "--target", "0,2,0"], "target 2 is outside the range of categorical"),
        (["example:iris", "--target", "-0.1,1,0"], "target -0.1 is outside the range"),
        (["example:chain", "example:iris"], "unrecognized arguments: example:iris"),
        (["example:chain", "--gr", "term"], "unrecognized arguments: --gr term"),
    ],
)
def test_mistakes_get_one_clear_line(fails, words, sentence):
    assert sentence in fails(*words)


def test_without_a_target_the_flag_is_named(fails, tells, saved):
    source = saved(new_document((2, 1)).replaced(target=None))
    assert "no target: give one with --target" in fails(source)
    assert "Target: T = 1.0000" in tells(source, "--target", "1")


def test_binary_crossentropy_wants_targets_from_0_to_1(fails, saved):
    training = TrainingSettings("binary_crossentropy")
    source = saved(new_document((2, 1), output="sigmoid", training=training))
    assert "binary_crossentropy: expected numbers from 0 to 1" in fails(source, "--target", "-1")


def test_a_grain_too_fine_is_one_clear_line(fails, tells, saved):
    source = saved(new_document((300, 330, 10), seed=1))
    line = fails(source, "--grain", "term")
    assert "the grain term is too fine for a network of 102,640 weights and biases" in line
    assert "choose the grain neuron" in line
    assert tells(source).startswith("300–330–10\n")


def test_help_tells_the_options(run):
    code, out, err = run("-h")
    assert (code, err) == (0, "")
    for word in ("--input", "--target", "--grain", "--digits", "--format", "pass,layer", "json"):
        assert word in out


def test_it_needs_no_display_and_loads_no_qt():
    code = (
        "import sys\n"
        "from nnviz.cli import main\n"
        "main(['explain', 'example:chain', '--format', 'latex'])\n"
        "import nnviz\n"
        "nnviz.explanation(nnviz.load_model('example:chain'), [0.5], [1])\n"
        "sys.exit(any('PySide6' in name or 'pyqtgraph' in name for name in sys.modules))\n"
    )
    present = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=present, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
