"""Which weights learn: in the document, in its edits, in files and in training."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.document.document import Document
from nnviz.document.edits import EditError, Freeze, GoBack, ReplaceNetwork, Unfreeze
from nnviz.document.errors import DocumentError
from nnviz.document.files import load_model, open_document, parse, save, save_model
from nnviz.document.learning import start_training
from nnviz.document.reading import Node
from nnviz.document.schema import from_values
from nnviz.document.settings import LayerSpec
from tests.document.samples import text_of, trained, values_of

W1, B1, W2, B2 = range(4)


def places(*indices: int) -> np.ndarray:
    return np.array(indices, dtype=np.intp)


def chain() -> Document:
    return open_document("example:chain")


def test_at_first_every_weight_learns():
    document = chain()
    assert document.frozen.tolist() == [False] * 4
    assert not document.has_frozen


def test_freeze_and_unfreeze_name_single_weights():
    frozen = Freeze(places(W1, W2)).apply(chain())
    assert frozen.frozen.tolist() == [True, False, True, False]
    some = Unfreeze(places(W1)).apply(frozen)
    assert some.frozen.tolist() == [False, False, True, False]
    assert some.has_frozen
    with pytest.raises(ValueError, match="read-only"):
        some.frozen[0] = True


def test_undone_the_document_is_the_first_byte_for_byte():
    document = trained()
    edit = Freeze(places(0, 3, 14))
    changed = edit.apply(document)
    assert text_of(changed) != text_of(document)
    assert text_of(edit.invert(document).apply(changed)) == text_of(document)


def test_a_weight_that_is_not_there_cannot_be_frozen():
    with pytest.raises(EditError, match="Freeze weights: the network has 4 parameters"):
        Freeze(places(4)).apply(chain())


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
def test_training_keeps_every_bit_of_what_is_frozen(optimizer: str):
    from nnviz.document.edits import ChangeTraining

    document = ChangeTraining({"optimizer": optimizer}).apply(chain())
    document = Freeze(places(W1, B2)).apply(document)
    model = document.model()
    start_training(document, model, 20, None).run()
    moved = model.parameters != document.parameters
    assert moved.tolist() == [False, True, True, False]


def test_a_file_keeps_what_is_frozen(tmp_path):
    document = Freeze(places(0, 1, 2, 7, 14)).apply(trained())
    assert values_of(document)["frozen"] == [[0, 3], [7, 8], [14, 15]]
    path = tmp_path / "frozen.nnviz"
    save(document, path)
    opened = open_document(path)
    np.testing.assert_array_equal(opened.frozen, document.frozen)
    assert text_of(opened) == text_of(document)


def test_where_all_learn_the_file_says_nothing_about_it():
    assert "frozen" not in values_of(trained())
    assert not parse(text_of(trained()).encode()).has_frozen


def test_a_million_frozen_weights_in_no_order_come_back(tmp_path):
    document = Document.new((1000, 999, 1), seed=1)
    mask = np.random.default_rng(3).random(document.n_parameters) < 0.01
    document = document.replaced(frozen=mask)
    save(document, tmp_path / "large.nnviz")
    np.testing.assert_array_equal(open_document(tmp_path / "large.nnviz").frozen, mask)


@pytest.mark.parametrize(
    ("runs", "fault"),
    [
        ([[0, 16]], "frozen: the runs must be of whole numbers from 0 to 15"),
        ([[-1, 2]], "frozen: the runs must be of whole numbers"),
        ([[0.5, 2]], "frozen: the runs must be of whole numbers"),
        ([[3, 3]], "frozen: the runs must be in order"),
        ([[3, 5], [4, 6]], "frozen: the runs must be in order"),
        ([[0, 1, 2]], "frozen: 1 × 3 values instead of n × 2"),
        ([], "frozen: 0 values instead of n × 2"),
        ([True], "is not a finite number"),
        ("all", "frozen: 'all' is not a list of numbers"),
    ],
)
def test_a_file_with_wrong_runs_is_refused_in_one_sentence(runs, fault):
    values = {**values_of(trained()), "frozen": runs}
    with pytest.raises(DocumentError, match=fault):
        from_values(Node(values))


def test_another_network_has_nothing_frozen():
    frozen = Freeze(places(W1)).apply(chain())
    assert not ReplaceNetwork((LayerSpec(5), LayerSpec(1))).apply(frozen).has_frozen


def test_going_back_to_a_moment_goes_back_to_what_was_frozen_then():
    then = Freeze(places(W1)).apply(chain())
    now = Unfreeze(places(W1)).apply(then)
    assert GoBack(then).apply(now).frozen.tolist() == [True, False, False, False]


def test_a_model_with_frozen_layers_and_weights_is_kept(tmp_path):
    model = trained().model()
    mask = np.zeros(15, dtype=bool)
    mask[[0, 9, 10]] = True
    model.frozen = mask
    save_model(model, tmp_path / "model.nnviz")
    np.testing.assert_array_equal(load_model(tmp_path / "model.nnviz").frozen, mask)
    model.layers[0].trainable = False
    save_model(model, tmp_path / "model.nnviz")
    assert load_model(tmp_path / "model.nnviz").layers[0].trainable is False


def test_a_mask_of_another_size_is_refused():
    with pytest.raises(ValueError, match="frozen: expected 4 booleans"):
        chain().replaced(frozen=np.zeros(3, dtype=bool))
