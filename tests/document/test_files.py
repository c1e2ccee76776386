"""Files: what is saved is what opens, and a failed save costs nothing."""

import base64
import json
import os
import stat
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.data.builtin import builtin
from nnviz.document import files, writing
from nnviz.document.builders import document_for_data
from nnviz.document.document import Document
from nnviz.document.errors import DocumentError
from nnviz.document.files import load_model, open_document, save, save_model
from nnviz.document.history import History
from nnviz.document.settings import LayerSpec, TrainingSettings
from nnviz.engine.layers import Dense
from nnviz.engine.models import Sequential
from tests.document.samples import text_of, trained, values_of

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def saved_and_opened(document, folder):
    path = folder / "a.nnviz"
    save(document, path)
    return open_document(path)


def test_every_field_comes_back(tmp_path):
    document = trained()
    opened = saved_and_opened(document, tmp_path)
    assert text_of(opened) == text_of(document)
    assert np.array_equal(opened.parameters, document.parameters)
    assert opened.layers == document.layers
    assert opened.training == document.training
    assert opened.preparation == document.preparation
    assert opened.data.classes == document.data.classes
    assert np.array_equal(opened.data.inputs, document.data.inputs)
    assert np.isnan(opened.history.values["loss"][2])
    assert opened.optimizer_state["iterations"] == 6
    assert opened.sample == 2


def test_a_file_is_json_that_people_can_read(tmp_path):
    path = tmp_path / "a.nnviz"
    save(Document.new((2, 1), title="Größe – 大きさ"), path)
    text = path.read_bytes().decode("utf-8")
    assert '"title": "Größe – 大きさ"' in text
    assert max(len(line) for line in text.splitlines()) < 200
    assert json.loads(text)["format"] == "nnviz"
    assert json.loads(text)["version"] == 1


def test_a_large_array_is_base64_of_little_endian_float64(tmp_path):
    document = Document.new((60, 80, 2), seed=1)
    stored = values_of(document)["parameters"]
    assert stored["shape"] == [document.n_parameters]
    decoded = np.frombuffer(base64.b64decode(stored["base64"]), dtype="<f8")
    assert np.array_equal(decoded, document.parameters)
    assert np.array_equal(saved_and_opened(document, tmp_path).parameters, document.parameters)


def test_a_built_in_data_set_is_stored_by_name_and_seed(tmp_path):
    document = document_for_data(builtin("iris", 3))
    assert values_of(document)["data"] == {"builtin": "iris", "seed": 3}
    opened = saved_and_opened(document, tmp_path)
    assert opened.data.builtin == ("iris", 3)
    assert np.array_equal(opened.data.inputs, document.data.inputs)


def test_a_long_history_comes_back_with_its_gaps(tmp_path):
    loss = np.linspace(2.0, 1.0, 5000)
    loss[7] = np.inf
    document = Document.new((1, 1)).replaced(history=History({"loss": loss}, 5000, "epochs"))
    opened = saved_and_opened(document, tmp_path).history
    assert np.isnan(opened.values["loss"][7])
    assert opened.values["loss"][8] == loss[8]
    assert (opened.epochs, opened.stopped_by) == (5000, "epochs")


@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=5),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=50),
    st.lists(FINITE, min_size=1, max_size=5),
    st.booleans(),
)
@settings(deadline=None, max_examples=60)
def test_any_document_comes_back_to_the_byte(tmp_path_factory, sizes, title, numbers, use_bias):
    fresh = Document.new(sizes, seed=len(title))
    layers = tuple(LayerSpec(units, "tanh", use_bias) for units in sizes[1:])
    count = sum(n * m + use_bias * m for n, m in pairwise(sizes))
    document = fresh.replaced(
        title=title,
        layers=layers,
        parameters=np.resize(numbers, count),
        initial=np.zeros(count),
        input=np.resize(numbers, sizes[0]),
        target=None,
    )
    opened = saved_and_opened(document, tmp_path_factory.mktemp("any"))
    assert text_of(opened) == text_of(document)


def test_a_model_comes_back_and_predicts_the_same(tmp_path):
    x = np.random.default_rng(0).normal(size=(20, 3))
    model = Sequential([Dense(4, "tanh", input_shape=(3,)), Dense(1)], name="mine")
    model.compile(optimizer="adam", loss="mean_squared_error")
    model.fit(x, x[:, 0], epochs=3, verbose=0)
    save_model(model, tmp_path / "model.nnviz")
    loaded = load_model(tmp_path / "model.nnviz")
    assert np.array_equal(loaded.predict(x, verbose=0), model.predict(x, verbose=0))
    assert loaded.name == "mine"
    for each in (model, loaded):
        each.fit(x, x[:, 0], epochs=2, verbose=0, shuffle=False)
    assert np.array_equal(loaded.parameters, model.parameters)


def test_a_source_may_be_text_or_a_path(tmp_path):
    save(Document.new((1, 1)), str(tmp_path / "a.nnviz"))
    assert open_document(str(tmp_path / "a.nnviz")).sizes == (1, 1)


@pytest.mark.parametrize("source", [None, 5, b"a.nnviz"])
def test_what_is_no_source_is_refused(source):
    with pytest.raises(TypeError, match="Expected the path of a file or 'example:NAME'; received"):
        load_model(source)


def test_an_older_file_is_brought_up_step_by_step(tmp_path, monkeypatch):
    """With two versions to go, each step gets what the one before made."""
    save(Document.new((1, 1), title="Old"), tmp_path / "a.nnviz")
    steps = {
        1: lambda values: {**values, "title": values["title"] + ", once"},
        2: lambda values: {**values, "title": values["title"] + ", twice"},
    }
    monkeypatch.setattr(files, "VERSION", 3)
    monkeypatch.setattr(files, "MIGRATIONS", steps)
    assert open_document(tmp_path / "a.nnviz").title == "Old, once, twice"


def test_there_is_a_step_from_every_older_version():
    assert sorted(files.MIGRATIONS) == list(range(1, files.VERSION))


# ---------------------------------------------------------------- saving that fails


@pytest.fixture
def old(tmp_path):
    """A file that must survive."""
    path = tmp_path / "old.nnviz"
    save(Document.new((1, 1), title="Old"), path)
    return path


def assert_old_survives(path):
    assert open_document(path).title == "Old"
    assert [item.name for item in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_a_save_that_the_disk_fails_leaves_the_old_file(old, monkeypatch, name):
    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, name, fail)
    with pytest.raises(DocumentError, match=r"cannot save .*old.nnviz: no space left on device"):
        save(Document.new((1, 1), title="New"), old)
    monkeypatch.undo()
    assert_old_survives(old)


def test_a_save_that_is_interrupted_leaves_the_old_file(old, monkeypatch):
    def pieces(values):
        yield "{"
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "json_pieces", pieces)
    with pytest.raises(KeyboardInterrupt):
        save(Document.new((1, 1), title="New"), old)
    assert_old_survives(old)


@pytest.mark.parametrize(
    ("name", "size"), [("parameters", 2), ("initial", 2), ("input", 1), ("target", 1)]
)
def test_a_document_that_could_not_be_opened_again_is_not_saved(old, name, size):
    document = Document.new((1, 1)).replaced(**{name: [np.nan] * size})
    with pytest.raises(DocumentError, match=rf"{name}\[0\]: not a finite number"):
        save(document, old)
    assert_old_survives(old)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"history": History({"loss": []}, 10**9 + 1)}, "history.epochs: 1000000001 is not a"),
        ({"history": History({}, 7)}, "history.values: there is no curve of the 7 epochs"),
        ({"title": ""}, "title: '' is not a line of 1 to 200 characters"),
        ({"training": TrainingSettings(epochs=2 * 10**9)}, "training.epochs: 2000000000 is not"),
        (
            {"optimizer_state": {"iterations": 2**53 + 1}},
            "optimizer_state.iterations: 9007199254740993 is not a whole number",
        ),
    ],
)
def test_a_document_beyond_the_readers_limits_is_not_saved(old, fields, words):
    with pytest.raises(DocumentError, match=f"cannot save .*{words}"):
        save(Document.new((1, 1)).replaced(**fields), old)
    assert_old_survives(old)


def test_a_document_too_large_to_be_read_again_is_not_saved(old, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILE", 500)
    with pytest.raises(DocumentError, match="the file would be larger than 512 MiB"):
        save(Document.new((1, 1)), old)
    monkeypatch.undo()
    assert_old_survives(old)


def test_a_network_trained_for_a_night_can_be_saved(tmp_path):
    state = {"iterations": 10**10}
    document = Document.new((1, 1)).replaced(optimizer_state=state)
    assert saved_and_opened(document, tmp_path).optimizer_state["iterations"] == 10**10


def test_nothing_is_saved_as_an_example(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("example:xor", "example:mine.nnviz"):
        with pytest.raises(DocumentError, match=f"cannot save {name}: examples are read only"):
            save(Document.new((1, 1)), name)
    assert list(tmp_path.iterdir()) == []


def test_saving_where_there_is_no_folder_says_so(tmp_path):
    with pytest.raises(DocumentError, match=r"cannot save .*: no such file or directory"):
        save(Document.new((1, 1)), tmp_path / "nowhere" / "a.nnviz")


def test_saving_over_a_folder_says_so(tmp_path):
    with pytest.raises(DocumentError, match=r"cannot save .*: is a directory"):
        save(Document.new((1, 1)), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and links")
def test_a_saved_file_keeps_its_permissions_and_a_link_stays_a_link(old):
    old.chmod(0o640)
    link = old.with_name("link.nnviz")
    link.symlink_to(old.name)
    save(Document.new((1, 1), title="New"), link)
    assert link.is_symlink()
    assert open_document(old).title == "New"
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    save(Document.new((1, 1)), tmp_path / "a.nnviz")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a.nnviz").stat().st_mode) == 0o666 & ~mask
