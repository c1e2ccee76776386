"""Files that are wrong: one sentence that names the place, little memory, and nothing else."""

import copy
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.data.errors import DataError
from nnviz.document.errors import DocumentError
from nnviz.document.files import open_document, parse
from tests.document.samples import text_of, trained, values_of

GOOD = text_of(trained())
VALUES = values_of(trained())


def changed(path: str, value: Any) -> bytes:
    """Return the content of a good file with one value changed; "…" removes it."""
    values = copy.deepcopy(VALUES)
    *parents, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    parent = values
    for step in parents:
        parent = parent[step]
    if value == "…":
        del parent[last]
    else:
        parent[last] = value
    return json.dumps(values).encode()


def fault(content: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        parse(content)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 300
    return message


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("format", "other", "it is not an nnviz file"),
        ("format", "…", "it is not an nnviz file"),
        ("version", 2, "version: it is of version 2 and this nnviz reads up to 1, update nnviz"),
        ("version", 0, "version: 0 is not a whole number from 1"),
        ("version", "1", "version: '1' is not a whole number"),
        ("version", "…", '"version" is missing'),
        ("title", "", "title: '' is not a line of 1 to 200 characters"),
        ("title", 5, "title: 5 is not a line"),
        ("title", "a" * 300, "title: '"),
        ("title", "a" * 10**6, "title: a long text is not a line of 1 to 200 characters"),
        ("title", "\ud800", r"title: '\ud800' is not a line"),
        ("titel", "x", "titel is unknown here"),
        ("a b\n" + "c" * 99, "x", "'a b\\ncccc"),
        ("a" * 10**6, 1, "a long text is unknown here"),
        ("layers/0/activation", "a" * 5000, "layers[0].activation: a long text is not one of"),
        ("seed", -1, "seed: -1 is not a whole number from 0 to 4,294,967,295"),
        ("seed", 1.5, "seed: 1.5 is not a whole number"),
        ("seed", True, "seed: true is not a whole number"),
        ("seed", 10**50, "seed: "),
        ("inputs", [], "inputs: 0 items, from 1 to 100,000 are allowed"),
        ("inputs", ["a"], "data: 2 inputs and 3 targets for a network with 1 and 3"),
        ("inputs/1", None, "inputs[1]: null is not a line"),
        ("outputs", ["a"], "outputs: 1 names for 3 outputs"),
        ("layers", {}, "layers: an object is not a list"),
        ("layers", [], "layers: 0 items, from 1 to 1,000 are allowed"),
        ("layers", [1] * 1_001, "layers: 1,001 items, from 1 to 1,000 are allowed"),
        ("layers", [1] * 1_000_000, "layers: 1,000,000 items, from 1 to 1,000 are allowed"),
        ("layers/1/units", -3, "layers[1].units: -3 is not a whole number from 1 to 10,000,000"),
        ("layers/1/units", 10**9, "layers[1].units: 1000000000 is not a whole number"),
        ("layers/1/units", 2.0, "layers[1].units: 2.0 is not a whole number"),
        ("layers/0/units", 9_999_999, "layers: 59,999,997 parameters: the limit"),
        ("layers/1/activation", "cube", "layers[1].activation: 'cube' is not one of linear, sig"),
        ("layers/1/activation", ["relu"], "layers[1].activation: a list of 1 is not one of"),
        ("layers/0/use_bias", 1, "layers[0].use_bias: 1 is not true or false"),
        ("layers/0/kernel_initializer", "luck", "layers[0].kernel_initializer: 'luck' is not one"),
        ("layers/0/name", "…", 'layers[0]: "name" is missing'),
        ("layers/0/size", 1, "layers[0]: size is unknown here"),
        ("parameters", [1.0] * 14, "parameters: 14 values instead of 15"),
        ("parameters", [[1.0] * 15], "parameters: 1 × 15 values instead of 15"),
        ("parameters", "abc", "parameters: 'abc' is not a list of numbers"),
        ("parameters", None, "parameters: null is not a list of numbers"),
        ("parameters/3", "abc", "parameters[3]: 'abc' is not a finite number"),
        ("parameters/3", None, "parameters[3]: null is not a finite number"),
        ("parameters/3", True, "parameters[3]: true is not a finite number"),
        ("parameters/3", float("nan"), "parameters[3]: nan is not a finite number"),
        ("parameters/3", float("-inf"), "parameters[3]: -inf is not a finite number"),
        ("parameters/3", 10**400, "parameters[3]: inf is not a finite number"),
        ("parameters/3", [1.0], "parameters[3]: a list of 1 is not a finite number"),
        (
            "parameters",
            {"shape": [15], "base64": "AAAA"},
            "parameters.base64: 3 bytes instead of 120",
        ),
        ("parameters", {"shape": [15], "base64": "!" * 160}, "parameters.base64: not valid base64"),
        ("parameters", {"shape": [15], "base64": "é"}, "parameters.base64: not valid base64"),
        ("parameters", {"shape": [15], "base64": "\u00000"}, "parameters.base64: not valid base64"),
        ("parameters", {"shape": [-1], "base64": ""}, 'parameters: expected "shape" and "base64"'),
        ("parameters", {"shape": [10**30], "base64": ""}, 'parameters: expected "shape" and'),
        (
            "parameters",
            {"shape": [2**39, 2**39], "base64": ""},
            "parameters.base64: 0 bytes instead",
        ),
        ("parameters", {"shape": [1] * 40, "base64": ""}, 'parameters: expected "shape" and'),
        ("parameters", {"shape": [15]}, 'parameters: expected "shape" and "base64"'),
        (
            "parameters",
            {"shape": [1], "base64": "AAAAAAAA8H8="},
            "parameters[0]: not a finite number",
        ),
        ("sample", [], "sample: a list of 0 is not an object"),
        ("sample/input", [1.0], "sample.input: 1 values instead of 2"),
        ("sample/target", [1.0], "sample.target: 1 values instead of 3"),
        ("sample/row", 6, "sample.row: 6 is not a whole number from 0 to 5"),
        ("data", None, "sample.row: there are no data that this could be a row of"),
        ("data", {"builtin": "moons", "seed": 0}, "data.builtin: 'moons' is not one of xor"),
        (
            "data",
            {"builtin": "xor", "seed": 0},
            "data: 2 inputs and 1 targets for a network with 2",
        ),
        ("data", {"builtin": "iris"}, 'data: "seed" is missing'),
        ("data/inputs", [], "data.inputs: 0 values instead of n × n"),
        ("data/inputs/2", [1.0], "data.inputs[2]: 1 values instead of 2"),
        ("data/inputs/2", 1.0, "data.inputs[2]: 1.0 is not a list of numbers"),
        ("data/inputs/2/1", "x", "data.inputs[2][1]: 'x' is not a finite number"),
        ("data/inputs/2/1", 1e300, "data: the values are too large to be scaled"),
        ("data/targets", [[1.0, 0.0, 0.0]], "data.targets: 1 × 3 values instead of 6 × n"),
        ("data/targets/0", [1.0, 1.0, 0.0], "data.targets: with classes, each row has a single 1"),
        ("data/classes", ["a"], "data.classes: 1 names instead of 3"),
        ("data/input_names", ["a"], "data.input_names: 1 names instead of 2"),
        (
            "preparation/test_share",
            1.0,
            "preparation.test_share: 1.0 is not a number from 0 to 0.9",
        ),
        ("preparation/input_scaling", "up", "preparation.input_scaling: 'up' is not one of none"),
        ("training/learning_rate", 0, "training.learning_rate: 0.0 is not a finite number above 0"),
        ("training/learning_rate", float("inf"), "training.learning_rate: inf is not a finite"),
        ("training/learning_rate", "0.1", "training.learning_rate: '0.1' is not a finite number"),
        ("training/optimizer", "luck", "training.optimizer: 'luck' is not one of sgd"),
        ("training/loss", None, "training.loss: null is not one of mean_squared_error"),
        ("training/threshold", -1, "training.threshold: -1 is not a finite number from 0 up"),
        ("training/batch_size", 0, "training.batch_size: 0 is not a whole number from 1"),
        ("history/epochs", 2, "history.values.loss: 3 values instead of 2"),
        (
            "history",
            {"epochs": 10**9, "stopped_by": "epochs", "values": {}},
            "history.values: there is no curve of the 1,000,000,000 epochs",
        ),
        ("history/epochs", 10**12, "history.epochs: 1000000000000 is not a whole number"),
        ("history/stopped_by", "boredom", "history.stopped_by: 'boredom' is not one of epochs"),
        ("history/values", [], "history.values: a list of 0 is not an object"),
        ("history/values/loss", [1, "x", 2], "history.values.loss[1]: 'x' is not a finite number"),
        ("optimizer_state/velocity", "…", 'optimizer_state: "velocity" is missing'),
        ("optimizer_state/speed", [], "optimizer_state: speed is unknown here"),
        ("optimizer_state/velocity/4", -1.0, "optimizer_state.velocity: a mean of squares cannot"),
        ("optimizer_state/iterations", -1, "optimizer_state.iterations: -1 is not a whole number"),
    ],
)
def test_a_wrong_value_is_named_by_its_path(path, value, message, tmp_path):
    content = changed(path, value)
    (tmp_path / "bad.nnviz").write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        open_document(tmp_path / "bad.nnviz")
    assert str(caught.value).startswith(f"cannot open {tmp_path / 'bad.nnviz'}: {message}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is not an nnviz document: not JSON from line 1, column 1 on"),
        (GOOD[:400].encode(), "it is not an nnviz document: not JSON from line "),
        (GOOD[:-1].encode(), "it is not an nnviz document: not JSON from line "),
        (b"hello", "it is not an nnviz document: not JSON from line 1, column 1 on"),
        (bytes(range(256)) * 20, "it is not an nnviz file, it is not text in UTF-8"),
        (
            b"\xff\xfe" + GOOD.encode("utf-16-le"),
            "it is not an nnviz file, it is not text in UTF-8",
        ),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'{"a":' * 100_000, "it is nested too deeply"),
        (b"[" * 100_000 + b"]" * 100_000, "it is nested too deeply"),
        (b"[1, 2]", "it is not an nnviz file"),
        (b"null", "it is not an nnviz file"),
        (b'"text"', "it is not an nnviz file"),
        (b"1" * 100_000, "it is not an nnviz file"),
        (b"[" + b"1," * 2_000_000 + b"1]", "it is larger than any network of 1,000 layers and"),
        (b'{"layers": [' + b'{"units": 1},' * 1_000_000 + b"{}]}", "it is larger than any network"),
        (b" " * 40_000_000, "it is larger than any network of 1,000 layers"),
        (b'"' + b"A" * 40_000_000, "it is larger than any network of 1,000 layers"),
    ],
    ids=range(17),
)
def test_what_is_no_document_is_said_to_be_none(content, message):
    assert fault(content).startswith(message)


def test_a_byte_order_mark_does_no_harm():
    assert parse(b"\xef\xbb\xbf" + GOOD.encode()).title == "Flowers 2-2-3"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.mkdir(), "it is a folder, expected a .nnviz file"),
        (lambda path: None, "no such file or directory"),
        (lambda path: path.symlink_to(path), "too many levels of symbolic links"),
        (lambda path: os.mkfifo(path), "it is not an ordinary file"),
        (lambda path: (path.touch(), os.truncate(path, 2**31)), "it is larger than 512 MiB"),
    ],
    ids=["folder", "nothing", "loop", "pipe", "huge"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
def test_what_is_no_readable_file_is_said_to_be_none(tmp_path, make, message):
    path = tmp_path / "a.nnviz"
    make(path)
    with pytest.raises(DocumentError) as caught:
        open_document(path)
    assert str(caught.value) == f"cannot open {path}: {message}"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_permission_is_said_to_be_so(tmp_path):
    path = tmp_path / "a.nnviz"
    path.write_text(GOOD)
    path.chmod(0)
    with pytest.raises(DocumentError, match="permission denied"):
        open_document(path)


def test_a_refused_permission_is_said_in_one_sentence(tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied", "secret")

    path = tmp_path / "a.nnviz"
    path.write_text(GOOD)
    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(DocumentError) as caught:
        open_document(path)
    assert str(caught.value) == f"cannot open {path}: permission denied"


@pytest.mark.parametrize("source", ["", "a\0b", "x" * 5000])
def test_an_impossible_path_is_a_document_error_too(source):
    with pytest.raises(DocumentError, match="cannot open"):
        open_document(source)


# ---------------------------------------------------------------- memory

_PEAK = """
import re, sys
from nnviz.data.errors import DataError
from nnviz.document.errors import DocumentError
from nnviz.document.files import open_document
try:
    open_document(sys.argv[1])
except DocumentError as error:
    # Not getrusage, whose peak is that of the parent too.
    status = open("/proc/self/status").read()
    print(int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) // 1024, error)
"""


def _blobs() -> bytes:
    blob = b'{"shape": [10000000], "base64": "' + b"A" * 106_666_666 + b'=="}'
    fields = (b'"parameters": ', b'"initial": ', b'"sample": ')
    head = GOOD[: GOOD.index('"parameters"')].encode()
    return head + b", ".join(field + blob for field in fields)


ATTACKS = {
    "objects": lambda: b'{"a":{}},' * 3_500_000,
    "dictionaries": lambda: b"[" + b'{"a":1},' * 499_000 + b"1]",
    "lists": lambda: b"[" + b"[]," * 749_000 + b"[]]",
    "numbers": lambda: b"[" + b"1.5," * 1_490_000 + b"1]",
    "wide characters": lambda: '{"title": "😀'.encode() + b" " * 33_000_000 + b'"}',
    "blobs": _blobs,
}


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak in Linux's unit")
@pytest.mark.parametrize("name", ATTACKS)
def test_no_file_takes_a_gibibyte(tmp_path, name):
    path = tmp_path / "attack.nnviz"
    path.write_bytes(ATTACKS[name]())
    run = subprocess.run(
        [sys.executable, "-c", _PEAK, path], capture_output=True, text=True, check=True
    )
    peak, _, message = run.stdout.partition(" ")
    assert "cannot open" in message
    assert int(peak) < 700


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on memory there")
def test_a_history_of_epochs_without_curves_takes_no_memory_in_training(tmp_path):
    path = tmp_path / "attack.nnviz"
    path.write_bytes(
        changed("history", {"epochs": 10**9, "stopped_by": "epochs", "values": {}}),
    )
    code = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_DATA, (2 * 2**30, 2 * 2**30))\n"
        "from nnviz.cli import main\n"
        f"sys.exit(main(['train', {str(path)!r}, '--epochs', '1']))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 2
    assert "history.values: there is no curve" in run.stderr


# ---------------------------------------------------------------- fuzzing

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["nnviz", "base64", 10**30, -1, 0, 1e308, [], {}, "\ud800", "\x00"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


def places(value: Any, path: tuple = ()) -> list[tuple]:
    """Return the path of every value in the file."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, item in items:
        found.append((*path, key))
        if isinstance(item, dict | list):
            found += places(item, (*path, key))
    return found


PLACES = places(VALUES)


@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON), min_size=1, max_size=3))
@settings(deadline=None, max_examples=400)
def test_any_values_in_a_file_open_or_are_refused(changes):
    values = copy.deepcopy(VALUES)
    for path, value in changes:
        parent = values
        try:
            for step in path[:-1]:
                parent = parent[step]
            parent[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    _open_or_refuse(json.dumps(values).encode())


@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 40), st.binary(max_size=12)),
        min_size=1,
        max_size=4,
    )
)
@settings(deadline=None, max_examples=400)
def test_any_damage_to_a_files_bytes_opens_or_is_refused(cuts):
    content = GOOD.encode()
    for start, length, inserted in cuts:
        content = content[:start] + inserted + content[start + length :]
    _open_or_refuse(content)


def _open_or_refuse(content: bytes) -> None:
    """Open a document that then can be saved and computed, or get the one allowed error."""
    try:
        document = parse(content).checked()
    except (DocumentError, DataError):
        return
    text_of(document)
    document.model().trace(document.x, document.y)
