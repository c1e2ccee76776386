"""What the engine prints: the progress bar and the summary."""

import re

import numpy as np
import pytest
from nnviz.layers import Dropout, Normalization
from nnviz.utils import clear_session

from nnviz import Dense, Input, Sequential

BAR = "━" * 20


@pytest.fixture
def model() -> Sequential:
    clear_session()
    model = Sequential([Input((2,)), Dense(64, "relu"), Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    return model


X, Y = np.ones((40, 2)), np.ones(40)


def test_bar_of_fit(model: Sequential, capsys: pytest.CaptureFixture[str]) -> None:
    history = model.fit(X, Y, epochs=2, validation_split=0.5).history
    first, one, second, two = capsys.readouterr().out.splitlines()
    assert (first, second) == ("Epoch 1/2", "Epoch 2/2")
    loss = history["loss"][0]
    pattern = rf"1/1 {BAR} 0s \d+[mu]s/step - loss: {loss:.4f} - mae: .* - val_loss: .* - val_mae: "
    assert re.match(pattern, one)
    assert re.match(rf"1/1 {BAR} ", two)


def test_bar_of_predict_and_evaluate(model: Sequential, capsys: pytest.CaptureFixture[str]) -> None:
    model.predict(X)
    model.evaluate(X, Y, batch_size=10)
    predicted, evaluated = capsys.readouterr().out.splitlines()
    assert re.fullmatch(rf"2/2 {BAR} 0s \d+[mu]s/step", predicted)
    assert re.fullmatch(rf"4/4 {BAR} 0s \d+[mu]s/step - loss: \d\.\d+ - mae: \d\.\d+", evaluated)


def test_a_terminal_sees_the_bar_grow(
    model: Sequential, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("nnviz.engine.fitting._INTERVAL", 0.0)
    model.fit(X, Y, batch_size=20)
    drawn = capsys.readouterr().out.split("\r")[1:]
    assert len(drawn) == 2
    half = f"\x1b[1m1/2\x1b[0m \x1b[32m{'━' * 10}\x1b[0m\x1b[37m{'━' * 10}\x1b[0m \x1b[1m0s\x1b[0m "
    assert drawn[0].startswith(half)
    assert drawn[1].startswith(f"\x1b[1m2/2\x1b[0m \x1b[32m{BAR}\x1b[0m")
    assert drawn[1].endswith("\n")


def test_quiet_and_one_line(model: Sequential, capsys: pytest.CaptureFixture[str]) -> None:
    model.fit(X, Y, epochs=2, verbose=0)
    assert capsys.readouterr().out == ""
    model.fit(X, Y, verbose=2)
    line = capsys.readouterr().out
    assert re.fullmatch(r"2/2 - 0s - \d+[mu]s/step - loss: \S+ - mae: \S+\n", line)


@pytest.mark.parametrize("verbose", [0, 1, 2])
def test_without_a_standard_output_all_is_silent(
    model: Sequential, monkeypatch: pytest.MonkeyPatch, verbose: int
) -> None:
    monkeypatch.setattr("sys.stdout", None)
    assert len(model.fit(X, Y, epochs=2, verbose=verbose).history["loss"]) == 2
    model.evaluate(X, Y, verbose=verbose)
    assert model.predict(X, verbose=verbose).shape == (40, 1)
    model.summary()


def test_summary_is_keras_table(model: Sequential, capsys: pytest.CaptureFixture[str]) -> None:
    model.summary(line_length=76)
    assert capsys.readouterr().out == SUMMARY
    model.fit(X, Y, verbose=0)
    model.summary(line_length=76)
    # 2 slots of 257 numbers, the count of steps and the learning rate
    assert " Optimizer params: 516 (4.03 KB)\n" in capsys.readouterr().out


def test_summary_before_build(capsys: pytest.CaptureFixture[str]) -> None:
    Sequential([Dense(3, name="a_layer")]).summary(line_length=76)
    out = capsys.readouterr().out
    assert re.search(r"│ a_layer \(Dense\) +│ \? +│ +0 \(unbuilt\) │", out)
    with pytest.raises(ValueError, match="Insufficient console width"):
        Sequential().summary(line_length=20)


SUMMARY = """\
Model: "sequential"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ dense (Dense)                   │ (None, 64)             │           192 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ dense_1 (Dense)                 │ (None, 1)              │            65 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 257 (2.01 KB)
 Trainable params: 257 (2.01 KB)
 Non-trainable params: 0 (0.00 B)
"""


def test_long_cells_are_broken_as_in_keras(capsys: pytest.CaptureFixture[str]) -> None:
    names = (
        "abc" * 30,
        "with blanks in the name that also is long",
        "a-hyphened-name-that-is-long x",
    )
    sizes = (3, 123_456, 1)
    layers = [Dense(size, name=name) for size, name in zip(sizes, names, strict=True)]
    Sequential([Input((2,)), *layers], name="s").summary(line_length=40)
    assert capsys.readouterr().out.startswith(WRAPPED)


# written by Keras 3.15
WRAPPED = """\
Model: "s"
┏━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━┓
┃                 ┃ Output     ┃ Param ┃
┃ Layer (type)    ┃ Shape      ┃     # ┃
┡━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━┩
│ abcabcabcabcab… │ (None, 3)  │     9 │
│ (Dense)         │            │       │
├─────────────────┼────────────┼───────┤
│ with blanks in  │ (None,     │ 493,… │
│ the name that   │ 123456)    │       │
│ also is long    │            │       │
│ (Dense)         │            │       │
├─────────────────┼────────────┼───────┤
│ a-hyphened-nam… │ (None, 1)  │ 123,… │
│ x (Dense)       │            │       │
└─────────────────┴────────────┴───────┘
 Total params: 617,290 ("""


def test_summary_counts_what_is_not_learnt(capsys: pytest.CaptureFixture[str]) -> None:
    model = Sequential([Input((3,)), Normalization(), Dense(2), Dropout(0.5)])
    model.summary(line_length=76)
    out = capsys.readouterr().out
    assert re.search(r"\(Normalization\) +│ \(None, 3\) +│ +7 │", out)
    assert re.search(r"\(Dropout\) +│ \(None, 2\) +│ +0 │", out)
    assert " Total params: 15 (116.00 B)\n Trainable params: 8 (64.00 B)\n" in out
    # the last of Normalization's numbers is a count, of 4 bytes
    assert " Non-trainable params: 7 (52.00 B)\n" in out


def test_summary_with_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    layers = [Dense(4, name="a", trainable=False), Dropout(0.5, name="b"), Dense(2, name="c")]
    model = Sequential([Input((3,)), *layers], name="s")
    text: list[str] = []
    model.summary(60, [0.3, 0.7, 1.0], text.append, show_trainable=True, layer_range=["b", "c"])
    assert text == [OPTIONS]
    assert capsys.readouterr().out == ""
    for names in (["a"], ["a", "none such"]):
        with pytest.raises(ValueError, match="Received: "):
            model.summary(layer_range=names)


# written by Keras 3.15 in float64
OPTIONS = """\
Model: "s"
┏━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┳━━━━━┓
┃ Layer (type)  ┃ Output Shape       ┃       Param # ┃ Tr… ┃
┡━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━╇━━━━━┩
│ b (Dropout)   │ (None, 4)          │             0 │  -  │
├───────────────┼────────────────────┼───────────────┼─────┤
│ c (Dense)     │ (None, 2)          │            10 │  Y  │
└───────────────┴────────────────────┴───────────────┴─────┘
 Total params: 26 (208.00 B)
 Trainable params: 10 (80.00 B)
 Non-trainable params: 16 (128.00 B)
"""


def test_the_bytes_are_those_of_the_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    """As in Keras, the count of steps takes 4."""
    for dtype, size in (("float64", "(428.00 B)"), ("float32", "(216.00 B)")):
        model = Sequential([Input((3,)), Dense(4), Dense(2)], dtype=dtype)
        model.compile("adam", "mse")
        model.fit(np.ones((2, 3)), np.ones((2, 2)), verbose=0)
        model.summary()
        assert f" Optimizer params: 54 {size}\n" in capsys.readouterr().out
