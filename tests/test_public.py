"""The public face: Keras's names, and no window before it is asked for."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nnviz

DATA = """
import numpy as np
predictors = np.random.default_rng(0).normal(size=(100, 4))
target = predictors.sum(axis=1)
test_data = predictors[:5]
n_cols = predictors.shape[1]
"""
NOTES = f"""{DATA}
import nnviz
from nnviz.models import Sequential
from nnviz.layers import Dense
model = Sequential()
model.add(Dense(5, activation='relu', input_shape=(n_cols,)))
model.add(Dense(5, activation='relu'))
model.add(Dense(1))
model.compile(optimizer='adam', loss='mean_squared_error')
model.fit(predictors, target, epochs=50)
predictions = model.predict(test_data)
print(predictions.shape)
"""

MODULES = (
    "activations",
    "callbacks",
    "constraints",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "regularizers",
    "utils",
)


# What stands in for the reader, who looks at the window and closes it.
CLOSING = """
from PySide6.QtCore import QTimer
from nnviz.gui import app
start = app.Window.start
def start_and_close(window):
    start(window)
    document = window.session.document
    print(window.isVisible(), document.sizes, document.data.n_samples)
    QTimer.singleShot(100, window.close)
app.Window.start = start_and_close
"""


def python(code: str, **environment: str) -> str:
    command = [sys.executable, "-W", "error", "-c", code]
    present = {**os.environ, **environment}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=present)
    return done.stdout


def test_the_notes_script_runs_with_keras_progress_bar() -> None:
    lines = python(NOTES).splitlines()
    assert lines[0] == "Epoch 1/50"
    assert lines[1].startswith("4/4 ━━━━━━━━━━━━━━━━━━━━ 0s ")
    assert lines[98] == "Epoch 50/50"
    assert float(lines[99].rpartition(" ")[2]) < float(lines[1].rpartition(" ")[2])
    assert lines[100].startswith("1/1 ━")
    assert lines[101] == "(5, 1)"


def test_importing_and_training_load_no_window() -> None:
    code = NOTES + "import sys; print([m for m in sys.modules if 'PySide' in m or 'pyqt' in m])"
    assert python(code).splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", MODULES)
def test_keras_module_names(name: str) -> None:
    module = __import__(f"nnviz.{name}", fromlist=["x"])
    assert module is getattr(nnviz, name)
    assert module is __import__(f"nnviz.engine.{name}", fromlist=["x"])


def test_files_are_among_the_models() -> None:
    from nnviz.models import load_model, save_model

    assert (load_model, save_model) == (nnviz.load_model, nnviz.save_model)


def test_star_imports_bring_what_keras_brings() -> None:
    """Only what belongs there: no helper, no type of Python's, no module of NumPy's."""
    for name, expected in (
        (
            "models",
            {"Sequential", "clone_model", "load_model", "model_from_json", "save_model"},
        ),
        ("constraints", {"Constraint", "MaxNorm", "NonNeg", "get", "max_norm", "non_neg"}),
        ("regularizers", {"L1", "L1L2", "L2", "Regularizer", "get", "l1", "l1_l2", "l2"}),
        ("utils", {"clear_session", "set_random_seed", "to_categorical"}),
    ):
        assert set(brought_by(name)) == expected
    layers = brought_by("layers")
    assert issubclass(layers["Activation"], layers["Layer"])
    for name in (*MODULES, "optimizers.schedules"):
        brought = brought_by(name)
        assert not {"Any", "annotations", "np", "names", "Registry"} & set(brought)


def brought_by(module: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(f"from nnviz.{module} import *", names)
    del names["__builtins__"]
    return names


def test_schedules_are_where_keras_has_them() -> None:
    from nnviz.optimizers.schedules import CosineDecay
    from nnviz.schedules import CosineDecay as Short

    assert CosineDecay is Short


def test_names_at_the_top() -> None:
    model = nnviz.Sequential([nnviz.Input((2,)), nnviz.Dense(1)])
    assert model.predict(np.zeros((1, 2)), verbose=0).shape == (1, 1)
    assert set(nnviz.__all__) <= set(dir(nnviz))
    assert isinstance(model, nnviz.models.Sequential)


def test_functions_of_losses_and_activations() -> None:
    y, a = np.array([[1.0, 0.0]]), np.array([[0.8, 0.3]])
    assert nnviz.losses.mean_squared_error(y, a) == pytest.approx([(0.04 + 0.09) / 2])
    assert nnviz.losses.half_squared_error(y, a) == pytest.approx([(0.04 + 0.09) / 2])
    expected = -(np.log(0.8) + np.log(0.7)) / 2
    assert nnviz.losses.binary_crossentropy(y, a) == pytest.approx([expected])
    expected = -np.log(0.8 / 1.1)
    assert nnviz.losses.categorical_crossentropy(y, a) == pytest.approx([expected])
    assert nnviz.activations.relu([-1.0, 2.0]).tolist() == [0.0, 2.0]
    assert nnviz.activations.leaky_relu([-1.0, 2.0]).tolist() == [-0.2, 2.0]
    assert nnviz.activations.softmax([[0.0, 0.0]]).tolist() == [[0.5, 0.5]]
    assert nnviz.utils.to_categorical([0, 2]).tolist() == [[1, 0, 0], [0, 0, 1]]


def test_a_model_is_saved_and_loaded(tmp_path: Path) -> None:
    model = nnviz.Sequential([nnviz.Dense(3, "relu"), nnviz.Dense(1)])
    model.compile("adam", "mse")
    x = np.arange(12.0).reshape(6, 2)
    model.fit(x, x[:, 0], verbose=0)
    nnviz.save_model(model, tmp_path / "model.nnviz")
    loaded = nnviz.load_model(tmp_path / "model.nnviz")
    np.testing.assert_array_equal(loaded.parameters, model.parameters)
    loaded.fit(x, x[:, 0], shuffle=False, verbose=0)
    model.fit(x, x[:, 0], shuffle=False, verbose=0)
    np.testing.assert_array_equal(loaded.parameters, model.parameters)


def test_a_model_is_rendered(tmp_path: Path) -> None:
    nnviz.render(nnviz.load_model("example:chain"), tmp_path / "chain.svg")
    assert (tmp_path / "chain.svg").read_text(encoding="utf-8").count("<svg") == 1


def test_the_readmes_script_runs_as_it_is_printed_with_its_window(tmp_path: Path) -> None:
    """The window is real, off the screen; a timer closes it."""
    readme = Path(__file__).parent.parent / "README.md"
    printed = re.search(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    script = f"import os; os.chdir({str(tmp_path)!r})\n" + CLOSING + DATA + printed[1]
    lines = python(script, XDG_CONFIG_HOME=str(tmp_path)).splitlines()
    assert "True (4, 5, 5, 1) 100" in lines
    assert any(line.startswith("Loss: Mean squared error") for line in lines)
    assert nnviz.load_model(tmp_path / "mine.nnviz").count_params() == 61
    assert (tmp_path / "mine.svg").exists()


def test_the_notes_end_in_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """`show` hands model and data to the window; the window itself is tested there."""
    from nnviz.gui import app

    shown: list[object] = []
    monkeypatch.setattr(app, "show", lambda *arguments: shown.extend(arguments))
    nnviz.show("model", [[1.0]], [2.0])
    assert shown == ["model", [[1.0]], [2.0]]
