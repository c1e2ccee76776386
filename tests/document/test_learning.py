"""What a document trains on."""

from __future__ import annotations

import numpy as np
import pytest

from nnviz.document.document import Document
from nnviz.document.edits import SetTarget
from nnviz.document.files import open_document
from nnviz.document.learning import lesson, start_training


def test_data_of_several_samples_are_learned_whole():
    document = open_document("example:xor")
    x, y, validation = lesson(SetTarget(0, 5.0).apply(document))
    np.testing.assert_array_equal(x, [[0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_array_equal(y[:, 0], [0, 1, 1, 0])
    assert validation is None


def test_the_only_sample_is_learned_as_it_is_shown():
    document = SetTarget(0, 0.5).apply(open_document("example:chain"))
    assert lesson(document).y == [[0.5]]


def test_one_epoch_of_the_chain_is_the_update_of_the_notes():
    document = open_document("example:chain")
    model = document.model()
    start_training(document, model, 1, None).run()
    w1, b1, w2, b2 = (float(value) for value in model.parameters)
    assert round(w2, 3) == 0.427
    assert round(b2, 3) == 0.612
    assert round(w1, 4) == 0.1496
    assert round(b1, 4) == 0.3959


def test_a_network_with_nothing_to_learn_says_so():
    document = Document.new((2, 1)).replaced(target=None)
    with pytest.raises(ValueError, match="set a target, or import data"):
        lesson(document)
